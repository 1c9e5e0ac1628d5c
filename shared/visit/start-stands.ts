// Owns what else the first start waits for, beside check-in, dose and an accepted gate (may-start.ts): no question open since, no other
// patient, and the time that is said for it. Never takes a time that was chosen for a way past what was measured.
import { NO_INFUSION } from '../fold/infusion-state.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { Role } from '../record/record.ts'
import type { GateFinding } from '../record/visit-kinds.ts'
import { ok, type Result, refuse } from '../result.ts'
import { gateNow, MISSING } from './gate.ts'
import { gateCovers } from './gate-accepted.ts'
import { mayStart } from './may-start.ts'
import { siteOf } from './phase-table.ts'
import { askedSamePatient } from './same-patient.ts'

/**
 * What the gate would have found then, as far as it can still be told: pressures are kept for as long as they count, a heart rate
 * or SpO₂ of longer ago is not.
 */
const gateThen = (state: SessionState, startMs: number): readonly GateFinding[] =>
  gateNow(state, startMs).findings.filter(
    ({ finding, text }) => finding !== 'noBaseline' || text === MISSING.pressure,
  )

const moreThen = (state: SessionState, startMs: number): readonly GateFinding[] => {
  const { gate } = state.visit
  return gate === undefined
    ? []
    : gateThen(state, startMs).filter((one) => !gateCovers(gate, { findings: [one] }))
}

/**
 * Whether the first start may be put right to an earlier time. What is no longer kept of before it holds nothing.
 * @param startMs hub time
 * @returns refused `gate-holds`, field `body.change.atMs`
 */
export function earlierStartStands(state: SessionState, startMs: number): Result<true> {
  const { visit, infusion } = state
  const { startedAtMs = startMs } = infusion
  const isKept = visit.pressures.filter(({ atMs }) => atMs <= startedAtMs).length > 1
  if (startMs >= startedAtMs || !isKept) return ok(true)
  const more = moreThen({ ...state, infusion: NO_INFUSION, alarms: {}, quarantined: false }, startMs)
  if (more.length === 0) return ok(true)
  return refuse('gate-holds', wordsOf(more), 'body.change.atMs')
}

const wordsOf = (more: readonly GateFinding[]): string =>
  `At the time said for the start there is more than was accepted: ${more.map(({ text }) => text).join(' · ')}. Check the time.`

/**
 * Whether nobody doubts that this is the session's patient: of a restart as of the first start.
 * @returns refused `phase-not-allowed`, field `patient` (another patient is connected), `state-moved`, field `samePatient` (it is
 *   asked, and not answered)
 */
export function isTheirs(state: SessionState): Result<true> {
  const { otherPatient } = state.visit
  if (otherPatient !== undefined)
    return refuse(
      'phase-not-allowed',
      `${otherPatient.by} has said that another patient is connected: end this session, and open theirs.`,
      'patient',
    )
  return askedSamePatient(state) === undefined
    ? ok(true)
    : refuse('state-moved', 'Answer first: same patient?', 'samePatient')
}

/**
 * Whether a first start stands that `mayStart` allows.
 * @param startMs when it was at the pump, as it is said; hub time, not after `nowMs`
 * @returns refused as `isTheirs`, `gate-holds` (a physician was asked since; of that time more is found than was accepted, field
 *   `body.atMs`)
 */
export function startStands(state: SessionState, nowMs: number, startMs: number): Result<true> {
  const { gate, gateAsked } = state.visit
  const theirs = isTheirs(state)
  if (!theirs.ok) return theirs
  if (gate === undefined) return ok(true)
  if (gateAsked !== undefined && gateAsked.seq > gate.seq)
    return refuse(
      'gate-holds',
      `${gateAsked.by} has asked a physician since the gate was accepted: it is accepted anew first.`,
      'gate',
    )
  const more = startMs < nowMs ? moreThen(state, startMs) : []
  return more.length === 0 ? ok(true) : refuse('gate-holds', wordsOf(more), 'body.atMs')
}

/** Whether a start that is pressed now would be taken: what a screen shows before anybody presses. @returns as the three above */
export function startNow(state: SessionState, nowMs: number, role: Role | undefined): Result<true> {
  const may = mayStart(state, nowMs, role)
  if (!may.ok || siteOf(state).checkIn === 'none') return may
  return state.infusion.startedAtMs === undefined ? startStands(state, nowMs, nowMs) : isTheirs(state)
}
