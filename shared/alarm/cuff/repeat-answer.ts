// Owns how a repeat learns what came of it: the reading that agrees or drops it, failed cycles, a link that is gone.
// Never writes a fact, and never decides when nothing came: that is a deadline.
import type { DeviceId } from '../../ids.ts'
import type { BodyOf } from '../../record/record.ts'
import type { EngineState, Values } from '../engine-state.ts'
import { atOf, type Item } from '../part.ts'
import { type Ladder, type Level, ladderOf, type Rules, technicalOf } from '../rules.ts'
import { askedRank } from './cuff-judge.ts'
import {
  afterCuff,
  anyBreaks,
  cuffBegunAnew,
  cuffUnderOtherLimits,
  isCuffLadder,
  measuresWhatBroke,
  outcomeOf,
} from './cuff-reading.ts'
import type { Pending, RepeatEnd, RepeatsState } from './repeats-state.ts'

/** How many failed cycles are "cuff failed twice". */
const FAILURES = 2

function withPending(state: EngineState, condition: string, pending: Pending | undefined): EngineState {
  const { [condition]: _was, ...others } = state.repeats.pending
  const all = pending === undefined ? others : { ...others, [condition]: pending }
  return { ...state, repeats: { ...state.repeats, pending: all } }
}

/** Every repeat that is waited for, changed; those with an end are over and stay as they are. */
function eachPending(
  state: EngineState,
  change: (pending: Pending, condition: string) => Pending,
): EngineState {
  let after = state
  for (const condition of Object.keys(state.repeats.pending).sort()) {
    const before = state.repeats.pending[condition] as Pending
    if (before.end !== undefined) continue
    const changed = change(before, condition)
    if (changed !== before) after = withPending(after, condition, changed)
  }
  return after
}
const ended = (pending: Pending, end: RepeatEnd): Pending => ({ ...pending, end })

/** A "repeat due" fact begins one, or gives the one that is waited for more time; any other ends it. */
function afterRepeat(rules: Rules, state: EngineState, fact: BodyOf<'repeat'>): EngineState {
  const { condition, repeatId, event, untilMs } = fact
  const before = state.repeats.pending[condition]
  if (event === 'due') {
    if (before?.repeatId === repeatId)
      return withPending(state, condition, { ...before, untilMs, extended: true })
    const ladder = ladderOf(rules, condition)
    const rank = ladder?.levels.findIndex(({ level }) => level === fact.level) ?? -1
    // A level that these rules no longer have: its repeat is nobody's.
    if (rank === -1) return state
    const { level, priority, measuredAtMs, values, limit } = fact
    return withPending(state, condition, {
      repeatId,
      rank,
      level,
      priority,
      firstMs: Number(repeatId.slice(repeatId.indexOf('@') + 1)),
      dueMs: fact.dueAtMs,
      untilMs,
      extended: false,
      measuredAtMs,
      values,
      limit,
      ...(state.sources.cuff === undefined ? {} : { deviceId: state.sources.cuff.deviceId }),
      failures: 0,
      ordered: false,
    })
  }
  if (before === undefined) return state
  const after = withPending(state, condition, undefined)
  const active = state.active[condition]
  const ladder = ladderOf(rules, condition)
  if (event === 'dropped' && ladder !== undefined)
    return cuffBegunAnew(after, condition, askedRank(ladder, before.rank))
  if (event === 'dropped' || event === 'superseded' || active?.rank !== before.rank) return after
  return { ...after, active: { ...after.active, [condition]: { ...active, confirmed: true } } }
}

const withRepeats = (state: EngineState, change: Partial<RepeatsState>): EngineState => ({
  ...state,
  repeats: { ...state.repeats, ...change },
})
const withoutDevice = ({ devices }: RepeatsState, deviceId: DeviceId): readonly DeviceId[] =>
  devices.filter((one) => one !== deviceId)

/** A cycle is over: the next may be ordered. */
function afterCycle(state: EngineState, atMs: number): EngineState {
  const { running: _running, ...repeats } = state.repeats
  return { ...state, repeats: { ...repeats, readyMs: atMs } }
}

