// Proves who comes in at the device door: one good token, of a device that is registered, from no foreign page.
import { sessionStream } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import { must } from './store/store-fixture.ts'
import { changesNothing, eventually, hubFixture, settle, type TestDevice } from './testing/hub-fixture.ts'

const auth = (token: unknown, protocol: unknown = 1) => ({ auth: { protocol, token } })

describe('who comes in at the device door', () => {
  test('[DV1] an unknown or a revoked token does not open it', async () => {
    await using it = await hubFixture()
    const monitor = await it.device()
    const unknown = await changesNothing(it, () => it.connect('/devices', auth(`csd_${'x'.repeat(43)}`)))
    expect(unknown.error).toMatchObject({ code: 'token-unknown', field: 'token' })
    must(await it.store.devices.revokeToken(monitor.tokenId))
    const revoked = await changesNothing(it, () => it.connect('/devices', auth(monitor.token)))
    expect(revoked.error).toMatchObject({ code: 'token-revoked', field: 'token' })
  })

  test.each([
    ['another protocol', auth('csd_x', 2), { code: 'protocol-version', field: 'auth.protocol' }],
    ['no protocol', { auth: { token: 'csd_x' } }, { code: 'malformed', field: 'protocol' }],
    ['a token that is a number', auth(7), { code: 'malformed', field: 'token' }],
    ['no token', { auth: { protocol: 1 } }, { code: 'malformed', field: 'token' }],
    ['a token of a megabyte’s length', auth('x'.repeat(201)), { code: 'malformed', field: 'token' }],
    ['nothing', {}, { code: 'malformed' }],
  ])('[DV2] the handshake is checked: %s', async (_what, options, expected) => {
    await using it = await hubFixture()
    const { error } = await it.connect('/devices', options)
    expect(error).toMatchObject(expected)
    expect(error.message).toMatch(/\.$/)
  })

  test('[DV3] a browser’s cookie does not open it, not even beside a good token', async () => {
    await using it = await hubFixture()
    const { token } = await it.device()
    const cookie = await it.cookie('Nora Nurse')
    const { error } = await it.connect('/devices', { ...auth(token), extraHeaders: { cookie } })
    expect(error).toMatchObject({ code: 'wrong-door' })
  })

  test('[DV3] a foreign page may not open it; the hub’s own address, and none at all, may', async () => {
    await using it = await hubFixture()
    const { token } = await it.device()
    const foreign = { ...auth(token), extraHeaders: { origin: 'https://elsewhere.example' } }
    expect((await it.connect('/devices', foreign)).error).toMatchObject({ code: 'origin-refused' })
    const own = { ...auth(token), extraHeaders: { origin: it.url } }
    expect((await it.connect('/devices', own)).error).toBeUndefined()
  })

  test('[DV3] there is no door at the root', async () => {
    await using it = await hubFixture()
    expect((await it.connect('/', {})).error).toMatchObject({ code: 'wrong-door' })
    expect((await it.connect('/elsewhere', {})).socket.connected).toBe(false)
  })

  test('[DV1] a token that is withdrawn while it is being let in does not stay', async () => {
    const door: { wait?: Promise<void> | undefined } = {}
    await using it = await hubFixture({ door })
    const { token, tokenId } = await it.device()
    const { promise, resolve } = Promise.withResolvers<void>()
    door.wait = promise
    const letting = it.connect('/devices', auth(token))
    // Its token has been looked up and was good; there is no connection yet that a revocation could close.
    await settle(200)
    await it.store.devices.revokeToken(tokenId)
    door.wait = undefined
    resolve()
    const { socket, error } = await letting
    expect(error).toBeUndefined()
    await eventually('it is turned out', () => !socket.connected)
  })
})

