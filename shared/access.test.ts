// Proves the table of who may see and do what, written out by hand and compared cell by cell.
import { describe, expect, it } from 'vitest'
import {
  mayCommand,
  mayEnrolScreen,
  mayListSessions,
  maySeeRoom,
  maySeeRooms,
  maySeeSession,
  mayUnsigned,
  type Viewer,
} from './access.ts'
import type { RoomId } from './ids.ts'
import { zCommandBody } from './protocol/screens.ts'
import { ROLES, type Role } from './record/record.ts'

const one = 'room-1' as RoomId
const two = 'room-2' as RoomId
const viewers: Readonly<Record<string, Viewer>> = {
  nobody: {},
  nurse: { role: 'nurse' },
  physician: { role: 'physician' },
  qa: { role: 'qa' },
  admin: { role: 'admin' },
  'screen of room 1': { screen: { roomId: one } },
  'screen of the suite': { screen: {} },
  'qa at a screen of room 1': { role: 'qa', screen: { roomId: one } },
  'admin at a screen of the suite': { role: 'admin', screen: {} },
}

/** open room 1 · open room 2 · closed room 1 · the list of rooms */
const SEES: Readonly<Record<string, string>> = {
  nobody: '....',
  nurse: 'yyyy',
  physician: 'yyyy',
  qa: '..y.',
  admin: '....',
  'screen of room 1': 'y..y',
  'screen of the suite': 'yy.y',
  'qa at a screen of room 1': 'y.yy',
  'admin at a screen of the suite': 'yy.y',
}
const mark = (...answers: boolean[]): string => answers.map((yes) => (yes ? 'y' : '.')).join('')

describe('access', () => {
  it.each(Object.entries(viewers))('[PE24] what %s sees', (name, viewer) => {
    expect(
      mark(
        maySeeSession(viewer, { roomId: one, open: true }),
        maySeeSession(viewer, { roomId: two, open: true }),
        maySeeSession(viewer, { roomId: one, open: false }),
        maySeeRooms(viewer),
      ),
    ).toBe(SEES[name])
  })

  it('[PE24] the live numbers of a room are for those who may see an open session there', () => {
    for (const viewer of Object.values(viewers))
      for (const roomId of [one, two])
        expect(maySeeRoom(viewer, roomId)).toBe(maySeeSession(viewer, { roomId, open: true }))
  })

  it('[PE25] every command is a nurse’s or a physician’s, but for the few that say otherwise', () => {
    const clinical = ['nurse', 'physician']
    const others: Readonly<Record<string, readonly string[]>> = {
      'audio.off': ['physician'],
      'duty.set': [...clinical, 'admin'],
      'sound.heard': ROLES,
      'gate.refuse': ['physician'],
      'reassign.answer': ['physician'],
    }
    const types = zCommandBody.options.map((option) => option.shape.type.value)
    expect(types.length).toBeGreaterThan(0)
    for (const type of types)
      for (const role of [...ROLES, undefined])
        expect(mayCommand(role, type), `${role} ${type}`).toBe(
          role !== undefined && (others[type] ?? clinical).includes(role),
        )
  })

  it('[PE25] what needs no sign-in: help, a symptom, the cuff, a pause, the pump’s stop, their undo, the tone', () => {
    const types = zCommandBody.options.map((option) => option.shape.type.value)
    expect(types.filter(mayUnsigned).sort()).toEqual([
      'audio.pause',
      'cuff.order',
      'help',
      'help.stamp',
      'infusion.stop',
      'sound.heard',
      'symptom',
      'undo',
    ])
  })

  it('[PE25] lists are for clinical staff and QA; places are given by clinical staff and admins', () => {
    const of = (test: (role: Role | undefined) => boolean) => [...ROLES, undefined].filter(test)
    expect(of(mayListSessions)).toEqual(['nurse', 'physician', 'qa'])
    expect(of(mayEnrolScreen)).toEqual(['nurse', 'physician', 'admin'])
  })
})