/** The state once an item is known, but for what it means to a repeat that is waited for. */
export function repeatsAfter(rules: Rules, state: EngineState, item: Item): EngineState {
  switch (item.kind) {
    case 'bloodPressure':
      return item.recovered === true ? state : afterCycle(afterCuff(rules, state, item), item.hubAtMs)
    case 'repeat':
      return afterRepeat(rules, state, item)
    case 'cuff.started':
      return withRepeats(state, {
        running: { sinceMs: item.hubAtMs, deviceId: item.origin.deviceId },
      })
    case 'cuff.ordered': {
      const own = item.cause === 'person' ? {} : { orderedMs: atOf(item) }
      return eachPending(withRepeats(state, own), (pending) => ({ ...pending, ordered: true }))
    }
    case 'device.attached': {
      const others = withoutDevice(state.repeats, item.deviceId)
      const devices = item.takesCuffOrders ? [...others, item.deviceId] : others
      return withRepeats(state, { devices, readyMs: item.hubAtMs })
    }
    case 'device.detached': {
      const gone = withRepeats(state, { devices: withoutDevice(state.repeats, item.deviceId) })
      return state.repeats.running?.deviceId === item.deviceId ? afterCycle(gone, item.hubAtMs) : gone
    }
    case 'manual': {
      const { measuredAtMs, values } = item
      if (values.systolic === undefined && values.diastolic === undefined) return state
      return measuredAtMs > state.repeats.handMs ? withRepeats(state, { handMs: measuredAtMs }) : state
    }
    case 'alarm': {
      const ladder = ladderOf(rules, item.condition)
      if (ladder === undefined || !isCuffLadder(ladder)) return state
      if (item.transition === 'ended') return cuffBegunAnew(state, item.condition, 0)
      if (item.transition !== 'fell') return state
      return cuffBegunAnew(state, item.condition, (state.active[item.condition]?.rank ?? -1) + 1)
    }
    case 'phase':
    case 'help':
    case 'infusion':
    case 'baseline':
    case 'limits':
      // Only where that changed what is in force: most acts at the pump do not.
      return state.patient.changedMs === item.hubAtMs ? cuffUnderOtherLimits(rules, state) : state
    default:
      return state
  }
}

/** What a reading says to a repeat: it agrees, it is below, or it has not what is asked for. */
function answered(ladder: Ladder, pending: Pending, values: Values): 'agreed' | 'dropped' | undefined {
  const asked = askedRank(ladder, pending.rank)
  const level = ladder.levels[asked] as Level
  const holding = asked === pending.rank ? level.staysUnconfirmedWhile : undefined
  const limits = holding ?? level.limits
  if (anyBreaks(limits, values)) return 'agreed'
  // What holds a HIGH must all be measured before it is stepped down; a MEDIUM not yet raised: what broke.
  const isAnswer =
    holding === undefined
      ? measuresWhatBroke(level.limits, pending.values, values)
      : limits.every(({ quantity }) => values[quantity] !== undefined)
  return isAnswer ? 'dropped' : undefined
}

/** A device that said goodbye to another connection of its own, or to a hub that stopped, is not lost. */
const LOST: ReadonlySet<string> = new Set(['lost', 'left', 'revoked', 'moved'])

/** The state once an item has been held against the repeats that are waited for. */
export function answerOf(rules: Rules, state: EngineState, item: Item): EngineState {
  switch (item.kind) {
    case 'bloodPressure': {
      if (item.recovered === true) return state
      const { hubAtMs: atMs, measuredAtMs } = item
      const outcome = outcomeOf(item)
      return eachPending(state, (before, condition) => {
        // The first reading itself is no repeat; nor is what was measured before it and came after it.
        if (atMs <= before.firstMs || measuredAtMs <= before.measuredAtMs) return before
        const failures = before.failures + (outcome.is === 'failed' ? 1 : 0)
        const pending = { ...before, failures }
        const ladder = ladderOf(rules, condition)
        if (outcome.is === 'reading' && ladder !== undefined) {
          const event = answered(ladder, pending, outcome.values)
          if (event !== undefined)
            return ended(pending, { event, atMs, measuredAtMs, values: outcome.values })
        }
        if (failures >= FAILURES) return ended(pending, { event: 'failed', atMs })
        // It was waited for longer because a cycle ran; that cycle is over, and it was not the repeat.
        return pending.extended ? ended(pending, { event: 'timeOver', atMs }) : pending
      })
    }
    case 'device.detached':
      return LOST.has(item.reason)
        ? eachPending(state, (pending) =>
            pending.deviceId === item.deviceId
              ? ended(pending, { event: 'lost', atMs: item.hubAtMs })
              : pending,
          )
        : state
    case 'alarm': {
      if (item.transition === 'ended' || technicalOf(rules, item.condition)?.kind !== 'noLiveData')
        return state
      const of = item.about?.deviceId
      return eachPending(state, (pending) =>
        of === undefined || of === pending.deviceId
          ? ended(pending, { event: 'lost', atMs: item.dueAtMs })
          : pending,
      )
    }
    case 'limits':
      return eachPending(state, (pending, condition) => {
        const ladder = ladderOf(rules, condition)
        const level = ladder?.levels[ladder === undefined ? -1 : askedRank(ladder, pending.rank)]
        return level !== undefined && anyBreaks(level.limits, pending.values)
          ? pending
          : ended(pending, { event: 'superseded', atMs: item.hubAtMs })
      })
    case 'manual':
      if (item.hubAtMs - item.measuredAtMs > rules.manualMs) return state
      return eachPending(state, (pending, condition) => {
        const ladder = ladderOf(rules, condition)
        if (ladder === undefined || !isCuffLadder(ladder) || item.measuredAtMs <= pending.measuredAtMs)
          return pending
        // By hand it may be dropped, as it may be ended; it is never agreed to: a manual reading raises nothing.
        if (answered(ladder, pending, item.values) !== 'dropped') return pending
        const { hubAtMs: atMs, measuredAtMs, values } = item
        return ended(pending, { event: 'dropped', atMs, measuredAtMs, values })
      })
    default:
      return state
  }
}
