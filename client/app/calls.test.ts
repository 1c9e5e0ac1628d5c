// Proves which calls and alarms stand at the top of a page, for whom, and that nothing else does.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import { expect, test } from 'vitest'
import {
  BACKUP,
  busySuite,
  NURSE,
  OTHER_NURSE,
  openRoom,
  PHYSICIAN,
  roomAlarm,
  SUITE,
  seenLow,
  veryHigh,
} from '../testing/rooms.ts'
import { HUB_AT_MS } from '../testing/scripted-wire.ts'
import { type CallsOf, callsFor } from './calls.ts'

const AT = (HUB_AT_MS - 5_000) as EpochMs
const at = (of: Partial<CallsOf> & Pick<CallsOf, 'rooms' | 'me'>) => {
  const { alarms, questions } = callsFor({ duty: SUITE.duty, place: undefined, ...of })
  return [
    ...alarms.map(({ is, room, alarm }) => `${room.roomName} ${alarm.priority} ${is}`),
    ...questions.map(({ room, text }) => `${room.roomName} ${text}`),
  ]
}

test('[UI340] of whoever was called it is what was escalated to them and nobody has taken, the most urgent first; of others it is nothing', () => {
  const rooms = busySuite()
  expect(at({ rooms, me: PHYSICIAN })).toEqual(['Room 3 high called', 'Room 5 medium called'])
  expect(at({ rooms, me: BACKUP })).toEqual([])
  // Nobody on duty: every physician.
  expect(at({ rooms, me: BACKUP, duty: {} })).toEqual(['Room 3 high called', 'Room 5 medium called'])
  const [declined] = [
    veryHigh({ escalated: [{ step: 'physician', atMs: AT }], declinedBy: [PHYSICIAN.name] }),
  ]
  expect(at({ rooms: [openRoom(3, [declined])], me: PHYSICIAN })).toEqual([])
})

test('[UI340] a nurse sees the HIGH and MEDIUM of the rooms they have, from 0 s, unless answered for good; another’s only when all staff are called', () => {
  const loud = [veryHigh(), roomAlarm(), seenLow()]
  expect(at({ rooms: [openRoom(1, loud)], me: NURSE })).toEqual(['Room 1 high room', 'Room 1 medium room'])
  expect(at({ rooms: [openRoom(1, loud)], me: OTHER_NURSE })).toEqual([])
  const all = veryHigh({ escalated: [{ step: 'allStaff', atMs: AT }] })
  expect(at({ rooms: [openRoom(1, [all])], me: OTHER_NURSE })).toEqual(['Room 1 high called'])
  for (const over of [{ acknowledgedBy: NURSE.name }, { latched: true }, { silent: true }] as const)
    expect(at({ rooms: [openRoom(1, [veryHigh(over)])], me: NURSE })).toEqual([])
})

test('[UI340] what they have taken stays, as theirs, until it is acknowledged or over', () => {
  const taken = { by: PHYSICIAN.name, personId: PHYSICIAN.personId, atMs: AT }
  const alarm = veryHigh({ escalated: [{ step: 'physician', atMs: AT }], taken })
  expect(at({ rooms: [openRoom(3, [alarm])], me: PHYSICIAN })).toEqual(['Room 3 high taken'])
  expect(at({ rooms: [openRoom(3, [{ ...alarm, acknowledgedBy: 'X' }])], me: PHYSICIAN })).toEqual([])
})

test('[UI340] at an enrolled station every room’s are there, at an enrolled chair its own', () => {
  const rooms = [
    openRoom(1, [veryHigh()], { nurse: OTHER_NURSE }),
    openRoom(2, [roomAlarm()], { nurse: OTHER_NURSE }),
  ]
  expect(at({ rooms, me: NURSE, place: 'station' })).toEqual(['Room 1 high room', 'Room 2 medium room'])
  expect(at({ rooms, me: NURSE, place: 'chair:room-2' })).toEqual(['Room 2 medium room'])
  expect(at({ rooms, me: NURSE, place: `person:${NURSE.personId}` })).toEqual([])
})

test('[UI340] a page that shows a room says its alarms itself, and My rooms those of its nurse; a call to another room stands there', () => {
  const called = veryHigh({ escalated: [{ step: 'physician', atMs: AT }] })
  const rooms = [openRoom(1, [called]), openRoom(2, [roomAlarm()]), openRoom(4, [], { nurse: OTHER_NURSE })]
  const shown = 'room-1' as RoomId
  expect(at({ rooms, me: PHYSICIAN, shown })).toEqual([])
  expect(at({ rooms, me: PHYSICIAN, shown: 'room-2' as RoomId })).toEqual(['Room 1 high called'])
  expect(at({ rooms, me: NURSE, shown })).toEqual([])
  // Another nurse’s room is shown: her rooms stand in its strip, not mine.
  expect(at({ rooms, me: NURSE, shown: 'room-4' as RoomId })).toEqual([
    'Room 1 high room',
    'Room 2 medium room',
  ])
})

test('[UI341] a hold that waits for a physician, and whose session it is, are asked of the physician on duty, as no alarm', () => {
  const visit = { gateAskedAtMs: AT, reassignAsked: { by: 'R. Osei', atMs: AT } }
  const rooms = [openRoom(1, [], { session: { visit } })]
  expect(at({ rooms, me: PHYSICIAN })).toEqual([
    'Room 1 Gate: asks to override the hold.',
    'Room 1 R. Osei says: another patient’s session. A physician confirms.',
  ])
  expect(at({ rooms, me: NURSE })).toEqual([])
  expect(at({ rooms, me: BACKUP })).toEqual([])
})

test('[UI340] alarms that are not judged are a HIGH of one’s own room', () => {
  const room = openRoom(1, [], { session: { quarantined: true, notJudged: { sinceMs: AT } as never } })
  expect(at({ rooms: [room], me: NURSE })).toEqual(['Room 1 high room'])
})
