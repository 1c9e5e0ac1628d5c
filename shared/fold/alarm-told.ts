// Owns what a session knows of who was told of an alarm: the steps that were due, whom they reached, who has taken it.
// Never decides who is told: that is recorded.
import type { RecordOf } from '../record/record.ts'
import { onAlarm } from './alarm-quiet.ts'
import type { ActiveAlarm, AlarmState } from './alarm-state.ts'

type Telling = ActiveAlarm['told'][number]
/** Far more than the screens of a suite: what was told to one is never lost for what was told to the others. */
const TOLD_KEPT = 1_000
/** Said once more to the same screen or person, at the same step: the newest stands for both. */
const isSameTelling = (a: Telling, b: Telling): boolean =>
  a.step === b.step &&
  a.event === b.event &&
  a.role === b.role &&
  a.screenId === b.screenId &&
  a.personId === b.personId

export function afterEscalation(state: AlarmState, record: RecordOf<'escalation'>): Partial<AlarmState> {
  const { alarmId, step, dueAtMs: atMs, round } = record
  // Nobody is called of what somebody has: whoever took it took less than what it has become.
  return onAlarm(state, alarmId, ({ taken: _less, ...active }) => {
    const one = { step, atMs, ...(round === undefined ? {} : { round }) }
    const kept = active.escalated.filter((each) => each.step !== step)
    return { ...active, escalated: [...kept, one] }
  })
}

export function afterDelivery(state: AlarmState, record: RecordOf<'delivery'>): Partial<AlarmState> {
  const { step, event, role, personId, personName, screenId, screenName } = record
  const one = {
    step,
    event,
    role,
    personId,
    personName,
    screenId,
    screenName,
  } as Telling
  return onAlarm(state, record.alarmId, (active) => ({
    ...active,
    told: [...active.told.filter((each) => !isSameTelling(each, one)).slice(1 - TOLD_KEPT), one],
  }))
}

export function afterTaken(state: AlarmState, record: RecordOf<'taken'>): Partial<AlarmState> {
  const one = { by: record.by.name, personId: record.by.personId, atMs: record.hubAtMs }
  return onAlarm(state, record.alarmId, ({ taken, ...active }) => {
    if (record.event === 'taken') return { ...active, taken: one }
    // Who had it and cannot come after all has it no more.
    const still = taken === undefined || taken.personId === one.personId ? {} : { taken }
    return { ...active, ...still, declined: [...active.declined, one] }
  })
}
