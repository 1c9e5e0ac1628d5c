// Owns the hub's real clock on a machine the test drives: its monotonic time, its wall and its timers move when told.
// Never used by the product.
import type { ClockRate, Timer } from '@chairside/shared/clock.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { createSystemClock, type SystemClock } from '../system-clock.ts'

export type DrivenClock = SystemClock & {
  /** Lets this much real time pass: the wall and the monotonic clock go on, timers fire at their own times. */
  move(byMs: number): void
  /** Until hub time is there. */
  moveTo(atMs: number): void
  /** Somebody sets the machine's clock: the wall alone. */
  setWall(byMs: number): void
  wallMs(): number
  /** The longest that any timer was armed for, real milliseconds. */
  longestTimerMs(): number
}

export function createDrivenClock(
  startMs: number,
  options: { readonly rate?: ClockRate; readonly notBeforeMs?: number } = {},
): DrivenClock {
  const mono = createSteppedClock(0)
  let wallAtZero = startMs
  let longest = 0
  const wallMs = () => wallAtZero + mono.nowMs()
  const after = (ms: number, run: () => void): Timer => {
    longest = Math.max(longest, ms)
    return mono.at((mono.nowMs() + ms) as never, run)
  }
  const clock = createSystemClock({
    rate: options.rate ?? { kind: 'real' },
    notBeforeMs: options.notBeforeMs,
    wallMs,
    monotonicMs: () => mono.nowMs(),
    timers: {
      after,
      every(ms, run) {
        let timer: Timer
        const again = (): void => {
          timer = after(ms, again)
          run()
        }
        timer = after(ms, again)
        return { cancel: () => timer.cancel() }
      },
    },
  })
  const it: DrivenClock = {
    ...clock,
    wallMs,
    move: mono.move,
    moveTo(atMs) {
      // A slew or a step may bring it there sooner or later than the sum says.
      for (let left = atMs - clock.nowMs(); left > 0; left = atMs - clock.nowMs()) mono.move(left)
    },
    setWall(byMs) {
      wallAtZero += byMs
    },
    longestTimerMs: () => longest,
  }
  return it
}
