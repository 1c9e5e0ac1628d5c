// Owns the words of an alarm: what broke, by how much, how old it is. Source: clinical facts §5 "Alarm text".
// Never judges: which limit broke stands in the transition. Never says how old a number is without being told the time.
import type { AlarmTransition, BodyOf, EndedBy, Priority } from '../../record/record.ts'
import { assertNever } from '../../result.ts'
import { CATALOGUE, type Quantity } from '../../vitals.ts'
import type { Values } from '../engine-state.ts'
import { beyond, type Limit, type LimitOp, ladderOf, type Rules } from '../rules.ts'
import { formatAge } from './age.ts'
import { technicalEvent, technicalName, technicalText, technicalWhat } from './text-technical.ts'

export { formatAge } from './age.ts'
export { SYMPTOM_WORDS } from './text-technical.ts'

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
  bpLow: 'BP',
  hrHigh: 'HR',
  hrLow: 'HR',
  rrLow: 'RR',
  spo2Low: 'SpO₂',
}
const LEVELS: Readonly<Record<string, string>> = {
  high: 'high',
  veryHigh: 'very high',
  veryHighDiastolic: 'very high, diastolic only',
  veryHighDiastolicConfirmed: 'very high, diastolic, confirmed',
  extreme: 'extremely high',
  slightlyLow: 'slightly low',
  low: 'low',
  veryLow: 'very low',
  extremelyLow: 'extremely low',
}
const SIGNS: Readonly<Record<LimitOp, string>> = { '>=': '≥', '>': '>', '<': '<' }

const named = (condition: string, quantity: Quantity | undefined): string =>
  quantity === 'pulseRate' ? CATALOGUE.pulseRate.short : (CONDITIONS[condition] ?? condition)

/**
 * "BP very high", "HR high", or "PR high" where the pulse rate stood in for the ECG; "SpO₂ lost at 79", "No live data",
 * "Chest pain". A condition of another version has its own id and level: the name is never empty.
 */
export const alarmName = (
  alarm: Pick<AlarmTransition, 'condition' | 'level'> & Partial<Pick<AlarmTransition, 'limit' | 'about'>>,
): string =>
  technicalName(alarm) ??
  `${named(alarm.condition, alarm.limit?.quantity)} ${LEVELS[alarm.level] ?? alarm.level}`

/** The name where only the id and the level are known, as in an acknowledgement. */
export const alarmNameOf = (alarmId: string, level: string): string =>
  alarmName({ condition: alarmId.split('@')[0] ?? alarmId, level })

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
  /**
   * "SBP 182 ≥ 180", or within hysteresis "SBP 157, was 168 ≥ 160 · ends below 155". Of an alarm without a limit what is
   * known beside its name ("monitor", "sensor off"); empty where the name says it all. It never holds an age.
   */
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
  const { limit, values } = alarm
  if (limit === undefined) return technicalWhat(alarm)
  // A level it fell to was not broken by these values: say what holds it there.
  if (alarm.transition === 'fell') return heldWords(rules, alarm, newest ?? alarm.values)
  const now = newest?.[limit.quantity]
  const was = values[limit.quantity]
  if (newest === undefined || now === undefined || was === undefined) return brokenWords(limit, values)
  if (beyond(limit.op, now, limit.value)) return brokenWords(limit, newest)
  return `${numberWords(limit.quantity, newest)}, was ${was} ${limitWords(limit)}${endsWords(rules, alarm)}`
}

/** Of what is over: "SpO₂ was 83 < 85", in the values that broke it; of what has no number its name. */
export function overWords(alarm: AlarmTransition): string {
  const { limit, values, transition } = alarm
  const value = limit && values[limit.quantity]
  if (limit === undefined || value === undefined) return alarmName(alarm)
  const was = `${CATALOGUE[limit.quantity].short} was ${value}`
  return transition === 'fell' ? was : `${was} ${limitWords(limit)}`
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

/** A pressure that came later than this after its measurement says when it was taken; nobody waits for the rest. */
const LATE_MS = 5_000
const isPressure = (quantity: Quantity): boolean =>
  quantity === 'systolic' || quantity === 'diastolic' || quantity === 'mean'

/**
 * One line with its age: "SBP 182 ≥ 180, 0:22 ago"; within hysteresis the age of the breach goes without saying. A cuff
 * reading that landed late: "SBP 196 ≥ 180, taken 0:25 ago". Without a limit: "No live data 0:15 · monitor".
 */
export function alarmText(
  rules: Rules,
  alarm: AlarmTransition,
  nowMs: number,
  newest?: Values | undefined,
): string {
  const { name, what, age } = alarmWords(rules, alarm, nowMs, newest)
  const { limit, measuredAtMs, breachAtMs } = alarm
  if (limit === undefined) return technicalText(alarm, name, nowMs - breachAtMs)
  if (what.includes('·')) return what
  const isLate = isPressure(limit.quantity) && breachAtMs - measuredAtMs >= LATE_MS
  return isLate ? `${what}, taken ${formatAge(nowMs - measuredAtMs)} ago` : `${what}, ${age} ago`
}

/** "Repeat due 1:38 · SBP 164 ≥ 160": a first reading at a limit, counted down. */
export const repeatText = (
  { untilMs, values, limit }: Pick<BodyOf<'repeat'>, 'untilMs' | 'values' | 'limit'>,
  nowMs: number,
): string => `Repeat due ${formatAge(untilMs - nowMs)} · ${brokenWords(limit, values)}`

const ENDED: Readonly<Record<EndedBy, string>> = {
  measurement: 'ended',
  manual: 'ended by a manual measurement',
  limitsChanged: 'ended: the limits were changed',
  restored: 'ended: restored',
  superseded: 'ended: replaced by another alarm',
  clinician: 'ended by a clinician',
  sessionClosed: 'still open when the session closed',
}

/** One sentence for a log of events: "!!! BP very high: SBP 182 ≥ 180", "!! No live data · monitor". */
export function transitionText(alarm: AlarmTransition): string {
  const name = alarmName(alarm)
  const { limit } = alarm
  const line =
    limit === undefined ? technicalEvent(alarm, name) : `${name}: ${brokenWords(limit, alarm.values)}`
  const reading =
    limit === undefined
      ? ''
      : isPressure(limit.quantity)
        ? `: BP ${pressure(alarm.values)}`
        : `: ${numberWords(limit.quantity, alarm.values)}`
  switch (alarm.transition) {
    case 'raised':
      return `${PRIORITY_MARK[alarm.priority]} ${line}`
    case 'rose':
      return `${PRIORITY_MARK[alarm.priority]} Now ${line}`
    case 'fell':
      return `${PRIORITY_MARK[alarm.priority]} Down to ${name}${reading}`
    case 'ended': {
      const how = ENDED[alarm.endedBy ?? 'measurement']
      return alarm.endedBy === 'measurement' ? `${name} ${how}${reading}` : `${name} ${how}`
    }
    default:
      return assertNever(alarm.transition)
  }
}
