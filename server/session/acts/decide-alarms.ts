// Owns what people do about one alarm: acknowledge, "Coming", take, decline, resolve. Never ends a measured condition, and
// never quietens what the person who pressed has not seen.
import { isNotJudged } from '@chairside/shared/alarm/silence/sounding.ts'
import { type ActiveAlarm, activeAlarm, type SessionState } from '@chairside/shared/fold/session-state.ts'
import type { AlarmId, EpochMs } from '@chairside/shared/ids.ts'
import type { RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import { roomNameNow } from '@chairside/shared/visit/place.ts'
import { shown } from '@chairside/shared/vitals.ts'
import { type Act, ago, isInRoom, signed } from './act.ts'

type Values = RecordOf<'acknowledgement'>['values']
type Refused = { readonly ok: false; readonly error: Refusal }

/** The values that stood on the screen when it was pressed, of the quantities that the alarm is about. */
export function newestValues({ signals, cuff }: SessionState, atAlarm: Values): Values {
  const values: Values = {}
  for (const key of Object.keys(atAlarm)) {
    const quantity = key as keyof Values
    const newest =
      quantity === 'systolic' || quantity === 'diastolic' || quantity === 'mean'
        ? cuff.last?.[quantity]
        : signals[quantity]?.lastValue
    const value = newest === undefined ? atAlarm[quantity] : shown(quantity, newest)
    if (value !== undefined) values[quantity] = value
  }
  return values
}

/** An alarm that is not active any more, or never was. */
function gone({ state, endedAlarms }: Act, alarmId: AlarmId): Refused {
  if (isNotJudged(alarmId))
    return refuse(
      'alarm-unknown',
      state.quarantined
        ? 'Alarms are not judged here: this cannot be acknowledged, answered or taken. Watch the bedside monitor; Pause audio is what quietens it, "Judge again" may end it.'
        : 'Alarms are judged here again; there is nothing to do about this any more.',
      'body.alarmId',
    )
  const was = state.latched[alarmId] !== undefined || endedAlarms.includes(alarmId)
  return was
    ? refuse('alarm-ended', 'This alarm is over; there is nothing left to do about it.', 'body.alarmId')
    : refuse('alarm-unknown', 'There is no such alarm in this session.', 'body.alarmId')
}

const acknowledgedBy = (act: Act, by: string, atMs: number): Refused =>
  refuse(
    'already-acknowledged',
    `${by} has already acknowledged this alarm (${ago(act.nowMs, atMs)}).`,
    'body.alarmId',
  )

/** What rose since has not been seen by the person who pressed: quietening it would hide it. */
const roseUnseen = (act: Act, active: ActiveAlarm): Refused | undefined =>
  active.alarm.transition !== 'fell' && active.seq > act.command.basedOnSeq
    ? refuse(
        'state-moved',
        'This alarm has risen since the screen last changed. Look, then press again.',
        'basedOnSeq',
      )
    : undefined

export function acknowledge(act: Act, alarmId: AlarmId): Result<RecordBody[]> {
  const { state } = act
  const active = activeAlarm(state, alarmId)
  const latched = state.latched[alarmId]
  if (active === undefined && latched === undefined) return gone(act, alarmId)
  if (!isInRoom(act))
    return refuse(
      'wrong-place',
      `Only a screen in ${roomNameNow(state) ?? 'the room itself'} acknowledges: from here, press "Coming".`,
      'body.type',
    )
  if (active?.acknowledged !== undefined)
    return acknowledgedBy(act, active.acknowledged.by, active.acknowledged.atMs)
  const unseen = active === undefined ? undefined : roseUnseen(act, active)
  if (unseen !== undefined) return unseen
  const { alarm } = (active ?? latched) as Pick<ActiveAlarm, 'alarm'>
  const values = active === undefined ? alarm.values : newestValues(state, alarm.values)
  return ok([{ ...signed(act), kind: 'acknowledgement', alarmId, level: alarm.level, values }])
}

export function coming(act: Act, alarmId: AlarmId): Result<RecordBody[]> {
  const active = activeAlarm(act.state, alarmId)
  if (active === undefined) return gone(act, alarmId)
  if (isInRoom(act))
    return refuse(
      'wrong-place',
      'This screen is in the room itself: acknowledge the alarm here.',
      'body.type',
    )
  if (active.acknowledged !== undefined)
    return acknowledgedBy(act, active.acknowledged.by, active.acknowledged.atMs)
  if (active.coming !== undefined && active.coming.untilMs > act.nowMs)
    return refuse(
      'already-taken',
      `${active.coming.by} is already coming (${ago(act.nowMs, active.coming.atMs)}).`,
      'body.alarmId',
    )
  const unseen = roseUnseen(act, active)
  if (unseen !== undefined) return unseen
  const untilMs = (act.nowMs + act.ruleSet.silence.comingMs) as EpochMs
  return ok([{ ...signed(act), kind: 'coming', alarmId, level: active.alarm.level, untilMs }])
}

/** "I have it": the only evidence that somebody knows. */
export function take(act: Act, alarmId: AlarmId): Result<RecordBody[]> {
  const active = activeAlarm(act.state, alarmId)
  if (active === undefined) return gone(act, alarmId)
  const { taken } = active
  if (taken !== undefined)
    return refuse(
      'already-taken',
      taken.personId === act.doer.by?.personId
        ? `You have taken this alarm already (${ago(act.nowMs, taken.atMs)}).`
        : `${taken.by} has taken this alarm (${ago(act.nowMs, taken.atMs)}).`,
      'body.alarmId',
    )
  return ok([{ ...signed(act), kind: 'taken', alarmId, event: 'taken' }])
}

/** "Cannot come". Whoever has taken it may still say so: then nobody has it. */
export function decline(act: Act, alarmId: AlarmId): Result<RecordBody[]> {
  const active = activeAlarm(act.state, alarmId)
  if (active === undefined) return gone(act, alarmId)
  const { taken, declined } = active
  const me = act.doer.by?.personId
  if (taken !== undefined && taken.personId !== me)
    return refuse(
      'already-taken',
      `${taken.by} has taken this alarm (${ago(act.nowMs, taken.atMs)}): nobody else is needed.`,
      'body.alarmId',
    )
  if (taken === undefined && declined.some((one) => one.personId === me))
    return refuse('state-moved', 'You have said already that you cannot come.', 'body.alarmId')
  return ok([{ ...signed(act), kind: 'taken', alarmId, event: 'declined' }])
}

/** A symptom or HELP ends by name, with what came of it; nothing else ends so. */
export function resolve(act: Act, alarmId: AlarmId, outcome: string): Result<RecordBody[]> {
  const active = activeAlarm(act.state, alarmId)
  if (active === undefined) return gone(act, alarmId)
  const { condition } = active.alarm
  if (condition !== 'help' && !condition.startsWith('symptom'))
    return refuse(
      'state-moved',
      'Only a symptom or HELP is resolved by name; this alarm ends when what it names is over.',
      'body.alarmId',
    )
  if (outcome.trim() === '') return refuse('malformed', 'Say what came of it.', 'body.outcome')
  return ok([{ ...signed(act), kind: 'resolved', alarmId, outcome: outcome.trim() }])
}
