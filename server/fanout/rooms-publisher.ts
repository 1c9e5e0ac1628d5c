// Owns who hears about rooms: the room list, one watched room, and the unrecorded numbers of a room without a session.
// Never sends a room to a screen that may not see it, never twice between two ticks, and never leaves out for good what a
// slow screen could not take.
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

type Deps = {
  readonly sockets: () => Iterable<ScreenSocket>
  readonly rooms: () => readonly Room[]
  readonly nowMs: () => EpochMs
}

/** Cheap to compare: what a watcher of one room acts on, without the numbers its tail already carries. */
const outline = (room: Room): string =>
  [
    room.name(),
    room.state().opened?.sessionId,
    ...room.devices().map((device) => `${device.deviceName}/${device.deviceKind}`),
  ].join('\n')

export function createRoomsPublisher({ sockets, rooms, nowMs }: Deps): RoomsPublisher {
  const changedRooms = new Set<Room>()
  const liveRooms = new Set<Room>()
  const outlines = new WeakMap<Room, string>()

  const sendChanged = (): void => {
    const turned = new Set<Room>()
    for (const room of changedRooms) {
      const now = outline(room)
      if (outlines.get(room) !== now) turned.add(room)
      outlines.set(room, now)
    }
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
      const due = conn.missedRooms ? rooms() : [...changedRooms]
      const watched = due.find((room) => room.roomId === conn.watching)
      const turn = watched !== undefined && (conn.missedRooms || turned.has(watched))
      conn.missedRooms = false
      const mine = conn.rooms ? due.filter((room) => maySeeRoom(conn.viewer, room.roomId)) : []
      if (mine.length > 0) socket.emit('rooms:changed', mine.map(summary))
      if (watched !== undefined && turn) socket.emit('room:changed', summary(watched))
    }
    changedRooms.clear()
  }

  const sendLive = (): void => {
    const watchers = [...sockets()].filter(({ data }) => data.conn.watching !== undefined)
    for (const room of liveRooms) {
      const mine = watchers.filter(({ data }) => data.conn.watching === room.roomId)
      const live = mine.length === 0 ? undefined : roomLive(room, nowMs())
      if (live === undefined) continue
      for (const socket of mine) if (!outboxFull(socket)) socket.emit('room:live', live)
    }
    liveRooms.clear()
  }

  const anyMissed = (): boolean => {
    for (const { data } of sockets()) if (data.conn.missedRooms) return true
    return false
  }
  return {
    changed: (room) => void changedRooms.add(room),
    live: (room) => {
      liveRooms.add(room)
      changedRooms.add(room)
    },
    flush() {
      if (changedRooms.size > 0 || anyMissed()) sendChanged()
      if (liveRooms.size > 0) sendLive()
    },
  }
}
