// Owns the strip below the lanes: the whole session in small, and the window on it, to drag, to resize and to step by keys.
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import type { SignalTrend } from '@chairside/shared/fold/trends.ts'
import { PRIORITIES, type Priority } from '@chairside/shared/record/envelope.ts'
import { memo, useRef } from 'react'
import { useStore } from 'zustand'
import type { SessionStore } from '../../session/view/store.ts'
import { momentWords, type TimeScale } from '../format.ts'
import type { Scene } from '../trend-chart/drawing.ts'
import { hatchesIn } from '../trend-chart/hatches.ts'
import { drawnRuns, linePaths } from '../trend-chart/line-path.ts'
import { emptyStretches, extremesOf } from '../trend-chart/points.ts'
import { lengthOf, MARGIN, plotWidth, type Span, timeAt, xOf } from '../trend-chart/scale.ts'
import { HATCH_FROM_MS } from '../trend-chart/signal-lane.tsx'
import styles from './trend-panel.module.css'
import { useBoxWidth } from './use-box-width.ts'
import { isFollowing } from './use-trend.ts'
import { panned, resized } from './windows.ts'

const HEIGHT = 44
/** The strip's own drawing, inside its height. */
const TOP = 8
const BOTTOM = 36

type OverviewProps = {
  readonly series: SignalTrend
  readonly scene: Pick<Scene, 'infusion' | 'gaps'>
  readonly alarms: readonly AlarmSpan[]
  readonly whole: Span
  readonly width: number
  /** The strip is drawn again when this changes. */
  readonly nowMs: number
}

/** The levels of alarms in the order in which they are drawn: the more urgent covers the less urgent, never the newer the older. */
export const levelsToDraw = (
  alarms: readonly Pick<AlarmSpan, 'alarmId' | 'levels' | 'endedAtMs'>[],
): readonly { key: string; fromMs: number; toMs: number | undefined; priority: Priority }[] =>
  alarms
    .flatMap(({ alarmId, levels, endedAtMs }) =>
      levels.map(({ fromMs, toMs, priority, seq }) => ({
        key: `${alarmId}${seq}`,
        fromMs,
        toMs: toMs ?? endedAtMs,
        priority,
      })),
    )
    .toSorted((a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority))

/** Heart rate in small, the infusion, gaps, and where alarms stood. */
const Overview = memo(function Overview({ series, scene, alarms, whole, width, nowMs }: OverviewProps) {
  const runs = drawnRuns(series, whole, { width })
  const [low, high] = extremesOf(runs)
  const from = Math.min(low, 50) - 5
  const to = Math.max(high, 110) + 5
  const x = (atMs: number) => xOf({ width }, whole, Math.min(whole.toMs, Math.max(whole.fromMs, atMs)))
  const y = (value: number) => TOP + ((to - value) / (to - from)) * (BOTTOM - TOP)
  const { live, late } = linePaths(runs, { x, y }, false)
  const hatches = hatchesIn(emptyStretches(series, whole, HATCH_FROM_MS, nowMs), scene.gaps, whole, nowMs)
  const { infusion } = scene
  return (
    <svg className={styles['overview']} width={width} height={HEIGHT} aria-hidden="true">
      <rect
        x={MARGIN.left}
        y={TOP}
        width={plotWidth({ width })}
        height={BOTTOM - TOP}
        fill="var(--surface-2)"
      />
      {infusion !== undefined && (
        <rect
          x={x(infusion.fromMs)}
          y={TOP}
          width={Math.max(0, x(infusion.toMs) - x(infusion.fromMs))}
          height={BOTTOM - TOP}
          fill="var(--infusion-band)"
        />
      )}
      {hatches.map(({ kind, fromMs, toMs }) => (
        <rect
          key={`${kind}${fromMs}`}
          x={x(fromMs)}
          y={TOP}
          width={Math.max(1, x(toMs) - x(fromMs))}
          height={BOTTOM - TOP}
          fill="var(--gap)"
        />
      ))}
      <path d={live + late} fill="none" stroke="var(--heart-rate)" strokeOpacity={0.75} strokeWidth={1} />
      {levelsToDraw(alarms).map(({ key, fromMs, toMs, priority }) => (
        <rect
          key={key}
          x={x(fromMs)}
          y={BOTTOM - 4}
          width={Math.max(2, x(toMs ?? nowMs) - x(fromMs))}
          height={4}
          fill={`var(--${priority})`}
        />
      ))}
    </svg>
  )
})

