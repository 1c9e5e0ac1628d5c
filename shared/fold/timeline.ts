// Owns which records a person at the chair reads as events, and in what words. Times are left to the reader.
// Never hides a failure: a refused report, a failed cuff, a gap and an entry nobody here understands are all events.
import { formatAge, transitionText } from '../alarm/words/text.ts'
import type { EpochMs } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { AlarmRecord, Priority, RecordOf } from '../record/record.ts'
import { assertNever } from '../result.ts'
import { OUTCOME_NAMES } from '../visit/names.ts'
import { rateAt } from '../visit/pump-log.ts'
import { alarmLogText } from './alarm-log-words.ts'
import { careEntry } from './care-words.ts'
import { isCuffArtefact } from './freshness.ts'
import { lateWords } from './late-words.ts'
import type { SessionState } from './session-state.ts'
import { UNAVAILABLE_WORDS } from './unavailable-words.ts'
import { type Mend, mendOf } from './visit-act-words.ts'
import { undoneEntry, visitEntry } from './visit-words.ts'

export { UNAVAILABLE_WORDS }

export type TimelineKind =
  | 'session'
  | 'infusion'
  | 'alarm'
  | 'acknowledgement'
  | 'escalation'
  | 'help'
  | 'care'
  | 'device'
  | 'cuff'
  | 'hub'
  | 'refused'
  | 'unknown'

export type TimelineEntry = {
  /** When it happened (hub time); for a late decision, when it was true by the rules. */
  readonly atMs: EpochMs
  readonly kind: TimelineKind
  readonly text: string
  /** Of an alarm that began or changed its level. */
  readonly priority?: Priority
  /** The same call again, or that nobody was there to be called: many of it, each like the one before. */
  readonly again?: true
  /** Which other line is otherwise by it. */
  readonly mends?: Mend
  /** Which screen can sound, and the like: of the log, no event of the patient, the pump or the hub. */
  readonly housekeeping?: true
}

const DETACHED: Readonly<Record<RecordOf<'device.detached'>['reason'], string>> = {
  lost: 'lost',
  left: 'disconnected',
  superseded: 'taken over by a new connection',
  revoked: 'revoked',
  hubStopped: 'disconnected: the hub stopped',
  moved: 'stays behind: the patient is in another room',
}

function closedWords({ by, outcome, reason, openAlarms }: RecordOf<'session.closed'>): string {
  const how = outcome === undefined ? '' : `: ${OUTCOME_NAMES[outcome]}`
  const why = reason === undefined || reason === '' ? '' : ` (${reason})`
  return `Session closed by ${by.name}${how}${why}${openAlarmsWords(openAlarms.length)}`
}

const openAlarmsWords = (count: number): string =>
  count === 0 ? '' : count === 1 ? ', 1 alarm still open' : `, ${count} alarms still open`

/** Beside the rate as it was at that time, which for a late entry is not the newest one. */
function infusionWords(record: RecordOf<'infusion'>, before: SessionState | undefined): string {
  const to = `${record.rateMlPerHr} mL/h`
  const from = before === undefined ? undefined : (rateAt(before.infusion.rates, record.atMs) ?? 0)
  const was = from === undefined || from === 0 ? '' : ` (was ${from} mL/h)`
  switch (record.act) {
    case 'start':
      return `Pump started at ${to}`
    case 'rate':
      return from === undefined ? `Pump rate set to ${to}` : `Pump rate ${from} → ${to}`
    case 'pause':
      return `Pump paused${was}`
    case 'resume':
      return `Pump resumed at ${to}`
    case 'stop':
      return record.completed ? `Pump stopped, the dose is in${was}` : `Pump stopped${was}`
    default:
      return assertNever(record.act)
  }
}

/** An alarm decided this much after it was true is said to be late: the hub was not there, or not judging. */
const LATE_MS = 5_000

function alarmEntry(record: AlarmRecord): TimelineEntry {
  const lateMs = record.hubAtMs - record.dueAtMs
  const text = transitionText(record) + (lateMs >= LATE_MS ? `, decided ${formatAge(lateMs)} later` : '')
  return {
    atMs: record.dueAtMs,
    kind: 'alarm',
    text,
    ...(record.transition === 'ended' ? {} : { priority: record.priority }),
  }
}

function cuffWords(record: RecordOf<'bloodPressure'>): string | undefined {
  const { result } = record
  if (result.status === 'unavailable') return `Cuff failed: ${UNAVAILABLE_WORDS[result.reason]}`
  const { systolic, diastolic, mean } = result
  if (systolic === undefined && diastolic === undefined) return `Cuff gave a mean only (${mean}), not judged`
  if (isCuffArtefact(result)) return `Cuff ${systolic}/${diastolic} cannot be, not judged`
  return undefined
}

const gapWords = (record: RecordOf<'hub.gap'>): string => {
  const length = formatAge(record.toMs - record.fromMs)
  return record.cause === 'restart'
    ? `Hub was away for ${length}: nothing recorded, nothing judged`
    : `Hub clock moved forward by ${length}`
}

