// Owns the guided baseline: which cuff readings make it, what comes next, the medians beside them. Source: clinical facts §4
// "Baseline". Never freezes it (gate-baseline.ts says what is frozen) and never judges it: that is the gate's.
import type { Baseline } from '../alarm/in-force.ts'
import { isCuffArtefact } from '../fold/freshness.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { OxygenNow, OxygenStamp, PressureRead, VisitState } from '../fold/visit-state.ts'
import type { EpochMs } from '../ids.ts'
import { type Quantity, shown } from '../vitals.ts'

const MIN = 60_000
/** Readings count while they are newer than this. */
export const BASELINE_WITHIN_MS = 15 * MIN
export const READINGS_APART_MS = MIN
/** mmHg; more than this between two, in either pressure, asks for a third. */
export const STEADY_WITHIN = 10
export const HEART_RATE_OVER_MS = 60_000
/** SpO₂ is read on air after this long without oxygen; its median is over the same time. */
export const ON_AIR_MS = 5 * MIN

export type BaselineStage = 'first' | 'wait' | 'second' | 'third' | 'enough'
export type BaselineNow = {
  /** Those that still count, newest last; of two less than a minute apart only one can be used. */
  readonly readings: readonly PressureRead[]
  readonly stage: BaselineStage
  /** Of `wait` and `third`: from when on the next reading counts. Hub time. */
  readonly nextAtMs?: number
  /** Once the pressures are there: as the gate takes it now. After the start: as it was frozen. */
  readonly values?: Baseline
  /** The newest two that are a minute apart, older first: of `enough` their mean is `values`. Not after the start. */
  readonly lastTwo?: readonly [PressureRead, PressureRead]
  readonly unsteady?: true
  readonly newestAtMs?: number
  /** Of `enough`: when the older of the two stops counting. Hub time. */
  readonly untilMs?: number
  /** What there is so far, pressures or not; what an overridden gate starts with. */
  readonly soFar: Baseline
}

/** What was not taken back, as it stands after amendments. */
const stands = <T extends { readonly void?: true }>(all: readonly T[]): readonly T[] =>
  all.filter((one) => !one.void)

export type OxygenState =
  | { readonly on: 'air'; readonly sinceMs?: EpochMs }
  | {
      readonly on: 'oxygen'
      readonly sinceMs: EpochMs
      readonly text: string
      /** Said by a tap at HELP alone: neither its flow nor its end is recorded. */
      readonly stamped?: OxygenStamp
    }

const DEVICES: Readonly<Record<string, string>> = {
  roomAir: 'room air',
  nasalCannula: 'nasal cannula',
  simpleMask: 'simple mask',
  nonRebreather: 'non-rebreather mask',
  bagValveMask: 'bag-valve mask',
  other: 'oxygen, other device',
}
/** Oxygen that was only stamped: in words of at most 40 characters. */
const OXYGEN_STAMPED = 'oxygen, stamped at HELP'
/** "2 L/min, nasal cannula"; at most 40 characters. */
export const oxygenText = ({ device, litresPerMin }: Pick<OxygenNow, 'device' | 'litresPerMin'>): string => {
  const name = DEVICES[device] ?? device
  return (litresPerMin === undefined ? name : `${litresPerMin} L/min, ${name}`).slice(0, 40)
}

const until = <T extends { readonly atMs: number; readonly seq: number }>(
  all: readonly T[],
  atMs: number,
): T[] => all.filter((one) => one.atMs <= atMs).toSorted((a, b) => a.atMs - b.atMs || a.seq - b.seq)

/**
 * What the patient breathes at a moment, as recorded; nobody said anything: air. Oxygen stamped at HELP is oxygen until what is given,
 * or that it is off, is recorded; what is given may also have been recorded after the stamp, of a moment before it.
 * `sinceMs` of air: since oxygen came off.
 */
export function oxygenAt(visit: Pick<VisitState, 'oxygen' | 'oxygenStamps'>, atMs: number): OxygenState {
  const recorded = stands(visit.oxygen)
  const said = until<OxygenNow | OxygenStamp>([...recorded, ...(visit.oxygenStamps ?? [])], atMs)
  const last = said.at(-1)
  const newest = until(recorded, atMs).at(-1)
  const isGiven = newest !== undefined && newest.device !== 'roomAir'
  if (last !== undefined && !('device' in last) && !(isGiven && newest.seq > last.seq))
    return { on: 'oxygen', sinceMs: last.atMs, text: OXYGEN_STAMPED, stamped: last }
  if (newest === undefined) return { on: 'air' }
  if (isGiven) return { on: 'oxygen', sinceMs: newest.atMs, text: oxygenText(newest) }
  // "Room air" said twice: it has been air since the first.
  const lastOn = said.findLastIndex((one) => !('device' in one && one.device === 'roomAir'))
  if (lastOn === -1) return { on: 'air' }
  return { on: 'air', sinceMs: (said[lastOn + 1] as OxygenNow).atMs }
}

/** Median, rounded to the digits shown; undefined of nothing. */
export function medianOf(quantity: Quantity, values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  return upper === undefined || lower === undefined ? undefined : shown(quantity, (lower + upper) / 2)
}

type Series = readonly (readonly [number, number])[]
/** Values measured in the `overMs` up to a moment: not the first instant of them, and nothing after it. */
export const within = (series: Series, atMs: number, overMs: number): number[] =>
  series.filter(([at]) => at > atMs - overMs && at <= atMs).map(([, value]) => value)

