// Owns what a name of a person, room, device or screen may be, and how an id is made from one.
// Never decides whether a name is taken: the tables do.
import { ok, type Result, refuse } from '@chairside/shared/result.ts'

export const MAX_NAME_LENGTH = 80
const ID = /^[A-Za-z0-9._-]{1,64}$/

/** The name without outer and doubled spaces, or `malformed`. @param most characters */
export function checkName(
  name: string,
  what: string,
  field = 'name',
  most = MAX_NAME_LENGTH,
): Result<string> {
  const tidy = name.normalize('NFC').trim().replace(/\s+/g, ' ')
  if (tidy === '') return refuse('malformed', `The ${what} needs a name.`, field)
  if (tidy.length > most)
    return refuse('malformed', `The name of the ${what} is longer than ${most} characters.`, field)
  if (/[\p{Cc}\p{Cf}]/u.test(tidy))
    return refuse('malformed', `The name of the ${what} holds a character that cannot be seen.`, field)
  return ok(tidy)
}

export function checkId(id: string, what: string, field: string): Result<string> {
  if (ID.test(id)) return ok(id)
  return refuse(
    'malformed',
    `The id of a ${what} is 1 to 64 letters, digits, dots, hyphens or underscores; "${id.slice(0, 80)}" is not.`,
    field,
  )
}

/** `Room 1` → `room-1`; nothing usable in it → the kind alone. A number is added until `taken` says no. */
export function idFromName(name: string, kind: string, taken: ReadonlySet<string>): string {
  const ascii = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const base =
    ascii
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 48) || kind
  if (!taken.has(base)) return base
  for (let number = 2; ; number++) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`
}
