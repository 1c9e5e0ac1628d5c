// Owns what a recorded CSV file says, from its text: measurements at their times, and what is wrong with the file.
// Never invents a value: 0, blank and NaN are "no reading"; never sorts, joins or fills what the file left out.
import { ok, type Result, refuse } from '../result.ts'
import {
  CATALOGUE,
  CONTINUOUS_SIGNALS,
  PRESSURE_COMPONENTS,
  type PressureComponent,
  type Quantity,
  type SignalId,
} from '../vitals.ts'
import type { PressureResult, Reading, Readings } from './reading.ts'
import {
  mapColumns,
  type RecordedColumns,
  type RecordedLayout,
  type RecordedTarget,
  recogniseColumns,
} from './recorded-csv-columns.ts'

/** One measurement of the file, at its time in milliseconds after the first row (below 0 after a step backwards). */
export type RecordedEvent =
  | {
      readonly kind: 'vitals'
      readonly atMs: number
      readonly line: number
      readonly readings: Readings
    }
  | {
      readonly kind: 'bloodPressure'
      readonly atMs: number
      readonly line: number
      readonly result: PressureResult
    }

/**
 * hole           no row for more than 2.5 usual intervals: the device was silent
 * backward       this row's time is before a row above it
 * sameTime       two rows of one time: both are kept, in the file's order
 * implausible    no monitor prints such a number: kept out as "artifact"
 * unusedColumn   a column no signal was named for
 */
export type RecordedNote = {
  readonly kind: 'hole' | 'backward' | 'sameTime' | 'implausible' | 'unusedColumn'
  /** Line of the file, the header being 1. */
  readonly line: number
  readonly text: string
  /** For a hole: how long. For a step backwards: how far. */
  readonly forMs?: number
}

export type RecordedFile = {
  readonly layout: RecordedLayout
  readonly signals: readonly (SignalId | 'bloodPressure')[]
  /** Usual interval between rows, per continuous signal: the median, milliseconds. Absent with fewer than two rows. */
  readonly everyMs: Readonly<Partial<Record<SignalId, number>>>
  /** Usual interval between cuff measurements: the median, milliseconds. */
  readonly cuffEveryMs?: number
  /** In the file's order. After a step backwards times are lower than before: they are sent when their row is reached. */
  readonly events: readonly RecordedEvent[]
  /** Where the phase column changes. */
  readonly phases: readonly { readonly atMs: number; readonly name: string }[]
  readonly notes: readonly RecordedNote[]
  readonly rows: number
  /** From the first row to the latest time of any row. */
  readonly lengthMs: number
  /** Readings with a value and without, per signal. */
  readonly counts: Readonly<Partial<Record<SignalId, { readonly measured: number; readonly none: number }>>>
  readonly cuffMeasurements: number
}

/** A hole is longer than this many usual intervals: the same factor that makes a device "no live data" (§4). */
const HOLE_FACTOR = 2.5
/** Rows with the same three cuff values, each at most this long after the one before, are one measurement. */
const CUFF_REPEAT_MS = 180_000

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/
const at = (line: number, column: number) => `line ${line}, column ${column + 1}`

const cells = (line: string, separator: string): string[] =>
  line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))

function median(sorted: readonly number[]): number | undefined {
  if (sorted.length === 0) return undefined
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}
const medianOf = (values: readonly number[]): number | undefined => median([...values].sort((a, b) => a - b))

type Row = { readonly line: number; readonly atMs: number; readonly cells: readonly string[] }

/** A cell's number; undefined where there was no reading (0, blank, NaN). */
function number(row: Row, column: number, name: string): Result<number | undefined> {
  const text = row.cells[column] as string
  if (text === '' || /^nan$/i.test(text)) return ok(undefined)
  const value = NUMBER.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(value))
    return refuse(
      'malformed',
      `Line ${row.line}, column ${column + 1} (${name}): "${text.slice(0, 40)}" is not a number. ` +
        'Correct it, or leave it empty if there was no reading.',
      at(row.line, column),
    )
  return ok(value === 0 ? undefined : value)
}

const plausible = (quantity: Quantity, value: number): boolean =>
  value >= CATALOGUE[quantity].accepted.from && value <= CATALOGUE[quantity].accepted.to

const implausible = (row: Row, quantity: Quantity, value: number): RecordedNote => ({
  kind: 'implausible',
  line: row.line,
  text: `${CATALOGUE[quantity].label} ${value} is not a number a monitor prints: taken as "artifact", not as a value`,
})

