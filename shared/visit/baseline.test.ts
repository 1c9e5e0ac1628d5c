// The baseline at each edge of clinical facts §4 "Baseline". Times in seconds; a minute is 60.
import { describe, expect, test } from 'vitest'
import type { SessionState } from '../fold/session-state.ts'
import { at, cuff, cuffFailed, every1s, type Fact, infusion, vitals } from '../testing/given.ts'
import { after, baseline, byHand, openedVisit, oxygen, phase } from '../testing/visit-facts.ts'
import { baselineNow, medianOf } from './baseline.ts'

const MIN = 60
const visit = (...facts: (Fact | Fact[])[]): SessionState =>
  after(openedVisit(-7_200), phase(-7_200, 'baseline'), ...facts)
/** The pressures of the baseline as "120/80", or its stage. */
const made = (nowS: number, ...facts: (Fact | Fact[])[]): string => {
  const { stage, values, unsteady } = baselineNow(visit(...facts), at(nowS))
  if (values === undefined) return stage
  return `${values.systolic}/${values.diastolic}${unsteady ? ' unsteady' : ''}`
}

describe('[VI6] readings', () => {
  test.each<[string, number, Fact[], string]>([
    ['none', 0, [], 'first'],
    ['one', 0, [cuff(0, 120, 80)], 'wait'],
    ['one, 59.999 s ago', 59.999, [cuff(0, 120, 80)], 'wait'],
    ['one, a minute ago', 60, [cuff(0, 120, 80)], 'second'],
    ['two 59.999 s apart', 100, [cuff(0, 120, 80), cuff(59.999, 122, 82)], 'second'],
    ['two a minute apart', 60, [cuff(0, 120, 80), cuff(60, 122, 82)], '121/81'],
    ['halves round up', 60, [cuff(0, 120, 80), cuff(60, 123, 81)], '122/81'],
    ['14:59.999 old', 15 * MIN - 0.001, [cuff(0, 120, 80), cuff(60, 122, 82)], '121/81'],
    ['15:00 old no longer counts', 15 * MIN, [cuff(0, 120, 80), cuff(60, 122, 82)], 'second'],
    ['both too old', 16 * MIN, [cuff(0, 120, 80), cuff(60, 122, 82)], 'first'],
    [
      'the newest two of four',
      240,
      [cuff(0, 90, 60), cuff(60, 120, 80), cuff(120, 122, 82), cuff(180, 124, 84)],
      '123/83',
    ],
    ['of two within a minute one', 130, [cuff(0, 120, 80), cuff(80, 122, 82), cuff(120, 126, 84)], '123/82'],
    ['a failed cycle is none', 60, [cuff(0, 120, 80), cuffFailed(60)], 'second'],
    ['an impossible one is none', 60, [cuff(0, 120, 80), cuff(60, 120, 111)], 'second'],
    ['a mean alone is none', 60, [cuff(0, 120, 80), cuff(60, undefined, undefined, 93)], 'second'],
    [
      'a recovered one is none',
      60,
      [cuff(0, 120, 80), cuff(60, 122, 82, undefined, { recovered: true })],
      'second',
    ],
    ['one by hand is one', 60, [cuff(0, 120, 80), byHand(60, { systolic: 122, diastolic: 82 })], '121/81'],
    [
      'from paper none',
      60,
      [cuff(0, 120, 80), byHand(60, { systolic: 122, diastolic: 82 }, { fromPaper: true })],
      'second',
    ],
  ])('%s', (_name, nowS, facts, expected) => {
    expect(made(nowS, facts)).toBe(expected)
  })

  test('says from when the next counts, and until when these do', () => {
    const one = visit(cuff(0, 120, 80))
    expect(baselineNow(one, at(10))).toMatchObject({ stage: 'wait', nextAtMs: at(60), newestAtMs: at(0) })
    const two = visit(cuff(0, 120, 80), cuff(90, 122, 82))
    expect(baselineNow(two, at(100))).toMatchObject({
      stage: 'enough',
      newestAtMs: at(90),
      untilMs: at(15 * MIN),
    })
  })
  test('the mean pressure is the mean of both, where both have one', () => {
    const both = visit(cuff(0, 120, 80, 93), cuff(60, 122, 82, 96))
    expect(baselineNow(both, at(60)).values?.mean).toBe(95)
    const one = visit(cuff(0, 120, 80, 93), cuff(60, 122, 82))
    expect(baselineNow(one, at(60)).values?.mean).toBeUndefined()
  })
  test('a reading of after the moment that is asked about is not there yet', () => {
    expect(made(30, cuff(0, 120, 80), cuff(60, 122, 82))).toBe('wait')
  })
})

