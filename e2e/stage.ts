// Owns a whole clinic in one process for the browser tests: hub, HTTP, store, log, and a clock the test moves, with a real
// Chromium looking at it. Marks flow in real time while hub time stands still until it is moved.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceId, RoomId } from '@chairside/shared/ids.ts'
import type { Provenance } from '@chairside/shared/record/record.ts'
import { createSteppedClock, type SteppedClock } from '@chairside/shared/stepped-clock.ts'
import { pino } from 'pino'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { composeHub } from '../server/compose.ts'
import { readConfig } from '../server/config.ts'
import type { Hub } from '../server/hub.ts'
import { createMemoryLog, type MemoryLog } from '../server/log/memory-log.ts'
import { openStore, type Store } from '../server/store/store.ts'
import { FIXTURE_PASSWORD, must } from '../server/store/store-fixture.ts'
import { BROWSER_ARGS, ensureBrowser } from './browser.ts'
import { ensureClient } from './support/client-build.ts'
import { keepPace } from './support/pace.ts'

/** 2025-11-24T16:00:00Z: noon somewhere, and no clock change near. */
export const STAGE_START_MS = 1_764_000_000_000

export type StageOptions = {
  readonly startMs?: number
  readonly rooms?: readonly string[]
  readonly log?: MemoryLog
  readonly store?: Store
  readonly clock?: SteppedClock
  readonly port?: number
  readonly tls?: { readonly cert: string; readonly key: string }
  readonly environment?: Readonly<Record<string, string>>
}
export type Stage = {
  readonly hub: Hub
  readonly store: Store
  readonly log: MemoryLog
  readonly clock: SteppedClock
  readonly port: number
  readonly url: string
  readonly rooms: readonly RoomId[]
  addDevice(roomId: RoomId, kind: Provenance, name?: string): Promise<{ deviceId: DeviceId; token: string }>
  /** Ends it as a power cut would; the log as it would be found again. */
  crash(): Promise<MemoryLog>
  [Symbol.asyncDispose](): Promise<void>
}

export const NURSE = 'R. Osei'
export const PHYSICIAN = 'Dr Lindqvist'
export const QA = 'J. Brandt'

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

async function newStore(clock: SteppedClock, rooms: readonly string[]): Promise<Store> {
  const store = must(
    await openStore({
      file: ':memory:',
      kind: 'clinic',
      nowMs: clock.nowMs,
      report: (error) => {
        throw error
      },
    }),
  )
  for (const [at, name] of rooms.entries()) must(await store.rooms.add({ name, roomId: `room-${at + 1}` }))
  for (const [name, role] of [
    [NURSE, 'nurse'],
    [PHYSICIAN, 'physician'],
    [QA, 'qa'],
  ] as const)
    must(await store.people.add({ name, role, password: FIXTURE_PASSWORD }))
  return store
}

export async function createStage(options: StageOptions = {}): Promise<Stage> {
  ensureClient()
  const clock = options.clock ?? createSteppedClock(options.startMs ?? STAGE_START_MS)
  const log = options.log ?? createMemoryLog()
  const store = options.store ?? (await newStore(clock, options.rooms ?? ['Room 1', 'Room 2']))
  // A folder of its own: a hub that starts throws away what it finds half brought in, another hub's too.
  const dataDir = await mkdtemp(join(tmpdir(), 'chairside-stage-'))
  const config = must(
    readConfig({ CHECK_IN: 'none', DATA_DIR: dataDir, ...options.environment }, 'Europe/Oslo'),
  )
  const logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' })
  const httpServer = options.tls === undefined ? createServer() : createTlsServer(options.tls)
  const hub = await composeHub({ httpServer, config, store, log, clock, logger, build: 'stage' })
  keepPace(hub, clock)
  const open = new Set<NetSocket>()
  httpServer.on('connection', (socket: NetSocket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  const port = await listen(httpServer, options.port ?? 0)
  const end = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      httpServer.close(() => resolve())
      // Upgraded connections are not the HTTP server's any more; a crash ends them all the same.
      for (const socket of open) socket.destroy()
    })
    await rm(dataDir, { recursive: true, force: true })
  }
  let ended = false
  return {
    hub,
    store,
    log,
    clock,
    port,
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    rooms: (await store.directory.rooms()).map(({ roomId }) => roomId),
    async addDevice(roomId, kind, name = 'Monitor') {
      const { deviceId } = must(await store.devices.add({ name, kind, roomId }))
      const { token } = must(await store.devices.issueToken([deviceId], 'stage'))
      return { deviceId, token }
    },
    async crash() {
      ended = true
      const next = log.crash()
      await end()
      return next
    },
    async [Symbol.asyncDispose]() {
      if (ended) return
      ended = true
      await hub.stop('the test is over')
      await end()
    },
  }
}

/** A real browser; fails in words where there is none. */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const found = ensureBrowser()
  if ('problem' in found) throw new Error(found.problem)
  return chromium.launch({ executablePath: found.path, args: [...BROWSER_ARGS, ...args] })
}

/** Signs in through the page, as a person does. */
export async function signIn(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Name').fill(name)
  await page.getByRole('textbox', { name: 'Password' }).fill(FIXTURE_PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: /^(Station|Rooms)$/ }).waitFor()
}

/** What a page said that it should not have: uncaught errors and refused resources. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}
export type { Browser, BrowserContext, Page }
