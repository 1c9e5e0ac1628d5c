// Owns what a stored profile may not do: the limits of editing, each with the field at fault. A recording may be run with any
// well-formed profile; a patient may not.
// Never changes a profile: it says what is wrong with it.
import type { Result } from '../result.ts'
import { canonicalRules, invalidProfile, parseRuleSet } from './rule-set.ts'
import type { Problem } from './rule-set-schema.ts'
import type { RuleSet } from './rules.ts'

/** Everything that is wrong with it; the first is the one a refusal names. */
export function profileProblems(ruleSet: RuleSet): readonly Problem[] {
  const read = parseRuleSet(ruleSet)
  if (!read.ok) return [{ field: read.error.field ?? '', message: read.error.message }]
  return []
}

/** The refusal of a rule set that must not be stored; undefined for one that may be. */
export function worstProblem(ruleSet: RuleSet): (Result<never> & { ok: false }) | undefined {
  const [problem] = profileProblems(ruleSet)
  return problem === undefined ? undefined : invalidProfile(problem)
}

/** Whether two rule sets judge alike, whatever they are called. */
export const sameRules = (a: RuleSet, b: RuleSet): boolean => canonicalRules(a) === canonicalRules(b)
