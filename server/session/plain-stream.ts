// Owns the hub's and the suite's own streams: facts that belong to no session. Nothing is judged here.
import type { HubClock } from '@chairside/shared/clock.ts'
import type { StreamId } from '@chairside/shared/ids.ts'
import { decodeLine } from '@chairside/shared/record/line.ts'
import type { LogRecord, RecordBody } from '@chairside/shared/record/record.ts'
import type { Result } from '@chairside/shared/result.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { HeadFeed } from './head-feed.ts'
import { createStreamWriter } from './stream-writer.ts'

export type PlainStream = {
  /** All of them in one commit, or none. */
  record(...bodies: readonly RecordBody[]): Promise<Result<readonly LogRecord[]>>
  idle(): Promise<void>
}

export async function openPlainStream(
  stream: StreamId,
  deps: {
    readonly log: SessionLog
    readonly clock: HubClock
    readonly feed: HeadFeed
    readonly onFailed: (message: string) => void
    readonly onBroken: (error: unknown) => void
  },
): Promise<PlainStream> {
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
