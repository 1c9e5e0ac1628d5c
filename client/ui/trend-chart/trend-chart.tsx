// Owns how the lanes stand on one time axis, and that at most one of them is drawn in a frame.
// A gap is a gap, a cuff reading is a mark, and nothing is drawn that was not measured or recorded.
import type { SignalId } from '@chairside/shared/vitals.ts'
import { type ReactNode, startTransition, useEffect, useMemo, useRef, useState } from 'react'
import { AlarmLane } from './alarm-lane.tsx'
import { ALARM_LANE_PX, AXIS_PX, type Drawing, laneHeights, type Scene } from './drawing.ts'
import { EVENT_ROW_PX } from './event-rows.ts'
import { EventStrip, eventRows } from './event-strip.tsx'
import { PressureLane } from './pressure-lane.tsx'
import { PumpLane } from './pump-lane.tsx'
import type { Box, Span } from './scale.ts'
import { LOOKS, SignalLane, type TailBase } from './signal-lane.tsx'
import { TimeAxis, TimeGrid } from './time-axis.tsx'
import styles from './trend-chart.module.css'

/** Where the lanes stand inside the chart, for what is laid over them. Pixels. */
export type Geometry = {
  readonly box: Box
  readonly span: Span
  /** Above the events. */
  readonly top: number
  readonly lanesTop: number
  readonly lanesBottom: number
}

export type TrendChartProps = {
  readonly scene: Scene
  readonly span: Span
  /** Hub time of the drawing: moves in steps, not every second. */
  readonly nowMs: number
  readonly withRespiration: boolean
  /** How many readings and acts there are: they are appended in place. */
  readonly cuffCount: number
  readonly rateCount: number
  /** Ticks are whole steps from here. */
  readonly originMs: number
  readonly tickWords: (atMs: number, beforeMs: number | undefined) => string
  readonly tail: (base: TailBase) => ReactNode
  readonly overlay: (geometry: Geometry) => ReactNode
  /** Runs once at the next frame: at most one lane is drawn in each. */
  readonly onNextFrame: (run: () => void) => void
}

function useBox(): [React.RefObject<HTMLDivElement | null>, Box | undefined] {
  const ref = useRef<HTMLDivElement>(null)
  const [box, setBox] = useState<Box | undefined>()
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return
      const width = Math.floor(entry.contentRect.width)
      const height = Math.floor(entry.contentRect.height)
      setBox((before) => (before?.width === width && before.height === height ? before : { width, height }))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, box]
}

/** What each lane was last drawn with: one lane catches up in each frame, each in its turn. */
function useStaggered(
  wanted: readonly Drawing[],
  onNextFrame: (run: () => void) => void,
): readonly Drawing[] {
  const [drawn, setDrawn] = useState<readonly Drawing[]>(wanted)
  const newest = useRef(wanted)
  const turn = useRef(0)
  const asked = useRef(false)
  const shown = useRef(drawn)
  useEffect(() => {
    newest.current = wanted
    shown.current = drawn
    const stale = drawn.some((each, lane) => each !== wanted[lane])
    if (!stale || asked.current) return
    asked.current = true
    onNextFrame(() => {
      asked.current = false
      const lanes = newest.current
      const order = lanes.map((_, step) => (turn.current + 1 + step) % lanes.length)
      const lane = order.find((each) => shown.current[each] !== lanes[each])
      if (lane === undefined) return
      turn.current = lane
      startTransition(() => setDrawn((before) => before.with(lane, lanes[lane]!)))
    })
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
  const { scene, span, nowMs, withRespiration, cuffCount, rateCount, onNextFrame } = props
  const { fromMs, toMs } = span
  const { width, height } = box
  const rewritten = scene.trends.rewritten
  // biome-ignore lint/correctness/useExhaustiveDependencies: a rewritten past is a reason to draw again
  const moving = useMemo<Drawing>(
    () => ({ span: { fromMs, toMs }, box: { width, height }, nowMs }),
    [fromMs, toMs, width, height, nowMs, rewritten],
  )
  const openGap = scene.gaps.some((gap) => gap.toMs === undefined)
  const stillMs = openGap || scene.alarms.some(({ endedAtMs }) => endedAtMs === undefined) ? nowMs : 0
  /** Of lanes that do not move with time: drawn again when the window does. */
  const still = useMemo<Drawing>(
    () => ({ span: { fromMs, toMs }, box: { width, height }, nowMs: stillMs }),
    [fromMs, toMs, width, height, stillMs],
  )
  const wanted = useMemo(() => [moving, still, moving, moving, moving], [moving, still])
  const [rate, pressure, spo2, respiration, pump] = useStaggered(wanted, onNextFrame)
  const rows = useMemo(() => eventRows(scene.events, still), [scene.events, still])
  const eventsPx = rows * EVENT_ROW_PX + 2
  const alarmPx = scene.showsAlarms ? ALARM_LANE_PX : 0
  const heights = useMemo(
    () => laneHeights(height - eventsPx - alarmPx - AXIS_PX, withRespiration),
    [height, eventsPx, alarmPx, withRespiration],
  )
  const lanesPx = Object.values(heights).reduce((sum, each) => sum + each, 0)
  const bottom = eventsPx + lanesPx + alarmPx
  const { trends } = scene
  const lane = { trends, scene, tail: props.tail }
  return (
    <div className={styles['lanes']}>
      <EventStrip drawing={still} events={scene.events} rows={rows} />
      <TimeGrid drawing={still} originMs={props.originMs} top={eventsPx} bottom={bottom} />
      <SignalLane drawing={rate!} height={heights.rate} signal="heartRate" look={LOOKS.rate} {...lane} />
      <PressureLane drawing={pressure!} height={heights.pressure} scene={scene} count={cuffCount} />
      <SignalLane drawing={spo2!} height={heights.spo2} signal="spo2" look={LOOKS.spo2} {...lane} />
      {withRespiration && (
        <SignalLane
          drawing={respiration!}
          height={heights.respiration}
          signal={'respirationRate' satisfies SignalId}
          look={LOOKS.respiration}
          {...lane}
        />
      )}
      <PumpLane drawing={pump!} height={heights.pump} scene={scene} count={rateCount} />
      {scene.showsAlarms && <AlarmLane drawing={moving} alarms={scene.alarms} />}
      <TimeAxis drawing={still} originMs={props.originMs} words={props.tickWords} />
      {props.overlay({ box, span, top: 0, lanesTop: eventsPx, lanesBottom: bottom })}
    </div>
  )
}
