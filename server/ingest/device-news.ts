// Owns what devices are told of a session: cuff orders, and what people recorded at the pump (for devices that simulate a
// patient). Never tells a device who the patient is, and nothing that is not committed.
import type { DeviceId } from '@chairside/shared/ids.ts'
import { sessionOfStream } from '@chairside/shared/ids.ts'
import type { CuffOrder, InfusionState } from '@chairside/shared/protocol/devices.ts'
import type { HeadFeed } from '../session/head-feed.ts'
import type { Room } from '../session/rooms/room.ts'
import type { SessionRegistry } from '../session/session-registry.ts'

/** What the pump log says, for devices that simulate a patient. */
export function infusionState(deviceId: DeviceId, room: Room): InfusionState {
  const session = room.actor()?.committed().session
  if (session?.opened === undefined) return { deviceId, rates: [] }
  const { plan, rates } = session.infusion
  return {
    deviceId,
    sessionId: session.opened.sessionId,
    rates: rates.map(({ atMs, rateMlPerHr }) => ({ atMs, rateMlPerHr })),
    ...(plan === undefined ? {} : { mgPerMl: plan.doseMg / plan.volumeMl }),
  }
}

/** The one live connection of a device, if it has one. */
export type Ears = {
  order(order: CuffOrder): void
  infusion(state: InfusionState): void
}

export function tellDevices(
  feed: HeadFeed,
  registry: Pick<SessionRegistry, 'roomOf' | 'room'>,
  earsOf: (deviceId: DeviceId) => Ears | undefined,
): void {
  feed.onPublished(({ stream, records }) => {
    const sessionId = sessionOfStream(stream)
    if (sessionId === undefined) return
    let news: 'none' | 'infusion' | 'closed' = 'none'
    for (const record of records) {
      if (record.kind === 'cuff.ordered')
        earsOf(record.deviceId)?.order({ deviceId: record.deviceId, orderId: record.orderId })
      else if (record.kind === 'moved') {
        news = 'infusion'
        // The patient is gone from there; a device that simulates one has none any more.
        for (const { deviceId } of registry.room(record.fromRoomId)?.devices() ?? [])
          earsOf(deviceId)?.infusion({ deviceId, rates: [] })
      } else if (record.kind === 'session.closed') news = 'closed'
      else if (record.kind === 'infusion' || record.kind === 'session.opened') news = 'infusion'
    }
    const room = news === 'none' ? undefined : registry.roomOf(sessionId)
    for (const { deviceId } of room?.devices() ?? [])
      earsOf(deviceId)?.infusion(
        news === 'closed' || room === undefined ? { deviceId, rates: [] } : infusionState(deviceId, room),
      )
  })
}
