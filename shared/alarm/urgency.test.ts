// Proves which alarm comes first: priority, then the patient before what is technical, then what waits for a person, then age.
import { expect, test } from 'vitest'
import { NOT_JUDGED } from './silence/sounding.ts'
import { byUrgency, isTechnical, type Urgent } from './urgency.ts'

const one = (condition: string, change: Partial<Urgent> = {}): Urgent => ({
  condition,
  level: 'x',
  priority: 'medium',
  standing: 'calls',
  taken: false,
  sinceMs: 0,
  ...change,
})
const order = (...alarms: Urgent[]) => alarms.sort(byUrgency).map(({ condition }) => condition)

test('[AL110] of one priority the patient’s alarm comes before what is technical, however old that is', () => {
  expect(
    order(
      one('noChairScreen', { sinceMs: 1 }),
      one('noAudibleScreen', { sinceMs: 2 }),
      one('spo2Low', { sinceMs: 900 }),
      one('bpHigh', { sinceMs: 800 }),
    ),
  ).toEqual(['bpHigh', 'spo2Low', 'noChairScreen', 'noAudibleScreen'])
})

test('[AL110] priority goes before everything: a technical HIGH before a MEDIUM of the patient', () => {
  expect(
    order(
      one('spo2Low', { priority: 'low' }),
      one('bpHigh'),
      one(NOT_JUDGED, { priority: 'high' }),
      one('noChairScreen'),
    ),
  ).toEqual(['notJudged', 'bpHigh', 'noChairScreen', 'spo2Low'])
})

test('[AL110] HELP, then what a person said and nobody has taken, then the patient’s numbers', () => {
  const high = { priority: 'high' } as const
  expect(
    order(
      one('bpHigh', high),
      one('symptomDyspnoea', { ...high, taken: true, sinceMs: 5 }),
      one('symptomChestPain', { ...high, sinceMs: 9 }),
      one('help', { ...high, sinceMs: 10, taken: true }),
    ),
  ).toEqual(['help', 'symptomChestPain', 'bpHigh', 'symptomDyspnoea'])
})

test('[AL111] what was HIGH and is over unacknowledged stands before every MEDIUM, and before a HIGH that was acknowledged', () => {
  const high = { priority: 'high' } as const
  expect(
    order(
      one('noChairScreen', { sinceMs: 1 }),
      one('hrHigh', { ...high, standing: 'answered', sinceMs: 2 }),
      one('spo2Low', { ...high, standing: 'over', sinceMs: 3 }),
      one('bpHigh', { ...high, sinceMs: 4 }),
      one('bpLow', { standing: 'due' }),
    ),
  ).toEqual(['bpHigh', 'spo2Low', 'hrHigh', 'bpLow', 'noChairScreen'])
})

test('[AL110] a signal lost in a breach is the patient’s; what is not known here too', () => {
  expect(isTechnical({ condition: 'noValueSpo2', level: 'noValue' })).toBe(true)
  expect(isTechnical({ condition: 'noValueSpo2', level: 'lostPending' })).toBe(false)
  expect(isTechnical({ condition: 'somethingNew', level: 'x' })).toBe(false)
})
