// Owns one import on its own side: chunks out, never more of them ahead than whoever takes them has room for.
// Never throws: what breaks is said as the last word.

import type { Result } from '@chairside/shared/result.ts'
import { refuse } from '@chairside/shared/result.ts'
import type { Chunk, FileRead, Imported, ImportJob } from './import-job.ts'
import { runImport } from './run-import.ts'

/** Chunks on their way that nobody has taken yet. */
export const CHUNKS_AHEAD = 4

export type Told =
  | { readonly tell: 'read'; readonly read: FileRead }
  | { readonly tell: 'lines'; readonly chunk: Chunk }
  | { readonly tell: 'over'; readonly result: Result<Imported> }
/** go: the file may come in. more: a chunk has been dealt with. */
export type Asked = 'go' | 'more'

/** @returns takes the answers; `over` is told last */
export function serveImport(job: ImportJob, tell: (told: Told) => void): (asked: Asked) => void {
  const go = Promise.withResolvers<boolean>()
  let room = CHUNKS_AHEAD
  let waiting: (() => void) | undefined
  const sink = {
    read(read: FileRead) {
      tell({ tell: 'read', read })
      return go.promise
    },
    async lines(chunk: Chunk) {
      while (room === 0)
        await new Promise<void>((resolve) => {
          waiting = resolve
        })
      room -= 1
      tell({ tell: 'lines', chunk })
    },
  }
  void runImport(job, sink)
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      return /Invalid (string|array) length|Cannot create a string|maximum size exceeded/.test(message)
        ? refuse('too-large', 'This file is too large to be read. Cut it into several recordings.', 'name')
        : refuse('import-stopped', `The import broke off: ${message}.`.slice(0, 400))
    })
    .then((result) => tell({ tell: 'over', result }))

  return (asked) => {
    if (asked === 'go') {
      go.resolve(true)
      return
    }
    room += 1
    waiting?.()
    waiting = undefined
  }
}
