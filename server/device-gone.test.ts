// Proves what is recorded when a device leaves, is lost or is withdrawn, also with a disk that cannot write it then.
import { type RoomId, sessionStream } from '@chairside/shared/ids.ts'
import type { ReportAck } from '@chairside/shared/protocol/devices.ts'
import { describe, expect, test } from 'vitest'
import { must } from './store/store-fixture.ts'
import { cuffReport, eventually, hubFixture, settle } from './testing/hub-fixture.ts'

async function withSession(...given: Parameters<typeof hubFixture>) {
  const it = await hubFixture(...given)
  const nurse = await it.screen('Nora Nurse')
  const sessionId = await it.openSession(nurse)
  const monitor = await it.device()
  await monitor.hello()
  return Object.assign(it, { nurse, monitor, sessionId, stream: sessionStream(sessionId) })
}

describe('how a device leaves', () => {
  test('[DV31] a connection that ends without a word is lost, after bye it has left', async () => {
    await using it = await withSession()
    const detached = () => it.records(it.stream, 'device.detached')
    it.monitor.socket.disconnect()
    await eventually('it is lost', async () => (await detached()).length === 1)
    const back = await it.again(it.monitor)
    await back.hello()
    expect(await back.socket.emitWithAck('bye', { deviceIds: [back.deviceId, 'nobody'] })).toEqual({
      ok: true,
    })
    expect((await detached()).map(({ reason }) => reason)).toEqual(['lost', 'left'])
    expect(await back.vitals({ spo2: 97 })).toMatchObject({ error: { code: 'hello-first' } })
    back.socket.disconnect()
    await settle(50)
    expect(await detached()).toHaveLength(2)
  })

  test('[DV31] a malformed bye is refused and nobody leaves', async () => {
    await using it = await withSession()
    expect(await it.monitor.socket.emitWithAck('bye', { deviceIds: ['a b'] })).toMatchObject({
      ok: false,
      error: { code: 'malformed', field: 'deviceIds.0' },
    })
    expect(await it.monitor.socket.emitWithAck('bye')).toMatchObject({ error: { code: 'malformed' } })
    expect(it.hub.registry.room(it.roomId)?.devices()).toHaveLength(1)
  })

  test('[DV32] a loss that cannot be written is written when the disk takes it again', async () => {
    await using it = await withSession()
    it.memory.failNext('full')
    it.monitor.socket.disconnect()
    await eventually('it is gone', () => it.hub.registry.room(it.roomId)?.devices().length === 0)
    await settle(50)
    expect(await it.records(it.stream, 'device.detached')).toEqual([])
    it.clock.move(1_000)
    await settle(50)
    expect(await it.records(it.stream, 'device.detached')).toMatchObject([{ reason: 'lost' }])
    const session = it.hub.registry.openSession(it.sessionId)?.committed().session
    expect(session?.sources[it.monitor.deviceId]?.connected).toBe(false)
  })

  test('[DV32] but not once the device is back', async () => {
    await using it = await withSession()
    it.memory.failNext('full')
    it.monitor.socket.disconnect()
    await eventually('it is gone', () => it.hub.registry.room(it.roomId)?.devices().length === 0)
    await settle(50)
    const back = await it.again(it.monitor)
    await back.hello()
    it.clock.move(5_000)
    await settle(50)
    expect(await it.records(it.stream, 'device.detached')).toEqual([])
  })
})

