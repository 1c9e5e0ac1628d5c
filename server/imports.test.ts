// Proves that imports and a running hub do not disturb one another, also where either is killed; and `npm run import`.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import { emptySummary, foldSummary, toldSummary } from '@chairside/shared/fold/session-summary.ts'
import { type StreamId, sessionStream } from '@chairside/shared/ids.ts'
import type { ImportProgress } from '@chairside/shared/protocol/http.ts'
import type { LogRecord } from '@chairside/shared/record/record.ts'
import { parseRecordedCsv } from '@chairside/shared/record/recorded-csv.ts'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { createActs } from './admin/acts.ts'
import { startAdminSocket } from './admin/socket.ts'
import { readConfig } from './config.ts'
import { BY, fileWith, haveRecordings, recordings } from './import/import-fixture.ts'
import { openImportAlone } from './import-alone.ts'
import { openWorkerLog } from './log/worker-log.ts'
import { openStore } from './store/store.ts'
import { must } from './store/store-fixture.ts'
import { eventually, type HubFixture, hubFixture } from './testing/hub-fixture.ts'

const csv = (rows: number) =>
  fileWith(
    `t_s,hr,spo2,phase\n${Array.from({ length: rows }, (_, t) => `${t},${70 + (t % 60)},${t % 90 < 60 ? 97 : 83},a\n`).join('')}`,
  )
const over = async (it: HubFixture, importId: string): Promise<ImportProgress> => {
  await eventually(
    'the import is over',
    () => ['done', 'failed'].includes(it.hub.imports.status(importId)?.state ?? ''),
    120_000,
  )
  return it.hub.imports.status(importId) as ImportProgress
}
const start = (it: HubFixture, path: string): string =>
  must(it.hub.imports.start({ name: path, path, options: {}, by: BY })).importId

/** The processes of imports that this process has started. */
const importsOf = (parent: number): number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=', '-o', 'ppid=', '-o', 'args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, ppid, ...args]) => Number(ppid) === parent && args.some((arg) => arg.endsWith('import-worker.ts')),
    )
    .map(([pid]) => Number(pid))
const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const WHO_AND_WHERE = new Set(
  'by screenId commandId sessionId deviceId deviceName epoch roomId roomName patientCode'.split(' '),
)
/** What of a session's records does not depend on who recorded it, where and when. */
/** What only a live session has: who could hear it, and who was told. */
const OF_THE_SUITE: ReadonlySet<string> = new Set(['coverage', 'escalation', 'delivery'])
const SCREENS = /^(noChairScreen|noAudibleScreen|soundNotConfirmed)(@|$)/
const isOfScreens = (record: LogRecord): boolean =>
  OF_THE_SUITE.has(record.kind) || ('condition' in record && SCREENS.test(record.condition))

function bare(all: readonly LogRecord[]): unknown[] {
  const records = all
    .filter((record) => !isOfScreens(record))
    .map((record, at) => ({ ...record, seq: at + 1 }))
  const startMs = records[0]?.hubAtMs ?? 0
  const shift = (key: string, value: unknown): unknown => {
    if (WHO_AND_WHERE.has(key)) return undefined
    if (key.endsWith('AtMs') && typeof value === 'number') return value - startMs
    if (key === 'alarmId') {
      const [condition, dueMs] = String(value).split('@')
      return `${condition}@${Number(dueMs) - startMs}`
    }
    if (key === 'openAlarms')
      return (value as string[]).filter((one) => !SCREENS.test(one)).map((one) => shift('alarmId', one))
    return value
  }
  return records.map((record) => JSON.parse(JSON.stringify(record, (key, value) => shift(key, value))))
}

