// Owns which rate at the pump is asked about before it is taken down. Never refuses one that somebody has looked at twice: what
// runs is what is recorded.
import type { SessionState } from '../fold/session-state.ts'
import { ok, type Result, refuse } from '../result.ts'
import { plannedRate } from './dose.ts'
import { decimal } from './figures.ts'

/** Our proposal [P]: of the planned rate. Above twice, or below a tenth, a slip is likelier than an intention. */
const UNLIKELY = { above: 2, below: 0.1 } as const

/**
 * Of a rate that is typed, or put right.
 * @param field how the protocol names it
 * @returns `unlikely-value`: taken where it is confirmed
 */
export function askedRate(
  { infusion, visit }: Pick<SessionState, 'infusion' | 'visit'>,
  rateMlPerHr: number,
  field = 'body.rateMlPerHr',
): Result<true> {
  const plan = infusion.plan ?? visit.dose
  if (plan === undefined) return ok(true)
  const planned = plannedRate(plan)
  const of = rateMlPerHr / planned
  if (of <= UNLIKELY.above && of >= UNLIKELY.below) return ok(true)
  return refuse(
    'unlikely-value',
    `${decimal(rateMlPerHr, 1)} mL/h, where ${decimal(planned, 1)} is planned: read the rate off the pump again. If it is right, say so.`,
    field,
  )
}
