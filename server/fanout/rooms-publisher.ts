// Owns who hears about rooms: the room list, one watched room, and the unrecorded numbers of a room without a session.
// Never sends a room to a screen that may not see it, never twice between two ticks, and never leaves out for good what a
// slow screen could not take.
import { maySeeRoom } from '@chairside/shared/access.ts'
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { RoomLive, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { Room } from '../session/room.ts'
import { roomLive, roomSummary } from '../session/room-summary.ts'
import type { SessionRegistry } from '../session/session-registry.ts'
import { outboxFull, type ScreenSocket } from './screen-conn.ts'

export type RoomsPublisher = {
  changed(room: Room): void
  live(room: Room): void
  /** Sends what has changed since the last call. */
  flush(): void
}

type Deps = {
  readonly sockets: () => Iterable<ScreenSocket>
  readonly registry: Pick<SessionRegistry, 'rooms' | 'room'>
  readonly nowMs: () => EpochMs
}

/** Cheap to compare: what a watcher of one room acts on, without the numbers its tail already carries. */
export const roomOutline = (room: Room): string =>
  [
    room.name(),
    room.state().opened?.sessionId,
    ...room.devices().map((device) => `${device.deviceName}/${device.deviceKind}`),
  ].join('\n')

export function createRoomsPublisher({ sockets, registry, nowMs }: Deps): RoomsPublisher {
  const changedRooms = new Map<RoomId, Room>()
  const liveRooms = new Map<RoomId, Room>()

  /** Of thousands of rooms and screens, each room is looked at once and each screen at its own. */
  const sendChanged = (): void => {
    const changed = [...changedRooms.values()]
    const made = new Map<Room, RoomSummary>()
    const summary = (room: Room): RoomSummary => {
      const found = made.get(room) ?? roomSummary(room, nowMs())
      made.set(room, found)
      return found
    }
    for (const socket of sockets()) {
      const { conn } = socket.data
      if (!conn.rooms && conn.watching === undefined) continue
      if (outboxFull(socket)) {
        conn.missedRooms = true
        continue
      }
      const missed = conn.missedRooms
      conn.missedRooms = false
      if (conn.rooms) {
        const due = missed ? registry.rooms() : changed
        const mine = due.filter((room) => maySeeRoom(conn.viewer, room.roomId))
        if (mine.length > 0) socket.emit('rooms:changed', mine.map(summary))
      }
      if (conn.watching === undefined) continue
      const watched = missed ? registry.room(conn.watching) : changedRooms.get(conn.watching)
      const outline = watched === undefined ? conn.outline : roomOutline(watched)
      if (watched === undefined || outline === conn.outline) continue
      conn.outline = outline
      socket.emit('room:changed', summary(watched))
    }
    changedRooms.clear()
  }

  const sendLive = (): void => {
    const made = new Map<RoomId, RoomLive | undefined>()
    for (const socket of sockets()) {
      const { watching } = socket.data.conn
      const room = watching === undefined ? undefined : liveRooms.get(watching)
      if (room === undefined || outboxFull(socket)) continue
      if (!made.has(room.roomId)) made.set(room.roomId, roomLive(room, nowMs()))
      const live = made.get(room.roomId)
      if (live !== undefined) socket.emit('room:live', live)
    }
    liveRooms.clear()
  }

  const anyMissed = (): boolean => {
    for (const { data } of sockets()) if (data.conn.missedRooms) return true
    return false
  }
  return {
    changed: (room) => void changedRooms.set(room.roomId, room),
    live: (room) => {
      liveRooms.set(room.roomId, room)
      changedRooms.set(room.roomId, room)
    },
    flush() {
      if (changedRooms.size > 0 || anyMissed()) sendChanged()
      if (liveRooms.size > 0) sendLive()
    },
  }
}
