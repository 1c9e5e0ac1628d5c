// Owns which characters a person's words may hold, wherever they come in: those that can be seen. What cannot be seen (NUL, a mark
// that turns the direction of what follows) makes one text read as another. Never applied to records: what was written is readable.
import * as z from 'zod'

/** Joiners are part of how some scripts are written. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u
const JOINERS = /[\u200c\u200d]/g
const LINE_ENDS = /[\n\r\t]/g

/** @param lines whether it may have more than one line */
export function isSeen(text: string, lines: boolean): boolean {
  const plain = text.replace(JOINERS, '')
  return !UNSEEN.test(lines ? plain.replace(LINE_ENDS, '') : plain)
}

export const UNSEEN_WORDS = 'it holds a character that cannot be seen'

/** One line; a label, a name, a drug. */
export const zLine = z.string().refine((text) => isSeen(text, false), UNSEEN_WORDS)
/** Of more than one line; a note, a reason. */
export const zLines = z.string().refine((text) => isSeen(text, true), UNSEEN_WORDS)

/** What people write in whole sentences, and in fields that take line ends. */
const SENTENCES: ReadonlySet<string> = new Set(['note', 'text', 'reason', 'outcome'])

type Path = readonly (string | number)[]
function unseenIn(value: unknown, path: Path): Path | undefined {
  if (typeof value === 'string') return isSeen(value, SENTENCES.has(String(path.at(-1)))) ? undefined : path
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, one] of Object.entries(value)) {
    // A password is never shown, and is whatever it is.
    const found = key === 'password' ? undefined : unseenIn(one, [...path, key])
    if (found !== undefined) return found
  }
  return undefined
}

/** For a whole form: names the first field that holds what cannot be seen. */
export function seenOnly(value: unknown, context: z.RefinementCtx): void {
  const path = unseenIn(value, [])
  if (path !== undefined) context.addIssue({ code: 'custom', path: [...path], message: UNSEEN_WORDS })
}
