// Owns which list an alarm stands in: Yours (escalated to this person, untaken) or At the chair (every other one).
// Every active and every latched alarm stands in exactly one of them; none is left out. Source: clinical facts §5 "Wall".
import type { RoomAlarm, RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { EscalationStep } from '@chairside/shared/record/alarm-kinds.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { byUrgency, type RoomSession } from './room-words.ts'

export type ListedAlarm = {
  readonly room: RoomSummary
  readonly session: RoomSession
  readonly alarm: RoomAlarm
  /** Of Yours: since when nobody has answered; one time for everybody who was called. */
  readonly untakenSinceMs?: number
}
export type AlarmLists = {
  readonly yours: readonly ListedAlarm[]
  readonly atTheChair: readonly ListedAlarm[]
}

type Me = Pick<Actor, 'personId' | 'name' | 'role'>
type Duty = SuiteSummary['duty']

/** Whether a step calls this person. Where nobody is on duty in that part, every physician is called. */
export function callsMe(step: EscalationStep, me: Me, duty: Duty | undefined): boolean {
  switch (step) {
    case 'physician':
    case 'backup': {
      const onDuty = duty?.[step]
      return onDuty === undefined ? me.role === 'physician' : onDuty.actor.personId === me.personId
    }
    case 'allStaff':
      return me.role === 'nurse' || me.role === 'physician'
    case 'quietChair':
    case 'otherChairs':
    case 'allStations':
    case 'again':
      return false
  }
}

/** Steps that call a person, by name or all of them. The others only sound or show somewhere. */
const CALLS_SOMEBODY: ReadonlySet<EscalationStep> = new Set<EscalationStep>([
  'physician',
  'backup',
  'allStaff',
])

/**
 * @returns since when somebody has been called and nobody has taken it, the same for everybody who was called: "nobody has answered
 * for 2:09" is one fact; undefined: it is not this person's
 */
export function untakenSince(
  alarm: RoomAlarm,
  me: Me | undefined,
  duty: Duty | undefined,
): number | undefined {
  if (me === undefined || alarm.taken !== undefined || alarm.latched === true) return undefined
  if (alarm.declinedBy?.includes(me.name) === true) return undefined
  const { escalated } = alarm
  if (!escalated.some(({ step }) => callsMe(step, me, duty))) return undefined
  return escalated.find(({ step }) => CALLS_SOMEBODY.has(step))?.atMs
}

/**
 * @param me   who is signed in here; undefined: nothing is anybody's
 * @param duty who is on duty; undefined: not known
 */
export function alarmLists(
  rooms: readonly RoomSummary[],
  me: Me | undefined,
  duty: Duty | undefined,
): AlarmLists {
  const yours: ListedAlarm[] = []
  const atTheChair: ListedAlarm[] = []
  for (const room of rooms) {
    const { session } = room
    if (session === undefined) continue
    for (const alarm of session.alarms) {
      const untakenSinceMs = untakenSince(alarm, me, duty)
      if (untakenSinceMs === undefined) atTheChair.push({ room, session, alarm })
      else yours.push({ room, session, alarm, untakenSinceMs })
    }
  }
  const order = (a: ListedAlarm, b: ListedAlarm) => byUrgency(a.alarm, b.alarm)
  return { yours: yours.sort(order), atTheChair: atTheChair.sort(order) }
}
