// Owns which rate at the pump is asked about before it is taken down. Never refuses one that somebody has looked at twice: what
// runs is what is recorded.
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { plannedRate } from '@chairside/shared/visit/dose.ts'
import { decimal } from '@chairside/shared/visit/figures.ts'
import type { Act, SessionCommand } from './act.ts'

/** Our proposal [P]: of the planned rate. Above twice, or below a tenth, a slip is likelier than an intention. */
const UNLIKELY = { above: 2, below: 0.1 } as const

/** @param isFirst the first start of a visit is held against the dose instead */
export function checkPumpRate(
  { state }: Act,
  body: Extract<SessionCommand, { type: `infusion.${string}` }>,
  isFirst: boolean,
): Result<true> {
  if (!('rateMlPerHr' in body) || body.confirmed === true || isFirst) return ok(true)
  const plan = state.infusion.plan ?? state.visit.dose
  if (plan === undefined) return ok(true)
  const planned = plannedRate(plan)
  const of = body.rateMlPerHr / planned
  if (of <= UNLIKELY.above && of >= UNLIKELY.below) return ok(true)
  return refuse(
    'unlikely-value',
    `${decimal(body.rateMlPerHr, 1)} mL/h, where ${decimal(planned, 1)} is planned: read the rate off the pump again. If it is right, say so.`,
    'body.rateMlPerHr',
  )
}
