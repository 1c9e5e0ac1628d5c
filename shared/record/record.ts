// Owns every kind of fact the log can hold, version 1. Schemas are the source, types are inferred.
// Never changes what a shipped kind means: a new meaning is a new kind or a new version (see versions/, upcast).
import * as z from 'zod'
import type { RecordSeq } from '../ids.ts'
import { zSite } from '../visit/site.ts'
import { CONTINUOUS_SIGNALS } from '../vitals.ts'
import { ALARM_SCHEMAS, type AlarmRecord } from './alarm-kinds.ts'
import { CARE_SCHEMAS, SUITE_SCHEMAS } from './care-kinds.ts'
import {
  act,
  envelope,
  RECORD_VERSION,
  unsignedAct,
  zActor,
  zAlarmId,
  zCommandId,
  zErrorCode,
  zIncarnation,
  zOrigin,
  zPatientCode,
  zProvenance,
  zRoomId,
  zScreenId,
  zSessionId,
} from './envelope.ts'
import { zPressureResult, zReadings, zSignal } from './reading.ts'
import { zDeviceId, zEpochMs, zId } from './report.ts'
import { VISIT_SCHEMAS, zOutcome } from './visit-kinds.ts'

export * from './alarm-kinds.ts'
export * from './care-kinds.ts'
export * from './envelope.ts'
export * from './visit-kinds.ts'

// ── a session's stream ────────────────────────────────────────────────────────────────────────────────
export const zSessionOpened = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('session.opened'),
  sessionId: zSessionId,
  roomId: zRoomId,
  roomName: z.string().max(80),
  patientCode: zPatientCode,
  provenance: zProvenance,
  zone: z.string().max(64),
  profile: z.strictObject({
    name: z.string().max(80),
    version: z.int().min(1),
    hash: z.string().max(64).optional(),
  }),
  /** What a millisecond of the wall was in hub time; above 1 the page says DEMO TIME. */
  clockRate: z.number().min(1).max(20),
  /** Absent: recorded before there were visits; it has none. */
  site: zSite.optional(),
})
export const zSessionClosed = z.strictObject({
  ...envelope,
  ...act,
  kind: z.literal('session.closed'),
  /** Listed as open: closing a session ends its alarms with `sessionClosed`, it does not make them untrue. */
  openAlarms: z.array(zAlarmId),
  /** Absent: a session without a visit (monitoring only). */
  outcome: zOutcome.optional(),
  /** Of an outcome but `discharged`. */
  reason: z.string().max(300).optional(),
})
export const IMPORT_FORMATS = ['csv', 'ndjson'] as const
/**
 * This session came in as a file: the last record of it, written when the whole of it is in. A session that was exported and
 * imported again has one for each time. `hubAtMs` is when it was imported; everything before keeps the file's own times.
 */