type Part = 'from' | 'to' | 'window'
const PART_WORDS: Readonly<Record<Part, string>> = {
  from: 'Start of the time shown',
  to: 'End of the time shown',
  window: 'Time shown',
}

/** What comes after the cursor is dimmed here as on the lanes. */
function After({ session, x }: { readonly session: SessionStore; readonly x: (atMs: number) => number }) {
  const atMs = useStore(session.cursor.store, (cursor) => (isFollowing(cursor) ? undefined : cursor.atMs))
  if (atMs === undefined) return undefined
  return (
    <div
      className={styles['after']}
      style={{ left: x(atMs), right: MARGIN.right, top: TOP, height: BOTTOM - TOP }}
    />
  )
}

export function Brush({
  session,
  span,
  choose,
  scale,
  ...overview
}: Omit<OverviewProps, 'width'> & {
  readonly session: SessionStore
  readonly span: Span
  readonly choose: (span: Span) => void
  readonly scale: TimeScale
}) {
  const [ref, width] = useBoxWidth()
  const { whole } = overview
  const drag = useRef<{ readonly part: Part; readonly atMs: number; readonly span: Span } | undefined>(
    undefined,
  )
  const box = { width: width ?? 0 }
  const x = (atMs: number) => xOf(box, whole, Math.min(whole.toMs, Math.max(whole.fromMs, atMs)))
  const timeOf = (event: React.PointerEvent): number => {
    const left = ref.current?.getBoundingClientRect().left ?? 0
    return timeAt(box, whole, event.clientX - left)
  }
  const begin = (part: Part) => (event: React.PointerEvent) => {
    if (event.button !== 0) return
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { part, atMs: timeOf(event), span }
  }
  const move = (event: React.PointerEvent) => {
    const held = drag.current
    if (held === undefined) return
    const byMs = timeOf(event) - held.atMs
    if (held.part === 'window') choose(panned(held.span, byMs, whole))
    else {
      const at = (held.part === 'from' ? held.span.fromMs : held.span.toMs) + byMs
      choose(resized(held.span, held.part, at, whole))
    }
  }
  const end = () => {
    drag.current = undefined
  }
  const key = (part: Part) => (event: React.KeyboardEvent) => {
    const step = lengthOf(span) * (event.shiftKey ? 0.5 : 0.1)
    const by = event.key === 'ArrowLeft' ? -step : event.key === 'ArrowRight' ? step : undefined
    const far = event.key === 'Home' ? -lengthOf(whole) : event.key === 'End' ? lengthOf(whole) : undefined
    const byMs = by ?? far
    if (byMs === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (part === 'window') choose(panned(span, byMs, whole))
    else choose(resized(span, part, (part === 'from' ? span.fromMs : span.toMs) + byMs, whole))
  }
  const words = `${momentWords(span.fromMs, scale)} to ${momentWords(span.toMs, scale)}`
  const slider = (part: Part) => ({
    role: 'slider',
    tabIndex: 0,
    'aria-label': PART_WORDS[part],
    'aria-valuemin': Math.floor(whole.fromMs / 1_000),
    'aria-valuemax': Math.floor(whole.toMs / 1_000),
    'aria-valuenow': Math.floor((part === 'to' ? span.toMs : span.fromMs) / 1_000),
    'aria-valuetext': words,
    onPointerDown: begin(part),
    onPointerMove: move,
    onPointerUp: end,
    onPointerCancel: end,
    onKeyDown: key(part),
  })
  const left = x(span.fromMs)
  const right = x(span.toMs)
  return (
    <div
      ref={ref}
      className={styles['brush']}
      onPointerDown={(event) => {
        // Beside the window: it comes there.
        const at = timeOf(event)
        choose(panned(span, at - (span.fromMs + lengthOf(span) / 2), whole))
      }}
    >
      {width !== undefined && width > 120 && (
        <>
          <Overview width={width} {...overview} />
          <After session={session} x={x} />
          <div
            className={styles['outside']}
            style={{ left: MARGIN.left, width: Math.max(0, left - MARGIN.left) }}
          />
          <div
            className={styles['outside']}
            style={{ left: right, width: Math.max(0, width - MARGIN.right - right) }}
          />
          <div
            className={styles['window']}
            style={{ left, width: Math.max(4, right - left) }}
            {...slider('window')}
          />
          <div className={styles['handle']} style={{ left: left - 38 }} {...slider('from')}>
            <i style={{ left: 34 }} />
          </div>
          <div className={styles['handle']} style={{ left: right - 6 }} {...slider('to')}>
            <i style={{ left: 2 }} />
          </div>
        </>
      )}
    </div>
  )
}
