// Owns running one import in a thread of its own, and how far it may run ahead of the disk.
// Never lets a file, however large or broken, hold up the thread on which live alarms are decided.
import { Worker } from 'node:worker_threads'
import { type Result, refuse } from '@chairside/shared/result.ts'
import type { Chunk, FileRead, Imported, ImportJob } from './import-job.ts'

/** Chunks on their way that nobody has taken yet. */
export const CHUNKS_AHEAD = 4

export type Told =
  | { readonly tell: 'read'; readonly read: FileRead }
  | { readonly tell: 'lines'; readonly chunk: Chunk }
  | { readonly tell: 'over'; readonly result: Result<Imported> }
export type Asked = { readonly ask: 'go' | 'more' | 'stop' }

export type ImportThread = {
  /** What comes next; `over` is the last. A thread that dies is over, in words. */
  next(): Promise<Told>
  /** Answers `read` (go on), and each chunk that has been dealt with. */
  goOn(ask: 'go' | 'more'): void
  /** Resolves when it is gone. */
  end(): Promise<void>
}

function wordsOf(error: unknown, name: string): Result<never> {
  const code = String((error as { code?: unknown }).code ?? '')
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || /Invalid (string|array) length/.test(String(error)))
    return refuse(
      'too-large',
      `"${name}" is too large for the memory of this hub. Cut it into several recordings.`,
      'name',
    )
  const message = error instanceof Error ? error.message : String(error)
  return refuse('import-stopped', `The import broke off: ${message}.`.slice(0, 400))
}

export function startImportThread(job: ImportJob): ImportThread {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), {
    name: 'import',
    workerData: job,
  })
  const told: Told[] = []
  let waiting: ((next: Told) => void) | undefined
  let over = false

  const give = (next: Told): void => {
    if (over) return
    over = next.tell === 'over'
    if (waiting === undefined) told.push(next)
    else {
      const resolve = waiting
      waiting = undefined
      resolve(next)
    }
  }
  worker.on('message', give)
  worker.on('error', (error) => give({ tell: 'over', result: wordsOf(error, job.source.name) }))
  worker.on('exit', (code) =>
    give({ tell: 'over', result: wordsOf(new Error(`its thread ended (${code})`), job.source.name) }),
  )

  return {
    next: () =>
      new Promise((resolve) => {
        const first = told.shift()
        if (first === undefined) waiting = resolve
        else resolve(first)
      }),
    goOn: (ask) => worker.postMessage({ ask } satisfies Asked),
    async end() {
      await worker.terminate()
    },
  }
}
