// Proves what becomes of numbers from before a session, and of those that come after its end.
import { SUITE_STREAM, sessionStream } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { must } from './store/store-fixture.ts'
import { cuffReport, eventually, hubFixture, measured, settle, vitalsReport } from './testing/hub-fixture.ts'

const SECOND = 1_000
const MINUTE = 60_000
const spo2 = (value: number, atMs: number) => vitalsReport({ spo2: value }, atMs)

/** A hub with a monitor that has said hello and no session. */
async function withMonitor(...given: Parameters<typeof hubFixture>) {
  const it = await hubFixture(...given)
  const nurse = await it.screen('Nora Nurse')
  const monitor = await it.device()
  await monitor.hello()
  return Object.assign(it, { nurse, monitor })
}
async function withSession(...given: Parameters<typeof hubFixture>) {
  const it = await withMonitor(...given)
  const sessionId = await it.openSession(it.nurse)
  const stream = sessionStream(sessionId)
  const act = (body: object) =>
    it.nurse.command({ sessionId, ...body } as CommandBody, {
      basedOnSeq: it.hub.registry.openSession(sessionId)?.head() ?? 0,
    })
  return Object.assign(it, { sessionId, stream, act })
}

describe('the minutes before a session', () => {
  test('[DV19] the last 15 min are offered and taken in one commit, in order, the older ones as recovered', async () => {
    await using it = await withMonitor()
    const { monitor, clock } = it
    await monitor.cuff(120, 80)
    for (let minute = 0; minute < 20; minute += 1) {
      clock.move(MINUTE)
      await monitor.vitals({ heartRate: 60 + minute, spo2: 97 })
    }
    await it.nurse.emit('room:watch', { roomId: it.roomId })
    await monitor.send({ kind: 'vitals', measuredAtMs: clock.nowMs(), readings: { spo2: measured(0) } })
    await expect.poll(() => it.nurse.live.at(-1)?.heldMs).toBe(15 * MINUTE)
    const commits = it.memory.commits()
    const stream = sessionStream(await it.openSession(it.nurse, it.roomId, { includeHeld: true }))
    // The session's owner, its first records, and the suite's list.
    expect(it.memory.commits() - commits).toBe(3)
    const vitals = await it.records(stream, 'vitals')
    expect(vitals.map(({ readings }) => (readings.heartRate as { value: number }).value)).toEqual(
      Array.from({ length: 16 }, (_, at) => 64 + at),
    )
    expect(vitals.slice(0, -1).every((one) => one.recovered?.length === 2)).toBe(true)
    expect(vitals.at(-1)?.recovered).toBeUndefined()
    expect(await it.records(stream, 'bloodPressure')).toEqual([])
    expect(await monitor.vitals({ spo2: 98 })).toMatchObject({ accepted: [{ through: 23, recorded: true }] })
  })

  test('[DV19] they stay out of a session that was opened without them, and are not offered twice', async () => {
    await using it = await withMonitor()
    await it.monitor.vitals({ spo2: 97 })
    const first = await it.openSession(it.nurse)
    expect(await it.records(sessionStream(first), 'vitals')).toEqual([])
    expect(await it.monitor.vitals({ spo2: 96 })).toMatchObject({
      accepted: [{ through: 2, recorded: true }],
    })
    expect(it.hub.registry.room(it.roomId)?.held.items(it.clock.nowMs())).toEqual([])
  })

  test('[DV19] a backlog that comes in behind newer numbers is held by its own time', async () => {
    await using it = await withMonitor()
    const { monitor, clock } = it
    const now = clock.nowMs()
    await monitor.send(spo2(97, now), spo2(90, now - 20 * MINUTE), spo2(91, now - 10 * MINUTE))
    const held = it.hub.registry.room(it.roomId)?.held
    expect(held?.items(clock.nowMs())).toHaveLength(2)
    expect(held?.heldMs(clock.nowMs())).toBe(10 * MINUTE)
  })

  test('[DV25] measured before the session opened: refused for good, kept as refused, up to 3 s are taken', async () => {
    await using it = await withSession()
    const opened = it.clock.nowMs()
    it.clock.move(5_000)
    const ack = await it.monitor.send(
      spo2(85, opened - 3_001),
      cuffReport(120, 80, opened - 3_001),
      spo2(97, opened - 3_000),
    )
    expect(ack).toMatchObject({
      ok: true,
      accepted: [{ through: 3 }],
      refused: [
        { seq: 1, code: 'not-in-session', field: 'measuredAtMs' },
        { seq: 2, code: 'not-in-session', field: 'measuredAtMs' },
      ],
    })
    expect(await it.records(it.stream, 'refused')).toMatchObject([
      { origin: { seq: 1 } },
      { origin: { seq: 2 } },
    ])
    expect(await it.records(it.stream, 'vitals')).toHaveLength(1)
    expect(await it.records(it.stream, 'bloodPressure')).toEqual([])
  })
})

