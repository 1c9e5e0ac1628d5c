// Owns proving what the log does when the disk is full, damaged, taken by another hub, or its thread dies.
import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { epochMs, type StreamId } from '@chairside/shared/ids.ts'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DiskLog, type DiskLogOptions, runDiskLog } from './disk-log.ts'
import { createReaderService } from './log-reader.ts'
import { createLogService } from './log-service.ts'
import type { DiskState } from './session-log.ts'
import { callHere } from './thread-call.ts'
import { openWorkerLog } from './worker-log.ts'

const A = 'session:a' as StreamId
const T0 = 1_732_190_400_000
const PAGE = 4096

let dir: string
let open: DiskLog[] = []
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'chairside-disk-'))
})
afterEach(async () => {
  for (const log of open) await log.close()
  open = []
  await rm(dir, { recursive: true })
})

const openLog = async (options: Partial<DiskLogOptions> = {}): Promise<DiskLog> => {
  const log = await openWorkerLog({
    dir,
    onFatal: (error) => {
      throw error
    },
    reserveBytes: 0,
    ...options,
  })
  open.push(log)
  return log
}
/** A kilobyte that does not compress. */
const noise = (seq: number) => {
  let x = seq * 2654435761
  let text = `${seq}:`
  while (text.length < 1024) {
    x = (Math.imul(x, 1103515245) + 12345) >>> 0
    text += x.toString(36)
  }
  return text
}
const fill = (log: DiskLog, ownerEpoch: number, head: number) =>
  log
    .append([
      {
        stream: A,
        ownerEpoch,
        afterSeq: head,
        lines: Array.from({ length: 4 }, (_, i) => noise(head + i + 1)),
        atMs: epochMs(T0 + head),
      },
    ])
    .then(([result]) => result!)

test('[LG17] on a full disk the reserve is given up and recording goes on; then it is refused, and nothing acknowledged is lost', async () => {
  const reserveBytes = 40 * PAGE
  const log = await openLog({ maxPageCount: 60, reserveBytes, freeBytes: () => 50e9 })
  expect(log.disk()).toMatchObject({ state: 'ok', reserve: 'present' })
  const reserve = statSync(join(dir, 'reserve.bin'))
  expect(reserve.size).toBe(reserveBytes)
  expect(reserve.blocks * 512).toBeGreaterThanOrEqual(reserveBytes)
  const told: DiskState[] = []
  log.onDisk((state) => told.push(state))

  const { ownerEpoch } = await log.own(A)
  let acknowledged = 0
  let headWhenReserveWent = 0
  let result = await fill(log, ownerEpoch, 0)
  for (; result.ok; result = await fill(log, ownerEpoch, acknowledged)) {
    acknowledged = result.head
    if (log.disk().reserve === 'used') headWhenReserveWent ||= acknowledged
  }
  expect(result).toMatchObject({ ok: false, why: 'full', head: acknowledged })
  expect(headWhenReserveWent).toBeGreaterThan(20)
  expect(acknowledged).toBeGreaterThan(headWhenReserveWent + 40)
  expect(existsSync(join(dir, 'reserve.bin'))).toBe(false)
  expect(told.map(({ state, reserve }) => [state, reserve])).toEqual([
    ['ok', 'used'],
    ['failed', 'used'],
  ])
  const wanted = Array.from({ length: acknowledged }, (_, i) => noise(i + 1))
  expect(await log.read(A, 1, 10_000)).toEqual(wanted)

  await log.probe()
  expect(log.disk().state).toBe('failed')
  log.alive(epochMs(T0 + 1e6))
  expect((await log.append([])).length).toBe(0)
  expect(log.disk().state).toBe('failed')

  await log.setMaxPageCount(10_000)
  await log.probe()
  expect(log.disk().state).toBe('ok')
  expect(await fill(log, ownerEpoch, acknowledged)).toMatchObject({ ok: true, head: acknowledged + 4 })
  await log.lookAtDisk()
  expect(log.disk()).toMatchObject({ state: 'ok', reserve: 'present' })
  await log.seal(A)
  expect(await log.verify(A)).toMatchObject({ ok: true })
  expect((await log.read(A, 1, 10_000)).slice(0, acknowledged)).toEqual(wanted)
})

test('[LG17] an append that succeeds ends the failed state by itself', async () => {
  const log = await openLog({ maxPageCount: 40, freeBytes: () => 50e9 })
  const { ownerEpoch } = await log.own(A)
  let head = 0
  for (let result = await fill(log, ownerEpoch, 0); result.ok; result = await fill(log, ownerEpoch, head))
    head = result.head
  expect(log.disk().state).toBe('failed')
  await log.setMaxPageCount(10_000)
  expect(await fill(log, ownerEpoch, head)).toMatchObject({ ok: true })
  expect(log.disk().state).toBe('ok')
})

test('[LG18] little room warns, less room closes the door to new sessions, and room again is told once', async () => {
  let free = 10e9
  const log = await openLog({ freeBytes: () => free })
  const told: string[] = []
  log.onDisk(({ state }) => told.push(state))
  for (const bytes of [10e9, 2e9, 1.9e9, 0.5e9, 0.4e9, 1e9, 9e9]) {
    free = bytes
    await log.lookAtDisk()
  }
  expect(told).toEqual(['warn', 'noNewSessions', 'warn', 'ok'])
  expect(log.disk().freeBytes).toBe(9e9)
})

test('[LG18] the reserve is not made where making it would itself leave too little room', async () => {
  const log = await openLog({ reserveBytes: 10 * PAGE, freeBytes: () => 512 * 1024 ** 2 + 5 * PAGE })
  expect(log.disk()).toMatchObject({ state: 'warn', reserve: 'used' })
  expect(existsSync(join(dir, 'reserve.bin'))).toBe(false)
})

