// Proves what becomes of a session whose patient goes to another room, and of the monitors, screens and people around it.
import { type RoomId, SUITE_STREAM, sessionStream } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { must } from './store/store-fixture.ts'
import {
  changesNothing,
  cuffReport,
  eventually,
  type HubFixture,
  hubFixture,
  settle,
  vitalsReport,
} from './testing/hub-fixture.ts'
import { enrolledPage, ownPage, pass } from './testing/pages.ts'
import { refused, type Ward, ward } from './testing/ward.ts'

const other = (it: Ward): RoomId => it.roomIds[1] as RoomId
const move = (it: Ward, toRoomId: RoomId = other(it), more: object = {}) =>
  it.press(it.nora, { type: 'session.move', toRoomId }, more)
const kinds = async (it: Ward) => (await it.lines(it.stream)).map((line) => JSON.parse(line).kind)

describe('a move', () => {
  test('[MV1] takes the session to a free room: the old room’s monitor stays, the new room’s is the session’s', async () => {
    await using it = await ward()
    const there = await it.device('monitor', { roomId: other(it) })
    await there.hello()
    await it.monitor.vitals({ heartRate: 70, spo2: 98 })
    await there.vitals({ heartRate: 120, spo2: 91 })
    await settle()
    expect(await move(it)).toMatchObject({ ok: true, stream: it.stream })
    expect(await it.records(it.stream, 'moved')).toMatchObject([
      { by: { name: 'Nora Nurse' }, fromRoomId: it.roomId, toRoomId: other(it), toRoomName: 'Room 2' },
    ])
    expect((await it.records(it.stream, 'device.detached')).at(-1)).toMatchObject({
      deviceId: it.monitor.deviceId,
      reason: 'moved',
    })
    expect((await it.records(it.stream, 'device.attached')).at(-1)).toMatchObject({
      deviceId: there.deviceId,
    })
    it.clock.move(1_000)
    expect(await it.monitor.vitals({ heartRate: 71, spo2: 98 })).toMatchObject({
      ok: true,
      accepted: [{ recorded: false }],
    })
    expect(await there.vitals({ heartRate: 72, spo2: 97 })).toMatchObject({
      ok: true,
      accepted: [{ recorded: true }],
    })
    const last = (await it.records(it.stream, 'vitals')).at(-1)
    expect(last).toMatchObject({
      origin: { deviceId: there.deviceId },
      readings: { heartRate: { value: 72 } },
    })
    expect(it.hub.registry.room(it.roomId)?.actor()).toBeUndefined()
    expect(it.hub.registry.room(other(it))?.actor()?.sessionId).toBe(it.sessionId)
    await eventually(
      'the row',
      async () => (await it.store.sessions.get(it.sessionId))?.roomName === 'Room 2',
    )
  })

  test('[MV2] is refused to a room with a session, to no room, to its own room; and nothing changes', async () => {
    await using it = await ward()
    expect(await changesNothing(it, () => move(it, it.roomId))).toMatchObject(
      refused('state-moved', 'body.toRoomId'),
    )
    expect(await changesNothing(it, () => move(it, 'nowhere' as RoomId))).toMatchObject(
      refused('not-found', 'body.toRoomId'),
    )
    await it.openSession(it.nora, other(it), { patientCode: 'K-2' })
    expect(await changesNothing(it, () => move(it))).toMatchObject(
      refused('session-already-open', 'body.toRoomId'),
    )
    expect(it.hub.registry.room(it.roomId)?.actor()?.sessionId).toBe(it.sessionId)
  })

  test('[MV3] of two who go to one free room at once, one is there', async () => {
    await using it = await ward()
    const added = must(await it.store.rooms.add({ name: 'Room 3' }))
    await settle()
    await it.hub.registry.refreshRooms()
    const second = await it.openSession(it.nora, other(it), { patientCode: 'K-2' })
    const answers = await Promise.all([
      move(it, added.roomId),
      it.nils.command({ type: 'session.move', sessionId: second, toRoomId: added.roomId } as CommandBody),
    ])
    expect(answers.map((one) => (one.ok ? 'ok' : one.error.code)).sort()).toEqual([
      'ok',
      'session-already-open',
    ])
    const open = it.hub.registry.rooms().filter((room) => room.actor() !== undefined)
    expect(open).toHaveLength(2)
  })

  test('[MV4] what the new room’s monitor measured before is another patient’s: refused, in the record', async () => {
    await using it = await ward()
    const there = await it.device('monitor', { roomId: other(it) })
    await there.hello()
    it.clock.move(60_000)
    expect(await move(it)).toMatchObject({ ok: true })
    const before = it.clock.nowMs() - 20_000
    expect(
      await there.send(vitalsReport({ heartRate: 150 }, before), cuffReport(190, 110, before)),
    ).toMatchObject({
      ok: true,
      refused: [
        { code: 'not-in-session', field: 'measuredAtMs' },
        { code: 'not-in-session', field: 'measuredAtMs' },
      ],
    })
    expect(await it.records(it.stream, 'refused')).toHaveLength(2)
    expect(await it.records(it.stream, 'bloodPressure')).toHaveLength(0)
    expect(await it.alarms()).toEqual([])
  })

  test('[MV5] the old room’s monitor keeps numbering and gives the next patient nothing of this one', async () => {
    await using it = await ward()
    await it.monitor.vitals({ heartRate: 70 })
    it.clock.move(30_000)
    await move(it)
    it.clock.move(1_000)
    expect(await it.monitor.send(vitalsReport({ heartRate: 88 }, it.clock.nowMs() - 20_000))).toMatchObject({
      ok: true,
      refused: [{ code: 'not-in-session' }],
    })
    await it.monitor.vitals({ heartRate: 60 })
    const next = await it.openSession(it.nils, it.roomId, { patientCode: 'K-2', includeHeld: true })
    const held = await it.records(sessionStream(next), 'vitals')
    expect(held).toMatchObject([{ readings: { heartRate: { value: 60 } } }])
  })

  test('[MV15] what came too late for a patient who has left is said in their session: from where, and that it is missing', async () => {
    const first = await ward()
    await first.monitor.vitals({ heartRate: 70 })
    first.clock.move(30_000)
    await move(first)
    first.clock.move(1_000)
    const late = vitalsReport({ heartRate: 88 }, first.clock.nowMs() - 20_000)
    const saidIn = async (it: HubFixture) => (await it.records(first.stream, 'refused')).length
    expect(await first.monitor.send(late)).toMatchObject({ refused: [{ code: 'not-in-session' }] })
    await eventually('said', async () => (await saidIn(first)) === 1)
    expect(await first.records(first.stream, 'refused')).toMatchObject([
      {
        deviceId: first.monitor.deviceId,
        code: 'not-in-session',
        message: expect.stringMatching(/in Room 1 before the patient was moved to Room 2.*missing/),
        origin: { deviceId: first.monitor.deviceId },
      },
    ])
    expect(first.hub.registry.openSession(first.sessionId)?.committed().session.refusedCount).toBe(1)
    // So after a restart; and the next patient in that room is offered nothing of it.
    const atMs = first.clock.nowMs()
    const log = await first.crash()
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    const again = await it.again(first.monitor)
    await again.hello()
    expect(await again.send(vitalsReport({ heartRate: 89 }, atMs - 15_000))).toMatchObject({
      refused: [{ code: 'not-in-session' }],
    })
    await eventually('said', async () => (await saidIn(it)) === 2)
    const nils = await it.screen('Nils Nurse')
    await nils.hello({ view: `chairside:${it.roomId}` })
    const next = await it.openSession(nils, it.roomId, { patientCode: 'K-2', includeHeld: true })
    expect(await it.records(sessionStream(next), 'vitals')).toEqual([])
    // Nor is it silent with the next one there.
    expect(await again.send(vitalsReport({ heartRate: 90 }, atMs - 14_000))).toMatchObject({
      refused: [{ code: 'not-in-session' }],
    })
    await eventually('said', async () => (await saidIn(it)) === 3)
    expect(await it.records(sessionStream(next), 'vitals')).toEqual([])
  })

  test('[MV6] without a monitor in the new room it is alarmed that nothing is measured', async () => {
    await using it = await ward()
    await it.monitor.vitals({ heartRate: 70, spo2: 98 })
    await move(it)
    await pass(it, 20_000)
    await eventually('no live data', async () =>
      (await it.records(it.stream, 'alarm')).some(({ condition }) => condition === 'noLiveData'),
    )
  })

  test('[MV7] screens follow: those of the old room see it no more, those of the new one do, and alarms are acknowledged there', async () => {
    await using it = await ward()
    const old = await enrolledPage(it, { roomId: it.roomId })
    const chair = await enrolledPage(it, { roomId: other(it), person: 'Nils Nurse' })
    await old.follow(it.stream)
    await old.emit('room:watch', { roomId: it.roomId })
    const there = await it.device('monitor', { roomId: other(it) })
    await there.hello()
    await move(it)
    await there.cuff(185, 100)
    await settle(50)
    const seen = old.records(it.stream).map(({ kind }) => kind)
    expect(seen).toContain('moved')
    expect(seen).not.toContain('bloodPressure')
    expect(await old.follow(it.stream)).toMatchObject(refused('not-allowed'))
    expect(await chair.follow(it.stream)).toMatchObject({ ok: true })
    await eventually('the room is free', () => old.room.at(-1)?.session === undefined && old.room.length > 0)
    const [alarm] = await it.alarms()
    const act = { type: 'alarm.acknowledge', alarmId: alarm?.alarmId }
    expect(await it.press(it.nora, act)).toMatchObject(refused('wrong-place'))
    expect(await it.press(chair, act)).toMatchObject({ ok: true })
    await eventually('coverage', async () =>
      (await it.records(it.stream, 'coverage')).some((one) => one.chair === 'painting'),
    )
  })

  test('[MV8] the nurse goes along, and the quiet of the old chair does not', async () => {
    await using it = await ward()
    const station = await ownPage(it, 'Nils Nurse', 'rooms')
    await station.heard(station.pageId)
    await it.nora.command({ type: 'room.take', roomId: it.roomId })
    await eventually('heard', async () =>
      (await it.records(it.stream, 'coverage')).some((one) => one.audible.includes('station')),
    )
    expect(await it.press(it.nora, { type: 'chair.quiet', on: true, bedsideAlarmsOn: true })).toMatchObject({
      ok: true,
    })
    expect(await it.press(it.nils, { type: 'session.move', toRoomId: other(it) })).toMatchObject({ ok: true })
    expect((await it.records(it.stream, 'quietChair')).at(-1)).toMatchObject({
      on: false,
      bedsideAlarmsOn: false,
    })
    await eventually('whose it is', () =>
      station.rooms.flat().some((one) => one.roomId === other(it) && one.nurse?.name === 'Nora Nurse'),
    )
    expect((await it.records(SUITE_STREAM, 'roomNurse')).slice(-2)).toMatchObject([
      { roomId: other(it), event: 'taken', by: { name: 'Nils Nurse' }, person: { name: 'Nora Nurse' } },
      { roomId: it.roomId, event: 'givenBack' },
    ])
  })

  test('[MV9] stands after a restart: the session comes back in the room where the patient is', async () => {
    const first = await ward()
    const there = await first.device('monitor', { roomId: other(first) })
    await there.hello()
    first.clock.move(60_000)
    await move(first)
    const { sessionId, stream } = first
    const to = other(first)
    const log = await first.crash()
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    expect(it.hub.registry.roomOf(sessionId)?.roomId).toBe(to)
    expect(it.hub.registry.room(first.roomId)?.actor()).toBeUndefined()
    const again = await it.again(there)
    await again.hello()
    expect(await again.send(vitalsReport({ heartRate: 150 }, it.clock.nowMs() - 30_000))).toMatchObject({
      refused: [{ code: 'not-in-session' }],
    })
    expect(await again.vitals({ heartRate: 70 })).toMatchObject({ accepted: [{ recorded: true }] })
    expect((await it.records(stream, 'vitals')).at(-1)).toMatchObject({
      readings: { heartRate: { value: 70 } },
    })
  })

  /** The hub ends when the move is on disk, and what the suite makes of it is not. */
  async function movedAndGone(first: Ward) {
    first.memory.hold()
    const pressed = move(first)
    pressed.catch(() => undefined)
    while (!(await kinds(first)).includes('moved')) {
      await first.memory.releaseOne()
      await settle(5)
    }
    expect((await first.records(SUITE_STREAM, 'roomNurse')).map(({ event }) => event)).toEqual(['taken'])
    return first.crash()
  }
  const nursesNow = async (it: HubFixture) => {
    const screen = await it.screen('Nils Nurse')
    await screen.hello({ view: 'rooms' })
    const { rooms } = await screen.emit('rooms:open', {})
    return rooms.map(({ nurse }: { nurse?: { name: string } }) => nurse?.name)
  }

  test('[MV14] a hub that ended before the nurse had gone along carries her along when it is back, once', async () => {
    const first = await ward()
    await first.nora.command({ type: 'room.take', roomId: first.roomId })
    first.clock.move(5_000)
    const log = await movedAndGone(first)
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    await eventually('hers', async () => (await it.records(SUITE_STREAM, 'roomNurse')).length === 3)
    expect((await it.records(SUITE_STREAM, 'roomNurse')).slice(1)).toMatchObject([
      { roomId: other(first), event: 'taken', by: { name: 'Nora Nurse' }, person: { name: 'Nora Nurse' } },
      { roomId: first.roomId, event: 'givenBack' },
    ])
    expect(await nursesNow(it)).toEqual([undefined, 'Nora Nurse'])
    await using third = await hubFixture({ log: await it.crash(), clock: first.clock, store: first.store })
    await settle(50)
    expect(await third.records(SUITE_STREAM, 'roomNurse')).toHaveLength(3)
  })

  test('[MV14] a move that was finished is not finished again, whoever has the old room since', async () => {
    const first = await ward()
    await first.nora.command({ type: 'room.take', roomId: first.roomId })
    first.clock.move(5_000)
    await move(first)
    await eventually('hers', async () => (await first.records(SUITE_STREAM, 'roomNurse')).length === 3)
    first.clock.move(5_000)
    await first.nora.command({ type: 'room.take', roomId: first.roomId })
    await using it = await hubFixture({ log: await first.crash(), clock: first.clock, store: first.store })
    await settle(50)
    expect(await it.records(SUITE_STREAM, 'roomNurse')).toHaveLength(4)
    expect(await nursesNow(it)).toEqual(['Nora Nurse', 'Nora Nurse'])
  })

  test('[MV10] if the disk refuses, the patient is where the record says: nothing was moved', async () => {
    await using it = await ward()
    const there = await it.device('monitor', { roomId: other(it) })
    await there.hello()
    it.memory.failNext('full')
    expect(await move(it)).toMatchObject(refused('storage-failed'))
    expect(it.hub.registry.roomOf(it.sessionId)?.roomId).toBe(it.roomId)
    expect(it.hub.registry.room(other(it))?.actor()).toBeUndefined()
    expect(await it.monitor.vitals({ heartRate: 70 })).toMatchObject({ accepted: [{ recorded: true }] })
    expect(await there.vitals({ heartRate: 70 })).toMatchObject({ accepted: [{ recorded: false }] })
    expect(await kinds(it)).not.toContain('moved')
    expect(await move(it)).toMatchObject({ ok: true })
  })
})