describe('the end of a session', () => {
  test('[DV26] what was measured before the close and comes after it is refused, and never given to the next patient', async () => {
    await using it = await withSession()
    it.clock.move(10 * SECOND)
    const measuredAt = it.clock.nowMs()
    it.clock.move(SECOND)
    expect(await it.act({ type: 'session.close' })).toMatchObject({ ok: true })
    const before = await it.lines(it.stream)
    it.clock.move(SECOND)
    const late = await it.monitor.send(spo2(80, measuredAt), spo2(97, it.clock.nowMs()))
    expect(late).toMatchObject({
      ok: true,
      accepted: [{ through: 2, recorded: false }],
      refused: [{ seq: 1, code: 'not-in-session', field: 'measuredAtMs' }],
    })
    expect(await it.records(SUITE_STREAM, 'refused')).toMatchObject([
      { code: 'not-in-session', origin: { seq: 1 } },
    ])
    expect(await it.lines(it.stream)).toEqual(before)
    const next = sessionStream(await it.openSession(it.nurse, it.roomId, { includeHeld: true }))
    expect(await it.records(next, 'vitals')).toMatchObject([{ origin: { seq: 2 } }])
  })

  test('[DV26] that holds across a restart of the hub', async () => {
    const first = await withSession()
    const measuredAt = first.clock.nowMs()
    first.clock.move(SECOND)
    await first.act({ type: 'session.close' })
    await settle()
    const log = await first.crash()
    first.clock.move(SECOND)
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    const monitor = await it.again(first.monitor)
    await monitor.hello()
    expect(await monitor.send(spo2(80, measuredAt))).toMatchObject({
      refused: [{ code: 'not-in-session' }],
    })
  })

  test('[DV26] a report that meets the close on its way is not recorded behind it, and not lost', async () => {
    await using it = await withSession()
    it.memory.hold()
    const closing = it.act({ type: 'session.close' })
    await settle()
    const meeting = it.monitor.vitals({ spo2: 97 })
    await settle(50)
    it.memory.release()
    expect(await closing).toMatchObject({ ok: true })
    expect(await meeting).toMatchObject({
      ok: true,
      accepted: [{ through: 1, recorded: false }],
      refused: [],
    })
    expect((await it.lines(it.stream)).map((line) => JSON.parse(line).kind).at(-1)).toBe('session.closed')
    expect(it.hub.registry.room(it.roomId)?.state().signals.spo2?.lastValue).toBe(97)
  })

  test('[DV26] if the close cannot be written the session goes on, and the report is sent again into it', async () => {
    await using it = await withSession()
    it.memory.hold()
    const closing = it.act({ type: 'session.close' })
    await settle()
    const meeting = it.monitor.vitals({ spo2: 97 })
    await settle(50)
    it.memory.failNext('io')
    it.memory.release()
    expect(await closing).toMatchObject({ ok: false, error: { code: 'storage-failed' } })
    expect(await meeting).toMatchObject({ ok: false, error: { code: 'storage-failed' } })
    it.monitor.nextSeq = 1
    expect(await it.monitor.vitals({ spo2: 97 })).toMatchObject({
      accepted: [{ through: 1, recorded: true }],
    })
  })
})

