// Owns the words of rules: what a condition, a level, a limit, a time is called where people read or edit a profile.
// Never the words of an alarm: those are in text.ts.
import type { Phase } from '../../record/care-kinds.ts'
import { CATALOGUE, type Quantity } from '../../vitals.ts'
import type { LimitOp, LimitRule, Relative } from '../rules.ts'
import { alarmName } from '../words/text.ts'

const CONDITIONS: Readonly<Record<string, string>> = {
  bpHigh: 'BP high',
  bpLow: 'BP low',
  hrHigh: 'HR high',
  hrLow: 'HR low',
  rrLow: 'RR low',
  spo2Low: 'SpO₂ low',
  noValueHeartRate: 'No heart rate',
  noValuePulseRate: 'No pulse rate',
  noValueRespirationRate: 'No respiration',
  noValueSpo2: 'No SpO₂',
  noLiveData: 'No live data',
  cuffFailed: 'Cuff failed twice',
  cuffOverdue: 'Cuff overdue',
  deviceClock: 'Device clock',
  batteryLow: 'Battery low',
  noAudibleScreen: 'No audible screen',
  noChairScreen: 'No screen at the chair',
  soundNotConfirmed: 'Sound not confirmed',
  recovered: 'Found in recovered data',
  offTooLong: 'Off on purpose for too long',
  plannedEnd: 'Planned end reached',
}
/** A condition, wherever it is listed; one that is not known keeps its id. */
export const conditionWords = (condition: string): string => CONDITIONS[condition] ?? condition

/** "BP very high": the level as its alarm is called; of a file's own condition both ids. */
export const levelWords = (condition: string, level: string): string =>
  condition in CONDITIONS ? alarmName({ condition, level }) : `${condition} ${level}`

export const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  checkIn: 'check-in',
  baseline: 'baseline',
  infusing: 'infusing',
  paused: 'paused',
  recovery: 'recovery',
  ready: 'ready',
  emergency: 'emergency',
}

/** Where a level ends: beyond this it does not stay. */
const ENDS: Readonly<Record<LimitOp, string>> = { '>=': '<', '>': '≤', '<': '≥' }
/** "SBP < 155": what must be measured for the level to be left. */
export const endsWords = (stay: LimitRule): string =>
  `${quantityWords(stay.quantity)} ${ENDS[stay.op]} ${limitValueWords(stay).slice(SIGN[stay.op].length + 1)}`

export const SIGN: Readonly<Record<LimitOp, string>> = { '>=': '≥', '>': '>', '<': '<' }

export const quantityWords = (quantity: Quantity): string => CATALOGUE[quantity].short

/** "15 s", "2:30 min", "5 min", "250 ms"; two different times never read alike. */
export function timeWords(ms: number): string {
  if (ms % 1_000 !== 0) return `${ms} ms`
  const seconds = ms / 1_000
  if (seconds < 120 && seconds !== 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  return rest === 0 ? `${minutes} min` : `${minutes}:${String(rest).padStart(2, '0')} min`
}

function relativeWords({ times, minus, round, notUnder, plus }: Relative): string {
  const parts = [
    times === undefined ? 'baseline' : `${times} × baseline`,
    minus === undefined ? '' : ` − ${minus}`,
    round === 'up' ? ', rounded up' : ', rounded down',
    notUnder === undefined ? '' : `, not under ${notUnder}`,
    plus === undefined ? '' : `, ${plus < 0 ? '−' : '+'} ${Math.abs(plus)}`,
  ]
  return parts.join('')
}

/** What a limit is compared with: "≥ 160", "≥ 1.3 × baseline, rounded up, not under 150". */
export function limitValueWords({ op, value, relative, onlyIfRelative }: LimitRule): string {
  const number =
    relative === undefined
      ? `${value}`
      : value === undefined
        ? relativeWords(relative)
        : `the lower of ${value} and (${relativeWords(relative)})`
  return `${SIGN[op]} ${number}${onlyIfRelative === true ? ' (where that limit was the cause)' : ''}`
}
/** "SBP ≥ 160" */
export const limitRuleWords = (limit: LimitRule): string =>
  `${quantityWords(limit.quantity)} ${limitValueWords(limit)}`
