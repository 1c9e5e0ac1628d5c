// Owns what the ladders of a stored profile may not be: a HIGH level weakened, a limit without sense, a level that is never
// left. What ships is the measure: clinical facts §4 "Ladders".
// Never judges how strict a sensible limit should be: that is the physician's who signs the profile.
import { CATALOGUE, CONTINUOUS_SIGNALS, PRESSURE_COMPONENTS, type Quantity } from '../../vitals.ts'
import { worked } from '../in-force.ts'
import type { LimitOp, LimitRule, Relative, RuleSet } from '../rules.ts'
import { ADULT_KETAMINE_INFUSION } from './adult-ketamine-infusion.ts'
import type { Problem } from './rule-set-schema.ts'

type Ladder = RuleSet['ladders'][number]
type Level = Ladder['levels'][number]
export type Say = (field: string, message: string) => void

export const RANKS = { low: 0, medium: 1, high: 2 } as const
/** Longest delay of a HIGH level and of any other, and longest time in clear. Ours: past these an alarm tells of the past. */
const MOST = { highDelayMs: 60_000, delayMs: 300_000, leaveMs: 300_000 } as const
/**
 * Where a limit makes sense, in the quantity's unit. Ours, and wide: a limit beyond it is one that no living patient meets,
 * which is an alarm switched off, or one that every patient meets.
 */
export const SENSIBLE: Readonly<Record<Quantity, { readonly from: number; readonly to: number }>> = {
  heartRate: { from: 25, to: 220 },
  pulseRate: { from: 25, to: 220 },
  spo2: { from: 60, to: 99 },
  respirationRate: { from: 3, to: 60 },
  systolic: { from: 50, to: 250 },
  diastolic: { from: 25, to: 160 },
  mean: { from: 35, to: 200 },
}

const isHigh = (op: LimitOp): boolean => op !== '<'
const shippedLadder = (condition: string): Ladder | undefined =>
  ADULT_KETAMINE_INFUSION.ladders.find((ladder) => ladder.condition === condition)
const fixed = (level: Level, quantity: Quantity): number | undefined =>
  level.limits.find((limit) => limit.quantity === quantity && limit.value !== undefined)?.value
const short = (quantity: Quantity): string => CATALOGUE[quantity].short
const unitOf = (quantity: Quantity): string => CATALOGUE[quantity].unit

function checkRelative(relative: Relative, { quantity, op }: LimitRule, at: string, say: Say): void {
  const { times, minus, notUnder, plus } = relative
  if (times !== undefined && (isHigh(op) ? times < 1 || times > 2 : times > 1 || times < 0.3))
    say(
      `${at}.times`,
      isHigh(op) ? 'between 1 and 2 times the baseline' : 'between 0.3 and 1 of the baseline',
    )
  if (minus !== undefined && (isHigh(op) ? minus > 0 : minus < 0))
    say(`${at}.minus`, isHigh(op) ? 'would set it below the baseline' : 'would set it above the baseline')
  const { from, to } = SENSIBLE[quantity]
  if (notUnder !== undefined && (notUnder < from || notUnder > to))
    say(`${at}.notUnder`, `${short(quantity)} between ${from} and ${to}`)
  if (plus !== undefined && Math.abs(plus) > 30) say(`${at}.plus`, 'at most 30 from its limit')
}

function checkLimit(limit: LimitRule, wanted: LimitOp, at: string, say: Say): void {
  const { quantity, op, value, relative } = limit
  if (op !== wanted) say(`${at}.op`, `a limit of this condition is written with "${wanted}"`)
  const { from, to } = SENSIBLE[quantity]
  if (value !== undefined && !(Number.isInteger(value) && value >= from && value <= to))
    say(`${at}.value`, `a whole number between ${from} and ${to} ${unitOf(quantity)}`)
  if (relative !== undefined) checkRelative(relative, limit, `${at}.relative`, say)
}

/** The value a limit has for a patient with this baseline; undefined: it is off. */
function valueAt({ value, relative }: LimitRule, base: number | undefined): number | undefined {
  if (relative === undefined || base === undefined) return value
  const own = worked(relative, base)
  return value === undefined ? own : Math.min(value, own)
}

/** Baselines that a leave limit is tried with, none first. */
function baselines(quantity: Quantity): readonly (number | undefined)[] {
  const { from, to } = SENSIBLE[quantity]
  return [undefined, ...Array.from({ length: Math.floor((to - from) / 5) + 1 }, (_, at) => from + 5 * at)]
}

