// Owns the words of an alarm: what broke, by how much, how old it is. Source: clinical facts §5 "Alarm text".
// Never judges: which limit broke stands in the transition. Never says how old a number is without being told the time.
import type { AlarmTransition, EndedBy, Priority } from '../record/record.ts'
import { assertNever } from '../result.ts'
import { CATALOGUE, type Quantity } from '../vitals.ts'
import type { Values } from './engine-state.ts'
import { beyond, type Limit, type LimitOp, ladderOf, type Rules } from './rules.ts'

/** The mark that goes with the colour, never the colour alone. */
export const PRIORITY_MARK: Readonly<Record<Priority, string>> = { low: '!', medium: '!!', high: '!!!' }
export const PRIORITY_WORD: Readonly<Record<Priority, string>> = {
  low: 'low priority',
  medium: 'medium priority',
  high: 'high priority',
}

/** Names of every condition and level ever shipped: a record is read in the words of its day. */
const CONDITIONS: Readonly<Record<string, string>> = {
  bpHigh: 'BP',
  hrHigh: 'HR',
  hrLow: 'HR',
  spo2Low: 'SpO₂',
}
const LEVELS: Readonly<Record<string, string>> = {
  high: 'high',
  veryHigh: 'very high',
  veryHighDiastolic: 'very high, diastolic only',
  extreme: 'extremely high',
  slightlyLow: 'slightly low',
  low: 'low',
  veryLow: 'very low',
  extremelyLow: 'extremely low',
}
const SIGNS: Readonly<Record<LimitOp, string>> = { '>=': '≥', '>': '>', '<': '<' }

/** `0:22`, `12:04`, `1:02:04`; whole seconds that have passed, never negative. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

const named = (condition: string, quantity: Quantity | undefined): string =>
  quantity === 'pulseRate' ? CATALOGUE.pulseRate.short : (CONDITIONS[condition] ?? condition)

/** "BP very high", "HR high", or "PR high" where the pulse rate stood in for the ECG. */
export const alarmName = (alarm: Pick<AlarmTransition, 'condition' | 'level' | 'limit'>): string =>
  `${named(alarm.condition, alarm.limit?.quantity)} ${LEVELS[alarm.level] ?? alarm.level}`

/** The name where only the id and the level are known, as in an acknowledgement. */
export const alarmNameOf = (alarmId: string, level: string): string =>
  `${named(alarmId.split('@')[0] ?? alarmId, undefined)} ${LEVELS[level] ?? level}`

/** "≥ 180", ">110" is never printed: a sign, a space, the number. */
export const limitWords = (limit: Pick<Limit, 'op' | 'value'>): string => `${SIGNS[limit.op]} ${limit.value}`

const pressure = (values: Values): string => {
  const { systolic, diastolic, mean } = values
  if (systolic === undefined && diastolic === undefined)
    return mean === undefined ? 'no reading' : `mean ${mean}`
  return `${systolic ?? '––'}/${diastolic ?? '––'}`
}

/** The number that matters of a reading, e.g. "SBP 182", and "DBP 112" with its pair added by the caller. */
const numberWords = (quantity: Quantity, values: Values): string => {
  const value = values[quantity]
  return value === undefined ? CATALOGUE[quantity].short : `${CATALOGUE[quantity].short} ${value}`
}

/** "SBP 182 ≥ 180", "DBP 112 ≥ 110 (158/112)", "SpO₂ 88 < 90". */
const brokenWords = (limit: Limit, values: Values): string =>
  `${numberWords(limit.quantity, values)} ${limitWords(limit)}${limit.quantity === 'diastolic' ? ` (${pressure(values)})` : ''}`

/** Where the level is left: "below 155", "at 107 or below", "at 53 or above". */
function endsWords(rules: Rules, alarm: Pick<AlarmTransition, 'condition' | 'level' | 'limit'>): string {
  const ladder = ladderOf(rules, alarm.condition)
  const level = ladder?.levels.find((candidate) => candidate.level === alarm.level)
  if (alarm.limit === undefined) return ''
  const { quantity } = alarm.limit
  const stays =
    level?.staysWhile.find((limit) => limit.quantity === quantity) ??
    ((ladder?.sources as readonly string[] | undefined)?.includes(quantity)
      ? level?.staysWhile[0]
      : undefined)
  if (stays === undefined) return ''
  switch (stays.op) {
    case '>=':
      return ` · ends below ${stays.value}`
    case '>':
      return ` · ends at ${stays.value} or below`
    case '<':
      return ` · ends at ${stays.value} or above`
    default:
      return assertNever(stays.op)
  }
}

