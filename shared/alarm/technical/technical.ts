// Owns technical conditions as a part of the engine: when each is raised, rises and ends, and when the hub orders a cuff.
// Never judges a limit, and never ends or lowers a condition by time or phase: only what it names, back again, ends it.
import type { AlarmTransition, RecordOf } from '../../record/record.ts'
import { afterOtherAlarm, ended, raised } from '../active.ts'
import { orderAtMs, orderFact } from '../cuff/cuff-orders.ts'
import type { ActiveCondition, EngineState } from '../engine-state.ts'
import { atOf, type Fact, type Item, type Part } from '../part.ts'
import type { Rules, TechnicalKind, TechnicalRule } from '../rules.ts'
import { asKnown, draftOfEngine } from '../source.ts'
import { CUFF_FAILED, CUFF_OVERDUE, isReading } from './technical-cuff.ts'
import { expectsNone, heardAfter, isLiveAgain, NO_LIVE_DATA } from './technical-devices.ts'
import { BATTERY_LOW, clockRightAt, DEVICE_CLOCK, isClockWrong } from './technical-health.ts'
import { OFF_TOO_LONG } from './technical-holding.ts'
import { isMonitorOff, isOfSensors, type Kind, levelAt, nextOf } from './technical-kind.ts'
import { conditionOf, technicalAfter } from './technical-learn.ts'
import { isEndTakenAway, isOfPump, PLANNED_END } from './technical-pump.ts'
import { isSeenTo, SCREENS } from './technical-screens.ts'
import { isBack, isHeardNow, NO_VALUE, signalsAfter } from './technical-signals.ts'

export { NO_TECHNICAL, type TechnicalState } from './technical-state.ts'

/** `recovered` is no word of the moment; it has a part of its own. */
const KINDS: Readonly<Record<Exclude<TechnicalKind, 'recovered'>, Kind>> = {
  noValue: NO_VALUE,
  noLiveData: NO_LIVE_DATA,
  cuffFailed: CUFF_FAILED,
  cuffOverdue: CUFF_OVERDUE,
  noAudibleScreen: SCREENS,
  noChairScreen: SCREENS,
  soundNotConfirmed: SCREENS,
  deviceClock: DEVICE_CLOCK,
  batteryLow: BATTERY_LOW,
  offTooLong: OFF_TOO_LONG,
  plannedEnd: PLANNED_END,
}
const kindOf = (rule: TechnicalRule): Kind | undefined =>
  rule.kind === 'recovered' ? undefined : KINDS[rule.kind]

/** Absence of values moves with every record; the rest is worked out when it may have changed. */
const movesAlways = ({ kind }: TechnicalRule): boolean => kind === 'noValue' || kind === 'noLiveData'
type Split = {
  readonly moving: readonly (readonly [TechnicalRule, Kind])[]
  readonly rest: readonly (readonly [TechnicalRule, Kind])[]
}
const splits = new WeakMap<Rules['technical'], Split>()
/** A pure answer kept: the rules of a session do not change. */
function splitOf({ technical }: Rules): Split {
  let split = splits.get(technical)
  if (split === undefined) {
    const all = technical.flatMap((rule) => {
      const kind = kindOf(rule)
      return kind === undefined ? [] : [[rule, kind] as const]
    })
    split = {
      moving: all.filter(([rule]) => movesAlways(rule)),
      rest: all.filter(([rule]) => !movesAlways(rule)),
    }
    splits.set(technical, split)
  }
  return split
}

// ── learning ─────────────────────────────────────────────────────────────────────────────────────────────

const isAnyCurrent = ({
  readings,
  recovered,
}: Pick<RecordOf<'vitals'>, 'readings' | 'recovered'>): boolean => {
  for (const key in readings) if (recovered?.includes(key as 'spo2') !== true) return true
  return false
}

function afterVitals(rules: Rules, state: EngineState, record: RecordOf<'vitals'>): EngineState {
  const { origin, hubAtMs } = record
  if (!isAnyCurrent(record)) return state
  const before = state.technical
  const heard = heardAfter(rules, before, asKnown(state, origin.deviceId), hubAtMs)
  const technical = { ...before, heard, signals: signalsAfter(state, record), movingMs: 0 }
  const after = draftOfEngine(state)
  after.technical = technical
  // Its own copy is still nobody else's: written here, so that there is one copy for a record and not two.
  technical.movingMs = movingAfter(rules, after, hubAtMs)
  return after
}

function learn(rules: Rules, before: EngineState, item: Item): EngineState {
  if (item.kind === 'vitals') return afterVitals(rules, before, item)
  const state = afterOtherAlarm(rules, before, item)
  const technical = technicalAfter(rules, state, item)
  const known = technical === state.technical ? state : { ...state, technical }
  const restMs = restOf(rules, known)
  const movingMs = movingOf(rules, known)
  return restMs === technical.restMs && movingMs === technical.movingMs
    ? known
    : { ...known, technical: { ...technical, restMs, movingMs } }
}

// ── deciding ─────────────────────────────────────────────────────────────────────────────────────────────

const sooner = (a: number, b: number): number => (b !== 0 && (a === 0 || b < a) ? b : a)

