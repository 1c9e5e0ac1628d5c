// Owns the hub's HTTP: order of the checks, and that every refusal is JSON with a code and a sentence.
// Never lets a stack, a secret or a patient code out: not to the client, not into the log.

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { HubClock } from '@chairside/shared/clock.ts'
import type { PersonId } from '@chairside/shared/ids.ts'
import type { ErrorCode } from '@chairside/shared/protocol/codes.ts'
import type { HttpDemoSignIn, HttpError } from '@chairside/shared/protocol/http.ts'
import { type Refusal, refuse } from '@chairside/shared/result.ts'
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { ImportDesk } from '../import/import-desk.ts'
import type { SessionLog } from '../log/session-log.ts'
import { createReports } from '../report/reports.ts'
import type { SessionIndex } from '../store/directory.ts'
import type { Store } from '../store/store.ts'
import { createCookies } from './cookies.ts'
import { securityHeaders } from './headers.ts'
import { originAllowed } from './origin.ts'
import { patiently } from './patience.ts'
import { type Answer, type Caller, type Route, statusOf } from './route.ts'
import { courseRoutes } from './routes/courses.ts'
import { exportRoutes } from './routes/exports.ts'
import { healthRoutes } from './routes/health.ts'
import { importRoutes } from './routes/imports.ts'
import { meRoutes } from './routes/me.ts'
import { monitorRoutes } from './routes/monitors.ts'
import { patientRoutes } from './routes/patients.ts'
import { profileRoutes } from './routes/profiles.ts'
import { reportRoutes } from './routes/reports.ts'
import { screenRoutes } from './routes/screen.ts'
import { segmentRoutes } from './routes/segments.ts'
import { sessionPatientRoutes } from './routes/session-patient.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { todayRoutes } from './routes/today.ts'
import { clientFiles } from './static.ts'

export type HttpDeps = {
  readonly config: Config
  readonly store: Store
  /** The index the hub keeps; the store's own in a running hub. */
  readonly sessions: SessionIndex
  readonly log: Pick<SessionLog, 'segments' | 'segmentBody' | 'head' | 'seal' | 'verify' | 'disk' | 'read'>
  /** Who brings files in. */
  readonly imports: ImportDesk
  readonly clock: HubClock
  readonly build: string
  /** Names of the rooms that this person has and must hand over before leaving; absent: there are none such. */
  readonly roomsOf?: (personId: PersonId) => readonly string[]
  /** Why the hub should not be used just now; none: it may. */
  readonly readiness: () => readonly string[]
  /** Absolute folder of the built client. */
  readonly clientDir: string
  readonly logger: Logger
  /** Offered on the sign-in page of a demo; ignored unless config.demo. */
  readonly demoSignIns?: readonly HttpDemoSignIn[]
}

const BODY_LIMIT = '64kb'
/** A reader that takes nothing for this long, real time, is gone. */
const STALLED_MS = 60_000

const reportsOf = ({ log, store, logger }: HttpDeps) =>
  createReports({
    log,
    figures: store.figures,
    onUnreadable: (sessionId, error) => logger.error({ err: error, sessionId }, 'a session cannot be read'),
  })

/** Every route of the hub. The role × route matrix of the tests fails when one is added that it does not know. */
export function httpRoutes(deps: HttpDeps): readonly Route[] {
  const { config, store, sessions, log, clock, build, readiness, logger, imports, demoSignIns = [] } = deps
  const cookies = createCookies(config)
  return [
    ...healthRoutes({ build, readiness }),
    ...signInRoutes({ store, cookies, clock, logger, roomsOf: deps.roomsOf ?? (() => []) }),
    ...meRoutes({ config, directory: store.directory, clock, build, demoSignIns, cookies }),
    ...screenRoutes({ store, cookies }),
    ...monitorRoutes({ store }),
    ...profileRoutes({ store }),
    ...patientRoutes({ store }),
    ...courseRoutes({ store, clock, zone: config.zone }),
    ...todayRoutes({ store, sessions, clock, zone: config.zone, site: config.site }),
    ...sessionRoutes({ sessions }),
    ...sessionPatientRoutes({ store, sessions }),
    ...segmentRoutes({ sessions, log }),
    ...exportRoutes({ sessions, log, clock, build }),
    ...reportRoutes({ sessions, store, reports: reportsOf(deps), clock, build }),
    ...importRoutes({ imports, log, logger, dataDir: config.dataDir }),
  ]
}

function sendRefusal(response: Response, refusal: Refusal, status = statusOf(refusal.code)): void {
  const { code, message, field } = refusal
  const body: HttpError = { error: field === undefined ? { code, message } : { code, message, field } }
  response.status(status).setHeader('cache-control', 'no-store')
  response.json(body)
}

/** Resolves when all of it has left, or the connection was broken because it cannot. */
async function send(response: Response, answer: Answer, logger: Logger): Promise<void> {
  try {
    await sendAll(response, answer, logger)
  } finally {
    answer.over?.()
  }
}

