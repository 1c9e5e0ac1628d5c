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
  readonly enrolled: EnrolledScreen | undefined
  /** As it was when the connection opened: enough to look, never enough to act. */
  readonly signIn: SignIn | undefined
  readonly viewer: Viewer
  readonly screenId: ScreenId | undefined
  view: string
  /** Next record this screen expects on each stream it follows. */
  readonly following: Map<StreamId, number>
  /** Streams of which something was dropped, until it asks again. */
  readonly lagging: Set<StreamId>
  watching: RoomId | undefined
  rooms: boolean
  /** Wall time (monotonic) of the last message out. */
  lastOutMs: number
  helloAtMs: EpochMs | undefined
}

/** Packets that wait in the hub for this reader; past the bound it is a frozen reader, not a slow one. */
export const OUTBOX_PACKETS = 256

export const outboxFull = (socket: ScreenSocket): boolean => {
  const engine = socket.conn as unknown as { writeBuffer?: unknown[] }
  return (engine.writeBuffer?.length ?? 0) >= OUTBOX_PACKETS
}
