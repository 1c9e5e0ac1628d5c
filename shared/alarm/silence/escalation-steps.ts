// Owns the table "who is told, when nobody has acknowledged" (clinical facts §5): the steps of each class and their times.
// Never knows who a person is: a step says whose turn it is, the hub finds them.
import type { EscalationStep } from '../../record/alarm-kinds.ts'
import type { AlarmCause, AlarmTransition } from '../../record/record.ts'
import { ladderOf, type Rules, type TellClass, technicalOf } from '../rules.ts'
import { isSaid } from './silence-times.ts'

/**
 * critical   extreme, a symptom, HELP
 * high       every other HIGH
 * medium     MEDIUM of the patient
 * data       MEDIUM: no live data, cuff failing or overdue
 * technical  MEDIUM: every other technical condition
 * none       LOW, and what is seen only: nobody is told
 * In this order, most urgent first.
 */
export const ESCALATION_CLASSES = ['critical', 'high', 'medium', 'data', 'technical', 'none'] as const
export type EscalationClass = (typeof ESCALATION_CLASSES)[number]
export type Step = Exclude<EscalationStep, 'again'>

const S = 1_000
const MIN = 60 * S
type Row = {
  /** After it began, milliseconds. */
  readonly steps: Readonly<Partial<Record<Step, number>>>
  /** After that, and then this often, until a person takes it. */
  readonly again?: { readonly after: Step; readonly everyMs: number }
}
const HIGH: Row = {
  steps: {
    quietChair: 15 * S,
    otherChairs: 30 * S,
    physician: 60 * S,
    backup: 120 * S,
    allStaff: 120 * S,
  },
  again: { after: 'allStaff', everyMs: 60 * S },
}
/** Clinical facts §5, table. */
export const TABLE: Readonly<Record<EscalationClass, Row>> = {
  critical: { ...HIGH, steps: { ...HIGH.steps, physician: 0, backup: 60 * S } },
  high: HIGH,
  medium: {
    steps: { otherChairs: 60 * S, physician: 120 * S },
    again: { after: 'physician', everyMs: 5 * MIN },
  },
  data: { steps: { physician: 120 * S } },
  technical: { steps: { allStations: 120 * S } },
  none: { steps: {} },
}
/** "Cannot come" goes to the next at once: what comes after whom. */
export const NEXT_STEP: Readonly<Partial<Record<Step, Step>>> = { physician: 'backup', backup: 'allStaff' }
/** At one time in this order. */
export const STEP_ORDER: readonly Step[] = [
  'quietChair',
  'otherChairs',
  'physician',
  'backup',
  'allStaff',
  'allStations',
]

const byTell: Readonly<Record<TellClass, EscalationClass>> = {
  critical: 'critical',
  physiological: 'medium',
  data: 'data',
  technical: 'technical',
}

/** Of a condition whose rules are not known here, the patient's are the safer ones. */
function tellOf(rules: Rules, condition: string, level: string, cause: AlarmCause | undefined): TellClass {
  if (isSaid(condition)) return 'critical'
  const ladder = ladderOf(rules, condition)
  if (ladder !== undefined) return ladder.levels.find((one) => one.level === level)?.tell ?? 'physiological'
  // A signal lost in a breach is the breach's to be told, not a cable's (SPEC AL83).
  if (cause === 'lostWhilePending' || level.startsWith('lostPending')) return 'physiological'
  return technicalOf(rules, condition)?.tell ?? 'physiological'
}

/** The class of an alarm at its level. */
export function classOf(rules: Rules, alarm: AlarmTransition): EscalationClass {
  const { condition, level, priority, silent, cause } = alarm
  if (silent === true || priority === 'low') return 'none'
  const tell = tellOf(rules, condition, level, cause)
  if (tell === 'critical') return 'critical'
  return priority === 'high' ? 'high' : byTell[tell]
}

const RANK = Object.fromEntries(
  ESCALATION_CLASSES.map((one, index) => [one, ESCALATION_CLASSES.length - index]),
) as Readonly<Record<EscalationClass, number>>
export const isMoreUrgent = (a: EscalationClass, b: EscalationClass): boolean => RANK[a] > RANK[b]
/** HIGH and critical count as one stretch: going from one to the other starts no time anew. */
export const isHigh = (one: EscalationClass): boolean => one === 'critical' || one === 'high'
