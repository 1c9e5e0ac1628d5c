// Owns the little server of `npm run replay`: the built screens and one recording, to this machine only. No hub, no socket,
// no list of anything, and nothing that can be changed.
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize, sep } from 'node:path'

/** Where the page asks for the file (client/features/replay/served-file.ts). */
const FILE_PATH = '/replay-file'
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; object-src 'none'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

export type ReplayServer = {
  /** Where to look. */
  readonly url: string
  close(): Promise<void>
}

export type ReplayServerOptions = {
  /** The built screens. */
  readonly clientDir: string
  /** As it was checked; it is not read again. */
  readonly file: { readonly name: string; readonly text: string }
  /** 0: any that is free. */
  readonly port: number
}

export async function serveReplay({ clientDir, file, port }: ReplayServerOptions): Promise<ReplayServer> {
  let hosts: readonly string[] = []

  function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
    response.writeHead(status, { ...HEADERS, 'content-type': type })
    response.end(body)
  }

  async function page(path: string, response: ServerResponse): Promise<void> {
    const wanted = normalize(join(clientDir, path))
    const inside = wanted.startsWith(clientDir + sep)
    const type = TYPES[extname(wanted)]
    if (inside && type !== undefined) {
      try {
        send(response, 200, type, await readFile(wanted))
        return
      } catch {
        send(response, 404, 'text/plain; charset=utf-8', 'There is no such file.')
        return
      }
    }
    send(response, 200, TYPES['.html'] as string, await readFile(join(clientDir, 'index.html')))
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Another site that has its name point here must not read a recording.
    if (!hosts.includes(request.headers.host ?? '')) {
      send(response, 403, 'text/plain; charset=utf-8', 'This address is for this machine only.')
      return
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      send(response, 405, 'text/plain; charset=utf-8', 'Nothing can be changed here.')
      return
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === FILE_PATH) {
      if (searchParams.get('name') === file.name)
        send(response, 200, 'application/x-ndjson; charset=utf-8', file.text)
      else send(response, 404, 'text/plain; charset=utf-8', 'Another file is served here.')
      return
    }
    if (pathname === '/api' || pathname.startsWith('/api/') || pathname.startsWith('/socket.io/')) {
      const message = 'There is no hub here: this address shows one recording from a file.'
      send(response, 404, 'application/json', JSON.stringify({ error: { code: 'not-found', message } }))
      return
    }
    await page(decodeURIComponent(pathname), response)
  }

  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      console.error(error)
      if (!response.headersSent) send(response, 500, 'text/plain; charset=utf-8', 'That could not be shown.')
      else response.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const at = (server.address() as AddressInfo).port
  hosts = [`127.0.0.1:${at}`, `localhost:${at}`]
  return {
    url: `http://127.0.0.1:${at}/open?file=${encodeURIComponent(file.name)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
