// Owns what was found in data that came late. Never owns whether a limit is broken.
import type { Part } from './part.ts'

export type RecoveredState = Readonly<Record<string, never>>
export const NO_RECOVERED: RecoveredState = {}

export const RECOVERED: Part = { learn: (_rules, state) => state }
