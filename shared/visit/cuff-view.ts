// Owns what a tile says of the cuff: when the next reading is due, by which interval, whether it is late, ordered, running.
// Lays the grid anew from what the session recorded, by the engine's own functions. Never orders and never alarms.
import {
  afterPhase,
  afterReading,
  afterStart,
  type CuffGrid,
  cuffDue,
  isPressureDrug,
  NO_GRID,
} from '../alarm/cuff-grid.ts'
import { ladderOf, type Rules } from '../alarm/rules.ts'
import { rulesOfSession } from '../alarm/session-rules.ts'
import { isCuffArtefact } from '../fold/freshness.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { Phase } from '../record/care-kinds.ts'

export type CuffPlan = {
  /** Hub time; absent: none is due (on demand, or the profile is not known here). */
  readonly nextDueMs?: number
  readonly everyMs?: number
  /** For how long it has been due, ms; absent: it is not. */
  readonly overdueMs?: number
  readonly running: boolean
  readonly ordered: boolean
}

type Step = { readonly atMs: number; readonly does: (grid: CuffGrid) => CuffGrid }

/** The phase followed at a moment. */
const phaseAt = (state: SessionState, atMs: number): Phase | undefined =>
  state.visit.phases.findLast((one) => one.atMs <= atMs)?.phase

/** The newest reading that counts: an impossible pressure is a failed cycle (AL61). */
const newestMs = ({ cuff: { last }, visit }: SessionState): number | undefined =>
  last !== undefined && isCuffArtefact(last)
    ? visit.pressures.findLast((one) => !one.byHand)?.atMs
    : last?.measuredAtMs

/**
 * The grid as it is after the newest reading: that gives the next due time, whatever was before. Starts and the beginning of
 * recovery lay it, and what came after the reading may bring it forward.
 */
function gridOf(state: SessionState, rules: Rules): CuffGrid {
  const { infusion, visit, cuff } = state
  const readMs = newestMs(state)
  const drugMs = visit.given
    .filter((one) => !one.void && isPressureDrug(one.drug))
    .reduce((newest, one) => Math.max(newest, one.atMs), 0)
  const steps: Step[] = infusion.events
    .filter((one) => !one.void && one.act === 'start')
    .map(({ atMs }) => ({ atMs, does: (grid) => afterStart(rules, grid, phaseAt(state, atMs), atMs) }))
  for (const { phase, atMs } of visit.phases)
    steps.push({
      atMs,
      does: (grid) => {
        const laid = phase === 'recovery' ? { ...grid, recoveryMs: atMs } : grid
        return afterPhase(rules, laid, phase, atMs)
      },
    })
  if (readMs !== undefined)
    steps.push({
      atMs: readMs,
      does: (grid) => afterReading(rules, grid, phaseAt(state, readMs) ?? state.phase, readMs, readMs),
    })
  const laid = steps
    .map((step, index) => ({ ...step, index }))
    .sort((a, b) => a.atMs - b.atMs || a.index - b.index)
    .reduce((grid, step) => step.does(grid), { ...NO_GRID, anchorMs: cuff.firstAtMs ?? 0 })
  return { ...laid, drugMs }
}

/** @param nowMs hub time */
export function cuffPlan(state: SessionState, nowMs: number): CuffPlan {
  const now = {
    running: state.cuff.runningSinceMs !== undefined,
    ordered: state.cuff.orderedAtMs !== undefined && state.cuff.runningSinceMs === undefined,
  }
  const rules = rulesOfSession(state)
  if (rules === undefined || state.closed !== undefined) return now
  if (rules.phases[state.phase ?? 'infusing'].cuffMs === undefined) return now
  const isPressure = Object.keys(state.alarms).some(
    (condition) => ladderOf(rules, condition)?.sources.includes('cuff') === true,
  )
  const due = cuffDue(rules, gridOf(state, rules), isPressure)
  if (due === undefined) return now
  return {
    ...now,
    nextDueMs: due.dueMs,
    everyMs: due.everyMs,
    ...(nowMs > due.dueMs ? { overdueMs: nowMs - due.dueMs } : {}),
  }
}
