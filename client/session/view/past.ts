// Owns what a session was at any moment of its past: a snapshot every so many records, and from the nearest one the records
// folded up to the moment. It keeps states, which share what did not change between them, and never the records themselves.
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { ReadLines } from '../records/source.ts'

/** Records between two snapshots: the most that a look at any moment has to fold. */
export const SNAPSHOT_RECORDS = 240
/** Stretches between two snapshots that are kept decoded: the one looked at, its neighbour, and the one before. */
const KEPT_BLOCKS = 3

export type Past = {
  /** The session after one more record. */
  took(state: SessionState): void
  /** The session after every record with `hubAtMs` up to `atMs`; a promise where lines have to be read again. */
  at(atMs: number): SessionState | Promise<Result<SessionState>>
  /** `at` would answer at once, without reading a line. */
  isReady(atMs: number): boolean
  /** Has the lines after this moment ready, where that takes time. */
  ahead(atMs: number): void
  /** Lets go of what was decoded. */
  rest(): void
  reset(): void
}

type Block = {
  readonly index: number
  readonly records: DecodedRecord[]
  /** How many of `records` are in `state`. */
  folded: number
  state: SessionState
}

/** @param every records between two snapshots */
export function createPast(read: ReadLines, every = SNAPSHOT_RECORDS): Past {
  let snapshots: SessionState[] = [emptySession]
  let head: SessionState = emptySession
  let blocks: Block[] = []
  /** A new log: what was asked for before it is of no use. */
  let generation = 0
  const coming = new Map<number, Promise<Result<Block>>>()

  const firstOf = (index: number): number => (snapshots[index] as SessionState).head + 1
  const lastOf = (index: number): number => snapshots[index + 1]?.head ?? head.head

  function indexAt(atMs: number): number {
    let low = 0
    let high = snapshots.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((snapshots[middle] as SessionState).headAtMs <= atMs) low = middle
      else high = middle - 1
    }
    return low
  }

  function fold(block: Block, atMs: number): SessionState {
    if (block.folded > 0 && block.state.headAtMs > atMs) {
      block.folded = 0
      block.state = snapshots[block.index] as SessionState
    }
    for (;;) {
      const record = block.records[block.folded]
      if (record === undefined || record.hubAtMs > atMs) return block.state
      block.state = foldSession(block.state, record)
      block.folded += 1
    }
  }

  /** @returns why the lines could not be taken, or undefined */
  function add(block: Block, lines: readonly string[]): Refusal | undefined {
    for (const line of lines) {
      const decoded = decodeLine(line)
      if (!decoded.ok) return decoded.error
      const seq = firstOf(block.index) + block.records.length
      if (decoded.value.seq !== seq)
        return refuse(
          'recording-damaged',
          `Record ${seq} was asked for again and record ${decoded.value.seq} came.`,
        ).error
      block.records.push(decoded.value)
    }
    return undefined
  }

  function keep(block: Block): void {
    blocks = [block, ...blocks.filter(({ index }) => index !== block.index)].slice(0, KEPT_BLOCKS)
  }

  /** The block with all its records, at once where they are at hand. */
  function whole(index: number): Block | Promise<Result<Block>> | Refusal {
    const known = blocks.find((block) => block.index === index)
    const block = known ?? { index, records: [], folded: 0, state: snapshots[index] as SessionState }
    const from = firstOf(index) + block.records.length
    if (from > lastOf(index)) return block
    const asked = coming.get(index)
    if (asked !== undefined) return asked
    const lines = read(from, lastOf(index))
    if (!(lines instanceof Promise)) {
      const refusal = add(block, lines)
      if (refusal !== undefined) return refusal
      keep(block)
      return block
    }
    const mine = generation
    const later = lines.then((answer): Result<Block> => {
      coming.delete(index)
      if (!answer.ok) return answer
      if (mine !== generation) return refuse('internal', 'The hub has begun a new log.')
      // A block that grew meanwhile is read on from where it is.
      const refusal = add(block, answer.value.slice(firstOf(index) + block.records.length - from))
      if (refusal !== undefined) return { ok: false, error: refusal }
      keep(block)
      return ok(block)
    })
    coming.set(index, later)
    return later
  }

  return {
    took(state) {
      head = state
      if (state.head - (snapshots.at(-1) as SessionState).head >= every) snapshots.push(state)
    },
    at(atMs) {
      const block = whole(indexAt(atMs))
      if (block instanceof Promise)
        return block.then((answer) => (answer.ok ? ok(fold(answer.value, atMs)) : answer))
      if ('code' in block) return Promise.resolve({ ok: false, error: block })
      return fold(block, atMs)
    },
    isReady(atMs) {
      const at = indexAt(atMs)
      const block = blocks.find(({ index }) => index === at)
      return block !== undefined && firstOf(at) + block.records.length > lastOf(at)
    },
    ahead(atMs) {
      const index = indexAt(atMs) + 1
      if (index < snapshots.length) void whole(index)
    },
    rest() {
      blocks = []
    },
    reset() {
      generation += 1
      snapshots = [emptySession]
      head = emptySession
      blocks = []
      coming.clear()
    },
  }
}
