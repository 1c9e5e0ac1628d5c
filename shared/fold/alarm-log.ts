// Owns the alarm log of a session: one row for every fact about an alarm, as it was recorded; a transition's row says also what
// came of it. For the panel on the chairside screen and for files (NDJSON, CSV). Never decides, and leaves nothing out.
import type { EpochMs, RecordSeq, ScreenId } from '../ids.ts'
import type { About, AlarmCause, EndedBy, EscalationStep } from '../record/alarm-kinds.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { AlarmTransition, BodyOf, LogRecord, Priority, RecordOf } from '../record/record.ts'
import { alarmLogText, type LoggedKind } from './alarm-log-words.ts'

/**
 * What a row is about.
 * raised rose fell ended   a transition of an alarm
 * repeatDue repeatOver     a cuff reading that has to be repeated
 * acknowledged coming      by a person, and `silenceEnded` when it stopped holding
 * audioPaused audioOff     of the whole room
 * escalated                whose turn it became to know
 * sent shown nobody        what became of telling someone
 * taken declined           a person has it, or cannot come
 * symptom help helpStamp resolved claimed undone personLeft
 * coverage                 who can hear this room from here on
 */
export type AlarmLogEvent =
  | AlarmTransition['transition']
  | 'repeatDue'
  | 'repeatOver'
  | 'acknowledged'
  | 'coming'
  | 'silenceEnded'
  | 'audioPaused'
  | 'audioOff'
  | 'audioOn'
  | 'undone'
  | 'escalated'
  | BodyOf<'delivery'>['event']
  | BodyOf<'taken'>['event']
  | 'symptom'
  | 'help'
  | 'helpStamp'
  | 'resolved'
  | 'claimed'
  | 'personLeft'
  | 'coverage'

/** How the transition could be heard when it was decided. Absent: the session had no screens (imported, recorded). */
export type Signalled = {
  /** Hub time of the decision: screens had it within a second. */
  readonly atMs: EpochMs
  /** Places where somebody had heard the tone. Empty: it could be seen only. */
  readonly audible: readonly BodyOf<'coverage'>['audible'][number][]
  /** Whether the chair was quiet. */
  readonly quiet: boolean
}

export type AlarmLogRow = {
  /** Number of the record in the session's log: unique, and where to find it. */
  readonly seq: RecordSeq
  readonly event: AlarmLogEvent
  /** When it was true by the rules; of a person's act, when the hub had it. Rows stand in the order of `seq`. */
  readonly atMs: EpochMs
  /** When the hub decided or recorded it: before this nobody had been told. */
  readonly decidedAtMs: EpochMs
  /** In words, without a time. */
  readonly text: string
  readonly alarmId?: string
  readonly condition?: string
  readonly level?: string
  readonly priority?: Priority
  /** Shown and never sounded. */
  readonly silent?: true
  /** Who; absent of an act: unsigned at that screen. */
  readonly by?: string
  readonly personId?: string
  readonly screenId?: ScreenId
  /** Number of the record that this ends, undoes or claims. */
  readonly ofSeq?: RecordSeq

  // ── of a transition ──
  readonly dueAtMs?: EpochMs
  /** The first value beyond this level. */
  readonly breachAtMs?: EpochMs
  readonly measuredAtMs?: EpochMs
  readonly values?: AlarmTransition['values']
  readonly limit?: AlarmTransition['limit']
  readonly about?: About
  readonly cause?: AlarmCause
  readonly endedBy?: EndedBy
  readonly signalled?: Signalled
  /** Since this transition and until the next one of this alarm; the first of each, where there were several. */
  readonly acknowledgedBy?: string
  readonly acknowledgedAtMs?: EpochMs
  readonly comingBy?: string
  readonly comingAtMs?: EpochMs
  readonly takenBy?: string
  readonly takenAtMs?: EpochMs
  /** The first screen that had it on the glass after it was told to somebody. */
  readonly shownAtMs?: EpochMs
  /** When this level ended: by the next transition. Absent: it goes on. */
  readonly leftAtMs?: EpochMs

  // ── of what follows ──
  readonly step?: EscalationStep
  readonly round?: number
  readonly role?: BodyOf<'delivery'>['role']
  readonly screenName?: string
  readonly untilMs?: EpochMs
  /** What a silence was: acknowledgement, coming, … ; and why it ended. */
  readonly what?: BodyOf<'silenceEnded'>['what']
  readonly because?: string
}

