// Owns what a route is: who is asking, what it answers, and which status a refusal has.
// Never lets a route write headers or cookies by itself: it returns them.
import type { Viewer } from '@chairside/shared/access.ts'
import type { ErrorCode } from '@chairside/shared/protocol/codes.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Request } from 'express'
import type * as z from 'zod'
import type { EnrolledScreen, SignIn } from '../store/directory.ts'

export type Caller = {
  readonly signIn?: SignIn | undefined
  readonly screen?: EnrolledScreen | undefined
  readonly viewer: Viewer
}

export type Ask = { readonly request: Request; readonly caller: Caller }

export type Answer = {
  readonly status?: number
  /** Sent as JSON; absent with `bytes` and `stream`. */
  readonly json?: unknown
  readonly bytes?: Uint8Array
  /** Sent piece by piece, as fast as the reader takes it. What throws half-way breaks the connection: a part must never look whole. */
  readonly stream?: AsyncIterable<Uint8Array | string>
  /** Called once, when the whole answer has left or never will. */
  readonly over?: () => void
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly string[]
}

export type Route = {
  readonly method: 'get' | 'post' | 'delete'
  readonly path: string
  /** False: the page asks this by itself, which does not keep a sign-in alive. */
  readonly countsAsUse: boolean
  /** The body is a file, which the route reads by itself; absent: a body is JSON. */
  readonly takesFile?: true
  readonly handle: (ask: Ask) => Promise<Result<Answer>>
}

/** 500 for what is not listed: a code that should not come out of a route. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  malformed: 400,
  'origin-refused': 403,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'not-allowed': 403,
  'not-enrolled': 404,
  'not-found': 404,
  'stream-unknown': 404,
  'sequence-unknown': 404,
  'session-open': 409,
  'session-closed': 409,
  'state-moved': 409,
  'already-exists': 409,
  'same-again': 409,
  'unlikely-value': 409,
  'impossible-value': 422,
  'limit-out-of-range': 422,
  'code-mistyped': 422,
  'in-future': 422,
  'time-out-of-session': 422,
  'profile-invalid': 422,
  'profile-unknown': 404,
  'profile-older': 409,
  'profile-unchanged': 409,
  'already-imported': 409,
  'import-stopped': 409,
  'too-large': 413,
  'not-a-recording': 422,
  'recording-damaged': 422,
  throttled: 429,
  busy: 503,
  'hub-stopping': 503,
  'storage-failed': 503,
  'disk-low': 503,
}
export const statusOf = (code: ErrorCode): number => STATUS[code] ?? 500

export const json = (value: unknown, more: Omit<Answer, 'json'> = {}): Result<Answer> =>
  ok({ ...more, json: value })

/** The person asking, or `not-signed-in`. */
export function personOf({ request, caller }: Ask): Result<Actor> {
  if (caller.signIn !== undefined) return ok(caller.signIn.actor)
  const had = request.headers.cookie?.includes('chairside_signin=') ?? false
  return refuse('not-signed-in', had ? 'Your sign-in has ended. Sign in again.' : 'Sign in first.')
}

/** The body as the schema says, or `malformed` with the field at fault. */
export function bodyOf<T>(request: Request, schema: z.ZodType<T>): Result<T> {
  const body: unknown = request.body
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return refuse('malformed', 'Send a JSON object with content-type application/json.')
  return checked(body, schema)
}

/** The query as the schema says, or `malformed` with the parameter at fault. */
export const queryOf = <T>(request: Request, schema: z.ZodType<T>): Result<T> =>
  checked(request.query, schema)

function checked<T>(value: unknown, schema: z.ZodType<T>): Result<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const issue = parsed.error.issues[0]
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const field = unknownKey ?? issue?.path.join('.')
  const what = unknownKey === undefined ? (issue?.message ?? 'unreadable') : 'it is not known here'
  return refuse(
    'malformed',
    `${field ? `"${field}"` : 'The request'} cannot be used: ${what}.`,
    field || undefined,
  )
}
