// Owns what people say that is an alarm at once: a symptom, HELP; and that the session's end ends what has no ladder.
// Never ends one by itself: a named "resolved" does.
import { SYMPTOMS, type Symptom } from '../record/care-kinds.ts'
import { closingOthers, ended, raised } from './active.ts'
import type { EngineState } from './engine-state.ts'
import type { Fact, Part } from './part.ts'

/** Nothing beyond which conditions are active, and that is learned where all of them are. */
export type SaidState = Readonly<Record<string, never>>
export const NO_SAID: SaidState = {}

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

/** HIGH at once; said again while it is active it is recorded and no second alarm. */
function said(state: EngineState, condition: string, atMs: number, symptom?: Symptom): readonly Fact[] {
  if (state.active[condition] !== undefined) return NONE
  const about = symptom === undefined ? undefined : { symptom }
  const level = { level: SAID_LEVEL, priority: 'high', cause: 'person' } as const
  return [raised(state, { ...level, condition, atMs, sinceMs: atMs, about })]
}

export const SAID: Part = {
  learn: (_rules, state) => state,
  decide(rules, _before, state, item) {
    switch (item.kind) {
      case 'symptom':
        return said(state, symptomCondition(item.symptom), item.hubAtMs, item.symptom)
      case 'help':
        return said(state, HELP, item.hubAtMs)
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
