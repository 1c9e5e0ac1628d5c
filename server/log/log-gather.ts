// Owns gathering what is given while a commit is in flight into the next one, and answering each giver.
// Never answers 'ok' before the commit that carried it has come back.
import type { EpochMs, StreamId } from '@chairside/shared/ids.ts'
import {
  DISCARD,
  type EntryFailure,
  emptyGroup,
  type Group,
  type GroupAnswer,
  MOVE,
  OWN,
  SEAL,
} from './log-group.ts'
import type { AppendBatch, AppendResult, Checkpoint, StreamHead } from './session-log.ts'

/** Somebody who gave entries and waits for their commit. */
type Waiter = (outcome: Outcome) => void
type Outcome = {
  failure(index: number): Omit<EntryFailure, 'index'> | undefined
  owned(index: number): StreamHead | undefined
}
type Gathering = { readonly group: Group; readonly waiters: Waiter[] }

const start = (): Gathering => ({ group: emptyGroup(), waiters: [] })

export type Gather = {
  append(batches: readonly AppendBatch[]): Promise<readonly AppendResult[]>
  own(stream: StreamId): Promise<StreamHead>
  seal(stream: StreamId): Promise<void>
  rename(from: StreamId, to: StreamId): Promise<void>
  discard(stream: StreamId): Promise<void>
  checkpoint(checkpoint: Checkpoint): void
  alive(atMs: EpochMs): void
  /** Resolves when nothing is on its way to the disk. */
  quiet(): Promise<void>
  /** From now on everything is answered 'io' with this sentence. */
  end(message: string): void
}

/**
 * Commits are spaced only under load: from `calm` entries a second on, the space grows to at most `mostMs`. A commit of
 * one line costs the disk as much as one of fifty; below the load where that matters nobody waits at all.
 */
export type Spacing = { readonly calmPerS: number; readonly fullPerS: number; readonly mostMs: number }
export const SPACING: Spacing = { calmPerS: 100, fullPerS: 200, mostMs: 20 }

/**
 * @param commit makes one durable commit; what it rejects with is fatal
 * @param onAnswer sees every answer before the givers do
 */
