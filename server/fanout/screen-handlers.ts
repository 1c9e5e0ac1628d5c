// Owns what a screen may ask of the hub, event by event, and what it is answered.
// Never lets a screen see a session or do an act that access.ts does not allow.
import { mayCommand } from '@chairside/shared/access.ts'
import type { RoomId } from '@chairside/shared/ids.ts'
import type { HubInfo } from '@chairside/shared/protocol/devices.ts'
import {
  type Command,
  type CommandAnswer,
  type HandoverAck,
  type Mark,
  type MineAck,
  type RoomsAck,
  type RoomWatchAck,
  type ScreenHelloAck,
  type ScreenToHub,
  type TailOpenAck,
  zAlarmShown,
  zCommand,
  zCommandStatus,
  zRoomWatch,
  zScreenHello,
  zScreenState,
  zTailClose,
  zTailOpen,
} from '@chairside/shared/protocol/screens.ts'
import type { RecordOf } from '@chairside/shared/record/record.ts'
import { refuse } from '@chairside/shared/result.ts'
import * as z from 'zod'
import type { Answer } from '../doors/guarded.ts'
import type { CommandDesk } from '../session/acts/command-desk.ts'
import { type RoomContext, roomLive, roomSummary } from '../session/rooms/room-summary.ts'
import type { Directory } from '../store/directory.ts'
import type { Suite } from '../suite/suite.ts'
import { type RoomsPublisher, roomOutline } from './rooms-publisher.ts'
import type { ScreenConn, ScreenSocket } from './screen-conn.ts'
import type { Sight } from './screen-sight.ts'
import type { ScreenSuite } from './screen-suite.ts'
import type { TailPublisher } from './tail-publisher.ts'

const zNothing = z.strictObject({})

/** Every event a screen may send, with its form. */
export const SCREEN_EVENTS = {
  'screen:hello': zScreenHello,
  'screen:state': zScreenState,
  'alarm:shown': zAlarmShown,
  'mine:open': zNothing,
  'tail:open': zTailOpen,
  'tail:close': zTailClose,
  'rooms:open': zNothing,
  'rooms:close': zNothing,
  'room:watch': zRoomWatch,
  'handover:look': zRoomWatch,
  command: zCommand,
  'command:status': zCommandStatus,
} as const satisfies { [E in keyof ScreenToHub]: z.ZodType }
type Events = typeof SCREEN_EVENTS
type Handlers = { readonly [E in keyof Events]: (said: z.infer<Events[E]>) => Promise<Answer> | Answer }

/** Records in the suite what happened at an enrolled screen; nothing for one that is not. */
export type ScreenNote = (
  socket: ScreenSocket,
  event: RecordOf<'screen'>['event'],
  more?: Partial<RecordOf<'screen'>>,
) => void

export type ScreenHandlerDeps = {
  readonly directory: Directory
  readonly desk: CommandDesk
  readonly suite: Suite
  readonly suiteSide: ScreenSuite
  readonly rooms: RoomsPublisher
  readonly context: RoomContext
  readonly sight: Sight
  readonly tails: TailPublisher
  readonly note: ScreenNote
  readonly markFor: (conn: ScreenConn) => Mark
  readonly hubInfo: () => HubInfo
  readonly secure: (headers: Record<string, unknown>) => boolean
  readonly zone: string
  readonly demo: boolean
}

