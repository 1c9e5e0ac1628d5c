// Owns the client's files. Never serves a page for an asset that is gone: an old tab must notice, not break.
import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import express, { type RequestHandler, Router } from 'express'

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Chairside</title>
<body><h1>The hub is running; its pages are not built yet</h1>
<p>In the folder of Chairside run <code>npm run build</code>, then open this page again.
<code>npm start</code> does it by itself.</p>
<p>Chairside is a secondary display. Watch the bedside monitor.</p></body></html>`

/** @param clientDir absolute folder that holds the built index.html */
export function clientFiles(clientDir: string): RequestHandler {
  const router = Router()
  const index = join(clientDir, 'index.html')
  const hashed = join(clientDir, 'assets') + sep

  router.use(
    express.static(clientDir, {
      index: false,
      redirect: false,
      setHeaders(response, path) {
        response.setHeader(
          'cache-control',
          path.startsWith(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    }),
  )
  router.get('/{*page}', (request, response, next) => {
    const { path } = request
    if (path === '/api' || path.startsWith('/api/') || path.startsWith('/assets/')) return next()
    // What keeps the page in a browser is a script or nothing: a browser that is given a page for it keeps an old one.
    if (path === '/sw.js') return next()
    if (request.accepts('html') === false) return next()
    response.setHeader('cache-control', 'no-cache')
    if (!existsSync(index)) {
      response.status(503).type('html').send(NOT_BUILT)
      return
    }
    response.sendFile(index, { cacheControl: false })
  })
  return router
}
