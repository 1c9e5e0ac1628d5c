// Proves which place a page is at: by its enrolment, or by what it shows and who is signed in.
import type { RoomId, ScreenId } from '@chairside/shared/ids.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { expect, test } from 'vitest'
import { placeOf, type Whose } from './place.ts'

const person = (role: Actor['role']) => ({ personId: 'p1', name: 'P', role }) as unknown as Actor
const chair = { screenId: 's1' as ScreenId, roomId: 'room-1' as RoomId }
const suite = { screenId: 's2' as ScreenId }

const TABLE: readonly (readonly [string, Whose, string | undefined])[] = [
  ['a room’s screen, whatever it shows', { enrolled: chair, view: 'replay' }, 'chair:room-1'],
  [
    'a room’s screen with a physician at it',
    { enrolled: chair, view: 'rooms', person: person('physician') },
    'chair:room-1',
  ],
  ['the suite’s with the list', { enrolled: suite, view: 'rooms' }, 'station'],
  [
    'the suite’s with the list, a physician at it',
    { enrolled: suite, view: 'rooms', person: person('physician') },
    'station',
  ],
  ['the suite’s with the wall', { enrolled: suite, view: 'wall' }, 'wall'],
  ['the suite’s with one room', { enrolled: suite, view: 'chairside:room-1' }, 'station'],
  ['a nurse’s own with a room', { view: 'chairside:room-2', person: person('nurse') }, 'chair:room-2'],
  [
    'a physician’s own with a room',
    { view: 'chairside:room-2', person: person('physician') },
    'chair:room-2',
  ],
  ['a nurse’s own with the list', { view: 'rooms', person: person('nurse') }, 'station'],
  ['a physician’s own with the list', { view: 'rooms', person: person('physician') }, 'person:p1'],
  ['anybody else’s with the list', { view: 'rooms', person: person('admin') }, undefined],
  ['an own screen with something else', { view: 'sessions', person: person('nurse') }, undefined],
  ['anybody else’s with a room', { view: 'chairside:room-1', person: person('qa') }, undefined],
  ['nobody’s with a room', { view: 'chairside:room-1' }, undefined],
  ['no room’s name', { view: `chairside:${'x'.repeat(65)}`, person: person('nurse') }, undefined],
  ['a chair of no room', { view: 'chairside:', person: person('nurse') }, undefined],
]

test.each(TABLE)('[ST1] %s', (_what, whose, place) => {
  expect(placeOf(whose)).toBe(place)
})
