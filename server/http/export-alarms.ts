// Owns the alarm log of a closed session as a file: every fact about an alarm, with due, decided, signalled and by whom.
// Documented in docs/ALARMS.md. Never decides anything: the rows are those of the record.
import {
  type AlarmLog,
  type AlarmLogRow,
  alarmRows,
  emptyAlarmLog,
  foldAlarmLog,
} from '@chairside/shared/fold/alarm-log.ts'
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { EXPORT_NOTICE } from '@chairside/shared/record/export-file.ts'
import { decodeLine } from '@chairside/shared/record/line.ts'
import { CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import { type CsvAbout, csvHead, textCell } from './export-csv.ts'

type Folded = { readonly state: SessionState; readonly log: AlarmLog }

/** A row says also what came of it later, so the whole log is read before the first row is written. */
export async function foldAlarms(segments: AsyncIterable<readonly string[]>): Promise<Folded> {
  let state = emptySession
  let log = emptyAlarmLog
  for await (const lines of segments)
    for (const line of lines) {
      const record = decodeLine(line)
      if (!record.ok) throw new Error(`a line of the log cannot be read: ${record.error.message}`)
      state = foldSession(state, record.value)
      log = foldAlarmLog(log, record.value)
    }
  return { state, log }
}

/** Rows a piece: what leaves at once. */
const PIECE = 200
function* pieces(rows: readonly AlarmLogRow[], line: (row: AlarmLogRow) => string): Generator<string> {
  for (let from = 0; from < rows.length; from += PIECE)
    yield rows
      .slice(from, from + PIECE)
      .map((row) => `${line(row)}\n`)
      .join('')
}

/** The first line says what this is; each further line is one row, as `AlarmLogRow` states it. Times are milliseconds, UTC. */
export async function* alarmsNdjson({ state, log }: Folded, about: CsvAbout): AsyncGenerator<string> {
  const { opened } = state
  if (opened === undefined) throw new Error('a session without its opening cannot be written')
  const { sessionId, patientCode, roomName, zone, profile } = opened
  const rows = alarmRows(log)
  const head = {
    chairside: 'alarms',
    v: 1,
    notice: EXPORT_NOTICE,
    ...{ sessionId, patientCode, roomName, zone, profile, openedAtMs: opened.hubAtMs },
    ...{ provenance: state.provenance, build: about.build, exportedAtMs: about.exportedAtMs },
    rows: rows.length,
  }
  yield `${JSON.stringify(head)}\n`
  yield* pieces(rows, (row) => JSON.stringify(row))
}

const valuesOf = (values: AlarmLogRow['values']): string =>
  Object.entries(values ?? {})
    .map(([quantity, value]) => `${CATALOGUE[quantity as Quantity].short} ${value}`)
    .join(' ')

type Column = readonly [name: string, cell: (row: AlarmLogRow, at: (ms?: number) => string) => string]
const text = (value: string | number | undefined): string =>
  value === undefined ? '' : textCell(String(value))

/** In the order of the file. `t_s` columns: seconds from the opening of the session. */
export const ALARM_COLUMNS: readonly Column[] = [
  ['seq', ({ seq }) => String(seq)],
  ['t_s', ({ atMs }, at) => at(atMs)],
  ['decided_t_s', ({ decidedAtMs }, at) => at(decidedAtMs)],
  ['event', ({ event }) => event],
  ['alarm_id', ({ alarmId = '' }) => alarmId],
  ['condition', ({ condition = '' }) => condition],
  ['level', ({ level }) => text(level)],
  ['priority', ({ priority = '' }) => priority],
  ['silent', ({ silent }) => (silent === true ? 'yes' : '')],
  [
    'limit',
    ({ limit }) =>
      limit === undefined ? '' : text(`${CATALOGUE[limit.quantity].short} ${limit.op} ${limit.value}`),
  ],
  ['values', ({ values }) => text(valuesOf(values))],
  ['cause', ({ cause = '' }) => cause],
  ['ended_by', ({ endedBy = '' }) => endedBy],
  ['due_t_s', ({ dueAtMs }, at) => at(dueAtMs)],
  ['breach_t_s', ({ breachAtMs }, at) => at(breachAtMs)],
  ['measured_t_s', ({ measuredAtMs }, at) => at(measuredAtMs)],
  ['signalled_t_s', ({ signalled }, at) => at(signalled?.atMs)],
  [
    'audible_at',
    ({ signalled }) => (signalled === undefined ? '' : signalled.audible.join(' ') || 'nowhere'),
  ],
  ['quiet_chair', ({ signalled }) => (signalled?.quiet === true ? 'yes' : '')],
  ['acknowledged_by', ({ acknowledgedBy }) => text(acknowledgedBy)],
  ['acknowledged_t_s', ({ acknowledgedAtMs }, at) => at(acknowledgedAtMs)],
  ['coming_by', ({ comingBy }) => text(comingBy)],
  ['coming_t_s', ({ comingAtMs }, at) => at(comingAtMs)],
  ['shown_t_s', ({ shownAtMs }, at) => at(shownAtMs)],
  ['taken_by', ({ takenBy }) => text(takenBy)],
  ['taken_t_s', ({ takenAtMs }, at) => at(takenAtMs)],
  ['left_t_s', ({ leftAtMs }, at) => at(leftAtMs)],
  ['by', ({ by }) => text(by)],
  ['role', ({ role }) => text(role)],
  ['screen', ({ screenName, screenId }) => text(screenName ?? screenId)],
  ['step', ({ step, round }) => (step === undefined ? '' : round === undefined ? step : `${step} ${round}`)],
  ['until_t_s', ({ untilMs }, at) => at(untilMs)],
  ['of_seq', ({ ofSeq }) => (ofSeq === undefined ? '' : String(ofSeq))],
  ['what', ({ what = '' }) => what],
  ['because', ({ because }) => text(because)],
  ['text', ({ text: words }) => text(words)],
]

const NOTES = [
  'The alarm log: one row for every fact about an alarm as it was recorded, in the order of the record (seq)',
  't_s: when it was true by the rules. decided_t_s: when the hub decided or recorded it. Before this nobody had been told',
  'signalled_t_s and audible_at: where somebody had heard the tone when it was decided. Empty: the session had no screens',
  'acknowledged coming shown taken left: the first of each since this row and until the next row of this alarm',
]

/** With the head of a session's CSV, and what the columns are. */
export async function* alarmsCsv({ state, log }: Folded, about: CsvAbout): AsyncGenerator<string> {
  const zeroMs = state.opened?.hubAtMs ?? 0
  const at = (ms?: number): string => (ms === undefined ? '' : ((ms - zeroMs) / 1_000).toFixed(3))
  const [first = '', notice = '', ...rest] = csvHead(state, about)
  const aboutSession = rest.filter((line) =>
    /^# (Session|Patient|Room|Zone|Alarm profile|Numbers|Imported|That file|Demo|t_s|T\+|Exported)/.test(
      line,
    ),
  )
  const title = first.replace('Chairside session as CSV', 'Chairside alarm log as CSV')
  const head = [title, notice, ...aboutSession, ...NOTES.map((line) => `# ${line}`)]
  yield `${[...head, ALARM_COLUMNS.map(([name]) => name).join(',')].join('\n')}\n`
  yield* pieces(alarmRows(log), (row) => ALARM_COLUMNS.map(([, cell]) => cell(row, at)).join(','))
}
