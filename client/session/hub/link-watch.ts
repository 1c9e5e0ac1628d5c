// Owns one judgement, the only one a screen makes by itself: "I have lost the hub".
// Never decides from the socket's own state alone: a connection that says nothing for 5 s is as lost as a closed one.
import { LOST_HUB_AFTER_MS } from '@chairside/shared/protocol/screens.ts'

export type LinkWatch = {
  /** Anything at all came from the hub. */
  alive(): void
  /** Called on each beat of the metronome. */
  beat(sleptMs: number): void
  /** Wall milliseconds since the hub last said anything; while lost, how long it has been lost. */
  silentMs(): number
  isLost(): boolean
}

/**
 * @param monoNow monotonic milliseconds
 * @param onLost  called once each time the hub is lost (5 s of silence, or the machine slept through them)
 * Source of the 5 s: clinical facts §5 "Lost the hub".
 */
export function createLinkWatch(monoNow: () => number, onLost: () => void): LinkWatch {
  let heardAtMs = monoNow()
  /** Time this machine slept, which the monotonic clock may not have counted. */
  let sleptMs = 0
  let lost = false
  const silentMs = () => monoNow() - heardAtMs + sleptMs
  return {
    alive() {
      heardAtMs = monoNow()
      sleptMs = 0
      lost = false
    },
    beat(slept) {
      sleptMs += slept
      if (lost || silentMs() < LOST_HUB_AFTER_MS) return
      lost = true
      onLost()
    },
    silentMs,
    isLost: () => lost,
  }
}
