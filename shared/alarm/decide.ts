// Owns the decisions themselves: which run has become an alarm, which level has been left, and how that is written down.
// Never moves a run: those come from measurements only.
import type { AlarmId, EpochMs } from '../ids.ts'
import type { AlarmTransition, RecordOf } from '../record/record.ts'
import type { ActiveCondition, EngineState, Runs, SourceState } from './engine-state.ts'
import { beyond, type Ladder, type Level, type Limit, ladderOf, type Rules, type SourceId } from './rules.ts'
import { valueFor } from './runs.ts'

type Measurement = RecordOf<'vitals'> | RecordOf<'bloodPressure'>
type Due = {
  readonly ladder: Ladder
  readonly source: SourceId
  readonly rank: number
  readonly dueAtMs: number
}

const rankOf = (state: EngineState, condition: string): number => state.active[condition]?.rank ?? -1

/** The run that becomes an alarm first, up to `untilMs`. At one time: by condition, then the highest level. */
export function nextDue(rules: Rules, state: EngineState, untilMs: number): Due | undefined {
  if (state.quarantined || state.closed) return undefined
  let ladder: Ladder | undefined
  let source: SourceId = 'cuff'
  let found = -1
  let dueAtMs = untilMs
  for (const candidate of rules.ladders) {
    for (const id of candidate.sources) {
      const from = state.sources[id]
      if (from === undefined || !from.isOut) continue
      const due = from.runs[candidate.condition]?.due
      if (due === undefined) continue
      for (let rank = due.length - 1; rank > rankOf(state, candidate.condition); rank -= 1) {
        const atMs = due[rank] as number
        if (atMs === 0 || atMs > dueAtMs || (atMs === dueAtMs && ladder !== undefined)) continue
        // The newest value beyond the limit is too old to speak for this moment: nobody knows, so nothing is decided.
        if (atMs - from.judgedMs > from.missingMs) continue
        ladder = candidate
        source = id
        found = rank
        dueAtMs = atMs
      }
    }
  }
  return ladder === undefined ? undefined : { ladder, source, rank: found, dueAtMs }
}

/** A limit as it applies to this source: a pulse rate that stands in is named as what it is. */
const limitOf = (limit: Limit, source: SourceId): Limit =>
  source === 'cuff' || limit.quantity === source ? limit : { ...limit, quantity: source }

/** The transition of a run that has become an alarm. */
export function onset(state: EngineState, due: Due): AlarmTransition {
  const { ladder, rank, dueAtMs } = due
  const source = state.sources[due.source] as SourceState
  const level = ladder.levels[rank] as Level
  const broken =
    level.limits.find((limit) => {
      const value = valueFor(limit, due.source, source.values)
      return value !== undefined && beyond(limit.op, value, limit.value)
    }) ?? (level.limits[0] as Limit)
  const before = state.active[ladder.condition]
  return {
    kind: 'alarm',
    alarmId: before?.alarmId ?? (`${ladder.condition}@${dueAtMs}` as AlarmId),
    condition: ladder.condition,
    transition: before === undefined ? 'raised' : 'rose',
    level: level.level,
    priority: level.priority,
    dueAtMs: dueAtMs as EpochMs,
    breachAtMs: (source.runs[ladder.condition] as Runs).out[rank] as EpochMs,
    measuredAtMs: source.measuredAtMs as EpochMs,
    values: source.values,
    limit: limitOf(broken, due.source),
  }
}

/** Whether this source has been clear of a level for long enough, now that it has been measured. */
const hasLeft = (runs: Runs, ladder: Ladder, rank: number, atMs: number): boolean => {
  const since = runs.clear[rank] as number
  return since !== 0 && atMs - since >= (ladder.levels[rank] as Level).leaveMs
}

/** The limit of a level that was left, of the quantity that broke it where the level has one of that. */
function limitLeft(ladder: Ladder, active: ActiveCondition): Limit {
  const { limits } = ladder.levels[active.rank] as Level
  const limit = limits.find((candidate) => candidate.quantity === active.quantity) ?? (limits[0] as Limit)
  const { quantity } = active
  return quantity !== undefined && (ladder.sources as readonly string[]).includes(quantity)
    ? { ...limit, quantity }
    : limit
}

