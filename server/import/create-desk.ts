// Owns the queue of imports: one at a time, each remembered for a while, what an earlier hub left half-way thrown away.
// Never keeps a hub from starting, whatever was left, and never keeps one from stopping.
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { HubClock } from '@chairside/shared/clock.ts'
import {
  type CommandId,
  type DeviceEpoch,
  type EpochMs,
  isImportStream,
  type SessionId,
} from '@chairside/shared/ids.ts'
import type { ImportProgress } from '@chairside/shared/protocol/http.ts'
import { zPatientCode } from '@chairside/shared/record/record.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { HashedRuleSet } from '../store/directory.ts'
import { IMPORT_MAX_BYTES, type ImportDesk, type ImportOptions, type ImportSource } from './import-desk.ts'
import type { ImportJob } from './import-job.ts'
import { diskRefusal, type WriteDeps, writeImport } from './write-import.ts'

export type DeskDeps = WriteDeps & {
  readonly clock: Pick<HubClock, 'nowMs'>
  /** What a file that has no rules of its own is judged by: the profile in force. */
  readonly rulesFor: () => Promise<HashedRuleSet>
  /** IANA zone of the clinic. */
  readonly zone: string
  readonly newId: () => string
  readonly maxBytes?: number | undefined
  /** Between two tries to throw away what a failing disk would not let go, real time; absent: 10 s. */
  readonly tidyAgainMs?: number | undefined
}

export type RunningDesk = ImportDesk & {
  /** Takes nothing more, stops what is under way; resolves when nothing of it remains. */
  close(why: string): Promise<void>
  /** Resolves when what an earlier hub left half-way is gone. */
  readonly clean: Promise<void>
}

/** Files that wait; who brings more is asked to come again. */
const MAX_WAITING = 100
const TIDY_AGAIN_MS = 10_000
/** Imports that are over are answered for until so many others are. */
const KEPT = 200

type Entry = {
  progress: ImportProgress
  readonly source: ImportSource
  stop: Refusal | undefined
  readonly stopping: PromiseWithResolvers<'stop'>
  readonly ended: PromiseWithResolvers<void>
  whole: boolean
}

/** What a terminal or a page would act on: control characters, line ends, and what turns the direction of writing round. */
const ACTED_ON = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** A person's file name: no folders, no characters that a terminal or a page would act on. */
export const plainName = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? '').replace(ACTED_ON, '').trim().slice(0, 200)

/** The options as they may be used, or what is wrong with them. */
export function checkOptions(options: ImportOptions): Result<ImportOptions> {
  const { map, startsAtMs, patientCode } = options
  const roomName = options.roomName?.replace(ACTED_ON, '').trim()
  if (patientCode !== undefined && !zPatientCode.safeParse(patientCode).success)
    return refuse(
      'malformed',
      'A patient code is 2 to 24 letters, digits and hyphens, beginning with a letter or digit, such as K-0417; never a name.',
      'patient',
    )
  if (roomName !== undefined && (roomName === '' || roomName.length > 80))
    return refuse('malformed', 'The name of a room is 1 to 80 characters.', 'room')
  if (map !== undefined && map.length > 2_000)
    return refuse('malformed', 'A map is at most 2,000 characters.', 'map')
  if (startsAtMs !== undefined && !(Number.isInteger(startsAtMs) && startsAtMs >= 0))
    return refuse('malformed', 'The start is a date and time after 1970.', 'starts')
  return ok({ map, startsAtMs, patientCode, roomName })
}

