// Owns what one screen connection is: who looks, what it follows, when it last heard from us, how far it lags.
import type { Viewer } from '@chairside/shared/access.ts'
import type { EpochMs, RoomId, ScreenId, StreamId } from '@chairside/shared/ids.ts'
import type { HubToScreen, ScreenToHub } from '@chairside/shared/protocol/screens.ts'
import type { Socket } from 'socket.io'
import type { EnrolledScreen, SignIn } from '../store/directory.ts'

export type ScreenData = {
  conn: ScreenConn
}
export type ScreenSocket = Socket<ScreenToHub, HubToScreen, Record<string, never>, ScreenData>

export type ScreenConn = {
  readonly cookie: string | undefined
  /** How many revocations there had been when its cookies were looked up. */
  readonly asOf: number
  readonly enrolled: EnrolledScreen | undefined
  /** As it was when the connection opened: enough to look, never enough to act. Gone when that sign-in is ended. */
  signIn: SignIn | undefined
  viewer: Viewer
  readonly screenId: ScreenId | undefined
  view: string
  sound: string
  /** Next record this screen expects on each stream it follows. */
  readonly following: Map<StreamId, number>
  /** Streams of which something was dropped, until it asks again. */
  readonly lagging: Set<StreamId>
  watching: RoomId | undefined
  /** The watched room as this screen was last told it is. */
  outline: string
  rooms: boolean
  /** Whose rooms it was last told are its nurse's, and which; undefined: it does not ask. */
  mine: string | undefined
  /** Of this load of the page. */
  pageId: string | undefined
  /** Something about rooms was not sent because the outbox was full. */
  missedRooms: boolean
  /** Wall time (monotonic) of the last message out. */
  lastOutMs: number
  helloAtMs: EpochMs | undefined
}

export const viewerOf = (signIn: SignIn | undefined, enrolled: EnrolledScreen | undefined): Viewer => ({
  role: signIn?.actor.role,
  screen: enrolled === undefined ? undefined : { roomId: enrolled.roomId },
})

export const newConn = (
  cookie: string | undefined,
  signIn: SignIn | undefined,
  enrolled: EnrolledScreen | undefined,
  nowMs: number,
  asOf = 0,
): ScreenConn => ({
  cookie,
  asOf,
  enrolled,
  signIn,
  viewer: viewerOf(signIn, enrolled),
  screenId: enrolled?.screenId,
  view: '',
  sound: '',
  following: new Map(),
  lagging: new Set(),
  watching: undefined,
  outline: '',
  rooms: false,
  mine: undefined,
  pageId: undefined,
  missedRooms: false,
  lastOutMs: nowMs,
  helloAtMs: undefined,
})

/** Packets, and bytes, that wait in the hub for this reader; past either it is a frozen reader, not a slow one. */
export const OUTBOX_PACKETS = 256
export const OUTBOX_BYTES = 4_000_000
/** So few packets need no counting of bytes: a packet of ours holds at most a few hundred lines. */
const FEW_PACKETS = 16
/** A reader that has been told it lags is taken up again once it has read nearly everything. */
const DRAINED_PACKETS = 4

type Engine = {
  readonly writeBuffer?: readonly { readonly data?: unknown }[]
  readonly transport?: { readonly socket?: { readonly bufferedAmount?: number } }
}

/** Bytes that wait for this reader: in the websocket and behind it. */
export function waitingBytes(socket: Pick<ScreenSocket, 'conn'>): number {
  const { writeBuffer = [], transport } = socket.conn as unknown as Engine
  let bytes = transport?.socket?.bufferedAmount ?? 0
  for (const { data } of writeBuffer) if (typeof data === 'string') bytes += data.length
  return bytes
}

const waitingPackets = (socket: Pick<ScreenSocket, 'conn'>): number =>
  (socket.conn as unknown as Engine).writeBuffer?.length ?? 0

export function outboxFull(socket: Pick<ScreenSocket, 'conn'>): boolean {
  const packets = waitingPackets(socket)
  if (packets >= OUTBOX_PACKETS) return true
  return packets >= FEW_PACKETS && waitingBytes(socket) >= OUTBOX_BYTES
}

export const outboxDrained = (socket: Pick<ScreenSocket, 'conn'>): boolean =>
  waitingPackets(socket) <= DRAINED_PACKETS
