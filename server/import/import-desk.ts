// Owns the port to imports: who asks for a file to be brought in, how far it is, and stopping it.
// Never says "done" before the whole session is in the log under its own name.
import type { EpochMs, ScreenId } from '@chairside/shared/ids.ts'
import type { ImportProgress } from '@chairside/shared/protocol/http.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import type { Result } from '@chairside/shared/result.ts'

/** A file is taken whole, and read again to be sure of its hash. */
export const IMPORT_MAX_BYTES = 256 * 1024 * 1024

export type ImportOptions = {
  /** Which columns of a CSV mean what, e.g. `t_s=time,hr=heartRate`; absent: known layouts only. */
  readonly map?: string | undefined
  /** When the first row of a CSV was; absent: the file is undated and ends now. */
  readonly startsAtMs?: EpochMs | undefined
  /** Absent: made from the file's name. */
  readonly patientCode?: string | undefined
  /** What stands where a room's name does; absent: Imported. */
  readonly roomName?: string | undefined
}
export type ImportSource = {
  /** The file's own name, as people know it; without folders. */
  readonly name: string
  /** Where the hub reads it, absolute. */
  readonly path: string
  /** It was put there for this import only: the desk removes it when the import is over, whatever became of it. */
  readonly removeAfter?: boolean | undefined
  readonly options: ImportOptions
  readonly by: Actor
  readonly screenId?: ScreenId | undefined
}

export type ImportDesk = {
  /** Queues a file; one runs at a time. @returns where it stands, or `malformed`, `busy`, `disk-low`, `hub-stopping` */
  start(source: ImportSource): Result<ImportProgress>
  /** Undefined: no such import (those that are over are remembered for a while). */
  status(importId: string): ImportProgress | undefined
  /** Resolves when nothing of it remains; one that is done stays done. Undefined: no such import. */
  stop(importId: string): Promise<ImportProgress | undefined>
}
