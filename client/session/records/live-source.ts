// Owns how a live session reaches this screen whole: sealed history over HTTP, then the socket's tail, then whatever
// was missed. Never skips a record, never gives one twice (shared/protocol/tail decides).
import type { StreamId } from '@chairside/shared/ids.ts'
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import type { TailOpenAck, TailRecords } from '@chairside/shared/protocol/screens.ts'
import { behind, emptyTail, receive, type TailCursor } from '@chairside/shared/protocol/tail.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { HubLink } from '../hub/hub-link.ts'
import type { History, SegmentName } from './history.ts'
import { createLineRing } from './line-ring.ts'
import type { SessionSource, SourceEvent } from './source.ts'

const OPEN_TIMEOUT_MS = 3_000
const RETRY_FROM_MS = 500
const RETRY_TO_MS = 8_000
/** Tail messages kept while history is on its way; past this they are dropped and asked for again. */
const HELD_MESSAGES = 500
/** Sealed segments on their way at once: what a browser opens to one host. */
const FETCHES = 6
/** A head that two marks in a row named and nobody sent: ask again. */
const STALLED_MARKS = 2

const NOT_GIVEN: Refusal = {
  code: 'internal',
  message: 'The hub does not give the records of this session.',
}

export type LiveSourceDeps = {
  readonly link: HubLink
  readonly history: History
  /** Runs `run` after wall milliseconds; returns how to call it off. */
  readonly after: (ms: number, run: () => void) => () => void
}

