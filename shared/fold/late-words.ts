// Owns how an act says that it was written down later than it was done. Never hides that it came from paper.
import { formatAge } from '../alarm/words/age.ts'

/** Somebody who takes up to this long to press did it just now: the least that can be said earlier is a minute. */
const LATE_MS = 30_000

/** Whether it was said so much later than it was that this has to be seen. */
export const isLate = ({ hubAtMs, atMs }: { readonly hubAtMs: number; readonly atMs: number }): boolean =>
  hubAtMs - atMs >= LATE_MS

/** " · recorded 2:00 later", " · from paper, recorded 34:10 later", or nothing. */
export function lateWords(record: {
  readonly hubAtMs: number
  readonly atMs: number
  readonly fromPaper?: true | undefined
}): string {
  const lateMs = record.hubAtMs - record.atMs
  if (!isLate(record)) return record.fromPaper ? ' · from paper' : ''
  return ` · ${record.fromPaper ? 'from paper, ' : ''}recorded ${formatAge(lateMs)} later`
}

/** The line of an act without what {@link lateWords} says at its end. */
export const withoutLate = (text: string): string =>
  text.replace(/ · (from paper|(from paper, )?recorded [^·]+ later)$/, '')
