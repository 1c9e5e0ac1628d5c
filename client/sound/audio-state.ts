// Owns the browser's audio context: what state it was in when the page loaded, what brings it to life, and whether its clock
// really runs. It never says that anybody hears it: only a person can.
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type SoundOut, soundOutOf } from './sound-out.ts'

/** none: no Web Audio here. suspended: it cannot sound until somebody touches it. interrupted: it could, and was stopped. */
export type AudioIs = 'none' | 'suspended' | 'running' | 'interrupted'
export type AudioState = {
  readonly is: AudioIs
  /** As it was when the page loaded, before anybody touched it; undefined for the first moment. */
  readonly atLoad: AudioIs | undefined
  /** It has run since the page loaded. */
  readonly hasRun: boolean
}

/** An audio context, as far as this needs it; a real one is wrapped by `browserAudio`. */
export type AudioPort = {
  /** The context's own word: `interrupted` is Safari's, for a call or another app. */
  state(): 'suspended' | 'running' | 'closed' | 'interrupted'
  readonly out: SoundOut
  resume(): Promise<void>
  onChange(listener: () => void): () => void
}
export type GesturePort = {
  /** Runs at each touch, click or key of a person, and whenever the page is shown again. */
  onGesture(listener: () => void): () => void
}

/** Two looks at the clock of a running context that are further apart than this must differ. */
const LOOK_MS = 1_500
/** A browser settles a new context's state within this. */
const SETTLES_MS = 500

export type Audio = {
  readonly store: StoreApi<AudioState>
  /** Where bursts go, while they can sound. */
  out(): SoundOut | undefined
  /** Asks the browser to let the page sound. Called from a gesture it is granted, otherwise perhaps. */
  unlock(): Promise<void>
  /** At each beat: a context that says it runs and whose clock stands still does not run. */
  look(): void
  stop(): void
}

/**
 * @param open    makes the context, or undefined where there is no Web Audio; called again when a context was closed
 * @param monoNow monotonic milliseconds of the page
 */
export function createAudio(
  open: () => AudioPort | undefined,
  gestures: GesturePort,
  monoNow: () => number,
): Audio {
  const openedAtMs = monoNow()
  let port = open()
  let offChange = port?.onChange(changed)
  let stalled = false
  let seen = { atMs: openedAtMs, audioMs: port?.out.nowMs() ?? 0 }
  const store = createStore<AudioState>(() => ({ is: 'none', atLoad: undefined, hasRun: false }))
  changed()

  function stateNow(hasRun: boolean): AudioIs {
    if (port === undefined) return 'none'
    const state = port.state()
    if (state === 'running') return stalled ? 'interrupted' : 'running'
    return state === 'suspended' && !hasRun ? 'suspended' : 'interrupted'
  }

  function changed(): void {
    if (port?.state() === 'closed') reopen()
    const before = store.getState()
    const is = stateNow(before.hasRun)
    const hasRun = before.hasRun || is === 'running'
    if (is === before.is && hasRun === before.hasRun) return
    // A clock that has just begun to run is looked at afresh.
    if (is === 'running') seen = { atMs: monoNow(), audioMs: port?.out.nowMs() ?? 0 }
    store.setState({ is, hasRun })
  }

  function reopen(): void {
    offChange?.()
    port = open()
    offChange = port?.onChange(changed)
    stalled = false
  }

  async function unlock(): Promise<void> {
    noteLoad()
    if (port === undefined || port.state() === 'running') return
    try {
      await port.resume()
    } catch {
      // Refused: the state says so, and the next gesture asks again.
    }
    changed()
  }

  /** What the browser decided by itself: taken down once it has settled, or before the first gesture. */
  function noteLoad(): void {
    if (store.getState().atLoad === undefined) store.setState({ atLoad: store.getState().is })
  }

  const offGesture = gestures.onGesture(() => void unlock())

  return {
    store,
    out: () => (store.getState().is === 'running' ? port?.out : undefined),
    unlock,
    look() {
      const nowMs = monoNow()
      if (nowMs - openedAtMs >= SETTLES_MS) noteLoad()
      if (port === undefined) return
      if (nowMs - seen.atMs >= LOOK_MS) {
        const audioMs = port.out.nowMs()
        stalled = port.state() === 'running' && audioMs === seen.audioMs
        seen = { atMs: nowMs, audioMs }
        // It ran before, so the browser may let it run again without a gesture.
        if (store.getState().hasRun && port.state() !== 'running') void unlock()
      }
      changed()
    },
    stop() {
      offChange?.()
      offGesture()
    },
  }
}

/** The browser's own. A page has one context for its whole life. */
export function browserAudio(): AudioPort | undefined {
  if (typeof AudioContext === 'undefined') return undefined
  const context = new AudioContext({ latencyHint: 'interactive' })
  return {
    state: () => context.state as ReturnType<AudioPort['state']>,
    out: soundOutOf(context),
    resume: () => context.resume(),
    onChange(listener) {
      context.addEventListener('statechange', listener)
      return () => context.removeEventListener('statechange', listener)
    },
  }
}

const GESTURES = ['pointerdown', 'pointerup', 'touchend', 'click', 'keydown'] as const
export const browserGestures: GesturePort = {
  onGesture(listener) {
    const shown = () => {
      if (!document.hidden) listener()
    }
    // While they go down the tree: a dialog that keeps its clicks to itself unlocks too.
    for (const name of GESTURES) document.addEventListener(name, listener, { capture: true, passive: true })
    document.addEventListener('visibilitychange', shown)
    return () => {
      for (const name of GESTURES) document.removeEventListener(name, listener, { capture: true })
      document.removeEventListener('visibilitychange', shown)
    }
  },
}
