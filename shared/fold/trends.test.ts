// What a plot is drawn from: nothing joined that was not measured, nothing out of order, whatever came late.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  attached,
  cuff,
  cuffFailed,
  every1s,
  type Fact,
  infusion,
  records,
  since,
  spo2,
  vitals,
} from '../testing/given.ts'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { emptyTrends, POINT, pushTrend, type Trends } from './trends.ts'

function trendsOf(facts: readonly Fact[]): Trends {
  const trends = emptyTrends()
  for (const record of records(facts)) pushTrend(trends, record)
  return trends
}
/** `5 97`, `15 hole`, `20 unavailable`, `7 97 recovered`. */
const points = (trends: Trends): string[] => {
  const { atMs, value, kind } = trends.signals.spo2
  const names = ['', ' recovered', 'unavailable', 'hole']
  return atMs.map((time, index) => {
    const number = value[index] ?? Number.NaN
    return `${since(time)} ${Number.isNaN(number) ? '' : number}${names[kind[index] ?? 0]}`
  })
}
const late = (measuredAtS: number, value: number, arrivedS = 1_000): Fact =>
  vitals(arrivedS, { spo2: value }, { measuredAtS, recovered: ['spo2'] })

describe('continuous series', { timeout }, () => {
  test('[FO30] values at the time they were measured', () => {
    expect(points(trendsOf([vitals(1, spo2(97)), vitals(3, spo2(96), { measuredAtS: 2 })]))).toEqual([
      '1 97',
      '2 96',
    ])
  })
  test('[FO31] unavailable is a gap, never a value and never a zero', () => {
    const trends = trendsOf([vitals(1, spo2(97)), vitals(2, spo2('sensorOff')), vitals(3, spo2(96))])
    expect(points(trends)).toEqual(['1 97', '2 unavailable', '3 96'])
    expect(trends.signals.spo2.value[1]).toBeNaN()
  })
  test('[FO32] a hole longer than a value is believed is a gap, from the moment the belief ended', () => {
    expect(points(trendsOf([vitals(0, spo2(97)), vitals(10, spo2(96))]))).toEqual(['0 97', '10 96'])
    expect(points(trendsOf([vitals(0, spo2(97)), vitals(10.001, spo2(96))]))).toEqual([
      '0 97',
      '10 hole',
      '10.001 96',
    ])
    const slow = [
      attached(0, { spo2: 60_000 }),
      vitals(0, { spo2: 97 }),
      vitals(132, { spo2: 96 }),
      vitals(300, { spo2: 95 }),
    ]
    expect(points(trendsOf(slow))).toEqual(['0 97', '132 96', '264 hole', '300 95'])
  })
  test('[FO33] recovered values take their place and are marked', () => {
    const trends = trendsOf([
      ...every1s(0, 1, spo2(97)),
      vitals(20, spo2(96)),
      late(5, 90),
      late(10, 91),
      late(15, 92),
    ])
    expect(points(trends)).toEqual([
      '0 97',
      '1 97',
      '5 90 recovered',
      '10 91 recovered',
      '15 92 recovered',
      '20 96',
    ])
    expect(trends.rewritten).toBe(3)
  })
  test('[FO33] what recovered data does not fill stays a gap', () => {
    const trends = trendsOf([vitals(0, spo2(97)), vitals(60, spo2(96)), late(30, 90)])
    expect(points(trends)).toEqual(['0 97', '10 hole', '30 90 recovered', '40 hole', '60 96'])
  })
  test('[FO34] in whatever order values come, the series is the same as in order of time', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 40 })
    holds(
      fc.property(times, (order) => {
        const facts = order.map((atS) => vitals(1_000, { spo2: 90 }, { measuredAtS: atS }))
        const sorted = [...order].sort((a, b) => a - b)
        const inOrder = sorted.map((atS) => vitals(1_000, { spo2: 90 }, { measuredAtS: atS }))
        const trends = trendsOf(facts)
        expect(points(trends)).toEqual(points(trendsOf(inOrder)))
        const { atMs, value, kind } = trends.signals.spo2
        expect([...atMs]).toEqual([...atMs].sort((a, b) => a - b))
        expect(value.length).toBe(atMs.length)
        expect(kind.length).toBe(atMs.length)
        for (const [index, time] of atMs.entries())
          if (kind[index] === POINT.live && kind[index + 1] === POINT.live)
            expect((atMs[index + 1] ?? 0) - time).toBeLessThanOrEqual(10_000)
      }),
    )
  })
})

describe('cuff and rate', () => {
  test('[FO35] each cuff reading is one point at its own time; failures and artefacts are points too', () => {
    const trends = trendsOf([
      cuff(0, 120, 80, 95),
      cuffFailed(300),
      cuff(600, 80, 75),
      cuff(700, 118, 76, undefined, { recovered: true }),
    ])
    expect(trends.cuff.map(({ is, systolic, recovered }) => [is, systolic, recovered])).toEqual([
      ['measured', 120, false],
      ['failed', undefined, false],
      ['artefact', 80, false],
      ['measured', 118, true],
    ])
  })
  test('[FO36] rates are steps in order of the act, also when one was recorded late', () => {
    const stop = infusion(90, 'stop', 0)
    const trends = trendsOf([
      infusion(0, 'start', 50),
      infusion(60, 'rate', 30),
      { ...stop, body: { ...stop.body, atMs: (stop.atMs - 45_000) as never } as never },
    ])
    expect(trends.rates.map(({ atMs, rateMlPerHr }) => [since(atMs), rateMlPerHr])).toEqual([
      [0, 50],
      [45, 0],
      [60, 30],
    ])
  })
})
