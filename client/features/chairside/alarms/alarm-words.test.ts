// What a line of the alarm bar says: who knows of it, what is silenced until when, and which line comes first.
import type { ActiveAlarm, RepeatNow } from '@chairside/shared/fold/alarm-state.ts'
import { NO_ALARMS } from '@chairside/shared/fold/alarm-state.ts'
import { emptySession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import type { SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { openedBody } from '../../../testing/records.ts'
import { isOwnScreen } from '../own-screen.ts'
import { alarmLinesOf, lineId } from './alarm-lines.ts'
import { anythingSounds, quietOf, soundingHere } from './quiet-words.ts'
import { helpKnows, phoneWords, whoKnows } from './who-knows.ts'

const S = 1_000
const duty = {
  physician: {
    actor: { personId: 'p2', name: 'Dr Lindqvist', role: 'physician' },
    phone: '555 0101',
    sinceMs: 0,
  },
} as unknown as SuiteSummary['duty']
const alarm = (change: object = {}): ActiveAlarm['alarm'] =>
  ({
    kind: 'alarm',
    alarmId: 'bpHigh@0',
    condition: 'bpHigh',
    transition: 'raised',
    level: 'veryHigh',
    priority: 'high',
    dueAtMs: 0,
    breachAtMs: 0,
    measuredAtMs: 0,
    values: { systolic: 182 },
    limit: { quantity: 'systolic', op: '>=', value: 180 },
    ...change,
  }) as unknown as ActiveAlarm['alarm']
const active = (change: object = {}, of: object = {}): ActiveAlarm =>
  ({
    alarm: alarm(of),
    raisedAtMs: 0,
    seq: 1,
    signalSeq: 1,
    escalated: [],
    told: [],
    declined: [],
    ...change,
  }) as never
const state = (alarms: readonly ActiveAlarm[], change: object = {}): SessionState =>
  ({
    ...emptySession,
    ...NO_ALARMS,
    opened: openedBody,
    alarms: Object.fromEntries(alarms.map((one) => [one.alarm.condition, one])),
    ...change,
  }) as never
const physicianCalled = { escalated: [{ step: 'physician', atMs: 60 * S }] }

describe('who knows', () => {
  test('[UI120] who is called next, by name, and in how long', () => {
    const next = { step: 'physician', atMs: 60 * S } as never
    expect(whoKnows(active(), { next, duty, atMs: 22 * S })).toBe('Dr Lindqvist is called in 0:38')
    expect(whoKnows(active(), { next, duty: {}, atMs: 22 * S })).toBe('no physician on duty to call in 0:38')
    const quiet = { step: 'quietChair', atMs: 15 * S } as never
    expect(whoKnows(active(), { next: quiet, duty, atMs: 6 * S })).toBe('sounds here in 0:09')
  })
  test('[UI120] who was called and has not taken it; on a screen is not the same as known', () => {
    expect(whoKnows(active(physicianCalled), { duty, atMs: 72 * S })).toBe(
      'Dr Lindqvist called 0:12 ago, not taken',
    )
    const told = [{ step: 'physician', event: 'shown', role: 'physician', personName: 'Dr Lindqvist' }]
    expect(whoKnows(active({ ...physicianCalled, told }), { duty, atMs: 72 * S })).toBe(
      'Dr Lindqvist called 0:12 ago, on a screen, not taken',
    )
  })
  test('[UI120] only a tap is evidence: taken, by whom, since when', () => {
    const taken = { by: 'Dr Lindqvist', personId: 'p2', atMs: 70 * S }
    expect(whoKnows(active({ ...physicianCalled, taken }), { duty, atMs: 75 * S })).toBe(
      'taken by Dr Lindqvist 0:05 ago',
    )
  })
  test('[UI120] nobody has answered: whom to phone stands on the glass', () => {
    const escalated = [...physicianCalled.escalated, { step: 'backup', atMs: 120 * S }]
    const words = whoKnows(active({ escalated }), { duty, atMs: 130 * S })
    expect(words).toBe('no backup on duty · nobody has answered: phone Dr Lindqvist 555 0101')
    const declined = [{ by: 'Dr Lindqvist', personId: 'p2', atMs: 65 * S }]
    expect(whoKnows(active({ ...physicianCalled, declined }), { duty, atMs: 70 * S })).toContain(
      'Dr Lindqvist cannot come',
    )
    expect(phoneWords({})).toBe('call by voice and by telephone')
  })
  test('[UI407] beside the stamps of HELP whom to phone comes first once nobody has answered', () => {
    const { escalated } = physicianCalled
    const called = active({
      ...physicianCalled,
      escalated: [...escalated, { step: 'backup', atMs: 120 * S }],
    })
    expect(helpKnows(called, { duty, atMs: 130 * S })).toBe(
      'phone Dr Lindqvist 555 0101 · physician, backup called 0:10 ago',
    )
    const taken = { by: 'Dr Lindqvist', personId: 'p2', atMs: 125 * S }
    expect(helpKnows({ ...called, taken } as never, { duty, atMs: 130 * S })).toBe(
      'taken by Dr Lindqvist 0:05 ago',
    )
  })
})

describe('what is silenced until when', () => {
  const quiet = (one: ActiveAlarm, atMs: number, change: object = {}) =>
    quietOf(one, soundingHere(state([one], change), atMs).get(one.alarm.alarmId), atMs, state([one], change))
  const acknowledged = { by: 'R. Osei', personId: 'p1', atMs: 10 * S, seq: 2, level: 'veryHigh' }
  const heart = {
    condition: 'hrHigh',
    alarmId: 'hrHigh@0',
    limit: { quantity: 'heartRate', op: '>', value: 130 },
  }

  test('[UI121] an acknowledged HIGH on the heart rate sounds again after 120 s, and the line says when', () => {
    const one = active({ acknowledged }, heart)
    expect(quiet(one, 30 * S)).toEqual({
      sign: 'silenced',
      acknowledged: 'acknowledged by R. Osei 0:20 ago · sound returns in 1:40',
    })
    expect(quiet(one, 131 * S).sign).toBe('sounds')
  })
  test('[UI121] an acknowledged HIGH of the cuff sounds again with a new reading that is still HIGH', () => {
    expect(quiet(active({ acknowledged }), 30 * S).acknowledged).toMatch(
      /acknowledged by R. Osei 0:20 ago · sound returns with a new reading still HIGH, or in 9:40/,
    )
  })
  test('[UI121] Coming and a pause say by whom and count down', () => {
    const coming = { by: 'M. Adeyemi', personId: 'p3', atMs: 0, seq: 3, untilMs: 60 * S }
    expect(quiet(active({ coming }), 22 * S).words).toBe('M. Adeyemi is coming · sound returns in 0:38')
    const paused = { by: 'R. Osei', atMs: 0, seq: 4, untilMs: 120 * S, alarmIds: ['bpHigh@0'] }
    const change = { audio: { paused } }
    expect(quiet(active(), 26 * S, change).words).toBe('audio paused by R. Osei · sound returns in 1:34')
    expect(quiet(active(), 121 * S, change)).toEqual({ sign: 'sounds' })
  })
  test('[UI121] what is only seen has no sign of sound', () => {
    expect(quiet(active({}, { priority: 'low', silent: true }), 5 * S)).toEqual({
      sign: 'seen',
      words: 'visual only',
    })
  })
  test('[UI121] audio off never silences a HIGH', () => {
    const change = { audio: { off: { by: 'Dr Lindqvist', atMs: 0, seq: 5, reason: 'x' } } }
    expect(quiet(active(), 5 * S, change).sign).toBe('sounds')
    expect(quiet(active({}, { priority: 'medium' }), 5 * S, change).words).toBe('audio off')
  })
  test('[UI131] there is something to pause only while something sounds in the room', () => {
    expect(anythingSounds(state([active()]), 5 * S)).toBe(true)
    expect(anythingSounds(state([active({ acknowledged })]), 12 * S)).toBe(false)
    expect(anythingSounds(state([]), 5 * S)).toBe(false)
  })
})

describe('which line comes first', () => {
  const repeat = (condition: string): RepeatNow =>
    ({ repeatId: `${condition}@0`, condition, priority: 'medium', dueAtMs: 0 }) as never
  test('[UI122] HELP, then by priority; of one priority what nobody has acknowledged; a repeat; what is over; LOW', () => {
    const lines = alarmLinesOf(
      state(
        [
          active({}, { condition: 'batteryLow', alarmId: 'batteryLow@0', priority: 'low' }),
          active({}, { condition: 'hrHigh', alarmId: 'hrHigh@0', priority: 'medium' }),
          active({ acknowledged: {} }, { breachAtMs: 1 }),
          active({}, { condition: 'spo2Low', alarmId: 'spo2Low@0', breachAtMs: 9 }),
          active({}, { condition: 'help', alarmId: 'help@0', breachAtMs: 99 }),
        ],
        {
          repeats: { bpLow: repeat('bpLow'), bpHigh: repeat('bpHigh') },
          latched: { 'hrLow@0': { alarm: alarm({ alarmId: 'hrLow@0' }), raisedAtMs: 0, endedAtMs: 5 } },
        },
      ),
    )
    expect(lines.map(lineId)).toEqual([
      'help@0',
      'spo2Low@0',
      'latched hrLow@0',
      'bpHigh@0',
      'hrHigh@0',
      'repeat bpLow@0',
      'batteryLow@0',
    ])
    // A repeat of what alarms already stands on that alarm's own line.
    expect(lines[3]).toMatchObject({ kind: 'alarm', repeat: { condition: 'bpHigh' } })
  })
})

describe('the room’s own screen', () => {
  test('[UI123] is where it is enrolled; one that has no place is at the chair it shows; the hub’s word goes first', () => {
    const room = 'room-1' as never
    expect(isOwnScreen(room, { screenId: 's' as never, roomId: room }, undefined)).toBe(true)
    expect(isOwnScreen(room, { screenId: 's' as never, roomId: 'room-2' as never }, undefined)).toBe(false)
    expect(isOwnScreen(room, { screenId: 's' as never }, undefined)).toBe(false)
    expect(isOwnScreen(room, {}, undefined)).toBe(true)
    expect(isOwnScreen(room, {}, { place: 'chair:room-1' })).toBe(true)
    expect(isOwnScreen(room, { screenId: 's' as never, roomId: room }, { place: 'station' })).toBe(false)
  })
})
