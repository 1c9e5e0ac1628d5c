// Owns what a lane is drawn from: its stretch of time, its size, and the gaps that cross every lane.
import type { LaneBand } from './lane.tsx'
import type { Box, Span } from './scale.ts'

/** A lane draws itself again when it is given another one of these, and only then. */
export type Drawing = { readonly span: Span; readonly box: Box; readonly step: number }

export type TrendGap = { readonly kind: 'device' | 'hub'; readonly fromMs: number; readonly toMs?: number }

export const AXIS_PX = 24
/** Of the height above the axis. */
export const SHARES = { rate: 0.29, pressure: 0.39, spo2: 0.2, pump: 0.12 } as const

/** What every lane shares. */
export type LaneCommon = {
  readonly drawing: Drawing
  readonly infusion: { fromMs: number; toMs: number } | undefined
  readonly timeTicks: readonly number[]
  readonly gaps: readonly TrendGap[]
  /** Hub time. */
  readonly nowMs: number
}

export const shareOf = ({ box }: Drawing, share: number): Box => ({
  width: box.width,
  height: Math.floor((box.height - AXIS_PX) * share),
})

export const gapBands = (gaps: readonly TrendGap[], { fromMs, toMs }: Span, nowMs: number): LaneBand[] =>
  gaps
    .map((gap) => ({ kind: gap.kind, fromMs: gap.fromMs, toMs: gap.toMs ?? nowMs }))
    .filter((gap) => gap.toMs > fromMs && gap.fromMs < toMs)

export const NO_POINTS: readonly never[] = []
