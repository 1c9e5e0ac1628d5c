// Owns the series a plot is drawn from: columns of times and values, gaps as gaps, cuff readings as points, rates as steps.
// The one mutable fold: `pushTrend` appends to the arrays it is given, because a session holds tens of thousands of points.
// Never joins what was not measured: a hole, an unavailable reading and the end of a value's belief are marks of their own.
import type { DecodedRecord } from '../record/line.ts'
import type { Provenance, RecordOf } from '../record/record.ts'
import { CONTINUOUS_SIGNALS, freshnessWindow, type SignalId } from '../vitals.ts'
import { isCuffArtefact } from './freshness.ts'
import { foldInfusion, type InfusionNow, NO_INFUSION } from './infusion-state.ts'
import type { RateSegment } from './session-state.ts'
import { type LimitsInForce, type LimitsOf, NO_LIMITS, pushLimits } from './trends-limits.ts'

/**
 * What a point of a series is.
 * live         a value, current when it came
 * recovered    a value that came too late to be judged; drawn differently
 * unavailable  the device said that there was none (NaN)
 * hole         nobody said anything for longer than a value may be believed (NaN, at the time the belief ended)
 */
export const POINT = { live: 0, recovered: 1, unavailable: 2, hole: 3 } as const
export type PointKind = (typeof POINT)[keyof typeof POINT]

/** Columns of one length, in the order of `atMs`. Draw a line only between neighbours that are both numbers. */
export type SignalTrend = {
  /** When it was measured, hub time. */
  readonly atMs: number[]
  /** NaN where there is a gap. */
  readonly value: number[]
  readonly kind: PointKind[]
}
/** A fourth column: how long each point may be believed, by the interval that its own device had declared. */
export type SignalSeries = SignalTrend & { readonly believedMs: number[] }
export type CuffPoint = {
  readonly atMs: number
  readonly is: 'measured' | 'failed' | 'artefact'
  readonly systolic?: number | undefined
  readonly diastolic?: number | undefined
  readonly mean?: number | undefined
  readonly recovered: boolean
}
export type PlottedSignal = SignalId | 'bloodPressure'
/** From here on other signals come from another device than before. */
export type SourceChange = {
  readonly atMs: number
  readonly deviceName: string
  readonly kind: Provenance
  readonly signals: readonly PlottedSignal[]
}
export type Trends = {
  readonly signals: { readonly [S in SignalId]: SignalSeries }
  readonly cuff: CuffPoint[]
  /** Each rate holds until the next; as the pump log stands, undone and amended. */
  readonly rates: RateSegment[]
  /** What the rates follow from. */
  pump: InfusionNow
  /** Declared interval by device and signal, milliseconds. */
  readonly intervals: Record<string, Readonly<Partial<Record<SignalId, number>>>>
  /** The first device of a signal is no change, nor is the same device that comes back. */
  readonly sources: SourceChange[]
  /** The device that each signal was last declared by. */
  readonly declaredBy: Partial<Record<PlottedSignal, string>>
  /** Which limits were in force from when; each holds until the next. Grows only where one moved. */
  readonly limits: LimitsInForce[]
  /** What moves them, as of the newest record. */
  limitsOf: LimitsOf
  /** Counts insertions before the end (recovered data): whoever keeps a drawing of the past draws it again. */
  rewritten: number
}

/** Empty series, for one session. */
export const emptyTrends = (): Trends => ({
  signals: Object.fromEntries(
    CONTINUOUS_SIGNALS.map((signal) => [signal, { atMs: [], value: [], kind: [], believedMs: [] }]),
  ) as unknown as Trends['signals'],
  cuff: [],
  rates: [],
  pump: NO_INFUSION,
  intervals: {},
  sources: [],
  declaredBy: {},
  limits: [],
  limitsOf: NO_LIMITS,
  rewritten: 0,
})

/** Where something of `atMs` belongs in a list in order of time: after everything that is not later. */
function placeIn<T>(list: readonly T[], atMs: number, timeOf: (item: T) => number): number {
  let high = list.length
  if (high === 0 || timeOf(list[high - 1] as T) <= atMs) return high
  let low = 0
  while (low < high) {
    const middle = (low + high) >> 1
    if (timeOf(list[middle] as T) <= atMs) low = middle + 1
    else high = middle
  }
  return low
}
const itself = (atMs: number): number => atMs
const timeOf = ({ atMs }: { readonly atMs: number }): number => atMs

/** Puts `item` in its place in time; returns whether that was before the end. */
function place<T extends { readonly atMs: number }>(list: T[], item: T): boolean {
  const index = placeIn(list, item.atMs, timeOf)
  if (index === list.length) {
    list.push(item)
    return false
  }
  list.splice(index, 0, item)
  return true
}

