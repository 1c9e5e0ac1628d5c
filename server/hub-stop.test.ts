// Proves how a hub stops: what is under way is written and answered, and nobody holds it up.
import { HUB_STREAM, type RoomId, SUITE_STREAM, sessionStream } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import { addRoom } from './store/store-fixture.ts'
import { eventually, hubFixture, settle } from './testing/hub-fixture.ts'
import { ward } from './testing/ward.ts'

describe('stopping', () => {
  test('[HB50] what is under way is written and answered, then everybody is told and let go', async () => {
    const it = await ward()
    await it.nora.follow(it.stream)
    it.memory.hold()
    const report = it.monitor.vitals({ spo2: 97 })
    const command = it.press(it.nora, { type: 'infusion.start', rateMlPerHr: 50 })
    await settle(50)
    const stopping = it.hub.stop('for a test')
    await settle(50)
    expect(it.hub.readiness()).toEqual({ ready: false, reasons: ['stopping'] })
    // Told at once, answered later.
    await eventually('they are told', () => it.monitor.heard.closing.length + it.nora.closing.length === 2)
    expect(it.monitor.heard.closing).toMatchObject([
      { code: 'hub-stopping', message: expect.stringContaining('for a test') },
    ])
    expect(it.monitor.socket.connected).toBe(true)
    it.memory.release()
    expect(await report).toMatchObject({ ok: true, accepted: [{ through: 1, recorded: true }] })
    expect(await command).toMatchObject({ ok: true })
    await stopping
    expect([it.monitor.socket.connected, it.nora.socket.connected]).toEqual([false, false])
    expect((await it.lines(it.stream)).map((line) => JSON.parse(line).kind)).toEqual([
      'session.opened',
      'rules',
      'coverage',
      'device.attached',
      'vitals',
      'infusion',
      'device.detached',
    ])
    expect(await it.records(it.stream, 'device.detached')).toMatchObject([{ reason: 'hubStopped' }])
    expect(JSON.parse((await it.lines(HUB_STREAM)).at(-1) ?? '')).toMatchObject({
      kind: 'hub.stopped',
      reason: 'for a test',
    })
    const commits = it.memory.commits()
    await settle(100)
    expect(it.memory.commits()).toBe(commits)
    expect(it.errors).toEqual([])
    await it[Symbol.asyncDispose]()
  })

  test('[HB51] what comes meanwhile is refused as "come back", and nothing of it is taken', async () => {
    const it = await ward()
    it.memory.hold()
    const first = it.monitor.vitals({ spo2: 97 })
    await settle(50)
    const stopping = it.hub.stop('for a test')
    const late = [
      await it.nora.hello(),
      await it.press(it.nora, { type: 'infusion.start', rateMlPerHr: 50 }),
      await it.monitor.hello(),
      (await it.connect('/devices', { auth: { protocol: 1, token: it.monitor.token } })).error,
    ]
    expect(late.map((said) => said.code ?? said.error.code)).toEqual(new Array(4).fill('hub-stopping'))
    it.memory.release()
    await Promise.all([first, stopping, it.hub.stop('again')])
    expect(await it.records(it.stream, 'infusion')).toEqual([])
    expect(await it.records(HUB_STREAM, 'hub.stopped')).toHaveLength(1)
    await it[Symbol.asyncDispose]()
  })

  test('[HB50] a session that has just been closed is sealed and listed before the end', async () => {
    const it = await ward()
    await it.press(it.nora, { type: 'session.close' })
    await it.hub.stop('for a test')
    expect(await it.records(SUITE_STREAM, 'session.listed')).toMatchObject([
      { event: 'opened' },
      { event: 'closed' },
    ])
    expect(await it.log.head(it.stream)).toMatchObject({ head: 5, sealedThrough: 5 })
    expect(await it.store.sessions.get(it.sessionId)).toMatchObject({ closedAtMs: it.clock.nowMs() })
    await it[Symbol.asyncDispose]()
  })

  test('[HB52] a reader that has frozen does not hold it up', async () => {
    const it = await ward()
    await it.nora.follow(it.stream)
    const { ws } = it.nora.socket.io.engine.transport as unknown as { ws: { pause(): void } }
    ws.pause()
    const from = performance.now()
    await it.hub.stop('for a test')
    expect(performance.now() - from).toBeLessThan(5_000)
    await it[Symbol.asyncDispose]()
  })

  test('[HB52] nor does a disk that never answers', async () => {
    const it = await ward({ stopWithinMs: 200 })
    it.memory.hold()
    const report = it.monitor.vitals({ spo2: 97 })
    report.catch(() => undefined)
    await settle(50)
    const from = performance.now()
    await it.hub.stop('for a test')
    expect(performance.now() - from).toBeLessThan(3_000)
    await expect(report).rejects.toThrow('disconnected')
    expect(it.errors).toMatchObject([{ msg: expect.stringContaining('the disk did not answer') }])
    await it[Symbol.asyncDispose]()
  })

  test('[HB53] after an orderly stop as after a crash: the absence is a gap of the hub, not of the device', async () => {
    const first = await ward()
    await first.monitor.vitals({ spo2: 97 })
    await first.hub.stop('for a test')
    const stoppedAt = first.clock.nowMs()
    const log = await first.crash()
    first.clock.move(600_000)
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    expect(await it.records(first.stream, 'hub.gap')).toMatchObject([
      { cause: 'restart', fromMs: stoppedAt, toMs: stoppedAt + 600_000 },
    ])
    expect(await it.records(first.stream, 'device.detached')).toHaveLength(1)
  })
})