describe('a monitor', () => {
  const swap = (it: Ward, inDeviceId: string, outDeviceId?: string) =>
    it.press(it.nora, {
      type: 'monitor.swap',
      inDeviceId,
      ...(outDeviceId === undefined ? {} : { outDeviceId }),
    })

  test('[MV11] is exchanged for one of a free room: each says hello from its new room, and brings nothing along', async () => {
    await using it = await ward()
    const spare = await it.device('monitor', { roomId: other(it) })
    await spare.hello()
    await spare.vitals({ heartRate: 140 })
    it.clock.move(10_000)
    expect(await swap(it, spare.deviceId, it.monitor.deviceId)).toMatchObject({ ok: true, stream: it.stream })
    expect(await it.records(it.stream, 'monitorSwapped')).toMatchObject([
      { inDeviceId: spare.deviceId, outDeviceId: it.monitor.deviceId, by: { name: 'Nora Nurse' } },
    ])
    for (const device of [spare, it.monitor])
      await eventually('closed', () => device.heard.closing.length > 0 && !device.socket.connected)
    const here = await it.again(spare)
    expect(await here.hello()).toMatchObject({ devices: [{ roomId: it.roomId, sessionId: it.sessionId }] })
    expect(await here.send(vitalsReport({ heartRate: 150 }, it.clock.nowMs() - 5_000))).toMatchObject({
      refused: [{ code: 'not-in-session' }],
    })
    expect(await here.vitals({ heartRate: 71 })).toMatchObject({ accepted: [{ recorded: true }] })
    const gone = await it.again(it.monitor)
    expect(await gone.hello()).toMatchObject({ devices: [{ roomId: other(it) }] })
    expect((await it.records(it.stream, 'vitals')).map(({ readings }) => readings.heartRate)).toMatchObject([
      { value: 71 },
    ])
  })

  test('[MV12] that feeds another patient, is here already, or is unknown is not brought; nothing is placed anew', async () => {
    await using it = await ward()
    const spare = await it.device('monitor', { roomId: other(it) })
    await spare.hello()
    for (const [inId, outId, code, field] of [
      ['nowhere', undefined, 'not-found', 'body.inDeviceId'],
      [it.monitor.deviceId, undefined, 'state-moved', 'body.inDeviceId'],
      [spare.deviceId, 'nowhere', 'not-found', 'body.outDeviceId'],
      [spare.deviceId, undefined, 'source-taken', 'body.outDeviceId'],
    ] as const)
      expect(await changesNothing(it, () => swap(it, inId, outId))).toMatchObject(refused(code, field))
    await it.openSession(it.nils, other(it), { patientCode: 'K-2' })
    expect(await changesNothing(it, () => swap(it, spare.deviceId, it.monitor.deviceId))).toMatchObject(
      refused('state-moved', 'body.inDeviceId'),
    )
    const places = (await it.store.devices.list()).map(({ deviceId, roomId }) => [deviceId, roomId])
    expect(Object.fromEntries(places)).toMatchObject({
      [spare.deviceId]: other(it),
      [it.monitor.deviceId]: it.roomId,
    })
  })
})

