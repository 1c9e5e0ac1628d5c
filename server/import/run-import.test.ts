// Proves that a file becomes the session that it would have been live: times, alarms, rows, refusals.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import { emptySummary, foldSummary, toldSummary } from '@chairside/shared/fold/session-summary.ts'
import { decodeLine } from '@chairside/shared/record/line.ts'
import type { RecordKind, RecordOf } from '@chairside/shared/record/record.ts'
import { MIMIC2_ALARMS, SUBJECT_2_ALARMS } from '@chairside/shared/testing/recorded-alarms.ts'
import { describe, expect, test } from 'vitest'
import {
  type Brought,
  bring,
  exportOf,
  fileWith,
  haveRecordings,
  jobFor,
  NOW_MS,
  recordings,
  sha256Of,
} from './import-fixture.ts'

const of = <K extends RecordKind>({ records }: Brought, kind: K) =>
  records.filter((record) => record.kind === kind) as unknown as RecordOf<K>[]
const startOf = ({ records }: Brought): number => records[0]?.hubAtMs ?? 0
const alarmsOf = (it: Brought) =>
  of(it, 'alarm').map(({ condition, transition, level, dueAtMs }) => [
    condition,
    transition,
    level,
    (dueAtMs - startOf(it)) / 1000,
  ])
/** Without the technical ones: a file is silent where its rows are. */
const ofPatient = <Row extends readonly unknown[]>(rows: readonly Row[]): Row[] =>
  rows.filter(([condition]) =>
    ADULT_KETAMINE_INFUSION.ladders.some((ladder) => ladder.condition === condition),
  )
const csv = (...rows: string[]) => fileWith(`t_s,hr,spo2,phase\n${rows.map((row) => `${row}\n`).join('')}`)
const refusalOf = async (path: string, options = {}) => {
  const it = await bring(jobFor(path, options))
  expect(it.lines).toEqual([])
  expect(it.read).toBeUndefined()
  if (it.result.ok) throw new Error('it was imported')
  return it.result.error
}

/** Ten minutes of one row a second, with a low oxygen from 120 s to 180 s. */
const tenMinutes = () =>
  csv(...Array.from({ length: 601 }, (_, t) => `${t},80,${t >= 120 && t < 180 ? 84 : 97},Rest`))

