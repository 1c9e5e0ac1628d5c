// Owns that there is a built client for a real browser to open: one that is up to date, built once.
import { buildClient } from '../../tools/client-build.ts'

export { CLIENT_DIR, ROOT } from '../../tools/client-build.ts'

export function ensureClient(): void {
  if (!buildClient()) throw new Error('The client could not be built; the messages above say why.')
}
