// Owns what passes through the screen door (/screens): schemas of what a screen sends, types of what it hears.
import * as z from 'zod'
import type { EpochMs, Incarnation, RoomId, ScreenId, StreamId } from '../ids.ts'
import { type Actor, zAlarmId, zRecordSeq, zRoomId, zSessionId } from '../record/record.ts'
import { zId } from '../record/report.ts'
import type { Refusal } from '../result.ts'
import type { Command, CommandAnswer, zCommandStatus } from './commands.ts'
import type { HubInfo } from './devices.ts'
import type { HandoverNow, MyRooms, RoomLive, RoomSummary, SoundGrant, SuiteSummary } from './rooms.ts'

export * from './commands.ts'
export * from './rooms.ts'

export const SCREEN_PROTOCOL = 1

/** A command older than this at the hub is refused: nobody stands behind it any more. */
export const COMMAND_EXPIRES_MS = 10_000
/** An act that asked who the person is waits this long for the sign-in. Our proposal: a password typed at a wall. */
export const SIGN_IN_WAITS_MS = 120_000
/** A screen waits this long for an answer, then asks `command:status`. */
export const COMMAND_TIMEOUT_MS = 3_000
/** The hub marks a quiet connection this often (wall time). */
export const MARK_EVERY_MS = 1_000
/** A screen that has heard nothing for this long has lost the hub. Source: clinical facts §5 "Lost the hub". */
export const LOST_HUB_AFTER_MS = 5_000
/** Records in one `tail:records` message. */
export const TAIL_CHUNK = 200

export const zStreamId = z
  .string()
  .regex(/^(session:[A-Za-z0-9._-]{1,64}|suite|hub)$/) as unknown as z.ZodType<StreamId, string>

export const zScreenAuth = z.object({ protocol: z.int(), build: z.string().max(80).optional() })

export const SOUND_STATES = ['none', 'blocked', 'unconfirmed', 'confirmed'] as const
export const zScreenHello = z.strictObject({
  /** `chairside:<roomId>`, `rooms`, … */
  view: z.string().max(120),
  sound: z.enum(SOUND_STATES),
  /** Of this load of the page: a tone that was heard was heard on this page. */
  pageId: zId.optional(),
  /** Milliseconds this screen was without the hub before this connection; 0 on the first. */
  lostHubForMs: z.number().min(0).optional(),
})

/** Every 2 s, while connected: what only the page itself can know. Without it for 6 s the place is not audible. */
export const SCREEN_STATE_EVERY_MS = 2_000
export const zScreenState = z.strictObject({
  /** A frame was drawn since the last report. */
  painting: z.boolean(),
  hidden: z.boolean(),
  audio: z.enum(['none', 'suspended', 'running', 'interrupted']),
  wakeLock: z.boolean(),
  sound: z.enum(SOUND_STATES),
})
export type ScreenState = z.infer<typeof zScreenState>
/** This screen shows an alarm that it was told of: it is on the glass, which is not the same as known. */
export const zAlarmShown = z.strictObject({ sessionId: zSessionId, alarmId: zAlarmId })

export const zTailOpen = z.strictObject({
  stream: zStreamId,
  /** The last record this screen has applied; 0 for none. */
  afterSeq: z.int().min(0),
})
export const zTailClose = z.strictObject({ stream: zStreamId })

// ── what a screen hears ───────────────────────────────────────────────────────────────────────────────
/** Sent when nothing else went out for a second. No marks: this screen has lost the hub. */
export type Mark = {
  readonly hubAtMs: EpochMs
  readonly rate: number
  readonly incarnation: Incarnation
  readonly build: string
  /** false: the hub cannot write; every screen covers its numbers. */
  readonly recording: boolean
  readonly disk: 'ok' | 'warn' | 'noNewSessions'
  /** Committed head of each stream this screen follows. */
  readonly heads: Readonly<Record<string, number>>
  /** Set when hub wall time was moved by more than a second while screens watched. */
  readonly clockNote?: string
}

/** Consecutive records `fromSeq` … of one stream, as the log's own lines. Never holds an uncommitted record. */
export type TailRecords = {
  readonly stream: StreamId
  readonly fromSeq: number
  readonly lines: readonly string[]
  readonly head: number
  readonly hubAtMs: EpochMs
}
/** The hub dropped what this screen had not taken; ask again with `tail:open` from what you hold. */
export type TailLagged = { readonly stream: StreamId; readonly head: number }

