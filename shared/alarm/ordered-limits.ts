// Owns what the limits that can be ordered for one patient will be: the order's own, and where it says nothing the profile's.
// Never decides a limit: the engine puts them in by the same rule (in-force.ts).
import type { ChangedLimit } from '../record/care-kinds.ts'
import { type LimitBound, limitBounds } from './profile/limit-bounds.ts'
import { limitValueWords, quantityWords } from './profile/rule-words.ts'
import type { LimitRule, RuleSet } from './rules.ts'

const rulesOf = ({ ladders }: Pick<RuleSet, 'ladders'>, of: LimitKey): readonly LimitRule[] =>
  ladders
    .find(({ condition }) => condition === of.condition)
    ?.levels.find(({ level }) => level === of.level)
    ?.limits.filter(({ quantity }) => quantity === of.quantity) ?? []

type LimitKey = Pick<LimitBound, 'condition' | 'level' | 'quantity'>
const isSame = (a: LimitKey, b: LimitKey): boolean =>
  a.condition === b.condition && a.level === b.level && a.quantity === b.quantity
const wordsOf = (rules: readonly LimitRule[]): string => rules.map(limitValueWords).join(', or ')

/** "≥ 160, or ≥ 1.3 × baseline, rounded up, not under 150". @returns undefined: the profile has no such limit */
export function limitOfProfile(ruleSet: Pick<RuleSet, 'ladders'>, of: LimitKey): string | undefined {
  const rules = rulesOf(ruleSet, of)
  return rules.length === 0 ? undefined : wordsOf(rules)
}

/**
 * Every limit that a physician can order, as it will be: "SBP ≥ 170, or ≥ 1.3 × baseline …".
 * @param ordered those of the order @returns in the order of the bounds, each with whether the order says it
 */
export function limitsToApply(
  ruleSet: Pick<RuleSet, 'ladders'>,
  ordered: readonly Omit<ChangedLimit, 'was'>[],
): readonly { readonly words: string; readonly isOrdered: boolean }[] {
  return limitBounds('physician').flatMap((bound) => {
    const own = ordered.find((one) => isSame(one, bound))
    const rules = rulesOf(ruleSet, bound).map((rule): LimitRule => {
      if (own === undefined || rule.value === undefined) return rule
      // As the engine does: it stands in for the fixed number, and for a baseline's within the same limit.
      const { relative: _own, ...fixed } = rule
      return { ...fixed, value: own.value }
    })
    if (rules.length === 0) return []
    return [{ words: `${quantityWords(bound.quantity)} ${wordsOf(rules)}`, isOrdered: own !== undefined }]
  })
}
