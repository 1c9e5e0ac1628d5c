// Owns the screen door (/screens): who may look, what they follow, their commands, and the marks that prove the hub lives.
// Never shows an uncommitted record; never lets a screen see a session or do an act that access.ts does not allow.
import type { RoomId } from '@chairside/shared/ids.ts'
import type { HubInfo } from '@chairside/shared/protocol/devices.ts'
import {
  type Command,
  type CommandAnswer,
  MARK_EVERY_MS,
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
import type { RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import type { Refusal, Result } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type { Server } from 'socket.io'
import * as z from 'zod'
import { admission } from '../doors/admission.ts'
import type { Answer, Guard } from '../doors/guarded.ts'
import { countRevocations } from '../doors/revocations.ts'
import type { Wall } from '../doors/wall.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { CommandDesk } from '../session/command-desk.ts'
import type { HeadFeed } from '../session/head-feed.ts'
import type { Room } from '../session/room.ts'
import { type RoomContext, roomLive, roomSummary } from '../session/room-summary.ts'
import type { SessionRegistry } from '../session/session-registry.ts'
import type { Directory, SessionIndex } from '../store/directory.ts'
import type { Suite } from '../suite/suite.ts'
import { createRoomsPublisher, roomOutline } from './rooms-publisher.ts'
import { admitScreen } from './screen-admission.ts'
import { outboxFull, type ScreenConn, type ScreenSocket } from './screen-conn.ts'
import { watchRevocations } from './screen-revocation.ts'
import { createSight } from './screen-sight.ts'
import { createScreenSuite } from './screen-suite.ts'
import { createTailPublisher } from './tail-publisher.ts'

export type ScreenGatewayDeps = {
  readonly io: Server
  readonly directory: Directory
  readonly index: SessionIndex
  readonly registry: SessionRegistry
  readonly desk: CommandDesk
  readonly suite: Suite
  readonly log: SessionLog
  readonly feed: HeadFeed
  readonly guard: Guard
  readonly wall: Wall
  readonly logger: Logger
  readonly hubInfo: () => HubInfo
  readonly health: () => Pick<Mark, 'recording' | 'disk' | 'clockNote'>
  readonly recordInSuite: (body: RecordBody) => Promise<Result<unknown>>
  readonly originAllowed: (headers: { origin?: string | undefined; host?: string | undefined }) => boolean
  readonly secure: (headers: Record<string, unknown>) => boolean
  readonly zone: string
  readonly demo: boolean
}
export type ScreenGateway = {
  roomChanged(room: Room): void
  roomLive(room: Room): void
  /** Each half second of wall time: marks to the quiet, changes of rooms, laggards. */
  tick(): void
  /** Something every screen must know now (disk, recording, clock). */
  markAll(): void
  close(why: Refusal): void
}

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
  command: zCommand,
  'command:status': zCommandStatus,
} as const satisfies { [E in keyof ScreenToHub]: z.ZodType }
type Events = typeof SCREEN_EVENTS

export function createScreenGateway(deps: ScreenGatewayDeps): ScreenGateway {
  const { directory, registry, desk, suite, logger, guard, wall } = deps
  const door = deps.io.of('/screens')
  const sockets = (): Iterable<ScreenSocket> => door.sockets.values() as unknown as Iterable<ScreenSocket>
  const hubNowMs = () => deps.hubInfo().hubAtMs
  const context: RoomContext = {
    nurseOf: suite.nurseOf,
    nameOf: (step) => {
      const duty = suite.onDuty()
      return step === 'physician' || step === 'backup' ? duty[step]?.actor.name : undefined
    },
  }
  const rooms = createRoomsPublisher({
    sockets,
    registry,
    nowMs: hubNowMs,
    context,
    roomsOf: suite.roomsOf,
  })
  const suiteSide = createScreenSuite({ suite, registry, sockets, onRoomChanged: rooms.changed })
  const revocations = countRevocations(directory)
  const sight = createSight(registry, deps.index)

  const note = (
    { data: { conn } }: ScreenSocket,
    event: RecordOf<'screen'>['event'],
    more: Partial<RecordOf<'screen'>> = {},
  ): void => {
    if (conn.enrolled === undefined) return
    const { screenId, name: screenName } = conn.enrolled
    const by = conn.signIn === undefined ? {} : { by: conn.signIn.actor }
    deps
      .recordInSuite({ kind: 'screen', screenId, screenName, event, view: conn.view, ...by, ...more })
      .catch((error: unknown) => logger.error({ err: error }, 'screen event not recorded'))
  }
  const tails = createTailPublisher({
    door,
    log: deps.log,
    feed: deps.feed,
    logger,
    nowMs: hubNowMs,
    wallMs: wall.nowMs,
    onLagging: (socket, stream) => {
      logger.warn({ screen: socket.data.conn.screenId, stream }, 'a screen does not take its records')
      note(socket, 'lagging')
    },
    onCaughtUp: (socket) => note(socket, 'caughtUp'),
  })

  door.use(
    admission(logger, guard, async (socket) => {
      const admitted = await admitScreen(socket.handshake, {
        directory,
        originAllowed: deps.originAllowed,
        wallMs: wall.nowMs,
        revocations,
      })
      if (admitted.ok) (socket as unknown as ScreenSocket).data.conn = admitted.value
      return admitted
    }),
  )

  const markFor = (conn: ScreenConn): Mark => {
    const { hubAtMs, rate, incarnation, build } = deps.hubInfo()
    const heads: Record<string, number> = {}
    for (const stream of conn.following.keys()) {
      const head = tails.head(stream)
      if (head !== undefined) heads[stream] = head
    }
    return { hubAtMs, rate, incarnation, build, heads, ...deps.health() }
  }
  /** A frozen reader gets none: what waits for it already says everything it will need. */
  const sendMark = (socket: ScreenSocket): void => {
    if (outboxFull(socket)) return
    socket.data.conn.lastOutMs = wall.nowMs()
    socket.emit('mark', markFor(socket.data.conn))
  }

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

  type Handlers = { [E in keyof Events]: (said: z.infer<Events[E]>) => Promise<Answer> | Answer }
  const handlersOf = (socket: ScreenSocket): Handlers => {
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
      command: (said) => command(socket, said),
      'command:status': ({ commandId }) => desk.status(commandId),
    }
  }

  const takeBack = watchRevocations({
    directory,
    revocations,
    sight,
    tails,
    sockets,
    logger,
    note,
    onSignedOut: suiteSide.whose,
  })

  door.on('connection', (raw) => {
    const socket = raw as unknown as ScreenSocket
    for (const [event, handle] of Object.entries(handlersOf(socket)))
      socket.on(
        event as never,
        guard.handler(event, SCREEN_EVENTS[event as keyof Events], handle as never) as never,
      )
    socket.on('disconnect', () => {
      tails.gone(socket)
      suiteSide.leave(socket)
      if (socket.data.conn.helloAtMs !== undefined) note(socket, 'left')
    })
    takeBack(socket)
  })

  return {
    roomChanged: rooms.changed,
    roomLive: rooms.live,
    tick() {
      const quietSince = wall.nowMs() - MARK_EVERY_MS + 100
      for (const socket of sockets()) if (socket.data.conn.lastOutMs <= quietSince) sendMark(socket)
      rooms.flush()
      suiteSide.flush()
      tails.retryLagging()
    },
    markAll() {
      for (const socket of sockets()) sendMark(socket)
    },
    close: (why) => void door.emit('closing', why),
  }
}