describe('a running hub', () => {
  test('[IM17] open sessions go on while a file comes in, and what they send is acknowledged', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const monitor = await it.device()
    await monitor.hello()
    const stream = sessionStream(await it.openSession(nurse))
    const path = csv(8_000)
    const importId = start(it, path)
    let sent = 0
    while (it.hub.imports.status(importId)?.state !== 'done' && sent < 3_000) {
      it.clock.move(1_000)
      expect(await monitor.vitals({ heartRate: 72, spo2: 97, pulseRate: 72 })).toMatchObject({
        ok: true,
        refused: [],
      })
      sent += 1
    }
    const done = await over(it, importId)
    expect(done.error).toBeUndefined()
    expect(sent).toBeGreaterThan(1)
    expect(await it.records(stream, 'vitals')).toHaveLength(sent)
    expect(await it.records(sessionStream(done.sessionId as never), 'vitals')).toHaveLength(8_000)
    expect(it.errors).toEqual([])
    // It belongs to no room: there is none more, and nothing is open in it.
    expect(it.hub.registry.rooms().map(({ roomId }) => roomId)).toEqual(it.roomIds)
    const listed = await it.store.sessions.list({ open: false, limit: 10 })
    expect(listed).toMatchObject([{ sessionId: done.sessionId, roomId: 'imported' }])
  }, 180_000)

  test.each(['SIGKILL', 'SIGABRT'] as const)(
    '[IM14] the process of an import ended by %s half-way: failed in words, nothing remains, the hub and its sessions go on',
    async (signal) => {
      await using it = await hubFixture()
      const nurse = await it.screen('Nora Nurse')
      const monitor = await it.device()
      await monitor.hello()
      const stream = sessionStream(await it.openSession(nurse))
      const importId = start(it, csv(20_000))
      await eventually('half of it is in', () => (it.hub.imports.status(importId)?.records ?? 0) > 0, 60_000)
      const [pid, ...others] = importsOf(process.pid)
      expect(others).toEqual([])
      process.kill(pid as number, signal)
      expect(await over(it, importId)).toMatchObject({
        state: 'failed',
        error: {
          code: 'import-stopped',
          message: expect.stringMatching(/^The import broke off: [\s\S]*Nothing of it was kept\.$/),
        },
      })
      expect((await it.log.streams()).map((one) => one.stream).sort()).toEqual(
        ['hub', stream, 'suite'].sort(),
      )
      expect(await it.store.sessions.list({ open: false, limit: 10 })).toEqual([])
      // Its death is in the hub's log, and nothing else is.
      expect(it.errors).toHaveLength(1)
      expect(JSON.stringify(it.errors)).toContain(signal)

      it.clock.move(1_000)
      expect(await monitor.vitals({ heartRate: 72, spo2: 97, pulseRate: 72 })).toMatchObject({ ok: true })
      expect(await over(it, start(it, csv(100)))).toMatchObject({ state: 'done' })
      expect(importsOf(process.pid)).toEqual([])
    },
    120_000,
  )

  test('[IM15] a hub that stops in the middle leaves nothing of the file; one killed there, nothing after its next start', async () => {
    const it = await hubFixture()
    const importId = start(it, csv(20_000))
    await eventually('half of it is in', () => (it.hub.imports.status(importId)?.records ?? 0) > 0, 60_000)
    const crashed = it.memory.crash()
    await it[Symbol.asyncDispose]()
    expect((await crashed.streams()).some(({ stream }) => stream.startsWith('import:'))).toBe(true)
    await using again = await hubFixture({ log: crashed, store: it.store, clock: it.clock })
    const second = start(again, csv(20_001))
    await eventually('half of it is in', () => (again.hub.imports.status(second)?.records ?? 0) > 0, 60_000)
    await again.hub.stop('the test says so')
    expect(again.hub.imports.status(second)).toMatchObject({
      state: 'failed',
      error: { code: 'import-stopped' },
    })
    expect(importsOf(process.pid)).toEqual([])
    expect((await again.log.streams()).map(({ stream }) => stream).sort()).toEqual(['hub', 'suite'])
  }, 120_000)

  test('[IM11] a session whose row was not written before a kill is listed at the next start, and stays closed', async () => {
    const it = await hubFixture()
    const { sessionId } = await over(it, start(it, csv(120)))
    const rows = await it.store.sessions.list({ limit: 10 })
    const log = await it.crash()
    // Another store: it has no row of any session.
    await using again = await hubFixture({ log, clock: it.clock })
    await again.hub.registry.idle()
    expect(await again.store.sessions.list({ limit: 10 })).toEqual(rows)
    expect(again.hub.registry.openSession(sessionId as never)).toBeUndefined()
    expect(again.hub.registry.rooms().map(({ roomId }) => roomId)).toEqual(again.roomIds)
  }, 30_000)

  test('[IM20] a closed session has its summary at once, and one of an older version after the next start', async () => {
    const it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const monitor = await it.device()
    await monitor.hello()
    const sessionId = await it.openSession(nurse)
    await monitor.vitals({ heartRate: 131, spo2: 91, pulseRate: 131 })
    await monitor.cuff(171, 99)
    await nurse.command({ type: 'session.close', sessionId } as never)
    await it.hub.registry.idle()
    const [row] = await it.store.sessions.list({ open: false, limit: 1 })
    expect(row?.summary).toMatchObject({
      peakPressure: { systolic: 171, diastolic: 99 },
      peakRate: { value: 131, signal: 'heartRate' },
      lowestSpo2: { value: 91 },
    })
    const records = (await it.lines(sessionStream(sessionId))).map((line) => JSON.parse(line))
    const summary = records.reduce(foldSummary, emptySummary)
    const folded = toldSummary(summary, records.reduce(foldSession, emptySession))
    expect(row?.summary).toEqual(folded)

    const { summary: _none, ...older } = row as NonNullable<typeof row>
    await it.store.sessions.put(older)
    // A row that the log knows nothing of, newer than the other: it holds up nobody.
    await it.store.sessions.put({
      ...older,
      sessionId: 'gone' as never,
      openedAtMs: (older.openedAtMs + 1) as never,
    })
    const log = await it.crash()
    await using again = await hubFixture({ log, store: it.store, clock: it.clock })
    await again.hub.registry.idle()
    expect((await again.store.sessions.get(sessionId))?.summary).toEqual(folded)
  })

  test.skipIf(!haveRecordings)(
    '[IM18] a file has the same records as a hub that was fed its rows live',
    async () => {
      const path = recordings.find((one) => one.includes('mimic2')) as string
      const file = must(parseRecordedCsv(readFileSync(path, 'utf8')))
      await using it = await hubFixture()
      const nurse = await it.screen('Nora Nurse')
      const player = await it.device('recorded', { signals: [...file.signals], everyMs: file.everyMs })
      // A file takes no cuff orders.
      await player.hello({
        devices: [
          { deviceId: player.deviceId, epoch: 'e1', signals: [...file.signals], everyMs: file.everyMs },
        ],
      })
      const sessionId = await it.openSession(nurse)
      const startMs = it.clock.nowMs()
      for (const event of file.events) {
        it.clock.moveTo(startMs + event.atMs)
        const measuredAtMs = startMs + event.atMs
        const { readings, result } = event as { readings?: object; result?: object }
        await player.send({ kind: event.kind, measuredAtMs, ...(readings ? { readings } : { result }) })
      }
      it.clock.moveTo(startMs + file.lengthMs)
      await nurse.command({ type: 'session.close', sessionId } as never)
      const live = (await it.lines(sessionStream(sessionId))).map((line) => JSON.parse(line) as LogRecord)
      const done = await over(it, start(it, path))
      const imported = (await it.lines(sessionStream(done.sessionId as never))).map((line) =>
        JSON.parse(line),
      )
      expect(imported.at(-1).kind).toBe('session.imported')
      expect(bare(imported.slice(0, -1))).toEqual(bare(live))
    },
    60_000,
  )
})

