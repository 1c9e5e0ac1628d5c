// Owns a clock that moves only when it is moved, for tests. Never used by a program.
import type { HubClock } from '@chairside/shared/clock.ts'
import { epochMs } from '@chairside/shared/ids.ts'

export type SteppedClock = HubClock & {
  /** Moves time forward; timers run in order, each at its own due time. */
  step(byMs: number): void
}

export function createSteppedClock(startMs = 1_732_190_400_000): SteppedClock {
  let now = startMs
  let timers: { atMs: number; run: () => void }[] = []
  return {
    rate: { kind: 'stepped' },
    nowMs: () => epochMs(now),
    at(atMs, run) {
      const timer = { atMs, run }
      timers.push(timer)
      return {
        cancel() {
          timers = timers.filter((other) => other !== timer)
        },
      }
    },
    step(byMs) {
      const untilMs = now + byMs
      for (;;) {
        const due = timers.filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
        if (due === undefined) break
        timers = timers.filter((other) => other !== due)
        now = Math.max(now, due.atMs)
        due.run()
      }
      now = untilMs
    },
  }
}
