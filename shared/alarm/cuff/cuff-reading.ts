// Owns what a cuff cycle teaches the engine: a reading, a mean alone, or a cycle that failed; which levels it is beyond.
// Never decides an alarm. Recovered, failed and impossible results move no run.
import { isCuffArtefact } from '../../fold/freshness.ts'
import type { RecordOf } from '../../record/record.ts'
import { PRESSURE_COMPONENTS, type Quantity, shown } from '../../vitals.ts'
import { type EngineState, NEVER_MISSING_MS, type Runs, type Values } from '../engine-state.ts'
import { beyond, type Ladder, type Level, type Limit, type Rules } from '../rules.ts'
import { isOut, noRuns, withoutBreachesAbove, withRuns } from '../runs.ts'
import { draftOf, newSource } from '../source.ts'

/**
 * The newest reading that keeps a ladder's runs beyond, with what an earlier one broke and it did not measure again. Times are
 * hub time.
 */
export type Beyond = { readonly atMs: number; readonly measuredAtMs: number; readonly values: Values }

/**
 * What came of a cycle.
 * reading  a systolic or diastolic pressure was measured
 * mean     only a mean: it may begin a breach, it neither agrees nor clears
 * failed   no pressure, or one that cannot be (clinical facts §4: DBP ≥ SBP, or a pulse pressure below 10)
 */
export type CuffOutcome =
  | { readonly is: 'reading' | 'mean'; readonly values: Values }
  | { readonly is: 'failed' }

export function outcomeOf({ result }: RecordOf<'bloodPressure'>): CuffOutcome {
  if (result.status !== 'measured') return { is: 'failed' }
  const values: Partial<Record<Quantity, number>> = {}
  for (const component of PRESSURE_COMPONENTS) {
    const value = result[component]
    if (value !== undefined) values[component] = shown(component, value)
  }
  if (isCuffArtefact(values)) return { is: 'failed' }
  if (values.systolic !== undefined || values.diastolic !== undefined) return { is: 'reading', values }
  return values.mean === undefined ? { is: 'failed' } : { is: 'mean', values }
}

export const isCuffLadder = (ladder: Ladder): boolean => ladder.sources[0] === 'cuff'

const breaks = ({ quantity, op, value: limit }: Limit, values: Values): boolean => {
  const value = values[quantity]
  return value !== undefined && beyond(op, value, limit)
}
export const anyBreaks = (limits: readonly Limit[], values: Values): boolean =>
  limits.some((limit) => breaks(limit, values))

/** Whether everything that broke these limits before was measured again. */
export const measuresWhatBroke = (limits: readonly Limit[], broke: Values, now: Values): boolean =>
  limits.every((limit) => !breaks(limit, broke) || now[limit.quantity] !== undefined)

/**
 * The runs of one ladder after a reading: per level the first reading beyond it (`out`), and when a later one with a
 * systolic or diastolic pressure was beyond it too (`due`).
 */
function afterReading(
  { levels }: Ladder,
  runs: Runs,
  before: Values,
  outcome: Exclude<CuffOutcome, { is: 'failed' }>,
  atMs: number,
): Runs {
  const out = runs.out.slice()
  const due = runs.due.slice()
  for (const [rank, level] of levels.entries()) {
    if (isOut(level, 'cuff', outcome.values)) {
      if (out[rank] === 0) out[rank] = atMs
      else if (due[rank] === 0 && outcome.is === 'reading') due[rank] = atMs
    } else if (outcome.is === 'reading' && measuresWhatBroke(level.limits, before, outcome.values)) {
      out[rank] = 0
      due[rank] = 0
    }
  }
  return { ...runs, out, due }
}

/** What of an earlier breach stands and was not measured again by these values: it is still part of what is beyond. */
function notMeasuredAgain({ levels }: Ladder, { out }: Runs, before: Values, now: Values): Values {
  const standing = levels.flatMap(({ limits }, rank) => (out[rank] === 0 ? [] : limits))
  const kept: Partial<Record<Quantity, number>> = {}
  for (const limit of standing)
    if (breaks(limit, before) && now[limit.quantity] === undefined)
      kept[limit.quantity] = before[limit.quantity] as number
  return kept
}

const isAnyOut = ({ out }: Runs): boolean => out.some((atMs) => atMs !== 0)

