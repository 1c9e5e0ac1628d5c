// Owns the path of a line: what is drawn between measured neighbours, and nothing else. Pure; the very numbers on the glass.

import type { SignalTrend } from '@chairside/shared/fold/trends.ts'
import { type Run, runsIn } from './points.ts'
import { type Box, type Domain, plotWidth, type Span, xOf, yOf } from './scale.ts'

export type Place = { readonly x: (atMs: number) => number; readonly y: (value: number) => number }

export const placeIn = (box: Box, span: Span, domain: Domain): Place => ({
  x: (atMs) => xOf(box, span, atMs),
  y: (value) => yOf(box, domain, value),
})

const px = (value: number): string => String(Math.round(value * 10) / 10)

/**
 * @param stepped a value holds until the next one (SpO₂ comes in whole numbers); otherwise neighbours are joined straight
 */
function runPath(t: readonly number[], v: readonly number[], { x, y }: Place, stepped: boolean): string {
  let path = ''
  let lastX = ''
  let lastY = ''
  for (let index = 0; index < t.length; index += 1) {
    const atX = px(x(t[index]!))
    const atY = px(y(v[index]!))
    if (index === 0) path += `M${atX} ${atY}`
    else if (stepped) path += (atX === lastX ? '' : `H${atX}`) + (atY === lastY ? '' : `V${atY}`)
    else if (atX !== lastX || atY !== lastY) path += `L${atX} ${atY}`
    lastX = atX
    lastY = atY
  }
  // One point alone is a dot: a line of no length with round ends.
  return t.length === 1 || !/[LHV]/.test(path) ? `${path}h0` : path
}

export type LinePaths = {
  /** Came in time. */
  readonly live: string
  /** Filled in later, with the joints to its neighbours: dotted. */
  readonly late: string
}

export function linePaths(runs: readonly Run[], place: Place, stepped: boolean): LinePaths {
  let live = ''
  let late = ''
  for (const [index, run] of runs.entries()) {
    if (!run.late) {
      live += runPath(run.t, run.v, place, stepped)
      continue
    }
    const before = run.joined ? runs[index - 1] : undefined
    const next = runs[index + 1]
    const after = next?.joined === true ? next : undefined
    late += runPath(
      [...(before ? [before.t.at(-1)!] : []), ...run.t, ...(after ? [after.t[0]!] : [])],
      [...(before ? [before.v.at(-1)!] : []), ...run.v, ...(after ? [after.v[0]!] : [])],
      place,
      stepped,
    )
  }
  return { live, late }
}

/** The drawn line of a series in a window, one column a pixel. */
export const drawnRuns = (series: SignalTrend, span: Span, box: Pick<Box, 'width'>): Run[] =>
  runsIn(series, span, plotWidth(box))
