// Owns reading sealed history: which segments a stream has, and each as it lies on the disk.
// Never serves an unsealed line (the socket does), never a stream the viewer may not see at that moment.
import { promisify } from 'node:util'
import { gzip, zstdDecompress } from 'node:zlib'
import { maySeeRooms, maySeeSession } from '@chairside/shared/access.ts'
import { type StreamId, sessionOfStream } from '@chairside/shared/ids.ts'
import type { HttpSegments } from '@chairside/shared/protocol/http.ts'
import { zStreamId } from '@chairside/shared/protocol/screens.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Request } from 'express'
import type { SessionLog } from '../../log/session-log.ts'
import type { SessionIndex } from '../../store/directory.ts'
import { type Ask, json, personOf, type Route } from '../route.ts'

export type SegmentDeps = {
  readonly sessions: Pick<SessionIndex, 'get'>
  readonly log: Pick<SessionLog, 'segments' | 'segmentBody'>
}

const unzstd = promisify(zstdDecompress)
const gzipped = promisify(gzip)

type Encoded = { readonly encoding: 'zstd' | 'gzip' | 'identity'; readonly bytes: Uint8Array }

async function encode(request: Request, zstd: Uint8Array): Promise<Encoded> {
  // Asked one by one: our order counts, not that of the client's list.
  if (request.acceptsEncodings('zstd') !== false) return { encoding: 'zstd', bytes: zstd }
  const lines = await unzstd(zstd)
  return request.acceptsEncodings('gzip') === false
    ? { encoding: 'identity', bytes: lines }
    : { encoding: 'gzip', bytes: await gzipped(lines) }
}

export function segmentRoutes({ sessions, log }: SegmentDeps): readonly Route[] {
  /** The stream asked for, if it is there and this viewer may see it. */
  async function streamFor(ask: Ask): Promise<Result<StreamId>> {
    const named = zStreamId.safeParse(ask.request.params.stream)
    if (!named.success)
      return refuse('malformed', 'A stream is "session:" and an id, "suite" or "hub".', 'stream')
    const stream = named.data
    const { viewer } = ask.caller
    const person = personOf(ask)
    if (!person.ok && viewer.screen === undefined) return person
    const sessionId = sessionOfStream(stream)
    // The suite's and the hub's own streams are a person's to read, not a screen's.
    if (sessionId === undefined)
      return maySeeRooms({ role: viewer.role })
        ? ok(stream)
        : refuse('not-allowed', `You may not read the stream "${stream}".`, 'stream')
    const row = await sessions.get(sessionId)
    if (row === undefined) return refuse('stream-unknown', `There is no session "${sessionId}".`, 'stream')
    const open = row.closedAtMs === undefined
    if (maySeeSession(viewer, { roomId: row.roomId, open })) return ok(stream)
    return refuse('not-allowed', `You may not see this ${open ? 'open' : 'closed'} session.`, 'stream')
  }

  const list: Route['handle'] = async (ask) => {
    const stream = await streamFor(ask)
    if (!stream.ok) return stream
    const segments = await log.segments(stream.value)
    const answer: HttpSegments = {
      stream: stream.value,
      segments: segments.map(({ first, last, firstAtMs, lastAtMs, sha }) => ({
        first,
        last,
        firstAtMs,
        lastAtMs,
        sha,
      })),
    }
    return json(answer)
  }

  const body: Route['handle'] = async (ask) => {
    const stream = await streamFor(ask)
    if (!stream.ok) return stream
    const text = String(ask.request.params.first)
    if (!/^[1-9]\d{0,14}$/.test(text))
      return refuse('malformed', 'A segment is named by the number of its first record.', 'first')
    const found = await log.segmentBody(stream.value, Number(text))
    if (found === undefined)
      return refuse(
        'sequence-unknown',
        `No sealed segment of "${stream.value}" begins at ${text}. Ask for the list of segments.`,
        'first',
      )
    const { encoding, bytes } = await encode(ask.request, found.zstd)
    return ok({
      bytes,
      headers: {
        'content-type': 'application/x-ndjson; charset=utf-8',
        ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
        // One body, three encodings: each is its own bytes, so each has its own tag.
        etag: `"${found.segment.sha}${encoding === 'identity' ? '' : `-${encoding}`}"`,
        'cache-control': 'private, max-age=31536000, immutable',
        // Kept for the one who was allowed to see it: another sign-in at this browser asks anew.
        vary: 'Accept-Encoding, Cookie',
      },
    })
  }

  return [
    { method: 'get', path: '/api/streams/:stream/segments', countsAsUse: true, handle: list },
    { method: 'get', path: '/api/streams/:stream/segments/:first', countsAsUse: true, handle: body },
  ]
}
