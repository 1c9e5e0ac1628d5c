// Proves what watchers of one room and of the list hear, and what they are spared.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { describe, expect, test } from 'vitest'
import { createRoomsPublisher } from './fanout/rooms-publisher.ts'
import { newConn, type ScreenSocket } from './fanout/screen-conn.ts'
import { createRoom } from './session/rooms/room.ts'
import { must } from './store/store-fixture.ts'
import { eventually, hubFixture, settle } from './testing/hub-fixture.ts'
import { createManualWall } from './testing/manual-wall.ts'
import { ward } from './testing/ward.ts'

async function wardOnWall() {
  const wall = createManualWall()
  const it = await ward({ wall })
  const tick = async () => {
    await settle(30)
    wall.pass(500)
    await settle(30)
  }
  await tick()
  return Object.assign(it, { tick })
}

describe('one room', () => {
  test('[SC41] its watcher hears when devices come and go, its session opens or closes, its name changes; not of numbers', async () => {
    await using it = await wardOnWall()
    expect(await it.nora.emit('room:watch', { roomId: it.roomId })).toMatchObject({
      ok: true,
      room: { roomId: it.roomId, deviceConnected: true, session: { sessionId: it.sessionId } },
    })
    const heard = async () => {
      await it.tick()
      return it.nora.room.splice(0)
    }
    await it.monitor.vitals({ spo2: 97 })
    expect(await heard()).toEqual([])
    it.monitor.socket.disconnect()
    await eventually('it is gone', () => it.hub.registry.room(it.roomId)?.devices().length === 0)
    expect(await heard()).toMatchObject([{ deviceConnected: false, latest: { readings: { spo2: {} } } }])
    await (await it.again(it.monitor)).hello()
    expect(await heard()).toMatchObject([{ deviceConnected: true }])
    await it.press(it.nora, { type: 'session.close' })
    const [closed] = await heard()
    expect(closed).not.toHaveProperty('session')
    await it.openSession(it.nils)
    expect(await heard()).toMatchObject([{ session: { patientCode: 'K-0417' } }])
    must(await it.store.rooms.rename(it.roomId, 'Bay 1'))
    expect(await heard()).toMatchObject([{ roomName: 'Bay 1' }])
    expect(await heard()).toEqual([])
  })

  test('[SC41] its watcher hears who has the room, and whose turn it is next to be told of an alarm', async () => {
    await using it = await wardOnWall()
    await it.nora.emit('room:watch', { roomId: it.roomId })
    const heard = async () => {
      await it.tick()
      return it.nora.room.splice(0)
    }
    await heard()
    await it.nora.command({ type: 'room.take', roomId: it.roomId })
    expect((await heard()).at(-1)).toMatchObject({ nurse: { name: 'Nora Nurse' } })
    await it.monitor.cuff(186, 104)
    const raisedAtMs = it.clock.nowMs()
    const next = (room: RoomSummary | undefined) =>
      room?.session?.alarms.find(({ condition }) => condition === 'bpHigh')?.next
    // Other chairs see it at 30 s: nobody is called by that.
    expect(next((await heard()).at(-1))).toEqual({ step: 'physician', atMs: raisedAtMs + 60_000 })
    it.clock.move(60_000)
    expect(next((await heard()).at(-1))).toMatchObject({ step: 'backup', atMs: raisedAtMs + 120_000 })
  })

  test('[SC41] who came while a device was away hears that it is back, as it was for the watcher before', async () => {
    await using it = await wardOnWall()
    await it.nora.emit('room:watch', { roomId: it.roomId })
    await it.tick()
    it.nora.socket.disconnect()
    it.monitor.socket.disconnect()
    await eventually('it is gone', () => it.hub.registry.room(it.roomId)?.devices().length === 0)
    await it.tick()
    expect(await it.nils.emit('room:watch', { roomId: it.roomId })).toMatchObject({
      room: { deviceConnected: false },
    })
    await (await it.again(it.monitor)).hello()
    await it.tick()
    expect(it.nils.room).toMatchObject([{ deviceConnected: true }])
  })

  test('[SC42] numbers without a session reach its watcher, and stop when one opens', async () => {
    await using it = await wardOnWall()
    await it.press(it.nora, { type: 'session.close' })
    await it.nora.emit('room:watch', { roomId: it.roomId })
    it.clock.move(1_000)
    await it.monitor.vitals({ spo2: 96 })
    await it.tick()
    expect(it.nora.live).toMatchObject([{ roomId: it.roomId, heldMs: 0, latest: { readings: { spo2: {} } } }])
    expect(it.nils.live).toEqual([])
    await it.openSession(it.nora)
    await it.monitor.vitals({ spo2: 95 })
    await it.tick()
    expect(it.nora.live).toHaveLength(1)
  })
})