describe('a CSV', () => {
  test('[IM1] becomes a session from its first row to its last, closed, and said to be imported', async () => {
    const path = tenMinutes()
    const it = await bring(jobFor(path))
    expect(it.result.ok).toBe(true)
    expect(it.records.map(({ kind }) => kind).slice(0, 4)).toEqual([
      'session.opened',
      'rules',
      'device.attached',
      'vitals',
    ])
    expect(it.records.slice(-2).map(({ kind }) => kind)).toEqual(['session.closed', 'session.imported'])
    expect(it.records.map(({ seq }) => seq)).toEqual(it.records.map((_, at) => at + 1))
    expect(it.atMs).toEqual(it.records.map(({ hubAtMs }) => hubAtMs))
    expect(of(it, 'vitals')).toHaveLength(601)
    // Nothing of it is late: every value is current at its own time.
    expect(
      of(it, 'vitals').every(
        ({ recovered, hubAtMs, measuredAtMs }) => !recovered && hubAtMs === measuredAtMs,
      ),
    ).toBe(true)
    expect(it.records[0]).toMatchObject({
      provenance: 'recorded',
      roomId: 'imported',
      roomName: 'Imported',
      zone: 'Europe/Oslo',
      clockRate: 1,
    })
    expect(of(it, 'session.imported')).toMatchObject([
      {
        hubAtMs: NOW_MS,
        by: { name: 'Quinn Qa' },
        dated: false,
        file: {
          name: basename(path),
          format: 'csv',
          layout: 'noneeg_1hz',
          sha256: sha256Of(readFileSync(path)),
        },
      },
    ])
    expect(it.chunks.slice(0, -1).every((count) => count === 240)).toBe(true)
  })

  test('[IM2] is judged by the engine at its own times, as it would have been live', async () => {
    const it = await bring(jobFor(tenMinutes()))
    expect(alarmsOf(it).map(([condition, transition]) => [condition, transition])).toEqual([
      ['spo2Low', 'raised'],
      ['spo2Low', 'ended'],
    ])
    const [raised] = of(it, 'alarm')
    // Decided when it was due, although the rows came as fast as they could be read.
    expect(raised?.hubAtMs).toBe(raised?.dueAtMs)
  })

  test('[IM3] without a date it ends now and is undated; with --starts it begins then', async () => {
    const path = tenMinutes()
    const undated = await bring(jobFor(path))
    expect([startOf(undated), of(undated, 'session.closed')[0]?.hubAtMs]).toEqual([NOW_MS - 600_000, NOW_MS])
    const dated = await bring(jobFor(path, { startsAtMs: 1_700_000_000_000 as never }))
    expect(startOf(dated)).toBe(1_700_000_000_000)
    expect(of(dated, 'session.imported')[0]).toMatchObject({ dated: true, hubAtMs: NOW_MS })
    expect(alarmsOf(dated)).toEqual(alarmsOf(undated))
  })

  test('[IM3] one that would end after now is refused: hub time never goes ahead of the clock', async () => {
    const path = tenMinutes()
    const startsAtMs = (NOW_MS - 599_000) as never
    expect(await refusalOf(path, { startsAtMs })).toMatchObject({
      code: 'measured-in-future',
      field: 'starts',
    })
    const just = await bring(jobFor(path, { startsAtMs: (NOW_MS - 600_000) as never }))
    expect(just.result.ok).toBe(true)
  })

  test('[IM4] the row of the index is what its records say', async () => {
    const it = await bring(jobFor(tenMinutes(), { patientCode: 'K-0417', roomName: 'Old lab' }))
    if (!it.result.ok) throw new Error(it.result.error.message)
    const { row, checkpoint } = it.result.value
    let session = emptySession
    let summary = emptySummary
    for (const line of it.lines) {
      const record = decodeLine(line)
      if (!record.ok) throw new Error(record.error.message)
      session = foldSession(session, record.value)
      summary = foldSummary(summary, record.value)
    }
    const shown = toldSummary(summary, session)
    expect(row).toMatchObject({
      sessionId: 'new-session',
      patientCode: 'K-0417',
      roomName: 'Old lab',
      provenance: 'recorded',
      closedAtMs: NOW_MS,
      summary: shown,
      imported: { name: of(it, 'session.imported')[0]?.file.name },
    })
    expect(shown).toMatchObject({ lowestSpo2: { value: 84 }, dated: false })
    expect(JSON.parse(checkpoint ?? '{}')).toMatchObject({
      session: JSON.parse(JSON.stringify(session)),
      summary,
    })
  })

  test('[IM5] one row, and a file without a single reading, are sessions too', async () => {
    const one = await bring(jobFor(csv('12.5,71,98,Rest')))
    expect(one.records.map(({ kind }) => kind)).toEqual([
      'session.opened',
      'rules',
      'device.attached',
      'vitals',
      'session.closed',
      'session.imported',
    ])
    expect(startOf(one)).toBe(NOW_MS)
    const gaps = await bring(jobFor(csv('0,0,,Rest', '1,NaN,0,Rest', '2,,,Rest')))
    expect(gaps.result.ok).toBe(true)
    expect(of(gaps, 'vitals').map(({ readings }) => readings.spo2)).toEqual(
      Array.from({ length: 3 }, () => ({ status: 'unavailable', reason: 'noReading' })),
    )
    expect(of(gaps, 'alarm')).toEqual([])
  })

  test('[IM5] a step backwards is kept as recovered, and what lies before the session as refused, and counted', async () => {
    const it = await bring(
      jobFor(csv('100,80,97,a', '101,80,97,a', '100.5,80,97,a', '5,80,97,a', '102,80,97,a')),
    )
    if (!it.result.ok) throw new Error(it.result.error.message)
    expect(of(it, 'vitals').map(({ recovered }) => recovered)).toEqual([
      undefined,
      undefined,
      ['pulseRate', 'spo2'],
      undefined,
    ])
    expect(of(it, 'refused')).toMatchObject([{ code: 'not-in-session', field: 'measuredAtMs' }])
    expect(it.result.value.notes[0]).toMatch(/^1 measurements were refused/)
  })

  test('[IM6] what is not a recording is refused in words, and nothing of it comes out', async () => {
    expect(await refusalOf(fileWith(''))).toMatchObject({
      code: 'not-a-recording',
      message: /empty/ as never,
    })
    expect((await refusalOf(fileWith('\n \n'))).message).toMatch(/empty/)
    expect((await refusalOf(fileWith(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe])))).message).toMatch(
      /not text in UTF-8/,
    )
    expect((await refusalOf(fileWith('a\0b'))).message).toMatch(/no text has/)
    expect(await refusalOf(fileWith('Notes\nof a nurse\n'))).toMatchObject({
      code: 'malformed',
      field: 'line 1',
    })
    expect((await refusalOf(csv())).message).toMatch(/no rows/)
    expect((await refusalOf(csv('0,80,97,a', '1,80,9'))).message).toMatch(/Line 3 has 3 columns/)
    expect((await refusalOf('/nowhere/x.csv')).code).toBe('not-found')
    expect((await refusalOf(import.meta.dirname)).message).toMatch(/is not a file/)
  })

  test('[IM6] two million line ends are too many, whatever their kind', async () => {
    const file = (end: string) => fileWith(`t_s,hr,spo2,phase${end.repeat(2_000_003)}`)
    for (const end of ['\n', '\r', '\r\n'])
      expect((await refusalOf(file(end))).code, JSON.stringify(end)).toBe('too-large')
  })

  test('[IM6] too large is said before it is read', async () => {
    const it = await bring(jobFor(tenMinutes(), {}, { maxBytes: 4_000 }))
    expect(it.result).toMatchObject({ ok: false, error: { code: 'too-large', field: 'name' } })
    const long = await refusalOf(fileWith(`t_s,hr\n${'\n'.repeat(2_000_002)}`))
    expect(long).toMatchObject({ code: 'too-large' })
    expect(long.message).toMatch(/more than 2,000,000 rows/)
  })
})

