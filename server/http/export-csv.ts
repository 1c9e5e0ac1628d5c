// Owns a session as a CSV for people with a spreadsheet: one row a measurement or event, in order of the time it was
// measured. Never repeats a cuff value, never fills a cell that nobody said, never lets a cell be taken for a formula.

import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { timelineEntry } from '@chairside/shared/fold/timeline.ts'
import { EXPORT_NOTICE } from '@chairside/shared/record/export-file.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import type { RecordOf } from '@chairside/shared/record/record.ts'
import type { SignalId } from '@chairside/shared/vitals.ts'

const COLUMNS = 't_s,hr,pr,spo2,rr,nibp_sys,nibp_dia,nibp_mean,rate_ml_h,event'
const SIGNAL_COLUMNS: readonly (readonly [SignalId, string])[] = [
  ['heartRate', 'hr'],
  ['pulseRate', 'pr'],
  ['spo2', 'spo2'],
  ['respirationRate', 'rr'],
]
const UNAVAILABLE = 'unavailable'
/** Stands between two things that one row says. */
const AND = ' · '

/** A row's cells after its time. */
type Row = { readonly atMs: number; readonly cells: string }

/**
 * Text as a quoted cell. Spreadsheets take a cell for a formula that begins with one of = + - @, also after a separator of
 * another country's CSV; an apostrophe keeps it text.
 */
