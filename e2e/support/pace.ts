// Owns that a stepped clock is not left behind by the pages that look at its hub: a page carries hub time on by itself, and a press
// takes seconds of it on a busy machine. What was pressed in the hub's future would be refused, as it must be, and no test would
// have asked for that. Never moves the clock for anything but a press.
import type { SteppedClock } from '@chairside/shared/stepped-clock.ts'
import type { Hub } from '../../server/hub.ts'

/** Less than the hub itself lets pass, and more than the fraction of a second in which a page stands before its next one. */
const BEHIND_MS = 1_000

/** From now on hub time is moved up, by whole seconds, to what was pressed more than a second ahead of it, before the hub reads it. */
export function keepPace({ io }: Hub, clock: SteppedClock): void {
  io.of('/screens').on('connection', (socket) => {
    socket.use(([, message], next) => {
      const { pressedAtHubMs } = (message ?? {}) as { readonly pressedAtHubMs?: unknown }
      const behindMs = typeof pressedAtHubMs === 'number' ? pressedAtHubMs - clock.nowMs() : 0
      if (behindMs > BEHIND_MS) clock.move(Math.ceil(behindMs / 1_000) * 1_000)
      next()
    })
  })
}
