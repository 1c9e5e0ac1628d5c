// Proves that the room list is asked for until it is there, and that what is not known is said, with the reason.
import type { RoomId } from '@chairside/shared/ids.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { refuse } from '@chairside/shared/result.ts'
import { describe, expect, test } from 'vitest'
import { helloAck, scriptedTime, scriptedWire } from '../../testing/scripted-wire.ts'
import { createHubLink } from './hub-link.ts'
import { watchRooms } from './rooms-watch.ts'

const room = (roomId: string): RoomSummary => ({
  roomId: roomId as RoomId,
  roomName: roomId,
  deviceNames: [],
  deviceConnected: true,
  everyMs: {},
  latest: { readings: {} },
})
const LIST = { ok: true, rooms: [room('a'), room('b')] } as const
const NO = refuse('not-allowed', 'Sign in to see the rooms.')

async function asking(first: () => typeof LIST | typeof NO = () => LIST) {
  const wire = scriptedWire()
  const time = scriptedTime()
  const link = createHubLink({ wire, metronome: time.metronome, monoNow: time.monoNow, pageId: 'page-1' })
  wire.answer('screen:hello', () => helloAck())
  wire.answer('rooms:open', first)
  const watch = watchRooms(link, time.after)
  link.start()
  return { wire, time, watch, state: watch.store.getState }
}

describe('the room list', () => {
  test('[SO19] a refusal stands in the hub’s words, and is asked again until there is a list', async () => {
    const { wire, time, state } = await asking(() => NO)
    await wire.connect()
    expect(state()).toEqual({ failure: NO.error })
    await time.pass(14_750)
    expect(wire.countOf('rooms:open')).toBe(1)
    await time.pass(250)
    expect(wire.countOf('rooms:open')).toBe(2)
    expect(state()).toEqual({ failure: NO.error })
    wire.answer('rooms:open', () => LIST)
    await time.pass(15_000)
    expect(state()).toEqual({ rooms: LIST.rooms })
    await time.pass(60_000)
    expect(wire.countOf('rooms:open')).toBe(3)
  })

  test('[SO19] a refusal that is over by itself is asked again after a second', async () => {
    const { wire, time, state } = await asking(() => refuse('busy', 'The hub is busy.') as typeof NO)
    await wire.connect()
    wire.answer('rooms:open', () => LIST)
    await time.pass(1_000)
    expect(state()).toEqual({ rooms: LIST.rooms })
  })

  test('[SO19] no answer is said, also of a list that was there, and asked again every second', async () => {
    const { wire, time, state } = await asking()
    wire.failNext('rooms:open', 'timeout')
    await wire.connect()
    expect(state()).toEqual({ unanswered: true })
    await time.pass(1_000)
    expect(state()).toEqual({ rooms: LIST.rooms })
    await wire.disconnect()
    wire.failNext('rooms:open', 'timeout')
    await wire.connect()
    expect(state()).toEqual({ rooms: LIST.rooms, unanswered: true })
    await time.pass(1_000)
    expect(state()).toEqual({ rooms: LIST.rooms })
  })

  test('[SO19] one asking at a time: the greeting asks at once, and what was to be asked later is not', async () => {
    const { wire, time, watch } = await asking(() => NO)
    await wire.connect()
    await time.pass(10_000)
    await wire.disconnect()
    await wire.connect()
    expect(wire.countOf('rooms:open')).toBe(2)
    await time.pass(14_750)
    expect(wire.countOf('rooms:open')).toBe(2)
    await time.pass(250)
    expect(wire.countOf('rooms:open')).toBe(3)
    watch.stop()
    await time.pass(60_000)
    expect(wire.countOf('rooms:open')).toBe(3)
  })
})
