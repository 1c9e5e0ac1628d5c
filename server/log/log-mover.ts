// Owns giving a stream another name and forgetting one, on disk and in the writer's picture of it.
// Never leaves half of either: one transaction each, and what a failing disk did all the same is put right.
import type { StreamId } from '@chairside/shared/ids.ts'
import type { Sealer } from './log-sealer.ts'
import { discardedKey, type LogStreams } from './log-streams.ts'
import type { LogWriter, Statements } from './log-writer.ts'
import { refusalOfMove } from './stream-rules.ts'

export type MoveFailure = { readonly why: 'fenced' | 'sequence' | 'full' | 'io'; readonly message: string }

export type Mover = {
  rename(from: StreamId, to: StreamId, sealer: Sealer): MoveFailure | undefined
  discard(name: StreamId): MoveFailure | undefined
}

/** @param forgotten numbers of discarded streams that the journal names no more */
export function createMover(writer: LogWriter, streams: LogStreams, forgotten: readonly number[]): Mover {
  const dropAll = (sql: Statements, id: number): void => {
    sql.dropSegments.run(id)
    sql.dropCheckpoint.run(id)
    sql.dropStream.run(id)
  }
  if (forgotten.length > 0)
    writer.attempt(
      (sql) => {
        for (const id of forgotten) {
          dropAll(sql, id)
          sql.dropMeta.run(discardedKey(id))
        }
      },
      { useReserve: false },
    )

  return {
    rename(from, to, sealer) {
      const stream = streams.find(from)
      const refusal = refusalOfMove(from, to, stream !== undefined, streams.find(to) !== undefined)
      if (refusal !== undefined || stream === undefined) return refusal
      const unsealed = sealer.seal([stream])
      if (unsealed !== undefined) return unsealed
      const failure = writer.attempt((sql) => sql.renameStream.run(to, stream.id), { useReserve: false })
      if (failure === undefined) streams.rename(stream, to)
      else if (failure.why === 'io') writer.settleLater((sql) => sql.renameStream.run(from, stream.id))
      return failure
    },

    discard(name) {
      const stream = streams.find(name)
      if (stream === undefined) return undefined
      const { id } = stream
      // Its unsealed lines stay in journal rows that they share with others, until those rows are deleted.
      const drop = (sql: Statements): void => {
        dropAll(sql, id)
        sql.setMeta.run(discardedKey(id), writer.committed.journalId)
      }
      const failure = writer.attempt(drop, { useReserve: false })
      // Half a deletion cannot be undone, and nobody wants it undone.
      if (failure?.why === 'io') writer.settleLater(drop)
      if (failure !== undefined) return failure
      streams.remove(stream)
      stream.gone = true
      stream.due = false
      stream.tail = []
      stream.atMs = []
      stream.kept = []
      return undefined
    },
  }
}
