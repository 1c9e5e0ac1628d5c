// Owns which of two alarms comes first, wherever alarms are listed: a room's tile, the lists, My rooms, the bar at the chair.
// Never hides one and never decides that one is over.
import type { Priority } from '../record/record.ts'
import { ADULT_KETAMINE_INFUSION } from './rules.ts'
import { HELP_CONDITION, isSaid } from './silence/silence-times.ts'
import { NOT_JUDGED } from './silence/sounding.ts'

const RANK: Readonly<Record<Priority, number>> = { high: 0, medium: 1, low: 2 }

/**
 * calls     nobody has answered it
 * over      it was HIGH, is over, and nobody has acknowledged it: it waits for a person too
 * due       a repeat is awaited: not an alarm yet
 * answered  acknowledged, or only ever seen
 */
export type Standing = 'calls' | 'over' | 'due' | 'answered'
const STANDING: Readonly<Record<Standing, number>> = { calls: 0, over: 1, due: 2, answered: 3 }

export type Urgent = {
  readonly condition: string
  readonly level: string
  readonly priority: Priority
  readonly standing: Standing
  /** Somebody has said "I have it". */
  readonly taken: boolean
  /** Hub time from which its age counts. */
  readonly sinceMs: number
}

const TECHNICAL: ReadonlySet<string> = new Set([
  NOT_JUDGED,
  ...ADULT_KETAMINE_INFUSION.technical.map(({ condition }) => condition),
])

/**
 * Whether an alarm is about a cable, a screen or a clock, not about the patient. A signal lost in a breach is the breach's
 * (SPEC AL83), and what is not known here is the patient's: the safer reading.
 */
export const isTechnical = ({ condition, level }: Pick<Urgent, 'condition' | 'level'>): boolean =>
  TECHNICAL.has(condition) && !level.startsWith('lostPending')

/** HELP, then what a person said and nobody has taken (no number shows it), then the patient, then what is technical. */
function whose(alarm: Urgent): number {
  if (alarm.condition === HELP_CONDITION) return 0
  if (isSaid(alarm.condition) && !alarm.taken) return 1
  return isTechnical(alarm) ? 3 : 2
}

/**
 * By priority; of one priority the patient's before what is technical; of those what waits for a person before what has been
 * answered; then the oldest. Source: clinical facts §5 "Lists".
 * @returns negative: a comes first
 */
export const byUrgency = (a: Urgent, b: Urgent): number =>
  RANK[a.priority] - RANK[b.priority] ||
  whose(a) - whose(b) ||
  STANDING[a.standing] - STANDING[b.standing] ||
  a.sinceMs - b.sinceMs
