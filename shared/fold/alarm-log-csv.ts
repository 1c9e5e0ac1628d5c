// Owns the alarm log as CSV: the columns, documented here and in docs/ALARMS.md. Pure text; times are hub time in milliseconds
// since 1970 UTC, as in the log. Never leaves a row out.
import { CATALOGUE, type Quantity } from '../vitals.ts'
import type { AlarmLogRow } from './alarm-log.ts'

type Column = readonly [name: string, read: (row: AlarmLogRow) => string | number | boolean | undefined]

/** In order. An empty cell: nothing of the kind. */
export const ALARM_LOG_COLUMNS: readonly Column[] = [
  ['seq', ({ seq }) => seq],
  ['event', ({ event }) => event],
  // When it was true by the rules, and when the hub decided or recorded it.
  ['at_ms', ({ atMs }) => atMs],
  ['decided_ms', ({ decidedAtMs }) => decidedAtMs],
  ['alarm_id', ({ alarmId }) => alarmId],
  ['condition', ({ condition }) => condition],
  ['level', ({ level }) => level],
  ['priority', ({ priority }) => priority],
  ['silent', ({ silent }) => silent],
  ['text', ({ text }) => text],
  // First value beyond the level; the measurement that decided.
  ['breach_ms', ({ breachAtMs }) => breachAtMs],
  ['measured_ms', ({ measuredAtMs }) => measuredAtMs],
  ['cause', ({ cause }) => cause],
  ['ended_by', ({ endedBy }) => endedBy],
  ['left_ms', ({ leftAtMs }) => leftAtMs],
  ['limit_quantity', ({ limit }) => limit?.quantity],
  ['limit_op', ({ limit }) => limit?.op],
  ['limit', ({ limit }) => limit?.value],
  ...(Object.keys(CATALOGUE) as Quantity[]).map(
    (quantity): Column => [quantity, ({ values }) => values?.[quantity]],
  ),
  // Places where it could be heard when it was decided, separated by a space; "none": it could be seen only.
  [
    'audible',
    ({ signalled }) =>
      signalled === undefined
        ? undefined
        : signalled.audible.length === 0
          ? 'none'
          : signalled.audible.join(' '),
  ],
  ['quiet_chair', ({ signalled }) => signalled?.quiet],
  ['shown_ms', ({ shownAtMs }) => shownAtMs],
  ['acknowledged_by', ({ acknowledgedBy }) => acknowledgedBy],
  ['acknowledged_ms', ({ acknowledgedAtMs }) => acknowledgedAtMs],
  ['coming_by', ({ comingBy }) => comingBy],
  ['coming_ms', ({ comingAtMs }) => comingAtMs],
  ['taken_by', ({ takenBy }) => takenBy],
  ['taken_ms', ({ takenAtMs }) => takenAtMs],
  // Of acts and of what followed.
  ['by', ({ by }) => by],
  ['screen_id', ({ screenId }) => screenId],
  ['of_seq', ({ ofSeq }) => ofSeq],
  ['step', ({ step }) => step],
  ['round', ({ round }) => round],
  ['role', ({ role }) => role],
  ['until_ms', ({ untilMs }) => untilMs],
  ['what', ({ what }) => what],
  ['because', ({ because }) => because],
]

/** A spreadsheet must not take a person's words for a formula. */
const FORMULA = /^[=+\-@\t\r]/
function cell(value: string | number | boolean | undefined): string {
  if (value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const alarmLogCsvHeader = (): string => ALARM_LOG_COLUMNS.map(([name]) => name).join(',')
export const alarmLogCsvRow = (row: AlarmLogRow): string =>
  ALARM_LOG_COLUMNS.map(([, read]) => cell(read(row))).join(',')

/** The whole table (RFC 4180): a header, then one line a row, each ended with CRLF. */
export const alarmLogCsv = (rows: readonly AlarmLogRow[]): string =>
  [alarmLogCsvHeader(), ...rows.map(alarmLogCsvRow)].map((line) => `${line}\r\n`).join('')
