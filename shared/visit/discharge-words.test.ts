// Proves what the list of discharge and a refused outcome say to whoever reads them: what is needed, and what to do.
import { describe, expect, test } from 'vitest'
import type { SessionState } from '../fold/session-state.ts'
import { at, attached, type Fact, infusion, vitals } from '../testing/given.ts'
import { after, assessed, baseline, openedVisit } from '../testing/visit-facts.ts'
import { type DischargeItem, dischargeNow, notMetWords } from './discharge.ts'
import { mayEnd } from './outcome.ts'

const BASE = { systolic: 120, diastolic: 80, heartRate: 72, spo2: 97 }
const visit = (base: object, ...facts: Fact[]): SessionState =>
  after(
    openedVisit(-4_000),
    attached(-4_000),
    baseline(-600, { ...BASE, ...base }),
    infusion(-600, 'start', 52.5),
    infusion(0, 'stop', 0),
    ...facts,
  )
const item = (name: DischargeItem, state: SessionState, nowS: number) =>
  dischargeNow(state, at(nowS)).items.find((one) => one.item === name)

describe('[VI82] an item that is open because of a value says which is needed', () => {
  test.each<[object, number, string, string]>([
    [{ heartRate: 72 }, 102, 'HR 102: 50–100 is needed', 'HR 50–100 (now 102)'],
    [
      { heartRate: 90 },
      112,
      'HR 112: 50–108 is needed (50–100, or within 20 % of the baseline of 90)',
      'HR 50–108 (now 112)',
    ],
    [
      { heartRate: 55 },
      41,
      'HR 41: 44–100 is needed (50–100, or within 20 % of the baseline of 55)',
      'HR 44–100 (now 41)',
    ],
    [
      { heartRate: 130 },
      102,
      'HR 102: 50–100 or 104–156 is needed (within 20 % of the baseline of 130)',
      'HR 50–100 or 104–156 (now 102)',
    ],
    [{ heartRate: undefined }, 45, 'HR 45: 50–100 is needed', 'HR 50–100 (now 45)'],
  ])('heart rate, baseline %j, %s', (base, heartRate, text, waiting) => {
    const state = visit(base, vitals(100, { heartRate }))
    expect(item('heartRate', state, 100)).toMatchObject({ met: false, text, waiting })
  })
  test('every value within what is said is met, and none beyond it', () => {
    for (const base of [36, 40, 41, 42, 45, 55, 62, 72, 84, 90, 113, 125, 126, 130]) {
      const is = (heartRate: number) =>
        item('heartRate', visit({ heartRate: base }, vitals(100, { heartRate })), 100)
      const words = is(20)?.waiting ?? ''
      const spans = [...words.matchAll(/(\d+)–(\d+)/g)].map(([, from, to]) => [Number(from), Number(to)])
      for (let rate = 20; rate < 160; rate += 1) {
        const isSaid = spans.some(([from, to]) => rate >= (from ?? 0) && rate <= (to ?? 0))
        expect([base, rate, is(rate)?.met]).toEqual([base, rate, isSaid])
      }
    }
  })
  test('SpO₂: the baseline where that is lower', () => {
    expect(item('spo2', visit({}, vitals(100, { spo2: 92 })), 100)).toMatchObject({
      text: 'SpO₂ 92, on air: 94 or more is needed',
      waiting: 'SpO₂ 94 or more (now 92)',
    })
    expect(item('spo2', visit({ spo2: 92 }, vitals(100, { spo2: 91 })), 100)).toMatchObject({
      text: 'SpO₂ 91, on air: 92 or more is needed, as at baseline',
      waiting: 'SpO₂ 92 or more (now 91)',
    })
  })
  test('scores', () => {
    const state = visit({}, assessed(50, 'moaas', 4), assessed(50, 'aldrete', 8))
    expect(item('moaas', state, 100)).toMatchObject({
      text: 'MOAA/S 4: 5 is needed',
      waiting: 'MOAA/S 5 (now 4)',
    })
    expect(item('aldrete', state, 100)).toMatchObject({
      text: 'Aldrete 8: 9 or more is needed',
      waiting: 'Aldrete 9 or more (now 8)',
    })
  })
})

test('[VI84] what is not met says of the time how much of it has passed', () => {
  const words = notMetWords(dischargeNow(visit({}, vitals(621, { heartRate: 72, spo2: 98 })), at(621)))
  expect(words).toEqual([
    '60 min since the end (10 of 60)',
    'two readings',
    'MOAA/S',
    'dissociation at baseline',
    'Aldrete',
    'nausea controlled',
    'walk',
    'escort',
    'advice',
  ])
})

describe('[VI83] an outcome that cannot be recorded now says what to do', () => {
  const infused = visit({})
  const untreated = after(openedVisit(-100))
  test.each<[string, SessionState, Parameters<typeof mayEnd>[2], string]>([
    [
      'discharged from recovery',
      { ...infused, phase: 'recovery' },
      'discharged',
      'First press “Ready to leave”. It opens when the recovery list is met, but for escort and advice.',
    ],
    [
      'discharged from baseline',
      { ...untreated, phase: 'baseline' },
      'discharged',
      'Nothing was infused: the outcome is “not treated today”.',
    ],
    [
      'discharged while infusing',
      { ...infused, phase: 'infusing' },
      'discharged',
      'The infusion goes on. First stop it, then recovery and “Ready to leave”.',
    ],
    [
      'discharged in an emergency',
      { ...infused, phase: 'emergency' },
      'discharged',
      'The emergency is not over. End it first; a patient who goes to hospital is “transferred”.',
    ],
    [
      'early while paused',
      { ...infused, phase: 'paused' },
      'dischargedEarly',
      'The infusion goes on. First stop it; then, from recovery, a physician may discharge early.',
    ],
    [
      'early in check-in',
      { ...untreated, phase: 'checkIn' },
      'dischargedEarly',
      'Nothing was infused: the outcome is “not treated today”.',
    ],
    [
      'not treated in an emergency',
      { ...untreated, phase: 'emergency' },
      'notTreated',
      'The emergency is not over. End it first; a patient who goes to hospital is “transferred”.',
    ],
  ])('%s', (_name, state, outcome, message) => {
    expect(mayEnd(state, at(621), outcome, 'physician', 'why')).toMatchObject({
      ok: false,
      error: { code: 'phase-not-allowed', field: 'body.outcome', message },
    })
  })
})
