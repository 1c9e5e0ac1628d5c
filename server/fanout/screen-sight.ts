// Owns what a screen may see of streams and rooms, asked anew each time. The rules themselves are access.ts's.
import { maySeeRoom, maySeeRooms, maySeeSession, type Viewer } from '@chairside/shared/access.ts'
import { type RoomId, type StreamId, sessionOfStream } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Room } from '../session/rooms/room.ts'
import type { SessionRegistry } from '../session/session-registry.ts'
import type { SessionIndex } from '../store/directory.ts'

export type Sight = {
  stream(viewer: Viewer, stream: StreamId): Promise<Result<true>>
  room(viewer: Viewer, roomId: RoomId): Result<Room>
  rooms(viewer: Viewer): Result<readonly Room[]>
}

const HIDDEN = refuse('not-allowed', 'This screen or sign-in may not see that.', 'stream')

export function createSight(
  registry: Pick<SessionRegistry, 'roomOf' | 'room' | 'rooms'>,
  index: SessionIndex,
): Sight {
  return {
    async stream(viewer, stream) {
      const sessionId = sessionOfStream(stream)
      // The suite's and the hub's own facts name people and screens, never patients; they are for who is signed in to care.
      if (sessionId === undefined) return maySeeRooms({ role: viewer.role }) ? ok(true) : HIDDEN
      const open = registry.roomOf(sessionId)
      if (open !== undefined)
        return maySeeSession(viewer, { roomId: open.roomId, open: true }) ? ok(true) : HIDDEN
      const row = await index.get(sessionId)
      if (row === undefined)
        return viewer.role === undefined
          ? HIDDEN
          : refuse('stream-unknown', 'There is no such session on this hub.', 'stream')
      return maySeeSession(viewer, { roomId: row.roomId, open: row.closedAtMs === undefined })
        ? ok(true)
        : HIDDEN
    },
    room(viewer, roomId) {
      if (!maySeeRoom(viewer, roomId))
        return refuse('not-allowed', 'This screen or sign-in may not see that room.', 'roomId')
      const room = registry.room(roomId)
      return room === undefined ? refuse('not-found', 'There is no such room.', 'roomId') : ok(room)
    },
    rooms: (viewer) =>
      maySeeRooms(viewer)
        ? ok(registry.rooms().filter((room) => maySeeRoom(viewer, room.roomId)))
        : refuse('not-allowed', 'This sign-in may not see the rooms.'),
  }
}
