// Proves what is said of a moment: what a screen would have shown then, and nothing that could not be believed any more.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LogRecord } from '../record/record.ts'
import {
  at,
  attached,
  cuff,
  cuffFailed,
  type Fact,
  infusion,
  live,
  records,
  since,
  spo2,
  vitals,
} from '../testing/given.ts'
import { history } from '../testing/histories.ts'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { CONTINUOUS_SIGNALS, freshnessWindow } from '../vitals.ts'
import { freshnessAt } from './freshness.ts'
import { countThrough, cuffThen, everyMsOf, rateThen, valueThen } from './moment.ts'
import { declaredEveryMs, emptySession, foldSession } from './session-state.ts'
import { emptyTrends, pushTrend, type Trends } from './trends.ts'

const trendsOf = (log: readonly LogRecord[]): Trends => {
  const trends = emptyTrends()
  for (const record of log) pushTrend(trends, record)
  return trends
}
const then = (facts: readonly Fact[], seconds: number) =>
  valueThen(trendsOf(records(facts)).signals.spo2, at(seconds))

/** Without recovered data, a moment of the series and the session at that cursor are two ways to the same answer. */
const unrecovered = history.map(({ facts, endS }) => ({
  facts: facts.map((fact) => {
    const { recovered: _recovered, ...body } = fact.body as { recovered?: unknown }
    return { ...fact, body } as Fact
  }),
  endS,
}))

describe('any history', { timeout }, () => {
  test('[FO50] the value then is the one that the session at that cursor shows, with the same age', () => {
    holds(
      fc.property(unrecovered, fc.nat(200_000), ({ facts, endS }, pick) => {
        const { log } = live(facts, endS)
        const first = log[0]?.hubAtMs ?? 0
        const atMs = first + (pick % (at(endS) - first + 1))
        const trends = trendsOf(log)
        const shown = log.filter((record) => record.hubAtMs <= atMs).reduce(foldSession, emptySession)
        for (const signal of CONTINUOUS_SIGNALS) {
          const value = valueThen(trends.signals[signal], atMs)
          // A device that declares another interval later: what was measured before keeps its own.
          const changed = new Set(
            log.flatMap((record) => (record.kind === 'device.attached' ? [record.everyMs[signal]] : [])),
          )
          const every = declaredEveryMs(shown, signal)
          const is = freshnessAt(shown.signals[signal], freshnessWindow(every), atMs)
          switch (is.is) {
            case 'never':
            case 'unavailable':
              expect(value.is).toBe(is.is)
              break
            case 'stale':
              if (changed.size < 2) expect(value).toEqual({ is: 'gap', ageMs: is.ageMs })
              break
            default:
              if (changed.size < 2)
                expect(value).toEqual({ is: 'value', value: is.value, ageMs: is.ageMs, late: false })
          }
        }
      }),
      10,
    )
  })
  test('[FO51] it agrees with a search through every record, recovered ones too, and is never believed too long', () => {
    holds(
      fc.property(history, fc.nat(), ({ facts, endS }, pick) => {
        const { log } = live(facts, endS)
        const first = log[0]?.hubAtMs ?? 0
        const atMs = first + (pick % (at(endS) - first + 1))
        const trends = trendsOf(log)
        for (const signal of CONTINUOUS_SIGNALS) {
          let everyMs: number | undefined
          let newest:
            | { measuredAtMs: number; value: number | undefined; late: boolean; staleMs: number }
            | undefined
          for (const record of log) {
            if (record.kind === 'device.attached') everyMs = record.everyMs[signal]
            if (record.kind !== 'vitals' || record.measuredAtMs > atMs) continue
            const reading = record.readings[signal]
            if (reading === undefined || record.measuredAtMs < (newest?.measuredAtMs ?? 0)) continue
            const value = reading.status === 'measured' ? reading.value : undefined
            const late = record.recovered?.includes(signal) === true
            newest = {
              measuredAtMs: record.measuredAtMs,
              value,
              late,
              staleMs: freshnessWindow(everyMs).staleFromMs,
            }
          }
          const found = valueThen(trends.signals[signal], atMs)
          if (newest === undefined) {
            expect(found).toEqual({ is: 'never' })
            continue
          }
          const { value, late, staleMs } = newest
          const ageMs = atMs - newest.measuredAtMs
          if (value === undefined) expect(found).toEqual({ is: 'unavailable', ageMs })
          else if (ageMs < staleMs) expect(found).toEqual({ is: 'value', value, ageMs, late })
          else expect(found).toEqual({ is: 'gap', ageMs })
        }
      }),
      10,
    )
  })
  test('[FO51] pressures and rates then are the last ones up to the moment, whatever their age', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 40 })
    holds(
      fc.property(moments, fc.integer({ min: -10, max: 3_010 }), (list, seconds) => {
        const sorted = [...list].sort((a, b) => a - b)
        const facts = sorted.flatMap((atS, index) => [cuff(atS, 100 + index), infusion(atS, 'rate', index)])
        const trends = trendsOf(records(facts))
        const last = sorted.findLastIndex((atS) => atS <= seconds)
        expect(cuffThen(trends.cuff, at(seconds))?.systolic).toBe(last < 0 ? undefined : 100 + last)
        expect(rateThen(trends, at(seconds))).toBe(last < 0 ? undefined : last)
        expect(countThrough(sorted, seconds)).toBe(sorted.filter((atS) => atS <= seconds).length)
      }),
    )
  })
})

