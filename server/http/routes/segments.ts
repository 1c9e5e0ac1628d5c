// Owns reading sealed history: which segments a stream has, each as it lies on the disk, and many of them in one body.
// Never serves an unsealed line (the socket does), never a stream the viewer may not see at that moment.
import { maySeeRooms } from '@chairside/shared/access.ts'
import { type StreamId, sessionOfStream } from '@chairside/shared/ids.ts'
import { HISTORY_MAX_RECORDS, type HttpSegments } from '@chairside/shared/protocol/http.ts'
import { zStreamId } from '@chairside/shared/protocol/screens.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Segment, SessionLog } from '../../log/session-log.ts'
import type { SessionIndex } from '../../store/directory.ts'
import { encodeFor, sealedHeaders } from '../encoding.ts'
import { createGate } from '../gate.ts'
import { type Ask, json, personOf, type Route } from '../route.ts'
import { sessionFor } from '../session-access.ts'

export type SegmentDeps = {
  readonly sessions: Pick<SessionIndex, 'get'>
  readonly log: Pick<SessionLog, 'segments' | 'segmentBody'>
}

const WHOLE = /^[1-9]\d{0,14}$/
/** A body unpacked for gzip is a few megabytes. */
const AT_ONCE = 4
const MOST_WAITING = 60

export function segmentRoutes({ sessions, log }: SegmentDeps): readonly Route[] {
  const gate = createGate(AT_ONCE, MOST_WAITING)

  /** The stream asked for, if it is there and this viewer may see it. */
  async function streamFor(ask: Ask): Promise<Result<StreamId>> {
    const named = zStreamId.safeParse(ask.request.params.stream)
    if (!named.success)
      return refuse('malformed', 'A stream is "session:" and an id, "suite" or "hub".', 'stream')
    const stream = named.data
    const sessionId = sessionOfStream(stream)
    if (sessionId !== undefined) {
      const row = await sessionFor(ask, sessions, sessionId, { code: 'stream-unknown', field: 'stream' })
      return row.ok ? ok(stream) : row
    }
    const { viewer } = ask.caller
    const person = personOf(ask)
    if (!person.ok && viewer.screen === undefined) return person
    // The suite's and the hub's own streams are a person's to read, not a screen's.
    return maySeeRooms({ role: viewer.role })
      ? ok(stream)
      : refuse('not-allowed', `You may not read the stream "${stream}".`, 'stream')
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
    if (!WHOLE.test(text))
      return refuse('malformed', 'A segment is named by the number of its first record.', 'first')
    const found = await log.segmentBody(stream.value, Number(text))
    if (found === undefined)
      return refuse(
        'sequence-unknown',
        `No sealed segment of "${stream.value}" begins at ${text}. Ask for the list of segments.`,
        'first',
      )
    const { encoding, bytes } = await encodeFor(ask.request, found.zstd)
    return ok({ bytes, headers: sealedHeaders(encoding, found.segment.sha) })
  }

  /** The segments from record `from` to record `to`, or why there is no such row of them. */
  async function rowOfSegments(
    stream: StreamId,
    from: string,
    to: string,
  ): Promise<Result<readonly Segment[]>> {
    const [first, last] = [Number(from), Number(to)]
    if (!WHOLE.test(from) || !WHOLE.test(to) || last < first)
      return refuse(
        'malformed',
        'History is named by the numbers of its first and last record, as in 1-3600.',
        'first',
      )
    if (last - first + 1 > HISTORY_MAX_RECORDS)
      return refuse(
        'too-large',
        `At most ${HISTORY_MAX_RECORDS} records come in one body; these would be ${last - first + 1}. Ask in parts.`,
        'last',
      )
    const segments = (await log.segments(stream)).filter((one) => one.last >= first && one.first <= last)
    if (segments[0]?.first !== first || segments.at(-1)?.last !== last)
      return refuse(
        'sequence-unknown',
        `Records ${first} to ${last} of "${stream}" are not whole sealed segments. Ask for the list of segments.`,
        'first',
      )
    return ok(segments)
  }

  const history: Route['handle'] = async (ask) => {
    const stream = await streamFor(ask)
    if (!stream.ok) return stream
    const { first: begin, last: end } = ask.request.params
    const segments = await rowOfSegments(stream.value, String(begin), String(end))
    if (!segments.ok) return segments
    const answer = await gate.run(async () => {
      const frames = await Promise.all(
        segments.value.map(async ({ first }) => {
          const found = await log.segmentBody(stream.value, first)
          if (found === undefined)
            throw new Error(`the segment of ${stream.value} at ${first} cannot be read`)
          return found.zstd
        }),
      )
      return encodeFor(ask.request, Buffer.concat(frames))
    })
    if (answer === undefined)
      return refuse('busy', 'Too much history is being read at this moment. Try again in a few seconds.')
    // The last hash stands for every line before it, but does not say where this body begins.
    const tag = `${begin}-${segments.value.at(-1)?.sha}`
    return ok({ bytes: answer.bytes, headers: sealedHeaders(answer.encoding, tag) })
  }

  return [
    { method: 'get', path: '/api/streams/:stream/segments', countsAsUse: true, handle: list },
    { method: 'get', path: '/api/streams/:stream/segments/:first', countsAsUse: true, handle: body },
    { method: 'get', path: '/api/streams/:stream/history/:first-:last', countsAsUse: true, handle: history },
  ]
}
