// Owns which lines the alarm bar has and in what order: HELP, symptoms, active alarms, repeats that are due, and what is over but was
// HIGH and not acknowledged. It leaves nothing out and never decides that something is over.
import { byUrgency, type Urgent } from '@chairside/shared/alarm/urgency.ts'
import type { ActiveAlarm, LatchedAlarm, RepeatNow } from '@chairside/shared/fold/alarm-state.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { urgentOf } from '../../../ui/alarm-order.ts'

export type Line =
  | { readonly kind: 'alarm'; readonly active: ActiveAlarm; readonly repeat?: RepeatNow }
  | { readonly kind: 'repeat'; readonly repeat: RepeatNow }
  | { readonly kind: 'latched'; readonly latched: LatchedAlarm }

/** A line as the one ordering sees it. */
function urgentLine(line: Line): Urgent {
  switch (line.kind) {
    case 'alarm':
      return urgentOf(line.active)
    case 'repeat': {
      const { condition, level, priority, dueAtMs } = line.repeat
      return { condition, level, priority, standing: 'due', taken: false, sinceMs: dueAtMs }
    }
    case 'latched': {
      const { condition, level, priority, breachAtMs } = line.latched.alarm
      return { condition, level, priority, standing: 'over', taken: false, sinceMs: breachAtMs }
    }
  }
}

export const lineId = (line: Line): string =>
  line.kind === 'alarm'
    ? line.active.alarm.alarmId
    : line.kind === 'repeat'
      ? `repeat ${line.repeat.repeatId}`
      : `latched ${line.latched.alarm.alarmId}`

/** Most urgent first, by the shared ordering. A repeat of what alarms already stands on that alarm's own line. */
export function alarmLinesOf(state: Pick<SessionState, 'alarms' | 'latched' | 'repeats'>): readonly Line[] {
  const lines: Line[] = []
  for (const active of Object.values(state.alarms)) {
    const repeat = state.repeats[active.alarm.condition]
    lines.push({ kind: 'alarm', active, ...(repeat === undefined ? {} : { repeat }) })
  }
  for (const repeat of Object.values(state.repeats))
    if (state.alarms[repeat.condition] === undefined) lines.push({ kind: 'repeat', repeat })
  for (const latched of Object.values(state.latched)) lines.push({ kind: 'latched', latched })
  return lines.sort((a, b) => byUrgency(urgentLine(a), urgentLine(b)))
}
