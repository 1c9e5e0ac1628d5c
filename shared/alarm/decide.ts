// Owns the decisions on continuous signals: which run has become an alarm, which level has been left, how that is written.
// Never moves a run: those come from measurements only. Cuff readings are judged in cuff-judge.ts.
import type { AlarmId, EpochMs } from '../ids.ts'
import type { AlarmCause, EndedBy } from '../record/alarm-kinds.ts'
import type { AlarmTransition, RecordOf } from '../record/record.ts'
import { delayHeldMs } from './cuff/cuff-hold.ts'
import type { ActiveCondition, EngineState, Runs, SourceState, Values } from './engine-state.ts'
import { raisingOf } from './raising.ts'
import { beyond, type Ladder, type Level, type Limit, ladderOf, type Rules, type SourceId } from './rules.ts'
import { valueFor, withoutBreachesAbove } from './runs.ts'

type Due = {
  readonly ladder: Ladder
  readonly source: SourceId
  readonly rank: number
  readonly dueAtMs: number
}

const rankOf = (state: EngineState, condition: string): number => state.active[condition]?.rank ?? -1

/**
 * When the run of a level becomes an alarm, or 0: not in this phase, or not until a newer value speaks for it.
 * Hub time. A level that the phase, or the limits, did not allow before is not due before they did.
 */
export function dueOf(
  rules: Rules,
  state: EngineState,
  ladder: Ladder,
  rank: number,
  source: SourceState,
  id: SourceId,
): number {
  let dueMs = source.runs[ladder.condition]?.due[rank] ?? 0
  if (dueMs === 0) return 0
  const { patient } = state
  const level = ladder.levels[rank] as Level
  if (raisingOf(rules, patient.phase, level) === 'no') return 0
  if (patient.changedMs > dueMs) dueMs = patient.changedMs
  if (level.priority === 'low' && patient.adjustingMs > dueMs) dueMs = patient.adjustingMs
  if (state.active[ladder.condition] === undefined)
    dueMs = Math.max(dueMs, delayHeldMs(rules, state.hold, id))
  return dueMs - source.judgedMs > source.missingMs ? 0 : dueMs
}

/** The run that becomes an alarm first, up to `untilMs`. At one time: by condition, then the highest level. */
export function nextDue(rules: Rules, state: EngineState, untilMs: number): Due | undefined {
  let ladder: Ladder | undefined
  let source: SourceId = 'cuff'
  let found = -1
  let dueAtMs = untilMs
  for (const candidate of rules.ladders) {
    for (const id of candidate.sources) {
      const from = id === 'cuff' ? undefined : state.sources[id]
      if (from === undefined || !from.isOut) continue
      for (let rank = candidate.levels.length - 1; rank > rankOf(state, candidate.condition); rank -= 1) {
        const atMs = dueOf(rules, state, candidate, rank, from, id)
        if (atMs === 0 || atMs > dueAtMs || (atMs === dueAtMs && ladder !== undefined)) continue
        ladder = candidate
        source = id
        found = rank
        dueAtMs = atMs
      }
    }
  }
  return ladder === undefined ? undefined : { ladder, source, rank: found, dueAtMs }
}

/** A limit as it applies to this source: a pulse rate that stands in is named as what it is. As it is recorded. */
const limitOf = ({ quantity, op, value }: Limit, source: SourceId): Limit => ({
  quantity: source === 'cuff' ? quantity : source,
  op,
  value,
})

/** The limit of a level that these values break; its first, where none does. */
export function brokenLimit(level: Level, source: SourceId, values: Values): Limit {
  const broken = level.limits.find((limit) => {
    const value = valueFor(limit, source, values)
    return value !== undefined && beyond(limit.op, value, limit.value)
  })
  return limitOf(broken ?? (level.limits[0] as Limit), source)
}

/** What a level was raised by. `breachAtMs`: ages count from here. */
export type Raised = {
  readonly dueAtMs: number
  readonly breachAtMs: number
  readonly measuredAtMs: number
  readonly values: Values
  readonly source: SourceId
  readonly cause: AlarmCause
}

