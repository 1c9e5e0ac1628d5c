// Owns changing one patient's limits: who may move which how far, and that the change is of what is in force now.
// Never lets a limit be set unseen over another, and never one that the role may not move.
import { boundOf } from '@chairside/shared/alarm/profile/limit-bounds.ts'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { ChangedLimit } from '@chairside/shared/record/care-kinds.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import { type Act, saidWhy, signed } from './act.ts'

type Body = Extract<CommandBody, { type: 'limits.set' }>
type Wanted = Body['limits'][number]

const isSame = (a: Wanted, b: Wanted): boolean =>
  a.condition === b.condition && a.level === b.level && a.quantity === b.quantity

/** What the profile says of this limit; undefined: it has none such. */
export function profileSays(ruleSet: RuleSet, { condition, level, quantity }: Wanted): number | undefined {
  const ladder = ruleSet.ladders.find((one) => one.condition === condition)
  const limits = ladder?.levels.find((one) => one.level === level)?.limits
  return limits?.find((one) => one.quantity === quantity && one.value !== undefined)?.value
}

function checkOne(act: Act, wanted: Wanted, at: number): Result<ChangedLimit> {
  const { role } = signed(act).by
  const was = profileSays(act.ruleSet, wanted)
  const { label } = CATALOGUE[wanted.quantity]
  const field = `body.limits.${at}`
  if (was === undefined)
    return refuse('limit-out-of-range', `The profile in force has no such limit on ${label}.`, field)
  // What somebody else may set and has set stays as it is: only a change needs the right to it.
  const stands = act.state.limits.find((one) => isSame(one, wanted) && one.value === wanted.value)
  if (stands !== undefined) return ok({ ...wanted, was })
  const bound = boundOf(role, wanted)
  if (bound === undefined)
    return refuse('limit-out-of-range', `A ${role} may not move this limit on ${label} at the chair.`, field)
  const { from, to } = bound
  if (!Number.isInteger(wanted.value) || wanted.value < from || wanted.value > to)
    return refuse(
      'limit-out-of-range',
      `A ${role} may set this limit on ${label} from ${from} to ${to}, in whole numbers.`,
      `${field}.value`,
    )
  return ok({ ...wanted, was })
}

export function setLimits(act: Act, body: Body): Result<RecordBody[]> {
  if (act.lastLimitsSeq > act.command.basedOnSeq)
    return refuse(
      'state-moved',
      'The limits in force here have changed since this was opened. Look at them, then set them again.',
      'basedOnSeq',
    )
  const why = saidWhy(body.reason)
  if (!why.ok) return why
  const limits: ChangedLimit[] = []
  for (const [at, wanted] of body.limits.entries()) {
    if (body.limits.slice(0, at).some((one) => isSame(one, wanted)))
      return refuse('malformed', 'One limit is set once.', `body.limits.${at}`)
    const checked = checkOne(act, wanted, at)
    if (!checked.ok) return checked
    limits.push(checked.value)
  }
  return ok([{ ...signed(act), kind: 'limits', limits, reason: body.reason }])
}
