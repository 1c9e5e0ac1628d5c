// Owns "found in recovered data": a breach in what came too late is always said, once, with its worst value.
// Never begins, ends or moves any other condition, and never judges a value that was current.
import type { EpochMs } from '../ids.ts'
import type { About } from '../record/alarm-kinds.ts'
import type { AlarmTransition, RecordOf } from '../record/record.ts'
import type { Quantity } from '../vitals.ts'
import { ended, raised } from './active.ts'
import type { EngineState, Values } from './engine-state.ts'
import { atOf, type Fact, type Item, type Part } from './part.ts'
import {
  brokenBy,
  counts,
  type FoundNow,
  foundAfter,
  isWorse,
  lateValues,
  paceOf,
  saysNoPulse,
  standsIn,
  type Worst,
} from './recovered-found.ts'
import {
  beyond,
  type Ladder,
  type Level,
  type Limit,
  ladderOf,
  type Rules,
  type TechnicalRule,
} from './rules.ts'

export type RecoveredState = {
  /** By condition of the ladder whose limit was broken. */
  readonly found: Readonly<Record<string, FoundNow>>
  /** When the first of the batch was found; 0: there is none. */
  readonly firstMs: number
  /** When the batch is over. */
  readonly untilMs: number
  /** When it is to be told; 0: there is nothing new in it. */
  readonly tellMs: number
  /** What the alarm that stands has said: the worst per quantity. */
  readonly said: Values
  readonly about?: About
}
const NO_BATCH = { found: {}, firstMs: 0, untilMs: 0, tellMs: 0 }
export const NO_RECOVERED: RecoveredState = { ...NO_BATCH, said: {} }

/** A backlog is one thing to say: when nothing more of it has come for this long (ours). */
const QUIET_MS = 1_000
/** … but a device whose words always come late must not put it off for ever (ours). */
const AT_MOST_MS = 10_000

// ── finding ──────────────────────────────────────────────────────────────────────────────────────────────

/** The batch that a record of this time belongs to: one that was over by then has been told, or had nothing to tell. */
function batchAt({ recovered, quarantined }: EngineState, atMs: number): RecoveredState {
  const isOver = recovered.firstMs !== 0 && recovered.untilMs <= atMs && !quarantined
  return isOver ? { ...recovered, ...NO_BATCH } : recovered
}

function afterLate(rules: Rules, state: EngineState, item: RecordOf<'vitals'> | RecordOf<'bloodPressure'>) {
  const late = lateValues(item)
  if (late.length === 0) return state
  const before = batchAt(state, item.hubAtMs)
  let { found } = before
  for (const [source, values] of late)
    for (const ladder of rules.ladders) {
      if (!ladder.sources.includes(source) || !standsIn(ladder, source, item)) continue
      if (ladder.needsPulse && item.kind === 'vitals' && saysNoPulse(item)) continue
      const { condition, levels } = ladder
      const pace = paceOf(rules, state, item.origin.deviceId, source)
      const broken = brokenBy(ladder, source, values)
      const one = foundAfter(found[condition], broken, levels.length, item.measuredAtMs, pace)
      if (one !== undefined && one !== found[condition]) found = { ...found, [condition]: one }
    }
  if (found === before.found && before.firstMs === 0) return state
  const { hubAtMs } = item
  const firstMs = before.firstMs === 0 ? hubAtMs : before.firstMs
  const untilMs = Math.min(hubAtMs + QUIET_MS, firstMs + AT_MOST_MS)
  return withTold(rules, { ...state, recovered: { ...before, found, firstMs, untilMs } })
}

// ── saying ───────────────────────────────────────────────────────────────────────────────────────────────

type Told = { readonly found: FoundNow; readonly worst: Worst; readonly ladder: Ladder }

/** HIGH before MEDIUM, then how far up its ladder; at last by the order of the ladders. */
const gravity = ({ worst: { rank }, ladder }: Told): number => {
  const level = ladder.levels[rank] as Level
  return (level.priority === 'high' ? 1_000 : 0) + (100 * (rank + 1)) / ladder.levels.length
}

/** The limit that is named: of the lowest level with the priority of the worst that has one for it ("below 85", not "below 80"). */
function namedRank({ worst, ladder: { levels } }: Told): number {
  const { priority } = levels[worst.rank] as Level
  const isOf = (level: Level): boolean => level.limits.some(({ quantity }) => quantity === worst.quantity)
  const own = levels.findIndex((level) => level.priority === priority && isOf(level))
  // A source that stands in has no limits of its own.
  return own === -1 ? levels.findIndex((level) => level.priority === priority) : own
}

function aboutOf(state: EngineState, told: Told): About {
  const { found, worst, ladder } = told
  const { quantity, value, valueAtMs } = worst
  const rank = namedRank(told)
  const level = ladder.levels[rank] as Level
  const limit = level.limits.find((one) => one.quantity === quantity) ?? level.limits[0]
  const { startedMs } = state.technical.grid
  // The newest value stands for one interval: a single one was not beyond for no time at all. A cuff's is a point in time.
  const lastMs = found.lastRank >= rank ? found.everyMs : 0
  const forMs = found.everyMs === 0 ? 0 : (found.forMs[rank] ?? 0) + lastMs
  return {
    quantity,
    value,
    valueAtMs: valueAtMs as EpochMs,
    ...(forMs === 0 ? {} : { forMs }),
    ...(limit === undefined ? {} : { limit: { quantity, op: limit.op, value: limit.value } }),
    ...(startedMs === 0 ? {} : { afterStartMs: valueAtMs - startedMs }),
  }
}

const ruleOf = (rules: Rules): TechnicalRule | undefined =>
  rules.technical.find(({ kind }) => kind === 'recovered')

