// Proves what the player, the import and the alarms tool read from a CSV: on small texts, and on the real recordings.
// The expected counts of the real files were worked out with awk, not with this parser.
import { describe, expect, it } from 'vitest'
import { declaredBy, parseRecordedCsv, type RecordedFile } from './recorded-csv.ts'

const parsed = (text: string, map?: string): RecordedFile => {
  const result = parseRecordedCsv(text, map)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
const refused = (text: string, map?: string): { message: string; field: string | undefined } => {
  const result = parseRecordedCsv(text, map)
  if (result.ok) throw new Error('was accepted')
  expect(result.error.code).toBe('malformed')
  return { message: result.error.message, field: result.error.field }
}
const cuffs = (file: RecordedFile) => file.events.filter((event) => event.kind === 'bloodPressure')
const cuff = (rows: string) => cuffs(parsed(`t_s,sys,dia,mean\n${rows}`))

describe('layouts', () => {
  it('[PL1] the Nonin file calls its pulse rate hr: it is read as pulse rate, never as heart rate', () => {
    const file = parsed('t_s,hr,spo2,phase\n0,90,98,Relax_1\n1,91,98,Relax_1\n2,91,97,Stress\n')
    expect(file.layout).toBe('noneeg_1hz')
    expect(file.signals).toEqual(['pulseRate', 'spo2'])
    expect(file.everyMs).toEqual({ pulseRate: 1_000, spo2: 1_000 })
    expect(file.phases).toEqual([
      { atMs: 0, name: 'Relax_1' },
      { atMs: 2_000, name: 'Stress' },
    ])
    expect(file.events[0]).toEqual({
      kind: 'vitals',
      atMs: 0,
      line: 2,
      readings: { pulseRate: { status: 'measured', value: 90 }, spo2: { status: 'measured', value: 98 } },
    })
  })

  it('[PL1] bidmc, with spaces after its commas, a "-0" and a byte-order mark; CRLF is a line end', () => {
    const file = parsed('\uFEFFTime [s], HR, PULSE, RESP, SpO2\r\n-0,81,80,25,84\r\n1,NaN,80,25,84\r\n')
    expect(file.layout).toBe('bidmc')
    expect(file.signals).toEqual(['heartRate', 'pulseRate', 'spo2', 'respirationRate'])
    expect(file.events.map((event) => event.atMs)).toEqual([0, 1_000])
    expect(Object.is(file.events[0]?.atMs, -0)).toBe(false)
  })

  it('[PL1] a header that is not known is refused with the known ones and the map to give', () => {
    const { message, field } = refused('time,pulse\n0,60\n')
    expect(field).toBe('line 1')
    expect(message).toContain('"time", "pulse"')
    expect(message).toContain('t_s,hr,spo2,phase')
    expect(message).toContain('map')
  })

  it('[PL2] a map names the columns of any other file, and says which it left out', () => {
    const file = parsed(
      'sec;puls;sat;x\n10;60;97;1\n12;61;97;1\n14;61;97;1\n',
      'sec=time,puls=heartRate, SAT=spo2',
    )
    expect(file.layout).toBe('map')
    expect(file.signals).toEqual(['heartRate', 'spo2'])
    expect(file.everyMs.heartRate).toBe(2_000)
    expect(file.events.map((event) => event.atMs)).toEqual([0, 2_000, 4_000])
    expect(file.notes).toEqual([{ kind: 'unusedColumn', line: 1, text: 'column "x" is not used' }])
  })

  it.each([
    ['hr=heartRate', 'no column for time'],
    ['t_s=time', 'no signal'],
    ['t_s=time,phase=phase', 'no signal'],
    ['t_s=time,hr=pulse', '"pulse" is not a signal'],
    ['t_s=time,bpm=heartRate', '"bpm" is not a column'],
    ['t_s=time,hr=heartRate,spo2=heartRate', 'named twice'],
    ['t_s=time,hr', 'not a pair'],
    ['t_s=time,T_S=heartRate', '"T_S" is named twice'],
    ['t_s=time,hr=spo2,hr=pulseRate', '"hr" is named twice'],
  ])('[PL2] the map "%s" is refused: %s', (map, words) => {
    const { message, field } = refused('t_s,hr,spo2,phase\n0,90,98,x\n', map)
    expect(field).toBe('map')
    expect(message).toContain(words)
  })

  it('[PL2] a map cannot mean one of two columns of the same name', () => {
    const { message } = refused('t,hr,HR,x,x\n0,90,98,1,2\n', 't=time,hr=heartRate')
    expect(message).toContain('two columns of this file are called "hr"')
    expect(parsed('t,hr,x,x\n0,90,1,2\n', 't=time,hr=heartRate').rows).toBe(1)
  })
})

describe('values', () => {
  it.each(['0', '0.0', '', 'NaN', 'nan', '-0'])('[PL3] "%s" is no reading, never a value', (cell) => {
    const file = parsed(`Time [s], HR, PULSE, RESP, SpO2\n0,${cell},${cell},${cell},${cell}\n`)
    const none = { status: 'unavailable', reason: 'noReading' }
    expect(file.events[0]).toMatchObject({
      readings: { heartRate: none, pulseRate: none, respirationRate: none, spo2: none },
    })
  })

  it('[PL3] a number no monitor prints is kept out as an artefact and reported with its line', () => {
    const file = parsed('t_s,hr,spo2,phase\n0,90,101,x\n1,-4,98,x\n')
    expect(file.events[0]).toMatchObject({
      readings: { spo2: { status: 'unavailable', reason: 'artifact' } },
    })
    expect(file.events[1]).toMatchObject({
      readings: { pulseRate: { status: 'unavailable', reason: 'artifact' } },
    })
    expect(file.notes.map((note) => [note.kind, note.line])).toEqual([
      ['implausible', 2],
      ['implausible', 3],
    ])
  })

  it('[PL3] values right after a sensor is put on again are kept: a pulse of 190, an SpO₂ of 1', () => {
    const file = parsed('t_s,hr,spo2,phase\n0,190,1,x\n')
    expect(file.events[0]).toMatchObject({
      readings: { pulseRate: { status: 'measured', value: 190 }, spo2: { status: 'measured', value: 1 } },
    })
  })
})

describe('cuff', () => {
  it('[PL4] the same three values on rows at most 3 min apart are one measurement, at the first row', () => {
    const events = cuff('0,120,80,93\n60,120,80,93\n240,120,80,93\n')
    expect(events).toEqual([
      {
        kind: 'bloodPressure',
        atMs: 0,
        line: 2,
        result: { status: 'measured', systolic: 120, diastolic: 80, mean: 93 },
      },
    ])
  })

  it('[PL4] the same values more than 3 min after are a second measurement; blank rows between do not matter', () => {
    expect(cuff('0,120,80,93\n181,120,80,93\n').map((event) => event.atMs)).toEqual([0, 181_000])
    expect(cuff('0,120,80,93\n60,,,\n120,0,0,0\n180,120,80,93\n')).toHaveLength(1)
  })

  it('[PL4] another reading between two equal ones makes three', () => {
    expect(cuff('0,120,80,93\n60,150,90,110\n120,120,80,93\n')).toHaveLength(3)
  })

  it('[PL4] two different ones at one time are two, also when both are repeated', () => {
    expect(cuff('0,120,80,93\n0,150,90,110\n')).toHaveLength(2)
    expect(cuff('0,120,80,93\n0,150,90,110\n60,120,80,93\n60,150,90,110\n')).toHaveLength(2)
  })

  it('[PL4] a mean may come alone; a zero beside values is absent; all zero or blank is no measurement', () => {
    expect(cuff('0,,,98\n').map((event) => event.kind === 'bloodPressure' && event.result)).toEqual([
      { status: 'measured', mean: 98 },
    ])
    expect(cuff('0,120,0,93\n').map((event) => event.kind === 'bloodPressure' && event.result)).toEqual([
      { status: 'measured', systolic: 120, mean: 93 },
    ])
    expect(cuff('0,0,0,0\n1,,,\n')).toEqual([])
  })

  it('[PL4] an inverted cuff reading is kept as it was measured', () => {
    expect(cuff('0,80,120,93\n')).toMatchObject([{ result: { systolic: 80, diastolic: 120 } }])
  })
})

describe('times', () => {
  it('[PL5] a hole is reported with its line and length', () => {
    const file = parsed('t_s,hr,spo2,phase\n0,90,98,x\n1,90,98,x\n2,90,98,x\n27,90,98,x\n28,90,98,x\n')
    expect(file.notes).toEqual([{ kind: 'hole', line: 5, forMs: 25_000, text: 'no rows for 25 s before it' }])
  })

  it('[PL5] a step backwards is reported and the rows keep the order of the file', () => {
    const file = parsed('t_s,hr,spo2,phase\n100,90,98,x\n101,90,98,x\n40,91,98,x\n41,91,98,x\n102,90,98,x\n')
    expect(file.events.map((event) => event.atMs)).toEqual([0, 1_000, -60_000, -59_000, 2_000])
    expect(
      file.notes.filter((note) => note.kind === 'backward').map((note) => [note.line, note.forMs]),
    ).toEqual([
      [4, 61_000],
      [5, 60_000],
    ])
    expect(file.lengthMs).toBe(2_000)
  })

  it('[PL5] two rows of one time are both kept and reported', () => {
    const file = parsed('t_s,hr,spo2,phase\n0,90,98,a\n0,90,98,b\n')
    expect(file.events).toHaveLength(2)
    expect(file.notes).toMatchObject([{ kind: 'sameTime', line: 3 }])
  })
})

describe('malformed files', () => {
  it.each([
    ['', 'line 1', 'must name the columns'],
    ['t_s,hr,spo2,phase\n', 'line 2', 'no rows'],
    ['t_s,hr,spo2,phase\n0,90,98,x\n1,abc,98,x\n', 'line 3, column 2', '"abc" is not a number'],
    ['t_s,hr,spo2,phase\n0,90,Infinity,x\n', 'line 2, column 3', 'leave it empty'],
    ['t_s,hr,spo2,phase\n,90,98,x\n', 'line 2, column 1', 'not a time in seconds'],
    ['t_s,hr,spo2,phase\nNaN,90,98,x\n', 'line 2, column 1', 'not a time in seconds'],
    ['t_s,hr,spo2,phase\n0,90,98,x\n1,90\n', 'line 3, column 2', 'delete it if the file was cut off'],
    ['t_s,hr,spo2,phase\n0,90,98,x,7\n', 'line 2, column 4', '5 columns, the first line has 4'],
    ['t_s,sys,dia,mean\n0,120,8o,93\n', 'line 2, column 3', '"8o" is not a number'],
    ['t_s,hr,hr,spo2\n0,1,1,1\n', 'line 1', 'no layout is known'],
  ])('[PL6] %j is refused at %s: %s', (text, field, words) => {
    const problem = refused(text)
    expect(problem.field).toBe(field)
    expect(problem.message).toContain(words)
  })
})

describe('Chairside’s own export', () => {
  const HEADER = 't_s,hr,pr,spo2,rr,nibp_sys,nibp_dia,nibp_mean,rate_ml_h,event'
  const file = (rows: string) =>
    parsed(`# Chairside session as CSV, UTF-8\n# t_s: seconds, from the opening\n${HEADER}\n${rows}`)
  const ROWS = `0.000,,,,,,,,,"Session opened by R. Osei, ""chair 1"""
1.000,72,,97,,,,,,
1.500,,,,,120,80,93,,
2.000,unavailable,71,,,,,,,
3.250,,,,,unavailable,unavailable,unavailable,,"Cuff failed: no reading"
4.000,,,,,,,,52.5,"Pump started at 52.5 mL/h · R. Osei"
5.000,0,,96,0,,,,,
6.500,,,,,120,80,93,,
`
  it('[PL14] an empty cell says nothing, "unavailable" is no reading, and only what is said is a measurement', () => {
    const { events, layout, signals, rows, lengthMs } = file(ROWS)
    const none = { status: 'unavailable', reason: 'noReading' }
    const measured = (value: number) => ({ status: 'measured', value })
    expect(layout).toBe('chairside')
    expect(signals).toEqual(['heartRate', 'pulseRate', 'spo2', 'respirationRate', 'bloodPressure'])
    expect([rows, lengthMs]).toEqual([8, 6_500])
    const pressure = { status: 'measured', systolic: 120, diastolic: 80, mean: 93 }
    expect(events).toEqual([
      { kind: 'vitals', atMs: 1_000, line: 5, readings: { heartRate: measured(72), spo2: measured(97) } },
      { kind: 'bloodPressure', atMs: 1_500, line: 6, result: pressure },
      { kind: 'vitals', atMs: 2_000, line: 7, readings: { heartRate: none, pulseRate: measured(71) } },
      { kind: 'bloodPressure', atMs: 3_250, line: 8, result: none },
      {
        kind: 'vitals',
        atMs: 5_000,
        line: 10,
        readings: {
          heartRate: { status: 'unavailable', reason: 'artifact' },
          spo2: measured(96),
          respirationRate: measured(0),
        },
      },
      { kind: 'bloodPressure', atMs: 6_500, line: 11, result: pressure },
    ])
  })
  it('[PL14] rate and events are left out and named; only signals that the file has are declared, at their own pace', () => {
    const slow = file(
      '0,72,,,,,,,,\n1,73,,97,,,,,,\n2,74,,,,,,,,\n3,75,,,,,,,,\n61,,,98,,,,,,\n121,,,98,,,,,,\n',
    )
    expect(slow.everyMs).toEqual({ heartRate: 1_000, spo2: 60_000 })
    expect(declaredBy(slow)).toEqual({
      kind: 'recorded',
      signals: ['heartRate', 'spo2'],
      everyMs: { heartRate: 1_000, spo2: 60_000 },
    })
    const unused = file(ROWS).notes.filter(({ kind }) => kind === 'unusedColumn')
    expect(unused.map(({ text, line }) => [line, text])).toEqual([
      [3, 'column "rate_ml_h" is not used'],
      [3, 'column "event" is not used'],
    ])
  })
  it('[PL14] rows of one time are several measurements there, which is nothing odd; each cuff row is one', () => {
    const { notes, cuffMeasurements } = file(
      '0,72,,97,,,,,,\n0,,,,,120,80,,,\n60,,,,,120,80,,,\n60,73,,97,,,,,,\n',
    )
    expect(cuffMeasurements).toBe(2)
    expect(notes.filter(({ kind }) => kind !== 'unusedColumn')).toEqual([])
  })
  it('[PL14] a file with events only holds no measurement', () => {
    expect(refused(`${HEADER}\n0,,,,,,,,,"Session opened"\n`).message).toContain(
      'no measurement in this file',
    )
  })
  it('[PL6] words where a number should be are refused with their line', () => {
    expect(refused(`# x\n${HEADER}\n0,high,,,,,,,,\n`)).toMatchObject({ field: 'line 3, column 2' })
  })
})

describe('what a file declares', () => {
  it('[PL11] its signals and their usual interval, within what a device may declare', () => {
    expect(declaredBy(parsed('t_s,sys,dia,mean\n0,120,80,93\n'))).toEqual({
      kind: 'recorded',
      signals: ['bloodPressure'],
    })
    expect(declaredBy(parsed('t_s,hr,spo2,phase\n0,90,98,x\n0.01,90,98,x\n'))).toEqual({
      kind: 'recorded',
      signals: ['pulseRate', 'spo2'],
      everyMs: { pulseRate: 100, spo2: 100 },
    })
  })
})

describe('odd and foreign files', () => {
  it('[PL15] one row is a recording, and is said to be one', () => {
    const { notes, rows, everyMs } = parsed('t_s,hr,spo2,phase\n0,90,98,x\n')
    expect([rows, everyMs]).toEqual([1, {}])
    expect(notes).toEqual([
      { kind: 'oneRow', line: 2, text: 'one row only: nothing says how often values come' },
    ])
  })
  it('[PL15] a file without a single value is a recording of gaps, and is said to be one', () => {
    const { notes, events } = parsed('t_s,hr,spo2,phase\n0,0,,x\n1,NaN,0,x\n')
    expect(events).toHaveLength(2)
    expect(notes).toMatchObject([{ kind: 'noValues' }])
  })
  it.each([
    ['', 'malformed', 'The file is empty: there is nothing in it.'],
    ['\uFEFF\r\n \r\n', 'malformed', 'The file is empty'],
    ['# a\n# b\n', 'malformed', 'Line 3 is empty'],
    ['{"resourceType":"Bundle"}\n', 'not-a-recording', 'looks like JSON'],
    ['[1,2]\n', 'not-a-recording', 'looks like JSON'],
    ['<!doctype html>\n', 'not-a-recording', 'looks like a web page'],
    ['PK\u0003\u0004\u0000\u0000,x\n', 'not-a-recording', 'not text'],
    ['a\ufffdb,c\n0,1\n', 'not-a-recording', 'not text'],
    [`${'x'.repeat(20_000)}\n`, 'not-a-recording', '20000 characters'],
    ['Dear colleague\nthank you\n', 'malformed', 'no layout is known with the columns "Dear colleague"'],
    [`${Array.from({ length: 30 }, (_, i) => `column${i}`).join(',')}\n`, 'malformed', 'and 10 more'],
  ])('[PL15] %j is refused (%s): %s', (text, code, words) => {
    const result = parseRecordedCsv(text)
    expect(result).toMatchObject({ ok: false, error: { code } })
    expect(result.ok ? '' : result.error.message).toContain(words)
  })
  it('[PL16] quoted cells may hold separators and quotes; other files may begin with comments too', () => {
    const quoted = parsed(
      '# from the ward\nt_s,hr,spo2,phase\n0,"90","98","Rest, ""lying"""\n1,91, "97" ,Walk\n',
    )
    expect(quoted.phases.map(({ name }) => name)).toEqual(['Rest, "lying"', 'Walk'])
    expect(quoted.counts).toMatchObject({ spo2: { measured: 2, none: 0 } })
    expect(refused('t_s,hr,spo2,phase\n0,90,98,"never closed\n1,91,97\n').field).toBe('line 3, column 3')
  })
  it('[PL16] of a kind of note a thousand are kept, then how many more', () => {
    const rows = Array.from({ length: 1_501 }, () => '0,90,98,x').join('\n')
    const { notes } = parsed(`t_s,hr,spo2,phase\n${rows}\n`)
    expect(notes).toHaveLength(1_001)
    expect(notes.at(-1)).toMatchObject({
      kind: 'sameTime',
      line: 1_502,
      text: 'and 500 more like this, the last one here',
    })
  })
  it('[PL16] reading takes time in proportion to the rows, and equal values are kept once', () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, i) => `0,${100 + (i % 150)},${60 + (i % 37)},${80 + (i % 11)}`,
    )
    expect(parsed(`t_s,sys,dia,mean\n${rows.join('\n')}\n`).rows).toBe(100_000)
    const steady = parsed(`t_s,hr,spo2,phase\n${rows.map((_, i) => `${i},90,98,x`).join('\n')}\n`)
    const values = steady.events.map((event) => (event.kind === 'vitals' ? event.readings.spo2 : undefined))
    expect(new Set(values).size).toBe(1)
  })
})

describe('files made to break the reader', () => {
  it.each([
    ['separators', ','],
    ['quotes', '"'],
    ['quoted cells', '"",'],
    ['letters', 'x'],
  ])('[PL15] a row of a million %s is refused before it is taken apart', (_, piece) => {
    const { message, field } = refused(`t_s,hr,spo2,phase\n0,70,98,x\n${piece.repeat(1_000_000)}`)
    expect(field).toBe('line 3')
    expect(message).toContain('no row of a recording')
  })
})
