// Owns the list of administrative acts as data: what each needs. The command line writes them, the hub or the command
// line itself carries them out.
import { zPatientCode, zProvenance, zRole } from '@chairside/shared/record/record.ts'
import { zEpochMs } from '@chairside/shared/record/report.ts'
import * as z from 'zod'

const zName = z.string().min(1).max(200)
const zWho = z.string().min(1).max(200)
const zPassword = z.string().min(1).max(1_000)

export const zAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('person.add'), name: zName, role: zRole, password: zPassword }),
  z.strictObject({ act: z.literal('person.list') }),
  z.strictObject({ act: z.literal('person.rename'), person: zWho, name: zName }),
  z.strictObject({ act: z.literal('person.role'), person: zWho, role: zRole }),
  z.strictObject({ act: z.literal('person.password'), person: zWho, password: zPassword }),
  z.strictObject({ act: z.literal('person.disable'), person: zWho }),
  z.strictObject({ act: z.literal('person.enable'), person: zWho }),
  z.strictObject({ act: z.literal('room.add'), name: zName, id: zWho.optional() }),
  z.strictObject({ act: z.literal('room.list') }),
  z.strictObject({ act: z.literal('room.rename'), room: zWho, name: zName }),
  z.strictObject({ act: z.literal('room.disable'), room: zWho }),
  z.strictObject({ act: z.literal('room.enable'), room: zWho }),
  z.strictObject({
    act: z.literal('device.add'),
    name: zName,
    kind: zProvenance,
    room: zWho,
    id: zWho.optional(),
  }),
  z.strictObject({ act: z.literal('device.list') }),
  z.strictObject({ act: z.literal('device.rename'), device: zWho, name: zName }),
  z.strictObject({ act: z.literal('device.move'), device: zWho, room: zWho }),
  z.strictObject({ act: z.literal('device.disable'), device: zWho }),
  z.strictObject({ act: z.literal('device.enable'), device: zWho }),
  z.strictObject({
    act: z.literal('device.token'),
    devices: z.array(zWho).min(1).max(64),
    label: z.string().max(80),
  }),
  z.strictObject({ act: z.literal('device.tokens') }),
  z.strictObject({ act: z.literal('device.revoke'), token: zWho }),
  z.strictObject({ act: z.literal('screen.list') }),
  z.strictObject({ act: z.literal('screen.rename'), screen: zWho, name: zName }),
  z.strictObject({ act: z.literal('screen.revoke'), screen: zWho }),
  z.strictObject({
    act: z.literal('import.start'),
    /** Absolute; the hub reads it with its own rights. */
    path: z.string().min(1).max(4_096),
    map: z.string().max(2_000).optional(),
    startsAtMs: zEpochMs.optional(),
    patientCode: zPatientCode.optional(),
    roomName: z.string().min(1).max(80).optional(),
  }),
  z.strictObject({ act: z.literal('import.status'), importId: zWho }),
  z.strictObject({ act: z.literal('import.stop'), importId: zWho }),
  z.strictObject({ act: z.literal('log.list'), limit: z.int().min(1).max(1_000) }),
])
export type Act = z.infer<typeof zAct>
export type ActName = Act['act']

/** What an act gives back: rows for a table, or one thing. */
export type ActDone = {
  /** One sentence for a person. */
  readonly said: string
  /** A list was asked for (it may be empty); otherwise `rows` is what was made or changed. */
  readonly list?: true
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** Shown once and never again. */
  readonly secret?: string
}

/** One line through the local socket. */
export const zAdminRequest = z.strictObject({
  v: z.literal(1),
  /** Login name of whoever runs the command line; the socket lets nobody else in. */
  by: z.string().max(120),
  act: zAct,
})
export type AdminRequest = z.infer<typeof zAdminRequest>
