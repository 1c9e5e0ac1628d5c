// Owns which points of a series are drawn: the lowest and highest of each pixel column, gaps kept as gaps.
// Always a fresh array: the chart library freezes what it is given.
import { POINT, type SignalTrend } from '@chairside/shared/fold/trends.ts'
import type { Span } from './scale.ts'

/** `live` is drawn as a line, `late` dotted (it came too late to be judged); null breaks the line. */
export type LanePoint = { readonly t: number; readonly live: number | null; readonly late: number | null }

const firstAt = (times: readonly number[], atMs: number): number => {
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
 * @param columns how many columns the plot may use; a series with fewer points is drawn as it is
 */
export function lanePoints(series: SignalTrend, span: Span, columns: number): LanePoint[] {
  const { atMs, value, kind } = series
  const from = Math.max(0, firstAt(atMs, span.fromMs) - 1)
  const to = Math.min(atMs.length, firstAt(atMs, span.toMs) + 1)
  const points: LanePoint[] = []
  const put = (index: number) => {
    const measured = value[index]!
    const late = kind[index] === POINT.recovered
    const before = points.at(-1)
    points.push({
      t: atMs[index]!,
      live: Number.isNaN(measured) || late ? null : measured,
      late: Number.isNaN(measured) || !late ? null : measured,
    })
    // A dotted run begins where the line ended, so that neither hangs in the air.
    if (late && before !== undefined && before.live !== null)
      points[points.length - 2] = { ...before, late: before.live }
  }
  const columnMs = (span.toMs - span.fromMs) / Math.max(1, columns)
  let index = from
  while (index < to) {
    const column = Math.floor((atMs[index]! - span.fromMs) / columnMs)
    const sameKind = kind[index]
    let low = index
    let high = index
    let end = index + 1
    while (
      end < to &&
      kind[end] === sameKind &&
      Math.floor((atMs[end]! - span.fromMs) / columnMs) === column
    ) {
      if (value[end]! < value[low]!) low = end
      if (value[end]! > value[high]!) high = end
      end += 1
    }
    put(Math.min(low, high))
    if (low !== high) put(Math.max(low, high))
    index = end
  }
  return points
}

/**
 * Stretches without a value, from the last one before to the first one after.
 * @param minMs shorter ones are left out; a value older than this at `nowMs` opens a stretch that goes on
 */
export function emptyStretches(
  series: SignalTrend,
  span: Span,
  minMs: number,
  nowMs: number,
): { fromMs: number; toMs: number }[] {
  const { atMs, value } = series
  const stretches: { fromMs: number; toMs: number }[] = []
  let since: number | undefined
  const close = (toMs: number) => {
    if (since !== undefined && toMs - since >= minMs) stretches.push({ fromMs: since, toMs })
    since = undefined
  }
  for (let index = Math.max(0, firstAt(atMs, span.fromMs) - 1); index < atMs.length; index += 1) {
    const at = atMs[index]!
    if (at > span.toMs) break
    if (Number.isNaN(value[index])) since ??= index === 0 ? at : Math.max(atMs[index - 1]!, span.fromMs)
    else close(at)
  }
  since ??= atMs.at(-1)
  close(Math.min(nowMs, span.toMs))
  return stretches
}

/** The newest points after `fromMs`, for the live tail; stops at a gap so that nothing is joined across it. */
export function tailPoints(series: SignalTrend, fromMs: number): { t: number; v: number }[] {
  const { atMs, value } = series
  const points: { t: number; v: number }[] = []
  for (let index = Math.max(0, firstAt(atMs, fromMs) - 1); index < atMs.length; index += 1)
    points.push({ t: atMs[index]!, v: value[index]! })
  return points
}
