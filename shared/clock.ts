// Owns what a clock is. Types only: pure code takes the clock's value, and only shells hold a clock.
import type { EpochMs } from './ids.ts'

export type ClockRate =
  | { readonly kind: 'real' }
  /** Demo and playback: hub time runs `rate` times as fast as the wall. 1 < rate ≤ 20. */
  | { readonly kind: 'scaled'; readonly rate: number }
  /** Tests: time moves only when it is moved. */
  | { readonly kind: 'stepped' }

export type ClockStep = {
  readonly kind: 'forward' | 'backward'
  readonly fromMs: EpochMs
  readonly toMs: EpochMs
}

export type Timer = { cancel(): void }

/** Hub time: never goes back. */
export type HubClock = {
  readonly rate: ClockRate
  nowMs(): EpochMs
  /** Calls once hub time has reached `atMs`; armed on the monotonic clock, in pieces of at most an hour. */
  at(atMs: EpochMs, run: () => void): Timer
}

/** What one millisecond of the wall is in hub time; stepped clocks count as 1 to whoever shows a rate. */
export const rateNumber = (rate: ClockRate): number => (rate.kind === 'scaled' ? rate.rate : 1)
