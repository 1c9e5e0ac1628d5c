// Owns the device door (/devices): who may come in, hello, one live connection per device, and how a device leaves.
// Never lets a device see a patient, and never lets a screen's cookie in.
import type { ClockStep, HubClock } from '@chairside/shared/clock.ts'
import type { DeviceId } from '@chairside/shared/ids.ts'
import {
  DEVICE_PROTOCOL,
  type DeviceToHub,
  type Hello,
  type HelloAck,
  type HelloAckDevice,
  type HubInfo,
  type HubToDevice,
  type ReportAck,
  zDeviceAuth,
  zHello,
} from '@chairside/shared/protocol/devices.ts'
import { malformed } from '@chairside/shared/protocol/malformed.ts'
import { zDeviceId } from '@chairside/shared/record/report.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type { Namespace, Server, Socket } from 'socket.io'
import * as z from 'zod'
import { admission } from '../doors/admission.ts'
import type { Guard } from '../doors/guarded.ts'
import { countRevocations } from '../doors/revocations.ts'
import type { HeadFeed } from '../session/head-feed.ts'
import { cursorKey } from '../session/prepared.ts'
import type { DetachReason } from '../session/rooms/room.ts'
import type { SessionRegistry } from '../session/session-registry.ts'
import type { Directory } from '../store/directory.ts'
import { checkHello, type MayJoin } from './check-hello.ts'
import { afterHubStep, observe } from './clock-offset.ts'
import { type DeviceLink, newLink } from './device-link.ts'
import { infusionState, tellDevices } from './device-news.ts'
import { noteSize, tooLarge, zCounted } from './message-size.ts'
import { takeReports } from './take-reports.ts'

type None = Record<string, never>
type DeviceSocket = Socket<DeviceToHub, HubToDevice, None, { link: DeviceLink }>

export type DeviceGatewayDeps = {
  readonly io: Server
  readonly directory: Directory
  readonly registry: SessionRegistry
  readonly feed: HeadFeed
  readonly clock: HubClock
  readonly guard: Guard
  readonly logger: Logger
  readonly hubInfo: () => HubInfo
  readonly originAllowed: (headers: { origin?: string | undefined; host?: string | undefined }) => boolean
}
export type DeviceGateway = {
  mark(): void
  close(why: Refusal): void
  /** Hub time went forward; the devices' clocks did not. */
  hubStepped(step: ClockStep): void
}

const zBye = z.strictObject({ deviceIds: z.array(zDeviceId).max(64) })

const WITHDRAWN: Refusal = {
  code: 'token-revoked',
  message: 'This token has been withdrawn. Ask for a new one.',
}
const CHANGED: Refusal = {
  code: 'hub-stopping',
  message: 'This device’s registration has changed: connect again to learn how it stands now.',
}

