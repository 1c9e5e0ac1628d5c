// Owns the port to the disk: what a log must do for the hub. Implementations: memory-log (tests), worker-log (SQLite).
// Every implementation passes session-log.contract.ts. Never knows what a line means.
import type { EpochMs, Incarnation, StreamId } from '@chairside/shared/ids.ts'

export type AppendBatch = {
  readonly stream: StreamId
  /** Fences a stale writer: an owner epoch lower than the stream's is refused. */
  readonly ownerEpoch: number
  /** The number of the last line the writer knows; anything else there means the writer is wrong. */
  readonly afterSeq: number
  /** Lines afterSeq + 1 …, verbatim. */
  readonly lines: readonly string[]
  readonly atMs: EpochMs
}
export type AppendResult =
  | { readonly stream: StreamId; readonly ok: true; readonly head: number }
  | {
      readonly stream: StreamId
      readonly ok: false
      readonly why: 'fenced' | 'sequence' | 'full' | 'io'
      readonly head: number
      readonly message: string
    }

export type Segment = {
  readonly stream: StreamId
  readonly first: number
  readonly last: number
  readonly firstAtMs: EpochMs
  readonly lastAtMs: EpochMs
  /** Hex SHA-256 of (previous segment's sha as hex, '\n', then the lines each followed by '\n'); before the first: ''. */
  readonly sha: string
}
export type StreamHead = {
  readonly stream: StreamId
  readonly head: number
  readonly sealedThrough: number
  readonly ownerEpoch: number
}
/** The writer's own state after `atSeq`, so that a restart reads this and the tail only. */
export type Checkpoint = { readonly stream: StreamId; readonly atSeq: number; readonly state: string }

export type LogStatus = {
  readonly incarnation: Incarnation
  /** When a hub was last known to be alive on this log; undefined on a new one. */
  readonly aliveAtMs: EpochMs | undefined
  /** Highest hubAtMs of any line. */
  readonly lastAtMs: EpochMs | undefined
  /** A damaged file was moved out of the way under this name when the log was opened. */
  readonly setAside: string | undefined
}
export type DiskState = {
  readonly state: 'ok' | 'warn' | 'noNewSessions' | 'failed'
  readonly freeBytes: number
  readonly reserve: 'present' | 'used'
}

export type SessionLog = {
  readonly status: LogStatus
  /** Takes ownership: returns the stream's head with a new, higher ownerEpoch. */
  own(stream: StreamId): Promise<StreamHead>
  /**
   * One durable commit; resolves after the fsync. Never rejects for one bad stream: each has its own result.
   * Batches given while a commit is in flight are gathered into the next one.
   */
  append(batches: readonly AppendBatch[]): Promise<readonly AppendResult[]>
  /** Keep the writer's state; sealing takes the newest one at or before the seal's last line. Not durable by itself. */
  checkpoint(checkpoint: Checkpoint): void
  /** Remember that the hub lives (each 2 s). Best effort. */
  alive(atMs: EpochMs): void
  streams(): Promise<readonly StreamHead[]>
  head(stream: StreamId): Promise<StreamHead | undefined>
  /** Lines fromSeq … fromSeq + limit − 1 that are committed, sealed or not. */
  read(stream: StreamId, fromSeq: number, limit: number): Promise<readonly string[]>
  segments(stream: StreamId): Promise<readonly Segment[]>
  /** The sealed body as stored: zstd of the lines, each followed by '\n'. */
  segmentBody(
    stream: StreamId,
    first: number,
  ): Promise<{ readonly segment: Segment; readonly zstd: Uint8Array } | undefined>
  lastCheckpoint(stream: StreamId): Promise<Checkpoint | undefined>
  /** Seals what is unsealed now (a session closed, the hub stops). */
  seal(stream: StreamId): Promise<void>
  /**
   * Gives a whole stream another name, that no stream has: seals it, then moves its segments, checkpoint and head in one
   * durable transaction. Rejects in words, and then everything is as it was.
   */
  rename(from: StreamId, to: StreamId): Promise<void>
  /**
   * Forgets a stream: no line, segment, checkpoint or head of it remains, also after a restart. A stream that does not
   * exist is forgotten already. Rejects in words when the disk refuses; asking again goes on with it.
   */
  discard(stream: StreamId): Promise<void>
  /** Recomputes the hash chain of a stream. */
  verify(
    stream: StreamId,
  ): Promise<{ readonly ok: boolean; readonly message: string; readonly segments: number }>
  disk(): DiskState
  onDisk(listener: (state: DiskState) => void): () => void
  close(): Promise<void>
}
