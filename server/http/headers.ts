// Owns the headers that keep a page to itself. Without encryption it must not send what forbids plain http:
// helmet's defaults (upgrade-insecure-requests, HSTS) make a page on a clinic's own network blank.
import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { type Config, isEncrypted } from '../config.ts'

const HOST_SHAPE = /^[A-Za-z0-9.:[\]-]{1,255}$/
/** A day: other programs on this host may still need http, and a certificate may be taken away again. */
const HSTS_S = 86_400

export function securityHeaders(config: Pick<Config, 'tls' | 'publicUrl'>): RequestHandler {
  const encrypted = isEncrypted(config)
  /** Older Safari does not count the page's own websocket as 'self'. */
  const ownSocket = (request: IncomingMessage): string => {
    const { host } = request.headers
    const name = config.publicUrl === undefined ? host : new URL(config.publicUrl).host
    return name !== undefined && HOST_SHAPE.test(name) ? `${encrypted ? 'wss' : 'ws'}://${name}` : "'self'"
  }
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        connectSrc: ["'self'", ownSocket],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'blob:', 'data:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        // The component library and the charts write style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        workerSrc: ["'self'", 'blob:'],
        ...(encrypted ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: encrypted ? { maxAge: HSTS_S, includeSubDomains: false } : false,
    // Browsers ignore these two on plain http and complain on the console.
    crossOriginOpenerPolicy: encrypted,
    originAgentCluster: encrypted,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  })
}
