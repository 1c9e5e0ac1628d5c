// Owns how "it worked / it did not" is said at the doors, and how the impossible is said inside.
import type { ErrorCode } from './protocol/codes.ts'

export type Refusal = {
  readonly code: ErrorCode
  /** One sentence: what happened, to what, what to do. */
  readonly message: string
  /** Dotted path of the field at fault, where one field is. */
  readonly field?: string | undefined
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Refusal }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export const refuse = (code: ErrorCode, message: string, field?: string): { ok: false; error: Refusal } => ({
  ok: false,
  error: field === undefined ? { code, message } : { code, message, field },
})

/** For what cannot happen unless the program is wrong. Caught only at the session actor's edge (quarantine). */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`)
}

/** Ends every switch over a union, so that a new member is a compile error where it is not handled. */
export function assertNever(value: never): never {
  throw new Error(`invariant: unhandled ${JSON.stringify(value)}`)
}
