// Owns whose turn it is to be told. Never owns whether a limit is broken.
import type { Part } from './part.ts'

export type EscalationState = Readonly<Record<string, never>>
export const NO_ESCALATION: EscalationState = {}

export const ESCALATION: Part = { learn: (_rules, state) => state }