export const zSessionImported = z.strictObject({
  ...envelope,
  kind: z.literal('session.imported'),
  by: zActor,
  screenId: zScreenId.optional(),
  file: z.strictObject({
    name: z.string().min(1).max(200),
    bytes: z.int().min(0),
    /** Of the file's bytes, hex: how importing twice is recognised. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    format: z.enum(IMPORT_FORMATS),
    /** Of a CSV: which columns it was read by. */
    layout: z.string().max(40).optional(),
  }),
  /** false: the file names no date; its times count from its first row, and clock times mean nothing. */
  dated: z.boolean(),
})
export const zDeviceAttached = z.strictObject({
  ...envelope,
  kind: z.literal('device.attached'),
  deviceId: zDeviceId,
  deviceName: z.string().max(80),
  deviceKind: zProvenance,
  signals: z.array(z.enum([...CONTINUOUS_SIGNALS, 'bloodPressure'])),
  /** Declared interval per continuous signal, milliseconds. */
  everyMs: z.partialRecord(zSignal, z.number().min(100).max(3_600_000)),
  takesCuffOrders: z.boolean(),
  /** Add to the device's clock to get hub time. */
  offsetMs: z.number(),
})
export const zDeviceDetached = z.strictObject({
  ...envelope,
  kind: z.literal('device.detached'),
  deviceId: zDeviceId,
  /**
   * lost: the connection went without a word; superseded: another connection of the same device took over; moved: the session
   * went to another room, and this device stayed.
   */
  reason: z.enum(['lost', 'left', 'superseded', 'revoked', 'hubStopped', 'moved']),
})
export const zDeviceClock = z.strictObject({
  ...envelope,
  kind: z.literal('device.clock'),
  deviceId: zDeviceId,
  offsetMs: z.number(),
  changedByMs: z.number(),
})
export const zVitals = z.strictObject({
  ...envelope,
  kind: z.literal('vitals'),
  origin: zOrigin,
  /** Hub time, corrected by the device's offset; places the point on the plot. */
  measuredAtMs: zEpochMs,
  readings: zReadings,
  /** Signals whose value came too late to be current: drawn, never judged. Absent: all are current. */
  recovered: z.array(zSignal).optional(),
})
export const zBloodPressure = z.strictObject({
  ...envelope,
  kind: z.literal('bloodPressure'),
  origin: zOrigin,
  measuredAtMs: zEpochMs,
  startedAtMs: zEpochMs.optional(),
  result: zPressureResult,
  recovered: z.literal(true).optional(),
})
export const zCuffOrdered = z.strictObject({
  ...envelope,
  kind: z.literal('cuff.ordered'),
  deviceId: zDeviceId,
  orderId: zId,
  /** schedule: the hub's own grid. repeat: the engine's, for a first reading at a limit. person: a STAT or "repeat now". */
  cause: z.enum(['schedule', 'repeat', 'person']),
  /** Of the engine's own: when it was due. */
  dueAtMs: zEpochMs.optional(),
  by: zActor.optional(),
  screenId: zScreenId.optional(),
  commandId: zCommandId.optional(),
})
export const zCuffStarted = z.strictObject({
  ...envelope,
  kind: z.literal('cuff.started'),
  origin: zOrigin,
  startedAtMs: zEpochMs,
  orderId: zId.optional(),
})

export const zInfusionPlan = z.strictObject({
  drug: z.string().min(1).max(60),
  doseMg: z.number().positive().max(1_000),
  volumeMl: z.number().positive().max(2_000),
  minutes: z.number().positive().max(600),
})
export type InfusionPlan = z.infer<typeof zInfusionPlan>
/** What a person did at the pump. Chairside never controls the pump. Only `stop` may be unsigned. */
export const zInfusion = z.strictObject({
  ...envelope,
  ...unsignedAct,
  kind: z.literal('infusion'),
  act: z.enum(['start', 'rate', 'pause', 'resume', 'stop']),
  /** When it was done at the pump, hub time; not after `hubAtMs`. */
  atMs: zEpochMs,
  /** The rate set on the pump from then on, mL/h; 0 while paused and after stop. */
  rateMlPerHr: z.number().min(0).max(2_000),
  plan: zInfusionPlan.optional(),
  /** Of `stop`: the planned dose is in, as the person at the pump says. Never by the clock. */
  completed: z.literal(true).optional(),
  /** Written down after acts that were done later than it: it moves no phase by itself. */
  inserted: z.literal(true).optional(),
  fromPaper: z.literal(true).optional(),
})

/** A known device's report that was refused for good: counted through, kept, never shown as a value. */
export const zRefused = z.strictObject({
  ...envelope,
  kind: z.literal('refused'),
  deviceId: zDeviceId,
  origin: zOrigin.optional(),
  code: zErrorCode,
  message: z.string().max(500),
  field: z.string().max(200).optional(),
})
/** The hub was not there: not the same as a silent device. */
export const zHubGap = z.strictObject({
  ...envelope,
  kind: z.literal('hub.gap'),
  fromMs: zEpochMs,
  toMs: zEpochMs,
  cause: z.enum(['restart', 'clockForward']),
})
/** The engine is off for this stream because an invariant broke; reports go on being kept and shown. */
export const zQuarantine = z.strictObject({
  ...envelope,
  kind: z.literal('quarantine'),
  on: z.boolean(),
  reason: z.string().max(500),
  /** Of a person who had it tried again. */
  by: zActor.optional(),
  screenId: zScreenId.optional(),
  commandId: zCommandId.optional(),
})

