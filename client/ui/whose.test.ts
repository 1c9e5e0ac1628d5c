// Proves in which list an alarm stands, in what order, and that none is left out.
import type { RoomAlarm, RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alarmLists, untakenSince } from './whose.ts'

const person = (personId: string, role: string): Actor =>
  ({ personId, name: `name of ${personId}`, role }) as Actor
const lindqvist = person('lindqvist', 'physician')
const berg = person('berg', 'physician')
const nurse = person('adeyemi', 'nurse')
const duty = {
  physician: { actor: lindqvist, sinceMs: 0 },
  backup: { actor: berg, sinceMs: 0 },
} as unknown as SuiteSummary['duty']

const alarm = (alarmId: string, change: object = {}): RoomAlarm =>
  ({
    alarmId,
    condition: alarmId,
    level: 'high',
    priority: 'medium',
    text: alarmId,
    breachAtMs: 1_000,
    seq: 1,
    escalated: [],
    ...change,
  }) as unknown as RoomAlarm
const told = (...steps: string[]) => ({ escalated: steps.map((step, at) => ({ step, atMs: 60_000 + at })) })
const room = (name: string, ...alarms: RoomAlarm[]): RoomSummary =>
  ({ roomId: name, roomName: name, session: { sessionId: name, alarms } }) as unknown as RoomSummary
const ids = (list: readonly { alarm: RoomAlarm }[]) => list.map((one) => one.alarm.alarmId)