/** Each limit must be held by one at or inside it, which some possible value satisfies. */
function checkLeaving(
  level: Level,
  list: 'staysWhile' | 'staysUnconfirmedWhile',
  here: string,
  say: Say,
): void {
  const stays = level[list]
  if (stays === undefined) return
  for (const [index, limit] of level.limits.entries()) {
    const { quantity, op } = limit
    const same = stays.filter((stay) => stay.quantity === quantity)
    const isInside = baselines(quantity).every((base) => {
      const at = valueAt(limit, base)
      return (
        at === undefined ||
        same.some((stay) => {
          const value = valueAt(stay, base)
          return value !== undefined && (isHigh(op) ? value <= at : value >= at)
        })
      )
    })
    if (isInside) continue
    const own = stays.findIndex((stay) => stay.quantity === quantity)
    say(
      own < 0 ? `${here}.${list}` : `${here}.${list}[${own}].value`,
      own < 0
        ? `${short(quantity)} raises this level and nothing holds it: it would be left at once`
        : `left at a ${short(quantity)} that still breaks limits[${index}]: it must be at or inside the limit`,
    )
  }
  for (const [index, stay] of stays.entries()) {
    const { quantity, op } = stay
    const { accepted } = CATALOGUE[quantity]
    const never = baselines(quantity).some((base) => {
      const value = valueAt(stay, base)
      return value !== undefined && (isHigh(op) ? value <= accepted.from : value > accepted.to)
    })
    if (never) say(`${here}.${list}[${index}].value`, `no ${short(quantity)} would ever leave this level`)
  }
}

/** A HIGH level of what ships keeps its priority, its sound, who is told, how it is decided, and a limit for each quantity. */
function checkKept(level: Level, shipped: Level, here: string, say: Say): void {
  if (shipped.priority !== 'high') return
  if (level.priority !== 'high') say(`${here}.priority`, 'a HIGH level stays HIGH')
  if (level.silent === true) say(`${here}.silent`, 'a HIGH level is never silent')
  if (level.tell !== shipped.tell) say(`${here}.tell`, `is told as "${shipped.tell}"`)
  if (level.decided !== shipped.decided) say(`${here}.decided`, `is decided by "${shipped.decided}"`)
  if (shipped.asksRepeat === true && level.asksRepeat !== true) say(`${here}.asksRepeat`, 'asks for a repeat')
  for (const { quantity, value } of shipped.limits)
    if (value !== undefined && fixed(level, quantity) === undefined)
      say(`${here}.limits`, `a HIGH level keeps its limit of ${short(quantity)}`)
}

function checkLevel(level: Level, shipped: Level, here: string, wanted: LimitOp, say: Say): void {
  checkKept(level, shipped, here, say)
  if (level.tell !== 'physiological' && level.tell !== 'critical')
    say(`${here}.tell`, 'is told as "physiological" or "critical"')
  if (level.silent === true && level.priority !== 'low')
    say(`${here}.silent`, 'only a LOW level may be seen without being heard')
  const most = level.priority === 'high' ? MOST.highDelayMs : MOST.delayMs
  if (level.delayMs > most) say(`${here}.delayMs`, `at most ${most / 1_000} s`)
  if (level.leaveMs > MOST.leaveMs) say(`${here}.leaveMs`, `at most ${MOST.leaveMs / 1_000} s`)
  if (shipped.decided !== 'delay' && (level.delayMs !== 0 || level.leaveMs !== 0))
    say(`${here}.${level.delayMs === 0 ? 'leaveMs' : 'delayMs'}`, 'a cuff reading acts when it lands')
  checkLeaving(level, 'staysWhile', here, say)
  checkLeaving(level, 'staysUnconfirmedWhile', here, say)
  for (const list of ['limits', 'staysWhile', 'staysUnconfirmedWhile'] as const)
    for (const [index, limit] of (level[list] ?? []).entries())
      checkLimit(limit, wanted, `${here}.${list}[${index}]`, say)
  // What raises at a mean pressure above the systolic one can never be met.
  const systolic = fixed(level, 'systolic')
  for (const quantity of ['diastolic', 'mean'] as const) {
    const value = fixed(level, quantity)
    const index = level.limits.findIndex((limit) => limit.quantity === quantity)
    if (value !== undefined && systolic !== undefined && value >= systolic)
      say(
        `${here}.limits[${index}].value`,
        `${short(quantity)} must be below SBP ${systolic} of the same level`,
      )
  }
}

