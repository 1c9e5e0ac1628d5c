// Owns for whom a recording is opened: once for each person after another. Who that is, the hub says a moment after the page
// has begun to read; the cookie has said it all along, so being told is no reason to read everything a second time.
import type { Refusal } from '@chairside/shared/result.ts'

export type Opening = {
  /** A person's id, or "nobody"; undefined: the hub has not said. */
  readonly by: string | undefined
  readonly times: number
}

/**
 * @param known who the hub says is here; undefined: it has not said
 * @param failure why the recording as opened cannot be shown
 * @returns the same object while what is open is this person's
 */
export function openingFor(
  opening: Opening,
  known: string | undefined,
  failure: Refusal | undefined,
): Opening {
  if (known === undefined || known === opening.by) return opening
  // Another person may see what this one may not; somebody who signed in before the hub said anything is such a one.
  const again = opening.by !== undefined || failure?.code === 'not-signed-in'
  return { by: known, times: opening.times + (again ? 1 : 0) }
}
