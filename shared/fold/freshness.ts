// Owns the only answer to "may this number be believed now?". Never reads a clock: the time is given.
import type { EpochMs } from '../ids.ts'
import type { UnavailableReason } from '../record/reading.ts'
import { assertNever } from '../result.ts'
import { CUFF_CYCLE_MS, CUFF_STALE_FACTOR, type FreshnessWindow } from '../vitals.ts'
import type { CuffNow, CuffReading, SignalNow } from './session-state.ts'

/** Missing, stale, unavailable and live are different things; only `live` and `ageing` carry a value to show. */
export type Freshness =
  | { readonly is: 'live'; readonly value: number; readonly ageMs: number }
  | { readonly is: 'ageing'; readonly value: number; readonly ageMs: number }
  | { readonly is: 'stale'; readonly lastValue: number; readonly ageMs: number; readonly noLiveData: boolean }
  | {
      readonly is: 'unavailable'
      readonly reason: UnavailableReason
      readonly sinceMs: EpochMs
      readonly forMs: number
      /** The device itself has gone quiet: not even "unavailable" is fresh. */
      readonly noLiveData: boolean
    }
  | { readonly is: 'never' }

/**
 * Freshness of a continuous signal at a moment.
 * @param atMs hub time; at or after the newest record
 * Source of the limits: clinical facts §4 "Freshness" and "Slow devices".
 */
export function freshnessAt(now: SignalNow | undefined, window: FreshnessWindow, atMs: number): Freshness {
  if (now === undefined) return { is: 'never' }
  const ageMs = Math.max(0, atMs - now.measuredAtMs)
  const noLiveData = ageMs >= window.noLiveDataFromMs
  const { reading } = now
  switch (reading.status) {
    case 'unavailable': {
      const sinceMs = now.unavailableSinceMs ?? now.measuredAtMs
      return {
        is: 'unavailable',
        reason: reading.reason,
        sinceMs,
        forMs: Math.max(0, atMs - sinceMs),
        noLiveData,
      }
    }
    case 'measured': {
      if (ageMs <= window.liveToMs) return { is: 'live', value: reading.value, ageMs }
      if (ageMs < window.staleFromMs) return { is: 'ageing', value: reading.value, ageMs }
      return { is: 'stale', lastValue: reading.value, ageMs, noLiveData }
    }
    default:
      return assertNever(reading)
  }
}

export type CuffFreshness =
  | { readonly is: 'live' | 'ageing' | 'stale'; readonly reading: CuffReading; readonly ageMs: number }
  | { readonly is: 'never' }

/** Freshness of the last cuff reading: live for one cycle, ageing to one and a half, then stale with its age. */
export function cuffFreshnessAt(cuff: CuffNow, atMs: number, cycleMs: number = CUFF_CYCLE_MS): CuffFreshness {
  if (cuff.last === undefined) return { is: 'never' }
  const ageMs = Math.max(0, atMs - cuff.last.measuredAtMs)
  const is = ageMs <= cycleMs ? 'live' : ageMs <= CUFF_STALE_FACTOR * cycleMs ? 'ageing' : 'stale'
  return { is, reading: cuff.last, ageMs }
}

/** Monitors whose pressure cannot be: DBP ≥ SBP, or a pulse pressure under 10 mmHg. Source: §4 "Repeat". */
export function isCuffArtefact(reading: {
  readonly systolic?: number | undefined
  readonly diastolic?: number | undefined
}): boolean {
  const { systolic, diastolic } = reading
  return systolic !== undefined && diastolic !== undefined && systolic - diastolic < 10
}
