// Owns what one device connection is: which devices it speaks for, its clock, its budget, one message in flight.
// Never touches a socket.
import type { DeviceEpoch, DeviceId, EpochMs, RoomId } from '@chairside/shared/ids.ts'
import { MAX_REPORTS_PER_SECOND } from '@chairside/shared/protocol/devices.ts'
import type { RegisteredDevice } from '../store/directory.ts'
import type { ClockOffset } from './clock-offset.ts'

export type Joined = {
  readonly deviceId: DeviceId
  readonly roomId: RoomId
  readonly epoch: DeviceEpoch
  /** What it said it measures: a signal it did not declare could be another device's. */
  readonly signals: readonly string[]
  readonly placedAtMs: EpochMs
}

export type DeviceLink = {
  readonly token: string
  readonly tokenId: string
  /** How many revocations there had been when its token was looked up. */
  readonly asOf: number
  readonly allowed: ReadonlyMap<DeviceId, RegisteredDevice>
  readonly joined: Map<DeviceId, Joined>
  clock: ClockOffset | undefined
  busy: boolean
  /** A message above the limit has come and has not been looked at yet. */
  oversize: boolean
  readonly budgets: Map<DeviceId, Budget>
}

/** Live reports a device may still send now; refills with hub time. */
export type Budget = { left: number; atMs: number }

const BURST = 2 * MAX_REPORTS_PER_SECOND

/**
 * Takes `count` live reports off a device's budget.
 * @returns 0, or how many milliseconds of hub time to wait; then nothing was taken
 */
export function spend(
  budgets: Map<DeviceId, Budget>,
  deviceId: DeviceId,
  count: number,
  nowMs: number,
): number {
  const budget = budgets.get(deviceId) ?? { left: BURST, atMs: nowMs }
  const left = Math.min(BURST, budget.left + ((nowMs - budget.atMs) / 1000) * MAX_REPORTS_PER_SECOND)
  // A burst larger than the bucket is let through once the bucket is full, or it would never be.
  if (left < Math.min(count, BURST)) {
    budgets.set(deviceId, { left, atMs: nowMs })
    return Math.ceil(((Math.min(count, BURST) - left) / MAX_REPORTS_PER_SECOND) * 1000)
  }
  budgets.set(deviceId, { left: left - count, atMs: nowMs })
  return 0
}

export const newLink = (
  token: string,
  tokenId: string,
  devices: readonly RegisteredDevice[],
  asOf: number,
): DeviceLink => ({
  token,
  tokenId,
  asOf,
  allowed: new Map(devices.map((device) => [device.deviceId, device])),
  joined: new Map(),
  clock: undefined,
  busy: false,
  oversize: false,
  budgets: new Map(),
})
