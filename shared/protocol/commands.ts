// Owns what a person may ask of the hub from a screen: the schema of every command, and its answer. Never owns who may (access).
import * as z from 'zod'
import type { RecordSeq, SessionId, StreamId } from '../ids.ts'
import { HELP_STAMPS, LIMBS, zChangedLimit, zPhaseName, zSymptomName } from '../record/care-kinds.ts'
import {
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
import { seenOnly } from './texts.ts'
import { VISIT_COMMANDS } from './visit-commands.ts'

// ── commands ──────────────────────────────────────────────────────────────────────────────────────────
const sessionTarget = { sessionId: zSessionId }
const atThePump = {
  /** When it was done, hub time; absent: when the finger came down. */
  atMs: zEpochMs.optional(),
  /** Written down on paper while the hub was away. */
  fromPaper: z.literal(true).optional(),
}
/** An unlikely rate was asked about, and is right. */
const confirmed = { confirmed: z.literal(true).optional() }
const zAnyBody = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('session.open'),
    roomId: zRoomId,
    patientCode: zPatientCode,
    /** Take the held minutes (at most 15) of numbers that arrived before. */
    includeHeld: z.boolean(),
    /** Of today's list: which session of which course this is. Absent: a session without a plan. */
    appointmentId: zId.optional(),
    /** Of the alarm rules; absent: the one in force for new sessions. */
    profile: z.strictObject({ name: z.string().min(1).max(80), version: z.int().min(1) }).optional(),
  }),
  z.strictObject({ type: z.literal('session.close'), ...sessionTarget }),
  z.strictObject({
    type: z.literal('infusion.start'),
    ...sessionTarget,
    ...atThePump,
    rateMlPerHr: z.number().positive().max(2_000),
    ...confirmed,
    plan: zInfusionPlan.optional(),
  }),
  z.strictObject({
    type: z.literal('infusion.rate'),
    ...sessionTarget,
    ...atThePump,
    rateMlPerHr: z.number().positive().max(2_000),
    ...confirmed,
  }),
  z.strictObject({ type: z.literal('infusion.pause'), ...sessionTarget, ...atThePump }),
  z.strictObject({
    type: z.literal('infusion.resume'),
    ...sessionTarget,
    ...atThePump,
    rateMlPerHr: z.number().positive().max(2_000),
    ...confirmed,
  }),
  z.strictObject({
    type: z.literal('infusion.stop'),
    ...sessionTarget,
    ...atThePump,
    /** "The planned dose is in", as the person at the pump says. */
    completed: z.literal(true).optional(),
  }),
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
  ...VISIT_COMMANDS,
])
export const zCommandBody = zAnyBody.superRefine(seenOnly)
export type CommandBody = z.infer<typeof zCommandBody>
export type CommandType = CommandBody['type']

export const zCommand = z.strictObject({
  commandId: zCommandId,
  /** The newest record of that stream the person was looking at; 0 where there is no stream yet. */
  basedOnSeq: z.int().min(0),
  /** Hub time, as the screen knew it, when the finger came down. */
  pressedAtHubMs: zEpochMs,
  /** Of an act that waited for a sign-in: hub time of it. Its age counts from then, for `SIGN_IN_WAITS_MS` at most. */
  signedInAtHubMs: zEpochMs.optional(),
  body: zCommandBody,
})
export type Command = z.infer<typeof zCommand>
export const zCommandStatus = z.strictObject({ commandId: zCommandId })

export type CommandAnswer =
  | { readonly ok: true; readonly stream: StreamId; readonly seq: RecordSeq; readonly sessionId?: SessionId }
  | { readonly ok: false; readonly error: Refusal }