/** Each level above is more severe: its priority not lower, its limit further out. */
function checkOrder({ condition, levels }: Ladder, say: Say): void {
  for (const [rank, level] of levels.entries()) {
    const here = `ladders.${condition}.${level.level}`
    const below = levels[rank - 1]
    if (below === undefined) continue
    if (RANKS[level.priority] < RANKS[below.priority])
      say(`${here}.priority`, `is above "${below.level}", so its priority may not be lower`)
    for (const quantity of [...CONTINUOUS_SIGNALS, ...PRESSURE_COMPONENTS]) {
      const value = fixed(level, quantity)
      const index = level.limits.findIndex(
        (limit) => limit.quantity === quantity && limit.value !== undefined,
      )
      const under = levels.slice(0, rank).findLast((one) => fixed(one, quantity) !== undefined)
      const before = under === undefined ? undefined : fixed(under, quantity)
      if (value === undefined || before === undefined || under === undefined) continue
      const up = isHigh(level.limits[index]?.op ?? '<')
      const isBeyond = up ? value > before : value < before
      if (!isBeyond && !(level.decided === 'confirmation' && value === before))
        say(
          `${here}.limits[${index}].value`,
          `must be ${up ? 'above' : 'below'} ${short(quantity)} ${before} of the level under it`,
        )
    }
  }
}

type Bound = { readonly value: number; readonly field: string; readonly op: LimitOp }

/** High and low limits of one quantity must leave values between them, also where they are left. */
function checkBetween(ruleSet: RuleSet, quantity: Quantity, say: Say): void {
  const all = (list: 'limits' | 'staysWhile'): Bound[] =>
    ruleSet.ladders.flatMap(({ condition, levels }) =>
      levels.flatMap((level) =>
        level[list].flatMap(({ quantity: own, op, value }, index) =>
          own !== quantity || value === undefined
            ? []
            : [{ value, op, field: `ladders.${condition}.${level.level}.${list}[${index}].value` }],
        ),
      ),
    )
  for (const list of ['limits', 'staysWhile'] as const) {
    const bounds = all(list)
    const highs = bounds.filter(({ op }) => isHigh(op)).sort((a, b) => a.value - b.value)
    const lows = bounds.filter(({ op }) => !isHigh(op)).sort((a, b) => b.value - a.value)
    const [high] = highs
    const [low] = lows
    if (high === undefined || low === undefined) continue
    // Free of both: at or above the low limit, and below (">=") or at (">") the high one.
    const highest = high.op === '>=' ? high.value - 1 : high.value
    if (highest >= low.value) continue
    const where = list === 'limits' ? 'the low limit' : 'where the low condition is left'
    say(
      high.field,
      `${high.value} is not above ${where}, ${short(quantity)} ${low.value}: nothing between would be normal`,
    )
    return
  }
}

/** What is wrong with the ladders of a profile that is to be stored. */
export function ladderProblems(ruleSet: RuleSet): Problem[] {
  const found: Problem[] = []
  const say: Say = (field, message) => {
    found.push({ field, message })
  }
  for (const shipped of ADULT_KETAMINE_INFUSION.ladders) {
    const at = `ladders.${shipped.condition}`
    const ladder = ruleSet.ladders.find(({ condition }) => condition === shipped.condition)
    for (const { level, priority } of shipped.levels)
      if (priority === 'high' && !ladder?.levels.some((one) => one.level === level))
        say(`${at}.${level}`, 'a HIGH level cannot be left out')
  }
  for (const ladder of ruleSet.ladders) {
    const at = `ladders.${ladder.condition}`
    const shipped = shippedLadder(ladder.condition)
    if (shipped === undefined) {
      say(`${at}.condition`, 'this Chairside knows no such condition')
      continue
    }
    if (ladder.sources.join() !== shipped.sources.join())
      say(`${at}.sources`, `is measured by ${shipped.sources.join(', ')}`)
    if (ladder.needsPulse && !shipped.needsPulse) say(`${at}.needsPulse`, 'does not depend on a pulse')
    const wanted = shipped.levels[0]?.limits[0]?.op ?? '<'
    const order = shipped.levels.map(({ level }) => level)
    let last = -1
    for (const level of ladder.levels) {
      const place = order.indexOf(level.level)
      const known = shipped.levels[place]
      const here = `${at}.${level.level}`
      if (known === undefined) {
        say(`${here}.level`, `this Chairside knows ${order.join(', ')}`)
        continue
      }
      if (place < last) say(`${here}.level`, 'levels stand in order, the least severe first')
      last = Math.max(last, place)
      checkLevel(level, known, here, wanted, say)
    }
    checkOrder(ladder, say)
  }
  for (const quantity of [...CONTINUOUS_SIGNALS, ...PRESSURE_COMPONENTS]) checkBetween(ruleSet, quantity, say)
  return found
}
