// Owns what a measurement teaches the engine: whether it may be judged, and which runs it moves.
// Never decides an alarm, and never lets an unavailable, settling, recovered or artefact value count for anything.
import type { DeviceId } from '../ids.ts'
import type { Reading } from '../record/reading.ts'
import type { RecordOf } from '../record/record.ts'
import {
  CONTINUOUS_SIGNALS,
  FRESHNESS,
  freshnessWindow,
  type SignalId,
  SLOW_DEVICE_FROM_MS,
  shown,
} from '../vitals.ts'
import { afterJudged, isAfterHold } from './cuff-hold.ts'
import type { EngineState, Silence, SourceState, Sources, Values } from './engine-state.ts'
import type { Rules, SourceId } from './rules.ts'
import { afterOther, afterSample, isOut, noRuns, withoutRuns, withRuns } from './runs.ts'

/** A copy to write on. Every source is named, so that all copies have one shape: this runs for every record. */
export type SourcesDraft = { -readonly [S in SourceId]: SourceState | undefined }
export const draftOf = (sources: Sources): SourcesDraft => ({
  heartRate: sources.heartRate,
  pulseRate: sources.pulseRate,
  spo2: sources.spo2,
  respirationRate: sources.respirationRate,
  cuff: sources.cuff,
})

const DEFAULT_EVERY_MS = 1_000
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

/**
 * A source at its declared interval. Another interval begins every run anew: otherwise a breach that was void under the
 * old one would come back to life under the new one's patience.
 */
function atInterval(rules: Rules, state: SourceState, everyMs: number): SourceState {
  if (state.everyMs === everyMs) return state
  return anew({ ...state, everyMs, missingMs: missingFor(rules, everyMs) })
}
/** Without any run: what was heard before says nothing about what comes now. */
const anew = (state: SourceState): SourceState => ({ ...state, runs: {}, isOut: false, judgedMs: 0 })

/** The newest word on a signal: a value (which may have to settle) or a reason why there is none. */
function heard(
  rules: Rules,
  known: SourceState,
  reading: Reading,
  deviceId: DeviceId,
  everyMs: number,
  atMs: number,
): SourceState {
  // Another device is another source: delays and leaving start again.
  const same = known.deviceId === deviceId ? known : anew(known)
  const before = atInterval(rules, same, everyMs)
  if (reading.status === 'unavailable') {
    const silence = reading.reason === 'sensorOff' || before.silence === 'away' ? 'away' : 'noValue'
    return { ...before, deviceId, wordAtMs: atMs, silence }
  }
  // The first value of a session is not a sensor that came back; a slow device would lose whole values to settling.
  const back =
    before.seenMs !== 0 &&
    everyMs <= SLOW_DEVICE_FROM_MS &&
    silenceAfter(known, atMs - known.seenMs) === 'away'
  return {
    ...(back ? anew(before) : before),
    deviceId,
    wordAtMs: atMs,
    silence: 'no',
    seenMs: atMs,
    settleUntilMs: back ? atMs + rules.settlingMs : before.settleUntilMs,
  }
}

const isSettling = (state: SourceState, atMs: number): boolean => atMs < state.settleUntilMs

/** Whether a source may be relied on now, so that another need not stand in for it. */
const stands = (state: SourceState | undefined, atMs: number): boolean =>
  state !== undefined &&
  state.silence === 'no' &&
  state.seenMs !== 0 &&
  !isSettling(state, atMs) &&
  atMs - state.seenMs <= state.missingMs

/** Whether one that is preferred to the source at `preference` may be relied on. */
function anyStands(order: readonly SourceId[], preference: number, sources: Sources, atMs: number): boolean {
  for (let index = 0; index < preference; index += 1)
    if (stands(sources[order[index] as SourceId], atMs)) return true
  return false
}

/**
 * What a device says of the pulse at this moment.
 * valid   it measures one (as pulse rate or as heart rate)
 * none    it says that it has none
 * silent  it reported one once and now says nothing
 * never   it has never said anything about a pulse, so none can be asked of it
 */
type Pulse = 'valid' | 'none' | 'silent' | 'never'

