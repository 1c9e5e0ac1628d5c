// Owns what was measured at a moment of a drawn session: the value there and how old it was then, from the series.
// Never interpolates and never carries a value past the time it may be believed: a gap answers "nothing".
import { freshnessWindow, type SignalId } from '../vitals.ts'
import { type CuffPoint, POINT, type SignalTrend, type Trends } from './trends.ts'

export type ValueThen =
  /** The newest value at or before the moment, while it could be believed. `late`: it came too late to be judged. */
  | { readonly is: 'value'; readonly value: number; readonly ageMs: number; readonly late: boolean }
  | { readonly is: 'unavailable'; readonly ageMs: number }
  /** Nobody said anything that could still be believed. */
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

/**
 * @param atMs hub time
 * @param everyMs the declared interval of the signal's device, where there is one
 */
export function valueThen(series: SignalTrend, atMs: number, everyMs?: number): ValueThen {
  const index = countThrough(series.atMs, atMs) - 1
  if (index < 0) return { is: 'never' }
  const ageMs = atMs - (series.atMs[index] as number)
  const value = series.value[index] as number
  switch (series.kind[index]) {
    case POINT.hole:
      return { is: 'gap', ageMs: atMs - (series.atMs[index - 1] ?? (series.atMs[index] as number)) }
    case POINT.unavailable:
      return { is: 'unavailable', ageMs }
    default:
      return ageMs >= freshnessWindow(everyMs).staleFromMs
        ? { is: 'gap', ageMs }
        : { is: 'value', value, ageMs, late: series.kind[index] === POINT.recovered }
  }
}

/** The newest cuff reading or failure at or before the moment, whatever its age. */
export const cuffThen = (cuff: readonly CuffPoint[], atMs: number): CuffPoint | undefined =>
  cuff.findLast((point) => point.atMs <= atMs)

/** The rate that stood on the pump at the moment, as recorded, mL/h; undefined before the first act. */
export const rateThen = (trends: Pick<Trends, 'rates'>, atMs: number): number | undefined =>
  trends.rates.findLast((segment) => segment.atMs <= atMs)?.rateMlPerHr

/** The declared interval of a signal over the devices of the session; where two differ, the slower. */
export const everyMsOf = (trends: Pick<Trends, 'intervals'>, signal: SignalId): number | undefined => {
  const all = Object.values(trends.intervals).flatMap((intervals) => intervals[signal] ?? [])
  return all.length === 0 ? undefined : Math.max(...all)
}
