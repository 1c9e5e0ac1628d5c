// Owns what passes through the device door (/devices): schemas of what a device sends, types of what it hears.
// docs/PROTOCOL.md explains it to people who write adapters; the two must say the same.
import * as z from 'zod'
import type { DeviceEpoch, DeviceId, EpochMs, Incarnation, RoomId, SessionId } from '../ids.ts'
import { zSignal } from '../record/reading.ts'
import { type Provenance, zProvenance } from '../record/record.ts'
import { zDeviceId, zEpoch, zEpochMs, zReport } from '../record/report.ts'
import type { Refusal } from '../result.ts'

export const DEVICE_PROTOCOL = 1

/** At most this many reports in a message, and this many bytes of it. */
export const MAX_REPORTS_PER_MESSAGE = 500
export const MAX_DEVICE_MESSAGE_BYTES = 200_000
/** Live reports per second of hub time and device; above it the ack says slow-down. */
export const MAX_REPORTS_PER_SECOND = 50

export const zDeviceAuth = z.object({
  /** Protocol the device speaks; the hub serves this one and the one before. */
  protocol: z.int(),
  token: z.string().min(1).max(200),
})

export const zHelloDevice = z.strictObject({
  deviceId: zDeviceId,
  epoch: zEpoch,
  signals: z.array(z.enum([...zSignal.options, 'bloodPressure'])).min(1),
  /** Declared interval per continuous signal, milliseconds; absent: 1000. */
  everyMs: z.partialRecord(zSignal, z.number().min(100).max(3_600_000)).optional(),
  takesCuffOrders: z.boolean().optional(),
  /** What it says it is; refused if it differs from its registration. */
  kind: zProvenance.optional(),
})
export const zHello = z.strictObject({
  /** The device's clock as it sends this. */
  sentAtMs: zEpochMs,
  devices: z.array(zHelloDevice).min(1).max(64),
})
export type Hello = z.infer<typeof zHello>
export type HelloDevice = z.infer<typeof zHelloDevice>

export const zReportMessage = z.strictObject({
  sentAtMs: zEpochMs,
  /** Each checked by itself, so that one bad report never jams a device. */
  reports: z.array(z.unknown()).min(1).max(MAX_REPORTS_PER_MESSAGE),
})
export { zReport }

export type HubInfo = {
  readonly incarnation: Incarnation
  readonly hubAtMs: EpochMs
  readonly rate: number
  readonly protocol: number
  readonly build: string
}

export type HelloAck =
  | { readonly ok: false; readonly error: Refusal }
  | {
      readonly ok: true
      readonly hub: HubInfo
      readonly devices: readonly HelloAckDevice[]
    }
export type HelloAckDevice = {
  readonly deviceId: DeviceId
  readonly roomId: RoomId
  /** Everything of this epoch up to here has been dealt with; go on from the next. 0: nothing yet. */
  readonly acceptedThrough: number
  /** Present while a session is open in its room. */
  readonly sessionId?: SessionId
}

export type RefusedReport = {
  readonly deviceId: DeviceId
  readonly epoch: DeviceEpoch
  readonly seq: number
} & Refusal

/** Per (device, epoch): all reports up to `through` are on disk (or refused for good). */
export type AcceptedThrough = {
  readonly deviceId: DeviceId
  readonly epoch: DeviceEpoch
  readonly through: number
  /** false: no session is open in that room; the numbers are shown as "not recorded" and kept 15 min in memory. */
  readonly recorded: boolean
}
export type ReportAck =
  | { readonly ok: false; readonly error: Refusal; readonly retryAfterMs?: number }
  | {
      readonly ok: true
      readonly accepted: readonly AcceptedThrough[]
      readonly refused: readonly RefusedReport[]
      /** Do not send the next message before this long (wall time). */
      readonly retryAfterMs?: number
    }

/** A person or the hub's grid asks for a cuff cycle now. */
export type CuffOrder = { readonly deviceId: DeviceId; readonly orderId: string }

/** What the pump log says, for devices that simulate a patient. Times are hub time. */
export type InfusionState = {
  readonly deviceId: DeviceId
  readonly sessionId?: SessionId
  /** In order; the rate holds until the next one. Concentration is dose over volume. */
  readonly rates: readonly { readonly atMs: EpochMs; readonly rateMlPerHr: number }[]
  readonly mgPerMl?: number
}

export type DeviceMark = {
  readonly hubAtMs: EpochMs
  readonly rate: number
  readonly incarnation: Incarnation
}

export type DeviceToHub = {
  hello: (message: Hello, ack: (answer: HelloAck) => void) => void
  report: (
    message: { sentAtMs: EpochMs; reports: readonly unknown[] },
    ack: (answer: ReportAck) => void,
  ) => void
  /** The devices named are leaving on purpose. */
  bye: (message: { deviceIds: readonly DeviceId[] }, ack: (answer: { ok: boolean }) => void) => void
}
export type HubToDevice = {
  mark: (mark: DeviceMark) => void
  'cuff:order': (order: CuffOrder) => void
  'infusion:state': (state: InfusionState) => void
  /** Said before the hub closes the connection: why. */
  closing: (why: Refusal) => void
}
export type { Provenance }
