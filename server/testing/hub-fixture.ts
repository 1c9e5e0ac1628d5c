// Owns the hub that tests use: the real one, on a port of its own, with a log in memory and a clock the test moves.
// Never used by the product.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { ClockRate, HubClock } from '@chairside/shared/clock.ts'
import {
  HUB_STREAM,
  type RoomId,
  type ScreenId,
  type SessionId,
  type StreamId,
} from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { Provenance, RecordKind, RecordOf } from '@chairside/shared/record/record.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { NO_VISIT_SITE, type Site } from '@chairside/shared/visit/site.ts'
import { pino } from 'pino'
import { io, type Socket } from 'socket.io-client'
import type { Wall } from '../doors/wall.ts'
import { originAllowed } from '../http/origin.ts'
import { createHub, type Hub, type HubDeps } from '../hub.ts'
import { createMemoryLog, type MemoryLog } from '../log/memory-log.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { Engine } from '../session/engine-port.ts'
import type { VisitSource } from '../session/visit-source.ts'
import type { Directory } from '../store/directory.ts'
import type { Store } from '../store/store.ts'
import { must } from '../store/store-fixture.ts'
import { type AnyAck, createTestDevice, type DeviceSays, type TestDevice } from './test-device.ts'
import { createTestScreen, type TestScreen } from './test-screen.ts'
import { cookieOfPerson, testStore } from './test-store.ts'
import { settle } from './wait.ts'

export type { TestDevice } from './test-device.ts'
export { cuffReport, measured, vitalsReport } from './test-device.ts'
export { commandId, type TestScreen } from './test-screen.ts'
export { eventually, settle } from './wait.ts'

export const START_MS = 1_764_000_000_000
const DOORS = { allowHttp: false }

/** A clock that the test moves. */
export type TestClock = HubClock &
  Pick<HubDeps['clock'], 'onStep' | 'aheadMs'> & {
    move(byMs: number): void
    moveTo(atMs: number): void
  }
export type HubFixture = {
  readonly hub: Hub
  readonly url: string
  readonly clock: TestClock
  readonly log: SessionLog
  readonly memory: MemoryLog
  readonly store: Store
  readonly roomId: RoomId
  readonly roomIds: readonly RoomId[]
  /** What the hub logged as an error: things that must not happen unnoticed. */
  readonly errors: readonly AnyAck[]
  device(kind?: Provenance, more?: DeviceSays & { roomId?: RoomId }): Promise<TestDevice>
  /** Another connection with the same token, going on with the same numbers. */
  again(device: TestDevice): Promise<TestDevice>
  screen(who: string | { cookie: string }): Promise<TestScreen>
  cookie(name: string): Promise<string>
  /** The cookie of a screen that has been given this room, or the suite. */
  enrol(roomId?: RoomId): Promise<{ readonly cookie: string; readonly screenId: ScreenId }>
  connect(namespace: string, options: object): Promise<{ socket: Socket; error: AnyAck }>
  lines(stream: StreamId): Promise<readonly string[]>
  records<K extends RecordKind>(stream: StreamId, kind: K): Promise<RecordOf<K>[]>
  /** Every line of every stream; of the hub's own without what it says of the disk. */
  everything(): Promise<Readonly<Record<string, readonly string[]>>>
  openSession(screen: TestScreen, roomId?: RoomId, more?: object): Promise<SessionId>
  /** Ends the process as a crash would: nothing is said to anyone. */
  crash(): Promise<MemoryLog>
  [Symbol.asyncDispose](): Promise<void>
}

/** Runs an act that must be refused and proves that no stream has a line more or less for it. */
export async function changesNothing<T>(it: HubFixture, act: () => Promise<T>): Promise<T> {
  // What was said just before may still be on its way to the disk.
  await settle()
  const before = await it.everything()
  const said = await act()
  await settle()
  const after = await it.everything()
  // Numbers of records are compared first: two long logs make a poor message.
  const count = (all: typeof before) =>
    Object.fromEntries(Object.entries(all).map(([key, lines]) => [key, lines.length]))
  if (JSON.stringify(count(after)) !== JSON.stringify(count(before)))
    throw new Error(`records were added: ${JSON.stringify(count(before))} → ${JSON.stringify(count(after))}`)
  if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error('a record was changed')
  return said
}

/** The directory, whose answers take as long as `door` says. What they say is what was so when it was asked. */
const slowDoor = (directory: Directory, door: { wait?: Promise<void> | undefined }): Directory => {
  const later = async <T>(answer: Promise<T>): Promise<T> => {
    const found = await answer
    await door.wait
    return found
  }
  return {
    ...directory,
    deviceToken: (token) => later(directory.deviceToken(token)),
    signInOf: (cookie, use) => later(directory.signInOf(cookie, use)),
    screenOf: (cookie) => later(directory.screenOf(cookie)),
  }
}

