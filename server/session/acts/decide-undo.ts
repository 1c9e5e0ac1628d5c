// Owns taking an act back within a moment of it: by whoever did it, if nothing stands on it. Never takes back what somebody else
// did, and never leaves a pump log that cannot have been.
import type { RecordSeq } from '@chairside/shared/ids.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { pumpWith } from '@chairside/shared/visit/pump-log.ts'
import { type Act, type Undoable, unsigned } from './act.ts'
import { besideUndone } from './beside-answers.ts'
import { isOwn, undoSilencing } from './decide-audio.ts'
import { phaseBeside } from './decide-pump.ts'

export function undo(act: Act, ofSeq: RecordSeq): Result<RecordBody[]> {
  const done = act.undoables.find(({ seq }) => seq === ofSeq)
  return done === undefined ? undoSilencing(act, ofSeq) : undoAct(act, done)
}

function undoAct(act: Act, done: Undoable): Result<RecordBody[]> {
  const { undoMs } = act.ruleSet.silence
  const { seq: ofSeq } = done
  if (!isOwn(act, done))
    return refuse(
      'not-allowed',
      'Only whoever did this may take it back; others put it right with an amendment.',
      'body.ofSeq',
    )
  if (act.nowMs - done.atMs > undoMs)
    return refuse(
      'too-late',
      `This was recorded more than ${Math.round(undoMs / 1000)} s ago and stands: put it right with an amendment.`,
      'body.ofSeq',
    )
  const undone: RecordBody = { ...unsigned(act), kind: 'undone', ofSeq }
  if (done.kind === 'sideEffect') return sideEffect(act, undone, ofSeq)
  if (done.kind === 'checkIn') return ok([undone, ...besideUndone(act, ofSeq)])
  if (done.kind !== 'infusion') return ok([undone])
  const { events } = act.state.infusion
  const event = events.find(({ seq }) => seq === ofSeq)
  if (event === undefined || event.void)
    return refuse('too-late', 'This does not stand any more, so there is nothing to take back.', 'body.ofSeq')
  const after = pumpWith(events, { ...event, void: true })
  if (!after.ok) return after
  return ok([undone, ...phaseBeside(act, act.state.phase, after.value)])
}

/** An onset that was changed or ended meanwhile is not taken back from under it. */
function sideEffect(act: Act, undone: RecordBody, ofSeq: RecordSeq): Result<RecordBody[]> {
  const one = act.state.visit.sideEffects.find(({ seq }) => seq === ofSeq)
  if (one !== undefined && (one.endedAtMs !== undefined || one.course.length > 1))
    return refuse('state-moved', 'It was changed or ended since: take that back first.', 'body.ofSeq')
  return ok([undone])
}
