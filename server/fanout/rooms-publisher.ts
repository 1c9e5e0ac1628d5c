// Owns who hears about rooms: the room list, one watched room, and the unrecorded numbers of a room without a session.
// Never sends a room to a screen that may not see it, never twice between two ticks, and never leaves out for good what a
// slow screen could not take.
import { forMine, maySeeRoom } from '@chairside/shared/access.ts'
import { nextTurn } from '@chairside/shared/alarm/silence/escalation.ts'
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { MyRooms, RoomLive, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { Room } from '../session/rooms/room.ts'
import { type RoomContext, roomLive, roomSummary } from '../session/rooms/room-summary.ts'
import type { SessionRegistry } from '../session/session-registry.ts'
import { outboxFull, type ScreenConn, type ScreenSocket } from './screen-conn.ts'

export type RoomsPublisher = {
  changed(room: Room): void
  live(room: Room): void
  /** The rooms of the nurse who has this screen's room, or who is signed in at it. */
  mineOf(conn: ScreenConn): MyRooms
  /** Sends what has changed since the last call. */
  flush(): void
}

type Deps = {
  readonly sockets: () => Iterable<ScreenSocket>
  readonly registry: Pick<SessionRegistry, 'rooms' | 'room'>
  readonly nowMs: () => EpochMs
  readonly context: RoomContext
  readonly roomsOf: (personId: string) => readonly RoomId[]
}

/**
 * Cheap to compare: what a watcher of one room acts on and its tail does not carry. Who is told next of an alarm is the
 * engine's word, and no record before it happens.
 */
export function roomOutline(room: Room, { nurseOf, nameOf }: RoomContext): string {
  const { session, engine } = room.actor()?.committed() ?? {}
  const nurse = nurseOf(room.roomId)
  const turns = Object.values(session?.alarms ?? {}).flatMap(({ alarm: { alarmId } }) => {
    const turn = engine === undefined ? undefined : nextTurn(engine.escalation, alarmId)
    return turn === undefined ? [] : [`${alarmId}/${turn.step}/${turn.atMs}/${nameOf(turn.step) ?? ''}`]
  })
  return [
    room.name(),
    room.state().opened?.sessionId,
    nurse?.personId,
    nurse?.signedOut,
    ...room.devices().map((device) => `${device.deviceName}/${device.deviceKind}`),
    ...turns,
  ].join('\n')
}

export function createRoomsPublisher({ sockets, registry, nowMs, context, roomsOf }: Deps): RoomsPublisher {
  const changedRooms = new Map<RoomId, Room>()
  const liveRooms = new Map<RoomId, Room>()

  const nurseAt = ({ enrolled, watching, signIn }: ScreenConn): MyRooms['nurse'] => {
    const roomId = enrolled?.roomId ?? watching
    const has = roomId === undefined ? undefined : context.nurseOf(roomId)
    const here = signIn?.actor.role === 'nurse' ? signIn.actor : undefined
    const nurse = has ?? here
    return nurse === undefined ? undefined : { personId: nurse.personId, name: nurse.name }
  }
  const myRooms = (conn: ScreenConn): { nurse: MyRooms['nurse']; rooms: readonly Room[] } => {
    const nurse = nurseAt(conn)
    const ids = nurse === undefined ? [] : roomsOf(nurse.personId)
    return { nurse, rooms: registry.rooms().filter(({ roomId }) => ids.includes(roomId)) }
  }
  const mineOf = (
    conn: ScreenConn,
    summary = (room: Room): RoomSummary => roomSummary(room, nowMs(), context),
  ): MyRooms => {
    const { nurse, rooms } = myRooms(conn)
    const lines = rooms.map((room) => forMine(conn.viewer, summary(room)))
    return { ...(nurse === undefined ? {} : { nurse }), rooms: lines }
  }
  /** Cheap to compare: whose they are and which. */
  const mineKey = (conn: ScreenConn): string => {
    const { nurse, rooms } = myRooms(conn)
    return [nurse?.personId, nurse?.name, ...rooms.map(({ roomId }) => roomId)].join('\n')
  }
  const sendMine = (socket: ScreenSocket, isAll: boolean, summary: (room: Room) => RoomSummary): void => {
    const { conn } = socket.data
    const key = mineKey(conn)
    const isChanged = key !== conn.mine || myRooms(conn).rooms.some(({ roomId }) => changedRooms.has(roomId))
    if (!isAll && !isChanged) return
    conn.mine = key
    socket.emit('mine:changed', mineOf(conn, summary))
  }

  /** Of thousands of rooms and screens, each room is looked at once and each screen at its own. */
  const sendChanged = (): void => {
    const changed = [...changedRooms.values()]
    const made = new Map<Room, RoomSummary>()
    const summary = (room: Room): RoomSummary => {
      const found = made.get(room) ?? roomSummary(room, nowMs(), context)
      made.set(room, found)
      return found
    }
    for (const socket of sockets()) {
      const { conn } = socket.data
      if (!conn.rooms && conn.watching === undefined && conn.mine === undefined) continue
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
      if (conn.mine !== undefined) sendMine(socket, missed, summary)
      if (conn.watching === undefined) continue
      const watched = missed ? registry.room(conn.watching) : changedRooms.get(conn.watching)
      const outline = watched === undefined ? conn.outline : roomOutline(watched, context)
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
    mineOf(conn) {
      conn.mine = mineKey(conn)
      return mineOf(conn)
    },
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
