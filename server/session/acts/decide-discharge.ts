// Owns what is recorded of the end: who judged what, where the drug went, and with which outcome the session closes.
// Never closes a visit that its rules keep open, whoever asks.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { invariant, ok, type Result, refuse } from '@chairside/shared/result.ts'
import { decimal } from '@chairside/shared/visit/figures.ts'
import { mayEnd } from '@chairside/shared/visit/outcome.ts'
import { phaseName, visitPhase } from '@chairside/shared/visit/phases.ts'
import { type Act, type Body, isVisit, signed } from './act.ts'

const openAlarms = ({ state }: Act) => Object.values(state.alarms).map((active) => active.alarm.alarmId)

/** Of a session that keeps no visit here. */
export function closeSession(act: Act): Result<RecordBody[]> {
  if (isVisit(act))
    return refuse(
      'discharge-not-met',
      'A visit is ended with its outcome: discharged, left, transferred and so on.',
      'body.type',
    )
  return ok([{ ...signed(act), kind: 'session.closed', openAlarms: openAlarms(act) }])
}

export function endSession(act: Act, { outcome, reason }: Body<'session.end'>): Result<RecordBody[]> {
  const by = signed(act)
  const may = mayEnd(act.state, act.nowMs, outcome, by.by.role, reason)
  if (!may.ok) return may
  const said = reason?.trim() ?? ''
  return ok([
    {
      ...by,
      kind: 'session.closed',
      openAlarms: openAlarms(act),
      outcome,
      ...(outcome === 'discharged' || said === '' ? {} : { reason: said }),
    },
  ])
}

/** What people judge is judged after the end of the infusion. */
export function signOff(act: Act, { item, met, note }: Body<'signOff.set'>): Result<RecordBody[]> {
  const { state, command } = act
  const phase = visitPhase(state)
  if (isVisit(act) && phase !== 'recovery' && phase !== 'ready')
    return refuse(
      'phase-not-allowed',
      `This is judged in recovery, and this visit is at ${phaseName(phase)}.`,
      'body.type',
    )
  const before = state.visit.signOffs[item]
  if (before !== undefined && before.seq > command.basedOnSeq)
    return refuse('state-moved', `${before.by} has just judged this. Look first.`, 'basedOnSeq')
  const escort = state.visit.checkIn.escort?.detail
  if (isVisit(act) && item === 'escortHere' && met && !(escort?.item === 'escort' && escort.arranged))
    return refuse(
      'check-in-incomplete',
      'No escort is set: enter name and telephone number first.',
      'body.item',
    )
  return ok([
    { ...signed(act), kind: 'signOff', item, met, ...(note === undefined ? {} : { note: note.trim() }) },
  ])
}

/** mg: figures are read off to a tenth. */
const ROUNDING_MG = 0.1

export function accountForDrug(act: Act, body: Body<'drugAccount.set'>): Result<RecordBody[]> {
  const { lot, drawnMg, givenMg, wastedMg } = body
  const { second } = act.gathered
  const missing = drawnMg - givenMg - wastedMg
  if (Math.abs(missing) > ROUNDING_MG)
    return refuse(
      'impossible-value',
      `Drawn ${decimal(drawnMg, 1)} mg, given ${decimal(givenMg, 1)} and wasted ${decimal(wastedMg, 1)}: ${decimal(Math.abs(missing), 1)} mg ${missing > 0 ? 'are not accounted for' : 'too many'}.`,
      'body.wastedMg',
    )
  if (lot.trim() === '') return refuse('malformed', 'Enter the lot.', 'body.lot')
  invariant(second !== undefined, 'a witness is looked up for every account')
  if (!second.ok) return second
  return ok([
    {
      ...signed(act),
      kind: 'drugAccount',
      lot: lot.trim(),
      drawnMg,
      givenMg,
      wastedMg,
      witness: second.value,
    },
  ])
}
