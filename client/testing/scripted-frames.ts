// Owns frames and a clock that a test runs by hand. Never used by the product.
import { createStore } from 'zustand/vanilla'
import type { ClockState, FrameDriver } from '../session/frame-driver.ts'

export type ScriptedFrames = Pick<FrameDriver, 'clock' | 'onNextFrame' | 'onEachFrame'> & {
  /** Draws one frame. @returns how many had asked for it */
  draw(): number
  /** A second has passed. */
  tick(nowMs?: number): void
}

export function scriptedFrames(): ScriptedFrames {
  const clock = createStore<ClockState>(() => ({ nowMs: undefined, rate: 1 }))
  const each = new Set<() => void>()
  let due = new Set<() => void>()
  return {
    clock,
    onNextFrame: (run) => void due.add(run),
    onEachFrame(run) {
      each.add(run)
      return () => {
        each.delete(run)
      }
    },
    draw() {
      for (const run of [...each]) run()
      const now = due
      due = new Set()
      for (const run of now) run()
      return now.size
    },
    tick: (nowMs) => clock.setState({ nowMs: nowMs as ClockState['nowMs'], rate: 1 }),
  }
}
