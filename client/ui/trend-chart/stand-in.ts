// Owns where the pulse rate stands in for a heart rate that is not there: drawn in its lane, named PR, and never joined to it.
import type { SignalTrend } from '@chairside/shared/fold/trends.ts'
import { drawnRuns, linePaths, type Place } from './line-path.ts'
import { emptyStretches, type Stretch } from './points.ts'
import { type Box, type Span, within } from './scale.ts'

export type StandIn = {
  readonly path: string
  /** Where it begins each time, hub time. */
  readonly fromMs: readonly number[]
  /** Stretches where neither has a value. */
  readonly empty: readonly Stretch[]
}

/**
 * @param missing stretches without a value of the lane's own signal
 * @param minMs stretches without a value of the other that are shorter are believed
 */
export function standIn(
  other: SignalTrend,
  missing: readonly Stretch[],
  box: Pick<Box, 'width'>,
  span: Span,
  place: Place,
  minMs: number,
  nowMs: number,
): StandIn {
  const silent = emptyStretches(other, span, minMs, nowMs)
  let path = ''
  const fromMs: number[] = []
  const empty: Stretch[] = []
  for (const stretch of missing) {
    const inside = { fromMs: Math.max(stretch.fromMs, span.fromMs), toMs: Math.min(stretch.toMs, span.toMs) }
    // Of what came in time only: late values of either are the other path's.
    const runs = drawnRuns(other, span, box)
      .filter(({ late }) => !late)
      .flatMap((run) => {
        const kept = run.t.flatMap((t, index) => (within(inside, t) ? index : []))
        if (kept.length === 0) return []
        return [{ ...run, joined: false, t: kept.map((at) => run.t[at]!), v: kept.map((at) => run.v[at]!) }]
      })
    const first = runs[0]?.t[0]
    if (first === undefined) {
      empty.push(stretch)
      continue
    }
    path += linePaths(runs, place, false).live
    fromMs.push(first)
    for (const gap of silent) {
      const from = Math.max(gap.fromMs, stretch.fromMs)
      const to = Math.min(gap.toMs, stretch.toMs)
      if (to > from) empty.push({ fromMs: from, toMs: to })
    }
  }
  return { path, fromMs, empty }
}
