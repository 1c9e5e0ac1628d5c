// Owns the clock of the tests: time moves only when it is moved, and timers fire in order at their own times.
// Pure: it starts where it is told to and reads nothing.
import type { ClockRate, HubClock, Timer } from './clock.ts'
import type { EpochMs } from './ids.ts'

export type SteppedClock = HubClock & {
  /** Moves to `atMs`, firing each timer at its own time on the way, in order of time and then of arming. */
  moveTo(atMs: number): void
  move(byMs: number): void
  /** Time of the next timer, if any is armed. */
  nextTimerMs(): EpochMs | undefined
}

/** @param startMs where time starts, ms since 1970 UTC */
export function createSteppedClock(startMs: number, rate: ClockRate = { kind: 'stepped' }): SteppedClock {
  let now = startMs
  let order = 0
  const timers = new Map<number, { readonly atMs: number; readonly run: () => void }>()

  const next = (): [number, { atMs: number; run: () => void }] | undefined => {
    let best: [number, { atMs: number; run: () => void }] | undefined
    for (const entry of timers) if (best === undefined || entry[1].atMs < best[1].atMs) best = entry
    return best
  }
  const moveTo = (atMs: number): void => {
    for (let due = next(); due !== undefined && due[1].atMs <= atMs; due = next()) {
      timers.delete(due[0])
      now = Math.max(now, due[1].atMs)
      due[1].run()
    }
    now = Math.max(now, atMs)
  }
  return {
    rate,
    nowMs: () => now as EpochMs,
    at(atMs, run): Timer {
      order += 1
      const id = order
      timers.set(id, { atMs, run })
      return { cancel: () => void timers.delete(id) }
    },
    moveTo,
    move: (byMs) => moveTo(now + byMs),
    nextTimerMs: () => next()?.[1].atMs as EpochMs | undefined,
  }
}