/**
 * What a record is in the timeline, or undefined where it is not an event there (measurements, housekeeping).
 * @param before the session as it was before this record: names of devices and the rate before
 */
export function timelineEntry(record: DecodedRecord, before?: SessionState): TimelineEntry | undefined {
  const entry = (kind: TimelineKind, text: string, atMs: EpochMs = record.hubAtMs): TimelineEntry => ({
    atMs,
    kind,
    text,
  })
  const device = (deviceId: string): string => before?.sources[deviceId]?.name ?? deviceId
  switch (record.kind) {
    case 'session.opened':
      return entry('session', `Session opened by ${record.by.name}`)
    case 'session.closed':
      return entry('session', closedWords(record))
    case 'infusion':
      return entry(
        'infusion',
        `${infusionWords(record, before)} · ${record.by?.name ?? 'unsigned'}${lateWords(record)}`,
        record.atMs,
      )
    case 'alarm':
      return alarmEntry(record)
    case 'acknowledgement':
    case 'coming':
    case 'taken':
    case 'audioPaused':
    case 'audioOff':
    case 'personLeft':
      return entry('acknowledgement', alarmLogText(record))
    case 'undone':
      return {
        ...(undoneEntry(record, before) ?? entry('acknowledgement', alarmLogText(record))),
        mends: mendOf(record, before),
      }
    case 'silenceEnded':
      // That an alarm's end or a rise ended it stands in the alarm's own line.
      return record.cause === 'alarmEnded' || record.cause === 'rose' || record.cause === 'sessionClosed'
        ? undefined
        : entry('acknowledgement', alarmLogText(record), record.dueAtMs)
    case 'escalation':
      return {
        ...entry('escalation', alarmLogText(record), record.dueAtMs),
        ...(record.step === 'again' ? { again: true } : {}),
      }
    case 'delivery':
      // Each screen that had it is in the alarm log; that nobody could be told is an event.
      return record.event === 'nobody'
        ? { ...entry('escalation', alarmLogText(record)), again: true }
        : undefined
    case 'repeat':
      return entry('cuff', alarmLogText(record), record.dueAtMs)
    case 'symptom':
    case 'help':
    case 'helpStamp':
    case 'resolved':
      return entry('help', alarmLogText(record))
    case 'claimed':
      return entry('session', alarmLogText(record))
    case 'coverage':
      return { ...entry('hub', alarmLogText(record)), housekeeping: true }
    case 'phase':
    case 'baseline':
    case 'limits':
    case 'rules':
    case 'quietChair':
    case 'placement':
    case 'manual':
    case 'medication':
    case 'assessment':
    case 'monitorOff':
    case 'holding':
    case 'battery':
      return careEntry(record, device, before)
    case 'plan':
    case 'checkIn':
    case 'dose':
    case 'drugAccount':
    case 'gate':
    case 'gateAsked':
    case 'sideEffect':
    case 'oxygen':
    case 'note':
    case 'amended':
    case 'moved':
    case 'monitorSwapped':
    case 'samePatient':
    case 'reassignment':
    case 'signOff':
    case 'handover':
    case 'evacuation':
      return visitEntry(record, before)
    case 'device.attached':
      return entry('device', `${record.deviceName} connected`)
    case 'device.detached':
      return entry('device', `${device(record.deviceId)} ${DETACHED[record.reason]}`)
    case 'device.clock':
      return entry(
        'device',
        `${device(record.deviceId)}: its clock changed by ${record.changedByMs < 0 ? '−' : '+'}${formatAge(Math.abs(record.changedByMs))}, corrected`,
      )
    case 'bloodPressure': {
      const text = cuffWords(record)
      return text === undefined ? undefined : entry('cuff', text, record.measuredAtMs)
    }
    case 'cuff.ordered':
      if (record.by !== undefined) return entry('cuff', `Cuff asked for by ${record.by.name}`)
      return record.cause === 'person'
        ? entry('cuff', 'Cuff asked for · unsigned')
        : record.cause === 'repeat'
          ? entry('cuff', 'Cuff ordered by the hub for a repeat')
          : undefined
    case 'refused':
      return entry('refused', `Refused from ${device(record.deviceId)}: ${record.message}`)
    case 'hub.gap':
      return entry('hub', gapWords(record), record.fromMs)
    case 'quarantine':
      return entry('hub', record.on ? `ALARMS NOT JUDGED HERE: ${record.reason}` : 'Alarms are judged again')
    case 'unknown':
      return entry('unknown', `An entry by a newer version (${record.originalKind})`)
    case 'vitals':
    case 'cuff.started':
    // Not something that happened in the session: the header says it, always.
    case 'session.imported':
    case 'hub.started':
    case 'hub.stopped':
    case 'clock.step':
    case 'storage':
    case 'screen':
    case 'session.listed':
    // The suite's own stream: no session's events.
    case 'duty':
    case 'roomNurse':
    case 'lease':
    case 'toneHeard':
      return undefined
    default:
      return assertNever(record)
  }
}
