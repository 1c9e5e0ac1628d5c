// Owns the thread of one import.
import { parentPort, workerData } from 'node:worker_threads'
import type { ImportJob } from './import-job.ts'
import { type Asked, serveImport, type Told } from './serve-import.ts'

const port = parentPort
if (port === null) throw new Error('this file runs in a worker thread only')
const answer = serveImport(workerData as ImportJob, (told: Told) => {
  port.postMessage(told)
  if (told.tell === 'over') port.close()
})
port.on('message', (asked: Asked) => answer(asked))
