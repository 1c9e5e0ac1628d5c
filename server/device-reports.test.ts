// Proves the numbering of reports: nothing twice, no hole passed over, whatever order they come in.
import { SUITE_STREAM, sessionStream } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import { changesNothing, hubFixture, measured, vitalsReport } from './testing/hub-fixture.ts'

/** A hub with an open session in room 1 and a monitor that has said hello. */
async function withSession(...given: Parameters<typeof hubFixture>) {
  const it = await hubFixture(...given)
  const nurse = await it.screen('Nora Nurse')
  const stream = sessionStream(await it.openSession(nurse))
  const monitor = await it.device()
  await monitor.hello()
  return Object.assign(it, { nurse, stream, monitor })
}
const spo2 = (value: number, atMs: number) => vitalsReport({ spo2: value }, atMs)

describe('numbering', () => {
  test('[DV7] a repeat is counted through and recorded once, in one message or in two', async () => {
    await using it = await withSession()
    const { monitor } = it
    const now = it.clock.nowMs()
    const one = { deviceId: monitor.deviceId, epoch: 'e1', seq: 1, ...spo2(97, now) }
    const two = { ...one, seq: 2 }
    const first = await monitor.raw({ sentAtMs: now, reports: [one, one, two, one] })
    expect(first).toMatchObject({ ok: true, accepted: [{ through: 2, recorded: true }], refused: [] })
    const again = await changesNothing(it, () => monitor.raw({ sentAtMs: now, reports: [one, two] }))
    expect(again).toMatchObject({ ok: true, accepted: [{ through: 2, recorded: true }], refused: [] })
    expect(await it.records(it.stream, 'vitals')).toHaveLength(2)
  })

  test('[DV7] a hole and what lies behind it is not taken, and says what to send', async () => {
    await using it = await withSession()
    const { monitor } = it
    await monitor.vitals({ spo2: 97 })
    monitor.nextSeq = 4
    const ack = await changesNothing(it, () =>
      monitor.send(spo2(96, it.clock.nowMs()), spo2(95, it.clock.nowMs())),
    )
    expect(ack).toMatchObject({
      ok: true,
      accepted: [{ through: 1 }],
      refused: [
        { seq: 4, code: 'sequence-gap', field: 'reports.0.seq' },
        { seq: 5, code: 'sequence-gap', field: 'reports.1.seq' },
      ],
      retryAfterMs: 0,
    })
    expect(ack.ok && ack.refused[0]?.message).toMatch(/ 2 /)
    monitor.nextSeq = 2
    expect(await monitor.send(...[1, 2, 3, 4].map(() => spo2(94, it.clock.nowMs())))).toMatchObject({
      accepted: [{ through: 5 }],
    })
  })

  test('[DV7] in one message, what is out of order is taken as far as it is in order', async () => {
    await using it = await withSession()
    const { monitor } = it
    const now = it.clock.nowMs()
    const named = (seq: number) => ({ deviceId: monitor.deviceId, epoch: 'e1', seq, ...spo2(90 + seq, now) })
    const ack = await monitor.raw({ sentAtMs: now, reports: [1, 3, 2, 4, 3].map(named) })
    expect(ack).toMatchObject({
      accepted: [{ through: 3 }],
      refused: [{ seq: 3 }, { seq: 4, code: 'sequence-gap' }],
    })
    expect((await it.records(it.stream, 'vitals')).map(({ origin }) => origin.seq)).toEqual([1, 2, 3])
  })

  test('[DV7] several epochs count for themselves; an epoch may begin at any number that the hub does not know', async () => {
    await using it = await withSession()
    const { monitor } = it
    await monitor.vitals({ spo2: 97 })
    monitor.epoch = 'e2'
    monitor.nextSeq = 57
    expect(await monitor.vitals({ spo2: 96 })).toMatchObject({ accepted: [{ epoch: 'e2', through: 57 }] })
    monitor.epoch = 'e1'
    monitor.nextSeq = 2
    expect(await monitor.vitals({ spo2: 95 })).toMatchObject({ accepted: [{ epoch: 'e1', through: 2 }] })
  })

  test('[DV7] a device that opens an epoch for each report does not fill the memory, and loses nothing', async () => {
    await using it = await withSession()
    const { monitor } = it
    for (let at = 0; at < 40; at += 1) {
      monitor.epoch = `epoch-${at}`
      monitor.nextSeq = 1
      expect(await monitor.vitals({ spo2: 97 })).toMatchObject({ accepted: [{ through: 1 }] })
    }
    expect(await it.records(it.stream, 'vitals')).toHaveLength(40)
    const known = Object.keys(it.hub.registry.openActors()[0]?.cursors() ?? {})
    expect(known).toHaveLength(32)
    expect(known.at(-1)).toBe(`${monitor.deviceId}|epoch-39`)
  })
})

