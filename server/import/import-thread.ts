// Owns running one import in a thread of its own, and noticing its death.
// Never lets a file, however large or broken, hold up the thread on which live alarms are decided.
import { Worker } from 'node:worker_threads'
import { type Result, refuse } from '@chairside/shared/result.ts'
import type { ImportJob } from './import-job.ts'
import { type Asked, serveImport, type Told } from './serve-import.ts'

/** A million rows need 0.8 GB; a file that needs more than this ends its own thread, not the hub. */
const MEMORY_MB = 2_048

export type ImportThread = {
  /** What comes next; `over` is the last. A thread that dies is over, in words. */
  next(): Promise<Told>
  /** Answers `read` (go), and each chunk that has been dealt with (more). */
  answer(asked: Asked): void
  /** Resolves when it is gone. */
  end(): Promise<void>
}
export type StartImport = (job: ImportJob) => ImportThread

/** What was told and not yet asked for. */
function createInbox() {
  const told: Told[] = []
  let waiting: ((next: Told) => void) | undefined
  let over = false
  return {
    give(next: Told): void {
      if (over) return
      over = next.tell === 'over'
      if (waiting === undefined) told.push(next)
      else waiting(next)
      waiting = undefined
    },
    next: (): Promise<Told> =>
      new Promise((resolve) => {
        const first = told.shift()
        if (first === undefined) waiting = resolve
        else resolve(first)
      }),
  }
}

function wordsOf(error: Error, name: string): Result<never> {
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return refuse(
      'too-large',
      `"${name}" is too large for the memory of this hub. Cut it into several recordings.`,
      'name',
    )
  return refuse('import-stopped', `The import broke off: ${error.message}.`.slice(0, 400))
}

export const startImportThread: StartImport = (job) => {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), {
    name: 'import',
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  const inbox = createInbox()
  const died = (error: Error): void => inbox.give({ tell: 'over', result: wordsOf(error, job.source.name) })
  worker.on('message', inbox.give)
  worker.on('error', (error) => died(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', (code) => died(new Error(`its thread ended (${code})`)))
  return {
    next: inbox.next,
    answer: (asked) => worker.postMessage(asked),
    async end() {
      await worker.terminate()
    },
  }
}

/** The same on the calling thread, for tests: starting a thread takes longer than most files do. */
export const startImportHere: StartImport = (job) => {
  const inbox = createInbox()
  let ended = false
  const answer = serveImport(job, (told) => {
    if (!ended) inbox.give(told)
  })
  return {
    next: inbox.next,
    answer: (asked) => answer(asked),
    async end() {
      ended = true
    },
  }
}
