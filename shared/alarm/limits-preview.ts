// Owns what a change of this patient's limits would end or lower at once: said on the screen before it is saved.
// Never decides it: the engine does when the change is recorded, by the same comparisons.
import type { SessionState } from '../fold/session-state.ts'
import { declaredEveryMs } from '../fold/session-state.ts'
import type { ChangedLimit } from '../record/care-kinds.ts'
import type { AlarmTransition } from '../record/record.ts'
import { CONTINUOUS_SIGNALS, PRESSURE_COMPONENTS, type Quantity, type SignalId, shown } from '../vitals.ts'
import { rankAfter } from './change.ts'
import { cuffLiveMs, cuffRankAfter } from './cuff/cuff-judge.ts'
import { isCuffLadder } from './cuff/cuff-reading.ts'
import type { ActiveCondition, Values } from './engine-state.ts'
import { rulesInForce } from './in-force.ts'
import type { Ladder, RuleSet, Rules } from './rules.ts'
import { missingFor } from './source.ts'

export type LimitsEffect = {
  readonly alarm: AlarmTransition
  /** The level that it falls to; absent: it ends. */
  readonly fallsTo?: string
  /** The newest values, by which it does. */
  readonly values: Values
}
type Wanted = Omit<ChangedLimit, 'was'>

const sameFor = (condition: string, a: readonly Wanted[], b: readonly Wanted[]): boolean => {
  const own = (all: readonly Wanted[]): string =>
    JSON.stringify(
      all
        .filter((one) => one.condition === condition)
        .map(({ level, quantity, value }) => [level, quantity, value])
        .sort(),
    )
  return own(a) === own(b)
}

/** What the engine knows of an active alarm, as far as a session's fold can say. */
function activeOf(ladder: Ladder, alarm: AlarmTransition, isDoubted: boolean): ActiveCondition {
  const rank = ladder.levels.findIndex(({ level }) => level === alarm.level)
  const { alarmId, level, priority, limit } = alarm
  const broke = ladder.levels[rank]?.limits.find(
    (one) => one.quantity === limit?.quantity && one.op === limit.op && one.value === limit.value,
  )
  return {
    alarmId,
    level,
    priority,
    rank,
    quantity: limit?.quantity,
    breachAtMs: [alarm.breachAtMs],
    ...(broke?.relative === true ? { relative: true } : {}),
    ...(isDoubted ? {} : { confirmed: true }),
  }
}

const isSignal = (id: string): id is SignalId => (CONTINUOUS_SIGNALS as readonly string[]).includes(id)

/** The level that the newest values leave the alarm at, and those values; undefined: none may be believed now. */
function rankNow(
  rules: Rules,
  state: SessionState,
  ladder: Ladder,
  active: ActiveCondition,
  atMs: number,
): { readonly rank: number; readonly values: Values } | undefined {
  if (isCuffLadder(ladder)) {
    const { last } = state.cuff
    if (last === undefined || atMs - last.measuredAtMs > cuffLiveMs(rules, state.phase)) return undefined
    const values: Partial<Record<Quantity, number>> = {}
    for (const component of PRESSURE_COMPONENTS) {
      const value = last[component]
      if (value !== undefined) values[component] = shown(component, value)
    }
    return { rank: cuffRankAfter(ladder, active, { values, lastMean: 0 }), values }
  }
  for (const id of ladder.sources) {
    const now = isSignal(id) ? state.signals[id] : undefined
    if (!isSignal(id) || now?.reading.status !== 'measured') continue
    if (atMs - now.measuredAtMs > missingFor(rules, declaredEveryMs(state, id) ?? 1_000)) continue
    const values: Values = { [id]: shown(id, now.reading.value) }
    return { rank: rankAfter(ladder, active, id, values), values }
  }
  return undefined
}

/**
 * Active alarms that these limits would end or lower at this moment, if they were saved. A sensor that has just come back
 * settles first: then it is the engine that knows better, and the alarm stays a little longer than this says.
 * @param limits all limits of this patient that are to differ from the profile
 * @param atMs hub time
 */
export function limitsPreview(
  ruleSet: RuleSet,
  state: SessionState,
  limits: readonly Wanted[],
  atMs: number,
): readonly LimitsEffect[] {
  const { phase, baseline } = state
  const before = rulesInForce(ruleSet, { phase, baseline, limits: state.limits })
  const rules = rulesInForce(ruleSet, {
    phase,
    baseline,
    limits: limits.map((one) => ({ ...one, was: one.value })),
  })
  return rules.ladders.flatMap((ladder): LimitsEffect[] => {
    const alarm = state.alarms[ladder.condition]?.alarm
    if (alarm === undefined || sameFor(ladder.condition, state.limits, limits)) return []
    const was = before.ladders.find(({ condition }) => condition === ladder.condition) ?? ladder
    const active = activeOf(was, alarm, state.repeats[ladder.condition] !== undefined)
    if (active.rank === -1) return []
    const now = rankNow(rules, state, ladder, active, atMs)
    if (now === undefined || now.rank === active.rank) return []
    const { values } = now
    const level = ladder.levels[now.rank]?.level
    return [level === undefined ? { alarm, values } : { alarm, fallsTo: level, values }]
  })
}