describe('Yours and At the chair', () => {
  test('[UI170] what was escalated to the physician on duty is theirs, and not the backup’s or a nurse’s', () => {
    const rooms = [room('3', alarm('a', told('physician'))), room('2', alarm('b'))]
    expect(ids(alarmLists(rooms, lindqvist, duty).yours)).toEqual(['a'])
    expect(ids(alarmLists(rooms, lindqvist, duty).atTheChair)).toEqual(['b'])
    expect(ids(alarmLists(rooms, berg, duty).yours)).toEqual([])
    expect(ids(alarmLists(rooms, nurse, duty).yours)).toEqual([])
    expect(ids(alarmLists(rooms, undefined, duty).yours)).toEqual([])
  })

  test('[UI170] the backup’s step is the backup’s, all staff’s is everybody’s', () => {
    const rooms = [
      room('3', alarm('a', told('physician', 'backup')), alarm('b', told('physician', 'allStaff'))),
    ]
    expect(ids(alarmLists(rooms, berg, duty).yours)).toEqual(['a', 'b'])
    expect(ids(alarmLists(rooms, nurse, duty).yours)).toEqual(['b'])
  })

  test('[UI170] with nobody on duty the step calls every physician', () => {
    const rooms = [room('3', alarm('a', told('physician')))]
    expect(ids(alarmLists(rooms, berg, {}).yours)).toEqual(['a'])
    expect(ids(alarmLists(rooms, nurse, {}).yours)).toEqual([])
  })

  test('[UI399] how long nobody has answered is one time for everybody who was called: since the first of them', () => {
    const called = alarm('a', {
      escalated: [
        { step: 'quietChair', atMs: 15_000 },
        { step: 'otherChairs', atMs: 30_000 },
        { step: 'physician', atMs: 60_000 },
        { step: 'backup', atMs: 120_000 },
        { step: 'allStaff', atMs: 120_000 },
        { step: 'again', atMs: 180_000 },
      ],
    })
    expect([lindqvist, berg, nurse].map((me) => untakenSince(called, me, duty))).toEqual([
      60_000, 60_000, 60_000,
    ])
    // Who was not called has no word of it, whoever else was.
    expect(untakenSince(alarm('b', told('physician')), nurse, duty)).toBeUndefined()
  })

  test('[UI171] taken, declined by this person, or over: it is at the chair; acknowledged alone does not take it away', () => {
    const taken = { taken: { by: 'Dr Berg', personId: 'berg', atMs: 61_000 } }
    const rooms = [
      room(
        '3',
        alarm('taken', { ...told('physician'), ...taken }),
        alarm('declined', { ...told('physician'), declinedBy: [lindqvist.name] }),
        alarm('over', { ...told('physician'), latched: true }),
        alarm('acknowledged', { ...told('physician'), acknowledgedBy: 'M. Adeyemi' }),
      ),
    ]
    const lists = alarmLists(rooms, lindqvist, duty)
    expect(ids(lists.yours)).toEqual(['acknowledged'])
    expect(new Set(ids(lists.atTheChair))).toEqual(new Set(['taken', 'declined', 'over']))
  })

  test('[UI171] HIGH first, then MEDIUM by age; a HIGH that is over and unacknowledged is not below a LOW', () => {
    const of = (alarmId: string, priority: string, breachAtMs: number, more: object = {}) =>
      alarm(alarmId, { priority, breachAtMs, ...told('physician'), ...more })
    const rooms = [
      room('1', of('medium-new', 'medium', 9_000), of('latched', 'high', 1, { latched: true })),
      room('2', of('medium-old', 'medium', 2_000), of('high-new', 'high', 8_000)),
      room('3', of('high-old', 'high', 3_000), alarm('low', { priority: 'low', breachAtMs: 2 })),
    ]
    const lists = alarmLists(rooms, lindqvist, duty)
    expect(ids(lists.yours)).toEqual(['high-old', 'high-new', 'medium-old', 'medium-new'])
    expect(ids(lists.atTheChair)).toEqual(['latched', 'low'])
  })

  test('[UI171] six technical alarms do not stand before a patient’s', () => {
    const technical = (alarmId: string, condition: string, breachAtMs: number) =>
      alarm(alarmId, { condition, breachAtMs })
    const rooms = [
      room('1', technical('a', 'noChairScreen', 1), technical('b', 'noAudibleScreen', 2)),
      room('3', technical('e', 'noChairScreen', 3), alarm('spo2', { condition: 'spo2Low', breachAtMs: 900 })),
    ]
    expect(ids(alarmLists(rooms, nurse, duty).atTheChair)).toEqual(['spo2', 'a', 'b', 'e'])
  })

  test('[UI171] whatever is going on, each alarm of each room stands in exactly one list', () => {
    const steps = ['quietChair', 'otherChairs', 'physician', 'backup', 'allStaff', 'allStations', 'again']
    const anyAlarm = fc
      .record({
        priority: fc.constantFrom('high', 'medium', 'low'),
        breachAtMs: fc.nat(100_000),
        steps: fc.array(fc.constantFrom(...steps), { maxLength: 4 }),
        taken: fc.boolean(),
        latched: fc.boolean(),
        declined: fc.boolean(),
      })
      .map(({ steps: given, taken, latched, declined, ...rest }) => ({
        ...rest,
        ...told(...given),
        ...(taken ? { taken: { by: 'x', personId: 'x', atMs: 1 } } : {}),
        ...(latched ? { latched: true } : {}),
        ...(declined ? { declinedBy: [lindqvist.name] } : {}),
      }))
    void fc.assert(
      fc.property(
        fc.array(fc.array(anyAlarm, { maxLength: 4 }), { maxLength: 6 }),
        fc.constantFrom(undefined, lindqvist, berg, nurse),
        (given, me) => {
          const rooms = given.map((alarms, r) =>
            room(`${r}`, ...alarms.map((change, at) => alarm(`${r}.${at}`, change))),
          )
          const { yours, atTheChair } = alarmLists(rooms, me, duty)
          const all = rooms.flatMap(({ session }) => session?.alarms ?? []).map(({ alarmId }) => alarmId)
          expect([...ids(yours), ...ids(atTheChair)].sort()).toEqual(all.sort())
        },
      ),
      { numRuns: 200 },
    )
  })
})
