// Owns a small recording for the tests of a replay: a start, a rate change, an alarm that rises and ends, one that stays.
// Never used by the product.

import type { EpochMs } from '@chairside/shared/ids.ts'
import { recordSeq } from '@chairside/shared/ids.ts'
import { encodeLine } from '@chairside/shared/record/line.ts'
import { type RecordBody, stamp } from '@chairside/shared/record/record.ts'
import { createStore } from 'zustand/vanilla'
import type { SessionStore } from '../session/view/store.ts'
import { attachedBody, openedBody, vitalsBody } from './records.ts'
import { scriptedSession } from './scripted-session.ts'

/** 14 Nov 2026, 10:12 in Oslo. */
export const OPENED_AT = Date.UTC(2026, 10, 14, 9, 12)
const MINUTE = 60_000
/** Opened five minutes before the pump was started. */
export const STARTED_AT = OPENED_AT + 5 * MINUTE
export const T = (minutes: number, seconds = 0): number => STARTED_AT + minutes * MINUTE + seconds * 1_000

const by = { personId: 'p1', name: 'R. Osei', role: 'nurse' }
const body = (value: object): RecordBody => value as RecordBody

const act = (kind: string, atMs: number, rateMlPerHr: number): RecordBody =>
  body({
    kind: 'infusion',
    by,
    commandId: '2'.repeat(32),
    act: kind,
    atMs,
    rateMlPerHr,
    ...(kind === 'start' ? { plan: { drug: 'Ketamine', doseMg: 35, volumeMl: 35, minutes: 40 } } : {}),
  })

const cuff = (seq: number, atMs: number, systolic: number, diastolic: number): RecordBody =>
  body({
    kind: 'bloodPressure',
    origin: { deviceId: 'd1', epoch: 'e1', seq },
    measuredAtMs: atMs,
    result: { status: 'measured', systolic, diastolic },
  })

const bpAlarm = (
  transition: string,
  level: string,
  priority: string,
  atMs: number,
  systolic: number,
  limit: number,
): RecordBody =>
  body({
    kind: 'alarm',
    alarmId: `bpHigh@${T(20)}`,
    condition: 'bpHigh',
    transition,
    level,
    priority,
    dueAtMs: atMs,
    breachAtMs: atMs,
    measuredAtMs: atMs,
    values: { systolic, diastolic: 99 },
    limit: { quantity: 'systolic', op: '>=', value: limit },
    ...(transition === 'ended' ? { endedBy: 'measurement' } : {}),
  })

const hrAlarm = (transition: string, atMs: number): RecordBody =>
  body({
    kind: 'alarm',
    alarmId: `hrHigh@${T(30)}`,
    condition: 'hrHigh',
    transition,
    level: 'high',
    priority: 'medium',
    dueAtMs: atMs,
    breachAtMs: atMs,
    measuredAtMs: atMs,
    values: { heartRate: 118 },
    limit: { quantity: 'heartRate', op: '>', value: 110 },
    ...(transition === 'ended' ? { endedBy: 'sessionClosed' } : {}),
  })

/** In the order of the log, each with the time the hub wrote it: a little after what it records. */
export const RECORDING: readonly (readonly [atMs: number, body: RecordBody])[] = [
  [OPENED_AT, openedBody],
  [OPENED_AT, attachedBody],
  [OPENED_AT + MINUTE, vitalsBody(1, 70, OPENED_AT + MINUTE)],
  [T(0) + 300, act('start', T(0), 52.5)],
  [T(10), vitalsBody(2, 88, T(10))],
  [T(12), cuff(3, T(12), 150, 88)],
  [T(20), cuff(4, T(20), 182, 99)],
  [T(20), bpAlarm('raised', 'veryHigh', 'high', T(20), 182, 180)],
  [
    T(20, 31),
    body({
      kind: 'acknowledgement',
      by,
      commandId: '3'.repeat(32),
      alarmId: `bpHigh@${T(20)}`,
      level: 'veryHigh',
      values: { systolic: 182 },
    }),
  ],
  [T(22), act('rate', T(22), 38)],
  [T(25), cuff(5, T(25), 168, 95)],
  [T(25), bpAlarm('fell', 'high', 'medium', T(25), 168, 180)],
  [T(30) + 400, hrAlarm('raised', T(30))],
  [T(46, 30), cuff(6, T(46, 30), 151, 90)],
  [T(46, 30), bpAlarm('ended', 'high', 'medium', T(46, 30), 151, 160)],
  [T(60), vitalsBody(7, 80, T(60))],
  [T(61), hrAlarm('ended', T(61))],
  [T(61), body({ kind: 'session.closed', by, commandId: '1'.repeat(32), openAlarms: [`hrHigh@${T(30)}`] })],
]

export const linesOf = (recording: typeof RECORDING): readonly string[] =>
  recording.map(([atMs, each], index) => encodeLine(stamp(each, recordSeq(index + 1), atMs as EpochMs)))
export const RECORDING_LINES = linesOf(RECORDING)

/** The recording, whole, as a page holds it; paused at its beginning. */
export function openedRecording(lines: readonly string[] = RECORDING_LINES) {
  const session = scriptedSession()
  session.lines(lines)
  session.whole()
  session.frame()
  const settle = () => {
    session.frame()
    session.frame()
  }
  return {
    ...session,
    /** Moves the cursor and lets the page take it in. */
    at(atMs: number) {
      session.store.cursor.seek(atMs)
      settle()
    },
    settle,
  }
}

/** The same as it stands now, for markup made without a browser, which reads a store's first state. */
export const asItStands = ({ view, cursor, ...rest }: SessionStore): SessionStore => ({
  ...rest,
  view: createStore(() => view.getState()),
  cursor: { ...cursor, store: createStore(() => cursor.store.getState()) },
})

/** What a piece of markup says, without its tags. */
export const said = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&gt;/g, '>')
    .replace(/&lt;/g, '<')
    .replace(/\s+/g, ' ')
    .trim()
