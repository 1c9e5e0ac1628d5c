// Owns the cuff's technical conditions: it failed twice, it is overdue; and what teaches the grid. Never judges a pressure.
import { isCuffArtefact } from '../../fold/freshness.ts'
import type { RecordOf } from '../../record/record.ts'
import { afterReading, cuffDue, overdueAt } from '../cuff/cuff-grid.ts'
import type { EngineState } from '../engine-state.ts'
import { ladderOf, type Rules, type TechnicalLevel, type TechnicalRule } from '../rules.ts'
import type { Kind } from './technical-kind.ts'
import { gapShift, type TechnicalState } from './technical-state.ts'

/** Source: clinical facts §4 "Technical": the cuff failed twice. */
const FAILED = 2

/** A reading that counts: measured, and a pressure that can be. A mean alone is one. */
export const isReading = ({ result, recovered }: RecordOf<'bloodPressure'>): boolean =>
  recovered !== true && result.status === 'measured' && !isCuffArtefact(result)

/** What a cuff cycle that ended teaches; a recovered one teaches nothing. */
export function cuffAfter(
  rules: Rules,
  state: EngineState,
  record: RecordOf<'bloodPressure'>,
): TechnicalState {
  const { technical, patient } = state
  const { result, hubAtMs, measuredAtMs } = record
  if (record.recovered === true) return technical
  if (isReading(record)) {
    const { cuffReason: _reason, ...kept } = technical
    const grid = afterReading(rules, technical.grid, patient.phase, measuredAtMs, hubAtMs)
    return { ...kept, cuffFailures: 0, cuffFailedMs: 0, grid }
  }
  const cuffFailures = technical.cuffFailures + 1
  return {
    ...technical,
    cuffFailures,
    cuffFailedMs: cuffFailures === FAILED ? hubAtMs : technical.cuffFailedMs,
    cuffReason: result.status === 'unavailable' ? result.reason : 'artifact',
  }
}

export const CUFF_FAILED: Kind = {
  at(_rules, { technical }, _rule, level) {
    const { cuffFailedMs, holding, floorMs } = technical
    if (cuffFailedMs === 0) return 0
    return Math.max(Math.max(cuffFailedMs, holding.heldUntilMs) + level.afterMs, floorMs)
  },
  since: (_rules, { technical }) => technical.cuffFailedMs,
  about: (_rules, { technical: { cuffReason } }) => ({
    signal: 'cuff',
    ...(cuffReason === undefined ? {} : { reason: cuffReason }),
  }),
}

/** What of the pressure is alarming now: nothing, a condition, or one that is HIGH. */
function pressureNow(rules: Rules, { active }: EngineState): 'no' | 'active' | 'high' {
  let now: 'no' | 'active' | 'high' = 'no'
  for (const condition in active) {
    if (ladderOf(rules, condition)?.sources.includes('cuff') !== true) continue
    if (active[condition]?.priority === 'high') return 'high'
    now = 'active'
  }
  return now
}

const levelsWithCycles = (rule: TechnicalRule, state: EngineState): readonly TechnicalLevel[] =>
  (state.patient.phase === undefined ? undefined : rule.byPhase[state.patient.phase]) ?? rule.otherwise

/** While a pressure is HIGH a cuff is MEDIUM as soon as it is overdue at all (clinical facts §4 "Technical"). */
function cyclesOf(state: EngineState, rule: TechnicalRule, level: TechnicalLevel, isHigh: boolean): number {
  const own = level.afterCycles ?? 1
  if (!isHigh || level.priority !== 'medium') return own
  return Math.min(own, ...levelsWithCycles(rule, state).map(({ afterCycles }) => afterCycles ?? own))
}

export const CUFF_OVERDUE: Kind = {
  at(rules, state, rule, level) {
    const { grid, holding, floorMs } = state.technical
    const now = pressureNow(rules, state)
    const due = cuffDue(rules, grid, now !== 'no')
    if (due === undefined) return 0
    const fromMs = grid.readMs === 0 ? due.dueMs - due.everyMs : grid.readMs
    const atMs = overdueAt(due, grid, cyclesOf(state, rule, level, now === 'high'))
    return Math.max(atMs + gapShift(state.technical, fromMs), holding.heldUntilMs, floorMs)
  },
  since: (rules, state) =>
    cuffDue(rules, state.technical.grid, pressureNow(rules, state) !== 'no')?.dueMs ?? 0,
  about(rules, state) {
    const { readMs } = state.technical.grid
    const due = cuffDue(rules, state.technical.grid, pressureNow(rules, state) !== 'no')
    return {
      signal: 'cuff',
      ...(due === undefined ? {} : { forMs: due.everyMs }),
      ...(readMs === 0 ? {} : { valueAtMs: readMs as never }),
    }
  },
}
