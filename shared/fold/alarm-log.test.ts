// The alarm log: a row for every fact about an alarm, a transition's row with what came of it, and the same as CSV.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LogRecord, RecordBody } from '../record/record.ts'
import {
  acknowledges,
  comes,
  covered,
  livesThrough,
  pausesAudio,
  presses,
  type Step,
  takes,
} from '../testing/clinic.ts'
import { clinicDay } from '../testing/clinic-histories.ts'
import { at, attached, cuff, every1s, type Fact, opened, RULES, since } from '../testing/given.ts'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { type AlarmLog, alarmRows, emptyAlarmLog, foldAlarmLog } from './alarm-log.ts'
import { ALARM_LOG_COLUMNS, alarmLogCsv } from './alarm-log-csv.ts'
import { LOGGED_KINDS } from './alarm-log-words.ts'

const START: Step[] = [opened(0), attached(0), covered(0)]
const PATIENT_ONLY = { ...RULES, technical: [] }
const logOf = (records: readonly LogRecord[], from: AlarmLog = emptyAlarmLog): AlarmLog =>
  records.reduce(foldAlarmLog, from)
const lived = (steps: (Step | readonly Step[])[], untilS: number) =>
  alarmRows(logOf(livesThrough([...START, ...steps], untilS, { rules: PATIENT_ONLY }).log))
const hr = (fromS: number, toS: number, heartRate: number) => every1s(fromS, toS, { heartRate })
const fact = (seconds: number, body: RecordBody): Fact => ({ atMs: at(seconds), body })

describe('the alarm log', () => {
  test('[FO60] a transition: when it was due, decided, first beyond; its values and its limit; where it could be heard', () => {
    const [, raised] = lived([hr(0, 12, 135)], 20)
    expect(raised).toMatchObject({
      event: 'raised',
      condition: 'hrHigh',
      level: 'veryHigh',
      priority: 'high',
      atMs: at(10),
      dueAtMs: at(10),
      decidedAtMs: at(10),
      breachAtMs: at(0),
      values: { heartRate: 135 },
      limit: { quantity: 'heartRate', op: '>', value: 130 },
      signalled: { atMs: at(10), audible: ['chair', 'station'], quiet: false },
      text: '!!! HR very high: HR 135 > 130',
    })
  })
  test('[FO60] what came of it stands in its row: who acknowledged, came, took it; when it was on a glass; when it was left', () => {
    const shown = fact(74, {
      kind: 'delivery',
      alarmId: `hrHigh@${at(10)}`,
      step: 'physician',
      event: 'shown',
      role: 'physician',
      personId: 'p-doc',
      personName: 'Dr Lindqvist',
      screenName: 'Office',
    } as RecordBody)
    const rows = lived(
      [
        hr(0, 100, 135),
        comes(30, 'hrHigh'),
        shown,
        takes(80, 'hrHigh'),
        acknowledges(90, 'hrHigh'),
        hr(101, 120, 72),
      ],
      130,
    )
    const raised = rows.find(({ event }) => event === 'raised')
    expect(raised).toMatchObject({
      comingBy: 'R. Osei',
      comingAtMs: at(30),
      shownAtMs: at(74),
      takenBy: 'Dr Lindqvist',
      takenAtMs: at(80),
      acknowledgedBy: 'R. Osei',
      acknowledgedAtMs: at(90),
      leftAtMs: at(111),
    })
    const said = rows.map(({ event, text, atMs }) => `${since(atMs)} ${event}: ${text}`)
    expect(said).toContain('30 coming: HR very high: R. Osei is coming')
    expect(said).toContain('40 escalated: HR very high: other chairs show it')
    expect(said).toContain('74 shown: HR: on the screen of Dr Lindqvist (Office)')
    expect(said).toContain('80 taken: HR taken by Dr Lindqvist')
    expect(said).toContain('90 acknowledged: HR very high acknowledged by R. Osei')
    expect(said).toContain('111 silenceEnded: Acknowledgement of HR ended: the alarm ended')
  })
  test('[FO60] a later level has its own; the first of each is kept', () => {
    const rows = lived(
      [
        hr(0, 20, 125),
        acknowledges(20, 'hrHigh'),
        hr(21, 60, 135),
        acknowledges(40, 'hrHigh'),
        acknowledges(50, 'hrHigh'),
      ],
      60,
    )
    expect(
      rows.filter(({ dueAtMs, event }) => dueAtMs !== undefined && /raised|rose/.test(event)),
    ).toMatchObject([
      { event: 'raised', acknowledgedAtMs: at(20), leftAtMs: at(31) },
      { event: 'rose', acknowledgedAtMs: at(40) },
    ])
  })
  test('[FO61] acts on the room, repeats, unsigned ones', () => {
    const rows = lived(
      [cuff(5, 164, 92), cuff(20, 150, 88), hr(0, 60, 118), pausesAudio(30), presses(40)],
      60,
    )
    expect(rows.map(({ event, text }) => `${event}: ${text}`)).toEqual(
      expect.arrayContaining([
        'repeatDue: BP high (SBP 164): repeat due',
        'repeatOver: BP high (SBP 150): dropped: the repeat was below the limit',
        'audioPaused: Audio paused for 2:00 · unsigned',
        'help: HELP · unsigned',
      ]),
    )
  })
  test('[FO62] a session without screens says nothing of who could hear', () => {
    const day = livesThrough([opened(0), attached(0), hr(0, 20, 135)], 20, { rules: PATIENT_ONLY })
    expect(alarmRows(logOf(day.log)).find(({ event }) => event === 'raised')).not.toHaveProperty('signalled')
  })
  test('[FO63] as CSV: every row, every column; no cell is a formula', () => {
    const rows = lived([hr(0, 20, 135), acknowledges(15, 'hrHigh')], 20)
    const evil = { ...(rows[0] as (typeof rows)[0]), by: '=HYPERLINK("x")', text: 'a "b", c\nd' }
    const lines = alarmLogCsv([...rows, evil]).split('\r\n')
    expect(lines[0]).toMatch(/^seq,event,at_ms,decided_ms,alarm_id,condition,level,priority/)
    expect(lines).toHaveLength(rows.length + 3)
    // Counted in lines without a quoted comma.
    for (const line of lines.slice(0, rows.length + 1).filter((one) => !one.includes('"')))
      expect(line.split(',')).toHaveLength(ALARM_LOG_COLUMNS.length)
    const last = alarmLogCsv([evil])
    expect(last).toContain('"\'=HYPERLINK(""x"")"')
    expect(last).toContain('"a ""b"", c\nd"')
  })
})