describe('a Chairside export', () => {
  const made = async () => bring(jobFor(tenMinutes(), { patientCode: 'K-0417' }))

  test('[IM7] comes back verbatim under its own name, with one more record that says so', async () => {
    const first = await made()
    const text = exportOf(first.lines)
    const it = await bring(jobFor(fileWith(text, 'a.ndjson')))
    expect(it.result.ok).toBe(true)
    expect(it.read).toMatchObject({ sessionId: 'new-session', lengthMs: 600_000, of: first.lines.length + 1 })
    expect(it.lines.slice(0, -1)).toEqual(first.lines)
    expect(it.atMs).toEqual(it.records.map(({ hubAtMs }) => hubAtMs))
    expect(it.records.at(-1)).toMatchObject({
      kind: 'session.imported',
      seq: first.lines.length + 1,
      // The first file had no date, and an export gives it none.
      dated: false,
      file: { format: 'ndjson', sha256: sha256Of(text), bytes: Buffer.byteLength(text) },
    })
    if (!it.result.ok || !first.result.ok) throw new Error('not imported')
    expect(it.result.value.row.summary).toEqual({
      ...first.result.value.row.summary,
      importedFrom: it.records.at(-1) && (it.records.at(-1) as RecordOf<'session.imported'>).file.name,
    })
    expect(it.result.value.notes.join(' ')).not.toMatch(/decide otherwise/)
  })

  test('[IM8] edited, cut, foreign, newer, or a header that names another session: refused in words', async () => {
    const { lines } = await made()
    const text = exportOf(lines)
    const edited = text.replace('"value":84', '"value":94')
    expect(edited).not.toBe(text)
    const message = (await refusalOf(fileWith(edited))).message
    expect(message).toMatch(/changed after it was exported/)
    const cut = await refusalOf(fileWith(text.slice(0, -400)))
    expect(cut).toMatchObject({ code: 'recording-damaged' })
    expect(cut.message).toMatch(
      /in the middle of a line: the rest is missing. A recording is imported whole or not at all/,
    )
    expect(await refusalOf(fileWith('{"a":1}\n'))).toMatchObject({ code: 'not-a-recording' })
    expect(await refusalOf(fileWith(text.replace('"v":1', '"v":2')))).toMatchObject({
      code: 'protocol-version',
    })
    expect((await refusalOf(fileWith(exportOf(lines, 'session:another')))).message).toMatch(
      /names another session/,
    )
    expect(await refusalOf(fileWith(`${text}{}\n`))).toMatchObject({ code: 'recording-damaged' })
  })

  test('[IM8] one whose session is open, or that ends in the future, is refused', async () => {
    const { lines, records } = await made()
    const at = records.findIndex(({ kind }) => kind === 'session.closed')
    expect(await refusalOf(fileWith(exportOf(lines.slice(0, at))))).toMatchObject({ code: 'session-open' })
    const path = fileWith(exportOf(lines))
    const early = await bring(jobFor(path, {}, { nowMs: (NOW_MS - 1) as never }))
    expect(early.result).toMatchObject({ ok: false, error: { code: 'measured-in-future' } })
  })

  test('[IM8] one that was made up, with a measurement after its own end, is refused: no screen could draw it', async () => {
    const { lines } = await made()
    const far = lines.map((line) => line.replace(/"measuredAtMs":\d+/, '"measuredAtMs":8640000000000000'))
    expect(await refusalOf(fileWith(exportOf(far)))).toMatchObject({
      code: 'recording-damaged',
      field: 'measuredAtMs',
    })
  })

  test('[IM8] options that are for CSV files are refused, not ignored', async () => {
    const path = fileWith(exportOf((await made()).lines))
    expect(await refusalOf(path, { patientCode: 'K-9' })).toMatchObject({
      code: 'malformed',
      field: 'patient',
    })
  })

  test('[IM9] alarms stay as they were recorded; where this engine would decide otherwise a note says so', async () => {
    const { lines } = await made()
    const without = lines
      .filter((line) => !(line.includes('"kind":"alarm"') && line.includes('"raised"')))
      .map((line, at) => line.replace(/"seq":\d+,"hubAtMs"/, `"seq":${at + 1},"hubAtMs"`))
    expect(without.length).toBe(lines.length - 1)
    const it = await bring(jobFor(fileWith(exportOf(without))))
    expect(it.lines.slice(0, -1)).toEqual(without)
    if (!it.result.ok) throw new Error(it.result.error.message)
    expect(it.result.value.notes.join('\n')).toMatch(/0 of 1 alarm changes would not come, 1 others would/)
  })
})

