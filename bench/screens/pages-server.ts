// Owns the pages that ours is measured beside: built as ours is, served from this machine for the time of a bench.
// Never part of the product's build: its own root, its own folder under .tmp.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { build } from 'vite'
import { ROOT } from '../../tools/client-build.ts'

const OUT = join(ROOT, '.tmp', 'bench-pages')
const PAGES = join(import.meta.dirname, '..', 'pages')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

export type PagesServer = { readonly url: string; [Symbol.asyncDispose](): Promise<void> }

export async function servePages(): Promise<PagesServer> {
  process.env['NODE_ENV'] = 'production'
  await build({
    configFile: false,
    root: PAGES,
    logLevel: 'warn',
    build: {
      outDir: OUT,
      emptyOutDir: true,
      target: 'es2023',
      chunkSizeWarningLimit: 1_200,
      rolldownOptions: { input: ['recharts.html', 'uplot.html'].map((name) => join(PAGES, name)) },
    },
  })
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://pages').pathname)
    readFile(join(OUT, path)).then(
      (body) => response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(body),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
