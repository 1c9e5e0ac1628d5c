// Owns the last seconds of a line, between two drawings of its lane: one cheap path in the same scale.
// Never joins across a gap.
import type { SignalTrend } from '@chairside/shared/fold/trends.ts'
import { tailPoints } from './points.ts'
import { type Box, type Domain, type Span, xOf, yOf } from './scale.ts'
import styles from './trend-chart.module.css'

export function LiveTail({
  series,
  fromMs,
  nowMs,
  box,
  span,
  domain,
  tone,
  stepped,
}: {
  readonly series: SignalTrend
  /** Where the lane's own drawing ends. */
  readonly fromMs: number
  readonly nowMs: number
  readonly box: Box
  readonly span: Span
  readonly domain: Domain
  readonly tone: string
  readonly stepped: boolean
}) {
  let path = ''
  let pen = false
  let lastY = 0
  for (const { t, v } of tailPoints(series, fromMs)) {
    if (Number.isNaN(v) || t > Math.min(nowMs + 2_000, span.toMs)) {
      pen = false
      continue
    }
    const x = xOf(box, span, t).toFixed(1)
    const y = yOf(box, domain, v)
    path += pen ? (stepped ? `H${x}V${y.toFixed(1)}` : `L${x} ${y.toFixed(1)}`) : `M${x} ${y.toFixed(1)}`
    pen = true
    lastY = y
  }
  const at = series.atMs.at(-1)
  return (
    <svg className={styles['overlay']} width={box.width} height={box.height} aria-hidden="true">
      <path d={path} fill="none" stroke={`var(--${tone})`} strokeWidth={1.75} />
      {pen && at !== undefined && (
        <circle cx={xOf(box, span, at)} cy={lastY} r={2.5} fill={`var(--${tone})`} />
      )}
    </svg>
  )
}
