// Owns what passes through the screen door (/screens): schemas of what a screen sends, types of what it hears.
import * as z from 'zod'
import type { EpochMs, Incarnation, RecordSeq, RoomId, ScreenId, SessionId, StreamId } from '../ids.ts'
import type { EscalationStep } from '../record/alarm-kinds.ts'
import {
  HELP_STAMPS,
  LIMBS,
  type Phase,
  zChangedLimit,
  zPhaseName,
  zSymptomName,
} from '../record/care-kinds.ts'
import type { Readings } from '../record/reading.ts'
import {
  type Actor,
  type InfusionPlan,
  type PRIORITIES,
  type Provenance,
  zAlarmId,
  zCommandId,
  zInfusionPlan,
  zPatientCode,
  zPersonId,
  zRecordSeq,
  zRoomId,
  zSessionId,
} from '../record/record.ts'
import { zEpochMs, zId } from '../record/report.ts'
import type { Refusal } from '../result.ts'
import type { Quantity } from '../vitals.ts'
import type { HubInfo } from './devices.ts'

export const SCREEN_PROTOCOL = 1

/** A command older than this at the hub is refused: nobody stands behind it any more. */
export const COMMAND_EXPIRES_MS = 10_000
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

// ── commands ──────────────────────────────────────────────────────────────────────────────────────────
const sessionTarget = { sessionId: zSessionId }
export const zCommandBody = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('session.open'),
    roomId: zRoomId,
    patientCode: zPatientCode,
    /** Take the held minutes (at most 15) of numbers that arrived before. */
    includeHeld: z.boolean(),
    /** Of the alarm rules; absent: the one in force for new sessions. */
    profile: z.strictObject({ name: z.string().min(1).max(80), version: z.int().min(1) }).optional(),
  }),
  z.strictObject({ type: z.literal('session.close'), ...sessionTarget }),
  z.strictObject({
    type: z.literal('infusion.start'),
    ...sessionTarget,
    rateMlPerHr: z.number().positive().max(2_000),
    plan: zInfusionPlan.optional(),
  }),
  z.strictObject({
    type: z.literal('infusion.rate'),
    ...sessionTarget,
    rateMlPerHr: z.number().positive().max(2_000),
  }),
  z.strictObject({ type: z.literal('infusion.pause'), ...sessionTarget }),
  z.strictObject({
    type: z.literal('infusion.resume'),
    ...sessionTarget,
    rateMlPerHr: z.number().positive().max(2_000),
  }),
  z.strictObject({ type: z.literal('infusion.stop'), ...sessionTarget }),
  z.strictObject({ type: z.literal('alarm.acknowledge'), ...sessionTarget, alarmId: zAlarmId }),
  /** From any screen but the room's own: sound off for 60 s. */
  z.strictObject({ type: z.literal('alarm.coming'), ...sessionTarget, alarmId: zAlarmId }),
  /** "I have it" / "cannot come": the only evidence that someone knows. */
  z.strictObject({ type: z.literal('alarm.take'), ...sessionTarget, alarmId: zAlarmId }),
  z.strictObject({ type: z.literal('alarm.decline'), ...sessionTarget, alarmId: zAlarmId }),
  /** Of a symptom or HELP. */
  z.strictObject({
    type: z.literal('alarm.resolve'),
    ...sessionTarget,
    alarmId: zAlarmId,
    outcome: z.string().min(1).max(300),
  }),
  /** Silences what sounds in this room at this moment, for 120 s. */
  z.strictObject({ type: z.literal('audio.pause'), ...sessionTarget }),
  z.strictObject({
    type: z.literal('audio.off'),
    ...sessionTarget,
    on: z.boolean(),
    reason: z.string().max(300),
  }),
  /** Takes back an acknowledgement, Coming or pause within 10 s. */
  z.strictObject({ type: z.literal('undo'), ...sessionTarget, ofSeq: zRecordSeq }),
  /** The patient's limits that differ from the profile, all of them; none: as the profile says. */
  z.strictObject({
    type: z.literal('limits.set'),
    ...sessionTarget,
    limits: z.array(zChangedLimit.omit({ was: true })).max(20),
    reason: z.string().min(1).max(300),
  }),
  z.strictObject({ type: z.literal('symptom'), ...sessionTarget, symptom: zSymptomName }),
  z.strictObject({ type: z.literal('help'), ...sessionTarget }),
  z.strictObject({ type: z.literal('help.stamp'), ...sessionTarget, stamp: z.enum(HELP_STAMPS) }),
  z.strictObject({ type: z.literal('claim'), ...sessionTarget, ofSeq: zRecordSeq }),
  z.strictObject({ type: z.literal('phase.set'), ...sessionTarget, phase: zPhaseName }),
  z.strictObject({
    type: z.literal('chair.quiet'),
    ...sessionTarget,
    on: z.boolean(),
    /** "The bedside monitor's alarms are on", ticked by the person who says it. */
    bedsideAlarmsOn: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('placement.set'),
    ...sessionTarget,
    cuff: z.enum(LIMBS).optional(),
    probe: z.enum(LIMBS).optional(),
  }),
  z.strictObject({ type: z.literal('cuff.order'), ...sessionTarget }),
  // ── the suite's: no session ──
  z.strictObject({
    type: z.literal('duty.set'),
    role: z.enum(['physician', 'backup']),
    /** Absent: nobody. */
    personId: zPersonId.optional(),
    phone: z.string().max(40).optional(),
  }),
  z.strictObject({ type: z.literal('room.take'), roomId: zRoomId }),
  z.strictObject({ type: z.literal('room.giveBack'), roomId: zRoomId }),
  /** The answer to "Did you hear the tone?" at this screen. */
  z.strictObject({ type: z.literal('sound.heard'), pageId: zId, heard: z.boolean() }),
  z.strictObject({ type: z.literal('engine.retry'), ...sessionTarget }),
])
export type CommandBody = z.infer<typeof zCommandBody>
export type CommandType = CommandBody['type']