export function createLiveSource(stream: StreamId, { link, history, after }: LiveSourceDeps): SessionSource {
  const { wire } = link
  const undo: (() => void)[] = []
  let listener: (event: SourceEvent) => void = () => undefined
  let cursor: TailCursor = emptyTail
  /** shut: the hub said no, which another sign-in may change. failed: what came cannot be read; nothing will. */
  let phase: 'waiting' | 'opening' | 'tail' | 'shut' | 'failed' = 'waiting'
  let held: TailRecords[] = []
  let attempt = 0
  let generation = 0
  let stalledMarks = 0
  let cancelRetry: (() => void) | undefined
  const ring = createLineRing()
  let sealed: readonly SegmentName[] = []

  function fail(error: Refusal, how: 'shut' | 'failed'): void {
    phase = how
    listener({ kind: 'failed', error })
  }

  /** @returns false when the stream cannot go on */
  function apply(lines: readonly string[]): boolean {
    const records: DecodedRecord[] = []
    for (const line of lines) {
      const decoded = decodeLine(line)
      if (!decoded.ok) {
        if (records.length > 0) listener({ kind: 'records', records })
        fail(decoded.error, 'failed')
        return false
      }
      records.push(decoded.value)
      ring.add(decoded.value.seq, decoded.value.hubAtMs, line)
    }
    if (records.length > 0) listener({ kind: 'records', records })
    return true
  }

  /** @param problem why what is asked for does not come; it is said for as long as it does not */
  function retry(mine: number, problem: Refusal): void {
    if (mine !== generation || phase === 'failed') return
    phase = 'waiting'
    listener({ kind: 'problem', problem })
    const waitMs = Math.min(RETRY_TO_MS, RETRY_FROM_MS * 2 ** attempt)
    attempt += 1
    cancelRetry?.()
    cancelRetry = after(waitMs, () => {
      if (mine === generation && link.isReady()) void open()
    })
  }

  /** Asks for everything after the last record applied. */
  async function open(): Promise<void> {
    if (phase === 'failed') return
    cancelRetry?.()
    generation += 1
    const mine = generation
    phase = 'opening'
    held = []
    stalledMarks = 0
    const asked = await wire.ask('tail:open', { stream, afterSeq: cursor.appliedThrough }, OPEN_TIMEOUT_MS)
    if (mine !== generation) return
    if (asked.is === 'failed') retry(mine, NOT_GIVEN)
    else if (!asked.answer.ok) refused(asked.answer.error, mine)
    else await follow(asked.answer, mine)
  }

  function refused(error: Refusal, mine: number): void {
    if (error.code === 'sequence-unknown') {
      // The hub does not have what this screen has applied: it is another log. Start from nothing.
      reset()
      retry(mine, error)
    } else if (errorClass(error.code) === 'permanent') fail(error, 'shut')
    else retry(mine, error)
  }

  async function follow(ack: Extract<TailOpenAck, { ok: true }>, mine: number): Promise<void> {
    if (ack.tailFrom > cursor.appliedThrough + 1) {
      const trouble = await readSealed(ack.tailFrom - 1, mine)
      if (mine !== generation) return
      if (trouble !== undefined) {
        retry(mine, trouble)
        return
      }
    }
    attempt = 0
    phase = 'tail'
    const waiting = held
    held = []
    for (const message of waiting) take(message)
    if (mine === generation) tellCaughtUp(ack.head)
  }

  let owedHead: number | undefined
  function tellCaughtUp(head: number): void {
    owedHead = head
    settle()
  }
  function settle(): void {
    if (owedHead === undefined || phase !== 'tail' || cursor.appliedThrough < owedHead) return
    listener({ kind: 'caughtUp', head: cursor.appliedThrough })
    owedHead = undefined
  }

  /** @returns why what is sealed could not be read; undefined: it was */
  async function readSealed(through: number, mine: number): Promise<Refusal | undefined> {
    const listed = await history.segments(stream)
    if (!listed.ok) return listed.error
    if (mine !== generation) return NOT_GIVEN
    const wanted = listed.value.filter(({ first, last }) => last > cursor.appliedThrough && first <= through)
    // Several are on their way at a time; they are applied in order.
    const fetches: Promise<Result<readonly string[]>>[] = []
    for (const [index, { first, last }] of wanted.entries()) {
      while (fetches.length < Math.min(wanted.length, index + FETCHES))
        fetches.push(history.lines(stream, wanted[fetches.length]!.first))
      const body = await fetches[index]!
      if (!body.ok) return body.error
      if (mine !== generation) return NOT_GIVEN
      const step = receive(cursor, { fromSeq: first, lines: body.value, head: last })
      if (step.kind === 'resume') return NOT_GIVEN
      if (step.kind === 'apply') {
        if (!apply(step.lines)) return NOT_GIVEN
        cursor = step.cursor
      }
    }
    return cursor.appliedThrough >= through ? undefined : NOT_GIVEN
  }

  function take(message: TailRecords): void {
    if (message.stream !== stream) return
    if (phase === 'opening') {
      held.push(message)
      if (held.length > HELD_MESSAGES) held = []
      return
    }
    if (phase !== 'tail') return
    const step = receive(cursor, message)
    if (step.kind === 'resume') {
      void open()
      return
    }
    if (step.kind === 'apply') {
      if (!apply(step.lines)) return
      stalledMarks = 0
    }
    cursor = step.cursor
    settle()
  }

  /** Records of this session once more: from the newest lines, or as sealed segments where those no longer hold them. */
  function read(first: number, last: number): readonly string[] | Promise<Result<readonly string[]>> {
    return first >= ring.firstSeq() ? ring.lines(first, last) : readAgain(first, last)
  }
  async function readAgain(first: number, last: number): Promise<Result<readonly string[]>> {
    const to = Math.min(last, ring.firstSeq() - 1)
    const newer = to < last ? ring.lines(to + 1, last) : []
    if ((sealed.at(-1)?.last ?? 0) < to) {
      const listed = await history.segments(stream)
      if (!listed.ok) return listed
      sealed = listed.value
    }
    const wanted = sealed.filter((segment) => segment.last >= first && segment.first <= to)
    const bodies = await Promise.all(wanted.map((segment) => history.lines(stream, segment.first)))
    const lines: string[] = []
    for (const [index, body] of bodies.entries()) {
      if (!body.ok) return body
      const { first: from } = wanted[index] as SegmentName
      lines.push(...body.value.slice(Math.max(0, first - from), to - from + 1))
    }
    if (lines.length !== to - first + 1)
      return refuse('internal', `The hub did not give records ${first} to ${to} of this session again.`)
    return ok([...lines, ...newer])
  }

  function reset(): void {
    ring.clear()
    sealed = []
    cursor = emptyTail
    held = []
    owedHead = undefined
    if (phase === 'failed') phase = 'waiting'
    listener({ kind: 'reset' })
  }

  return {
    stream,
    can: { takesCommands: true, seeks: true },
    read,
    start(next) {
      listener = next
      undo.push(
        wire.hear('tail:records', take),
        wire.hear('tail:lagged', (lagged) => {
          if (lagged.stream === stream) void open()
        }),
        wire.hear('mark', (mark) => {
          const head = mark.heads[stream]
          if (phase !== 'tail' || head === undefined) return
          stalledMarks = behind(cursor, head) ? stalledMarks + 1 : 0
          if (stalledMarks >= STALLED_MARKS) void open()
        }),
        wire.onLink((change) => {
          if (change.is !== 'disconnected' || phase === 'failed') return
          generation += 1
          phase = 'waiting'
        }),
        link.onReset(() => {
          generation += 1
          reset()
        }),
        link.onReady(() => void open()),
      )
    },
    stop() {
      generation += 1
      cancelRetry?.()
      for (const off of undo.splice(0)) off()
      if (link.isReady()) void wire.ask('tail:close', { stream }, OPEN_TIMEOUT_MS)
    },
  }
}
