// Owns which rooms there are and which sessions are open in them, from the first record to the seal.
// Never opens two sessions in a room.
import { ADULT_KETAMINE_INFUSION, type RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { HubClock } from '@chairside/shared/clock.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import {
  type CommandId,
  type EpochMs,
  type RoomId,
  type SessionId,
  sessionStream,
} from '@chairside/shared/ids.ts'
import type { CommandAnswer } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import type { Result } from '@chairside/shared/result.ts'
import type { Site } from '@chairside/shared/visit/site.ts'
import type { Logger } from 'pino'
import type { SessionLog } from '../log/session-log.ts'
import type { Directory, HashedRuleSet, SessionIndex, SessionRow } from '../store/directory.ts'
import { commandOf, type ReadActor } from './actor-state.ts'
import type { Engine } from './engine-port.ts'
import type { HeadFeed } from './head-feed.ts'
import { createKnownCommands } from './known-commands.ts'
import { createOpening, type OpenSession } from './opening.ts'
import { afterReassigned, finishReassigned } from './reassigned.ts'
import { createMove, type Move } from './rooms/move.ts'
import { createOnePlace } from './rooms/one-place.ts'
import { createRoom, type Room } from './rooms/room.ts'
import { createSwap, type Swap } from './rooms/swap.ts'
import { createSessionActor, type SessionActor } from './session-actor.ts'
import { recoverSessions } from './session-recovery.ts'
import { rowOf } from './session-row.ts'
import { workOutSummaries } from './session-summaries.ts'
import type { VisitSource } from './visit-source.ts'

export type RegistryDeps = {
  readonly log: SessionLog
  readonly clock: HubClock
  readonly directory: Directory
  readonly index: SessionIndex
  readonly feed: HeadFeed
  readonly logger: Logger
  readonly zone: string
  readonly site: Site
  readonly visits: VisitSource
  readonly newId: () => string
  /** What every new session is judged by, whatever the store says; absent: the store says. */
  readonly rules?: HashedRuleSet | undefined
  /** Absent: the house's own. */
  readonly engine?: Engine | undefined
  readonly recordInSuite: (...bodies: readonly RecordBody[]) => Promise<Result<unknown>>
  readonly onRoomChanged: (room: Room) => void
  readonly onRoomLive: (room: Room) => void
  readonly onStorageFailed: (message: string) => void
  /** A session that was open cannot be read back: it is not shown, and it must not go unsaid. */
  readonly onUnreadable: (sessionId: SessionId, error: unknown) => void
}

export type SessionRegistry = {
  /** Brings every open session back, records the hub's absence in each, and re-derives the session index. */
  start(absence: { readonly fromMs: EpochMs } | undefined): Promise<void>
  rooms(): readonly Room[]
  room(roomId: RoomId): Room | undefined
  openSession(sessionId: SessionId): SessionActor | undefined
  openActors(): readonly SessionActor[]
  roomOf(sessionId: SessionId): Room | undefined
  /** Begins a session in a room that has none. */
  readonly open: OpenSession
  /** Carries a session to a free room. */
  readonly move: Move
  /** Exchanges the monitor of a session's room. */
  readonly swap: Swap
  /** The answer of a command that caused a record, in an open session or one that has lately closed. */
  knownCommand(commandId: CommandId): CommandAnswer | undefined
  refreshRooms(): Promise<void>
  /** Resolves when nothing is being written, closed or listed. */
  idle(): Promise<void>
  stop(): void
}

/** What changes the row of an open session: where it is, and whose. */
const ROW_KINDS: ReadonlySet<string> = new Set(['moved', 'reassignment', 'plan'])

