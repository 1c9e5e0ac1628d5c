// Owns that the screens are built once before any browser test begins.
import { ensureClient } from './client-build.ts'

export const setup = ensureClient
