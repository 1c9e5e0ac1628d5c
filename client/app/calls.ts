// Owns which calls and alarms concern the person who is signed in at a page that is not the rooms' own: what was escalated to them,
// what they have taken, the HIGH and MEDIUM alarms of their rooms (of every room where the screen is the station), and questions
// that only a physician answers. Source: clinical facts §5 "Who is told". Nothing is in it that the hub has not said.
import { NOT_JUDGED } from '@chairside/shared/alarm/silence/sounding.ts'
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { RoomAlarm, RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { placeTo } from '../sound/place-sound.ts'
import { byUrgency, type RoomSession } from '../ui/room-words.ts'
import { callsMe, untakenSince } from '../ui/whose.ts'
import { asks, notJudgedOf, roomOfPlace } from './place-alarms.ts'

export type AlarmCall = {
  readonly is: 'called' | 'taken' | 'room'
  readonly room: RoomSummary
  readonly session: RoomSession
  readonly alarm: RoomAlarm
  /** Of what they were called to: since when nobody has answered. */
  readonly sinceMs?: number
}
/** No alarm: somebody waits for a physician's answer. */
export type Question = {
  readonly is: 'question'
  readonly room: RoomSummary
  readonly text: string
  readonly atMs: EpochMs
}
export type Calls = { readonly alarms: readonly AlarmCall[]; readonly questions: readonly Question[] }

/** Whether an alarm of this room can sound at a chair at all: beside another patient it never does. */
export function isHeardAt(
  room: RoomSummary,
  place: string | undefined,
  rooms: readonly RoomSummary[] = [],
): boolean {
  const at = placeTo(room, { place, rooms })
  if (at?.place !== 'chair') return at !== undefined
  return at.ownRoom === true || (at.mine === true && at.patientHere !== true)
}

export type CallsOf = {
  readonly rooms: readonly RoomSummary[]
  readonly me: Actor
  /** Undefined: not known. */
  readonly duty: SuiteSummary['duty'] | undefined
  /** Of this page; undefined: none. */
  readonly place: string | undefined
  /** The room that the page shows, with its own alarms and My rooms. */
  readonly shown?: RoomId | undefined
}

/** Nobody acknowledges it and nobody is called to it: it is there until alarms are judged again. */
export const isNotJudged = ({ condition }: RoomAlarm): boolean => condition === NOT_JUDGED

function isOfMyRooms(room: RoomSummary, { rooms, me, place, shown }: CallsOf): boolean {
  const own = rooms.find(({ roomId }) => roomId === shown)
  // My rooms of the page that shows a room has a line for each of them.
  const inStrip = own !== undefined && (own.nurse?.personId ?? me.personId) === me.personId
  if (room.nurse?.personId === me.personId) return !inStrip
  if (shown !== undefined) return false
  return place === 'station' || place === 'wall' || roomOfPlace(place) === room.roomId
}

function callOf(
  room: RoomSummary,
  session: RoomSession,
  alarm: RoomAlarm,
  of: CallsOf,
): AlarmCall | undefined {
  const { me, duty } = of
  const sinceMs = untakenSince(alarm, me, duty)
  if (sinceMs !== undefined) return { is: 'called', room, session, alarm, sinceMs }
  if (!asks(alarm)) return undefined
  if (alarm.taken?.personId === me.personId) return { is: 'taken', room, session, alarm }
  return alarm.priority !== 'low' && isOfMyRooms(room, of) ? { is: 'room', room, session, alarm } : undefined
}

function questionsOf(room: RoomSummary, me: Actor, duty: SuiteSummary['duty'] | undefined): Question[] {
  const { gateAskedAtMs, reassignAsked } = room.session?.visit ?? {}
  if (me.role !== 'physician' || !callsMe('physician', me, duty)) return []
  return [
    ...(gateAskedAtMs === undefined
      ? []
      : [{ is: 'question' as const, room, text: 'Gate: asks to override the hold.', atMs: gateAskedAtMs }]),
    ...(reassignAsked === undefined
      ? []
      : [
          {
            is: 'question' as const,
            room,
            text: `${reassignAsked.by} says: another patient’s session. A physician confirms.`,
            atMs: reassignAsked.atMs,
          },
        ]),
  ]
}

/** @returns the most urgent first; a page that shows a room says its own alarms itself */
export function callsFor(of: CallsOf): Calls {
  const others = of.rooms.filter(({ roomId }) => roomId !== of.shown)
  const alarms = others
    .flatMap((room) =>
      room.session === undefined
        ? []
        : [...notJudgedOf(room.session), ...room.session.alarms].flatMap(
            (alarm) => callOf(room, room.session as RoomSession, alarm, of) ?? [],
          ),
    )
    .sort((a, b) => byUrgency(a.alarm, b.alarm))
  return { alarms, questions: others.flatMap((room) => questionsOf(room, of.me, of.duty)) }
}
