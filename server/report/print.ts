// Owns asking for the PDF of a summary: in another thread, because the hub's own judges alarms. Never waits for ever.
import { Worker } from 'node:worker_threads'
import type { Paper } from '@chairside/shared/protocol/http-report.ts'
import type { SessionReport } from '@chairside/shared/visit/report.ts'

export type ToPrint = {
  readonly report: SessionReport
  readonly paper: Paper
  /** Hub time. */
  readonly madeAtMs: number
  readonly build: string
}

/** Real time; a page takes one second on a slow machine. */
const AT_MOST_MS = 60_000

/** @returns the bytes of the PDF; throws where it could not be made */
export function printed(what: ToPrint): Promise<Uint8Array> {
  const worker = new Worker(new URL('./print-worker.ts', import.meta.url), { workerData: what })
  return new Promise<Uint8Array>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('a page was not printed within a minute')), AT_MOST_MS)
    const end = (settle: () => void): void => {
      clearTimeout(late)
      settle()
    }
    worker.once('message', (bytes: Uint8Array) => end(() => resolve(bytes)))
    worker.once('error', (error) => end(() => reject(error)))
    worker.once('exit', (code) => end(() => reject(new Error(`the printing thread ended with ${code}`))))
  }).finally(() => void worker.terminate())
}