export function createDeviceGateway(deps: DeviceGatewayDeps): DeviceGateway {
  const { registry, directory, clock, logger, guard } = deps
  const door = deps.io.of('/devices') as unknown as Namespace<
    DeviceToHub,
    HubToDevice,
    None,
    { link: DeviceLink }
  >
  const sockets = (): Iterable<DeviceSocket> => door.sockets.values() as Iterable<DeviceSocket>
  const revocations = countRevocations(directory)
  /** The one live connection of each device. */
  const live = new Map<DeviceId, DeviceSocket>()
  const logged = (what: string) => (error: unknown) => logger.error({ err: error }, what)

  door.use(
    admission(logger, guard, async (socket) => {
      const { headers, auth } = socket.handshake
      if (headers.cookie !== undefined)
        return refuse('wrong-door', 'A browser’s cookie does not open the device door; screens use /screens.')
      if (headers.origin !== undefined && !deps.originAllowed(headers))
        return refuse('origin-refused', 'This page may not open the device door.')
      const parsed = zDeviceAuth.safeParse(auth)
      if (!parsed.success) return { ok: false, error: malformed(parsed.error, 'The handshake') }
      if (parsed.data.protocol !== DEVICE_PROTOCOL)
        return refuse(
          'protocol-version',
          `This hub speaks device protocol ${DEVICE_PROTOCOL}, not ${parsed.data.protocol}.`,
          'auth.protocol',
        )
      const asOf = revocations.asOf()
      const token = await directory.deviceToken(parsed.data.token)
      if (!token.ok) return token
      socket.data.link = newLink(parsed.data.token, token.value.tokenId, token.value.devices, asOf)
      return ok(true)
    }),
  )

  /** From this call on the device is gone; resolves when that has been recorded, or has been tried. */
  const leave = (socket: DeviceSocket, deviceId: DeviceId, reason: DetachReason): Promise<void> => {
    const joined = socket.data.link.joined.get(deviceId)
    if (joined === undefined) return Promise.resolve()
    socket.data.link.joined.delete(deviceId)
    if (live.get(deviceId) === socket) live.delete(deviceId)
    return registry.room(joined.roomId)?.detach(deviceId, reason) ?? Promise.resolve()
  }
  const leaveAll = async (socket: DeviceSocket, reason: DetachReason): Promise<void> => {
    await Promise.all([...socket.data.link.joined.keys()].map((id) => leave(socket, id, reason)))
  }

  /** Told and closed at once; the record of it may wait for the disk. */
  const withdraw = (socket: DeviceSocket, why: Refusal): void => {
    const left = leaveAll(socket, 'revoked')
    socket.emit('closing', why)
    socket.disconnect(true)
    left.catch(logged('a withdrawn device is not recorded as gone'))
  }

  const supersede = (before: DeviceSocket, deviceId: DeviceId): Promise<void> => {
    const left = leave(before, deviceId, 'superseded')
    live.delete(deviceId)
    before.emit('closing', {
      code: 'device-superseded',
      message: `Another connection of "${deviceId}" has taken over.`,
    })
    if (before.data.link.joined.size === 0) before.disconnect(true)
    return left
  }

  const join = async (
    socket: DeviceSocket,
    { room, attached, epoch, placedAtMs }: MayJoin,
  ): Promise<Result<HelloAckDevice>> => {
    const { deviceId } = attached
    const { link } = socket.data
    for (
      let before = live.get(deviceId);
      before !== undefined && before !== socket;
      before = live.get(deviceId)
    )
      await supersede(before, deviceId)
    // Gone while it waited: nobody is there to be joined.
    if (!socket.connected) return refuse('device-superseded', 'This connection has been closed.')
    const wasJoined = link.joined.has(deviceId)
    live.set(deviceId, socket)
    link.joined.set(deviceId, { deviceId, roomId: room.roomId, epoch, signals: attached.signals, placedAtMs })
    const attachedNow = await room.attach(attached)
    if (!attachedNow.ok) {
      if (!wasJoined && live.get(deviceId) === socket) {
        live.delete(deviceId)
        link.joined.delete(deviceId)
      }
      return attachedNow
    }
    const sessionId = room.actor()?.sessionId
    return ok({
      deviceId,
      roomId: room.roomId,
      acceptedThrough: room.cursor(cursorKey(deviceId, epoch)) ?? 0,
      ...(sessionId === undefined ? {} : { sessionId }),
    })
  }

  const hello = async (socket: DeviceSocket, message: Hello): Promise<HelloAck> => {
    const { link } = socket.data
    const checked = checkHello(message, link.allowed, registry, clock)
    if (!checked.ok) return checked
    const joinedBefore = new Set(link.joined.keys())
    link.clock = observe(undefined, message.sentAtMs, clock.nowMs()).clock
    const devices: HelloAckDevice[] = []
    for (const joining of checked.value) {
      const joined = await join(socket, joining)
      if (!joined.ok) {
        // All of a hello or nothing of it.
        for (const { deviceId } of devices)
          if (!joinedBefore.has(deviceId)) await leave(socket, deviceId, 'left')
        return joined
      }
      devices.push(joined.value)
      socket.emit('infusion:state', infusionState(joined.value.deviceId, joining.room))
    }
    return { ok: true, hub: deps.hubInfo(), devices }
  }

  const report = async (socket: DeviceSocket, message: z.infer<typeof zCounted>): Promise<ReportAck> => {
    const { link } = socket.data
    const large = tooLarge(link, message)
    if (large !== undefined) return large
    if (link.joined.size === 0) return refuse('hello-first', 'Say hello before sending reports.')
    if (link.busy)
      return refuse('busy', 'One message at a time: wait for the acknowledgement of the one before.')
    link.busy = true
    try {
      return await takeReports(message, link, registry, clock)
    } finally {
      link.busy = false
    }
  }

  door.on('connection', (raw) => {
    const socket = raw as DeviceSocket
    const { link } = socket.data
    socket.conn.on('packet', ({ data }: { data?: unknown }) => noteSize(link, data))
    socket.on('hello', guard.handler('hello', zHello, (message) => hello(socket, message)) as never)
    socket.on('report', guard.handler('report', zCounted, (message) => report(socket, message)) as never)
    socket.on(
      'bye',
      guard.handler('bye', zBye, async ({ deviceIds }) => {
        await Promise.all(deviceIds.map((deviceId) => leave(socket, deviceId, 'left')))
        return { ok: true }
      }) as never,
    )
    socket.on('disconnect', () => {
      leaveAll(socket, 'lost').catch(logged('a lost device is not recorded as gone'))
    })
    if (revocations.since(link.asOf))
      directory
        .deviceToken(link.token)
        .then((token) => {
          if (!token.ok) withdraw(socket, token.error)
        })
        .catch(logged('a token could not be checked again'))
  })

  tellDevices(deps.feed, registry, (deviceId) => {
    const socket = live.get(deviceId)
    if (socket === undefined) return undefined
    return {
      order: (order) => void socket.emit('cuff:order', order),
      infusion: (state) => void socket.emit('infusion:state', state),
    }
  })

  directory.onRevoked((revoked) => {
    for (const socket of [...sockets()]) {
      const { link } = socket.data
      if (revoked.kind === 'token' && link.tokenId === revoked.tokenId) withdraw(socket, WITHDRAWN)
      if (revoked.kind === 'device' && link.allowed.has(revoked.deviceId)) withdraw(socket, CHANGED)
    }
  })

  return {
    mark() {
      const { hubAtMs, rate, incarnation } = deps.hubInfo()
      door.emit('mark', { hubAtMs, rate, incarnation })
    },
    close(why) {
      door.emit('closing', why)
    },
    hubStepped({ fromMs, toMs }) {
      for (const { data } of sockets()) {
        const { link } = data
        if (link.clock === undefined) continue
        link.clock = afterHubStep(link.clock, toMs - fromMs)
        for (const { deviceId, roomId } of link.joined.values())
          registry
            .room(roomId)
            ?.clockJumped(deviceId, link.clock.offsetMs, toMs - fromMs)
            .catch(logged('a changed offset is not recorded'))
      }
    },
  }
}
