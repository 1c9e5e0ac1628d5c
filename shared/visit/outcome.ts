// Owns which outcome may close a visit now. Source: clinical facts §4 "Other outcomes". Never takes an open alarm for a reason
// to keep a patient who is leaving from being written down as gone.
import type { SessionState } from '../fold/session-state.ts'
import type { Role } from '../record/record.ts'
import type { Outcome } from '../record/visit-kinds.ts'
import { ok, type Result, refuse } from '../result.ts'
import { dischargeNow } from './discharge.ts'
import { isPumpOn, mayBy, phaseName, rowOf, siteOf, visitPhase } from './phase-table.ts'

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
    return refuse(
      'phase-not-allowed',
      `A visit at ${phaseName(phase)} does not end so: ${endsInstead(outcome)}`,
      'body.outcome',
    )
  if (outcome === 'dischargedEarly' && (!hasInfused || isPumpOn(state)))
    return refuse(
      'phase-not-allowed',
      hasInfused
        ? 'The pump log says that the infusion is not over: record the stop first.'
        : 'Nothing was infused: the outcome is "not treated today".',
      'body.outcome',
    )
  if (outcome !== 'discharged') return ok(true)
  const { met, waitingFor } = dischargeNow(state, nowMs)
  return met
    ? ok(true)
    : refuse('discharge-not-met', `Not yet. Waiting for: ${waitingFor.join(', ')}.`, 'body.outcome')
}

function endsInstead(outcome: Outcome): string {
  switch (outcome) {
    case 'discharged':
      return '"ready" comes first, and the whole list is met then.'
    case 'dischargedEarly':
      return 'early discharge is from recovery or ready.'
    case 'notTreated':
      return 'an emergency is over first, or the patient is transferred.'
    default:
      return 'the session is not open.'
  }
}
