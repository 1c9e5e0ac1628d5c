// Owns a whole running hub from a configuration: log, store, clock, HTTP, doors, and the order in which they end.
// Never reads the environment.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import type { ClockRate } from '@chairside/shared/clock.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import { createActs } from './admin/acts.ts'
import { startAdminSocket } from './admin/socket.ts'
import { composeHub } from './compose.ts'
import type { Config } from './config.ts'
import { calendarIn } from './http/clinic-day.ts'
import type { Hub } from './hub.ts'
import { openWorkerLog } from './log/worker-log.ts'
import { type Demo, seedDemo } from './store/demo.ts'
import { SIGN_IN_TIMES } from './store/sign-ins.ts'
import { openStore } from './store/store.ts'
import { createSystemClock } from './system-clock.ts'

export type RunningHub = {
  readonly hub: Hub
  readonly url: string
  readonly demo: Demo | undefined
  stop(reason: string): Promise<void>
}

const versionOf = (): string => {
  const file = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  return file.version
}

const listen = (server: Server, config: Config): Promise<Result<true>> =>
  new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(
        refuse(
          'internal',
          error.code === 'EADDRINUSE'
            ? `Port ${config.port} is taken by another program. Stop it, or set PORT to another number.`
            : `The hub cannot listen on ${config.host}:${config.port}: ${error.message}`,
        ),
      ),
    )
    server.listen(config.port, config.host, () => resolve(ok(true)))
  })

/** @param onFatal the log is gone: nothing can be recorded any more, the process should end and be started again */
export async function runHub(
  config: Config,
  logger: Logger,
  onFatal: (error: Error) => void,
): Promise<Result<RunningHub>> {
  const build = versionOf()
  const tls = config.tls
  const httpServer =
    tls === undefined
      ? createServer()
      : createTlsServer({ cert: readFileSync(tls.certPath), key: readFileSync(tls.keyPath) })

  const log = await openWorkerLog({
    dir: config.dataDir,
    reserveBytes: config.disk.reserveBytes,
    warnBytes: config.disk.warnBytes,
    noNewSessionsBytes: config.disk.stopBytes,
    onFatal,
  })
  const rate: ClockRate =
    config.clockRate === 1 ? { kind: 'real' } : { kind: 'scaled', rate: config.clockRate }
  const clock = createSystemClock({ rate, notBeforeMs: log.status.lastAtMs })
  const opened = await openStore({
    file: join(config.dataDir, 'store.db'),
    kind: config.demo ? 'demo' : 'clinic',
    nowMs: clock.nowMs,
    signInTimes: {
      ...SIGN_IN_TIMES,
      maxMs: config.signIn.maxMs,
      idleMs: config.signIn.idleMs,
      rate: config.clockRate,
    },
    report: (error) => logger.error({ err: error }, 'a listener of the store failed'),
  })
  if (!opened.ok) {
    clock.stop()
    await log.close()
    return opened
  }
  const store = opened.value
  const demo = config.demo
    ? await seedDemo(store, { nowMs: clock.nowMs(), calendar: calendarIn(config.zone) })
    : undefined
  const hub = await composeHub({
    httpServer,
    config,
    store,
    log,
    clock,
    logger,
    build,
    demoSignIns: demo?.signIns ?? [],
  })
  const admin = await startAdminSocket({
    dataDir: config.dataDir,
    acts: createActs(store, hub.imports),
    logger,
  })

  const stop = async (reason: string): Promise<void> => {
    await admin.close()
    await hub.stop(reason)
    httpServer.closeAllConnections()
    await log.close()
    await store.close()
    clock.stop()
  }
  const listening = await listen(httpServer, config)
  if (!listening.ok) {
    await stop('the hub could not listen')
    return listening
  }
  const address = httpServer.address()
  const port = typeof address === 'object' && address !== null ? address.port : config.port
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  return ok({
    hub,
    demo,
    stop,
    url: config.publicUrl ?? `${tls === undefined ? 'http' : 'https'}://${host}:${port}`,
  })
}

export type { EpochMs }
