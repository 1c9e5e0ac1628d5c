// Owns what a view may ask of a session's records, whoever gives them: the live hub, the hub's sealed history, a file.
// A view never asks whether it is live; it asks what the source can do.
import type { StreamId } from '@chairside/shared/ids.ts'
import type { HttpSession } from '@chairside/shared/protocol/http.ts'
import type { ExportHeader } from '@chairside/shared/record/export-file.ts'
import type { DecodedRecord } from '@chairside/shared/record/line.ts'
import type { Refusal, Result } from '@chairside/shared/result.ts'

/** What is known of a recording besides its records. */
export type About = {
  /** The hub's own line on it; of a recording that the hub keeps. */
  readonly session?: HttpSession
  /** Of a file. */
  readonly file?: {
    readonly name: string
    readonly header: ExportHeader
    /** Through this record the file's hashes hold. */
    readonly verifiedThrough: number
  }
  /** How many records there are, where that is known before they are read. */
  readonly records?: number
}

export type SourceEvent =
  /** What was given before belongs to another log: throw it away. */
  | { readonly kind: 'reset' }
  /** The next records, in order, none missing, none twice. */
  | { readonly kind: 'records'; readonly records: readonly DecodedRecord[] }
  /** Everything that was committed when this screen last asked has been given. */
  | { readonly kind: 'caughtUp'; readonly head: number }
  /** What a recording says of itself. */
  | { readonly kind: 'about'; readonly about: About }
  /** Something is wrong with the recording, or the newest records of a live session do not come; what was given stands. */
  | { readonly kind: 'problem'; readonly problem: Refusal }
  /** The source has stopped for good, and why. */
  | { readonly kind: 'failed'; readonly error: Refusal }

export type SourceAbilities = {
  /** Acts can be recorded through it. */
  readonly takesCommands: boolean
  /** Its cursor can be moved. */
  readonly seeks: boolean
}

/**
 * The lines of records `first` … `last` once more, in order; a promise where they are not at hand.
 * Only records that were given are asked for.
 */
export type ReadLines = (
  first: number,
  last: number,
) => readonly string[] | Promise<Result<readonly string[]>>

export type SessionSource = {
  readonly stream: StreamId
  readonly can: SourceAbilities
  /** Begins to give events to this listener; one listener a source. */
  start(listener: (event: SourceEvent) => void): void
  /** Of a source that can be sought. */
  readonly read?: ReadLines
  stop(): void
}
