// Owns the cuff's lane: marks only, redrawn when a reading lands or the window moves.
import { ADULT_KETAMINE_INFUSION, limitsShown } from '@chairside/shared/alarm/rules.ts'
import { limitWords } from '@chairside/shared/alarm/text.ts'
import type { Trends } from '@chairside/shared/fold/trends.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import { useMemo } from 'react'
import { CuffMarks, type MarkAlarm } from './cuff-marks.tsx'
import { gapBands, type LaneCommon, NO_POINTS, SHARES, shareOf } from './drawing.ts'
import { Lane, type LaneLimit } from './lane.tsx'
import { widened } from './scale.ts'

/** Where alarms begin and where they become HIGH; the others stand on the tile. */
const LIMITS: readonly LaneLimit[] = [
  ...limitsShown(ADULT_KETAMINE_INFUSION, 'systolic').slice(0, 2),
  ...limitsShown(ADULT_KETAMINE_INFUSION, 'diastolic').slice(0, 1),
].map((limit, index) => ({
  value: limit.value,
  label: `${CATALOGUE[index < 2 ? 'systolic' : 'diastolic'].short} ${limitWords(limit)}`,
}))

export function PressureLane({
  drawing,
  trends,
  alarmed,
  infusion,
  timeTicks: ticks,
  gaps,
  nowMs,
}: LaneCommon & { readonly trends: Trends; readonly alarmed: readonly MarkAlarm[] }) {
  const count = trends.cuff.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: readings are appended in place
  const drawn = useMemo(() => {
    const box = shareOf(drawing, SHARES.pressure)
    const readings = trends.cuff.filter(
      ({ atMs }) => atMs >= drawing.span.fromMs && atMs <= drawing.span.toMs,
    )
    const values = readings.flatMap(({ systolic, diastolic }) => [
      systolic ?? Number.NaN,
      diastolic ?? Number.NaN,
    ])
    const domain = widened([40, 200], 20, values)
    return {
      box,
      domain,
      bands: gapBands(gaps, drawing.span, nowMs),
      marks: (
        <CuffMarks readings={readings} alarmed={alarmed} box={box} span={drawing.span} domain={domain} />
      ),
    }
  }, [drawing, count, trends.rewritten, gaps, alarmed])
  return (
    <Lane
      label="BP"
      unit="mmHg"
      tone="pressure"
      box={drawn.box}
      span={drawing.span}
      domain={drawn.domain}
      tickEvery={30}
      points={NO_POINTS}
      limits={LIMITS}
      infusion={infusion}
      bands={drawn.bands}
      timeTicks={ticks}
    >
      {drawn.marks}
    </Lane>
  )
}
