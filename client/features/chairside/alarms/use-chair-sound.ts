// Owns what this page knows for the sound of the place it is at: this room's alarms from its own records, the nurse's other
// rooms from the hub's word. What of it sounds is shared/alarm/silence/sounding's to say, whether this page may is the hub's.
import {
  isWithPatient,
  type SoundAt,
  type SoundRoom,
  soundRoomOf,
  soundRoomOfSession,
} from '@chairside/shared/alarm/silence/sounding.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { MyRooms, RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import { useLastDuty, useMyRooms, useScreen, useSoundGrant } from '../../../session/use-screen.ts'
import type { Sounding as Played } from '../../../sound/alarm-player.ts'
import { heardOf } from '../../../sound/place-sound.ts'
import type { KnownSound } from '../../../sound/sound-desk.ts'
import { useSounding } from '../../../sound/use-sound.tsx'

export type ChairSound = {
  readonly room: Pick<RoomSummary, 'roomId' | 'session'>
  /** At the head, and whole; undefined: the hub's word on the room stands in for it. */
  readonly state: SessionState | undefined
  readonly mine: MyRooms | undefined
  readonly place: string | undefined
  readonly duty?: SuiteSummary['duty'] | undefined
  /** Hub time. */
  readonly nowMs: number
}

type Part = {
  readonly roomId: string
  readonly sounds: SoundRoom
  readonly open: boolean
  readonly with: boolean
}

/** This room first. */
function partsOf({ room, state, mine }: ChairSound): readonly [Part, ...Part[]] {
  const { session } = room
  const own: Part =
    state === undefined
      ? {
          roomId: room.roomId,
          sounds: session === undefined ? { alarms: [], quiet: false } : soundRoomOf(session),
          open: session !== undefined,
          with: isWithPatient(session?.phase, session !== undefined),
        }
      : {
          roomId: room.roomId,
          sounds: soundRoomOfSession(state),
          open: state.closed === undefined,
          with: isWithPatient(state.phase, state.closed === undefined),
        }
  const others = (mine?.rooms ?? []).flatMap((other): Part[] =>
    other.roomId === room.roomId || other.session === undefined
      ? []
      : [
          {
            roomId: other.roomId,
            sounds: soundRoomOf(other.session),
            open: true,
            with: isWithPatient(other.session.phase, true),
          },
        ],
  )
  return [own, ...others]
}

/** What should sound at this page's place, and which HIGH it would go on with if it lost the hub. */
export function chairSoundOf(chair: ChairSound): KnownSound {
  const { place, duty, nowMs, mine, room } = chair
  const parts = partsOf(chair)
  const [kind, id] = [place?.split(':')[0], place?.slice(place.indexOf(':') + 1)]
  const here = parts.find(({ roomId }) => roomId === id)
  const watching = kind === 'chair' ? (here?.open ?? false) : parts.some(({ open }) => open)
  const atOf = ({ roomId }: Part): Omit<SoundAt, 'nowMs'> | undefined => {
    switch (kind) {
      case 'chair':
        return {
          place: 'chair',
          ownRoom: roomId === id,
          mine: mine?.rooms.some((one) => one.roomId === roomId) ?? false,
          // A chair whose own patient is not known here is taken to have one.
          patientHere: here?.with ?? true,
        }
      case 'station':
      case 'wall':
        return { place: kind }
      case 'person': {
        const [physician, backup] = [duty?.physician?.actor.personId, duty?.backup?.actor.personId]
        return {
          place: 'person',
          ...(id === undefined ? {} : { personId: id }),
          ...(duty === undefined ? {} : { duty: { physician, backup } }),
        }
      }
      default:
        return undefined
    }
  }
  const all = (lostHub: boolean): Played[] =>
    parts.flatMap((part) => {
      const at = atOf(part)
      return at === undefined ? [] : heardOf(part.sounds, { ...at, nowMs, lostHub })
    })
  // Without a place the hub never gave one: a screen that shows a room still goes on with what it knew of that room.
  const known =
    kind === undefined ? heardOf(parts[0].sounds, { place: 'chair', nowMs, lostHub: true }) : all(true)
  return {
    sounding: all(false),
    known: known.filter(({ priority }) => priority === 'high'),
    watching: watching || (kind === undefined && room.session !== undefined),
  }
}

export function useChairSound(
  room: RoomSummary,
  state: SessionState | undefined,
): { readonly mine: MyRooms | undefined } {
  const { link } = useScreen().screen
  const { mine } = useMyRooms()
  const place = useSoundGrant()?.place
  // Whom it calls stays known when the hub is lost: what was heard then goes on.
  const duty = useLastDuty()
  useSounding(
    () => chairSoundOf({ room, state, mine, place, duty, nowMs: link.time.nowMs() ?? 0 }),
    `chair:${room.roomId}`,
  )
  return { mine }
}
