// Owns what was measured at a moment of a drawn session: the value there and how old it was then, from the series.
// Never interpolates and never carries a value past the time it may be believed: a gap answers "nothing".
import type { SignalId } from '../vitals.ts'
import { type CuffPoint, POINT, type SignalSeries, type Trends } from './trends.ts'

export type ValueThen =
  /** The newest value at or before the moment, while it could be believed. `late`: it came too late to be judged. */
  | { readonly is: 'value'; readonly value: number; readonly ageMs: number; readonly late: boolean }
  /** The newest word was that there was no value, `ageMs` ago. */
  | { readonly is: 'unavailable'; readonly ageMs: number }
  /** Nobody said anything that could still be believed; the newest value is `ageMs` old. */
  | { readonly is: 'gap'; readonly ageMs: number }
  | { readonly is: 'never' }

/** How many of `times` (ascending) are at or before `atMs`. */
export function countThrough(times: readonly number[], atMs: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] as number) <= atMs) low = middle + 1
    else high = middle
  }
  return low
}

/** The last of a list in order of time that is at or before the moment. */
function lastOf<T extends { readonly atMs: number }>(list: readonly T[], atMs: number): T | undefined {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] as T).atMs <= atMs) low = middle + 1
    else high = middle
  }
  return list[low - 1]
}

/**
 * What the series says of a moment.
 * @param atMs hub time, at or before the newest record: the series knows nothing of how long it is since
 */
export function valueThen(series: SignalSeries, atMs: number): ValueThen {
  let index = countThrough(series.atMs, atMs) - 1
  const isHole = series.kind[index] === POINT.hole
  // A hole always follows a value, whose age it is.
  if (isHole) index -= 1
  if (index < 0) return { is: 'never' }
  const ageMs = atMs - (series.atMs[index] as number)
  if (series.kind[index] === POINT.unavailable) return { is: 'unavailable', ageMs }
  if (isHole || ageMs >= (series.believedMs[index] as number)) return { is: 'gap', ageMs }
  return {
    is: 'value',
    value: series.value[index] as number,
    ageMs,
    late: series.kind[index] === POINT.recovered,
  }
}

/** The newest cuff reading or failure at or before the moment, whatever its age. */
export const cuffThen = (cuff: readonly CuffPoint[], atMs: number): CuffPoint | undefined =>
  lastOf(cuff, atMs)

/** The rate that stood on the pump at the moment, as recorded, mL/h; undefined before the first act. */
export const rateThen = (trends: Pick<Trends, 'rates'>, atMs: number): number | undefined =>
  lastOf(trends.rates, atMs)?.rateMlPerHr

/** The declared interval of a signal over the devices of the session; where two differ, the slower. */
export const everyMsOf = (trends: Pick<Trends, 'intervals'>, signal: SignalId): number | undefined => {
  const all = Object.values(trends.intervals).flatMap((intervals) => intervals[signal] ?? [])
  return all.length === 0 ? undefined : Math.max(...all)
}
