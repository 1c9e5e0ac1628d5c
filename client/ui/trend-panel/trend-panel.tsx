// Owns the whole trend of a session: its windows, the lanes, the strip to choose a window on, reading any moment of it, and
// the same in words. One component for a live session and for a recording; it asks only what the source can do.
import { memo, useCallback, useContext, useDeferredValue, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { ScreenContext } from '../../session/use-screen.ts'
import type { SessionStore } from '../../session/view/store.ts'
import { momentWords, tickWords } from '../format.ts'
import { inkOf } from '../trend-chart/alarm-ink.ts'
import type { Baseline, Scene } from '../trend-chart/drawing.ts'
import { LiveTail } from '../trend-chart/live-tail.tsx'
import { lineOf } from '../trend-chart/rate-line.ts'
import type { Span } from '../trend-chart/scale.ts'
import type { TailBase } from '../trend-chart/signal-lane.tsx'
import { type Geometry, TrendChart } from '../trend-chart/trend-chart.tsx'
import { Brush } from './brush.tsx'
import { CursorLayer } from './cursor-layer.tsx'
import { type Described, summaryWords } from './description.ts'
import { PointerLayer } from './pointer-layer.tsx'
import { type Probe, type ProbeStore, ReadOut } from './read-out.tsx'
import styles from './trend-panel.module.css'
import { TrendTable } from './trend-table.tsx'
import { useReturn } from './use-return.ts'
import { type Frames, type TrendParts, useTrend } from './use-trend.ts'
import { chosenWindow, QUARTER, QUARTER_MS, SESSION, type TrendWindow } from './windows.ts'

export type TrendPanelProps = {
  readonly session: SessionStore
  /** Frozen before the infusion, where there is one. */
  readonly baseline?: Baseline
  /** Where nobody signed in says otherwise: the screen's. */
  readonly frames?: Frames
  /** Where the session names none. */
  readonly zone?: string
}

/** The strip of the whole session is drawn this seldom, hub milliseconds: a pixel of it is longer. */
const STRIP_MS = 30_000

function Tail({
  session,
  base,
  ink,
}: {
  readonly session: SessionStore
  readonly base: TailBase
  readonly ink: Scene['ink']
}) {
  const version = useStore(session.view, (view) => view.version)
  const series = useStore(session.view, ({ trends }) => lineOf(trends, base.signal))
  const open = useMemo(
    () => inkOf(ink, base.look.quantities).findLast(({ toMs }) => toMs === Number.POSITIVE_INFINITY),
    [ink, base.look],
  )
  return (
    <LiveTail
      series={series}
      fromMs={base.throughMs}
      box={base.box}
      span={base.drawing.span}
      domain={base.domain}
      tone={base.look.tone}
      stepped={base.look.stepped}
      priority={open?.priority}
      version={version}
    />
  )
}

/** Whoever places it draws itself again every second; the trend does not. */
export const TrendPanel = memo(function TrendPanel(props: TrendPanelProps) {
  const tools = useContext(ScreenContext)
  const frames = props.frames ?? tools?.screen.frames
  if (frames === undefined) throw new Error('invariant: a trend stands outside the screen')
  return <Panel {...props} frames={frames} />
})

function Panel({ session, baseline, frames, zone }: TrendPanelProps & { readonly frames: Frames }) {
  const [shown, setShown] = useState<TrendWindow>(SESSION)
  const [asTable, setAsTable] = useState(false)
  const [probe] = useState<ProbeStore>(() => createStore<Probe>(() => ({ pinned: false })))
  const parts = useTrend(session, frames, shown, { baseline, zone })
  const { live, following, nowMs, span, whole, sourceOf, scene, scale } = parts
  // A live trend that shows an older stretch, and not now.
  const behind = live && following && shown.is === 'chosen'
  const touch = useReturn(frames, behind, () => setShown(SESSION))
  const choose = useCallback(
    (next: Span) => {
      touch()
      session.cursor.touched()
      setShown(chosenWindow(next, sourceOf(session.cursor.store.getState())))
    },
    [session, sourceOf, touch],
  )
  const source = useMemo(
    () => ({
      trends: scene.trends,
      alarms: scene.alarms,
      withRespiration: parts.withRespiration,
    }),
    [scene.trends, scene.alarms, parts.withRespiration],
  )
  const described = useMemo<Described>(
    () => ({ ...source, gaps: scene.gaps, span, nowMs, words: (atMs) => momentWords(atMs, scale) }),
    [source, scene.gaps, span, nowMs, scale],
  )
  // Words and the strip are drawn after the lanes, in a task of their own.
  const later = useDeferredValue(described)
  const words = useMemo(() => summaryWords(later), [later])
  const moments = useMemo(
    () =>
      [...scene.events.map(({ atMs }) => atMs), ...scene.alarms.map(({ raisedAtMs }) => raisedAtMs)].sort(
        (a, b) => a - b,
      ),
    [scene.events, scene.alarms],
  )
  const overlay = (geometry: Geometry) => (
    <>
      <CursorLayer session={session} probe={probe} geometry={geometry} live={live} />
      <PointerLayer {...{ session, probe, frames, geometry, whole, source, scale, moments, choose }} />
    </>
  )
  return (
    <section className={styles['panel']} aria-label="Trend">
      <header className={styles['head']}>
        <h2 className={styles['title']}>Trend</h2>
        <LookBack session={session} probe={probe} live={live} following={following} />
        <Windows
          shown={shown}
          behind={behind}
          onShow={(next) => {
            session.cursor.touched()
            setShown(next)
          }}
          asTable={asTable}
          onTable={() => setAsTable(!asTable)}
        />
      </header>
      <ReadOut
        session={session}
        probe={probe}
        source={source}
        scale={scale}
        hint={live ? 'Point at the trend to read any moment' : 'Press the trend to go to a moment'}
        notNow={behind ? span : undefined}
      />
      {asTable ? (
        <TrendTable described={described} />
      ) : (
        <Picture {...{ session, frames, parts, words, overlay }} />
      )}
      {!asTable && (
        <Brush
          session={session}
          span={span}
          whole={whole}
          choose={choose}
          scale={scale}
          series={lineOf(scene.trends, 'heartRate')}
          scene={scene}
          alarms={scene.alarms}
          nowMs={live ? Math.floor(later.nowMs / STRIP_MS) * STRIP_MS : later.nowMs}
        />
      )}
    </section>
  )
}

function Picture({
  session,
  frames,
  parts,
  words,
  overlay,
}: {
  readonly session: SessionStore
  readonly frames: Frames
  readonly parts: TrendParts
  readonly words: string
  readonly overlay: (geometry: Geometry) => React.ReactNode
}) {
  const { scene, scale, nowMs, span } = parts
  const { ink } = scene
  const tail = useCallback(
    (base: TailBase) => <Tail session={session} base={base} ink={ink} />,
    [session, ink],
  )
  const ticks = useCallback(
    (atMs: number, beforeMs: number | undefined) => tickWords(atMs, scale, beforeMs),
    [scale],
  )
  const empty = nothingIn(scene)
  return (
    <div className={styles['picture']}>
      <p className="visually-hidden" role="img" aria-label={words} />
      <TrendChart
        scene={scene}
        span={span}
        nowMs={nowMs}
        withRespiration={parts.withRespiration}
        cuffCount={parts.cuffCount}
        rateCount={parts.rateCount}
        originMs={scale.startedAtMs ?? scale.undatedFromMs ?? 0}
        tickWords={ticks}
        tail={tail}
        overlay={overlay}
        onNextFrame={frames.onNextFrame}
      />
      {empty && parts.phase !== 'loading' && <p className={styles['empty']}>Nothing was measured yet</p>}
    </div>
  )
}

const nothingIn = ({ trends }: Scene): boolean =>
  trends.cuff.length === 0 && Object.values(trends.signals).every(({ atMs }) => atMs.length === 0)

const NOW_MS = 1_000
/** What turns reading into looking back, on a live session: always an act of its own. */
function LookBack({
  session,
  probe,
  live,
  following,
}: {
  readonly session: SessionStore
  readonly probe: ProbeStore
  readonly live: boolean
  readonly following: boolean
}) {
  const { atMs, pinned } = useStore(probe)
  const last = useRef(atMs)
  if (pinned) last.current = atMs
  if (!live || !following || !pinned || atMs === undefined) return undefined
  // Of the newest second there is nothing to look back at: the screen shows it.
  const isNow = session.cursor.store.getState().range.toMs - atMs < NOW_MS
  return (
    <div className={styles['lookBack']}>
      {!isNow && (
        <button
          type="button"
          className={styles['button']}
          data-strong=""
          onClick={() => {
            session.cursor.seek(atMs)
            probe.setState({ pinned: false }, true)
          }}
        >
          <span>Look back here</span>
        </button>
      )}
      <button
        type="button"
        className={styles['button']}
        aria-label="Stop reading this moment"
        onClick={() => probe.setState({ pinned: false }, true)}
      >
        <span>✕</span>
      </button>
    </div>
  )
}

function Windows({
  shown,
  behind,
  onShow,
  asTable,
  onTable,
}: {
  readonly shown: TrendWindow
  /** A live trend that does not show now. */
  readonly behind: boolean
  readonly onShow: (window: TrendWindow) => void
  readonly asTable: boolean
  readonly onTable: () => void
}) {
  const quarter = shown.is === 'last' && shown.lengthMs === QUARTER_MS
  const each = (words: string, pressed: boolean, onClick: () => void) => (
    <button type="button" className={styles['button']} aria-pressed={pressed} onClick={onClick}>
      <span>{words}</span>
    </button>
  )
  return (
    <fieldset className={styles['windows']}>
      <legend className="visually-hidden">Time shown</legend>
      {behind && (
        <button type="button" className={styles['button']} data-strong="" onClick={() => onShow(SESSION)}>
          <span>To now</span>
        </button>
      )}
      {each('15 min', quarter, () => onShow(QUARTER))}
      {each('Session', shown.is === 'session', () => onShow(SESSION))}
      {each('Table', asTable, onTable)}
    </fieldset>
  )
}
