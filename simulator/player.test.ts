// Proves how a recording is played: each measurement at its time by hub time, holes as silence, nothing lost or doubled
// when the hub dies. Over real sockets, on a stepped clock.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseRecordedCsv, type RecordedFile } from '@chairside/shared/record/recorded-csv.ts'
import { createSteppedClock, type SteppedClock } from '@chairside/shared/stepped-clock.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type FakeHub, type FakeHubSettings, startFakeHub } from './adapters/fake-hub.ts'
import { createPlayer, helloOf, type Player } from './player.ts'

const hubs: FakeHub[] = []
const players: Player[] = []
const hub = async (clock: SteppedClock, settings: Partial<FakeHubSettings> = {}) => {
  const started = await startFakeHub({ nowMs: clock.nowMs, ...settings })
  hubs.push(started)
  return started
}
const fileOf = (text: string): RecordedFile => {
  const parsed = parseRecordedCsv(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}
const play = async (url: string, file: RecordedFile, clock: SteppedClock) => {
  let epochs = 0
  const player = createPlayer({
    url,
    token: 'token',
    deviceId: 'player-4',
    recording: file,
    clock,
    newEpoch: () => {
      epochs += 1
      return `e${epochs}`
    },
  })
  players.push(player)
  await player.connect()
  return player
}
const numbered = (one: FakeHub) => one.disk.reports.map((report) => report.seq)
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

afterEach(async () => {
  for (const one of players.splice(0)) await one.stop()
  for (const one of hubs.splice(0)) await one.die()
})

describe('the player', () => {
  it('[PL11] says what the file is: recorded, its signals, its interval', () => {
    const file = fileOf('t_s,hr,pr,rr,spo2,nibp_sys,nibp_dia,nibp_mean\n0,1,2,3,4,,,\n60,1,2,3,4,,,\n')
    expect(helloOf(file, 'p')).toEqual({
      deviceId: 'p',
      signals: ['heartRate', 'pulseRate', 'spo2', 'respirationRate', 'bloodPressure'],
      everyMs: { heartRate: 60_000, pulseRate: 60_000, spo2: 60_000, respirationRate: 60_000 },
      kind: 'recorded',
    })
    expect(helloOf(fileOf('t_s,sys,dia,mean\n0,120,80,93\n'), 'p')).toEqual({
      deviceId: 'p',
      signals: ['bloodPressure'],
      kind: 'recorded',
    })
  })

  it('[PL11] each row is sent when its time has come, measured then; in a hole nothing is sent', async () => {
    const clock = createSteppedClock(1_732_190_400_000)
    const one = await hub(clock)
    const start = clock.nowMs()
    const player = await play(
      one.url,
      fileOf('t_s,hr,spo2,phase\n5,90,98,a\n6,91,98,a\n7,92,97,a\n37,93,0,a\n'),
      clock,
    )
    const done = player.play()
    await player.idle()
    expect(numbered(one)).toEqual([1])
    clock.move(1_999)
    await player.idle()
    expect(numbered(one)).toEqual([1, 2])
    clock.move(1)
    await player.idle()
    expect(numbered(one)).toEqual([1, 2, 3])
    clock.move(29_999)
    await player.idle()
    expect(numbered(one)).toEqual([1, 2, 3])
    clock.move(1)
    await done
    expect(one.disk.reports).toMatchObject([
      { measuredAtMs: start, readings: { pulseRate: { value: 90 } } },
      { measuredAtMs: start + 1_000 },
      { measuredAtMs: start + 2_000 },
      {
        measuredAtMs: start + 32_000,
        readings: { pulseRate: { value: 93 }, spo2: { status: 'unavailable', reason: 'noReading' } },
      },
    ])
    expect(player.status()).toMatchObject({ playedMs: 32_000, lengthMs: 32_000, held: 0, acknowledged: 4 })
  })

  it('[PL12] a row that steps back is sent when its turn comes, with the time it was measured', async () => {
    const clock = createSteppedClock(1_732_190_400_000)
    const one = await hub(clock)
    const start = clock.nowMs()
    const player = await play(
      one.url,
      fileOf('t_s,hr,spo2,phase\n0,90,98,a\n10,91,98,a\n4,92,98,a\n5,93,98,a\n11,94,98,a\n'),
      clock,
    )
    const done = player.play()
    clock.move(9_999)
    await player.idle()
    expect(numbered(one)).toEqual([1])
    clock.move(1)
    await player.idle()
    expect(numbered(one)).toEqual([1, 2, 3, 4])
    clock.move(1_000)
    await done
    expect(one.disk.reports.map((r) => r.kind === 'vitals' && r.measuredAtMs - start)).toEqual([
      0, 10_000, 4_000, 5_000, 11_000,
    ])
    for (const message of one.messages)
      for (const report of message.reports)
        expect(report.kind === 'vitals' && report.measuredAtMs <= message.sentAtMs).toBe(true)
  })

  it('[PL8] the hub is killed and restarted again and again: every measurement is in the log once, in order', async () => {
    const clock = createSteppedClock(1_732_190_400_000)
    let current = await hub(clock)
    const rows = Array.from({ length: 300 }, (_, s) => `${s},${60 + (s % 50)},97,x`).join('\n')
    const player = await play(current.url, fileOf(`t_s,hr,spo2,phase\n${rows}\n`), clock)
    const done = player.play()
    for (let death = 0; death < 8; death += 1) {
      if (death % 2 === 0) current.dieAfterCommit()
      for (let s = 0; s < 20; s += 1) clock.move(1_000)
      await current.die()
      for (let s = 0; s < 10; s += 1) clock.move(1_000)
      current = await hub(clock, { port: current.port, disk: current.disk })
      await vi.waitFor(() => expect(current.hellos.length).toBeGreaterThan(0), 5_000)
    }
    for (let s = 0; s < 70; s += 1) clock.move(1_000)
    await done
    expect(numbered(current)).toEqual(upTo(300))
    expect(new Set(current.disk.reports.map((report) => report.epoch))).toEqual(new Set(['e1']))
    const times = current.disk.reports.map((r) => (r.kind === 'vitals' ? r.measuredAtMs : 0))
    for (let i = 1; i < times.length; i += 1)
      expect((times[i] as number) - (times[i - 1] as number)).toBe(1_000)
  }, 30_000)

  it('[PL10] a hub that refuses the device says why, at once', async () => {
    const clock = createSteppedClock(1_732_190_400_000)
    const one = await hub(clock)
    one.refuseHello({ code: 'device-unknown', message: 'This token does not speak for a device "player-4".' })
    await expect(play(one.url, fileOf('t_s,sys,dia,mean\n0,120,80,93\n'), clock)).rejects.toThrow(
      /device-unknown/,
    )
  })

  const mimic = fileURLToPath(
    new URL('../../shared/data/recordings/mimic2/s25047-2704-05-04-10-44n.csv', import.meta.url),
  )
  it.skipIf(!existsSync(mimic))(
    '[PL11] mimic2 from end to end: 72 rows, 21 cuff measurements, each once',
    async () => {
      const clock = createSteppedClock(1_732_190_400_000)
      const one = await hub(clock)
      const player = await play(one.url, fileOf(readFileSync(mimic, 'utf8')), clock)
      const done = player.play()
      for (let minute = 0; minute < 71; minute += 1) clock.move(60_000)
      await done
      const kinds = one.disk.reports.map((report) => report.kind)
      expect(kinds.filter((kind) => kind === 'vitals')).toHaveLength(72)
      expect(kinds.filter((kind) => kind === 'bloodPressure')).toHaveLength(21)
      expect(numbered(one)).toEqual(upTo(93))
    },
  )
})
