// Owns one simulated room: a patient and the device or two that watch them, second by second of hub time, over the wire.
// Never knows what the hub makes of it. All chance comes from the seed, all time from the clock.
import { randomBytes } from 'node:crypto'
import type { HubClock, Timer } from '@chairside/shared/clock.ts'
import { type DeviceId, epochMs } from '@chairside/shared/ids.ts'
import type { HelloDevice, RefusedReport } from '@chairside/shared/protocol/devices.ts'
import type { Reading } from '@chairside/shared/record/reading.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import type { SignalId } from '@chairside/shared/vitals.ts'
import type { DeviceStatus, LinkState, SocketDevice } from './adapters/device-port.ts'
import { createSocketDevice } from './adapters/socket-device.ts'
import { clockOfHub, type DeviceClock } from './clock/device-clock.ts'
import { createMarkClock } from './clock/mark-clock.ts'
import { clockShiftAt, linkDownAt, type Scenario } from './scenarios/scenario.ts'
import { SCENARIOS, type ScenarioName } from './scenarios/table.ts'
import { createSimulatedBody, type SimulatedBody } from './simulated-body.ts'
import type { ReportBody } from './spool.ts'

/** After a longer sleep of this machine the seconds before are left out: a monitor would not have them either. */
const LONGEST_CATCH_UP_MS = 3_600_000

export type DeviceDoor = { readonly deviceId: string; readonly token: string }
export type SimulatedRoomOptions = {
  readonly url: string
  readonly token: string
  readonly deviceId: string
  /** The second device, for scenarios that have two. */
  readonly second?: DeviceDoor
  readonly scenario: Scenario | ScenarioName
  readonly seed: number | string
  /** The hub's clock where both live in one process; absent: hub time is taken from the hub's marks. */
  readonly clock?: HubClock
  readonly newEpoch?: () => string
  readonly on?: {
    link?(deviceId: string, state: LinkState, why?: Refusal): void
    refused?(report: RefusedReport): void
    refusedForGood?(deviceId: string, why: Refusal): void
  }
}
export type SimulatedRoom = {
  /** Connects; resolves when the hub has answered the first hello of every device, rejects when it refuses one. */
  start(): Promise<void>
  /** Resolves when everything made so far is dealt with by the hub, or its cable is out. */
  idle(): Promise<void>
  status(): readonly (DeviceStatus & { readonly deviceId: string })[]
  stop(): Promise<void>
}

type Link = {
  readonly device: SocketDevice
  readonly deviceId: DeviceId
  readonly signals: readonly string[]
}

/** How many devices a scenario needs in its room. */
export const devicesNeeded = (scenario: Scenario): number => scenario.devices.length

