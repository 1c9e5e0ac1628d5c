// Owns how a hub is put together: log, streams, rooms, doors, marks; and the order in which it stops. No globals: every
// test makes its own. Never decides anything itself.
import type { EventEmitter } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import type { Socket as NetSocket } from 'node:net'
import { ADULT_KETAMINE_INFUSION, type RuleSet } from '@chairside/shared/alarm/rules.ts'
import { type ClockStep, type HubClock, rateNumber, type Timer } from '@chairside/shared/clock.ts'
import { HUB_STREAM, type PersonId, SUITE_STREAM } from '@chairside/shared/ids.ts'
import {
  DEVICE_PROTOCOL,
  type HubInfo,
  MAX_DEVICE_MESSAGE_BYTES,
} from '@chairside/shared/protocol/devices.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { NO_VISIT_SITE, type Site } from '@chairside/shared/visit/site.ts'
import type { Logger } from 'pino'
import { Server } from 'socket.io'
import { createGuard } from './doors/guarded.ts'
import { realWall, type Wall } from './doors/wall.ts'
import { createScreenGateway } from './fanout/screen-gateway.ts'
import { createHealth } from './health.ts'
import { createImportDesk } from './import/create-desk.ts'
import type { ImportDesk } from './import/import-desk.ts'
import { createDeviceGateway } from './ingest/device-gateway.ts'
import type { SessionLog } from './log/session-log.ts'
import { createCommandDesk } from './session/acts/command-desk.ts'
import { createGather } from './session/acts/gather.ts'
import { createSecondPerson } from './session/acts/second-person.ts'
import type { Engine } from './session/engine-port.ts'
import { createHeadFeed } from './session/head-feed.ts'
import { openFoldedStream, openPlainStream } from './session/plain-stream.ts'
import { createSessionRegistry, type SessionRegistry } from './session/session-registry.ts'
import { NO_VISIT_SOURCE, type VisitSource } from './session/visit-source.ts'
import type { Directory, SessionIndex } from './store/directory.ts'
import { hashed } from './store/rule-set-hash.ts'
import { createSuite } from './suite/suite.ts'
import { EMPTY_SUITE, foldSuite } from './suite/suite-state.ts'

/** Wall time: how often quiet screens are looked for, and how often the log is told that the hub lives. */
const TICK_MS = 500
const DEVICE_MARK_MS = 1_000
const ALIVE_EVERY_MS = 2_000
/** Shorter than the defaults: a dead link is noticed within 10 s (marks notice it sooner). */
const PING_MS = 5_000
/** A connection that has passed no door by then is nobody's. */
const DOOR_WITHIN_MS = 10_000
/** Wall time that stopping waits for a disk that does not answer, and then for readers that do not read. */
const STOP_WITHIN_MS = 8_000
const LEAVE_WITHIN_MS = 1_000

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
  /** What this site decides about visits; absent: monitoring only. */
  readonly site?: Site
  /** What the store knows of plans and people; absent: nothing, and whoever asks for it is told so. */
  readonly visits?: Partial<VisitSource>
  readonly build: string
  readonly demo: boolean
  readonly newId: () => string
  readonly originAllowed: (headers: { origin?: string | undefined; host?: string | undefined }) => boolean
  readonly secure: (headers: Record<string, unknown>) => boolean
  /** What every new session is judged by, whatever the store says; absent: the profile in force there. */
  readonly rules?: RuleSet
  /** What judges them; absent: the house's own engine. */
  readonly engine?: Engine
  /** Wall time that stopping waits for a disk that does not answer; absent: 8 s. */
  readonly stopWithinMs?: number
  /** Real time for marks and quiet connections; absent: the process's own. */
  readonly wall?: Wall
}
export type Hub = {
  readonly registry: SessionRegistry
  readonly imports: ImportDesk
  /** The connections, for whoever counts them; nothing is sent or decided here. */
  readonly io: Server
  info(): HubInfo
  /** Names of the rooms that this person must hand over before leaving. */
  roomsOf(personId: PersonId): readonly string[]
  readiness(): { readonly ready: boolean; readonly reasons: readonly string[] }
  /** Stops taking messages, writes what is under way, says why it goes. Does not close the log. */
  stop(reason: string): Promise<void>
}