/** What one line says of an active alarm, and which number to put in the chip. */
export type AlarmWords = {
  /** "BP very high" */
  readonly name: string
  /** "SBP 182 ≥ 180", or within hysteresis "SBP 157, was 168 ≥ 160 · ends below 155". */
  readonly what: string
  /** "0:20": since the first value beyond this level. */
  readonly age: string
}

/**
 * @param alarm the newest transition of an active alarm: its level's limit and the values that broke it
 * @param nowMs hub time
 * @param newest the newest values of that source, where they may still be believed (live or ageing); otherwise undefined,
 *   and the values that broke the limit are shown
 */
export function alarmWords(
  rules: Rules,
  alarm: AlarmTransition,
  nowMs: number,
  newest?: Values | undefined,
): AlarmWords {
  return {
    name: alarmName(alarm),
    what: whatWords(rules, alarm, newest),
    age: formatAge(nowMs - alarm.breachAtMs),
  }
}

function whatWords(rules: Rules, alarm: AlarmTransition, newest: Values | undefined): string {
  // A level it fell to was not broken by these values: say what holds it there.
  if (alarm.transition === 'fell') return heldWords(rules, alarm, newest ?? alarm.values)
  const { limit, values } = alarm
  if (limit === undefined) return alarmName(alarm)
  const now = newest?.[limit.quantity]
  const was = values[limit.quantity]
  if (newest === undefined || now === undefined || was === undefined) return brokenWords(limit, values)
  if (beyond(limit.op, now, limit.value)) return brokenWords(limit, newest)
  return `${numberWords(limit.quantity, newest)}, was ${was} ${limitWords(limit)}${endsWords(rules, alarm)}`
}

function heldWords(rules: Rules, alarm: AlarmTransition, values: Values): string {
  const level = ladderOf(rules, alarm.condition)?.levels.find(({ level }) => level === alarm.level)
  if (alarm.limit === undefined) return alarmName(alarm)
  const { quantity } = alarm.limit
  const own = level?.limits.map((limit) =>
    level.limits.length === 1 ? { ...limit, quantity: quantityAt(limit, quantity) } : limit,
  )
  const broken = own?.find((limit) => {
    const value = values[limit.quantity]
    return value !== undefined && beyond(limit.op, value, limit.value)
  })
  if (broken !== undefined) return brokenWords(broken, values)
  return `${numberWords(quantity, values)}, was ${limitWords(alarm.limit)}${endsWords(rules, alarm)}`
}

/** A level with one limit is about whatever source stood in for it. */
const quantityAt = (limit: Limit, quantity: Quantity): Quantity =>
  limit.quantity === 'heartRate' && quantity === 'pulseRate' ? quantity : limit.quantity

/** One line with its age: "SBP 182 ≥ 180, 0:22 ago"; within hysteresis the age of the breach goes without saying. */
export function alarmText(
  rules: Rules,
  alarm: AlarmTransition,
  nowMs: number,
  newest?: Values | undefined,
): string {
  const { what, age } = alarmWords(rules, alarm, nowMs, newest)
  return what.includes('·') ? what : `${what}, ${age} ago`
}

const ENDED: Readonly<Record<EndedBy, string>> = {
  measurement: 'ended',
  manual: 'ended by a manual measurement',
  limitsChanged: 'ended: the limits were changed',
  restored: 'ended: restored',
  superseded: 'ended: replaced by another alarm',
  clinician: 'ended by a clinician',
  sessionClosed: 'still open when the session closed',
}

/** One sentence for a log of events: "!!! BP very high: SBP 182 ≥ 180". */
export function transitionText(alarm: AlarmTransition): string {
  const name = alarmName(alarm)
  const { limit } = alarm
  const quantity = limit?.quantity ?? 'heartRate'
  const broken = limit === undefined ? '' : `: ${brokenWords(limit, alarm.values)}`
  const reading =
    quantity === 'systolic' || quantity === 'diastolic' || quantity === 'mean'
      ? `BP ${pressure(alarm.values)}`
      : numberWords(quantity, alarm.values)
  switch (alarm.transition) {
    case 'raised':
      return `${PRIORITY_MARK[alarm.priority]} ${name}${broken}`
    case 'rose':
      return `${PRIORITY_MARK[alarm.priority]} Now ${name}${broken}`
    case 'fell':
      return `${PRIORITY_MARK[alarm.priority]} Down to ${name}: ${reading}`
    case 'ended': {
      const how = ENDED[alarm.endedBy ?? 'measurement']
      return alarm.endedBy === 'measurement' ? `${name} ${how}: ${reading}` : `${name} ${how}`
    }
    default:
      return assertNever(alarm.transition)
  }
}
