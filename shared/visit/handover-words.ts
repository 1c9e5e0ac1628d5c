// Owns the words that the lines of a hand-over share: when, how often, how much. Never decides what is told.
import { formatAge } from '../alarm/words/age.ts'
import { tPlus } from '../alarm/words/t-plus.ts'
import type { SessionState } from '../fold/session-state.ts'
import { decimal } from './figures.ts'

/** Of what may be long: so many of the newest, and how many there are before them. */
const LATEST = 8

export type Now = { readonly state: SessionState; readonly nowMs: number }

/** "T+12:04", before the start "3:10 ago". */
export function mark({ state, nowMs }: Now, atMs: number): string {
  const startMs = state.infusion.startedAtMs
  return startMs !== undefined && atMs >= startMs ? tPlus(atMs - startMs) : `${formatAge(nowMs - atMs)} ago`
}
export const plain = (camel: string): string =>
  camel.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
export const figure = (value: number): string => decimal(value, 1)

/** Newest last; what is left out is said. */
export function latest<T>(all: readonly T[], what: string, line: (one: T) => string): string[] {
  const earlier = all.length - LATEST
  const lines = all.slice(-LATEST).map(line)
  return earlier > 0 ? [`${earlier} earlier ${what}: read the timeline`, ...lines] : lines
}
