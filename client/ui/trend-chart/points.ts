// Owns which points of a series are drawn: the lowest and the highest of each pixel column, and where a run begins and ends.
// A gap, however short, ends a run; what came too late to be judged is a run of its own.
import { POINT, type SignalTrend } from '@chairside/shared/fold/trends.ts'
import type { Span } from './scale.ts'

/** Neighbours that were both measured. A line may be drawn inside a run and nowhere else. */
export type Run = {
  /** Came too late to be judged: drawn dotted. */
  readonly late: boolean
  /** Nothing was missing between the run before and this one: only the kind changed. */
  readonly joined: boolean
  readonly t: readonly number[]
  readonly v: readonly number[]
}

/** The index of the first of `times` (ascending) at or after `atMs`. */
export const firstAt = (times: readonly number[], atMs: number): number => {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle]! < atMs) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * What is drawn of a series in a window, and of the nearest point on either side of it.
 * @param columns how many pixel columns the window has
 */
export function runsIn(series: SignalTrend, span: Span, columns: number): Run[] {
  const { atMs, value, kind } = series
  const from = Math.max(0, firstAt(atMs, span.fromMs) - 1)
  const to = Math.min(atMs.length, firstAt(atMs, span.toMs + 1) + 1)
  const columnMs = Math.max(1, span.toMs - span.fromMs) / Math.max(1, columns)
  const runs: Run[] = []
  let index = from
  let joined = false
  while (index < to) {
    if (Number.isNaN(value[index]!)) {
      joined = false
      index += 1
      continue
    }
    const sameKind = kind[index]
    const t: number[] = []
    const v: number[] = []
    const put = (at: number) => {
      t.push(atMs[at]!)
      v.push(value[at]!)
    }
    const columnOf = (at: number) => Math.floor((atMs[at]! - span.fromMs) / columnMs)
    const goesOn = (at: number) => at < to && kind[at] === sameKind && !Number.isNaN(value[at]!)
    /** The column drawn before; where none is beside this one, a line goes a long way from its last point to the first here. */
    let before = Number.NEGATIVE_INFINITY
    while (goesOn(index)) {
      const column = columnOf(index)
      const first = index
      let low = index
      let high = index
      let end = index + 1
      while (goesOn(end) && columnOf(end) === column) {
        if (value[end]! < value[low]!) low = end
        if (value[end]! > value[high]!) high = end
        end += 1
      }
      const early = Math.min(low, high)
      const later = Math.max(low, high)
      const last = end - 1
      if (first !== early && column - before > 1) put(first)
      put(early)
      if (later !== early) put(later)
      if (last !== later && (!goesOn(end) || columnOf(end) - column > 1)) put(last)
      before = column
      index = end
    }
    runs.push({ late: sameKind === POINT.recovered, joined, t, v })
    joined = true
  }
  return runs
}

/** The lowest and the highest value drawn; `[Infinity, -Infinity]` where there is none. */
export function extremesOf(runs: readonly Run[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const { v } of runs)
    for (const value of v) {
      if (value < low) low = value
      if (value > high) high = value
    }
  return [low, high]
}

export type Stretch = { readonly fromMs: number; readonly toMs: number }

/**
 * Stretches without a value that came in time, from the last one before to the first one after.
 * @param minMs shorter ones are left out; a value older than this at `nowMs` opens a stretch that goes on
 */
export function emptyStretches(series: SignalTrend, span: Span, minMs: number, nowMs: number): Stretch[] {
  const { atMs, kind } = series
  const stretches: Stretch[] = []
  let since: number | undefined
  const close = (toMs: number) => {
    if (since !== undefined && toMs - since >= minMs) stretches.push({ fromMs: since, toMs })
    since = undefined
  }
  let index = Math.max(0, firstAt(atMs, span.fromMs) - 1)
  // A stretch that began before the window is as long as it is.
  while (index > 0 && kind[index] !== POINT.live) index -= 1
  for (; index < atMs.length; index += 1) {
    const at = atMs[index]!
    if (kind[index] !== POINT.live) since ??= index === 0 ? at : atMs[index - 1]!
    else close(at)
    if (at > span.toMs) return stretches
  }
  since ??= atMs.at(-1)
  close(nowMs)
  return stretches
}
