// Proves that a file becomes a whole session or nothing, once, however it is brought and wherever it stops.
import { existsSync } from 'node:fs'
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import { type EpochMs, importStream, type StreamId, sessionStream } from '@chairside/shared/ids.ts'
import type { ImportProgress } from '@chairside/shared/protocol/http.ts'
import { zStreamId } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { describe, expect, test } from 'vitest'
import { createMemoryLog, type MemoryLog } from '../log/memory-log.ts'
import type { SessionIndex, SessionRow } from '../store/directory.ts'
import { hashed } from '../store/rule-set-hash.ts'
import { eventually } from '../testing/wait.ts'
import { createImportDesk } from './create-desk.ts'
import { BY, bring, exportOf, fileWith, jobFor, NOW_MS } from './import-fixture.ts'
import { type StartImport, startImportHere } from './import-process.ts'

const ROWS = 3_000
let files = 0
/** Each is another file, long enough to be stopped half-way. */
function file(rows = ROWS): string {
  files += 1
  const body = Array.from({ length: rows }, (_, t) => `${t},${60 + ((t + files) % 40)},97,a`)
  return fileWith(`t_s,hr,spo2,phase\n${body.join('\n')}\n`)
}

function deskOn(log: MemoryLog = createMemoryLog(), rows = new Map<string, SessionRow>()) {
  const suite: RecordBody[] = []
  const errors: string[] = []
  let ids = 0
  let nowMs: number = NOW_MS
  /** While it is set, imports stop after their first chunk. */
  let paused: PromiseWithResolvers<void> | undefined
  const startImport: StartImport = (job) => {
    const it = startImportHere(job)
    let chunks = 0
    return {
      ...it,
      async next() {
        if (chunks > 0) await paused?.promise
        const told = await it.next()
        if (told.tell === 'lines') chunks += 1
        return told
      },
    }
  }
  const pause = (): (() => void) => {
    const held = Promise.withResolvers<void>()
    paused = held
    return () => {
      paused = undefined
      held.resolve()
    }
  }
  const index = {
    put: async (row: SessionRow) => void rows.set(row.sessionId, row),
    get: async (id: string) => rows.get(id),
    importedAs: async (sha: string) => [...rows.values()].find(({ imported }) => imported?.sha256 === sha),
  } as unknown as SessionIndex
  const desk = createImportDesk({
    log,
    index,
    clock: { nowMs: () => nowMs as EpochMs },
    logger: {
      error: (_: unknown, message: string) => errors.push(message),
      warn: () => undefined,
    } as never,
    startImport,
    zone: 'Europe/Oslo',
    rulesFor: async () => hashed(ADULT_KETAMINE_INFUSION),
    tidyAgainMs: 5,
    newId: () => {
      ids += 1
      return `id-${ids}-${nowMs}`
    },
    recordInSuite: async (...bodies) => {
      suite.push(...bodies)
      return { ok: true, value: true }
    },
  })
  const start = (path: string, options = {}, more = {}): string => {
    const started = desk.start({ name: path, path, options, by: BY, ...more })
    if (!started.ok) throw new Error(started.error.message)
    return started.value.importId
  }
  const over = async (importId: string): Promise<ImportProgress> => {
    let now = desk.status(importId)
    await eventually(
      'the import is over',
      () => {
        now = desk.status(importId)
        return now === undefined || now.state === 'done' || now.state === 'failed'
      },
      15_000,
    )
    if (now === undefined) throw new Error('forgotten')
    return now
  }
  const setNow = (ms: number): void => {
    nowMs = ms
  }
  return { desk, log, rows, suite, errors, start, over, setNow, pause }
}
const streamsOf = async (log: MemoryLog): Promise<string[]> =>
  (await log.streams()).map(({ stream }) => stream)
/** Waits until lines of an import are in the log. */
const half = (log: MemoryLog, importId: string) =>
  eventually(
    'half of it is in',
    async () => ((await log.head(importStream(importId)))?.head ?? 0) >= 240,
    15_000,
  )
async function nothingOf(it: { log: MemoryLog; rows: Map<string, SessionRow>; suite: RecordBody[] }) {
  expect(await streamsOf(it.log)).toEqual([])
  expect(it.rows.size).toBe(0)
  expect(it.suite).toEqual([])
}

