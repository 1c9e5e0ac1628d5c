// Proves that drawing fewer points loses no peak and joins no gap.
import { POINT, type PointKind, type SignalTrend } from '@chairside/shared/fold/trends.ts'
import { describe, expect, test } from 'vitest'
import { emptyStretches, lanePoints, tailPoints } from './points.ts'

const series = (points: readonly (readonly [number, number, PointKind?])[]): SignalTrend => ({
  atMs: points.map(([second]) => second * 1_000),
  value: points.map(([, value]) => value),
  kind: points.map(([, value, kind]) => kind ?? (Number.isNaN(value) ? POINT.unavailable : POINT.live)),
})
const HOUR = { fromMs: 0, toMs: 3_600_000 }

describe('the points of a lane', () => {
  test('[UI25] each column keeps its lowest and its highest value, in the order of time', () => {
    const values = Array.from({ length: 3_600 }, (_, second) => [second, 70 + (second % 10)] as const)
    const spiked = values.map(
      ([second, value]) => [second, second === 1_234 ? 181 : second === 2_345 ? 31 : value] as const,
    )
    const drawn = lanePoints(series(spiked), HOUR, 100)
    expect(drawn.length).toBeLessThanOrEqual(200)
    expect(Math.max(...drawn.map(({ live }) => live ?? 0))).toBe(181)
    expect(Math.min(...drawn.map(({ live }) => live ?? 999))).toBe(31)
    expect(drawn.map(({ t }) => t)).toEqual(drawn.map(({ t }) => t).toSorted((a, b) => a - b))
  })

  test('[UI25] a gap narrower than a column is still a gap', () => {
    const drawn = lanePoints(
      series([
        [0, 70],
        [1, Number.NaN],
        [2, 71],
      ]),
      HOUR,
      10,
    )
    expect(drawn.map(({ live }) => live)).toEqual([70, null, 71])
  })

  test('[UI25] what was filled in later is drawn apart, from where the line ended', () => {
    const drawn = lanePoints(
      series([
        [0, 70],
        [1, 71],
        [2, 72, POINT.recovered],
        [3, 73, POINT.recovered],
        [4, 74],
      ]),
      { fromMs: 0, toMs: 5_000 },
      100,
    )
    expect(drawn.map(({ live }) => live)).toEqual([70, 71, null, null, 74])
    expect(drawn.map(({ late }) => late)).toEqual([null, 71, 72, 73, null])
  })

  test('[UI25] it draws the window and one point on either side, always in a fresh array', () => {
    const trend = series(Array.from({ length: 100 }, (_, second) => [second, 70] as const))
    const window = { fromMs: 40_000, toMs: 45_000 }
    const drawn = lanePoints(trend, window, 1_000)
    expect(drawn.map(({ t }) => t / 1_000)).toEqual([39, 40, 41, 42, 43, 44, 45])
    expect(lanePoints(trend, window, 1_000)).not.toBe(drawn)
  })
})

describe('stretches without a value', () => {
  test('[UI26] run from the last value before to the first one after; short ones are left out', () => {
    const trend = series([
      [0, 70],
      [1, Number.NaN],
      [20, 71],
      [21, Number.NaN],
      [23, 72],
    ])
    expect(emptyStretches(trend, HOUR, 10_000, 24_000)).toEqual([{ fromMs: 0, toMs: 20_000 }])
  })

  test('[UI26] one that goes on reaches to now', () => {
    expect(
      emptyStretches(
        series([
          [0, 70],
          [1, 71],
        ]),
        HOUR,
        10_000,
        61_000,
      ),
    ).toEqual([{ fromMs: 1_000, toMs: 61_000 }])
    expect(
      emptyStretches(
        series([
          [0, 70],
          [1, 71],
        ]),
        HOUR,
        10_000,
        5_000,
      ),
    ).toEqual([])
  })
})

describe('the live tail', () => {
  test('[UI25] begins with the last point already drawn and keeps its gaps', () => {
    const trend = series([
      [0, 70],
      [1, 71],
      [2, Number.NaN],
      [3, 73],
    ])
    expect(tailPoints(trend, 1_000)).toEqual([
      { t: 0, v: 70 },
      { t: 1_000, v: 71 },
      { t: 2_000, v: Number.NaN },
      { t: 3_000, v: 73 },
    ])
  })
})
