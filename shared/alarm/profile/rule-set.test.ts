// Proves that a rule set has one text, by which its hash is taken.
import { describe, expect, test } from 'vitest'
import { ADULT_KETAMINE_INFUSION, type RuleSet } from '../rules.ts'
import { canonicalRuleSet, canonicalRules, parseRuleSet } from './rule-set.ts'

describe('the canonical text', () => {
  test('[PR2] is the same whatever the order of keys, ladders and conditions, and without the hash', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, one]) => [key, turned(one)]),
      )
    }
    const other = turned({
      ...ADULT_KETAMINE_INFUSION,
      profile: { ...ADULT_KETAMINE_INFUSION.profile, hash: 'ab' },
      ladders: [...ADULT_KETAMINE_INFUSION.ladders].reverse(),
      technical: [...ADULT_KETAMINE_INFUSION.technical].reverse(),
    }) as RuleSet
    expect(canonicalRuleSet(other)).toBe(canonicalRuleSet(ADULT_KETAMINE_INFUSION))
    const read = parseRuleSet(JSON.parse(JSON.stringify(other)))
    expect(read.ok && canonicalRuleSet(read.value)).toBe(canonicalRuleSet(ADULT_KETAMINE_INFUSION))
    expect(read.ok && read.value.ladders.map(({ condition }) => condition)).toEqual(
      ADULT_KETAMINE_INFUSION.ladders.map(({ condition }) => condition),
    )
  })

  test('[PR2] another name or version is another text, but the same rules', () => {
    const other = { ...ADULT_KETAMINE_INFUSION, profile: { name: 'adult ketamine infusion', version: 4 } }
    expect(canonicalRuleSet(other)).not.toBe(canonicalRuleSet(ADULT_KETAMINE_INFUSION))
    expect(canonicalRules(other)).toBe(canonicalRules(ADULT_KETAMINE_INFUSION))
  })
})
