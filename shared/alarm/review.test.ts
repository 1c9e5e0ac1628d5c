// Owns histories that were found by reading the rules against the engine: each left the patient alone, or woke nobody.
import { expect, test } from 'vitest'
import { emptySession, foldSession } from '../fold/session-state.ts'
import type { RecordBody } from '../record/record.ts'
import {
  at,
  cuff,
  every1s,
  type Fact,
  hubGap,
  line,
  live,
  NURSE,
  opened,
  quarantine,
  type Run,
  since,
  spo2,
  vitals,
} from '../testing/given.ts'
import { soundingAt, soundRoomOfSession } from './silence/sounding.ts'

const COMMAND = '0123456789abcdef0123456789abcdef'
const fact = (seconds: number, body: unknown): Fact => ({ atMs: at(seconds), body: body as RecordBody })
const coverage = (seconds: number, more: object = {}): Fact =>
  fact(seconds, {
    kind: 'coverage',
    audible: ['chair', 'station'],
    unconfirmed: [],
    chair: 'painting',
    quiet: false,
    ...more,
  })
const came = (seconds: number, deviceId: string, signals: readonly string[]): Fact =>
  fact(seconds, {
    kind: 'device.attached',
    deviceId,
    deviceName: deviceId,
    deviceKind: 'monitor',
    signals,
    everyMs: {},
    takesCuffOrders: false,
    offsetMs: 0,
  })
const went = (seconds: number, deviceId: string, reason = 'left'): Fact =>
  fact(seconds, { kind: 'device.detached', deviceId, reason })
const each = (fromS: number, toS: number, make: (seconds: number) => Fact): Fact[] =>
  Array.from({ length: toS - fromS + 1 }, (_, index) => make(fromS + index))

test('[AL56] a monitor that is replaced by one without SpO₂ leaves a sensor without a value, not silence', () => {
  const run = live(
    [
      opened(0),
      coverage(0),
      came(1, 'A', ['spo2', 'pulseRate']),
      ...each(2, 60, (s) => vitals(s, { spo2: 97, pulseRate: 70 }, { deviceId: 'A' })),
      went(61, 'A'),
      came(62, 'B', ['heartRate']),
      ...each(63, 200, (s) => vitals(s, { heartRate: 70 }, { deviceId: 'B' })),
    ],
    200,
  )
  const spo2 = run.technical.filter(({ condition }) => condition === 'noValueSpo2')
  expect(spo2.map(line)).toEqual([
    'noValueSpo2 raised seen @73',
    'noValueSpo2 rose low @93',
    'noValueSpo2 rose medium @123',
  ])
  expect(run.technical.some(({ condition }) => condition === 'noLiveData')).toBe(false)
})

test('[AL56] it ends when the new monitor measures SpO₂ as well', () => {
  const run = live(
    [
      opened(0),
      coverage(0),
      came(1, 'A', ['spo2', 'pulseRate']),
      ...each(2, 60, (s) => vitals(s, { spo2: 97, pulseRate: 70 }, { deviceId: 'A' })),
      went(61, 'A'),
      came(62, 'B', ['heartRate', 'spo2', 'pulseRate']),
      ...each(63, 100, (s) => vitals(s, { heartRate: 70 }, { deviceId: 'B' })),
      ...each(101, 125, (s) => vitals(s, { heartRate: 70, spo2: 97, pulseRate: 70 }, { deviceId: 'B' })),
    ],
    125,
  )
  const last = run.technical.filter(({ condition }) => condition === 'noValueSpo2').at(-1)
  expect(last?.transition).toBe('ended')
})

test('[AL56] a monitor that came and was taken away before it said anything is no monitor', () => {
  const run = live([opened(0), coverage(0), came(1, 'A', ['spo2', 'pulseRate']), went(3, 'A')], 60)
  expect(run.technical.map(line)).toEqual(['noLiveData raised medium @16'])
})

const took = (seconds: number, alarmId: string): Fact =>
  fact(seconds, { kind: 'taken', by: NURSE, commandId: COMMAND, alarmId, event: 'taken' })
const calls = ({ decided }: Run, condition: string): string[] =>
  decided.flatMap((one) =>
    one.kind === 'escalation' && one.condition === condition ? [`${one.step} @${since(one.dueAtMs)}`] : [],
  )
const folded = ({ log }: Run) => log.reduce(foldSession, emptySession)

test('[AL86] who took 182 has not taken 204: the physician is called at once, and so on', () => {
  const run = live(
    [opened(0), coverage(0), cuff(10, 182, 100), took(20, `bpHigh@${at(10)}`), cuff(100, 204, 110)],
    230,
  )
  expect(calls(run, 'bpHigh')).toEqual(['physician @100', 'otherChairs @130', 'backup @160', 'allStaff @220'])
  expect(folded(run).alarms['bpHigh']?.taken).toBeUndefined()
})

