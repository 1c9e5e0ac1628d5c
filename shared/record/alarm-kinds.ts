// Owns the kinds of fact about alarms: what the hub's engine decides, and what people do about it.
// Never owns a decision: which of these is true is the engine's (made once) or a person's (by name).
import * as z from 'zod'
import { CONTINUOUS_SIGNALS } from '../vitals.ts'
import {
  act,
  envelope,
  unsignedAct,
  zActor,
  zAlarmId,
  zPersonId,
  zPriority,
  zQuantity,
  zRecordSeq,
  zScreenId,
  zValues,
} from './envelope.ts'
import { zDeviceId, zEpochMs } from './report.ts'

// ── decided by the engine: every one of these carries the time at which it was true by the rules ─────────
/** Why an alarm ended. `restored`: technical conditions only. */
export const zEndedBy = z.enum([
  'measurement',
  'manual',
  'limitsChanged',
  'restored',
  'superseded',
  'clinician',
  'sessionClosed',
])
export type EndedBy = z.infer<typeof zEndedBy>

/**
 * How an alarm came to be decided.
 * limit            beyond its limit for the whole delay
 * firstReading     a cuff reading at a level that needs no repeat
 * repeatAgreed     the repeat was at or beyond the limit too
 * cuffFailed       the repeat failed, twice
 * linkLost         the monitor went while a repeat was due
 * noRepeat         no repeat came in time
 * lostWhilePending the signal went while its breach was pending
 * afterHold        the first value beyond the limit after a cuff hold
 * technical        what the condition names was so for its whole delay
 * person           a symptom or HELP: a person said so
 * recovered        found in data that came late
 */
export const ALARM_CAUSES = [
  'limit',
  'firstReading',
  'repeatAgreed',
  'cuffFailed',
  'linkLost',
  'noRepeat',
  'lostWhilePending',
  'afterHold',
  'technical',
  'person',
  'recovered',
] as const
export const zAlarmCause = z.enum(ALARM_CAUSES)
export type AlarmCause = z.infer<typeof zAlarmCause>

export const zAlarmLimit = z.strictObject({
  quantity: zQuantity,
  op: z.enum(['>=', '>', '<']),
  value: z.number(),
})

/** What an alarm that has no limit is about; the words are made from it. */
export const zAbout = z.strictObject({
  signal: z.enum([...CONTINUOUS_SIGNALS, 'cuff']).optional(),
  deviceId: zDeviceId.optional(),
  deviceName: z.string().max(80).optional(),
  /** The last value before it was lost, or the worst one that was found. */
  quantity: zQuantity.optional(),
  value: z.number().optional(),
  /** Hub time of that value. */
  valueAtMs: zEpochMs.optional(),
  /** How long it was so, e.g. 4:05 below 85. */
  forMs: z.number().min(0).optional(),
  /** Why there is no value, or no data: `sensorOff`, `monitor`, `network`, `hub`, … */
  reason: z.string().max(40).optional(),
  symptom: z.string().max(40).optional(),
  offsetMs: z.number().optional(),
  percent: z.number().min(0).max(100).optional(),
  /** Of the planned end: what should be in by then, mL. */
  volumeMl: z.number().min(0).optional(),
  /** Of recovered data: the limit that was broken, of the lowest level with that priority. */
  limit: zAlarmLimit.optional(),
  /** Of recovered data: when the value was measured, milliseconds after the start of the infusion; before it, negative. */
  afterStartMs: z.number().optional(),
})
export type About = z.infer<typeof zAbout>