describe('[VI7] a third', () => {
  const first = cuff(0, 120, 80)
  test.each<[string, number, Fact[], string]>([
    ['SBP 10 apart needs none', 60, [first, cuff(60, 130, 80)], '125/80'],
    ['SBP 11 apart', 60, [first, cuff(60, 131, 80)], 'third'],
    ['DBP 10 apart needs none', 60, [first, cuff(60, 120, 90)], '120/85'],
    ['DBP 11 apart', 60, [first, cuff(60, 120, 69)], 'third'],
    ['the third too soon', 119.999, [first, cuff(60, 140, 80), cuff(119.999, 138, 80)], 'third'],
    ['the third agrees', 120, [first, cuff(60, 140, 80), cuff(120, 138, 80)], '139/80'],
    ['still 10 apart agrees', 120, [first, cuff(60, 140, 80), cuff(120, 130, 80)], '135/80'],
    [
      'still not: the last two, unsteady',
      120,
      [first, cuff(60, 140, 80), cuff(120, 128, 80)],
      '134/80 unsteady',
    ],
    [
      'a fourth that agrees ends that',
      180,
      [first, cuff(60, 140, 80), cuff(120, 128, 80), cuff(180, 126, 80)],
      '127/80',
    ],
  ])('%s', (_name, nowS, facts, expected) => {
    expect(made(nowS, facts)).toBe(expected)
  })
  test('says from when it counts', () => {
    const { stage, nextAtMs } = baselineNow(visit(first, cuff(90, 140, 80)), at(100))
    expect({ stage, nextAtMs }).toEqual({ stage: 'third', nextAtMs: at(150) })
  })
})

describe('[VI8] heart rate', () => {
  const hr = (nowS: number, ...facts: (Fact | Fact[])[]) =>
    baselineNow(visit(...facts), at(nowS)).soFar.heartRate
  test('is the median of 60 s, not the mean', () => {
    expect(hr(59, every1s(0, 39, { heartRate: 70 }), every1s(40, 59, { heartRate: 150 }))).toBe(70)
  })
  test('of an even count the middle of the two, rounded', () => {
    expect(medianOf('heartRate', [70, 71])).toBe(71)
    expect(medianOf('heartRate', [70, 73, 71, 70])).toBe(71)
    expect(medianOf('heartRate', [72])).toBe(72)
    expect(medianOf('heartRate', [])).toBeUndefined()
  })
  test('what is 60 s old no longer counts', () => {
    expect(hr(60, vitals(0.001, { heartRate: 70 }))).toBe(70)
    expect(hr(60, vitals(0, { heartRate: 70 }))).toBeUndefined()
  })
  test('the pulse rate stands in, and only where there is no heart rate', () => {
    expect(hr(10, every1s(0, 10, { pulseRate: 64 }))).toBe(64)
    expect(hr(10, every1s(0, 10, { pulseRate: 64, heartRate: 72 }))).toBe(72)
    expect(hr(10, every1s(0, 10, { pulseRate: 64, heartRate: 'leadOff' as 'sensorOff' }))).toBe(64)
  })
  test('by hand, at most 5 min old', () => {
    expect(hr(300, byHand(0, { heartRate: 66 }))).toBe(66)
    expect(hr(300.001, byHand(0, { heartRate: 66 }))).toBeUndefined()
  })
})