export function createGather(
  commit: (group: Group) => Promise<GroupAnswer>,
  onAnswer: (answer: GroupAnswer) => void,
  onFatal: (error: Error) => void,
  spacing: Spacing = SPACING,
): Gather {
  let next = start()
  let inFlight: Gathering | undefined
  let scheduled = false
  let ended: string | undefined
  let perS = 0
  let lastAt = performance.now()
  const idle: (() => void)[] = []

  const answer = ({ waiters }: Gathering, { failures, owned }: Pick<GroupAnswer, 'failures' | 'owned'>) => {
    const failed = new Map(failures.map((one) => [one.index, one]))
    const heads = new Map(owned.map((one) => [one.index, one.head]))
    const outcome: Outcome = { failure: (index) => failed.get(index), owned: (index) => heads.get(index) }
    for (const waiter of waiters) waiter(outcome)
  }
  const fail = (gathering: Gathering, message: string) =>
    answer(gathering, {
      failures: gathering.group.names.map((_, index) => ({
        index,
        why: 'io',
        head: gathering.group.afterSeqs[index]!,
        message,
      })),
      owned: [],
    })
  function end(message: string): void {
    ended ??= message
    const left = [inFlight, next]
    inFlight = undefined
    next = start()
    for (const gathering of left) if (gathering) fail(gathering, message)
    for (const done of idle.splice(0)) done()
  }

  const hasWork = () => next.waiters.length > 0 || next.group.aliveAtMs > 0
  /** Milliseconds until the next commit may start. */
  function space(): number {
    const now = performance.now()
    const passedS = Math.max(0.001, (now - lastAt) / 1000)
    const share = (perS - spacing.calmPerS) / (spacing.fullPerS - spacing.calmPerS)
    return Math.min(1, Math.max(0, share)) * spacing.mostMs - passedS * 1000
  }
  function schedule(): void {
    if (scheduled || inFlight !== undefined || ended !== undefined || !hasWork()) return
    scheduled = true
    // At the end of this turn of the loop: everything that came in with it goes together.
    const ms = space()
    if (ms < 1) setImmediate(flush)
    else setTimeout(flush, ms)
  }
  function measure(entries: number): void {
    const now = performance.now()
    const passedS = Math.max(0.0001, (now - lastAt) / 1000)
    const weight = 1 - Math.exp(-passedS)
    perS += (entries / passedS - perS) * weight
    lastAt = now
  }
  function flush(): void {
    scheduled = false
    if (inFlight !== undefined || ended !== undefined || !hasWork()) return
    const going = next
    next = start()
    inFlight = going
    measure(going.group.names.length)
    commit(going.group).then(
      (given) => {
        if (ended !== undefined) return
        inFlight = undefined
        onAnswer(given)
        answer(going, given)
        schedule()
        if (!scheduled) for (const done of idle.splice(0)) done()
      },
      (error: unknown) => {
        if (ended !== undefined) return
        const reason = error instanceof Error ? error : new Error(String(error))
        end(`The log stopped: ${reason.message}`)
        onFatal(reason)
      },
    )
  }
  /** Adds entries; `done` is called when their commit has come back. */
  function give(add: (group: Group) => void, done: Waiter): void {
    add(next.group)
    next.waiters.push(done)
    if (ended !== undefined) end(ended)
    else schedule()
  }
  const entry = (group: Group, stream: StreamId, count: number) => {
    group.names.push(stream)
    group.ownerEpochs.push(0)
    group.afterSeqs.push(0)
    group.atMs.push(0)
    group.counts.push(count)
  }

  /** An entry without lines that is done or not. */
  const asked = (stream: StreamId, what: number, target?: StreamId): Promise<void> =>
    new Promise((resolve, reject) => {
      const index = next.group.names.length
      give(
        (group) => {
          entry(group, stream, what)
          if (target !== undefined) group.targets.push(target)
        },
        ({ failure }) => {
          const failed = failure(index)
          if (failed) reject(new Error(failed.message))
          else resolve()
        },
      )
    })

  return {
    append: (batches) =>
      new Promise((resolve) => {
        const index = next.group.names.length
        give(
          (group) => {
            for (const { stream, ownerEpoch, afterSeq, lines, atMs } of batches) {
              group.names.push(stream)
              group.ownerEpochs.push(ownerEpoch)
              group.afterSeqs.push(afterSeq)
              group.atMs.push(atMs)
              group.counts.push(lines.length)
              for (const line of lines) group.lines.push(line)
            }
          },
          ({ failure }) =>
            resolve(
              batches.map(({ stream, afterSeq, lines }, at): AppendResult => {
                const failed = failure(index + at)
                if (failed === undefined) return { stream, ok: true, head: afterSeq + lines.length }
                return { stream, ok: false, why: failed.why, head: failed.head, message: failed.message }
              }),
            ),
        )
      }),
    own: (stream) =>
      new Promise((resolve, reject) => {
        const index = next.group.names.length
        give(
          (group) => entry(group, stream, OWN),
          ({ failure, owned }) => {
            const head = owned(index)
            if (head) resolve(head)
            else reject(new Error(failure(index)?.message ?? `${stream} was not taken over.`))
          },
        )
      }),
    seal: (stream) => asked(stream, SEAL),
    rename: (from, to) => asked(from, MOVE, to),
    discard: (stream) => asked(stream, DISCARD),
    checkpoint(checkpoint) {
      if (ended === undefined) next.group.checkpoints.push(checkpoint)
    },
    alive(atMs) {
      if (ended !== undefined) return
      next.group.aliveAtMs = Math.max(next.group.aliveAtMs, atMs)
      schedule()
    },
    quiet: () =>
      new Promise((resolve) => {
        if (inFlight === undefined && !scheduled) resolve()
        else idle.push(resolve)
      }),
    end,
  }
}