export const zCommand = z.strictObject({
  commandId: zCommandId,
  /** The newest record of that stream the person was looking at; 0 where there is no stream yet. */
  basedOnSeq: z.int().min(0),
  /** Hub time, as the screen knew it, when the finger came down. */
  pressedAtHubMs: zEpochMs,
  body: zCommandBody,
})
export type Command = z.infer<typeof zCommand>
export const zCommandStatus = z.strictObject({ commandId: zCommandId })

export type CommandAnswer =
  | { readonly ok: true; readonly stream: StreamId; readonly seq: RecordSeq; readonly sessionId?: SessionId }
  | { readonly ok: false; readonly error: Refusal }

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

/** The suite's own state, for every screen: who is on duty, whether every room can be heard. */
export type SuiteSummary = {
  readonly duty: Readonly<
    Partial<
      Record<
        'physician' | 'backup',
        { readonly actor: Actor; readonly phone?: string; readonly sinceMs: EpochMs }
      >
    >
  >
  /** Who could be put on duty, by name. */
  readonly physicians: readonly Actor[]
  readonly station: {
    readonly audible: boolean
    readonly heardBy?: string
    readonly heardAtMs?: EpochMs
    readonly screenName?: string
  }
  /** Rooms with an open session that nobody can hear. */
  readonly unheardRooms: readonly RoomId[]
}
/** What this page may do with its sound. Sent when it changes, and after hello. */
export type SoundGrant = {
  /** `chair:<roomId>`, `station`, `wall`, `person:<personId>`; absent: this page has no place. */
  readonly place?: string
  /** held: this page sounds for its place. other: another page does. none: it may not (no place, not painting). */
  readonly lease: 'held' | 'other' | 'none'
  readonly otherScreen?: string
  readonly toneHeard?: { readonly by?: string; readonly atMs: EpochMs; readonly untilMs: EpochMs }
  /** Of a chair: it is quiet, and an audible station covers it. */
  readonly quiet: boolean
  /** Why a chair that is quiet by name is not quiet now. */
  readonly notQuietBecause?: string
}
/** The rooms of the nurse who has this room (or who is signed in here), one line each. */
export type MyRooms = {
  readonly nurse?: { readonly personId: string; readonly name: string }
  readonly rooms: readonly RoomSummary[]
}

