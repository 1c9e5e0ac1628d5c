// Owns the curve of a session as a summary draws it: lowest and highest value of each piece of time, pressures as they were read, and
// where alarms began.
// Never joins what was not measured, and never loses a peak.
import { type LimitOp, limitsShown } from '../alarm/rules.ts'
import type { RateSegment } from '../fold/session-state.ts'
import { CONTINUOUS_SIGNALS, type Quantity, type SignalId } from '../vitals.ts'
import { type Numbers, type PressureWord, stretchesOf } from './report-series.ts'

/** As many as a printed page can show beside one another. */
const PIECES = 480
const LEAST_MS = 1_000

/** [which piece of time, lowest, highest]; a piece that is not there: nothing was known for all of it. */
export type TrendPiece = readonly [number, number, number]
/** Where alarms on a number began, from when to when. */
export type TrendLimit = {
  readonly quantity: Quantity
  readonly op: LimitOp
  readonly value: number
  readonly fromMs: number
  readonly toMs: number
}
export type ReportTrend = {
  readonly fromMs: number
  readonly toMs: number
  /** Length of a piece. */
  readonly everyMs: number
  readonly signals: Readonly<Partial<Record<SignalId, readonly TrendPiece[]>>>
  readonly pressures: readonly PressureWord[]
  readonly limits: readonly TrendLimit[]
  /** Each rate holds until the next, mL/h. */
  readonly rates: readonly { readonly atMs: number; readonly rateMlPerHr: number }[]
}

export function trendOf(
  numbers: Numbers,
  rates: readonly RateSegment[],
  fromMs: number,
  toMs: number,
): ReportTrend {
  const everyMs = Math.max(LEAST_MS, Math.ceil((toMs - fromMs) / PIECES / LEAST_MS) * LEAST_MS)
  const signals: Partial<Record<SignalId, TrendPiece[]>> = {}
  for (const signal of CONTINUOUS_SIGNALS) {
    const pieces = piecesOf(numbers, signal, fromMs, toMs, everyMs)
    if (pieces.length > 0) signals[signal] = pieces
  }
  return {
    ...{ fromMs, toMs, everyMs, signals },
    pressures: numbers.pressures.toSorted((a, b) => a.atMs - b.atMs),
    limits: limitsOf(numbers, fromMs, toMs),
    rates: rates.map(({ atMs, rateMlPerHr }) => ({ atMs, rateMlPerHr })),
  }
}

const DRAWN = [
  ['systolic', '>='],
  ['diastolic', '>='],
  ['spo2', '<'],
] as const satisfies readonly (readonly [Quantity, LimitOp])[]

function limitsOf({ limits }: Numbers, fromMs: number, toMs: number): TrendLimit[] {
  const found: TrendLimit[] = []
  for (const [quantity, op] of DRAWN)
    for (const [index, { fromMs: since, rules }] of limits.entries()) {
      const values = (rules === undefined ? [] : limitsShown(rules, quantity))
        .filter((one) => one.op === op)
        .map(({ value }) => value)
      const [from, to] = [index === 0 ? fromMs : Math.max(fromMs, since), limits[index + 1]?.fromMs ?? toMs]
      if (values.length === 0 || to <= from) continue
      // The one that is met first.
      const value = op === '<' ? Math.max(...values) : Math.min(...values)
      const last = found.at(-1)
      const goesOn = last?.quantity === quantity && last.value === value && last.toMs === from
      if (goesOn) found.pop()
      found.push({ quantity, op, value, fromMs: goesOn ? last.fromMs : from, toMs: Math.min(to, toMs) })
    }
  return found
}

function piecesOf(
  numbers: Numbers,
  signal: SignalId,
  fromMs: number,
  toMs: number,
  everyMs: number,
): TrendPiece[] {
  const found = new Map<number, [number, number]>()
  for (const one of stretchesOf(numbers.words[signal], toMs)) {
    const first = Math.max(0, Math.floor((one.fromMs - fromMs) / everyMs))
    // A value that ends just where a piece begins is not of that piece.
    const last = Math.max(first, Math.ceil((one.toMs - fromMs) / everyMs) - 1)
    for (let piece = first; piece <= last; piece += 1) {
      const before = found.get(piece)
      if (before === undefined) found.set(piece, [one.value, one.value])
      else {
        before[0] = Math.min(before[0], one.value)
        before[1] = Math.max(before[1], one.value)
      }
    }
  }
  return [...found].sort((a, b) => a[0] - b[0]).map(([piece, [low, high]]) => [piece, low, high])
}
