// Owns running the contract suite on every log there is, and what only the memory log's test controls promise.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { epochMs, type StreamId } from '@chairside/shared/ids.ts'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { DiskLog, DiskLogOptions } from './disk-log.ts'
import { createMemoryLog, type MemoryLog } from './memory-log.ts'
import { packLines, unpackLines } from './segments.ts'
import { type LogHarness, sessionLogContract } from './session-log.contract.ts'
import { openWorkerLog } from './worker-log.ts'

sessionLogContract('memory', async () => {
  let log: MemoryLog | undefined
  return {
    async open() {
      log = log === undefined ? createMemoryLog() : log.crash()
      return log
    },
    hold: () => log!.hold(),
    release: () => log!.release(),
    commits: async () => log!.commits(),
    settled: async () => undefined,
    tamper: async (stream, seq, line) => log!.tamper(stream, seq, line),
    dispose: async () => undefined,
  }
})

/** Changes one line of a sealed body in the closed file. */
function tamperFile(dir: string, name: StreamId, seq: number, line: string): void {
  const db = new Database(join(dir, 'log.db'))
  const row = db
    .prepare(
      `SELECT segment.id, first, body FROM segment JOIN stream ON stream.id = segment.stream
       WHERE name = ? AND first <= ? AND last >= ?`,
    )
    .get(name, seq, seq) as { id: number; first: number; body: Buffer }
  const lines = unpackLines(row.body)
  lines[seq - row.first] = line
  db.prepare('UPDATE segment SET body = ? WHERE id = ?').run(packLines(lines), row.id)
  db.close()
}

const onDisk = (open: (options: DiskLogOptions) => Promise<DiskLog>) => async (): Promise<LogHarness> => {
  const dir = await mkdtemp(join(tmpdir(), 'chairside-log-'))
  const gate = new Int32Array(new SharedArrayBuffer(4))
  let log: DiskLog | undefined
  return {
    async open() {
      const onFatal = (error: Error) => {
        throw error
      }
      log = await open({ dir, onFatal, gate, reserveBytes: 0 })
      return log
    },
    hold: () => Atomics.store(gate, 0, 1),
    release() {
      Atomics.store(gate, 0, 0)
      Atomics.notify(gate, 0)
    },
    commits: () => log!.commits(),
    settled: () => log!.settled(),
    tamper: async (stream, seq, line) => tamperFile(dir, stream, seq, line),
    dispose: () => rm(dir, { recursive: true }),
  }
}
sessionLogContract('worker', onDisk(openWorkerLog))

const A = 'session:a' as StreamId
const NOW = epochMs(1_732_190_400_000)

test('[LG15] a failed commit keeps nothing, says why, and the next one goes on from the same head', async () => {
  const log = createMemoryLog()
  const { ownerEpoch } = await log.own(A)
  const batch = { stream: A, ownerEpoch, afterSeq: 0, lines: ['one'], atMs: NOW }
  log.failNext('full')
  expect(await log.append([batch])).toMatchObject([{ ok: false, why: 'full', head: 0 }])
  expect(log.disk().state).toBe('failed')
  expect(await log.read(A, 1, 10)).toEqual([])
  expect(await log.append([batch])).toMatchObject([{ ok: true, head: 1 }])
  expect(log.disk().state).toBe('ok')
})

test('[LG16] a crash loses what was not committed and nothing else', async () => {
  const log = createMemoryLog()
  const { ownerEpoch } = await log.own(A)
  await log.append([{ stream: A, ownerEpoch, afterSeq: 0, lines: ['one'], atMs: NOW }])
  log.hold()
  const lost = log.append([{ stream: A, ownerEpoch, afterSeq: 1, lines: ['two'], atMs: NOW }])
  await Promise.resolve()
  const again = log.crash()
  expect(await lost).toMatchObject([{ ok: false, why: 'io' }])
  expect(await again.read(A, 1, 10)).toEqual(['one'])
  expect(again.status).toMatchObject({ incarnation: log.status.incarnation, aliveAtMs: NOW })
})

test('[LG6] releaseOne commits what was in flight and holds the rest', async () => {
  const log = createMemoryLog()
  const { ownerEpoch } = await log.own(A)
  log.hold()
  const first = log.append([{ stream: A, ownerEpoch, afterSeq: 0, lines: ['one'], atMs: NOW }])
  await Promise.resolve()
  await Promise.resolve()
  const second = log.append([{ stream: A, ownerEpoch, afterSeq: 1, lines: ['two'], atMs: NOW }])
  await log.releaseOne()
  expect(await first).toMatchObject([{ ok: true, head: 1 }])
  expect((await log.head(A))?.head).toBe(1)
  log.release()
  expect(await second).toMatchObject([{ ok: true, head: 2 }])
})
