// Owns what is recorded when a patient changes rooms, a monitor is exchanged, or somebody asks whether this is the right patient.
// Never edits what was recorded before: a mistake of identity stands, and so does what put it right.
import type { RecordSeq } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { assertNever, ok, type Result, refuse } from '@chairside/shared/result.ts'
import { codeKey, isPatientCode, noCodeWords, tidyCode } from '@chairside/shared/visit/patient-code.ts'
import { patientCodeNow, roomNameNow, roomNow } from '@chairside/shared/visit/place.ts'
import { askedSamePatient } from '@chairside/shared/visit/same-patient.ts'
import { mayMeasureHere } from '../rooms/played.ts'
import { type Act, ago, saidWhy, signed } from './act.ts'

type Body<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>
type Decided = Result<RecordBody[]>
const sameCode = (a: string, b: string): boolean => codeKey(a) === codeKey(b)

/**
 * The chair is no more quiet, and nobody has said that the alarms of the monitor that is there now are on: both were said of what
 * stood beside the patient before.
 */
const quietOver = (act: Act): RecordBody[] => {
  const { quietChair } = act.state
  if (quietChair?.on !== true && quietChair?.bedsideAlarmsOn !== true) return []
  return [{ ...signed(act), kind: 'quietChair', on: false, bedsideAlarmsOn: false }]
}

/** The patient goes to another room: the monitors there are this session's from here on, those of the old room no more. */
function move(act: Act, { toRoomId }: Body<'session.move'>): Decided {
  const { state, gathered } = act
  const fromRoomId = roomNow(state)
  const to = gathered.toRoom
  if (fromRoomId === undefined || to === undefined || to.roomId !== toRoomId)
    return refuse('not-found', 'There is no such room.', 'body.toRoomId')
  if (fromRoomId === toRoomId)
    return refuse('state-moved', `The patient is in ${roomNameNow(state)} already.`, 'body.toRoomId')
  const may = mayMeasureHere(
    state,
    to.devices.map(({ deviceKind }) => deviceKind),
    'body.toRoomId',
  )
  if (!may.ok) return may
  const leftBehind = Object.values(state.sources).filter(({ connected }) => connected)
  return ok([
    { ...signed(act), kind: 'moved', fromRoomId, toRoomId, toRoomName: to.name },
    ...leftBehind.map(({ deviceId }): RecordBody => ({ kind: 'device.detached', deviceId, reason: 'moved' })),
    ...to.devices,
    ...quietOver(act),
  ])
}

/** A monitor was brought, in place of another: which ones, by whom. What they are attached to follows when they say hello. */
function swapMonitor(act: Act, { inDeviceId, outDeviceId }: Body<'monitor.swap'>): Decided {
  const names = act.gathered.monitors
  if (names === undefined) return refuse('not-found', 'There is no such monitor.', 'body.inDeviceId')
  const out = outDeviceId === undefined ? {} : { outDeviceId }
  const { inName, outName } = names
  return ok([
    {
      ...signed(act),
      kind: 'monitorSwapped',
      inDeviceId,
      inName,
      ...out,
      ...(outName === undefined ? {} : { outName }),
    },
    ...quietOver(act),
  ])
}

/** Asked when both sensors were off for two minutes and are back. Source: product, moves and mix-ups. */
function samePatient(act: Act, { answer }: Body<'samePatient.answer'>): Decided {
  const asked = askedSamePatient(act.state)
  if (asked === undefined)
    return refuse(
      'state-moved',
      'Nobody asks whether this is the same patient: the sensors were not off long enough, or somebody has answered.',
      'body.type',
    )
  const { offSinceMs, backAtMs } = asked
  return ok([{ ...signed(act), kind: 'samePatient', answer, offSinceMs, backAtMs }])
}

/** "This is another patient's session": asked by whoever finds it out. An older question is withdrawn by it. */
function askReassign(act: Act, { toCode: typed, reason }: Body<'reassign.ask'>): Decided {
  const { state } = act
  const why = saidWhy(reason)
  if (!why.ok) return why
  const fromCode = patientCodeNow(state) ?? ''
  const isKnown = act.gathered.isKnownPatient === true
  if (!isKnown && !isPatientCode(typed)) return refuse('code-mistyped', noCodeWords(typed), 'body.toCode')
  const toCode = tidyCode(typed) as typeof typed
  if (sameCode(toCode, fromCode))
    return refuse('state-moved', `This session is ${fromCode}’s already.`, 'body.toCode')
  if (!isKnown)
    return refuse('not-found', `There is no patient ${toCode} here: make the patient first.`, 'body.toCode')
  const { reassignment: open } = state.visit
  if (open !== undefined && sameCode(open.toCode, toCode))
    return refuse(
      'state-moved',
      `${open.by} has asked for this already (${ago(act.nowMs, open.recordedAtMs)}): a physician answers.`,
      'body.toCode',
    )
  const by = signed(act)
  const kind = 'reassignment' as const
  const from = { fromCode: fromCode as typeof typed }
  const withdrawn: RecordBody[] =
    open === undefined
      ? []
      : [
          {
            ...by,
            kind,
            ...from,
            event: 'withdrawn',
            toCode: open.toCode as typeof typed,
            reason: 'asked for another patient instead',
            ofSeq: open.seq,
          },
        ]
  return ok([...withdrawn, { ...by, kind, ...from, event: 'asked', toCode, reason: reason.trim() }])
}

/** A physician confirms or refuses what another person asked. */
function answerReassign(act: Act, { ofSeq, confirm, reason }: Body<'reassign.answer'>): Decided {
  const { state } = act
  const open = state.visit.reassignment
  if (open === undefined || open.seq !== (ofSeq as RecordSeq))
    return refuse(
      'state-moved',
      'This is not what is being asked now. Look, then answer again.',
      'body.ofSeq',
    )
  if (confirm && open.personId !== undefined && open.personId === act.doer.by?.personId)
    return refuse(
      'not-allowed',
      'You asked for this yourself: another physician confirms it, who looks with their own eyes.',
      'body.confirm',
    )
  if (!confirm && reason.trim() === '') return refuse('malformed', 'Say why it is refused.', 'body.reason')
  return ok([
    {
      ...signed(act),
      kind: 'reassignment',
      event: confirm ? 'confirmed' : 'refused',
      fromCode: (patientCodeNow(state) ?? '') as Body<'reassign.ask'>['toCode'],
      toCode: open.toCode as Body<'reassign.ask'>['toCode'],
      reason: reason.trim(),
      ofSeq,
    },
  ])
}

const MIXUPS = [
  'samePatient.answer',
  'session.move',
  'monitor.swap',
  'reassign.ask',
  'reassign.answer',
] as const
type MixupBody = Body<(typeof MIXUPS)[number]>
export const isMixup = (body: CommandBody): body is MixupBody =>
  (MIXUPS as readonly string[]).includes(body.type)

/** @returns the facts to record, in order; or a refusal, after which nothing has changed */
export function decideMixup(act: Act, body: MixupBody): Decided {
  switch (body.type) {
    case 'samePatient.answer':
      return samePatient(act, body)
    case 'session.move':
      return move(act, body)
    case 'monitor.swap':
      return swapMonitor(act, body)
    case 'reassign.ask':
      return askReassign(act, body)
    case 'reassign.answer':
      return answerReassign(act, body)
    default:
      return assertNever(body)
  }
}
