// Proves the main job on real input: two recordings, played by the real player over real sockets into two rooms of a
// hub on a stepped clock with its log on disk; what is in the log and what a following screen folded is then compared
// with what was worked out from the files by hand (awk and clinical facts §4), never with the code under test.
import { POINT } from '@chairside/shared/fold/trends.ts'
import { sessionStream } from '@chairside/shared/ids.ts'
import type { RecordOf } from '@chairside/shared/record/record.ts'
import { MIMIC2_ALARMS, SUBJECT_2_ALARMS } from '@chairside/shared/testing/recorded-alarms.ts'
import type { SignalId } from '@chairside/shared/vitals.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFollower, type Follower, signInOverHttp } from './support/follower.ts'
import { haveRecordings } from './support/recordings.ts'
import { NURSE, PASSWORD, START_MS, steppedHub, type TestHub } from './support/test-hub.ts'
import {
  alarmsOf,
  loggedNone,
  loggedValues,
  of,
  type Played,
  playBoth,
  pointsOf,
  QUIET_S,
  seconds,
  sum,
  valuesOf,
} from './support/two-recordings.ts'
import { until } from './support/wait.ts'

/** No page is at the chair (6 s), and nobody can hear the room (10 s). Clinical facts §4 "Technical". */
const NOBODY = ['noChairScreen raised medium @6', 'noAudibleScreen raised medium @10']
/** A signal without a value: seen after 10 s, LOW after 30, MEDIUM after 60; over with the next value. */
const lost = (name: string, fromS: number, untilS: number | undefined): string[] => [
  `noValue${name} raised seen @${fromS + 10}`,
  `noValue${name} rose low @${fromS + 30}`,
  // A row a minute: what is due at the next row comes before it.
  `noValue${name} rose medium @${fromS + 60}`,
  ...(untilS === undefined ? [] : [`noValue${name} ended medium @${untilS}`]),
]

