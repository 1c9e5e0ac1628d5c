// Proves that drawing fewer points loses no peak, joins no gap, and keeps what was filled in later apart.
import { POINT, type PointKind, type SignalTrend } from '@chairside/shared/fold/trends.ts'
import { holds } from '@chairside/shared/testing/runs.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawnRuns, linePaths, placeIn } from './line-path.ts'
import { emptyStretches, extremesOf, runsIn } from './points.ts'
import { plotWidth, type Span, xOf, yOf } from './scale.ts'

const series = (points: readonly (readonly [number, number, PointKind?])[]): SignalTrend => ({
  atMs: points.map(([second]) => second * 1_000),
  value: points.map(([, value]) => value),
  kind: points.map(([, value, kind]) => kind ?? (Number.isNaN(value) ? POINT.unavailable : POINT.live)),
})
const HOUR: Span = { fromMs: 0, toMs: 3_600_000 }

/** Any history: values, gaps of both kinds, data filled in later, at any distance. */
const anySeries = fc
  .array(
    fc.record({
      stepMs: fc.constantFrom(200, 1_000, 1_000, 1_000, 7_000, 60_000),
      value: fc.integer({ min: 30, max: 200 }),
      kind: fc.constantFrom<PointKind>(0, 0, 0, 0, 0, 1, 2, 3),
    }),
    { maxLength: 400 },
  )
  .map((steps): SignalTrend => {
    let at = 0
    return {
      atMs: steps.map(({ stepMs }) => {
        at += stepMs
        return at
      }),
      value: steps.map(({ value, kind }) =>
        kind === POINT.unavailable || kind === POINT.hole ? Number.NaN : value,
      ),
      kind: steps.map(({ kind }) => kind),
    }
  })
const anyWindow = fc.record({
  fromShare: fc.double({ min: 0, max: 0.95, noNaN: true }),
  lengthShare: fc.double({ min: 0.01, max: 1.2, noNaN: true }),
  columns: fc.integer({ min: 1, max: 600 }),
})
type AnyWindow = { readonly fromShare: number; readonly lengthShare: number; readonly columns: number }
const windowOf = ({ atMs }: SignalTrend, { fromShare, lengthShare }: AnyWindow): Span => {
  const end = Math.max(1, atMs.at(-1) ?? 1)
  const fromMs = Math.floor(end * fromShare)
  return { fromMs, toMs: fromMs + Math.max(1, Math.ceil(end * lengthShare)) }
}

/** The unbroken runs of the raw data, whole: the plainest statement of what a line may join. */
function rawRuns({ atMs, value, kind }: SignalTrend): { late: boolean; t: number[]; v: number[] }[] {
  const runs: { late: boolean; t: number[]; v: number[] }[] = []
  let open: { late: boolean; t: number[]; v: number[] } | undefined
  for (const [index, t] of atMs.entries()) {
    const v = value[index]!
    const late = kind[index] === POINT.recovered
    if (Number.isNaN(v)) {
      open = undefined
      continue
    }
    if (open === undefined || open.late !== late) {
      open = { late, t: [], v: [] }
      runs.push(open)
    }
    open.t.push(t)
    open.v.push(v)
  }
  return runs
}

describe('the points of a line', () => {
  test('[UI60] every extreme of every pixel column of the raw data is drawn, at every zoom', () => {
    holds(
      fc.property(anySeries, anyWindow, (trend, any) => {
        const span = windowOf(trend, any)
        const columnMs = (span.toMs - span.fromMs) / any.columns
        const column = (t: number) => Math.floor((t - span.fromMs) / columnMs)
        const drawn = runsIn(trend, span, any.columns)
        for (const late of [false, true]) {
          const extremesBy = (
            all: readonly { late: boolean; t: readonly number[]; v: readonly number[] }[],
          ) => {
            const found = new Map<number, [number, number]>()
            for (const run of all)
              for (const [index, t] of run.t.entries()) {
                if (run.late !== late || t < span.fromMs || t > span.toMs) continue
                const v = run.v[index]!
                const before = found.get(column(t)) ?? [v, v]
                found.set(column(t), [Math.min(before[0], v), Math.max(before[1], v)])
              }
            return found
          }
          expect(extremesBy(drawn)).toEqual(extremesBy(rawRuns(trend)))
        }
      }),
    )
  })

  test('[UI60] the first and the last point of every run are drawn, and nothing that was not measured', () => {
    holds(
      fc.property(anySeries, anyWindow, (trend, any) => {
        const span = windowOf(trend, any)
        const seen = (t: number) => t >= span.fromMs && t <= span.toMs
        const drawn = new Set(
          runsIn(trend, span, any.columns).flatMap(({ t, v }) => t.map((at, i) => `${at}=${v[i]}`)),
        )
        const raw = rawRuns(trend)
        const all = new Set(raw.flatMap(({ t, v }) => t.map((at, i) => `${at}=${v[i]}`)))
        for (const { t, v } of raw)
          for (const at of [0, t.length - 1]) if (seen(t[at]!)) expect(drawn).toContain(`${t[at]}=${v[at]}`)
        for (const each of drawn) expect(all).toContain(each)
      }),
    )
  })

  test('[UI61] a gap, however short and at every zoom, is never joined across; filled in later is never live', () => {
    holds(
      fc.property(anySeries, anyWindow, (trend, any) => {
        const span = windowOf(trend, any)
        const raw = rawRuns(trend)
        for (const run of runsIn(trend, span, any.columns)) {
          const home = raw.find(({ t }) => t.includes(run.t[0]!))
          expect(run.late).toBe(home?.late)
          for (const t of run.t) expect(home?.t).toContain(t)
          expect(run.t).toEqual(run.t.toSorted((a, b) => a - b))
          expect(run.t.length).toBeLessThanOrEqual(4 * (any.columns + 2))
        }
      }),
    )
  })

  test('[UI60] two points a column where they stand close, and the nearest point on either side of the window', () => {
    const values = Array.from({ length: 3_600 }, (_, second) => [second, 70 + (second % 10)] as const)
    const [run, ...others] = runsIn(series(values), { fromMs: 600_000, toMs: 1_200_000 }, 100)
    expect(others).toEqual([])
    expect(run?.t.length).toBeLessThanOrEqual(204)
    expect(run?.t[0]).toBe(599_000)
    expect(run?.t.at(-1)).toBe(1_201_000)
  })
})