test('[AL86] within one row what was taken stays taken', () => {
  const run = live(
    [
      opened(0),
      coverage(0),
      ...each(1, 15, (s) => vitals(s, { spo2: 84, pulseRate: 70 })),
      took(16, `spo2Low@${at(11)}`),
      ...each(17, 300, (s) => vitals(s, { spo2: 78, pulseRate: 70 })),
    ],
    300,
  )
  expect(run.transitions.at(-1)?.level).toBe('extremelyLow')
  expect(calls(run, 'spo2Low')).toEqual([])
  expect(folded(run).alarms['spo2Low']?.taken?.by).toBe(NURSE.name)
})

test('[AL84] reminders do not pile up while nothing is judged', () => {
  const run = live(
    [opened(0), coverage(0), cuff(10, 182, 100), quarantine(300, true), quarantine(3_900, false)],
    3_961,
  )
  expect(calls(run, 'bpHigh').filter((one) => one.startsWith('again'))).toEqual([
    'again @190',
    'again @250',
    'again @3900',
    'again @3960',
  ])
})

test('[AL78] a HIGH that goes to and fro unacknowledged is in sight once, not once each time', () => {
  const swing = (from: number): Fact[] => [
    ...each(from, from + 14, (s) => vitals(s, { spo2: 83, pulseRate: 70 })),
    ...each(from + 15, from + 29, (s) => vitals(s, { spo2: 98, pulseRate: 70 })),
  ]
  const run = live(
    [opened(0), ...Array.from({ length: 20 }, (_, index) => swing(1 + 30 * index)).flat()],
    601,
  )
  expect(run.transitions.filter(({ transition }) => transition === 'ended')).toHaveLength(20)
  const newest = run.transitions.findLast(({ transition }) => transition === 'ended')
  expect(Object.keys(folded(run).latched)).toEqual([newest?.alarmId])
})

const phase = (seconds: number, name: string): Fact =>
  fact(seconds, { kind: 'phase', by: NURSE, commandId: COMMAND, phase: name })

test('[AL39] a value from before an absence of the hub ends and lowers nothing when a limit is changed', () => {
  const changed = fact(401, {
    kind: 'limits',
    by: NURSE,
    commandId: COMMAND,
    reason: 'known lung disease',
    limits: [{ condition: 'spo2Low', level: 'low', quantity: 'spo2', value: 85, was: 90 }],
  })
  const run = live([opened(0), ...every1s(1, 40, spo2(86)), hubGap(41, 400), changed], 402)
  expect(run.transitions.map(line)).toEqual(['spo2Low raised low @16'])
})

test('[AL43] what sounds in a new phase says its number also where only the pulse rate is measured', () => {
  const values = each(1, 40, (s) => vitals(s, { pulseRate: 115, spo2: 97 }))
  const run = live([opened(0), phase(0, 'baseline'), ...values, phase(40.5, 'infusing')], 41)
  expect(run.transitions.at(-1)).toMatchObject({ transition: 'rose', values: { pulseRate: 115 } })
})

test('[AL62] no screen at the chair: 6 s after it last painted, not 6 s after the hub called it absent', () => {
  const gone = { audible: ['station'], chair: 'absent', chairSinceMs: at(100) }
  const noChair = (facts: Fact[]): string[] =>
    live(facts, 130)
      .technical.filter(({ condition }) => condition === 'noChairScreen')
      .map(line)
  expect(noChair([opened(0), coverage(0), coverage(106, gone)])).toEqual(['noChairScreen raised medium @106'])
  expect(noChair([opened(0), coverage(0), coverage(103, gone)])).toEqual(['noChairScreen raised medium @106'])
  // A session that opens where a screen was gone before has its own 6 s.
  expect(noChair([opened(110), coverage(110, gone)])).toEqual(['noChairScreen raised medium @116'])
})

test('[AL95] a MEDIUM that is worse than what was acknowledged sounds again and again, also after its one burst', () => {
  const acknowledges = fact(100, {
    kind: 'acknowledgement',
    by: NURSE,
    commandId: COMMAND,
    // The link is lost in a history without vitals: the alarm comes by that.
    alarmId: `bpHigh@${at(15)}`,
    level: 'high',
    values: { systolic: 162, diastolic: 90 },
  })
  const start = [opened(0), coverage(0), cuff(10, 162, 90), cuff(70, 162, 90), acknowledges]
  const burst = (facts: Fact[], untilS: number): string | undefined => {
    const room = soundRoomOfSession(folded(live(facts, untilS)))
    return soundingAt(room, { place: 'station', nowMs: at(untilS) }).find(
      ({ condition }) => condition === 'bpHigh',
    )?.burst
  }
  expect(burst(start, 701)).toBe('once')
  expect(burst([...start, cuff(800, 171, 90)], 801)).toBe('once')
  expect(burst([...start, cuff(800, 172, 90)], 801)).toBe('repeat')
})
