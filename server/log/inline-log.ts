// Owns the same log on disk run on the calling thread: the naive way, for the benchmark that shows why the hub does not.
// Never used by a running hub: every fsync stops the whole process.
import { type DiskLog, type DiskLogOptions, runDiskLog } from './disk-log.ts'
import { createReaderService } from './log-reader.ts'
import { createLogService } from './log-service.ts'
import { callHere } from './thread-call.ts'

/** Opens the log in `options.dir` on this thread. */
export async function createInlineLog(options: DiskLogOptions): Promise<DiskLog> {
  const writer = createLogService()
  const reader = createReaderService()
  const here = callHere(reader)
  let opened: Promise<void> | undefined
  return runDiskLog(
    {
      writer: callHere(writer),
      async reader() {
        opened ??= here.open(options.dir)
        await opened
        return here
      },
      writerGone: new Promise(() => undefined),
      async end() {
        reader.close()
        writer.close()
      },
    },
    options,
  )
}
