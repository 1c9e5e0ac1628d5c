// Owns reading what is sealed, through a read-only handle of its own, so that a long read never delays a commit.
// Never holds a snapshot longer than one page: an open reader would keep the write-ahead log from being used again.
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { epochMs, type StreamId } from '@chairside/shared/ids.ts'
import Database from 'better-sqlite3'
import { unpackCommit } from './journal.ts'
import { LOG_FILE } from './log-settings.ts'
import { CHAIN_ORIGIN, type ChainPoint, unpackLines, verifyBody } from './segments.ts'
import type { Checkpoint, Segment, StreamHead } from './session-log.ts'

export type Verdict = { readonly ok: boolean; readonly message: string; readonly segments: number }

export type LogReader = {
  /** Every stream on disk, as far as it is sealed. */
  streams(): StreamHead[]
  /** Sealed lines fromSeq … toSeq. */
  lines(stream: StreamId, fromSeq: number, toSeq: number): string[]
  segments(stream: StreamId): Segment[]
  body(stream: StreamId, first: number): { segment: Segment; zstd: Uint8Array } | undefined
  checkpoint(stream: StreamId): Checkpoint | undefined
  /** The hash chain, and that the journal goes on from it without a hole, at least to `head`. */
  verify(stream: StreamId, head: number): Verdict
  close(): void
}

type SegmentRow = { first: number; last: number; firstAtMs: number; lastAtMs: number; sha: string }
type BodyRow = SegmentRow & { body: Buffer }

const COLUMNS = 'first, last, first_at_ms AS firstAtMs, last_at_ms AS lastAtMs, lower(hex(sha)) AS sha'
const VERIFY_PAGE = 50

/** Opens a log that its writer has already opened. */
export function openLogReader(dir: string): LogReader {
  const db = new Database(join(dir, LOG_FILE), { readonly: true, timeout: 2000 })
  const streamId = db.prepare('SELECT id FROM stream WHERE name = ?').pluck()
  const listStreams = db.prepare(
    `SELECT name AS stream, owner_epoch AS ownerEpoch, coalesce(
       (SELECT last FROM segment WHERE segment.stream = stream.id ORDER BY first DESC LIMIT 1), 0) AS sealedThrough
     FROM stream ORDER BY id`,
  )
  const listSegments = db.prepare(`SELECT ${COLUMNS} FROM segment WHERE stream = ? ORDER BY first`)
  const segmentAt = db.prepare(
    `SELECT ${COLUMNS}, body FROM segment WHERE stream = ? AND first <= ? ORDER BY first DESC LIMIT 1`,
  )
  const segmentExactly = db.prepare(`SELECT ${COLUMNS}, body FROM segment WHERE stream = ? AND first = ?`)
  const segmentsAfter = db.prepare(
    `SELECT ${COLUMNS}, body FROM segment WHERE stream = ? AND first > ? ORDER BY first LIMIT ${VERIFY_PAGE}`,
  )
  const journalBodies = db.prepare('SELECT body FROM journal ORDER BY id').pluck()
  const checkpointOf = db.prepare('SELECT at_seq AS atSeq, state FROM checkpoint WHERE stream = ?')
  const idOf = (stream: StreamId) => streamId.get(stream) as number | undefined
  const segmentOf = (stream: StreamId, row: SegmentRow): Segment => ({
    stream,
    first: row.first,
    last: row.last,
    firstAtMs: epochMs(row.firstAtMs),
    lastAtMs: epochMs(row.lastAtMs),
    sha: row.sha,
  })

  /** One page of the chain, and when it is the last one the journal after it, in one snapshot. */
  const verifyPage = db.transaction((id: number, from: ChainPoint, head: number) => {
    let at = from
    let count = 0
    for (const row of segmentsAfter.all(id, from.through) as BodyRow[]) {
      const check = verifyBody(at, row, row.body)
      if (!check.ok) return { count, at, message: check.message, done: true }
      at = check.at
      count += 1
    }
    if (count === VERIFY_PAGE) return { count, at, message: undefined, done: false }
    let seq = at.through
    for (const body of journalBodies.iterate() as IterableIterator<string>)
      for (const { stream, first, lines } of unpackCommit(body)) {
        const last = first + lines.length - 1
        if (stream !== id || last <= seq) continue
        if (first > seq + 1)
          return { count, at, message: `Line ${seq + 1} is missing from the journal.`, done: true }
        seq = last
      }
    const message = seq < head ? `Lines ${seq + 1} to ${head} are missing from the journal.` : undefined
    return { count, at: { ...at, through: seq }, message, done: true }
  })

  return {
    streams: () =>
      (listStreams.all() as Omit<StreamHead, 'head'>[]).map((row) => ({ ...row, head: row.sealedThrough })),
    lines(stream, fromSeq, toSeq) {
      const id = idOf(stream)
      const lines: string[] = []
      if (id === undefined) return lines
      for (let from = Math.max(1, fromSeq); from <= toSeq; ) {
        const row = segmentAt.get(id, from) as BodyRow | undefined
        if (row === undefined || row.last < from) break
        lines.push(...unpackLines(row.body).slice(from - row.first, toSeq - row.first + 1))
        from = row.last + 1
      }
      return lines
    },
    segments(stream) {
      const id = idOf(stream)
      if (id === undefined) return []
      return (listSegments.all(id) as SegmentRow[]).map((row) => segmentOf(stream, row))
    },
    body(stream, first) {
      const id = idOf(stream)
      const row = id === undefined ? undefined : (segmentExactly.get(id, first) as BodyRow | undefined)
      return row && { segment: segmentOf(stream, row), zstd: row.body }
    },
    checkpoint(stream) {
      const id = idOf(stream)
      const row =
        id === undefined ? undefined : (checkpointOf.get(id) as { atSeq: number; state: Buffer } | undefined)
      return row && { stream, atSeq: row.atSeq, state: zstdDecompressSync(row.state).toString('utf8') }
    },
    verify(stream, head) {
      const id = idOf(stream)
      if (id === undefined)
        return { ok: false, message: `There is no stream ${stream} in this log.`, segments: 0 }
      let at: ChainPoint = CHAIN_ORIGIN
      for (let segments = 0; ; ) {
        const page = verifyPage(id, at, head)
        at = page.at
        segments += page.count
        if (page.message !== undefined) return { ok: false, message: page.message, segments }
        if (page.done)
          return {
            ok: true,
            message: `${at.through} lines, ${segments} segments: the chain holds.`,
            segments,
          }
      }
    },
    close: () => db.close(),
  }
}

/** The reader as a thread offers it: opened by the first call. */
export function createReaderService() {
  let reader: LogReader | undefined
  const opened = (): LogReader => {
    if (reader === undefined) throw new Error('The log is not open for reading.')
    return reader
  }
  return {
    open(dir: string) {
      reader = openLogReader(dir)
    },
    streams: () => opened().streams(),
    lines: (stream: StreamId, fromSeq: number, toSeq: number) => opened().lines(stream, fromSeq, toSeq),
    segments: (stream: StreamId) => opened().segments(stream),
    body: (stream: StreamId, first: number) => opened().body(stream, first),
    checkpoint: (stream: StreamId) => opened().checkpoint(stream),
    verify: (stream: StreamId, head: number) => opened().verify(stream, head),
    close() {
      reader?.close()
      reader = undefined
    },
  }
}
export type ReaderService = ReturnType<typeof createReaderService>
