// What a plot is drawn from: nothing joined that was not measured, nothing out of order, whatever came late.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  at,
  attached,
  cuff,
  cuffFailed,
  every1s,
  type Fact,
  infusion,
  NURSE,
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

describe('several devices', { timeout }, () => {
  const monitor = (seconds: number, deviceId: string, name: string, spo2Ms?: number): Fact => {
    const fact = attached(seconds, spo2Ms === undefined ? {} : { spo2: spo2Ms }, deviceId)
    return { ...fact, body: { ...fact.body, deviceName: name } as never }
  }
  const sources = (facts: readonly Fact[]) =>
    trendsOf(facts).sources.map(({ atMs, deviceName, signals }) => [since(atMs), deviceName, signals.length])

  test('[FO34] also with a slow and a quick device, whose values are believed for their own time', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 40 })
    holds(
      fc.property(times, (order) => {
        const hello = [monitor(0, 'a', 'A', 1_000), monitor(0, 'b', 'B', 60_000)]
        const fact = (atS: number) =>
          vitals(1_000, { spo2: 90 }, { measuredAtS: atS, deviceId: atS % 3 === 0 ? 'b' : 'a' })
        const trends = trendsOf([...hello, ...order.map(fact)])
        const inOrder = trendsOf([...hello, ...[...order].sort((a, b) => a - b).map(fact)])
        expect(trends.signals.spo2).toEqual(inOrder.signals.spo2)
        const { atMs, kind, believedMs } = trends.signals.spo2
        for (const [index, time] of atMs.entries()) {
          if (kind[index] === POINT.hole) continue
          expect(believedMs[index]).toBe(since(time) % 3 === 0 ? 132_000 : 10_000)
          if (kind[index + 1] === POINT.live)
            expect((atMs[index + 1] as number) - time).toBeLessThanOrEqual(believedMs[index] as number)
        }
      }),
    )
  })
  test('[FO37] the first device is no change of source, nor is the same one that comes back', () => {
    expect(sources([monitor(0, 'a', 'A'), monitor(60, 'a', 'A'), monitor(70, 'a', 'A')])).toEqual([])
  })
  test('[FO37] another device is a change, for the signals it takes over, and so is the way back', () => {
    const facts = [monitor(0, 'a', 'A'), monitor(60, 'b', 'B'), monitor(70, 'b', 'B'), monitor(90, 'a', 'A')]
    expect(sources(facts)).toEqual([
      [60, 'B', 4],
      [90, 'A', 4],
    ])
    const oximeter = monitor(60, 'b', 'Oximeter')
    const only = { ...oximeter, body: { ...oximeter.body, signals: ['spo2'] } as never }
    expect(trendsOf([monitor(0, 'a', 'A'), only]).sources).toEqual([
      { atMs: at(60), deviceName: 'Oximeter', kind: 'monitor', signals: ['spo2'] },
    ])
    const other = { ...oximeter, body: { ...oximeter.body, signals: ['respirationRate'] } as never }
    expect(trendsOf([monitor(0, 'a', 'A'), other]).sources).toEqual([])
  })
})

describe('cuff and rate', () => {
  test('[FO35] in whatever order cuff readings and rates come, they stand in order of time', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 20_000 }), { maxLength: 60 })
    holds(
      fc.property(times, (order) => {
        const trends = emptyTrends()
        const facts = order.flatMap((atS) => [cuff(atS, 100 + (atS % 90)), infusion(atS, 'rate', atS % 70)])
        for (const record of records(facts)) pushTrend(trends, record)
        const sorted = [...order].sort((a, b) => a - b)
        expect(trends.cuff.map(({ atMs, systolic }) => [since(atMs), systolic])).toEqual(
          sorted.map((atS) => [atS, 100 + (atS % 90)]),
        )
        expect(trends.rates.map(({ atMs, rateMlPerHr }) => [since(atMs), rateMlPerHr])).toEqual(
          sorted.map((atS) => [atS, atS % 70]),
        )
        const late = order.filter((atS, index) => order.slice(0, index).some((other) => other > atS)).length
        expect(trends.rewritten).toBe(2 * late)
      }),
    )
  })

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
  test('[FO36] rates are the pump log as it stands: an act that is undone or put right moves them, and is counted', () => {
    const facts = [infusion(0, 'start', 50), infusion(60, 'rate', 30)]
    const [, slowed] = records(facts)
    const after = (body: object) => {
      const more = { ofSeq: slowed?.seq, by: NURSE, ...body }
      return trendsOf([...facts, { atMs: at(65), body: more as never }])
    }
    const undone = after({ kind: 'undone' })
    expect(undone.rates.map(({ atMs, rateMlPerHr }) => [since(atMs), rateMlPerHr])).toEqual([[0, 50]])
    expect(undone.rewritten).toBe(1)
    const change = { atMs: at(30), rateMlPerHr: 35 }
    const amended = after({ kind: 'amended', ofKind: 'infusion', change, reason: 'typed wrongly' })
    expect(amended.rates.map(({ atMs, rateMlPerHr }) => [since(atMs), rateMlPerHr])).toEqual([
      [0, 50],
      [30, 35],
    ])
  })
})