describe('the import desk', () => {
  test('[IM11] a file is in when the whole session is sealed under its own name, listed, and in the suite', async () => {
    const it = deskOn()
    const path = file(700)
    const importId = it.start(path, { patientCode: 'K-1' }, { removeAfter: true })
    expect(it.desk.status(importId)).toMatchObject({ state: 'waiting' })
    const done = await it.over(importId)
    expect(done).toMatchObject({ state: 'done', lengthMs: 699_000, playedMs: 699_000 })
    expect(done.error).toBeUndefined()
    const stream = sessionStream(done.sessionId as never)
    expect(await streamsOf(it.log)).toEqual([stream])
    const head = await it.log.head(stream)
    expect(head).toMatchObject({ head: done.records, sealedThrough: done.records })
    expect(await it.log.verify(stream)).toMatchObject({ ok: true })
    // Each chunk is a segment, with the times of its own first and last record.
    const segments = await it.log.segments(stream)
    expect(segments.map(({ first, last }) => last - first + 1)).toEqual([240, 240, 225])
    const lines = await it.log.read(stream, 1, 1000)
    for (const { first, last, firstAtMs, lastAtMs } of segments)
      expect([firstAtMs, lastAtMs]).toEqual(
        [first, last].map((seq) => JSON.parse(lines[seq - 1] ?? '{}').hubAtMs),
      )
    expect(await it.log.lastCheckpoint(stream)).toMatchObject({ atSeq: done.records })
    expect([...it.rows.values()]).toMatchObject([{ sessionId: done.sessionId, patientCode: 'K-1' }])
    expect(it.suite).toEqual([
      { kind: 'session.listed', sessionId: done.sessionId, roomId: 'imported', event: 'closed' },
    ])
    // It was put there for this import only.
    expect(existsSync(path)).toBe(false)
  })

  test('[IM12] the same file is recognised, also while the first of it is still coming in, and under another name', async () => {
    const it = deskOn()
    const path = file()
    const first = it.start(path)
    const second = it.start(path, { patientCode: 'K-2' })
    const { sessionId } = await it.over(first)
    expect(await it.over(second)).toMatchObject({
      state: 'failed',
      sessionId,
      error: { code: 'already-imported' },
    })
    expect((await it.over(it.start(path))).error?.code).toBe('already-imported')
    expect(it.rows.size).toBe(1)
    expect(await streamsOf(it.log)).toEqual([sessionStream(sessionId as never)])
  })

  test('[IM12] a session that is here already is recognised in an export of it, and one that is gone is not', async () => {
    const it = deskOn()
    const made = await bring(jobFor(file(300)))
    const path = fileWith(exportOf(made.lines), 'a.ndjson')
    const first = await it.over(it.start(path))
    expect(first).toMatchObject({ state: 'done', sessionId: 'new-session' })
    const other = fileWith(exportOf(made.lines, undefined, { build: 'another' }), 'b.ndjson')
    expect(await it.over(it.start(other))).toMatchObject({
      sessionId: 'new-session',
      error: { code: 'already-imported' },
    })
    // The index is derived: what the log no longer has is not here.
    await it.log.discard('session:new-session' as StreamId)
    expect(await it.over(it.start(path))).toMatchObject({ state: 'done' })
  })

  test('[IM12] of an open session a file that takes its id learns nothing, neither whose it is nor where', async () => {
    const it = deskOn()
    const stream = 'session:new-session' as StreamId
    const { ownerEpoch } = await it.log.own(stream)
    await it.log.append([{ stream, ownerEpoch, afterSeq: 0, lines: ['{}'], atMs: NOW_MS }])
    it.rows.set('new-session', { roomName: 'Room 1', patientCode: 'K-0417' } as SessionRow)
    const made = await bring(jobFor(file(10)))
    const over = await it.over(it.start(fileWith(exportOf(made.lines), 'a.ndjson')))
    expect(over).toMatchObject({ error: { code: 'already-imported' } })
    expect(over.error?.message).not.toMatch(/Room 1|K-0417/)
    expect((await it.log.head(stream))?.head).toBe(1)
  })

  test('[IM13] stopped half-way: nothing remains, it says so, and it can be brought again', async () => {
    const it = deskOn()
    const path = file()
    const goOn = it.pause()
    const importId = it.start(path)
    const later = it.start(file(10))
    await half(it.log, importId)
    expect(it.desk.status(importId)).toMatchObject({ state: 'running', records: 240, playedMs: 236_000 })
    // While it comes in nobody can ask for it.
    expect(zStreamId.safeParse(importStream(importId)).success).toBe(false)
    expect(await it.desk.stop(importId)).toMatchObject({ state: 'failed', error: { code: 'import-stopped' } })
    goOn()
    expect((await it.over(later)).state).toBe('done')
    expect(it.rows.size).toBe(1)
    expect((await streamsOf(it.log)).length).toBe(1)
    expect((await it.over(it.start(path))).state).toBe('done')
    // Too late: it is whole.
    expect(await it.desk.stop(later)).toMatchObject({ state: 'done' })
    expect(await it.desk.stop('nobody')).toBeUndefined()
  })

  test('[IM13] one that waits is stopped before anything of it is read', async () => {
    const it = deskOn()
    const first = it.start(file())
    const path = file(10)
    const waiting = it.start(path, {}, { removeAfter: true })
    expect(await it.desk.stop(waiting)).toMatchObject({ state: 'failed', records: 0 })
    expect(existsSync(path)).toBe(false)
    expect((await it.over(first)).state).toBe('done')
  })

  test.each(['full', 'io'] as const)(
    '[IM14] an append that fails (%s): nothing remains, in words',
    async (why) => {
      const it = deskOn()
      const goOn = it.pause()
      const importId = it.start(file())
      await half(it.log, importId)
      it.log.failNext(why)
      goOn()
      const failed = await it.over(importId)
      expect(failed.error?.code).toBe(why === 'full' ? 'disk-low' : 'storage-failed')
      expect(failed.error?.message).toMatch(/./)
      await nothingOf(it)
    },
  )

  test('[IM14] a disk that runs low stops it, and nothing is begun on one', async () => {
    const it = deskOn()
    const goOn = it.pause()
    const importId = it.start(file())
    await half(it.log, importId)
    it.log.setDisk({ state: 'noNewSessions' })
    goOn()
    expect((await it.over(importId)).error).toMatchObject({ code: 'disk-low' })
    await nothingOf(it)
    const path = file(3)
    expect(it.desk.start({ name: 'a', path, options: {}, by: BY })).toMatchObject({
      ok: false,
      error: { code: 'disk-low' },
    })
    it.log.setDisk({ state: 'warn' })
    expect((await it.over(it.start(path))).state).toBe('done')
  })

  test('[IM14] what a full disk would not let go is thrown away as soon as it does, not at the next start', async () => {
    const it = deskOn()
    const discard = it.log.discard.bind(it.log)
    let tries = 0
    it.log.discard = (stream) => {
      tries += 1
      return tries < 4 ? Promise.reject(new Error('The disk is full.')) : discard(stream)
    }
    const goOn = it.pause()
    const importId = it.start(file())
    await half(it.log, importId)
    const stopped = it.desk.stop(importId)
    goOn()
    expect(await stopped).toMatchObject({ state: 'failed', error: { code: 'import-stopped' } })
    await eventually('it is gone', async () => (await streamsOf(it.log)).length === 0)
    expect(tries).toBe(4)
    expect(it.errors.length).toBeGreaterThan(0)
    await nothingOf(it)
  })

  test('[IM15] a hub that stops takes nothing more, and nothing half-imported remains', async () => {
    const it = deskOn()
    it.pause()
    const importId = it.start(file())
    const waiting = it.start(file())
    await half(it.log, importId)
    await it.desk.close('the test is over')
    for (const id of [importId, waiting])
      expect(it.desk.status(id)).toMatchObject({ state: 'failed', error: { code: 'import-stopped' } })
    await nothingOf(it)
    expect(it.desk.start({ name: 'a', path: file(3), options: {}, by: BY })).toMatchObject({
      ok: false,
      error: { code: 'hub-stopping' },
    })
  })

  test('[IM15] what a kill left half-way is thrown away at the next start, and the file can come in', async () => {
    const it = deskOn()
    const path = file()
    const goOn = it.pause()
    const importId = it.start(path)
    await half(it.log, importId)
    const log = it.log.crash()
    goOn()
    await it.over(importId)
    expect((await streamsOf(log)).filter((stream) => stream.startsWith('import:'))).toHaveLength(1)
    const again = deskOn(log, it.rows)
    again.setNow(NOW_MS + 5_000)
    await again.desk.clean
    await nothingOf(again)
    expect((await again.over(again.start(path))).state).toBe('done')
  })

  test('[IM16] what cannot be used is said at once, by field', async () => {
    const it = deskOn()
    const path = file(3)
    const said = (more: object, options = {}) => {
      const started = it.desk.start({ name: 'a.csv', path, options, by: BY, ...more })
      return started.ok ? 'taken' : [started.error.code, started.error.field]
    }
    expect(said({ name: '' })).toEqual(['malformed', 'name'])
    expect(said({ name: '/x/' })).toEqual(['malformed', 'name'])
    expect(said({ path: 'a.csv' })).toEqual(['malformed', 'path'])
    expect(said({}, { patientCode: 'Jane Doe' })).toEqual(['malformed', 'patient'])
    expect(said({}, { roomName: ' ' })).toEqual(['malformed', 'room'])
    expect(said({}, { startsAtMs: -1 })).toEqual(['malformed', 'starts'])
    await nothingOf(it)
  })

  test('[IM16] a file that is no recording is failed in words; the next one comes in all the same', async () => {
    const it = deskOn()
    const bad = it.start(fileWith('hello'), {}, { name: '../../etc/Über\u0007\u202e “x”.csv' })
    const good = it.start(file(3))
    expect(await it.over(bad)).toMatchObject({ name: 'Über “x”.csv', error: { code: 'malformed' } })
    expect((await it.over(good)).state).toBe('done')
    const { sessionId } = await it.over(it.start(file(4), { roomName: 'Room\u0000\u202e 1\n' }))
    expect(it.rows.get(sessionId as string)?.roomName).toBe('Room 1')
    expect(it.errors).toEqual([])
  })
})
