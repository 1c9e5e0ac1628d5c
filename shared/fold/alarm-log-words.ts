// Owns the words of acts about alarms and of what followed: for the alarm log and for the timeline. Times are the reader's.
// Never judges, and says "unsigned" where nobody signed.
import { alarmName, alarmNameOf, formatAge, transitionText } from '../alarm/words/text.ts'
import type { EscalationStep } from '../record/alarm-kinds.ts'
import type { BodyOf, LogRecord, RecordOf } from '../record/record.ts'
import { assertNever } from '../result.ts'
import { CATALOGUE } from '../vitals.ts'

export const LOGGED_KINDS = [
  'alarm',
  'repeat',
  'silenceEnded',
  'escalation',
  'acknowledgement',
  'coming',
  'audioPaused',
  'audioOff',
  'undone',
  'taken',
  'personLeft',
  'delivery',
  'coverage',
  'symptom',
  'resolved',
  'help',
  'helpStamp',
  'claimed',
] as const satisfies readonly LogRecord['kind'][]
export type LoggedKind = (typeof LOGGED_KINDS)[number]
type Logged = RecordOf<LoggedKind>

/** Whose turn it is: that somebody was there to be told is said by what follows (sent, on a screen, nobody). */
export const STEP_WORDS: Readonly<Record<EscalationStep, string>> = {
  quietChair: 'the quiet chair sounds',
  otherChairs: 'other chairs show it',
  physician: 'the physician’s turn',
  backup: 'the backup’s turn',
  allStaff: 'all staff’s turn',
  allStations: 'all stations told',
  again: 'told again',
}
export const STAMP_WORDS: Readonly<Record<BodyOf<'helpStamp'>['stamp'], string>> = {
  airway: 'airway',
  oxygen: 'oxygen',
  drug: 'drug',
  cpr: 'CPR',
  emsCalled: 'EMS called',
  emsHere: 'EMS here',
}
/** Source: clinical facts §4, ladder "symptom". */
export const SYMPTOM_WORDS: Readonly<Record<BodyOf<'symptom'>['symptom'], string>> = {
  chestPain: 'chest pain',
  dyspnoea: 'short of breath',
  severeHeadache: 'severe headache',
  neurological: 'neurological sign',
  seizure: 'seizure',
  unresponsive: 'unresponsive',
  vomitingWhileDrowsy: 'vomiting while drowsy',
  swellingOrRash: 'swelling or rash',
  ivSitePain: 'pain at the IV site',
  severeAgitation: 'severe agitation',
  suicidalStatement: 'suicidal statement',
}
const ROLE_WORDS: Readonly<Record<BodyOf<'delivery'>['role'], string>> = {
  chair: 'the chair',
  station: 'the station',
  physician: 'the physician',
  backup: 'the backup',
  staff: 'staff',
}
const SILENCE_WORDS: Readonly<Record<BodyOf<'silenceEnded'>['what'], string>> = {
  acknowledgement: 'Acknowledgement',
  coming: 'Coming',
  audioPaused: 'Audio pause',
  audioOff: 'Audio off',
  helpQuiet: 'The chair’s quiet after HELP',
}
export const SILENCE_END_WORDS: Readonly<Record<BodyOf<'silenceEnded'>['cause'], string>> = {
  rose: 'the level rose',
  worsened: 'the value is worse',
  stillTrue: 'it is still true',
  newReading: 'a new reading is still HIGH',
  signedOut: 'who gave it signed out',
  handedOver: 'the room was handed over',
  expired: 'its time is over',
  undone: 'undone',
  alarmEnded: 'the alarm ended',
  byPerson: 'ended by a person',
  sessionClosed: 'the session closed',
}
const REPEAT_WORDS: Readonly<Record<BodyOf<'repeat'>['event'], string>> = {
  due: 'repeat due',
  agreed: 'repeat agreed',
  dropped: 'dropped: the repeat was below the limit',
  failed: 'the repeat failed twice',
  lost: 'the monitor was lost while a repeat was due',
  timeOver: 'no repeat came in time',
  superseded: 'the repeat is not needed any more',
}