/** Whether this record brought a fresh value of that source. */
function measures(record: Measurement, source: SourceId): boolean {
  if (record.kind === 'bloodPressure') return source === 'cuff' && record.recovered !== true
  if (source === 'cuff' || record.recovered?.includes(source)) return false
  return record.readings[source]?.status === 'measured'
}

/** Conditions that this measurement, already learned, has ended or lowered. */
export function leavingTransitions(
  rules: Rules,
  state: EngineState,
  record: Measurement,
): readonly AlarmTransition[] {
  const { hubAtMs: atMs } = record
  const transitions: AlarmTransition[] = []
  if (state.quarantined || state.closed) return transitions
  for (const ladder of rules.ladders) {
    const active = state.active[ladder.condition]
    if (active === undefined) continue
    for (const id of ladder.sources) {
      const source = state.sources[id]
      const runs = source?.runs[ladder.condition]
      if (source === undefined || runs === undefined || source.judgedMs !== atMs) continue
      if (!measures(record, id)) continue
      if (!hasLeft(runs, ladder, active.rank, atMs)) continue
      let rank = active.rank - 1
      while (rank >= 0 && hasLeft(runs, ladder, rank, atMs)) rank -= 1
      const level = ladder.levels[Math.max(rank, 0)] as Level
      const left = ladder.levels[active.rank] as Level
      const common = {
        kind: 'alarm',
        alarmId: active.alarmId,
        condition: ladder.condition,
        dueAtMs: atMs,
        measuredAtMs: source.measuredAtMs as EpochMs,
        values: source.values,
        limit: limitLeft(ladder, active),
      } as const
      transitions.push(
        rank < 0
          ? {
              ...common,
              transition: 'ended',
              level: left.level,
              priority: left.priority,
              breachAtMs: active.breachAtMs[active.rank] as EpochMs,
              endedBy: 'measurement',
            }
          : {
              ...common,
              transition: 'fell',
              level: level.level,
              priority: level.priority,
              breachAtMs: active.breachAtMs[rank] as EpochMs,
            },
      )
      break
    }
  }
  return transitions
}

/** The session's end ends every condition; it does not make them untrue. */
export function closingTransitions(rules: Rules, state: EngineState, atMs: EpochMs): AlarmTransition[] {
  return Object.keys(state.active)
    .sort()
    .flatMap((condition) => {
      const active = state.active[condition] as ActiveCondition
      const ladder = ladderOf(rules, condition)
      // A condition this version does not know was written by another one; that one's records say how it stands.
      if (ladder === undefined) return []
      return [
        {
          kind: 'alarm' as const,
          alarmId: active.alarmId,
          condition,
          transition: 'ended' as const,
          level: active.level,
          priority: (ladder.levels[active.rank] as Level).priority,
          dueAtMs: atMs,
          breachAtMs: active.breachAtMs[active.rank] as EpochMs,
          measuredAtMs: atMs,
          values: {},
          limit: limitLeft(ladder, active),
          endedBy: 'sessionClosed' as const,
        },
      ]
    })
}

/** The state once a transition is a fact. */
export function afterAlarm(rules: Rules, state: EngineState, alarm: AlarmTransition): EngineState {
  const { condition } = alarm
  const before = state.active[condition]
  if (alarm.transition === 'ended') {
    if (before === undefined) return state
    const { [condition]: _ended, ...active } = state.active
    return { ...state, active }
  }
  const levels = ladderOf(rules, condition)?.levels
  if (levels === undefined) return state
  const named = levels.findIndex(({ level }) => level === alarm.level)
  // A level that these rules no longer have: the highest, so that nothing is raised twice and its end must be measured.
  const rank = named === -1 ? levels.length - 1 : named
  const breachAtMs: number[] = (before?.breachAtMs ?? []).slice(0, rank + 1)
  while (breachAtMs.length <= rank) breachAtMs.push(alarm.breachAtMs)
  const quantity =
    alarm.transition === 'fell' && before !== undefined ? before.quantity : alarm.limit?.quantity
  const { alarmId, level, priority } = alarm
  const active: ActiveCondition = { alarmId, level, priority, rank, quantity, breachAtMs }
  return { ...state, active: { ...state.active, [condition]: active } }
}
