// Owns which alarms a place's tab and notifications speak of, where the page knows its rooms by their list: at the station and
// on the wall all of them, on a person's own screen what is theirs, at a chair its own room's.
import { NOT_JUDGED } from '@chairside/shared/alarm/silence/sounding.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { RoomAlarm, RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import type { HighNow } from '../sound/notifications.ts'
import type { TabAlarm } from '../sound/page-signal.ts'
import { untakenSince } from '../ui/whose.ts'

export type PlaceAlarm = {
  readonly roomName: string
  readonly sessionId: string
  readonly alarm: RoomAlarm
}

const CHAIR = 'chair:'
const PERSON = 'person:'

/** The room that a chair is of. */
export const roomOfPlace = (place: string | undefined): string | undefined =>
  place?.startsWith(CHAIR) === true ? place.slice(CHAIR.length) : undefined

/** It asks for somebody: not acknowledged, not over, and not of a kind that is only seen. */
export const asks = (alarm: RoomAlarm): boolean =>
  alarm.acknowledgedBy === undefined && alarm.latched !== true && alarm.silent !== true

/** No fact raises it, and nobody can acknowledge it away. */
export const notJudgedOf = ({
  quarantined,
  notJudged,
  head,
}: NonNullable<RoomSummary['session']>): RoomAlarm[] => {
  const sinceMs = notJudged?.sinceMs ?? (0 as EpochMs)
  const alarmId = `${NOT_JUDGED}@${sinceMs}`
  const text = 'ALARMS NOT JUDGED HERE'
  const alarm = { alarmId, condition: NOT_JUDGED, level: NOT_JUDGED, priority: 'high', text } as const
  return quarantined ? [{ ...alarm, breachAtMs: sinceMs, seq: head, escalated: [] }] : []
}

/** What asks for somebody at this place. @param me who is signed in here */
export function alarmsOfPlace(
  place: string,
  rooms: readonly RoomSummary[],
  me: Actor | undefined,
  duty: SuiteSummary['duty'] | undefined,
): readonly PlaceAlarm[] {
  const roomId = roomOfPlace(place)
  const isOf = (alarm: RoomAlarm) =>
    asks(alarm) && (!place.startsWith(PERSON) || untakenSince(alarm, me, duty) !== undefined)
  return rooms.flatMap((room): PlaceAlarm[] =>
    room.session === undefined || (roomId !== undefined && room.roomId !== roomId)
      ? []
      : [...notJudgedOf(room.session), ...room.session.alarms]
          .filter(isOf)
          .map((alarm) => ({ roomName: room.roomName, sessionId: room.session?.sessionId ?? '', alarm })),
  )
}

/** "BP very high" of "BP very high · SBP 182 ≥ 180". */
const nameOf = ({ text }: RoomAlarm): string => text.split(' · ')[0] ?? text

/** Each with its room: the tab does not name it. */
export const tabAlarmsOf = (alarms: readonly PlaceAlarm[]): readonly TabAlarm[] =>
  alarms.map(({ roomName, alarm }) => ({ priority: alarm.priority, title: nameOf(alarm), room: roomName }))

export const highsOf = (alarms: readonly PlaceAlarm[]): readonly HighNow[] =>
  alarms
    .filter(({ alarm }) => alarm.priority === 'high')
    .map(({ roomName, sessionId, alarm }) => ({
      alarmId: `${sessionId} ${alarm.alarmId}`,
      title: nameOf(alarm),
      room: roomName,
    }))
