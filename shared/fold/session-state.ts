// Owns what a session is at a cursor: the fold of its records, nothing else. JSON-plain, because the hub keeps it as a
// checkpoint. Never asks what time it is (freshness does, with a time given) and never decides an alarm.
import type { AlarmId, DeviceId, EpochMs } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { Reading } from '../record/reading.ts'
import type { LogRecord, Provenance, RecordOf } from '../record/record.ts'
import type { SignalId } from '../vitals.ts'
import { foldAlarms } from './alarm-fold.ts'
import { foldPastAlarms, type PastAlarm } from './alarm-past.ts'
import { type ActiveAlarm, type AlarmState, NO_ALARMS } from './alarm-state.ts'
import { isCuffArtefact } from './freshness.ts'
import { foldInfusion, type InfusionNow, NO_INFUSION } from './infusion-state.ts'
import { foldVisit } from './visit-fold.ts'
import { NO_VISIT, type VisitState } from './visit-state.ts'

export type { ActiveAlarm, AlarmState } from './alarm-state.ts'
export type { InfusionNow, PumpEvent, RateSegment } from './infusion-state.ts'

/** HELP keeps the chair's own sound off this long. Source: clinical facts §5 "HELP". */
const HELP_QUIET_MS = 10 * 60_000
const helpQuietMs = (state: SessionState): number => {
  const silence = state.ruleSet?.silence as { readonly helpQuietMs?: number } | undefined
  return silence?.helpQuietMs ?? HELP_QUIET_MS
}

/** The newest word on one continuous signal. */
export type SignalNow = {
  readonly reading: Reading
  readonly measuredAtMs: EpochMs
  readonly deviceId: DeviceId
  /** The newest measured value, which may be older than `measuredAtMs` when the reading is unavailable. */
  readonly lastValue?: number
  readonly lastValueAtMs?: EpochMs
  /** Since when the reading has been unavailable without a break. */
  readonly unavailableSinceMs?: EpochMs
}
/** One completed cuff reading. */
export type CuffReading = {
  readonly measuredAtMs: EpochMs
  readonly deviceId: DeviceId
  readonly systolic?: number | undefined
  readonly diastolic?: number | undefined
  readonly mean?: number | undefined
}
export type CuffNow = {
  readonly last?: CuffReading
  /** When the first reading that counts was taken: without an infusion the cuff's grid begins there. */
  readonly firstAtMs?: EpochMs
  /** Failed cycles since the last reading. */
  readonly failures: number
  readonly lastFailureAtMs?: EpochMs
  readonly runningSinceMs?: EpochMs
  readonly orderedAtMs?: EpochMs
}
export type SourceNow = {
  readonly deviceId: DeviceId
  readonly name: string
  readonly kind: Provenance
  readonly connected: boolean
  readonly changedAtMs: EpochMs
  readonly everyMs: Readonly<Partial<Record<SignalId, number>>>
  readonly takesCuffOrders: boolean
  readonly offsetMs: number
}
export type ImportedFrom = Pick<RecordOf<'session.imported'>, 'file' | 'dated'> & {
  readonly atMs: EpochMs
  readonly by: string
}
export type SessionState = AlarmState & {
  readonly head: number
  readonly headAtMs: EpochMs
  readonly opened?: Omit<RecordOf<'session.opened'>, 'v' | 'seq'>
  readonly closed?: { readonly atMs: EpochMs; readonly by: string }
  /** Each time it came in as a file, oldest first; absent: it was recorded here. */
  readonly imported?: readonly ImportedFrom[]
  /** The least real of all sources so far: simulated beats recorded beats monitor. */
  readonly provenance: Provenance
  readonly sources: Readonly<Record<string, SourceNow>>
  readonly signals: Readonly<Partial<Record<SignalId, SignalNow>>>
  readonly cuff: CuffNow
  readonly infusion: InfusionNow
  /** Each MEDIUM and HIGH of it so far, over or not, oldest first; absent: none. */
  readonly pastAlarms?: readonly PastAlarm[]
  /** Plan, check-in, observations, discharge. */
  readonly visit: VisitState
  readonly quarantined: boolean
  /** Since when alarms are not judged here; only while quarantined. Hub time. */
  readonly notJudgedSinceMs?: EpochMs | undefined
  readonly refusedCount: number
  readonly recoveredCount: number
  /** Records of a newer version's kinds: kept, not understood, counted on the screen. */
  readonly unknownCount: number
  readonly lastGap?: { readonly fromMs: EpochMs; readonly toMs: EpochMs }
}

