// Owns what every screen is told of the suite: who is on duty, whether the station is heard, which rooms nobody can hear.

import type { RoomId } from '@chairside/shared/ids.ts'
import type { SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { roomNow } from '@chairside/shared/visit/place.ts'
import type { Room } from '../session/rooms/room.ts'
import type { SessionActor } from '../session/session-actor.ts'
import { toldOf } from './evacuation.ts'
import { offersOf } from './handover.ts'
import type { Pages } from './pages.ts'
import { STATION } from './place.ts'
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
      return roomId === undefined || (session.coverage?.audible.length ?? 0) > 0 ? [] : [roomId]
    }),
    ...(offers.length === 0 ? {} : { offers }),
    ...evacuationOf(state),
  }
}
