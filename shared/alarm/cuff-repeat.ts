// Owns the repeat protocol of cuff readings: repeat due, agreed, dropped, not come. Never owns whether a limit is broken.
import type { Part } from './part.ts'

export type RepeatsState = Readonly<Record<string, never>>
export const NO_CUFF_REPEAT: RepeatsState = {}

export const CUFF_REPEAT: Part = { learn: (_rules, state) => state }
