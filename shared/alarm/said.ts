// Owns what people say that is an alarm at once: a symptom, HELP; and that the session's end ends what has no ladder.
// Never ends one by itself: a named "resolved" does.
import { SYMPTOMS, type Symptom } from '../record/care-kinds.ts'
import { closingOthers, ended, raised } from './active.ts'
import type { EngineState } from './engine-state.ts'
import { atOf, type Fact, type Item, type Part } from './part.ts'

/** Said while nothing was decided (quarantine): an alarm as soon as something is again. By condition, hub time. */
export type SaidState = { readonly waiting: Readonly<Record<string, number>> }
export const NO_SAID: SaidState = { waiting: {} }

/** The one level of a condition that a person said. */
export const SAID_LEVEL = 'said'
export const HELP = 'help'
/** `symptomChestPain` for `chestPain`. */
export const symptomCondition = (symptom: Symptom): string =>
  `symptom${symptom.charAt(0).toUpperCase()}${symptom.slice(1)}`
const SAID_CONDITIONS: ReadonlySet<string> = new Set([HELP, ...SYMPTOMS.map(symptomCondition)])
/** Whether a condition is a symptom's or HELP: these end by a named "resolved" only. */
export const isSaid = (condition: string): boolean => SAID_CONDITIONS.has(condition)

const NONE: readonly Fact[] = []

const symptomOf = (condition: string): Symptom | undefined =>
  SYMPTOMS.find((symptom) => symptomCondition(symptom) === condition)
const conditionOf = (item: Item): string | undefined =>
  item.kind === 'help' ? HELP : item.kind === 'symptom' ? symptomCondition(item.symptom) : undefined

/** HIGH at once; said again while it is active it is recorded and no second alarm. */
function said(state: EngineState, condition: string, atMs: number, sinceMs: number): readonly Fact[] {
  if (state.active[condition] !== undefined) return NONE
  const symptom = symptomOf(condition)
  const about = symptom === undefined ? undefined : { symptom }
  const level = { level: SAID_LEVEL, priority: 'high', cause: 'person' } as const
  return [raised(state, { ...level, condition, atMs, sinceMs, about })]
}

export const SAID: Part = {
  skipsVitals: true,
  learn(_rules, state, item) {
    const condition = conditionOf(item)
    if (condition !== undefined)
      return state.quarantined && state.said.waiting[condition] === undefined
        ? { ...state, said: { waiting: { ...state.said.waiting, [condition]: atOf(item) } } }
        : state
    if (item.kind !== 'alarm' || state.said.waiting[item.condition] === undefined) return state
    const { [item.condition]: _raised, ...waiting } = state.said.waiting
    return { ...state, said: { waiting } }
  },
  decide(rules, _before, state, item) {
    switch (item.kind) {
      case 'symptom':
      case 'help':
        return said(state, conditionOf(item) as string, item.hubAtMs, item.hubAtMs)
      case 'quarantine': {
        const { waiting } = state.said
        return Object.keys(waiting)
          .sort()
          .flatMap((condition) => said(state, condition, item.hubAtMs, waiting[condition] as number))
      }
      case 'resolved':
        for (const condition in state.active) {
          const active = state.active[condition]
          if (active === undefined || active.alarmId !== item.alarmId || !isSaid(condition)) continue
          return [ended(condition, active, item.hubAtMs, 'clinician')]
        }
        return NONE
      case 'session.closed':
        return closingOthers(rules, state, item.hubAtMs)
      default:
        return NONE
    }
  },
}
