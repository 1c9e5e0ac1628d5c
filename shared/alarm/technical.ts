// Owns technical conditions: no value, no data, cuff failing or overdue, who can hear and see. Never owns whether a limit is broken.
import type { Part } from './part.ts'

export type TechnicalState = Readonly<Record<string, never>>
export const NO_TECHNICAL: TechnicalState = {}

export const TECHNICAL: Part = { learn: (_rules, state) => state }
