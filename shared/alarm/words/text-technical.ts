// Owns the words of alarms that have no limit: what the hub lacks, what was found late, what a person said.
// Never throws for a condition it does not know, and never says less than its name. Source: clinical facts §4, §5.
import { UNAVAILABLE_WORDS } from '../../fold/unavailable-words.ts'
import type { About } from '../../record/alarm-kinds.ts'
import { SYMPTOMS, type Symptom } from '../../record/care-kinds.ts'
import type { AlarmTransition } from '../../record/record.ts'
import { decimal } from '../../visit/figures.ts'
import { CATALOGUE, CONTINUOUS_SIGNALS, type Quantity, type SignalId } from '../../vitals.ts'
import type { LimitOp } from '../rules.ts'
import { HELP, symptomCondition } from '../said.ts'
import { formatAge } from './age.ts'
import { tPlus } from './t-plus.ts'

/** Of any alarm, as far as it is known: a list of names has neither what it is about nor values. */
type Known = Pick<AlarmTransition, 'condition' | 'level'> &
  Partial<Pick<AlarmTransition, 'about' | 'values' | 'cause'>>

export const SYMPTOM_WORDS: Readonly<Record<Symptom, string>> = {
  chestPain: 'Chest pain',
  dyspnoea: 'Short of breath',
  severeHeadache: 'Severe headache',
  neurological: 'Neurological symptom',
  seizure: 'Seizure',
  unresponsive: 'Unresponsive',
  vomitingWhileDrowsy: 'Vomiting while drowsy',
  swellingOrRash: 'Swelling or rash',
  ivSitePain: 'Pain at the IV site',
  severeAgitation: 'Severe agitation',
  suicidalStatement: 'Suicidal statement',
}

/** Names of the conditions that are about no signal. */
const NAMES: Readonly<Record<string, string>> = {
  noLiveData: 'No live data',
  cuffFailed: 'Cuff failed twice',
  cuffOverdue: 'Cuff overdue',
  noAudibleScreen: 'No audible screen',
  noChairScreen: 'No screen at the chair',
  soundNotConfirmed: 'Sound not confirmed',
  deviceClock: 'Monitor’s clock',
  batteryLow: 'Battery low',
  offTooLong: 'Sensors off too long',
  plannedEnd: 'Planned end reached',
  recovered: 'Found in recovered data',
  [HELP]: 'HELP',
  ...Object.fromEntries(SYMPTOMS.map((one) => [symptomCondition(one), SYMPTOM_WORDS[one]])),
}
const SIGNAL_OF: Readonly<Record<string, SignalId>> = Object.fromEntries(
  CONTINUOUS_SIGNALS.map((signal) => [`noValue${signal.charAt(0).toUpperCase()}${signal.slice(1)}`, signal]),
)

/** Causes of "no live data", and why a signal has no value. */
const REASONS: Readonly<Record<string, string>> = {
  ...UNAVAILABLE_WORDS,
  notSent: 'not sent',
  monitor: 'monitor',
  network: 'network',
  hub: 'hub',
  noMonitor: 'no monitor',
}
const reasonWords = (about: About | undefined): string =>
  about?.reason === undefined ? '' : (REASONS[about.reason] ?? about.reason)

const isLost = ({ level }: Known): boolean => level.startsWith('lostPending')

/** A length of time of a clock: "0:12". */
const clockWords = ({ reason, offsetMs }: About): string => {
  if (offsetMs === undefined) return ''
  const by = formatAge(Math.abs(offsetMs))
  // The offset is what is added to the device's clock: above 0 the clock is behind.
  return reason === 'jumped' ? ` jumped by ${by}` : ` is ${by} ${offsetMs > 0 ? 'behind' : 'ahead'}`
}

/** "SpO₂ lost at 79", "No live data", "Chest pain"; undefined: a condition that has no words here. */
export function technicalName(alarm: Known): string | undefined {
  const { condition, about } = alarm
  const signal = SIGNAL_OF[condition]
  if (signal !== undefined) {
    const { short } = CATALOGUE[signal]
    if (!isLost(alarm)) return `${short} no value`
    return about?.value === undefined ? `${short} lost` : `${short} lost at ${about.value}`
  }
  const name = NAMES[condition]
  if (name === undefined) return undefined
  if (condition === 'deviceClock' && about !== undefined) return `${name}${clockWords(about)}`
  if (condition === 'batteryLow' && about?.percent !== undefined) return `${name} ${about.percent} %`
  return name
}

