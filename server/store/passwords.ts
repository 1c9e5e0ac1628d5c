// Owns passwords: argon2id off the main thread, parameters kept in the hash string, the same time for everybody.
// Never keeps a password, never says which half of a sign-in was wrong.
import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { nameKey } from './schema.ts'

export const MIN_PASSWORD_LENGTH = 10
const MAX_PASSWORD_LENGTH = 200

export type PasswordCost = { readonly memoryKib: number; readonly passes: number; readonly lanes: number }
/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 70 ms here. */
export const PASSWORD_COST: PasswordCost = { memoryKib: 19_456, passes: 2, lanes: 1 }

const HASH_BYTES = 32
const SALT_BYTES = 16
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

const derive = promisify(argon2)

/** The same password typed on another keyboard or system gives the same bytes. */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'), 'utf8')
const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

const tag = (password: string, salt: Uint8Array, cost: PasswordCost, tagLength: number): Promise<Buffer> =>
  derive('argon2id', {
    message: bytesOf(password),
    nonce: salt,
    parallelism: cost.lanes,
    tagLength,
    memory: cost.memoryKib,
    passes: cost.passes,
  })

/** Whether a new password may be used, or `malformed` with the sentence to show. */
export function checkNewPassword(password: string, name: string): Result<true> {
  const length = [...password].length
  if (length < MIN_PASSWORD_LENGTH)
    return refuse(
      'malformed',
      `The password has ${length} characters; it needs at least ${MIN_PASSWORD_LENGTH}. Three or four words make a good one.`,
      'password',
    )
  if (length > MAX_PASSWORD_LENGTH)
    return refuse('malformed', `The password is longer than ${MAX_PASSWORD_LENGTH} characters.`, 'password')
  if (nameKey(password).includes(nameKey(name)) && nameKey(name).length > 3)
    return refuse('malformed', 'The password must not contain the name of the person.', 'password')
  if (new Set(password).size < 4)
    return refuse(
      'malformed',
      'The password is one or a few characters repeated; choose another.',
      'password',
    )
  return ok(true)
}

/** PHC string of a password under fresh salt. */
export async function hashPassword(password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await tag(password, salt, cost, HASH_BYTES)
  const parameters = `m=${cost.memoryKib},t=${cost.passes},p=${cost.lanes}`
  return `$argon2id$v=19$${parameters}$${unpadded(salt)}$${unpadded(hash)}`
}

type ReadHash = { readonly cost: PasswordCost; readonly salt: Buffer; readonly hash: Buffer }
function readHash(phc: string): ReadHash | undefined {
  const match = PHC.exec(phc)
  if (match === null) return undefined
  const [, memory, passes, lanes, salt, hash] = match
  return {
    cost: { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) },
    salt: Buffer.from(salt ?? '', 'base64'),
    hash: Buffer.from(hash ?? '', 'base64'),
  }
}

/** For names nobody has: the work of a verification whose answer is always no. */
const NOBODY = `$argon2id$v=19$m=${PASSWORD_COST.memoryKib},t=${PASSWORD_COST.passes},p=${PASSWORD_COST.lanes}$${unpadded(Buffer.alloc(SALT_BYTES, 7))}$${unpadded(Buffer.alloc(HASH_BYTES))}`

/**
 * Whether the password is the one hashed. Without a hash (an unknown name) it costs the same time and says no.
 * A hash that cannot be read says no as well.
 */
export async function verifyPassword(password: string, phc: string | undefined): Promise<boolean> {
  const known = phc === undefined ? undefined : readHash(phc)
  const against = known ?? (readHash(NOBODY) as ReadHash)
  const hash = await tag(
    password.slice(0, MAX_PASSWORD_LENGTH * 4),
    against.salt,
    against.cost,
    against.hash.length,
  )
  return timingSafeEqual(hash, against.hash) && known !== undefined
}

/** The hash was made with other parameters than today's. */
export function isOutdated(phc: string, cost: PasswordCost = PASSWORD_COST): boolean {
  const read = readHash(phc)?.cost
  return read?.memoryKib !== cost.memoryKib || read.passes !== cost.passes || read.lanes !== cost.lanes
}

// No 0 O 1 l I: these are read aloud and copied by hand.
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A random password of 20 letters and digits in groups of five (about 115 bits). */
export const generatePassword = (): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-')
