// Owns the hub that tests use: the real one, on a port of its own, with a log in memory and a clock the test moves.
// Never used by the product.
import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ClockRate } from '@chairside/shared/clock.ts'
import type { DeviceId, RoomId, SessionId, StreamId } from '@chairside/shared/ids.ts'
import type {
  CommandAnswer,
  CommandBody,
  HubToScreen,
  Mark,
  ScreenHelloAck,
  TailOpenAck,
  TailRecords,
} from '@chairside/shared/protocol/screens.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import type { Provenance } from '@chairside/shared/record/record.ts'
import { createSteppedClock, type SteppedClock } from '@chairside/shared/stepped-clock.ts'
import { pino } from 'pino'
import { io, type Socket } from 'socket.io-client'
import { originAllowed } from '../http/origin.ts'
import { createHub, type Hub } from '../hub.ts'
import { createMemoryLog, type MemoryLog } from '../log/memory-log.ts'
import type { SessionLog } from '../log/session-log.ts'
import { openStore, type Store } from '../store/store.ts'
import { addPerson, addRoom, must, signInCookie } from '../store/store-fixture.ts'

export const START_MS = 1_764_000_000_000
const DOORS = { publicUrl: undefined, trustProxy: false, tls: undefined, allowHttp: false }

// biome-ignore lint/suspicious/noExplicitAny: tests send what a stranger might
type AnyAck = any

export type TestDevice = {
  readonly socket: Socket
  readonly deviceId: DeviceId
  hello(more?: object): Promise<AnyAck>
  /** Sends reports with the next numbers; each is completed with deviceId, epoch and seq. */
  send(...reports: object[]): Promise<AnyAck>
  /** One vitals report measured now. */
  vitals(readings: Record<string, number | string>, atMs?: number): Promise<AnyAck>
  cuff(systolic: number, diastolic: number, atMs?: number): Promise<AnyAck>
  /** The message exactly as given. */
  raw(message: unknown): Promise<AnyAck>
  heard: { orders: unknown[]; infusion: unknown[]; closing: unknown[] }
  nextSeq: number
  epoch: string
}
export type TestScreen = {
  readonly socket: Socket
  readonly lines: Map<string, string[]>
  readonly marks: Mark[]
  readonly lagged: { stream: string; head: number }[]
  readonly closing: unknown[]
  hello(): Promise<ScreenHelloAck>
  follow(stream: StreamId, afterSeq?: number): Promise<TailOpenAck>
  records(stream: StreamId): DecodedRecord[]
  command(body: CommandBody, more?: object): Promise<CommandAnswer>
  emit(event: string, payload: unknown): Promise<AnyAck>
  /** Resolves once this screen holds record `seq` of the stream. */
  until(stream: StreamId, seq: number): Promise<void>
}

export type HubFixture = {
  readonly hub: Hub
  readonly url: string
  readonly clock: SteppedClock
  readonly log: SessionLog
  readonly memory: MemoryLog
  readonly store: Store
  readonly roomId: RoomId
  device(
    kind?: Provenance,
    more?: { roomId?: RoomId; signals?: string[]; everyMs?: object },
  ): Promise<TestDevice>
  screen(name: string | { cookie: string }): Promise<TestScreen>
  cookie(name: string): Promise<string>
  connect(namespace: string, options: object): Promise<{ socket: Socket; error: AnyAck }>
  lines(stream: StreamId): Promise<readonly string[]>
  openSession(screen: TestScreen, roomId?: RoomId): Promise<SessionId>
  /** Ends the process as a crash would: nothing is said to anyone. */
  crash(): Promise<MemoryLog>
  [Symbol.asyncDispose](): Promise<void>
}

export const commandId = (): string => randomBytes(16).toString('hex')
const measured = (value: number | string) =>
  typeof value === 'number' ? { status: 'measured', value } : { status: 'unavailable', reason: value }