describe('current or recovered', () => {
  test('[DV27] each measurement for itself: newer than the last current one and not stale, else recovered', async () => {
    await using it = await withSession()
    const { monitor, clock } = it
    clock.move(MINUTE)
    const now = clock.nowMs()
    await monitor.send(
      spo2(97, now - 5 * SECOND),
      spo2(96, now - 6 * SECOND),
      spo2(95, now - 5 * SECOND),
      vitalsReport({ spo2: 94, heartRate: 70 }, now - 10 * SECOND),
      vitalsReport({ spo2: 93, heartRate: 71 }, now - 9_999),
      spo2(92, now - 4_999),
    )
    expect((await it.records(it.stream, 'vitals')).map((one) => one.recovered ?? [])).toEqual([
      [],
      ['spo2'],
      ['spo2'],
      ['heartRate', 'spo2'],
      ['spo2'],
      [],
    ])
  })

  test('[DV27] a device that declared 60 s is believed for longer', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const slow = await it.device('monitor', { signals: ['spo2'], everyMs: { spo2: 60_000 } })
    await slow.hello()
    const stream = sessionStream(await it.openSession(nurse))
    it.clock.move(10 * MINUTE)
    const now = it.clock.nowMs()
    await slow.send(spo2(97, now - 132_001), spo2(97, now - 131_000))
    expect((await it.records(stream, 'vitals')).map((one) => one.recovered)).toEqual([['spo2'], undefined])
  })

  test('[DV27] a cuff reading for one cycle, and not if a newer one is there', async () => {
    await using it = await withSession()
    it.clock.move(10 * MINUTE)
    const now = it.clock.nowMs()
    await it.monitor.send(
      cuffReport(120, 80, now - 5 * MINUTE - 1),
      cuffReport(121, 81, now - 5 * MINUTE),
      cuffReport(122, 82, now - 6 * MINUTE),
    )
    expect((await it.records(it.stream, 'bloodPressure')).map((one) => one.recovered)).toEqual([
      true,
      undefined,
      true,
    ])
  })
})

describe('whose minutes they are', () => {
  test('[DV42] the minutes of a device that has gone are not offered, and never make a session look real', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const simulated = await it.device('simulated', { signals: ['heartRate'] })
    await simulated.hello()
    await simulated.vitals({ heartRate: 61 })
    simulated.socket.disconnect()
    await eventually('the device is gone', () => it.hub.registry.room(it.roomId)?.devices().length === 0)
    expect(it.hub.registry.room(it.roomId)?.held.heldMs(it.clock.nowMs())).toBe(0)
    const real = await it.device('monitor', { signals: ['heartRate'] })
    await real.hello()
    await real.vitals({ heartRate: 88 })
    const opened = await nurse.command({
      type: 'session.open',
      roomId: it.roomId,
      patientCode: 'K-0500',
      includeHeld: true,
    } as never)
    if (!opened.ok || opened.sessionId === undefined) throw new Error('not opened')
    const lines = (await it.lines(sessionStream(opened.sessionId))).map((line) => JSON.parse(line))
    expect(lines.filter(({ kind }) => kind === 'vitals').map(({ origin }) => origin.deviceId)).toEqual([
      real.deviceId,
    ])
  })

  test('[DV41] a monitor moved to another room does not bring the first patient’s backlog into the second’s session', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const [, second] = await it.store.directory.rooms()
    const monitor = await it.device()
    await monitor.hello()
    const other = await it.openSession(nurse, second?.roomId)
    const measuredAtMs = it.clock.nowMs() + 1_000
    it.clock.move(10_000)
    await it.store.devices.move(monitor.deviceId, second?.roomId as never)
    const { token } = must(await it.store.devices.issueToken([monitor.deviceId], 'again'))
    const { socket } = await it.connect('/devices', { auth: { protocol: 1, token } })
    const hello = {
      sentAtMs: it.clock.nowMs(),
      devices: [{ deviceId: monitor.deviceId, epoch: 'e1', signals: ['heartRate'] }],
    }
    expect(await socket.emitWithAck('hello', hello)).toMatchObject({
      ok: true,
      devices: [{ roomId: second?.roomId }],
    })
    const readings = { heartRate: { status: 'measured', value: 150 } }
    const report = { deviceId: monitor.deviceId, epoch: 'e1', seq: 1, kind: 'vitals', measuredAtMs, readings }
    const ack = await socket.emitWithAck('report', { sentAtMs: it.clock.nowMs(), reports: [report] })
    expect(ack).toMatchObject({ ok: true, refused: [{ code: 'not-in-session' }] })
    const kinds = (await it.lines(sessionStream(other))).map((line) => JSON.parse(line).kind)
    expect(kinds).toContain('refused')
    expect(kinds).not.toContain('vitals')
  })
})
