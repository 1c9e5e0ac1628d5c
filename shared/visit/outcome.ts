// Owns which outcome may close a visit now. Source: clinical facts §4 "Other outcomes". Never takes an open alarm for a reason
// to keep a patient who is leaving from being written down as gone.
import type { SessionState } from '../fold/session-state.ts'
import type { Role } from '../record/record.ts'
import type { Outcome } from '../record/visit-kinds.ts'
import { ok, type Result, refuse } from '../result.ts'
import { dischargeNow } from './discharge.ts'
import { isPumpOn, mayBy, rowOf, siteOf, visitPhase } from './phase-table.ts'

const NEVER_INFUSED: Outcome = 'notTreated'

/**
 * Whether a session may be closed with this outcome now (`session.end`). Open alarms keep no outcome but `discharged`.
 * @returns refused `session-closed`, `not-allowed` (role), `malformed` (no reason), `phase-not-allowed`, `discharge-not-met`
 */
export function mayEnd(
  state: SessionState,
  nowMs: number,
  outcome: Outcome,
  role: Role | undefined,
  reason: string | undefined,
): Result<true> {
  if (state.closed !== undefined)
    return refuse('session-closed', 'This session has been closed.', 'body.type')
  if (role !== 'nurse' && role !== 'physician')
    return refuse('not-allowed', 'A visit is ended by a nurse or a physician: sign in as one.', 'body.type')
  if (outcome === 'dischargedEarly' && role !== 'physician')
    return refuse('not-allowed', 'Only a physician discharges early: ask one to sign in.', 'body.outcome')
  if (outcome !== 'discharged' && (reason ?? '').trim() === '')
    return refuse('malformed', 'Say why: of this outcome a reason is recorded.', 'body.reason')
  const hasInfused = state.infusion.startedAtMs !== undefined
  if (outcome === NEVER_INFUSED && hasInfused)
    return refuse('phase-not-allowed', 'The infusion was started: this patient was treated.', 'body.outcome')
  if (siteOf(state).checkIn === 'none') return ok(true)
  const phase = visitPhase(state)
  const row = rowOf(phase, 'session.end', { outcome })
  if (row === undefined || !mayBy(row.who, role))
    return refuse('phase-not-allowed', firstInstead(state, outcome), 'body.outcome')
  if (outcome === 'dischargedEarly' && (!hasInfused || isPumpOn(state)))
    return refuse(
      'phase-not-allowed',
      hasInfused ? 'The pump log says that the infusion is not over: record the stop first.' : UNTREATED,
      'body.outcome',
    )
  if (outcome !== 'discharged') return ok(true)
  const { met, waitingFor } = dischargeNow(state, nowMs)
  return met
    ? ok(true)
    : refuse('discharge-not-met', `Not yet. Waiting for: ${waitingFor.join(', ')}.`, 'body.outcome')
}

const UNTREATED = 'Nothing was infused: the outcome is “not treated today”.'

/** What to do first so that a visit can end with this outcome. */
function firstInstead(state: SessionState, outcome: Outcome): string {
  switch (visitPhase(state)) {
    case 'emergency':
      return 'The emergency is not over. End it first; a patient who goes to hospital is “transferred”.'
    case 'checkIn':
    case 'baseline':
      return UNTREATED
    case 'infusing':
    case 'paused':
      return outcome === 'dischargedEarly'
        ? 'The infusion goes on. First stop it; then, from recovery, a physician may discharge early.'
        : 'The infusion goes on. First stop it, then recovery and “Ready to leave”.'
    case 'recovery':
      return 'First press “Ready to leave”. It opens when the recovery list is met, but for escort and advice.'
    default:
      return 'The session is not open.'
  }
}