/** Waits for `work`, but not for ever. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), ms)
  const inTime = await Promise.race([work.then(() => true), promise])
  clearTimeout(timer)
  return inTime
}

export async function createHub(deps: HubDeps): Promise<Hub> {
  const { clock, log, logger, directory, index } = deps
  const wall = deps.wall ?? realWall
  const stopWithinMs = deps.stopWithinMs ?? STOP_WITHIN_MS
  const onBroken = (error: unknown): void => logger.error({ err: error }, 'something failed beside a record')
  const feed = createHeadFeed(onBroken)
  const guard = createGuard(logger)
  let stopped: Promise<void> | undefined
  let ready = false
  let screens: ReturnType<typeof createScreenGateway> | undefined

  const info = (): HubInfo => ({
    incarnation: log.status.incarnation,
    hubAtMs: clock.nowMs(),
    rate: rateNumber(clock.rate),
    protocol: DEVICE_PROTOCOL,
    build: deps.build,
  })

  const onFailed = (message: string): void => {
    logger.error({ reason: message }, 'the log refused a write')
    screens?.markAll()
  }
  const hubStream = await openPlainStream(HUB_STREAM, { log, clock, feed, onFailed, onBroken })
  const suiteStream = await openFoldedStream(
    SUITE_STREAM,
    { initial: EMPTY_SUITE, fold: foldSuite },
    { log, clock, feed, onFailed, onBroken },
  )
  const note = (body: RecordBody): void => void hubStream.record(body).catch(onBroken)

  const connections = new Set<NetSocket>()
  deps.httpServer.on('connection', (socket: NetSocket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  const io = new Server(deps.httpServer, {
    transports: ['websocket'],
    serveClient: false,
    pingInterval: PING_MS,
    pingTimeout: PING_MS,
    connectTimeout: DOOR_WITHIN_MS,
    // A little above what a device may send, so that "too large" can be said instead of closing.
    maxHttpBufferSize: 2 * MAX_DEVICE_MESSAGE_BYTES,
    perMessageDeflate: false,
  })
  io.use((_socket, next) => {
    const message = 'There is no door here: devices use /devices, screens use /screens.'
    next(Object.assign(new Error(message), { data: { code: 'wrong-door', message } }))
  })

  const visits: VisitSource = { ...NO_VISIT_SOURCE, ...deps.visits }
  const registry = createSessionRegistry({
    log,
    clock,
    directory,
    index,
    feed,
    logger,
    zone: deps.zone,
    site: deps.site ?? NO_VISIT_SITE,
    visits,
    newId: deps.newId,
    rules: deps.rules === undefined ? undefined : hashed(deps.rules),
    engine: deps.engine,
    recordInSuite: suiteStream.record,
    onRoomChanged: (room) => screens?.roomChanged(room),
    onRoomLive: (room) => screens?.roomLive(room),
    onStorageFailed: onFailed,
    onUnreadable: (session, error) => {
      logger.error({ err: error, session }, 'a session cannot be read back')
      const detail = `The session ${session} cannot be read back and is not open any more: ${String(error)}`
      note({ kind: 'storage', state: 'setAside', detail: detail.slice(0, 300) })
    },
  })
  const suite = await createSuite({ stream: suiteStream, registry, directory, clock, feed, onBroken })
  const desk = createCommandDesk({
    registry,
    suite: suite.acts,
    gather: createGather(visits, createSecondPerson(visits.authenticate, clock)),
    clock,
    newId: deps.newId,
  })

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
      detail: `A damaged log was kept aside as ${log.status.setAside}.`.slice(0, 300),
    })
  await registry.start(log.status.aliveAtMs === undefined ? undefined : { fromMs: log.status.aliveAtMs })

  suite.begin()

  const imports = createImportDesk({
    log,
    index,
    clock,
    logger,
    zone: deps.zone,
    newId: deps.newId,
    rulesFor: async () => {
      if (deps.rules !== undefined) return hashed(deps.rules)
      const found = await directory.rulesFor()
      return found.ok ? found.value.ruleSet : hashed(ADULT_KETAMINE_INFUSION)
    },
    recordInSuite: suiteStream.record,
  })
  await imports.clean

  const health = createHealth({
    log,
    clock,
    record: note,
    onChange: (disk) => {
      logger.warn({ disk }, 'disk')
      screens?.markAll()
    },
  })
  const { originAllowed } = deps
  const doors = { io, directory, registry, feed, guard, logger, hubInfo: info, originAllowed }
  const devices = createDeviceGateway({ ...doors, clock })
  screens = createScreenGateway({
    ...doors,
    index,
    desk,
    suite,
    log,
    wall,
    health: health.onMark,
    recordInSuite: suiteStream.record,
    secure: deps.secure,
    zone: deps.zone,
    demo: deps.demo,
  })

  clock.onStep?.((step) => {
    logger.warn({ step }, 'the wall clock was set')
    if (step.kind === 'forward' && step.toMs > step.fromMs) {
      const { fromMs, toMs } = step
      for (const actor of registry.openActors())
        actor.insist({ kind: 'hub.gap', fromMs, toMs, cause: 'clockForward' }).catch(onBroken)
      devices.hubStepped(step)
      suite.stepped(toMs - fromMs)
    }
    health.stepped(step)
    screens?.markAll()
  })

  const offChanged = directory.onChanged(() => {
    registry.refreshRooms().catch((error: unknown) => logger.error({ err: error }, 'rooms not refreshed'))
  })
  /** One that fails must not end the process, nor keep the next from being tried. */
  const every = (ms: number, run: () => void): Timer =>
    wall.every(ms, () => {
      try {
        run()
      } catch (error) {
        onBroken(error)
      }
    })
  const timers = [
    every(TICK_MS, () => screens?.tick()),
    every(DEVICE_MARK_MS, () => devices.mark()),
    every(ALIVE_EVERY_MS, () => log.alive(clock.nowMs())),
  ]
  log.alive(clock.nowMs())
  ready = true

  const answerAll = async (): Promise<void> => {
    await guard.idle()
    const leaving = registry
      .rooms()
      .flatMap((room) => room.devices().map(({ deviceId }) => room.detach(deviceId, 'hubStopped')))
    await Promise.all(leaving)
  }
  /** Closes every connection once it has been sent what waits for it. */
  const letGo = async (): Promise<void> => {
    const clients = Object.values((io.engine as unknown as { clients: Record<string, EventEmitter> }).clients)
    const gone = Promise.all(clients.map((client) => new Promise((resolve) => client.once('close', resolve))))
    for (const door of ['/devices', '/screens']) io.of(door).disconnectSockets(true)
    const inTime = await within(LEAVE_WITHIN_MS, gone)
    // Closes the HTTP server with it. Whoever reads nothing would hold it open.
    const closed = io.close()
    if (!inTime || !(await within(LEAVE_WITHIN_MS, closed))) for (const one of connections) one.destroy()
    await closed
  }
  const writeTheEnd = async (reason: string): Promise<void> => {
    registry.stop()
    suite.stop()
    await imports.close(reason)
    await registry.idle()
    await suiteStream.idle()
    await hubStream.record({ kind: 'hub.stopped', reason: reason.slice(0, 200) })
    await hubStream.idle()
    log.alive(clock.nowMs())
  }
  const stop = async (reason: string): Promise<void> => {
    const why = { code: 'hub-stopping' as const, message: `The hub is stopping: ${reason}` }
    guard.close(why)
    for (const timer of timers) timer.cancel()
    offChanged()
    screens?.close(why)
    devices.close(why)
    const answered = await within(stopWithinMs, answerAll())
    await letGo()
    const written = answered && (await within(stopWithinMs, writeTheEnd(reason)))
    if (!written) logger.error('the disk did not answer in time; the hub stops without its word')
    health.stop()
  }

  return {
    registry,
    imports,
    io,
    info,
    roomsOf: (personId) =>
      (deps.site ?? NO_VISIT_SITE).checkIn === 'required'
        ? suite.roomsOf(personId).flatMap((roomId) => registry.room(roomId)?.name() ?? [])
        : [],
    readiness: () => {
      const reasons = [
        ...(ready ? [] : ['starting']),
        ...(stopped === undefined ? [] : ['stopping']),
        ...(health.canRecord() ? [] : ['the log cannot be written']),
      ]
      return { ready: reasons.length === 0, reasons }
    },
    stop(reason) {
      stopped ??= stop(reason)
      return stopped
    },
  }
}
