// My rooms by region, role and text: another room's alarm is seen and answered there, this room is taken there.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import { buttonsOf, textOf } from '../testing/markup.ts'
import { emptyRoom, NURSE, OTHER_NURSE, openRoom, roomAlarm, SUITE, veryHigh } from '../testing/rooms.ts'
import { HUB_AT_MS } from '../testing/scripted-wire.ts'
import { suiteBoard } from '../testing/station-board.tsx'
import { MyRoom, WhoHasIt } from './my-rooms-strip.tsx'

const acts = {
  onAlarm: () => undefined,
  undo: () => undefined,
  onRoom: () => undefined,
  isWaiting: () => false,
  isRoomWaiting: (roomId: string) => roomId === ('room-9' as RoomId),
  send: () => new Promise<never>(() => undefined),
}
const line = async (room: Parameters<typeof MyRoom>[0]['room']) =>
  (await suiteBoard({ rooms: [], actor: NURSE })).part(
    <MyRoom room={room} nowMs={HUB_AT_MS} me={NURSE} duty={SUITE.duty} acts={acts} />,
  )
const who = async (room: Parameters<typeof WhoHasIt>[0]['room']) =>
  (await suiteBoard({ rooms: [], actor: NURSE })).part(<WhoHasIt room={room} me={NURSE} acts={acts} />)

describe('another room of this nurse', () => {
  test('[UI177] one line: room, three numbers with their ages, phase', async () => {
    const words = textOf(await line(openRoom(4, [], { ageS: 6 })))
    expect(words).toMatch(/^Room 4 HR 73 0:06 BP 128 \/ 84 1:10 ago SpO₂ 98 0:06/)
    expect(words).toContain('Infusing T+31 · no active alarm')
  })

  test('[UI177] its most urgent alarm with mark, limit and age; others are counted; a repeat that is due counts down', async () => {
    const html = await line(
      openRoom(6, [roomAlarm(), veryHigh({ ageS: 65 })], {
        session: {
          repeats: [
            {
              condition: 'bpLow',
              text: 'BP low · SBP 84 < 90',
              priority: 'medium',
              untilMs: (HUB_AT_MS + 61_000) as EpochMs,
            },
          ],
        },
      }),
    )
    const words = textOf(html)
    expect(words).toMatch(/!!! high priority: BP very high · SBP 182 ≥ 180 1:05/)
    expect(words).toContain('Repeat due 1:01 · BP low · SBP 84 < 90')
    expect(words).toContain('+1 alarm')
    expect(html).toContain('data-flash="high"')
    expect(buttonsOf(html)).toEqual(['Coming to Room 6'])
  })

  test('[UI177] acknowledged it is steady and asks for nobody; without a session nothing is recorded there', async () => {
    const html = await line(openRoom(6, [veryHigh({ acknowledgedBy: 'R. Osei' })]))
    expect(html).not.toContain('data-flash')
    expect(buttonsOf(html)).toEqual([])
    expect(textOf(html)).toContain('acknowledged, R. Osei')
    expect(textOf(await line(emptyRoom(7)))).toContain('NOT RECORDED · NO ALARMS')
  })
})

describe('this room', () => {
  test('[UI178] nobody has it: it is taken with one tap; one’s own is given back; another’s is named', async () => {
    const nobody = await who(emptyRoom(3))
    expect(textOf(nobody)).toContain('Nobody has this room')
    expect(buttonsOf(nobody)).toEqual(['Take this room'])
    expect(buttonsOf(await who(openRoom(3)))).toEqual(['Hand over …'])
    const other = await who(openRoom(3, [], { nurse: OTHER_NURSE }))
    expect(textOf(other)).toContain('Room held by R. Osei')
    expect(textOf(nobody)).toContain('My rooms')
    expect(buttonsOf(other)).toEqual(['Take this room'])
  })

  test('[UI178] until the hub has answered it is not pressed twice', async () => {
    expect(await who(emptyRoom(9))).toMatch(/<button[^>]*disabled/)
  })
})
