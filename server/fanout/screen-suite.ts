// Owns the suite's side of a screen connection: which page it is, what it reports of itself, what it is told of its sound
// and of the suite. Never decides who sounds: the suite does.
import { maySeeRoom, maySeeRooms, maySeeSession } from '@chairside/shared/access.ts'
import { sessionStream } from '@chairside/shared/ids.ts'
import type { ScreenState, zAlarmShown, zScreenHello } from '@chairside/shared/protocol/screens.ts'
import { ok, type Refusal, refuse } from '@chairside/shared/result.ts'
import type * as z from 'zod'
import type { Room } from '../session/rooms/room.ts'
import type { SessionRegistry } from '../session/session-registry.ts'
import type { Suite } from '../suite/suite.ts'
import { outboxFull, type ScreenSocket } from './screen-conn.ts'

type Done = { readonly ok: true } | { readonly ok: false; readonly error: Refusal }

export type ScreenSuite = {
  /** On each hello: another view may be another place. */
  arrive(socket: ScreenSocket, said: z.infer<typeof zScreenHello>): void
  report(socket: ScreenSocket, state: ScreenState): Done
  shown(socket: ScreenSocket, said: z.infer<typeof zAlarmShown>): Done
  leave(socket: ScreenSocket): void
  /** What it stood on has changed. */
  whose(socket: ScreenSocket): void
  /** It lists rooms or follows a session from now on. */
  hearsMore(socket: ScreenSocket): void
  /** Sends the suite's state where it has changed. */
  flush(): void
}

const DONE: Done = { ok: true }
const HELLO_FIRST = refuse('hello-first', 'Say "screen:hello" first: where this page is is not known yet.')

export function createScreenSuite(deps: {
  readonly suite: Suite
  readonly registry: SessionRegistry
  readonly sockets: () => Iterable<ScreenSocket>
  readonly onRoomChanged: (room: Room) => void
}): ScreenSuite {
  const { suite, registry } = deps
  let changed = false
  const told = new WeakMap<ScreenSocket, string>()

  suite.onChanged((rooms) => {
    changed = true
    for (const roomId of rooms) {
      const room = registry.room(roomId)
      if (room !== undefined) deps.onRoomChanged(room)
    }
  })

  const mayHear = ({ data: { conn } }: ScreenSocket): boolean =>
    conn.helloAtMs !== undefined && maySeeRooms(conn.viewer)
  const send = (socket: ScreenSocket, text: string, summary: ReturnType<Suite['summary']>): void => {
    if (told.get(socket) === text) return
    told.set(socket, text)
    socket.emit('suite:state', summary)
  }
  const here = ({ data: { conn } }: ScreenSocket): boolean => conn.pageId !== undefined

  return {
    arrive(socket, { pageId }) {
      const { conn } = socket.data
      conn.pageId = pageId ?? socket.id
      suite.arrive(
        socket,
        { pageId: conn.pageId, enrolled: conn.enrolled, person: conn.signIn?.actor, view: conn.view },
        {
          grant: (grant) => void socket.emit('sound:state', grant),
          hears: (sessionId, roomId) =>
            (conn.rooms && maySeeRoom(conn.viewer, roomId)) || conn.following.has(sessionStream(sessionId)),
        },
      )
      if (!mayHear(socket)) return
      const summary = suite.summary()
      send(socket, JSON.stringify(summary), summary)
    },
    report(socket, state) {
      if (!here(socket)) return HELLO_FIRST
      suite.report(socket, state)
      return DONE
    },
    shown(socket, { sessionId, alarmId }) {
      if (!here(socket)) return HELLO_FIRST
      const room = registry.roomOf(sessionId)
      if (room === undefined || !maySeeSession(socket.data.conn.viewer, { roomId: room.roomId, open: true }))
        return refuse('not-allowed', 'This screen or sign-in may not see that session.', 'sessionId')
      suite.shown(socket, sessionId, alarmId)
      return ok(true)
    },
    leave(socket) {
      if (here(socket)) suite.leave(socket)
    },
    whose(socket) {
      if (here(socket)) suite.whose(socket, socket.data.conn.signIn?.actor)
    },
    hearsMore(socket) {
      if (here(socket)) suite.hearsMore(socket)
    },
    flush() {
      if (!changed) return
      changed = false
      const summary = suite.summary()
      const text = JSON.stringify(summary)
      for (const socket of deps.sockets()) {
        if (!mayHear(socket)) continue
        if (outboxFull(socket)) changed = true
        else send(socket, text, summary)
      }
    },
  }
}
