// Owns whether the infusion may be started: check-in, dose and an accepted gate before the first start, a name after a stop.
// Source: clinical facts §4, §6. What else a first start waits for is in start-stands.ts. Never records anything.
import type { SessionState } from '../fold/session-state.ts'
import type { Role } from '../record/record.ts'
import { ok, type Result, refuse } from '../result.ts'
import { checkInOpen, doseNow } from './check-in.ts'
import { rateDisagrees } from './dose.ts'
import { gateFails } from './gate-accepted.ts'
import { CHECK_IN_NAMES } from './names.ts'
import { mayBy, phaseName, rowOf, siteOf, visitPhase } from './phase-table.ts'

function restartOf(state: SessionState, role: Role | undefined): Result<true> {
  const phase = visitPhase(state)
  if (state.infusion.phase !== 'stopped')
    return refuse('state-moved', 'The infusion runs or is paused: it has been started already.', 'body.type')
  const row = rowOf(phase, 'infusion.start')
  // From baseline the row is that of the first start.
  if (row === undefined || phase === 'baseline' || !mayBy(row.who, role))
    return refuse('phase-not-allowed', `No restart from ${phaseName(phase)}.`, 'body.type')
  return ok(true)
}

/** Order, weight and rate may have changed since the dose was set. */
function doseStands(state: SessionState): Result<true> {
  const { dose } = state.visit
  if (dose !== undefined && rateDisagrees(dose.pumpRateMlPerHr, dose.rateMlPerHr))
    return refuse('rate-mismatch', `${doseNow(state).text}.`, 'dose.pumpRateMlPerHr')
  const { state: is, text } = doseNow(state)
  return is === 'done' ? ok(true) : refuse('check-in-incomplete', `${text}.`, 'dose')
}

/**
 * Whether the infusion may be started now: once at first by check-in, dose and gate; after a stop by a named person alone.
 * A session without check-in is started as its pump log allows.
 * @returns refused `not-allowed`, `session-closed`, `state-moved` (it runs), `phase-not-allowed`, `check-in-incomplete`,
 *   `rate-mismatch`, `gate-holds`
 */
export function mayStart(state: SessionState, nowMs: number, role: Role | undefined): Result<true> {
  if (role !== 'nurse' && role !== 'physician')
    return refuse(
      'not-allowed',
      'A start is recorded by a nurse or a physician: sign in as one.',
      'body.type',
    )
  if (state.closed !== undefined)
    return refuse('session-closed', 'This session is closed: nothing is started in it.', 'body.type')
  if (siteOf(state).checkIn === 'none') return ok(true)
  if (state.infusion.startedAtMs !== undefined) return restartOf(state, role)
  const phase = visitPhase(state)
  if (phase !== 'baseline')
    return refuse(
      'phase-not-allowed',
      `An infusion is started from baseline, and this visit is at ${phaseName(phase)}.`,
      'body.type',
    )
  const open = checkInOpen(state)
  if (open.length > 0)
    return refuse(
      'check-in-incomplete',
      `Check-in is not complete: ${open.map((item) => CHECK_IN_NAMES[item]).join(', ')}.`,
      `checkIn.${open[0]}`,
    )
  const dose = doseStands(state)
  if (!dose.ok) return dose
  const fails = gateFails(state, nowMs)
  return fails === undefined ? ok(true) : refuse('gate-holds', fails, 'gate')
}
