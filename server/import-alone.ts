// Owns bringing files in where no hub runs: log and store opened as a hub opens them, behind the same lock.
// Never touches a folder in which a session is open: when the hub ended would be forgotten.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import { SUITE_STREAM } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { pino } from 'pino'
import type { Config } from './config.ts'
import { createImportDesk } from './import/create-desk.ts'
import type { ImportDesk } from './import/import-desk.ts'
import { openWorkerLog } from './log/worker-log.ts'
import { createHeadFeed } from './session/head-feed.ts'
import { openPlainStream } from './session/plain-stream.ts'
import { hashed } from './store/rule-set-hash.ts'
import { openStore } from './store/store.ts'
import { createSystemClock } from './system-clock.ts'

export type ImportAlone = { readonly desk: ImportDesk; close(): Promise<void> }

/** @returns a desk on this folder; a hub that has it, a newer Chairside's log or an open session are said in words */
export async function openImportAlone(config: Config): Promise<Result<ImportAlone>> {
  const logger = pino({ level: 'error' }, pino.destination({ dest: 2, sync: true }))
  let log: Awaited<ReturnType<typeof openWorkerLog>>
  try {
    log = await openWorkerLog({
      dir: config.dataDir,
      reserveBytes: config.disk.reserveBytes,
      warnBytes: config.disk.warnBytes,
      noNewSessionsBytes: config.disk.stopBytes,
      onFatal: (error) => logger.error({ err: error }, 'nothing can be recorded any more'),
    })
  } catch (error) {
    return refuse('storage-failed', error instanceof Error ? error.message : String(error), 'DATA_DIR')
  }
  const clock = createSystemClock({ rate: { kind: 'real' }, notBeforeMs: log.status.lastAtMs })
  const report = (error: unknown): void => logger.error({ err: error }, 'something failed beside an import')
  const opened = await openStore({
    file: join(config.dataDir, 'store.db'),
    kind: 'any',
    nowMs: clock.nowMs,
    report,
  })
  if (!opened.ok) {
    clock.stop()
    await log.close()
    return opened
  }
  const store = opened.value
  const end = async (): Promise<void> => {
    await log.close()
    await store.close()
    clock.stop()
  }
  const [open] = await store.sessions.list({ open: true, limit: 1 })
  if (open !== undefined) {
    await end()
    return refuse(
      'session-open',
      `A session is open in ${open.roomName} and no hub runs on ${config.dataDir}: start the hub, which records how long it was away, then import again.`,
      'DATA_DIR',
    )
  }
  const suite = await openPlainStream(SUITE_STREAM, {
    log,
    clock,
    feed: createHeadFeed(report),
    onFailed: (message) => logger.error({ reason: message }, 'the log refused a write'),
    onBroken: report,
  })
  const desk = createImportDesk({
    log,
    index: store.sessions,
    clock,
    logger,
    zone: config.zone,
    newId: randomUUID,
    rulesFor: async () => {
      const found = await store.directory.rulesFor()
      return found.ok ? found.value.ruleSet : hashed(ADULT_KETAMINE_INFUSION)
    },
    recordInSuite: suite.record,
  })
  return ok({
    desk,
    async close() {
      await desk.close('the import is over')
      await suite.idle()
      await end()
    },
  })
}
