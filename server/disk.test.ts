// Proves what a disk that fills does: said in time, no new session, nothing acknowledged that was not written.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HUB_STREAM } from '@chairside/shared/ids.ts'
import type { ReportAck } from '@chairside/shared/protocol/devices.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import type { DiskLog } from './log/disk-log.ts'
import { openWorkerLog } from './log/worker-log.ts'
import { changesNothing, eventually, hubFixture, settle, vitalsReport } from './testing/hub-fixture.ts'
import { createManualWall } from './testing/manual-wall.ts'
import { refused, type Ward, ward } from './testing/ward.ts'

const openIn = (it: { roomIds: readonly string[] }, room: number) =>
  ({ type: 'session.open', roomId: it.roomIds[room], patientCode: 'K-2', includeHeld: false }) as CommandBody
/** What the newest mark says; no wall time passes here, so only what is said at once is heard. */
const said = async (it: Ward) => {
  await settle(50)
  const { recording, disk } = it.nora.marks.at(-1) ?? {}
  return { recording, disk }
}

describe('the disk fills', () => {
  test('[HB40] little room: every screen is told at once, recording goes on, and it is recorded', async () => {
    await using it = await ward({ wall: createManualWall() })
    it.memory.setDisk({ state: 'warn', freeBytes: 1_500 * 1_048_576 })
    expect(await said(it)).toEqual({ recording: true, disk: 'warn' })
    expect(await it.nora.command(openIn(it, 1))).toMatchObject({ ok: true })
    expect(await it.monitor.vitals({ spo2: 97 })).toMatchObject({ accepted: [{ recorded: true }] })
    it.memory.setDisk({ state: 'ok', freeBytes: 3_000 * 1_048_576 })
    expect(await said(it)).toEqual({ recording: true, disk: 'ok' })
    expect(await it.records(HUB_STREAM, 'storage')).toMatchObject([
      { state: 'warn', detail: '1500 MB free' },
      { state: 'ok', detail: '3000 MB free' },
    ])
  })

  test('[HB41] hardly any: no new session; those that are open go on', async () => {
    await using it = await ward({ wall: createManualWall() })
    it.memory.setDisk({ state: 'noNewSessions' })
    expect(await said(it)).toEqual({ recording: true, disk: 'noNewSessions' })
    const opened = await changesNothing(it, () => it.nora.command(openIn(it, 1)))
    expect(opened).toMatchObject(refused('disk-low'))
    expect(await it.monitor.vitals({ spo2: 97 })).toMatchObject({ accepted: [{ recorded: true }] })
    expect(await it.press(it.nora, { type: 'session.close' })).toMatchObject({ ok: true })
  })

  test('[HB41] a hub that starts on such a disk says so from the first mark', async () => {
    const first = await ward()
    const log = await first.crash()
    log.setDisk({ state: 'noNewSessions' })
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    const nora = await it.screen('Nora Nurse')
    expect(await nora.hello()).toMatchObject({ ok: true, mark: { recording: true, disk: 'noNewSessions' } })
    expect((await it.records(HUB_STREAM, 'storage')).map(({ state }) => state)).toEqual(['noNewSessions'])
  })

  test('[HB42] none: nothing is acknowledged, screens are told at once, and it is right again when it writes again', async () => {
    await using it = await ward({ wall: createManualWall() })
    const before = await it.lines(it.stream)
    it.memory.failNext('full')
    const ack = await it.monitor.vitals({ spo2: 97 })
    expect(ack).toMatchObject({ ok: false, error: { code: 'storage-failed' }, retryAfterMs: 1_000 })
    expect(await said(it)).toEqual({ recording: false, disk: 'noNewSessions' })
    expect(await it.lines(it.stream)).toEqual(before)
    it.clock.move(12_000)
    it.monitor.nextSeq = 1
    expect(await it.monitor.vitals({ spo2: 97 })).toMatchObject({
      accepted: [{ through: 1, recorded: true }],
    })
    expect(await said(it)).toEqual({ recording: true, disk: 'ok' })
    expect(it.hub.readiness()).toEqual({ ready: true, reasons: [] })
  })

  test('[HB42] while it is so, the hub is not ready and says for how long it could not write', async () => {
    await using it = await ward({ wall: createManualWall() })
    it.memory.hold()
    it.memory.setDisk({ state: 'failed' })
    expect(await said(it)).toEqual({ recording: false, disk: 'noNewSessions' })
    expect(it.hub.readiness()).toEqual({ ready: false, reasons: ['the log cannot be written'] })
    expect(await it.nora.command(openIn(it, 1))).toMatchObject(refused('disk-low'))
    it.clock.move(75_000)
    it.memory.setDisk({ state: 'warn' })
    it.memory.release()
    await settle(50)
    expect(await it.records(HUB_STREAM, 'storage')).toMatchObject([
      { state: 'failed', detail: 'nothing could be written for 1 min 15 s' },
      { state: 'warn' },
    ])
  })

  test('[HB43] an alarm that falls due meanwhile is not lost: it is recorded with its own due time', async () => {
    await using it = await ward()
    const start = it.clock.nowMs()
    for (let second = 0; second < 10; second += 1) {
      it.clock.moveTo(start + second * 1_000)
      await it.monitor.vitals({ heartRate: 70, pulseRate: 70, spo2: 83 })
    }
    it.memory.failNext('full')
    it.clock.moveTo(start + 10_000)
    await settle(20)
    expect(await it.alarms()).toEqual([])
    it.memory.failNext('full')
    it.clock.moveTo(start + 11_000)
    await settle(20)
    it.clock.moveTo(start + 12_000)
    await settle(20)
    expect(await it.alarms()).toMatchObject([
      { condition: 'spo2Low', level: 'veryLow', dueAtMs: start + 10_000, hubAtMs: start + 12_000 },
    ])
  })
})

