// Owns one source of numbers as the engine keeps it: how it begins, how it is copied, when its silence counts as "away".
// Never judges a value.
import type { DeviceId } from '../ids.ts'
import { FRESHNESS, freshnessWindow } from '../vitals.ts'
import type { Silence, SourceState, Sources } from './engine-state.ts'
import type { Rules, SourceId } from './rules.ts'

/** A copy to write on. Every source is named, so that all copies have one shape: this runs for every record. */
export type SourcesDraft = { -readonly [S in SourceId]: SourceState | undefined }
export const draftOf = (sources: Sources): SourcesDraft => ({
  heartRate: sources.heartRate,
  pulseRate: sources.pulseRate,
  spo2: sources.spo2,
  respirationRate: sources.respirationRate,
  cuff: sources.cuff,
})

/** Missing for up to this long does neither count nor reset. Source: clinical facts §4 "General rules", "Slow devices". */
export const missingFor = (rules: Rules, everyMs: number): number =>
  Math.max(rules.missingMs, (22 * everyMs) / 10)

/** A source nothing was heard of. */
export const newSource = (deviceId: DeviceId, everyMs: number, missingMs: number): SourceState => ({
  deviceId,
  everyMs,
  missingMs,
  wordAtMs: 0,
  silence: 'no',
  seenMs: 0,
  settleUntilMs: 0,
  judgedMs: 0,
  measuredAtMs: 0,
  values: {},
  runs: {},
  isOut: false,
  lostMs: 0,
  afterHoldMs: 0,
})

/** From here on a silent source has "no live data". */
const noLiveDataFrom = (everyMs: number): number => freshnessWindow(everyMs).noLiveDataFromMs

/**
 * A source's silence once the hub finds that its newest value is this old: silent too long is "away".
 * `unavailable` for no longer than may be missing is a missing sample, not a sensor that was off.
 */
export function silenceAfter(state: SourceState, ageMs: number): Silence {
  if (state.silence === 'away' || state.seenMs === 0) return state.silence
  if (state.silence === 'noValue' && ageMs > state.missingMs) return 'away'
  return ageMs >= FRESHNESS.noLiveDataFromMs && ageMs >= noLiveDataFrom(state.everyMs)
    ? 'away'
    : state.silence
}

/** A copy that may be written on until it is given away. All fields by name: it is made for every value of every signal. */
export type SourceDraft = { -readonly [K in keyof SourceState]: SourceState[K] }
export const copyOf = (source: SourceState): SourceDraft => ({
  deviceId: source.deviceId,
  everyMs: source.everyMs,
  missingMs: source.missingMs,
  wordAtMs: source.wordAtMs,
  silence: source.silence,
  seenMs: source.seenMs,
  settleUntilMs: source.settleUntilMs,
  judgedMs: source.judgedMs,
  measuredAtMs: source.measuredAtMs,
  values: source.values,
  runs: source.runs,
  isOut: source.isOut,
  lostMs: source.lostMs,
  afterHoldMs: source.afterHoldMs,
})
