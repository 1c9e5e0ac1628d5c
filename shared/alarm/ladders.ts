// Owns the part of the engine that judges measurements against limits, and what every part needs to know: what is active.
// Never judges a cuff reading at a level decided by repeat (cuff-repeat does), and never takes silence for a value.
import type { RecordOf } from '../record/record.ts'
import type { SignalId } from '../vitals.ts'
import { afterAlarm, closingTransitions, leavingTransitions, nextDue, onset } from './decide.ts'
import type { EngineState, SourceState } from './engine-state.ts'
import type { Part } from './part.ts'
import type { Rules, SourceId } from './rules.ts'
import { afterGap } from './runs.ts'
import { afterCuff, afterVitals, silenceAfter } from './sample.ts'

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

export const LADDERS: Part = {
  learn(rules, state, item) {
    switch (item.kind) {
      case 'vitals':
        return afterVitals(rules, state, item)
      case 'bloodPressure':
        return afterCuff(rules, state, item)
      case 'alarm':
        return afterAlarm(rules, state, item)
      case 'hub.gap':
        return afterHubGap(rules, state, item)
      case 'device.attached': {
        const everyMs = item.everyMs as Partial<Record<SignalId, number>>
        return { ...state, intervals: { ...state.intervals, [item.deviceId]: everyMs } }
      }
      default:
        return state
    }
  },
  decide(rules, _before, state, item) {
    switch (item.kind) {
      case 'vitals':
      case 'bloodPressure':
        return leavingTransitions(rules, state, item)
      case 'session.closed':
        return closingTransitions(rules, state, item.hubAtMs)
      default:
        return []
    }
  },
  nextMs: (_rules, state) => {
    let earliest = 0
    for (const key in state.sources) {
      const source = state.sources[key as SourceId]
      if (source === undefined || !source.isOut) continue
      const { runs, judgedMs, missingMs } = source
      for (const condition in runs) {
        const { due } = runs[condition] as { due: readonly number[] }
        for (let rank = (state.active[condition]?.rank ?? -1) + 1; rank < due.length; rank += 1) {
          const atMs = due[rank] as number
          if (atMs === 0 || atMs - judgedMs > missingMs) continue
          if (earliest === 0 || atMs < earliest) earliest = atMs
        }
      }
    }
    return earliest
  },
  due(rules, state, atMs) {
    const due = nextDue(rules, state, atMs)
    return { facts: due === undefined ? [] : [onset(state, due)] }
  },
}
