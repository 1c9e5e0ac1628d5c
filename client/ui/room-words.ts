// Owns the words for a room in a list: its phase, what is said of each alarm (who is told, what is silenced until when), what
// repeat is due. Words come from the hub's facts and its time; nothing here decides that a silence or an alarm is over.
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import { acknowledgementHoldsMs, isSaid } from '@chairside/shared/alarm/silence/silence-times.ts'
import { byUrgency as compare, type Urgent } from '@chairside/shared/alarm/urgency.ts'
import { PRIORITY_WORD } from '@chairside/shared/alarm/words/text.ts'
import type { Offer, RoomAlarm, RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { EscalationStep } from '@chairside/shared/record/alarm-kinds.ts'
import type { Phase } from '@chairside/shared/record/care-kinds.ts'
import { visitLine } from '@chairside/shared/visit/room-line.ts'
import { clockMinutes, countdown, span, tPlus } from './format.ts'

export type RoomSession = NonNullable<RoomSummary['session']>

const PHASES: Readonly<Record<Phase, string>> = {
  checkIn: 'Check-in',
  baseline: 'Baseline',
  infusing: 'Infusing',
  paused: 'Paused',
  recovery: 'Recovery',
  ready: 'Ready',
  emergency: 'EMERGENCY',
}
/** Before any act has set a phase, what the pump log says. */
const PUMP = { none: 'Not infusing', infusing: 'Infusing', paused: 'Paused', stopped: 'Ended' } as const

/** "Infusing T+12", to the minute: what is read across a corridor. @param nowMs hub time */
export function phaseWords({ phase, infusion, startedAtMs }: RoomSession, nowMs: number): string {
  const words = phase === undefined ? PUMP[infusion] : PHASES[phase]
  return startedAtMs === undefined ? words : `${words} ${tPlus(nowMs - startedAtMs).slice(0, -3)}`
}

/** Where a visit stands, most urgent first: "18 min since end", "earliest out 11:58", "waiting for: second reading, walk". */
export const visitWords = (
  session: RoomSession | undefined,
  nowMs: number,
  zone: string | undefined,
): readonly string[] =>
  session?.visit === undefined
    ? []
    : visitLine(session.visit, nowMs, (atMs) => clockMinutes(atMs, zone)).parts

/** Who has the room, in a line: never blank. */
export function whoHas({ nurse }: Pick<RoomSummary, 'nurse'>, offer: Offer | undefined): string {
  if (nurse === undefined) return 'Nobody has this room'
  const signedOut = nurse.signedOut === true ? ', signed out' : ''
  return `${nurse.name}${signedOut}${offer === undefined ? '' : ` → offered to ${offer.to.name}`}`
}

/** What one tap does about whose room it is. A room with a patient is handed over. */
export const whoseAct = ({ session }: Pick<RoomSummary, 'session'>, mine: boolean): string =>
  mine ? (session === undefined ? 'Give back' : 'Hand over …') : 'Take this room'

/** An alarm of a list as the one ordering sees it. */
const urgentOf = (alarm: RoomAlarm): Urgent => ({
  condition: alarm.condition,
  level: alarm.level,
  priority: alarm.priority,
  standing:
    alarm.latched === true
      ? 'over'
      : alarm.acknowledgedBy !== undefined || alarm.silent === true
        ? 'answered'
        : 'calls',
  taken: alarm.taken !== undefined,
  sinceMs: alarm.breachAtMs,
})

/** The most urgent first: the shared ordering. */
export const byUrgency = (a: RoomAlarm, b: RoomAlarm): number => compare(urgentOf(a), urgentOf(b))

/** Active alarms and latched ones, the most urgent first. */
export const alarmsOf = (room: RoomSummary): readonly RoomAlarm[] =>
  [...(room.session?.alarms ?? [])].sort(byUrgency)

/** Their names say it all; what stands after them is for a line of its own. */
const SAID_BY_NAME: ReadonlySet<string> = new Set(['noChairScreen', 'noAudibleScreen', 'soundNotConfirmed'])

/** An alarm where there is one line for it. */
export const shortText = ({ condition, text }: RoomAlarm): string =>
  SAID_BY_NAME.has(condition) ? (text.split(' · ')[0] ?? text) : text

/** "over for 0:40, not acknowledged"; undefined: it is not over. */
export const overWords = ({ latched, overAtMs }: RoomAlarm, nowMs: number): string | undefined =>
  latched === true
    ? `over${overAtMs === undefined ? '' : ` for ${span(nowMs - overAtMs)}`}, not acknowledged`
    : undefined

/** How an alarm stands on the glass: steady once somebody has acknowledged it, or when it is over. */
export const isSteady = (alarm: RoomAlarm): boolean =>
  alarm.acknowledgedBy !== undefined || alarm.latched === true || alarm.silent === true

const STEP_WHO: Readonly<Partial<Record<EscalationStep, string>>> = {
  physician: 'the physician',
  backup: 'the backup',
  allStaff: 'all staff',
  allStations: 'all stations',
}
type Duty = SuiteSummary['duty']

/** Who a step calls; undefined: nobody by name. Where it is known that nobody is on duty it says so. */
function whoOf(step: EscalationStep, duty: Duty | undefined): string | undefined {
  if (step !== 'physician' && step !== 'backup') return STEP_WHO[step]
  if (duty === undefined) return STEP_WHO[step]
  return duty[step]?.actor.name ?? `no ${step} on duty to be`
}

/** What is still to come is not said as if it had been. */
const calledWord = (who: string): string =>
  who.startsWith('no ') ? 'called' : who.startsWith('all ') ? 'are called' : 'is called'

/** Who was told and has not answered, and who is told next. */
function toldWords(alarm: RoomAlarm, duty: Duty | undefined, nowMs: number): string[] {
  const words: string[] = []
  const last = alarm.escalated.findLast(({ step }) => STEP_WHO[step] !== undefined)
  if (last !== undefined)
    words.push(`${whoOf(last.step, duty)} called ${span(nowMs - last.atMs)} ago, not taken`)
  words.push(...declinedWords(alarm))
  if (alarm.nobody === true) words.push('nobody has answered')
  const { next } = alarm
  const who = next?.name ?? (next === undefined ? undefined : whoOf(next.step, duty))
  if (next !== undefined && who !== undefined && next.atMs > nowMs)
    words.push(`${who} ${calledWord(who)} in ${countdown(next.atMs - nowMs)}`)
  return words
}
const CUFF: ReadonlySet<RoomAlarm['quantity']> = new Set<RoomAlarm['quantity']>([
  'systolic',
  'diastolic',
  'mean',
])

/** Until when an acknowledgement silences. A line of a list has no times of its profile: the shipped ones, as for its sound. */
function returnsWords(alarm: RoomAlarm, nowMs: number): string {
  const { condition, priority, acknowledgedAtMs, quantity } = alarm
  if (acknowledgedAtMs === undefined || alarm.silent === true || isSaid(condition)) return ''
  const holdsMs = acknowledgementHoldsMs(ADULT_KETAMINE_INFUSION, condition, priority)
  if (holdsMs === undefined || acknowledgedAtMs + holdsMs <= nowMs) return ''
  const reading = priority === 'high' && CUFF.has(quantity) ? 'with a new reading still HIGH, or ' : ''
  return `, sound returns ${reading}in ${countdown(acknowledgedAtMs + holdsMs - nowMs)}`
}
const declinedWords = ({ declinedBy }: RoomAlarm): string[] =>
  (declinedBy ?? []).map((by) => `${by} cannot come`)

/**
 * What has been done about an alarm and what happens next, one piece each: "acknowledged, M. Adeyemi 0:20 ago, sound returns
 * in 1:40",
 * "R. Osei is coming, sound returns in 0:42", "Dr Lindqvist is called in 0:38".
 */
export function standingWords(
  alarm: RoomAlarm,
  duty: Duty | undefined,
  nowMs: number,
  /** On the list of whoever has been called: that they have been called they see. */
  yours = false,
): readonly string[] {
  const { acknowledgedBy, acknowledgedAtMs, coming, pausedUntilMs, taken } = alarm
  const words: string[] = []
  const over = overWords(alarm, nowMs)
  if (over !== undefined) words.push(over)
  if (taken !== undefined) words.push(`${taken.by} has it, ${span(nowMs - taken.atMs)}`)
  if (acknowledgedBy !== undefined)
    words.push(
      `acknowledged, ${acknowledgedBy}${acknowledgedAtMs === undefined ? '' : ` ${span(nowMs - acknowledgedAtMs)} ago`}${returnsWords(alarm, nowMs)}`,
    )
  else if (coming !== undefined && coming.untilMs > nowMs)
    words.push(`${coming.by} is coming, sound returns in ${countdown(coming.untilMs - nowMs)}`)
  else if (pausedUntilMs !== undefined && pausedUntilMs > nowMs)
    words.push(`audio paused, sound returns in ${countdown(pausedUntilMs - nowMs)}`)
  else if (alarm.silent === true) words.push('visual only')
  if (taken === undefined && alarm.latched !== true)
    words.push(...(yours ? declinedWords(alarm) : toldWords(alarm, duty, nowMs)))
  return words
}

/**
 * "Repeat due 1:38 · BP high · SBP 166 ≥ 160". A repeat that is due is no alarm yet; of what alarms already its words stand
 * there, and only the countdown is added.
 */
export function repeatWords(session: RoomSession | undefined, nowMs: number): readonly string[] {
  return (session?.repeats ?? []).map(({ condition, text, untilMs }) => {
    const when = untilMs > nowMs ? countdown(untilMs - nowMs) : `now, ${span(nowMs - untilMs)} late`
    const alarms = session?.alarms.some((alarm) => alarm.condition === condition) ?? false
    return `Repeat due ${when}${alarms ? '' : ` · ${text}`}`
  })
}

/** One alarm read aloud: "High priority alarm: BP very high · SBP 182 ≥ 180". */
export const spokenAlarm = (room: RoomSummary, { priority, text }: RoomAlarm): string =>
  `${PRIORITY_WORD[priority]}: ${room.roomName}, ${text}`