describe('what is wrong with a report', () => {
  test('[DV8] one bad report among good ones: they are recorded, it is counted through, named and kept as refused', async () => {
    await using it = await withSession()
    const now = it.clock.nowMs()
    const ack = await it.monitor.send(
      spo2(97, now - 1_000),
      { kind: 'vitals', measuredAtMs: now, readings: { spo2: measured(0) } },
      { kind: 'vitals', measuredAtMs: now, readings: { etco2: measured(35) } },
      spo2(96, now),
    )
    expect(ack).toMatchObject({
      ok: true,
      accepted: [{ through: 4, recorded: true }],
      refused: [
        { seq: 2, code: 'implausible-value', field: 'readings.spo2.value' },
        { seq: 3, code: 'unknown-signal', field: 'readings.etco2' },
      ],
    })
    expect((await it.records(it.stream, 'vitals')).map(({ origin }) => origin.seq)).toEqual([1, 4])
    expect(await it.records(it.stream, 'refused')).toMatchObject([
      {
        origin: { seq: 2 },
        code: 'implausible-value',
        field: 'readings.spo2.value',
        message: expect.any(String),
      },
      { origin: { seq: 3 }, code: 'unknown-signal', field: 'readings.etco2' },
    ])
    expect(it.hub.registry.room(it.roomId)?.state().signals.spo2?.lastValue).toBe(96)
  })

  const MESSAGES: readonly [string, (seq: object) => unknown, object][] = [
    ['not an object', () => 'reports', { code: 'malformed' }],
    ['no time', (one) => ({ reports: [one] }), { code: 'malformed', field: 'sentAtMs' }],
    ['no reports', () => ({ sentAtMs: 1 }), { code: 'malformed', field: 'reports' }],
    ['an empty list', () => ({ sentAtMs: 1, reports: [] }), { code: 'malformed', field: 'reports' }],
    ['more than it should hold', (one) => ({ sentAtMs: 1, reports: [one], extra: 1 }), { code: 'malformed' }],
    [
      '501 reports',
      (one) => ({ sentAtMs: 1, reports: new Array(501).fill(one) }),
      { code: 'too-large', field: 'reports' },
    ],
    [
      '200 kB',
      (one) => ({ sentAtMs: 1, reports: [{ ...one, note: 'x'.repeat(200_000) }] }),
      { code: 'too-large', field: 'reports' },
    ],
    [
      'a report without a name',
      () => ({ sentAtMs: 1, reports: [{ kind: 'vitals' }] }),
      { code: 'malformed', field: 'reports.0.deviceId' },
    ],
    [
      'a report that is null',
      () => ({ sentAtMs: 1, reports: [null] }),
      { code: 'malformed', field: 'reports.0.deviceId' },
    ],
    [
      'another device',
      (one) => ({ sentAtMs: 1, reports: [{ ...one, deviceId: 'other' }] }),
      { code: 'hello-first', field: 'reports.0.deviceId' },
    ],
  ]
  test.each(MESSAGES)(
    '[DV13] the message as a whole is refused, and nothing of it taken: %s',
    async (_what, message, expected) => {
      await using it = await withSession()
      const one = { deviceId: it.monitor.deviceId, epoch: 'e1', seq: 1, ...spo2(97, it.clock.nowMs()) }
      const ack = await changesNothing(it, () => it.monitor.raw(message(one)))
      expect(ack).toMatchObject({ ok: false, error: expected })
      expect(await it.monitor.vitals({ spo2: 97 })).toMatchObject({ ok: true, accepted: [{ through: 1 }] })
    },
  )

  test('[DV17] a report before hello is refused', async () => {
    await using it = await hubFixture()
    const monitor = await it.device()
    expect(await changesNothing(it, () => monitor.vitals({ spo2: 97 }))).toMatchObject({
      ok: false,
      error: { code: 'hello-first' },
    })
  })

  test('[DV15] a large message is too large, the small one sent behind it is not', async () => {
    await using it = await withSession()
    const { monitor } = it
    const now = it.clock.nowMs()
    const one = { deviceId: monitor.deviceId, epoch: 'e1', seq: 1, ...spo2(97, now) }
    const [large, small] = await Promise.all([
      monitor.raw({ sentAtMs: now, reports: [{ ...one, note: 'x'.repeat(250_000) }] }),
      monitor.raw({ sentAtMs: now, reports: [one] }),
    ])
    expect(large).toMatchObject({ ok: false, error: { code: 'too-large' } })
    expect(small).toMatchObject({ ok: true, accepted: [{ through: 1 }] })
  })

  test('[DV16] a second message while one is on its way to the disk is busy, and nothing of it is taken', async () => {
    await using it = await withSession()
    it.memory.hold()
    const first = it.monitor.vitals({ spo2: 97 })
    const second = await it.monitor.vitals({ spo2: 96 })
    expect(second).toMatchObject({ ok: false, error: { code: 'busy' } })
    it.memory.release()
    expect(await first).toMatchObject({ ok: true, accepted: [{ through: 1 }] })
    it.monitor.nextSeq = 2
    expect(await it.monitor.vitals({ spo2: 96 })).toMatchObject({ ok: true, accepted: [{ through: 2 }] })
    expect(await it.records(it.stream, 'vitals')).toHaveLength(2)
  })

  test('[DV14] a flood is told to slow down and for how long; a backlog is not a flood', async () => {
    await using it = await withSession()
    const { monitor, clock } = it
    const flood = (count: number) =>
      monitor.send(...Array.from({ length: count }, () => spo2(97, clock.nowMs())))
    expect(await flood(100)).toMatchObject({ ok: true, accepted: [{ through: 100 }] })
    const slow = await changesNothing(it, () => flood(20))
    expect(slow).toMatchObject({ ok: false, error: { code: 'slow-down' }, retryAfterMs: 400 })
    monitor.nextSeq = 101
    clock.move(400)
    expect(await flood(20)).toMatchObject({ ok: true, accepted: [{ through: 120 }] })

    const before = clock.nowMs() - 3_000_000
    clock.move(3_600_000)
    const backlog = await monitor.send(
      ...Array.from({ length: 500 }, (_, at) => spo2(97, before + 3_000_000 + at * 1_000)),
    )
    expect(backlog).toMatchObject({ ok: true, accepted: [{ through: 620 }] })
    expect(await monitor.send(spo2(96, clock.nowMs() - 60_000))).toMatchObject({ ok: true })
  })

  test('[DV14] at a scaled rate the wait is said in wall time', async () => {
    await using it = await hubFixture({ rate: { kind: 'scaled', rate: 20 } })
    const monitor = await it.device('simulated')
    await monitor.hello()
    const flood = () => monitor.send(...Array.from({ length: 100 }, () => spo2(97, it.clock.nowMs())))
    expect(await flood()).toMatchObject({ ok: true })
    expect(await flood()).toMatchObject({ error: { code: 'slow-down' }, retryAfterMs: 100 })
  })
})