describe('hello', () => {
  const HELLOS: readonly [string, (device: TestDevice) => object, object][] = [
    ['no devices', () => ({ devices: [] }), { code: 'malformed', field: 'devices' }],
    ['a time that is text', () => ({ sentAtMs: 'now' }), { code: 'malformed', field: 'sentAtMs' }],
    [
      'a device the token does not speak for',
      () => ({ devices: [{ deviceId: 'somebody-else', epoch: 'e1', signals: ['spo2'] }] }),
      { code: 'device-unknown', field: 'devices.0.deviceId' },
    ],
    [
      'another kind than it is registered as',
      ({ deviceId }) => ({ devices: [{ deviceId, epoch: 'e1', signals: ['spo2'], kind: 'simulated' }] }),
      { code: 'malformed', field: 'devices.0.kind' },
    ],
    [
      'a device named twice',
      ({ deviceId }) => ({
        devices: [
          { deviceId, epoch: 'e1', signals: ['spo2'] },
          { deviceId, epoch: 'e2', signals: ['heartRate'] },
        ],
      }),
      { code: 'malformed', field: 'devices.1.deviceId' },
    ],
    [
      'a signal nobody knows',
      ({ deviceId }) => ({ devices: [{ deviceId, epoch: 'e1', signals: ['etco2'] }] }),
      { code: 'malformed', field: 'devices.0.signals.0' },
    ],
    [
      'an interval of nothing',
      ({ deviceId }) => ({
        devices: [{ deviceId, epoch: 'e1', signals: ['spo2'], everyMs: { spo2: 0 } }],
      }),
      { code: 'malformed', field: 'devices.0.everyMs.spo2' },
    ],
  ]
  test.each(HELLOS)('[DV4] refused whole, and nothing is joined: %s', async (_what, more, expected) => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    await it.openSession(nurse)
    const monitor = await it.device()
    const answer = await changesNothing(it, () => monitor.hello(more(monitor)))
    expect(answer).toMatchObject({ ok: false, error: expected })
    expect(it.hub.registry.room(it.roomId)?.devices()).toEqual([])
    expect(await monitor.vitals({ spo2: 97 })).toMatchObject({ ok: false, error: { code: 'hello-first' } })
  })

  test('[DV4] a hub in demo time takes no real monitor', async () => {
    await using it = await hubFixture({ rate: { kind: 'scaled', rate: 20 } })
    const real = await it.device('monitor')
    expect(await changesNothing(it, () => real.hello())).toMatchObject({
      ok: false,
      error: { code: 'rate-refused', field: 'devices.0.deviceId' },
    })
    const simulated = await it.device('simulated')
    expect(await simulated.hello()).toMatchObject({ ok: true, hub: { rate: 20 } })
  })

  test('[DV5] one source for each signal of a room; two devices with different signals share it', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const stream = sessionStream(await it.openSession(nurse))
    const heart = await it.device('monitor', { signals: ['heartRate', 'spo2'] })
    const rival = await it.device('monitor', { signals: ['spo2'] })
    const cuff = await it.device('monitor', { signals: ['bloodPressure'] })
    const elsewhere = await it.device('monitor', {
      signals: ['heartRate', 'spo2'],
      roomId: it.roomIds[1] as never,
    })
    for (const device of [heart, cuff, elsewhere]) expect(await device.hello()).toMatchObject({ ok: true })
    expect(await changesNothing(it, () => rival.hello())).toMatchObject({
      ok: false,
      error: { code: 'source-taken', field: 'devices.0.signals' },
    })
    expect(await heart.vitals({ heartRate: 70, spo2: 98 })).toMatchObject({ ok: true })
    expect(await cuff.cuff(120, 80)).toMatchObject({ ok: true })
    expect((await it.records(stream, 'device.attached')).map((one) => one.deviceId)).toEqual([
      heart.deviceId,
      cuff.deviceId,
    ])
    heart.socket.disconnect()
    await eventually('the signal is free', async () => (await rival.hello()).ok)
  })

  test('[DV5] two devices that say hello at once cannot both have a signal', async () => {
    await using it = await hubFixture()
    const [one, two] = [await it.device(), await it.device()]
    const answers = await Promise.all([one.hello(), two.hello()])
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(it.hub.registry.room(it.roomId)?.devices()).toHaveLength(1)
  })

  test('[DV5] not even two devices of one token, in one hello', async () => {
    await using it = await hubFixture()
    const [one, two] = [await it.device(), await it.device()]
    const { token, tokenId } = must(
      await it.store.devices.issueToken([one.deviceId, two.deviceId], 'gateway'),
    )
    const gateway = await it.again({ ...one, token, tokenId })
    const signals = ['spo2']
    const devices = [one, two].map(({ deviceId }) => ({ deviceId, epoch: 'e1', signals }))
    expect(await changesNothing(it, () => gateway.hello({ devices }))).toMatchObject({
      ok: false,
      error: { code: 'source-taken', field: 'devices.1.signals' },
    })
    expect(it.hub.registry.room(it.roomId)?.devices()).toEqual([])
  })

  test('[DV33] a hello that cannot be written joins nothing, and succeeds when it is said again', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    await it.openSession(nurse)
    const monitor = await it.device()
    it.memory.failNext('io')
    const failed = await changesNothing(it, () => monitor.hello())
    expect(failed).toMatchObject({ ok: false, error: { code: 'storage-failed' } })
    expect(it.hub.registry.room(it.roomId)?.devices()).toEqual([])
    expect(await monitor.vitals({ spo2: 97 })).toMatchObject({ error: { code: 'hello-first' } })
    monitor.nextSeq = 1
    expect(await monitor.hello()).toMatchObject({ ok: true })
    expect(await monitor.vitals({ spo2: 97 })).toMatchObject({ ok: true, accepted: [{ through: 1 }] })
  })

  test('[DV6] a second connection takes over: recorded, the old one told and closed', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const stream = sessionStream(await it.openSession(nurse))
    const monitor = await it.device()
    await monitor.hello()
    await monitor.vitals({ heartRate: 71 })
    const second = await it.again(monitor)
    expect(await second.hello()).toMatchObject({ ok: true, devices: [{ acceptedThrough: 1 }] })
    await eventually('the old one is closed', () => !monitor.socket.connected)
    expect(monitor.heard.closing).toMatchObject([{ code: 'device-superseded' }])
    expect(await it.records(stream, 'device.detached')).toMatchObject([{ reason: 'superseded' }])
    expect(await second.vitals({ heartRate: 72 })).toMatchObject({ ok: true, accepted: [{ through: 2 }] })
    expect(it.hub.registry.room(it.roomId)?.devices()).toHaveLength(1)
  })

  test('[DV6] however many say hello at once, one is left', async () => {
    await using it = await hubFixture()
    const first = await it.device()
    const all = [first, await it.again(first), await it.again(first), await it.again(first)]
    await Promise.allSettled(all.map((one) => one.hello()))
    await eventually('one is left', () => all.filter((one) => one.socket.connected).length === 1)
    const left = all.find((one) => one.socket.connected) as TestDevice
    expect(await left.vitals({ heartRate: 70 })).toMatchObject({ ok: true })
    expect(it.hub.registry.room(it.roomId)?.devices()).toHaveLength(1)
  })

  test('[DV9] what a hello says is accepted is on disk, not on its way there', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const stream = sessionStream(await it.openSession(nurse))
    const monitor = await it.device()
    await monitor.hello()
    const second = await it.again(monitor)
    it.memory.hold()
    void monitor.vitals({ heartRate: 71 }).catch(() => undefined)
    await settle()
    let answered = false
    const hello = second.hello().then((answer) => {
      answered = true
      return answer
    })
    await settle(100)
    expect(answered).toBe(false)
    it.memory.failNext('io')
    it.memory.release()
    expect(await hello).toMatchObject({ ok: true, devices: [{ acceptedThrough: 0 }] })
    expect(await it.records(stream, 'vitals')).toEqual([])
    expect(await second.vitals({ heartRate: 71 })).toMatchObject({ accepted: [{ through: 1 }] })
    expect(await it.records(stream, 'vitals')).toMatchObject([{ origin: { seq: 1 } }])
  })
})