const who = (record: { readonly by?: { readonly name: string } | undefined }): string =>
  record.by?.name ?? 'unsigned'
const nameOf = (alarmId: string, level = ''): string => alarmNameOf(alarmId, level).trim()

function repeatWords(record: RecordOf<'repeat'>): string {
  const { quantity } = record.limit
  const value = record.values[quantity]
  const read = value === undefined ? '' : ` (${CATALOGUE[quantity].short} ${value})`
  return `${alarmName(record)}${read}: ${REPEAT_WORDS[record.event]}`
}

function deliveryWords({ role, personName, screenName, event }: RecordOf<'delivery'>): string {
  const person = personName ?? ROLE_WORDS[role]
  switch (event) {
    case 'sent':
      return `sent to ${person}${screenName === undefined ? '' : ` (${screenName})`}`
    case 'shown':
      return `on the screen of ${person}${screenName === undefined ? '' : ` (${screenName})`}`
    case 'nobody':
      return `nobody to tell as ${ROLE_WORDS[role]}`
    default:
      return assertNever(event)
  }
}

function coverageWords({ audible, unconfirmed, chair, quiet, because }: RecordOf<'coverage'>): string {
  const heard = audible.length === 0 ? 'No audible screen' : `Audible: ${audible.join(', ')}`
  const not = unconfirmed.length === 0 ? '' : ` · sound not confirmed: ${unconfirmed.join(', ')}`
  const seat = chair === 'absent' ? ' · no screen at the chair' : ''
  return `${heard}${not}${seat}${quiet ? ' · quiet chair' : ''}${because === undefined ? '' : ` · ${because}`}`
}

/** One line, without its time: who did what, or what became of it. */
export function alarmLogText(record: Logged): string {
  switch (record.kind) {
    case 'alarm':
      return transitionText(record)
    case 'repeat':
      return repeatWords(record)
    case 'silenceEnded': {
      const of = record.alarmId === undefined ? '' : ` of ${nameOf(record.alarmId)}`
      return `${SILENCE_WORDS[record.what]}${of} ended: ${SILENCE_END_WORDS[record.cause]}`
    }
    case 'escalation': {
      const round = record.round === undefined ? '' : ` (${record.round})`
      return `${nameOf(record.alarmId, record.level)}: ${STEP_WORDS[record.step]}${round}`
    }
    case 'acknowledgement':
      return `${nameOf(record.alarmId, record.level)} acknowledged by ${who(record)}`
    case 'coming':
      return `${nameOf(record.alarmId, record.level)}: ${who(record)} is coming`
    case 'audioPaused':
      return `Audio paused for ${formatAge(record.untilMs - record.hubAtMs)} · ${who(record)}`
    case 'audioOff':
      return record.on
        ? `AUDIO OFF by ${who(record)}: ${record.reason}`
        : `Audio on again · ${who(record)}${record.reason === '' ? '' : `: ${record.reason}`}`
    case 'undone':
      return `Undone · ${who(record)}`
    case 'taken':
      return record.event === 'taken'
        ? `${nameOf(record.alarmId)} taken by ${who(record)}`
        : `${nameOf(record.alarmId)}: ${who(record)} cannot come`
    case 'personLeft':
      return record.cause === 'signedOut'
        ? `${record.person.name} signed out`
        : `${record.person.name} handed the room over`
    case 'delivery':
      return `${nameOf(record.alarmId)}: ${deliveryWords(record)}`
    case 'coverage':
      return coverageWords(record)
    case 'symptom':
      return `Symptom: ${SYMPTOM_WORDS[record.symptom]} · ${who(record)}`
    case 'resolved':
      return `${nameOf(record.alarmId)} resolved by ${who(record)}: ${record.outcome}`
    case 'help':
      return `HELP · ${who(record)}`
    case 'helpStamp':
      return `HELP: ${STAMP_WORDS[record.stamp]} · ${who(record)}`
    case 'claimed':
      return `An unsigned act was claimed by ${who(record)}`
    default:
      return assertNever(record)
  }
}
