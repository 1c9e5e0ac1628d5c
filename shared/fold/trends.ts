// Owns the series a plot is drawn from: columns of times and values, gaps as gaps, cuff readings as points, rates as steps.
// The one mutable fold: `pushTrend` appends to the arrays it is given, because a session holds tens of thousands of points.
// Never joins what was not measured: a hole, an unavailable reading and the end of a value's belief are marks of their own.
import type { DecodedRecord } from '../record/line.ts'
import type { RecordOf } from '../record/record.ts'
import { CONTINUOUS_SIGNALS, freshnessWindow, type SignalId } from '../vitals.ts'
import { isCuffArtefact } from './freshness.ts'
import type { RateSegment } from './session-state.ts'

/**
 * What a point of a series is.
 * live         a value, current when it came
 * recovered    a value that came too late to be judged; drawn differently
 * unavailable  the device said that there was none (NaN)
 * hole         nobody said anything for longer than a value may be believed (NaN, at the time the belief ended)
 */
export const POINT = { live: 0, recovered: 1, unavailable: 2, hole: 3 } as const
export type PointKind = (typeof POINT)[keyof typeof POINT]

/** Three columns of one length, in the order of `atMs`. Draw a line only between neighbours that are both numbers. */
export type SignalTrend = {
  /** When it was measured, hub time. */
  readonly atMs: number[]
  /** NaN where there is a gap. */
  readonly value: number[]
  readonly kind: PointKind[]
}
export type CuffPoint = {
  readonly atMs: number
  readonly is: 'measured' | 'failed' | 'artefact'
  readonly systolic?: number | undefined
  readonly diastolic?: number | undefined
  readonly mean?: number | undefined
  readonly recovered: boolean
}
export type Trends = {
  readonly signals: { readonly [S in SignalId]: SignalTrend }
  readonly cuff: CuffPoint[]
  /** Each rate holds until the next. */
  readonly rates: RateSegment[]
  /** Declared interval by device and signal, milliseconds. */
  readonly intervals: Record<string, Readonly<Partial<Record<SignalId, number>>>>
  /** Counts insertions before the end (recovered data): whoever keeps a drawing of the past draws it again. */
  rewritten: number
}

/** Empty series, for one session. */
export const emptyTrends = (): Trends => ({
  signals: Object.fromEntries(
    CONTINUOUS_SIGNALS.map((signal) => [signal, { atMs: [], value: [], kind: [] }]),
  ) as unknown as Trends['signals'],
  cuff: [],
  rates: [],
  intervals: {},
  rewritten: 0,
})

/** Where a point measured at `atMs` belongs: after everything that is not later. */
function placeFor(times: ArrayLike<number> & { readonly length: number }, atMs: number): number {
  let low = 0
  let high = times.length
  if (high === 0 || (times[high - 1] as number) <= atMs) return high
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] as number) <= atMs) low = middle + 1
    else high = middle
  }
  return low
}

function insert(series: SignalTrend, index: number, atMs: number, value: number, kind: PointKind): void {
  if (index === series.atMs.length) {
    series.atMs.push(atMs)
    series.value.push(value)
    series.kind.push(kind)
    return
  }
  series.atMs.splice(index, 0, atMs)
  series.value.splice(index, 0, value)
  series.kind.splice(index, 0, kind)
}

function remove(series: SignalTrend, index: number): void {
  series.atMs.splice(index, 1)
  series.value.splice(index, 1)
  series.kind.splice(index, 1)
}

const isHole = (series: SignalTrend, index: number): boolean => series.kind[index] === POINT.hole
const isValue = (series: SignalTrend, index: number): boolean => !Number.isNaN(series.value[index])

/** Puts a hole between the value at `index` and its successor where they are further apart than a value is believed. */
function markHole(series: SignalTrend, index: number, staleMs: number): void {
  if (index < 0 || index + 1 >= series.atMs.length || !isValue(series, index)) return
  const endsMs = (series.atMs[index] as number) + staleMs
  if ((series.atMs[index + 1] as number) > endsMs) insert(series, index + 1, endsMs, Number.NaN, POINT.hole)
}

/** Adds a point and sees to the holes beside it; returns whether it was put before the end. */
function add(series: SignalTrend, atMs: number, value: number, kind: PointKind, staleMs: number): boolean {
  let index = placeFor(series.atMs, atMs)
  const early = index < series.atMs.length
  if (early) {
    // A late point may fill a hole: take the marks on both sides away and look again.
    if (isHole(series, index)) remove(series, index)
    if (index > 0 && isHole(series, index - 1)) {
      index -= 1
      remove(series, index)
    }
  }
  insert(series, index, atMs, value, kind)
  if (early) markHole(series, index, staleMs)
  markHole(series, index - 1, staleMs)
  return early
}

function pushVitals(trends: Trends, record: RecordOf<'vitals'>): void {
  const intervals = trends.intervals[record.origin.deviceId]
  for (const signal of CONTINUOUS_SIGNALS) {
    const reading = record.readings[signal]
    if (reading === undefined) continue
    const { staleFromMs } = freshnessWindow(intervals?.[signal])
    const recovered = record.recovered?.includes(signal) === true
    const kind =
      reading.status === 'unavailable' ? POINT.unavailable : recovered ? POINT.recovered : POINT.live
    const value = reading.status === 'unavailable' ? Number.NaN : reading.value
    if (add(trends.signals[signal], record.measuredAtMs, value, kind, staleFromMs)) trends.rewritten += 1
  }
}

function pushCuff(trends: Trends, record: RecordOf<'bloodPressure'>): void {
  const { result, measuredAtMs: atMs } = record
  const recovered = record.recovered === true
  const point: CuffPoint =
    result.status === 'unavailable'
      ? { atMs, is: 'failed', recovered }
      : {
          atMs,
          is: isCuffArtefact(result) ? 'artefact' : 'measured',
          systolic: result.systolic,
          diastolic: result.diastolic,
          mean: result.mean,
          recovered,
        }
  const times = trends.cuff.map((known) => known.atMs)
  const index = placeFor(times, atMs)
  if (index < trends.cuff.length) trends.rewritten += 1
  trends.cuff.splice(index, 0, point)
}

/** Takes one more record of the session, in the order of the log. Changes `trends`. */
export function pushTrend(trends: Trends, record: DecodedRecord): void {
  switch (record.kind) {
    case 'vitals':
      pushVitals(trends, record)
      return
    case 'bloodPressure':
      pushCuff(trends, record)
      return
    case 'infusion': {
      const times = trends.rates.map((segment) => segment.atMs)
      const index = placeFor(times, record.atMs)
      if (index < trends.rates.length) trends.rewritten += 1
      trends.rates.splice(index, 0, { atMs: record.atMs, rateMlPerHr: record.rateMlPerHr })
      return
    }
    case 'device.attached':
      trends.intervals[record.deviceId] = record.everyMs as Partial<Record<SignalId, number>>
      return
    default:
      // Everything else is not plotted.
      return
  }
}
