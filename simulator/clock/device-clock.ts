// Owns what a simulated device's clock is: hub time, as far as a device can know it. Types and the wrapper for tests.
// Never reads a clock by itself.
import type { HubClock, Timer } from '@chairside/shared/clock.ts'
import { rateNumber } from '@chairside/shared/clock.ts'
import { epochMs } from '@chairside/shared/ids.ts'

export type Heard = {
  readonly hubAtMs: number
  readonly rate: number
  /** This hub's log is not the one heard before: its time may lie anywhere. */
  readonly newIncarnation?: boolean
}

export type DeviceClock = {
  /** Milliseconds, whole, never going back. Hub time, unless a new hub began behind the old one. */
  nowMs(): number
  /** Milliseconds of hub time in one of the wall. */
  rate(): number
  /** Calls once this clock has reached `atMs`. */
  at(atMs: number, run: () => void): Timer
  /** A moment of hub time, on this clock. */
  fromHubMs(hubAtMs: number): number
  /** A mark, or the hub's time in an answer, has arrived. */
  heard(mark: Heard): void
  /** The connection went without being asked to. */
  lost(): void
  /** Whether hub time is known now. A clock that stands still does not know how far the hub has gone without it. */
  synced(): boolean
}

/** The hub's own clock, where hub and simulator live in one process. */
export const clockOfHub = (clock: HubClock): DeviceClock => ({
  nowMs: () => clock.nowMs(),
  rate: () => rateNumber(clock.rate),
  at: (atMs, run) => clock.at(epochMs(atMs), run),
  fromHubMs: (hubAtMs) => hubAtMs,
  heard: () => undefined,
  lost: () => undefined,
  synced: () => true,
})
