// Owns when the screens are built: only when something they are made of is newer than what was built.
// Never leaves half a build to be served: Vite writes the page last, and a failed build is an error.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
export const CLIENT_DIR = join(ROOT, 'client', 'dist')
const SOURCES = ['client', 'shared', 'vite.config.ts', 'package-lock.json']

const newestUnder = (path: string): number => {
  const found = statSync(path)
  if (!found.isDirectory()) return found.mtimeMs
  let newest = 0
  for (const name of readdirSync(path))
    if (name !== 'dist' && name !== 'node_modules') newest = Math.max(newest, newestUnder(join(path, name)))
  return newest
}

export function isClientBuilt(): boolean {
  try {
    const builtAt = statSync(join(CLIENT_DIR, 'index.html')).mtimeMs
    return SOURCES.every((source) => newestUnder(join(ROOT, source)) <= builtAt)
  } catch {
    return false
  }
}

/** @returns whether the screens are there and up to date now */
export function buildClient(): boolean {
  if (isClientBuilt()) return true
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  return built.status === 0
}
