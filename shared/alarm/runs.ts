// Owns how a measurement moves the runs "beyond the limit" and "in clear" of one source. Never decides an alarm.
// A missing, unavailable, settling or recovered value does not come here at all: it moves nothing.
import type { Runs, SourceState, Values } from './engine-state.ts'
import { beyond, type Ladder, type Level, type Limit, type SourceId } from './rules.ts'
import { copyOf } from './source.ts'

const ZEROS: readonly (readonly number[])[] = [[], [0], [0, 0], [0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0, 0]]
const zeros = (count: number): readonly number[] => ZEROS[count] ?? new Array<number>(count).fill(0)

export const noRuns = (levels: number): Runs => ({
  out: zeros(levels),
  due: zeros(levels),
  clear: zeros(levels),
})

const isRunning = (times: readonly number[]): boolean => {
  for (const time of times) if (time !== 0) return true
  return false
}

/** In clear of every level of a ladder, and running so. */
export const isClearing = ({ clear }: Runs): boolean => {
  for (const time of clear) if (time === 0) return false
  return true
}

/** The value a limit is about: a source that stands in (pulse rate) is compared with the limits of what it stands for. */
export const valueFor = (limit: Limit, source: SourceId, values: Values): number | undefined =>
  values[source === 'cuff' ? limit.quantity : source]

export const anyHolds = (limits: readonly Limit[], source: SourceId, values: Values): boolean => {
  for (const limit of limits) {
    const value = valueFor(limit, source, values)
    if (value !== undefined && beyond(limit.op, value, limit.value)) return true
  }
  return false
}

export const isOut = (level: Level, source: SourceId, values: Values): boolean =>
  anyHolds(level.limits, source, values)
/** In clear of a level, provided everything it is about was measured (the caller's `complete`). */
const isClear = (level: Level, source: SourceId, values: Values): boolean =>
  !anyHolds(level.staysWhile, source, values)

/** `times` with one entry changed; copied only when it changes. */
function put(times: readonly number[], index: number, time: number): readonly number[] {
  if (times[index] === time) return times
  const next = times.slice()
  next[index] = time
  return next
}

/**
 * The runs of one source and condition after a judged sample.
 * @param values rounded to the digits shown
 * @param complete false: it may begin or go on with a breach, it clears nothing
 * @param broken the sample before it is older than may be missing, so every run starts anew
 * @param atMs hub time of the sample
 * @param slow alarms act on the first value
 * @param afterHold what it breaks alarms at once, however long it has been so
 */
export function afterSample(
  ladder: Ladder,
  source: SourceId,
  runs: Runs,
  values: Values,
  complete: boolean,
  broken: boolean,
  atMs: number,
  slow: boolean,
  afterHold: boolean,
): Runs {
  let { out, due, clear } = runs
  for (let rank = 0; rank < ladder.levels.length; rank += 1) {
    const level = ladder.levels[rank] as Level
    if (!isOut(level, source, values)) {
      out = put(out, rank, 0)
      due = put(due, rank, 0)
    } else if (broken || out[rank] === 0) {
      out = put(out, rank, atMs)
      due = put(due, rank, slow || afterHold ? atMs : atMs + level.delayMs)
    } else if (afterHold) due = put(due, rank, atMs)
    if (!complete || !isClear(level, source, values)) clear = put(clear, rank, 0)
    else if (broken || clear[rank] === 0) clear = put(clear, rank, atMs)
  }
  return out === runs.out && due === runs.due && clear === runs.clear ? runs : { out, due, clear }
}

/**
 * What a sample of another source of the same condition does to this one's runs: it starts nothing here, but a value in
 * limit ends a breach, and a value not in clear ends a clear run.
 */
export function afterOther(ladder: Ladder, source: SourceId, runs: Runs, values: Values): Runs {
  let { out, due, clear } = runs
  for (let rank = 0; rank < ladder.levels.length; rank += 1) {
    const level = ladder.levels[rank] as Level
    if (!isOut(level, source, values)) {
      out = put(out, rank, 0)
      due = put(due, rank, 0)
    }
    if (!isClear(level, source, values)) clear = put(clear, rank, 0)
  }
  return out === runs.out && due === runs.due && clear === runs.clear ? runs : { out, due, clear }
}

export function withRuns(state: SourceState, condition: string, runs: Runs): SourceState {
  if (state.runs[condition] === runs) return state
  const all = { ...state.runs, [condition]: runs }
  const after = copyOf(state)
  after.runs = all
  after.isOut = anyOut(all)
  return after
}

function anyOut(all: SourceState['runs']): boolean {
  for (const condition in all) if (isRunning((all[condition] as Runs).out)) return true
  return false
}

/** Without the runs of one condition, where it has any going. */
export function withoutRuns(state: SourceState, condition: string): SourceState {
  const runs = state.runs[condition]
  if (runs === undefined || !(isRunning(runs.out) || isRunning(runs.clear))) return state
  return withRuns(state, condition, noRuns(runs.out.length))
}

/** Without the breaches above a level that has just been left: they begin anew. */
export function withoutBreachesAbove(state: SourceState, condition: string, rank: number): SourceState {
  const runs = state.runs[condition]
  if (runs === undefined) return state
  let { out, due } = runs
  for (let above = rank + 1; above < out.length; above += 1) {
    out = put(out, above, 0)
    due = put(due, above, 0)
  }
  return out === runs.out ? state : withRuns(state, condition, { ...runs, out, due })
}

/**
 * The runs of a source under other limits, by its newest values: a breach that is none any more is over, and one that was
 * in clear and is not starts leaving again. A breach that is one only now begins with the next value.
 */
export function underOtherLimits(
  state: SourceState,
  source: SourceId,
  ladders: readonly Ladder[],
): SourceState {
  let after = state
  for (const ladder of ladders) {
    const runs = after.runs[ladder.condition]
    if (runs === undefined) continue
    let { out, due, clear } = runs
    for (let rank = 0; rank < ladder.levels.length; rank += 1) {
      const level = ladder.levels[rank] as Level
      if (!isOut(level, source, after.values)) {
        out = put(out, rank, 0)
        due = put(due, rank, 0)
      }
      if (!isClear(level, source, after.values)) clear = put(clear, rank, 0)
    }
    after = withRuns(after, ladder.condition, { out, due, clear })
  }
  return after
}

/** The hub was away from `fromMs` to `toMs`. Source: SPEC AL, hub gap. */
export function afterGap(state: SourceState, fromMs: number, toMs: number, graceMs: number): SourceState {
  const awayMs = toMs - fromMs
  // The grace is given once: otherwise a source that is silent would stand for as long as the hub restarts again and again.
  const moved = (atMs: number, givenMs: number): number =>
    atMs === 0 ? 0 : atMs + awayMs + Math.max(0, graceMs - givenMs)
  const brokenBefore = fromMs - state.judgedMs > state.missingMs
  const runs: Record<string, Runs> = {}
  for (const condition in state.runs) {
    const before = state.runs[condition] as Runs
    const none = noRuns(before.out.length)
    runs[condition] = brokenBefore ? none : { ...before, clear: none.clear }
  }
  return {
    ...state,
    runs,
    isOut: anyOut(runs),
    judgedMs: moved(state.judgedMs, state.judgedGraceMs),
    judgedGraceMs: graceMs,
    seenMs: moved(state.seenMs, state.seenGraceMs),
    seenGraceMs: graceMs,
  }
}
