// Proves that editing moves together what belongs together, loses nothing that was typed, and can be taken back to nothing.
import { profileProblems } from '@chairside/shared/alarm/profile/rule-set-check.ts'
import { diffRuleSets } from '@chairside/shared/alarm/profile/rule-set-diff.ts'
import { ADULT_KETAMINE_INFUSION as SHIPPED } from '@chairside/shared/alarm/rules.ts'
import { expect, test } from 'vitest'
import {
  at,
  type Draft,
  draftOf,
  leaveOut,
  leaveOutTechnical,
  set,
  setLevel,
  setLimit,
  setPlus,
  setRelative,
  setStay,
  takeIn,
  takeInTechnical,
} from './draft.ts'

const START = draftOf(SHIPPED)
const said = ({ ruleSet }: Draft): string[] => diffRuleSets(SHIPPED, ruleSet).map(({ text }) => text)

test('[PR36] where a level ends moves with its limit, until it is changed by itself', () => {
  const moved = setLimit(START, 'hrHigh', 'high', 0, 115)
  expect(said(moved)).toEqual(['HR high: HR > 110 → > 115', 'HR high: ends at HR ≤ 107 → ≤ 112'])
  const apart = setStay(moved, { condition: 'hrHigh', level: 'high', list: 'staysWhile', index: 0 }, 108)
  expect(said(apart)[1]).toBe('HR high: ends at HR ≤ 107 → ≤ 108')
  expect(said(setLimit(moved, 'hrHigh', 'high', 0, 110))).toEqual([])
})

test('[PR36] the hysteresis outlives an emptied field', () => {
  const emptied = setLimit(setLimit(START, 'hrHigh', 'high', 0, 1), 'hrHigh', 'high', 0, Number.NaN)
  expect(said(setLimit(setLimit(emptied, 'hrHigh', 'high', 0, 12), 'hrHigh', 'high', 0, 120))).toEqual([
    'HR high: HR > 110 → > 120',
    'HR high: ends at HR ≤ 107 → ≤ 117',
  ])
})

test('[PR36] a level that confirms another one has that one’s limits', () => {
  const draft = setLimit(START, 'bpHigh', 'veryHighDiastolic', 0, 112)
  const levels = draft.ruleSet.ladders[0]?.levels
  expect(levels?.[2]?.limits).toEqual(levels?.[1]?.limits)
  expect(levels?.[2]?.limits[0]?.value).toBe(112)
  expect(profileProblems(draft.ruleSet)).toEqual([])
})

test('[PR36] what ends relative to the baseline follows the limit it belongs to', () => {
  const of = { condition: 'bpHigh', level: 'high', index: 2 }
  const draft = setRelative(START, of, 'times', 1.4)
  expect(draft.ruleSet.ladders[0]?.levels[0]?.staysWhile[2]?.relative).toMatchObject({ times: 1.4, plus: -5 })
  expect(profileProblems(draft.ruleSet)).toEqual([])
  const wider = setPlus(draft, { condition: 'bpHigh', level: 'high', list: 'staysWhile', index: 2 }, -10)
  expect(wider.ruleSet.ladders[0]?.levels[0]?.staysWhile[2]?.relative?.plus).toBe(-10)
})

test('[PR36] one distance where a limit is both fixed and relative', () => {
  const of = { condition: 'hrLow', level: 'low', list: 'staysWhile', index: 0 } as const
  const draft = setStay(START, of, 55)
  expect(draft.ruleSet.ladders[3]?.levels[0]?.staysWhile[0]).toMatchObject({
    value: 55,
    relative: { plus: 5 },
  })
})

test('[PR37] a number that is not one yet stays in the draft, and the problem stands at its field', () => {
  const draft = setLimit(START, 'spo2Low', 'low', 0, Number.NaN)
  expect(profileProblems(draft.ruleSet)).toEqual([
    { field: 'ladders.spo2Low.low.limits[0].value', message: 'a number is needed' },
  ])
  // The hysteresis waits for the number.
  expect(draft.ruleSet.ladders[5]?.levels[1]?.staysWhile[0]?.value).toBe(91)
  expect(at(draft.ruleSet, ['ladders', 5, 'levels', 1, 'staysWhile', 0, 'value'])).toBe(91)
})

test('[PR38] what was left out comes back as it was left out', () => {
  const edited = setLevel(START, 'hrLow', 'low', { delayMs: 20_000 })
  const out = leaveOut(edited, 'hrLow', 'low')
  expect(said(out)).toEqual(['HR low (MEDIUM): left out'])
  const back = takeIn(out, SHIPPED, 'hrLow', 'low')
  expect(said(back)).toEqual(['HR low: raised after 15 s → 20 s'])
  expect(back.ruleSet.ladders[3]?.levels.map(({ level }) => level)).toEqual(['low', 'veryLow'])
})

test('[PR38] a condition without levels is left out whole, and comes back in its place', () => {
  const out = leaveOut(leaveOut(START, 'rrLow', 'low'), 'rrLow', 'veryLow')
  expect(out.ruleSet.ladders.map(({ condition }) => condition)).not.toContain('rrLow')
  const back = takeIn(takeIn(out, SHIPPED, 'rrLow', 'veryLow'), SHIPPED, 'rrLow', 'low')
  expect(said(back)).toEqual([])
})

test('[PR38] a technical condition too', () => {
  const out = leaveOutTechnical(START, 'deviceClock')
  expect(said(out)).toEqual(['Device clock: left out'])
  expect(said(takeInTechnical(out, SHIPPED, 'deviceClock'))).toEqual([])
})

test('[PR36] a member that is emptied is not there', () => {
  const draft = set(START, ['phases', 'infusing', 'cuffMs'], undefined)
  expect('cuffMs' in draft.ruleSet.phases.infusing).toBe(false)
})
