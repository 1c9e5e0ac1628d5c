// Owns how a hub's parts become one thing behind one HTTP server: the same for the product, the tests and the benches.
// Never listens, opens a file or reads a clock of its own.
import { randomUUID } from 'node:crypto'
import type { Server as HttpServer } from 'node:http'
import { join } from 'node:path'
import type { HttpDemoSignIn } from '@chairside/shared/protocol/http.ts'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { createHttpApp } from './http/app.ts'
import { isSecure, originAllowed } from './http/origin.ts'
import { createHub, type Hub, type HubDeps } from './hub.ts'
import type { Store } from './store/store.ts'

export type Parts = Pick<HubDeps, 'clock' | 'log'> & {
  readonly httpServer: HttpServer
  readonly config: Config
  readonly store: Store
  readonly logger: Logger
  readonly build: string
  readonly demoSignIns?: readonly HttpDemoSignIn[]
}

/** @returns the hub, with its doors and its pages on `httpServer`; whoever owns that server listens */
export async function composeHub(parts: Parts): Promise<Hub> {
  const { httpServer, config, store, log, clock, logger, build } = parts
  const hub = await createHub({
    httpServer,
    clock,
    log,
    directory: store.directory,
    index: store.sessions,
    logger,
    zone: config.zone,
    site: config.site,
    visits: { ...store.visits, authenticate: store.people.authenticate },
    build,
    demo: config.demo,
    newId: randomUUID,
    originAllowed: (headers) => originAllowed(headers, config),
    secure: (headers) => isSecure(headers as never, config),
  })
  const app = createHttpApp({
    config,
    store,
    sessions: store.sessions,
    log,
    clock,
    build,
    imports: hub.imports,
    roomsOf: hub.roomsOf,
    readiness: () => hub.readiness().reasons,
    clientDir: join(import.meta.dirname, '..', 'client', 'dist'),
    logger,
    demoSignIns: parts.demoSignIns ?? [],
  })
  httpServer.on('request', app)
  return hub
}