describe('what is withdrawn', () => {
  test('[DV30] a revoked token closes its connection in one turn, whatever the disk does', async () => {
    await using it = await withSession()
    const bystander = await it.device('monitor', { roomId: it.roomIds[1] as RoomId })
    await bystander.hello()
    it.memory.hold()
    must(await it.store.devices.revokeToken(it.monitor.tokenId))
    expect(it.hub.registry.room(it.roomId)?.devices()).toEqual([])
    await eventually('it is closed', () => !it.monitor.socket.connected)
    expect(it.monitor.heard.closing).toMatchObject([{ code: 'token-revoked', message: expect.any(String) }])
    it.memory.release()
    await settle(50)
    expect(await it.records(it.stream, 'device.detached')).toMatchObject([{ reason: 'revoked' }])
    expect(bystander.socket.connected).toBe(true)
    const auth = { protocol: 1, token: it.monitor.token }
    expect((await it.connect('/devices', { auth })).error).toMatchObject({ code: 'token-revoked' })
  })

  test('[DV30] a device that is moved is told to come back, and comes back in its new room', async () => {
    await using it = await withSession()
    must(await it.store.devices.move(it.monitor.deviceId, it.roomIds[1] as RoomId))
    await eventually('it is closed', () => !it.monitor.socket.connected)
    expect(it.monitor.heard.closing).toMatchObject([{ code: 'hub-stopping' }])
    expect(await it.records(it.stream, 'device.detached')).toMatchObject([{ reason: 'revoked' }])
    const back = await it.again(it.monitor)
    expect(await back.hello()).toMatchObject({ ok: true, devices: [{ roomId: it.roomIds[1] }] })
  })

  test('[DV30] a device that is disabled is closed, and refused when it comes back', async () => {
    await using it = await withSession()
    must(await it.store.devices.setDisabled(it.monitor.deviceId, true))
    await eventually('it is closed', () => !it.monitor.socket.connected)
    const auth = { protocol: 1, token: it.monitor.token }
    expect((await it.connect('/devices', { auth })).error).toMatchObject({ code: 'token-revoked' })
  })
})

test('[DV21] a device whose clock jumps: recorded with the new offset, and its numbers stay in place', async () => {
  await using it = await withSession()
  const { monitor, clock } = it
  for (let second = 0; second < 3; second += 1) {
    await monitor.vitals({ spo2: 97 })
    clock.move(1_000)
  }
  monitor.shiftMs = 20_000
  for (let second = 0; second < 3; second += 1) {
    await monitor.vitals({ spo2: 97 })
    clock.move(1_000)
  }
  expect(await it.records(it.stream, 'device.clock')).toMatchObject([
    { deviceId: monitor.deviceId, offsetMs: -20_000, changedByMs: -20_000 },
  ])
  for (const one of await it.records(it.stream, 'vitals')) {
    expect(one.measuredAtMs).toBe(one.hubAtMs)
    expect(one.recovered).toBeUndefined()
  }
})

test('[DV21] a jump that cannot be written is seen again with the same message', async () => {
  await using it = await withSession()
  await it.monitor.vitals({ spo2: 97 })
  it.monitor.shiftMs = 60_000
  it.memory.failNext('io')
  expect(await it.monitor.vitals({ spo2: 97 })).toMatchObject({
    ok: false,
    error: { code: 'storage-failed' },
  })
  it.monitor.nextSeq = 2
  expect(await it.monitor.vitals({ spo2: 97 })).toMatchObject({ ok: true })
  expect(await it.records(it.stream, 'device.clock')).toMatchObject([{ changedByMs: -60_000 }])
})

test('[DV9] a gateway’s message for two rooms is acknowledged when both have it, and taken whole or sent again', async () => {
  await using it = await withSession()
  const other = await it.device('monitor', { roomId: it.roomIds[1] as RoomId })
  const { token, tokenId } = must(
    await it.store.devices.issueToken([it.monitor.deviceId, other.deviceId], 'gateway'),
  )
  const gateway = await it.again({ ...other, token, tokenId })
  const second = sessionStream(await it.openSession(it.nurse, it.roomIds[1]))
  const devices = [it.monitor, other].map(({ deviceId }) => ({
    deviceId,
    epoch: 'g',
    signals: ['spo2', 'bloodPressure'],
  }))
  expect(await gateway.hello({ devices })).toMatchObject({ ok: true })
  const now = it.clock.nowMs()
  const reports = [it.monitor, other].map(({ deviceId }) => ({
    deviceId,
    epoch: 'g',
    seq: 1,
    ...cuffReport(120, 80, now),
  }))
  const send = (): Promise<ReportAck> => gateway.raw({ sentAtMs: now, reports })
  it.memory.failNext('io')
  expect(await send()).toMatchObject({ ok: false, error: { code: 'storage-failed' } })
  const ack = await send()
  expect(ack.ok && ack.accepted.map(({ deviceId, through }) => [deviceId, through])).toEqual([
    [it.monitor.deviceId, 1],
    [other.deviceId, 1],
  ])
  await settle()
  for (const stream of [it.stream, second]) expect(await it.records(stream, 'bloodPressure')).toHaveLength(1)
})
