// Owns the numbers of a session as its summary reads them: every value in the order of time, for how long each was believed, and
// for how long it was beyond which limit. Never joins what was not measured: a gap is no time at a value.
import type { Limit, LimitOp, Rules } from '../alarm/rules.ts'
import { isCuffArtefact } from '../fold/freshness.ts'
import { afterAttached, afterWords, noSettling, type Settling } from '../fold/settling.ts'
import { type LimitsInForce, type LimitsOf, NO_LIMITS, pushLimits } from '../fold/trends-limits.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { RecordOf } from '../record/record.ts'
import {
  CONTINUOUS_SIGNALS,
  CUFF_CYCLE_MS,
  CUFF_STALE_FACTOR,
  freshnessWindow,
  type Quantity,
  type SignalId,
  shown,
} from '../vitals.ts'

/** A cuff reading stands for at most this long. Source: clinical facts §4 "Freshness". */
export const PRESSURE_HOLDS_MS = CUFF_STALE_FACTOR * CUFF_CYCLE_MS

/** One word of one signal; without a value: the device said that there was none, or the sensor was settling. */
type Word = { readonly atMs: number; readonly value?: number; readonly believedMs: number }
export type PressureWord = {
  readonly atMs: number
  readonly systolic?: number
  readonly diastolic?: number
  readonly mean?: number
  readonly byHand?: true
  readonly fromPaper?: true
}
/** What a summary keeps of the numbers while it reads. Changed in place: a session holds tens of thousands. */
export type Numbers = {
  readonly words: { readonly [S in SignalId]: Word[] }
  readonly pressures: PressureWord[]
  failedCuffs: number
  /** Impossible pressures (DBP ≥ SBP): not judged, and not a reading. */
  artefactCuffs: number
  settling: Settling
  readonly limits: LimitsInForce[]
  limitsOf: LimitsOf
}
export const emptyNumbers = (): Numbers => ({
  words: { heartRate: [], pulseRate: [], spo2: [], respirationRate: [] },
  pressures: [],
  failedCuffs: 0,
  artefactCuffs: 0,
  settling: noSettling,
  limits: [],
  limitsOf: NO_LIMITS,
})

function pushVitals(numbers: Numbers, record: RecordOf<'vitals'>): void {
  const { settling, settled } = afterWords(numbers.settling, record)
  numbers.settling = settling
  const every = settling.everyMs[record.origin.deviceId]
  for (const signal of CONTINUOUS_SIGNALS) {
    const reading = record.readings[signal]
    if (reading === undefined) continue
    const isValue = reading.status === 'measured' && settled.includes(signal)
    numbers.words[signal].push({
      atMs: record.measuredAtMs,
      believedMs: freshnessWindow(every?.[signal]).staleFromMs,
      ...(isValue ? { value: reading.value } : {}),
    })
  }
}

function pushPressure(numbers: Numbers, { result, measuredAtMs: atMs }: RecordOf<'bloodPressure'>): void {
  if (result.status === 'unavailable') numbers.failedCuffs += 1
  else if (isCuffArtefact(result)) numbers.artefactCuffs += 1
  else {
    const { systolic, diastolic, mean } = result
    numbers.pressures.push({
      atMs,
      ...(systolic === undefined ? {} : { systolic }),
      ...(diastolic === undefined ? {} : { diastolic }),
      ...(mean === undefined ? {} : { mean }),
    })
  }
}

/** Takes one more record, in the order of the log. Changes `numbers`. */
export function pushNumbers(numbers: Numbers, record: DecodedRecord): void {
  switch (record.kind) {
    case 'vitals':
      pushVitals(numbers, record)
      return
    case 'bloodPressure':
      pushPressure(numbers, record)
      return
    case 'device.attached':
      numbers.settling = afterAttached(numbers.settling, record)
      return
    case 'session.opened':
    case 'rules':
    case 'limits':
    case 'baseline':
    case 'phase':
    case 'infusion':
    case 'help':
      numbers.limitsOf = pushLimits(numbers.limits, numbers.limitsOf, record)
      return
    default:
      return
  }
}

