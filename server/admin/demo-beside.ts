// Owns the words that lead from a folder with nothing in it to the demo's, which `npm start` puts beneath it.
// Never opens either.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** @returns a sentence after which the demo's clinic is reached; empty where there is no demo beneath this folder */
export function demoBeside(dataDir: string): string {
  const demo = join(dataDir, 'demo')
  return existsSync(join(demo, 'store.db')) ? ` The demo's clinic is in ${demo}: set DATA_DIR=${demo}.` : ''
}
