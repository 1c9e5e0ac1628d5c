// Owns the last seconds of a line, between two drawings of its lane: one cheap path in the same scale, moved once a second.
// Never joins across a gap.
import type { SignalTrend } from '@chairside/shared/fold/trends.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { memo } from 'react'
import { linePaths, placeIn } from './line-path.ts'
import { extremesOf, runsIn } from './points.ts'
import { type Box, type Domain, MARGIN, plotHeight, plotWidth, type Span, xOf, yOf } from './scale.ts'
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
  if (newest === undefined || newest <= fromMs || fromMs > span.toMs) return undefined
  const tail = runsIn(series, { fromMs, toMs: Math.min(newest, span.toMs) }, 1_000)
  // The run before the tail's first point belongs to the lane's own drawing.
  const runs = tail.filter(({ t }) => t.at(-1)! >= fromMs)
  const { live, late } = linePaths(runs, placeIn(box, span, domain), stepped)
  const stroke = priority === undefined ? `var(--${tone})` : `var(--${priority})`
  const value = series.value.at(-1)!
  const [low, high] = extremesOf(runs)
  // Beyond the lane's range until it is drawn again, with a wider one: cut off at the plot's edge, never outside.
  const inside = low >= domain[0] && high <= domain[1]
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
        x={MARGIN.left}
        y={MARGIN.top - 4}
        width={plotWidth(box)}
        height={plotHeight(box) + 8}
        viewBox={`${MARGIN.left} ${MARGIN.top - 4} ${plotWidth(box)} ${plotHeight(box) + 8}`}
        overflow="hidden"
      >
        <g fill="none" strokeWidth={LINE_PX} strokeLinecap="round">
          <path d={live} stroke={stroke} />
          {late !== '' && <path d={late} stroke={stroke} strokeDasharray="0.1 4" strokeWidth={2} />}
        </g>
        {!Number.isNaN(value) && inside && newest <= span.toMs && (
          <circle cx={xOf(box, span, newest)} cy={yOf(box, domain, value)} r={2.5} fill={stroke} />
        )}
      </svg>
    </svg>
  )
})
