// Owns which recorded act may be put right, in which of its fields, and what must still hold afterwards. Never changes a record:
// the original stays, and stays visible.
import { amendedPump } from '../fold/infusion-state.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { Mended, Said, SideEffectNow } from '../fold/visit-state.ts'
import type { EpochMs, RecordSeq } from '../ids.ts'
import type { Amendment, RecordKind, Scale } from '../record/record.ts'
import { ok, type Result, refuse } from '../result.ts'
import { CATALOGUE, type Quantity } from '../vitals.ts'
import { pumpWith } from './pump-log.ts'

/** What an act may be: a side effect's onset, change and end are three acts. */
export type ActKind =
  | 'pumpRuns'
  | 'pumpHalts'
  | 'onset'
  | 'severity'
  | 'end'
  | 'medication'
  | 'oxygen'
  | 'assessment'
  | 'note'
  | 'manual'
export type Act = {
  readonly is: ActKind
  readonly kind: RecordKind
  readonly seq: RecordSeq
  /** When it was true, amendments in. */
  readonly atMs: EpochMs
  readonly recordedAtMs: EpochMs
  readonly by?: string
  readonly personId?: string
  readonly screenId?: string
  readonly void?: true
  readonly amended?: true
}

/** Which fields of each may be put right. Of what runs at the pump the rate, of what halts it only the time. */
export const AMENDABLE: Readonly<Record<ActKind, readonly (keyof Amendment)[]>> = {
  pumpRuns: ['atMs', 'rateMlPerHr'],
  pumpHalts: ['atMs'],
  onset: ['atMs', 'effect', 'severity', 'text'],
  severity: ['atMs', 'severity'],
  end: ['atMs'],
  medication: ['atMs', 'drug', 'dose', 'text'],
  oxygen: ['atMs', 'device', 'litresPerMin'],
  assessment: ['atMs', 'value'],
  note: ['atMs', 'text'],
  manual: ['atMs', 'values'],
}
/** Source: clinical facts §6: MOAA/S 0–5, CADSS 23 × 0–4, nausea and anxiety 0–10, modified Aldrete 5 × 0–2. */
export const SCALE_MOST: Readonly<Record<Scale, number>> = {
  moaas: 5,
  cadss: 92,
  nausea: 10,
  anxiety: 10,
  aldrete: 10,
}

type Listed = Said & Mended & { readonly atMs: EpochMs }
const actOfListed = (is: ActKind, kind: RecordKind, one: Listed): Act => {
  const { seq, atMs, recordedAtMs, by, personId } = one
  return {
    ...{ is, kind, seq, atMs, recordedAtMs, by },
    ...(personId === undefined ? {} : { personId }),
    ...(one.void ? { void: true } : {}),
    ...(one.amended === undefined ? {} : { amended: true }),
  }
}

function actOfEffect(effect: SideEffectNow, ofSeq: RecordSeq): Act | undefined {
  const { ended, endedAtMs } = effect
  if (ended?.seq === ofSeq && endedAtMs !== undefined)
    return actOfListed('end', 'sideEffect', { ...ended, atMs: endedAtMs })
  if (effect.seq === ofSeq) return actOfListed('onset', 'sideEffect', { ...effect, atMs: effect.onsetAtMs })
  const step = effect.course.find(({ seq }) => seq === ofSeq)
  return step === undefined ? undefined : actOfListed('severity', 'sideEffect', step)
}

/** The act that this record is, as it stands now; undefined: no act that may be amended has this number. */
export function actOf(
  { infusion, visit }: Pick<SessionState, 'infusion' | 'visit'>,
  ofSeq: RecordSeq,
): Act | undefined {
  const pump = infusion.events.find(({ seq }) => seq === ofSeq)
  if (pump !== undefined) {
    const { act, atMs, recordedAtMs, by, personId, screenId } = pump
    return {
      is: act === 'pause' || act === 'stop' ? 'pumpHalts' : 'pumpRuns',
      kind: 'infusion',
      ...{ seq: ofSeq, atMs, recordedAtMs },
      ...(by === undefined ? {} : { by }),
      ...(personId === undefined ? {} : { personId }),
      ...(screenId === undefined ? {} : { screenId }),
      ...(pump.void ? { void: true } : {}),
      ...(pump.amended ? { amended: true } : {}),
    }
  }
  for (const effect of visit.sideEffects) {
    const act = actOfEffect(effect, ofSeq)
    if (act !== undefined) return act
  }
  const lists: readonly (readonly [ActKind, RecordKind, readonly Listed[]])[] = [
    ['medication', 'medication', visit.given],
    ['oxygen', 'oxygen', visit.oxygen],
    ['assessment', 'assessment', visit.assessed],
    ['note', 'note', visit.notes],
    ['manual', 'manual', visit.measured],
  ]
  for (const [is, kind, list] of lists) {
    const one = list.find(({ seq }) => seq === ofSeq)
    if (one !== undefined) return actOfListed(is, kind, one)
  }
  return undefined
}

