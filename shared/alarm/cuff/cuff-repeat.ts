// Owns the repeat protocol of cuff readings, and with it when a cuff condition is raised: clinical facts §4 "Repeat".
// Never owns whether a limit is broken, and never takes a recovered reading, a mean or an artefact for a repeat.
import type { AlarmId, EpochMs } from '../../ids.ts'
import type { AlarmCause } from '../../record/alarm-kinds.ts'
import type { BodyOf, RecordOf } from '../../record/record.ts'
import { brokenLimit, leftTo, raisedTo } from '../decide.ts'
import type { EngineState, Values } from '../engine-state.ts'
import type { Fact, Item, Part } from '../part.ts'
import { raisingOf } from '../raising.ts'
import type { Ladder, Level, Rules } from '../rules.ts'
import { cuffRankAfter, type Standing, standingOf } from './cuff-judge.ts'
import { isCuffLadder, outcomeOf } from './cuff-reading.ts'
import { answerOf, repeatsAfter } from './repeat-answer.ts'
import { lostCycleMs, type Pending, type RepeatEnd } from './repeats-state.ts'

/** What the end of a repeat makes of the level it was asked for. */
const CAUSE: Readonly<Record<RepeatEnd['event'], AlarmCause | undefined>> = {
  agreed: 'repeatAgreed',
  dropped: undefined,
  failed: 'cuffFailed',
  lost: 'linkLost',
  timeOver: 'noRepeat',
  superseded: undefined,
}

const repeatFact = (
  condition: string,
  pending: Pending,
  event: BodyOf<'repeat'>['event'],
  by: { atMs: number; untilMs?: number; measuredAtMs?: number | undefined; values?: Values | undefined },
): BodyOf<'repeat'> => ({
  kind: 'repeat',
  repeatId: pending.repeatId,
  condition,
  level: pending.level,
  priority: pending.priority,
  event,
  dueAtMs: by.atMs as EpochMs,
  untilMs: (by.untilMs ?? pending.untilMs) as EpochMs,
  measuredAtMs: (by.measuredAtMs ?? pending.measuredAtMs) as EpochMs,
  values: by.values ?? pending.values,
  limit: pending.limit,
})

/** The repeat is over: said, and the alarm raised where that is what it comes to. */
function endFacts(
  rules: Rules,
  state: EngineState,
  ladder: Ladder,
  pending: Pending,
  end: RepeatEnd,
): readonly Fact[] {
  const { condition, levels } = ladder
  const { atMs, measuredAtMs = pending.measuredAtMs, values = pending.values } = end
  const facts: Fact[] = [repeatFact(condition, pending, end.event, { atMs, measuredAtMs, values })]
  const cause = CAUSE[end.event]
  const level = levels[pending.rank]
  if (cause === undefined || level === undefined) return facts
  if (pending.rank <= (state.active[condition]?.rank ?? -1)) return facts
  if (raisingOf(rules, state.patient.phase, level) === 'no') return facts
  const by = {
    dueAtMs: atMs,
    breachAtMs: pending.firstMs,
    measuredAtMs,
    values,
    source: 'cuff',
    cause,
  } as const
  facts.push(raisedTo(rules, state, ladder, pending.rank, by))
  return facts
}

function standingFacts(
  rules: Rules,
  state: EngineState,
  ladder: Ladder,
  standing: Standing,
): readonly Fact[] {
  const { condition, levels } = ladder
  const { rank, atMs } = standing
  const beyond = state.repeats.beyond[condition]
  const firstMs = state.sources.cuff?.runs[condition]?.out[rank] ?? 0
  const level = levels[rank] as Level
  const { measuredAtMs, values } = beyond ?? { measuredAtMs: atMs, values: {} }
  if (standing.does === 'ask')
    return [
      {
        kind: 'repeat',
        repeatId: `${condition}@${firstMs}` as AlarmId,
        condition,
        level: level.level,
        priority: level.priority,
        event: 'due',
        dueAtMs: atMs as EpochMs,
        untilMs: standing.untilMs as EpochMs,
        measuredAtMs: measuredAtMs as EpochMs,
        values,
        limit: brokenLimit(level, 'cuff', values),
      },
    ]
  const { cause } = standing
  const by = { dueAtMs: atMs, breachAtMs: firstMs, measuredAtMs, values, source: 'cuff', cause } as const
  const raised = raisedTo(rules, state, ladder, rank, by)
  const pending = state.repeats.pending[condition]
  return pending !== undefined && pending.rank <= rank
    ? [repeatFact(condition, pending, 'superseded', { atMs }), raised]
    : [raised]
}

type Order = { readonly atMs: number; readonly deviceId: BodyOf<'cuff.ordered'>['deviceId'] }

