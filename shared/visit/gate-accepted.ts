// Owns an accepted gate: whether it still covers what is found, whether it has to be passed again, who may accept it. Source:
// clinical facts §4 "Gate". Never accepts anything by itself.
import type { SessionState } from '../fold/session-state.ts'
import type { GateNow } from '../fold/visit-state.ts'
import type { Role } from '../record/record.ts'
import type { GateFinding } from '../record/visit-kinds.ts'
import { ok, type Result, refuse } from '../result.ts'
import { findingsText, type GateLook, gateNow } from './gate.ts'
import { baselineMoved } from './gate-baseline.ts'
import { phaseName, visitPhase } from './phase-table.ts'

/**
 * What two findings must share to be the same: of alarms and of what is missing the whole words, of heart rate the side on which
 * it is ("40–49" is not "111–130"), of the others the name.
 */
function sameAs({ finding, text }: GateFinding): string {
  switch (finding) {
    case 'activeHigh':
    case 'noBaseline':
      return `${finding} ${text}`
    case 'heartRateWarn':
    case 'heartRateHold':
      return `${finding} ${text.slice(text.indexOf(': '))}`
    default:
      return finding
  }
}
/** A pressure or SpO₂ that was accepted as a hold and is better now. */
const COVERS_TOO: Readonly<Partial<Record<GateFinding['finding'], GateFinding['finding']>>> = {
  pressureHold: 'pressureAbovePass',
  spo2Hold: 'spo2Warn',
}

/** Whether what was accepted names everything that is found now. A hold counts as accepted only by a physician. */
export function gateCovers(
  gate: Pick<GateNow, 'outcome' | 'findings' | 'role'>,
  now: Pick<GateLook, 'findings'>,
): boolean {
  const accepted = gate.findings.filter((one) => one.outcome !== 'hold' || gate.role === 'physician')
  return now.findings.every((one) =>
    accepted.some(
      (other) =>
        (other.outcome === one.outcome && sameAs(other) === sameAs(one)) ||
        COVERS_TOO[other.finding] === one.finding,
    ),
  )
}

/**
 * Whether the gate stands that was accepted, for a start now.
 * @param look what the gate finds now
 * @returns undefined: it stands; else why it does not, as a sentence
 */
export function gateFails(
  state: SessionState,
  nowMs: number,
  look: GateLook = gateNow(state, nowMs),
): string | undefined {
  const { gate, gateRefused } = state.visit
  if (gate === undefined)
    return look.findings.length === 0
      ? 'Confirm the gate first.'
      : `Confirm the gate first. It finds: ${findingsText(look.findings)}.`
  if (gateRefused !== undefined && gateRefused.seq > gate.seq)
    return `${gateRefused.by} has refused the start ("${gateRefused.reason}").`
  const moved = baselineMoved(state, gate, look, nowMs)
  if (moved !== undefined) return moved
  const more = look.findings.filter((one) => !gateCovers(gate, { findings: [one] }))
  return more.length === 0 ? undefined : `Since the gate was accepted it finds more: ${findingsText(more)}.`
}

/**
 * Whether this person may accept what the gate finds now.
 * @returns what is accepted; or refused `not-allowed` (role), `phase-not-allowed`, `gate-holds` (a hold is a physician's),
 *   `malformed` (a reason is asked for)
 */
export function mayAcceptGate(
  state: SessionState,
  nowMs: number,
  role: Role | undefined,
  reason: string | undefined,
): Result<GateLook> {
  if (role !== 'nurse' && role !== 'physician')
    return refuse(
      'not-allowed',
      'The gate is accepted by a nurse or a physician: sign in as one.',
      'body.type',
    )
  const phase = visitPhase(state)
  if (phase !== 'baseline')
    return refuse(
      'phase-not-allowed',
      `The gate belongs to baseline, and this visit is at ${phaseName(phase)}.`,
      'body.type',
    )
  const look = gateNow(state, nowMs)
  if (look.outcome === 'hold' && role !== 'physician')
    return refuse(
      'gate-holds',
      `Only a physician overrides a hold: ${findingsText(look.findings.filter((one) => one.outcome === 'hold'))}.`,
      'body.type',
    )
  if (look.outcome !== 'pass' && (reason ?? '').trim() === '')
    return refuse('malformed', `Say why, to go on with: ${findingsText(look.findings)}.`, 'body.reason')
  return ok(look)
}