/** One transition of one condition, decided once by the hub's engine. */
export const zAlarm = z.strictObject({
  ...envelope,
  kind: z.literal('alarm'),
  alarmId: zAlarmId,
  condition: z.string().max(40),
  /** raised: from nothing. rose / fell: to another level of its ladder. ended: the condition is over. */
  transition: z.enum(['raised', 'rose', 'fell', 'ended']),
  /** The level it is at after this transition (for `ended`: the level it had). */
  level: z.string().max(40),
  priority: zPriority,
  /** Shown and never sounded at this level ("seen"). */
  silent: z.literal(true).optional(),
  cause: zAlarmCause.optional(),
  /** When it was true by the rules, which may be earlier than when it was decided (`hubAtMs`). */
  dueAtMs: zEpochMs,
  /** When the first value beyond this level's limit was received (technical: since when it is so). Ages count from here. */
  breachAtMs: zEpochMs,
  /** The measurement that broke the limit (or, for `ended` and `fell`, that left it); technical: as `breachAtMs`. */
  measuredAtMs: zEpochMs,
  values: zValues,
  /** The inequality that holds, e.g. SBP ≥ 180; for `ended` and `fell`, the one that was left. Technical: absent. */
  limit: zAlarmLimit.optional(),
  about: zAbout.optional(),
  endedBy: zEndedBy.optional(),
})
export type AlarmRecord = z.infer<typeof zAlarm>

/**
 * A first reading at a limit that is decided "by repeat": not yet an alarm, but said, counted down and ended by name.
 * due      the countdown began
 * agreed / failed / lost / timeOver   the alarm is raised (its cause says the same)
 * dropped  the repeat was below the limit
 * superseded  a higher level of the same condition was raised, or the session's limits were changed
 */
export const REPEAT_EVENTS = ['due', 'agreed', 'dropped', 'failed', 'lost', 'timeOver', 'superseded'] as const
export const zRepeat = z.strictObject({
  ...envelope,
  kind: z.literal('repeat'),
  /** Condition and the time of the first reading: `bpHigh@…`, not the id of an alarm. */
  repeatId: zAlarmId,
  condition: z.string().max(40),
  /** The level and priority the alarm will have if the repeat agrees. */
  level: z.string().max(40),
  priority: zPriority,
  event: z.enum(REPEAT_EVENTS),
  dueAtMs: zEpochMs,
  /** The repeat is waited for until then (2:00, or 2:45 while a cycle runs). */
  untilMs: zEpochMs,
  measuredAtMs: zEpochMs,
  values: zValues,
  limit: zAlarmLimit,
})

/** What silences, and is ended by a `silenceEnded` fact. */
export const SILENCES = ['acknowledgement', 'coming', 'audioPaused', 'audioOff', 'helpQuiet'] as const
/**
 * Why a silence ended.
 * rose         the level rose
 * worsened     the value is worse than the one acknowledged by the profile's step
 * stillTrue    the condition is still true after the time the profile gives
 * newReading   a new cuff reading is still HIGH
 * signedOut    who gave it signed out; handedOver: gave the room away
 * expired      its time is over
 * undone       taken back within 10 s
 * alarmEnded   there is nothing left to silence
 * byPerson     ended by a person (audio off: by a physician)
 * sessionClosed
 */
export const SILENCE_ENDS = [
  'rose',
  'worsened',
  'stillTrue',
  'newReading',
  'signedOut',
  'handedOver',
  'expired',
  'undone',
  'alarmEnded',
  'byPerson',
  'sessionClosed',
] as const
export const zSilenceEnded = z.strictObject({
  ...envelope,
  kind: z.literal('silenceEnded'),
  what: z.enum(SILENCES),
  /** Number of the record that began it. */
  ofSeq: zRecordSeq,
  /** Absent for an audio pause as a whole, audio off and HELP's own quiet. */
  alarmId: zAlarmId.optional(),
  cause: z.enum(SILENCE_ENDS),
  dueAtMs: zEpochMs,
})

/**
 * Whose turn it is to know, by the table of clinical facts §5. quietChair: a quiet chair sounds too. again: to all who were
 * told, once more. A step says who *is to be* told; `delivery` says what became of it.
 */
export const ESCALATION_STEPS = [
  'quietChair',
  'otherChairs',
  'physician',
  'backup',
  'allStaff',
  'allStations',
  'again',
] as const
export const zEscalationStep = z.enum(ESCALATION_STEPS)
export type EscalationStep = z.infer<typeof zEscalationStep>
export const zEscalation = z.strictObject({
  ...envelope,
  kind: z.literal('escalation'),
  alarmId: zAlarmId,
  condition: z.string().max(40),
  level: z.string().max(40),
  priority: zPriority,
  step: zEscalationStep,
  /** 1, 2, 3 … of the step `again`. */
  round: z.int().min(1).optional(),
  dueAtMs: zEpochMs,
})