describe('a log of days', () => {
  const { log } = livesThrough([...START, hr(0, 12, 135), acknowledges(15, 'hrHigh')].flat(), 20, {
    rules: PATIENT_ONLY,
  })
  const isAnswer = ({ kind }: LogRecord): boolean => kind === 'acknowledgement'
  const heard = log.find(({ kind }) => kind === 'coverage') as LogRecord
  /** Who could hear, said again and again between the alarm and its answer. */
  const long = [
    ...log.filter((record) => !isAnswer(record)),
    ...Array.from({ length: 2_000 }, () => heard),
    ...log.filter(isAnswer),
  ]

  test('[FO60] an answer thousands of rows later stands in the row of its alarm', () => {
    const rows = alarmRows(logOf(long))
    expect(rows).toHaveLength(alarmRows(logOf(log)).length + 2_000)
    expect(rows.find(({ event }) => event === 'raised')).toMatchObject({ acknowledgedAtMs: at(15) })
  })
  test('[FO60] one row more copies the last page alone, and asking twice copies nothing', () => {
    const before = logOf(long)
    const after = foldAlarmLog(before, heard)
    expect(before.pages.length).toBeGreaterThan(7)
    expect(after.pages.filter((page, index) => page !== before.pages[index])).toHaveLength(1)
    expect(alarmRows(after)).toBe(alarmRows(after))
  })
})

describe('any day', { timeout }, () => {
  test('[FO60] [FO61] one row for every fact about an alarm, in order; cut anywhere, and kept as JSON, it is the same', () => {
    const kinds: ReadonlySet<string> = new Set(LOGGED_KINDS)
    holds(
      fc.property(clinicDay, fc.nat(), ({ steps, endS }, cut) => {
        const { log } = livesThrough(steps, endS)
        const whole = logOf(log)
        const logged = log.filter(({ kind }) => kinds.has(kind))
        expect(alarmRows(whole).map(({ seq }) => seq)).toEqual(logged.map(({ seq }) => seq))
        expect(
          alarmRows(whole)
            .map(({ text }) => text)
            .filter((text) => /undefined|NaN|^$/.test(text)),
        ).toEqual([])
        const index = cut % log.length
        const first = JSON.parse(JSON.stringify(logOf(log.slice(0, index)))) as AlarmLog
        expect(JSON.stringify(logOf(log.slice(index), first))).toBe(JSON.stringify(whole))
      }),
      16,
    )
  })
})
