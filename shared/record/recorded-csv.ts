// Owns what a recorded CSV file says, from its text: measurements at their times, and what is wrong with the file.
// Never invents a value: 0, blank and NaN are "no reading"; never sorts, joins or fills what the file left out.
import { ok, type Refusal, type Result, refuse } from '../result.ts'
import {
  CATALOGUE,
  CONTINUOUS_SIGNALS,
  PRESSURE_COMPONENTS,
  type PressureComponent,
  type Quantity,
  type SignalId,
} from '../vitals.ts'
import type { PressureResult, Reading, Readings } from './reading.ts'
import type { RecordedLayout, RecordedTarget } from './recorded-csv-columns.ts'
import { createCuffRepeats, createNotes, medianStep, timeNotes } from './recorded-csv-notes.ts'
import { eachRow, numberIn, openTable, placeOf, type Row, type Table } from './recorded-csv-rows.ts'

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
 * oneRow         there is a single row, and so no interval
 * noValues       not one reading in the file has a value
 */
export type RecordedNote = {
  readonly kind: 'hole' | 'backward' | 'sameTime' | 'implausible' | 'unusedColumn' | 'oneRow' | 'noValues'
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
  /** In order of their lines; of one kind at most 1,000, then how many more. */
  readonly notes: readonly RecordedNote[]
  readonly rows: number
  /** From the first row to the latest time of any row. */
  readonly lengthMs: number
  /** Readings with a value and without, per signal. */
  readonly counts: Readonly<Partial<Record<SignalId, { readonly measured: number; readonly none: number }>>>
  readonly cuffMeasurements: number
}

const NO_READING: Reading = { status: 'unavailable', reason: 'noReading' }
const ARTIFACT: Reading = { status: 'unavailable', reason: 'artifact' }
const plausible = (quantity: Quantity, value: number): boolean =>
  value >= CATALOGUE[quantity].accepted.from && value <= CATALOGUE[quantity].accepted.to

/** `nothing`: the cell says nothing at all; undefined: there was no reading. */
type Cell = number | undefined | 'nothing'

/** What a cell says: no reading is 0, blank or NaN, in Chairside's own export the word "unavailable". */
function cellIn(row: Row, { columns, header }: Table, column: number): Result<Cell> {
  const text = row.cells[column] as string
  if (text === '') return ok(columns.sparse ? 'nothing' : undefined)
  const value = numberIn(text)
  if (Number.isFinite(value)) return ok(value === 0 && !columns.sparse ? undefined : value)
  if (/^nan$/i.test(text) || (columns.sparse && text === 'unavailable')) return ok(undefined)
  return refuse(
    'malformed',
    `Line ${row.line}, column ${column + 1} (${header[column]}): "${text.slice(0, 40)}" is not a number. ` +
      'Correct it, or leave it empty if there was no reading.',
    placeOf(row.line, column),
  )
}

/** Reads the values of one file. The same value is the same object: a million rows hold a few hundred of them. */
function createRowReader(table: Table, note: (note: RecordedNote) => void) {
  const { at } = table.columns
  const known = new Map<number, Reading>()
  const measured = (value: number): Reading => {
    const reading = known.get(value) ?? { status: 'measured', value }
    known.set(value, reading)
    return reading
  }
  const implausible = (row: Row, quantity: Quantity, value: number): void =>
    note({
      kind: 'implausible',
      line: row.line,
      text: `${CATALOGUE[quantity].label} ${value} is not a number a monitor prints: taken as "artifact", not as a value`,
    })
  return {
    /** @returns the continuous signals of the row; undefined: it says nothing of any */
    readings(row: Row): Result<Readings | undefined> {
      let readings: Partial<Record<SignalId, Reading>> | undefined
      for (const signal of CONTINUOUS_SIGNALS) {
        const column = at[signal]
        if (column === undefined) continue
        const cell = cellIn(row, table, column)
        if (!cell.ok) return cell
        const { value } = cell
        if (value === 'nothing') continue
        readings ??= {}
        if (value === undefined) readings[signal] = NO_READING
        else if (plausible(signal, value)) readings[signal] = measured(value)
        else {
          readings[signal] = ARTIFACT
          implausible(row, signal, value)
        }
      }
      return ok(readings)
    },
    /** @returns the pressures of the row; 'failed': a cycle without any; undefined: no cycle */
    pressure(row: Row): Result<Partial<Record<PressureComponent, number>> | 'failed' | undefined> {
      let values: Partial<Record<PressureComponent, number>> | undefined
      let failed = false
      for (const component of PRESSURE_COMPONENTS) {
        const column = at[component]
        if (column === undefined) continue
        const cell = cellIn(row, table, column)
        if (!cell.ok) return cell
        if (cell.value === undefined) failed ||= table.columns.sparse
        else if (cell.value !== 'nothing') {
          values ??= {}
          values[component] = cell.value
        }
      }
      return ok(values ?? (failed ? 'failed' : undefined))
    },
    resultOf(row: Row, values: Partial<Record<PressureComponent, number>>): PressureResult {
      const bad = PRESSURE_COMPONENTS.find((c) => values[c] !== undefined && !plausible(c, values[c]))
      if (bad === undefined) return { status: 'measured', ...values }
      implausible(row, bad, values[bad] as number)
      return { status: 'unavailable', reason: 'artifact' }
    },
  }
}

/**
 * Reads a recording.
 * @param text the whole file
 * @param map `column=signal` pairs when the header is none of the known layouts; see RECORDED_TARGETS
 * @returns the measurements in the file's order, or `malformed` with line, column and what to do; `not-a-recording` for a
 * file that is no CSV at all
 */