type Point = { atMs: number; value: number; kind: PointKind; believedMs: number }

function insert(series: SignalSeries, index: number, { atMs, value, kind, believedMs }: Point): void {
  if (index === series.atMs.length) {
    series.atMs.push(atMs)
    series.value.push(value)
    series.kind.push(kind)
    series.believedMs.push(believedMs)
    return
  }
  series.atMs.splice(index, 0, atMs)
  series.value.splice(index, 0, value)
  series.kind.splice(index, 0, kind)
  series.believedMs.splice(index, 0, believedMs)
}

function remove(series: SignalSeries, index: number): void {
  series.atMs.splice(index, 1)
  series.value.splice(index, 1)
  series.kind.splice(index, 1)
  series.believedMs.splice(index, 1)
}

const isHole = (series: SignalSeries, index: number): boolean => series.kind[index] === POINT.hole
const isValue = (series: SignalSeries, index: number): boolean => !Number.isNaN(series.value[index])

/** Puts a hole between the value at `index` and its successor where they are further apart than a value is believed. */
function markHole(series: SignalSeries, index: number): void {
  if (index < 0 || index + 1 >= series.atMs.length || !isValue(series, index)) return
  const atMs = (series.atMs[index] as number) + (series.believedMs[index] as number)
  if ((series.atMs[index + 1] as number) > atMs)
    insert(series, index + 1, { atMs, value: Number.NaN, kind: POINT.hole, believedMs: 0 })
}

/** Adds a point and sees to the holes beside it; returns whether it was put before the end. */
function add(series: SignalSeries, point: Point): boolean {
  let index = placeIn(series.atMs, point.atMs, itself)
  const early = index < series.atMs.length
  if (early) {
    // A late point may fill a hole: take the marks on both sides away and look again.
    if (isHole(series, index)) remove(series, index)
    if (index > 0 && isHole(series, index - 1)) {
      index -= 1
      remove(series, index)
    }
  }
  insert(series, index, point)
  if (early) markHole(series, index)
  markHole(series, index - 1)
  return early
}

function pushVitals(trends: Trends, record: RecordOf<'vitals'>): void {
  const intervals = trends.intervals[record.origin.deviceId]
  for (const signal of CONTINUOUS_SIGNALS) {
    const reading = record.readings[signal]
    if (reading === undefined) continue
    const { staleFromMs: believedMs } = freshnessWindow(intervals?.[signal])
    const recovered = record.recovered?.includes(signal) === true
    const kind =
      reading.status === 'unavailable' ? POINT.unavailable : recovered ? POINT.recovered : POINT.live
    const value = reading.status === 'unavailable' ? Number.NaN : reading.value
    const point = { atMs: record.measuredAtMs, value, kind, believedMs }
    if (add(trends.signals[signal], point)) trends.rewritten += 1
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
  if (place(trends.cuff, point)) trends.rewritten += 1
}

function pushDevice(trends: Trends, record: RecordOf<'device.attached'>): void {
  const { deviceId, deviceName, deviceKind: kind, signals, hubAtMs: atMs } = record
  trends.intervals[deviceId] = record.everyMs as Partial<Record<SignalId, number>>
  const changed = signals.filter((signal) => (trends.declaredBy[signal] ?? deviceId) !== deviceId)
  for (const signal of signals) trends.declaredBy[signal] = deviceId
  if (changed.length > 0) trends.sources.push({ atMs, deviceName, kind, signals: changed })
}

function pushPump(trends: Trends, record: RecordOf<'infusion' | 'undone' | 'amended'>): void {
  const { rates } = trends
  trends.pump = foldInfusion(trends.pump, record)
  const next = trends.pump.rates
  const stays = rates.every((one, index) => {
    const now = next[index]
    return now !== undefined && now.atMs === one.atMs && now.rateMlPerHr === one.rateMlPerHr
  })
  if (stays && next.length === rates.length) return
  if (!stays) trends.rewritten += 1
  rates.splice(0, rates.length, ...next)
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
    case 'infusion':
      pushPump(trends, record)
      trends.limitsOf = pushLimits(trends.limits, trends.limitsOf, record)
      return
    case 'undone':
    case 'amended':
      pushPump(trends, record)
      return
    case 'device.attached':
      pushDevice(trends, record)
      return
    case 'session.opened':
    case 'rules':
    case 'limits':
    case 'baseline':
    case 'phase':
    case 'help':
      trends.limitsOf = pushLimits(trends.limits, trends.limitsOf, record)
      return
    default:
      // Everything else is not plotted.
      return
  }
}
