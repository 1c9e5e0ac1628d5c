// Owns how one technical condition comes to be so: since when, when each of its levels is reached, what it is about.
// Never decides in which phase a level counts (the rule says) and never emits a fact (technical.ts does).
import type { About } from '../../record/alarm-kinds.ts'
import { strength } from '../active.ts'
import type { EngineState } from '../engine-state.ts'
import type { Rules, TechnicalLevel, TechnicalRule } from '../rules.ts'

export type Kind = {
  /**
   * When this level is reached, hub time, if nothing else is heard; 0: it is not going to be. Cheap, and later for a level
   * that waits longer. It does not look at the phase.
   */
  readonly at: (rules: Rules, state: EngineState, rule: TechnicalRule, level: TechnicalLevel) => number
  /** Since when it is so; asked only at a time that `at` gave. */
  readonly since: (rules: Rules, state: EngineState, rule: TechnicalRule) => number
  readonly about: (rules: Rules, state: EngineState, rule: TechnicalRule) => About | undefined
}

const NONE: readonly TechnicalLevel[] = []
/** These are about sensors: "off on purpose", "adjusting sensors" and "Monitor off" hold them (clinical facts §5). */
const OF_SENSORS: ReadonlySet<string> = new Set(['noValue', 'noLiveData', 'cuffFailed', 'cuffOverdue'])
export const isOfSensors = (rule: TechnicalRule): boolean => OF_SENSORS.has(rule.kind)

/** "Monitor off" counts in the phase that knows it; elsewhere a monitor that is off is a patient nobody watches. */
export const isMonitorOff = ({ patient, technical }: EngineState): boolean =>
  technical.monitorOff && patient.phase === 'ready'

/** The levels of a condition in this phase. Source: clinical facts §4 "By phase". */
function levelsOf(state: EngineState, rule: TechnicalRule): readonly TechnicalLevel[] {
  if (isMonitorOff(state) && isOfSensors(rule)) return NONE
  const { phase } = state.patient
  return (phase === undefined ? undefined : rule.byPhase[phase]) ?? rule.otherwise
}

/** Two MOAA/S 5 in recovery: a sensor without a value is LOW at most from then on (clinical facts §4 "By phase"). */
const AWAKE_TWICE = 2
const isCapped = ({ patient, technical }: EngineState, rule: TechnicalRule): boolean =>
  rule.kind === 'noValue' && patient.phase === 'recovery' && technical.awakes >= AWAKE_TWICE

/** Whether this level is more than what is active: stronger, or as strong and no longer only seen. */
function counts(state: EngineState, rule: TechnicalRule, level: TechnicalLevel): boolean {
  if (level.priority !== 'low' && isCapped(state, rule)) return false
  const active = state.active[rule.condition]
  if (active === undefined) return true
  const mine = strength(level)
  return mine > active.rank || (mine === active.rank && active.silent === true && level.silent !== true)
}

/** When the condition is next raised or rises; 0: not as things stand. */
export function nextOf(kind: Kind, rules: Rules, state: EngineState, rule: TechnicalRule): number {
  for (const level of levelsOf(state, rule))
    if (counts(state, rule, level)) return kind.at(rules, state, rule, level)
  return 0
}

/** The strongest level that is reached by then. */
export function levelAt(
  kind: Kind,
  rules: Rules,
  state: EngineState,
  rule: TechnicalRule,
  atMs: number,
): TechnicalLevel | undefined {
  let found: TechnicalLevel | undefined
  for (const level of levelsOf(state, rule)) {
    if (!counts(state, rule, level) || (found !== undefined && strength(level) <= strength(found))) continue
    const reachedMs = kind.at(rules, state, rule, level)
    if (reachedMs !== 0 && reachedMs <= atMs) found = level
  }
  return found
}