async function sendAll(response: Response, answer: Answer, logger: Logger): Promise<void> {
  response.status(answer.status ?? 200)
  response.setHeader('cache-control', 'no-store')
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
  if (answer.cookies !== undefined) response.setHeader('set-cookie', [...answer.cookies])
  if (answer.stream !== undefined) await sendStream(response, answer.stream, logger)
  else if (answer.bytes === undefined) response.json(answer.json)
  else response.send(Buffer.from(answer.bytes.buffer, answer.bytes.byteOffset, answer.bytes.byteLength))
}

async function sendStream(
  response: Response,
  stream: NonNullable<Answer['stream']>,
  logger: Logger,
): Promise<void> {
  if (response.req.method === 'HEAD') {
    response.end()
    return
  }
  const stalled = (): void => {
    logger.warn('a reader took nothing of a file for a minute: it was broken off')
    response.destroy()
  }
  async function* pieces() {
    yield* patiently(stream, STALLED_MS, stalled)
    // What is left waits in buffers of the connection.
    response.setTimeout(STALLED_MS, stalled)
  }
  try {
    // Ends the connection without the last chunk where the source throws: no client takes that for the whole.
    await pipeline(Readable.from(pieces(), { objectMode: false }), response)
  } catch (error) {
    const left = (error as { code?: unknown }).code === 'ERR_STREAM_PREMATURE_CLOSE'
    if (left) logger.debug('a reader left before the end of a file')
    else logger.error({ err: error }, 'a file broke off half-way')
  }
}

/** What the JSON parser and the router throw, in our words. */
function refusalOf(error: unknown): Refusal | undefined {
  const { type, status } = error as { type?: unknown; status?: unknown }
  const is = (code: ErrorCode, message: string) => refuse(code, message).error
  if (type === 'entity.too.large') return is('too-large', 'The request is larger than 64 kB.')
  if (type === 'entity.parse.failed') return is('malformed', 'The body of the request is not JSON.')
  if (error instanceof URIError) return is('malformed', 'The address holds a broken % sign.')
  if (typeof status === 'number' && status >= 400 && status < 500)
    return is('malformed', 'The request cannot be read.')
  return undefined
}

/** @returns the app; whoever owns the server listens */
export function createHttpApp(deps: HttpDeps): Express {
  const { config, store, clientDir, logger } = deps
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  if (config.trustProxy !== undefined) app.set('trust proxy', config.trustProxy)

  const callerOf = async (cookie: string | undefined, use: boolean): Promise<Caller> => {
    const signIn = await store.signIns.of(cookie, use)
    const screen = await store.directory.screenOf(cookie)
    return { signIn, screen, viewer: { role: signIn?.actor.role, screen } }
  }

  const ownOrigin: RequestHandler = (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD' || originAllowed(request.headers, config))
      return next()
    const wanted = config.publicUrl === undefined ? 'the address it is opened at' : config.publicUrl
    const sentence = `The hub takes this from its own pages only (Origin must be ${wanted}).`
    sendRefusal(response, refuse('origin-refused', sentence).error)
  }

  const answering =
    (route: Route): RequestHandler =>
    async (request, response) => {
      const startedMs = performance.now()
      const open = !route.path.startsWith('/api/')
      const caller = open ? { viewer: {} } : await callerOf(request.headers.cookie, route.countsAsUse)
      response.on('finish', () => {
        const ms = Math.round(performance.now() - startedMs)
        const { signIn, screen }: Caller = caller
        const who = { personId: signIn?.actor.personId, screenId: screen?.screenId }
        const line = { method: request.method, route: route.path, status: response.statusCode, ms, ...who }
        if (open || !route.countsAsUse) logger.debug(line, 'request')
        else logger.info(line, 'request')
      })
      const result = await route.handle({ request, caller })
      if (result.ok) await send(response, result.value, logger)
      else sendRefusal(response, result.error)
    }

  const failed: ErrorRequestHandler = (error, request, response, next) => {
    const refusal = refusalOf(error)
    if (refusal === undefined)
      logger.error({ err: error as unknown, method: request.method }, 'request failed')
    if (response.headersSent) return next(error)
    sendRefusal(
      response,
      refusal ??
        refuse('internal', 'The hub could not do this. It may have happened; look before you repeat it.')
          .error,
    )
  }

  app.use(securityHeaders(config))
  app.use(ownOrigin)
  const parseJson = express.json({ limit: BODY_LIMIT })
  for (const route of httpRoutes(deps)) {
    const takesJson = route.method === 'post' && route.takesFile === undefined
    app[route.method](route.path, ...(takesJson ? [parseJson] : []), answering(route))
  }
  app.use(clientFiles(clientDir))
  app.use((request, response) => {
    sendRefusal(response, refuse('not-found', `There is nothing at ${request.method} ${request.path}.`).error)
  })
  app.use(failed)
  return app
}
