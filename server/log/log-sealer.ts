// Owns turning journal lines into sealed segments and deleting the rows that are no longer needed, in small slices.
// Never touches a line that is not committed, and never deletes a row before the seal that replaces it is.
import { zstdCompressSync } from 'node:zlib'
import { createQueue, headSeq, type LiveStream } from './live-stream.ts'
import type { LogSettings } from './log-settings.ts'
import type { LogWriter, Statements, WriteFailure } from './log-writer.ts'
import { chainSha, packLines, pieces } from './segments.ts'
import type { Checkpoint } from './session-log.ts'
import { keepCheckpoint, newestAtOrBefore } from './stream-rules.ts'

/** A slice stops taking on streams after this long, so that a commit never waits much longer. */
const SLICE_MS = 5
/**
 * A slice takes this share of the streams that are due, so that sessions which began together do not seal together:
 * 5,000 at once, sealed as fast as possible, wrote 27 MB/s for ten seconds instead of 5.
 */
const SLICE_SHARE = 1 / 40
const SLICE_MIN_STREAMS = 8
/** Journal rows deleted in a slice, and how many must have gathered: fewer would write the same page again and again. */
const TRIM_ROWS = 160
const TRIM_MIN_ROWS = 40
/** After a seal found no room, how long until it is tried again. */
const BACK_OFF_MS = 5000

export type Sealer = {
  /** A stream's tail began at this journal row. */
  began(stream: LiveStream, journalId: number): void
  /** A stream grew: is it due by its count? */
  grew(stream: LiveStream): void
  /** Is there anything to seal or delete now? */
  due(): boolean
  /** A few milliseconds of that work, in one transaction. True: it ran out of time, so go on soon. */
  slice(): boolean
  /** Seals these streams now, whatever is due, in one transaction. */
  seal(streams: readonly LiveStream[]): WriteFailure | undefined
  /** Deletes every row that can go. */
  trimAll(): void
}

type Sealing = {
  readonly stream: LiveStream
  readonly rows: readonly {
    first: number
    last: number
    firstAtMs: number
    lastAtMs: number
    sha: string
    body: Uint8Array
  }[]
  readonly checkpoint: Checkpoint | undefined
}

function plan(stream: LiveStream, maxLines: number): Sealing {
  let sha = stream.sha
  const rows = pieces(stream.tail.length, maxLines).map(({ from, to }) => {
    const lines = stream.tail.slice(from, to)
    sha = chainSha(sha, lines)
    return {
      first: stream.sealedThrough + from + 1,
      last: stream.sealedThrough + to,
      firstAtMs: stream.atMs[from]!,
      lastAtMs: stream.atMs[to - 1]!,
      sha,
      body: packLines(lines),
    }
  })
  const newest = newestAtOrBefore(stream.kept, headSeq(stream))
  return { stream, rows, checkpoint: newest && newest.atSeq > stream.checkpointSeq ? newest : undefined }
}