/** What was measured before a moment: from then on it is somebody else's. */
export const numbersBefore = (numbers: Numbers, atMs: number): Numbers => {
  const isBefore = (one: { readonly atMs: number }): boolean => one.atMs < atMs
  const { heartRate, pulseRate, spo2, respirationRate } = numbers.words
  return {
    ...numbers,
    pressures: numbers.pressures.filter(isBefore),
    words: {
      heartRate: heartRate.filter(isBefore),
      pulseRate: pulseRate.filter(isBefore),
      spo2: spo2.filter(isBefore),
      respirationRate: respirationRate.filter(isBefore),
    },
  }
}

// ── what was so from when to when ────────────────────────────────────────────────────────────────────────
/** One value that was believed from … to …, hub time. */
export type Stretch = { readonly fromMs: number; readonly toMs: number; readonly value: number }

/** From each value to the next word of the signal, at most as long as it may be believed; in the order of time. */
export function stretchesOf(words: readonly Word[], endMs: number): Stretch[] {
  const ordered = words.toSorted((a, b) => a.atMs - b.atMs)
  return ordered.flatMap(({ atMs, value, believedMs }, index) => {
    if (value === undefined) return []
    const toMs = Math.min(ordered[index + 1]?.atMs ?? endMs, atMs + believedMs, endMs)
    return [{ fromMs: atMs, toMs: Math.max(atMs, toMs), value }]
  })
}

/** The pressures in the order of time, each until the next one and at most 1.5 cycles. */
export function pressureStretches(
  pressures: readonly PressureWord[],
  endMs: number,
): (PressureWord & { readonly toMs: number })[] {
  const ordered = pressures.toSorted((a, b) => a.atMs - b.atMs)
  return ordered.map((one, index) => {
    const toMs = Math.min(ordered[index + 1]?.atMs ?? endMs, one.atMs + PRESSURE_HOLDS_MS, endMs)
    return { ...one, toMs: Math.max(one.atMs, toMs) }
  })
}

/** What of `all` lies outside every one of `others`; both in the order of time, `others` without overlaps. */
export function outside(all: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  const left: Stretch[] = []
  let next = 0
  for (const { fromMs, toMs, value } of all) {
    let at = fromMs
    while (next < others.length && (others[next] as Stretch).toMs <= fromMs) next += 1
    for (let index = next; index < others.length && at < toMs; index += 1) {
      const other = others[index] as Stretch
      if (other.fromMs >= toMs) break
      if (other.fromMs > at) left.push({ fromMs: at, toMs: other.fromMs, value })
      at = Math.max(at, other.toMs)
    }
    if (at < toMs) left.push({ fromMs: at, toMs, value })
  }
  return left
}

/** Milliseconds of the stretches between two moments. */
export function msWithin(stretches: readonly Stretch[], fromMs: number, toMs: number): number {
  let ms = 0
  for (const one of stretches) ms += Math.max(0, Math.min(one.toMs, toMs) - Math.max(one.fromMs, fromMs))
  return ms
}

// ── beyond limits ────────────────────────────────────────────────────────────────────────────────────────
const isBeyond = (op: LimitOp, value: number, limit: number): boolean =>
  op === '>=' ? value >= limit : op === '>' ? value > limit : value < limit

/** Any of them broken is beyond. */
export type LimitSet = readonly Pick<Limit, 'quantity' | 'op' | 'value'>[]
export type Beyond = {
  readonly condition: string
  readonly level: string
  readonly priority: 'low' | 'medium' | 'high'
  /** What was in force for it, oldest first; more than one: it was changed. */
  readonly limits: readonly LimitSet[]
  readonly forMs: number
}
type Values = Readonly<Partial<Record<Quantity, number>>>
type Piece = { readonly fromMs: number; readonly toMs: number; readonly values: Values }

