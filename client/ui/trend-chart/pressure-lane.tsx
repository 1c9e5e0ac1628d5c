// Owns the cuff's lane: marks only, drawn again when a reading lands, an alarm changes or the window moves.
import type { Trends } from '@chairside/shared/fold/trends.ts'
import { BLOOD_PRESSURE } from '@chairside/shared/vitals.ts'
import { memo, useMemo } from 'react'
import { inkOf } from './alarm-ink.ts'
import { CuffMarks } from './cuff-marks.tsx'
import type { Drawing, Scene } from './drawing.ts'
import { hatchesIn, type TrendGap } from './hatches.ts'
import { Lane } from './lane.tsx'
import { type Box, type Domain, widened, within } from './scale.ts'

/** The range of the cuff's lane, from the readings in the window. */
export function pressureDomain(
  readings: readonly { readonly systolic?: number | undefined; readonly diastolic?: number | undefined }[],
): Domain {
  const values = readings.flatMap(({ systolic, diastolic }) => [systolic, diastolic])
  const known = values.filter((value) => value !== undefined)
  return widened([40, 200], 20, Math.min(...known), Math.max(...known))
}

/** The cuff is away until it is back, or until another device has one. */
export function cuffGaps(gaps: readonly TrendGap[], sources: Trends['sources']): TrendGap[] {
  return gaps.map((gap) => {
    if (gap.kind === 'hub') return gap
    const taken = sources.find(({ atMs, signals }) => atMs >= gap.fromMs && signals.includes('bloodPressure'))
    return taken === undefined || (gap.toMs ?? Number.POSITIVE_INFINITY) <= taken.atMs
      ? gap
      : { ...gap, toMs: taken.atMs }
  })
}

const QUANTITIES = ['systolic', 'diastolic', 'mean'] as const
const NOTHING_EMPTY: readonly never[] = []

export const PressureLane = memo(function PressureLane({
  drawing,
  height,
  scene,
}: {
  readonly drawing: Drawing
  readonly height: number
  readonly scene: Pick<Scene, 'trends' | 'infusion' | 'gaps' | 'ink' | 'limits' | 'changes' | 'baseline'>
  /** Readings so far: they are appended in place. */
  readonly count: number
}) {
  const { trends, gaps } = scene
  const { span, nowMs } = drawing
  const box = useMemo<Box>(() => ({ width: drawing.box.width, height }), [drawing.box.width, height])
  const readings = trends.cuff.filter(({ atMs }) => within(span, atMs))
  const domain = pressureDomain(readings)
  const ink = useMemo(() => inkOf(scene.ink, QUANTITIES), [scene.ink])
  // biome-ignore lint/correctness/useExhaustiveDependencies: sources are appended in place, with a device that came back
  const hatches = useMemo(
    () => hatchesIn(NOTHING_EMPTY, cuffGaps(gaps, trends.sources), span, nowMs),
    [gaps, span, nowMs],
  )
  const systolic = scene.baseline?.systolic
  return (
    <Lane
      label={BLOOD_PRESSURE.short}
      unit={BLOOD_PRESSURE.unit}
      tone="pressure"
      drawing={drawing}
      box={box}
      domain={domain}
      tickEvery={30}
      limits={scene.limits.pressure}
      infusion={scene.infusion}
      hatches={hatches}
      changes={scene.changes.filter(({ lane }) => lane === 'pressure')}
      baseline={systolic}
      marks={<CuffMarks readings={readings} ink={ink} box={box} span={span} domain={domain} />}
    />
  )
})