/**
 * The order that a repeat still waits for: once each, at least so long after the hub's last one, and none while a cycle
 * runs, which is not for ever; undefined where no device takes orders, or it would come too late.
 */
function orderOf(rules: Rules, state: EngineState, pending: Pending): Order | undefined {
  const { running, devices, orderedMs, readyMs } = state.repeats
  if (pending.ordered || pending.end !== undefined) return undefined
  const deviceId = devices.find((one) => one === pending.deviceId) ?? devices[0]
  if (deviceId === undefined) return undefined
  const afterOwn = orderedMs === 0 ? 0 : orderedMs + rules.cuff.betweenOrdersMs
  const atMs = Math.max(pending.dueMs, readyMs, afterOwn, lostCycleMs(running))
  return atMs < pending.untilMs ? { atMs, deviceId } : undefined
}

/** What a ladder has due next; at one time a higher level's reading comes before what came of the repeat. */
type Next = { readonly atMs: number; readonly facts: () => readonly Fact[] }
function nextOf(rules: Rules, state: EngineState, ladder: Ladder): Next | undefined {
  const { condition } = ladder
  const pending = state.repeats.pending[condition]
  const standing = standingOf(rules, state, ladder)
  let next: Next | undefined
  const offer = (atMs: number, facts: () => readonly Fact[]): void => {
    if (next === undefined || atMs < next.atMs) next = { atMs, facts }
  }
  if (standing !== undefined) offer(standing.atMs, () => standingFacts(rules, state, ladder, standing))
  if (pending === undefined) return next
  const { end, untilMs, extended, firstMs } = pending
  if (end !== undefined) {
    offer(end.atMs, () => endFacts(rules, state, ladder, pending, end))
  } else if (!extended && untilMs < lostCycleMs(state.repeats.running)) {
    const longer = Math.max(untilMs, firstMs + rules.repeat.runningWaitMs)
    offer(untilMs, () => [repeatFact(condition, pending, 'due', { atMs: untilMs, untilMs: longer })])
  } else {
    const over = { event: 'timeOver', atMs: untilMs } as const
    offer(untilMs, () => endFacts(rules, state, ladder, pending, over))
  }
  const order = orderOf(rules, state, pending)
  if (order !== undefined)
    offer(order.atMs, () => [
      {
        kind: 'cuff.ordered',
        deviceId: order.deviceId,
        orderId: `repeat-${order.atMs}`,
        cause: 'repeat',
        dueAtMs: order.atMs as EpochMs,
      },
    ])
  return next
}

function soonest(rules: Rules, state: EngineState): Next | undefined {
  const { cuff } = state.sources
  if (cuff === undefined || !(cuff.isOut || isWaiting(state))) return undefined
  let first: Next | undefined
  for (const ladder of rules.ladders) {
    if (!isCuffLadder(ladder)) continue
    const next = nextOf(rules, state, ladder)
    if (next !== undefined && (first === undefined || next.atMs < first.atMs)) first = next
  }
  return first
}
function isWaiting(state: EngineState): boolean {
  for (const _condition in state.repeats.pending) return true
  return false
}

/** The conditions that a reading, already learned, has ended or lowered. A mean alone clears nothing. */
function leaving(rules: Rules, state: EngineState, record: RecordOf<'bloodPressure'>): readonly Fact[] {
  if (record.recovered === true) return []
  const outcome = outcomeOf(record)
  if (outcome.is !== 'reading') return []
  const known = { values: outcome.values, lastMean: state.repeats.lastMean }
  const { hubAtMs: atMs, measuredAtMs } = record
  return rules.ladders.flatMap((ladder) => {
    const active = isCuffLadder(ladder) ? state.active[ladder.condition] : undefined
    if (active === undefined) return []
    const rank = cuffRankAfter(ladder, active, known)
    if (rank === active.rank) return []
    return [leftTo(ladder, active, rank, { atMs, measuredAtMs, values: outcome.values }, 'measurement')]
  })
}

/** Nothing is waited for in a session that is over. */
const closing = (state: EngineState, atMs: number): Fact[] =>
  Object.keys(state.repeats.pending)
    .sort()
    .map((condition) =>
      repeatFact(condition, state.repeats.pending[condition] as Pending, 'superseded', { atMs }),
    )

export const CUFF_REPEAT: Part = {
  skipsVitals: true,
  learn: (rules, state, item: Item) => answerOf(rules, repeatsAfter(rules, state, item), item),
  decide(rules, _before, state, item) {
    switch (item.kind) {
      case 'bloodPressure':
        return leaving(rules, state, item)
      case 'session.closed':
        return closing(state, item.hubAtMs)
      default:
        return []
    }
  },
  nextMs: (rules, state) => soonest(rules, state)?.atMs ?? 0,
  due: (rules, state) => ({ facts: soonest(rules, state)?.facts() ?? [] }),
}