describe('while no session is open', () => {
  test('[DV18] reports are accepted and shown, and stand in no session’s stream', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const monitor = await it.device()
    await monitor.hello()
    await nurse.emit('room:watch', { roomId: it.roomId })
    const ack = await changesNothing(it, () => monitor.vitals({ heartRate: 71, spo2: 'sensorOff' }))
    expect(ack).toMatchObject({ ok: true, accepted: [{ through: 1, recorded: false }], refused: [] })
    await expect
      .poll(() => nurse.live.at(-1)?.latest.readings)
      .toMatchObject({
        heartRate: { reading: { status: 'measured', value: 71 }, measuredAtMs: it.clock.nowMs() },
        spo2: { reading: { status: 'unavailable', reason: 'sensorOff' } },
      })
    expect(Object.keys(await it.everything()).filter((stream) => stream.startsWith('session:'))).toEqual([])
  })

  test('[DV18] a refused report is kept in the suite’s stream; if that fails it is not counted', async () => {
    await using it = await hubFixture()
    const monitor = await it.device()
    await monitor.hello()
    const bad = { kind: 'vitals', measuredAtMs: it.clock.nowMs(), readings: { spo2: measured(0) } }
    it.memory.failNext('io')
    const failed = await changesNothing(it, () => monitor.send(spo2(97, it.clock.nowMs()), bad))
    expect(failed).toMatchObject({ ok: false, error: { code: 'storage-failed' }, retryAfterMs: 1_000 })
    monitor.nextSeq = 1
    expect(await monitor.send(spo2(97, it.clock.nowMs()), bad)).toMatchObject({
      accepted: [{ through: 2, recorded: false }],
      refused: [{ seq: 2, code: 'implausible-value' }],
    })
    expect(await it.records(SUITE_STREAM, 'refused')).toMatchObject([
      { deviceId: monitor.deviceId, origin: { seq: 2 }, code: 'implausible-value' },
    ])
    expect(it.hub.registry.room(it.roomId)?.held.items(it.clock.nowMs())).toHaveLength(1)
  })
})
