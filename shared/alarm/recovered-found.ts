// Owns what is beyond a limit in one record that came too late, and what that adds to what its batch has found.
// Never says anything: recovered.ts does. Never looks at a value that was current.
import { isCuffArtefact } from '../fold/freshness.ts'
import type { RecordOf } from '../record/record.ts'
import { CONTINUOUS_SIGNALS, PRESSURE_COMPONENTS, type Quantity, shown } from '../vitals.ts'
import type { EngineState, Values } from './engine-state.ts'
import type { Item } from './part.ts'
import { beyond, type Ladder, type Level, type Limit, type Rules, type SourceId } from './rules.ts'
import { readingOf, valuesOf } from './source.ts'

/** The worst of one quantity in a batch. */
export type Worst = {
  readonly quantity: Quantity
  readonly value: number
  readonly valueAtMs: number
  /** Index of the level whose limit it is beyond. */
  readonly rank: number
}
/** What of one ladder was found in a batch. */
export type FoundNow = {
  /** Of each quantity that was beyond: a pulse rate that was worse does not hide a heart rate, nor SBP a DBP. */
  readonly worst: readonly Worst[]
  /** How long each level's limit was broken, milliseconds: from each value beyond to the next one. */
  readonly forMs: readonly number[]
  /** How often its source reports, milliseconds; 0: a cuff. */
  readonly everyMs: number
  /** The newest recovered value of this ladder, and the level it was beyond (−1: none). */
  readonly lastMs: number
  readonly lastRank: number
}
/** A breach that counts here: MEDIUM or HIGH (clinical facts §4 "Backfill"). */
export const counts = (level: Level): boolean => level.priority !== 'low'

/** One quantity of one record, and the highest level whose limit it is beyond. */
type Broken = {
  readonly quantity: Quantity
  readonly rank: number
  readonly limit: Limit
  readonly value: number
}

/** What of these values is beyond a limit, the highest level first. */
export function brokenBy({ levels }: Ladder, source: SourceId, values: Values): readonly Broken[] {
  const broken: Broken[] = []
  for (let rank = levels.length - 1; rank >= 0; rank -= 1) {
    const level = levels[rank] as Level
    if (!counts(level)) continue
    for (const limit of level.limits) {
      // A source that stands in is held against the limits of what it stands for.
      const quantity = source === 'cuff' ? limit.quantity : source
      const value = values[quantity]
      if (value === undefined || !beyond(limit.op, value, limit.value)) continue
      if (!broken.some((one) => one.quantity === quantity)) broken.push({ quantity, rank, limit, value })
    }
  }
  return broken
}

export const isWorse = (op: Limit['op'], value: number, than: number): boolean =>
  op === '<' ? value < than : value > than

function worstAfter(all: readonly Worst[], { quantity, rank, limit, value }: Broken, atMs: number) {
  const before = all.find((one) => one.quantity === quantity)
  const isNew =
    before === undefined ||
    rank > before.rank ||
    (rank === before.rank && isWorse(limit.op, value, before.value))
  if (!isNew) return all
  return [...all.filter((one) => one !== before), { quantity, value, valueAtMs: atMs, rank }]
}

export function foundAfter(
  before: FoundNow | undefined,
  broken: readonly Broken[],
  levels: number,
  atMs: number,
  pace: Pace,
): FoundNow | undefined {
  if (before === undefined && broken.length === 0) return undefined
  let forMs = before?.forMs ?? new Array<number>(levels).fill(0)
  const passedMs = before === undefined ? 0 : Math.min(atMs - before.lastMs, pace.missingMs)
  if (before !== undefined && passedMs > 0 && before.lastRank >= 0)
    forMs = forMs.map((ms, rank) => (rank <= before.lastRank ? ms + passedMs : ms))
  let worst = before?.worst ?? []
  for (const one of broken) worst = worstAfter(worst, one, atMs)
  return { worst, forMs, everyMs: pace.everyMs, lastMs: atMs, lastRank: broken[0]?.rank ?? -1 }
}

/** How often a source reports, and how long a value of it stands where the next one is missing. Milliseconds. */
type Pace = { readonly everyMs: number; readonly missingMs: number }
export function paceOf(rules: Rules, state: EngineState, deviceId: string, source: SourceId): Pace {
  const everyMs = source === 'cuff' ? 0 : (state.intervals[deviceId]?.[source] ?? 1_000)
  return { everyMs, missingMs: Math.max(rules.missingMs, (22 * everyMs) / 10) }
}

/** Every value of one record that came too late: by source, rounded to the digits shown. */
export function lateValues(item: Item): [SourceId, Values][] {
  if (item.kind === 'bloodPressure') {
    const { result } = item
    if (item.recovered !== true || result.status !== 'measured' || isCuffArtefact(result)) return []
    const values: Partial<Record<Quantity, number>> = {}
    for (const component of PRESSURE_COMPONENTS) {
      const value = result[component]
      if (value !== undefined) values[component] = shown(component, value)
    }
    return [['cuff', values]]
  }
  if (item.kind !== 'vitals' || item.recovered === undefined) return []
  const late: [SourceId, Values][] = []
  for (const signal of CONTINUOUS_SIGNALS) {
    const reading = readingOf(item.readings, signal)
    if (reading?.status !== 'measured' || !item.recovered.includes(signal)) continue
    late.push([signal, valuesOf(signal, shown(signal, reading.value))])
  }
  return late
}

/** The device itself says in this record that it has no pulse: then SpO₂ is not valid (SPEC AL15). */
export const saysNoPulse = ({ readings }: RecordOf<'vitals'>): boolean => {
  const { pulseRate, heartRate } = readings
  if (pulseRate?.status === 'measured' || heartRate?.status === 'measured') return false
  return pulseRate !== undefined || heartRate !== undefined
}

/** Whether an earlier source of the same ladder was measured in the same record: then this one does not stand in for it. */
export const standsIn = (ladder: Ladder, source: SourceId, item: Item): boolean => {
  if (item.kind !== 'vitals') return true
  for (const one of ladder.sources) {
    if (one === source) return true
    if (one !== 'cuff' && item.readings[one]?.status === 'measured') return false
  }
  return true
}
