// Owns the real time of tests, which passes when told, so that marks can be counted. Never used by the product.
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import type { Wall } from '../doors/wall.ts'

export type ManualWall = Wall & { pass(ms: number): void }

export function createManualWall(): ManualWall {
  const mono = createSteppedClock(0)
  return {
    nowMs: () => mono.nowMs(),
    every(ms, run) {
      let on = true
      const arm = (): void => {
        mono.at((mono.nowMs() + ms) as never, () => {
          if (!on) return
          arm()
          run()
        })
      }
      arm()
      return {
        cancel: () => {
          on = false
        },
      }
    },
    pass: mono.move,
  }
}