/** By hand counts as a measurement for as long. Source: clinical facts §4 "manual measurement ≤5 min old". */
export const BY_HAND_MS = 5 * MIN
const byHand = (visit: VisitState, quantity: Quantity, nowMs: number): number | undefined => {
  const one = visit.byHand?.[quantity]
  return one === undefined || one.atMs > nowMs || nowMs - one.atMs > BY_HAND_MS
    ? undefined
    : shown(quantity, one.value)
}

/** Median of 60 s of heart rate; where none was measured, of the pulse rate; where neither, counted by hand. */
export function heartRateNow(visit: VisitState, nowMs: number): number | undefined {
  const { heartRate, pulseRate = [] } = visit.settling
  return (
    medianOf('heartRate', within(heartRate, nowMs, HEART_RATE_OVER_MS)) ??
    medianOf('pulseRate', within(pulseRate, nowMs, HEART_RATE_OVER_MS)) ??
    byHand(visit, 'heartRate', nowMs) ??
    byHand(visit, 'pulseRate', nowMs)
  )
}

/** Median of SpO₂ after 5 min on air, or since its oxygen was set; undefined: nothing measured, or not long enough on air. */
export function spo2Now(visit: VisitState, nowMs: number): Pick<Baseline, 'spo2' | 'oxygen'> {
  const oxygen = oxygenAt(visit, nowMs)
  if (oxygen.on === 'air' && oxygen.sinceMs !== undefined && nowMs - oxygen.sinceMs < ON_AIR_MS) return {}
  const overMs = Math.min(ON_AIR_MS, nowMs - (oxygen.sinceMs ?? Number.NEGATIVE_INFINITY))
  const hand = visit.byHand?.spo2
  const isHandOfNow = hand !== undefined && hand.atMs >= (oxygen.sinceMs ?? 0)
  const spo2 =
    medianOf('spo2', within(visit.settling.spo2, nowMs, overMs)) ??
    (isHandOfNow ? byHand(visit, 'spo2', nowMs) : undefined)
  if (spo2 === undefined) return {}
  return oxygen.on === 'oxygen' ? { spo2, oxygen: oxygen.text } : { spo2 }
}

/** Whether SpO₂ was measured in the last minute, or by hand not long ago: what was good before that says nothing of now. */
export const isSpo2OfNow = (visit: VisitState, nowMs: number): boolean =>
  within(visit.settling.spo2, nowMs, HEART_RATE_OVER_MS).length > 0 ||
  byHand(visit, 'spo2', nowMs) !== undefined

const differ = (a: PressureRead, b: PressureRead): boolean =>
  Math.abs(shown('systolic', a.systolic) - shown('systolic', b.systolic)) > STEADY_WITHIN ||
  Math.abs(shown('diastolic', a.diastolic) - shown('diastolic', b.diastolic)) > STEADY_WITHIN

/** From the newest back, each at least a minute before the one after it; oldest first. */
function apart(readings: readonly PressureRead[]): PressureRead[] {
  const chain: PressureRead[] = []
  for (const one of readings.toReversed()) {
    const after = chain[0]
    if (after === undefined || after.atMs - one.atMs >= READINGS_APART_MS) chain.unshift(one)
  }
  return chain
}

const meanOf = (a: PressureRead, b: PressureRead): Baseline => ({
  systolic: shown('systolic', (a.systolic + b.systolic) / 2),
  diastolic: shown('diastolic', (a.diastolic + b.diastolic) / 2),
  ...(a.mean === undefined || b.mean === undefined ? {} : { mean: shown('mean', (a.mean + b.mean) / 2) }),
})

/**
 * @param nowMs hub time
 * @param startMs of a start that is recorded late: when it was at the pump. What was measured after it was not before the drug.
 */
export function baselineNow(state: SessionState, nowMs: number, startMs: number = nowMs): BaselineNow {
  const { visit, infusion, baseline } = state
  if (infusion.startedAtMs !== undefined)
    return {
      readings: [],
      stage: 'enough',
      ...(baseline === undefined ? {} : { values: baseline }),
      ...(baseline?.unsteady === true ? { unsteady: true } : {}),
      soFar: baseline ?? {},
    }
  const readings = visit.pressures
    .filter((one) => one.atMs <= startMs && startMs - one.atMs < BASELINE_WITHIN_MS && !isCuffArtefact(one))
    .toSorted((a, b) => a.atMs - b.atMs || a.seq - b.seq)
  const heartRate = heartRateNow(visit, startMs)
  const rest: Baseline = { ...(heartRate === undefined ? {} : { heartRate }), ...spo2Now(visit, startMs) }
  const chain = apart(readings)
  const oldest = readings[0]
  const newest = readings.at(-1)
  if (oldest === undefined || newest === undefined) return { readings, stage: 'first', soFar: rest }
  const [last, before] = [chain.at(-1), chain.at(-2)]
  if (last === undefined || before === undefined) {
    const nextAtMs = oldest.atMs + READINGS_APART_MS
    const stage = nowMs < nextAtMs ? 'wait' : 'second'
    return { readings, stage, nextAtMs, newestAtMs: newest.atMs, soFar: rest }
  }
  const lastTwo = [before, last] as const
  const isUnsteady = differ(last, before)
  if (isUnsteady && chain.length < 3) {
    const nextAtMs = last.atMs + READINGS_APART_MS
    return { readings, stage: 'third', lastTwo, nextAtMs, newestAtMs: newest.atMs, soFar: rest }
  }
  const unsteady = isUnsteady ? ({ unsteady: true } as const) : {}
  const values: Baseline = { ...meanOf(before, last), ...rest, ...unsteady }
  return {
    readings,
    stage: 'enough',
    values,
    lastTwo,
    ...unsteady,
    newestAtMs: newest.atMs,
    untilMs: before.atMs + BASELINE_WITHIN_MS,
    soFar: values,
  }
}
