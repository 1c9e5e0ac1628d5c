// Owns who hears about rooms: the room list, one watched room, and the unrecorded numbers of a room without a session.
// Never sends a room to a screen that may not see it; never sends more than once a second a room.
import { maySeeRoom } from '@chairside/shared/access.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { Room } from '../session/room.ts'
import { roomLive, roomSummary } from '../session/room-summary.ts'
import { outboxFull, type ScreenSocket } from './screen-conn.ts'

export type RoomsPublisher = {
  changed(room: Room): void
  live(room: Room): void
  /** Sends what has changed since the last call. */
  flush(): void
}

type Deps = { readonly sockets: () => Iterable<ScreenSocket>; readonly nowMs: () => EpochMs }

/** Cheap to compare: what a watcher of one room acts on, without the numbers its tail already carries. */
const outline = (summary: RoomSummary): string =>
  JSON.stringify([summary.roomName, summary.deviceNames, summary.deviceConnected, summary.session?.sessionId])

export function createRoomsPublisher({ sockets, nowMs }: Deps): RoomsPublisher {
  const changedRooms = new Set<Room>()
  const liveRooms = new Set<Room>()
  const outlines = new Map<Room, string>()

  const sendChanged = (): void => {
    const summaries = new Map<Room, RoomSummary>()
    const watched = new Set<Room>()
    let anyList = false
    for (const socket of sockets()) {
      anyList ||= socket.data.conn.rooms
      for (const room of changedRooms) if (socket.data.conn.watching === room.roomId) watched.add(room)
    }
    for (const room of changedRooms) if (anyList || watched.has(room)) summaries.set(room, roomSummary(room))
    const turned = new Set<Room>()
    for (const [room, summary] of summaries) {
      const now = outline(summary)
      if (outlines.get(room) !== now) turned.add(room)
      outlines.set(room, now)
    }
    changedRooms.clear()
    for (const socket of sockets()) {
      const { conn } = socket.data
      if (outboxFull(socket)) continue
      if (conn.rooms) {
        const mine = [...summaries]
          .filter(([room]) => maySeeRoom(conn.viewer, room.roomId))
          .map(([, summary]) => summary)
        if (mine.length > 0) socket.emit('rooms:changed', mine)
      }
      for (const room of turned) {
        const summary = summaries.get(room)
        if (summary !== undefined && conn.watching === room.roomId) socket.emit('room:changed', summary)
      }
    }
  }

  const sendLive = (): void => {
    for (const room of liveRooms) {
      const live = roomLive(room, nowMs())
      if (live === undefined) continue
      for (const socket of sockets())
        if (socket.data.conn.watching === room.roomId && !outboxFull(socket)) socket.emit('room:live', live)
    }
    liveRooms.clear()
  }

  return {
    changed: (room) => void changedRooms.add(room),
    live: (room) => {
      liveRooms.add(room)
      changedRooms.add(room)
    },
    flush() {
      if (changedRooms.size > 0) sendChanged()
      if (liveRooms.size > 0) sendLive()
    },
  }
}
