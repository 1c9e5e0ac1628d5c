// Owns the hub that end-to-end tests run in their own process: real log on disk, real store, doors, HTTP and pages.
// Only its clock may be the test's. Never used by the product.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HubClock } from '@chairside/shared/clock.ts'
import type { DeviceId, RoomId, StreamId } from '@chairside/shared/ids.ts'
import type { Provenance } from '@chairside/shared/record/record.ts'
import { createSteppedClock, type SteppedClock } from '@chairside/shared/stepped-clock.ts'
import { pino } from 'pino'
import { composeHub } from '../../server/compose.ts'
import { readConfig } from '../../server/config.ts'
import type { Hub } from '../../server/hub.ts'
import { openWorkerLog } from '../../server/log/worker-log.ts'
import { openStore, type Store } from '../../server/store/store.ts'
import { addPerson, addRoom, FIXTURE_PASSWORD, must } from '../../server/store/store-fixture.ts'

/** 2025-11-24T16:00:00Z: where stepped time starts. */
export const START_MS = 1_764_000_000_000
export const NURSE = 'R. Osei'
export const QA = 'J. Brandt'
export const PASSWORD = FIXTURE_PASSWORD
const ZONE = 'Europe/Oslo'
/** Little enough for any machine: these tests are not about a full disk. */
export const DISK_MB = { warn: 1, stop: 1, reserve: 0 } as const
const MEGABYTE = 1024 * 1024

export type TestHub<Clock extends HubClock = HubClock> = {
  readonly hub: Hub
  readonly url: string
  readonly clock: Clock
  readonly store: Store
  /** In the order they were asked for. */
  readonly rooms: readonly RoomId[]
  /** Registers a device and gives it a token. */
  addDevice(
    name: string,
    kind: Provenance,
    roomId: RoomId,
  ): Promise<{ readonly deviceId: DeviceId; readonly token: string }>
  /** Every committed line of a stream. */
  lines(stream: StreamId): Promise<readonly string[]>
  verify(stream: StreamId): Promise<{ readonly ok: boolean; readonly message: string }>
  [Symbol.asyncDispose](): Promise<void>
}

export const steppedHub = (rooms: readonly string[]): Promise<TestHub<SteppedClock>> =>
  testHub(createSteppedClock(START_MS), rooms)

/** @param rooms names of the rooms to make @param environment instead of monitoring only, on a port of its own */
export async function testHub<Clock extends HubClock>(
  clock: Clock,
  rooms: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<TestHub<Clock>> {
  const dir = await mkdtemp(join(tmpdir(), 'chairside-e2e-'))
  const config = must(
    readConfig({ PORT: '0', DATA_DIR: dir, CLINIC_ZONE: ZONE, CHECK_IN: 'none', ...environment }),
  )
  const logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' })
  const log = await openWorkerLog({
    dir,
    reserveBytes: DISK_MB.reserve,
    warnBytes: DISK_MB.warn * MEGABYTE,
    noNewSessionsBytes: DISK_MB.stop * MEGABYTE,
    onFatal: (error) => {
      throw error
    },
  })
  const store = must(
    await openStore({
      file: join(dir, 'store.db'),
      kind: 'clinic',
      nowMs: clock.nowMs,
      report: (error) => {
        throw error
      },
    }),
  )
  await addPerson(store, NURSE, 'nurse')
  await addPerson(store, QA, 'qa')
  const roomIds: RoomId[] = []
  for (const name of rooms) roomIds.push(await addRoom(store, name))

  const httpServer = createServer()
  const hub = await composeHub({ httpServer, config, store, log, clock, logger, build: 'test' })
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))

  return {
    hub,
    url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
    clock,
    store,
    rooms: roomIds,
    async addDevice(name, kind, roomId) {
      const { deviceId } = must(await store.devices.add({ name, kind, roomId }))
      const { token } = must(await store.devices.issueToken([deviceId], 'test'))
      return { deviceId, token }
    },
    async lines(stream) {
      const head = await log.head(stream)
      return log.read(stream, 1, head?.head ?? 0)
    },
    verify: (stream) => log.verify(stream),
    async [Symbol.asyncDispose]() {
      await hub.stop('the test is over')
      httpServer.closeAllConnections()
      await log.close()
      await store.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
