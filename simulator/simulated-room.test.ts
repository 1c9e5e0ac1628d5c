// Proves that a simulated room speaks the wire as a device does, on a stepped clock, over real sockets.
import type { DeviceId, SessionId } from '@chairside/shared/ids.ts'
import { zHello } from '@chairside/shared/protocol/devices.ts'
import { checkPlausible, type Report, zReport } from '@chairside/shared/record/report.ts'
import { createSteppedClock, type SteppedClock } from '@chairside/shared/stepped-clock.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type FakeHub, startFakeHub } from './adapters/fake-hub.ts'
import { SCENARIOS, type ScenarioName } from './scenarios/table.ts'
import { createSimulatedRoom, type SimulatedRoom, type SimulatedRoomOptions } from './simulated-room.ts'

const hubs: FakeHub[] = []
const rooms: SimulatedRoom[] = []
const setUp = async (name: ScenarioName, more: Partial<SimulatedRoomOptions> = {}) => {
  const clock = createSteppedClock(1_732_190_400_000)
  const hub = await startFakeHub({ nowMs: clock.nowMs })
  hubs.push(hub)
  const room = createSimulatedRoom({
    url: hub.url,
    token: 'token',
    deviceId: 'sim-1',
    scenario: SCENARIOS[name],
    seed: 7,
    clock,
    newEpoch: () => 'e1',
    ...more,
  })
  rooms.push(room)
  await room.start()
  return { clock, hub, room, start: clock.nowMs() }
}
const steps = async (clock: SteppedClock, room: SimulatedRoom, seconds: number) => {
  for (let s = 0; s < seconds; s += 1) {
    clock.move(1_000)
    if (s % 20 === 0) await room.idle()
  }
  await room.idle()
}
const atMs = (report: Report) => (report.kind === 'cuffStarted' ? report.startedAtMs : report.measuredAtMs)

afterEach(async () => {
  for (const room of rooms.splice(0)) await room.stop()
  for (const hub of hubs.splice(0)) await hub.die()
})

