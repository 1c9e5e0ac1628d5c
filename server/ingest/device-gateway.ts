// Owns the device door (/devices): who may come in, hello, one live connection per device, and what devices hear.
// Never lets a device see a patient, and never lets a screen's cookie in.
import { type HubClock, rateNumber } from '@chairside/shared/clock.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { type DeviceId, sessionOfStream } from '@chairside/shared/ids.ts'
import {
  DEVICE_PROTOCOL,
  type DeviceToHub,
  type Hello,
  type HelloAck,
  type HubInfo,
  type HubToDevice,
  type InfusionState,
  MAX_DEVICE_MESSAGE_BYTES,
  zDeviceAuth,
  zHello,
  zReportMessage,
} from '@chairside/shared/protocol/devices.ts'
import { malformed } from '@chairside/shared/protocol/malformed.ts'
import { zDeviceId } from '@chairside/shared/record/report.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type { Namespace, Server, Socket } from 'socket.io'
import * as z from 'zod'
import { admission } from '../doors/admission.ts'
import { guarded } from '../doors/guarded.ts'
import type { HeadFeed } from '../session/head-feed.ts'
import { type Attached, cursorKey } from '../session/prepared.ts'
import type { Room } from '../session/room.ts'
import type { SessionRegistry } from '../session/session-registry.ts'
import type { Directory, RegisteredDevice } from '../store/directory.ts'
import { observe } from './clock-offset.ts'
import { type DeviceLink, newLink } from './device-link.ts'
import { takeReports } from './take-reports.ts'

type DeviceSocket = Socket<
  DeviceToHub,
  HubToDevice,
  Record<string, never>,
  { link: DeviceLink; lastBytes: number }
>

export type DeviceGatewayDeps = {
  readonly io: Server
  readonly directory: Directory
  readonly registry: SessionRegistry
  readonly feed: HeadFeed
  readonly clock: HubClock
  readonly logger: Logger
  readonly hubInfo: () => HubInfo
  readonly originAllowed: (headers: { origin?: string | undefined; host?: string | undefined }) => boolean
}
export type DeviceGateway = { mark(): void; close(why: Refusal): void }

const zBye = z.strictObject({ deviceIds: z.array(zDeviceId).max(64) })

/** What the pump log says, for devices that simulate a patient. */
export function infusionState(deviceId: DeviceId, room: Room): InfusionState {
  const session: SessionState | undefined = room.actor()?.committed().session
  if (session?.opened === undefined) return { deviceId, rates: [] }
  const { plan, rates } = session.infusion
  return {
    deviceId,
    sessionId: session.opened.sessionId,
    rates,
    ...(plan === undefined ? {} : { mgPerMl: plan.doseMg / plan.volumeMl }),
  }
}

