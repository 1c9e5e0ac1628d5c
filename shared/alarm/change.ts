// Owns what a phase, changed limits and a measurement by hand do to conditions that are active.
// Never ends one by a phase, and never raises one by hand. Source: clinical facts §4 "General rules", "By phase".
import type { ChangedLimit } from '../record/care-kinds.ts'
import type { EndedBy, RecordOf } from '../record/record.ts'
import { cuffLiveMs, cuffRankAfter } from './cuff/cuff-judge.ts'
import { isCuffLadder } from './cuff/cuff-reading.ts'
import { leftTo, limitLeft, raisedTo } from './decide.ts'
import type { ActiveCondition, EngineState, SourceState, Values } from './engine-state.ts'
import type { Fact, Item } from './part.ts'
import { raisingOf } from './raising.ts'
import type { Ladder, Level, Rules, SourceId } from './rules.ts'
import { anyHolds } from './runs.ts'

/**
 * The level at which these values of a continuous signal leave a condition, without asking for how long: its own if they do
 * not leave it, −1 if it is over.
 */
export function rankAfter(ladder: Ladder, active: ActiveCondition, id: SourceId, values: Values): number {
  let { rank } = active
  while (rank >= 0) {
    const { limits, staysWhile } = ladder.levels[rank] as Level
    if (anyHolds(limits, id, values) || anyHolds(staysWhile, id, values)) break
    rank -= 1
  }
  return rank
}

/** The preferred source of a ladder that has a valid value at this moment, or whose last reading is still live. */
function currentOf(
  rules: Rules,
  state: EngineState,
  ladder: Ladder,
  atMs: number,
): { readonly id: SourceId; readonly source: SourceState } | undefined {
  for (const id of ladder.sources) {
    const source = state.sources[id]
    if (source === undefined || source.judgedMs === 0) continue
    const isCurrent =
      id === 'cuff'
        ? atMs - source.measuredAtMs <= cuffLiveMs(rules, state.patient.phase)
        : source.silence === 'no' &&
          atMs - source.judgedMs <= source.missingMs &&
          // An absence of the hub moves the first, not how old the value is.
          atMs - source.wordAtMs <= source.missingMs &&
          atMs >= source.settleUntilMs
    if (isCurrent) return { id, source }
  }
  return undefined
}

const limitsOf = (limits: readonly ChangedLimit[], condition: string): string =>
  JSON.stringify(
    limits
      .filter((one) => one.condition === condition)
      .map(({ level, quantity, value }) => [level, quantity, value])
      .sort(),
  )

function byLimits(
  rules: Rules,
  before: EngineState,
  state: EngineState,
  { hubAtMs: atMs }: RecordOf<'limits'>,
): Fact[] {
  return rules.ladders.flatMap((ladder) => {
    const { condition } = ladder
    const active = state.active[condition]
    if (active === undefined) return []
    if (limitsOf(before.patient.limits, condition) === limitsOf(state.patient.limits, condition)) return []
    const current = currentOf(rules, state, ladder, atMs)
    if (current === undefined) return []
    const { id, source } = current
    const by = { atMs, measuredAtMs: source.measuredAtMs, values: source.values }
    const known = { values: source.values, lastMean: state.repeats.lastMean }
    const rank =
      id === 'cuff' ? cuffRankAfter(ladder, active, known) : rankAfter(ladder, active, id, source.values)
    return left(ladder, active, rank, by, 'limitsChanged')
  })
}

function byHand(rules: Rules, state: EngineState, record: RecordOf<'manual'>): Fact[] {
  const { hubAtMs: atMs, measuredAtMs, values } = record
  if (atMs - measuredAtMs > rules.manualMs) return []
  return rules.ladders.flatMap((ladder) => {
    const active = state.active[ladder.condition]
    if (active === undefined) return []
    const by = { atMs, measuredAtMs, values }
    if (isCuffLadder(ladder)) {
      // Older than what the cuff itself says is no news.
      if (measuredAtMs <= (state.sources.cuff?.measuredAtMs ?? 0)) return []
      const known = { values, lastMean: state.repeats.lastMean }
      return left(ladder, active, cuffRankAfter(ladder, active, known), by, 'manual')
    }
    const id = ladder.sources.find((one) => one !== 'cuff' && values[one] !== undefined)
    if (id === undefined || measuredAtMs <= (active.breachAtMs[active.rank] ?? 0)) return []
    return left(ladder, active, rankAfter(ladder, active, id, values), by, 'manual')
  })
}

const left = (
  ladder: Ladder,
  active: ActiveCondition,
  rank: number,
  by: { readonly atMs: number; readonly measuredAtMs: number; readonly values: Values },
  endedBy: EndedBy,
): Fact[] => (rank === active.rank ? [] : [leftTo(ladder, active, rank, by, endedBy)])

/** What was shown without sound becomes audible where the new phase lets it sound: the same level, said anew. */
function byPhase(rules: Rules, before: EngineState, state: EngineState, atMs: number): Fact[] {
  if (before.patient.phase === state.patient.phase) return []
  return rules.ladders.flatMap((ladder) => {
    const active = state.active[ladder.condition]
    if (active?.silent !== true) return []
    const level = ladder.levels[active.rank] as Level
    if (raisingOf(rules, state.patient.phase, level) !== 'sounding') return []
    const id = ladder.sources.find((one) => (state.sources[one]?.judgedMs ?? 0) !== 0)
    const source = id === undefined ? undefined : state.sources[id]
    const breachAtMs = active.breachAtMs[active.rank] ?? atMs
    const { measuredAtMs, values } = source ?? { measuredAtMs: breachAtMs, values: {} }
    const cause = isCuffLadder(ladder) ? 'firstReading' : 'limit'
    const by = { dueAtMs: atMs, breachAtMs, measuredAtMs, values, source: id ?? 'cuff', cause } as const
    // By what it was raised, wherever the values are within its leave limits now.
    return [{ ...raisedTo(rules, state, ladder, active.rank, by), limit: limitLeft(ladder, active) }]
  })
}

/** The facts that an item brings by itself to conditions that are active. */
export function changeFacts(
  rules: Rules,
  before: EngineState,
  state: EngineState,
  item: Item,
): readonly Fact[] {
  switch (item.kind) {
    case 'limits':
      return byLimits(rules, before, state, item)
    case 'manual':
      return byHand(rules, state, item)
    case 'phase':
    case 'help':
    case 'infusion':
      return byPhase(rules, before, state, item.hubAtMs)
    default:
      return []
  }
}
