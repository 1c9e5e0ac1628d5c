// Owns what a device's clock is worth: its constant offset to hub time, and when that offset has changed. Pure.
// Never moves a measurement because one message was slow: a delay only ever makes a message look late.
import { type EpochMs, epochMs } from '@chairside/shared/ids.ts'

/** A change of offset above this is a clock jump. Source: clinical facts §4 "Technical" (jumped > 5 s). */
export const JUMP_FROM_MS = 5_000
/** A connection is pinged every 5 s and closed 5 s later: nothing that still arrives on it has been under way so long. */
const LATEST_MS = 30_000
/** Two late messages that agree this well are a clock set back, not two delays. */
const AGREE_WITHIN_MS = 1_000
const WINDOW = 30

export type ClockOffset = {
  /** Add to the device's clock to get hub time, milliseconds. */
  readonly offsetMs: number
  /** Newest raw offsets; the smallest is the least delayed. */
  readonly recent: readonly number[]
  /** A late message that may be the first after the clock was set back. */
  readonly suspectMs?: number
}

export type Observed = { readonly clock: ClockOffset; readonly changedByMs?: number }

const settled = (offsetMs: number): ClockOffset => ({ offsetMs, recent: [offsetMs] })

/**
 * Learns from one message.
 * @param sentAtMs the device's clock as it sent
 * @param arrivedAtMs hub time as it arrived
 * @param rate hub milliseconds per wall millisecond: the network's delay is wall time
 */
export function observe(
  before: ClockOffset | undefined,
  sentAtMs: number,
  arrivedAtMs: number,
  rate = 1,
): Observed {
  const raw = arrivedAtMs - sentAtMs
  if (before === undefined) return { clock: settled(raw) }
  const difference = raw - before.offsetMs
  if (difference < -JUMP_FROM_MS * rate || difference > LATEST_MS * rate)
    return { clock: settled(raw), changedByMs: difference }
  if (difference > JUMP_FROM_MS * rate) {
    if (before.suspectMs !== undefined && Math.abs(raw - before.suspectMs) <= AGREE_WITHIN_MS * rate)
      return { clock: settled(raw), changedByMs: difference }
    return { clock: { ...before, suspectMs: raw } }
  }
  const recent = [...before.recent.slice(1 - WINDOW), raw]
  return { clock: { offsetMs: Math.min(...recent), recent } }
}

/** The same clock after hub time itself was moved forward. */
export const afterHubStep = (clock: ClockOffset, byMs: number): ClockOffset => ({
  offsetMs: clock.offsetMs + byMs,
  recent: clock.recent.map((raw) => raw + byMs),
})

/** A point in time of the device in hub time; never later than now. */
export const toHubMs = (clock: ClockOffset, deviceMs: number, nowMs: EpochMs): EpochMs =>
  epochMs(Math.min(nowMs, Math.round(deviceMs + clock.offsetMs)))