// ── done by people ───────────────────────────────────────────────────────────────────────────────────────
/** Sound off for this condition, by the rules of clinical facts §5 "Acknowledged". Also what a latched alarm waits for. */
export const zAcknowledgement = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('acknowledgement'),
  alarmId: zAlarmId,
  level: z.string().max(40),
  /** The newest values when it was pressed: a later worsening is measured from these. */
  values: zValues,
})
/** "Coming", from any screen but the room's own: sound off for 60 s, the physician's deadline moved once. */
export const zComing = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('coming'),
  alarmId: zAlarmId,
  level: z.string().max(40),
  untilMs: zEpochMs,
})
/** Silences only what was sounding in this room when it was pressed. */
export const zAudioPaused = z.strictObject({
  ...envelope,
  ...unsignedAct,
  kind: z.literal('audioPaused'),
  alarmIds: z.array(zAlarmId),
  untilMs: zEpochMs,
})
/** By a physician, with a reason; never HIGH. on: false ends it. */
export const zAudioOff = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('audioOff'),
  on: z.boolean(),
  reason: z.string().max(300),
})
/** An acknowledgement, Coming or pause taken back within 10 s. */
export const zUndone = z.strictObject({
  ...envelope,
  ...unsignedAct,
  kind: z.literal('undone'),
  ofSeq: zRecordSeq,
})
/** taken: a person knows and has it. declined: "cannot come", and the next one is told at once. */
export const zTaken = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('taken'),
  alarmId: zAlarmId,
  event: z.enum(['taken', 'declined']),
})
/** The person whose acknowledgements stood here has signed out or given the room away. Recorded by the hub. */
export const zPersonLeft = z.strictObject({
  ...envelope,
  kind: z.literal('personLeft'),
  person: zActor,
  cause: z.enum(['signedOut', 'handedOver']),
})

// ── reported by the hub ──────────────────────────────────────────────────────────────────────────────────
/**
 * What became of telling someone. sent: given to that screen's connection. shown: that screen says that it is on the glass.
 * nobody: nobody is on duty, or no screen of theirs is there. Only `taken` is evidence that someone knows.
 */
export const zDelivery = z.strictObject({
  ...envelope,
  kind: z.literal('delivery'),
  alarmId: zAlarmId,
  step: zEscalationStep,
  event: z.enum(['sent', 'shown', 'nobody']),
  role: z.enum(['chair', 'station', 'physician', 'backup', 'staff']),
  personId: zPersonId.optional(),
  personName: z.string().max(120).optional(),
  screenId: zScreenId.optional(),
  screenName: z.string().max(80).optional(),
})
/**
 * Which places can be heard over this room, and whether its chair has a screen that paints. Written when it changes, from
 * the first moment of a live session; an imported one has none, and nobody is told anything in it.
 */
export const zCoverage = z.strictObject({
  ...envelope,
  kind: z.literal('coverage'),
  /** Places where a person heard the tone: `chair`, `station`, `wall`. */
  audible: z.array(z.enum(['chair', 'station', 'wall'])),
  /** Places that hold a screen able to play, where nobody has said that they heard it. */
  unconfirmed: z.array(z.enum(['chair', 'station', 'wall'])),
  chair: z.enum(['painting', 'absent']),
  /** While absent: when a screen there last said that it paints, where one did. It is missed from then on. */
  chairSinceMs: zEpochMs.optional(),
  /** The chair is quiet by name, and an audible station covers the room. */
  quiet: z.boolean(),
  /**
   * Of `audible`: heard before the hub was restarted, and not back yet. Nobody is quiet on the strength of it. Absent: none.
   */
  assumed: z.array(z.enum(['chair', 'station', 'wall'])).optional(),
  /** Whether the monitor is reached, where the hub knows better than "silent". */
  because: z.string().max(200).optional(),
})

export const ALARM_SCHEMAS = [
  zAlarm,
  zRepeat,
  zSilenceEnded,
  zEscalation,
  zAcknowledgement,
  zComing,
  zAudioPaused,
  zAudioOff,
  zUndone,
  zTaken,
  zPersonLeft,
  zDelivery,
  zCoverage,
] as const
