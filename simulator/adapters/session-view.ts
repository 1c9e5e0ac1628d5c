// Owns following one session as a screen does: history over HTTP, then the tail, folded. Never applies a record twice or skips one.
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { type SessionId, type StreamId, sessionStream } from '@chairside/shared/ids.ts'
import type { HttpSegments } from '@chairside/shared/protocol/http.ts'
import type { TailOpenAck, TailRecords } from '@chairside/shared/protocol/screens.ts'
import { emptyTail, receive } from '@chairside/shared/protocol/tail.ts'
import { decodeLine } from '@chairside/shared/record/line.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'

/** One connection, as a tail needs it. */
export type Tail = {
  /** undefined: no answer came. */
  open(stream: StreamId, afterSeq: number): Promise<TailOpenAck | undefined>
  /** @returns stops listening */
  listen(records: (message: TailRecords) => void, lagged: (stream: string) => void): () => void
}
export type SessionView = {
  /** As it is now, as far as it has come; opens the tail where it is not open. */
  state(): Promise<Result<SessionState>>
  close(): void
}
export type ViewDeps = {
  /** The same object for as long as it is the same connection. */
  readonly link: () => Promise<Result<Tail>>
  /** GET of a path of the hub. */
  readonly get: (path: string) => Promise<Result<string>>
}

export function createSessionView(sessionId: SessionId, { link, get }: ViewDeps): SessionView {
  const stream = sessionStream(sessionId)
  let session = emptySession
  let cursor = emptyTail
  let tail: Tail | undefined
  let off: (() => void) | undefined
  /** What came while history was being fetched. */
  let waiting: TailRecords[] | undefined
  let mustOpen = true

  const apply = (lines: readonly string[]): void => {
    for (const line of lines) {
      const record = decodeLine(line)
      if (record.ok) session = foldSession(session, record.value)
    }
  }
  const take = (message: TailRecords): void => {
    const step = receive(cursor, message)
    cursor = step.cursor
    if (step.kind === 'apply') apply(step.lines)
    if (step.kind === 'resume') mustOpen = true
  }
  const onRecords = (message: TailRecords): void => {
    if (message.stream !== stream) return
    if (waiting === undefined) take(message)
    else waiting.push(message)
  }
  const onLagged = (lagged: string): void => {
    if (lagged === stream) mustOpen = true
  }
  const letGo = (): void => {
    off?.()
    off = undefined
    tail = undefined
  }

  /** The sealed segments that hold what is missing before `tailFrom`. */
  const history = async (tailFrom: number): Promise<Result<true>> => {
    const path = `/api/streams/${stream}/segments`
    const list = await get(path)
    if (!list.ok) return list
    const { segments } = JSON.parse(list.value) as HttpSegments
    for (const { first, last } of segments) {
      if (last <= cursor.appliedThrough || first >= tailFrom) continue
      const body = await get(`${path}/${first}`)
      if (!body.ok) return body
      const lines = body.value.split('\n').filter((line) => line !== '')
      take({ stream, fromSeq: first, lines, head: cursor.knownHead, hubAtMs: 0 } as unknown as TailRecords)
    }
    return ok(true)
  }

  const open = async (on: Tail): Promise<Result<true>> => {
    waiting = []
    mustOpen = false
    try {
      const answer = await on.open(stream, cursor.appliedThrough)
      if (answer === undefined) return refuse('timeout', 'The hub did not answer.')
      if (!answer.ok) return answer
      return answer.tailFrom > cursor.appliedThrough + 1 ? await history(answer.tailFrom) : ok(true)
    } finally {
      const kept = waiting
      waiting = undefined
      for (const message of kept) take(message)
    }
  }

  return {
    async state() {
      const now = await link()
      if (!now.ok) return now
      if (tail !== now.value) {
        letGo()
        tail = now.value
        off = tail.listen(onRecords, onLagged)
        mustOpen = true
      }
      if (mustOpen) {
        const opened = await open(now.value)
        if (!opened.ok) {
          mustOpen = true
          return opened
        }
      }
      return ok(session)
    },
    close: letGo,
  }
}
