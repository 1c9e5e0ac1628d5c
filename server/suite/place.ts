// Owns where a page is: at a chair, at the station, a wall, or a person's own screen. Where two readings are possible, the
// one that claims less: a place that is claimed wrongly would be taken for heard.

import type { RoomId, ScreenId } from '@chairside/shared/ids.ts'
import { type Actor, zRoomId } from '@chairside/shared/record/record.ts'
import { chairOf } from '../session/acts/act.ts'

export const STATION = 'station'
export const WALL = 'wall'
/** A physician's own screen: it sounds only what was escalated to that person. */
export const placeOfPerson = (personId: string): string => `person:${personId}`

export type Whose = {
  readonly enrolled?: { readonly screenId: ScreenId; readonly roomId?: RoomId | undefined } | undefined
  readonly person?: Actor | undefined
  /** `chairside:<roomId>`, `rooms`, `wall`, … */
  readonly view: string
}

const CHAIRSIDE = 'chairside:'
const LIST = 'rooms'

/**
 * An enrolled screen is where it is enrolled, whatever it shows: a room's at its chair; the suite's is the station, or the
 * wall while it shows that. A screen that is not enrolled is a nurse's or a physician's: at the chair it shows, or, with
 * the list: a nurse's is the station, a physician's is that person's own. Anybody else sees and hears no patient there.
 * @returns the place, or undefined: nowhere that sounds
 */
export function placeOf({ enrolled, person, view }: Whose): string | undefined {
  if (enrolled?.roomId !== undefined) return chairOf(enrolled.roomId)
  if (enrolled !== undefined) return view === WALL ? WALL : STATION
  if (person?.role !== 'nurse' && person?.role !== 'physician') return undefined
  if (view.startsWith(CHAIRSIDE)) {
    const roomId = zRoomId.safeParse(view.slice(CHAIRSIDE.length))
    return roomId.success ? chairOf(roomId.data) : undefined
  }
  if (view !== LIST) return undefined
  return person.role === 'nurse' ? STATION : placeOfPerson(person.personId)
}