async function onDisk(options: object): Promise<{ log: DiskLog; dir: string; free: { bytes: number } }> {
  const dir = mkdtempSync(join(tmpdir(), 'chairside-disk-'))
  const free = { bytes: 100e9 }
  const log = await openWorkerLog({
    dir,
    reserveBytes: 0,
    freeBytes: () => free.bytes,
    onFatal: (error) => {
      throw error
    },
    ...options,
  })
  return { log, dir, free }
}

describe('on a real log', () => {
  test('[HB40] free space given by the file system: warn, no new session, and back', async () => {
    const { log, dir, free } = await onDisk({})
    {
      await using it = await ward({ anyLog: log, wall: createManualWall() })
      free.bytes = 1e9
      await log.lookAtDisk()
      expect(await said(it)).toEqual({ recording: true, disk: 'warn' })
      free.bytes = 1e8
      await log.lookAtDisk()
      expect(await said(it)).toEqual({ recording: true, disk: 'noNewSessions' })
      expect(await it.nora.command(openIn(it, 1))).toMatchObject(refused('disk-low'))
      free.bytes = 1e11
      await log.lookAtDisk()
      expect(await said(it)).toEqual({ recording: true, disk: 'ok' })
      expect(await it.nora.command(openIn(it, 1))).toMatchObject({ ok: true })
    }
    await log.close()
    rmSync(dir, { recursive: true })
  })

  test('[HB44] SQLite says full: the reserve goes first, then nothing is acknowledged, and nothing acknowledged is lost', async () => {
    const { log, dir } = await onDisk({ reserveBytes: 400_000, maxPageCount: 60 })
    const acknowledged: number[] = []
    {
      await using it = await ward({ anyLog: log, wall: createManualWall() })
      const { monitor } = it
      const send = async (): Promise<ReportAck> => {
        it.clock.move(15_000)
        const from = monitor.nextSeq
        const reports = Array.from({ length: 50 }, (_, at) =>
          vitalsReport({ heartRate: 70, pulseRate: 71, spo2: 97 }, it.clock.nowMs() - 12_000 + at),
        )
        const ack = await monitor.send(...reports)
        if (ack.ok) for (let seq = from; seq < monitor.nextSeq; seq += 1) acknowledged.push(seq)
        else monitor.nextSeq = from
        return ack
      }
      // Sealing what is recorded goes on beside it and may make a little room: full is when it is refused again and again.
      let refusals = 0
      for (let message = 0; message < 200 && refusals < 4; message += 1) {
        const ack = await send()
        refusals = ack.ok ? 0 : refusals + 1
        if (!ack.ok) expect(ack).toMatchObject({ error: { code: 'storage-failed' } })
      }
      expect(refusals).toBe(4)
      expect(await said(it)).toEqual({ recording: false, disk: 'noNewSessions' })
      expect(it.hub.readiness().ready).toBe(false)

      await log.setMaxPageCount(100_000)
      await log.probe()
      expect(await said(it)).toEqual({ recording: true, disk: 'ok' })
      expect(await send()).toMatchObject({ ok: true, accepted: [{ recorded: true }] })
      await eventually('the reserve is on record', async () =>
        (await it.records(HUB_STREAM, 'storage')).some(({ state }) => state === 'reserveUsed'),
      )
      const seqs = (await it.records(it.stream, 'vitals')).map(({ origin }) => origin.seq)
      expect(seqs).toEqual(acknowledged)
      expect(await log.verify(it.stream)).toMatchObject({ ok: true })
    }
    await log.close()
    rmSync(dir, { recursive: true })
  })
})