/** A simulated patient with their devices, speaking the wire like any device. */
export function createSimulatedRoom(options: SimulatedRoomOptions): SimulatedRoom {
  const scenario: Scenario =
    typeof options.scenario === 'string' ? SCENARIOS[options.scenario] : options.scenario
  const doors: DeviceDoor[] = [options, ...(options.second === undefined ? [] : [options.second])]
  if (doors.length < scenario.devices.length)
    throw new Error(`The scenario ${scenario.name} needs ${scenario.devices.length} devices in the room.`)
  const clock: DeviceClock = options.clock === undefined ? createMarkClock() : clockOfHub(options.clock)
  const newEpoch = options.newEpoch ?? (() => randomBytes(8).toString('hex'))
  let body: SimulatedBody | undefined
  let startedAtMs = 0
  let nextAtMs = 0
  let ticking: Timer | undefined
  let linkDown = false
  let stopped = false

  const sinceStartS = (atMs: number) => (atMs - startedAtMs) / 1_000
  const shiftAt = (atMs: number) => (body === undefined ? 0 : clockShiftAt(scenario, sinceStartS(atMs)))

  const started = new Map<DeviceId, { resolve: () => void; reject: (why: Error) => void }>()
  const links: Link[] = scenario.devices.map((said, index): Link => {
    const door = doors[index] as DeviceDoor
    const deviceId = door.deviceId as DeviceId
    const hello: Omit<HelloDevice, 'epoch'> = {
      deviceId,
      signals: [...said.signals],
      everyMs: Object.fromEntries(said.signals.filter((s) => s !== 'bloodPressure').map((s) => [s, 1_000])),
      takesCuffOrders: said.signals.includes('bloodPressure'),
      kind: 'simulated',
    }
    const device = createSocketDevice({
      url: options.url,
      token: door.token,
      devices: [hello],
      clock,
      newEpoch,
      shiftMs: () => shiftAt(clock.nowMs()),
      on: {
        linked: () => started.get(deviceId)?.resolve(),
        link: (state, why) => options.on?.link?.(deviceId, state, why),
        refused: (report) => options.on?.refused?.(report),
        refusedForGood(why) {
          started.get(deviceId)?.reject(new Error(`${why.message} (${why.code})`))
          options.on?.refusedForGood?.(deviceId, why)
        },
        cuffOrder: ({ orderId }) => body?.orderCuff(orderId),
        infusion(state) {
          if (index === 0) pumpLog = state
          hearPump()
        },
      },
    })
    return { device, deviceId, signals: said.signals }
  })

  let pumpLog: {
    sessionId?: string
    rates: readonly { atMs: number; rateMlPerHr: number }[]
    mgPerMl?: number
  } = {
    rates: [],
  }
  const hearPump = (): void => {
    const rates = pumpLog.rates.map((row) => ({ ...row, atMs: clock.fromHubMs(row.atMs) }))
    body?.pumpLog({ ...pumpLog, rates })
  }

  /** The device's own clock at a moment: what it stamps its measurements with. */
  const stamped = (report: ReportBody): ReportBody => {
    const move = (atMs: number) => epochMs(Math.round(atMs + shiftAt(atMs)))
    if (report.kind === 'cuffStarted') return { ...report, startedAtMs: move(report.startedAtMs) }
    if (report.kind === 'vitals' || report.kind === 'status')
      return { ...report, measuredAtMs: move(report.measuredAtMs) }
    const shifted = { ...report, measuredAtMs: move(report.measuredAtMs) }
    // A start on the clock before a jump would lie after the end: it is left out rather than told wrong.
    if (report.startedAtMs === undefined) return shifted
    const { startedAtMs: began, ...without } = shifted
    return shiftAt(report.startedAtMs) === shiftAt(report.measuredAtMs)
      ? { ...shifted, startedAtMs: move(began as number) }
      : without
  }

  const second = (atMs: number): void => {
    if (body === undefined) return
    const { readings, cuff } = body.second(atMs)
    for (const { device, deviceId, signals } of links) {
      const own = Object.entries(readings).filter(([signal]) => signals.includes(signal))
      device.report(
        deviceId,
        stamped({
          kind: 'vitals',
          measuredAtMs: epochMs(atMs),
          readings: Object.fromEntries(own) as Partial<Record<SignalId, Reading>>,
        }),
      )
      if (signals.includes('bloodPressure'))
        for (const report of cuff) device.report(deviceId, stamped(report))
    }
    const down = linkDownAt(scenario, sinceStartS(atMs))
    if (down !== linkDown) for (const { device } of links) down ? device.cut() : device.restore()
    linkDown = down
  }

  const tick = (): void => {
    if (stopped) return
    const nowMs = clock.nowMs()
    if (nowMs - nextAtMs > LONGEST_CATCH_UP_MS) nextAtMs = nowMs - LONGEST_CATCH_UP_MS
    while (nextAtMs <= nowMs) {
      second(nextAtMs)
      nextAtMs += 1_000
    }
    ticking = clock.at(nextAtMs, tick)
  }

  return {
    async start() {
      const greeted = links.map(
        ({ deviceId }) =>
          new Promise<void>((resolve, reject) => {
            started.set(deviceId, { resolve, reject })
          }),
      )
      for (const { device } of links) device.start()
      await Promise.all(greeted)
      if (stopped || body !== undefined) return
      startedAtMs = clock.nowMs()
      nextAtMs = startedAtMs
      body = createSimulatedBody(scenario, options.seed, startedAtMs)
      hearPump()
      tick()
    },
    async idle() {
      await Promise.all(links.map(({ device }) => device.idle()))
    },
    status: () => links.map(({ device, deviceId }) => ({ deviceId, ...device.status() })),
    async stop() {
      stopped = true
      ticking?.cancel()
      await Promise.all(links.map(({ device }) => device.stop(2_000)))
    },
  }
}
