// Owns the hub's log on disk with its two threads: one writes and waits for the disk, one reads history.
// Never does either on the main thread.
import { type DiskLog, type DiskLogOptions, runDiskLog } from './disk-log.ts'
import type { ReaderService } from './log-reader.ts'
import type { LogService } from './log-service.ts'
import { type Called, startThread, type Thread } from './thread-call.ts'

/**
 * Opens the log in `dir`, making it when there is none.
 * @throws LogRefused's message when another hub has it, the disk is a network one or the file is a newer Chairside's
 */
export async function openWorkerLog(options: DiskLogOptions): Promise<DiskLog> {
  const writer = startThread<LogService>(new URL('./log-worker.ts', import.meta.url), 'log writer')
  let reading: { thread: Thread<ReaderService>; opened: Promise<void> } | undefined

  async function reader(): Promise<Called<ReaderService>> {
    if (reading === undefined) {
      const thread = startThread<ReaderService>(
        new URL('./log-reader-worker.ts', import.meta.url),
        'log reader',
      )
      const mine = { thread, opened: thread.call.open(options.dir) }
      reading = mine
      // A reader that died takes nothing with it: the next read starts another.
      void thread.ended.then(() => {
        if (reading === mine) reading = undefined
      })
    }
    const { thread, opened } = reading
    await opened
    return thread.call
  }

  return runDiskLog(
    {
      writer: writer.call,
      reader,
      writerGone: writer.ended,
      async end() {
        // The reader first: while it holds the file, the write-ahead log cannot be emptied.
        await reading?.thread.call.close().catch(() => undefined)
        await reading?.thread.end()
        await writer.call.close().catch(() => undefined)
        await writer.end()
      },
    },
    options,
  )
}
