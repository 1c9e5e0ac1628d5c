// Owns what a view may ask of a session's records, whoever gives them: the live hub now, a recording later.
// A view never asks whether it is live; it asks what the source can do.
import type { StreamId } from '@chairside/shared/ids.ts'
import type { DecodedRecord } from '@chairside/shared/record/line.ts'
import type { Refusal } from '@chairside/shared/result.ts'

export type SourceEvent =
  /** What was given before belongs to another log: throw it away. */
  | { readonly kind: 'reset' }
  /** The next records, in order, none missing, none twice. */
  | { readonly kind: 'records'; readonly records: readonly DecodedRecord[] }
  /** Everything that was committed when this screen last asked has been given. */
  | { readonly kind: 'caughtUp'; readonly head: number }
  /** The source has stopped for good, and why. */
  | { readonly kind: 'failed'; readonly error: Refusal }

export type SourceAbilities = {
  /** Acts can be recorded through it. */
  readonly takesCommands: boolean
  /** Its cursor can be moved. */
  readonly seeks: boolean
}

export type SessionSource = {
  readonly stream: StreamId
  readonly can: SourceAbilities
  /** Begins to give events to this listener; one listener a source. */
  start(listener: (event: SourceEvent) => void): void
  stop(): void
}