export function createImportDesk(deps: DeskDeps): RunningDesk {
  const { log, logger, clock, newId } = deps
  const entries = new Map<string, Entry>()
  const waiting: Entry[] = []
  let running: Promise<void> | undefined
  let closed: Refusal | undefined

  const isComingIn = (importId: string): boolean => {
    const state = entries.get(importId)?.progress.state
    return state !== undefined && state !== 'done' && state !== 'failed'
  }
  const throwAway = async (): Promise<void> => {
    for (const { stream } of await log.streams()) {
      if (!isImportStream(stream) || isComingIn(stream.slice('import:'.length))) continue
      await log.discard(stream)
      logger.warn({ stream }, 'what was left of a file that came in half has been thrown away')
    }
  }
  let tidying: Promise<void> = Promise.resolve()
  let again: NodeJS.Timeout | undefined
  /** A disk that is full keeps what fills it: it is tried until it goes, not only at the next start. */
  const tidy = (): Promise<void> => {
    clearTimeout(again)
    tidying = tidying.then(throwAway).catch((error: unknown) => {
      logger.error({ err: error }, 'what was left of a file could not be thrown away')
      tidyLater()
    })
    return tidying
  }
  const tidyLater = (): void => {
    clearTimeout(again)
    if (closed !== undefined) return
    again = setTimeout(() => void tidy(), deps.tidyAgainMs ?? TIDY_AGAIN_MS)
    again.unref()
  }
  const clean = tidy()

  const set = (entry: Entry, change: Partial<ImportProgress>): void => {
    entry.progress = { ...entry.progress, ...change }
  }
  const forgetOldest = (): void => {
    const over = [...entries].filter(
      ([, { progress }]) => progress.state === 'done' || progress.state === 'failed',
    )
    for (const [importId] of over.slice(0, Math.max(0, over.length - KEPT))) entries.delete(importId)
  }
  const end = async (entry: Entry, change: Partial<ImportProgress>): Promise<void> => {
    if (entry.source.removeAfter)
      await rm(entry.source.path, { force: true }).catch((error: unknown) =>
        logger.error({ err: error }, 'a file that was brought in could not be removed'),
      )
    set(entry, change)
    entry.ended.resolve()
    forgetOldest()
  }
  const failed = (entry: Entry, error: Refusal, twin?: SessionId): Promise<void> =>
    end(entry, { state: 'failed', error, ...(twin === undefined ? {} : { sessionId: twin }) })

  const jobOf = (
    { name, path, options, by, screenId }: ImportSource,
    nowMs: EpochMs,
    rules: HashedRuleSet,
  ): ImportJob => ({
    source: { name, path, options, by, screenId },
    maxBytes: deps.maxBytes ?? IMPORT_MAX_BYTES,
    nowMs,
    zone: deps.zone,
    rules,
    made: {
      sessionId: newId() as SessionId,
      epoch: randomBytes(8).toString('hex') as DeviceEpoch,
      openId: randomBytes(16).toString('hex') as CommandId,
      closeId: randomBytes(16).toString('hex') as CommandId,
    },
  })

  const run = async (entry: Entry): Promise<void> => {
    if (entry.stop !== undefined) return failed(entry, entry.stop)
    set(entry, { state: 'reading' })
    let startMs = 0
    const written = await writeImport(
      entry.progress.importId,
      jobOf(entry.source, clock.nowMs(), await deps.rulesFor()),
      {
        stopped: () => entry.stop,
        stopping: entry.stopping.promise,
        onRead(read) {
          startMs = read.startMs
          set(entry, { state: 'running', of: read.of, lengthMs: read.lengthMs, notes: read.notes })
        },
        onWritten(records, throughMs) {
          const { lengthMs, of } = entry.progress
          set(entry, {
            records,
            of: Math.max(of, records),
            playedMs: Math.min(lengthMs, throughMs - startMs),
          })
        },
        onWhole() {
          entry.whole = true
        },
      },
      deps,
    )
    if (!written.ok) {
      if (written.left === true) tidyLater()
      return failed(entry, written.error, written.twin)
    }
    const { sessionId, notes } = written.value
    const { records, lengthMs } = entry.progress
    return end(entry, { state: 'done', sessionId, notes, of: records, playedMs: lengthMs })
  }

  const work = async (): Promise<void> => {
    await clean
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      const mine = entry
      await run(mine).catch((error: unknown) => {
        logger.error({ err: error }, 'an import failed')
        return failed(mine, refuse('internal', 'The hub could not do this. Its log says why.').error)
      })
    }
    running = undefined
  }

  const stopEntry = (entry: Entry, why: Refusal): void => {
    if (entry.whole) return
    entry.stop ??= why
    entry.stopping.resolve('stop')
    const at = waiting.indexOf(entry)
    if (at < 0) return
    waiting.splice(at, 1)
    void failed(entry, why)
  }

  return {
    clean,
    start(given) {
      const name = plainName(given.name)
      const options = checkOptions(given.options)
      const wrong =
        closed ??
        (name === '' ? refuse('malformed', 'The file has no name.', 'name').error : undefined) ??
        (isAbsolute(given.path)
          ? undefined
          : refuse('malformed', 'The path of the file must be whole.', 'path').error) ??
        (options.ok ? undefined : options.error) ??
        diskRefusal(log) ??
        (waiting.length < MAX_WAITING
          ? undefined
          : refuse('busy', `${MAX_WAITING} files are waiting to be imported; bring this one later.`).error)
      if (wrong !== undefined || !options.ok) return { ok: false, error: wrong as Refusal }
      const importId = newId()
      const entry: Entry = {
        progress: {
          importId,
          name,
          state: 'waiting',
          records: 0,
          of: 0,
          playedMs: 0,
          lengthMs: 0,
          notes: [],
        },
        source: { ...given, name, options: options.value },
        stop: undefined,
        stopping: Promise.withResolvers(),
        ended: Promise.withResolvers(),
        whole: false,
      }
      entries.set(importId, entry)
      waiting.push(entry)
      running ??= work()
      return ok(entry.progress)
    },
    status: (importId) => entries.get(importId)?.progress,
    async stop(importId) {
      const entry = entries.get(importId)
      if (entry === undefined) return undefined
      stopEntry(
        entry,
        refuse(
          'import-stopped',
          'The import was stopped before the whole file was in. Nothing of it was kept.',
        ).error,
      )
      await entry.ended.promise
      return entry.progress
    },
    async close(why) {
      closed ??= refuse('hub-stopping', `The hub is stopping: ${why}`).error
      const refusal = refuse(
        'import-stopped',
        'The hub stopped before the whole file was in. Nothing of it was kept; bring it again.',
      ).error
      for (const entry of entries.values()) stopEntry(entry, refusal)
      await running
      clearTimeout(again)
      await tidying
    },
  }
}