export type AlarmLog = {
  /** In pages of PAGE_ROWS, so that one row more copies one page: a recording of days has tens of thousands of rows. */
  readonly pages: readonly (readonly AlarmLogRow[])[]
  /** Who could hear at the cursor. */
  readonly coverage?: BodyOf<'coverage'>
  /** By alarm id: the place of the newest transition's row. */
  readonly newest: Readonly<Record<string, number>>
}
export const emptyAlarmLog: AlarmLog = { pages: [], newest: {} }
const PAGE_ROWS = 256

const listed = new WeakMap<AlarmLog['pages'], readonly AlarmLogRow[]>()
/** Every row in the order of `seq`; the same array for as long as nothing was added or said. */
export function alarmRows({ pages }: AlarmLog): readonly AlarmLogRow[] {
  const rows = listed.get(pages) ?? pages.flat()
  listed.set(pages, rows)
  return rows
}

type Of<K extends LogRecord['kind']> = RecordOf<K>
type Extra = Omit<Partial<AlarmLogRow>, 'seq' | 'decidedAtMs' | 'text'> & Pick<AlarmLogRow, 'event'>

/** Leaves out what is undefined: a row is plain JSON. */
const defined = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as T

const rowOf = (record: LogRecord & { readonly kind: LoggedKind }, extra: Extra): AlarmLogRow => {
  const by = 'by' in record ? record.by : undefined
  return defined({
    seq: record.seq,
    atMs: record.hubAtMs,
    decidedAtMs: record.hubAtMs,
    text: alarmLogText(record),
    by: by?.name,
    personId: by?.personId,
    screenId: 'screenId' in record ? record.screenId : undefined,
    ...extra,
  } as AlarmLogRow)
}

function append(log: AlarmLog, row: AlarmLogRow): AlarmLog {
  const { pages } = log
  const last = pages.at(-1)
  return {
    ...log,
    pages:
      last === undefined || last.length === PAGE_ROWS ? [...pages, [row]] : pages.with(-1, [...last, row]),
  }
}

/** Says something more of the newest transition of an alarm, where it has not been said yet. */
function more(log: AlarmLog, alarmId: string, said: Partial<AlarmLogRow>): AlarmLog {
  const at = log.newest[alarmId]
  if (at === undefined) return log
  const page = Math.floor(at / PAGE_ROWS)
  const rows = log.pages[page] as readonly AlarmLogRow[]
  const row = rows[at % PAGE_ROWS] as AlarmLogRow
  const fresh = Object.entries(said).filter(([key]) => row[key as keyof AlarmLogRow] === undefined)
  if (fresh.length === 0) return log
  const told = rows.with(at % PAGE_ROWS, { ...row, ...Object.fromEntries(fresh) })
  return { ...log, pages: log.pages.with(page, told) }
}

function afterAlarm(log: AlarmLog, record: Of<'alarm'>): AlarmLog {
  const { alarmId, condition, level, priority, silent, cause, endedBy, transition } = record
  const { dueAtMs, breachAtMs, measuredAtMs, values, limit, about, hubAtMs } = record
  const signalled =
    log.coverage === undefined || transition === 'ended' || silent
      ? undefined
      : { atMs: hubAtMs, audible: log.coverage.audible, quiet: log.coverage.quiet }
  const row = rowOf(record, {
    ...{ event: transition, atMs: dueAtMs, alarmId, condition, level, priority },
    ...({
      silent,
      cause,
      endedBy,
      dueAtMs,
      breachAtMs,
      measuredAtMs,
      values,
      limit,
      about,
    } as Partial<Extra>),
    ...(signalled === undefined ? {} : { signalled }),
  })
  const before = more(log, alarmId, { leftAtMs: dueAtMs })
  const after = append(before, row)
  const place = (after.pages.length - 1) * PAGE_ROWS + (after.pages.at(-1)?.length ?? 0) - 1
  return { ...after, newest: { ...after.newest, [alarmId]: place } }
}

const conditionOf = (alarmId: string): string => alarmId.split('@')[0] ?? alarmId

