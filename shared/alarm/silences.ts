// Owns when acknowledgements, Coming, pauses and audio off stop holding. Never owns whether a limit is broken.
import type { Part } from './part.ts'

export type SilencesState = Readonly<Record<string, never>>
export const NO_SILENCES_PART: SilencesState = {}

export const SILENCES_PART: Part = { learn: (_rules, state) => state }
