// Owns the trend: four lanes on one time axis, a live tail over them. The only place that knows the chart library.
// A gap is a gap, a cuff reading is a mark, and nothing is drawn that was not measured or recorded.
import { ADULT_KETAMINE_INFUSION, limitsShown } from '@chairside/shared/alarm/rules.ts'
import { limitWords } from '@chairside/shared/alarm/text.ts'
import type { InfusionNow } from '@chairside/shared/fold/session-state.ts'
import type { Trends } from '@chairside/shared/fold/trends.ts'
import { CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import { useEffect, useMemo, useRef, useState } from 'react'
import { clockMinutes, tPlus } from '../format.ts'
import { CuffMarks } from './cuff-marks.tsx'
import { Lane, type LaneBand, type LaneLimit } from './lane.tsx'
import { LiveTail } from './live-tail.tsx'
import { emptyStretches, lanePoints } from './points.ts'
import { RateSteps } from './rate-steps.tsx'
import { type Box, type Domain, plotWidth, type Span, timeTicks, widened, xOf } from './scale.ts'
import styles from './trend-chart.module.css'

export type TrendGap = { readonly kind: 'device' | 'hub'; readonly fromMs: number; readonly toMs?: number }
export type TrendChartProps = {
  readonly trends: Trends
  readonly infusion: InfusionNow
  readonly gaps: readonly TrendGap[]
  readonly span: Span
  /** Hub time. */
  readonly nowMs: number
  /** Changes when the lanes may be drawn again. */
  readonly step: number
  readonly zone: string | undefined
  /** Runs once at the next frame: at most one lane is drawn in each. */
  readonly onNextFrame: (run: () => void) => void
}

const AXIS_PX = 24
const SHARES = { rate: 0.29, pressure: 0.39, spo2: 0.2, pump: 0.12 } as const
const PX_PER_COLUMN = 2
/** A stretch without values is hatched from this length, milliseconds. */
const HATCH_FROM_MS = 10_000

const limitsOf = (...quantities: Quantity[]): LaneLimit[] =>
  quantities.flatMap((quantity) => {
    const all = limitsShown(ADULT_KETAMINE_INFUSION, quantity)
    const named = quantities.length > 1 ? `${CATALOGUE[quantity].short} ` : ''
    return all
      .filter(({ level }) => level !== 'veryHighDiastolic' && level !== 'extreme' && level !== 'extremelyLow')
      .map((limit) => ({ value: limit.value, label: `${named}${limitWords(limit)}` }))
  })
const RATE_LIMITS = limitsOf('heartRate')
const PRESSURE_LIMITS = limitsOf('systolic', 'diastolic').filter(({ label }) => label !== 'DBP ≥ 115')
const SPO2_LIMITS = limitsOf('spo2')
  .slice(0, 2)
  .map((limit, index) => ({ ...limit, under: index === 1 }))
const NONE: readonly LaneLimit[] = []

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

type Drawing = { readonly span: Span; readonly box: Box; readonly step: number }

function Lanes({ box, ...props }: TrendChartProps & { readonly box: Box }) {
  const { trends, infusion, gaps, span, nowMs, step, zone, onNextFrame } = props
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
  const { startedAtMs, stoppedAtMs, plan } = infusion
  const plannedEndMs =
    startedAtMs === undefined || plan === undefined ? undefined : startedAtMs + plan.minutes * 60_000
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
  const tail = { nowMs, span, stepMs: wanted.step }
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
        tail={tail}
        {...common}
      />
      <PressureLane drawing={pressureDrawing!} trends={trends} {...common} />
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
        tail={tail}
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

type Common = {
  readonly drawing: Drawing
  readonly trends: Trends
  readonly infusion: { fromMs: number; toMs: number } | undefined
  readonly timeTicks: readonly number[]
  readonly gaps: readonly TrendGap[]
  readonly nowMs: number
}

const gapBands = (gaps: readonly TrendGap[], { fromMs, toMs }: Span, nowMs: number): LaneBand[] =>
  gaps
    .map((gap) => ({ kind: gap.kind, fromMs: gap.fromMs, toMs: gap.toMs ?? nowMs }))
    .filter((gap) => gap.toMs > fromMs && gap.fromMs < toMs)

const shareOf = ({ box }: Drawing, share: number): Box => ({
  width: box.width,
  height: Math.floor((box.height - AXIS_PX) * share),
})

function SignalLane({
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
  tail,
  infusion,
  timeTicks: ticks,
  gaps,
  nowMs,
}: Common & {
  readonly share: number
  readonly signal: 'heartRate' | 'pulseRate' | 'spo2'
  readonly tone: string
  readonly base: Domain
  readonly widen: number
  readonly tickEvery: number
  readonly limits: readonly LaneLimit[]
  readonly stepped?: boolean
  readonly tail: { readonly nowMs: number; readonly span: Span }
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
      ...emptyStretches(series, drawing.span, HATCH_FROM_MS).map((each) => ({
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
        nowMs={tail.nowMs}
        box={drawn.box}
        span={drawing.span}
        domain={drawn.domain}
        tone={tone}
        stepped={stepped}
      />
    </div>
  )
}

function PressureLane({ drawing, trends, infusion, timeTicks: ticks, gaps, nowMs }: Common) {
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
      marks: <CuffMarks readings={readings} box={box} span={drawing.span} domain={domain} />,
    }
  }, [drawing, count, trends.rewritten, gaps])
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
      limits={PRESSURE_LIMITS}
      infusion={infusion}
      bands={drawn.bands}
      timeTicks={ticks}
    >
      {drawn.marks}
    </Lane>
  )
}

const NO_POINTS: readonly never[] = []

function PumpLane({
  drawing,
  trends,
  infusion,
  timeTicks: ticks,
  gaps,
  nowMs,
  plannedEndMs,
}: Common & { readonly plannedEndMs: number | undefined }) {
  const count = trends.rates.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: acts are appended in place
  const drawn = useMemo(() => {
    const box = shareOf(drawing, SHARES.pump)
    const most = Math.max(10, ...trends.rates.map(({ rateMlPerHr }) => rateMlPerHr))
    const domain: Domain = [0, most * 1.7]
    return {
      box,
      domain,
      bands: gapBands(gaps, drawing.span, nowMs),
      steps: (
        <RateSteps
          rates={[...trends.rates]}
          nowMs={nowMs}
          plannedEndMs={plannedEndMs}
          box={box}
          span={drawing.span}
          domain={domain}
        />
      ),
    }
  }, [drawing, count, gaps, plannedEndMs])
  return (
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
    >
      {drawn.steps}
    </Lane>
  )
}
