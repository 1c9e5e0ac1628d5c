// Proves that an engine that breaks stops the judging of one session, says so and sounds, and stops no recording.
import { type RoomId, sessionStream } from '@chairside/shared/ids.ts'
import type { DecodedRecord } from '@chairside/shared/record/line.ts'
import { describe, expect, test } from 'vitest'
import { ENGINE, type Engine } from './session/engine-port.ts'
import { changesNothing, eventually, hubFixture, settle } from './testing/hub-fixture.ts'
import { ownPage, pass } from './testing/pages.ts'
import { refused, type Ward, ward } from './testing/ward.ts'

/** The engine, with an invariant that breaks on every respiration while `broken`, and on every deadline while `late`. */
function fragileEngine() {
  const state = { broken: true, late: false }
  const look = (record: DecodedRecord): void => {
    if (state.broken && record.kind === 'vitals' && record.readings.respirationRate !== undefined)
      throw new Error('invariant: respiration cannot be judged')
  }
  const engine: Engine = {
    ...ENGINE,
    evolve(rules, before, record) {
      look(record)
      return ENGINE.evolve(rules, before, record)
    },
    step(rules, before, record) {
      look(record)
      return ENGINE.step(rules, before, record)
    },
    advanceTo(...asked) {
      if (state.late) throw new Error('invariant: no deadlines')
      return ENGINE.advanceTo(...asked)
    },
  }
  return { state, engine }
}
const SIGNALS = ['heartRate', 'pulseRate', 'spo2', 'respirationRate', 'bloodPressure']
const breathing = (spo2: number) => ({ heartRate: 70, pulseRate: 70, spo2, respirationRate: 12 })
const quiet = (spo2: number) => ({ heartRate: 70, pulseRate: 70, spo2 })

async function fragileWard() {
  const { state, engine } = fragileEngine()
  const it = await ward({ engine })
  await it.monitor.hello({ devices: [{ deviceId: it.monitor.deviceId, epoch: 'e1', signals: SIGNALS }] })
  return Object.assign(it, { state, engine })
}
const kinds = async (it: Ward) => (await it.lines(it.stream)).map((line) => JSON.parse(line).kind)
const quarantines = (it: Ward) => it.records(it.stream, 'quarantine')
const onOff = async (it: Ward) => (await quarantines(it)).map(({ on }) => on)