function vitalsOf(row: Row, columns: RecordedColumns, header: readonly string[], notes: RecordedNote[]) {
  const readings: Partial<Record<SignalId, Reading>> = {}
  for (const signal of CONTINUOUS_SIGNALS) {
    const column = columns.at[signal]
    if (column === undefined) continue
    const value = number(row, column, header[column] as string)
    if (!value.ok) return value
    if (value.value === undefined) readings[signal] = { status: 'unavailable', reason: 'noReading' }
    else if (plausible(signal, value.value)) readings[signal] = { status: 'measured', value: value.value }
    else {
      readings[signal] = { status: 'unavailable', reason: 'artifact' }
      notes.push(implausible(row, signal, value.value))
    }
  }
  return ok(readings)
}

function pressureOf(
  row: Row,
  columns: RecordedColumns,
  header: readonly string[],
): Result<Partial<Record<PressureComponent, number>> | undefined> {
  const values: Partial<Record<PressureComponent, number>> = {}
  for (const component of PRESSURE_COMPONENTS) {
    const column = columns.at[component]
    if (column === undefined) continue
    const value = number(row, column, header[column] as string)
    if (!value.ok) return value
    if (value.value !== undefined) values[component] = value.value
  }
  return ok(Object.keys(values).length === 0 ? undefined : values)
}

type CuffRow = { readonly key: string; readonly atMs: number }

/**
 * Whether this row only repeats a measurement that an earlier row already gave: the same three values at most 3 min
 * before, with nothing else measured between the two times. Two different ones at one time are two, and stay two when
 * both are repeated.
 */
function repeats(recent: readonly CuffRow[], row: CuffRow): boolean {
  const index = recent.findLastIndex((earlier) => earlier.key === row.key)
  const earlier = recent[index]
  if (earlier === undefined) return false
  const afterMs = row.atMs - earlier.atMs
  if (afterMs < 0 || afterMs > CUFF_REPEAT_MS) return false
  return !recent.slice(index + 1).some((other) => other.atMs > earlier.atMs && other.atMs < row.atMs)
}

