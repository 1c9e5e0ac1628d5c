// Owns what people do about the sound of a whole room, and taking back what quietened it. Never silences what was not sounding when it
// was pressed, and never takes back what somebody else did.
import type { EpochMs, RecordSeq } from '@chairside/shared/ids.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { type Act, ago, type Silencing, signed, unsigned } from './act.ts'
import { soundingNow } from './sounding-now.ts'

export function pauseAudio(act: Act): Result<RecordBody[]> {
  const alarmIds = soundingNow(act)
  if (alarmIds.length === 0)
    return refuse('nothing-to-silence', 'Nothing is sounding in this room, so nothing was paused.')
  const untilMs = (act.nowMs + act.ruleSet.silence.pauseMs) as EpochMs
  return ok([{ ...unsigned(act), kind: 'audioPaused', alarmIds, untilMs }])
}

export function audioOff(act: Act, on: boolean, reason: string): Result<RecordBody[]> {
  const { off } = act.state.audio
  if (on && reason.trim() === '')
    return refuse('malformed', 'Audio is switched off only with a reason.', 'body.reason')
  if (on && off !== undefined)
    return refuse(
      'state-moved',
      `${off.by ?? 'Somebody'} has switched audio off already (${ago(act.nowMs, off.atMs)}).`,
      'body.on',
    )
  if (!on && off === undefined)
    return refuse('state-moved', 'Audio is not switched off in this room.', 'body.on')
  return ok([{ ...signed(act), kind: 'audioOff', on, reason: reason.trim() }])
}

/** Whether what this record began still holds. */
const stands = ({ state }: Act, ofSeq: RecordSeq): boolean =>
  state.unlatched?.seq === ofSeq ||
  Object.values(state.alarms).some(
    ({ acknowledged, coming }) => acknowledged?.seq === ofSeq || coming?.seq === ofSeq,
  ) ||
  [state.audio.paused, ...(state.audio.earlier ?? [])].some((pause) => pause?.seq === ofSeq)

export const isOwn = ({ doer }: Act, done: Silencing): boolean =>
  done.personId === undefined
    ? doer.screenId !== undefined && done.screenId === doer.screenId
    : done.personId === doer.by?.personId

export function undoSilencing(act: Act, ofSeq: RecordSeq): Result<RecordBody[]> {
  const done = act.silencings.find(({ seq }) => seq === ofSeq)
  if (done === undefined || !stands(act, ofSeq))
    return refuse(
      'too-late',
      'This acknowledgement, "Coming" or pause does not stand any more, so there is nothing to take back.',
      'body.ofSeq',
    )
  if (!isOwn(act, done)) return refuse('not-allowed', 'Only whoever did this may take it back.', 'body.ofSeq')
  const { undoMs } = act.ruleSet.silence
  if (act.nowMs - done.atMs > undoMs)
    return refuse(
      'too-late',
      `This was done more than ${Math.round(undoMs / 1000)} s ago and stands.`,
      'body.ofSeq',
    )
  return ok([{ ...unsigned(act), kind: 'undone', ofSeq }])
}