// ── the hub's and the suite's streams ─────────────────────────────────────────────────────────────────
export const zHubStarted = z.strictObject({
  ...envelope,
  kind: z.literal('hub.started'),
  incarnation: zIncarnation,
  version: z.string().max(40),
  clockRate: z.number(),
})
export const zHubStopped = z.strictObject({
  ...envelope,
  kind: z.literal('hub.stopped'),
  reason: z.string().max(200),
})
export const zClockStep = z.strictObject({
  ...envelope,
  kind: z.literal('clock.step'),
  direction: z.enum(['forward', 'backward']),
  fromMs: zEpochMs,
  toMs: zEpochMs,
})
export const zStorage = z.strictObject({
  ...envelope,
  kind: z.literal('storage'),
  state: z.enum(['ok', 'warn', 'noNewSessions', 'reserveUsed', 'failed', 'setAside']),
  detail: z.string().max(300),
})
export const zScreen = z.strictObject({
  ...envelope,
  kind: z.literal('screen'),
  screenId: zScreenId,
  screenName: z.string().max(80),
  /** painting / notPainting: whether it reports that it paints. sound: its state of sound changed. */
  event: z.enum([
    'joined',
    'left',
    'lagging',
    'caughtUp',
    'lostHub',
    'view',
    'revoked',
    'painting',
    'notPainting',
    'sound',
  ]),
  /** What it shows, e.g. `chairside:room-1`, `rooms`. */
  view: z.string().max(120).optional(),
  sound: z.enum(['none', 'blocked', 'unconfirmed', 'confirmed']).optional(),
  /** Of this load of the page: a reload is another one. */
  pageId: z.string().max(64).optional(),
  by: zActor.optional(),
  /** For lostHub: how long that screen heard nothing. */
  forMs: z.number().optional(),
})
export const zSessionListed = z.strictObject({
  ...envelope,
  kind: z.literal('session.listed'),
  sessionId: zSessionId,
  roomId: zRoomId,
  event: z.enum(['opened', 'closed']),
})

export const RECORD_SCHEMAS = [
  zSessionOpened,
  zSessionClosed,
  zSessionImported,
  zDeviceAttached,
  zDeviceDetached,
  zDeviceClock,
  zVitals,
  zBloodPressure,
  zCuffOrdered,
  zCuffStarted,
  zInfusion,
  zRefused,
  zHubGap,
  zQuarantine,
  zHubStarted,
  zHubStopped,
  zClockStep,
  zStorage,
  zScreen,
  zSessionListed,
  ...ALARM_SCHEMAS,
  ...CARE_SCHEMAS,
  ...SUITE_SCHEMAS,
  ...VISIT_SCHEMAS,
] as const

export const zRecord = z.discriminatedUnion('kind', RECORD_SCHEMAS)
export type LogRecord = z.infer<typeof zRecord>
export type RecordKind = LogRecord['kind']
export type RecordOf<K extends RecordKind> = Extract<LogRecord, { kind: K }>

/** A record before the stream's writer has given it its number and time. */
type Unstamped<R> = R extends LogRecord ? Omit<R, 'v' | 'seq' | 'hubAtMs'> : never
export type RecordBody = Unstamped<LogRecord>
export type AlarmTransition = Omit<AlarmRecord, 'v' | 'seq' | 'hubAtMs'>

/** Gives a fact its place in its stream. */
export const stamp = (body: RecordBody, seq: RecordSeq, hubAtMs: LogRecord['hubAtMs']): LogRecord =>
  ({ v: RECORD_VERSION, seq, hubAtMs, ...body }) as LogRecord

/** A record of one kind before it is stamped. */
export type BodyOf<K extends RecordKind> = Omit<RecordOf<K>, 'v' | 'seq' | 'hubAtMs'>
