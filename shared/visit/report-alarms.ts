// Owns the alarms of a session as its summary lists them: each level with its own value and length, and what people said to it.
// Never decides an alarm, and never counts an answer that was undone.
import { isSaid } from '../alarm/silence/silence-times.ts'
import type { AlarmSpan } from '../fold/alarm-spans.ts'
import { type AlarmStep, alarmSteps, type Calling, isAnswered } from '../fold/alarm-steps.ts'
import type { EndedBy, Priority } from '../record/record.ts'

export type ReportAlarm = {
  readonly alarmId: string
  readonly condition: string
  /** In order; never empty. */
  readonly steps: readonly AlarmStep[]
  readonly highest: Priority
  /** What a monitor, a network or the hub was about; not the patient. */
  readonly technical?: true
  /** Shown and never sounded. */
  readonly onlySeen?: true
  readonly raisedAtMs: number
  readonly endedAtMs?: number
  readonly endedBy?: EndedBy
}

/** @param callings who was called, of any of them */
export function alarmsOf(spans: readonly AlarmSpan[], callings: readonly Calling[]): ReportAlarm[] {
  return spans.map((span) => {
    const { alarmId, condition, highest, levels, raisedAtMs, endedAtMs, endedBy } = span
    const isTechnical = levels.every(({ alarm }) => alarm.limit === undefined) && !isSaid(condition)
    return {
      ...{ alarmId, condition, steps: alarmSteps(span, callings), highest, raisedAtMs },
      ...(isTechnical ? { technical: true as const } : {}),
      ...(levels.every(({ alarm }) => alarm.silent === true) ? { onlySeen: true as const } : {}),
      ...(endedAtMs === undefined ? {} : { endedAtMs }),
      ...(endedBy === undefined ? {} : { endedBy }),
    }
  })
}

export type AlarmCounts = Readonly<Record<Priority, number>>
/**
 * How often something was raised or rose at each priority: an alarm that went from MEDIUM to HIGH counts at both. The patient's; and
 * technical ones apart, without levels that were only shown.
 */
export function countsOf(alarms: readonly ReportAlarm[]): { patient: AlarmCounts; technical: AlarmCounts } {
  const count = (steps: readonly AlarmStep[]): AlarmCounts => {
    const at = (of: Priority): number =>
      steps.filter(({ how, priority }) => how !== 'fell' && priority === of).length
    return { low: at('low'), medium: at('medium'), high: at('high') }
  }
  const stepsOf = (isTechnical: boolean): AlarmStep[] =>
    alarms.flatMap(({ technical, steps }) => ((technical === true) === isTechnical ? steps : []))
  return {
    patient: count(stepsOf(false)),
    technical: count(stepsOf(true).filter(({ silent }) => silent !== true)),
  }
}

/**
 * What asked for somebody in vain: a HIGH, or anything that people were called for, to which nobody said anything while it went on.
 * What is said when it is over helped nobody.
 */
export const unanswered = (alarms: readonly ReportAlarm[]): AlarmStep[] =>
  alarms
    .flatMap(({ steps }) => steps)
    .filter(
      ({ asked, priority }) =>
        asked !== undefined && !isAnswered(asked) && (priority === 'high' || asked.calls.length > 0),
    )
    .toSorted((a, b) => a.fromMs - b.fromMs)
