// Owns the words for a file that cannot be opened here, before or while it is read. Never reads a file itself.
import type { Refusal } from '@chairside/shared/result.ts'

/** What a browser holds as one text without trouble. */
export const MOST_FILE_BYTES = 300 * 1024 * 1024

const megabytes = (bytes: number): string => `${Math.ceil(bytes / (1024 * 1024))} MB`

/** @returns why this file is not even read, in words; undefined: it is read */
export function refusalOfFile({
  size,
  name,
}: {
  readonly size: number
  readonly name: string
}): Refusal | undefined {
  if (size === 0)
    return { code: 'not-a-recording', message: `${name} is empty: there is no recording in it.` }
  if (size > MOST_FILE_BYTES)
    return {
      code: 'too-large',
      message: `${name} is ${megabytes(size)}; a page opens files up to ${megabytes(MOST_FILE_BYTES)}. Bring it in with Import on the page of sessions, or run npm run import.`,
    }
  if (/\.(csv|tsv|txt)$/i.test(name))
    return {
      code: 'not-a-recording',
      message: `${name} is a table, not a Chairside recording. Bring it in with Import on the page of sessions, or run npm run import; then it can be replayed.`,
    }
  return undefined
}

/** The heading over a refusal. */
export function titleOfRefusal({ code }: Refusal): string {
  switch (code) {
    case 'protocol-version':
      return 'This file is from a newer Chairside'
    case 'recording-damaged':
      return 'This recording is damaged'
    case 'too-large':
      return 'This file is too large to open here'
    case 'not-a-recording':
      return 'This is not a Chairside recording'
    default:
      return 'This file cannot be opened'
  }
}