export function createDeviceGateway(deps: DeviceGatewayDeps): DeviceGateway {
  const { registry, directory, clock, logger } = deps
  const door = deps.io.of('/devices') as unknown as Namespace<
    DeviceToHub,
    HubToDevice,
    Record<string, never>,
    { link: DeviceLink; lastBytes: number }
  >
  /** The one live connection of each device. */
  const live = new Map<DeviceId, DeviceSocket>()

  door.use(
    admission(logger, async (socket) => {
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
      const token = await directory.deviceToken(parsed.data.token)
      if (!token.ok) return token
      socket.data.link = newLink(token.value.tokenId, token.value.devices)
      return ok(true)
    }),
  )

  const attachedOf = (
    device: RegisteredDevice,
    said: Hello['devices'][number],
    offsetMs: number,
  ): Attached => ({
    kind: 'device.attached',
    deviceId: device.deviceId,
    deviceName: device.name,
    deviceKind: device.kind,
    signals: said.signals,
    everyMs: said.everyMs ?? {},
    takesCuffOrders: said.takesCuffOrders ?? false,
    offsetMs,
  })

  /** Everything that could be wrong, before anything is changed. */
  const checkHello = (
    link: DeviceLink,
    hello: Hello,
  ): Result<{ room: Room; attached: Attached; epoch: Hello['devices'][number]['epoch'] }[]> => {
    const offsetMs = clock.nowMs() - hello.sentAtMs
    const checked: { room: Room; attached: Attached; epoch: Hello['devices'][number]['epoch'] }[] = []
    for (const [at, said] of hello.devices.entries()) {
      const device = link.allowed.get(said.deviceId)
      const room = device === undefined ? undefined : registry.room(device.roomId)
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
      if (rateNumber(clock.rate) !== 1 && device.kind === 'monitor')
        return refuse(
          'rate-refused',
          `This hub runs at ${rateNumber(clock.rate)}× (demo time): it takes simulated and recorded devices only.`,
        )
      if (checked.some(({ attached }) => attached.deviceId === said.deviceId))
        return refuse('malformed', `"${said.deviceId}" is named twice.`, `devices.${at}.deviceId`)
      const attached = attachedOf(device, said, offsetMs)
      const free = room.mayAttach(attached)
      if (!free.ok) return refuse(free.error.code, free.error.message, `devices.${at}.signals`)
      checked.push({ room, attached, epoch: said.epoch })
    }
    return ok(checked)
  }

  const leave = async (
    socket: DeviceSocket,
    deviceId: DeviceId,
    reason: 'lost' | 'left' | 'superseded' | 'revoked',
  ): Promise<void> => {
    const joined = socket.data.link.joined.get(deviceId)
    if (joined === undefined) return
    socket.data.link.joined.delete(deviceId)
    if (live.get(deviceId) === socket) live.delete(deviceId)
    await registry.room(joined.roomId)?.detach(deviceId, reason)
  }

  const hello = async (socket: DeviceSocket, message: Hello): Promise<HelloAck> => {
    const { link } = socket.data
    const checked = checkHello(link, message)
    if (!checked.ok) return checked
    link.clock = observe(undefined, message.sentAtMs, clock.nowMs()).clock
    const devices: Extract<HelloAck, { ok: true }>['devices'][number][] = []
    for (const { room, attached, epoch } of checked.value) {
      const { deviceId } = attached
      const before = live.get(deviceId)
      if (before !== undefined && before !== socket) {
        await leave(before, deviceId, 'superseded')
        before.emit('closing', {
          code: 'device-superseded',
          message: `Another connection of "${deviceId}" has taken over.`,
        })
        if (before.data.link.joined.size === 0) before.disconnect(true)
      }
      live.set(deviceId, socket)
      link.joined.set(deviceId, { deviceId, roomId: room.roomId, epoch })
      const attachedNow = await room.attach(attached)
      if (!attachedNow.ok) return attachedNow
      const sessionId = room.actor()?.sessionId
      devices.push({
        deviceId,
        roomId: room.roomId,
        acceptedThrough: room.cursor(cursorKey(deviceId, epoch)) ?? 0,
        ...(sessionId === undefined ? {} : { sessionId }),
      })
      socket.emit('infusion:state', infusionState(deviceId, room))
    }
    return { ok: true, hub: deps.hubInfo(), devices }
  }

  const noticeClock = async (socket: DeviceSocket, sentAtMs: number): Promise<Result<unknown>> => {
    const { link } = socket.data
    const { clock: after, changedByMs } = observe(link.clock, sentAtMs, clock.nowMs(), rateNumber(clock.rate))
    link.clock = after
    if (changedByMs === undefined) return ok(true)
    for (const { deviceId, roomId } of link.joined.values()) {
      const told = await registry.room(roomId)?.clockJumped(deviceId, after.offsetMs, changedByMs)
      if (told !== undefined && !told.ok) return told
    }
    return ok(true)
  }

  const report = async (socket: DeviceSocket, message: z.infer<typeof zReportMessage>) => {
    const { link } = socket.data
    if (link.joined.size === 0) return refuse('hello-first', 'Say hello before sending reports.')
    if (socket.data.lastBytes > MAX_DEVICE_MESSAGE_BYTES)
      return refuse(
        'too-large',
        `A message holds at most ${MAX_DEVICE_MESSAGE_BYTES} bytes; send fewer reports in each.`,
      )
    if (link.busy)
      return refuse('busy', 'One message at a time: wait for the acknowledgement of the one before.')
    link.busy = true
    try {
      const noticed = await noticeClock(socket, message.sentAtMs)
      if (!noticed.ok) return { ok: false as const, error: noticed.error, retryAfterMs: 1_000 }
      return await takeReports(message, link, registry, clock)
    } finally {
      link.busy = false
    }
  }

  door.on('connection', (raw) => {
    const socket = raw as DeviceSocket
    socket.data.lastBytes = 0
    socket.conn.on('packet', (packet: { data?: unknown }) => {
      socket.data.lastBytes = typeof packet.data === 'string' ? Buffer.byteLength(packet.data) : 0
    })
    socket.on('hello', guarded('hello', zHello, logger, (message) => hello(socket, message)) as never)
    socket.on(
      'report',
      guarded('report', zReportMessage, logger, (message) => report(socket, message)) as never,
    )
    socket.on(
      'bye',
      guarded('bye', zBye, logger, async ({ deviceIds }) => {
        for (const deviceId of deviceIds) await leave(socket, deviceId, 'left')
        return { ok: true }
      }) as never,
    )
    socket.on('disconnect', () => {
      for (const deviceId of [...socket.data.link.joined.keys()])
        leave(socket, deviceId, 'lost').catch((error: unknown) =>
          logger.error({ err: error, device: deviceId }, 'detach'),
        )
    })
  })

  deps.feed.onPublished(({ stream, records }) => {
    const sessionId = sessionOfStream(stream)
    if (sessionId === undefined) return
    for (const record of records) {
      if (record.kind === 'cuff.ordered')
        live.get(record.deviceId)?.emit('cuff:order', { deviceId: record.deviceId, orderId: record.orderId })
      if (record.kind !== 'infusion' && record.kind !== 'session.opened' && record.kind !== 'session.closed')
        continue
      const room = registry.roomOf(sessionId)
      if (room === undefined) continue
      for (const { deviceId } of room.devices())
        live
          .get(deviceId)
          ?.emit('infusion:state', record.kind === 'session.closed' ? { deviceId, rates: [] } : infusionState(deviceId, room))
    }
  })

  const withdraw = async (socket: DeviceSocket, why: Refusal): Promise<void> => {
    socket.emit('closing', why)
    for (const deviceId of [...socket.data.link.joined.keys()]) await leave(socket, deviceId, 'revoked')
    socket.disconnect(true)
  }
  directory.onRevoked((revoked) => {
    if (revoked.kind !== 'token' && revoked.kind !== 'device') return
    for (const raw of door.sockets.values()) {
      const socket = raw as DeviceSocket
      const { link } = socket.data
      const hit =
        revoked.kind === 'token' ? link.tokenId === revoked.tokenId : link.allowed.has(revoked.deviceId)
      if (hit)
        withdraw(socket, {
          code: 'token-revoked',
          message: 'This device’s access has been withdrawn.',
        }).catch((error: unknown) => logger.error({ err: error }, 'withdrawing a device'))
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
  }
}
