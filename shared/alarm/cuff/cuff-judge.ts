// Owns how cuff readings move a ladder: which level a reading leaves to, and which one it stands at by now.
// Never writes a fact, and never counts a repeat: cuff-repeat.ts does.
import type { AlarmCause } from '../../record/alarm-kinds.ts'
import type { Phase } from '../../record/care-kinds.ts'
import { CUFF_CYCLE_MS } from '../../vitals.ts'
import type { ActiveCondition, EngineState, Values } from '../engine-state.ts'
import { raisingOf } from '../raising.ts'
import type { Ladder, Level, Rules } from '../rules.ts'
import { anyBreaks, isCuffClear, type Known } from './cuff-reading.ts'

/** The level that a repeat asked for at `rank` leads to: the one above, where that is decided by confirmation. */
export const confirmedRank = ({ levels }: Ladder, rank: number): number =>
  levels[rank + 1]?.decided === 'confirmation' ? rank + 1 : rank
/** The level at which the repeat for `rank` was asked. */
export const askedRank = ({ levels }: Ladder, rank: number): number =>
  levels[rank]?.decided === 'confirmation' ? rank - 1 : rank

/** Whether a value is still within the leave limits that a level has for what its own limits are about. */
const ownStaysBreak = ({ limits, staysWhile }: Level, values: Values): boolean =>
  anyBreaks(
    staysWhile.filter(({ quantity, onlyIfRelative }) => {
      return onlyIfRelative !== true && limits.some((limit) => limit.quantity === quantity)
    }),
    values,
  )

/**
 * The level at which these values leave a condition: its own if they do not leave it, −1 if it is over.
 * While a level that asked for a repeat is unconfirmed its own looser limits hold it, and it steps down to the level that
 * the values themselves belong to; every other level is left at its own limits, to the highest below that still holds.
 */
export function cuffRankAfter(ladder: Ladder, active: ActiveCondition, known: Known): number {
  const { levels } = ladder
  const level = levels[active.rank] as Level
  const isDoubted = level.staysUnconfirmedWhile !== undefined && active.confirmed !== true
  const stays = (isDoubted ? level.staysUnconfirmedWhile : undefined) ?? level.staysWhile
  if (!isCuffClear(level, stays, known, active.quantity, active.relative === true)) return active.rank
  const below = levels.slice(0, active.rank)
  const isLanding = (one: Level): boolean => !isDoubted || one.decided !== 'confirmation'
  if (isDoubted) {
    const broken = below.findLastIndex((one) => isLanding(one) && anyBreaks(one.limits, known.values))
    if (broken !== -1) return broken
  }
  // A mean that is not measured now is as it was last: missing is not normal.
  const { values, lastMean } = known
  const all = values.mean === undefined && lastMean !== 0 ? { ...values, mean: lastMean } : values
  return below.findLastIndex(
    (one) => isLanding(one) && (anyBreaks(one.limits, all) || ownStaysBreak(one, all)),
  )
}

export type Standing =
  | { readonly does: 'raise'; readonly rank: number; readonly atMs: number; readonly cause: AlarmCause }
  /** Makes "repeat due" for the level `rank`. */
  | { readonly does: 'ask'; readonly rank: number; readonly atMs: number; readonly untilMs: number }

/** How long a cuff reading speaks for the patient: one cycle of the phase (clinical facts §4 "Freshness"). Milliseconds. */
export const cuffLiveMs = ({ phases }: Pick<Rules, 'phases'>, phase: Phase | undefined): number =>
  phases[phase ?? 'infusing'].cuffMs ?? phases.infusing.cuffMs ?? CUFF_CYCLE_MS

/**
 * What the readings that have landed call for and has not been decided yet; undefined: nothing.
 * A function of the state, so that it is the same at once, after a quarantine, and when a phase or a limit allows it later.
 */
export function standingOf(rules: Rules, state: EngineState, ladder: Ladder): Standing | undefined {
  const { condition, levels } = ladder
  const runs = state.sources.cuff?.runs[condition]
  const beyond = state.repeats.beyond[condition]
  if (runs === undefined || beyond === undefined) return undefined
  const { patient } = state
  const active = state.active[condition]
  const rank = active?.rank ?? -1
  const pending = state.repeats.pending[condition]
  /** Not before the phase and the limits allowed it; 0: by then nobody knew any more. */
  const notBefore = (atMs: number): number => {
    if (patient.changedMs <= atMs) return atMs
    return patient.changedMs - beyond.measuredAtMs <= cuffLiveMs(rules, patient.phase) ? patient.changedMs : 0
  }
  const asking = (at: number, asked: number): Standing | undefined => {
    const firstMs = runs.out[asked] as number
    const agreedMs = runs.due[asked] as number
    if (agreedMs !== 0 && at > rank) {
      const atMs = notBefore(agreedMs)
      return atMs === 0 ? undefined : { does: 'raise', rank: at, atMs, cause: 'repeatAgreed' }
    }
    const atMs = notBefore(firstMs)
    const untilMs = firstMs + rules.repeat.waitMs
    if (atMs === 0) return undefined
    if (atMs < untilMs) return { does: 'ask', rank: at, atMs, untilMs }
    return at > rank ? { does: 'raise', rank: at, atMs, cause: 'noRepeat' } : undefined
  }
  for (let at = levels.length - 1; at >= 0; at -= 1) {
    if (runs.out[at] === 0) continue
    const level = levels[at] as Level
    const isAllowed = raisingOf(rules, patient.phase, level) !== 'no'
    if (level.decided === 'firstReading' && at > rank && isAllowed) {
      const atMs = notBefore(runs.out[at] as number)
      if (atMs !== 0) return { does: 'raise', rank: at, atMs, cause: 'firstReading' }
    }
    if (pending !== undefined) continue
    if (level.decided === 'repeat' && at > rank && isAllowed) {
      const standing = asking(at, at)
      if (standing !== undefined) return standing
    }
    if (level.asksRepeat !== true) continue
    const leadsTo = confirmedRank(ladder, at)
    // Already above it, or confirmed: nobody doubts it.
    if (rank > at || (rank === at && active?.confirmed === true)) continue
    if (leadsTo === at && rank !== at) continue
    if (raisingOf(rules, patient.phase, levels[leadsTo] as Level) === 'no') continue
    const standing = asking(leadsTo, at)
    if (standing !== undefined) return standing
  }
  return undefined
}
