// Owns recording that an earlier act is put right. What may be, and what must still hold, stands in shared/visit/amend.
// Never puts right unseen what somebody else has just put right.
import { amendedPump } from '@chairside/shared/fold/infusion-state.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { checkAmend } from '@chairside/shared/visit/amend.ts'
import { earlierStartStands } from '@chairside/shared/visit/start-stands.ts'
import { askedRate } from '@chairside/shared/visit/unlikely-rate.ts'
import { type Act, type Body, isVisit, saidWhy, signed } from './act.ts'
import { phaseBeside } from './decide-pump.ts'

/** The number of the newest amendment of this act; 0: none. */
function amendedBy({ state, lastInfusionSeq }: Act, ofSeq: number): number {
  const { sideEffects, given, oxygen, assessed, notes, measured } = state.visit
  const listed = [...sideEffects, ...given, ...oxygen, ...assessed, ...notes, ...measured]
  const isPump = state.infusion.events.some(({ seq }) => seq === ofSeq)
  return isPump ? lastInfusionSeq : (listed.find(({ seq }) => seq === ofSeq)?.amended?.seq ?? 0)
}

/** The first start is not put right to a time at which the gate would have held. */
function firstStartEarlier(act: Act, ofSeq: number, atMs: EpochMs | undefined): Result<true> {
  const { startedAtMs, events } = act.state.infusion
  const event = events.find(({ seq }) => seq === ofSeq)
  const isFirst = event?.act === 'start' && event.atMs === startedAtMs
  return isVisit(act) && isFirst && atMs !== undefined ? earlierStartStands(act.state, atMs) : ok(true)
}

export function amend(act: Act, body: Body<'amend'>): Result<RecordBody[]> {
  const { state, command } = act
  const { ofSeq, change } = body
  const checked = checkAmend(state, body, command.pressedAtHubMs)
  if (!checked.ok) return checked
  const why = saidWhy(body.reason)
  if (!why.ok) return why
  const { rateMlPerHr } = change
  const rate =
    rateMlPerHr === undefined || body.confirmed
      ? ok(true)
      : askedRate(state, rateMlPerHr, 'body.change.rateMlPerHr')
  if (!rate.ok) return rate
  const earlier = firstStartEarlier(act, ofSeq, change.atMs)
  if (!earlier.ok) return earlier
  if (amendedBy(act, ofSeq) > command.basedOnSeq)
    return refuse(
      'state-moved',
      'Somebody has just recorded something else about this. Look, then put it right if it still is wrong.',
      'basedOnSeq',
    )
  const amended: RecordBody = {
    ...signed(act),
    kind: 'amended',
    ofSeq,
    ofKind: checked.value.kind,
    ...(body.void ? { void: true as const } : {}),
    change,
    reason: body.reason.trim(),
  }
  const events = state.infusion.events.map((event) =>
    event.seq === ofSeq ? amendedPump(event, change, body.void) : event,
  )
  const isPump = checked.value.kind === 'infusion'
  return ok([amended, ...(isPump ? phaseBeside(act, state.phase, events) : [])])
}
