// Owns what a measurement teaches the engine: whether it may be judged, and which runs it moves.
// Never decides an alarm, and never lets an unavailable, settling, recovered or artefact value count for anything.
import type { DeviceId } from '../ids.ts'
import type { Reading } from '../record/reading.ts'
import type { RecordOf } from '../record/record.ts'
import { CONTINUOUS_SIGNALS, FRESHNESS, type SignalId, SLOW_DEVICE_FROM_MS, shown } from '../vitals.ts'
import { afterJudged, isAfterHold } from './cuff/cuff-hold.ts'
import type { EngineState, SourceState, Sources } from './engine-state.ts'
import { isSafe, judgingOf } from './judging.ts'
import type { Rules, SourceId } from './rules.ts'
import { afterOther, afterSample, isClearing, isOut, noRuns, withoutRuns, withRuns } from './runs.ts'
import {
  asKnown,
  copyOf,
  draftOf,
  draftOfEngine,
  missingFor,
  newSource,
  putSource,
  readingOf,
  type SourceDraft,
  type SourcesDraft,
  silenceAfter,
  sourceOf,
  valuesOf,
} from './source.ts'

const DEFAULT_EVERY_MS = 1_000

/** `intervals[signal]`, by name. */
function intervalOf(
  intervals: Readonly<Partial<Record<SignalId, number>>>,
  signal: SignalId,
): number | undefined {
  switch (signal) {
    case 'heartRate':
      return intervals.heartRate
    case 'pulseRate':
      return intervals.pulseRate
    case 'spo2':
      return intervals.spo2
    case 'respirationRate':
      return intervals.respirationRate
  }
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
const anew = (state: SourceState): SourceState => ({
  ...state,
  runs: {},
  isOut: false,
  judgedMs: 0,
  judgedGraceMs: 0,
})

/** The newest word on a signal: a value (which may have to settle) or a reason why there is none. A copy to write on. */
function heard(
  rules: Rules,
  known: SourceState,
  reading: Reading,
  deviceId: DeviceId,
  everyMs: number,
  atMs: number,
): SourceDraft {
  // Another device is another source: delays and leaving start again.
  const same = known.deviceId === deviceId ? known : anew(known)
  const before = atInterval(rules, same, everyMs)
  if (reading.status === 'unavailable') {
    const after = copyOf(before)
    after.deviceId = deviceId
    after.wordAtMs = atMs
    after.silence = reading.reason === 'sensorOff' || before.silence === 'away' ? 'away' : 'noValue'
    return after
  }
  const ageMs = atMs - known.seenMs
  // The first value of a session is not a sensor that came back; a slow device would lose whole values to settling.
  const back =
    before.seenMs !== 0 &&
    everyMs <= SLOW_DEVICE_FROM_MS &&
    (known.silence !== 'no' || ageMs >= FRESHNESS.noLiveDataFromMs) &&
    silenceAfter(known, ageMs) === 'away'
  const after = copyOf(back ? anew(before) : before)
  after.deviceId = deviceId
  after.wordAtMs = atMs
  after.silence = 'no'
  after.seenMs = atMs
  after.seenGraceMs = 0
  if (back) after.settleUntilMs = atMs + rules.settlingMs
  return after
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
    if (stands(sourceOf(sources, order[index] as SourceId), atMs)) return true
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

const PULSES = ['pulseRate', 'heartRate'] as const
function pulseOf(sources: Sources, deviceId: DeviceId, atMs: number): Pulse {
  let pulse: Pulse = 'never'
  for (const signal of PULSES) {
    const state = sourceOf(sources, signal)
    if (state === undefined || state.deviceId !== deviceId) continue
    if (state.silence === 'no' && atMs - state.seenMs <= state.missingMs) return 'valid'
    if (state.silence !== 'no' && atMs - state.wordAtMs <= state.missingMs) pulse = 'none'
    else if (pulse === 'never') pulse = 'silent'
  }
  return pulse
}

/**
 * Moves the runs of every condition this source is judged by. `complete` false: it may begin a breach, it clears nothing.
 * The source in `sources` is a copy of this record's own, and written on.
 */
function weigh(
  rules: Rules,
  sources: SourcesDraft,
  source: SignalId,
  atMs: number,
  measuredAtMs: number,
  value: number,
  complete: boolean,
  afterHold: boolean,
): void {
  const before = sourceOf(sources, source) as SourceDraft
  const broken = atMs - before.judgedMs > before.missingMs
  const slow = before.everyMs > SLOW_DEVICE_FROM_MS
  const values = valuesOf(source, value)
  let state = before
  let judged = false
  for (const judging of judgingOf(rules, source).ladders) {
    const { ladder, preference } = judging
    const { condition, levels } = ladder
    if (preference > 0 && anyStands(ladder.sources, preference, sources, atMs)) {
      state = withoutRuns(state, condition)
      continue
    }
    if (!complete && !levels.some((level) => isOut(level, source, values))) continue
    judged = true
    const runs = state.runs[condition]
    // Well, and well before: nothing moves. This is nearly every value there is.
    const isStill =
      complete && !broken && runs !== undefined && !before.isOut && isSafe(judging, value) && isClearing(runs)
    if (!isStill) {
      const moved = afterSample(
        ladder,
        source,
        runs ?? noRuns(levels.length),
        values,
        complete,
        broken,
        atMs,
        slow,
        afterHold,
      )
      state = withRuns(state, condition, moved)
    }
    for (let other = 0; other < ladder.sources.length; other += 1) {
      const id = ladder.sources[other] as SourceId
      if (id === source) continue
      const otherState = sourceOf(sources, id)
      const otherRuns = otherState?.runs[condition]
      if (otherState === undefined || otherRuns === undefined) continue
      const moved =
        other > preference
          ? withoutRuns(otherState, condition)
          : withRuns(otherState, condition, afterOther(ladder, source, otherRuns, values))
      if (moved !== otherState) putSource(sources, id, moved)
    }
  }
  if (judged) {
    state.judgedMs = atMs
    state.judgedGraceMs = 0
    state.measuredAtMs = measuredAtMs
    state.values = values
    if (afterHold) state.afterHoldMs = atMs
  }
  putSource(sources, source, state)
}

/** The state after one instant's readings. */
export function afterVitals(rules: Rules, state: EngineState, record: RecordOf<'vitals'>): EngineState {
  const { readings, recovered, hubAtMs: atMs, measuredAtMs, origin } = record
  const sources = draftOf(state.sources)
  let { hold } = state
  const deviceId = asKnown(state, origin.deviceId)
  const intervals = state.intervals[deviceId]
  // Heart rate before pulse rate (which may stand in for it), both before SpO₂ (which needs a pulse).
  for (const signal of CONTINUOUS_SIGNALS) {
    const reading = readingOf(readings, signal)
    if (reading === undefined || recovered?.includes(signal)) continue
    const everyMs = (intervals === undefined ? undefined : intervalOf(intervals, signal)) ?? DEFAULT_EVERY_MS
    const before = sourceOf(sources, signal) ?? newSource(deviceId, everyMs, missingFor(rules, everyMs))
    putSource(sources, signal, heard(rules, before, reading, deviceId, everyMs, atMs))
  }
  for (const signal of CONTINUOUS_SIGNALS) {
    const reading = readingOf(readings, signal)
    if (reading?.status !== 'measured' || recovered?.includes(signal)) continue
    if (isSettling(sourceOf(sources, signal) as SourceState, atMs)) continue
    const pulse = judgingOf(rules, signal).needsPulse ? pulseOf(sources, deviceId, atMs) : 'valid'
    if (pulse === 'none') continue
    const afterHold = isAfterHold(rules, hold, signal, atMs)
    const value = Number.isInteger(reading.value) ? reading.value : shown(signal, reading.value)
    weigh(rules, sources, signal, atMs, measuredAtMs, value, pulse !== 'silent', afterHold)
    const source = sourceOf(sources, signal) as SourceState
    if (source.judgedMs === atMs) hold = afterJudged(rules, hold, signal, atMs, source.isOut)
  }
  const after = draftOfEngine(state)
  after.sources = sources
  after.hold = hold
  return after
}