/** What was known from when to when, one after another, in the digits that are shown. */
function pieces(numbers: Numbers, sources: readonly string[], endMs: number): Piece[] {
  if (sources.includes('cuff'))
    return pressureStretches(numbers.pressures, endMs).map(({ atMs, toMs, systolic, diastolic, mean }) => ({
      fromMs: atMs,
      toMs,
      values: {
        ...(systolic === undefined ? {} : { systolic: shown('systolic', systolic) }),
        ...(diastolic === undefined ? {} : { diastolic: shown('diastolic', diastolic) }),
        ...(mean === undefined ? {} : { mean: shown('mean', mean) }),
      },
    }))
  const all: Piece[] = []
  const quantity = sources[0] as SignalId
  let before: Stretch[] = []
  // A later source stands in only while no earlier one is believed.
  for (const source of sources as readonly SignalId[]) {
    const own = stretchesOf(numbers.words[source], endMs)
    const counted = outside(own, before)
    for (const { fromMs, toMs, value } of counted)
      all.push({ fromMs, toMs, values: { [quantity]: shown(quantity, value) } })
    before = [...before, ...counted].sort((a, b) => a.fromMs - b.fromMs)
  }
  return all.sort((a, b) => a.fromMs - b.fromMs)
}

/** Of several limits of one quantity the one that is broken first. */
function effective(limits: readonly Limit[]): LimitSet {
  const found: Pick<Limit, 'quantity' | 'op' | 'value'>[] = []
  for (const { quantity, op, value } of limits) {
    const at = found.findIndex((one) => one.quantity === quantity && one.op === op)
    const before = found[at]
    if (before === undefined) found.push({ quantity, op, value })
    else found[at] = { quantity, op, value: (op === '<' ? Math.max : Math.min)(before.value, value) }
  }
  return found
}
const isSame = (a: LimitSet | undefined, b: LimitSet): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * For how long the values were beyond the limits in force at the time, of each level: a value counts as long as it was believed,
 * whatever became of it as an alarm. Levels contain one another: time at a higher one is in the lower one's too.
 * @param fromMs hub time @param endMs hub time
 * @returns levels with any such time, in the order of the profile's ladders
 */
export function beyondLimits(numbers: Numbers, fromMs: number, endMs: number): Beyond[] {
  const found = new Map<string, Beyond>()
  const { limits } = numbers
  const cached = new Map<string, Piece[]>()
  for (const [index, { fromMs: since, rules }] of limits.entries()) {
    const from = Math.max(fromMs, index === 0 ? Number.NEGATIVE_INFINITY : since)
    const to = Math.min(endMs, limits[index + 1]?.fromMs ?? endMs)
    if (rules === undefined || to <= from) continue
    for (const { condition, sources, levels } of rules.ladders) {
      const key = sources.join()
      const all = cached.get(key) ?? pieces(numbers, sources, endMs)
      cached.set(key, all)
      for (const { level, priority, limits: own } of levels) {
        const id = `${condition} ${level}`
        const before = found.get(id)
        const set = effective(own)
        const sets = before?.limits ?? []
        found.set(id, {
          ...{ condition, level, priority },
          limits: isSame(sets.at(-1), set) ? sets : [...sets, set],
          forMs: (before?.forMs ?? 0) + msBeyond(all, own, from, to),
        })
      }
    }
  }
  const order = orderOf(limits)
  return [...found.values()].filter(({ forMs }) => forMs > 0).sort((a, b) => order(a) - order(b))
}

/** The first piece that ends after a moment; pieces follow one another. */
function firstAfter(all: readonly Piece[], atMs: number): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle] as Piece).toMs <= atMs) low = middle + 1
    else high = middle
  }
  return low
}

function msBeyond(all: readonly Piece[], limits: readonly Limit[], fromMs: number, toMs: number): number {
  let ms = 0
  for (let index = firstAfter(all, fromMs); index < all.length; index += 1) {
    const piece = all[index] as Piece
    if (piece.fromMs >= toMs) break
    for (const { quantity, op, value } of limits) {
      const measured = piece.values[quantity]
      if (measured === undefined || !isBeyond(op, measured, value)) continue
      ms += Math.max(0, Math.min(piece.toMs, toMs) - Math.max(piece.fromMs, fromMs))
      break
    }
  }
  return ms
}

function orderOf(limits: readonly LimitsInForce[]): (beyond: Beyond) => number {
  const rules: Rules | undefined = limits.findLast((one) => one.rules !== undefined)?.rules
  const ids = (rules?.ladders ?? []).flatMap(({ condition, levels }) =>
    levels.map(({ level }) => `${condition} ${level}`),
  )
  return ({ condition, level }) => ids.indexOf(`${condition} ${level}`)
}
