// Owns the page's only requestAnimationFrame: what arrived is shown at most once a frame, and ages move once a second.
// In a hidden tab there are no frames; the metronome's beat takes over, so that nothing piles up.
import type { EpochMs } from '@chairside/shared/ids.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HubTime } from './hub/hub-time.ts'
import type { Metronome } from './hub/metronome.ts'

export type ClockState = {
  /** Hub time at the last tick; undefined until the hub has said what time it is. */
  readonly nowMs: EpochMs | undefined
  /** Hub milliseconds in a wall millisecond. */
  readonly rate: number
}

export type FrameDriver = {
  readonly clock: StoreApi<ClockState>
  /** Runs once, at the next frame (or beat). Asking twice before that runs it once. */
  onNextFrame(run: () => void): void
  /** Runs at every frame (or beat) until the returned function is called. */
  onEachFrame(run: () => void): () => void
  /**
   * Milliseconds since the browser last drew a frame of this page, asked about once a second; undefined before the first.
   * A beat in a hidden tab is no frame.
   */
  sincePaintedMs(): number | undefined
  start(): void
  stop(): void
}

export type FramePort = {
  readonly request: (run: () => void) => number
  readonly cancel: (handle: number) => void
  readonly isHidden: () => boolean
  /** Calls back when the page is hidden or shown again. @returns how to end that */
  readonly onHiddenChange?: (listener: () => void) => () => void
}

export const browserFrames: FramePort = {
  request: (run) => requestAnimationFrame(run),
  cancel: (handle) => cancelAnimationFrame(handle),
  isHidden: () => document.hidden,
  onHiddenChange(listener) {
    window.addEventListener('visibilitychange', listener)
    return () => window.removeEventListener('visibilitychange', listener)
  },
}

/** Ages are read as whole seconds of hub time; a tick a wall second is enough, also at 20×. */
const TICK_MS = 1_000
/** Beats come each 250 ms: half of that early is nearer than a beat late. */
const EARLY_MS = 125
/** A tick this near goes with what is shown now: drawn in one frame instead of two. */
const RIDE_MS = 300
/** Something was shown within this: the next is awaited, and the tick with it, until it is so much late. */
const AWAITED_MS = 1_200

export function createFrameDriver(
  time: HubTime,
  metronome: Pick<Metronome, 'onBeat'>,
  monoNow: () => number,
  frames: FramePort = browserFrames,
): FrameDriver {
  const clock = createStore<ClockState>(() => ({ nowMs: undefined, rate: 1 }))
  const waiting = new Set<() => void>()
  const each = new Set<() => void>()
  let handle: number | undefined
  let tickedAtMs = Number.NEGATIVE_INFINITY
  let shownAtMs = Number.NEGATIVE_INFINITY
  let off: (() => void) | undefined
  let paintedAtMs: number | undefined
  let probe: number | undefined
  let probedAtMs = Number.NEGATIVE_INFINITY

  /** Asks for one frame, once a second at most, only to see whether one comes. */
  function probePaint(): void {
    if (probe !== undefined || monoNow() - probedAtMs < TICK_MS - EARLY_MS || frames.isHidden()) return
    probedAtMs = monoNow()
    probe = frames.request(() => {
      probe = undefined
      paintedAtMs = monoNow()
    })
  }

  function run(): void {
    handle = undefined
    // What moves with the frames goes first, so that what it changes is shown in this very frame.
    for (const move of [...each]) move()
    if (waiting.size > 0) {
      shownAtMs = monoNow()
      if (shownAtMs - tickedAtMs >= TICK_MS - RIDE_MS) tick()
    }
    const due = [...waiting]
    waiting.clear()
    for (const show of due) show()
    ask()
  }

  /** Asks for a frame where one is wanted; a hidden tab has none, and is given beats. */
  function ask(): void {
    if (handle !== undefined || frames.isHidden()) return
    if (waiting.size > 0 || each.size > 0) handle = frames.request(run)
  }

  function tick(): void {
    const nowMs = time.nowMs()
    tickedAtMs = monoNow()
    clock.setState({ nowMs, rate: time.rate() })
  }

  return {
    clock,
    onNextFrame(run) {
      waiting.add(run)
      ask()
    },
    onEachFrame(run) {
      each.add(run)
      ask()
      return () => {
        each.delete(run)
      }
    },
    sincePaintedMs: () => (paintedAtMs === undefined ? undefined : monoNow() - paintedAtMs),
    start() {
      off?.()
      probePaint()
      off = metronome.onBeat(() => {
        probePaint()
        const told = clock.getState().nowMs === undefined && time.nowMs() !== undefined
        const awaited = monoNow() - shownAtMs < AWAITED_MS
        if (told || monoNow() - tickedAtMs >= (awaited ? AWAITED_MS : TICK_MS - EARLY_MS)) tick()
        if (waiting.size === 0 && each.size === 0) return
        if (handle === undefined || frames.isHidden()) {
          if (handle !== undefined) frames.cancel(handle)
          run()
        }
      })
    },
    stop() {
      off?.()
      off = undefined
      if (handle !== undefined) frames.cancel(handle)
      if (probe !== undefined) frames.cancel(probe)
      probe = undefined
      waiting.clear()
      each.clear()
    },
  }
}
