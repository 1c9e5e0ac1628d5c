// Owns what one commit carries and deciding, in memory, which of it may be written.
// Never writes, and never lets one bad stream fail its neighbours.
import type { StreamId } from '@chairside/shared/ids.ts'
import { headSeq, type LiveStream, newStream, streamHead } from './live-stream.ts'
import type { Checkpoint, StreamHead } from './session-log.ts'
import { refusalOf } from './stream-rules.ts'

/** In `counts`: this entry asks for ownership, for a seal … and carries no lines. */
export const OWN = -1
export const SEAL = -2
/** … or for another name (the next of `targets`), or to be forgotten. */
export const MOVE = -3
export const DISCARD = -4

/** What one commit carries, as parallel arrays: cheap to send to a thread whatever the number of streams. */
export type Group = {
  readonly names: StreamId[]
  readonly ownerEpochs: number[]
  readonly afterSeqs: number[]
  /** How many of `lines` are this entry's, in order; or OWN, SEAL, MOVE, DISCARD. */
  readonly counts: number[]
  readonly atMs: number[]
  readonly lines: string[]
  readonly targets: StreamId[]
  readonly checkpoints: Checkpoint[]
  /** 0: nobody said so. */
  aliveAtMs: number
}
export const emptyGroup = (): Group => ({
  names: [],
  ownerEpochs: [],
  afterSeqs: [],
  counts: [],
  atMs: [],
  lines: [],
  targets: [],
  checkpoints: [],
  aliveAtMs: 0,
})

export type GroupAnswer = {
  /** Entries that are not named here succeeded. */
  readonly failures: readonly EntryFailure[]
  /** The answers to OWN entries that succeeded. */
  readonly owned: readonly { readonly index: number; readonly head: StreamHead }[]
  /** The reserve was given up to make room. */
  readonly reserveUsed: boolean
  readonly disk: 'written' | 'untouched' | 'failed'
}
export type EntryFailure = {
  readonly index: number
  readonly why: 'fenced' | 'sequence' | 'full' | 'io'
  readonly head: number
  readonly message: string
}

type Stand = { head: number; ownerEpoch: number }
export type Plan = {
  readonly created: LiveStream[]
  /** Where each touched stream will stand. */
  readonly stands: Map<LiveStream, Stand>
  readonly inserts: { stream: LiveStream; first: number; lines: readonly string[]; atMs: number }[]
  readonly owned: { index: number; head: StreamHead }[]
  readonly seals: { index: number; name: StreamId }[]
  /** After the seals, in this order. Without `to`: to be forgotten. */
  readonly moves: { index: number; name: StreamId; to?: StreamId }[]
  readonly failures: EntryFailure[]
}

type Find = (name: StreamId) => LiveStream | undefined

/**
 * @param find a stream of the log, or undefined
 * @param nextStreamId the number the first new stream gets
 */
export function planGroup(group: Group, find: Find, nextStreamId: number): Plan {
  const plan: Plan = {
    created: [],
    stands: new Map(),
    inserts: [],
    owned: [],
    seals: [],
    moves: [],
    failures: [],
  }
  const createdByName = new Map<StreamId, LiveStream>()
  const standOf = (stream: LiveStream | undefined): Stand =>
    (stream && plan.stands.get(stream)) ?? {
      head: stream ? headSeq(stream) : 0,
      ownerEpoch: stream?.ownerEpoch ?? 0,
    }
  const create = (name: StreamId) => {
    const stream = newStream({ id: nextStreamId + plan.created.length, name, ownerEpoch: 0 })
    plan.created.push(stream)
    createdByName.set(name, stream)
    return stream
  }
  let from = 0
  let target = 0
  for (const [index, name] of group.names.entries()) {
    const count = group.counts[index]!
    if (count === SEAL) {
      plan.seals.push({ index, name })
      continue
    }
    if (count === MOVE || count === DISCARD) {
      plan.moves.push(count === MOVE ? { index, name, to: group.targets[target++]! } : { index, name })
      continue
    }
    let stream = createdByName.get(name) ?? find(name)
    const stand = standOf(stream)
    if (count === OWN) {
      stream ??= create(name)
      const next = { head: stand.head, ownerEpoch: stand.ownerEpoch + 1 }
      plan.stands.set(stream, next)
      plan.owned.push({ index, head: { ...streamHead(stream), ...next } })
      continue
    }
    const lines = group.lines.slice(from, from + count)
    from += count
    const ownerEpoch = group.ownerEpochs[index]!
    const afterSeq = group.afterSeqs[index]!
    const refusal = refusalOf({ stream: name, ownerEpoch, afterSeq, lines }, stand)
    if (refusal) {
      plan.failures.push({ index, head: stand.head, ...refusal })
      continue
    }
    stream ??= create(name)
    plan.stands.set(stream, { head: stand.head + count, ownerEpoch })
    if (count > 0) plan.inserts.push({ stream, first: afterSeq + 1, lines, atMs: group.atMs[index]! })
  }
  return plan
}

/** The answer when the disk took nothing: what was refused for its own fault stays so, all the rest failed. */
export function allFailed(
  plan: Plan,
  group: Group,
  failure: { readonly why: 'full' | 'io'; readonly message: string },
  find: Find,
): EntryFailure[] {
  const already = new Set(plan.failures.map((one) => one.index))
  const rest = group.names.flatMap((name, index) => {
    if (already.has(index)) return []
    const stream = find(name)
    return [{ index, head: stream ? headSeq(stream) : 0, ...failure }]
  })
  return [...plan.failures, ...rest]
}
