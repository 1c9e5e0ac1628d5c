// Proves that of two who edited one version neither loses what they changed alone.
import { diffRuleSets } from '@chairside/shared/alarm/profile/rule-set-diff.ts'
import { ADULT_KETAMINE_INFUSION as SHIPPED } from '@chairside/shared/alarm/rules.ts'
import { expect, test } from 'vitest'
import { draftOf, leaveOut, leaveOutTechnical, set, setLevel, setLimit, takeIn } from './draft.ts'
import { takeOver } from './take-over.ts'

const START = draftOf(SHIPPED)
const THEIRS = {
  ...set(setLimit(START, 'hrHigh', 'high', 0, 115), ['settlingMs'], 5_000).ruleSet,
  profile: { name: 'adult ketamine infusion', version: 3 },
}
const newIn = (mine: typeof SHIPPED): string[] =>
  diffRuleSets(THEIRS, takeOver(SHIPPED, mine, THEIRS)).map(({ text }) => text)

test('[PR39] what only they changed stays theirs, what only I changed is mine', () => {
  const mine = setLevel(setLimit(START, 'bpHigh', 'high', 0, 165), 'hrHigh', 'high', { delayMs: 20_000 })
  expect(newIn(mine.ruleSet)).toEqual([
    'BP high: SBP ≥ 160 → ≥ 165',
    'BP high: ends at SBP < 155 → < 160',
    'HR high: raised after 15 s → 20 s',
  ])
  expect(newIn(SHIPPED)).toEqual([])
})

test('[PR39] what both changed is as it was typed here, and says so', () => {
  expect(newIn(set(START, ['settlingMs'], 7_000).ruleSet)).toEqual([
    'Settling after a sensor came back: 5 s → 7 s',
  ])
})

test('[PR39] what I left out is left out, what they left out stays out', () => {
  expect(newIn(leaveOut(leaveOutTechnical(START, 'batteryLow'), 'rrLow', 'low').ruleSet)).toEqual([
    'RR low (MEDIUM): left out',
    'Battery low: left out',
  ])
  const theirs = leaveOut(START, 'rrLow', 'low').ruleSet
  const merged = takeOver(SHIPPED, setLimit(START, 'bpHigh', 'high', 0, 165).ruleSet, theirs)
  expect(merged.ladders.find(({ condition }) => condition === 'rrLow')?.levels).toHaveLength(1)
})

test('[PR39] what I took in stands in its place', () => {
  const base = leaveOut(START, 'hrLow', 'low').ruleSet
  const mine = takeIn(draftOf(base), SHIPPED, 'hrLow', 'low').ruleSet
  const theirs = set(draftOf(base), ['settlingMs'], 5_000).ruleSet
  const levels = takeOver(base, mine, theirs).ladders.find(({ condition }) => condition === 'hrLow')?.levels
  expect(levels?.map(({ level }) => level)).toEqual(['low', 'veryLow'])
  const spo2 = takeOver(base, mine, theirs).ladders.find(({ condition }) => condition === 'spo2Low')?.levels
  expect(spo2?.map(({ level }) => level)).toEqual(['slightlyLow', 'low', 'veryLow', 'extremelyLow'])
})

test('[PR39] an emptied field stays empty', () => {
  const merged = takeOver(SHIPPED, setLimit(START, 'hrLow', 'low', 0, Number.NaN).ruleSet, THEIRS)
  expect(merged.ladders[3]?.levels[0]?.limits[0]?.value).toBeNaN()
})
