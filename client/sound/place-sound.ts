// Owns what should sound at this page's place while no view knows all of it: from the hub's room list, whatever is shown. A place
// that the hub believes to be heard is heard, also when somebody there reads something else.
// Which of it sounds is shared/alarm/silence/sounding's to say.
import {
  audioOffReminder,
  isWithPatient,
  type SoundAt,
  type Sounding,
  type SoundRoom,
  soundingAt,
  soundRoomOf,
} from '@chairside/shared/alarm/silence/sounding.ts'
import type { RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { RoomsWatch } from '../session/hub/rooms-watch.ts'
import type { Screen } from '../session/screen.ts'
import type { Sounding as Played } from './alarm-player.ts'
import { type KnownSound, NOTHING, type SoundDesk } from './sound-desk.ts'

export type PlaceNow = {
  /** `chair:<roomId>`, `station`, `wall`, `person:<personId>`; undefined: none, and nothing sounds. */
  readonly place: string | undefined
  readonly rooms: readonly RoomSummary[]
  /** Undefined: not known. Empty: nobody, and every physician's own screen sounds what is a physician's. */
  readonly duty?: SuiteSummary['duty'] | undefined
  /** Hub time. */
  readonly nowMs: number
}

/** As the player takes it. The signal is the same through a fall, and another after a rise or an end of a silence. */
export const playedOf = ({
  signal,
  priority,
  burst,
}: Pick<Sounding, 'signal' | 'priority' | 'burst'>): Played => ({
  key: signal,
  priority,
  ...(burst === 'once' ? { once: true } : {}),
})

/** What of a room sounds at a place: its alarms, and every 2 min that its audio is off. */
export function heardOf(room: SoundRoom, at: SoundAt): Played[] {
  const reminder = audioOffReminder(room, at)
  return [
    ...soundingAt(room, at).filter(({ sounds }) => sounds),
    ...(reminder === undefined ? [] : [reminder]),
  ].map(playedOf)
}

/** Of a room's alarms: where this page is to them; undefined: they are none of its business. */
export function placeTo(
  room: RoomSummary,
  { place, rooms, duty }: Omit<PlaceNow, 'nowMs'>,
): Omit<SoundAt, 'nowMs'> | undefined {
  const [kind, id] = place?.split(':') ?? []
  switch (kind) {
    case 'station':
    case 'wall':
      return { place: kind }
    case 'person':
      return {
        place: 'person',
        ...(id === undefined ? {} : { personId: id }),
        ...(duty === undefined
          ? {}
          : { duty: { physician: duty.physician?.actor.personId, backup: duty.backup?.actor.personId } }),
      }
    case 'chair': {
      const own = rooms.find(({ roomId }) => roomId === id)
      const nurse = own?.nurse?.personId
      return {
        place: 'chair',
        ownRoom: room.roomId === id,
        mine: nurse !== undefined && room.nurse?.personId === nurse,
        // A chair whose own patient is not known here is taken to have one.
        patientHere: own === undefined || isWithPatient(own.session?.phase, own.session !== undefined),
      }
    }
    default:
      return undefined
  }
}

/** What sounds at a place, by the room list. */
export function placeSoundOf(now: PlaceNow): KnownSound {
  const soundsIn = (room: RoomSummary, lostHub: boolean): Played[] => {
    const at = placeTo(room, now)
    if (at === undefined || room.session === undefined) return []
    return heardOf(soundRoomOf(room.session), { ...at, nowMs: now.nowMs, lostHub })
  }
  const watched = now.place?.startsWith('chair:')
    ? now.rooms.filter(({ roomId }) => now.place === `chair:${roomId}`)
    : now.rooms
  return {
    sounding: now.rooms.flatMap((room) => soundsIn(room, false)),
    known: now.rooms.flatMap((room) => soundsIn(room, true)).filter(({ priority }) => priority === 'high'),
    watching: watched.some(({ session }) => session !== undefined),
  }
}

const NO_ANSWER = 'The hub does not say which alarms there are.'

/**
 * Listens to the room list while this page has a place and no view feeds its sound.
 * @returns how to stop
 */
export function startPlaceSound(
  screen: Pick<Screen, 'watchRooms' | 'suite' | 'link'>,
  desk: Pick<SoundDesk, 'listenBeneath' | 'store' | 'changed'>,
): () => void {
  let watch: RoomsWatch | undefined
  let offStore: (() => void) | undefined

  function known(): KnownSound | undefined {
    const { place } = desk.store.getState()
    if (place === undefined) return NOTHING
    const { rooms } = watch?.store.getState() ?? {}
    // Not asked, not answered or refused: what was known before holds until there is a list. Silence would look like none.
    if (rooms === undefined) return undefined
    const duty = screen.suite.store.getState().lastDuty
    return placeSoundOf({ place, rooms, duty, nowMs: screen.link.time.nowMs() ?? 0 })
  }

  /** In words, why it is not known what sounds here. Asking for the first time is no trouble yet. */
  function trouble(): string | undefined {
    const { failure, unanswered } = watch?.store.getState() ?? {}
    return failure?.message ?? (unanswered === true ? NO_ANSWER : undefined)
  }

  function look(): void {
    const { isFed, place } = desk.store.getState()
    const isWanted = place !== undefined && !isFed
    if (isWanted && watch === undefined) {
      watch = screen.watchRooms()
      offStore = watch.store.subscribe(desk.changed)
    } else if (!isWanted && watch !== undefined) {
      offStore?.()
      watch.stop()
      watch = undefined
    }
  }
  const offDesk = desk.store.subscribe(look)
  desk.listenBeneath(known, trouble)
  look()
  return () => {
    offDesk()
    offStore?.()
    watch?.stop()
  }
}
