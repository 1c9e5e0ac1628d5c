// Owns the one line that a list says of a session: how high, how low, how many alarms. A fold, JSON-plain, kept with the
// actor's checkpoint and in the session index. Never a judgement: peaks are of what was measured; artefacts and the values of
// a sensor that is settling are left out.
import { isSaid } from '../alarm/silence-times.ts'
import type { EpochMs } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { AlarmRecord, Priority, RecordOf } from '../record/record.ts'
import { higher } from './alarm-spans.ts'
import { isCuffArtefact } from './freshness.ts'
import { afterAttached, afterWords, noSettling, type Settling } from './settling.ts'

export type SessionSummary = {
  /** The first start of the pump: T+00:00. */
  readonly startedAtMs?: EpochMs
  /** The reading with the highest systolic pressure; a reading without a diastolic counts too. */
  readonly peakPressure?: {
    readonly systolic: number
    readonly diastolic?: number
    readonly measuredAtMs: EpochMs
  }
  /** Highest heart rate, or pulse rate where the session has no ECG. */
  readonly peakRate?: {
    readonly value: number
    readonly signal: 'heartRate' | 'pulseRate'
    readonly measuredAtMs: EpochMs
  }
  readonly lowestSpo2?: { readonly value: number; readonly measuredAtMs: EpochMs }
  /** The patient's alarms (what was measured, what a person said) by the highest level that each reached. */
  readonly alarms: Readonly<Record<Priority, number>>
  /** Technical alarms, counted apart in the same way; those that were only ever seen are not. Absent: none. */
  readonly technical?: Readonly<Record<Priority, number>>
  /** The highest level so far of each alarm that is still going on, by alarm id; empty once the session is closed. */
  readonly open: Readonly<Record<string, Priority>>
  /** Which values came from a sensor that was settling: what is needed to go on. */
  readonly settling: Settling
  /** It came in as a file: the name of the last one. */
  readonly importedFrom?: string
  /** false: a file that it came from named no date. */
  readonly dated?: false
}

/** What others are told: without what only the fold needs. */
export type ToldSummary = Omit<SessionSummary, 'open' | 'settling'>
export const toldSummary = ({ open: _open, settling: _settling, ...told }: SessionSummary): ToldSummary =>
  told

const NONE = { low: 0, medium: 0, high: 0 } as const
export const emptySummary: SessionSummary = {
  alarms: NONE,
  open: {},
  settling: noSettling,
}

function afterVitals(summary: SessionSummary, record: RecordOf<'vitals'>): SessionSummary {
  const { readings, measuredAtMs } = record
  const { spo2 } = readings
  const { settling, settled } = afterWords(summary.settling, record)
  let next: SessionSummary = { ...summary, settling }
  if (
    settled.includes('spo2') &&
    spo2?.status === 'measured' &&
    spo2.value < (next.lowestSpo2?.value ?? Number.POSITIVE_INFINITY)
  )
    next = { ...next, lowestSpo2: { value: spo2.value, measuredAtMs } }
  for (const signal of ['heartRate', 'pulseRate'] as const) {
    const reading = readings[signal]
    if (reading?.status !== 'measured' || !settled.includes(signal)) continue
    const { peakRate } = next
    // One source: the ECG as soon as there is one.
    if (peakRate?.signal === 'heartRate' && signal === 'pulseRate') continue
    if (peakRate === undefined || peakRate.signal !== signal || reading.value > peakRate.value)
      next = { ...next, peakRate: { value: reading.value, signal, measuredAtMs } }
  }
  return next
}

function afterPressure(summary: SessionSummary, record: RecordOf<'bloodPressure'>): SessionSummary {
  const { result, measuredAtMs } = record
  if (result.status !== 'measured' || result.systolic === undefined || isCuffArtefact(result)) return summary
  const { systolic, diastolic } = result
  if (systolic <= (summary.peakPressure?.systolic ?? 0)) return summary
  const peakPressure = { systolic, measuredAtMs, ...(diastolic === undefined ? {} : { diastolic }) }
  return { ...summary, peakPressure }
}

function afterAlarm(summary: SessionSummary, record: AlarmRecord): SessionSummary {
  const { alarmId, transition, priority, silent } = record
  const { [alarmId]: before, ...others } = summary.open
  if (transition === 'ended') return before === undefined ? summary : { ...summary, open: others }
  const now = before === undefined ? priority : higher(before, priority)
  const isTechnical = record.limit === undefined && !isSaid(record.condition)
  if (now === before || (isTechnical && silent === true && priority === 'low')) return summary
  const counted = isTechnical ? (summary.technical ?? NONE) : summary.alarms
  const alarms = { ...counted, [now]: counted[now] + 1 }
  if (before !== undefined) alarms[before] -= 1
  const open = { ...others, [alarmId]: now }
  return isTechnical ? { ...summary, technical: alarms, open } : { ...summary, alarms, open }
}

/** The summary after one more record; the same object where nothing changed. */
export function foldSummary(summary: SessionSummary, record: DecodedRecord): SessionSummary {
  switch (record.kind) {
    case 'vitals':
      return afterVitals(summary, record)
    case 'device.attached':
      return { ...summary, settling: afterAttached(summary.settling, record) }
    case 'bloodPressure':
      return afterPressure(summary, record)
    case 'infusion':
      return summary.startedAtMs === undefined ? { ...summary, startedAtMs: record.atMs } : summary
    case 'alarm':
      return afterAlarm(summary, record)
    case 'session.imported': {
      const { file, dated } = record
      return { ...summary, importedFrom: file.name, ...(dated ? {} : { dated: false as const }) }
    }
    default:
      return summary
  }
}
