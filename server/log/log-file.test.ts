// Owns proving what sealing does when the disk has no room for it: nothing is lost, and it is done when there is.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { epochMs, type StreamId } from '@chairside/shared/ids.ts'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type LogFile, openLogFile } from './log-file.ts'
import type { Group } from './log-group.ts'
import { openLogReader } from './log-reader.ts'
import { LOG_SETTINGS } from './log-settings.ts'

const A = 'session:full' as StreamId
const B = 'session:old' as StreamId
const T0 = 1_732_190_400_000

let dir: string
let file: LogFile
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  dir = mkdtempSync(join(tmpdir(), 'chairside-file-'))
  file = openLogFile({ ...LOG_SETTINGS, dir, sealLines: 20 })
})
afterEach(() => {
  file.close()
  vi.useRealTimers()
  rmSync(dir, { recursive: true })
})

/** A kilobyte that does not compress. */
const noise = (seed: number) => {
  let x = seed + 1
  let text = ''
  while (text.length < 1024) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0
    text += x.toString(36)
  }
  return text
}
const group = (name: StreamId, afterSeq: number, lines: string[], ms: number): Group => ({
  names: [name],
  ownerEpochs: [0],
  afterSeqs: [afterSeq],
  counts: [lines.length],
  atMs: [T0 + ms],
  lines,
  targets: [],
  checkpoints: [],
  aliveAtMs: epochMs(T0 + ms),
})

test('[LG9] a seal that finds no room keeps every line, waits, and is done when there is room', () => {
  const a = Array.from({ length: 30 }, (_, i) => noise(i))
  const b = Array.from({ length: 5 }, (_, i) => noise(100 + i))
  file.commit(group(B, 0, b, 0))
  file.commit(group(A, 0, a, 130_000))
  file.setMaxPageCount(1)
  expect(file.due()).toBe(true)
  file.slice()
  expect(file.head(A)).toMatchObject({ head: 30, sealedThrough: 0 })
  expect(file.head(B)).toMatchObject({ head: 5, sealedThrough: 0 })
  expect(file.tail(A, 1, 100)?.lines).toEqual(a)
  expect(file.due()).toBe(false)

  file.setMaxPageCount(100_000)
  vi.advanceTimersByTime(6000)
  expect(file.due()).toBe(true)
  while (file.due()) file.slice()
  expect(file.head(A)).toMatchObject({ head: 30, sealedThrough: 30 })
  expect(file.head(B)).toMatchObject({ head: 5, sealedThrough: 5 })
  const reader = openLogReader(dir)
  expect(reader.lines(A, 1, 30)).toEqual(a)
  expect(reader.lines(B, 1, 5)).toEqual(b)
  expect(reader.verify(A, 30)).toMatchObject({ ok: true, segments: 1 })
  reader.close()
})

test('[LG9] streams that are due together are sealed in several slices, each a share of them', () => {
  const names = Array.from({ length: 400 }, (_, i) => `session:${i}` as StreamId)
  const lines = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`)
  for (const name of names) file.commit(group(name, 0, lines, 0))
  const sealed = () => file.liveHeads().filter((head) => head.sealedThrough > 0).length
  file.slice()
  expect(sealed()).toBe(10)
  while (file.due()) file.slice()
  expect(sealed()).toBe(400)
})

test('[LG9] rows whose lines are sealed leave the journal, and only those', () => {
  const reader = () => {
    const opened = openLogReader(dir)
    const verdict = names.map((name) => opened.verify(name, file.head(name)!.head).ok)
    opened.close()
    return verdict
  }
  const names = [A, B]
  let seq = 0
  file.commit(group(B, 0, ['the oldest unsealed line'], 0))
  for (; seq < 200; seq++) file.commit(group(A, seq, [`line ${seq + 1}`], seq))
  while (file.due()) file.slice()
  // B's line stands first in the journal and is not old enough: nothing behind it may go, nothing of it is lost.
  expect(reader()).toEqual([true, true])
  expect(file.tail(B, 1, 10)?.lines).toEqual(['the oldest unsealed line'])
  file.close()
  file = openLogFile({ ...LOG_SETTINGS, dir, sealLines: 20 })
  expect(file.tail(B, 1, 10)?.lines).toEqual(['the oldest unsealed line'])
  expect(file.head(A)?.head).toBe(200)
})

test('[LG12] a line that vanished from the journal is found, in the middle and at the end', () => {
  for (let seq = 0; seq < 5; seq++) file.commit(group(A, seq, [`line ${seq + 1}`], seq))
  const verdict = () => {
    const reader = openLogReader(dir)
    const { ok, message } = reader.verify(A, 5)
    reader.close()
    return { ok, message }
  }
  expect(verdict().ok).toBe(true)
  const db = new Database(join(dir, 'log.db'))
  db.exec('DELETE FROM journal WHERE id = 5')
  expect(verdict()).toEqual({ ok: false, message: 'Lines 5 to 5 are missing from the journal.' })
  db.exec('DELETE FROM journal WHERE id = 2')
  expect(verdict()).toEqual({ ok: false, message: 'Line 2 is missing from the journal.' })
  db.close()
})
