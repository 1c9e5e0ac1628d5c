// Owns which rate at the pump is asked about before it is taken down. Never refuses one that somebody has looked at twice: what
// runs is what is recorded.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { plannedRate } from '@chairside/shared/visit/dose.ts'
import { decimal } from '@chairside/shared/visit/figures.ts'
import { infusedMg } from '@chairside/shared/visit/pump-log.ts'
import type { Act, SessionCommand } from './act.ts'

/** Our proposal [P]: of the planned rate. Above twice, or below a tenth, a slip is likelier than an intention. */
const UNLIKELY = { above: 2, below: 0.1 } as const

const asking = (message: string, field = 'body.rateMlPerHr'): Result<never> =>
  refuse('unlikely-value', message, field)

/**
 * Of a rate that is typed, or put right.
 * @returns `unlikely-value`: taken where it is confirmed
 */
export function askedRate(
  { infusion, visit }: Pick<SessionState, 'infusion' | 'visit'>,
  rateMlPerHr: number,
  field?: string,
): Result<true> {
  const plan = infusion.plan ?? visit.dose
  if (plan === undefined) return ok(true)
  const planned = plannedRate(plan)
  const of = rateMlPerHr / planned
  if (of <= UNLIKELY.above && of >= UNLIKELY.below) return ok(true)
  return asking(
    `${decimal(rateMlPerHr, 1)} mL/h, where ${decimal(planned, 1)} is planned: read the rate off the pump again. If it is right, say so.`,
    field,
  )
}

/** A restart with the whole dose anew: held against the order's maximum together with what is in already, as recorded. */
function askedAgain({ infusion, visit }: SessionState, nowMs: number): Result<true> {
  const order = visit.plan?.order
  const givenMg = infusedMg(infusion, nowMs) ?? 0
  if (order === undefined || visit.dose === undefined) return ok(true)
  const { doseMg } = visit.dose
  if (givenMg <= 0 || doseMg + givenMg <= order.maxMg) return ok(true)
  return asking(
    `${decimal(givenMg, 1)} mg are in as recorded. With the ${decimal(doseMg, 1)} mg planned that would be more than the order’s maximum of ${decimal(order.maxMg, 1)} mg. If only what is left of it is given, say so.`,
  )
}

/** @param isFirst the first start of a visit is held against the dose instead */
export function checkPumpRate(
  { state, nowMs }: Act,
  body: Extract<SessionCommand, { type: `infusion.${string}` }>,
  isFirst: boolean,
): Result<true> {
  if (!('rateMlPerHr' in body) || body.confirmed === true || isFirst) return ok(true)
  const again = body.type === 'infusion.start' ? askedAgain(state, nowMs) : ok(true)
  const rate = askedRate(state, body.rateMlPerHr)
  if (again.ok || rate.ok) return again.ok ? rate : again
  return asking(`${again.error.message} ${rate.error.message}`)
}