describe('[VI9] SpO₂', () => {
  const spo2 = (nowS: number, ...facts: (Fact | Fact[])[]) => {
    const { soFar } = baselineNow(visit(...facts), at(nowS))
    return `${soFar.spo2 ?? '–'} ${soFar.oxygen ?? 'air'}`
  }
  test('is the median of the last 5 min on air', () => {
    expect(spo2(300, every1s(0, 200, { spo2: 97 }), every1s(201, 300, { spo2: 92 }))).toBe('97 air')
    expect(spo2(400, every1s(0, 200, { spo2: 97 }), every1s(201, 400, { spo2: 92 }))).toBe('92 air')
  })
  test.each([
    [299.999, '– air'],
    [300, '96 air'],
  ])('oxygen off %s s ago', (nowS, expected) => {
    expect(
      spo2(
        nowS,
        oxygen(-600, 'nasalCannula', 2),
        oxygen(0, 'roomAir'),
        every1s(-60, -1, { spo2: 99 }),
        every1s(1, Math.floor(nowS), { spo2: 96 }),
      ),
    ).toBe(expected)
  })
  test('with its oxygen, of what was measured since it was set', () => {
    const facts = [
      every1s(0, 60, { spo2: 91 }),
      [oxygen(60, 'nasalCannula', 2)],
      every1s(61, 90, { spo2: 97 }),
    ]
    expect(spo2(90, ...facts)).toBe('97 2 L/min, nasal cannula')
    expect(spo2(60, every1s(0, 59, { spo2: 91 }), [oxygen(60, 'nasalCannula', 2)])).toBe('– air')
  })
  test('"room air" said again begins nothing anew', () => {
    const facts = [oxygen(0, 'nasalCannula', 2), oxygen(10, 'roomAir'), oxygen(200, 'roomAir')]
    expect(spo2(310, facts, every1s(20, 310, { spo2: 96 }))).toBe('96 air')
  })
  test('nobody said anything of oxygen: air, from the first value', () => {
    expect(spo2(5, every1s(0, 5, { spo2: 98 }))).toBe('98 air')
    expect(spo2(5)).toBe('– air')
  })
})

test('[VI10] at the start it is frozen: later readings move nothing', () => {
  const frozen = { systolic: 121, diastolic: 81, heartRate: 70, spo2: 98 }
  const started = visit(
    cuff(0, 120, 80),
    cuff(60, 122, 82),
    baseline(100, frozen),
    infusion(100, 'start', 52.5),
    cuff(220, 160, 100),
  )
  expect(baselineNow(started, at(300))).toMatchObject({ stage: 'enough', values: frozen, soFar: frozen })
})

test('[VI10] of a start that is recorded late, what was measured after it is none of the baseline', () => {
  const state = visit(
    cuff(0, 120, 80),
    cuff(60, 122, 82),
    every1s(40, 100, { heartRate: 70, spo2: 98 }),
    cuff(180, 150, 90),
    every1s(101, 200, { heartRate: 95, spo2: 94 }),
  )
  expect(baselineNow(state, at(200), at(100)).values).toMatchObject({
    systolic: 121,
    diastolic: 81,
    heartRate: 70,
    spo2: 98,
  })
  expect(baselineNow(state, at(200)).values).toMatchObject({ systolic: 136, unsteady: true, heartRate: 95 })
})

test('[VI10] what there is so far never has half of a pressure', () => {
  const { values, soFar } = baselineNow(
    visit(cuff(0, 120, 80), every1s(0, 30, { heartRate: 70, spo2: 98 })),
    at(30),
  )
  expect(values).toBeUndefined()
  expect(soFar).toEqual({ heartRate: 70, spo2: 98 })
})