describe.skipIf(!haveRecordings)('two real recordings, whole', () => {
  let mimic2: Played
  let subject2: Played
  let follower: Follower
  let hub: TestHub

  beforeAll(async () => {
    const stepped = await steppedHub(['Room 1', 'Room 2'])
    hub = stepped
    const cookie = await signInOverHttp(hub.url, NURSE, PASSWORD)
    follower = await createFollower(hub.url, cookie)
    const both = await playBoth(stepped, follower, cookie)
    ;({ mimic2, subject2 } = both)
    for (const status of both.statuses)
      expect(status).toMatchObject({ link: 'linked', held: 0, refused: 0, lost: 0, connections: 1 })
  }, 110_000)

  afterAll(async () => {
    follower?.close()
    await hub?.[Symbol.asyncDispose]()
  })

  test('[EE1] a following screen holds exactly the lines on disk, and one that comes later reads the same', async () => {
    for (const { followed, lines, late } of [mimic2, subject2]) {
      expect(lines.length).toBeGreaterThan(90)
      expect(lines.map((line) => JSON.parse(line).seq)).toEqual(lines.map((_, at) => at + 1))
      expect(followed.lines).toEqual(lines)
      expect(late.lines).toEqual(lines)
      expect(late.state).toEqual(followed.state)
      expect(late.trends).toEqual(followed.trends)
      const stream = sessionStream(followed.state.opened?.sessionId as never)
      expect(await hub.verify(stream)).toMatchObject({ ok: true })
    }
    // All of it came while it was current, but the two values of the second row at 1057 s, which is not newer.
    expect(mimic2.followed.state.recoveredCount).toBe(0)
    expect(subject2.followed.state.recoveredCount).toBe(2)
    expect(follower.resumes).toEqual([])
    expect(subject2.records.length).toBeGreaterThan(2_300)
  })

  test('[EE2] mimic2: each zero is "unavailable" at its time and a gap in the trend, and no value is one', () => {
    const { followed, records } = mimic2
    // awk -F, 'NR>1 && $2+0==0 {print $1}', and so on for columns 3, 4 and 5.
    const ecgLost = Array.from({ length: 27 }, (_, at) => 2_700 + at * 60)
    const none: Record<SignalId, number[]> = {
      heartRate: [360, ...ecgLost],
      pulseRate: [0, 60, 3000, 3720, 3900, 3960, 4020, 4080],
      respirationRate: [360, 3720, 3780, 3900, 3960],
      spo2: [0, 60, 840, 3000, 3480, 3720, 3900, 3960, 4020, 4080, 4140],
    }
    // awk: 72 rows; sums of each column, to which the zeros add nothing.
    const sums: Record<SignalId, number> = {
      heartRate: 2931.9,
      pulseRate: 5218.7,
      respirationRate: 1485.3,
      spo2: 5503.4,
    }
    expect(of(records, 'vitals')).toHaveLength(72)
    for (const signal of Object.keys(none) as SignalId[]) {
      expect(loggedNone(records, signal), signal).toEqual(none[signal])
      expect(pointsOf(followed.trends, signal, POINT.unavailable), signal).toEqual(none[signal])
      // One row a minute is what the device declares: nothing between two rows is a hole.
      expect(pointsOf(followed.trends, signal, POINT.hole), signal).toEqual([])
      for (const values of [loggedValues(records, signal), valuesOf(followed.trends, signal)]) {
        expect(values).toHaveLength(72 - none[signal].length)
        expect(values).not.toContain(0)
        expect(sum(values)).toBe(sums[signal])
      }
    }
  })

  test('[EE2] subject 2: every row is a value, and the six holes are gaps from the moment the belief ended', () => {
    const { followed, records } = subject2
    // awk: 2,297 rows; sums of the hr and spo2 columns.
    expect(of(records, 'vitals')).toHaveLength(2_297)
    for (const [signal, total] of [
      ['pulseRate', 216_827],
      ['spo2', 222_642],
    ] as const) {
      expect(loggedNone(records, signal)).toEqual([])
      expect(loggedValues(records, signal)).toHaveLength(2_297)
      expect(sum(loggedValues(records, signal))).toBe(total)
      expect(sum(valuesOf(followed.trends, signal))).toBe(total)
      // Rows stop at 300, 652, 997, 1412, 1742 and 2125 s, each for more than 10 s; a value is believed for 10 s.
      expect(pointsOf(followed.trends, signal, POINT.hole)).toEqual([310, 662, 1007, 1422, 1752, 2135])
    }
    // Its column "hr" is an oximeter's: nothing in it is an ECG's heart rate.
    expect(loggedValues(records, 'heartRate')).toEqual([])
    expect(followed.trends.signals.heartRate.atMs).toEqual([])
  })

  test('[EE3] each cuff reading of mimic2 appears exactly once, at its own time, and subject 2 has none', () => {
    const { followed, records } = mimic2
    // awk -F, 'NR>1 && ($6+0||$7+0||$8+0)': t_s, systolic, diastolic, mean.
    const readings: readonly (readonly [number, number | undefined, number | undefined, number])[] = [
      [120, 87, 46, 62],
      [180, 92, 49, 65],
      [300, undefined, undefined, 94],
      [360, 86, 22, 44],
      [420, 74, 10, 31],
      [1020, 89, 63, 75],
      [1260, 63, 41, 52],
      [1320, 94, 80, 89],
      [1440, 147, 118, 131],
      [1920, 66, 20, 38],
      [1980, 45, 18, 30],
      [2100, 151, 127, 139],
      [2340, 88, 37, 56],
      [2880, 92, 59, 73],
      [2940, 140, 111, 124],
      [3060, 77, 37, 53],
      [3120, 160, 73, 93],
      [3300, 40, 18, 29],
      [3420, 96, 64, 76],
      [3540, undefined, undefined, 73],
      [3660, undefined, undefined, 31],
    ]
    expect(
      of(records, 'bloodPressure').map(({ measuredAtMs, result }) =>
        result.status === 'measured'
          ? [seconds(measuredAtMs), result.systolic, result.diastolic, result.mean]
          : result,
      ),
    ).toEqual(readings)
    expect(
      followed.trends.cuff.map(({ atMs, is, systolic, diastolic, mean, recovered }) => [
        [seconds(atMs), systolic, diastolic, mean],
        is,
        recovered,
      ]),
    ).toEqual(readings.map((reading) => [reading, 'measured', false]))
    expect(followed.state.cuff.last?.measuredAtMs).toBe(START_MS + 3_660_000)

    expect(of(subject2.records, 'bloodPressure')).toEqual([])
    expect(subject2.followed.trends.cuff).toEqual([])
  })

  test('[EE4] mimic2: exactly the alarms that the file holds are raised, and no others', () => {
    expect(alarmsOf(mimic2.records, true)).toEqual(MIMIC2_ALARMS)
  })

  test('[EE4] mimic2: what was missing is alarmed, and nothing else that is technical', () => {
    const technical = alarmsOf(mimic2.records, false)
    const expected = [
      ...NOBODY,
      // The zeros of each column, by stretches; see EE2.
      ...lost('PulseRate', 0, 120),
      ...lost('PulseRate', 3000, 3060),
      ...lost('PulseRate', 3720, 3780),
      ...lost('PulseRate', 3900, 4140),
      ...lost('Spo2', 0, 120),
      ...lost('Spo2', 840, 900),
      ...lost('Spo2', 3000, 3060),
      ...lost('Spo2', 3480, 3540),
      ...lost('Spo2', 3720, 3780),
      ...lost('Spo2', 3900, 4200),
      ...lost('HeartRate', 360, 420),
      ...lost('HeartRate', 2700, undefined),
      ...lost('RespirationRate', 360, 420),
      ...lost('RespirationRate', 3720, 3840),
      ...lost('RespirationRate', 3900, 4020),
      // The grid begins with the first reading, at 120, every 300 s, every 150 while a pressure alarms. Overdue 1.5 intervals
      // after the newest reading (HIGH: MEDIUM at once), and not within a minute of the point: 420 + 225, the point is 570.
      'cuffOverdue raised medium @645',
      'cuffOverdue ended medium @1020',
      // 1020 + 225, the point is 1170.
      'cuffOverdue raised low @1245',
      'cuffOverdue ended low @1260',
      // The point is 1620, and a minute.
      'cuffOverdue raised medium @1680',
      'cuffOverdue ended medium @1920',
      // 2100 + 225, the point is 2220.
      'cuffOverdue raised medium @2325',
      'cuffOverdue ended medium @2340',
      // BP low from 2460: the point is 2520, and a minute; two intervals are 2340 + 300.
      'cuffOverdue raised low @2580',
      'cuffOverdue rose medium @2640',
      'cuffOverdue ended medium @2880',
      // BP low from 3780: the point is 3870, and a minute; 3660 + 300.
      'cuffOverdue raised low @3930',
      'cuffOverdue rose medium @3960',
      // 2.5 of its intervals after the last row.
      'noLiveData raised medium @4410',
    ]
    expect(technical.toSorted()).toEqual(expected.toSorted())
    const at = (words: string): number => Number(words.split('@')[1])
    expect(technical.map(at)).toEqual(technical.map(at).toSorted((a, b) => a - b))
  })

  test('[EE4] subject 2: exactly the alarms that the file holds are raised, and no others', () => {
    expect(alarmsOf(subject2.records, true)).toEqual(SUBJECT_2_ALARMS)
    expect(alarmsOf(subject2.records, false)).toEqual([
      ...NOBODY,
      // awk: rows stop at these seconds and go on at those; 15 s is due before a row of the same second. The file ends at 2466.
      ...[
        [300, 325],
        [652, 697],
        [997, 1017],
        [1412, 1442],
        [1742, 1757],
        [2125, 2167],
      ].flatMap(([fromS = 0, untilS]) => [
        `noLiveData raised medium @${fromS + 15}`,
        `noLiveData ended medium @${untilS}`,
      ]),
      'noLiveData raised medium @2481',
    ])
  })

  test('[EE4] silence afterwards changes nothing of the patient; closing the session ends what is open, and says so', async () => {
    const { alarms } = mimic2.followed.state
    // The ECG never came back, and the newest cuff reading was 1200 s before the silence.
    expect(Object.keys(alarms).toSorted()).toEqual(
      'bpLow cuffOverdue noAudibleScreen noChairScreen noLiveData noValueHeartRate spo2Low'.split(' '),
    )
    expect(Object.keys(subject2.followed.state.alarms).toSorted()).toEqual(
      'noAudibleScreen noChairScreen noLiveData'.split(' '),
    )
    const { opened, head } = mimic2.followed.state
    const closed = await follower.command(
      { type: 'session.close', sessionId: opened?.sessionId as never },
      head,
    )
    expect(closed).toMatchObject({ ok: true })
    const open = Object.values(alarms).map(({ alarm }) => alarm.alarmId)
    await until(
      'the closing is on the screen',
      () => mimic2.followed.records.length >= head + 1 + open.length,
      5_000,
    )
    const [record, ...others] = mimic2.followed.records.slice(head) as [
      RecordOf<'session.closed'>,
      ...RecordOf<'alarm'>[],
    ]
    expect(record).toMatchObject({ kind: 'session.closed', by: { name: NURSE } })
    expect(record.openAlarms.toSorted()).toEqual(open.toSorted())
    expect(others.map(({ alarmId }) => alarmId).toSorted()).toEqual(open.toSorted())
    for (const alarm of others)
      expect(alarm).toMatchObject({ kind: 'alarm', transition: 'ended', endedBy: 'sessionClosed' })
    expect(mimic2.followed.state.alarms).toEqual({})
    expect(seconds(record.hubAtMs)).toBe(4_260 + QUIET_S)
  })
})