describe('coming back', () => {
  test('[HB54] with many sessions: all of them, in few commits, none waiting for another', async () => {
    const first = await hubFixture()
    const nora = await first.screen('Nora Nurse')
    const rooms: RoomId[] = [...first.roomIds]
    for (let at = rooms.length; at < 150; at += 1) rooms.push(await addRoom(first.store, `Bay ${at + 1}`))
    await eventually('the rooms', () => first.hub.registry.rooms().length === rooms.length)
    const ids = []
    for (const roomId of rooms) ids.push(await first.openSession(nora, roomId))
    await settle(50)
    const log = await first.crash()
    first.clock.move(5_000)
    // A disk on which each commit takes a while: they are counted.
    log.hold()
    let commits = 0
    let started = false
    const starting = hubFixture({ log, clock: first.clock, store: first.store }).finally(() => {
      started = true
    })
    while (!started) {
      await settle(50)
      await log.releaseOne()
      commits += 1
    }
    log.release()
    await using it = await starting
    expect(
      it.hub.registry
        .openActors()
        .map(({ sessionId }) => sessionId)
        .sort(),
    ).toEqual([...ids].sort())
    for (const id of ids) expect(await it.records(sessionStream(id), 'hub.gap')).toHaveLength(1)
    // Some for the hub's own streams, then owners and gaps gathered: not one after the other for each session.
    expect(commits).toBeLessThan(ids.length / 3)
  })

  test('[HB55] a close that was on disk and nothing after it is finished: listed, sealed, indexed, its room free', async () => {
    const first = await ward()
    await first.store.sessions.put({
      sessionId: first.sessionId,
      roomId: first.roomId,
      roomName: 'Room 1',
      patientCode: 'K-0417',
      provenance: 'monitor',
      openedAtMs: first.clock.nowMs(),
    })
    // The commit of the close is the last thing this hub does.
    const until = first.press(first.nora, { type: 'session.close' }).catch(() => undefined)
    await eventually('the close is on disk', async () =>
      (await first.lines(first.stream)).some((line) => JSON.parse(line).kind === 'session.closed'),
    )
    const log = await first.crash()
    await until
    await first.store.sessions.put({
      sessionId: first.sessionId,
      roomId: first.roomId,
      roomName: 'Room 1',
      patientCode: 'K-0417',
      provenance: 'monitor',
      openedAtMs: first.clock.nowMs(),
    })
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    expect(it.hub.registry.openActors()).toEqual([])
    await it.hub.registry.idle()
    expect(await it.store.sessions.get(first.sessionId)).toMatchObject({ closedAtMs: first.clock.nowMs() })
    expect(await it.log.head(first.stream)).toMatchObject({ head: 5, sealedThrough: 5 })
    expect((await it.records(SUITE_STREAM, 'session.listed')).map(({ event }) => event)).toContain('closed')
    const nora = await it.screen('Nora Nurse')
    expect(await it.openSession(nora)).toEqual(expect.any(String))
  })
})
