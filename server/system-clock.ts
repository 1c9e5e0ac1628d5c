// Owns hub time, and is the only reader of the wall clock. Hub time never goes back: it starts from the wall (or from the
// newest record, whichever is later) and advances by the monotonic clock; the wall is only compared with.
import type { ClockRate, ClockStep, HubClock, Timer } from '@chairside/shared/clock.ts'
import { rateNumber } from '@chairside/shared/clock.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'

/** A difference below this is slewed, above it is a step that is recorded and shown. Source: ARCHITECTURE "Hub time". */
const STEP_FROM_MS = 1_000
const SLEW_MS_PER_S = 5
const COMPARE_EVERY_MS = 5_000
/** Longer timers are armed in pieces: setTimeout is a 32-bit number and the wall may move meanwhile. */
const LONGEST_TIMER_MS = 3_600_000

export type SystemClock = HubClock & {
  /** Compares with the wall now (every 5 s by itself). */
  compare(): void
  /**
   * A larger step of the wall: forward is taken at once, backward is only told (`toMs`: what the wall says). A forward
   * step that only makes good one backward moves nothing (`toMs` is `fromMs`).
   */
  onStep(listener: (step: ClockStep) => void): void
  /** How far hub time runs ahead of the wall since a backward step, ms; 0 normally, and where it leaves it on purpose. */
  aheadMs(): number
  stop(): void
}

export type SystemClockSettings = {
  readonly rate: ClockRate
  /** Hub time may not begin before the newest record of the log. */
  readonly notBeforeMs?: number | undefined
  /** For tests of the clock itself. */
  readonly wallMs?: () => number
  readonly monotonicMs?: () => number
  readonly timers?: Timers
}

/** Monotonic timers, as a shell has them. */
export type Timers = {
  /** Once, after this many real milliseconds. */
  after(ms: number, run: () => void): Timer
  every(ms: number, run: () => void): Timer
}
const realTimers: Timers = {
  after(ms, run) {
    const handle = setTimeout(run, ms)
    return { cancel: () => clearTimeout(handle) }
  },
  every(ms, run) {
    const handle = setInterval(run, ms)
    handle.unref()
    return { cancel: () => clearInterval(handle) }
  },
}

export function createSystemClock(settings: SystemClockSettings): SystemClock {
  const wall = settings.wallMs ?? Date.now
  const monotonic = settings.monotonicMs ?? (() => performance.now())
  const timers = settings.timers ?? realTimers
  const speed = rateNumber(settings.rate)
  const wallAtStart = wall()
  let base = Math.max(wallAtStart, settings.notBeforeMs ?? 0)
  let baseMono = monotonic()
  let ahead = base - wallAtStart
  let last = base
  const listeners: ((step: ClockStep) => void)[] = []
  const armed = new Map<() => void, () => void>()

  const nowMs = (): EpochMs => {
    last = Math.max(last, base + (monotonic() - baseMono) * speed)
    return Math.floor(last) as EpochMs
  }
  const rebase = (toMs: number): void => {
    base = toMs
    baseMono = monotonic()
  }

  const tell = (step: ClockStep): void => {
    for (const listener of listeners) listener(step)
  }

  const compare = (): void => {
    // Scaled time leaves the wall on purpose.
    if (settings.rate.kind !== 'real') return
    const now = nowMs()
    const difference = wall() + ahead - now
    if (Math.abs(difference) < STEP_FROM_MS) {
      const most = (SLEW_MS_PER_S * COMPARE_EVERY_MS) / 1000
      // A negative slew slows time for a moment; `last` keeps it from going back.
      if (difference !== 0) rebase(now + Math.max(-most, Math.min(most, difference)))
      return
    }
    if (difference > 0) {
      // After a step back, a step forward first makes good what hub time is already ahead; less than a second is slewed.
      const more = Math.max(0, difference - ahead)
      const taken = more < STEP_FROM_MS ? 0 : more
      ahead = Math.max(0, ahead - difference)
      const toMs = Math.floor(now + taken) as EpochMs
      if (taken > 0) rebase(toMs)
      tell({ kind: 'forward', fromMs: now, toMs })
      if (taken > 0) for (const rearm of [...armed.keys()]) rearm()
      return
    }
    ahead -= difference
    tell({ kind: 'backward', fromMs: now, toMs: Math.floor(wall()) as EpochMs })
  }
  const comparing = timers.every(COMPARE_EVERY_MS, compare)

  const at = (atMs: EpochMs, run: () => void): Timer => {
    let timer: Timer | undefined
    const arm = (): void => {
      timer?.cancel()
      const waitMs = (atMs - nowMs()) / speed
      timer = timers.after(Math.max(0, Math.min(LONGEST_TIMER_MS, Math.ceil(waitMs))), fire)
    }
    const fire = (): void => {
      if (nowMs() < atMs) {
        arm()
        return
      }
      armed.delete(arm)
      run()
    }
    armed.set(arm, () => timer?.cancel())
    arm()
    return {
      cancel: () => {
        timer?.cancel()
        armed.delete(arm)
      },
    }
  }

  return {
    rate: settings.rate,
    nowMs,
    at,
    compare,
    onStep: (listener) => void listeners.push(listener),
    aheadMs: () => (settings.rate.kind === 'real' ? ahead : 0),
    stop: () => {
      comparing.cancel()
      for (const disarm of armed.values()) disarm()
      armed.clear()
    },
  }
}
