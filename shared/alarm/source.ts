// Owns one source of numbers as the engine keeps it: how it begins, how it is copied, when its silence counts as "away".
// Never judges a value.
import type { DeviceId } from '../ids.ts'
import type { Reading, Readings } from '../record/reading.ts'
import { FRESHNESS, freshnessWindow, type SignalId } from '../vitals.ts'
import type { EngineState, Silence, SourceState, Sources, Values } from './engine-state.ts'
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

/** A copy to write on, before it is given away. All fields by name: it is made for every record. */
export type EngineDraft = { -readonly [K in keyof EngineState]: EngineState[K] }
export const draftOfEngine = (state: EngineState): EngineDraft => ({
  intervals: state.intervals,
  sources: state.sources,
  active: state.active,
  quarantined: state.quarantined,
  closed: state.closed,
  patient: state.patient,
  hold: state.hold,
  repeats: state.repeats,
  technical: state.technical,
  recovered: state.recovered,
  said: state.said,
  silences: state.silences,
  escalation: state.escalation,
})

/**
 * A device's id as the state already has it: every record brings the same letters anew, and to compare and look those up
 * a dozen times costs more than to find them once.
 */
export function asKnown(state: EngineState, deviceId: DeviceId): DeviceId {
  for (const id in state.technical.heard) if (id === deviceId) return id as DeviceId
  return deviceId
}

/** `sources[id]`, by name: asked for every value, and much quicker so than by a name that changes. */
export function sourceOf(sources: Sources, id: SourceId): SourceState | undefined {
  switch (id) {
    case 'heartRate':
      return sources.heartRate
    case 'pulseRate':
      return sources.pulseRate
    case 'spo2':
      return sources.spo2
    case 'respirationRate':
      return sources.respirationRate
    case 'cuff':
      return sources.cuff
  }
}
/** `sources[id] = state`, by name. */
export function putSource(sources: SourcesDraft, id: SourceId, state: SourceState): void {
  switch (id) {
    case 'heartRate':
      sources.heartRate = state
      return
    case 'pulseRate':
      sources.pulseRate = state
      return
    case 'spo2':
      sources.spo2 = state
      return
    case 'respirationRate':
      sources.respirationRate = state
      return
    case 'cuff':
      sources.cuff = state
      return
  }
}
/** `readings[signal]`, by name. */
export function readingOf(readings: Readings, signal: SignalId): Reading | undefined {
  switch (signal) {
    case 'heartRate':
      return readings.heartRate
    case 'pulseRate':
      return readings.pulseRate
    case 'spo2':
      return readings.spo2
    case 'respirationRate':
      return readings.respirationRate
  }
}
/** The values of a signal: its own and no other. */
export function valuesOf(signal: SignalId, value: number): Values {
  switch (signal) {
    case 'heartRate':
      return { heartRate: value }
    case 'pulseRate':
      return { pulseRate: value }
    case 'spo2':
      return { spo2: value }
    case 'respirationRate':
      return { respirationRate: value }
  }
}

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
  seenGraceMs: 0,
  settleUntilMs: 0,
  judgedMs: 0,
  judgedGraceMs: 0,
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
  seenGraceMs: source.seenGraceMs,
  settleUntilMs: source.settleUntilMs,
  judgedMs: source.judgedMs,
  judgedGraceMs: source.judgedGraceMs,
  measuredAtMs: source.measuredAtMs,
  values: source.values,
  runs: source.runs,
  isOut: source.isOut,
  lostMs: source.lostMs,
  afterHoldMs: source.afterHoldMs,
})
