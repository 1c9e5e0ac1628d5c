// Owns the local door of the running hub: a socket in DATA_DIR that only its owner may open, so that what is revoked
// from the command line is revoked at once. One line in, one line out. Never listens on the network.
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, unlinkSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { join, relative, resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { type Result, refuse } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import { type Act, type ActDone, type AdminRequest, zAdminRequest } from './act.ts'
import type { AdminActs } from './acts.ts'

const MAX_LINE_BYTES = 64_000
const PATIENCE_MS = 10_000
/** What the kernel keeps of a socket's path; a longer one is cut off without a word. */
const MAX_PATH_BYTES = 103

/** Where the hub of a data folder listens. */
export function adminSocketPath(dataDir: string): Result<string> {
  const folder = resolve(dataDir)
  if (process.platform === 'win32') {
    const name = createHash('sha256').update(folder.toLowerCase()).digest('hex').slice(0, 24)
    return { ok: true, value: `\\\\.\\pipe\\chairside-${name}` }
  }
  const full = join(folder, 'admin.sock')
  const near = relative(process.cwd(), full)
  const path = Buffer.byteLength(near) < Buffer.byteLength(full) ? near : full
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) return { ok: true, value: path }
  return refuse(
    'malformed',
    `The path of DATA_DIR is too long for a local socket (${Buffer.byteLength(path)} of ${MAX_PATH_BYTES} bytes). Choose a shorter one.`,
    'DATA_DIR',
  )
}

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? '')
const NOBODY_THERE = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'])

/** Collects one line, at most MAX_LINE_BYTES of it. */
function firstLine(socket: Socket, use: (line: string | undefined) => void): void {
  const chunks: Buffer[] = []
  let bytes = 0
  const take = (chunk: Buffer): void => {
    chunks.push(chunk)
    bytes += chunk.length
    const end = chunk.indexOf(10)
    if (end < 0 && bytes <= MAX_LINE_BYTES) return
    socket.off('data', take)
    const all = Buffer.concat(chunks)
    use(
      all.length > MAX_LINE_BYTES && end < 0 ? undefined : all.subarray(0, all.indexOf(10)).toString('utf8'),
    )
  }
  socket.on('data', take)
}

async function answerTo(line: string | undefined, acts: AdminActs): Promise<Result<ActDone>> {
  if (line === undefined) return refuse('too-large', 'The request is larger than 64 kB.')
  let raw: unknown
  try {
    raw = JSON.parse(line)
  } catch {
    return refuse('malformed', 'The request is not JSON.')
  }
  const parsed = zAdminRequest.safeParse(raw)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse(
      'malformed',
      `The hub cannot use this request: ${issue?.message ?? 'unreadable'}. Is the command line of the same version?`,
      issue?.path.join('.'),
    )
  }
  return acts.run(parsed.data.act, parsed.data.by)
}

export type AdminSocketDeps = {
  readonly dataDir: string
  readonly acts: AdminActs
  readonly logger: Logger
}
export type AdminSocket = { close(): Promise<void> }

async function isSomebodyThere(path: string): Promise<boolean> {
  return new Promise((answer) => {
    const socket = createConnection(path)
    socket.on('connect', () => {
      socket.destroy()
      answer(true)
    })
    socket.on('error', (error) => answer(!NOBODY_THERE.has(codeOf(error))))
  })
}

/**
 * Opens the hub's local door. Without it a hub must not run: what is revoked would not be revoked at once.
 * @throws Error with the sentence to show: another hub holds this folder, or the folder's path is too long
 */
export async function startAdminSocket({ dataDir, acts, logger }: AdminSocketDeps): Promise<AdminSocket> {
  const path = adminSocketPath(dataDir)
  if (!path.ok) throw new Error(path.error.message)
  const isFile = process.platform !== 'win32'
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (await isSomebodyThere(path.value))
    throw new Error(`Another hub is running on ${dataDir}. Stop it, or set another DATA_DIR.`)
  if (isFile) {
    try {
      unlinkSync(path.value)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.setTimeout(PATIENCE_MS, () => socket.destroy())
    socket.on('close', () => open.delete(socket))
    socket.on('error', (error) => logger.debug({ err: error }, 'admin socket'))
    firstLine(socket, (line) => {
      answerTo(line, acts)
        .catch((error: unknown) => {
          logger.error({ err: error }, 'admin act failed')
          return refuse('internal', 'The hub could not do this. Its log says why.')
        })
        .then((answer) => socket.end(`${JSON.stringify(answer)}\n`))
        .catch((error: unknown) => logger.error({ err: error }, 'admin answer failed'))
    })
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    // Narrow from its first moment, not only after chmod. (A worker thread has no mask of its own to set.)
    const mask = isFile && isMainThread ? process.umask(0o177) : undefined
    try {
      server.listen(path.value, listening)
    } finally {
      if (mask !== undefined) process.umask(mask)
    }
  })
  if (isFile) chmodSync(path.value, 0o600)
  return {
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise<void>((closed) => server.close(() => closed()))
    },
  }
}

/**
 * Has the running hub carry out an act.
 * @returns its answer, or undefined when no hub runs on this folder
 */
export async function askHub(dataDir: string, by: string, act: Act): Promise<Result<ActDone> | undefined> {
  const path = adminSocketPath(dataDir)
  if (!path.ok) return path
  const request: AdminRequest = { v: 1, by, act }
  return new Promise((answer) => {
    const socket = createConnection(path.value)
    let heard = ''
    let connected = false
    const lost = (why: string) =>
      answer(
        refuse(
          'internal',
          `The hub did not answer (${why}). It may have been done; list before you repeat it.`,
        ),
      )
    socket.setEncoding('utf8')
    socket.setTimeout(PATIENCE_MS, () => {
      socket.destroy()
      lost('no answer in 10 s')
    })
    socket.on('connect', () => {
      connected = true
      socket.write(`${JSON.stringify(request)}\n`)
    })
    socket.on('data', (chunk: string) => {
      heard += chunk
    })
    socket.on('error', (error) => {
      if (!connected && NOBODY_THERE.has(codeOf(error))) answer(undefined)
      else if (!connected && codeOf(error) === 'EACCES')
        answer(
          refuse(
            'not-allowed',
            'A hub runs on this folder under another user. Run this command as that user.',
          ),
        )
      else lost(codeOf(error))
    })
    socket.on('close', () => {
      if (!connected) return
      try {
        answer(JSON.parse(heard) as Result<ActDone>)
      } catch {
        lost('the answer was cut off')
      }
    })
  })
}
