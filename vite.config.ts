// Owns how the client is built. The hub has no build step.
import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string
}

// A build for people is a production build, whoever starts it (a test run sets NODE_ENV to "test").
process.env['NODE_ENV'] = 'production'

export default defineConfig({
  root: 'client',
  plugins: [react()],
  define: { __CHAIRSIDE_BUILD__: JSON.stringify(version) },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // One piece on purpose: a screen that is open can show every page, a file's replay too, while the hub is away.
    chunkSizeWarningLimit: 1400,
    // Everything is a file of this hub: no data: address that a strict policy would refuse.
    assetsInlineLimit: 0,
  },
  worker: { format: 'es' },
})
