// Owns the words for who knows of an alarm: who is called and when, who was called and has not answered, who has it, whom
// to phone. Never decides a step: those are recorded by the hub, and the next one is the hub's to say.
// Source: clinical facts §5 "Who is told". Only "taken" is evidence that somebody knows.
import type { ActiveAlarm } from '@chairside/shared/fold/alarm-state.ts'
import type { RoomAlarm, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { EscalationStep } from '@chairside/shared/record/alarm-kinds.ts'
import { span } from '../../../ui/format.ts'

/** Counting down, a second that has begun is still to come. */
export const countdown = (ms: number): string => span(Math.max(0, ms) + 999)

export type Duty = SuiteSummary['duty']
type Told = Pick<ActiveAlarm, 'escalated' | 'told' | 'taken' | 'declined'>
type Next = RoomAlarm['next']

/** In the order in which they are told. */
const PEOPLE_STEPS = ['physician', 'backup', 'allStaff', 'allStations'] as const
type PeopleStep = (typeof PEOPLE_STEPS)[number]
const isPeopleStep = (step: EscalationStep): step is PeopleStep =>
  (PEOPLE_STEPS as readonly EscalationStep[]).includes(step)

const dutyName = (step: EscalationStep, duty: Duty | undefined): string | undefined =>
  step === 'physician' || step === 'backup' ? duty?.[step]?.actor.name : undefined

/** Who a step is about, in words; undefined: nobody by name. */
function whoOf(step: PeopleStep, alarm: Told, duty: Duty | undefined): string | undefined {
  if (step === 'allStaff') return 'All staff'
  if (step === 'allStations') return 'All stations'
  const told = alarm.told.findLast((one) => one.step === step && one.personName !== undefined)
  return told?.personName ?? dutyName(step, duty)
}

const NOBODY: Readonly<Record<PeopleStep, string>> = {
  physician: 'no physician on duty',
  backup: 'no backup on duty',
  allStaff: 'no staff at a screen',
  allStations: 'no station at a screen',
}

/** Whom to phone, where the hub knows a number; the physician first. */
export function phoneWords(duty: Duty | undefined): string {
  const phones = (['physician', 'backup'] as const).flatMap((role) => {
    const who = duty?.[role]
    if (who === undefined) return []
    return [who.phone === undefined ? who.actor.name : `${who.actor.name} ${who.phone}`]
  })
  return phones.length === 0 ? 'call by voice and by telephone' : `phone ${phones.join(' or ')}`
}

function calledWords(alarm: Told, duty: Duty | undefined, atMs: number): string | undefined {
  const last = alarm.escalated.findLast(({ step }) => isPeopleStep(step))
  if (last === undefined || !isPeopleStep(last.step)) return undefined
  const { step } = last
  const who = whoOf(step, alarm, duty)
  const ofStep = alarm.told.filter((one) => one.step === step)
  const reached = ofStep.some(({ event }) => event !== 'nobody')
  if (who === undefined) return NOBODY[step]
  if (!reached && ofStep.length > 0) return `${who}: no screen to tell`
  const shown = ofStep.some(({ event }) => event === 'shown')
  return `${who} called ${span(atMs - last.atMs)} ago${shown ? ', on a screen' : ''}, not taken`
}

function nextWords(next: Next, alarm: Told, duty: Duty | undefined, atMs: number): string | undefined {
  if (next === undefined || next.atMs <= atMs) return undefined
  const { step } = next
  const inWords = `in ${countdown(next.atMs - atMs)}`
  if (step === 'quietChair') return `sounds here ${inWords}`
  if (step === 'again') return `called again ${inWords}`
  if (!isPeopleStep(step)) return undefined
  const who = next.name ?? whoOf(step, alarm, duty)
  if (who === undefined) return `${NOBODY[step]} to call ${inWords}`
  return `${who} ${step === 'allStaff' || step === 'allStations' ? 'are' : 'is'} called ${inWords}`
}

/** Told all the way, or nobody to tell, and nobody has it. */
function isUnanswered(alarm: Told): boolean {
  if (alarm.escalated.some(({ step }) => step === 'allStaff' || step === 'again' || step === 'backup'))
    return true
  return alarm.told.some(({ event, step }) => event === 'nobody' && step === 'physician')
}

/**
 * @param next the hub's own word on the next step, where it said one
 * @param atMs hub time
 * @returns undefined: nothing to say of it yet
 */
export function whoKnows(
  alarm: Told,
  {
    next,
    duty,
    atMs,
    brief = false,
  }: {
    readonly next?: Next
    readonly duty?: Duty | undefined
    readonly atMs: number
    /** There is little room: whom to phone stands on another line. */
    readonly brief?: boolean
  },
): string | undefined {
  const { taken, declined } = alarm
  if (taken !== undefined) return `taken by ${taken.by} ${span(atMs - taken.atMs)} ago`
  if (brief && isUnanswered(alarm)) return 'nobody has answered'
  const words = [
    ...declined.map(({ by }) => `${by} cannot come`),
    calledWords(alarm, duty, atMs),
    nextWords(next, alarm, duty, atMs),
    isUnanswered(alarm) ? `nobody has answered: ${phoneWords(duty)}` : undefined,
  ]
  return words.filter((one) => one !== undefined).join(' · ') || undefined
}

const SHORT: Readonly<Record<PeopleStep, string>> = {
  physician: 'physician',
  backup: 'backup',
  allStaff: 'all staff',
  allStations: 'all stations',
}

/**
 * The same in a line beside HELP's stamps: "phone Dr Lindqvist 555 0101 · physician, backup, all staff called 0:45 ago". Who was to be
 * called and is not there is said, too. Once nobody has answered, what to do about it stands before who was called: the end of a
 * line may have no room.
 */
export function helpKnows(
  alarm: Told,
  { next, duty, atMs }: { readonly next?: Next; readonly duty?: Duty | undefined; readonly atMs: number },
): string | undefined {
  const { taken, declined } = alarm
  if (taken !== undefined) return `taken by ${taken.by} ${span(atMs - taken.atMs)} ago`
  const isReached = (step: PeopleStep): boolean => {
    const ofStep = alarm.told.filter((one) => one.step === step)
    return ofStep.length === 0 || ofStep.some(({ event }) => event !== 'nobody')
  }
  const steps = alarm.escalated.filter(({ step }) => isPeopleStep(step))
  const isIn = (step: PeopleStep): boolean => steps.some((one) => one.step === step)
  const reached = PEOPLE_STEPS.filter((step) => isIn(step) && isReached(step))
  const last = steps.findLast(({ step }) => isPeopleStep(step) && isReached(step))
  const nobody = isUnanswered(alarm)
  const words = [
    nobody ? phoneWords(duty) : undefined,
    ...declined.map(({ by }) => `${by} cannot come`),
    last === undefined
      ? undefined
      : `${reached.map((step) => SHORT[step]).join(', ')} called ${span(atMs - last.atMs)} ago`,
    ...PEOPLE_STEPS.filter((step) => isIn(step) && !isReached(step)).map((step) => NOBODY[step]),
    nobody ? undefined : nextWords(next, alarm, duty, atMs),
  ]
  return words.filter((one) => one !== undefined).join(' · ') || undefined
}
