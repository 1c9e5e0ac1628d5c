// Owns this screen's idea of hub time: what the hub last said, carried on by the monotonic clock at the hub's rate.
// Never reads a wall clock and never goes back while it hears the hub; it stands still until the hub catches up with it.
import { type EpochMs, epochMs } from '@chairside/shared/ids.ts'

export type HubTime = {
  /** Take what a message of the hub says about its clock. */
  sample(hubAtMs: number, rate: number): void
  /**
   * The hub has greeted this screen. A hub in demo time stood still while it was away, and this screen's idea of its time
   * did not: it is taken at its word, or every number would look old for as long again as the hub was away.
   */
  greeted(hubAtMs: number, rate: number): void
  /** Hub time now, or undefined until the hub has said what time it is. */
  nowMs(): EpochMs | undefined
  /** Hub milliseconds in a wall millisecond: 1, or up to 20 in a demo. */
  rate(): number
  /** The machine slept this long, which its monotonic clock may not have counted. */
  slept(wallMs: number): void
  /** A new incarnation counts its own time: forget what the old one said. */
  forget(): void
}

/** @param monoNow monotonic milliseconds of this machine */
export function createHubTime(monoNow: () => number): HubTime {
  let base: { readonly hubAtMs: number; readonly monoMs: number; readonly rate: number } | undefined
  let latestMs = Number.NEGATIVE_INFINITY
  const sample = (hubAtMs: number, rate: number): void => {
    base = { hubAtMs, monoMs: monoNow(), rate }
  }
  return {
    sample,
    greeted(hubAtMs, rate) {
      if (rate !== 1) latestMs = Number.NEGATIVE_INFINITY
      sample(hubAtMs, rate)
    },
    nowMs() {
      if (base === undefined) return undefined
      const estimate = base.hubAtMs + base.rate * Math.max(0, monoNow() - base.monoMs)
      latestMs = Math.max(latestMs, estimate)
      return epochMs(latestMs)
    },
    rate: () => base?.rate ?? 1,
    slept(wallMs) {
      if (base !== undefined) base = { ...base, hubAtMs: base.hubAtMs + base.rate * wallMs }
    },
    forget() {
      base = undefined
      latestMs = Number.NEGATIVE_INFINITY
    },
  }
}