export function textCell(text: string): string {
  if (text === '') return ''
  const oneLine = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  const plain = oneLine.replaceAll(/(^|[,;|"]\s*)(?=[=+\-@])/g, "$1'")
  return `"${plain.replaceAll('"', '""')}"`
}

/** Text in a line of the head: what would begin another cell there is left out. */
const headText = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029,;|"]+/gu, ' ').trim()

function vitalsRow(record: RecordOf<'vitals'>): Row {
  const late = new Set<string>(record.recovered ?? [])
  const said = SIGNAL_COLUMNS.filter(([signal]) => record.readings[signal] !== undefined)
  const lateOnes = said.filter(([signal]) => late.has(signal)).map(([, column]) => column)
  const event =
    lateOnes.length === 0
      ? ''
      : lateOnes.length === said.length
        ? 'recovered'
        : `recovered: ${lateOnes.join(' ')}`
  const values = SIGNAL_COLUMNS.map(([signal]) => {
    const reading = record.readings[signal]
    return reading === undefined ? '' : reading.status === 'measured' ? String(reading.value) : UNAVAILABLE
  })
  return { atMs: record.measuredAtMs, cells: `${values.join(',')},,,,,${textCell(event)}` }
}

function cuffRow(record: RecordOf<'bloodPressure'>, words: string | undefined): Row {
  const { result } = record
  const values =
    result.status === 'unavailable'
      ? [UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]
      : [result.systolic, result.diastolic, result.mean].map((value) =>
          value === undefined ? '' : String(value),
        )
  const event = [record.recovered ? 'recovered' : '', words ?? ''].filter((part) => part !== '').join(AND)
  return { atMs: record.measuredAtMs, cells: `,,,,${values.join(',')},,${textCell(event)}` }
}

function rowOf(record: DecodedRecord, before: SessionState): Row | undefined {
  if (record.kind === 'vitals') return vitalsRow(record)
  const entry = timelineEntry(record, before)
  if (record.kind === 'bloodPressure') return cuffRow(record, entry?.text)
  if (entry === undefined) return undefined
  const rate = record.kind === 'infusion' ? String(record.rateMlPerHr) : ''
  return { atMs: entry.atMs, cells: `,,,,,,,${rate},${textCell(entry.text)}` }
}

type Placed = Row & { readonly seq: number }

/** Walks the log once: each record's row and the session after it. */
async function* walk(segments: AsyncIterable<readonly string[]>) {
  let state: SessionState = emptySession
  for await (const lines of segments) {
    const rows: Placed[] = []
    for (const line of lines) {
      const record = decodeLine(line)
      if (!record.ok) throw new Error(`a line of the log cannot be read: ${record.error.message}`)
      const row = rowOf(record.value, state)
      if (row !== undefined) rows.push({ ...row, seq: record.value.seq })
      state = foldSession(state, record.value)
    }
    yield { rows, state }
  }
}

export type CsvAbout = { readonly build: string; readonly exportedAtMs: number }

const utc = (ms: number): string => new Date(ms).toISOString()

/** Seconds from the opening, three decimals. */
const seconds = (ms: number): string => (ms / 1_000).toFixed(3)

const PROVENANCE_WORDS = {
  monitor: 'a bedside monitor',
  recorded: 'a recording that was played',
  simulated: 'a simulator. No patient',
} as const

/** The lines before the table: what this is, and how to read it. */
export function csvHead(state: SessionState, about: CsvAbout): readonly string[] {
  const { opened, imported = [] } = state
  if (opened === undefined) throw new Error('a session without its opening cannot be written')
  const undated = imported.some((one) => !one.dated)
  const startedAtMs = state.infusion.startedAtMs
  const when = (ms: number): string => (undated ? '' : ` = ${utc(ms)}`)
  const lines = [
    'Chairside session as CSV version 1, UTF-8',
    EXPORT_NOTICE,
    `Session: ${opened.sessionId}`,
    `Patient code: ${opened.patientCode}`,
    `Room: ${headText(opened.roomName)}`,
    `Zone of the clinic: ${headText(opened.zone)}`,
    `Alarm profile: ${headText(opened.profile.name)} version ${opened.profile.version}`,
    `Numbers from: ${PROVENANCE_WORDS[state.provenance]}`,
    ...imported.map(
      ({ file, atMs, by }) =>
        `Imported from the file ${headText(file.name)} on ${utc(atMs)} by ${headText(by)} (SHA-256 of the file ${file.sha256})`,
    ),
    ...(undated
      ? ['That file names no date: the times between the rows are right and no clock time is known']
      : []),
    ...(opened.clockRate === 1 ? [] : [`Demo time: recorded ${opened.clockRate} times as fast as real time`]),
    `t_s: seconds from the opening of the session. t_s 0.000${when(opened.hubAtMs)}`,
    startedAtMs === undefined
      ? 'T+00:00: the pump was never started'
      : `T+00:00 the first start of the pump: t_s ${seconds(startedAtMs - opened.hubAtMs)}${when(startedAtMs)}`,
    'Rows stand in order of the time of measurement or of the event. Each measurement stands once',
    'An empty cell: nothing was said. unavailable: the device said that it had no value',
    'recovered in event: the values came too late to be current. They were never judged by an alarm',
    'Alarms stand as they were recorded at the time they were due',
    'Units: hr pr rr in /min - spo2 in % - nibp_sys nibp_dia nibp_mean in mmHg by cuff - rate_ml_h in mL/h as a person recorded it at the pump and in force from that row on. Amendments stand as rows of their own and change no row before them',
    `Records in the log: ${state.head}${state.unknownCount === 0 ? '' : ` of which ${state.unknownCount} by a newer version are not understood here`}`,
    `Exported ${utc(about.exportedAtMs)} by Chairside ${headText(about.build)}`,
  ]
  return lines.map((line) => `# ${line}`)
}

/**
 * The whole file, in pieces.
 *
 * The log is in order of arrival; a table is read in order of time. It is walked twice, so that only the rows that came late
 * are held: the first time to find these (and what the head has to say), the second time to write them in at their place.
 * @param read the log's lines, segment by segment, from the beginning each time
 */
export async function* csvOf(
  read: () => AsyncIterable<readonly string[]>,
  about: CsvAbout,
): AsyncGenerator<string> {
  const late: Placed[] = []
  let newestMs = Number.NEGATIVE_INFINITY
  let whole: SessionState = emptySession
  for await (const { rows, state } of walk(read())) {
    whole = state
    for (const row of rows)
      if (row.atMs < newestMs) late.push(row)
      else newestMs = row.atMs
  }
  late.sort((a, b) => a.atMs - b.atMs || a.seq - b.seq)
  const zeroMs = whole.opened?.hubAtMs ?? 0
  yield `${[...csvHead(whole, about), COLUMNS].join('\n')}\n`

  const written = ({ atMs, cells }: Row): string => `${seconds(atMs - zeroMs)},${cells}\n`
  let lateAt = 0
  newestMs = Number.NEGATIVE_INFINITY
  for await (const { rows } of walk(read())) {
    let text = ''
    for (const row of rows) {
      if (row.atMs < newestMs) continue
      newestMs = row.atMs
      for (let next = late[lateAt]; next !== undefined && next.atMs < row.atMs; next = late[lateAt]) {
        text += written(next)
        lateAt += 1
      }
      text += written(row)
    }
    if (text !== '') yield text
  }
  yield late.slice(lateAt).map(written).join('')
}
