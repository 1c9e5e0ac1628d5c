// Proves which source the first lane shows: the ECG while it is believed, otherwise the pulse rate, as the tiles do; and that
// the change is marked and joins nothing.
import { valueThen } from '@chairside/shared/fold/moment.ts'
import { emptyTrends, POINT, pushTrend, type Trends } from '@chairside/shared/fold/trends.ts'
import { type EpochMs, recordSeq } from '@chairside/shared/ids.ts'
import { type RecordBody, stamp } from '@chairside/shared/record/record.ts'
import { holds } from '@chairside/shared/testing/runs.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyStretches, runsIn } from './points.ts'
import { lineOf, rateLineOf, rateSourceAt } from './rate-line.ts'

const SECOND = 1_000
/** undefined: not said. 'off': the sensor gives none. */
type Said = number | 'off' | undefined

let seq = 0
function say(trends: Trends, atMs: number, heartRate: Said, pulseRate: Said): void {
  const reading = (said: Said) =>
    said === 'off' ? { status: 'unavailable', reason: 'sensorOff' } : { status: 'measured', value: said }
  seq += 1
  const body = {
    kind: 'vitals',
    origin: { deviceId: 'd1', epoch: 'e1', seq },
    measuredAtMs: atMs,
    readings: {
      ...(heartRate === undefined ? {} : { heartRate: reading(heartRate) }),
      ...(pulseRate === undefined ? {} : { pulseRate: reading(pulseRate) }),
    },
  } as unknown as RecordBody
  pushTrend(trends, { ...stamp(body, recordSeq(seq), atMs as EpochMs) } as never)
}
const whole = { fromMs: 0, toMs: 10_000_000 }
const drawn = (trends: Trends) =>
  runsIn(rateLineOf(trends).series, whole, 1e7).map(({ v }) => [v[0], v.at(-1)])

describe('the rate lane', () => {
  test('[UI77] an ECG lost for good: the line goes on with the pulse rate, joined to nothing, its start marked', () => {
    const trends = emptyTrends()
    for (let at = 0; at < 60; at += 1) say(trends, at * SECOND, 80, 82)
    expect(rateLineOf(trends).series).toBe(trends.signals.heartRate)
    expect(rateLineOf(trends).name).toBe('HR')
    for (let at = 60; at < 120; at += 1) say(trends, at * SECOND, 'off', 90)
    expect(drawn(trends)).toEqual([
      [80, 80],
      [90, 90],
    ])
    expect(rateLineOf(trends).name).toBe('HR, PR')
    expect(rateLineOf(trends).changes()).toEqual([{ atMs: 60 * SECOND, signal: 'pulseRate' }])
    expect(emptyStretches(rateLineOf(trends).series, whole, 1_500, 120 * SECOND)).toEqual([])
    for (let at = 120; at < 150; at += 1) say(trends, at * SECOND, 84, 86)
    expect(rateLineOf(trends).changes().at(-1)).toEqual({ atMs: 120 * SECOND, signal: 'heartRate' })
  })

  test('[UI77] a minute between two values: no hatch where a source gives way to the other', () => {
    const trends = emptyTrends()
    for (let at = 0; at < 20; at += 1) say(trends, at * 60 * SECOND, at < 10 ? 70 : 'off', 72)
    expect(emptyStretches(rateLineOf(trends).series, whole, 61_000, 19 * 60 * SECOND)).toEqual([])
    expect(drawn(trends).at(-1)).toEqual([72, 72])
  })

  test('[UI77] a lead that flickers is no change of source, and loses nothing that was shown', () => {
    const trends = emptyTrends()
    for (let at = 0; at < 60; at += 1) say(trends, at * SECOND, at % 10 === 5 ? 'off' : 80, 90)
    expect(rateLineOf(trends).changes()).toEqual([])
    expect(drawn(trends).filter(([from]) => from === 90)).toHaveLength(6)
  })

  test('[UI77] one source alone is drawn as it is', () => {
    const pulse = emptyTrends()
    say(pulse, 0, undefined, 70)
    expect(rateLineOf(pulse)).toMatchObject({ name: 'PR' })
    expect(lineOf(pulse, 'heartRate')).toBe(pulse.signals.pulseRate)
    const none = emptyTrends()
    expect(rateLineOf(none)).toMatchObject({ name: 'HR' })
    expect(lineOf(none, 'spo2')).toBe(none.signals.spo2)
  })

  test('[UI77] both lost: a gap, and nothing carried on', () => {
    const trends = emptyTrends()
    for (let at = 0; at < 20; at += 1) say(trends, at * SECOND, 80, 82)
    for (let at = 20; at < 60; at += 1) say(trends, at * SECOND, 'off', at < 40 ? 85 : 'off')
    expect(emptyStretches(rateLineOf(trends).series, whole, 10_000, 60 * SECOND)).toEqual([
      { fromMs: 39 * SECOND, toMs: 60 * SECOND },
    ])
  })

  test('[UI77] a heart rate that went before a pulse rate already taken, and was told later, gives it its place', () => {
    const trends = emptyTrends()
    say(trends, 1_000, undefined, 60)
    say(trends, 1_200, 62, undefined)
    say(trends, 1_600, undefined, 61)
    rateLineOf(trends)
    say(trends, 1_450, 'off', undefined)
    const { series } = rateLineOf(trends)
    expect(series.value.filter((value) => !Number.isNaN(value))).toEqual([60, 62, 61])
  })

  test('[UI77] what is drawn at any moment is what the tile shows there, however the records came', () => {
    const said = fc.option(fc.oneof(fc.integer({ min: 40, max: 180 }), fc.constant('off' as const)), {
      nil: undefined,
    })
    const step = fc.record({
      afterMs: fc.integer({ min: 200, max: 14_000 }),
      heart: said,
      pulse: said,
      looked: fc.boolean(),
      late: fc.boolean(),
    })
    holds(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const trends = emptyTrends()
        let atMs = 0
        for (const { afterMs, heart, pulse, looked, late } of steps) {
          atMs += afterMs
          say(trends, late ? atMs - afterMs - 150 : atMs, heart, pulse)
          if (looked) rateLineOf(trends)
        }
        const { series } = rateLineOf(trends)
        // In order of time, and of what was measured only.
        for (let index = 1; index < series.atMs.length; index += 1)
          expect(series.atMs[index]!).toBeGreaterThanOrEqual(series.atMs[index - 1]!)
        for (const [index, at] of series.atMs.entries()) {
          if (Number.isNaN(series.value[index])) continue
          const shown = valueThen(trends.signals[rateSourceAt(trends, at)], at)
          if (series.kind[index] === POINT.live || series.kind[index] === POINT.recovered)
            expect(shown).toMatchObject({ is: 'value' })
        }
        // Every ECG value is drawn; every pulse value where no ECG value is believed.
        const drawnAt = new Set(series.atMs.filter((_, index) => !Number.isNaN(series.value[index])))
        for (const [index, at] of trends.signals.heartRate.atMs.entries())
          if (!Number.isNaN(trends.signals.heartRate.value[index])) expect(drawnAt.has(at)).toBe(true)
        for (const [index, at] of trends.signals.pulseRate.atMs.entries())
          if (
            !Number.isNaN(trends.signals.pulseRate.value[index]) &&
            rateSourceAt(trends, at) === 'pulseRate'
          )
            expect(drawnAt.has(at)).toBe(true)
      }),
    )
  })
})