/** An active clock condition ends by itself once its jump has stood long enough. */
const clockEndsAt = (rules: Rules, state: EngineState): number =>
  state.active[conditionOf(rules, 'deviceClock')] === undefined ? 0 : clockRightAt(state)

function earliest(rules: Rules, state: EngineState, of: Split['moving']): number {
  let nextMs = 0
  for (const [rule, kind] of of) {
    const atMs = nextOf(kind, rules, state, rule)
    if (atMs !== 0 && (nextMs === 0 || atMs < nextMs)) nextMs = atMs
  }
  return nextMs
}
const movingOf = (rules: Rules, state: EngineState): number => earliest(rules, state, splitOf(rules).moving)
/** The same after a record of this time, which leaves nothing to say of most signals. */
function movingAfter(rules: Rules, state: EngineState, recordAtMs: number): number {
  let nextMs = 0
  for (const [rule, kind] of splitOf(rules).moving) {
    const { signal } = rule
    if (rule.kind === 'noValue' && signal !== undefined && isHeardNow(state, signal, recordAtMs)) continue
    const atMs = nextOf(kind, rules, state, rule)
    if (atMs !== 0 && (nextMs === 0 || atMs < nextMs)) nextMs = atMs
  }
  return nextMs
}
const restOf = (rules: Rules, state: EngineState): number =>
  sooner(
    sooner(earliest(rules, state, splitOf(rules).rest), clockEndsAt(rules, state)),
    orderAtMs(rules, state),
  )

function due(rules: Rules, state: EngineState, atMs: number): readonly Fact[] {
  const facts: Fact[] = []
  const rightMs = clockEndsAt(rules, state)
  for (const rule of rules.technical) {
    const { condition } = rule
    const active = state.active[condition]
    if (rule.kind === 'deviceClock' && active !== undefined && rightMs !== 0 && rightMs <= atMs) {
      facts.push(ended(condition, active, atMs, 'restored'))
      continue
    }
    const kind = kindOf(rule)
    const level = kind === undefined ? undefined : levelAt(kind, rules, state, rule, atMs)
    if (kind === undefined || level === undefined) continue
    const sinceMs = kind.since(rules, state, rule)
    const about = kind.about(rules, state, rule)
    facts.push(raised(state, { ...level, condition, cause: 'technical', atMs, sinceMs, about }))
  }
  const orderMs = orderAtMs(rules, state)
  if (orderMs !== 0 && orderMs <= atMs) facts.push(orderFact(state, atMs))
  return facts
}

/** What an item brings back. By kind: whether what the condition names is so no more. */
function isRestored(state: EngineState, rule: TechnicalRule, item: Item): boolean {
  switch (rule.kind) {
    case 'noValue':
      return item.kind === 'vitals' && isBack(state, rule, item)
    case 'noLiveData':
      return item.kind === 'vitals'
        ? isLiveAgain(state, item)
        : item.kind === 'device.attached' && expectsNone(state)
    case 'cuffFailed':
    case 'cuffOverdue':
      return item.kind === 'bloodPressure' && isReading(item)
    case 'noAudibleScreen':
    case 'noChairScreen':
    case 'soundNotConfirmed':
      return item.kind === 'coverage' && isSeenTo(state, rule)
    case 'deviceClock':
      return CLOCK_ITEMS.has(item.kind) && !isClockWrong(state, atOf(item))
    case 'batteryLow':
      return (
        state.technical.batteries.length === 0 && (item.kind === 'battery' || item.kind === 'device.detached')
      )
    case 'offTooLong': {
      const { offUntilMs } = state.technical.holding
      return item.kind === 'holding' && (offUntilMs === 0 || offUntilMs > item.hubAtMs)
    }
    case 'plannedEnd':
      // What was recorded while nothing was decided counts as soon as something is again.
      return (isOfPump(item) || item.kind === 'quarantine') && isEndTakenAway(state, item.hubAtMs)
    case 'recovered':
      return false
  }
}
const CLOCK_ITEMS: ReadonlySet<string> = new Set([
  'device.clock',
  'device.attached',
  'device.detached',
  'acknowledgement',
])

function endings(rules: Rules, before: EngineState, state: EngineState, item: Item): readonly Fact[] {
  const facts: AlarmTransition[] = []
  const isOff = !isMonitorOff(before) && isMonitorOff(state)
  for (const rule of rules.technical) {
    const active: ActiveCondition | undefined = state.active[rule.condition]
    if (active === undefined) continue
    if (isOff && isOfSensors(rule)) facts.push(ended(rule.condition, active, atOf(item), 'clinician'))
    else if (isRestored(state, rule, item)) {
      const endedBy = item.kind === 'acknowledgement' ? 'clinician' : 'restored'
      facts.push(ended(rule.condition, active, atOf(item), endedBy))
    }
  }
  return facts
}
const NONE: readonly Fact[] = []
const isQuiet = (state: EngineState): boolean => {
  for (const _condition in state.active) return false
  return true
}

export const TECHNICAL: Part = {
  learn,
  decide: (rules, before, state, item) =>
    item.kind === 'alarm' || isQuiet(state) ? NONE : endings(rules, before, state, item),
  nextMs: (_rules, { technical }) => sooner(technical.restMs, technical.movingMs),
  due: (rules, state, atMs) => ({ facts: due(rules, state, atMs) }),
}
