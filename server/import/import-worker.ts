// Owns the thread of one import: the file in, chunks out, never more of them ahead than there is room for.
import { parentPort, workerData } from 'node:worker_threads'
import { refuse } from '@chairside/shared/result.ts'
import type { ImportJob } from './import-job.ts'
import { type Asked, CHUNKS_AHEAD, type Told } from './import-thread.ts'
import { runImport } from './run-import.ts'

const port = parentPort
if (port === null) throw new Error('this file runs in a worker thread only')

const tell = (told: Told): void => port.postMessage(told)
const go = Promise.withResolvers<boolean>()
let room = CHUNKS_AHEAD
let waiting: (() => void) | undefined

port.on('message', ({ ask }: Asked) => {
  if (ask !== 'more') {
    go.resolve(ask === 'go')
    return
  }
  room += 1
  waiting?.()
  waiting = undefined
})

const result = await runImport(workerData as ImportJob, {
  read(read) {
    tell({ tell: 'read', read })
    return go.promise
  },
  async lines(chunk) {
    while (room === 0)
      await new Promise<void>((resolve) => {
        waiting = resolve
      })
    room -= 1
    tell({ tell: 'lines', chunk })
  },
}).catch((error: unknown) => {
  // Only a file that no string can hold ends like this; anything else is our own fault and is said as what it is.
  const message = error instanceof Error ? error.message : String(error)
  return /Invalid (string|array) length|Cannot create a string/.test(message)
    ? refuse('too-large', 'This file is too large to be read. Cut it into several recordings.', 'name')
    : refuse('import-stopped', `The import broke off: ${message}.`.slice(0, 400))
})
tell({ tell: 'over', result })
port.close()
