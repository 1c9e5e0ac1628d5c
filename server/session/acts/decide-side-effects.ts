// Owns what is recorded of side effects: onset, change, end. Never begins one twice, and never ends one before it began.
import type { SideEffectNow } from '@chairside/shared/fold/visit-state.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { type Act, ago, type Body, signed } from './act.ts'
import { trueAt } from './when.ts'

export function beginSideEffect(act: Act, body: Body<'sideEffect.begin'>): Result<RecordBody[]> {
  const atMs = trueAt(act, body)
  if (!atMs.ok) return atMs
  const { effect, severity, note, fromPaper } = body
  if (effect === 'other' && (note ?? '').trim() === '')
    return refuse('malformed', 'Say which other side effect it is.', 'body.note')
  // Of two things called "other" the words may differ; of the rest there is one at a time.
  const same = act.state.visit.sideEffects.find(
    (one) =>
      one.effect === effect &&
      one.void !== true &&
      (effect !== 'other' || one.note?.trim() === note?.trim()) &&
      one.onsetAtMs <= atMs.value &&
      (one.endedAtMs ?? Number.POSITIVE_INFINITY) > atMs.value,
  )
  if (same !== undefined)
    return refuse(
      'same-again',
      `This is recorded as going on since ${ago(act.nowMs, same.onsetAtMs)} (${same.severity}, ${same.by}): change or end that one.`,
      'body.effect',
    )
  return ok([
    {
      ...signed(act),
      kind: 'sideEffect',
      event: 'began',
      effect,
      severity,
      atMs: atMs.value,
      ...(note === undefined ? {} : { note }),
      ...(fromPaper ? { fromPaper } : {}),
    },
  ])
}

/** The side effect that a later word is about, if it is going on. */
function goingOn(
  act: Act,
  body: Body<'sideEffect.change' | 'sideEffect.end'>,
): Result<{ one: SideEffectNow; atMs: SideEffectNow['onsetAtMs'] }> {
  const atMs = trueAt(act, body)
  if (!atMs.ok) return atMs
  const one = act.state.visit.sideEffects.find(({ seq }) => seq === body.ofSeq)
  if (one === undefined || one.void)
    return refuse('not-found', 'No side effect is recorded under this number.', 'body.ofSeq')
  if (one.endedAtMs !== undefined)
    return refuse('state-moved', `${one.endedBy ?? 'Somebody'} has recorded its end already.`, 'body.ofSeq')
  const newest = Math.max(one.onsetAtMs, ...one.course.map((step) => step.atMs))
  if (atMs.value < newest)
    return body.atMs === undefined
      ? ok({ one, atMs: newest as SideEffectNow['onsetAtMs'] })
      : refuse('state-moved', 'That is before its onset or its last change: check the time.', 'body.atMs')
  return ok({ one, atMs: atMs.value })
}

export function changeSideEffect(act: Act, body: Body<'sideEffect.change'>): Result<RecordBody[]> {
  const found = goingOn(act, body)
  if (!found.ok) return found
  const { one, atMs } = found.value
  const { ofSeq, severity } = body
  if (one.severity === severity) return refuse('state-moved', `It is ${severity} already.`, 'body.severity')
  return ok([{ ...signed(act), kind: 'sideEffect', event: 'changed', ofSeq, severity, atMs }])
}

export function endSideEffect(act: Act, body: Body<'sideEffect.end'>): Result<RecordBody[]> {
  const found = goingOn(act, body)
  if (!found.ok) return found
  const { atMs } = found.value
  return ok([{ ...signed(act), kind: 'sideEffect', event: 'ended', ofSeq: body.ofSeq, atMs }])
}
