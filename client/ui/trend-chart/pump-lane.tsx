// Owns the rate's lane: what people recorded at the pump. The steps reach to now, so they lie over the lane.
import type { Trends } from '@chairside/shared/fold/trends.ts'
import { useMemo } from 'react'
import { gapBands, type LaneCommon, NO_POINTS, SHARES, shareOf } from './drawing.ts'
import { Lane, type LaneLimit } from './lane.tsx'
import { RateSteps } from './rate-steps.tsx'
import type { Domain } from './scale.ts'
import styles from './trend-chart.module.css'

const NONE: readonly LaneLimit[] = []

export function PumpLane({
  drawing,
  trends,
  infusion,
  timeTicks: ticks,
  gaps,
  nowMs,
  plannedEndMs,
}: LaneCommon & { readonly trends: Trends; readonly plannedEndMs: number | undefined }) {
  const count = trends.rates.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: acts are appended in place
  const drawn = useMemo(() => {
    const box = shareOf(drawing, SHARES.pump)
    const most = Math.max(10, ...trends.rates.map(({ rateMlPerHr }) => rateMlPerHr))
    const domain: Domain = [0, most * 1.7]
    return { box, domain, bands: gapBands(gaps, drawing.span, nowMs) }
  }, [drawing, count, gaps])
  return (
    <div style={{ position: 'relative' }}>
      <Lane
        label="Rate"
        unit="mL/h"
        tone="infusion"
        box={drawn.box}
        span={drawing.span}
        domain={drawn.domain}
        tickEvery={1_000}
        points={NO_POINTS}
        limits={NONE}
        infusion={infusion}
        bands={drawn.bands}
        timeTicks={ticks}
      />
      <svg className={styles['overlay']} width={drawn.box.width} height={drawn.box.height} aria-hidden="true">
        <RateSteps
          rates={trends.rates}
          nowMs={nowMs}
          plannedEndMs={plannedEndMs}
          box={drawn.box}
          span={drawing.span}
          domain={drawn.domain}
        />
      </svg>
    </div>
  )
}
