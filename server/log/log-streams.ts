// Owns the writer's picture of every stream in use, read from log.db: the unsealed tail when it opens, others on demand.
// Never changes what is on disk.
import type { StreamId } from '@chairside/shared/ids.ts'
import { unpackCommit } from './journal.ts'
import { headSeq, type LiveStream, newStream, type StreamRow } from './live-stream.ts'
import { LogDamaged } from './log-schema.ts'
import type { LogWriter } from './log-writer.ts'

type JournalRow = { id: number; body: string }

export type LogStreams = {
  /** A stream of this log, or undefined. */
  find(name: StreamId): LiveStream | undefined
  /** Streams in memory. */
  all(): Iterable<LiveStream>
  add(stream: LiveStream): void
  /** It has another name now. */
  rename(stream: LiveStream, to: StreamId): void
  /** It is no longer one. */
  remove(stream: LiveStream): void
}
/** The key under which `meta` keeps that a stream's number may stand in the journal although the stream is gone. */
export const discardedKey = (id: number): string => `discarded:${id}`
export type Opened = {
  readonly streams: LogStreams
  /** Streams with a tail, with the journal id of its first line, oldest first. */
  readonly tails: readonly { readonly stream: LiveStream; readonly firstJournalId: number }[]
  readonly firstJournalId: number
  readonly lastAtMs: number
  /** Numbers of discarded streams that the journal names no more. */
  readonly forgotten: readonly number[]
}

function entriesOf({ id, body }: JournalRow) {
  try {
    return unpackCommit(body)
  } catch (error) {
    throw new LogDamaged(`The journal row ${id} is damaged: ${(error as Error).message}.`)
  }
}

/** Reads the unsealed tails and sets the writer's counters. Throws LogDamaged when a line is missing. */
export function openStreams(writer: LogWriter): Opened {
  const byName = new Map<StreamId, LiveStream>()
  const byId = new Map<number, LiveStream>()

  function adopt(row: StreamRow): LiveStream {
    const stream = newStream(row)
    const sealed = writer.sql().lastSegment.get(row.id) as { last: number; sha: string } | undefined
    if (sealed !== undefined) {
      stream.sealedThrough = sealed.last
      stream.sha = sealed.sha
    }
    stream.checkpointSeq = (writer.sql().checkpointSeq.get(row.id) as number | undefined) ?? 0
    add(stream)
    return stream
  }
  function add(stream: LiveStream): void {
    byName.set(stream.name, stream)
    byId.set(stream.id, stream)
  }
  function find(name: StreamId): LiveStream | undefined {
    const known = byName.get(name)
    if (known !== undefined) return known
    const row = writer.sql().streamByName.get(name) as StreamRow | undefined
    return row && adopt(row)
  }
  const discarded = new Map(
    (writer.db().prepare("SELECT key FROM meta WHERE key LIKE 'discarded:%'").pluck().all() as string[]).map(
      (key) => [Number(key.slice(key.indexOf(':') + 1)), key],
    ),
  )
  const stillNamed = new Set<number>()

  /** Undefined: its stream was discarded. */
  function findById(id: number): LiveStream | undefined {
    const known = byId.get(id)
    if (known !== undefined) return known
    if (discarded.has(id)) {
      stillNamed.add(id)
      return undefined
    }
    const row = writer.sql().streamById.get(id) as StreamRow | undefined
    if (row === undefined)
      throw new LogDamaged(`The journal names stream number ${id}, which does not exist.`)
    return adopt(row)
  }

  const tails: { stream: LiveStream; firstJournalId: number }[] = []
  let firstJournalId: number | undefined
  let lastJournalId = 0
  let lastAtMs = 0
  const rows = writer
    .db()
    .prepare('SELECT id, body FROM journal ORDER BY id')
    .iterate() as IterableIterator<JournalRow>
  for (const row of rows) {
    firstJournalId ??= row.id
    lastJournalId = row.id
    for (const entry of entriesOf(row)) {
      const stream = findById(entry.stream)
      if (stream === undefined) continue
      lastAtMs = Math.max(lastAtMs, entry.atMs)
      const next = headSeq(stream) + 1
      const last = entry.first + entry.lines.length - 1
      if (last < next) continue
      // A seal takes whole entries, so one that is neither sealed nor next is a hole.
      if (entry.first !== next)
        throw new LogDamaged(
          `${stream.name} goes from line ${next - 1} to line ${entry.first}: lines are missing.`,
        )
      if (stream.tail.length === 0) tails.push({ stream, firstJournalId: row.id })
      for (const line of entry.lines) {
        stream.tail.push(line)
        stream.atMs.push(entry.atMs)
      }
    }
  }
  const highest = (table: string) =>
    writer.db().prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get() as number
  writer.committed.journalId = lastJournalId
  // A number that the journal may still name is nobody else's.
  writer.committed.streamId = Math.max(highest('stream'), ...discarded.keys())
  writer.committed.segmentId = highest('segment')
  return {
    streams: {
      find,
      all: () => byName.values(),
      add,
      rename(stream, to) {
        byName.delete(stream.name)
        stream.name = to
        byName.set(to, stream)
      },
      remove(stream) {
        byName.delete(stream.name)
        byId.delete(stream.id)
      },
    },
    forgotten: [...discarded.keys()].filter((id) => !stillNamed.has(id)),
    tails,
    firstJournalId: firstJournalId ?? writer.committed.journalId + 1,
    lastAtMs,
  }
}