/** Whether this has not been said, or is worse than what has. */
const isNews = (said: Values, { worst: { quantity, value, rank }, ladder }: Told): boolean => {
  const before = said[quantity]
  const op = ladder.levels[rank]?.limits[0]?.op ?? '<'
  return before === undefined || isWorse(op, value, before)
}

/** What of the batch is news beside what the alarm that stands has said. */
function newsOf(rules: Rules, { recovered: { found, said } }: EngineState): Told[] {
  const news: Told[] = []
  for (const condition in found) {
    const ladder = ladderOf(rules, condition)
    const one = found[condition]
    if (ladder === undefined || one === undefined) continue
    for (const worst of one.worst) {
      const told = { found: one, worst, ladder }
      if (isNews(said, told)) news.push(told)
    }
  }
  return news
}

/** The state with the time at which its batch is to be told. */
function withTold(rules: Rules, state: EngineState): EngineState {
  const { recovered } = state
  const isTold = ruleOf(rules) !== undefined && newsOf(rules, state).length > 0
  const tellMs = isTold ? recovered.untilMs : 0
  return tellMs === recovered.tellMs ? state : { ...state, recovered: { ...recovered, tellMs } }
}

function tell(rules: Rules, state: EngineState, atMs: number): readonly Fact[] {
  const rule = ruleOf(rules)
  const news = newsOf(rules, state)
  // A breach in backfill is always said: in every phase, at the strongest level that the profile has for it.
  const level = rule?.otherwise.at(-1)
  if (rule === undefined || news.length === 0) return []
  const stands = state.active[rule.condition] === undefined ? undefined : state.recovered.about
  const common = {
    condition: rule.condition,
    level: level?.level ?? 'medium',
    priority: level?.priority ?? 'medium',
    silent: level?.silent,
    cause: 'recovered',
    atMs,
    sinceMs: atMs,
  } as const
  // The worst last: it is what stands. One fact, unless one quantity was beyond both ways: then each has its own.
  const facts: AlarmTransition[] = []
  const values: Partial<Record<Quantity, number>> = { ...state.recovered.said }
  let inThis: readonly Quantity[] = []
  let about = stands
  for (const told of news.sort((a, b) => gravity(a) - gravity(b))) {
    const { quantity, value } = told.worst
    if (inThis.includes(quantity)) {
      facts.push(raised(state, { ...common, about, values: { ...values } }))
      inThis = []
    }
    inThis = [...inThis, quantity]
    values[quantity] = value
    const own = aboutOf(state, told)
    about = about !== undefined && isGraver(rules, about, own) ? about : own
  }
  facts.push(raised(state, { ...common, about, values }))
  return facts.map((fact, index) => (index === 0 ? fact : { ...fact, transition: 'rose' }))
}

/** Whether what has been said is worse than what is new, by the same measure. */
function isGraver(rules: Rules, said: About, news: About): boolean {
  const of = ({ quantity, value }: About): number => {
    if (quantity === undefined || value === undefined) return 0
    let most = 0
    for (const ladder of rules.ladders)
      for (let rank = 0; rank < ladder.levels.length; rank += 1) {
        const level = ladder.levels[rank] as Level
        const is = level.limits.some(
          (limit) => isAbout(limit, ladder, quantity) && beyond(limit.op, value, limit.value),
        )
        if (!is || !counts(level)) continue
        most = Math.max(
          most,
          (level.priority === 'high' ? 1_000 : 0) + (100 * (rank + 1)) / ladder.levels.length,
        )
      }
    return most
  }
  return of(said) > of(news) || (of(said) === of(news) && said.quantity !== news.quantity)
}
const isAbout = (limit: Limit, ladder: Ladder, quantity: Quantity): boolean =>
  limit.quantity === quantity || ladder.sources.slice(1).some((source) => source === quantity)

const NONE: readonly Fact[] = []

/** Its own alarm is a fact: what has been said is known. */
function afterOwn(rules: Rules, state: EngineState, alarm: Extract<Item, { kind: 'alarm' }>): EngineState {
  const { recovered } = state
  const { dueAtMs, values, about } = alarm
  // What came after it was due is another batch; what was over by then is told, or was nothing new.
  const isOver = alarm.transition === 'ended' ? recovered.untilMs <= dueAtMs : recovered.firstMs < dueAtMs
  const batch = isOver ? { ...recovered, ...NO_BATCH } : recovered
  const { about: _about, ...kept } = batch
  const said: RecoveredState =
    alarm.transition === 'ended'
      ? { ...kept, said: {} }
      : { ...kept, said: values, ...(about === undefined ? {} : { about }) }
  return withTold(rules, { ...state, recovered: said })
}

export const RECOVERED: Part = {
  learn(rules, state, item) {
    switch (item.kind) {
      case 'vitals':
        return item.recovered === undefined ? state : afterLate(rules, state, item)
      case 'bloodPressure':
        return item.recovered === undefined ? state : afterLate(rules, state, item)
      case 'alarm':
        return item.condition === ruleOf(rules)?.condition ? afterOwn(rules, state, item) : state
      default:
        return state
    }
  },
  decide(rules, _before, state, item) {
    if (item.kind === 'acknowledgement') {
      const condition = ruleOf(rules)?.condition
      const active = condition === undefined ? undefined : state.active[condition]
      if (condition === undefined || active === undefined || active.alarmId !== item.alarmId) return NONE
      return [ended(condition, active, item.hubAtMs, 'clinician')]
    }
    // Nothing is decided after the end: what has been found is said now.
    if (item.kind === 'session.closed' && state.recovered.firstMs !== 0) return tell(rules, state, atOf(item))
    return NONE
  },
  nextMs: (_rules, { recovered }) => recovered.tellMs,
  due: (rules, state, atMs) => ({ facts: tell(rules, state, atMs) }),
}
