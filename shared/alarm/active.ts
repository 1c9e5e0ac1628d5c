// Owns what the engine knows of active conditions that have no ladder: technical ones, symptoms, HELP; learned from their facts.
// Never begins or ends one: the parts that own them do.
import type { AlarmId, EpochMs } from '../ids.ts'
import type { About, AlarmCause, EndedBy } from '../record/alarm-kinds.ts'
import type { AlarmTransition, Priority } from '../record/record.ts'
import type { ActiveCondition, EngineState, Values } from './engine-state.ts'
import type { Item } from './part.ts'
import { ladderOf, type Rules } from './rules.ts'

const RANKS: Readonly<Record<Priority, number>> = { low: 1, medium: 2, high: 3 }
/** How strong a level without a ladder is: 0 seen, 1 LOW, 2 MEDIUM, 3 HIGH. It only ever rises. */
export const strength = (level: {
  readonly priority: Priority
  readonly silent?: true | undefined
}): number => (level.priority === 'low' && level.silent === true ? 0 : RANKS[level.priority])

/**
 * The state once a fact about a condition without a ladder is known; a ladder's own facts are the ladders' to learn.
 * Also of a condition that this version has no rule for: somebody decided that it is so, and the session's end ends it.
 */
export function afterOtherAlarm(rules: Rules, state: EngineState, item: Item): EngineState {
  if (item.kind !== 'alarm' || ladderOf(rules, item.condition) !== undefined) return state
  const { condition, alarmId, level, priority, silent, breachAtMs } = item
  const before = state.active[condition]
  if (item.transition === 'ended') {
    if (before === undefined) return state
    const { [condition]: _ended, ...active } = state.active
    return { ...state, active }
  }
  const one: ActiveCondition = {
    alarmId,
    level,
    priority,
    rank: strength({ priority, silent }),
    ...(silent === true ? { silent } : {}),
    breachAtMs: before?.breachAtMs ?? [breachAtMs],
  }
  return { ...state, active: { ...state.active, [condition]: one } }
}

type Raised = {
  readonly condition: string
  readonly level: string
  readonly priority: Priority
  readonly silent?: true | undefined
  readonly cause: AlarmCause
  /** When it is true by the rules. */
  readonly atMs: number
  /** Since when it is so: ages count from here. */
  readonly sinceMs: number
  readonly about?: About | undefined
  readonly values?: Values | undefined
}

/** The fact that a condition without a ladder is now so, or has become stronger. */
export function raised(state: EngineState, one: Raised): AlarmTransition {
  const { condition, level, priority, silent, cause, atMs, about, values = {} } = one
  const before = state.active[condition]
  const sinceMs = (before?.breachAtMs[0] ?? Math.min(one.sinceMs, atMs)) as EpochMs
  return {
    kind: 'alarm',
    alarmId: before?.alarmId ?? (`${condition}@${atMs}` as AlarmId),
    condition,
    transition: before === undefined ? 'raised' : 'rose',
    level,
    priority,
    ...(silent === true ? { silent } : {}),
    cause,
    dueAtMs: atMs as EpochMs,
    breachAtMs: sinceMs,
    measuredAtMs: sinceMs,
    values,
    ...(about === undefined ? {} : { about }),
  }
}

/** The fact that one has ended. */
export function ended(
  condition: string,
  active: ActiveCondition,
  atMs: number,
  endedBy: EndedBy,
): AlarmTransition {
  const { alarmId, level, priority, breachAtMs } = active
  return {
    kind: 'alarm',
    alarmId,
    condition,
    transition: 'ended',
    level,
    priority,
    dueAtMs: atMs as EpochMs,
    breachAtMs: breachAtMs[0] as EpochMs,
    measuredAtMs: atMs as EpochMs,
    values: {},
    endedBy,
  }
}

/** The session's end ends every condition without a ladder, whatever it was; the ladders' own are theirs to end. */
export const closingOthers = (rules: Rules, state: EngineState, atMs: number): AlarmTransition[] =>
  Object.keys(state.active)
    .filter((condition) => ladderOf(rules, condition) === undefined)
    .sort()
    .map((condition) => ended(condition, state.active[condition] as ActiveCondition, atMs, 'sessionClosed'))