export function parseRecordedCsv(text: string, map?: string): Result<RecordedFile> {
  const opened = openTable(text, map)
  if (!opened.ok) return opened
  const table = opened.value
  const { columns } = table
  const { sparse } = columns
  const notes = createNotes()
  const reader = createRowReader(table, notes.add)
  const repeats = createCuffRepeats()
  const events: RecordedEvent[] = []
  const phases: { atMs: number; name: string }[] = []
  const counts: Partial<Record<SignalId, { measured: number; none: number }>> = {}
  /** Of the rows that time is judged by: all of them, in Chairside's own export those with a continuous signal. */
  const times: { atMs: number[]; line: number[] } = { atMs: [], line: [] }
  const saidAt: Partial<Record<SignalId, number[]>> = {}
  const cuffTimes: number[] = []
  let lengthMs = 0

  const takeVitals = ({ line, atMs }: Row, readings: Readings): void => {
    events.push({ kind: 'vitals', atMs, line, readings })
    for (const signal of CONTINUOUS_SIGNALS) {
      const reading = readings[signal]
      if (reading === undefined) continue
      counts[signal] ??= { measured: 0, none: 0 }
      const count = counts[signal]
      if (reading.status === 'measured') count.measured += 1
      else count.none += 1
      if (sparse) {
        saidAt[signal] ??= []
        saidAt[signal].push(atMs)
      }
    }
  }
  const takePressure = (row: Row, values: Partial<Record<PressureComponent, number>>): void => {
    const { line, atMs } = row
    // Chairside's own export holds each cycle once.
    if (!sparse && repeats(PRESSURE_COMPONENTS.map((c) => values[c] ?? '').join('/'), atMs)) return
    events.push({ kind: 'bloodPressure', atMs, line, result: reader.resultOf(row, values) })
    cuffTimes.push(atMs)
  }
  const take = (row: Row): Refusal | undefined => {
    const { line, atMs } = row
    lengthMs = Math.max(lengthMs, atMs)
    const readings = reader.readings(row)
    if (!readings.ok) return readings.error
    if (readings.value !== undefined) takeVitals(row, readings.value)
    if (!sparse || readings.value !== undefined) {
      times.atMs.push(atMs)
      times.line.push(line)
    }
    const pressure = reader.pressure(row)
    if (!pressure.ok) return pressure.error
    if (pressure.value === 'failed')
      events.push({
        kind: 'bloodPressure',
        atMs,
        line,
        result: { status: 'unavailable', reason: 'noReading' },
      })
    else if (pressure.value !== undefined) takePressure(row, pressure.value)
    const phase = columns.at.phase === undefined ? '' : (row.cells[columns.at.phase] as string)
    if (phase !== '' && phases.at(-1)?.name !== phase) phases.push({ atMs, name: phase })
    return undefined
  }
  const rows = eachRow(table, take)
  if (!rows.ok) return rows

  const continuous = CONTINUOUS_SIGNALS.filter((signal) =>
    sparse ? counts[signal] !== undefined : columns.at[signal] !== undefined,
  )
  const hasCuff = sparse
    ? events.some(({ kind }) => kind === 'bloodPressure')
    : PRESSURE_COMPONENTS.some((component) => columns.at[component] !== undefined)
  if (sparse && events.length === 0)
    return refuse('malformed', 'There is no measurement in this file: its rows hold events only.', 'line 1')

  const every: Partial<Record<SignalId, number>> = {}
  const usualMs = medianStep(times.atMs)
  for (const signal of continuous) {
    const everyMs = sparse ? medianStep(saidAt[signal] ?? []) : usualMs
    if (everyMs !== undefined) every[signal] = everyMs
  }
  timeNotes(times, usualMs, continuous.length > 0 && !sparse, notes.add)
  const line = table.headerLine
  for (const name of columns.unused)
    notes.add({ kind: 'unusedColumn', line, text: `column "${name}" is not used` })
  if (rows.value === 1)
    notes.add({ kind: 'oneRow', line: line + 1, text: 'one row only: nothing says how often values come' })
  const hasValue = CONTINUOUS_SIGNALS.some((signal) => (counts[signal]?.measured ?? 0) > 0)
  if (!hasValue && cuffTimes.length === 0)
    notes.add({ kind: 'noValues', line: line + 1, text: 'not one reading in the file has a value' })
  const cuffEveryMs = medianStep(cuffTimes)
  return ok({
    layout: columns.layout,
    signals: [...continuous, ...(hasCuff ? (['bloodPressure'] as const) : [])],
    everyMs: every,
    ...(cuffEveryMs === undefined ? {} : { cuffEveryMs }),
    events,
    phases,
    notes: notes.all(),
    rows: rows.value,
    lengthMs,
    counts,
    cuffMeasurements: cuffTimes.length,
  })
}

/** What a device may declare, milliseconds. */
const DECLARED_MS = { from: 100, to: 3_600_000 } as const
/** What whoever plays or imports this file declares: its signals, how often they come, and that it is a recording. */
export function declaredBy(file: Pick<RecordedFile, 'signals' | 'everyMs'>): {
  readonly kind: 'recorded'
  readonly signals: (SignalId | 'bloodPressure')[]
  /** Absent: the file does not say. */
  readonly everyMs?: Partial<Record<SignalId, number>>
} {
  const everyMs: Partial<Record<SignalId, number>> = {}
  for (const signal of CONTINUOUS_SIGNALS) {
    const ms = file.everyMs[signal]
    if (ms !== undefined) everyMs[signal] = Math.min(DECLARED_MS.to, Math.max(DECLARED_MS.from, ms))
  }
  const signals = [...file.signals]
  return { kind: 'recorded', signals, ...(Object.keys(everyMs).length === 0 ? {} : { everyMs }) }
}

/** Columns the person's map may name, for help texts. */
export type { RecordedTarget }
