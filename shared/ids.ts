// Owns the branded names and numbers of the house. Never creates an id: that needs randomness, which shells have.

declare const brand: unique symbol
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }

export type SessionId = Brand<string, 'SessionId'>
export type RoomId = Brand<string, 'RoomId'>
export type DeviceId = Brand<string, 'DeviceId'>
export type PersonId = Brand<string, 'PersonId'>
export type ScreenId = Brand<string, 'ScreenId'>
export type CommandId = Brand<string, 'CommandId'>
/** Names one log of the hub's disk. A new one (corrupt file set aside, data removed) means: drop all, resume anew. */
export type Incarnation = Brand<string, 'Incarnation'>
/** Opaque name of one numbering of a device's reports; a device that cannot go on with its numbers opens a new one. */
export type DeviceEpoch = Brand<string, 'DeviceEpoch'>
/** Condition and onset due time, `bpHigh@1732190400000`: the same facts always give the same id. */
export type AlarmId = Brand<string, 'AlarmId'>

/** 1, 2, 3 … per stream, no holes. */
export type RecordSeq = Brand<number, 'RecordSeq'>
/** Milliseconds since 1970-01-01T00:00:00Z. Whose clock it is stands in the name of the field. */
export type EpochMs = Brand<number, 'EpochMs'>
export type DurationMs = Brand<number, 'DurationMs'>

/**
 * A stream is an append-only log with one writer: one per session, one for the suite, one for the hub itself.
 * `import:` is a file that is still coming in: nobody may follow it, and a hub that starts throws away what it finds.
 */
export type StreamId = Brand<`session:${string}` | `import:${string}` | 'suite' | 'hub', 'StreamId'>

export const HUB_STREAM = 'hub' as StreamId
export const SUITE_STREAM = 'suite' as StreamId

export const sessionStream = (id: SessionId): StreamId => `session:${id}` as StreamId

export const importStream = (id: string): StreamId => `import:${id}` as StreamId
export const isImportStream = (stream: StreamId): boolean => stream.startsWith('import:')

/** The session a stream belongs to, or undefined for the suite's and the hub's own. */
export const sessionOfStream = (stream: StreamId): SessionId | undefined =>
  stream.startsWith('session:') ? (stream.slice('session:'.length) as SessionId) : undefined

export const epochMs = (value: number): EpochMs => value as EpochMs
export const durationMs = (value: number): DurationMs => value as DurationMs
export const recordSeq = (value: number): RecordSeq => value as RecordSeq