/** The transition to a level above the one that is active. */
export function raisedTo(
  rules: Rules,
  state: EngineState,
  ladder: Ladder,
  rank: number,
  by: Raised,
): AlarmTransition {
  const { condition } = ladder
  const level = ladder.levels[rank] as Level
  const before = state.active[condition]
  return {
    kind: 'alarm',
    alarmId: before?.alarmId ?? (`${condition}@${by.dueAtMs}` as AlarmId),
    condition,
    transition: before === undefined ? 'raised' : 'rose',
    level: level.level,
    priority: level.priority,
    ...(raisingOf(rules, state.patient.phase, level) === 'silent' ? { silent: true } : {}),
    cause: by.cause,
    dueAtMs: by.dueAtMs as EpochMs,
    breachAtMs: Math.min(by.breachAtMs, by.dueAtMs) as EpochMs,
    measuredAtMs: by.measuredAtMs as EpochMs,
    values: by.values,
    limit: brokenLimit(level, by.source, by.values),
  }
}

/** The transition of a run that has become an alarm. */
export function onset(rules: Rules, state: EngineState, due: Due): AlarmTransition {
  const source = state.sources[due.source] as SourceState
  return raisedTo(rules, state, due.ladder, due.rank, {
    dueAtMs: due.dueAtMs,
    breachAtMs: (source.runs[due.ladder.condition] as Runs).out[due.rank] as number,
    measuredAtMs: source.measuredAtMs,
    values: source.values,
    source: due.source,
    cause: source.afterHoldMs === due.dueAtMs ? 'afterHold' : 'limit',
  })
}

/** Whether this source has been clear of a level for long enough, now that it has been measured. */
const hasLeft = (runs: Runs, ladder: Ladder, rank: number, atMs: number): boolean => {
  const since = runs.clear[rank] as number
  return since !== 0 && atMs - since >= (ladder.levels[rank] as Level).leaveMs
}

/** The limit of a level that was left, of the quantity that broke it where the level has one of that. */
export function limitLeft(ladder: Ladder, active: ActiveCondition): Limit {
  const { limits } = ladder.levels[active.rank] as Level
  const { quantity, relative } = active
  const own = limits.filter((limit) => limit.quantity === quantity)
  const limit = own.find((one) => one.relative === relative) ?? own[0] ?? (limits[0] as Limit)
  const source = ladder.sources.find((id) => id === quantity) ?? 'cuff'
  return limitOf(limit, source)
}

/**
 * The transition by which a condition falls to a level below its own, or ends.
 * @param rank of the level it falls to; −1: it ends
 */
export function leftTo(
  ladder: Ladder,
  active: ActiveCondition,
  rank: number,
  by: { readonly atMs: number; readonly measuredAtMs: number; readonly values: Values },
  endedBy: EndedBy,
): AlarmTransition {
  const level = ladder.levels[rank < 0 ? active.rank : rank] as Level
  return {
    kind: 'alarm',
    alarmId: active.alarmId,
    condition: ladder.condition,
    transition: rank < 0 ? 'ended' : 'fell',
    level: level.level,
    priority: level.priority,
    // What was shown without sound goes on so; what sounded is not muted by falling.
    ...(rank >= 0 && (active.silent === true || level.silent === true) ? { silent: true } : {}),
    dueAtMs: by.atMs as EpochMs,
    breachAtMs: (active.breachAtMs[rank < 0 ? active.rank : rank] ?? active.breachAtMs[0]) as EpochMs,
    measuredAtMs: by.measuredAtMs as EpochMs,
    values: by.values,
    limit: limitLeft(ladder, active),
    ...(rank < 0 ? { endedBy } : {}),
  }
}

/** Conditions that this measurement, already learned, has ended or lowered. */
export function leavingTransitions(
  rules: Rules,
  state: EngineState,
  record: RecordOf<'vitals'>,
): readonly AlarmTransition[] {
  const { hubAtMs: atMs } = record
  const transitions: AlarmTransition[] = []
  for (const ladder of rules.ladders) {
    const active = state.active[ladder.condition]
    if (active === undefined) continue
    for (const id of ladder.sources) {
      if (id === 'cuff' || record.recovered?.includes(id)) continue
      const source = state.sources[id]
      const runs = source?.runs[ladder.condition]
      if (source === undefined || runs === undefined || source.judgedMs !== atMs) continue
      if (record.readings[id]?.status !== 'measured') continue
      if (!hasLeft(runs, ladder, active.rank, atMs)) continue
      let rank = active.rank - 1
      while (rank >= 0 && hasLeft(runs, ladder, rank, atMs)) rank -= 1
      const by = { atMs, measuredAtMs: source.measuredAtMs, values: source.values }
      transitions.push(leftTo(ladder, active, rank, by, 'measurement'))
      break
    }
  }
  return transitions
}