describe('npm run import', () => {
  const ROOT = join(import.meta.dirname, '..')
  const run = (dataDir: string, args: readonly string[], onLine?: (text: string) => void) => {
    const child = spawn(process.execPath, [join(ROOT, 'server/import.ts'), ...args], {
      env: { PATH: process.env['PATH'], DATA_DIR: dataDir, CLINIC_ZONE: 'Europe/Oslo', DISK_RESERVE_MB: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk.toString('utf8')
      onLine?.(said)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    return { child, ended, said: () => said }
  }
  const folder = async (): Promise<string> => {
    const dir = mkdtempSync(join(tmpdir(), 'chairside-import-'))
    process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
    const report = (error: unknown): never => {
      throw error
    }
    await must(
      await openStore({ file: join(dir, 'store.db'), kind: 'clinic', nowMs: () => 1 as never, report }),
    ).close()
    return dir
  }
  const streams = async (dir: string): Promise<StreamId[]> => {
    const log = await openWorkerLog({
      dir,
      reserveBytes: 0,
      onFatal: (error) => {
        throw error
      },
    })
    const all = (await log.streams()).map(({ stream }) => stream)
    await log.close()
    return all
  }

  test('[IM19] where no hub runs: in, recognised, refused, not understood, each with its exit code and in words', async () => {
    const dir = await folder()
    const path = csv(300)
    const first = run(dir, [path, '--patient', 'K-7'])
    expect([await first.ended, first.said()]).toEqual([
      0,
      expect.stringMatching(/imported, \d+ records, 4:59 long[\s\S]*\/replay\//),
    ])
    const again = run(dir, [path, '/nowhere.csv'])
    expect([await again.ended, again.said()]).toEqual([
      1,
      expect.stringMatching(/is here already[\s\S]*there is no such file/),
    ])
    const start = run(dir, [path, '--starts', '2026-03-01'])
    expect([await start.ended, start.said()]).toEqual([2, expect.stringMatching(/write date, time and zone/)])
    expect((await streams(dir)).filter((stream) => stream.startsWith('session:'))).toHaveLength(1)
  }, 180_000)

  test('[IM19] with a hub running on the folder, that hub does it, in the name of whoever is at its machine', async () => {
    const dir = await folder()
    await using it = await hubFixture()
    const admin = await startAdminSocket({
      dataDir: dir,
      acts: createActs(it.store, it.hub.imports),
      logger: pino({ level: 'silent' }),
    })
    const path = csv(300)
    const first = run(dir, [path, '--room', 'Old lab', '--starts', '2024-03-01T09:00:00+01:00'])
    expect([await first.ended, first.said()]).toEqual([
      0,
      expect.stringMatching(/^Into the hub that runs on [\s\S]*imported, \d+ records/),
    ])
    const [row] = await it.store.sessions.list({ limit: 1 })
    expect(row).toMatchObject({ roomName: 'Old lab', openedAtMs: Date.parse('2024-03-01T08:00:00Z') })
    const [imported] = await it.records(sessionStream(row?.sessionId as never), 'session.imported')
    expect(imported).toMatchObject({ by: { personId: 'admin-console', role: 'admin' }, dated: true })
    // Looking is written down by nobody, bringing is.
    expect((await it.store.adminLog.list(10)).map(({ act }) => act)).toEqual(['import.start'])
    const again = run(dir, [path])
    expect([await again.ended, again.said()]).toEqual([1, expect.stringMatching(/is here already/)])
    await admin.close()
  }, 180_000)

  test('[IM19] a folder in which a session is open is left alone while no hub runs', async () => {
    const dir = await folder()
    const config = must(readConfig({ DATA_DIR: dir, DISK_RESERVE_MB: '0' }, 'Europe/Oslo'))
    const report = (error: unknown): never => {
      throw error
    }
    const store = must(
      await openStore({ file: join(dir, 'store.db'), kind: 'any', nowMs: () => 1 as never, report }),
    )
    await store.sessions.put({
      sessionId: 's-1' as never,
      roomId: 'room-1' as never,
      roomName: 'Room 1',
      patientCode: 'K-1',
      provenance: 'monitor',
      openedAtMs: 1 as never,
    })
    await store.close()
    const refused = await openImportAlone(config)
    expect(refused).toMatchObject({ ok: false, error: { code: 'session-open' } })
    // The lock is free again: a hub can start.
    expect(await streams(dir)).toEqual([])
  }, 30_000)

  test('[IM15] killed in the middle: nothing half-imported is there after the next one begins', async () => {
    const dir = await folder()
    const path = csv(60_000)
    const first = run(dir, [path])
    await eventually(
      'lines of it are on disk',
      () => {
        try {
          return readFileSync(join(dir, 'log.db-wal')).includes('"kind":"vitals"')
        } catch {
          return false
        }
      },
      30_000,
    )
    const [pid, ...others] = importsOf(first.child.pid as number)
    expect(others).toEqual([])
    first.child.kill('SIGKILL')
    await first.ended
    await eventually('its process has ended too', () => !isThere(pid as number), 10_000)
    const left = await streams(dir)
    expect(left.filter((stream) => stream.startsWith('session:'))).toEqual([])
    expect(left.filter((stream) => stream.startsWith('import:'))).toHaveLength(1)
    const alone = must(
      await openImportAlone(must(readConfig({ DATA_DIR: dir, DISK_RESERVE_MB: '0' }, 'Europe/Oslo'))),
    )
    const started = must(alone.desk.start({ name: 'b.csv', path: csv(100), options: {}, by: BY }))
    await eventually('it is in', () => alone.desk.status(started.importId)?.state === 'done', 30_000)
    await alone.close()
    const after = await streams(dir)
    expect(after.filter((stream) => stream.startsWith('import:'))).toEqual([])
    expect(after.filter((stream) => stream.startsWith('session:'))).toHaveLength(1)
  }, 90_000)
})
