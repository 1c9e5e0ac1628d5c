// Owns that there is a built client for a real browser to open. Never builds one that is already there: `npm test`
// builds before it starts.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')
export const CLIENT_DIR = join(ROOT, 'client', 'dist')

export function ensureClient(): void {
  if (existsSync(join(CLIENT_DIR, 'index.html'))) return
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  if (built.status !== 0) throw new Error('The client could not be built; the messages above say why.')
}
