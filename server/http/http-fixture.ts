// Owns the hub's HTTP as tests use it: the real app over a real store on port 0, on a clock the test moves.
// Never used by the hub.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { ImportProgress } from '@chairside/shared/protocol/http.ts'
import { ok, type Refusal, refuse } from '@chairside/shared/result.ts'
import { createSteppedClock } from '@chairside/shared/stepped-clock.ts'
import { pino } from 'pino'
import { type Config, type Environment, readConfig } from '../config.ts'
import type { ImportDesk, ImportSource } from '../import/import-desk.ts'
import { createMemoryLog } from '../log/memory-log.ts'
import { openStore } from '../store/store.ts'
import { addPerson, FIXTURE_START_MS, must } from '../store/store-fixture.ts'
import { createHttpApp, type HttpDeps } from './app.ts'

export type Said = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly bytes: Buffer
  /** Parsed when the answer says it is JSON. */
  readonly body: unknown
}
/** Answers as a desk does that has not begun: what was asked of it stands in `asked`. */
export type WaitingDesk = ImportDesk & {
  readonly asked: ImportSource[]
  /** The next start is refused like this. */
  refuseNext(refusal: Refusal): void
}
export function waitingDesk(): WaitingDesk {
  const asked: ImportSource[] = []
  const known = new Map<string, ImportProgress>()
  let refusal: Refusal | undefined
  return {
    asked,
    refuseNext(next) {
      refusal = next
    },
    start(source) {
      if (refusal !== undefined) {
        const error = refusal
        refusal = undefined
        return { ok: false, error }
      }
      asked.push(source)
      const nothing = { records: 0, of: 0, playedMs: 0, lengthMs: 0, notes: [] }
      const progress: ImportProgress = {
        importId: `import-${asked.length}`,
        name: source.name,
        state: 'waiting',
        ...nothing,
      }
      known.set(progress.importId, progress)
      return ok(progress)
    },
    status: (importId) => known.get(importId),
    async stop(importId) {
      const progress = known.get(importId)
      if (progress === undefined) return undefined
      const { error } = refuse('import-stopped', 'The import was stopped.')
      const stopped: ImportProgress = { ...progress, state: 'failed', error }
      known.set(importId, stopped)
      return stopped
    },
  }
}

export type Say = {
  readonly method?: string
  readonly body?: unknown
  /** Sent as it is, whatever it is. */
  readonly raw?: string
  readonly cookie?: string | undefined
  /** `own`: the hub's page (the default); `none`: no Origin header. */
  readonly origin?: string
  readonly headers?: Readonly<Record<string, string>>
}

export async function httpFixture(environment: Environment = {}, over: Partial<HttpDeps> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'chairside-http-'))
  const config: Config = must(
    readConfig({ LOG_LEVEL: 'debug', CLINIC_ZONE: 'Europe/Berlin', DATA_DIR: dataDir, ...environment }),
  )
  const clock = createSteppedClock(FIXTURE_START_MS)
  const store = must(
    await openStore({
      file: ':memory:',
      kind: config.demo ? 'demo' : 'clinic',
      nowMs: clock.nowMs,
      signInTimes: { ...config.signIn, rate: 1 },
      report: (error) => {
        throw error
      },
    }),
  )
  const logged: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk))
      done()
    },
  })
  const log = createMemoryLog()
  const desk = waitingDesk()
  const deps: HttpDeps = {
    config,
    store,
    sessions: store.sessions,
    log,
    imports: desk,
    clock,
    build: 'test',
    readiness: () => [],
    clientDir: `${tmpdir()}/chairside-no-client`,
    logger: pino({ level: config.logLevel }, sink),
    ...over,
  }
  const server = createServer(createHttpApp(deps))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const own = `http://127.0.0.1:${port}`

  // Not fetch: it writes Host by itself and unpacks what it is sent.
  function say(path: string, what: Say = {}): Promise<Said> {
    const { method = what.body === undefined && what.raw === undefined ? 'GET' : 'POST', origin = 'own' } =
      what
    const raw = what.raw ?? (what.body === undefined ? undefined : JSON.stringify(what.body))
    const headers: Record<string, string> = {
      ...(raw === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(raw)) }),
      ...(what.cookie === undefined ? {} : { cookie: what.cookie }),
      ...(origin === 'none' ? {} : { origin: origin === 'own' ? own : origin }),
      ...what.headers,
    }
    return new Promise((answered, failed) => {
      const asking = httpRequest(
        { host: '127.0.0.1', port, path, method, headers, agent: false },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', failed)
          response.on('end', () => {
            const bytes = Buffer.concat(chunks)
            const text = bytes.toString('utf8')
            const isJson = response.headers['content-type']?.startsWith('application/json') ?? false
            answered({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              bytes,
              body: isJson && text !== '' ? JSON.parse(text) : undefined,
            })
          })
        },
      )
      asking.on('error', failed)
      asking.end(raw)
    })
  }

  return {
    config,
    clock,
    store,
    log,
    desk,
    logged,
    own,
    port,
    say,
    deps,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await store.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type HttpFixture = Awaited<ReturnType<typeof httpFixture>>

/** The `name=value` of a Set-Cookie header that sets it, for the next request. */
export function cookieFrom(said: Said, name: string): string {
  const line = said.headers['set-cookie']?.find((one) => one.startsWith(`${name}=`))
  if (line === undefined) throw new Error(`no cookie ${name} was set`)
  return line.split(';')[0] ?? ''
}

/** The Cookie header of a nurse who has just signed in. */
export async function nurseCookie({ store }: HttpFixture): Promise<string> {
  const { personId, name, role } = await addPerson(store, 'R. Osei', 'nurse')
  return `chairside_signin=${(await store.signIns.begin({ personId, name, role })).secret}`
}
