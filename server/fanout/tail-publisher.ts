// Owns the live tail: committed records to the screens that follow their stream, and the bound on what waits for each.
// Never lets one frozen reader fill the hub's memory: past the bound everything is dropped and the screen is told.

import type { EpochMs } from '@chairside/shared/ids.ts'
import { type StreamId, sessionOfStream } from '@chairside/shared/ids.ts'
import { TAIL_CHUNK, type TailOpenAck, type TailRecords } from '@chairside/shared/protocol/screens.ts'
import { invariant, refuse } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type { Namespace } from 'socket.io'
import type { SessionLog } from '../log/session-log.ts'
import type { HeadFeed, Published } from '../session/head-feed.ts'
import { outboxDrained, outboxFull, type ScreenSocket } from './screen-conn.ts'

export type TailPublisher = {
  open(socket: ScreenSocket, stream: StreamId, afterSeq: number): Promise<TailOpenAck>
  close(socket: ScreenSocket, stream: StreamId): void
  /** Committed head of a stream, as far as this publisher has heard; undefined before the first. */
  head(stream: StreamId): number | undefined
  /** Tells screens that lagged and have drained to ask again. */
  retryLagging(): void
  gone(socket: ScreenSocket): void
}

export type TailDeps = {
  readonly door: Namespace
  readonly log: SessionLog
  readonly feed: HeadFeed
  readonly logger: Logger
  readonly nowMs: () => EpochMs
  readonly wallMs: () => number
  readonly onLagging: (socket: ScreenSocket, stream: StreamId) => void
  readonly onCaughtUp: (socket: ScreenSocket, stream: StreamId) => void
}

/** A screen that missed no more than this gets it by the socket; otherwise sealed history comes over HTTP. */
const RESUME_BY_SOCKET = 1_000

const roomName = (stream: StreamId): string => `tail:${stream}`

/** One commit may hold hours of backlog; a message never holds more than a chunk. */
function* chunks({ stream, fromSeq, lines, head, hubAtMs }: Published): Iterable<TailRecords> {
  for (let at = 0; at < lines.length; at += TAIL_CHUNK)
    yield { stream, fromSeq: fromSeq + at, lines: lines.slice(at, at + TAIL_CHUNK), head, hubAtMs }
}

export function createTailPublisher(deps: TailDeps): TailPublisher {
  const { door, log } = deps
  const heads = new Map<StreamId, number>()
  const followers = new Map<StreamId, Set<ScreenSocket>>()
  const lagged = new Set<ScreenSocket>()

  const unfollow = (socket: ScreenSocket, stream: StreamId): void => {
    followers.get(stream)?.delete(socket)
    if (followers.get(stream)?.size === 0) followers.delete(stream)
    // Local adapter: leaving is synchronous.
    void socket.leave(roomName(stream))
  }

  const fallBehind = (socket: ScreenSocket, stream: StreamId): void => {
    unfollow(socket, stream)
    socket.data.conn.following.delete(stream)
    socket.data.conn.lagging.add(stream)
    lagged.add(socket)
    deps.onLagging(socket, stream)
  }

  const publish = (published: Published): void => {
    const { stream } = published
    heads.set(stream, published.head)
    for (const message of chunks(published)) {
      const set = followers.get(stream)
      if (set === undefined) return
      const now = deps.wallMs()
      for (const socket of [...set]) {
        if (outboxFull(socket)) fallBehind(socket, stream)
        else {
          socket.data.conn.following.set(stream, message.fromSeq + message.lines.length)
          socket.data.conn.lastOutMs = now
        }
      }
      // One encoding for all followers.
      if (followers.has(stream)) door.to(roomName(stream)).emit('tail:records', message)
    }
  }
  deps.feed.onPublished(publish)

  /** Reads what is committed and not yet sealed away to this screen, then joins it to the live tail without a hole. */
  const catchUp = async (socket: ScreenSocket, stream: StreamId, fromSeq: number): Promise<void> => {
    const { conn } = socket.data
    let next = fromSeq
    while (socket.connected && conn.following.get(stream) === next) {
      const head = heads.get(stream) ?? 0
      if (next > head) {
        const set = followers.get(stream) ?? new Set()
        followers.set(stream, set)
        set.add(socket)
        await socket.join(roomName(stream))
        return
      }
      if (outboxFull(socket)) {
        fallBehind(socket, stream)
        return
      }
      const lines = await log.read(stream, next, TAIL_CHUNK)
      if (conn.following.get(stream) !== next) return
      invariant(lines.length > 0, `${stream} ends at ${head} and has no record ${next}`)
      next += lines.length
      conn.following.set(stream, next)
      conn.lastOutMs = deps.wallMs()
      socket.emit('tail:records', {
        stream,
        fromSeq: next - lines.length,
        lines,
        head: Math.max(head, next - 1),
        hubAtMs: deps.nowMs(),
      })
    }
  }

  return {
    async open(socket, stream, afterSeq) {
      const found = await log.head(stream)
      if (found === undefined)
        return refuse(
          'stream-unknown',
          `There is no stream "${sessionOfStream(stream) ?? stream}" on this hub.`,
          'stream',
        )
      if (afterSeq > found.head)
        return refuse(
          'sequence-unknown',
          `This stream ends at record ${found.head}; there is no record ${afterSeq}.`,
          'afterSeq',
        )
      heads.set(stream, Math.max(heads.get(stream) ?? 0, found.head))
      unfollow(socket, stream)
      const { conn } = socket.data
      const wasLagging = conn.lagging.delete(stream)
      if (conn.lagging.size === 0) lagged.delete(socket)
      const short = afterSeq > 0 && found.head - afterSeq <= RESUME_BY_SOCKET
      const tailFrom = (short ? afterSeq : Math.max(afterSeq, found.sealedThrough)) + 1
      conn.following.set(stream, tailFrom)
      if (wasLagging) deps.onCaughtUp(socket, stream)
      // After the acknowledgement, so that a screen knows where the tail starts before it comes.
      setImmediate(() => {
        catchUp(socket, stream, tailFrom).catch((error: unknown) => {
          // It comes back and asks again; silence would look like a quiet session.
          deps.logger.error({ err: error, stream }, 'a tail could not be read')
          socket.disconnect(true)
        })
      })
      return { ok: true, head: heads.get(stream) ?? found.head, sealedThrough: found.sealedThrough, tailFrom }
    },
    close(socket, stream) {
      unfollow(socket, stream)
      socket.data.conn.following.delete(stream)
      socket.data.conn.lagging.delete(stream)
    },
    head: (stream) => heads.get(stream),
    retryLagging() {
      for (const socket of lagged) {
        if (!outboxDrained(socket)) continue
        lagged.delete(socket)
        for (const stream of socket.data.conn.lagging)
          socket.emit('tail:lagged', { stream, head: heads.get(stream) ?? 0 })
      }
    },
    gone(socket) {
      lagged.delete(socket)
      for (const stream of socket.data.conn.following.keys()) {
        followers.get(stream)?.delete(socket)
        if (followers.get(stream)?.size === 0) followers.delete(stream)
      }
    },
  }
}