// ── whether it may be ────────────────────────────────────────────────────────────────────────────────────
type Asked = {
  readonly ofSeq: RecordSeq
  readonly void?: true | undefined
  readonly change: Amendment
}
const FIELD_WORDS: Readonly<Record<keyof Amendment, string>> = {
  atMs: 'time',
  rateMlPerHr: 'rate',
  effect: 'side effect',
  severity: 'severity',
  value: 'value',
  values: 'values',
  drug: 'drug',
  dose: 'dose',
  device: 'oxygen device',
  litresPerMin: 'flow',
  text: 'text',
}
const setFields = (change: Amendment): (keyof Amendment)[] =>
  (Object.keys(change) as (keyof Amendment)[]).filter((key) => change[key] !== undefined)

function checkFields(act: Act, asked: Asked): Result<true> {
  const fields = setFields(asked.change)
  if (asked.void && fields.length > 0)
    return refuse('malformed', 'Either it did not happen, or it was otherwise: not both.', 'body.change')
  if (!asked.void && fields.length === 0)
    return refuse('malformed', 'Say what was otherwise, or that it did not happen.', 'body.change')
  const odd = fields.find((field) => !AMENDABLE[act.is].includes(field))
  if (odd !== undefined)
    return refuse('malformed', `This act has no ${FIELD_WORDS[odd]} to put right.`, `body.change.${odd}`)
  return ok(true)
}

function checkTime(
  { opened, closed }: SessionState,
  atMs: number | undefined,
  pressedMs: number,
): Result<true> {
  if (atMs === undefined) return ok(true)
  if (atMs > pressedMs)
    return refuse(
      'in-future',
      'That time has not come yet: give the time when it was done.',
      'body.change.atMs',
    )
  if (atMs < (opened?.hubAtMs ?? 0))
    return refuse('time-out-of-session', 'That is before this session was opened.', 'body.change.atMs')
  if (closed !== undefined && atMs > closed.atMs)
    return refuse('time-out-of-session', 'That is after this session was closed.', 'body.change.atMs')
  return ok(true)
}

function checkEffect({ visit }: SessionState, act: Act, { void: isVoid, change }: Asked): Result<true> {
  const { seq: ofSeq } = act
  const effect = visit.sideEffects.find((one) => actOfEffect(one, ofSeq) !== undefined)
  if (effect === undefined || isVoid) return ok(true)
  const { atMs } = change
  if (atMs === undefined) return ok(true)
  const steps = effect.course.map((one) => (one.seq === ofSeq ? { ...one, atMs } : one))
  const onsetAtMs = act.is === 'onset' ? atMs : effect.onsetAtMs
  const endedAtMs = act.is === 'end' ? atMs : effect.endedAtMs
  if (steps.some((one) => one.atMs < onsetAtMs))
    return refuse(
      'state-moved',
      'Its severity would have changed before it began: check the time.',
      'body.change.atMs',
    )
  const newestMs = Math.max(onsetAtMs, ...steps.map((one) => one.atMs))
  if (endedAtMs !== undefined && endedAtMs < newestMs)
    return refuse('state-moved', 'It would have ended before that: check the time.', 'body.change.atMs')
  return ok(true)
}

function checkPump({ infusion }: SessionState, { ofSeq, void: isVoid, change }: Asked): Result<true> {
  const event = infusion.events.find(({ seq }) => seq === ofSeq)
  if (event === undefined) return ok(true)
  const after = pumpWith(infusion.events, amendedPump(event, change, isVoid))
  if (after.ok) return ok(true)
  const { code, message, field } = after.error
  return refuse(code, message, field?.replace(/^body\.(atMs|rateMlPerHr)$/, 'body.change.$1'))
}

