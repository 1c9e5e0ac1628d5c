// Proves what a screen knows of the suite, of its own right to sound, and of its nurse's rooms, across a lost hub.
import type { Incarnation, RoomId } from '@chairside/shared/ids.ts'
import type { MyRooms, SoundGrant, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { refuse } from '@chairside/shared/result.ts'
import { describe, expect, test } from 'vitest'
import { HUB_AT_MS, helloAck, mark, scriptedTime, scriptedWire } from '../../testing/scripted-wire.ts'
import { createHubLink } from './hub-link.ts'
import { watchMyRooms } from './my-rooms.ts'
import { watchSoundGrant } from './sound-grant.ts'
import { watchSuite } from './suite-watch.ts'

const lindqvist = { personId: 'p1', name: 'Dr Lindqvist', role: 'physician' } as unknown as Actor
const suite: SuiteSummary = {
  duty: { physician: { actor: lindqvist, phone: '555 0101', sinceMs: HUB_AT_MS } },
  physicians: [lindqvist],
  station: { audible: true, heardBy: 'M. Adeyemi', heardAtMs: HUB_AT_MS },
  unheardRooms: [],
}
const held: SoundGrant = { place: 'station', lease: 'held', quiet: false }
const mine = (...names: string[]): MyRooms => ({
  nurse: { personId: 'p2', name: 'M. Adeyemi' },
  rooms: names.map((name) => ({
    roomId: name as RoomId,
    roomName: name,
    deviceNames: [],
    deviceConnected: true,
    everyMs: {},
    latest: { readings: {} },
  })),
})

async function connected() {
  const wire = scriptedWire()
  const time = scriptedTime()
  const link = createHubLink({ wire, metronome: time.metronome, monoNow: time.monoNow, pageId: 'page-1' })
  wire.answer('screen:hello', () => helloAck())
  wire.answer('mine:open', () => ({ ok: true, mine: mine('room-4') }))
  const parts = {
    suite: watchSuite(link),
    grant: watchSoundGrant(link),
    rooms: watchMyRooms(link, time.after),
  }
  link.start()
  await wire.connect()
  return { wire, time, link, ...parts }
}

describe('who this page is', () => {
  test('[UI160] a page names itself in each greeting, and stays the same page through a reconnect and a change of view', async () => {
    const { wire, link } = await connected()
    link.setView('chairside:room-3')
    await wire.disconnect()
    await wire.connect()
    const hellos = wire.asked.filter(({ event }) => event === 'screen:hello').map(({ message }) => message)
    expect(hellos).toHaveLength(3)
    for (const hello of hellos) expect(hello).toMatchObject({ pageId: 'page-1' })
  })
})

describe('the suite’s own state', () => {
  test('[UI161] is what the hub said last', async () => {
    const { wire, suite: watch } = await connected()
    expect(watch.store.getState().suite).toBeUndefined()
    await wire.say('suite:state', suite)
    await wire.say('suite:state', { ...suite, unheardRooms: ['room-3' as RoomId] })
    expect(watch.store.getState().suite?.unheardRooms).toEqual(['room-3'])
  })

  test('[UI161] with the hub lost nobody says that rooms can be heard, and whom to call is still known', async () => {
    const { wire, time, suite: watch } = await connected()
    await wire.say('suite:state', suite)
    await wire.disconnect()
    await time.pass(4_750)
    expect(watch.store.getState().suite).toEqual(suite)
    await time.pass(250)
    expect(watch.store.getState().suite).toBeUndefined()
    expect(watch.store.getState().lastDuty?.physician?.phone).toBe('555 0101')
  })

  test('[UI161] a hub with a new log knows nobody on duty, and neither does the screen', async () => {
    const { wire, suite: watch } = await connected()
    await wire.say('suite:state', suite)
    wire.answer('screen:hello', () => helloAck({ incarnation: 'log-2' as Incarnation }))
    await wire.say('mark', mark({ incarnation: 'log-2' as Incarnation }))
    expect(watch.store.getState()).toEqual({})
  })
})

describe('the right to sound', () => {
  test('[UI162] a grant outlives a gap too short to lose the hub', async () => {
    const { wire, time, grant } = await connected()
    await wire.say('sound:state', held)
    await wire.disconnect()
    await time.pass(3_000)
    await wire.connect()
    expect(grant.store.getState().grant).toEqual(held)
  })

  test('[UI162] a lost hub’s grant is no grant, and the returning hub’s word is awaited', async () => {
    const { wire, time, grant } = await connected()
    await wire.say('sound:state', held)
    await wire.disconnect()
    await time.pass(5_000)
    expect(grant.store.getState()).toEqual({ lastPlace: 'station' })
    await wire.connect()
    expect(grant.store.getState().grant).toBeUndefined()
    await wire.say('sound:state', { ...held, lease: 'other', otherScreen: 'Station PC' })
    expect(grant.store.getState().grant?.lease).toBe('other')
  })

  test('[UI162] a hub that refuses this screen takes its grant too', async () => {
    const { wire, grant } = await connected()
    await wire.say('sound:state', held)
    await wire.refuse({ code: 'token-revoked', message: 'This screen’s place was taken away.' })
    expect(grant.store.getState().grant).toBeUndefined()
  })
})

describe('my rooms', () => {
  test('[UI163] are asked for at the greeting, again at each return, and change as the hub says', async () => {
    const { wire, rooms } = await connected()
    expect(rooms.store.getState().mine?.rooms.map(({ roomId }) => roomId)).toEqual(['room-4'])
    await wire.say('mine:changed', mine('room-4', 'room-6'))
    expect(rooms.store.getState().mine?.rooms).toHaveLength(2)
    await wire.disconnect()
    await wire.connect()
    expect(wire.countOf('mine:open')).toBe(2)
    expect(rooms.store.getState().mine?.rooms).toHaveLength(1)
  })

  test('[UI163] no answer is asked for again; a refusal stands in the hub’s own words', async () => {
    const { wire, time, rooms } = await connected()
    await wire.disconnect()
    wire.failNext('mine:open', 'timeout')
    wire.answer('mine:open', () => refuse('not-allowed', 'Sign in to see your rooms.'))
    await wire.connect()
    expect(rooms.store.getState().failure).toBeUndefined()
    await time.pass(1_000)
    expect(rooms.store.getState().failure?.message).toBe('Sign in to see your rooms.')
  })

  test('[UI163] a hub that is lost leaves them as they were known; a new log drops them before it is asked', async () => {
    const { wire, time, link, rooms } = await connected()
    await wire.disconnect()
    await time.pass(6_000)
    expect(rooms.store.getState().mine?.rooms).toHaveLength(1)
    const seen: (number | undefined)[] = []
    link.onReset(() => seen.push(rooms.store.getState().mine?.rooms.length))
    wire.answer('screen:hello', () => helloAck({ incarnation: 'log-2' as Incarnation }))
    wire.answer('mine:open', () => ({ ok: true, mine: mine('room-1', 'room-2') }))
    await wire.connect()
    expect(seen).toEqual([undefined])
    expect(rooms.store.getState().mine?.rooms).toHaveLength(2)
  })

  test('[UI3] the suite’s news, the sound’s and my rooms’ are a word from the hub like any other', async () => {
    const { wire, time, link } = await connected()
    await time.pass(4_000)
    await wire.say('suite:state', suite)
    await time.pass(4_000)
    await wire.say('sound:state', held)
    await time.pass(4_000)
    await wire.say('mine:changed', mine())
    await time.pass(4_000)
    expect(link.store.getState().phase).toBe('live')
  })
})
