// Owns what is beyond a limit in one record that came too late, and what that adds to what its batch has found.
// Never says anything: recovered.ts does. Never looks at a value that was current.
import { isCuffArtefact } from '../fold/freshness.ts'
import type { RecordOf } from '../record/record.ts'
import { CONTINUOUS_SIGNALS, PRESSURE_COMPONENTS, type Quantity, type SignalId, shown } from '../vitals.ts'
import type { EngineState, Values } from './engine-state.ts'
import type { Item } from './part.ts'
import { beyond, type Ladder, type Level, type Limit, type Rules, type SourceId } from './rules.ts'

/** The worst of one ladder in a batch. */
export type FoundNow = {
  readonly quantity: Quantity
  readonly value: number
  readonly valueAtMs: number
  /** Index of the level whose limit it is beyond. */
  readonly rank: number
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

type Broken = { readonly rank: number; readonly limit: Limit; readonly value: number }

const heldAgainst = (limit: Limit, source: SourceId, values: Values): number | undefined =>
  values[source === 'cuff' ? limit.quantity : source]

/** The highest level whose limit these values are beyond. */
export function brokenBy(ladder: Ladder, source: SourceId, values: Values): Broken | undefined {
  for (let rank = ladder.levels.length - 1; rank >= 0; rank -= 1) {
    const level = ladder.levels[rank] as Level
    if (!counts(level)) continue
    for (const limit of level.limits) {
      const value = heldAgainst(limit, source, values)
      if (value !== undefined && beyond(limit.op, value, limit.value)) return { rank, limit, value }
    }
  }
  return undefined
}

export const isWorse = (op: Limit['op'], value: number, than: number): boolean =>
  op === '<' ? value < than : value > than

export function foundAfter(
  before: FoundNow | undefined,
  source: SourceId,
  broken: Broken | undefined,
  levels: number,
  atMs: number,
  pace: Pace,
): FoundNow | undefined {
  if (before === undefined && broken === undefined) return undefined
  let forMs = before?.forMs ?? new Array<number>(levels).fill(0)
  const passedMs = before === undefined ? 0 : Math.min(atMs - before.lastMs, pace.missingMs)
  if (before !== undefined && passedMs > 0 && before.lastRank >= 0)
    forMs = forMs.map((ms, rank) => (rank <= before.lastRank ? ms + passedMs : ms))
  const last = { forMs, everyMs: pace.everyMs, lastMs: atMs, lastRank: broken?.rank ?? -1 }
  if (broken === undefined) return before === undefined ? undefined : { ...before, ...last }
  const quantity = source === 'cuff' ? broken.limit.quantity : source
  const isNew =
    before === undefined ||
    broken.rank > before.rank ||
    (broken.rank === before.rank &&
      quantity === before.quantity &&
      isWorse(broken.limit.op, broken.value, before.value))
  if (before !== undefined && !isNew) return { ...before, ...last }
  return { quantity, value: broken.value, valueAtMs: atMs, rank: broken.rank, ...last }
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
  const { readings, recovered } = item
  return CONTINUOUS_SIGNALS.flatMap((signal): [SourceId, Values][] => {
    const reading = readings[signal]
    if (reading?.status !== 'measured' || !recovered.includes(signal)) return []
    return [[signal, { [signal]: shown(signal, reading.value) }]]
  })
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
  const before = ladder.sources.slice(0, ladder.sources.indexOf(source))
  return !before.some((one) => one !== 'cuff' && item.readings[one as SignalId]?.status === 'measured')
}
