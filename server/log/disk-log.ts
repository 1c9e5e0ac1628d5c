// Owns the log on disk as the hub sees it: the port over a writer, a reader and the disk guard, wherever those run.
// Never answers an append before its commit is durable; when the writer dies, all are answered 'io' and onFatal is told once.
import { createDiskGuard, DISK_SETTINGS, type DiskSettings } from './disk-guard.ts'
import { createGather, SPACING, type Spacing } from './log-gather.ts'
import type { ReaderService } from './log-reader.ts'
import type { LogService } from './log-service.ts'
import { LOG_SETTINGS, type LogSettings } from './log-settings.ts'
import type { LogStatus, SessionLog, StreamHead } from './session-log.ts'
import type { Called } from './thread-call.ts'

export type DiskLogOptions = Partial<LogSettings> &
  Partial<DiskSettings> & {
    /** DATA_DIR, or the part of it that is the log's. */
    readonly dir: string
    /** Nothing can be recorded any more: called once, after every append under way was answered 'io'. */
    readonly onFatal: (error: Error) => void
    readonly spacing?: Spacing
  }

/** What a log on disk can do beyond the port: for benches, tests and the hub's own checks. */
export type DiskLog = SessionLog & {
  /** Does everything that is due to be sealed or deleted now. */
  settled(): Promise<void>
  /** Looks at the room on the disk now. */
  lookAtDisk(): Promise<void>
  /** Tries a small write now, as it does by itself every few seconds while the last write was refused. */
  probe(): Promise<void>
  /** Commits that carried batches or owners. */
  commits(): Promise<number>
  /** CPU time so far of the thread that writes, in microseconds. */
  cpu(): Promise<{ readonly user: number; readonly system: number }>
  /** Tests: the disk is full at this many pages. */
  setMaxPageCount(pages: number): Promise<void>
}

/** The two sides of a log, and the end of them. */
export type Sides = {
  readonly writer: Called<LogService>
  /** Opened when first needed, and again after it died. */
  reader(): Promise<Called<ReaderService>>
  /** Resolves when the writer is gone, asked for or not. */
  readonly writerGone: Promise<Error>
  end(): Promise<void>
}

const CLOSED = 'The log is closed.'

function pick<T extends object>(defaults: T, given: Partial<T>): T {
  const picked = { ...defaults }
  for (const key of Object.keys(defaults) as (keyof T)[])
    if (given[key] !== undefined) picked[key] = given[key] as T[keyof T]
  return picked
}

export async function runDiskLog(sides: Sides, options: DiskLogOptions): Promise<DiskLog> {
  const settings: LogSettings = { dir: options.dir, ...pick(LOG_SETTINGS, options) }
  const { writer } = sides
  let status: LogStatus
  try {
    status = await writer.open(settings)
  } catch (error) {
    await sides.end()
    throw error
  }

  let closed = false
  let dead: Error | undefined
  const noteProbe = async () => {
    if (closed || dead) return
    const answer = await writer.probe()
    if (answer.reserveUsed) guard.reserveUsed()
    if (answer.disk === 'written') guard.wrote()
  }
  const guard = await createDiskGuard(settings.dir, settings.reserveBytes, pick(DISK_SETTINGS, options), () =>
    noteProbe().catch(() => undefined),
  )
  const die = (error: Error) => {
    if (closed || dead) return
    dead = error
    gather.end(`The log stopped: ${error.message}`)
    guard.failed()
    options.onFatal(error)
  }
  const gather = createGather(
    (group) => writer.commit(group),
    (answer) => {
      if (answer.reserveUsed) guard.reserveUsed()
      if (answer.disk === 'failed') guard.failed()
      if (answer.disk === 'written') guard.wrote()
    },
    die,
    options.spacing ?? SPACING,
  )
  void sides.writerGone.then(die)
  const mustLive = () => {
    if (closed) throw new Error(CLOSED)
    if (dead) throw dead
  }
  const reader = () => {
    mustLive()
    return sides.reader()
  }

  return {
    status,
    own: (stream) => gather.own(stream),
    append: (batches) => gather.append(batches),
    checkpoint: (checkpoint) => gather.checkpoint(checkpoint),
    alive: (atMs) => gather.alive(atMs),
    async streams() {
      const heads = new Map<string, StreamHead>()
      // In this order: what the writer knows is newer than what the reader found on disk.
      for (const head of await (await reader()).streams()) heads.set(head.stream, head)
      for (const head of await writer.liveHeads()) heads.set(head.stream, head)
      return [...heads.values()]
    },
    async head(stream) {
      mustLive()
      return writer.head(stream)
    },
    async read(stream, fromSeq, limit) {
      mustLive()
      const from = Math.max(1, fromSeq)
      if (limit <= 0) return []
      // In this order: what was sealed when the writer answered, the reader can see.
      const tail = await writer.tail(stream, from, limit)
      if (tail === undefined) return []
      if (from > tail.sealedThrough) return tail.lines
      const to = Math.min(tail.sealedThrough, from + limit - 1)
      const sealed = await (await reader()).lines(stream, from, to)
      if (sealed.length !== to - from + 1)
        throw new Error(
          `Lines ${from} to ${to} of ${stream} cannot be read from the disk (${sealed.length} found).`,
        )
      return tail.lines.length === 0 ? sealed : sealed.concat(tail.lines)
    },
    segments: async (stream) => (await reader()).segments(stream),
    segmentBody: async (stream, first) => (await reader()).body(stream, first),
    lastCheckpoint: async (stream) => (await reader()).checkpoint(stream),
    async seal(stream) {
      mustLive()
      await gather.seal(stream)
    },
    async rename(from, to) {
      mustLive()
      await gather.rename(from, to)
    },
    async discard(stream) {
      mustLive()
      await gather.discard(stream)
    },
    async verify(stream) {
      mustLive()
      const head = await writer.head(stream)
      return (await reader()).verify(stream, head?.head ?? 0)
    },
    disk: () => guard.state(),
    onDisk: (listener) => guard.onChange(listener),
    async close() {
      if (closed) return
      await gather.quiet()
      closed = true
      gather.end(CLOSED)
      await guard.close()
      await sides.end()
    },
    async settled() {
      await gather.quiet()
      await writer.settle()
    },
    lookAtDisk: () => guard.look(),
    probe: noteProbe,
    commits: () => writer.commits(),
    cpu: () => writer.cpu(),
    setMaxPageCount: (pages) => writer.setMaxPageCount(pages),
  }
}
