// Owns how the trend is touched: pointing reads, a press on what is looked back at (or a recording) goes there, keys do both.
// On a live trend no pointing and no press moves the cursor: looking back is an act of its own.
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { SessionStore } from '../../session/view/store.ts'
import { momentWords, type TimeScale } from '../format.ts'
import { lengthOf, MARGIN, plotWidth, type Span, timeAt } from '../trend-chart/scale.ts'
import type { Geometry } from '../trend-chart/trend-chart.tsx'
import { momentForKey } from './keys.ts'
import type { ProbeStore } from './read-out.tsx'
import { type ReadingSource, readingAt, readingWords } from './reading.ts'
import styles from './trend-panel.module.css'
import type { Frames } from './use-trend.ts'
import { isFollowing } from './use-trend.ts'
import { panned, zoomed } from './windows.ts'

export type PointerLayerProps = {
  readonly session: SessionStore
  readonly probe: ProbeStore
  readonly frames: Frames
  readonly geometry: Geometry
  readonly whole: Span
  readonly source: ReadingSource
  readonly scale: TimeScale
  /** Of events, oldest first. */
  readonly moments: readonly number[]
  readonly choose: (span: Span) => void
}

export function PointerLayer(props: PointerLayerProps) {
  const { session, probe, frames, geometry, whole, source, scale, moments, choose } = props
  const { box, span, lanesTop, lanesBottom } = geometry
  const ref = useRef<HTMLDivElement>(null)
  const fingers = useRef(new Map<number, number>())
  const pinch = useRef<{ readonly apart: number; readonly span: Span } | undefined>(undefined)
  const wanted = useRef<number | undefined>(undefined)
  const atMs = useStore(probe, (state) => state.atMs)
  const cursorMs = useStore(session.cursor.store, (cursor) =>
    isFollowing(cursor) ? undefined : Math.round(cursor.atMs / 1_000) * 1_000,
  )
  const moment = atMs ?? cursorMs
  const { cursor } = session
  /** A press goes there: a recording, or somebody already looks back. */
  const goes = () => !session.source.can.takesCommands || !isFollowing(cursor.store.getState())

  const latest = useRef({ box, span, whole, choose })
  useEffect(() => {
    latest.current = { box, span, whole, choose }
  })
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    // React's own wheel listener may not keep the page from scrolling or zooming.
    const wheel = (event: WheelEvent) => {
      const now = latest.current
      const zoomedIn = lengthOf(now.span) < lengthOf(now.whole) * 0.99
      const at = timeAt(now.box, now.span, event.clientX - element.getBoundingClientRect().left + MARGIN.left)
      if (event.ctrlKey) now.choose(zoomed(now.span, Math.exp(event.deltaY / 300), at, now.whole))
      else if (zoomedIn) {
        const px = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY
        now.choose(panned(now.span, (px / plotWidth(now.box)) * lengthOf(now.span), now.whole))
      } else return
      event.preventDefault()
    }
    element.addEventListener('wheel', wheel, { passive: false })
    return () => element.removeEventListener('wheel', wheel)
  }, [])

  const flush = useRef(() => {
    const to = wanted.current
    wanted.current = undefined
    if (to !== undefined) cursor.seek(to)
  })
  /** At most one seek a frame. */
  const seekSoon = (to: number) => {
    wanted.current = to
    frames.onNextFrame(flush.current)
  }
  const timeOf = (event: React.PointerEvent): number => {
    const { left } = event.currentTarget.getBoundingClientRect()
    const at = timeAt(box, span, event.clientX - left + MARGIN.left)
    const { range } = cursor.store.getState()
    return Math.min(range.toMs, Math.max(range.fromMs, Math.round(at / 1_000) * 1_000))
  }
  const point = (to: number, pinned: boolean) => probe.setState({ atMs: to, pinned }, true)
  const pinchBy = () => {
    const [a, b] = [...fingers.current.values()]
    if (a === undefined || b === undefined) return
    const apart = Math.max(20, Math.abs(a - b))
    pinch.current ??= { apart, span }
    const left = ref.current?.getBoundingClientRect().left ?? 0
    const at = timeAt(box, pinch.current.span, (a + b) / 2 - left + MARGIN.left)
    choose(zoomed(pinch.current.span, pinch.current.apart / apart, at, whole))
  }
  const end = (event: React.PointerEvent) => {
    fingers.current.delete(event.pointerId)
    if (fingers.current.size < 2) pinch.current = undefined
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape' && probe.getState().atMs !== undefined) {
      probe.setState({ pinned: false }, true)
      event.stopPropagation()
      return
    }
    const { range } = cursor.store.getState()
    const from = goes() ? cursor.store.getState().atMs : (moment ?? range.toMs)
    const to = momentForKey(event.key, event.shiftKey, from, range, moments)
    if (to === undefined) return
    event.preventDefault()
    // The page's own keys would do it a second time.
    event.stopPropagation()
    if (goes()) {
      probe.setState({ pinned: false }, true)
      cursor.seek(to)
      return
    }
    point(to, true)
    if (to < span.fromMs || to > span.toMs)
      choose(panned(span, to - (span.fromMs + lengthOf(span) / 2), whole))
  }
  const range = cursor.store.getState().range
  const words =
    moment === undefined ? 'Now' : readingWords(momentWords(moment, scale), readingAt(source, moment))
  return (
    <div
      ref={ref}
      className={styles['pointer']}
      style={{ left: MARGIN.left, width: plotWidth(box), top: lanesTop, height: lanesBottom - lanesTop }}
      role="slider"
      tabIndex={0}
      aria-label="Read the trend"
      aria-valuemin={Math.floor(range.fromMs / 1_000)}
      aria-valuemax={Math.floor(range.toMs / 1_000)}
      aria-valuenow={Math.floor((moment ?? range.toMs) / 1_000)}
      aria-valuetext={words}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        fingers.current.set(event.pointerId, event.clientX)
        if (fingers.current.size > 1) return
        cursor.touched()
        if (goes()) {
          probe.setState({ pinned: false }, true)
          seekSoon(timeOf(event))
        } else point(timeOf(event), true)
      }}
      onPointerMove={(event) => {
        const down = fingers.current.has(event.pointerId)
        if (down) fingers.current.set(event.pointerId, event.clientX)
        if (fingers.current.size > 1) pinchBy()
        else if (!down) point(timeOf(event), false)
        else if (goes()) seekSoon(timeOf(event))
        else point(timeOf(event), true)
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onPointerLeave={() => {
        if (!probe.getState().pinned) probe.setState({ pinned: false }, true)
      }}
      onKeyDown={onKeyDown}
    />
  )
}
