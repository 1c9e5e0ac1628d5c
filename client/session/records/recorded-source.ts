// Owns how a closed session of the hub reaches this screen: its line in the list, then its sealed history over HTTP, in order.
// Never uses the socket, and never asks for a record twice that it still holds.
import { type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import type { HttpSession } from '@chairside/shared/protocol/http.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { History, SegmentName } from './history.ts'
import { createLinePages, lineStarts } from './line-pages.ts'
import { type SliceDeps, slicer } from './slices.ts'
import type { SessionSource, SourceEvent } from './source.ts'

/** Records of one body: small enough that the first is soon there, large enough that six hours are eight of them. */
const PAGE_RECORDS = 3_000
const REQUESTS_AT_ONCE = 2
/** Characters of lines held: about 50 hours of one record a second. What is let go comes from the browser's cache again. */
const MOST_CHARS = 48_000_000
/** Records decoded between two looks at the time. */
const AT_A_TIME = 60
const RETRY_FROM_MS = 500
const RETRY_TO_MS = 8_000

export type RecordedSourceDeps = SliceDeps & {
  readonly history: Pick<History, 'session' | 'segments' | 'range'>
}

/** The segments gathered into bodies, none across a hole. */
function pagesOf(segments: readonly SegmentName[]): SegmentName[] {
  const pages: { first: number; last: number }[] = []
  for (const { first, last } of segments) {
    const page = pages.at(-1)
    if (page !== undefined && first === page.last + 1 && last - page.first < PAGE_RECORDS) page.last = last
    else pages.push({ first, last })
  }
  return pages
}

const stillOpen = ({ roomName }: HttpSession): Refusal => ({
  code: 'session-open',
  message: `This session is still open in ${roomName}: it can be replayed once it is closed. Until then, look back on the room's own screen.`,
})

export function createRecordedSource(sessionId: SessionId, deps: RecordedSourceDeps): SessionSource {
  const { history, after } = deps
  const stream = sessionStream(sessionId)
  const pages = createLinePages(MOST_CHARS)
  let listener: (event: SourceEvent) => void = () => undefined
  let stopped = false
  let given = 0
  let closed = false
  let attempt = 0
  let cancelRetry: (() => void) | undefined

  /** Says what is wrong; what may pass is tried again, by itself. */
  function failed(error: Refusal): void {
    listener({ kind: 'failed', error })
    if (errorClass(error.code) === 'permanent') return
    const waitMs = Math.min(RETRY_TO_MS, RETRY_FROM_MS * 2 ** attempt)
    attempt += 1
    cancelRetry = after(waitMs, () => void open())
  }

  /** @returns why nothing more can be given, or undefined */
  async function give(text: string, starts: Uint32Array, last: number): Promise<Refusal | undefined> {
    const turn = slicer(deps)
    const first = given + 1
    if (starts.length - 1 !== last - given)
      return refuse('internal', `The hub did not give records ${first} to ${last} of this session.`).error
    pages.put(first, text, starts)
    for (let from = 0; from < starts.length - 1; from += AT_A_TIME) {
      const records: DecodedRecord[] = []
      let refusal: Refusal | undefined
      for (let index = from; index < Math.min(from + AT_A_TIME, starts.length - 1); index += 1) {
        const decoded = decodeLine(text.slice(starts[index], starts[index + 1]))
        if (!decoded.ok) refusal = decoded.error
        else if (decoded.value.seq !== given + records.length + 1)
          refusal = refuse('recording-damaged', `Record ${given + records.length + 1} is missing.`).error
        if (!decoded.ok || refusal !== undefined) break
        closed ||= decoded.value.kind === 'session.closed'
        records.push(decoded.value)
      }
      given += records.length
      if (records.length > 0) listener({ kind: 'records', records })
      if (refusal !== undefined) return refusal
      const others = turn()
      if (others !== undefined) await others
      if (stopped) return undefined
    }
    return undefined
  }

  async function open(): Promise<void> {
    const one = await history.session(sessionId)
    if (stopped) return
    if (!one.ok) return failed(one.error)
    listener({ kind: 'about', about: { session: one.value } })
    if (one.value.closedAtMs === undefined) return failed(stillOpen(one.value))
    const listed = await history.segments(stream)
    if (stopped) return
    if (!listed.ok) return failed(listed.error)
    const records = listed.value.at(-1)?.last ?? 0
    listener({ kind: 'about', about: { session: one.value, records } })

    const wanted = pagesOf(listed.value).filter(({ first }) => first > given)
    const coming: Promise<Result<string>>[] = []
    for (const [index, { last }] of wanted.entries()) {
      while (coming.length < Math.min(wanted.length, index + REQUESTS_AT_ONCE)) {
        const page = wanted[coming.length] as SegmentName
        coming.push(history.range(stream, page.first, page.last))
      }
      const body = await (coming[index] as Promise<Result<string>>)
      if (stopped) return
      if (!body.ok) return failed(body.error)
      const refusal = await give(body.value, lineStarts(body.value), last)
      if (stopped) return
      if (refusal === undefined) attempt = 0
      else if (given === 0 || errorClass(refusal.code) !== 'permanent') return failed(refusal)
      else {
        const message = `${refusal.message} Shown are records 1 to ${given} of ${records}.`
        listener({ kind: 'problem', problem: { ...refusal, message } })
        listener({ kind: 'caughtUp', head: given })
        return
      }
    }
    if (given === 0) return failed(refuse('internal', 'The hub has no records of this session yet.').error)
    if (!closed) {
      const message = `The end of this session has not been stored yet: shown are its first ${given} records. Open it again in a minute.`
      listener({ kind: 'problem', problem: { code: 'session-open', message } })
    }
    listener({ kind: 'caughtUp', head: given })
  }

  return {
    stream,
    can: { takesCommands: false, seeks: true },
    start(next) {
      listener = next
      void open()
    },
    read(first, last) {
      const found = pages.lines(first, last)
      return typeof found[0] === 'string' ? (found as readonly string[]) : again(first, last)
    },
    stop() {
      stopped = true
      cancelRetry?.()
    },
  }

  async function again(first: number, last: number): Promise<Result<readonly string[]>> {
    const gone = pages.lines(first, last) as readonly SegmentName[]
    for (const page of gone) {
      const body = await history.range(stream, page.first, page.last)
      if (!body.ok) return body
      const starts = lineStarts(body.value)
      if (starts.length - 1 === page.last - page.first + 1) pages.put(page.first, body.value, starts)
    }
    const found = pages.lines(first, last)
    if (typeof found[0] === 'string') return ok(found as readonly string[])
    return refuse('internal', `The hub did not give records ${first} to ${last} of this session again.`)
  }
}
