// Owns reading a session for its summary, record by record: what is kept until the last one is in. Never works anything out.
import { type AlarmSpan, foldAlarmSpans } from '../fold/alarm-spans.ts'
import { type Calling, callingOf } from '../fold/alarm-steps.ts'
import { emptySession, foldSession, type SessionState } from '../fold/session-state.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { LogRecord, RecordOf } from '../record/record.ts'
import { dischargeNow, notMetWords } from './discharge.ts'
import { siteOf } from './phase-table.ts'
import { amendmentOf, eventOf, isListed, type ReportAmendment, type ReportEvent } from './report-acts.ts'
import { emptyNumbers, type Numbers, pushNumbers } from './report-series.ts'

/** What is kept while the records are read. `numbers` and the lists are changed in place. */
export type ReportSoFar = {
  state: SessionState
  spans: readonly AlarmSpan[]
  /** Who was called for any of them. */
  readonly callings: Calling[]
  readonly numbers: Numbers
  /** Numbers of the acts that are listed. */
  readonly listed: Set<number>
  readonly amendments: ReportAmendment[]
  readonly events: ReportEvent[]
  undone: number
  /** Of the newest record but what an import wrote behind the session. */
  lastMs: number
  baseline?: { readonly atMs: number; readonly by: string }
  closed?: RecordOf<'session.closed'>
  /** Of an early discharge: what the list still waited for when it was recorded. */
  notMet?: readonly string[]
  readonly rooms: string[]
  /** Since when what the monitor measured is another patient's, as a person said. */
  othersFromMs?: number
}
export const emptyReport = (): ReportSoFar => ({
  state: emptySession,
  spans: [],
  callings: [],
  numbers: emptyNumbers(),
  listed: new Set(),
  amendments: [],
  events: [],
  undone: 0,
  lastMs: 0,
  rooms: [],
})

function takeKnown(soFar: ReportSoFar, record: LogRecord): void {
  const event = eventOf(record, soFar.state)
  if (event !== undefined) soFar.events.push(event)
  if (isListed(record)) soFar.listed.add(record.seq)
  const calling = callingOf(record)
  if (calling !== undefined) soFar.callings.push(calling)
  switch (record.kind) {
    case 'amended':
      soFar.amendments.push(amendmentOf(record, soFar.state))
      return
    case 'undone':
      if (soFar.listed.has(record.ofSeq)) soFar.undone += 1
      return
    case 'baseline':
      soFar.baseline = { atMs: record.hubAtMs, by: record.by.name }
      return
    case 'samePatient':
      if (record.answer === 'different')
        soFar.othersFromMs = Math.min(soFar.othersFromMs ?? record.offSinceMs, record.offSinceMs)
      return
    case 'session.closed':
      soFar.closed = record
      // The session as it was: closing it ends its alarms.
      if (record.outcome === 'dischargedEarly' && siteOf(soFar.state).checkIn === 'required')
        soFar.notMet = notMetWords(dischargeNow(soFar.state, record.hubAtMs))
      return
    case 'session.opened':
      soFar.rooms.push(record.roomName)
      return
    case 'moved':
      soFar.rooms.push(record.toRoomName)
      return
    default:
      return
  }
}

/** Takes one more record, in the order of the log. Changes `soFar`. */
export function takeForReport(soFar: ReportSoFar, record: DecodedRecord): void {
  if (record.kind !== 'unknown') {
    if (record.kind !== 'vitals' && record.kind !== 'bloodPressure') takeKnown(soFar, record)
    pushNumbers(soFar.numbers, record)
    soFar.spans = foldAlarmSpans(soFar.spans, record)
  }
  if (record.kind !== 'session.imported') soFar.lastMs = Math.max(soFar.lastMs, record.hubAtMs)
  soFar.state = foldSession(soFar.state, record)
}
