// Owns how secrets are made and told apart: random, long, and kept as a hash only.
// Never writes one down: the caller shows it once, to the one who asked.
import { createHash, randomBytes } from 'node:crypto'

export const DEVICE_TOKEN_PREFIX = 'csd_'
const DEVICE_TOKEN_SHAPE = /^csd_[A-Za-z0-9_-]{43}$/

/** 32 random bytes, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')
export const newDeviceToken = (): string => DEVICE_TOKEN_PREFIX + newSecret()
export const isDeviceToken = (text: string): boolean => DEVICE_TOKEN_SHAPE.test(text)

/**
 * SHA-256, hex. Enough for a secret of 256 random bits, which cannot be guessed from its hash; looking a hash up in an
 * index tells an attacker nothing about the secret, whatever the time it takes. Passwords need passwords.ts.
 */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** A short random id, `person-4f1c09ab22d7`; says nothing about whom it names. */
export const newId = (kind: string): string => `${kind}-${randomBytes(6).toString('hex')}`

/** The value of one cookie in a Cookie header, or undefined. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return undefined
}