function afterAct(log: AlarmLog, record: Of<'acknowledgement'> | Of<'coming'>): AlarmLog {
  const { alarmId, level, hubAtMs: atMs } = record
  const common = { alarmId, condition: conditionOf(alarmId), level }
  if (record.kind === 'acknowledgement') {
    const row = rowOf(record, { event: 'acknowledged', ...common })
    const said = { acknowledgedBy: record.by.name, acknowledgedAtMs: atMs }
    return append(more(log, alarmId, said), row)
  }
  const row = rowOf(record, { event: 'coming', untilMs: record.untilMs, ...common })
  return append(more(log, alarmId, { comingBy: record.by.name, comingAtMs: atMs }), row)
}

function afterTelling(log: AlarmLog, record: Of<'escalation'> | Of<'delivery'> | Of<'taken'>): AlarmLog {
  const { alarmId } = record
  const common = { alarmId, condition: conditionOf(alarmId) }
  switch (record.kind) {
    case 'escalation': {
      const { level, priority, step, round, dueAtMs } = record
      const row = { event: 'escalated', ...common, level, priority, step, atMs: dueAtMs, dueAtMs } as const
      return append(log, rowOf(record, { ...row, ...(round === undefined ? {} : { round }) }))
    }
    case 'delivery': {
      const { step, event, role, personId, personName, screenId, screenName } = record
      const to = { by: personName, personId, screenId, screenName } as Partial<Extra>
      const row = rowOf(record, { event, ...common, step, role, ...to })
      return append(event === 'shown' ? more(log, alarmId, { shownAtMs: record.hubAtMs }) : log, row)
    }
    case 'taken': {
      const row = rowOf(record, { event: record.event, ...common })
      const said = { takenBy: record.by.name, takenAtMs: record.hubAtMs }
      return append(record.event === 'taken' ? more(log, alarmId, said) : log, row)
    }
  }
}

/** The log after one more record; the same object where it says nothing of alarms. */
export function foldAlarmLog(log: AlarmLog, record: DecodedRecord): AlarmLog {
  switch (record.kind) {
    case 'alarm':
      return afterAlarm(log, record)
    case 'acknowledgement':
    case 'coming':
      return afterAct(log, record)
    case 'escalation':
    case 'delivery':
    case 'taken':
      return afterTelling(log, record)
    case 'repeat': {
      const { condition, level, priority, dueAtMs, untilMs, measuredAtMs, values, limit } = record
      const common = { condition, level, priority, dueAtMs, measuredAtMs, values, limit, atMs: dueAtMs }
      return append(
        log,
        record.event === 'due'
          ? rowOf(record, { event: 'repeatDue', ...common, untilMs })
          : rowOf(record, { event: 'repeatOver', ...common, because: record.event }),
      )
    }
    case 'silenceEnded': {
      const { what, ofSeq, alarmId, cause: because, dueAtMs } = record
      const of = alarmId === undefined ? {} : { alarmId, condition: conditionOf(alarmId) }
      const row = { event: 'silenceEnded', what, ofSeq, because, dueAtMs, atMs: dueAtMs, ...of } as const
      return append(log, rowOf(record, row))
    }
    case 'audioPaused':
      return append(log, rowOf(record, { event: 'audioPaused', untilMs: record.untilMs }))
    case 'audioOff':
      return append(log, rowOf(record, { event: record.on ? 'audioOff' : 'audioOn', because: record.reason }))
    case 'undone':
    case 'claimed':
      return append(log, rowOf(record, { event: record.kind, ofSeq: record.ofSeq }))
    case 'resolved': {
      const { alarmId, outcome: because } = record
      return append(
        log,
        rowOf(record, { event: 'resolved', alarmId, condition: conditionOf(alarmId), because }),
      )
    }
    case 'symptom':
    case 'help':
    case 'helpStamp':
      return append(log, rowOf(record, { event: record.kind }))
    case 'personLeft': {
      const { name: by, personId } = record.person
      return append(log, rowOf(record, { event: 'personLeft', by, personId, because: record.cause }))
    }
    case 'coverage': {
      const { v: _v, seq: _seq, hubAtMs: _at, ...coverage } = record
      return append({ ...log, coverage }, rowOf(record, { event: 'coverage' }))
    }
    default:
      return log
  }
}