describe('the room list', () => {
  test('[SC42] those that changed, once a tick, until it is closed', async () => {
    await using it = await wardOnWall()
    expect(
      (await it.nora.emit('rooms:open', {})).rooms.map((room: { roomId: string }) => room.roomId),
    ).toEqual([...it.roomIds])
    await it.tick()
    it.nora.rooms.splice(0)
    for (const spo2 of [97, 96, 95]) {
      it.clock.move(1_000)
      await it.monitor.vitals({ spo2 })
    }
    await it.tick()
    expect(it.nora.rooms).toMatchObject([
      [{ roomId: it.roomId, latest: { readings: { spo2: { reading: { value: 95 } } } } }],
    ])
    await it.nora.emit('rooms:close', {})
    await it.monitor.vitals({ spo2: 94 })
    await it.tick()
    expect(it.nora.rooms).toHaveLength(1)
  })

  test('[SC42] an alarm that is over and was never acknowledged stands there in the values that broke it', async () => {
    await using it = await wardOnWall()
    await it.nora.emit('rooms:open', {})
    await it.monitor.cuff(186, 104)
    it.clock.move(60_000)
    await it.monitor.cuff(132, 82)
    await it.tick()
    const bp = it.nora.rooms
      .at(-1)
      ?.find(({ roomId }) => roomId === it.roomId)
      ?.session?.alarms.find(({ condition }) => condition === 'bpHigh')
    expect(bp).toMatchObject({ latched: true, text: 'SBP was 186 ≥ 180' })
  })

  test('[SC42] what a slow screen could not take it gets whole when it reads again', () => {
    const clock = createSteppedClock(0)
    const changed: string[] = []
    const rooms = ['room-1', 'room-2'].map((id) =>
      createRoom(id as RoomId, id, {
        clock,
        recordInSuite: async () => ({ ok: true, value: [] }),
        onChanged: (room) => changed.push(room.roomId),
        onLive: () => undefined,
      }),
    )
    const conn = newConn(undefined, undefined, { screenId: 's' as never, name: 'Wall' }, 0)
    conn.rooms = true
    conn.watching = 'room-1' as RoomId
    const waiting: unknown[] = []
    const heard: [string, unknown][] = []
    const socket = {
      data: { conn },
      conn: { writeBuffer: waiting, transport: {} },
      emit: (event: string, said: unknown) => heard.push([event, said]),
    } as unknown as ScreenSocket
    const publisher = createRoomsPublisher({
      sockets: () => [socket],
      registry: { rooms: () => rooms, room: (roomId) => rooms.find((room) => room.roomId === roomId) },
      nowMs: () => 0 as EpochMs,
      context: { nurseOf: () => undefined, nameOf: () => undefined },
      roomsOf: () => [],
    })
    waiting.push(...new Array(300).fill({}))
    rooms[0]?.rename('Bay 1')
    publisher.changed(rooms[0] as never)
    publisher.flush()
    publisher.flush()
    expect(heard).toEqual([])
    waiting.length = 0
    publisher.flush()
    expect(heard).toMatchObject([
      ['rooms:changed', [{ roomName: 'Bay 1' }, { roomName: 'room-2' }]],
      ['room:changed', { roomName: 'Bay 1' }],
    ])
    publisher.flush()
    expect(heard).toHaveLength(2)
    expect(changed).toEqual(['room-1'])
  })
})

test('[SC43] a room that is disabled is gone from the list when nothing happens in it any more', async () => {
  await using it = await hubFixture()
  must(await it.store.rooms.setDisabled(it.roomIds[1] as RoomId, true))
  await eventually('it is gone', () => it.hub.registry.rooms().length === 1)
  const nurse = await it.screen('Nora Nurse')
  expect((await nurse.emit('rooms:open', {})).rooms).toMatchObject([{ roomId: it.roomId }])
})
