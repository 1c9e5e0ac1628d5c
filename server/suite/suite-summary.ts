// Owns what every screen is told of the suite: who is on duty, whether the station is heard, which rooms nobody can hear.
import { untakenSaid } from '@chairside/shared/alarm/silence/heard-now.ts'
import { soundingAt, soundRoomOfSession } from '@chairside/shared/alarm/silence/sounding.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RoomId } from '@chairside/shared/ids.ts'
import type { SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { roomNow } from '@chairside/shared/visit/place.ts'
import type { Room } from '../session/rooms/room.ts'
import type { SessionActor } from '../session/session-actor.ts'
import { toldOf } from './evacuation.ts'
import { offersOf } from './handover.ts'
import type { Pages } from './pages.ts'
import { placeOfPerson, STATION } from './place.ts'
import type { SuiteState } from './suite-state.ts'

/** Who is on duty and still a physician of this house, by the name they have now. */
export function dutyNow(
  { duty }: Pick<SuiteState, 'duty'>,
  physicians: readonly Actor[],
): SuiteState['duty'] {
  const now: { -readonly [R in keyof SuiteState['duty']]: SuiteState['duty'][R] } = {}
  for (const role of ['physician', 'backup'] as const) {
    const one = duty[role]
    const actor = physicians.find(({ personId }) => personId === one?.actor.personId)
    if (one !== undefined && actor !== undefined) now[role] = { ...one, actor }
  }
  return now
}

function evacuationOf({ evacuation: now }: SuiteState): Pick<SuiteSummary, 'evacuation'> {
  const evacuation = now && toldOf(now)
  return evacuation === undefined ? {} : { evacuation }
}

/**
 * Whether somebody can hear what sounds for this room. HELP and a symptom do not sound at their own chair: where nobody hears
 * another place, only the own screen of a physician to whom they are called, that is heard, counts.
 */
function isHeard(
  session: SessionState,
  { duty, tones }: SuiteState,
  pages: Pages,
  physicians: readonly Actor[],
  nowMs: number,
): boolean {
  const audible = session.coverage?.audible ?? []
  if (audible.some((place) => place !== 'chair')) return true
  const said = untakenSaid(session)
  if (audible.length === 0 || said.length === 0) return audible.length > 0
  const called = { physician: duty.physician?.actor.personId, backup: duty.backup?.actor.personId }
  const listening = physicians.filter(({ personId }) =>
    pages.isAudible(placeOfPerson(personId), tones, nowMs),
  )
  const sounding = new Set(
    listening.flatMap(({ personId }) =>
      soundingAt(soundRoomOfSession(session), { place: 'person', nowMs, personId, duty: called }).flatMap(
        ({ alarmId, sounds }) => (sounds ? [alarmId] : []),
      ),
    ),
  )
  return said.every((alarmId) => sounding.has(alarmId))
}

export function suiteSummary(
  state: SuiteState,
  room: (roomId: RoomId) => Room | undefined,
  pages: Pages,
  physicians: readonly Actor[],
  actors: readonly SessionActor[],
  nowMs: number,
): SuiteSummary {
  const { duty, tones } = state
  const offers = offersOf(state, room)
  const holder = pages.holderOf(STATION)
  const tone = holder === undefined ? undefined : pages.toneOf(holder, tones, nowMs)
  return {
    duty,
    physicians,
    station: {
      audible: pages.isAudible(STATION, tones, nowMs),
      ...(tone?.by === undefined ? {} : { heardBy: tone.by }),
      ...(tone === undefined ? {} : { heardAtMs: tone.atMs }),
      ...(holder?.enrolled === undefined ? {} : { screenName: holder.enrolled.name }),
    },
    unheardRooms: actors.flatMap((actor) => {
      const { session } = actor.committed()
      const roomId = roomNow(session)
      return roomId === undefined || isHeard(session, state, pages, physicians, nowMs) ? [] : [roomId]
    }),
    ...(offers.length === 0 ? {} : { offers }),
    ...evacuationOf(state),
  }
}
