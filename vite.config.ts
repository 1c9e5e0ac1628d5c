// Owns how the client is built. The hub has no build step.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { createLogger, defineConfig, type Plugin } from 'vite'

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string
}

// A build for people is a production build, whoever starts it (a test run sets NODE_ENV to "test").
process.env['NODE_ENV'] = 'production'

/** The worker that keeps the page for when the hub is away, with the list of what this very build consists of. */
function shell(): Plugin {
  const public_ = new URL('./client/public/', import.meta.url)
  return {
    name: 'chairside-shell',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      this.emitFile({ type: 'chunk', id: 'sw/shell-worker.ts', fileName: 'sw.js' })
    },
    generateBundle(_options, bundle) {
      const worker = bundle['sw.js']
      if (worker?.type !== 'chunk') this.error('the worker of the shell was not built')
      if (worker.imports.length > 0) this.error('the worker of the shell must be one file')
      const hash = createHash('sha256')
      for (const file of readdirSync(public_).sort())
        hash.update(file).update(readFileSync(new URL(file, public_)))
      const page = bundle['index.html']
      if (page?.type === 'asset') hash.update(page.source)
      const built = Object.keys(bundle).filter((file) => file.startsWith('assets/'))
      const parts = [...built, ...readdirSync(public_)].sort().map((file) => `/${file}`)
      const name = hash.update(parts.join()).digest('hex').slice(0, 16)
      worker.code = worker.code.replaceAll('__CHAIRSIDE_SHELL__', JSON.stringify({ name, parts }))
    },
  }
}

/** What `composes … from` takes over has no file of its own, which matters to addresses only: our styles have none. */
const logger = createLogger()
const { warnOnce } = logger
logger.warnOnce = (message, options) => {
  if (!message.includes('did not pass the `from` option')) warnOnce(message, options)
}

export default defineConfig({
  customLogger: logger,
  root: 'client',
  plugins: [react(), shell()],
  define: { __CHAIRSIDE_BUILD__: JSON.stringify(version) },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // One piece on purpose: a screen that is open can show every page, a file's replay too, while the hub is away. 1.9 MB, read
    // from the clinic's own network and kept by the browser.
    chunkSizeWarningLimit: 2200,
    // Everything is a file of this hub: no data: address that a strict policy would refuse.
    assetsInlineLimit: 0,
  },
  worker: { format: 'es' },
})
