// Owns which lines the alarm bar has and in what order: HELP, symptoms, active alarms, repeats that are due, and what is over but was
// HIGH and not acknowledged. It leaves nothing out and never decides that something is over.
import { HELP_CONDITION, isSaid } from '@chairside/shared/alarm/silence-times.ts'
import type { ActiveAlarm, LatchedAlarm, RepeatNow } from '@chairside/shared/fold/alarm-state.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { Priority } from '@chairside/shared/record/record.ts'

export type Line =
  | { readonly kind: 'alarm'; readonly active: ActiveAlarm; readonly repeat?: RepeatNow }
  | { readonly kind: 'repeat'; readonly repeat: RepeatNow }
  | { readonly kind: 'latched'; readonly latched: LatchedAlarm }

const RANK: Readonly<Record<Priority, number>> = { high: 0, medium: 10, low: 20 }

/** Of equal priority what nobody has acknowledged comes first, then a repeat that is due; the smaller the sooner. */
function urgency(line: Line): number {
  switch (line.kind) {
    case 'alarm': {
      const { alarm, acknowledged, taken } = line.active
      if (alarm.condition === HELP_CONDITION) return -2
      // What a person said stands in no tile, and the physician is told of it at 0 s: it is not to be one of "2 more".
      if (isSaid(alarm.condition) && taken === undefined) return -1
      return RANK[alarm.priority] + (acknowledged !== undefined || alarm.silent === true ? 5 : 0)
    }
    case 'repeat':
      return RANK[line.repeat.priority] + 4
    case 'latched':
      return RANK.medium + 8
  }
}
const sinceMs = (line: Line): number =>
  line.kind === 'alarm'
    ? line.active.alarm.breachAtMs
    : line.kind === 'repeat'
      ? line.repeat.dueAtMs
      : line.latched.endedAtMs

export const lineId = (line: Line): string =>
  line.kind === 'alarm'
    ? line.active.alarm.alarmId
    : line.kind === 'repeat'
      ? `repeat ${line.repeat.repeatId}`
      : `latched ${line.latched.alarm.alarmId}`

/** Most urgent first; of equals the oldest first. A repeat of what alarms already stands on that alarm's own line. */
export function alarmLinesOf(state: Pick<SessionState, 'alarms' | 'latched' | 'repeats'>): readonly Line[] {
  const lines: Line[] = []
  for (const active of Object.values(state.alarms)) {
    const repeat = state.repeats[active.alarm.condition]
    lines.push({ kind: 'alarm', active, ...(repeat === undefined ? {} : { repeat }) })
  }
  for (const repeat of Object.values(state.repeats))
    if (state.alarms[repeat.condition] === undefined) lines.push({ kind: 'repeat', repeat })
  for (const latched of Object.values(state.latched)) lines.push({ kind: 'latched', latched })
  return lines.sort((a, b) => urgency(a) - urgency(b) || sinceMs(a) - sinceMs(b))
}
