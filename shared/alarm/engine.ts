// Owns the alarm decisions: made once, from records and times. Pure: the answer does not depend on how often it is asked.
// Never reads a clock, and never takes silence for a value: only a judged measurement clears anything.
import type { EpochMs } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { AlarmTransition, RecordOf } from '../record/record.ts'
import { assertNever } from '../result.ts'
import type { SignalId } from '../vitals.ts'
import { afterAlarm, closingTransitions, leavingTransitions, nextDue, onset } from './decide.ts'
import { type EngineState, initialEngine, type SourceState } from './engine-state.ts'
import type { Rules, SourceId } from './rules.ts'
import { afterGap } from './runs.ts'
import { afterCuff, afterVitals, silenceAfter } from './sample.ts'

export type EngineStep = { readonly state: EngineState; readonly transitions: readonly AlarmTransition[] }
export type { AlarmTransition, EngineState }
export { initialEngine }

const NONE: readonly AlarmTransition[] = []

/** A hub gap is known only once it is over, but it began at `fromMs`: what was due before that is decided first. */
const effectAtMs = (record: DecodedRecord): EpochMs =>
  record.kind === 'hub.gap' && record.fromMs < record.hubAtMs ? record.fromMs : record.hubAtMs

/**
 * Learns from a record and decides nothing. Folding this over a session's stored records, then `advanceTo(now)`, gives
 * the state of the hub that lived through them.
 */
export function evolve(rules: Rules, state: EngineState, record: DecodedRecord): EngineState {
  switch (record.kind) {
    case 'vitals':
      return afterVitals(rules, state, record)
    case 'bloodPressure':
      return afterCuff(rules, state, record)
    case 'alarm':
      return afterAlarm(rules, state, record)
    case 'hub.gap':
      return afterHubGap(rules, state, record)
    case 'device.attached': {
      const everyMs = record.everyMs as Partial<Record<SignalId, number>>
      return { ...state, intervals: { ...state.intervals, [record.deviceId]: everyMs } }
    }
    case 'quarantine':
      return { ...state, quarantined: record.on }
    case 'session.closed':
      return { ...state, closed: true }
    // An acknowledgement quietens an alarm; it changes neither its level nor when it ends.
    case 'acknowledgement':
    case 'session.opened':
    case 'session.imported':
    case 'device.detached':
    case 'device.clock':
    case 'cuff.ordered':
    case 'cuff.started':
    case 'infusion':
    case 'refused':
    case 'hub.started':
    case 'hub.stopped':
    case 'clock.step':
    case 'storage':
    case 'screen':
    case 'session.listed':
    case 'unknown':
      return state
    default:
      return assertNever(record)
  }
}

function afterHubGap(rules: Rules, state: EngineState, gap: RecordOf<'hub.gap'>): EngineState {
  const sources: { [S in SourceId]?: SourceState } = {}
  for (const key in state.sources) {
    const source = key as SourceId
    const before = state.sources[source]
    if (before === undefined) continue
    const silence = silenceAfter(before, gap.fromMs - before.seenMs)
    sources[source] = afterGap({ ...before, silence }, gap.fromMs, gap.toMs, rules.gapGraceMs)
  }
  return { ...state, sources }
}

/**
 * Decides everything that falls due up to `nowMs` (hub time), at its due time and in due order, however coarse the tick.
 * The transitions are already in the returned state; their records must not be evolved into it again.
 */
export function advanceTo(rules: Rules, state: EngineState, nowMs: EpochMs): EngineStep {
  let due = nextDue(rules, state, nowMs)
  if (due === undefined) return { state, transitions: NONE }
  let current = state
  const transitions: AlarmTransition[] = []
  while (due !== undefined) {
    const transition = onset(current, due)
    transitions.push(transition)
    current = afterAlarm(rules, current, transition)
    due = nextDue(rules, current, nowMs)
  }
  return { state: current, transitions }
}

/** What a record itself decides: a measurement may end or lower a condition, the session's end ends them all. */
function decideOn(rules: Rules, state: EngineState, record: DecodedRecord): EngineStep {
  const transitions =
    record.kind === 'vitals' || record.kind === 'bloodPressure'
      ? leavingTransitions(rules, state, record)
      : record.kind === 'session.closed'
        ? closingTransitions(rules, state, record.hubAtMs)
        : NONE
  let current = state
  for (const transition of transitions) current = afterAlarm(rules, current, transition)
  return { state: current, transitions }
}

/**
 * Takes one new record: decides what fell due before it (a deadline due exactly then comes first), learns from it, then
 * decides what it brings. The transitions are already in the returned state; append them after the record.
 */
export function step(rules: Rules, state: EngineState, record: DecodedRecord): EngineStep {
  const before = advanceTo(rules, state, effectAtMs(record))
  const own = decideOn(rules, evolve(rules, before.state, record), record)
  const after = advanceTo(rules, own.state, record.hubAtMs)
  if (before.transitions.length + own.transitions.length === 0) return after
  return {
    state: after.state,
    transitions: [...before.transitions, ...own.transitions, ...after.transitions],
  }
}

/** When `advanceTo` should next be asked, or undefined while nothing is pending. May lie in the past: ask now. */
export const nextDeadlineMs = (state: EngineState): EpochMs | undefined => {
  if (state.quarantined || state.closed) return undefined
  let earliest: number | undefined
  for (const key in state.sources) {
    const source = state.sources[key as SourceId]
    if (source === undefined || !source.isOut) continue
    const { runs, judgedMs, missingMs } = source
    for (const condition in runs) {
      const { due } = runs[condition] as { due: readonly number[] }
      for (let rank = (state.active[condition]?.rank ?? -1) + 1; rank < due.length; rank += 1) {
        const atMs = due[rank] as number
        if (atMs === 0 || atMs - judgedMs > missingMs) continue
        if (earliest === undefined || atMs < earliest) earliest = atMs
      }
    }
  }
  return earliest as EpochMs | undefined
}
