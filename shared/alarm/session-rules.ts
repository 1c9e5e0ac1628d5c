// Owns which rules a recorded session was judged by at a cursor: its own rule set, with this patient's limits in force.
// Never stands one profile's limits in for another's.
import type { SessionState } from '../fold/session-state.ts'
import { rulesInForce } from './in-force.ts'
import { parseRuleSet } from './profile/rule-set.ts'
import { ADULT_KETAMINE_INFUSION, type RuleSet, type Rules } from './rules.ts'

type OfSession = Pick<SessionState, 'opened' | 'ruleSet' | 'limits' | 'baseline' | 'phase'>

const known = new WeakMap<object, { readonly of: OfSession; readonly rules: Rules }>()

/** @returns undefined: a profile that is neither in the record nor shipped. A limit nobody used would be worse than none. */
export function rulesOfSession(state: OfSession): Rules | undefined {
  const ruleSet = ruleSetOfSession(state)
  if (ruleSet === undefined) return undefined
  // Worked out once for as long as nothing of it changes: screens ask at every drawing.
  const before = known.get(ruleSet)
  if (
    before !== undefined &&
    before.of.limits === state.limits &&
    before.of.baseline === state.baseline &&
    before.of.phase === state.phase
  )
    return before.rules
  const rules = rulesInForce(ruleSet, state)
  known.set(ruleSet, { of: state, rules })
  return rules
}

/** The session's rule set before this patient's limits are put in: what the engine is given. @returns undefined: not known here */
export const ruleSetOfSession = (state: Pick<SessionState, 'opened' | 'ruleSet'>): RuleSet | undefined =>
  state.ruleSet === undefined ? shippedAs(state.opened?.profile) : parsed(state.ruleSet)

const read = new WeakMap<object, { readonly ruleSet: RuleSet | undefined }>()
/** Read once for as long as the session keeps its record. One that cannot be interpreted is like an unknown one. */
function parsed(own: Readonly<Record<string, unknown>>): RuleSet | undefined {
  const before = read.get(own)
  if (before !== undefined) return before.ruleSet
  const found = parseRuleSet(own)
  const ruleSet = found.ok ? found.value : undefined
  read.set(own, { ruleSet })
  return ruleSet
}

const shippedAs = (
  profile: { readonly name: string; readonly version: number } | undefined,
): RuleSet | undefined => {
  const { name, version } = ADULT_KETAMINE_INFUSION.profile
  return profile?.name === name && profile.version === version ? ADULT_KETAMINE_INFUSION : undefined
}

/** For the words of an alarm of an unknown profile: what broke is in its record; where it would end is not known. */
export const NO_RULES: Rules = rulesInForce({ ...ADULT_KETAMINE_INFUSION, ladders: [] }, {})