function pulseOf(sources: Sources, deviceId: DeviceId, atMs: number): Pulse {
  let pulse: Pulse = 'never'
  for (const signal of ['pulseRate', 'heartRate'] as const) {
    const state = sources[signal]
    if (state === undefined || state.deviceId !== deviceId) continue
    if (state.silence === 'no' && atMs - state.seenMs <= state.missingMs) return 'valid'
    if (state.silence !== 'no' && atMs - state.wordAtMs <= state.missingMs) pulse = 'none'
    else if (pulse === 'never') pulse = 'silent'
  }
  return pulse
}

/** Moves the runs of every condition this source is judged by. `complete` false: it may begin a breach, it clears nothing. */
function weigh(
  rules: Rules,
  sources: SourcesDraft,
  source: SourceId,
  sample: { readonly atMs: number; readonly measuredAtMs: number; readonly values: Values },
  complete: boolean,
  afterHold: boolean,
): void {
  const { atMs, measuredAtMs, values } = sample
  const before = sources[source] as SourceState
  const broken = atMs - before.judgedMs > before.missingMs
  const slow = before.everyMs > SLOW_DEVICE_FROM_MS
  let state = before
  let judged = false
  for (const ladder of rules.ladders) {
    const preference = ladder.sources.indexOf(source)
    if (preference < 0) continue
    const { condition, levels } = ladder
    if (preference > 0 && anyStands(ladder.sources, preference, sources, atMs)) {
      state = withoutRuns(state, condition)
      continue
    }
    if (!complete && !levels.some((level) => isOut(level, source, values))) continue
    judged = true
    const runs = state.runs[condition] ?? noRuns(levels.length)
    state = withRuns(
      state,
      condition,
      afterSample(ladder, source, runs, values, complete, broken, atMs, slow, afterHold),
    )
    for (let other = 0; other < ladder.sources.length; other += 1) {
      const id = ladder.sources[other] as SourceId
      const otherState = sources[id]
      const otherRuns = otherState?.runs[condition]
      if (id === source || otherState === undefined || otherRuns === undefined) continue
      sources[id] =
        other > preference
          ? withoutRuns(otherState, condition)
          : withRuns(otherState, condition, afterOther(ladder, source, otherRuns, values))
    }
  }
  if (judged) {
    const afterHoldMs = afterHold ? atMs : state.afterHoldMs
    state = { ...state, judgedMs: atMs, measuredAtMs, values, afterHoldMs }
  }
  sources[source] = state
}

/** The state after one instant's readings. */
export function afterVitals(rules: Rules, state: EngineState, record: RecordOf<'vitals'>): EngineState {
  const { readings, recovered, hubAtMs: atMs, measuredAtMs, origin } = record
  const sources = draftOf(state.sources)
  let { hold } = state
  const intervals = state.intervals[origin.deviceId]
  // Heart rate before pulse rate (which may stand in for it), both before SpO₂ (which needs a pulse).
  for (const signal of CONTINUOUS_SIGNALS) {
    const reading = readings[signal]
    if (reading === undefined || recovered?.includes(signal)) continue
    const everyMs = intervals?.[signal] ?? DEFAULT_EVERY_MS
    const before = sources[signal] ?? newSource(origin.deviceId, everyMs, missingFor(rules, everyMs))
    sources[signal] = heard(rules, before, reading, origin.deviceId, everyMs, atMs)
  }
  for (const signal of CONTINUOUS_SIGNALS) {
    const reading = readings[signal]
    if (reading?.status !== 'measured' || recovered?.includes(signal)) continue
    if (isSettling(sources[signal] as SourceState, atMs)) continue
    const pulse = needsPulse(rules, signal) ? pulseOf(sources, origin.deviceId, atMs) : 'valid'
    if (pulse === 'none') continue
    const values: Values = { [signal]: shown(signal, reading.value) }
    const afterHold = isAfterHold(rules, hold, signal, atMs)
    weigh(rules, sources, signal, { atMs, measuredAtMs, values }, pulse !== 'silent', afterHold)
    const source = sources[signal] as SourceState
    if (source.judgedMs === atMs) hold = afterJudged(rules, hold, signal, atMs, source.isOut)
  }
  return hold === state.hold ? { ...state, sources } : { ...state, sources, hold }
}

const needsPulse = (rules: Rules, signal: SignalId): boolean => {
  for (const ladder of rules.ladders)
    if (ladder.needsPulse && ladder.sources.indexOf(signal) >= 0) return true
  return false
}