/** The session's end ends every condition; it does not make them untrue. */
export const closingTransitions = (rules: Rules, state: EngineState, atMs: EpochMs): AlarmTransition[] =>
  Object.keys(state.active)
    .sort()
    .flatMap((condition) => {
      const ladder = ladderOf(rules, condition)
      if (ladder === undefined) return []
      const active = state.active[condition] as ActiveCondition
      return [leftTo(ladder, active, -1, { atMs, measuredAtMs: atMs, values: {} }, 'sessionClosed')]
    })

/** Causes by which nobody doubts the reading any more: the repeat agreed, or none came (clinical facts §4 "Repeat"). */
const CONFIRMING: ReadonlySet<AlarmCause | undefined> = new Set([
  'repeatAgreed',
  'noRepeat',
  'cuffFailed',
  'linkLost',
])

/** The state once a transition is a fact; conditions without a ladder are learned elsewhere. */
export function afterAlarm(rules: Rules, state: EngineState, alarm: AlarmTransition): EngineState {
  const { condition } = alarm
  const ladder = ladderOf(rules, condition)
  if (ladder === undefined) return afterLost(state, alarm)
  const before = state.active[condition]
  if (alarm.transition === 'ended') {
    if (before === undefined) return state
    const { [condition]: _ended, ...active } = state.active
    return begunAnew({ ...state, active }, ladder, -1)
  }
  const { levels } = ladder
  const named = levels.findIndex(({ level }) => level === alarm.level)
  // A level that these rules no longer have: the highest, so that nothing is raised twice and its end must be measured.
  const rank = named === -1 ? levels.length - 1 : named
  const breachAtMs: number[] = (before?.breachAtMs ?? []).slice(0, rank + 1)
  while (breachAtMs.length <= rank) breachAtMs.push(alarm.breachAtMs)
  const fell = alarm.transition === 'fell'
  const { alarmId, level, priority, limit } = alarm
  const broke = levels[rank]?.limits.find(
    (one) => one.quantity === limit?.quantity && one.op === limit.op && one.value === limit.value,
  )
  const isConfirmed = fell || CONFIRMING.has(alarm.cause) || (before?.rank === rank && before.confirmed)
  const one: ActiveCondition = {
    alarmId,
    level,
    priority,
    rank,
    quantity: fell && before !== undefined ? before.quantity : limit?.quantity,
    breachAtMs,
    ...(!fell && broke?.relative === true ? { relative: true } : {}),
    ...(alarm.silent === true ? { silent: true } : {}),
    ...(isConfirmed === true ? { confirmed: true } : {}),
  }
  const after = { ...state, active: { ...state.active, [condition]: one } }
  return fell ? begunAnew(after, ladder, rank) : after
}

/** A level that was left has to be broken anew: what a person or a changed limit ended must not be raised by its old run. */
function begunAnew(state: EngineState, ladder: Ladder, rank: number): EngineState {
  let { sources } = state
  for (const id of ladder.sources) {
    // The cuff's are begun anew where its readings are kept (repeat-answer.ts).
    const before = id === 'cuff' ? undefined : sources[id]
    if (before === undefined) continue
    const after = withoutBreachesAbove(before, ladder.condition, rank)
    if (after !== before) sources = { ...sources, [id]: after }
  }
  return sources === state.sources ? state : { ...state, sources }
}

/** That a signal was lost while a breach was pending is said once. */
function afterLost(state: EngineState, { cause, about, dueAtMs }: AlarmTransition): EngineState {
  const signal = about?.signal
  if (cause !== 'lostWhilePending' || signal === undefined) return state
  const source = state.sources[signal]
  if (source === undefined) return state
  return { ...state, sources: { ...state.sources, [signal]: { ...source, lostMs: dueAtMs } } }
}
