// Owns what every record has: its version, number and time, and who did it. Never owns a kind of fact.
import * as z from 'zod'
import type {
  AlarmId,
  CommandId,
  Incarnation,
  PersonId,
  RecordSeq,
  RoomId,
  ScreenId,
  SessionId,
} from '../ids.ts'
import { ERROR_CODES, type ErrorCode } from '../protocol/codes.ts'
import { CONTINUOUS_SIGNALS } from '../vitals.ts'
import { zDeviceId, zEpoch, zEpochMs, zId, zReportSeq } from './report.ts'

export const RECORD_VERSION = 1

const as = <T>(schema: z.ZodType) => schema as unknown as z.ZodType<T, string>
export const zSessionId = as<SessionId>(zId)
export const zRoomId = as<RoomId>(zId)
export const zPersonId = as<PersonId>(zId)
export const zScreenId = as<ScreenId>(zId)
export const zCommandId = as<CommandId>(z.string().regex(/^[0-9a-f]{32}$/))
export const zAlarmId = as<AlarmId>(z.string().regex(/^[A-Za-z0-9]{1,40}@\d{1,16}$/))
export const zIncarnation = as<Incarnation>(zId)
export const zRecordSeq = z.int().min(1) as unknown as z.ZodType<RecordSeq, number>
export const zErrorCode = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]])

export const ROLES = ['nurse', 'physician', 'qa', 'admin'] as const
export const zRole = z.enum(ROLES)
export type Role = z.infer<typeof zRole>

/** How the numbers came to be. The session carries it for ever; when sources differ the least real one wins. */
export const PROVENANCES = ['monitor', 'recorded', 'simulated'] as const
export const zProvenance = z.enum(PROVENANCES)
export type Provenance = z.infer<typeof zProvenance>

/** Who did it, as it was then; names are kept so that the record reads right after a person has left. */
export const zActor = z.strictObject({ personId: zPersonId, name: z.string().max(120), role: zRole })
export type Actor = z.infer<typeof zActor>

export const zOrigin = z.strictObject({ deviceId: zDeviceId, epoch: zEpoch, seq: zReportSeq })
export type Origin = z.infer<typeof zOrigin>

export const zPatientCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{1,23}$/)

export const envelope = { v: z.literal(RECORD_VERSION), seq: zRecordSeq, hubAtMs: zEpochMs }
/** Every human act: who, at which screen, caused by which command. */
export const act = { by: zActor, screenId: zScreenId.optional(), commandId: zCommandId }
/**
 * An act that needs no sign-in (clinical facts §5 "HELP"): without `by` it is unsigned at that screen, until somebody
 * claims it by name.
 */
export const unsignedAct = {
  by: zActor.optional(),
  screenId: zScreenId.optional(),
  commandId: zCommandId,
}

export const PRIORITIES = ['low', 'medium', 'high'] as const
export const zPriority = z.enum(PRIORITIES)
export type Priority = z.infer<typeof zPriority>
export const zQuantity = z.enum([...CONTINUOUS_SIGNALS, 'systolic', 'diastolic', 'mean'])
export const zValues = z.partialRecord(zQuantity, z.number())
