// Owns the trend: four lanes on one time axis, a live tail over them. The only place that knows the chart library.
// A gap is a gap, a cuff reading is a mark, and nothing is drawn that was not measured or recorded.
import { ADULT_KETAMINE_INFUSION, limitsShown } from '@chairside/shared/alarm/rules.ts'
import { limitWords } from '@chairside/shared/alarm/text.ts'
import type { InfusionNow } from '@chairside/shared/fold/session-state.ts'
import type { Trends } from '@chairside/shared/fold/trends.ts'
import type { Quantity } from '@chairside/shared/vitals.ts'
import { useEffect, useMemo, useRef, useState } from 'react'
import { clockMinutes, tPlus } from '../format.ts'
import type { MarkAlarm } from './cuff-marks.tsx'
import { AXIS_PX, type Drawing, SHARES, type TrendGap } from './drawing.ts'
import type { LaneLimit } from './lane.tsx'
import { PressureLane } from './pressure-lane.tsx'
import { PumpLane } from './pump-lane.tsx'
import { type Box, type Span, timeTicks, xOf } from './scale.ts'
import { SignalLane } from './signal-lane.tsx'
import styles from './trend-chart.module.css'

export type TrendChartProps = {
  readonly trends: Trends
  readonly infusion: InfusionNow
  readonly gaps: readonly TrendGap[]
  readonly alarmed: readonly MarkAlarm[]
  readonly span: Span
  /** Hub time. */
  readonly nowMs: number
  /** When the infusion would be over as planned; absent: it is over, or nobody said. */
  readonly plannedEndMs: number | undefined
  /** Changes when the lanes may be drawn again. */
  readonly step: number
  readonly zone: string | undefined
  /** Runs once at the next frame: at most one lane is drawn in each. */
  readonly onNextFrame: (run: () => void) => void
}

const limitsOf = (quantity: Quantity): LaneLimit[] =>
  limitsShown(ADULT_KETAMINE_INFUSION, quantity).map((limit) => ({
    value: limit.value,
    label: limitWords(limit),
  }))
/** Heart rate: where alarms begin and become HIGH, both ways. SpO₂: the first two steps; the others stand on the tile. */
const RATE_LIMITS = limitsOf('heartRate')
const SPO2_LIMITS = limitsOf('spo2')
  .slice(0, 2)
  .map((limit, index) => ({ ...limit, under: index === 1 }))

function useBox(): [React.RefObject<HTMLDivElement | null>, Box | undefined] {
  const ref = useRef<HTMLDivElement>(null)
  const [box, setBox] = useState<Box | undefined>()
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return
      const { width, height } = entry.contentRect
      setBox({ width: Math.floor(width), height: Math.floor(height) })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, box]
}

/** What each lane was last drawn with: one lane catches up in each frame. */
function useStaggered<T>(wanted: T, lanes: number, onNextFrame: (run: () => void) => void): readonly T[] {
  const [drawn, setDrawn] = useState<readonly T[]>(() => new Array<T>(lanes).fill(wanted))
  useEffect(() => {
    const stale = drawn.findIndex((each) => each !== wanted)
    if (stale !== -1) onNextFrame(() => setDrawn((before) => before.with(stale, wanted)))
  }, [drawn, wanted, onNextFrame])
  return drawn
}

export function TrendChart(props: TrendChartProps) {
  const [ref, box] = useBox()
  return (
    <div className={styles['chart']} ref={ref}>
      {box !== undefined && box.width > 120 && box.height > 160 && <Lanes {...props} box={box} />}
    </div>
  )
}

function Lanes({ box, ...props }: TrendChartProps & { readonly box: Box }) {
  const { trends, infusion, gaps, alarmed, span, nowMs, plannedEndMs, step, zone, onNextFrame } = props
  const { fromMs, toMs } = span
  const { width, height } = box
  const rewritten = trends.rewritten
  // biome-ignore lint/correctness/useExhaustiveDependencies: a rewritten past is a reason to draw again
  const wanted = useMemo<Drawing>(
    () => ({ span: { fromMs, toMs }, box: { width, height }, step }),
    [fromMs, toMs, width, height, step, rewritten],
  )
  const [rateDrawing, pressureDrawing, spo2Drawing, pumpDrawing] = useStaggered(wanted, 4, onNextFrame)
  const rateSignal = trends.signals.heartRate.atMs.length > 0 ? 'heartRate' : 'pulseRate'
  const laneBox = (share: number): Box => ({ width, height: Math.floor((height - AXIS_PX) * share) })
  const { startedAtMs, stoppedAtMs } = infusion
  const band = useMemo(
    () =>
      startedAtMs === undefined
        ? undefined
        : { fromMs: startedAtMs, toMs: stoppedAtMs ?? Math.max(plannedEndMs ?? 0, toMs - 1) },
    [startedAtMs, stoppedAtMs, plannedEndMs, toMs],
  )
  const ticks = useMemo(
    () => timeTicks({ width }, { fromMs, toMs }, startedAtMs ?? 0),
    [width, fromMs, toMs, startedAtMs],
  )
  const common = { infusion: band, timeTicks: ticks, gaps, nowMs }
  return (
    <div className={styles['lanes']}>
      <svg width="0" height="0" aria-hidden="true" style={{ position: 'absolute' }}>
        <title>Patterns</title>
        <defs>
          {(['none', 'device', 'hub'] as const).map((kind) => (
            <pattern
              key={kind}
              id={`gap-${kind}`}
              width="7"
              height="7"
              patternUnits="userSpaceOnUse"
              patternTransform={`rotate(${kind === 'hub' ? -45 : 45})`}
            >
              <path
                d={kind === 'device' ? 'M0 0V7M3.5 0V7' : 'M0 0V7'}
                stroke="var(--gap)"
                strokeWidth={kind === 'none' ? 1.5 : 3}
              />
            </pattern>
          ))}
        </defs>
      </svg>
      <SignalLane
        drawing={rateDrawing!}
        share={SHARES.rate}
        trends={trends}
        signal={rateSignal}
        tone="heart-rate"
        base={[40, 140]}
        widen={20}
        tickEvery={20}
        limits={RATE_LIMITS}
        {...common}
      />
      <PressureLane drawing={pressureDrawing!} trends={trends} alarmed={alarmed} {...common} />
      <SignalLane
        drawing={spo2Drawing!}
        share={SHARES.spo2}
        trends={trends}
        signal="spo2"
        tone="spo2"
        base={[86, 101]}
        widen={5}
        tickEvery={5}
        limits={SPO2_LIMITS}
        stepped
        {...common}
      />
      <PumpLane drawing={pumpDrawing!} trends={trends} plannedEndMs={plannedEndMs} {...common} />
      <svg className={styles['axis']} width={width} height={AXIS_PX} role="img" aria-label="Time">
        {ticks.map((tick) => (
          <text
            key={tick}
            x={Math.min(width - 30, Math.max(30, xOf(box, span, tick)))}
            y={17}
            textAnchor="middle"
            fill="var(--muted)"
            fontSize={13}
          >
            {startedAtMs !== undefined && tick >= startedAtMs
              ? tPlus(tick - startedAtMs)
              : clockMinutes(tick, zone)}
          </text>
        ))}
      </svg>
      <svg className={styles['overlay']} width={width} height={height} aria-hidden="true">
        <path
          d={`M${xOf(box, span, nowMs)} 0V${laneBox(1).height}`}
          stroke="var(--muted)"
          strokeOpacity={0.6}
          strokeWidth={1}
        />
      </svg>
    </div>
  )
}
