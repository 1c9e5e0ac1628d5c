// Owns where the viewer of one session stands: following the head, paused at a moment, playing from one. It turns presses,
// frames and seconds into a moment; what was so at that moment is the store's to say. Never moves the session itself.
import {
  clampTo,
  cursorMs,
  FOLLOWING,
  type Playback,
  pause,
  pausedAt,
  play,
  type Range,
  type Speed,
  seek,
  settled,
  withSpeed,
} from '@chairside/shared/playback/playback.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FrameDriver } from '../frame-driver.ts'

export type CursorState = {
  readonly playback: Playback
  /** The moment shown, hub time; while following the head's, views use useClock() for now. */
  readonly atMs: number
  /** First moment to the head (recording: its end). */
  readonly range: Range
  /** Chosen speed, also while paused. */
  readonly speed: Speed
  /** What stands is of another moment: the records of this one are on their way. */
  readonly loading: boolean
  /** Why they do not come; they are asked for again by themselves. */
  readonly problem?: Refusal
}
export type Cursor = {
  readonly store: StoreApi<CursorState>
  /** Of a recording, which has nothing to follow: to its end. */
  follow(): void
  pause(): void
  play(): void
  seek(atMs: number): void
  step(byMs: number): void
  setSpeed(speed: Speed): void
  /** Somebody is there: the 60 s after which a live screen follows again begin anew. */
  touched(): void
}

/** Wall milliseconds without a touch after which a live screen follows again. */
export const IDLE_MS = 60_000
/** Closer to the head of a live session than this is the head: seconds are what the glass shows. */
const AT_HEAD_MS = 500
/** Wall milliseconds between two moments shown while playing: about 15 a second, at any speed. */
const SHOWN_EVERY_MS = 60

export type CursorDeps = {
  readonly frames: Pick<FrameDriver, 'onEachFrame'>
  /** Monotonic milliseconds. */
  readonly monoNow: () => number
  /** It has a head that moves on. */
  readonly live: boolean
  readonly range: () => Range
  /** Everything there will ever be, or was at last asking, has been given. */
  readonly whole: () => boolean
  /** The moment shown is another one: see to what was so then. */
  readonly moved: () => void
}

/** The store's side of the cursor. */
export type CursorCore = Cursor & {
  isFollowing(): boolean
  atMs(): number
  /** Records came, or a second passed. */
  grew(): void
  waiting(problem?: Refusal): void
  arrived(): void
  /** It is another log now. */
  reset(): void
  stop(): void
}

const NOWHERE: Range = { fromMs: 0, toMs: 0 }

export function createCursor(deps: CursorDeps): CursorCore {
  const { frames, monoNow, live, whole } = deps
  const start: Playback = live ? FOLLOWING : pausedAt(0)
  const store = createStore<CursorState>(() => ({
    playback: start,
    atMs: 0,
    range: NOWHERE,
    speed: 1,
    loading: false,
  }))
  let touchedAtMs = monoNow()
  let shownAtMs = Number.NEGATIVE_INFINITY
  let stopFrames: (() => void) | undefined
  /** Asked for before the records up to there had come; of a recording that is still being read. */
  let wantedMs: number | undefined
  /** Nobody has said yet where to stand. */
  let untouched = true
  let lines: { readonly problem?: Refusal } | undefined

  function put(playback: Playback, speed: Speed = store.getState().speed, moved = true): void {
    const range = deps.range()
    const atMs = cursorMs(playback, range, monoNow())
    const before = store.getState()
    const loading = lines !== undefined || wantedMs !== undefined
    const same =
      before.playback === playback &&
      before.atMs === atMs &&
      before.speed === speed &&
      before.loading === loading &&
      before.problem === lines?.problem &&
      before.range.fromMs === range.fromMs &&
      before.range.toMs === range.toMs
    if (!same) {
      const problem = lines?.problem
      store.setState({ playback, atMs, range, speed, loading, ...(problem ? { problem } : {}) }, true)
    }
    if (playback.is === 'playing') stopFrames ??= frames.onEachFrame(frame)
    else {
      stopFrames?.()
      stopFrames = undefined
    }
    if (moved && (before.atMs !== atMs || before.playback.is !== playback.is)) deps.moved()
  }

  function frame(): void {
    const now = monoNow()
    if (now - shownAtMs < SHOWN_EVERY_MS) return
    shownAtMs = now
    const { playback, atMs, loading, range } = store.getState()
    if (playback.is !== 'playing') return
    const atEdge = !whole() && atMs >= range.toMs
    // What is still on its way is waited for: no moment is passed over unseen.
    if (loading || atEdge) put({ ...playback, fromMs: clampTo(deps.range(), atMs), monoMs: now })
    else put(whole() ? settled(playback, deps.range(), now, live) : playback)
  }

  /** Says that it waits, or waits no longer, at the very moment where it stands. */
  function stay(): void {
    const { playback, atMs } = store.getState()
    if (playback.is === 'playing')
      put({ ...playback, fromMs: clampTo(deps.range(), atMs), monoMs: monoNow() }, undefined, false)
    else put(playback, undefined, false)
  }

  function touched(): void {
    touchedAtMs = monoNow()
    untouched = false
  }

  function follow(): void {
    // The end of a recording that is still being read is not known yet.
    wantedMs = live || whole() ? undefined : Number.POSITIVE_INFINITY
    lines = undefined
    put(live ? FOLLOWING : pausedAt(deps.range().toMs))
  }

  function seekTo(atMs: number): void {
    const range = deps.range()
    if (live && atMs >= range.toMs - AT_HEAD_MS) {
      follow()
      return
    }
    wantedMs = !live && !whole() && atMs > range.toMs ? atMs : undefined
    put(seek(store.getState().playback, range, monoNow(), atMs))
  }

  return {
    store,
    follow() {
      touched()
      follow()
    },
    pause() {
      touched()
      put(pause(store.getState().playback, deps.range(), monoNow()))
    },
    play() {
      touched()
      const { playback, speed, atMs } = store.getState()
      if (playback.is === 'playing') return
      if (live && (playback.is === 'following' || atMs >= deps.range().toMs - AT_HEAD_MS)) follow()
      else put(play(playback, deps.range(), monoNow(), speed))
    },
    seek(atMs) {
      touched()
      seekTo(atMs)
    },
    step(byMs) {
      touched()
      seekTo((wantedMs ?? cursorMs(store.getState().playback, deps.range(), monoNow())) + byMs)
    },
    setSpeed(speed) {
      touched()
      put(withSpeed(store.getState().playback, deps.range(), monoNow(), speed), speed)
    },
    touched,
    isFollowing: () => store.getState().playback.is === 'following',
    atMs: () => store.getState().atMs,
    grew() {
      const range = deps.range()
      const { playback } = store.getState()
      if (live && playback.is !== 'following' && monoNow() - touchedAtMs >= IDLE_MS) {
        follow()
        return
      }
      if (!live && untouched && playback.is === 'paused') put(pausedAt(range.fromMs))
      else if (wantedMs === undefined) put(playback)
      else {
        const to = wantedMs
        if (whole() || range.toMs >= to) wantedMs = undefined
        put(seek(playback, range, monoNow(), to))
      }
    },
    waiting(problem) {
      lines = problem === undefined ? {} : { problem }
      stay()
    },
    arrived() {
      if (lines === undefined) return
      lines = undefined
      stay()
    },
    reset() {
      lines = undefined
      wantedMs = undefined
      untouched = true
      put(start)
    },
    stop() {
      stopFrames?.()
      stopFrames = undefined
    },
  }
}
