// Owns a lane of a continuous signal: the drawn line, its gaps, and the live tail over it.
import type { Trends } from '@chairside/shared/fold/trends.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import { useMemo } from 'react'
import { gapBands, type LaneCommon, shareOf } from './drawing.ts'
import { Lane, type LaneBand, type LaneLimit } from './lane.tsx'
import { LiveTail } from './live-tail.tsx'
import { emptyStretches, lanePoints } from './points.ts'
import { type Domain, plotWidth, widened } from './scale.ts'

const PX_PER_COLUMN = 2
/** A stretch without values is hatched from this length, milliseconds. */
const HATCH_FROM_MS = 10_000

export function SignalLane({
  drawing,
  share,
  trends,
  signal,
  tone,
  base,
  widen,
  tickEvery,
  limits,
  stepped = false,
  infusion,
  timeTicks: ticks,
  gaps,
  nowMs,
}: LaneCommon & {
  readonly trends: Trends
  readonly share: number
  readonly signal: 'heartRate' | 'pulseRate' | 'spo2'
  readonly tone: string
  readonly base: Domain
  readonly widen: number
  readonly tickEvery: number
  readonly limits: readonly LaneLimit[]
  readonly stepped?: boolean
}) {
  const series = trends.signals[signal]
  // Everything drawn hangs on `drawing`: it changes every ten seconds, when the window moves, or when the past did.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the series grows in place
  const drawn = useMemo(() => {
    const box = shareOf(drawing, share)
    const points = lanePoints(series, drawing.span, plotWidth(box) / PX_PER_COLUMN)
    const values = points.flatMap(({ live, late }) => [live ?? Number.NaN, late ?? Number.NaN])
    const domain = widened(base, widen, values)
    const bands: LaneBand[] = [
      ...emptyStretches(series, drawing.span, HATCH_FROM_MS, nowMs).map((each) => ({
        ...each,
        kind: 'none' as const,
      })),
      ...gapBands(gaps, drawing.span, nowMs),
    ]
    const throughMs = series.atMs.at(-1) ?? drawing.span.fromMs
    return { box, points, domain: signal === 'spo2' ? ([domain[0], 101] as const) : domain, bands, throughMs }
  }, [drawing, gaps, signal, share])
  const { label, unit, short } = CATALOGUE[signal]
  return (
    <div style={{ position: 'relative' }}>
      <Lane
        label={signal === 'spo2' ? label : short}
        unit={unit}
        tone={tone}
        box={drawn.box}
        span={drawing.span}
        domain={drawn.domain}
        tickEvery={tickEvery}
        points={drawn.points}
        stepped={stepped}
        limits={limits}
        infusion={infusion}
        bands={drawn.bands}
        timeTicks={ticks}
      />
      <LiveTail
        series={series}
        fromMs={drawn.throughMs}
        nowMs={nowMs}
        box={drawn.box}
        span={drawing.span}
        domain={drawn.domain}
        tone={tone}
        stepped={stepped}
      />
    </div>
  )
}