export const emptySession: SessionState = {
  head: 0,
  headAtMs: 0 as EpochMs,
  provenance: 'monitor',
  sources: {},
  signals: {},
  cuff: { failures: 0 },
  infusion: NO_INFUSION,
  ...NO_ALARMS,
  visit: NO_VISIT,
  quarantined: false,
  refusedCount: 0,
  recoveredCount: 0,
  unknownCount: 0,
}

const REALNESS: Readonly<Record<Provenance, number>> = { monitor: 2, recorded: 1, simulated: 0 }
/** Of two origins of numbers, the one a screen must admit to. */
export const leastReal = (a: Provenance, b: Provenance): Provenance => (REALNESS[b] < REALNESS[a] ? b : a)

const signalAfter = (
  before: SignalNow | undefined,
  reading: Reading,
  measuredAtMs: EpochMs,
  deviceId: DeviceId,
): SignalNow => {
  if (reading.status === 'measured')
    return { reading, measuredAtMs, deviceId, lastValue: reading.value, lastValueAtMs: measuredAtMs }
  return {
    reading,
    measuredAtMs,
    deviceId,
    ...(before?.lastValue === undefined ? {} : { lastValue: before.lastValue }),
    ...(before?.lastValueAtMs === undefined ? {} : { lastValueAtMs: before.lastValueAtMs }),
    unavailableSinceMs: before?.unavailableSinceMs ?? measuredAtMs,
  }
}

function afterVitals(state: SessionState, record: RecordOf<'vitals'>): Partial<SessionState> {
  const signals: Partial<Record<SignalId, SignalNow>> = { ...state.signals }
  let recoveredCount = state.recoveredCount
  for (const key in record.readings) {
    const signal = key as SignalId
    const reading = record.readings[signal]
    if (reading === undefined) continue
    if (record.recovered?.includes(signal)) {
      recoveredCount += 1
      continue
    }
    signals[signal] = signalAfter(signals[signal], reading, record.measuredAtMs, record.origin.deviceId)
  }
  return { signals, recoveredCount }
}

function afterPressure(state: SessionState, record: RecordOf<'bloodPressure'>): Partial<SessionState> {
  const { orderedAtMs: _ordered, runningSinceMs: _running, ...cuff } = state.cuff
  if (record.recovered) return { recoveredCount: state.recoveredCount + 1 }
  if (record.result.status === 'unavailable')
    return { cuff: { ...cuff, failures: cuff.failures + 1, lastFailureAtMs: record.measuredAtMs } }
  const { status: _status, ...values } = record.result
  const firstAtMs = cuff.firstAtMs ?? (isCuffArtefact(values) ? undefined : record.measuredAtMs)
  return {
    cuff: {
      failures: 0,
      ...(firstAtMs === undefined ? {} : { firstAtMs }),
      last: { measuredAtMs: record.measuredAtMs, deviceId: record.origin.deviceId, ...values },
    },
  }
}

function sourceChange(
  state: SessionState,
  deviceId: DeviceId,
  change: Partial<SourceNow>,
): Partial<SessionState> {
  const before = state.sources[deviceId]
  if (before === undefined) return {}
  return { sources: { ...state.sources, [deviceId]: { ...before, ...change } } }
}