describe.skipIf(!haveRecordings)('the real recordings', () => {
  const named = (part: string) => recordings.find((path) => path.includes(part)) as string

  test('[IM10] every one of them comes in, each measurement once, and comes back from its export as it was', async () => {
    expect(recordings.length).toBeGreaterThanOrEqual(25)
    for (const path of recordings) {
      const it = await bring(jobFor(path))
      expect(it.result.ok, path).toBe(true)
      const measurements = of(it, 'vitals').length + of(it, 'bloodPressure').length + of(it, 'refused').length
      expect(measurements, path).toBe((it.read?.of ?? 0) - 5)
      expect(of(it, 'quarantine'), path).toEqual([])
      const again = await bring(jobFor(fileWith(exportOf(it.lines))))
      expect(again.lines.slice(0, -1), path).toEqual(it.lines)
      // Judged again from the records alone, the engine decides what it decided.
      expect(again.result.ok && again.result.value.notes.join(' '), path).not.toMatch(/otherwise/)
    }
  }, 180_000)

  test('[IM10] mimic2 and subject 2 have exactly the alarms that were worked out from the files by hand', async () => {
    const held = async (part: string) =>
      ofPatient(alarmsOf(await bring(jobFor(named(part))))).map(
        ([condition, transition, level, atS]) => `${condition} ${transition} ${level} @${atS}`,
      )
    // The last row is where the session closes: what would end with it is ended by that.
    const before = (alarms: readonly string[], endS: number) =>
      alarms.filter((alarm) => Number(alarm.split('@')[1]) < endS)
    expect(before(await held('mimic2'), 4_260)).toEqual(before(MIMIC2_ALARMS, 4_260))
    expect(await held('subject_2.csv')).toEqual(SUBJECT_2_ALARMS)
  })
})