export function createSealer(
  settings: LogSettings,
  writer: LogWriter,
  clock: { readonly nowMs: () => number; readonly lastAtMs: () => number },
  firstJournalId: number,
): Sealer {
  const full = createQueue<LiveStream>()
  /** Every tail by the journal row of its first line, oldest first; entries whose tail was sealed since are passed over. */
  const begun = createQueue<{ stream: LiveStream; seq: number; journalId: number; atMs: number }>()
  let trimmedTo = firstJournalId
  let backOffUntil = 0

  function oldest() {
    for (;;) {
      const entry = begun.peek()
      if (entry === undefined || (!entry.stream.gone && entry.stream.sealedThrough < entry.seq)) return entry
      begun.shift()
    }
  }
  const firstDue = () => {
    for (let stream = full.peek(); stream !== undefined && !stream.due; stream = full.peek()) full.shift()
    return full.peek()
  }
  const firstAged = () => {
    const entry = oldest()
    return entry !== undefined && entry.atMs + settings.sealMs <= clock.nowMs() ? entry : undefined
  }
  /** Rows below this id belong to sealed lines only. */
  const keepFrom = () => oldest()?.journalId ?? writer.committed.journalId + 1

  function writeSealing(sql: Statements, { stream, rows, checkpoint }: Sealing, firstId: number): number {
    let id = firstId
    for (const row of rows)
      sql.addSegment.run(
        id++,
        stream.id,
        row.first,
        row.last,
        row.firstAtMs,
        row.lastAtMs,
        Buffer.from(row.sha, 'hex'),
        row.body,
      )
    if (checkpoint) sql.setCheckpoint.run(stream.id, checkpoint.atSeq, zstdCompressSync(checkpoint.state))
    return id
  }
  function applySealing({ stream, rows, checkpoint }: Sealing): void {
    const last = rows.at(-1)
    if (last !== undefined) {
      stream.sealedThrough = last.last
      stream.sha = last.sha
      stream.tail = []
      stream.atMs = []
      stream.due = false
    }
    if (checkpoint) stream.checkpointSeq = checkpoint.atSeq
    stream.kept = keepCheckpoint(stream.kept, undefined, headSeq(stream)).filter(
      (one) => one.atSeq > stream.checkpointSeq,
    )
  }

  /** One transaction: seals, the newest time, and rows up to `trimTo` deleted. */
  function commit(sealings: readonly Sealing[], trimTo: number): WriteFailure | undefined {
    let segmentId = 0
    const failure = writer.attempt(
      (sql) => {
        segmentId = writer.committed.segmentId + 1
        for (const sealing of sealings) segmentId = writeSealing(sql, sealing, segmentId)
        if (trimTo > trimmedTo) sql.trim.run(trimTo)
        if (clock.lastAtMs() > 0) sql.setMeta.run('lastAtMs', clock.lastAtMs())
      },
      { useReserve: false },
    )
    if (failure) return failure
    writer.committed.segmentId = segmentId - 1
    for (const sealing of sealings) applySealing(sealing)
    trimmedTo = Math.max(trimmedTo, trimTo)
    return undefined
  }

  return {
    began: (stream, journalId) =>
      begun.push({ stream, seq: stream.sealedThrough + 1, journalId, atMs: stream.atMs[0]! }),
    grew(stream) {
      if (stream.due || stream.tail.length < settings.sealLines) return
      stream.due = true
      full.push(stream)
    },
    due: () =>
      performance.now() >= backOffUntil &&
      (firstDue() !== undefined || firstAged() !== undefined || keepFrom() - trimmedTo >= TRIM_MIN_ROWS),
    slice() {
      if (performance.now() < backOffUntil) return false
      // Settled before anything is taken off the queues: rows go only when the seal that replaces them is durable.
      const trimTo =
        keepFrom() - trimmedTo >= TRIM_MIN_ROWS ? Math.min(keepFrom(), trimmedTo + TRIM_ROWS) : trimmedTo
      const until = performance.now() + SLICE_MS
      let room = Math.max(SLICE_MIN_STREAMS, Math.ceil(full.size() * SLICE_SHARE))
      const byCount: LiveStream[] = []
      const byAge: NonNullable<ReturnType<typeof oldest>>[] = []
      const sealings = new Map<LiveStream, Sealing>()
      const take = (stream: LiveStream) => {
        if (!sealings.has(stream)) sealings.set(stream, plan(stream, settings.segmentMaxLines))
        room -= 1
        return room > 0 && performance.now() < until
      }
      for (let more = true, stream = firstDue(); more && stream !== undefined; stream = firstDue()) {
        byCount.push(stream)
        full.shift()
        more = take(stream)
      }
      for (let more = room > 0, entry = firstAged(); more && entry; entry = firstAged()) {
        byAge.push(entry)
        begun.shift()
        more = take(entry.stream)
      }
      if (sealings.size === 0 && trimTo === trimmedTo) return false
      const failure = commit([...sealings.values()], trimTo)
      if (failure === undefined) return performance.now() >= until
      for (const stream of byCount) full.push(stream)
      begun.unshift(byAge)
      backOffUntil = performance.now() + BACK_OFF_MS
      // Deleting what is already sealed needs no room and makes some.
      if (failure.why === 'full' && trimTo > trimmedTo) commit([], trimTo)
      return false
    },
    seal(streams) {
      const sealings = streams
        .map((stream) => plan(stream, settings.segmentMaxLines))
        .filter(({ rows, checkpoint }) => rows.length > 0 || checkpoint !== undefined)
      return sealings.length > 0 ? commit(sealings, trimmedTo) : undefined
    },
    trimAll() {
      if (keepFrom() > trimmedTo) commit([], keepFrom())
    },
  }
}
