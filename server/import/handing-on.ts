// Owns gathering a session's lines into chunks and handing them on as fast as there is room for them. Keeps none.
// Never changes a line.
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { ActorLog } from '../session/actor-state.ts'
import { CHUNK_LINES, type ImportSink } from './import-job.ts'

export type HandingOn = {
  add(line: string, atMs: EpochMs): void
  /** Hands on whole chunks; all there is when `rest`. Resolves when there is room for more. */
  flush(rest?: boolean): Promise<void>
}

export function createHandingOn(sink: Pick<ImportSink, 'lines'>): HandingOn {
  let lines: string[] = []
  let atMs: EpochMs[] = []

  return {
    add(line, at) {
      lines.push(line)
      atMs.push(at)
    },
    async flush(rest = false) {
      let from = 0
      for (; lines.length - from >= (rest ? 1 : CHUNK_LINES); from += CHUNK_LINES)
        await sink.lines({
          lines: lines.slice(from, from + CHUNK_LINES),
          atMs: atMs.slice(from, from + CHUNK_LINES),
        })
      lines = lines.slice(from)
      atMs = atMs.slice(from)
    },
  }
}

/** What a session's writer writes to in the import's process: numbers are counted, lines leave by `onCommitted`. */
export function createCountingLog(): ActorLog {
  let head = 0
  return {
    own: async (stream) => ({ stream, head, sealedThrough: 0, ownerEpoch: 1 }),
    append: async (batches) =>
      batches.map(({ stream, lines }) => {
        head += lines.length
        return { stream, ok: true as const, head }
      }),
    checkpoint: () => undefined,
    read: async () => {
      throw new Error('the lines of a file that is coming in are not kept here')
    },
    lastCheckpoint: async () => undefined,
  }
}
