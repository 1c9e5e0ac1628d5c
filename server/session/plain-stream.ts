// Owns the hub's and the suite's own streams: facts that belong to no session. Nothing is judged here.
import type { HubClock } from '@chairside/shared/clock.ts'
import type { StreamId } from '@chairside/shared/ids.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import type { LogRecord, RecordBody } from '@chairside/shared/record/record.ts'
import type { Result } from '@chairside/shared/result.ts'
import type { SessionLog } from '../log/session-log.ts'
import { eachRecord } from './actor-state.ts'
import type { HeadFeed } from './head-feed.ts'
import { createStreamWriter } from './stream-writer.ts'

export type PlainStream = {
  /** All of them in one commit, or none. */
  record(...bodies: readonly RecordBody[]): Promise<Result<readonly LogRecord[]>>
  idle(): Promise<void>
}
export type FoldedStream<State> = PlainStream & {
  /** Of everything that is committed. */
  state(): State
}

type Deps = {
  readonly log: SessionLog
  readonly clock: HubClock
  readonly feed: HeadFeed
  readonly onFailed: (message: string) => void
  readonly onBroken: (error: unknown) => void
}
/** What a stream comes to. The state is JSON-plain: it is kept as a checkpoint, so that a long stream is not read again. */
export type StreamFold<State extends { readonly v: number }> = {
  readonly initial: State
  readonly fold: (state: State, record: DecodedRecord) => State
}

/** The log keeps the newest checkpoint when it seals; this many records between two are cheap to read again. */
const CHECKPOINT_EVERY = 50

export async function openPlainStream(stream: StreamId, deps: Deps): Promise<PlainStream> {
  const { log, clock, feed } = deps
  const head = await log.own(stream)
  const [last] = head.head > 0 ? await log.read(stream, head.head, 1) : []
  const decoded = last === undefined ? undefined : decodeLine(last)
  const writer = createStreamWriter<number>({
    log,
    clock,
    head,
    lastAtMs: decoded?.ok ? decoded.value.hubAtMs : 0,
    initial: head.head,
    fold: (_before, record) => record.seq,
    onCommitted: feed.publish,
    onFailed: deps.onFailed,
    onBroken: deps.onBroken,
  })
  return {
    record: (...bodies) => writer.propose((draft) => bodies.map((body) => draft.emit(body))),
    idle: writer.idle,
  }
}

/** Reads what a stream has come to (newest checkpoint, then the tail) and goes on writing it. */
export async function openFoldedStream<State extends { readonly v: number }>(
  stream: StreamId,
  { initial, fold }: StreamFold<State>,
  deps: Deps,
): Promise<FoldedStream<State>> {
  const { log, clock, feed } = deps
  const head = await log.own(stream)
  const kept = await log.lastCheckpoint(stream)
  const read = kept === undefined ? undefined : (JSON.parse(kept.state) as State)
  let state = read?.v === initial.v ? read : initial
  const from = state === read ? (kept?.atSeq ?? 0) : 0
  let lastAtMs = 0
  await eachRecord(log, stream, Math.max(0, Math.min(from, head.head - 1)), (record) => {
    lastAtMs = record.hubAtMs
    if (record.seq > from) state = fold(state, record)
  })
  let sinceCheckpoint = head.head - from
  const writer = createStreamWriter<State>({
    log,
    clock,
    head,
    lastAtMs,
    initial: state,
    fold,
    onCommitted: (committed) => {
      sinceCheckpoint += committed.lines.length
      if (sinceCheckpoint >= CHECKPOINT_EVERY) {
        sinceCheckpoint = 0
        log.checkpoint({ stream, atSeq: committed.head, state: JSON.stringify(committed.state) })
      }
      feed.publish(committed)
    },
    onFailed: deps.onFailed,
    onBroken: deps.onBroken,
  })
  return {
    state: writer.committed,
    record: (...bodies) => writer.propose((draft) => bodies.map((body) => draft.emit(body))),
    idle: writer.idle,
  }
}
