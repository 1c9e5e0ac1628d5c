// Owns how high and how low each vital was and when, and for how long nobody knew. Values are rounded to the digits shown, then
// compared; of equal ones the first counts. Never a judgement.
import { isCuffArtefact } from '../fold/freshness.ts'
import type { ByHandNow } from '../fold/visit-state.ts'
import { CONTINUOUS_SIGNALS, type PressureComponent, type Quantity, type SignalId, shown } from '../vitals.ts'
import { msWithin, type Numbers, type PressureWord, stretchesOf } from './report-series.ts'

export type Extreme = {
  readonly value: number
  readonly atMs: number
  readonly byHand?: true
  /** By hand, and written down from paper afterwards. */
  readonly fromPaper?: true
}
/** A pressure is told with its other half. */
export type PressureExtreme = Extreme & {
  readonly systolic?: number
  readonly diastolic?: number
  readonly mean?: number
}
export type HighLow<E = Extreme> = { readonly highest: E; readonly lowest: E; readonly readings?: number }
export type Extremes = Readonly<
  Partial<Record<PressureComponent, HighLow<PressureExtreme>>> & Partial<Record<SignalId, HighLow>>
>

/** A value that a person measured, of signals that a monitor also has. */
export type ByHand = {
  readonly atMs: number
  readonly values: Readonly<Partial<Record<Quantity, number>>>
  readonly fromPaper?: true
}

const isPressure = (one: PressureWord): boolean =>
  one.systolic !== undefined || one.diastolic !== undefined || one.mean !== undefined
/** The pressures among what people measured: of what was not taken back, and of what can be. */
export function pressuresByHand(
  measured: readonly Pick<ByHandNow, 'void' | 'values' | 'atMs' | 'fromPaper'>[],
): PressureWord[] {
  return measured
    .filter((one) => !one.void)
    .map(({ values: { systolic, diastolic, mean }, atMs, fromPaper }) => ({
      atMs,
      byHand: true as const,
      ...(fromPaper ? { fromPaper } : {}),
      ...(systolic === undefined ? {} : { systolic }),
      ...(diastolic === undefined ? {} : { diastolic }),
      ...(mean === undefined ? {} : { mean }),
    }))
    .filter((one) => isPressure(one) && !isCuffArtefact(one))
}

type Candidate<E> = { readonly value: number; readonly of: E }
function highLow<E>(all: readonly Candidate<E>[]): { highest: E; lowest: E } | undefined {
  let [highest, lowest] = [all[0], all[0]]
  if (highest === undefined || lowest === undefined) return undefined
  for (const one of all) {
    if (one.value > highest.value) highest = one
    if (one.value < lowest.value) lowest = one
  }
  return { highest: highest.of, lowest: lowest.of }
}

const inTime = <T extends { readonly atMs: number }>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => a.atMs - b.atMs)

/** Highest and lowest of one of a pressure's numbers, in how many readings that had it. */
export function pressureExtremes(pressures: readonly PressureWord[], component: PressureComponent) {
  const all = inTime(pressures).flatMap((one) => {
    const raw = one[component]
    if (raw === undefined) return []
    const { atMs, systolic, diastolic, mean, byHand, fromPaper } = one
    const value = shown(component, raw)
    const of: PressureExtreme = {
      value,
      atMs,
      ...(systolic === undefined ? {} : { systolic: shown('systolic', systolic) }),
      ...(diastolic === undefined ? {} : { diastolic: shown('diastolic', diastolic) }),
      ...(mean === undefined ? {} : { mean: shown('mean', mean) }),
      ...(byHand ? { byHand } : {}),
      ...(fromPaper ? { fromPaper } : {}),
    }
    return [{ value, of }]
  })
  const found = highLow(all)
  return found === undefined ? undefined : { ...found, readings: all.length }
}

function signalExtremes(numbers: Numbers, byHand: readonly ByHand[], signal: SignalId, isIn: IsIn) {
  const measured = numbers.words[signal].flatMap(({ atMs, value: raw }) =>
    raw === undefined ? [] : [{ atMs, raw, marks: {} }],
  )
  const hand = byHand.flatMap(({ atMs, values, fromPaper }) => {
    const raw = values[signal]
    const marks = { byHand: true as const, ...(fromPaper ? { fromPaper } : {}) }
    return raw === undefined ? [] : [{ atMs, raw, marks }]
  })
  const all = inTime([...measured, ...hand].filter(isIn)).map(({ atMs, raw, marks }) => {
    const value = shown(signal, raw)
    const of: Extreme = { value, atMs, ...marks }
    return { value, of }
  })
  return highLow(all)
}

type IsIn = (one: { readonly atMs: number }) => boolean

/**
 * @param numbers the pressures by hand already in @param byHand what people measured of the other signals
 * @param fromMs hub time, inclusive @param toMs hub time, inclusive
 * @returns of each quantity that was measured at all then
 */
export function extremesOf(
  numbers: Numbers,
  byHand: readonly ByHand[],
  fromMs: number,
  toMs: number,
): Extremes {
  const isIn: IsIn = ({ atMs }) => atMs >= fromMs && atMs <= toMs
  const found: { -readonly [K in keyof Extremes]: Extremes[K] } = {}
  const pressures = numbers.pressures.filter(isIn)
  for (const component of ['systolic', 'diastolic', 'mean'] as const) {
    const one = pressureExtremes(pressures, component)
    if (one !== undefined) found[component] = one
  }
  for (const signal of CONTINUOUS_SIGNALS) {
    const one = signalExtremes(numbers, byHand, signal, isIn)
    if (one !== undefined) found[signal] = one
  }
  return found
}

export type Known = { readonly knownMs: number; readonly ofMs: number }
/** For how much of a time each continuous signal that was ever measured had a value that could be believed. */
export function knownOf(
  numbers: Numbers,
  fromMs: number,
  toMs: number,
): Readonly<Partial<Record<SignalId, Known>>> {
  const found: Partial<Record<SignalId, Known>> = {}
  for (const signal of CONTINUOUS_SIGNALS) {
    const words = numbers.words[signal]
    if (!words.some(({ value }) => value !== undefined)) continue
    found[signal] = { knownMs: msWithin(stretchesOf(words, toMs), fromMs, toMs), ofMs: toMs - fromMs }
  }
  return found
}