/** @returns of a connection, what answers each event; what it is told has its form already. */
export function createScreenHandlers(deps: ScreenHandlerDeps): (socket: ScreenSocket) => Handlers {
  const { directory, desk, suite, suiteSide, rooms, sight, tails, context, note, markFor } = deps
  const hubNowMs = () => deps.hubInfo().hubAtMs

  const hello = (socket: ScreenSocket, said: z.infer<typeof zScreenHello>): ScreenHelloAck => {
    const { conn } = socket.data
    const { enrolled, signIn } = conn
    const first = conn.helloAtMs === undefined
    const changed = conn.view !== said.view || conn.sound !== said.sound
    conn.view = said.view
    conn.sound = said.sound
    conn.helloAtMs = hubNowMs()
    suiteSide.arrive(socket, said)
    if (first || changed) note(socket, first ? 'joined' : 'view', { sound: said.sound })
    if (first && said.lostHubForMs !== undefined && said.lostHubForMs > 0)
      note(socket, 'lostHub', { forMs: said.lostHubForMs })
    return {
      ok: true,
      hub: deps.hubInfo(),
      mark: markFor(conn),
      screen: {
        ...(enrolled === undefined ? {} : { screenId: enrolled.screenId, screenName: enrolled.name }),
        ...(enrolled?.roomId === undefined ? {} : { roomId: enrolled.roomId }),
        ...(signIn === undefined ? {} : { actor: signIn.actor }),
        secure: deps.secure(socket.handshake.headers),
        zone: deps.zone,
        demo: deps.demo,
      },
    }
  }

  const openTail = async (
    socket: ScreenSocket,
    { stream, afterSeq }: z.infer<typeof zTailOpen>,
  ): Promise<TailOpenAck> => {
    const { conn } = socket.data
    const { viewer } = conn
    const seen = await sight.stream(viewer, stream)
    if (!seen.ok) return seen
    const opened = await tails.open(socket, stream, afterSeq)
    suiteSide.hearsMore(socket)
    if (conn.viewer === viewer) return opened
    // The sign-in ended while the log was being asked.
    const still = await sight.stream(conn.viewer, stream)
    if (!still.ok) tails.close(socket, stream)
    return still.ok ? opened : still
  }

  const watchRoom = (conn: ScreenConn, roomId: RoomId): RoomWatchAck => {
    const room = sight.room(conn.viewer, roomId)
    if (!room.ok) return room
    conn.watching = roomId
    conn.outline = roomOutline(room.value, context)
    const live = roomLive(room.value, hubNowMs())
    return {
      ok: true,
      room: roomSummary(room.value, hubNowMs(), context),
      ...(live === undefined ? {} : { live }),
    }
  }

  const openRooms = (socket: ScreenSocket): RoomsAck => {
    const { conn } = socket.data
    const seen = sight.rooms(conn.viewer)
    if (!seen.ok) return seen
    conn.rooms = true
    suiteSide.hearsMore(socket)
    return { ok: true, rooms: seen.value.map((room) => roomSummary(room, hubNowMs(), context)) }
  }

  const openMine = (conn: ScreenConn): MineAck => {
    const seen = sight.rooms(conn.viewer)
    return seen.ok ? { ok: true, mine: rooms.mineOf(conn) } : seen
  }

  /** For whoever could have a room: it says everything of the patient that matters. */
  const lookAtHandover = async ({ viewer }: ScreenConn, roomId: RoomId): Promise<HandoverAck> => {
    if (!mayCommand(viewer.role, 'handover.answer'))
      return refuse('not-allowed', 'Only nurses and physicians hand rooms over.', 'roomId')
    const found = await suite.handover(roomId)
    return found.ok ? { ok: true, handover: found.value } : found
  }

  /** What needs a name and has none, or the wrong one, the desk refuses. */
  const command = async (socket: ScreenSocket, said: Command): Promise<CommandAnswer> => {
    const { conn } = socket.data
    const signIn = await directory.signInOf(conn.cookie)
    return desk.run(said, {
      by: signIn?.actor,
      screenId: conn.screenId,
      enrolledIn: conn.enrolled?.roomId,
      place: suite.placeOf(socket),
      pageId: conn.pageId,
    })
  }

  return (socket) => {
    const { conn } = socket.data
    return {
      'screen:hello': (said) => hello(socket, said),
      'tail:open': (said) => openTail(socket, said),
      'tail:close': ({ stream }) => {
        tails.close(socket, stream)
        return { ok: true }
      },
      'screen:state': (said) => suiteSide.report(socket, said),
      'alarm:shown': (said) => suiteSide.shown(socket, said),
      'mine:open': () => openMine(conn),
      'rooms:open': () => openRooms(socket),
      'rooms:close': () => {
        conn.rooms = false
        return { ok: true }
      },
      'room:watch': ({ roomId }) => watchRoom(conn, roomId),
      'handover:look': ({ roomId }) => lookAtHandover(conn, roomId),
      command: (said) => command(socket, said),
      'command:status': ({ commandId }) => desk.status(commandId),
    }
  }
}