export function createSessionRegistry(deps: RegistryDeps): SessionRegistry {
  const { log, clock, directory, index, feed, logger } = deps
  const rooms = new Map<RoomId, Room>()
  const actors = new Map<SessionId, { readonly actor: SessionActor; readonly room: Room }>()
  const opening = new Set<RoomId>()
  const onePlace = createOnePlace(actors)
  const known = createKnownCommands()
  /** Work that follows a commit and that nobody waits for: rows, seals, lists. */
  const underWay = new Set<Promise<unknown>>()
  let stopped = false

  const lookAfter = (what: string, work: Promise<unknown>): void => {
    const watched: Promise<unknown> = work
      .catch((error: unknown) => logger.error({ err: error }, what))
      .finally(() => underWay.delete(watched))
    underWay.add(watched)
  }

  const ensureRoom = (roomId: RoomId, name: string): Room => {
    const found = rooms.get(roomId)
    if (found !== undefined) return found
    const room = createRoom(roomId, name, {
      clock,
      recordInSuite: deps.recordInSuite,
      onChanged: deps.onRoomChanged,
      onLive: deps.onRoomLive,
    })
    rooms.set(roomId, room)
    return room
  }

  /** The index is derived: failing to write it loses nothing, and the next start writes it again. */
  const putRow = (row: SessionRow | undefined): void => {
    if (row !== undefined) lookAfter('session index not written', index.put(row))
  }

  const finish = async (sessionId: SessionId, roomId: RoomId): Promise<void> => {
    await log.seal(sessionStream(sessionId))
    await deps.recordInSuite({ kind: 'session.listed', sessionId, roomId, event: 'closed' })
  }

  const closed = (sessionId: SessionId, room: Room, actor: SessionActor, atMs: EpochMs): void => {
    actors.delete(sessionId)
    if (room.actor() === actor) room.release(atMs)
    actor.stop()
    lookAfter('a closed session was not sealed and listed', finish(sessionId, room.roomId))
  }

  const startActor = async (
    sessionId: SessionId,
    room: Room,
    rules: RuleSet,
    read?: ReadActor,
  ): Promise<SessionActor> => {
    let provenance: SessionState['provenance'] | undefined
    const actor: SessionActor = await createSessionActor(sessionId, sessionStream(sessionId), {
      log,
      engine: deps.engine,
      clock,
      rules,
      read,
      onCommitted: (committed) => {
        for (const record of committed.records) {
          const command = commandOf(record)
          if (command !== undefined) known.add(sessionId, command)
        }
        feed.publish(committed)
        const { session } = committed.state
        const isElsewhere = committed.records.some(({ kind }) => ROW_KINDS.has(kind))
        if (session.provenance !== provenance || session.closed !== undefined || isElsewhere)
          putRow(rowOf(sessionId, committed.state))
        if (isElsewhere)
          lookAfter(
            'a re-assigned session keeps its old plan',
            afterReassigned(actor, committed.records, deps.visits),
          )
        provenance = session.provenance
        const here = actors.get(sessionId)?.room ?? room
        if (session.closed === undefined) deps.onRoomChanged(here)
        else closed(sessionId, here, actor, session.closed.atMs)
      },
      onFailed: (_session, message) => deps.onStorageFailed(message),
      onQuarantine: (session, error) =>
        logger.error({ err: error, session }, 'alarms are no longer judged in this session (quarantine)'),
      onBroken: (error) =>
        logger.error({ err: error, session: sessionId }, 'something failed beside this session'),
    })
    return actor
  }

  const open = createOpening({
    log,
    clock,
    logger,
    directory,
    visits: deps.visits,
    zone: deps.zone,
    site: deps.site,
    newId: deps.newId,
    rules: deps.rules,
    room: (roomId) => rooms.get(roomId),
    opening,
    placed: actors,
    onePlace,
    startActor,
    lookAfter,
    recordInSuite: deps.recordInSuite,
    onRoomChanged: deps.onRoomChanged,
  })

  const refreshRooms = async (): Promise<void> => {
    const listed = await directory.rooms()
    for (const { roomId, name } of listed) {
      const room = ensureRoom(roomId, name)
      if (room.name() !== name) room.rename(name)
    }
    const there = new Set(listed.map(({ roomId }) => roomId))
    for (const room of rooms.values())
      if (!there.has(room.roomId) && room.actor() === undefined && room.devices().length === 0)
        rooms.delete(room.roomId)
  }

  return {
    async start(absence) {
      await refreshRooms()
      await recoverSessions(absence?.fromMs, {
        log,
        engine: deps.engine,
        index,
        clock,
        rules: ADULT_KETAMINE_INFUSION,
        room: (roomId) => rooms.get(roomId),
        ensureRoom,
        putRow,
        finish: (sessionId, roomId) => lookAfter('closing', finish(sessionId, roomId)),
        known,
        async begin(sessionId, room, read) {
          const actor = await startActor(sessionId, room, read.rules, read)
          actors.set(sessionId, { actor, room })
          room.adopt(actor, read.state.session.visit.roomSinceMs)
          return actor
        },
        onUnreadable: deps.onUnreadable,
      })
      for (const { actor } of actors.values()) {
        const { move } = actor.committed().session.visit
        if (move !== undefined)
          rooms.get(move.fromRoomId as string as RoomId)?.leftBehind(actor, move.hubAtMs)
      }
      lookAfter(
        'a re-assigned session has no plan',
        finishReassigned(
          [...actors.values()].map(({ actor }) => actor),
          log,
          deps.visits,
        ),
      )
      // Beside everything: nobody waits for it but the end of this hub.
      const summaries = workOutSummaries({
        log,
        index,
        isOver: () => stopped,
        onUnreadable: (session, error) =>
          logger.warn({ err: error, session }, 'no summary of this session can be worked out'),
      })
      lookAfter('summaries not worked out', summaries)
    },
    rooms: () => [...rooms.values()],
    room: (roomId) => rooms.get(roomId),
    openSession: (sessionId) => actors.get(sessionId)?.actor,
    openActors: () => [...actors.values()].map(({ actor }) => actor),
    roomOf: (sessionId) => actors.get(sessionId)?.room,
    open,
    move: createMove({
      placed: actors,
      room: (roomId) => rooms.get(roomId),
      opening,
      nowMs: clock.nowMs,
      onRoomChanged: deps.onRoomChanged,
    }),
    swap: createSwap({ directory, room: (roomId) => rooms.get(roomId), newId: deps.newId }),
    knownCommand: known.answer,
    refreshRooms,
    async idle() {
      await Promise.all([...actors.values()].map(({ actor }) => actor.idle()))
      while (underWay.size > 0) await Promise.all(underWay)
    },
    stop() {
      stopped = true
      for (const { actor } of actors.values()) actor.stop()
    },
  }
}