describe('the drawn path', () => {
  const box = { width: 556, height: 100 }
  const domain = [86, 101] as const
  const EIGHT_HOURS: Span = { fromMs: 0, toMs: 8 * 3_600_000 }

  test('[UI60] one second of desaturation is in the path at eight hours, at its own value and column', () => {
    const trend = series(Array.from({ length: 28_800 }, (_, s) => [s, s === 17_777 ? 87 : 97] as const))
    const { live } = linePaths(drawnRuns(trend, EIGHT_HOURS, box), placeIn(box, EIGHT_HOURS, domain), true)
    const low = Math.round(yOf(box, domain, 87) * 10) / 10
    const at = live.indexOf(`V${low}`)
    expect(at).toBeGreaterThan(0)
    const before = live.slice(0, at).lastIndexOf('H')
    const x = Number(/^H([\d.]+)/.exec(live.slice(before))?.[1])
    expect(Math.abs(x - xOf(box, EIGHT_HOURS, 17_777_000))).toBeLessThan(1)
    expect(live.length).toBeLessThan(40 * plotWidth(box))
  })

  test('[UI61] each gap lifts the pen, and a single value alone is a dot', () => {
    const trend = series([
      [0, 97],
      [10, 98],
      [11, Number.NaN],
      [1_000, 96],
      [1_001, Number.NaN],
      [2_000, 97],
      [2_001, 97],
    ])
    const { live, late } = linePaths(drawnRuns(trend, HOUR, box), placeIn(box, HOUR, domain), false)
    expect(live.match(/M/g)).toHaveLength(3)
    expect(live).toMatch(/M[\d.]+ [\d.]+h0M/)
    expect(late).toBe('')
  })

  test('[UI61] what was filled in later has a path of its own, from where the line ended to where it goes on', () => {
    const trend = series([
      [0, 70],
      [600, 71],
      [1_200, 72, POINT.recovered],
      [1_800, 73, POINT.recovered],
      [2_400, 74],
      [3_000, 75],
    ])
    const place = { x: (t: number) => t / 1_000, y: (v: number) => v }
    expect(linePaths(runsIn(trend, HOUR, 100), place, false)).toEqual({
      live: 'M0 70L600 71M2400 74L3000 75',
      late: 'M600 71L1200 72L1800 73L2400 74',
    })
  })

  test('[UI61] what was filled in later joins nothing across what is still missing', () => {
    const trend = series([
      [0, 70],
      [600, Number.NaN],
      [1_200, 72, POINT.recovered],
      [1_800, Number.NaN],
      [2_400, 74],
    ])
    const place = { x: (t: number) => t / 1_000, y: (v: number) => v }
    expect(linePaths(runsIn(trend, HOUR, 100), place, false)).toEqual({
      live: 'M0 70h0M2400 74h0',
      late: 'M1200 72h0',
    })
  })

  test('[UI60] an empty series draws nothing and has no extremes', () => {
    expect(linePaths(runsIn(series([]), HOUR, 100), { x: Number, y: Number }, true)).toEqual({
      live: '',
      late: '',
    })
    expect(extremesOf([])).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
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

  test('[UI26] one that goes on reaches to now, and one that began before the window is as long as it is', () => {
    const trend = series([
      [0, 70],
      [1, 71],
    ])
    expect(emptyStretches(trend, HOUR, 10_000, 61_000)).toEqual([{ fromMs: 1_000, toMs: 61_000 }])
    expect(emptyStretches(trend, HOUR, 10_000, 5_000)).toEqual([])
    const long = series([
      [0, 70],
      [1, Number.NaN],
      [2, Number.NaN],
      [3_000, 71],
    ])
    expect(emptyStretches(long, { fromMs: 2_000_000, toMs: 3_600_000 }, 10_000, 3_001_000)).toEqual([
      { fromMs: 0, toMs: 3_000_000 },
    ])
  })

  test('[UI62] what was filled in later is still a stretch without live values', () => {
    const trend = series([
      [0, 70],
      [10, 72, POINT.recovered],
      [20, 73, POINT.recovered],
      [30, 74],
    ])
    expect(emptyStretches(trend, HOUR, 10_000, 31_000)).toEqual([{ fromMs: 0, toMs: 30_000 }])
  })
})
