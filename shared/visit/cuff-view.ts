// Owns what a tile says of the cuff: when the next reading is due, by which interval, whether it is late, ordered, running.
// The grid is the engine's own, laid from what the session recorded. Never orders and never alarms.
import { type CuffGrid, cuffDue } from '../alarm/cuff/cuff-grid.ts'
import { laidGrid } from '../alarm/cuff/cuff-lay.ts'
import { ladderOf, type Rules } from '../alarm/rules.ts'
import { rulesOfSession } from '../alarm/session-rules.ts'
import { isCuffArtefact } from '../fold/freshness.ts'
import type { SessionState } from '../fold/session-state.ts'

export type CuffPlan = {
  /** Hub time; absent: none is due (on demand, or the profile is not known here). */
  readonly nextDueMs?: number
  readonly everyMs?: number
  /** For how long it has been due, ms; absent: it is not. */
  readonly overdueMs?: number
  readonly running: boolean
  readonly ordered: boolean
}

/** The newest reading that counts: an impossible pressure is a failed cycle (AL61). */
const newestMs = ({ cuff: { last }, visit }: SessionState): number | undefined =>
  last !== undefined && isCuffArtefact(last)
    ? visit.pressures.findLast((one) => !one.byHand)?.atMs
    : last?.measuredAtMs

function gridOf(state: SessionState, rules: Rules): CuffGrid {
  const { infusion, visit, cuff, phase } = state
  const readMs = newestMs(state)
  return laidGrid(rules, {
    ...{ events: infusion.events, phases: visit.phases, firstMs: cuff.firstAtMs ?? 0, phase },
    ...(readMs === undefined ? {} : { read: { readMs, landedMs: readMs } }),
    given: visit.given,
  })
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
