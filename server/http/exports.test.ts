// Proves what leaves the hub as a file: the log verbatim and checkable, the table as it was measured, and never half of either.
import { createHash } from 'node:crypto'
import { get } from 'node:http'
import { type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import { readExport } from '@chairside/shared/record/export-file.ts'
import type { LogRecord, RecordBody } from '@chairside/shared/record/record.ts'
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
  live,
  NURSE,
  opened,
  vitals,
} from '@chairside/shared/testing/given.ts'
import { describe, expect, it } from 'vitest'
import { textCell } from './export-csv.ts'
import { httpFixture, nurseCookie } from './http-fixture.ts'
import { keepSession } from './session-fixture.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const sessionOf = (facts: readonly Fact[], untilS: number): readonly LogRecord[] => live(facts, untilS).log
const fact = (seconds: number, body: RecordBody): Fact => ({ atMs: at(seconds), body })

const WHOLE = sessionOf(
  [
    opened(0),
    attached(1),
    ...every1s(2, 200, { heartRate: 72, spo2: 97 }),
    infusion(201, 'start', 52.5),
    cuff(230, 165, 95, 118),
    infusion(260, 'stop', 0),
    closed(300),
  ],
  300,
)

async function kept(records: readonly LogRecord[] = WHOLE, options?: Parameters<typeof keepSession>[2]) {
  const fixture = await httpFixture()
  const session = await keepSession(fixture, records, options)
  const cookie = await nurseCookie(fixture)
  const ask = (file: string) =>
    fixture.say(`/api/sessions/${session.row.sessionId}/export.${file}`, { cookie })
  return { fixture, cookie, ask, ...session }
}

