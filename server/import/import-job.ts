// Owns what one import is told and what it says back: plain data, so that it can run in a process of its own.
// Never holds a rule.
import type { CommandId, DeviceEpoch, DeviceId, EpochMs, RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { RecordOf } from '@chairside/shared/record/record.ts'
import type { Result } from '@chairside/shared/result.ts'
import type { HashedRuleSet, SessionRow } from '../store/directory.ts'
import type { ImportSource } from './import-desk.ts'

/** The files' sessions belong to no room of the clinic; nothing depends on a room of this id being there. */
export const IMPORTED_ROOM = { roomId: 'imported' as RoomId, name: 'Imported' } as const
/** The "device" of a recorded file. */
export const FILE_DEVICE = 'file' as DeviceId

export type ImportJob = {
  readonly source: Omit<ImportSource, 'removeAfter'>
  readonly maxBytes: number
  /** When the import runs, hub time: nothing in a file may be later. */
  readonly nowMs: EpochMs
  /** Of the clinic; a file names none. */
  readonly zone: string
  /** Of a file that has no rules of its own. */
  readonly rules: HashedRuleSet
  /** For a file that brings no session of its own. */
  readonly made: {
    readonly sessionId: SessionId
    readonly epoch: DeviceEpoch
    readonly openId: CommandId
    readonly closeId: CommandId
  }
}

export type FileFacts = RecordOf<'session.imported'>['file']

/** What is known when the whole file has been read and found good, before anything of it is written. */
export type FileRead = {
  readonly file: FileFacts
  readonly sessionId: SessionId
  /** Roughly how many records there will be. */
  readonly of: number
  readonly startMs: number
  readonly lengthMs: number
  readonly notes: readonly string[]
}

/** Lines in order, with the time of each. */
export type Chunk = { readonly lines: readonly string[]; readonly atMs: readonly EpochMs[] }
/** Rows of a CSV, or records of an export: three weeks at one a second. */
export const MAX_ROWS = 2_000_000
/** A segment holds no more, so that a chunk becomes one. */
export const CHUNK_LINES = 240

/** What there is to keep when the last line is out. */
export type Imported = {
  readonly row: SessionRow
  /** The writer's state after the last line; absent where it could not be learnt: then the records are read. */
  readonly checkpoint: string | undefined
  readonly notes: readonly string[]
}

/** Where an import's lines go. */
export type ImportSink = {
  /** Resolves with true to go on, false to stop. */
  read(read: FileRead): Promise<boolean>
  /** Resolves when there is room for the next. */
  lines(chunk: Chunk): Promise<void>
}

export type ImportRun = (job: ImportJob, sink: ImportSink) => Promise<Result<Imported>>