/** Lets sockets and promises do what they have to, without moving hub time. */
export const settle = async (turns = 20): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** Waits for something that other processes' I/O brings about. Fails loudly, in real time. */
export async function eventually(
  what: string,
  check: () => boolean | Promise<boolean>,
  withinMs = 5_000,
): Promise<void> {
  const until = performance.now() + withinMs
  while (!(await check())) {
    if (performance.now() > until) throw new Error(`waited ${withinMs} ms for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export async function hubFixture(
  options: {
    log?: MemoryLog
    anyLog?: SessionLog
    clock?: SteppedClock
    store?: Store
    rate?: ClockRate
    disk?: object
  } = {},
): Promise<HubFixture> {
  const clock = options.clock ?? createSteppedClock(START_MS, options.rate)
  const memory = options.log ?? createMemoryLog()
  const log = options.anyLog ?? memory
  const store =
    options.store ??
    must(
      await openStore({
        file: ':memory:',
        kind: 'clinic',
        nowMs: clock.nowMs,
        report: (error) => {
          throw error
        },
      }),
    )
  if (options.store === undefined) {
    await addRoom(store, 'Room 1')
    await addRoom(store, 'Room 2')
    await addPerson(store, 'Nora Nurse', 'nurse')
    await addPerson(store, 'Paul Physician', 'physician')
    await addPerson(store, 'Quinn Qa', 'qa')
    await addPerson(store, 'Ada Admin', 'admin')
  }
  const roomId = (await store.directory.rooms())[0]?.roomId as RoomId
  const httpServer = createServer()
  const hub = await createHub({
    httpServer,
    clock,
    log,
    directory: store.directory,
    index: store.sessions,
    logger: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    zone: 'Europe/Oslo',
    build: 'test',
    demo: false,
    newId: () => randomUUID(),
    originAllowed: (headers) => originAllowed(headers, DOORS as never),
    secure: () => false,
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

  const device: HubFixture['device'] = async (kind = 'monitor', more = {}) => {
    const added = must(
      await store.devices.add({
        name: `Monitor ${randomUUID().slice(0, 4)}`,
        kind,
        roomId: more.roomId ?? roomId,
      }),
    )
    await settle()
    const { token } = must(await store.devices.issueToken([added.deviceId], 'test'))
    const { socket, error } = await connect('/devices', { auth: { protocol: 1, token } })
    if (error !== undefined) throw new Error(JSON.stringify(error))
    const heard: TestDevice['heard'] = { orders: [], infusion: [], closing: [] }
    socket.on('cuff:order', (order) => heard.orders.push(order))
    socket.on('infusion:state', (state) => heard.infusion.push(state))
    socket.on('closing', (why) => heard.closing.push(why))
    const it: TestDevice = {
      socket,
      deviceId: added.deviceId,
      heard,
      nextSeq: 1,
      epoch: 'e1',
      hello: (extra = {}) =>
        socket.emitWithAck('hello', {
          sentAtMs: clock.nowMs(),
          devices: [
            {
              deviceId: added.deviceId,
              epoch: it.epoch,
              signals: more.signals ?? ['heartRate', 'pulseRate', 'spo2', 'bloodPressure'],
              ...(more.everyMs === undefined ? {} : { everyMs: more.everyMs }),
              takesCuffOrders: true,
            },
          ],
          ...extra,
        }),
      send: (...reports) => {
        const numbered = reports.map((report) => {
          const seq = it.nextSeq
          it.nextSeq += 1
          return { deviceId: added.deviceId, epoch: it.epoch, seq, ...report }
        })
        return socket.emitWithAck('report', { sentAtMs: clock.nowMs(), reports: numbered })
      },
      vitals: (readings, atMs = clock.nowMs()) =>
        it.send({
          kind: 'vitals',
          measuredAtMs: atMs,
          readings: Object.fromEntries(
            Object.entries(readings).map(([signal, value]) => [signal, measured(value)]),
          ),
        }),
      cuff: (systolic, diastolic, atMs = clock.nowMs()) =>
        it.send({
          kind: 'bloodPressure',
          measuredAtMs: atMs,
          result: { status: 'measured', systolic, diastolic },
        }),
      raw: (message) => socket.emitWithAck('report', message),
    }
    return it
  }

  const cookie = (name: string): Promise<string> => signInCookie(store, name)

  const screen: HubFixture['screen'] = async (who) => {
    const header = typeof who === 'string' ? await cookie(who) : who.cookie
    const { socket, error } = await connect('/screens', {
      auth: { protocol: 1 },
      extraHeaders: { cookie: header, origin: url },
    })
    if (error !== undefined) throw new Error(JSON.stringify(error))
    const lines = new Map<string, string[]>()
    const marks: Mark[] = []
    const lagged: TestScreen['lagged'] = []
    const closing: unknown[] = []
    socket.on('tail:records', ({ stream, fromSeq, lines: more }: TailRecords) => {
      const held = lines.get(stream) ?? []
      lines.set(stream, held)
      for (const [at, line] of more.entries()) held[fromSeq - 1 + at] = line
    })
    socket.on('mark', (mark: Mark) => marks.push(mark))
    socket.on('tail:lagged' satisfies keyof HubToScreen, (what) => lagged.push(what))
    socket.on('closing', (why) => closing.push(why))
    const it: TestScreen = {
      socket,
      lines,
      marks,
      lagged,
      closing,
      hello: () => socket.emitWithAck('screen:hello', { view: 'test', sound: 'none' }),
      follow: (stream, afterSeq = 0) => socket.emitWithAck('tail:open', { stream, afterSeq }),
      records: (stream) =>
        (lines.get(stream) ?? []).flatMap((line) => {
          const decoded = decodeLine(line)
          return decoded.ok ? [decoded.value] : []
        }),
      command: (body, more = {}) =>
        socket.emitWithAck('command', {
          commandId: commandId(),
          basedOnSeq: 0,
          pressedAtHubMs: clock.nowMs(),
          body,
          ...more,
        }),
      emit: (event, payload) => socket.emitWithAck(event, payload),
      until: (stream, seq) =>
        eventually(`record ${seq} of ${stream}`, () => lines.get(stream)?.[seq - 1] !== undefined),
    }
    return it
  }

  const end = async (): Promise<void> => {
    for (const socket of sockets) socket.disconnect()
    httpServer.closeAllConnections()
    await new Promise<void>((resolve) => httpServer.close(() => resolve()))
  }

  return {
    hub,
    url,
    clock,
    log,
    memory,
    store,
    roomId,
    device,
    screen,
    cookie,
    connect,
    async lines(stream) {
      const head = await log.head(stream)
      return log.read(stream, 1, head?.head ?? 0)
    },
    async openSession(by, inRoom = roomId) {
      const answer = await by.command({
        type: 'session.open',
        roomId: inRoom,
        patientCode: 'K-0417',
        includeHeld: false,
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
      await hub.stop('the test is over')
      await end()
    },
  }
}