function after(state: SessionState, record: LogRecord): Partial<SessionState> {
  switch (record.kind) {
    case 'session.opened': {
      const { v: _v, seq: _seq, ...opened } = record
      return { opened, provenance: record.provenance }
    }
    case 'session.closed':
      return { closed: { atMs: record.hubAtMs, by: record.by.name } }
    case 'session.imported': {
      const { file, dated, hubAtMs: atMs, by } = record
      return { imported: [...(state.imported ?? []), { file, dated, atMs, by: by.name }] }
    }
    case 'device.attached': {
      const source: SourceNow = {
        deviceId: record.deviceId,
        name: record.deviceName,
        kind: record.deviceKind,
        connected: true,
        changedAtMs: record.hubAtMs,
        everyMs: record.everyMs as SourceNow['everyMs'],
        takesCuffOrders: record.takesCuffOrders,
        offsetMs: record.offsetMs,
      }
      return {
        sources: { ...state.sources, [record.deviceId]: source },
        provenance: leastReal(state.provenance, record.deviceKind),
      }
    }
    case 'device.detached':
      return sourceChange(state, record.deviceId, { connected: false, changedAtMs: record.hubAtMs })
    case 'device.clock':
      return sourceChange(state, record.deviceId, { offsetMs: record.offsetMs })
    case 'vitals':
      return afterVitals(state, record)
    case 'bloodPressure':
      return afterPressure(state, record)
    case 'cuff.ordered':
      return { cuff: { ...state.cuff, orderedAtMs: record.hubAtMs } }
    case 'cuff.started': {
      const { orderedAtMs: _ordered, ...cuff } = state.cuff
      return { cuff: { ...cuff, runningSinceMs: record.startedAtMs } }
    }
    case 'refused':
      return { refusedCount: state.refusedCount + 1 }
    case 'hub.gap':
      return { lastGap: { fromMs: record.fromMs, toMs: record.toMs } }
    case 'quarantine':
      return {
        quarantined: record.on,
        notJudgedSinceMs: record.on ? (state.notJudgedSinceMs ?? record.hubAtMs) : undefined,
      }
    // Nothing of the session itself: alarms are folded beside it, the rest is the hub's and the suite's.
    default:
      return {}
  }
}

const NONE: readonly PastAlarm[] = []
function past({ pastAlarms = NONE }: SessionState, record: LogRecord): Partial<SessionState> {
  const now = foldPastAlarms(pastAlarms, record)
  return now === pastAlarms ? {} : { pastAlarms: now }
}

/** The session after one more record. Pure: the same records give the same state, however they are cut. */
export function foldSession(state: SessionState, record: DecodedRecord): SessionState {
  const { seq: head, hubAtMs: headAtMs } = record
  if (record.kind === 'unknown') return { ...state, unknownCount: state.unknownCount + 1, head, headAtMs }
  const isMeasured = record.kind === 'vitals' || record.kind === 'bloodPressure'
  const change = isMeasured
    ? after(state, record)
    : { ...after(state, record), ...foldAlarms(state, record, helpQuietMs(state)), ...past(state, record) }
  const infusion = isMeasured ? state.infusion : foldInfusion(state.infusion, record)
  const next = { ...state, ...change, infusion, head, headAtMs }
  const visit = foldVisit(state.visit, record, next)
  return visit === state.visit ? next : { ...next, visit }
}

/** The active alarm with this id, or undefined when it has ended or never was. */
export const activeAlarm = (state: SessionState, alarmId: AlarmId): ActiveAlarm | undefined =>
  Object.values(state.alarms).find((active) => active.alarm.alarmId === alarmId)

/** Signals' declared intervals over all connected sources; where two differ, the slower. */
export function declaredEveryMs(state: SessionState, signal: SignalId): number | undefined {
  const now = state.signals[signal]
  if (now !== undefined) return state.sources[now.deviceId]?.everyMs[signal]
  return undefined
}
