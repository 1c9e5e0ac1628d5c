// Owns what is recorded of the gate: accepted, asked of a physician, refused by one. Never lets a hold be accepted by a nurse.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { baselineNow } from '@chairside/shared/visit/baseline.ts'
import { gateNow } from '@chairside/shared/visit/gate.ts'
import { mayAcceptGate } from '@chairside/shared/visit/gate-accepted.ts'
import { visitPhase } from '@chairside/shared/visit/phases.ts'
import { type Act, type Body, isVisit, saidWhy, signed } from './act.ts'

const NO_GATE = refuse(
  'phase-not-allowed',
  'This session keeps no gate here: it is for monitoring only.',
  'body.type',
)

/** Number of the newest of what a person weighs who accepts: a pressure, or a HIGH. 0: none. */
const newestOf = ({ state: { visit, alarms } }: Act): number =>
  Math.max(
    0,
    ...visit.pressures.map(({ seq }) => seq),
    ...Object.values(alarms).map(({ alarm, seq }) => (alarm.priority === 'high' ? seq : 0)),
  )

export function acceptGate(act: Act, { reason }: Body<'gate.accept'>): Result<RecordBody[]> {
  if (!isVisit(act)) return NO_GATE
  const { state, nowMs, command } = act
  const by = signed(act)
  const { gate } = state.visit
  if (gate !== undefined && gate.seq > command.basedOnSeq)
    return refuse('state-moved', `${gate.by} has just accepted the gate. Look first.`, 'basedOnSeq')
  const look = mayAcceptGate(state, nowMs, by.by.role, reason)
  if (!look.ok) return look
  const { outcome, findings, values } = look.value
  const added = newestOf(act)
  // Also of a pass: the readings are the baseline that is frozen under this name.
  if (added > command.basedOnSeq)
    return refuse(
      'state-moved',
      'A reading or an alarm came as you pressed. Look at what the gate finds now, then accept it.',
      'basedOnSeq',
    )
  const said = reason?.trim() ?? ''
  return ok([
    {
      ...by,
      kind: 'gate',
      outcome,
      findings: [...findings],
      values,
      baseline: baselineNow(state, nowMs).soFar,
      ...(outcome === 'pass' || said === '' ? {} : { reason: said }),
    },
  ])
}

export function askGate(act: Act, { reason }: Body<'gate.ask'>): Result<RecordBody[]> {
  if (!isVisit(act)) return NO_GATE
  const { state, nowMs } = act
  if (visitPhase(state) !== 'baseline')
    return refuse('phase-not-allowed', 'The gate is asked about at baseline, before the start.', 'body.type')
  const why = saidWhy(reason)
  if (!why.ok) return why
  const { outcome, findings } = gateNow(state, nowMs)
  if (outcome !== 'hold')
    return refuse('state-moved', 'Nothing holds at the gate: you can accept it yourself.', 'body.type')
  const asked = state.visit.gateAsked
  if (asked !== undefined && asked.seq > act.command.basedOnSeq)
    return refuse('state-moved', `${asked.by} has just asked a physician.`, 'basedOnSeq')
  return ok([
    { ...signed(act), kind: 'gateAsked', event: 'asked', findings: [...findings], reason: reason.trim() },
  ])
}

export function refuseGate(act: Act, { reason }: Body<'gate.refuse'>): Result<RecordBody[]> {
  if (!isVisit(act)) return NO_GATE
  const { state, nowMs } = act
  if (visitPhase(state) !== 'baseline')
    return refuse('phase-not-allowed', 'The gate is answered at baseline, before the start.', 'body.type')
  const why = saidWhy(reason)
  if (!why.ok) return why
  const { findings } = gateNow(state, nowMs)
  return ok([
    { ...signed(act), kind: 'gateAsked', event: 'refused', findings: [...findings], reason: reason.trim() },
  ])
}