/** The rows of the file with their times, or the first thing that is wrong with it. */
function readRows(
  text: string,
  map: string | undefined,
): Result<{ columns: RecordedColumns; header: string[]; rows: Row[] }> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const first = lines[0] ?? ''
  if (first.trim() === '')
    return refuse('malformed', 'Line 1 is empty. The first line must name the columns.', 'line 1')
  const separator = first.includes(',') ? ',' : first.includes(';') ? ';' : first.includes('\t') ? '\t' : ','
  const header = cells(first, separator)
  const columns = map === undefined ? recogniseColumns(header) : mapColumns(header, map)
  if (!columns.ok) return columns
  const timeColumn = columns.value.at.time
  const rows: Row[] = []
  let firstS: number | undefined
  for (let index = 1; index < lines.length; index += 1) {
    const raw = lines[index] as string
    if (raw.trim() === '') continue
    const line = index + 1
    const row = cells(raw, separator)
    if (row.length !== header.length)
      return refuse(
        'malformed',
        `Line ${line} has ${row.length} columns, the first line has ${header.length}. ` +
          'Complete the line, or delete it if the file was cut off there.',
        at(line, Math.min(row.length, header.length) - 1),
      )
    const time = row[timeColumn] as string
    const seconds = NUMBER.test(time) ? Number(time) : Number.NaN
    if (!Number.isFinite(seconds) || Math.abs(seconds) > 1e10)
      return refuse(
        'malformed',
        `Line ${line}, column ${timeColumn + 1} (${header[timeColumn]}): "${time.slice(0, 40)}" is not a time in ` +
          'seconds. Write seconds since any moment, for example 12.5.',
        at(line, timeColumn),
      )
    firstS ??= seconds
    rows.push({ line, atMs: Math.round((seconds - firstS) * 1_000), cells: row })
  }
  if (rows.length === 0)
    return refuse('malformed', 'The file has a header and no rows: there is nothing in it to play.', 'line 2')
  return ok({ columns: columns.value, header, rows })
}

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`

/** What the times of the rows tell: usual interval, holes, steps backwards, equal times. */
function timeNotes(rows: readonly Row[], hasVitals: boolean): { everyMs?: number; notes: RecordedNote[] } {
  const gaps: number[] = []
  for (let i = 1; i < rows.length; i += 1) {
    const gap = (rows[i] as Row).atMs - (rows[i - 1] as Row).atMs
    if (gap > 0) gaps.push(gap)
  }
  const everyMs = medianOf(gaps)
  const notes: RecordedNote[] = []
  let newestMs = (rows[0] as Row).atMs
  for (const row of rows.slice(1)) {
    const ahead = row.atMs - newestMs
    if (ahead < 0)
      notes.push({
        kind: 'backward',
        line: row.line,
        forMs: -ahead,
        text: `the time steps back ${seconds(-ahead)}; sent as measured then, so the hub takes it as recovered`,
      })
    else if (ahead === 0 && hasVitals)
      notes.push({ kind: 'sameTime', line: row.line, text: 'same time as a row above it; both are sent' })
    else if (everyMs !== undefined && ahead > HOLE_FACTOR * everyMs)
      notes.push({
        kind: 'hole',
        line: row.line,
        forMs: ahead,
        text: `no rows for ${seconds(ahead)} before it`,
      })
    newestMs = Math.max(newestMs, row.atMs)
  }
  return everyMs === undefined ? { notes } : { everyMs, notes }
}

/**
 * Reads a recording.
 * @param text the whole file
 * @param map `column=signal` pairs when the header is none of the known layouts; see RECORDED_TARGETS
 * @returns the measurements in the file's order, or `malformed` with line, column and what to do
 */
export function parseRecordedCsv(text: string, map?: string): Result<RecordedFile> {
  const read = readRows(text, map)
  if (!read.ok) return read
  const { columns, header, rows } = read.value
  const continuous = CONTINUOUS_SIGNALS.filter((signal) => columns.at[signal] !== undefined)
  const hasCuff = PRESSURE_COMPONENTS.some((component) => columns.at[component] !== undefined)
  const { everyMs, notes } = timeNotes(rows, continuous.length > 0)
  const events: RecordedEvent[] = []
  const phases: { atMs: number; name: string }[] = []
  const counts: Partial<Record<SignalId, { measured: number; none: number }>> = {}
  for (const signal of continuous) counts[signal] = { measured: 0, none: 0 }
  let recent: CuffRow[] = []
  const cuffTimes: number[] = []

  for (const row of rows) {
    const { line, atMs } = row
    if (continuous.length > 0) {
      const readings = vitalsOf(row, columns, header, notes)
      if (!readings.ok) return readings
      events.push({ kind: 'vitals', atMs, line, readings: readings.value })
      for (const signal of continuous) {
        const count = counts[signal] as { measured: number; none: number }
        if (readings.value[signal]?.status === 'measured') count.measured += 1
        else count.none += 1
      }
    }
    const pressure = pressureOf(row, columns, header)
    if (!pressure.ok) return pressure
    if (pressure.value !== undefined) {
      const values = pressure.value
      const cuffRow = { key: PRESSURE_COMPONENTS.map((c) => values[c] ?? '').join('/'), atMs }
      if (!repeats(recent, cuffRow)) {
        const bad = PRESSURE_COMPONENTS.find((c) => values[c] !== undefined && !plausible(c, values[c]))
        if (bad !== undefined) notes.push(implausible(row, bad, values[bad] as number))
        const result: PressureResult =
          bad === undefined
            ? { status: 'measured', ...values }
            : { status: 'unavailable', reason: 'artifact' }
        events.push({ kind: 'bloodPressure', atMs, line, result })
        cuffTimes.push(atMs)
      }
      recent = [...recent.filter((r) => Math.abs(atMs - r.atMs) <= CUFF_REPEAT_MS), cuffRow]
    }
    const phase = columns.at.phase === undefined ? undefined : (row.cells[columns.at.phase] as string)
    if (phase !== undefined && phase !== '' && phases.at(-1)?.name !== phase)
      phases.push({ atMs, name: phase })
  }

  for (const name of columns.unused)
    notes.push({ kind: 'unusedColumn', line: 1, text: `column "${name}" is not used` })
  notes.sort((a, b) => a.line - b.line)
  const cuffGaps = cuffTimes.slice(1).map((time, i) => time - (cuffTimes[i] as number))
  const cuffEveryMs = medianOf(cuffGaps.filter((gap) => gap > 0))
  const every: Partial<Record<SignalId, number>> = {}
  if (everyMs !== undefined) for (const signal of continuous) every[signal] = everyMs
  return ok({
    layout: columns.layout,
    signals: [...continuous, ...(hasCuff ? (['bloodPressure'] as const) : [])],
    everyMs: every,
    ...(cuffEveryMs === undefined ? {} : { cuffEveryMs }),
    events,
    phases,
    notes,
    rows: rows.length,
    lengthMs: rows.reduce((latest, row) => Math.max(latest, row.atMs), 0),
    counts,
    cuffMeasurements: cuffTimes.length,
  })
}

/** Columns the person's map may name, for help texts. */
export type { RecordedTarget }
