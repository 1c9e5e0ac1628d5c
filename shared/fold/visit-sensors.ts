// Owns what a visit keeps of the numbers: pressures for baseline and discharge, values of the minutes before the start, and
// since when every sensor has been off. Never more than a rule of a visit needs, and never a value that came too late.
import type { EpochMs } from '../ids.ts'
import type { Phase, RecordOf } from '../record/record.ts'
import { ASK_AFTER_MS } from '../visit/same-patient.ts'
import type { SignalId } from '../vitals.ts'
import { isCuffArtefact } from './freshness.ts'
import type { SessionState } from './session-state.ts'
import { pressureByHand } from './visit-observed.ts'
import type { PressureRead, VisitState } from './visit-state.ts'

/** What the visit is told of the rest of the session, the record already in. */
export type Beside = Pick<SessionState, 'phase' | 'signals' | 'infusion'>

/** Baseline needs those of 15 min (clinical facts §4 "Baseline"); twice that shows what they were after. */
const BEFORE_START_MS = 30 * 60_000
const PRESSURES_KEPT = 60
/** A start said as late as the chair offers (5 min) is judged by what was measured before it. Source: clinical facts §6. */
const LATE_START_MS = 5 * 60_000
/** HR: median of 60 s; SpO₂: of the 5 min that the patient has been on air. Source: clinical facts §4 "Baseline". */
const HEART_RATE_KEPT_MS = LATE_START_MS + 60_000
const SPO2_KEPT_MS = LATE_START_MS + 5 * 60_000

function withPressure(visit: VisitState, read: PressureRead, isStarted: boolean): VisitState {
  const all = [...visit.pressures, read].sort((a, b) => a.atMs - b.atMs)
  const newestMs = all.at(-1)?.atMs ?? read.atMs
  const kept = isStarted ? all : all.filter(({ atMs }) => newestMs - atMs <= BEFORE_START_MS)
  return { ...visit, pressures: kept.slice(-PRESSURES_KEPT) }
}

/** A completed cuff reading of both; one that cannot be, or that came too late, settles nothing. */
export function foldPressure(
  visit: VisitState,
  record: RecordOf<'bloodPressure'>,
  beside: Beside,
): VisitState {
  const { result, recovered, measuredAtMs: atMs, seq } = record
  if (recovered || result.status !== 'measured' || isCuffArtefact(result)) return visit
  const { systolic, diastolic, mean } = result
  if (systolic === undefined || diastolic === undefined) return visit
  const read = { atMs, systolic, diastolic, seq, ...(mean === undefined ? {} : { mean }) }
  return withPressure(visit, read, beside.infusion.startedAtMs !== undefined)
}

/** The pressure of what was just measured by hand, beside those of the cuff. */
export function withManualPressure(visit: VisitState, seq: number, beside: Beside): VisitState {
  const one = visit.measured.find((each) => each.seq === seq)
  const read = one === undefined ? undefined : pressureByHand(one)
  return read === undefined ? visit : withPressure(visit, read, beside.infusion.startedAtMs !== undefined)
}

type Sample = readonly [number, number]
function withSample(samples: readonly Sample[], atMs: number, value: number, keptMs: number): Sample[] {
  const all = [...samples, [atMs, value] as const]
  if (samples.length > 0 && (samples.at(-1)?.[0] ?? 0) > atMs) all.sort((a, b) => a[0] - b[0])
  const newestMs = all.at(-1)?.[0] ?? atMs
  return all.filter(([one]) => newestMs - one <= keptMs)
}

const BEFORE_START: ReadonlySet<Phase> = new Set<Phase>(['checkIn', 'baseline'])

function settled(visit: VisitState, record: RecordOf<'vitals'>): VisitState {
  const value = (signal: SignalId): number | undefined => {
    const reading = record.readings[signal]
    const isLate = record.recovered?.includes(signal) === true
    return reading?.status === 'measured' && !isLate ? reading.value : undefined
  }
  const heartRate = value('heartRate')
  const pulseRate = value('pulseRate')
  const spo2 = value('spo2')
  if (heartRate === undefined && pulseRate === undefined && spo2 === undefined) return visit
  const { settling } = visit
  const atMs = record.measuredAtMs
  return {
    ...visit,
    settling: {
      ...settling,
      ...(heartRate === undefined
        ? {}
        : { heartRate: withSample(settling.heartRate, atMs, heartRate, HEART_RATE_KEPT_MS) }),
      ...(pulseRate === undefined
        ? {}
        : { pulseRate: withSample(settling.pulseRate ?? [], atMs, pulseRate, HEART_RATE_KEPT_MS) }),
      ...(spo2 === undefined ? {} : { spo2: withSample(settling.spo2, atMs, spo2, SPO2_KEPT_MS) }),
    },
  }
}

/** A sensor that says nothing neither goes off nor comes back: a lost monitor is another thing. */
function sensors(visit: VisitState, record: RecordOf<'vitals'>, { signals }: Beside): VisitState {
  let isOff = false
  let isBack = false
  for (const key in record.readings) {
    const signal = key as SignalId
    if (record.recovered?.includes(signal)) continue
    if (record.readings[signal]?.status === 'measured') isBack = true
    else isOff = true
  }
  const { sensorsOff } = visit
  if (isBack) {
    if (sensorsOff === undefined || sensorsOff.backAtMs !== undefined) return visit
    if (record.measuredAtMs - sensorsOff.sinceMs < ASK_AFTER_MS) return withoutSensorsOff(visit)
    return { ...visit, sensorsOff: { ...sensorsOff, backAtMs: record.measuredAtMs } }
  }
  if (!isOff || sensorsOff !== undefined) return visit
  let sinceMs = 0
  for (const key in signals) {
    const now = signals[key as SignalId]
    if (now === undefined) continue
    if (now.unavailableSinceMs === undefined) return visit
    sinceMs = Math.max(sinceMs, now.unavailableSinceMs)
  }
  return { ...visit, sensorsOff: { sinceMs: sinceMs as EpochMs } }
}

export function withoutSensorsOff(visit: VisitState): VisitState {
  const { sensorsOff: _off, ...others } = visit
  return others
}

/** The same object for nearly every record of a running session. */
export function foldVitals(visit: VisitState, record: RecordOf<'vitals'>, beside: Beside): VisitState {
  const kept = beside.phase !== undefined && BEFORE_START.has(beside.phase) ? settled(visit, record) : visit
  return sensors(kept, record, beside)
}