describe('the log as a file', () => {
  it('[EX40] holds the log’s own lines after a header, and reads back whole and unchanged', async () => {
    const { fixture, ask, lines } = await kept()
    await using _ = fixture
    const said = await ask('ndjson')
    expect(said.status, said.text.slice(0, 200)).toBe(200)
    const [header = '', ...rest] = said.text.split('\n')
    expect(rest).toEqual([...lines, ''])
    const read = readExport(said.text, sha256)
    if (!read.ok) throw new Error(read.error.message)
    expect(read.value.problem).toBeUndefined()
    expect(read.value.verifiedThrough).toBe(lines.length)
    expect(JSON.parse(header)).toMatchObject({
      stream: 'session:s-1',
      build: 'test',
      records: lines.length,
      exportedAtMs: fixture.clock.nowMs(),
    })
    const segments = await fixture.log.segments(sessionStream('s-1' as SessionId))
    expect(read.value.header.segments).toEqual(segments.map(({ first, last, sha }) => ({ first, last, sha })))
  })

  it('[EX41] its name holds the patient code and the clinic’s time of the opening, nothing else', async () => {
    const { fixture, ask, row } = await kept()
    await using _ = fixture
    const said = await ask('ndjson')
    expect(said.headers['content-type']).toBe('application/x-ndjson; charset=utf-8')
    const name = new RegExp(`^attachment; filename="chairside-${row.patientCode}-(\\d{8}-\\d{4})\\.ndjson"$`)
    const [, stamp] = name.exec(said.headers['content-disposition'] ?? '') ?? []
    // T0 is 2024-11-21T12:00:00Z; the session says Europe/Stockholm.
    expect(stamp).toBe('20241121-1300')
    expect((await ask('csv')).headers['content-disposition']).toMatch(/-20241121-1300\.csv"$/)
    expect(said.headers['cache-control']).toBe('no-store')
  })

  it('[EX41] a recording without a date has none in its name', async () => {
    const { fixture, ask } = await kept(WHOLE, {
      row: { summary: { alarms: { low: 0, medium: 0, high: 0 }, dated: false } },
    })
    await using _ = fixture
    expect((await ask('csv')).headers['content-disposition']).toMatch(/-undated\.csv"$/)
  })

  it('[EX42] an open session is not exported, and what is still unsealed of a closed one is', async () => {
    const { fixture, ask } = await kept(sessionOf([opened(0), ...every1s(1, 70, { heartRate: 70 })], 70))
    await using _ = fixture
    for (const file of ['ndjson', 'csv']) {
      const said = await ask(file)
      expect(said.status).toBe(409)
      expect(said.body).toMatchObject({ error: { code: 'session-open' } })
    }
    const tail = await kept(WHOLE, { sealAll: false })
    await using __ = tail.fixture
    const read = readExport((await tail.ask('ndjson')).text, sha256)
    expect(read.ok && read.value.verifiedThrough).toBe(tail.lines.length)
  })

  it('[EX43] a damaged log is said in words, and nothing of it leaves', async () => {
    const { fixture, ask, lines } = await kept()
    await using _ = fixture
    fixture.log.tamper(sessionStream('s-1' as SessionId), 70, (lines[69] ?? '').replace('72', '27'))
    for (const file of ['ndjson', 'csv']) {
      const said = await ask(file)
      expect(said.status).toBe(422)
      expect(said.body).toMatchObject({ error: { code: 'recording-damaged' } })
      expect((said.body as { error: { message: string } }).error.message).toContain('nothing was exported')
    }
  })

  it('[EX43] a failure half-way breaks the connection: what came does not look whole', async () => {
    const { fixture, cookie } = await kept()
    await using _ = fixture
    const body = fixture.log.segmentBody.bind(fixture.log)
    let asked = 0
    fixture.log.segmentBody = (...args) => {
      asked += 1
      if (asked > 3) throw new Error('the disk went away')
      return body(...args)
    }
    const ended = await new Promise<string>((done) => {
      get(
        `${fixture.own}/api/sessions/s-1/export.ndjson`,
        { headers: { cookie }, agent: false },
        (answer) => {
          answer.on('data', () => undefined)
          answer.on('end', () => done('whole'))
          answer.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'broken'))
        },
      ).on('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'broken'))
    })
    expect(ended).toBe('ECONNRESET')
    expect(fixture.logged.join('')).toContain('a file broke off half-way')
    expect((await fixture.say('/healthz')).status, 'and the hub goes on').toBe(200)
  })

  it('[EX43] a reader that leaves stops the reading, and is no fault', async () => {
    const facts = [opened(0), ...every1s(1, 3_000, { heartRate: 70, spo2: 97, pulseRate: 71 }), closed(3_001)]
    const { fixture, cookie } = await kept(sessionOf(facts, 3_001))
    await using _ = fixture
    const body = fixture.log.segmentBody.bind(fixture.log)
    let asked = 0
    const left = Promise.withResolvers<void>()
    fixture.log.segmentBody = async (...args) => {
      asked += 1
      // The first is read for the name; the second is the file's first.
      if (asked === 3) await left.promise
      return body(...args)
    }
    await new Promise<void>((gone) => {
      const asking = get(
        `${fixture.own}/api/sessions/s-1/export.ndjson`,
        { headers: { cookie }, agent: false },
        (answer) => {
          answer.once('data', () => asking.destroy())
          answer.on('error', () => undefined)
        },
      )
      asking.on('error', () => undefined)
      asking.on('close', gone)
    })
    left.resolve()
    await expect.poll(() => fixture.logged.join('')).toContain('a reader left before the end of a file')
    expect(fixture.logged.join('')).not.toContain('broke off')
    const then = asked
    expect((await fixture.say('/healthz')).status).toBe(200)
    expect(asked, 'nothing more is read').toBe(then)
    expect(asked).toBeLessThan(10)
  })

  it('[EX40] HEAD asks for the headers only', async () => {
    const { fixture, cookie } = await kept()
    await using _ = fixture
    const said = await fixture.say('/api/sessions/s-1/export.csv', { method: 'HEAD', cookie })
    expect(said.status).toBe(200)
    expect(said.headers['content-disposition']).toContain('.csv')
    expect(said.text).toBe('')
  })
})

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
    const { rows } = await csvOfFacts([opened(0), cuff(60, 165, 90), closed(120)], 120)
    expect(rows.map((row) => row[9])).toContain('"!! BP high: SBP 165 ≥ 160"')
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
