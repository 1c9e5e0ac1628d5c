// Owns what a person said: symptoms and HELP. Never owns whether a limit is broken.
import type { Part } from './part.ts'

export type SaidState = Readonly<Record<string, never>>
export const NO_SAID: SaidState = {}

export const SAID: Part = { learn: (_rules, state) => state }
