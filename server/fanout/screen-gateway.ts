// Owns the screen door (/screens): who comes in and goes, and the marks that prove the hub lives. What a screen may ask stands
// in screen-handlers. Never shows an uncommitted record.
import type { HubInfo } from '@chairside/shared/protocol/devices.ts'
import { MARK_EVERY_MS, type Mark } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import type { Refusal, Result } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type { Server } from 'socket.io'
import { admission } from '../doors/admission.ts'
import type { Guard } from '../doors/guarded.ts'
import { countRevocations } from '../doors/revocations.ts'
import type { Wall } from '../doors/wall.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { CommandDesk } from '../session/acts/command-desk.ts'
import type { HeadFeed } from '../session/head-feed.ts'
import type { Room } from '../session/rooms/room.ts'
import type { RoomContext } from '../session/rooms/room-summary.ts'
import type { SessionRegistry } from '../session/session-registry.ts'
import type { Directory, SessionIndex } from '../store/directory.ts'
import type { Suite } from '../suite/suite.ts'
import { createRoomsPublisher } from './rooms-publisher.ts'
import { admitScreen } from './screen-admission.ts'
import { outboxFull, type ScreenConn, type ScreenSocket } from './screen-conn.ts'
import { createScreenHandlers, SCREEN_EVENTS, type ScreenNote } from './screen-handlers.ts'
import { watchMoves } from './screen-moves.ts'
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

export function createScreenGateway(deps: ScreenGatewayDeps): ScreenGateway {
  const { directory, registry, suite, logger, guard, wall } = deps
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

  const note: ScreenNote = ({ data: { conn } }, event, more = {}) => {
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

  const handlersOf = createScreenHandlers({ ...deps, rooms, suiteSide, sight, tails, context, note, markFor })
  watchMoves({
    feed: deps.feed,
    sight,
    tails,
    sockets,
    onBroken: (error) => logger.error({ err: error }, 'what a screen may follow could not be found out'),
  })
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
        guard.handler(event, SCREEN_EVENTS[event as keyof typeof SCREEN_EVENTS], handle as never) as never,
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