describe('a broken invariant', () => {
  test('[HB30] switches the judging off, not the recording: logged, acknowledged, shown, and said', async () => {
    await using it = await fragileWard()
    await it.nora.follow(it.stream)
    await it.monitor.cuff(190, 100)
    const ack = await it.monitor.vitals(breathing(97))
    expect(ack).toMatchObject({ ok: true, accepted: [{ through: 2, recorded: true }], refused: [] })
    expect((await kinds(it)).slice(-2)).toEqual(['vitals', 'quarantine'])
    expect(await quarantines(it)).toMatchObject([
      { on: true, reason: 'invariant: respiration cannot be judged' },
    ])
    for (let second = 1; second <= 20; second += 1) {
      it.clock.move(1_000)
      expect(await it.monitor.vitals(breathing(70))).toMatchObject({
        ok: true,
        accepted: [{ recorded: true }],
      })
    }
    await it.nora.until(it.stream, it.head())
    expect(it.nora.lines.get(it.stream)).toEqual(await it.lines(it.stream))
    expect(await onOff(it)).toEqual([true])
    // What was active stays so: silence of the engine is not health.
    expect((await it.alarms()).map(({ condition }) => condition)).toEqual(['bpHigh'])
    const rooms = (await it.nora.emit('rooms:open', {})).rooms
    expect(rooms[0].session).toMatchObject({ quarantined: true, alarms: [{ condition: 'bpHigh' }] })
    expect(it.errors.filter(({ msg }) => /quarantine/.test(msg))).toHaveLength(1)
  })

  test('[HB31] in one room leaves the others judged', async () => {
    await using it = await fragileWard()
    const other = sessionStream(await it.openSession(it.nora, it.roomIds[1]))
    const second = await it.device('monitor', { roomId: it.roomIds[1] as RoomId })
    await second.hello()
    await it.monitor.vitals(breathing(97))
    expect(await onOff(it)).toEqual([true])
    for (let at = 0; at <= 10; at += 1) {
      await second.vitals(quiet(83))
      it.clock.move(1_000)
    }
    expect((await it.records(other, 'alarm')).filter(({ limit }) => limit !== undefined)).toMatchObject([
      { condition: 'spo2Low', level: 'veryLow' },
    ])
    expect(await it.records(other, 'quarantine')).toEqual([])
  })

  test('[HB30] people can still act in that session, and close it', async () => {
    await using it = await fragileWard()
    await it.monitor.vitals(breathing(97))
    expect(await it.press(it.nora, { type: 'infusion.start', rateMlPerHr: 50 })).toMatchObject({ ok: true })
    expect(await it.press(it.nora, { type: 'session.close' })).toMatchObject({ ok: true })
    await settle(50)
    expect(it.hub.registry.room(it.roomId)?.actor()).toBeUndefined()
  })

  test('[HB36] sounds in its room: Pause audio quietens it for 120 s, and nothing else that a person does', async () => {
    await using it = await fragileWard()
    await it.monitor.vitals(breathing(97))
    const alarmId = `notJudged@${it.clock.nowMs()}`
    const sinceMs = it.clock.nowMs()
    const line = async () => (await it.nora.emit('rooms:open', {})).rooms[0].session
    expect(await line()).toMatchObject({ quarantined: true, notJudged: { sinceMs } })
    const nils = await ownPage(it, 'Nils Nurse', 'rooms')
    const acts = [
      [it.nora, { type: 'alarm.acknowledge', alarmId }],
      [nils, { type: 'alarm.coming', alarmId }],
      [nils, { type: 'alarm.take', alarmId }],
      [nils, { type: 'alarm.decline', alarmId }],
      [it.nora, { type: 'alarm.resolve', alarmId, outcome: 'x' }],
    ] as const
    for (const [page, body] of acts) {
      const answer = await changesNothing(it, () => it.press(page, body))
      expect(answer).toMatchObject(refused('alarm-unknown', 'body.alarmId'))
      expect(answer.ok ? '' : answer.error.message).toContain('not judged')
    }
    expect(await it.press(it.nora, { type: 'audio.pause' })).toMatchObject({ ok: true })
    const pausedUntilMs = sinceMs + 120_000
    expect(await it.records(it.stream, 'audioPaused')).toMatchObject([
      { alarmIds: [alarmId], untilMs: pausedUntilMs },
    ])
    expect(await line()).toMatchObject({ notJudged: { sinceMs, pausedUntilMs } })
    expect(await changesNothing(it, () => it.press(it.nora, { type: 'audio.pause' }))).toMatchObject(
      refused('nothing-to-silence'),
    )
    it.clock.move(120_000)
    expect(await it.press(it.nora, { type: 'audio.pause' })).toMatchObject({ ok: true })
    it.state.broken = false
    expect(await it.press(it.nora, { type: 'engine.retry' })).toMatchObject({ ok: true })
    expect((await line()).notJudged).toBeUndefined()
    const late = await it.press(nils, { type: 'alarm.coming', alarmId })
    expect(late).toMatchObject(refused('alarm-unknown', 'body.alarmId'))
    expect(late.ok ? '' : late.error.message).toContain('judged here again')
    // The pauses end by themselves once there is an engine that says so.
    await pass(it, 121_000)
    expect((await it.records(it.stream, 'silenceEnded')).map(({ what, cause }) => [what, cause])).toEqual([
      ['audioPaused', 'expired'],
      ['audioPaused', 'expired'],
    ])
  })

  test('[HB32] when a deadline is looked at by itself, too', async () => {
    await using it = await fragileWard()
    it.state.broken = false
    for (let second = 0; second < 7; second += 1) {
      await it.monitor.vitals(breathing(82))
      it.clock.move(1_000)
    }
    // From here on the engine is asked by its timer only.
    it.state.late = true
    it.clock.move(3_000)
    await settle(20)
    expect(await quarantines(it)).toMatchObject([{ on: true, reason: 'invariant: no deadlines' }])
    it.clock.move(60_000)
    await settle(20)
    expect(await onOff(it)).toEqual([true])
    expect(await it.monitor.vitals(breathing(82))).toMatchObject({ ok: true })
  })
})