test('[LG18] without a given figure the room is the file system’s own', async () => {
  const log = await openLog()
  expect(log.disk().freeBytes).toBeGreaterThan(0)
  expect(Number.isFinite(log.disk().freeBytes)).toBe(true)
})

const setAsideFiles = () => readdirSync(dir).filter((name) => name.includes('corrupt'))

test('[LG19] a file that is not a log is set aside by name and a new incarnation starts', async () => {
  const first = await openLog()
  const { ownerEpoch } = await first.own(A)
  await fill(first, ownerEpoch, 0)
  await first.close()
  writeFileSync(join(dir, 'log.db'), 'this is not a database, it is a sentence'.repeat(300))
  const log = await openLog()
  expect(log.status.setAside).toMatch(/^log\.db\.corrupt-\d{8}T\d{6}Z$/)
  expect(setAsideFiles()).toEqual([log.status.setAside])
  expect(log.status.incarnation).not.toBe(first.status.incarnation)
  expect(log.status.aliveAtMs).toBeUndefined()
  expect(await log.streams()).toEqual([])
  await log.close()
  const again = await openLog()
  expect(again.status).toMatchObject({ setAside: undefined, incarnation: log.status.incarnation })
})

test('[LG19] a log with broken pages is set aside too, as it was', async () => {
  const first = await openLog()
  const { ownerEpoch } = await first.own(A)
  for (let head = 0; head < 200; head += 4) await fill(first, ownerEpoch, head)
  await first.close()
  truncateSync(join(dir, 'log.db'), 12 * PAGE)
  const log = await openLog()
  expect(log.status.setAside).toBeDefined()
  expect(await log.head(A)).toBeUndefined()
  expect(statSync(join(dir, log.status.setAside!)).size).toBe(12 * PAGE)
})

test('[LG19] a journal from which a line is missing is set aside, not continued', async () => {
  const first = await openLog()
  const { ownerEpoch } = await first.own(A)
  for (let head = 0; head < 12; head += 4) await fill(first, ownerEpoch, head)
  await first.close()
  const db = new Database(join(dir, 'log.db'))
  db.exec('DELETE FROM journal WHERE id = 2')
  db.close()
  const log = await openLog()
  expect(log.status.setAside).toBeDefined()
})

test('[LG20] a log of a newer Chairside, or another program’s file, is refused in words and left alone', async () => {
  await (await openLog()).close()
  const db = new Database(join(dir, 'log.db'))
  db.pragma('user_version = 99')
  await expect(openLog()).rejects.toThrow(/newer Chairside.*update this hub/s)
  db.pragma('user_version = 1')
  db.pragma('application_id = 7')
  db.close()
  await expect(openLog()).rejects.toThrow(/another program/)
  expect(setAsideFiles()).toEqual([])
})

test('[LG21] a second hub on the same folder is refused, and may open it when the first has closed', async () => {
  const first = await openLog()
  await expect(openLog({ lockWaitMs: 0 })).rejects.toMatchObject({
    name: 'LogRefused',
    message: expect.stringMatching(/Another Chairside hub is running on DATA_DIR.*Stop it first/),
  })
  const { ownerEpoch } = await first.own(A)
  expect(await fill(first, ownerEpoch, 0)).toMatchObject({ ok: true })
  await first.close()
  const second = await openLog()
  expect((await second.head(A))?.head).toBe(4)
})

test('[LG23] when the writer dies every append under way is answered io and the hub is told once', async () => {
  const service = createLogService()
  const writer = callHere(service)
  const reader = callHere(createReaderService())
  const gone = Promise.withResolvers<Error>()
  const fatal: Error[] = []
  const stuck = new Promise<never>(() => undefined)
  let hang = false
  const log = await runDiskLog(
    {
      writer: new Proxy(writer, {
        get: (target, name) =>
          name === 'commit' && hang ? () => stuck : target[name as keyof typeof target],
      }),
      reader: async () => reader,
      writerGone: gone.promise,
      end: async () => service.close(),
    },
    { dir, reserveBytes: 0, onFatal: (error) => fatal.push(error) },
  )
  open.push(log)
  const { ownerEpoch } = await log.own(A)
  hang = true
  const inFlight = fill(log, ownerEpoch, 0)
  await new Promise((resolve) => setImmediate(resolve))
  const gathered = fill(log, ownerEpoch, 0)
  gone.resolve(new Error('out of memory'))
  expect(await inFlight).toMatchObject({ ok: false, why: 'io' })
  expect(await gathered).toMatchObject({
    ok: false,
    why: 'io',
    message: expect.stringContaining('out of memory'),
  })
  expect(await fill(log, ownerEpoch, 0)).toMatchObject({ ok: false, why: 'io' })
  await expect(log.own(A)).rejects.toThrow(/out of memory/)
  await expect(log.read(A, 1, 1)).rejects.toThrow(/out of memory/)
  expect(fatal.map((error) => error.message)).toEqual(['out of memory'])
  expect(log.disk().state).toBe('failed')
})

test.skipIf(process.platform === 'win32')(
  '[LG25] the log, its side files and its folder are for their owner alone',
  async () => {
    const own = join(dir, 'new-data-dir')
    const log = await openLog({ dir: own })
    await log.own(A)
    const rights = (name: string) => (statSync(join(own, name)).mode & 0o777).toString(8)
    expect((statSync(own).mode & 0o777).toString(8)).toBe('700')
    const wider = readdirSync(own).filter((name) => name.includes('.db') && rights(name) !== '600')
    expect(wider).toEqual([])
    expect(readdirSync(own)).toContain('log.db-wal')
  },
)
