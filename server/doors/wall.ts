// Owns real time as the doors need it: how long a connection has been quiet, and what is done again and again whatever
// hub time does (marks prove that the hub lives, so a demo's or a stopped hub clock may not hold them). Never a date.
import type { Timer } from '@chairside/shared/clock.ts'

export type Wall = {
  /** Monotonic milliseconds; only differences mean anything. */
  nowMs(): number
  every(ms: number, run: () => void): Timer
}

export const realWall: Wall = {
  nowMs: () => performance.now(),
  every(ms, run) {
    const timer = setInterval(run, ms)
    return { cancel: () => clearInterval(timer) }
  },
}
