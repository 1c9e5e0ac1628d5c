// Proves that what an order's limits are said to be is what the engine then judges by.
import { describe, expect, test } from 'vitest'
import { rulesInForce } from './in-force.ts'
import { limitOfProfile, limitsToApply } from './ordered-limits.ts'
import { limitBounds } from './profile/limit-bounds.ts'
import { quantityWords } from './profile/rule-words.ts'
import { ADULT_KETAMINE_INFUSION } from './rules.ts'
import { limitWords } from './words/text.ts'

const OF_PROFILE = [
  'SBP ≥ 160, or ≥ 1.3 × baseline, rounded up, not under 150',
  'DBP ≥ 105',
  'HR > 110',
  'HR < the lower of 50 and (0.85 × baseline, rounded down, not under 42)',
  'SpO₂ < 90',
]

describe('the limits that will apply', () => {
  test('[PT42] an order that says nothing leaves the profile’s, in numbers', () => {
    const found = limitsToApply(ADULT_KETAMINE_INFUSION, [])
    expect(found.map(({ words }) => words)).toEqual(OF_PROFILE)
    expect(found.some(({ isOrdered }) => isOrdered)).toBe(false)
  })

  test.each(limitBounds('physician'))('[PT42] ordered $condition of $quantity is what counts', (bound) => {
    const limit = { ...bound, value: bound.to }
    const at = limitBounds('physician').indexOf(bound)
    const said = limitsToApply(ADULT_KETAMINE_INFUSION, [limit])
    expect(said.flatMap(({ isOrdered }, index) => (isOrdered ? [index] : []))).toEqual([at])
    expect(said.filter((_one, index) => index !== at).map(({ words }) => words)).toEqual(
      OF_PROFILE.filter((_one, index) => index !== at),
    )
    // Without a baseline the engine has the fixed limits alone: the first of what is said.
    const judged = rulesInForce(ADULT_KETAMINE_INFUSION, { limits: [{ ...limit, was: 0 }] })
      .ladders.find(({ condition }) => condition === bound.condition)
      ?.levels.find(({ level }) => level === bound.level)
      ?.limits.find(({ quantity }) => quantity === bound.quantity)
    const engine = judged === undefined ? '' : `${quantityWords(bound.quantity)} ${limitWords(judged)}`
    expect(said[at]?.words.split(', or')[0]).toBe(engine)
  })

  test('[PT42] a limit that the profile has not is said by nobody', () => {
    const [bound] = limitBounds('physician')
    expect(bound && limitOfProfile({ ladders: [] }, bound)).toBeUndefined()
    expect(limitsToApply({ ladders: [] }, [])).toEqual([])
  })
})
