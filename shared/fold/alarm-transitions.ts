// Owns what each transition of an alarm does to the alarms of a session: raised, risen, fallen, ended, latched.
// Never decides one: that is recorded.
import type { Priority, RecordOf } from '../record/record.ts'
import { without } from './alarm-quiet.ts'
import type { ActiveAlarm, AlarmState } from './alarm-state.ts'

/** The condition that HELP raises. */
const HELP_CONDITION = 'help'
const RANK: Readonly<Record<Priority, number>> = { low: 0, medium: 1, high: 2 }

/** A HIGH that nobody has acknowledged is kept in sight when it ends; one that a person ended is not. */
function afterEnd(state: AlarmState, before: ActiveAlarm, record: RecordOf<'alarm'>): Partial<AlarmState> {
  const alarms = without(state.alarms, record.condition)
  const { unacknowledgedHigh: was, raisedAtMs } = before
  const over: Partial<AlarmState> = record.condition === HELP_CONDITION ? afterHelp(state) : {}
  if (was === undefined || record.endedBy === 'sessionClosed' || record.endedBy === 'clinician')
    return { alarms, ...over }
  const one = { alarm: was, raisedAtMs, endedAtMs: record.dueAtMs }
  return { alarms, latched: { ...latchedBut(state, record.condition), [was.alarmId]: one }, ...over }
}

/**
 * One of each condition, its newest: a value that goes to and fro for hours is one thing to acknowledge, and one line on the
 * glass. The log has them all.
 */
function latchedBut({ latched }: AlarmState, condition: string): AlarmState['latched'] {
  const others = Object.entries(latched).filter(([, one]) => one.alarm.condition !== condition)
  return others.length === Object.keys(latched).length ? latched : Object.fromEntries(others)
}

/** HELP is over by name: the people may leave, and the chair sounds again. */
function afterHelp(state: AlarmState): Partial<AlarmState> {
  const { helpQuiet: _quiet, ...audio } = state.audio
  return { audio, help: undefined }
}

export function afterAlarm(state: AlarmState, record: RecordOf<'alarm'>): Partial<AlarmState> {
  const { v: _v, seq, hubAtMs, ...alarm } = record
  const found = state.alarms[alarm.condition]
  if (alarm.transition === 'ended') return found === undefined ? {} : afterEnd(state, found, record)
  // A condition has one alarm at a time: another one in its place is a new alarm, and nothing of the first is its own.
  const before = found?.alarm.alarmId === alarm.alarmId ? found : undefined
  if (before !== undefined && alarm.transition === 'fell')
    return { alarms: { ...state.alarms, [alarm.condition]: { ...before, alarm, seq } } }
  // Someone who took a lesser alarm has not said that they have this one.
  const moreUrgent = before !== undefined && RANK[alarm.priority] > RANK[before.alarm.priority]
  const { priority } = alarm
  const high = priority === 'high' ? alarm : before?.unacknowledgedHigh
  const active: ActiveAlarm = {
    alarm,
    seq,
    signalSeq: seq,
    raisedAtMs: before?.raisedAtMs ?? hubAtMs,
    escalated: before?.escalated ?? [],
    told: before?.told ?? [],
    declined: moreUrgent ? [] : (before?.declined ?? []),
    ...(before?.taken === undefined || moreUrgent ? {} : { taken: before.taken }),
    ...(high === undefined ? {} : { unacknowledgedHigh: high }),
  }
  const alarms = { ...state.alarms, [alarm.condition]: active }
  return priority === 'high' ? { alarms, lastHigh: { alarm, atMs: hubAtMs } } : { alarms }
}
