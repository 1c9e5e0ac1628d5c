// Owns one stream's writing: numbers, stamps, one commit in flight, and the rollback when a commit fails.
// Never publishes or answers before the log has said "committed".
import type { HubClock } from '@chairside/shared/clock.ts'
import { type EpochMs, recordSeq, type StreamId } from '@chairside/shared/ids.ts'
import { encodeLine } from '@chairside/shared/record/line.ts'
import { type LogRecord, type RecordBody, stamp } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { SessionLog, StreamHead } from '../log/session-log.ts'

export type Committed<State> = {
  readonly stream: StreamId
  readonly fromSeq: number
  readonly lines: readonly string[]
  readonly records: readonly LogRecord[]
  readonly head: number
  readonly hubAtMs: EpochMs
  readonly state: State
}

/** What a proposal writes with: speculative until the commit, gone if it fails. */
export type Draft<State> = {
  state: State
  readonly nowMs: EpochMs
  /** The number the next record will have. */
  nextSeq(): number
  /** Stamps a fact and folds it into `state`. */
  emit(body: RecordBody): LogRecord
}

export type StreamWriter<State> = {
  readonly stream: StreamId
  /** The state as committed: the only one that may be shown. */
  committed(): State
  head(): number
  /** The newest speculative state: for deciding, never for showing. */
  latest(): State
  /**
   * Runs `build` at once on the speculative state; resolves after its records are on disk.
   * A build that emits nothing resolves after everything before it is on disk (its answer depends on that).
   * A build that throws leaves no trace and rejects.
   * @returns the build's value, or `storage-failed`
   */
  propose<Value>(build: (draft: Draft<State>) => Value): Promise<Result<Value>>
  /** Resolves when nothing is waiting. */
  idle(): Promise<void>
}

type Entry = {
  readonly lines: string[]
  readonly records: LogRecord[]
  readonly stateAfter: unknown
  readonly settle: (committed: boolean, message: string) => void
}

export type StreamWriterDeps<State> = {
  readonly log: Pick<SessionLog, 'append'>
  readonly clock: HubClock
  readonly head: StreamHead
  readonly lastAtMs: number
  readonly initial: State
  readonly fold: (state: State, record: LogRecord) => State
  readonly onCommitted: (committed: Committed<State>) => void
  /** The speculation was discarded: `committed()` is the truth again. */
  readonly onFailed: (message: string) => void
  /** Something that listens threw. What was committed stays committed and is answered all the same. */
  readonly onBroken: (error: unknown) => void
}

export function createStreamWriter<State>(deps: StreamWriterDeps<State>): StreamWriter<State> {
  const { log, clock, fold } = deps
  const { stream, ownerEpoch } = deps.head
  let committedState = deps.initial
  let committedHead = deps.head.head
  let speculative = deps.initial
  let speculativeHead = deps.head.head
  let lastAtMs = deps.lastAtMs
  let waiting: Entry[] = []
  let inFlight = false
  let idlers: (() => void)[] = []

  const tell = (listener: () => void): void => {
    try {
      listener()
    } catch (error) {
      deps.onBroken(error)
    }
  }

  const fail = (entries: readonly Entry[], message: string): void => {
    const all = [...entries, ...waiting]
    waiting = []
    speculative = committedState
    speculativeHead = committedHead
    for (const entry of all) entry.settle(false, message)
    tell(() => deps.onFailed(message))
  }

  const commit = (entries: readonly Entry[], hubAtMs: EpochMs): void => {
    const lines = entries.flatMap((entry) => entry.lines)
    const records = entries.flatMap((entry) => entry.records)
    const fromSeq = committedHead + 1
    committedHead += lines.length
    const state = entries.at(-1)?.stateAfter as State
    committedState = state
    const head = committedHead
    if (lines.length > 0)
      tell(() => deps.onCommitted({ stream, fromSeq, lines, records, head, hubAtMs, state }))
    for (const entry of entries) entry.settle(true, '')
  }

  const flush = async (): Promise<void> => {
    if (inFlight) return
    inFlight = true
    try {
      while (waiting.length > 0) {
        const entries = waiting
        waiting = []
        const lines = entries.flatMap((entry) => entry.lines)
        const hubAtMs = (entries.findLast((entry) => entry.records.length > 0)?.records.at(-1)?.hubAtMs ??
          lastAtMs) as EpochMs
        if (lines.length === 0) {
          commit(entries, hubAtMs)
          continue
        }
        const [result] = await log
          .append([{ stream, ownerEpoch, afterSeq: committedHead, lines, atMs: hubAtMs }])
          .catch((error: unknown) => [
            { stream, ok: false as const, why: 'io' as const, head: -1, message: String(error) },
          ])
        if (result?.ok) commit(entries, hubAtMs)
        else fail(entries, result?.message ?? 'the log gave no answer')
      }
    } finally {
      inFlight = false
    }
    const done = idlers
    idlers = []
    for (const resolve of done) resolve()
  }

  const propose = <Value>(build: (draft: Draft<State>) => Value): Promise<Result<Value>> => {
    const nowMs = Math.max(clock.nowMs(), lastAtMs) as EpochMs
    const lines: string[] = []
    const records: LogRecord[] = []
    const before = { speculative, speculativeHead }
    const draft: Draft<State> = {
      state: speculative,
      nowMs,
      nextSeq: () => speculativeHead + 1,
      emit(body) {
        speculativeHead += 1
        const record = stamp(body, recordSeq(speculativeHead), nowMs)
        records.push(record)
        lines.push(encodeLine(record))
        draft.state = fold(draft.state, record)
        return record
      },
    }
    let value: Value
    try {
      value = build(draft)
    } catch (error) {
      speculative = before.speculative
      speculativeHead = before.speculativeHead
      return Promise.reject(error)
    }
    speculative = draft.state
    if (records.length > 0) lastAtMs = nowMs
    return new Promise((resolve) => {
      waiting.push({
        lines,
        records,
        stateAfter: draft.state,
        settle: (committed, message) =>
          resolve(
            committed
              ? ok(value)
              : refuse(
                  'storage-failed',
                  `The hub could not write this to disk (${message}). Nothing was recorded.`,
                ),
          ),
      })
      void flush()
    })
  }

  return {
    stream,
    committed: () => committedState,
    head: () => committedHead,
    latest: () => speculative,
    propose,
    idle: () =>
      inFlight || waiting.length > 0 ? new Promise((resolve) => idlers.push(resolve)) : Promise.resolve(),
  }
}
