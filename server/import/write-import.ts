// Owns bringing one file into the log: under a name of its own while it comes in, under the session's when all is there.
// Never leaves a part of it: what does not become whole is discarded, and what a kill left is discarded at the next start.
import { type EpochMs, importStream, type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type { AppendBatch, AppendResult, SessionLog } from '../log/session-log.ts'
import type { SessionIndex, SessionRow } from '../store/directory.ts'
import type { Chunk, FileRead, ImportJob } from './import-job.ts'
import { type StartImport, startImportProcess } from './import-process.ts'

export type WriteDeps = {
  readonly log: SessionLog
  readonly index: SessionIndex
  readonly logger: Logger
  readonly recordInSuite: (...bodies: readonly RecordBody[]) => Promise<Result<unknown>>
  /** Where an import runs; absent: in a process of its own. */
  readonly startImport?: StartImport | undefined
}

export type ImportWatch = {
  /** Why it is to stop, as soon as somebody wants that. */
  stopped(): Refusal | undefined
  /** Resolves when somebody does. */
  readonly stopping: Promise<'stop'>
  onRead(read: FileRead): void
  onWritten(records: number, throughMs: EpochMs): void
  /** From now on it is too late to stop. */
  onWhole(): void
}

export type Written = { readonly sessionId: SessionId; readonly notes: readonly string[] }
/** `twin`: the session that this file has been for some time. `left`: what came in could not be discarded yet. */
export type WriteResult = Result<Written> & { readonly twin?: SessionId; readonly left?: true }

const INDEX_TRIES = 3

function batchesOf(
  { lines, atMs }: Chunk,
  base: Pick<AppendBatch, 'stream' | 'ownerEpoch' | 'afterSeq'>,
): AppendBatch[] {
  const batches: AppendBatch[] = []
  for (let from = 0; from < lines.length; ) {
    let to = from + 1
    while (to < lines.length && atMs[to] === atMs[from]) to += 1
    batches.push({
      ...base,
      afterSeq: base.afterSeq + from,
      lines: lines.slice(from, to),
      atMs: atMs[from] as EpochMs,
    })
    from = to
  }
  return batches
}

const NOTHING_KEPT = 'Nothing of it was kept.'

export const diskRefusal = (log: Pick<SessionLog, 'disk'>): Refusal | undefined => {
  const { state } = log.disk()
  if (state === 'failed')
    return refuse('storage-failed', 'The hub cannot write to its disk just now: nothing can be imported.')
      .error
  if (state === 'noNewSessions')
    return refuse(
      'disk-low',
      'The hub’s disk is nearly full: nothing can be imported. Free some space on it.',
    ).error
  return undefined
}

const appendRefusal = ({ why, message }: Extract<AppendResult, { ok: false }>): Refusal =>
  refuse(
    why === 'full' ? 'disk-low' : 'storage-failed',
    `The hub could not write this to disk (${message}) ${NOTHING_KEPT}`,
  ).error

async function alreadyHere(
  { file, sessionId }: FileRead,
  { log, index }: WriteDeps,
): Promise<{ twin: SessionId; error: Refusal } | undefined> {
  const sameFile = await index.importedAs(file.sha256)
  if (sameFile !== undefined && (await log.head(sessionStream(sameFile.sessionId))) !== undefined)
    return {
      twin: sameFile.sessionId,
      error: refuse(
        'already-imported',
        `This file is here already: it was imported as "${sameFile.imported?.name ?? file.name}" (patient ${sameFile.patientCode}).`,
      ).error,
    }
  if ((await log.head(sessionStream(sessionId))) === undefined) return undefined
  const row = await index.get(sessionId)
  // Whoever brings files in sees closed sessions; of an open one a forged file must not tell whose it is.
  const whose = row?.closedAtMs === undefined ? '' : `: ${row.roomName}, patient ${row.patientCode}`
  return {
    twin: sessionId,
    error: refuse('already-imported', `This session is here already${whose}.`).error,
  }
}

/** The index is derived: failing to write it loses nothing, and the next start of the hub writes it again. */
async function list(row: SessionRow, { index, logger, recordInSuite }: WriteDeps): Promise<boolean> {
  const { sessionId, roomId } = row
  let listed = false
  for (let left = INDEX_TRIES; left > 0 && !listed; left -= 1)
    listed = await index.put(row).then(
      () => true,
      (error: unknown) => {
        logger.error({ err: error }, 'session index not written')
        return false
      },
    )
  const said = await recordInSuite({ kind: 'session.listed', sessionId, roomId, event: 'closed' })
  if (!said.ok)
    logger.error({ reason: said.error.message }, 'an imported session was not listed in the suite')
  return listed
}

/** Resolves when the session is in the log under its own name, or when nothing of it is left there. */
export async function writeImport(
  importId: string,
  job: ImportJob,
  watch: ImportWatch,
  deps: WriteDeps,
): Promise<WriteResult> {
  const { log, logger } = deps
  const stream = importStream(importId)
  const running = (deps.startImport ?? startImportProcess)(job, (death) =>
    logger.error(death, 'the process of an import died'),
  )
  let begun = false
  let whole = false

  const writeAll = async (): Promise<WriteResult> => {
    let ownerEpoch = 0
    let head = 0
    let read: FileRead | undefined
    for (;;) {
      const told = await Promise.race([running.next(), watch.stopping])
      const stop = watch.stopped() ?? diskRefusal(log)
      if (stop !== undefined) return { ok: false, error: stop }
      if (told === 'stop') continue
      if (told.tell === 'read') {
        read = told.read
        const here = await alreadyHere(read, deps)
        if (here !== undefined) return { ok: false, ...here }
        watch.onRead(read)
        begun = true
        ownerEpoch = (await log.own(stream)).ownerEpoch
        running.answer('go')
      } else if (told.tell === 'lines') {
        const batches = batchesOf(told.chunk, { stream, ownerEpoch, afterSeq: head })
        // The seal is asked for in the same breath, and goes in the same journey to the log's thread.
        const [results] = await Promise.all([log.append(batches), log.seal(stream)])
        const failed = results.find((one) => !one.ok)
        if (failed !== undefined && !failed.ok) return { ok: false, error: appendRefusal(failed) }
        head += told.chunk.lines.length
        watch.onWritten(head, told.chunk.atMs.at(-1) as EpochMs)
        running.answer('more')
      } else {
        if (!told.result.ok) return told.result
        const { row, checkpoint, notes } = told.result.value
        if (checkpoint !== undefined) log.checkpoint({ stream, atSeq: head, state: checkpoint })
        await log.seal(stream)
        const late = watch.stopped()
        if (late !== undefined) return { ok: false, error: late }
        watch.onWhole()
        await log.rename(stream, sessionStream(row.sessionId))
        whole = true
        const listed = await list(row, deps)
        const unlisted =
          'it is not in the list of sessions yet: the hub writes that again when it next starts'
        return ok({ sessionId: row.sessionId, notes: listed ? notes : [unlisted, ...notes] })
      }
    }
  }

  const result = await writeAll().catch((error: unknown): WriteResult => {
    logger.error({ err: error }, 'an import broke off')
    const message = error instanceof Error ? error.message : String(error)
    const code = /disk is full/i.test(message) ? 'disk-low' : 'storage-failed'
    return refuse(code, `The hub could not write this to disk (${message}) ${NOTHING_KEPT}`)
  })
  await running
    .end()
    .catch((error: unknown) => logger.error({ err: error }, 'the process of an import did not end'))
  if (!begun || whole) return result
  const left = await log.discard(stream).then(
    () => false,
    (error: unknown) => {
      // A disk that takes nothing does not take this either. Nobody sees the stream; whoever asked for it tries again.
      logger.error({ err: error, stream }, 'what came in of a file is still to be discarded')
      return true
    },
  )
  return left ? { ...result, left } : result
}