export type RoomSummary = {
  readonly roomId: RoomId
  readonly roomName: string
  readonly deviceNames: readonly string[]
  readonly deviceConnected: boolean
  /** Signals of a device with its declared interval, where slow. */
  readonly everyMs: Readonly<Partial<Record<string, number>>>
  readonly session?: {
    readonly sessionId: SessionId
    readonly patientCode: string
    readonly openedAtMs: EpochMs
    readonly provenance: Provenance
    readonly head: number
    readonly infusion: 'none' | 'infusing' | 'paused' | 'stopped'
    /** Start of the first infusion act: T+00:00. */
    readonly startedAtMs?: EpochMs
    readonly plan?: InfusionPlan
    /** Of its alarm limits: which number an alarm is marked on is known to those who know it. */
    readonly profile?: { readonly name: string; readonly version: number }
    readonly quarantined: boolean
    /** While quarantined: ALARMS NOT JUDGED HERE sounds since then, but for the room's audio pause. */
    readonly notJudged?: { readonly sinceMs: EpochMs; readonly pausedUntilMs?: EpochMs }
    readonly alarms: readonly RoomAlarm[]
    readonly phase?: Phase
    readonly repeats?: readonly {
      readonly condition: string
      readonly text: string
      readonly priority: (typeof PRIORITIES)[number]
      readonly untilMs: EpochMs
    }[]
    readonly paused?: { readonly by?: string; readonly untilMs: EpochMs }
    readonly audioOff?: { readonly by: string; readonly atMs: EpochMs }
    readonly chair?: 'painting' | 'absent'
    readonly audible?: readonly string[]
    readonly quiet?: boolean
    readonly help?: { readonly by?: string; readonly atMs: EpochMs }
    readonly limitsChanged?: boolean
    readonly bedsideAlarmsOn?: { readonly by: string; readonly atMs: EpochMs }
  }
  /** Newest value of each signal with its time; freshness is the reader's to compute, by the shared rule. */
  readonly latest: LatestNumbers
  readonly deviceKind?: Provenance
  /** Who has this room. */
  readonly nurse?: { readonly personId: string; readonly name: string; readonly sinceMs: EpochMs }
}
/** One alarm of a room, as far as a list needs it; `text` has no age, the age counts from `breachAtMs`. */
export type RoomAlarm = {
  readonly alarmId: string
  readonly condition: string
  readonly level: string
  readonly priority: (typeof PRIORITIES)[number]
  readonly text: string
  readonly breachAtMs: EpochMs
  readonly acknowledgedBy?: string
  readonly acknowledgedAtMs?: EpochMs
  /** Record that put it at its level; a command names what it was based on. */
  readonly seq: number
  /** Of its sound, as `Soundable` (shared/alarm/sounding.ts) says them. */
  readonly signalSeq?: number
  readonly sinceMs?: EpochMs
  readonly fell?: true
  readonly reminder?: { readonly fromMs: number; readonly everyMs: number }
  /** Which number it is about. */
  readonly quantity?: Quantity
  readonly silent?: true
  /** Over, HIGH, and not acknowledged: seen. */
  readonly latched?: true
  readonly coming?: { readonly by: string; readonly untilMs: EpochMs; readonly seq: number }
  /** In the room's audio pause until then. */
  readonly pausedUntilMs?: EpochMs
  readonly escalated: readonly { readonly step: EscalationStep; readonly atMs: EpochMs }[]
  readonly next?: { readonly step: EscalationStep; readonly atMs: EpochMs; readonly name?: string }
  readonly taken?: { readonly by: string; readonly personId: string; readonly atMs: EpochMs }
  readonly declinedBy?: readonly string[]
  /** Ids of the same persons, and of those it was escalated to. */
  readonly declinedIds?: readonly string[]
  readonly toldIds?: readonly string[]
  /** Told and not answered: nobody on duty, or no screen of theirs. */
  readonly nobody?: true
}
export type LatestNumbers = {
  readonly readings: Readonly<
    Partial<
      Record<string, { readonly reading: Readings[keyof Readings] & object; readonly measuredAtMs: EpochMs }>
    >
  >
  readonly cuff?: {
    readonly measuredAtMs: EpochMs
    readonly systolic?: number | undefined
    readonly diastolic?: number | undefined
    readonly mean?: number | undefined
  }
}

/** Numbers of a room without a session: NOT RECORDED, NO ALARMS. */
export type RoomLive = {
  readonly roomId: RoomId
  readonly hubAtMs: EpochMs
  readonly latest: LatestNumbers
  /** Milliseconds of numbers held in memory that a new session may take. */
  readonly heldMs: number
  readonly deviceKind?: Provenance
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
