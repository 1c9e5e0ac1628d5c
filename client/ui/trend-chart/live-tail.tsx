// Owns the last seconds of a line, between two drawings of its lane: one cheap path in the same scale, moved once a second.
// Never joins across a gap.
import type { SignalTrend } from '@chairside/shared/fold/trends.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { memo } from 'react'
import { linePaths, placeIn } from './line-path.ts'
import { runsIn } from './points.ts'
import { type Box, type Domain, MARGIN, plotHeight, plotWidth, type Span, within, xOf, yOf } from './scale.ts'
import { LINE_PX } from './signal-ink.tsx'
import styles from './trend-chart.module.css'

export const LiveTail = memo(function LiveTail({
  series,
  fromMs,
  box,
  span,
  domain,
  tone,
  stepped,
  priority,
}: {
  readonly series: SignalTrend
  /** The last point that the lane's own drawing has. */
  readonly fromMs: number
  readonly box: Box
  readonly span: Span
  readonly domain: Domain
  readonly tone: string
  readonly stepped: boolean
  /** Of the alarm that stands on this signal now. */
  readonly priority: Priority | undefined
  /** Changes when there is something new. */
  readonly version: number
}) {
  const newest = series.atMs.at(-1)
  const value = series.value.at(-1)
  if (newest === undefined || value === undefined || fromMs > span.toMs) return undefined
  const stroke = priority === undefined ? `var(--${tone})` : `var(--${priority})`
  const isNew = newest > fromMs
  // The run before the tail's first point belongs to the lane's own drawing.
  const runs = isNew
    ? runsIn(series, { fromMs, toMs: Math.min(newest, span.toMs) }, 1_000).filter(
        ({ t }) => t.at(-1)! >= fromMs,
      )
    : []
  const { live, late } = linePaths(runs, placeIn(box, span, domain), stepped)
  const inside = value >= domain[0] && value <= domain[1] && within(span, newest)
  return (
    <svg
      className={styles['overlay']}
      width={box.width}
      height={box.height}
      aria-hidden="true"
      data-tail={tone}
    >
      <svg
        aria-hidden="true"
        x={MARGIN.left - 3}
        y={MARGIN.top - 4}
        width={plotWidth(box) + 3}
        height={plotHeight(box) + 8}
        viewBox={`${MARGIN.left - 3} ${MARGIN.top - 4} ${plotWidth(box) + 3} ${plotHeight(box) + 8}`}
        overflow="hidden"
      >
        <g fill="none" strokeWidth={LINE_PX} strokeLinecap="round">
          <path d={live} stroke={stroke} />
          {late !== '' && <path d={late} stroke={stroke} strokeDasharray="0.1 4" strokeWidth={2} />}
        </g>
        {inside && <circle cx={xOf(box, span, newest)} cy={yOf(box, domain, value)} r={2.5} fill={stroke} />}
      </svg>
    </svg>
  )
})
