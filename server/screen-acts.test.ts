// Proves what people's acts do: all of a session's first records or none; an alarm acknowledged once, by name, as it stands.
import { type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { changesNothing, hubFixture, settle, type TestScreen } from './testing/hub-fixture.ts'
import { refused, type Ward, ward } from './testing/ward.ts'

describe('opening a session', () => {
  const body = (it: { roomId: string }) =>
    ({ type: 'session.open', roomId: it.roomId, patientCode: 'K-1', includeHeld: true }) as CommandBody

  test('[SC19] all of its first records are written, or none, and then the room is as it was', async () => {
    await using it = await hubFixture()
    const nora = await it.screen('Nora Nurse')
    const monitor = await it.device()
    await monitor.hello()
    await monitor.vitals({ spo2: 97 })
    // Every commit that opening makes is failed in turn; whichever it is, nothing of a session is on disk.
    let failures = 0
    for (let failing = 1; ; failing += 1) {
      it.memory.setDisk({ state: 'ok' })
      it.memory.hold()
      const opening = nora.command(body(it))
      await settle(50)
      for (let commit = 1; commit < failing; commit += 1) {
        await it.memory.releaseOne()
        await settle(50)
      }
      it.memory.failNext('io')
      await it.memory.releaseOne()
      it.memory.release()
      const answer = await opening
      if (answer.ok) break
      failures += 1
      expect(answer).toMatchObject(refused('storage-failed'))
      const sessions = Object.entries(await it.everything()).filter(([stream]) =>
        stream.startsWith('session:'),
      )
      expect(sessions.flatMap(([, lines]) => lines)).toEqual([])
      expect(it.hub.registry.room(it.roomId)?.actor()).toBeUndefined()
      expect(it.hub.registry.room(it.roomId)?.state().signals.spo2?.lastValue).toBe(97)
    }
    expect(failures).toBe(2)
    // What the session is told of its surroundings failed in its place, and is tried again.
    it.clock.move(1_000)
    await settle(50)
    const sessionId = it.hub.registry.room(it.roomId)?.actor()?.sessionId as SessionId
    expect((await it.lines(sessionStream(sessionId))).map((line) => JSON.parse(line).kind)).toEqual([
      'session.opened',
      'rules',
      'device.attached',
      'vitals',
      'coverage',
    ])
    expect(await monitor.vitals({ spo2: 96 })).toMatchObject({ accepted: [{ through: 2, recorded: true }] })
  })
})

describe('an alarm', () => {
  const acknowledge = (it: Ward, screen: TestScreen, alarmId: string, more = {}) =>
    it.press(screen, { type: 'alarm.acknowledge', alarmId }, more)
  const alarmOf = async (it: Ward) => (await it.alarms())[0]?.alarmId ?? ''

  test('[SC20] is acknowledged once, by name, with the newest values', async () => {
    await using it = await ward()
    await it.monitor.cuff(185, 100)
    it.clock.move(1_000)
    await it.monitor.cuff(190, 99)
    const alarmId = await alarmOf(it)
    expect(await acknowledge(it, it.nora, alarmId)).toMatchObject({ ok: true })
    expect(await it.records(it.stream, 'acknowledgement')).toMatchObject([
      { alarmId, level: 'veryHigh', values: { systolic: 190, diastolic: 99 }, by: { name: 'Nora Nurse' } },
    ])
    const again = await changesNothing(it, () => acknowledge(it, it.nils, alarmId))
    expect(again).toMatchObject(refused('already-acknowledged', 'body.alarmId'))
    expect(again.ok ? '' : again.error.message).toContain('Nora Nurse')
  })

  test('[SC20] that has ended, or never was, cannot be', async () => {
    await using it = await ward()
    await it.monitor.cuff(185, 100)
    const alarmId = await alarmOf(it)
    it.clock.move(1_000)
    await it.monitor.cuff(120, 80)
    // HIGH and over: it stays in sight until somebody has seen it.
    expect(await acknowledge(it, it.nora, alarmId)).toMatchObject({ ok: true })
    const answers = { [alarmId]: 'alarm-ended', 'spo2Low@1764000000000': 'alarm-unknown' }
    for (const [id, code] of Object.entries(answers))
      expect(await changesNothing(it, () => acknowledge(it, it.nora, id))).toMatchObject(
        refused(code, 'body.alarmId'),
      )
  })

  test('[SC21] that rose after the screen last changed is not acknowledged unseen', async () => {
    await using it = await ward()
    await it.monitor.cuff(185, 90)
    const alarmId = await alarmOf(it)
    const seen = it.head()
    it.clock.move(1_000)
    await it.monitor.cuff(205, 110)
    const late = await changesNothing(it, () => acknowledge(it, it.nora, alarmId, { basedOnSeq: seen }))
    expect(late).toMatchObject(refused('state-moved', 'basedOnSeq'))
    expect(await acknowledge(it, it.nora, alarmId)).toMatchObject({ ok: true })
  })

  test('[SC21] what has fallen due by now counts as risen, decided or not', async () => {
    await using it = await ward()
    const { monitor, clock } = it
    const start = clock.nowMs()
    for (let second = 0; second <= 15; second += 1) {
      clock.moveTo(start + second * 1_000)
      await monitor.vitals({ heartRate: 70, spo2: 88 })
    }
    const alarmId = await alarmOf(it)
    expect((await it.alarms()).map((one) => one.level)).toEqual(['low'])
    for (let second = 16; second <= 25; second += 1) {
      clock.moveTo(start + second * 1_000)
      await monitor.vitals({ heartRate: 70, spo2: 83 })
    }
    const seen = it.head()
    // The hub has been too busy to look: nothing has fired, but the 10 s below 85 are over.
    it.memory.hold()
    clock.moveTo(start + 26_000)
    const pressed = acknowledge(it, it.nora, alarmId, { basedOnSeq: seen })
    await settle(50)
    it.memory.release()
    expect(await pressed).toMatchObject(refused('state-moved'))
    expect((await it.alarms()).map((one) => one.level)).toEqual(['low', 'veryLow'])
    expect(await it.records(it.stream, 'acknowledgement')).toEqual([])
  })
})