describe('a simulated room', () => {
  it('[SM8] every report is one the wire allows, numbered without holes, a vitals report for each second', async () => {
    const { clock, hub, room, start } = await setUp('calm')
    await steps(clock, room, 600)
    const { reports } = hub.disk
    expect(zHello.safeParse(hub.hellos[0]).success).toBe(true)
    expect(hub.hellos[0]?.devices[0]).toMatchObject({ kind: 'simulated', takesCuffOrders: true })
    for (const report of reports) {
      expect(zReport.safeParse(report).success).toBe(true)
      expect(checkPlausible(report).ok).toBe(true)
    }
    expect(reports.map((report) => report.seq)).toEqual(reports.map((_, i) => i + 1))
    expect(reports.filter((r) => r.kind === 'vitals').map((r) => atMs(r) - start)).toEqual(
      Array.from({ length: 601 }, (_, s) => s * 1_000),
    )
    for (const message of hub.messages)
      for (const report of message.reports) expect(atMs(report)).toBeLessThanOrEqual(message.sentAtMs)
    expect(reports.filter((r) => r.kind === 'bloodPressure').length).toBeGreaterThanOrEqual(2)
  })

  it('[SM1] the same seed on the same clock gives the same reports, however the clock is stepped', async () => {
    const run = async (stepMs: number) => {
      const { clock, hub, room } = await setUp('desaturation')
      for (let ms = 0; ms < 300_000; ms += stepMs) clock.move(stepMs)
      await room.idle()
      return hub.disk.reports
    }
    const slow = await run(1_000)
    expect(slow).toHaveLength((await run(60_000)).length)
    expect(await run(60_000)).toEqual(slow)
  })

  it('[SM6] a cuff order of the hub starts a cycle that names it, and its reading follows within 45 s', async () => {
    const { clock, hub, room } = await setUp('calm')
    await steps(clock, room, 120)
    hub.order('sim-1', 'order-1')
    await vi.waitFor(() => {
      clock.move(1_000)
      expect(hub.disk.reports.some((r) => r.kind === 'cuffStarted' && r.orderId === 'order-1')).toBe(true)
    })
    const began = hub.disk.reports.find((r) => r.kind === 'cuffStarted' && r.orderId === 'order-1')
    await steps(clock, room, 46)
    const reading = hub.disk.reports.find(
      (r) => r.kind === 'bloodPressure' && began !== undefined && r.startedAtMs === atMs(began),
    )
    expect(reading).toBeDefined()
  })

  it('[SM3] the pump log of the hub drives the patient', async () => {
    const mean = async (infusing: boolean) => {
      const surge = {
        ...SCENARIOS.calm,
        patient: {
          ...SCENARIOS.calm.patient,
          rise: { ...SCENARIOS.calm.patient.rise, heartRate: [20, 20] as const },
        },
      }
      const { clock, hub, room, start } = await setUp('calm', { scenario: surge })
      let heard = false
      if (infusing)
        hub.infusion({
          deviceId: 'sim-1' as DeviceId,
          sessionId: 's' as SessionId,
          rates: [{ atMs: start, rateMlPerHr: 52.5 }],
          mgPerMl: 1,
        })
      // The pump log travels over the socket: give it the turn it needs before time moves.
      await vi.waitFor(() => {
        heard = true
        expect(heard).toBe(true)
      })
      for (let i = 0; i < 3; i += 1) {
        clock.move(1_000)
        await room.idle()
      }
      await steps(clock, room, 40 * 60 - 3)
      const late = hub.disk.reports.filter((r) => r.kind === 'vitals').slice(-60)
      const values = late.map((r) =>
        r.kind === 'vitals' && r.readings.heartRate?.status === 'measured' ? r.readings.heartRate.value : 0,
      )
      return values.reduce((a, b) => a + b, 0) / values.length
    }
    expect((await mean(true)) - (await mean(false))).toBeCloseTo(20, 0)
  })

  it('[SM9] link-drop: nothing arrives for 100 s, then everything that was measured meanwhile', async () => {
    const { clock, hub, room, start } = await setUp('link-drop')
    await steps(clock, room, 300)
    const last = Math.max(...hub.disk.reports.map(atMs)) - start
    expect(last).toBeLessThanOrEqual(241_000)
    expect(room.status()[0]?.link).toBe('cut')
    await steps(clock, room, 45)
    await vi.waitFor(() => expect(room.status()[0]).toMatchObject({ link: 'linked', held: 0 }), 5_000)
    expect(hub.disk.reports.filter((r) => r.kind === 'vitals').map((r) => atMs(r) - start)).toEqual(
      Array.from({ length: 346 }, (_, s) => s * 1_000),
    )
    expect(hub.hellos).toHaveLength(2)
  })

  it('[SM9] clock-jump: what the device stamps and when it says it sends jump together, so that ages stay true', async () => {
    const { clock, hub, room, start } = await setUp('clock-jump')
    await steps(clock, room, 260)
    const vitals = hub.disk.reports.filter((r) => r.kind === 'vitals')
    expect(atMs(vitals[239] as Report) - start).toBe(239_000)
    expect(atMs(vitals[240] as Report) - start).toBe(240_000 + 120_000)
    const jumped = hub.messages.filter((message) => message.sentAtMs - start > 300_000)
    expect(jumped.length).toBeGreaterThan(0)
    for (const message of jumped.slice(1))
      for (const report of message.reports) expect(message.sentAtMs - atMs(report)).toBeLessThan(61_000)
  })

  it('[SM9] two-devices: each says its own signals, the cuff is on the second, and one patient feeds both', async () => {
    const { clock, hub, room } = await setUp('two-devices', { second: { deviceId: 'sim-2', token: 'token' } })
    await steps(clock, room, 60)
    const of = (deviceId: string) => hub.disk.reports.filter((report) => report.deviceId === deviceId)
    const keys = (report: Report) => (report.kind === 'vitals' ? Object.keys(report.readings) : [])
    expect(new Set(of('sim-1').flatMap(keys))).toEqual(new Set(['heartRate', 'respirationRate']))
    expect(new Set(of('sim-2').flatMap(keys))).toEqual(new Set(['pulseRate', 'spo2']))
    expect(of('sim-1').some((report) => report.kind !== 'vitals')).toBe(false)
    expect(of('sim-2').some((report) => report.kind === 'bloodPressure')).toBe(true)
    expect(() =>
      createSimulatedRoom({
        url: hub.url,
        token: 't',
        deviceId: 'a',
        scenario: SCENARIOS['two-devices'],
        seed: 1,
      }),
    ).toThrow(/needs 2 devices/)
  })

  it('[SM8] without an injected clock it takes time and rate from the hub’s marks', async () => {
    const clock = createSteppedClock(1_732_190_400_000)
    const hub = await startFakeHub({ nowMs: clock.nowMs, rate: 20 })
    hubs.push(hub)
    const room = createSimulatedRoom({
      url: hub.url,
      token: 'token',
      deviceId: 'sim-1',
      scenario: SCENARIOS.calm,
      seed: 1,
    })
    rooms.push(room)
    const started = room.start()
    await vi.waitFor(() => {
      hub.mark()
      expect(hub.hellos).toHaveLength(1)
    }, 5_000)
    await started
    expect(hub.hellos[0]?.sentAtMs).toBeGreaterThanOrEqual(clock.nowMs())
    expect(hub.hellos[0]?.sentAtMs).toBeLessThan(clock.nowMs() + 5_000)
    await vi.waitFor(() => expect(hub.disk.reports.length).toBeGreaterThan(10), 5_000)
  })

  it('[PL10] a room the hub refuses says why', async () => {
    const clock = createSteppedClock(1_732_190_400_000)
    const hub = await startFakeHub({ nowMs: clock.nowMs })
    hubs.push(hub)
    hub.refuseDoor({ code: 'token-unknown', message: 'This token is not known here.' })
    const room = createSimulatedRoom({
      url: hub.url,
      token: 'token',
      deviceId: 'sim-1',
      scenario: SCENARIOS.calm,
      seed: 1,
      clock,
    })
    rooms.push(room)
    await expect(room.start()).rejects.toThrow(/not known here.*token-unknown/)
  })
})
