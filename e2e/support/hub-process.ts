// Owns a hub in a process of its own, started and killed as often as a test likes, on one port and one folder.
// Never leaves one behind.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StreamId } from '@chairside/shared/ids.ts'
import { openWorkerLog } from '../../server/log/worker-log.ts'
import { ROOT } from './client-build.ts'
import { DISK_MB } from './test-hub.ts'

const READY_MS = 30_000

export type HubProcess = {
  readonly url: string
  readonly port: number
  readonly dataDir: string
  /** @returns the wall time (Date.now) at which it said that it was ready */
  start(): Promise<number>
  /** kill -9. @returns the wall time (Date.now) of the kill, once the process is gone */
  kill(): Promise<number>
  /** SIGTERM. @returns its exit code */
  stop(): Promise<number | null>
  /** Everything it wrote to stderr, and to stdout at level warn and above. */
  output(): string
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

/** @param clockRate hub milliseconds per wall millisecond */
export async function hubProcess(dataDir: string, clockRate: number): Promise<HubProcess> {
  const port = await freePort()
  let child: ChildProcess | undefined
  let output = ''
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<{ code: number | null; atMs: number }> => {
    if (child === undefined) throw new Error('no hub is running')
    const ending = child
    child = undefined
    const gone = once(ending, 'exit') as Promise<[number | null]>
    const atMs = Date.now()
    ending.kill(signal)
    return { code: (await gone)[0], atMs }
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    async start() {
      const started = fork(join(ROOT, 'server', 'main.ts'), [], {
        cwd: ROOT,
        env: {
          PATH: process.env['PATH'],
          PORT: String(port),
          DATA_DIR: dataDir,
          CLOCK_RATE: String(clockRate),
          LOG_LEVEL: process.env['TEST_LOG'] ?? 'warn',
          CLINIC_ZONE: 'Europe/Oslo',
          CHECK_IN: 'none',
          DISK_WARN_MB: String(DISK_MB.warn),
          DISK_STOP_MB: String(DISK_MB.stop),
          DISK_RESERVE_MB: String(DISK_MB.reserve),
        },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      })
      child = started
      const note = (chunk: Buffer): void => {
        output += chunk.toString()
      }
      started.stdout?.on('data', note)
      started.stderr?.on('data', note)
      return await new Promise<number>((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`The hub is not ready after ${READY_MS} ms. ${output}`)),
          READY_MS,
        )
        started.once('message', () => {
          clearTimeout(late)
          resolve(Date.now())
        })
        started.once('exit', (code, signal) => {
          clearTimeout(late)
          reject(new Error(`The hub has ended (${code ?? signal}). ${output}`))
        })
      })
    },
    kill: async () => (await end('SIGKILL')).atMs,
    stop: async () => (child === undefined ? null : (await end('SIGTERM')).code),
    output: () => output,
  }
}

export type DeadLog = ReadonlyMap<StreamId, readonly string[]>

/**
 * What is on a dead hub's disk. Works on a copy: opening a log changes it, and the next hub must find what the kill left.
 * @throws when the hash chain of a stream does not verify
 */
export async function readDeadLog(dataDir: string): Promise<DeadLog> {
  const copy = await mkdtemp(join(tmpdir(), 'chairside-dead-'))
  try {
    await cp(dataDir, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') })
    const log = await openWorkerLog({
      dir: copy,
      reserveBytes: 0,
      warnBytes: 0,
      noNewSessionsBytes: 0,
      onFatal: (error) => {
        throw error
      },
    })
    try {
      const all = new Map<StreamId, readonly string[]>()
      if (log.status.setAside !== undefined) throw new Error(`the log was damaged: ${log.status.setAside}`)
      for (const { stream, head } of await log.streams()) {
        const verified = await log.verify(stream)
        if (!verified.ok) throw new Error(`${stream}: ${verified.message}`)
        all.set(stream, await log.read(stream, 1, head))
      }
      return all
    } finally {
      await log.close()
    }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}
