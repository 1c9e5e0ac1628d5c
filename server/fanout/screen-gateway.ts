// Owns the screen door (/screens): who may look, what they follow, their commands, and the marks that prove the hub lives.
// Never shows an uncommitted record; never lets a screen see a session or do an act that access.ts does not allow.
import { maySeeRoom, maySeeRooms, maySeeSession } from '@chairside/shared/access.ts'
import { type RoomId, type StreamId, sessionOfStream } from '@chairside/shared/ids.ts'
import type { HubInfo } from '@chairside/shared/protocol/devices.ts'
import { malformed } from '@chairside/shared/protocol/malformed.ts'
import {
  type Command,
  type CommandAnswer,
  MARK_EVERY_MS,
  type Mark,
  SCREEN_PROTOCOL,
  type ScreenHelloAck,
  type TailOpenAck,
  zCommand,
  zCommandStatus,
  zRoomWatch,
  zScreenAuth,
  zScreenHello,
  zTailClose,
  zTailOpen,
} from '@chairside/shared/protocol/screens.ts'
import type { RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type { Server } from 'socket.io'
import * as z from 'zod'
import { admission } from '../doors/admission.ts'
import { guarded } from '../doors/guarded.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { CommandDesk } from '../session/command-desk.ts'
import type { HeadFeed } from '../session/head-feed.ts'
import type { Room } from '../session/room.ts'
import { roomLive, roomSummary } from '../session/room-summary.ts'
import type { SessionRegistry } from '../session/session-registry.ts'
import type { Directory, SessionIndex } from '../store/directory.ts'
import { createRoomsPublisher } from './rooms-publisher.ts'
import type { ScreenConn, ScreenSocket } from './screen-conn.ts'
import { createTailPublisher } from './tail-publisher.ts'

export type ScreenGatewayDeps = {
  readonly io: Server
  readonly directory: Directory
  readonly index: SessionIndex
  readonly registry: SessionRegistry
  readonly desk: CommandDesk
  readonly log: SessionLog
  readonly feed: HeadFeed
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

export function createScreenGateway(deps: ScreenGatewayDeps): ScreenGateway {
  const { directory, registry, desk, logger } = deps
  const door = deps.io.of('/screens')
  const sockets = (): Iterable<ScreenSocket> => door.sockets.values() as unknown as Iterable<ScreenSocket>
  const rooms = createRoomsPublisher({ sockets, nowMs: () => deps.hubInfo().hubAtMs })

  const note = (
    socket: ScreenSocket,
    event: RecordOf<'screen'>['event'],
    more: Partial<RecordOf<'screen'>> = {},
  ): void => {
    const { conn } = socket.data
    if (conn.enrolled === undefined) return
    deps
      .recordInSuite({
        kind: 'screen',
        screenId: conn.enrolled.screenId,
        screenName: conn.enrolled.name,
        event,
        view: conn.view,
        ...(conn.signIn === undefined ? {} : { by: conn.signIn.actor }),
        ...more,
      })
      .catch((error: unknown) => logger.error({ err: error }, 'screen event not recorded'))
  }
  const tails = createTailPublisher({
    door,
    log: deps.log,
    feed: deps.feed,
    nowMs: () => deps.hubInfo().hubAtMs,
    onLagging: (socket, stream) => {
      logger.warn({ screen: socket.data.conn.screenId, stream }, 'a screen does not take its records')
      note(socket, 'lagging')
    },
    onCaughtUp: (socket) => note(socket, 'caughtUp'),
  })

  door.use(
    admission(logger, async (socket) => {
      const { headers, auth } = socket.handshake
      if ('token' in auth)
        return refuse(
          'wrong-door',
          'A device’s token does not open the screen door; devices use /devices.',
          'auth.token',
        )
      if (headers.origin === undefined || !deps.originAllowed(headers))
        return refuse('origin-refused', 'Screens are opened from this hub’s own address only.')
      const parsed = zScreenAuth.safeParse(auth)
      if (!parsed.success) return { ok: false, error: malformed(parsed.error, 'The handshake') }
      if (parsed.data.protocol !== SCREEN_PROTOCOL)
        return refuse(
          'protocol-version',
          'This page is of another version than the hub: reload it.',
          'auth.protocol',
        )
      const { cookie } = headers
      const [signIn, enrolled] = await Promise.all([directory.signInOf(cookie), directory.screenOf(cookie)])
      if (signIn === undefined && enrolled === undefined)
        return refuse('not-signed-in', 'Sign in, or enrol this screen, to see anything here.')
      const conn: ScreenConn = {
        cookie,
        enrolled,
        signIn,
        viewer: {
          role: signIn?.actor.role,
          screen: enrolled === undefined ? undefined : { roomId: enrolled.roomId },
        },
        screenId: enrolled?.screenId,
        view: '',
        following: new Map(),
        lagging: new Set(),
        watching: undefined,
        rooms: false,
        lastOutMs: performance.now(),
        helloAtMs: undefined,
      }
      ;(socket as unknown as ScreenSocket).data.conn = conn
      return ok(true)
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
  const sendMark = (socket: ScreenSocket): void => {
    socket.data.conn.lastOutMs = performance.now()
    socket.emit('mark', markFor(socket.data.conn))
  }

  const maySee = async (conn: ScreenConn, stream: StreamId): Promise<Result<true>> => {
    const hidden = refuse('not-allowed', 'This screen or sign-in may not see that.', 'stream')
    const sessionId = sessionOfStream(stream)
    // The suite's and the hub's own facts name people and screens, never patients; they are for who is signed in to care.
    if (sessionId === undefined) return maySeeRooms({ role: conn.viewer.role }) ? ok(true) : hidden
    const open = registry.roomOf(sessionId)
    if (open !== undefined)
      return maySeeSession(conn.viewer, { roomId: open.roomId, open: true }) ? ok(true) : hidden
    const row = await deps.index.get(sessionId)
    if (row === undefined)
      return conn.viewer.role === undefined
        ? hidden
        : refuse('stream-unknown', 'There is no such session on this hub.', 'stream')
    return maySeeSession(conn.viewer, { roomId: row.roomId, open: row.closedAtMs === undefined })
      ? ok(true)
      : hidden
  }

  const hello = (socket: ScreenSocket, said: z.infer<typeof zScreenHello>): ScreenHelloAck => {
    const { conn } = socket.data
    const first = conn.helloAtMs === undefined
    conn.view = said.view
    conn.helloAtMs = deps.hubInfo().hubAtMs
    note(socket, first ? 'joined' : 'view', { sound: said.sound })
    if (first && said.lostHubForMs !== undefined && said.lostHubForMs > 0)
      note(socket, 'lostHub', { forMs: said.lostHubForMs })
    return {
      ok: true,
      hub: deps.hubInfo(),
      mark: markFor(conn),
      screen: {
        ...(conn.enrolled === undefined
          ? {}
          : { screenId: conn.enrolled.screenId, screenName: conn.enrolled.name }),
        ...(conn.enrolled?.roomId === undefined ? {} : { roomId: conn.enrolled.roomId }),
        ...(conn.signIn === undefined ? {} : { actor: conn.signIn.actor }),
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
    const seen = await maySee(socket.data.conn, stream)
    return seen.ok ? tails.open(socket, stream, afterSeq) : seen
  }

  const watchRoom = (conn: ScreenConn, roomId: RoomId) => {
    if (!maySeeRoom(conn.viewer, roomId))
      return refuse('not-allowed', 'This screen or sign-in may not see that room.', 'roomId')
    const room = registry.room(roomId)
    if (room === undefined) return refuse('not-found', 'There is no such room.', 'roomId')
    conn.watching = roomId
    const live = roomLive(room, deps.hubInfo().hubAtMs)
    return { ok: true as const, room: roomSummary(room), ...(live === undefined ? {} : { live }) }
  }

  const openRooms = (conn: ScreenConn) => {
    if (!maySeeRooms(conn.viewer)) return refuse('not-allowed', 'This sign-in may not see the rooms.')
    conn.rooms = true
    return {
      ok: true as const,
      rooms: registry
        .rooms()
        .filter((room) => maySeeRoom(conn.viewer, room.roomId))
        .map(roomSummary),
    }
  }

  const command = async (conn: ScreenConn, said: Command): Promise<CommandAnswer> => {
    const signIn = await directory.signInOf(conn.cookie)
    if (signIn === undefined)
      return refuse(
        'not-signed-in',
        'Nobody is signed in at this screen any more: sign in, then press again. Nothing was recorded.',
      )
    return desk.run(said, { by: signIn.actor, screenId: conn.screenId })
  }

  door.on('connection', (raw) => {
    const socket = raw as unknown as ScreenSocket
    const { conn } = socket.data
    const on = <S extends z.ZodType>(
      event: string,
      schema: S,
      handle: Parameters<typeof guarded<S>>[3],
    ): void => {
      socket.on(event as never, guarded(event, schema, logger, handle) as never)
    }
    on('screen:hello', zScreenHello, (said) => hello(socket, said))
    on('tail:open', zTailOpen, (said) => openTail(socket, said))
    on('tail:close', zTailClose, ({ stream }) => {
      tails.close(socket, stream)
      return { ok: true }
    })
    on('rooms:open', zNothing, () => openRooms(conn))
    on('rooms:close', zNothing, () => {
      conn.rooms = false
      return { ok: true }
    })
    on('room:watch', zRoomWatch, ({ roomId }) => watchRoom(conn, roomId))
    on('command', zCommand, (said) => command(conn, said))
    on('command:status', zCommandStatus, ({ commandId }) => desk.status(commandId))
    socket.on('disconnect', () => {
      tails.gone(socket)
      if (conn.helloAtMs !== undefined) note(socket, 'left')
    })
  })

  directory.onRevoked((revoked) => {
    for (const socket of sockets()) {
      const { conn } = socket.data
      const hit =
        (revoked.kind === 'person' && conn.signIn?.actor.personId === revoked.personId) ||
        (revoked.kind === 'signIn' && conn.signIn?.signInId === revoked.signInId) ||
        (revoked.kind === 'screen' && conn.screenId === revoked.screenId)
      if (!hit) continue
      if (revoked.kind === 'screen') note(socket, 'revoked')
      socket.emit('closing', {
        code: 'not-signed-in',
        message: 'This sign-in or screen has been ended; sign in again.',
      })
      socket.disconnect(true)
    }
  })

  const markAll = (): void => {
    for (const socket of sockets()) sendMark(socket)
  }
  return {
    roomChanged: rooms.changed,
    roomLive: rooms.live,
    tick() {
      const quietSince = performance.now() - MARK_EVERY_MS + 100
      for (const socket of sockets()) if (socket.data.conn.lastOutMs <= quietSince) sendMark(socket)
      rooms.flush()
      tails.retryLagging()
    },
    markAll,
    close: (why) => void door.emit('closing', why),
  }
}
