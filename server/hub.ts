// Owns how a hub is put together: log, streams, rooms, doors, marks. No globals: every test makes its own.
// Never decides anything itself.
import type { Server as HttpServer } from 'node:http'
import { type ClockStep, type HubClock, rateNumber } from '@chairside/shared/clock.ts'
import { type EpochMs, HUB_STREAM, SUITE_STREAM } from '@chairside/shared/ids.ts'
import {
  DEVICE_PROTOCOL,
  type HubInfo,
  MAX_DEVICE_MESSAGE_BYTES,
} from '@chairside/shared/protocol/devices.ts'
import type { Mark } from '@chairside/shared/protocol/screens.ts'
import type { Logger } from 'pino'
import { Server } from 'socket.io'
import { createScreenGateway } from './fanout/screen-gateway.ts'
import { createDeviceGateway } from './ingest/device-gateway.ts'
import type { DiskState, SessionLog } from './log/session-log.ts'
import { createCommandDesk } from './session/command-desk.ts'
import { createHeadFeed } from './session/head-feed.ts'
import { openPlainStream } from './session/plain-stream.ts'
import { createSessionRegistry, type SessionRegistry } from './session/session-registry.ts'
import type { Directory, SessionIndex } from './store/directory.ts'

/** Wall time: how often quiet screens are looked for, and how often the log is told that the hub lives. */
const TICK_MS = 500
const DEVICE_MARK_MS = 1_000
const ALIVE_EVERY_MS = 2_000
/** Ours are longer than the defaults' halves: a dead link is noticed within 10 s (marks notice it sooner). */
const PING_MS = 5_000

export type HubDeps = {
  readonly httpServer: HttpServer
  readonly clock: HubClock & {
    onStep?: (listener: (step: ClockStep) => void) => void
    aheadMs?: () => number
  }
  readonly log: SessionLog
  readonly directory: Directory
  readonly index: SessionIndex
  readonly logger: Logger
  readonly zone: string
  readonly build: string
  readonly demo: boolean
  readonly newId: () => string
  readonly originAllowed: (headers: { origin?: string | undefined; host?: string | undefined }) => boolean
  readonly secure: (headers: Record<string, unknown>) => boolean
}
export type Hub = {
  readonly registry: SessionRegistry
  info(): HubInfo
  readiness(): { readonly ready: boolean; readonly reasons: readonly string[] }
  /** Stops taking messages, writes what is under way, says why it goes. Does not close the log. */
  stop(reason: string): Promise<void>
}

const minutes = (ms: number): string =>
  `${Math.round(Math.abs(ms) / 60_000)} min ${Math.round((Math.abs(ms) % 60_000) / 1000)} s`

