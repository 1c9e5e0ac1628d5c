// Owns the part of the engine that judges continuous measurements against limits, and what people and phases change.
// Never judges a cuff reading (cuff-repeat does), and never takes silence for a value.
import type { RecordOf } from '../record/record.ts'
import { CONTINUOUS_SIGNALS, type SignalId } from '../vitals.ts'
import { changeFacts } from './change.ts'
import { holdAfter } from './cuff/cuff-hold.ts'
import { afterAlarm, closingTransitions, dueOf, leavingTransitions, nextDue, onset } from './decide.ts'
import type { EngineState, SourceState, Sources } from './engine-state.ts'
import { lossFacts, nextLossMs } from './lost.ts'
import type { Part } from './part.ts'
import type { Rules, SourceId } from './rules.ts'
import { afterGap, underOtherLimits } from './runs.ts'
import { afterVitals } from './sample.ts'
import { draftOf, silenceAfter } from './source.ts'

function afterHubGap(rules: Rules, state: EngineState, gap: RecordOf<'hub.gap'>): EngineState {
  const sources: { [S in SourceId]?: SourceState } = {}
  for (const key in state.sources) {
    const source = key as SourceId
    const before = state.sources[source]
    if (before === undefined) continue
    if (source === 'cuff') {
      // A reading stands until the next one: nothing of it was missed.
      sources[source] = before
      continue
    }
    const silence = silenceAfter(before, gap.fromMs - before.seenMs)
    sources[source] = afterGap({ ...before, silence }, gap.fromMs, gap.toMs, rules.gapGraceMs)
  }
  return { ...state, sources }
}

/** Other limits are in force from here on, or other levels may be raised. */
function underOther(rules: Rules, state: EngineState, atMs: number): EngineState {
  if (state.patient.changedMs !== atMs) return state
  const sources = draftOf(state.sources)
  for (const id of CONTINUOUS_SIGNALS) {
    const before = sources[id]
    if (before !== undefined) sources[id] = underOtherLimits(before, id, rules.ladders)
  }
  return { ...state, sources }
}

/** While nothing is beyond a limit there is nothing to look through. */
const isAnyOut = ({ heartRate, pulseRate, spo2, respirationRate }: Sources): boolean =>
  heartRate?.isOut === true ||
  pulseRate?.isOut === true ||
  spo2?.isOut === true ||
  respirationRate?.isOut === true

export const LADDERS: Part = {
  learn(rules, state, item) {
    switch (item.kind) {
      case 'vitals':
        return afterVitals(rules, state, item)
      case 'alarm':
        return afterAlarm(rules, state, item)
      case 'hub.gap':
        return afterHubGap(rules, state, item)
      case 'device.attached': {
        const everyMs = item.everyMs as Partial<Record<SignalId, number>>
        return { ...state, intervals: { ...state.intervals, [item.deviceId]: everyMs } }
      }
      case 'placement':
      case 'cuff.started':
      case 'bloodPressure':
        return { ...state, hold: holdAfter(rules, state, item) }
      case 'phase':
      case 'help':
      case 'infusion':
      case 'baseline':
      case 'limits':
        return underOther(rules, state, item.hubAtMs)
      default:
        return state
    }
  },
  decide(rules, before, state, item) {
    switch (item.kind) {
      case 'vitals':
        return leavingTransitions(rules, state, item)
      case 'session.closed':
        return closingTransitions(rules, state, item.hubAtMs)
      default:
        return changeFacts(rules, before, state, item)
    }
  },
  nextMs(rules, state) {
    if (!isAnyOut(state.sources)) return 0
    let earliest = 0
    for (const ladder of rules.ladders) {
      for (const id of ladder.sources) {
        const source = id === 'cuff' ? undefined : state.sources[id]
        if (source === undefined || !source.isOut) continue
        const { levels, condition } = ladder
        for (let rank = (state.active[condition]?.rank ?? -1) + 1; rank < levels.length; rank += 1) {
          const atMs = dueOf(rules, state, ladder, rank, source, id)
          if (atMs !== 0 && (earliest === 0 || atMs < earliest)) earliest = atMs
        }
      }
    }
    const lossMs = nextLossMs(rules, state)
    return lossMs !== 0 && (earliest === 0 || lossMs < earliest) ? lossMs : earliest
  },
  due(rules, state, atMs) {
    // At one time what has become an alarm comes before what was lost.
    const due = nextDue(rules, state, atMs)
    return { facts: due === undefined ? lossFacts(rules, state, atMs) : [onset(rules, state, due)] }
  },
}
