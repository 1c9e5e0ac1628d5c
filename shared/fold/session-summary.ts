// Owns the one line that a list says of a session: how high, how low, how many alarms. A fold, JSON-plain, kept with the
// actor's checkpoint and in the session index. Never a judgement, and never another figure than the session's own page (SU2): both
// count the same readings from the same start.
import { isSaid } from '../alarm/silence/silence-times.ts'
import type { EpochMs } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { AlarmRecord, Priority, RecordOf } from '../record/record.ts'
import { pressureExtremes, pressuresByHand } from '../visit/report-extremes.ts'
import { shown } from '../vitals.ts'
import { isCuffArtefact } from './freshness.ts'
import { type Peaks, peakSince, pushPeak, type Sign } from './peaks.ts'
import type { SessionState } from './session-state.ts'
import { afterAttached, afterWords, noSettling, type Settling } from './settling.ts'

/** What a list is told: of the time from the start of the infusion on; without one, of the whole session. */
export type ToldSummary = {
  /** The first start of the pump as it stands, undone and amended: T+00:00. */
  readonly startedAtMs?: EpochMs
  /** The reading with the highest systolic pressure; a reading without a diastolic counts too. */
  readonly peakPressure?: {
    readonly systolic: number
    readonly diastolic?: number
    readonly measuredAtMs: EpochMs
    readonly byHand?: true
  }
  /** Highest heart rate, or pulse rate where there was no heart rate. */
  readonly peakRate?: {
    readonly value: number
    readonly signal: 'heartRate' | 'pulseRate'
    readonly measuredAtMs: EpochMs
    readonly byHand?: true
  }
  readonly lowestSpo2?: { readonly value: number; readonly measuredAtMs: EpochMs; readonly byHand?: true }
  /** How often an alarm of the patient (what was measured, what a person said) was raised or rose at each priority. */
  readonly alarms: Readonly<Record<Priority, number>>
  /** Technical alarms, counted apart in the same way; what was only shown is not. Absent: none. */
  readonly technical?: Readonly<Record<Priority, number>>
  /** From then on it was another patient, as a person said: nothing measured since then is told, and rates and SpO₂ not at all. */
  readonly othersFromMs?: EpochMs
  /** It came in as a file: the name of the last one. */
  readonly importedFrom?: string
  /** false: a file that it came from named no date. */
  readonly dated?: false
}
const PEAKS = { heartRate: 1, pulseRate: 1, spo2: -1 } as const satisfies Readonly<Record<string, Sign>>
type PeakSignal = keyof typeof PEAKS
const PEAK_SIGNALS = Object.keys(PEAKS) as readonly PeakSignal[]

export type SessionSummary = Pick<
  ToldSummary,
  'alarms' | 'technical' | 'othersFromMs' | 'importedFrom' | 'dated'
> & {
  readonly pressures: readonly {
    readonly atMs: number
    readonly systolic: number
    readonly diastolic?: number
  }[]
  readonly peaks: { readonly [S in PeakSignal]: Peaks }
  /** The start as it was recorded first: where peaks are likely to count from. */
  readonly recordedStartMs?: number
  /** Which values came from a sensor that was settling: what is needed to go on. */
  readonly settling: Settling
}

const NONE = { low: 0, medium: 0, high: 0 } as const
export const emptySummary: SessionSummary = {
  pressures: [],
  peaks: { heartRate: [], pulseRate: [], spo2: [] },
  alarms: NONE,
  settling: noSettling,
}

function afterVitals(summary: SessionSummary, record: RecordOf<'vitals'>): SessionSummary {
  const { readings, measuredAtMs: atMs } = record
  const { settling, settled } = afterWords(summary.settling, record)
  let { peaks } = summary
  for (const signal of PEAK_SIGNALS) {
    const reading = readings[signal]
    if (reading?.status !== 'measured' || !settled.includes(signal)) continue
    const one = { value: shown(signal, reading.value), atMs }
    const next = pushPeak(peaks[signal], one, PEAKS[signal], summary.recordedStartMs)
    if (next !== peaks[signal]) peaks = { ...peaks, [signal]: next }
  }
  return { ...summary, settling, peaks }
}

function afterPressure(summary: SessionSummary, record: RecordOf<'bloodPressure'>): SessionSummary {
  const { result, measuredAtMs: atMs } = record
  if (result.status !== 'measured' || result.systolic === undefined || isCuffArtefact(result)) return summary
  const { systolic, diastolic } = result
  const one = { atMs, systolic, ...(diastolic === undefined ? {} : { diastolic }) }
  return { ...summary, pressures: [...summary.pressures, one] }
}