const SIDES: Readonly<Record<LimitOp, string>> = { '<': 'below', '>': 'above', '>=': 'at or above' }
const found = (quantity: Quantity, value: number): string => `${CATALOGUE[quantity].short} ${value}`

/** "SpO₂ 71 at T+18:40, 4:05 below 85", and the worst of what else was found. */
function recoveredWords({ about, values = {} }: Known): string {
  if (about?.quantity === undefined || about.value === undefined) return ''
  const { quantity, value, limit, forMs, afterStartMs } = about
  const when = afterStartMs === undefined ? '' : ` at ${tPlus(afterStartMs)}`
  const side = limit === undefined ? '' : `${SIDES[limit.op]} ${limit.value}`
  const long = side === '' ? '' : forMs === undefined ? `, ${side}` : `, ${formatAge(forMs)} ${side}`
  const others = Object.entries(values)
    .filter(([other, found]) => other !== quantity && found !== undefined)
    .map(([other, found_]) => `; ${found(other as Quantity, found_)}`)
  return `${found(quantity, value)}${when}${long}${others.join('')}`
}

/** "35 mL should be in. Is the pump stopped? Record it." It knows what was recorded, not what the pump did. */
const endWords = (about: About | undefined): string =>
  `${about?.volumeMl === undefined ? '' : `${decimal(about.volumeMl, 1)} mL should be in. `}Is the pump stopped? Record it.`

/** What stands beside the name: never an age, because it is read aloud when it changes. Empty: the name says it all. */
export function technicalWhat(alarm: Known): string {
  const { condition, about } = alarm
  if (SIGNAL_OF[condition] !== undefined) return reasonWords(about)
  switch (condition) {
    case 'noLiveData':
    case 'cuffFailed':
      return reasonWords(about)
    case 'cuffOverdue':
      return about?.forMs === undefined ? '' : `due every ${formatAge(about.forMs)}`
    case 'noAudibleScreen':
      return 'an alarm here would not be heard'
    case 'noChairScreen':
      return 'nothing is shown at the chair'
    case 'soundNotConfirmed':
      return 'nobody has said that the tone was heard'
    case 'deviceClock':
      return 'times are corrected'
    case 'batteryLow':
      return about?.deviceName ?? ''
    case 'offTooLong':
      return 'off on purpose'
    case 'plannedEnd':
      return endWords(about)
    case 'recovered':
      return recoveredWords(alarm)
    default:
      return ''
  }
}

/** These say how long it has been so, where others say how long ago it began. */
const LASTING: ReadonlySet<string> = new Set(['noLiveData', 'cuffOverdue', 'offTooLong'])

/** One line with its age: "No live data 0:15 · monitor", "SpO₂ lost at 79, 0:12 ago", "Cuff overdue 2:40". */
export function technicalText(alarm: Known, name: string, ageMs: number): string {
  const { condition } = alarm
  const age = formatAge(ageMs)
  if (condition === 'recovered') {
    const what = recoveredWords(alarm)
    return `${name}${what === '' ? '' : `: ${what}`}, ${age} ago`
  }
  if (condition === 'plannedEnd') {
    const end = endWords(alarm.about)
    return `${name} ${age} ago${alarm.about?.volumeMl === undefined ? '. ' : ', '}${end}`
  }
  const reason = reasonWords(alarm.about)
  const small = reason === '' || condition === 'deviceClock' ? '' : ` · ${reason}`
  if (LASTING.has(condition) || (SIGNAL_OF[condition] !== undefined && !isLost(alarm)))
    return `${name} ${age}${small}`
  return `${name}, ${age} ago`
}

/** Without an age: for a list of events. */
export function technicalEvent(alarm: Known, name: string): string {
  const what = technicalWhat(alarm)
  switch (alarm.condition) {
    case 'recovered':
      return what === '' ? name : `${name}: ${what}`
    case 'noLiveData':
    case 'cuffFailed':
      return what === '' ? name : `${name} · ${what}`
    default:
      return SIGNAL_OF[alarm.condition] === undefined || what === '' ? name : `${name} · ${what}`
  }
}