describe('a moment', () => {
  test('[FO52] missing, gone, unavailable and late are four answers', () => {
    const facts = [
      vitals(10, spo2(97)),
      vitals(12, spo2('sensorOff')),
      vitals(40, spo2(95)),
      vitals(80, spo2(96)),
      vitals(90, { spo2: 88 }, { measuredAtS: 60, recovered: ['spo2'] }),
    ]
    expect(then(facts, 9)).toEqual({ is: 'never' })
    expect(then(facts, 11.5)).toEqual({ is: 'value', value: 97, ageMs: 1_500, late: false })
    expect(then(facts, 30)).toEqual({ is: 'unavailable', ageMs: 18_000 })
    expect(then(facts, 49.999)).toMatchObject({ is: 'value', value: 95 })
    expect(then(facts, 50)).toEqual({ is: 'gap', ageMs: 10_000 })
    expect(then(facts, 59)).toEqual({ is: 'gap', ageMs: 19_000 })
    expect(then(facts, 60)).toEqual({ is: 'value', value: 88, ageMs: 0, late: true })
    expect(then(facts, 75)).toEqual({ is: 'gap', ageMs: 15_000 })
    expect(then(facts, 1_000)).toEqual({ is: 'gap', ageMs: 920_000 })
    expect(then([], 5)).toEqual({ is: 'never' })
  })
  test('[FO52] a slow device is believed for its own time, and a quick one is not believed longer because of it', () => {
    const facts = [attached(0, { spo2: 60_000 }, 'slow'), vitals(0, spo2(97), { deviceId: 'slow' })]
    expect(then(facts, 131)).toMatchObject({ is: 'value', ageMs: 131_000 })
    expect(then(facts, 132)).toMatchObject({ is: 'gap' })
    const both = [...facts, attached(1, { spo2: 1_000 }), vitals(2, spo2(93))]
    expect(then(both, 11.9)).toMatchObject({ is: 'value', value: 93 })
    expect(then(both, 12)).toMatchObject({ is: 'gap' })
    expect(everyMsOf(trendsOf(records(both)), 'spo2')).toBe(60_000)
    expect(everyMsOf(trendsOf(records(both)), 'heartRate')).toBeUndefined()
  })
  test('[FO53] a failed cuff cycle is what was there then', () => {
    const trends = trendsOf(records([cuff(0, 120, 80), cuffFailed(300)]))
    expect(cuffThen(trends.cuff, at(299))).toMatchObject({ is: 'measured', systolic: 120 })
    expect(cuffThen(trends.cuff, at(301))).toMatchObject({ is: 'failed' })
    expect(cuffThen([], at(1))).toBeUndefined()
    expect(rateThen(trends, at(1))).toBeUndefined()
    expect(since(trends.cuff[1]?.atMs ?? 0)).toBe(300)
  })
})
