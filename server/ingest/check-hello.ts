// Owns everything that could be wrong with a hello, before anything is changed. Pure.
import { type HubClock, rateNumber } from '@chairside/shared/clock.ts'
import type { DeviceId, EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { Hello, HelloDevice } from '@chairside/shared/protocol/devices.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Attached } from '../session/prepared.ts'
import type { Room } from '../session/rooms/room.ts'
import type { RegisteredDevice } from '../store/directory.ts'

/** One device of a hello that may join, and how it will be recorded. */
export type MayJoin = {
  readonly room: Room
  readonly attached: Attached
  readonly epoch: HelloDevice['epoch']
  /** When it was moved into its room. */
  readonly placedAtMs: EpochMs
}

const attachedOf = (device: RegisteredDevice, said: HelloDevice, offsetMs: number): Attached => ({
  kind: 'device.attached',
  deviceId: device.deviceId,
  deviceName: device.name,
  deviceKind: device.kind,
  signals: said.signals,
  everyMs: said.everyMs ?? {},
  takesCuffOrders: said.takesCuffOrders ?? false,
  offsetMs,
})

/**
 * @param allowed the devices that this connection's token speaks for
 * @returns all devices of the hello, or why none of them may join
 */
export function checkHello(
  hello: Hello,
  allowed: ReadonlyMap<DeviceId, RegisteredDevice>,
  rooms: { room(roomId: RoomId): Room | undefined },
  clock: HubClock,
): Result<readonly MayJoin[]> {
  const offsetMs = clock.nowMs() - hello.sentAtMs
  const rate = rateNumber(clock.rate)
  const joining: MayJoin[] = []
  for (const [at, said] of hello.devices.entries()) {
    const device = allowed.get(said.deviceId)
    const room = device === undefined ? undefined : rooms.room(device.roomId)
    if (device === undefined || room === undefined)
      return refuse(
        'device-unknown',
        `This token does not speak for a device "${said.deviceId}".`,
        `devices.${at}.deviceId`,
      )
    if (said.kind !== undefined && said.kind !== device.kind)
      return refuse(
        'malformed',
        `"${said.deviceId}" is registered as ${device.kind}, not ${said.kind}.`,
        `devices.${at}.kind`,
      )
    if (rate !== 1 && device.kind === 'monitor')
      return refuse(
        'rate-refused',
        `This hub runs at ${rate}× (demo time): it takes simulated and recorded devices only.`,
        `devices.${at}.deviceId`,
      )
    if (joining.some(({ attached }) => attached.deviceId === said.deviceId))
      return refuse('malformed', `"${said.deviceId}" is named twice.`, `devices.${at}.deviceId`)
    const attached = attachedOf(device, said, offsetMs)
    const free = room.mayAttach(attached)
    if (!free.ok) return refuse(free.error.code, free.error.message, `devices.${at}.signals`)
    const rival = joining.find(
      (other) => other.room === room && attached.signals.some((one) => other.attached.signals.includes(one)),
    )
    if (rival !== undefined)
      return refuse(
        'source-taken',
        `"${said.deviceId}" and "${rival.attached.deviceId}" would feed the same signal in ${room.name()}.`,
        `devices.${at}.signals`,
      )
    joining.push({ room, attached, epoch: said.epoch, placedAtMs: device.placedAtMs })
  }
  return ok(joining)
}