export type ScreenHelloAck =
  | { readonly ok: false; readonly error: Refusal }
  | {
      readonly ok: true
      readonly hub: HubInfo
      readonly screen: ScreenSelf
      readonly mark: Mark
    }
export type ScreenSelf = {
  readonly screenId?: ScreenId
  readonly screenName?: string
  /** Enrolled for this room; absent: for the suite, or not enrolled. */
  readonly roomId?: RoomId
  /** Absent: numbers and alarms only, commands refused. */
  readonly actor?: Actor
  readonly secure: boolean
  readonly zone: string
  readonly demo: boolean
}

export type TailOpenAck =
  | { readonly ok: false; readonly error: Refusal }
  | {
      readonly ok: true
      readonly head: number
      /** Sealed segments hold everything up to here; fetch them over HTTP, the tail starts at the next. */
      readonly sealedThrough: number
      /** First record the socket will send. */
      readonly tailFrom: number
    }

export const zRoomWatch = z.strictObject({ roomId: zRoomId })

export type ScreenToHub = {
  'screen:hello': (message: z.infer<typeof zScreenHello>, ack: (answer: ScreenHelloAck) => void) => void
  'screen:state': (message: ScreenState, ack: (answer: { ok: boolean }) => void) => void
  'alarm:shown': (message: z.infer<typeof zAlarmShown>, ack: (answer: { ok: boolean }) => void) => void
  /** The rooms of the nurse who has this room; then `mine:changed`. */
  'mine:open': (message: Record<string, never>, ack: (answer: MineAck) => void) => void
  'tail:open': (message: z.infer<typeof zTailOpen>, ack: (answer: TailOpenAck) => void) => void
  'tail:close': (message: z.infer<typeof zTailClose>, ack: (answer: { ok: boolean }) => void) => void
  /** Room list: answers with all rooms, then `rooms:changed` for those that change. */
  'rooms:open': (message: Record<string, never>, ack: (answer: RoomsAck) => void) => void
  'rooms:close': (message: Record<string, never>, ack: (answer: { ok: boolean }) => void) => void
  /** One room: which session is open there, and its unrecorded numbers while none is. */
  'room:watch': (message: z.infer<typeof zRoomWatch>, ack: (answer: RoomWatchAck) => void) => void
  /** What is read before a room is handed over or accepted; asked for anew whenever something was added. */
  'handover:look': (message: z.infer<typeof zRoomWatch>, ack: (answer: HandoverAck) => void) => void
  command: (message: Command, ack: (answer: CommandAnswer) => void) => void
  /** What became of a command: its first answer, or `command-unknown`: it never happened and never will. */
  'command:status': (message: z.infer<typeof zCommandStatus>, ack: (answer: CommandAnswer) => void) => void
}
export type MineAck =
  | { readonly ok: false; readonly error: Refusal }
  | { readonly ok: true; readonly mine: MyRooms }
export type RoomsAck =
  | { readonly ok: false; readonly error: Refusal }
  | { readonly ok: true; readonly rooms: readonly RoomSummary[] }
export type HandoverAck =
  | { readonly ok: false; readonly error: Refusal }
  | { readonly ok: true; readonly handover: HandoverNow }
export type RoomWatchAck =
  | { readonly ok: false; readonly error: Refusal }
  | { readonly ok: true; readonly room: RoomSummary; readonly live?: RoomLive }

export type HubToScreen = {
  mark: (mark: Mark) => void
  'tail:records': (records: TailRecords) => void
  'tail:lagged': (lagged: TailLagged) => void
  'rooms:changed': (rooms: readonly RoomSummary[]) => void
  /** The watched room opened or closed a session, or its device came or went. */
  'room:changed': (room: RoomSummary) => void
  'room:live': (live: RoomLive) => void
  'suite:state': (suite: SuiteSummary) => void
  'sound:state': (grant: SoundGrant) => void
  'mine:changed': (mine: MyRooms) => void
  closing: (why: Refusal) => void
}
export { zRecordSeq }
