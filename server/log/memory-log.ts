// Owns a log that forgets: the whole port in memory, with the controls tests need (hold, fail, crash, tamper).
// Never used by a running hub.
import { randomUUID } from 'node:crypto'
import { epochMs, type Incarnation, type StreamId } from '@chairside/shared/ids.ts'
import {
  headOf,
  readLines,
  type Store,
  type Stream,
  sealedThrough,
  sealNow,
  streamHead,
  verifyStream,
} from './memory-store.ts'
import { packLines, SEAL_LINES, SEAL_MS, unpackLines } from './segments.ts'
import type {
  AppendBatch,
  AppendResult,
  DiskState,
  LogStatus,
  SessionLog,
  StreamHead,
} from './session-log.ts'
import { keepCheckpoint, refusalOf, refusalOfMove, refused } from './stream-rules.ts'

export type MemoryLog = SessionLog & {
  /** Commits stop before they are durable; what is appended meanwhile gathers. */
  hold(): void
  /** Everything held is committed; commits go on. */
  release(): void
  /** Commits the one group in flight and goes on holding. */
  releaseOne(): Promise<void>
  /** The next commit fails for every batch in it, and nothing of it is kept. */
  failNext(why: 'full' | 'io'): void
  /** The process dies: what was not committed is gone, this log answers 'io'. Returns the log as reopened. */
  crash(): MemoryLog
  /** Changes a stored line behind the log's back. */
  tamper(stream: StreamId, seq: number, line: string): void
  setDisk(state: Partial<DiskState>): void
  /** How many commits (with at least one batch or owner) were made. */
  commits(): number
}

type Pending =
  | {
      batches: readonly AppendBatch[]
      done: (results: readonly AppendResult[]) => void
    }
  | { own: StreamId; done: (head: StreamHead) => void; failed: (error: Error) => void }

export type MemoryLogOptions = {
  readonly incarnation?: string
  readonly setAside?: string
  readonly sealLines?: number
  readonly sealMs?: number
}

/** A new, empty log in memory. */
export function createMemoryLog(options: MemoryLogOptions = {}): MemoryLog {
  return openStore(
    {
      incarnation: (options.incarnation ?? randomUUID()) as Incarnation,
      streams: new Map(),
      aliveAtMs: undefined,
      lastAtMs: undefined,
      setAside: options.setAside,
    },
    options,
  )
}

