// Owns running a log file inside a thread (or on the main one): commits as asked, sealing between them.
// Never lets sealing hold a commit for more than one slice.
import type { StreamId } from '@chairside/shared/ids.ts'
import { type LogFile, openLogFile } from './log-file.ts'
import type { Group } from './log-group.ts'
import type { LogSettings } from './log-settings.ts'

/** Sealing is done in few, larger slices: pages that several seals touch are written once. */
const SLICE_EVERY_MS = 250
/** … unless a slice ran out of time: then the next comes sooner, and sealing uses at most a tenth of a core. */
const BUSY_SLICE_EVERY_MS = 50

export function createLogService() {
  let file: LogFile | undefined
  let timer: NodeJS.Timeout | undefined
  let reserveUsed = false

  const opened = (): LogFile => {
    if (file === undefined) throw new Error('The log is not open.')
    return file
  }
  const plan = (ms: number) => {
    timer ??= setTimeout(() => {
      timer = undefined
      if (file === undefined) return
      const slice = file.slice()
      reserveUsed ||= slice.reserveUsed
      if (slice.goOnSoon) plan(BUSY_SLICE_EVERY_MS)
      else if (file.due()) plan(SLICE_EVERY_MS)
    }, ms)
  }
  const withReserve = <T extends { readonly reserveUsed: boolean }>(answer: T): T => {
    const used = answer.reserveUsed || reserveUsed
    reserveUsed = false
    return { ...answer, reserveUsed: used }
  }

  return {
    open(settings: LogSettings) {
      file = openLogFile(settings)
      if (file.due()) plan(SLICE_EVERY_MS)
      return file.status
    },
    commit(group: Group) {
      const answer = opened().commit(group)
      plan(SLICE_EVERY_MS)
      return withReserve(answer)
    },
    probe: () => withReserve(opened().probe()),
    head: (name: StreamId) => opened().head(name),
    liveHeads: () => opened().liveHeads(),
    tail: (name: StreamId, fromSeq: number, limit: number) => opened().tail(name, fromSeq, limit),
    /** Does everything that is due now. */
    settle() {
      while (opened().due()) opened().slice()
    },
    commits: () => opened().commits(),
    setMaxPageCount: (pages: number) => opened().setMaxPageCount(pages),
    /** CPU time of the calling thread, in microseconds. */
    cpu: () => process.threadCpuUsage(),
    close() {
      clearTimeout(timer)
      file?.close()
      file = undefined
    },
  }
}
export type LogService = ReturnType<typeof createLogService>
