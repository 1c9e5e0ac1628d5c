// Owns the conditions about who can hear and see: no audible screen, no screen at the chair, sound not confirmed.
// Never knows a screen: what the hub writes of them (`coverage`) is all there is, and without it nothing is said.
import type { RecordOf } from '../../record/record.ts'
import type { EngineState } from '../engine-state.ts'
import type { TechnicalRule } from '../rules.ts'
import type { Kind } from './technical-kind.ts'
import { type CoverageNow, gapShift } from './technical-state.ts'

/** Since when each is so, after a word about screens. */
export function coverageAfter(before: CoverageNow, record: RecordOf<'coverage'>): CoverageNow {
  const { audible, unconfirmed, chair, chairSinceMs = record.hubAtMs, hubAtMs } = record
  const since = (was: number, isSo: boolean, fromMs: number = hubAtMs): number =>
    isSo ? (was === 0 ? fromMs : was) : 0
  // The hub waits for a screen that is silent before it calls it absent: it has not painted since before that word. Nothing
  // counts from before the session's first word.
  const absentMs = before.firstMs === 0 ? hubAtMs : Math.max(before.firstMs, Math.min(chairSinceMs, hubAtMs))
  const isInaudible = audible.length === 0
  // A wall that could play is nobody's place to answer "did you hear the tone?" for this room.
  const couldPlay = unconfirmed.includes('chair') || unconfirmed.includes('station')
  return {
    firstMs: before.firstMs === 0 ? hubAtMs : before.firstMs,
    inaudibleMs: since(before.inaudibleMs, isInaudible),
    noChairMs: since(before.noChairMs, chair === 'absent', absentMs),
    unconfirmedMs: since(before.unconfirmedMs, isInaudible && couldPlay),
  }
}

const sinceOf = ({ technical: { coverage } }: EngineState, rule: TechnicalRule): number => {
  switch (rule.kind) {
    case 'noAudibleScreen':
      return coverage.inaudibleMs
    case 'noChairScreen':
      return coverage.noChairMs
    case 'soundNotConfirmed':
      return coverage.unconfirmedMs
    default:
      return 0
  }
}

/** Whether what the condition names is back. */
export const isSeenTo = (state: EngineState, rule: TechnicalRule): boolean => sinceOf(state, rule) === 0

export const SCREENS: Kind = {
  at(_rules, state, rule, level) {
    const { technical } = state
    const sinceMs = sinceOf(state, rule)
    if (sinceMs === 0) return 0
    return Math.max(sinceMs + level.afterMs + gapShift(technical, sinceMs), technical.floorMs)
  },
  since: (_rules, state, rule) => sinceOf(state, rule),
  about: () => undefined,
}
