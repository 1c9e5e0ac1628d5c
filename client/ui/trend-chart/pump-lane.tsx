// Owns the rate's lane: what people recorded at the pump, and by plan what lies ahead.
import { memo, useMemo } from 'react'
import type { Drawing, Scene } from './drawing.ts'
import { hatchesIn, type TrendGap } from './hatches.ts'
import { Lane } from './lane.tsx'
import { RateSteps } from './rate-steps.tsx'
import type { Box, Domain } from './scale.ts'

const NOTHING_EMPTY: readonly never[] = []
/** A monitor that was away says nothing of the pump: people record it. */
const hubOnly = (gaps: readonly TrendGap[]) => gaps.filter(({ kind }) => kind === 'hub')

export const PumpLane = memo(function PumpLane({
  drawing,
  height,
  scene,
}: {
  readonly drawing: Drawing
  readonly height: number
  readonly scene: Pick<Scene, 'rates' | 'infusion' | 'gaps' | 'limits' | 'plannedEndMs'>
  /** Acts so far: they are appended in place. */
  readonly count: number
}) {
  const { rates, gaps, plannedEndMs } = scene
  const { span, nowMs } = drawing
  const box = useMemo<Box>(() => ({ width: drawing.box.width, height }), [drawing.box.width, height])
  const most = Math.max(10, ...rates.map(({ rateMlPerHr }) => rateMlPerHr))
  const domain: Domain = [0, most * 1.25]
  const hatches = useMemo(() => hatchesIn(NOTHING_EMPTY, hubOnly(gaps), span, nowMs), [gaps, span, nowMs])
  return (
    <Lane
      label="Rate"
      unit="mL/h"
      tone="infusion"
      drawing={drawing}
      box={box}
      domain={domain}
      tickEvery={20}
      limits={scene.limits.pump}
      infusion={scene.infusion}
      hatches={hatches}
      ink={
        <RateSteps
          rates={rates}
          nowMs={nowMs}
          plannedEndMs={plannedEndMs}
          box={box}
          span={span}
          domain={domain}
        />
      }
    />
  )
})