function openStore(store: Store, options: MemoryLogOptions): MemoryLog {
  const status: LogStatus = {
    incarnation: store.incarnation,
    aliveAtMs: store.aliveAtMs,
    lastAtMs: store.lastAtMs,
    setAside: store.setAside,
  }
  const sealLines = options.sealLines ?? SEAL_LINES
  const sealMs = options.sealMs ?? SEAL_MS
  for (const stream of store.streams.values()) stream.pending = []

  let queue: Pending[] = []
  let pumping = false
  let dead = false
  let commits = 0
  let failure: 'full' | 'io' | undefined
  let gate: { opened: Promise<void>; open: () => void } | undefined
  let disk: DiskState = { state: 'ok', freeBytes: 100e9, reserve: 'present' }
  const listeners = new Set<(state: DiskState) => void>()
  const idle: (() => void)[] = []

  const setDisk = (change: Partial<DiskState>) => {
    disk = { ...disk, ...change }
    for (const listener of listeners) listener(disk)
  }
  const mustLive = () => {
    if (dead) throw new Error('This log is closed.')
  }
  const streamOf = (name: StreamId): Stream => {
    let stream = store.streams.get(name)
    if (stream === undefined) {
      stream = { ownerEpoch: 0, sealed: [], tail: [], pending: [], checkpoint: undefined }
      store.streams.set(name, stream)
    }
    return stream
  }
  function sealDue(): void {
    const nowMs = Math.max(store.lastAtMs ?? 0, store.aliveAtMs ?? 0)
    for (const [name, stream] of store.streams) {
      const oldest = stream.tail[0]
      if (stream.tail.length >= sealLines || (oldest && oldest.atMs + sealMs <= nowMs)) sealNow(name, stream)
    }
  }

  function appendOne(batch: AppendBatch): AppendResult {
    const known = store.streams.get(batch.stream)
    const head = known ? headOf(known) : 0
    const refusal = refusalOf(batch, { head, ownerEpoch: known?.ownerEpoch ?? 0 })
    if (refusal) return refused(batch, head, refusal)
    const stream = streamOf(batch.stream)
    stream.ownerEpoch = batch.ownerEpoch
    for (const line of batch.lines) stream.tail.push({ line, atMs: batch.atMs })
    if (batch.lines.length > 0) {
      store.lastAtMs = epochMs(Math.max(store.lastAtMs ?? 0, batch.atMs))
      store.aliveAtMs = epochMs(Math.max(store.aliveAtMs ?? 0, batch.atMs))
    }
    return { stream: batch.stream, ok: true, head: headOf(stream) }
  }
  function failAll(group: readonly Pending[], why: 'full' | 'io', message: string): void {
    for (const one of group)
      if ('batches' in one)
        one.done(
          one.batches.map((batch) => {
            const known = store.streams.get(batch.stream)
            return { stream: batch.stream, ok: false, why, head: known ? headOf(known) : 0, message }
          }),
        )
      else one.failed(new Error(message))
  }
  function commitGroup(group: readonly Pending[]): void {
    if (dead) {
      failAll(group, 'io', 'The log is closed.')
      return
    }
    if (failure !== undefined) {
      const why = failure
      failure = undefined
      setDisk({ state: 'failed' })
      failAll(group, why, why === 'full' ? 'The disk is full.' : 'The disk refused the write.')
      return
    }
    commits += 1
    const answers = group.map((one) => {
      if ('batches' in one) {
        const results = one.batches.map(appendOne)
        return () => one.done(results)
      }
      const stream = streamOf(one.own)
      stream.ownerEpoch += 1
      const head = streamHead(one.own, stream)
      return () => one.done(head)
    })
    sealDue()
    if (disk.state === 'failed') setDisk({ state: 'ok' })
    for (const answer of answers) answer()
  }
  async function pump(): Promise<void> {
    if (pumping) return
    pumping = true
    await Promise.resolve()
    while (queue.length > 0) {
      const group = queue
      queue = []
      if (gate) await gate.opened
      commitGroup(group)
      await Promise.resolve()
    }
    pumping = false
    for (const done of idle.splice(0)) done()
  }
  const give = (pending: Pending) => {
    queue.push(pending)
    void pump()
  }
  /** Resolves when nothing is on its way to the disk. */
  const quiet = () => new Promise<void>((resolve) => (pumping ? idle.push(resolve) : resolve()))

  /** For what is not a commit of lines: throws where failNext() was called. */
  const mayWrite = () => {
    if (failure === undefined) return
    const why = failure
    failure = undefined
    setDisk({ state: 'failed' })
    throw new Error(why === 'full' ? 'The disk is full.' : 'The disk refused the write.')
  }

  const log: MemoryLog = {
    status,
    own: (stream) =>
      new Promise((done, failed) => {
        if (dead) failed(new Error('This log is closed.'))
        else give({ own: stream, done, failed })
      }),
    append: (batches) => new Promise((done) => give({ batches, done })),
    checkpoint(checkpoint) {
      const stream = store.streams.get(checkpoint.stream)
      if (stream !== undefined && !dead)
        stream.pending = keepCheckpoint(stream.pending, checkpoint, headOf(stream))
    },
    alive(atMs) {
      if (dead) return
      store.aliveAtMs = epochMs(Math.max(store.aliveAtMs ?? 0, atMs))
      sealDue()
    },
    async streams() {
      mustLive()
      return [...store.streams].map(([name, stream]) => streamHead(name, stream))
    },
    async head(name) {
      mustLive()
      const stream = store.streams.get(name)
      return stream && streamHead(name, stream)
    },
    async read(name, fromSeq, limit) {
      mustLive()
      const stream = store.streams.get(name)
      if (stream === undefined || limit <= 0) return []
      return readLines(stream, Math.max(1, fromSeq), limit)
    },
    async segments(name) {
      mustLive()
      return store.streams.get(name)?.sealed.map((one) => one.segment) ?? []
    },
    async segmentBody(name, first) {
      mustLive()
      return store.streams.get(name)?.sealed.find((one) => one.segment.first === first)
    },
    async lastCheckpoint(name) {
      mustLive()
      return store.streams.get(name)?.checkpoint
    },
    async seal(name) {
      mustLive()
      await quiet()
      const stream = store.streams.get(name)
      if (stream !== undefined) sealNow(name, stream)
    },
    async rename(from, to) {
      mustLive()
      await quiet()
      const stream = store.streams.get(from)
      const refusal = refusalOfMove(from, to, stream !== undefined, store.streams.has(to))
      if (refusal !== undefined || stream === undefined) throw new Error(refusal?.message)
      mayWrite()
      sealNow(from, stream)
      for (const one of stream.sealed) one.segment = { ...one.segment, stream: to }
      if (stream.checkpoint) stream.checkpoint = { ...stream.checkpoint, stream: to }
      store.streams.delete(from)
      store.streams.set(to, stream)
    },
    async discard(name) {
      mustLive()
      await quiet()
      if (!store.streams.has(name)) return
      mayWrite()
      store.streams.delete(name)
    },
    async verify(name) {
      mustLive()
      const stream = store.streams.get(name)
      if (stream === undefined)
        return { ok: false, message: `There is no stream ${name} in this log.`, segments: 0 }
      return verifyStream(stream)
    },
    disk: () => disk,
    onDisk(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      log.release()
      await quiet()
      dead = true
      listeners.clear()
    },
    hold() {
      if (gate) return
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = { opened: promise, open: resolve }
    },
    release() {
      const held = gate
      gate = undefined
      held?.open()
    },
    async releaseOne() {
      const held = gate
      gate = undefined
      log.hold()
      held?.open()
      await new Promise<void>((resolve) => setImmediate(resolve))
    },
    failNext(why) {
      failure = why
    },
    crash() {
      dead = true
      log.release()
      listeners.clear()
      const streams = new Map(
        [...store.streams].map(([name, one]): [StreamId, Stream] => [
          name,
          { ...one, sealed: [...one.sealed], tail: [...one.tail], pending: [] },
        ]),
      )
      return openStore({ ...store, streams }, options)
    },
    tamper(name, seq, line) {
      const stream = store.streams.get(name)
      const held = stream?.sealed.find((one) => one.segment.first <= seq && seq <= one.segment.last)
      if (stream === undefined) throw new Error(`no stream ${name}`)
      if (held === undefined) {
        stream.tail[seq - sealedThrough(stream) - 1]!.line = line
        return
      }
      const lines = unpackLines(held.zstd)
      lines[seq - held.segment.first] = line
      held.zstd = packLines(lines)
    },
    setDisk,
    commits: () => commits,
  }
  return log
}