/** Each time something was raised or rose, at the priority that it had then: what the session's own page counts, too. */
function afterAlarm(summary: SessionSummary, record: AlarmRecord): SessionSummary {
  const { transition, priority, silent, limit, condition } = record
  if (transition === 'ended' || transition === 'fell') return summary
  const isTechnical = limit === undefined && !isSaid(condition)
  if (isTechnical && silent === true) return summary
  const counted = isTechnical ? (summary.technical ?? NONE) : summary.alarms
  const alarms = { ...counted, [priority]: counted[priority] + 1 }
  return isTechnical ? { ...summary, technical: alarms } : { ...summary, alarms }
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
      return summary.recordedStartMs === undefined ? { ...summary, recordedStartMs: record.atMs } : summary
    case 'alarm':
      return afterAlarm(summary, record)
    case 'samePatient': {
      if (record.answer === 'same') return summary
      const { othersFromMs = record.offSinceMs } = summary
      return { ...summary, othersFromMs: othersFromMs < record.offSinceMs ? othersFromMs : record.offSinceMs }
    }
    case 'session.imported': {
      const { file, dated } = record
      return { ...summary, importedFrom: file.name, ...(dated ? {} : { dated: false as const }) }
    }
    default:
      return summary
  }
}

type Told = { readonly value: number; readonly measuredAtMs: EpochMs; readonly byHand?: true }

/** The best of what the monitor and people measured; of equal ones the first. */
function peakOf(
  { peaks, othersFromMs }: SessionSummary,
  { visit }: SessionState,
  signal: PeakSignal,
  fromMs: number,
): Told | undefined {
  // The highest that is kept may be the other patient's, and have left this one's behind: the session's own page has it.
  if (othersFromMs !== undefined) return undefined
  const sign = PEAKS[signal]
  const monitor = peakSince(peaks[signal], fromMs)
  const all: { value: number; atMs: number; byHand?: true }[] = monitor === undefined ? [] : [monitor]
  for (const { void: isVoid, atMs, values } of visit.measured) {
    const value = values[signal]
    if (!isVoid && value !== undefined && atMs >= fromMs)
      all.push({ value: shown(signal, value), atMs, byHand: true })
  }
  const [best] = all.sort((a, b) => sign * (b.value - a.value) || a.atMs - b.atMs)
  if (best === undefined) return undefined
  return {
    value: best.value,
    measuredAtMs: best.atMs as EpochMs,
    ...(best.byHand ? { byHand: true } : {}),
  }
}

function peakPressureOf(
  { pressures, othersFromMs = Number.POSITIVE_INFINITY as EpochMs }: SessionSummary,
  { visit }: SessionState,
  fromMs: number,
): ToldSummary['peakPressure'] {
  const all = [...pressures, ...pressuresByHand(visit.measured)].filter(
    ({ atMs }) => atMs >= fromMs && atMs < othersFromMs,
  )
  const peak = pressureExtremes(all, 'systolic')?.highest
  if (peak === undefined) return undefined
  const { value: systolic, diastolic, atMs, byHand } = peak
  return {
    systolic,
    measuredAtMs: atMs as EpochMs,
    ...(diastolic === undefined ? {} : { diastolic }),
    ...(byHand ? { byHand } : {}),
  }
}

/** @param session the same records' */
export function toldSummary(summary: SessionSummary, session: SessionState): ToldSummary {
  const { alarms, technical, othersFromMs, importedFrom, dated } = summary
  const { startedAtMs } = session.infusion
  const fromMs = startedAtMs ?? Number.NEGATIVE_INFINITY
  const peakPressure = peakPressureOf(summary, session, fromMs)
  const heartRate = peakOf(summary, session, 'heartRate', fromMs)
  const rate = heartRate ?? peakOf(summary, session, 'pulseRate', fromMs)
  const signal = heartRate === undefined ? 'pulseRate' : 'heartRate'
  const lowestSpo2 = peakOf(summary, session, 'spo2', fromMs)
  return {
    alarms,
    ...(technical === undefined ? {} : { technical }),
    ...(startedAtMs === undefined ? {} : { startedAtMs }),
    ...(peakPressure === undefined ? {} : { peakPressure }),
    ...(rate === undefined ? {} : { peakRate: { ...rate, signal } }),
    ...(lowestSpo2 === undefined ? {} : { lowestSpo2 }),
    ...(othersFromMs === undefined ? {} : { othersFromMs }),
    ...(importedFrom === undefined ? {} : { importedFrom }),
    ...(dated === undefined ? {} : { dated }),
  }
}