describe('judging again', () => {
  test('[HB33] by hand: what fell due meanwhile is decided with its own due time, from the records', async () => {
    await using it = await fragileWard()
    await it.monitor.vitals(breathing(97))
    const start = it.clock.nowMs()
    for (let second = 1; second <= 20; second += 1) {
      it.clock.moveTo(start + second * 1_000)
      await it.monitor.vitals(breathing(83))
    }
    expect(await it.alarms()).toEqual([])
    it.state.broken = false
    const id = { commandId: 'ab'.repeat(16) }
    const answer = await it.press(it.nora, { type: 'engine.retry' }, id)
    expect(answer).toMatchObject({ ok: true })
    expect(await quarantines(it)).toMatchObject([
      { on: true },
      { on: false, reason: 'tried again by Nora Nurse', by: { name: 'Nora Nurse' }, ...id },
    ])
    expect(await it.alarms()).toMatchObject([
      { condition: 'spo2Low', level: 'veryLow', breachAtMs: start + 1_000, dueAtMs: start + 11_000 },
    ])
    expect(await it.nora.emit('command:status', id)).toEqual(answer)
    for (let second = 21; second <= 45; second += 1) {
      it.clock.moveTo(start + second * 1_000)
      await it.monitor.vitals(breathing(97))
    }
    expect((await it.alarms()).map(({ transition }) => transition)).toEqual(['raised', 'ended'])
  })

  test('[HB33] while it is still broken: tried, and off again at once, both in the records', async () => {
    await using it = await fragileWard()
    await it.monitor.vitals(breathing(97))
    expect(await it.press(it.nora, { type: 'engine.retry' })).toMatchObject({ ok: true })
    expect(await onOff(it)).toEqual([true, false, true])
    expect(await it.monitor.vitals(breathing(97))).toMatchObject({ ok: true })
    expect(await onOff(it)).toEqual([true, false, true])
  })

  test('[HB33] where nothing is broken: refused, and nothing changes', async () => {
    await using it = await ward()
    expect(await changesNothing(it, () => it.press(it.nora, { type: 'engine.retry' }))).toMatchObject(
      refused('state-moved'),
    )
  })

  test('[HB33] with reports coming in all the time', async () => {
    await using it = await fragileWard()
    for (let at = 0; at < 200; at += 1) {
      it.clock.move(100)
      await it.monitor.vitals(breathing(90 + (at % 7)))
    }
    it.state.broken = false
    let sending = true
    const stream = (async () => {
      while (sending) {
        it.clock.move(100)
        await it.monitor.vitals(breathing(97))
      }
    })()
    expect(await it.press(it.nora, { type: 'engine.retry' })).toMatchObject({ ok: true })
    sending = false
    await stream
    expect(await onOff(it)).toEqual([true, false])
    const seqs = (await it.lines(it.stream)).map((line) => JSON.parse(line).seq)
    expect(seqs).toEqual(seqs.map((_, at) => at + 1))
  })

  test('[HB34] at a restart: tried once, and the alarms are where a hub that lived through it would have them', async () => {
    const first = await fragileWard()
    for (let second = 0; second <= 70; second += 1) {
      await first.monitor.vitals(breathing(83))
      first.clock.move(1_000)
    }
    expect(await first.alarms()).toEqual([])
    await settle(20)
    const log = await first.crash()
    first.clock.move(3_000)
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    expect(await it.records(first.stream, 'quarantine')).toMatchObject([
      { on: true },
      { on: false, reason: expect.stringContaining('restart') },
    ])
    const alarms = (await it.records(first.stream, 'alarm')).filter(({ limit }) => limit !== undefined)
    expect(alarms).toMatchObject([{ condition: 'spo2Low', level: 'veryLow' }])
  })

  test('[HB34] at a restart into a still broken engine: the hub starts, the session is open, its alarms not judged', async () => {
    const first = await fragileWard()
    const other = sessionStream(await first.openSession(first.nora, first.roomIds[1]))
    await first.monitor.vitals(breathing(97))
    const log = await first.crash()
    await using it = await hubFixture({ log, clock: first.clock, store: first.store, engine: first.engine })
    expect(it.hub.readiness()).toEqual({ ready: true, reasons: [] })
    expect((await it.records(first.stream, 'quarantine')).map(({ on }) => on)).toEqual([true, false, true])
    expect(it.hub.registry.openActors()).toHaveLength(2)
    expect(await it.records(other, 'hub.gap')).toHaveLength(1)
    const monitor = await it.again(first.monitor)
    await monitor.hello()
    expect(await monitor.vitals({ spo2: 97 })).toMatchObject({ accepted: [{ recorded: true }] })
  })

  test('[HB34] an engine that breaks only on what it has already taken is found out at the restart', async () => {
    const first = await fragileWard()
    first.state.broken = false
    await first.monitor.vitals(breathing(97))
    const log = await first.crash()
    first.state.broken = true
    await using it = await hubFixture({ log, clock: first.clock, store: first.store, engine: first.engine })
    expect(it.hub.registry.openActors()).toHaveLength(1)
    expect((await it.records(first.stream, 'quarantine')).map(({ on }) => on)).toEqual([true, false, true])
  })
})

test('[HB35] a session whose records cannot be read does not keep the hub, or the others, from coming back', async () => {
  const first = await ward()
  const other = sessionStream(await first.openSession(first.nora, first.roomIds[1]))
  await first.monitor.vitals({ spo2: 97 })
  const log = await first.crash()
  log.tamper(first.stream, 2, '{"v":99,"seq":2,"hubAtMs":1,"kind":"from the future"}')
  await using it = await hubFixture({ log, clock: first.clock, store: first.store })
  expect(it.hub.registry.openActors().map(({ sessionId }) => sessionStream(sessionId))).toEqual([other])
  await eventually('it is said', async () => (await it.records('hub' as never, 'storage')).length > 0)
  const [said] = await it.records('hub' as never, 'storage')
  expect(said).toMatchObject({ state: 'setAside', detail: expect.stringContaining(first.sessionId) })
  expect(it.errors).toMatchObject([{ session: first.sessionId }])
})