/** The state after a cuff cycle. */
export function afterCuff(rules: Rules, state: EngineState, record: RecordOf<'bloodPressure'>): EngineState {
  if (record.recovered === true) return state
  const outcome = outcomeOf(record)
  if (outcome.is === 'failed') return state
  const { hubAtMs: atMs, measuredAtMs, origin } = record
  const { values } = outcome
  const sources = draftOf(state.sources)
  let source = {
    ...(sources.cuff ?? newSource(origin.deviceId, 0, NEVER_MISSING_MS)),
    deviceId: origin.deviceId,
  }
  const beyondNow: Record<string, Beyond> = { ...state.repeats.beyond }
  for (const ladder of rules.ladders) {
    if (!isCuffLadder(ladder)) continue
    const { condition, levels } = ladder
    const runs = source.runs[condition] ?? noRuns(levels.length)
    const after = afterReading(ladder, runs, beyondNow[condition]?.values ?? {}, outcome, atMs)
    source = withRuns(source, condition, after)
    if (!isAnyOut(after)) delete beyondNow[condition]
    else if (levels.some((level) => isOut(level, 'cuff', values))) {
      const kept = notMeasuredAgain(ladder, after, beyondNow[condition]?.values ?? {}, values)
      beyondNow[condition] = { atMs, measuredAtMs, values: { ...kept, ...values } }
    }
  }
  if (outcome.is === 'reading') source = { ...source, judgedMs: atMs, measuredAtMs, values }
  sources.cuff = source
  const lastMean = outcome.is === 'reading' ? (values.mean ?? state.repeats.lastMean) : state.repeats.lastMean
  return { ...state, sources, repeats: { ...state.repeats, beyond: beyondNow, lastMean } }
}

/**
 * The cuff's runs under other limits, by its newest reading: beyond what it is beyond now, since it landed where it was not
 * before.
 */
export function cuffUnderOtherLimits(rules: Rules, state: EngineState): EngineState {
  const before = state.sources.cuff
  if (before === undefined || before.judgedMs === 0) return state
  const { judgedMs: atMs, measuredAtMs, values } = before
  let source = before
  const beyondNow: Record<string, Beyond> = { ...state.repeats.beyond }
  for (const ladder of rules.ladders) {
    if (!isCuffLadder(ladder)) continue
    const { condition, levels } = ladder
    const runs = source.runs[condition] ?? noRuns(levels.length)
    const held = beyondNow[condition]?.values ?? values
    const out = runs.out.slice()
    const due = runs.due.slice()
    for (const [rank, level] of levels.entries()) {
      const isBeyond = isOut(level, 'cuff', held) || isOut(level, 'cuff', values)
      if (!isBeyond) out[rank] = 0
      // What a person has measured since is newer: that reading begins nothing any more.
      else if (out[rank] === 0 && measuredAtMs > state.repeats.handMs) out[rank] = atMs
      if (!isBeyond) due[rank] = 0
    }
    const after = { ...runs, out, due }
    source = withRuns(source, condition, after)
    if (!isAnyOut(after)) delete beyondNow[condition]
    else beyondNow[condition] ??= { atMs, measuredAtMs, values }
  }
  return {
    ...state,
    sources: { ...state.sources, cuff: source },
    repeats: { ...state.repeats, beyond: beyondNow },
  }
}

/** Without the breaches from this level up: they begin with the next reading that is beyond. */
export function cuffBegunAnew(state: EngineState, condition: string, fromRank: number): EngineState {
  const before = state.sources.cuff
  if (before === undefined) return state
  const cuff = withoutBreachesAbove(before, condition, fromRank - 1)
  if (cuff === before) return state
  const { [condition]: was, ...others } = state.repeats.beyond
  const runs = cuff.runs[condition]
  const beyond = was !== undefined && runs !== undefined && isAnyOut(runs) ? state.repeats.beyond : others
  return { ...state, sources: { ...state.sources, cuff }, repeats: { ...state.repeats, beyond } }
}

/** What in-clear is asked of: the values now, and what was known of the mean where they have none. */
export type Known = { readonly values: Values; readonly lastMean: number }

/**
 * Whether these values are in clear of a level. What broke must have been measured, and so must every pressure the level
 * is about; a mean only if it was the mean that broke, or the last one known is not in clear: many cuffs give none.
 */
export function isCuffClear(
  level: Level,
  stays: readonly Limit[],
  { values, lastMean }: Known,
  broke: Quantity | undefined,
  isRelative: boolean,
): boolean {
  if (broke !== undefined && values[broke] === undefined) return false
  if (anyBreaks(level.limits, values)) return false
  for (const limit of stays) {
    if (limit.onlyIfRelative === true && !isRelative) continue
    const value = values[limit.quantity] ?? (limit.quantity === 'mean' ? lastMean : 0)
    if (value === 0 && limit.quantity === 'mean') continue
    if (value === 0 || beyond(limit.op, value, limit.value)) return false
  }
  return true
}
