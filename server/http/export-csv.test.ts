// Proves a session as a table: each measurement once at its time, nothing said and no value kept apart, no cell a formula.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { parseRecordedCsv } from '@chairside/shared/record/recorded-csv.ts'
import {
  at,
  attached,
  closed,
  cuff,
  cuffFailed,
  every1s,
  type Fact,
  infusion,
  NURSE,
  opened,
  vitals,
} from '@chairside/shared/testing/given.ts'
import { describe, expect, it } from 'vitest'
import { textCell } from './export-csv.ts'
import { kept, sessionOf } from './session-fixture.ts'

const fact = (seconds: number, body: RecordBody): Fact => ({ atMs: at(seconds), body })

describe('the table', () => {
  const table = (text: string): { head: string[]; rows: string[][] } => {
    const lines = text.split('\n')
    expect(lines.pop()).toBe('')
    const head = lines.filter((line) => line.startsWith('# '))
    const [names, ...rows] = lines.slice(head.length)
    expect(names).toBe('t_s,hr,pr,spo2,rr,nibp_sys,nibp_dia,nibp_mean,rate_ml_h,event')
    // Only the last cell may hold a comma, and it is quoted.
    const split = (row: string) => {
      const cells = row.split(',')
      return [...cells.slice(0, 9), cells.slice(9).join(',')]
    }
    return { head, rows: rows.map(split) }
  }
  const csvOfFacts = async (facts: readonly Fact[], untilS: number) => {
    const { fixture, ask } = await kept(sessionOf(facts, untilS), { sealEvery: 4 })
    await using _ = fixture
    const said = await ask('csv')
    expect(said.status, said.text).toBe(200)
    expect(said.headers['content-type']).toContain('text/csv')
    return table(said.text)
  }

  it('[EX44] every measurement is one row at its time from the opening; a cuff value stands once', async () => {
    const { rows } = await csvOfFacts(
      [
        opened(0),
        vitals(1, { heartRate: 72, pulseRate: 71, spo2: 97, respirationRate: 12 }),
        vitals(2.5, { heartRate: 73 }, { measuredAtS: 2.25 }),
        cuff(3, 120, 80, 95),
        vitals(4, { heartRate: 74 }),
        cuff(5, undefined, undefined, 93),
        infusion(6, 'start', 52.5),
        vitals(7, { heartRate: 75 }),
        closed(9),
      ],
      9,
    )
    expect(rows.filter((row) => row[9] === '')).toEqual([
      ['1.000', '72', '71', '97', '12', '', '', '', '', ''],
      ['2.250', '73', '', '', '', '', '', '', '', ''],
      ['3.000', '', '', '', '', '120', '80', '95', '', ''],
      ['4.000', '74', '', '', '', '', '', '', '', ''],
      ['7.000', '75', '', '', '', '', '', '', '', ''],
    ])
    expect(rows.filter((row) => row[9] !== '')).toEqual([
      ['0.000', '', '', '', '', '', '', '', '', '"Session opened by R. Osei"'],
      ['5.000', '', '', '', '', '', '', '93', '', '"Cuff gave a mean only (93), not judged"'],
      ['6.000', '', '', '', '', '', '', '', '52.5', '"Pump started at 52.5 mL/h · R. Osei"'],
      ['9.000', '', '', '', '', '', '', '', '', '"Session closed by R. Osei"'],
    ])
  })

  it('[EX51] our own reader of recordings reads it back: the same measurements at the same times', async () => {
    const { fixture, ask } = await kept(
      sessionOf(
        [
          opened(0),
          attached(1),
          ...every1s(2, 60, { heartRate: 72, pulseRate: 71, spo2: 97 }),
          vitals(61, { heartRate: 'sensorOff', spo2: 96 }),
          cuff(62, 165, 95, 118),
          infusion(63, 'start', 52.5),
          ...every1s(64, 90, { heartRate: 75, spo2: 96 }),
          cuffFailed(91),
          // Its event holds a comma.
          cuff(91.5, undefined, undefined, 93),
          vitals(92, { spo2: 95 }, { measuredAtS: 62.5, recovered: ['spo2'] }),
          closed(95),
        ],
        95,
      ),
    )
    await using _ = fixture
    const read = parseRecordedCsv((await ask('csv')).text)
    if (!read.ok) throw new Error(read.error.message)
    const { layout, events } = read.value
    expect(layout).toBe('chairside')
    const first = events[0]?.atMs ?? 0
    const at2 = events.map((event) => [Math.round(event.atMs - first) / 1_000 + 2, event.kind])
    expect(at2).toHaveLength(59 + 1 + 1 + 27 + 1 + 1 + 1)
    expect(events[0]).toMatchObject({
      kind: 'vitals',
      readings: {
        heartRate: { status: 'measured', value: 72 },
        pulseRate: { status: 'measured', value: 71 },
        spo2: { status: 'measured', value: 97 },
      },
    })
    const cuffs = events.filter((event) => event.kind === 'bloodPressure')
    expect(cuffs.map((event) => event.result)).toEqual([
      { status: 'measured', systolic: 165, diastolic: 95, mean: 118 },
      { status: 'unavailable', reason: 'noReading' },
      { status: 'measured', mean: 93 },
    ])
    const off = events[59]
    expect(off?.kind === 'vitals' && off.readings).toEqual({
      heartRate: { status: 'unavailable', reason: 'noReading' },
      spo2: { status: 'measured', value: 96 },
    })
    expect(at2.map(([atS]) => atS)).toContain(62.5)
  })

  it('[EX45] no value is the word unavailable, nothing said is empty', async () => {
    const { rows } = await csvOfFacts(
      [opened(0), vitals(1, { heartRate: 'sensorOff', spo2: 97 }), cuffFailed(2), closed(3)],
      3,
    )
    expect(rows[1]).toEqual(['1.000', 'unavailable', '', '97', '', '', '', '', '', ''])
    expect(rows[2]).toEqual([
      '2.000',
      '',
      '',
      '',
      '',
      'unavailable',
      'unavailable',
      'unavailable',
      '',
      '"Cuff failed: no reading"',
    ])
  })

  it('[EX46] what came late stands at the time it was measured, and says so', async () => {
    const { rows } = await csvOfFacts(
      [
        opened(0),
        vitals(1, { heartRate: 70, spo2: 97 }),
        vitals(100, { heartRate: 80, spo2: 97 }),
        vitals(101, { heartRate: 71 }, { measuredAtS: 2, recovered: ['heartRate'] }),
        vitals(102, { heartRate: 72, spo2: 96 }, { measuredAtS: 3, recovered: ['heartRate', 'spo2'] }),
        vitals(103, { heartRate: 82, spo2: 95 }, { measuredAtS: 50, recovered: ['spo2'] }),
        cuff(104, 120, 80, 95, { recovered: true }),
        vitals(105, { heartRate: 83 }),
        vitals(106, { heartRate: 60 }, { measuredAtS: -0.5, recovered: ['heartRate'] }),
        closed(110),
      ],
      110,
    )
    const times = rows.map((row) => Number(row[0]))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(rows.map((row) => `${row[0]} ${row[1]} ${row[9]}`).filter((row) => /recovered/.test(row))).toEqual(
      [
        '-0.500 60 "recovered"',
        '2.000 71 "recovered"',
        '3.000 72 "recovered"',
        '50.000 82 "recovered: spo2"',
        '104.000  "recovered"',
      ],
    )
    expect(rows.map((row) => row[1])).toContain('80')
  })

  it('[EX46] late rows of a whole outage are each there once, whatever the pieces', async () => {
    const backlog = Array.from({ length: 300 }, (_, index) =>
      vitals(
        400 + index / 100,
        { heartRate: 60 + (index % 7) },
        { measuredAtS: 50 + index, recovered: ['heartRate'] },
      ),
    )
    const facts = [
      opened(0),
      ...every1s(1, 49, { heartRate: 90 }),
      ...backlog,
      vitals(405, { heartRate: 91 }),
      closed(406),
    ]
    const { rows } = await csvOfFacts(facts, 406)
    const measured = rows.filter((row) => row[1] !== '')
    expect(measured).toHaveLength(350)
    expect(measured.map((row) => Number(row[0]))).toEqual([
      ...Array.from({ length: 349 }, (_, index) => index + 1),
      405,
    ])
    expect(measured.filter((row) => row[9] === '"recovered"')).toHaveLength(300)
  })

  it('[EX47] an alarm stands at the time it was due, as it was recorded', async () => {
    const { rows } = await csvOfFacts([opened(0), cuff(60, 185, 90), closed(120)], 120)
    expect(rows.map((row) => row[9])).toContain('"!!! BP very high: SBP 185 ≥ 180"')
  })

  it('[EX48] says what it is, where it comes from and what its times and units mean', async () => {
    const { head } = await csvOfFacts([opened(0), infusion(61.2, 'start', 30), closed(100)], 100)
    const words = head.join('\n')
    for (const part of [
      'not a medical device',
      '# Session: s-1',
      '# Zone of the clinic: Europe/Stockholm',
      '# Alarm profile: ',
      '# Numbers from: ',
      't_s 0.000 = 2024-11-21T12:00:00.000Z',
      'T+00:00 the first start of the pump: t_s 61.200 = 2024-11-21T12:01:01.200Z',
      '# Units: ',
      'Amendments stand as rows of their own and change no row before them',
      '# Exported ',
    ])
      expect(words).toContain(part)
    const never = await csvOfFacts([opened(0), closed(100)], 100)
    expect(never.head.join('\n')).toContain('T+00:00: the pump was never started')
  })

  it('[EX48] an imported recording says from which file; one without a date gives no clock time', async () => {
    const imported = (dated: boolean) =>
      fact(400, {
        kind: 'session.imported',
        by: NURSE,
        file: { name: 'a,"b"=c.csv', bytes: 10, sha256: 'ab'.repeat(32), format: 'csv' },
        dated,
      })
    const dated = await csvOfFacts([opened(0), closed(100), imported(true)], 400)
    expect(dated.head.join('\n')).toContain(
      '# Imported from the file a b =c.csv on 2024-11-21T12:06:40.000Z by R. Osei',
    )
    expect(dated.rows, 'not an event of the session').toHaveLength(2)
    const undated = await csvOfFacts(
      [opened(0), infusion(10, 'start', 30), closed(100), imported(false)],
      400,
    )
    const words = undated.head.join('\n')
    expect(words).toContain('no clock time is known')
    expect(words).not.toContain('t_s 0.000 =')
    expect(words).toContain('t_s 10.000\n')
  })

  it.each([
    ['=1+2', `"'=1+2"`],
    ['+1', `"'+1"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['a;=cmd|x', `"a;'=cmd|x"`],
    ['a, @b', `"a, '@b"`],
    ['say "=x"', `"say ""'=x"""`],
    ['\t=1', `"'=1"`],
    ['two\r\nlines', '"two lines"'],
    ['Pump rate 52.5 → 30 mL/h', '"Pump rate 52.5 → 30 mL/h"'],
    ['its clock changed by −0:06', '"its clock changed by −0:06"'],
    ['', ''],
  ])('[EX49] no text is taken for a formula: %j', (text, cell) => {
    expect(textCell(text)).toBe(cell)
  })

  it('[EX49] names that people typed cannot begin a row, a cell or a formula', async () => {
    const evil = '=HYPERLINK("http://x","y")\n12.000,999'
    const records = sessionOf([opened(0), attached(1), closed(10)], 10).map((record) =>
      record.kind === 'device.attached'
        ? { ...record, deviceName: evil }
        : record.kind === 'session.opened'
          ? { ...record, roomName: evil }
          : record,
    )
    const { fixture, ask } = await kept(records)
    await using _ = fixture
    const { head, rows } = table((await ask('csv')).text)
    expect(head.every((line) => line.startsWith('# '))).toBe(true)
    expect(rows).toHaveLength(3)
    expect(rows.map((row) => row[1])).toEqual(['', '', ''])
    expect(rows[1]?.[9]).toMatch(/^"'=HYPERLINK/)
  })

  it('[EX50] while a long one is written the hub’s other answers do not wait', async () => {
    const facts = [opened(0), ...every1s(1, 7_200, { heartRate: 70, spo2: 97, pulseRate: 71 }), closed(7_201)]
    const { fixture, ask } = await kept(sessionOf(facts, 7_201))
    await using _ = fixture
    let turns = 0
    let going = true
    const turn = () => {
      turns += 1
      if (going) setImmediate(turn)
    }
    setImmediate(turn)
    const said = await ask('csv')
    going = false
    expect(said.text.split('\n').length).toBeGreaterThan(7_200)
    expect(turns, 'the hub had a turn between any two segments, both times').toBeGreaterThan(240)
  })
})
