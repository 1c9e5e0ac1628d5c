// Owns what a device connection offers and tells, as types. Never knows how it is carried.
import type { DeviceId } from '@chairside/shared/ids.ts'
import type {
  CuffOrder,
  HelloAck,
  HelloDevice,
  InfusionState,
  RefusedReport,
} from '@chairside/shared/protocol/devices.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import type { DeviceClock } from '../clock/device-clock.ts'
import type { ReportBody } from '../spool.ts'

export type LinkState = 'idle' | 'connecting' | 'linked' | 'lost' | 'cut' | 'refused' | 'stopped'
export type DeviceStatus = {
  readonly link: LinkState
  /** Reports made, dealt with by the hub, refused for good, still held, and lost because the spool was full. */
  readonly made: number
  readonly acknowledged: number
  readonly refused: number
  readonly held: number
  readonly lost: number
  /** false: no session is open in the room; undefined: the hub has not said yet. */
  readonly recorded: boolean | undefined
  readonly connections: number
}
export type SocketDeviceEvents = {
  /** The hub has answered hello. */
  linked?(answer: Extract<HelloAck, { ok: true }>): void
  link?(state: LinkState, why?: Refusal): void
  cuffOrder?(order: CuffOrder): void
  infusion?(state: InfusionState): void
  /** The hub will never take this report. */
  refused?(report: RefusedReport): void
  /** The hub will never take this device as it is: nothing more is tried. */
  refusedForGood?(why: Refusal): void
}
export type SocketDeviceOptions = {
  readonly url: string
  readonly token: string
  readonly devices: readonly Omit<HelloDevice, 'epoch'>[]
  readonly clock: DeviceClock
  /** A name no run of this device has used before; called again when a numbering cannot go on. */
  readonly newEpoch: () => string
  /** How far this device's own clock is off, milliseconds: a scenario's doing. */
  readonly shiftMs?: () => number
  readonly spoolLimit?: number
  readonly answerMs?: number
  readonly on?: SocketDeviceEvents
}
export type SocketDevice = {
  start(): void
  report(deviceId: DeviceId, body: ReportBody): void
  /** Pulls the cable, as a scenario does; reports go on being made and are held. */
  cut(): void
  restore(): void
  /** Resolves when nothing is held, or when there is no link to send it over. */
  idle(): Promise<void>
  /** Resolves when nothing is held, however long the link is away; or when the hub has refused this device for good. */
  drained(): Promise<void>
  status(): DeviceStatus
  /** Sends what is held (for at most `flushMs` of wall time), says bye, closes. */
  stop(flushMs?: number): Promise<void>
}