describe('the same patient?', () => {
  /** Both sensors off for `ms`, then one is back. */
  const off = async (it: Ward, ms: number): Promise<void> => {
    for (let passed = 0; passed <= ms; passed += 5_000) {
      await it.monitor.vitals({ heartRate: 'sensorOff', pulseRate: 'sensorOff', spo2: 'sensorOff' })
      it.clock.move(5_000)
      await settle(2)
    }
    await it.monitor.vitals({ heartRate: 70, spo2: 98 })
    await settle()
  }
  const answer = (it: Ward, said: 'same' | 'different') =>
    it.press(it.nora, { type: 'samePatient.answer', answer: said })

  test('[MV13] is asked once both sensors were off for two minutes and are back, until somebody answers', async () => {
    await using it = await ward()
    await it.monitor.vitals({ heartRate: 70, spo2: 98 })
    await off(it, 60_000)
    expect(await changesNothing(it, () => answer(it, 'same'))).toMatchObject(refused('state-moved'))
    await off(it, 125_000)
    const [room] = (await it.nora.emit('rooms:open', {})).rooms
    expect(room.session.visit.samePatient).toMatchObject({ offSinceMs: expect.any(Number) })
    expect(await answer(it, 'different')).toMatchObject({ ok: true })
    expect(await it.records(it.stream, 'samePatient')).toMatchObject([
      { answer: 'different', by: { name: 'Nora Nurse' } },
    ])
    const [said] = await it.records(it.stream, 'samePatient')
    expect((said?.backAtMs ?? 0) - (said?.offSinceMs ?? 0)).toBeGreaterThanOrEqual(120_000)
    expect(await answer(it, 'same')).toMatchObject(refused('state-moved'))
  })
})
