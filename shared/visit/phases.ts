// Owns whether a person may set a phase now: the row of the table, and what it needs beside it. Never records anything.
import type { SessionState } from '../fold/session-state.ts'
import type { Phase } from '../record/care-kinds.ts'
import type { Role } from '../record/record.ts'
import { ok, type Result, refuse } from '../result.ts'
import { leavesForReady } from './discharge.ts'
import {
  afterEmergency,
  isPumpOn,
  mayBy,
  phaseName,
  rowOf,
  STAFF,
  siteOf,
  type VisitPhase,
  visitPhase,
} from './phase-table.ts'

export * from './phase-table.ts'

const BEFORE_THE_START: ReadonlySet<Phase> = new Set(['checkIn', 'baseline'])
const field = 'body.phase'

/** Where only monitoring is kept: phases are set freely, except that none that judges less stands over a running pump. */
function freeStep(state: SessionState, to: Phase): Result<true> {
  const no = (message: string) => refuse('state-moved', message, field)
  if (BEFORE_THE_START.has(to) && state.infusion.startedAtMs !== undefined)
    return no('The infusion has been started: the phases before it are over.')
  if ((to === 'ready' || to === 'recovery') && isPumpOn(state))
    return no('The pump log says that the infusion is not over: record the stop first.')
  return ok(true)
}

/**
 * Whether a person may set this phase now (`phase.set`).
 * @param nowMs hub time; absent: as of the newest record
 * @returns refused `not-allowed` (role), `state-moved` (it is the phase already; the pump says otherwise), `phase-not-allowed`
 *   (no such row), `discharge-not-met` (ready, while the list is open)
 */
export function phaseStep(
  state: SessionState,
  to: Phase,
  role: Role | undefined,
  nowMs: number = state.headAtMs,
): Result<true> {
  const from = visitPhase(state)
  if (from === 'closed') return refuse('session-closed', 'This session is closed: its phase stays.', field)
  if (!mayBy(STAFF, role))
    return refuse('not-allowed', 'A phase is set by a nurse or a physician: sign in as one.', field)
  if (to === state.phase) return refuse('state-moved', 'That is the phase already.', field)
  if (to === 'emergency')
    return refuse('state-moved', 'Press HELP: it sets the emergency and calls people.', field)
  if (from === 'emergency')
    return to === 'recovery' || to === afterEmergency(state)
      ? ok(true)
      : refuse(
          'state-moved',
          `From an emergency the session goes on as the pump log says: in ${phaseName(afterEmergency(state))}.`,
          field,
        )
  if (siteOf(state).checkIn === 'none') return freeStep(state, to)
  if (rowOf(from, 'phase.set', { to }) === undefined)
    return refuse(
      'phase-not-allowed',
      `From ${phaseName(from)} a person does not go to ${phaseName(to)}: ${instead(from, to)}`,
      field,
    )
  if (BEFORE_THE_START.has(to) && state.infusion.startedAtMs !== undefined)
    return refuse('state-moved', 'The infusion has been started: the phases before it are over.', field)
  if (to !== 'ready') return ok(true)
  if (isPumpOn(state))
    return refuse(
      'state-moved',
      'The pump log says that the infusion is not over: record the stop first.',
      field,
    )
  const waitingFor = leavesForReady(state, nowMs)
  return waitingFor.length === 0
    ? ok(true)
    : refuse('discharge-not-met', `Not ready yet. Waiting for: ${waitingFor.join(', ')}.`, field)
}

function instead(from: VisitPhase, to: Phase): string {
  if (to === 'infusing' || to === 'paused') return 'record at the pump log what was done at the pump.'
  if (to === 'recovery') return 'recovery begins when "I stopped the pump" is recorded.'
  if (to === 'ready') return 'it comes after recovery.'
  return from === 'recovery' || from === 'ready'
    ? 'it is before the start of an infusion.'
    : 'that would take the visit back.'
}
