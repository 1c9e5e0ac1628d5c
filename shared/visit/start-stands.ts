// Owns what else the first start waits for, beside check-in, dose and an accepted gate (gate.ts): no question open since, no other
// patient, and the time that is said for it. Never takes a time that was chosen for a way past what was measured.
import type { SessionState } from '../fold/session-state.ts'
import type { GateFinding } from '../record/visit-kinds.ts'
import { ok, type Result, refuse } from '../result.ts'
import { gateCovers, gateNow, MISSING } from './gate.ts'

/**
 * What the gate would have found then, as far as it can still be told: pressures are kept for as long as they count, a heart rate
 * or SpO₂ of longer ago is not.
 */
const gateThen = (state: SessionState, startMs: number): readonly GateFinding[] =>
  gateNow(state, startMs).findings.filter(
    ({ finding, text }) => finding !== 'noBaseline' || text === MISSING.pressure,
  )

/**
 * Whether a first start stands that `mayStart` allows.
 * @param startMs when it was at the pump, as it is said; hub time, not after `nowMs`
 * @returns refused `phase-not-allowed` (another patient is connected), `gate-holds` (a physician was asked since; of that time more
 *   is found than was accepted, field `body.atMs`)
 */
export function startStands(state: SessionState, nowMs: number, startMs: number): Result<true> {
  const { gate, gateAsked, otherPatient } = state.visit
  if (otherPatient !== undefined)
    return refuse(
      'phase-not-allowed',
      `${otherPatient.by} has said that another patient is connected: end this session, and open theirs.`,
      'body.type',
    )
  if (gate === undefined) return ok(true)
  if (gateAsked !== undefined && gateAsked.seq > gate.seq)
    return refuse(
      'gate-holds',
      `${gateAsked.by} has asked a physician since the gate was accepted: it is accepted anew first.`,
      'gate',
    )
  const more =
    startMs < nowMs ? gateThen(state, startMs).filter((one) => !gateCovers(gate, { findings: [one] })) : []
  if (more.length === 0) return ok(true)
  return refuse(
    'gate-holds',
    `At the time said for the start there is more than was accepted: ${more.map(({ text }) => text).join(' · ')}. Check the time.`,
    'body.atMs',
  )
}
