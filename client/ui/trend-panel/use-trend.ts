// Owns what the panel takes from a session's store, and how seldom: whatever moves every second is left to the live tails,
// the cursor and the read-out.

import type { InfusionNow } from '@chairside/shared/fold/session-state.ts'
import type { Trends } from '@chairside/shared/fold/trends.ts'
import { useDeferredValue, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/shallow'
import type { FrameDriver } from '../../session/frame-driver.ts'
import type { CursorState } from '../../session/view/cursor.ts'
import { infusionProgress } from '../../session/view/infusion-progress.ts'
import type { SessionStore, SessionView } from '../../session/view/store.ts'
import { timeScaleOf } from '../format.ts'
import { inkSpans } from '../trend-chart/alarm-ink.ts'
import type { Baseline, Scene } from '../trend-chart/drawing.ts'
import { rateLineOf } from '../trend-chart/rate-line.ts'
import type { Span } from '../trend-chart/scale.ts'
import { trendEvents } from './events.ts'
import { sceneLimits } from './scene-limits.ts'
import { rateChanges, rateEvents, sceneChanges, sourceEvents } from './scene-sources.ts'
import { visitEvents } from './visit-events.ts'
import { spanOf, type TrendWindow, type WindowSource, wholeSpan } from './windows.ts'

/** Wall milliseconds between drawings of a lane's history; the live tail fills in. */
const REDRAW_MS = 10_000

export type Frames = Pick<FrameDriver, 'onNextFrame' | 'clock'>

/** When the planned volume will have run at the rate in force; while paused, when it would have without the pause. */
export function plannedEnd(infusion: InfusionNow, nowMs: number): number | undefined {
  const { startedAtMs, plan, phase } = infusion
  if (startedAtMs === undefined || plan === undefined || phase === 'stopped') return undefined
  const leftMs = infusionProgress(infusion, nowMs)?.leftMs
  if (leftMs === 0) return undefined
  const endMs = leftMs === undefined ? startedAtMs + plan.minutes * 60_000 : nowMs + leftMs
  // To the millisecond first: a sum of fractions must not be another second every time.
  return Math.floor(Math.round(endMs) / 1_000) * 1_000
}

const selectView = ({ state, trends, gaps, alarmSpans, timeline, phase }: SessionView) => ({
  infusion: state.infusion,
  sideEffects: state.visit.sideEffects,
  given: state.visit.given,
  oxygen: state.visit.oxygen,
  opened: state.opened,
  imported: state.imported,
  trends,
  cuffCount: trends.cuff.length,
  rewritten: trends.rewritten,
  limitsNow: trends.limits.at(-1),
  sourceCount: rateLineOf(trends).changes().length,
  withRespiration: trends.signals.respirationRate.atMs.length > 0,
  gaps,
  alarmSpans,
  timeline,
  phase,
})

export const isFollowing = ({ playback }: CursorState): boolean => playback.is === 'following'

const sameSpan = (a: Span | undefined, b: Span): a is Span =>
  a !== undefined && a.fromMs === b.fromMs && a.toMs === b.toMs

export function useTrend(
  session: SessionStore,
  frames: Frames,
  shown: TrendWindow,
  options: { readonly baseline: Baseline | undefined; readonly zone: string | undefined },
) {
  const view = useStore(session.view, useShallow(selectView))
  const live = session.source.can.takesCommands
  const rate = useStore(frames.clock, (clock) => clock.rate)
  const stepMs = REDRAW_MS * (live ? rate : 1)
  // A step of time is never urgent: it is drawn in slices, between what people do.
  const step = useDeferredValue(
    useStore(session.cursor.store, ({ range }) => Math.floor(range.toMs / stepMs)),
  )
  const beganMs = useStore(session.cursor.store, ({ range }) => range.fromMs)
  const following = useStore(session.cursor.store, isFollowing)
  const { trends, timeline, alarmSpans, gaps, cuffCount, infusion, opened, imported } = view
  const { sideEffects, given, oxygen } = view
  const rateCount = infusion.rates.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is new is drawn up to the moment it came
  const nowMs = useMemo(
    () => session.cursor.store.getState().range.toMs,
    [session, step, timeline, alarmSpans, gaps, cuffCount],
  )
  const plannedEndMs = useMemo(
    () => (live ? plannedEnd(infusion, nowMs) : undefined),
    [live, infusion, nowMs],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: series grow in place, the count says so
  const earliestMs = useMemo(() => earliest(trends, beganMs), [trends, beganMs, cuffCount])

  const sourceOf = useMemo(
    () =>
      (cursor: CursorState, before?: Span): WindowSource => ({
        range: { fromMs: Math.min(earliestMs, cursor.range.toMs), toMs: cursor.range.toMs },
        live,
        plannedEndMs,
        cursorMs: isFollowing(cursor) ? undefined : cursor.atMs,
        before,
      }),
    [earliestMs, live, plannedEndMs],
  )
  const lastSpan = useRef<Span | undefined>(undefined)
  const lastWhole = useRef<Span | undefined>(undefined)
  const span = useStore(session.cursor.store, (cursor) => {
    const next = spanOf(shown, sourceOf(cursor, lastSpan.current))
    if (!sameSpan(lastSpan.current, next)) lastSpan.current = next
    return lastSpan.current
  })
  const whole = useStore(session.cursor.store, (cursor) => {
    const next = wholeSpan(sourceOf(cursor))
    if (!sameSpan(lastWhole.current, next)) lastWhole.current = next
    return lastWhole.current
  })

  const ink = useMemo(() => inkSpans(alarmSpans), [alarmSpans])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count says that there is one more
  const rateTurns = useMemo(() => rateLineOf(trends).changes(), [trends, view.sourceCount])
  const seen = useMemo(() => ({ sideEffects, given, oxygen }), [sideEffects, given, oxygen])
  const events = useMemo(
    () =>
      [
        ...trendEvents(timeline, infusion.events),
        ...visitEvents(seen, nowMs),
        ...sourceEvents(trends.sources),
        ...rateEvents(rateTurns),
      ].sort((a, b) => a.atMs - b.atMs),
    [timeline, infusion.events, seen, nowMs, trends, rateTurns],
  )
  const { startedAtMs, stoppedAtMs } = infusion
  const band = useMemo(
    () =>
      startedAtMs === undefined
        ? undefined
        : { fromMs: startedAtMs, toMs: stoppedAtMs ?? plannedEndMs ?? Math.max(nowMs, whole.toMs - 1) },
    [startedAtMs, stoppedAtMs, plannedEndMs, nowMs, whole],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: they grow in place, the newest says so
  const limits = useMemo(() => sceneLimits(trends.limits), [trends, view.limitsNow])
  // biome-ignore lint/correctness/useExhaustiveDependencies: series grow in place, the counts say so
  const changes = useMemo(
    () => [...sceneChanges(trends.sources), ...rateChanges(rateTurns)],
    [trends, timeline, rateTurns],
  )
  const { baseline } = options
  const scene = useMemo<Scene>(
    () => ({
      trends,
      rates: infusion.rates,
      infusion: band,
      plannedEndMs,
      gaps,
      alarms: alarmSpans,
      ink,
      limits,
      changes,
      baseline,
      events,
      showsAlarms: !live,
    }),
    [
      trends,
      infusion.rates,
      band,
      plannedEndMs,
      gaps,
      alarmSpans,
      ink,
      limits,
      changes,
      baseline,
      events,
      live,
    ],
  )
  const scale = useMemo(
    () =>
      timeScaleOf(
        { infusion, ...(opened ? { opened } : {}), ...(imported ? { imported } : {}) },
        whole,
        options.zone,
      ),
    [infusion, opened, imported, whole, options.zone],
  )
  return {
    phase: view.phase,
    live,
    following,
    nowMs,
    span,
    whole,
    sourceOf,
    scene,
    scale,
    cuffCount,
    rateCount,
    withRespiration: view.withRespiration,
  }
}
export type TrendParts = ReturnType<typeof useTrend>

/** First thing measured, or the opening of the session. */
function earliest(trends: Trends, openedMs: number): number {
  const firsts = [
    ...Object.values(trends.signals).map(({ atMs }) => atMs[0]),
    trends.cuff[0]?.atMs,
    trends.rates[0]?.atMs,
  ].filter((atMs) => atMs !== undefined)
  return openedMs === 0 ? Math.min(...firsts, Number.POSITIVE_INFINITY) : Math.min(openedMs, ...firsts)
}
