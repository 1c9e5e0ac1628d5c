// What is asked before an evacuation is over, and what the page says afterwards.
import type { RoomId } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import type { KnownRoom, RollCallState } from '../../session/roll-call.ts'
import { openWords, overWords } from './evacuation-words.ts'

const T0 = Date.UTC(2026, 10, 14, 10, 0, 0)
const at = (s: number) => (T0 + s * 1_000) as never
const room = (n: number, hasSession = true, roomName = `Room ${n}`): KnownRoom => ({
  roomId: `room-${n}` as RoomId,
  ...{ roomName, hasSession, patientCode: hasSession ? `K-04${n}` : '', asOfMs: at(0) },
})
const out = { accounted: true, by: 'Nora Nurse', atMs: at(60) }
const missing = { ...out, accounted: false }
const word = (body: object, s: number, more: object = {}) =>
  ({ id: `w${s}`, body, by: { personId: 'p1', name: 'Nora Nurse' }, atMs: at(s), ...more }) as never
const rollCall = (
  rooms: object,
  change: object = {},
  known = [room(1), room(2), room(3)],
): RollCallState => ({
  evacuation: { calledAtMs: at(0), by: 'Nils Nurse', rooms, ...change } as never,
  rooms: known,
  words: [],
})

describe('the end of an evacuation', () => {
  test('[UI409] where every room with a patient is accounted for nothing is open; else it is said room by room', () => {
    const all = { 'room-1': out, 'room-2': out, 'room-3': out }
    expect(openWords(rollCall(all))).toBeUndefined()
    expect(openWords(rollCall(all, {}, [room(1), room(4, false)]))).toBeUndefined()
    expect(openWords(rollCall({ 'room-3': missing }))).toBe(
      'Room 3 is missing. Nobody has said anything of Rooms 1 and 2.',
    )
    expect(openWords(rollCall({}))).toBe('Nobody has said anything of Rooms 1, 2 and 3.')
    expect(openWords(rollCall({ 'room-1': missing, 'room-2': missing, 'room-3': out }))).toBe(
      'Rooms 1 and 2 are missing.',
    )
    expect(openWords(rollCall({}, {}, [room(1), room(2, true, 'Bay A')]))).toBe(
      'Nobody has said anything of Room 1 and Bay A.',
    )
    // Somebody was looked for in a room without a session.
    expect(openWords(rollCall({ 'room-4': missing }, {}, [room(4, false)]))).toBe('Room 4 is missing.')
    expect(openWords(rollCall(all, {}, []))).toMatch(/knows of no room/)
  })

  test('[UI409] a word that is unsent yet counts, one that was refused does not', () => {
    const account = { type: 'evacuation.account', roomId: 'room-1', accounted: true }
    const one = rollCall({}, {}, [room(1)])
    expect(openWords({ ...one, words: [word(account, 90)] })).toBeUndefined()
    expect(openWords({ ...one, words: [word(account, 90, { refused: 'No.' })] })).toBe(
      'Nobody has said anything of Room 1.',
    )
  })

  test('[UI409] afterwards it says since when it is over, by whom where that is known, and how many were accounted for', () => {
    const over = { overAtMs: at(600) }
    const rooms = { 'room-1': out, 'room-3': missing }
    expect(overWords(rollCall(rooms, over), 'UTC', at(700))).toEqual({
      words: 'Over since 10:10:00; 1 of 3 accounted for',
      sent: true,
    })
    // The missing patient's session was ended since.
    expect(overWords(rollCall(rooms, over, [room(1), room(3, false)]), 'UTC', at(700))?.words).toBe(
      'Over since 10:10:00; 1 of 2 accounted for',
    )
    expect(overWords(rollCall(rooms, over), 'UTC', at(86_400))?.words).toMatch(
      /^Over since 14 Nov, 10:10:00;/,
    )
    const said = { ...rollCall(rooms), words: [word({ type: 'evacuation.over' }, 300)] }
    expect(overWords(said, 'UTC', at(700))).toEqual({
      words: 'Over since 10:05:00, by Nora Nurse; 1 of 3 accounted for',
      sent: false,
    })
    expect(overWords(rollCall(rooms), 'UTC', at(700))).toBeUndefined()
    expect(overWords({ rooms: [room(1)], words: [] }, 'UTC', at(700))).toBeUndefined()
  })
})
