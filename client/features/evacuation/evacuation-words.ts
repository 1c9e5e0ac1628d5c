// Owns what is open of a roll-call, and since when it is over, in words. Never says that a room is out of which nobody has said so.
import type { EpochMs } from '@chairside/shared/ids.ts'
import { calledNow, type KnownRoom, type RollCallState, standing } from '../../session/roll-call.ts'
import { clock, date, day } from '../../ui/format.ts'

const ROOM = 'Room '

/** "Room 3", "Rooms 1, 2 and 4", "Room 1 and Bay A". */
function roomsNamed(rooms: readonly KnownRoom[]): string {
  const names = rooms.map(({ roomName }) => roomName)
  const isShort = names.length > 1 && names.every((name) => name.startsWith(ROOM))
  const said = isShort ? names.map((name) => name.slice(ROOM.length)) : names
  const list = said.length < 2 ? said.join('') : `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`
  return isShort ? `Rooms ${list}` : list
}

/** What is open of the roll-call; undefined: every room with a patient is accounted for, and none is missing. */
export function openWords(state: RollCallState): string | undefined {
  if (state.rooms.length === 0) return 'This screen knows of no room: it cannot say who is out.'
  const missing = state.rooms.filter(({ roomId }) => standing(state, roomId)?.accounted === false)
  const unsaid = state.rooms.filter(
    ({ roomId, hasSession }) => hasSession && standing(state, roomId) === undefined,
  )
  const words = [
    ...(missing.length === 0
      ? []
      : [`${roomsNamed(missing)} ${missing.length === 1 ? 'is' : 'are'} missing.`]),
    ...(unsaid.length === 0 ? [] : [`Nobody has said anything of ${roomsNamed(unsaid)}.`]),
  ]
  return words.length === 0 ? undefined : words.join(' ')
}

/** Since when the newest evacuation is over. By whom this screen knows only of its own word, until that is sent. */
function overNow(
  state: RollCallState,
): { readonly atMs: EpochMs; readonly by?: string; readonly sent: boolean } | undefined {
  if (calledNow(state) !== undefined) return undefined
  const mine = state.words.findLast(
    ({ refused, body }) => refused === undefined && body.type === 'evacuation.over',
  )
  if (mine !== undefined) return { atMs: mine.atMs, by: mine.by.name, sent: false }
  const atMs = state.evacuation?.overAtMs
  return atMs === undefined ? undefined : { atMs, sent: true }
}

/** How the newest evacuation ended; undefined: one is on, or there was none. Of another day it says which. */
export function overWords(
  state: RollCallState,
  zone: string | undefined,
  nowMs: number | undefined,
): { readonly words: string; readonly sent: boolean } | undefined {
  const over = overNow(state)
  if (over === undefined) return undefined
  const { atMs, by, sent } = over
  const isToday = nowMs !== undefined && date(atMs, zone) === date(nowMs, zone)
  const since = `Over since ${isToday ? '' : `${day(atMs, zone)}, `}${clock(atMs, zone)}`
  // A room whose patient has left since was in the roll-call all the same.
  const counted = state.rooms.filter(
    ({ roomId, hasSession }) => hasSession || standing(state, roomId) !== undefined,
  )
  const out = counted.filter(({ roomId }) => standing(state, roomId)?.accounted === true)
  return {
    words: `${since}${by === undefined ? '' : `, by ${by}`}; ${out.length} of ${counted.length} accounted for`,
    sent,
  }
}
