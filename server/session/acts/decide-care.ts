// Owns what people say of the patient's session: symptoms, HELP, phase, limits, where the cuff is, the quiet chair.
// Never refuses a call for help because somebody called before.
import type { RecordSeq } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { Phase } from '@chairside/shared/record/care-kinds.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { phaseStep } from '@chairside/shared/visit/phases.ts'
import { type Act, isInRoom, signed, unsigned } from './act.ts'
import { monitorBack } from './decide-sensors.ts'

type Body<T extends CommandBody['type']> = Extract<CommandBody, { type: T }>

/** Said twice is said twice: what follows from it is the engine's. */
export const symptom = (act: Act, body: Body<'symptom'>): Result<RecordBody[]> =>
  ok([{ ...unsigned(act), kind: 'symptom', symptom: body.symptom }])

export const help = (act: Act): Result<RecordBody[]> =>
  ok([{ ...unsigned(act), kind: 'help' }, ...monitorBack(act)])

export function helpStamp(act: Act, body: Body<'help.stamp'>): Result<RecordBody[]> {
  if (act.state.help === undefined)
    return refuse('state-moved', 'HELP has not been pressed in this session: press it first.', 'body.type')
  return ok([{ ...unsigned(act), kind: 'helpStamp', stamp: body.stamp }])
}

export function claim(act: Act, ofSeq: RecordSeq): Result<RecordBody[]> {
  if (!act.state.unclaimed.some(({ seq }) => seq === ofSeq))
    return refuse(
      'not-found',
      'This is not an unsigned act that waits for a name: it was signed, or somebody has claimed it.',
      'body.ofSeq',
    )
  return ok([{ ...signed(act), kind: 'claimed', ofSeq }])
}

/** Which phase may follow stands in the table of phases; the pump log and HELP set theirs themselves. */
export function setPhase(act: Act, phase: Phase): Result<RecordBody[]> {
  const by = signed(act)
  const { help: called } = act.state
  if (called !== undefined && called.seq > act.command.basedOnSeq)
    return refuse(
      'state-moved',
      'HELP was pressed as you pressed this. Look first: it does not end before somebody has seen it.',
      'basedOnSeq',
    )
  const may = phaseStep(act.state, phase, by.by.role, act.nowMs)
  return may.ok ? ok([{ ...by, kind: 'phase', phase }, ...monitorBack(act)]) : may
}

/** Quiet only in the room, with the bedside monitor's alarms on, by name, and a station that somebody has heard. */
export function quietChair(act: Act, { on, bedsideAlarmsOn }: Body<'chair.quiet'>): Result<RecordBody[]> {
  const { quietChair: before, coverage } = act.state
  if (on && !isInRoom(act))
    return refuse(
      'wrong-place',
      'A chair is made quiet at a screen in its own room: whoever says that the bedside monitor’s alarms are on stands beside it.',
      'body.type',
    )
  if (on && !bedsideAlarmsOn)
    return refuse(
      'state-moved',
      'A chair is quiet only while the bedside monitor’s own alarms are on: check them, then tick it.',
      'body.bedsideAlarmsOn',
    )
  if (on && coverage?.audible.includes('station') !== true)
    return refuse(
      'state-moved',
      'No station that somebody has heard covers this room: answer "Did you hear the tone?" there first.',
      'body.on',
    )
  if ((before?.on ?? false) === on && (before?.bedsideAlarmsOn ?? false) === bedsideAlarmsOn)
    return refuse('state-moved', on ? 'This chair is quiet already.' : 'This chair is not quiet.', 'body.on')
  return ok([{ ...signed(act), kind: 'quietChair', on, bedsideAlarmsOn }])
}

export function placement(act: Act, { cuff, probe }: Body<'placement.set'>): Result<RecordBody[]> {
  return ok([
    {
      ...signed(act),
      kind: 'placement',
      ...(cuff === undefined ? {} : { cuff }),
      ...(probe === undefined ? {} : { probe }),
    },
  ])
}
