// Proves the way of a report through the whole hub: disk, acknowledgement, screen; and that a restart goes on where it was.
import { sessionStream } from '@chairside/shared/ids.ts'
import type { RecordOf } from '@chairside/shared/record/record.ts'
import { describe, expect, test } from 'vitest'
import { eventually, hubFixture, settle } from './testing/hub-fixture.ts'

const kinds = (lines: readonly string[]): string[] => lines.map((line) => JSON.parse(line).kind)
const records = <K extends Parameters<typeof JSON.parse>[0]>(lines: readonly string[], kind: K) =>
  lines.map((line) => JSON.parse(line)).filter((record) => record.kind === kind)

describe('from a device to a screen', () => {
  test('[HB1] a report is on disk, acknowledged, and on the screen, in that order', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const monitor = await it.device()
    expect(await monitor.hello()).toMatchObject({ ok: true, devices: [{ acceptedThrough: 0 }] })
    const stream = sessionStream(await it.openSession(nurse))
    expect(await nurse.follow(stream)).toMatchObject({ ok: true, tailFrom: 1 })

    it.memory.hold()
    let acknowledged = false
    const sent = monitor.vitals({ heartRate: 72, spo2: 97, pulseRate: 72 }).then((ack) => {
      acknowledged = true
      return ack
    })
    await settle(200)
    const before = nurse.records(stream).length
    expect(acknowledged).toBe(false)
    expect(nurse.records(stream).some((record) => record.kind === 'vitals')).toBe(false)

    it.memory.release()
    expect(await sent).toMatchObject({ ok: true, accepted: [{ through: 1, recorded: true }], refused: [] })
    await nurse.until(stream, before + 1)
    expect(kinds(await it.lines(stream))).toEqual([
      'session.opened',
      'rules',
      'device.attached',
      'coverage',
      'vitals',
    ])
    expect(nurse.lines.get(stream)).toEqual(await it.lines(stream))
  })

  test('[HB2] a commit that fails shows nothing, acknowledges nothing, and is taken when it is sent again', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const monitor = await it.device()
    await monitor.hello()
    const stream = sessionStream(await it.openSession(nurse))
    await nurse.follow(stream)
    const before = await it.lines(stream)

    it.memory.failNext('io')
    expect(await monitor.vitals({ heartRate: 140 })).toMatchObject({
      ok: false,
      error: { code: 'storage-failed' },
    })
    expect(await it.lines(stream)).toEqual(before)
    monitor.nextSeq = 1
    expect(await monitor.vitals({ heartRate: 140 })).toMatchObject({ ok: true, accepted: [{ through: 1 }] })
    await nurse.until(stream, before.length + 1)
    expect(records(await it.lines(stream), 'vitals')).toHaveLength(1)
  })

  test('[HB3] an alarm is decided by the hub at its due time and reaches the screen as a record', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const monitor = await it.device()
    await monitor.hello()
    const stream = sessionStream(await it.openSession(nurse))
    await nurse.follow(stream)
    const start = it.clock.nowMs()
    for (let second = 0; second < 12; second += 1) {
      it.clock.moveTo(start + second * 1000)
      await monitor.vitals({ heartRate: 72, spo2: 82, pulseRate: 72 })
    }
    await eventually('a HIGH alarm on the screen', () =>
      nurse.records(stream).some((one) => one.kind === 'alarm' && one.priority === 'high'),
    )
    const alarm = records(await it.lines(stream), 'alarm').find(
      ({ limit }) => limit !== undefined,
    ) as RecordOf<'alarm'>
    expect(alarm).toMatchObject({
      condition: 'spo2Low',
      level: expect.any(String),
      priority: 'high',
      dueAtMs: start + 10_000,
      breachAtMs: start,
    })
  })

  test('[HB4] a restart goes on where it was: no hole, nothing twice, the alarm still active, the absence recorded', async () => {
    const first = await hubFixture()
    const nurse = await first.screen('Nora Nurse')
    const monitor = await first.device()
    await monitor.hello()
    const sessionId = await first.openSession(nurse)
    const stream = sessionStream(sessionId)
    await monitor.cuff(190, 100)
    const alarmBefore = records(await first.lines(stream), 'alarm')[0] as RecordOf<'alarm'>
    expect(alarmBefore).toMatchObject({ condition: 'bpHigh', priority: 'high' })
    const log = await first.crash()

    first.clock.move(60_000)
    await using again = await hubFixture({ log, clock: first.clock, store: first.store })
    const actor = again.hub.registry.openSession(sessionId)
    expect(Object.keys(actor?.committed().session.alarms ?? {})).toEqual(['bpHigh'])
    expect(actor?.committed().session.alarms['bpHigh']?.alarm.alarmId).toBe(alarmBefore.alarmId)
    const lines = await again.lines(stream)
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual(lines.map((_line, at) => at + 1))
    expect(records(lines, 'hub.gap')).toMatchObject([{ cause: 'restart' }])
    expect(records(lines, 'alarm')).toHaveLength(1)
  })
})
