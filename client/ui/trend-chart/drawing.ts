// Owns what a lane is drawn from: its stretch of time, its size, and what crosses every lane.
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import type { RateSegment } from '@chairside/shared/fold/session-state.ts'
import type { Trends } from '@chairside/shared/fold/trends.ts'
import type { Quantity } from '@chairside/shared/vitals.ts'
import type { InkSpan } from './alarm-ink.ts'
import type { TrendEvent } from './event-rows.ts'
import type { TrendGap } from './hatches.ts'
import type { LaneId, LimitLine } from './limit-lines.ts'
import type { Box, Domain, Span } from './scale.ts'

/** A lane draws itself again when it is given another one of these, and only then. */
export type Drawing = {
  readonly span: Span
  readonly box: Box
  /** Hub time when it was made: how far gaps and steps that go on reach. */
  readonly nowMs: number
}

/** A frozen value of before the infusion, where there is one. */
export type Baseline = Readonly<Partial<Record<Quantity, number>>>

/** Another device or another sensor took over. */
export type SourceChange = { readonly atMs: number; readonly lane: LaneId; readonly words: string }

/** Everything the lanes show besides their own series. A new object wherever something changed. */
export type Scene = {
  readonly trends: Trends
  /** At the pump, as the acts stand now: late entries, undos and amendments in. */
  readonly rates: readonly RateSegment[]
  readonly infusion: { readonly fromMs: number; readonly toMs: number } | undefined
  readonly plannedEndMs: number | undefined
  readonly gaps: readonly TrendGap[]
  readonly alarms: readonly AlarmSpan[]
  readonly ink: readonly InkSpan[]
  readonly limits: Readonly<Record<LaneId, readonly LimitLine[]>>
  readonly changes: readonly SourceChange[]
  readonly baseline: Baseline | undefined
  readonly events: readonly TrendEvent[]
  /** The lane of alarms as they were recorded. */
  readonly showsAlarms: boolean
}

export const AXIS_PX = 22
export const ALARM_LANE_PX = 26

const SHARES = { rate: 0.29, pressure: 0.38, spo2: 0.2, respiration: 0.15, pump: 0.13 } as const

/** Heights of the lanes that share what is left of `height`. */
export function laneHeights(height: number, withRespiration: boolean): Readonly<Record<LaneId, number>> {
  const { respiration, ...others } = SHARES
  const shares = withRespiration ? SHARES : { ...others, respiration: 0 }
  const sum = Object.values(shares).reduce((total, share) => total + share, 0)
  const of = (share: number) => Math.floor((height * share) / sum)
  return {
    rate: of(shares.rate),
    pressure: of(shares.pressure),
    spo2: of(shares.spo2),
    respiration: of(withRespiration ? respiration : 0),
    pump: of(shares.pump),
  }
}

export type { Box, Domain, Span }
