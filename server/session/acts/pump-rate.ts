// Owns that an act at the pump whose rate is unlikely, or whose dose would be too much with what is in, is asked about first. Never
// refuses one that somebody has looked at twice: what runs is what is recorded.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { decimal } from '@chairside/shared/visit/figures.ts'
import { infusedMg } from '@chairside/shared/visit/pump-log.ts'
import { askedRate } from '@chairside/shared/visit/unlikely-rate.ts'
import type { Act, SessionCommand } from './act.ts'

const asking = (message: string): Result<never> => refuse('unlikely-value', message, 'body.rateMlPerHr')

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