export async function hubFixture(
  options: {
    log?: MemoryLog
    anyLog?: SessionLog
    clock?: TestClock
    store?: Store
    rate?: ClockRate
    rules?: RuleSet
    engine?: Engine
    wall?: Wall
    stopWithinMs?: number
    /** What the site decides about visits; absent: monitoring only, no check-in. */
    checkIn?: Site['checkIn']
    site?: Partial<Site>
    visits?: Partial<VisitSource>
    /** While it is set, what the directory has found out about a caller waits for it. */
    door?: { wait?: Promise<void> | undefined }
  } = {},
): Promise<HubFixture> {
  const clock: TestClock = options.clock ?? createSteppedClock(START_MS, options.rate)
  const memory = options.log ?? createMemoryLog()
  const log = options.anyLog ?? memory
  const store = options.store ?? (await testStore(clock))
  const roomIds = (await store.directory.rooms()).map((room) => room.roomId)
  const roomId = roomIds[0] as RoomId
  const errors: AnyAck[] = []
  const logger = pino(
    { level: process.env['TEST_LOG'] ?? 'error' },
    {
      write: (line: string) => {
        const said = JSON.parse(line)
        if (said.level >= 50) errors.push(said)
        if (process.env['TEST_LOG'] !== undefined) process.stderr.write(line)
      },
    },
  )
  const httpServer = createServer()
  const hub = await createHub({
    httpServer,
    clock,
    log,
    directory: options.door === undefined ? store.directory : slowDoor(store.directory, options.door),
    index: store.sessions,
    logger,
    zone: 'Europe/Oslo',
    site: { ...NO_VISIT_SITE, checkIn: options.checkIn ?? 'none', ...options.site },
    visits: {
      ...store.visits,
      authenticate: store.people.authenticate,
      ...options.visits,
    },
    build: 'test',
    demo: false,
    newId: () => randomUUID(),
    originAllowed: (headers) => originAllowed(headers, DOORS),
    secure: () => false,
    ...(options.rules === undefined ? {} : { rules: options.rules }),
    ...(options.engine === undefined ? {} : { engine: options.engine }),
    ...(options.wall === undefined ? {} : { wall: options.wall }),
    ...(options.stopWithinMs === undefined ? {} : { stopWithinMs: options.stopWithinMs }),
  })
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`
  const sockets: Socket[] = []

  const connect: HubFixture['connect'] = (namespace, opts) =>
    new Promise((resolve) => {
      const socket = io(`${url}${namespace}`, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        ...opts,
      })
      sockets.push(socket)
      socket.on('connect', () => resolve({ socket, error: undefined }))
      socket.on('connect_error', (error) =>
        resolve({ socket, error: (error as { data?: unknown }).data ?? error }),
      )
    })

  const linkDevice = async (
    who: Pick<TestDevice, 'deviceId' | 'token' | 'tokenId'>,
    says: DeviceSays,
  ): Promise<TestDevice> => {
    const { socket, error } = await connect('/devices', { auth: { protocol: 1, token: who.token } })
    if (error !== undefined) throw new Error(JSON.stringify(error))
    const device = createTestDevice(socket, who, clock, says)
    saysOf.set(device, says)
    return device
  }
  const saysOf = new WeakMap<TestDevice, DeviceSays>()
  let devicesMade = 0

  const end = async (): Promise<void> => {
    for (const socket of sockets) socket.disconnect()
    httpServer.closeAllConnections()
    await new Promise<void>((resolve) => httpServer.close(() => resolve()))
  }

  const it: HubFixture = {
    hub,
    url,
    clock,
    log,
    memory,
    store,
    roomId,
    roomIds,
    errors,
    connect,
    async device(kind = 'monitor', more = {}) {
      devicesMade += 1
      const name = `Monitor ${devicesMade}-${randomUUID().slice(0, 4)}`
      const added = must(await store.devices.add({ name, kind, roomId: more.roomId ?? roomId }))
      await settle()
      const { token, tokenId } = must(await store.devices.issueToken([added.deviceId], 'test'))
      return linkDevice({ deviceId: added.deviceId, token, tokenId }, more)
    },
    async again(device) {
      const other = await linkDevice(device, saysOf.get(device) ?? {})
      other.nextSeq = device.nextSeq
      other.epoch = device.epoch
      return other
    },
    cookie: (name) => cookieOfPerson(store, name),
    async enrol(inRoom) {
      const by = must(await store.people.find('Nora Nurse')).personId
      const { secret, screen } = must(
        await store.screens.enrol({ name: `Screen ${randomUUID().slice(0, 4)}`, roomId: inRoom, by }),
      )
      return { cookie: `chairside_screen=${secret}`, screenId: screen.screenId }
    },
    async screen(who) {
      const cookie = typeof who === 'string' ? await cookieOfPerson(store, who) : who.cookie
      const { socket, error } = await connect('/screens', {
        auth: { protocol: 1 },
        extraHeaders: { cookie, origin: url },
      })
      if (error !== undefined) throw new Error(JSON.stringify(error))
      return createTestScreen(socket, clock)
    },
    async lines(stream) {
      const head = await log.head(stream)
      return log.read(stream, 1, head?.head ?? 0)
    },
    async records(stream, kind) {
      return (await it.lines(stream)).map((line) => JSON.parse(line)).filter((record) => record.kind === kind)
    },
    async everything() {
      const all: Record<string, readonly string[]> = {}
      for (const { stream } of await log.streams()) all[stream] = await it.lines(stream)
      all[HUB_STREAM] = (all[HUB_STREAM] ?? []).filter((line) => JSON.parse(line).kind !== 'storage')
      return all
    },
    async openSession(by, inRoom = roomId, more = {}) {
      const answer = await by.command({
        type: 'session.open',
        roomId: inRoom,
        patientCode: 'K-0417',
        includeHeld: false,
        ...more,
      } as CommandBody)
      if (!answer.ok || answer.sessionId === undefined) throw new Error(JSON.stringify(answer))
      return answer.sessionId
    },
    async crash() {
      const next = memory.crash()
      await end()
      return next
    },
    async [Symbol.asyncDispose]() {
      memory.release()
      await hub.stop('the test is over')
      await end()
    },
  }
  return it
}
