// Owns what is recorded of the check-in: answers, the plan as the store has it now, the dose and the rate on the pump.
// Never takes an answer that contradicts the session, and never a second pair of eyes that are the first's.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { checkAnswer, itemBlocks } from '@chairside/shared/visit/check-in.ts'
import { doseTyped } from '@chairside/shared/visit/dose.ts'
import { siteOf } from '@chairside/shared/visit/phases.ts'
import { patientCodeNow } from '@chairside/shared/visit/place.ts'
import { infusedMg } from '@chairside/shared/visit/pump-log.ts'
import { orderedLimits } from '../first-facts.ts'
import { type Act, type Body, isVisit, signed } from './act.ts'
import { besideAnswer } from './beside-answers.ts'

const NO_CHECK_IN = refuse(
  'phase-not-allowed',
  'This session keeps no check-in here: it is for monitoring only.',
  'body.type',
)

export function answerCheckIn(act: Act, body: Body<'checkIn.answer'>): Result<RecordBody[]> {
  if (!isVisit(act)) return NO_CHECK_IN
  const { state, gathered, command } = act
  const { item, detail, note } = body
  const before = state.visit.checkIn[item]
  if (before !== undefined && before.seq > command.basedOnSeq)
    return refuse(
      'state-moved',
      `${before.by} has just answered this. Look, then answer it again.`,
      'basedOnSeq',
    )
  if (detail === undefined && before === undefined)
    return refuse('state-moved', 'This is not answered, so there is nothing to take back.', 'body.item')
  if (detail === undefined && itemBlocks(item) && state.infusion.startedAtMs !== undefined)
    return refuse(
      'phase-not-allowed',
      'The infusion was started on this answer: it stands. Answer it anew, or write a note.',
      'body.item',
    )
  const checked = checkAnswer(state, item, detail, gathered.lastWeightKg)
  if (!checked.ok) return checked
  if (detail?.item === 'escort' && detail.arranged && gathered.hasEscort !== true)
    return refuse(
      'check-in-incomplete',
      'Nobody is named yet who takes the patient home: type the name and the telephone number first.',
      'body.detail',
    )
  return ok([
    {
      ...signed(act),
      kind: 'checkIn',
      item,
      ...(detail === undefined ? {} : { detail }),
      ...(note === undefined ? {} : { note }),
    },
    ...besideAnswer(act, item, detail),
  ])
}

/** An order was signed, or another one is to be used: what the session goes by from here on. */
export function refreshPlan(act: Act): Result<RecordBody[]> {
  const { state, gathered } = act
  if (state.infusion.startedAtMs !== undefined)
    return refuse(
      'phase-not-allowed',
      'The infusion was started by the order that stands here; another one is for the next session.',
      'body.type',
    )
  const { plan, planOf } = gathered
  if (planOf !== undefined && planOf !== patientCodeNow(state))
    return refuse(
      'state-moved',
      'This session was re-assigned to another patient as you pressed. Look, then press again.',
      'body.sessionId',
    )
  if (plan === undefined) return refuse('not-found', 'Nothing is planned for this session.', 'body.sessionId')
  if (!plan.ok) return refuse(plan.error.code, plan.error.message, 'body.sessionId')
  const { order } = plan.value
  const now = state.visit.plan
  const isSame =
    now !== undefined &&
    now.courseId === plan.value.courseId &&
    now.number === plan.value.number &&
    now.order?.orderId === order?.orderId
  if (isSame)
    return refuse(
      'state-moved',
      order === undefined ? 'No order has been signed for it yet.' : 'This order stands here already.',
      'body.type',
    )
  const limits = order === undefined ? ok([]) : orderedLimits(act.ruleSet, order, 'body.sessionId')
  if (!limits.ok) return limits
  const by = signed(act)
  return ok([
    { ...by, kind: 'plan', ...plan.value },
    ...(order === undefined || limits.value.length === 0
      ? []
      : [
          {
            ...by,
            kind: 'limits' as const,
            limits: limits.value,
            reason: `as ordered by ${order.signedBy.name}`,
          },
        ]),
  ])
}

export function setDose(act: Act, body: Body<'dose.set'>): Result<RecordBody[]> {
  if (!isVisit(act)) return NO_CHECK_IN
  const { state, nowMs, gathered, command } = act
  const { visit, infusion } = state
  if (visit.dose !== undefined && visit.dose.seq > command.basedOnSeq)
    return refuse(
      'state-moved',
      `${visit.dose.by} has just entered a dose. Look, then enter it again.`,
      'basedOnSeq',
    )
  const order = visit.plan?.order
  if (order === undefined)
    return refuse(
      'check-in-incomplete',
      'This session has no signed order: have a physician sign one, then take it over here.',
      'body.type',
    )
  const weight = visit.checkIn.weight?.detail
  if (weight?.item !== 'weight')
    return refuse(
      'check-in-incomplete',
      'Enter today’s weight first: the dose is worked out from it.',
      'body.type',
    )
  const { doseMg, volumeMl, minutes, pumpRateMlPerHr, confirmed, lot } = body
  const givenMg = infusedMg(infusion, nowMs) ?? 0
  const { weightKg } = weight
  const typed = { weightKg, doseMg, volumeMl, minutes, pumpRateMlPerHr, order, givenMg }
  const worked = doseTyped(typed, order.drug, confirmed === true)
  if (!worked.ok) return worked
  const { second } = gathered
  if (second !== undefined && !second.ok) return second
  if (siteOf(state).secondChecker && second === undefined)
    return refuse(
      'check-in-incomplete',
      'This site asks for a second checker: another nurse or physician checks the figures and signs in here.',
      'body.checker',
    )
  return ok([
    {
      ...signed(act),
      kind: 'dose',
      ...worked.value,
      ...(second === undefined ? {} : { checkedBy: second.value }),
      ...(lot === undefined ? {} : { lot }),
    },
  ])
}
