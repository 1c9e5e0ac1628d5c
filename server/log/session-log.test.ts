// Owns running the contract suite on every log there is, and what only the memory log's test controls promise.
import { epochMs, type StreamId } from '@chairside/shared/ids.ts'
import { expect, test } from 'vitest'
import { createMemoryLog, type MemoryLog } from './memory-log.ts'
import { sessionLogContract } from './session-log.contract.ts'

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