export async function createHub(deps: HubDeps): Promise<Hub> {
  const { clock, log, logger, directory, index } = deps
  const feed = createHeadFeed()
  let stopping = false
  let ready = false
  let disk: DiskState = log.disk()
  let screens: ReturnType<typeof createScreenGateway> | undefined

  const info = (): HubInfo => ({
    incarnation: log.status.incarnation,
    hubAtMs: clock.nowMs(),
    rate: rateNumber(clock.rate),
    protocol: DEVICE_PROTOCOL,
    build: deps.build,
  })
  const health = (): Pick<Mark, 'recording' | 'disk' | 'clockNote'> => {
    const ahead = clock.aheadMs?.() ?? 0
    return {
      recording: disk.state !== 'failed',
      disk: disk.state === 'ok' || disk.state === 'warn' ? disk.state : 'noNewSessions',
      ...(ahead < 1_000
        ? {}
        : { clockNote: `This machine’s clock was set back; hub time runs ${minutes(ahead)} ahead of it.` }),
    }
  }

  const onFailed = (message: string): void => {
    logger.error({ reason: message }, 'the log refused a write')
    screens?.markAll()
  }
  const hubStream = await openPlainStream(HUB_STREAM, { log, clock, feed, onFailed })
  const suiteStream = await openPlainStream(SUITE_STREAM, { log, clock, feed, onFailed })

  const io = new Server(deps.httpServer, {
    transports: ['websocket'],
    serveClient: false,
    pingInterval: PING_MS,
    pingTimeout: PING_MS,
    // A little above what a device may send, so that "too large" can be said instead of closing.
    maxHttpBufferSize: 2 * MAX_DEVICE_MESSAGE_BYTES,
    perMessageDeflate: false,
  })

  const registry = createSessionRegistry({
    log,
    clock,
    directory,
    index,
    feed,
    logger,
    zone: deps.zone,
    newId: deps.newId,
    recordInSuite: suiteStream.record,
    onRoomChanged: (room) => screens?.roomChanged(room),
    onRoomLive: (room) => screens?.roomLive(room),
    onStorageFailed: onFailed,
  })
  const desk = createCommandDesk(registry, clock, deps.newId)

  await hubStream.record({
    kind: 'hub.started',
    incarnation: log.status.incarnation,
    version: deps.build,
    clockRate: rateNumber(clock.rate),
  })
  if (log.status.setAside !== undefined)
    await hubStream.record({
      kind: 'storage',
      state: 'setAside',
      detail: `A damaged log was kept aside as ${log.status.setAside}.`,
    })
  await registry.start(log.status.aliveAtMs === undefined ? undefined : { fromMs: log.status.aliveAtMs })

  const doors = { io, directory, registry, feed, logger, hubInfo: info, originAllowed: deps.originAllowed }
  const devices = createDeviceGateway({ ...doors, clock })
  screens = createScreenGateway({
    ...doors,
    index,
    desk,
    log,
    health,
    recordInSuite: suiteStream.record,
    secure: deps.secure,
    zone: deps.zone,
    demo: deps.demo,
  })

  const onDisk = (next: DiskState): void => {
    if (next.state === disk.state && next.reserve === disk.reserve) return
    const reserveUsed = next.reserve === 'used' && disk.reserve === 'present'
    disk = next
    logger.warn({ disk: next }, 'disk')
    screens?.markAll()
    const detail = `${Math.round(next.freeBytes / 1_048_576)} MB free${next.reserve === 'used' ? ', reserve used' : ''}`
    void hubStream.record({ kind: 'storage', state: reserveUsed ? 'reserveUsed' : next.state, detail })
  }
  const offDisk = log.onDisk(onDisk)
  onDisk(log.disk())

  clock.onStep?.((step) => {
    logger.warn({ step }, 'the wall clock was set')
    if (step.kind === 'forward')
      for (const actor of registry.openActors())
        void actor.record({ kind: 'hub.gap', fromMs: step.fromMs, toMs: step.toMs, cause: 'clockForward' })
    void hubStream.record({ kind: 'clock.step', direction: step.kind, fromMs: step.fromMs, toMs: step.toMs })
    screens?.markAll()
  })

  const offChanged = directory.onChanged(() => {
    registry.refreshRooms().catch((error: unknown) => logger.error({ err: error }, 'rooms not refreshed'))
  })
  const timers = [
    setInterval(() => screens?.tick(), TICK_MS),
    setInterval(() => devices.mark(), DEVICE_MARK_MS),
    setInterval(() => log.alive(clock.nowMs() as EpochMs), ALIVE_EVERY_MS),
  ]
  log.alive(clock.nowMs())
  ready = true

  return {
    registry,
    info,
    readiness: () => {
      const reasons = [
        ...(ready ? [] : ['starting']),
        ...(stopping ? ['stopping'] : []),
        ...(disk.state === 'failed' ? ['the log cannot be written'] : []),
      ]
      return { ready: reasons.length === 0, reasons }
    },
    async stop(reason) {
      if (stopping) return
      stopping = true
      for (const timer of timers) clearInterval(timer)
      offChanged()
      offDisk()
      const why = { code: 'hub-stopping' as const, message: `The hub is stopping: ${reason}` }
      screens?.close(why)
      devices.close(why)
      for (const room of registry.rooms())
        for (const { deviceId } of room.devices()) await room.detach(deviceId, 'hubStopped')
      await hubStream.record({ kind: 'hub.stopped', reason: reason.slice(0, 200) })
      registry.stop()
      await registry.idle()
      await suiteStream.idle()
      await hubStream.idle()
      log.alive(clock.nowMs())
      io.disconnectSockets(true)
      // Closes the HTTP server with it.
      await io.close()
    },
  }
}