/** What a form leaves blank is nothing that was done. */
function checkWords({ visit }: SessionState, act: Act, { change, void: isVoid }: Asked): Result<true> {
  const { dose, text } = change
  for (const [field, said] of Object.entries({ dose, text }))
    if (said !== undefined && said.trim() === '')
      return refuse('malformed', 'This is left blank: say what it was.', `body.change.${field}`)
  const before = [...visit.given, ...visit.sideEffects].find(({ seq }) => seq === act.seq)
  const isOther = change.drug === 'other' || change.effect === 'other'
  if (!isVoid && isOther && (text ?? before?.note ?? '').trim() === '')
    return refuse('malformed', 'Say which other one it was.', 'body.change.text')
  return ok(true)
}

/** As of what is typed the first time: two numbers, the lower below the upper. @param values as they then stand */
function checkPair({ systolic, diastolic, mean }: NonNullable<Amendment['values']>): Result<true> {
  const field = 'body.change.values'
  if ((systolic === undefined) !== (diastolic === undefined))
    return refuse(
      'malformed',
      'A pressure has two numbers: type both.',
      `${field}.${systolic === undefined ? 'systolic' : 'diastolic'}`,
    )
  if (systolic === undefined || diastolic === undefined) return ok(true)
  if (diastolic >= systolic)
    return refuse(
      'impossible-value',
      `${systolic}/${diastolic}: the lower number is not below the upper one.`,
      `${field}.diastolic`,
    )
  if (mean !== undefined && (mean < diastolic || mean > systolic))
    return refuse(
      'impossible-value',
      `A mean of ${mean} does not lie between ${diastolic} and ${systolic}.`,
      `${field}.mean`,
    )
  return ok(true)
}

function checkFigures({ visit }: SessionState, act: Act, { change }: Asked): Result<true> {
  const { value, values, litresPerMin } = change
  if (value !== undefined) {
    const scale = visit.assessed.find(({ seq }) => seq === act.seq)?.scale
    const most = scale === undefined ? 0 : SCALE_MOST[scale]
    if (!Number.isInteger(value) || value < 0 || value > most)
      return refuse('impossible-value', `This scale goes from 0 to ${most}.`, 'body.change.value')
  }
  for (const key in values) {
    const quantity = key as Quantity
    const given = values[quantity]
    const { accepted, label } = CATALOGUE[quantity]
    if (given === undefined || (given >= accepted.from && given <= accepted.to)) continue
    return refuse(
      'impossible-value',
      `${label} goes from ${accepted.from} to ${accepted.to}.`,
      `body.change.values.${quantity}`,
    )
  }
  if (values !== undefined && Object.keys(values).length === 0)
    return refuse('malformed', 'Give at least one value.', 'body.change.values')
  const typed = visit.measured.find(({ seq }) => seq === act.seq)
  const pair = values === undefined ? ok(true) : checkPair({ ...typed?.values, ...values })
  if (!pair.ok) return pair
  const oxygen = visit.oxygen.find(({ seq }) => seq === act.seq)
  const device = change.device ?? oxygen?.device
  if (litresPerMin !== undefined && device === 'roomAir')
    return refuse('malformed', 'Room air has no flow.', 'body.change.litresPerMin')
  if (
    change.device !== undefined &&
    device !== 'roomAir' &&
    (litresPerMin ?? oxygen?.litresPerMin) === undefined
  )
    return refuse('malformed', 'Say how many litres a minute.', 'body.change.litresPerMin')
  return ok(true)
}

/**
 * Whether an act may be put right so.
 * @param pressedMs when the person pressed, hub time: nothing was true after that
 * @returns the act as it stands; or `not-found`, `state-moved` (taken back already; times or the pump log would not fit), `malformed`,
 *   `in-future`, `time-out-of-session`, `impossible-value`, with the field
 */
export function checkAmend(state: SessionState, asked: Asked, pressedMs: number): Result<Act> {
  const act = actOf(state, asked.ofSeq)
  if (act === undefined)
    return refuse(
      'not-found',
      'Nothing that can be put right stands under this number: an answer or a sign-off is given anew.',
      'body.ofSeq',
    )
  const effect = state.visit.sideEffects.find((one) => actOfEffect(one, asked.ofSeq) !== undefined)
  if (act.void || effect?.void)
    return refuse(
      'state-moved',
      'This was taken back: record it anew if it happened after all.',
      'body.ofSeq',
    )
  const checks = [
    () => checkFields(act, asked),
    () => checkTime(state, asked.change.atMs, pressedMs),
    () => checkEffect(state, act, asked),
    () => checkFigures(state, act, asked),
    () => checkWords(state, act, asked),
    () => checkPump(state, asked),
  ]
  for (const check of checks) {
    const result = check()
    if (!result.ok) return result
  }
  return ok(act)
}
