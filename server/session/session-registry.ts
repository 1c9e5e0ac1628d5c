// Owns which rooms there are, which sessions are open, and how they come back after a restart.
// Never opens two sessions in a room.
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import { type HubClock, rateNumber } from '@chairside/shared/clock.ts'
import { leastReal, type SessionState } from '@chairside/shared/fold/session-state.ts'
import {
  type EpochMs,
  type RoomId,
  type SessionId,
  sessionOfStream,
  sessionStream,
} from '@chairside/shared/ids.ts'
import type { Command, CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import type { SessionLog } from '../log/session-log.ts'
import type { Directory, SessionIndex, SessionRow } from '../store/directory.ts'
import type { Doer } from './decide.ts'
import type { HeadFeed } from './head-feed.ts'
import { createRoom, type Room } from './room.ts'
import { createSessionActor, recoverActorState, type SessionActor } from './session-actor.ts'

export type RegistryDeps = {
  readonly log: SessionLog
  readonly clock: HubClock
  readonly directory: Directory
  readonly index: SessionIndex
  readonly feed: HeadFeed
  readonly logger: Logger
  readonly zone: string
  readonly newId: () => string
  readonly recordInSuite: (body: RecordBody) => Promise<Result<unknown>>
  readonly onRoomChanged: (room: Room) => void
  readonly onRoomLive: (room: Room) => void
  readonly onStorageFailed: (message: string) => void
}

export type SessionRegistry = {
  /** Brings every open session back, records the hub's absence in each, and re-derives the session index. */
  start(absence: { readonly fromMs: EpochMs } | undefined): Promise<void>
  rooms(): readonly Room[]
  room(roomId: RoomId): Room | undefined
  openSession(sessionId: SessionId): SessionActor | undefined
  openActors(): readonly SessionActor[]
  roomOf(sessionId: SessionId): Room | undefined
  open(
    command: Command,
    body: Extract<CommandBody, { type: 'session.open' }>,
    doer: Doer,
  ): Promise<Result<{ sessionId: SessionId; seq: number }>>
  refreshRooms(): Promise<void>
  idle(): Promise<void>
  stop(): void
}

export function createSessionRegistry(deps: RegistryDeps): SessionRegistry {
  const { log, clock, directory, index, feed, logger } = deps
  const rooms = new Map<RoomId, Room>()
  const actors = new Map<SessionId, { readonly actor: SessionActor; readonly room: Room }>()
  const opening = new Set<RoomId>()

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

  const rowOf = (sessionId: SessionId, state: SessionState): SessionRow | undefined =>
    state.opened === undefined
      ? undefined
      : {
          sessionId,
          roomId: state.opened.roomId,
          roomName: state.opened.roomName,
          patientCode: state.opened.patientCode,
          provenance: state.provenance,
          openedAtMs: state.opened.hubAtMs,
          ...(state.closed === undefined ? {} : { closedAtMs: state.closed.atMs }),
        }

  /** The index is derived: failing to write it loses nothing, and the next start writes it again. */
  const putRow = (row: SessionRow | undefined): void => {
    if (row === undefined) return
    index
      .put(row)
      .catch((error: unknown) =>
        logger.error({ err: error, session: row.sessionId }, 'session index not written'),
      )
  }

  const closed = async (sessionId: SessionId, room: Room, actor: SessionActor): Promise<void> => {
    actors.delete(sessionId)
    if (room.actor() === actor) room.release()
    actor.stop()
    await log.seal(sessionStream(sessionId))
    await deps.recordInSuite({ kind: 'session.listed', sessionId, roomId: room.roomId, event: 'closed' })
  }

  const startActor = async (sessionId: SessionId, room: Room): Promise<SessionActor> => {
    let provenance: SessionState['provenance'] | undefined
    const actor: SessionActor = await createSessionActor(sessionId, sessionStream(sessionId), {
      log,
      clock,
      rules: ADULT_KETAMINE_INFUSION,
      onCommitted: (committed) => {
        feed.publish(committed)
        const { session } = committed.state
        if (session.provenance !== provenance || session.closed !== undefined)
          putRow(rowOf(sessionId, session))
        provenance = session.provenance
        if (session.closed !== undefined)
          closed(sessionId, room, actor).catch((error: unknown) =>
            logger.error({ err: error, session: sessionId }, 'closing'),
          )
        else deps.onRoomChanged(room)
      },
      onFailed: (_session, message) => deps.onStorageFailed(message),
      onQuarantine: (session, error) =>
        logger.error({ err: error, session }, 'alarms are no longer judged in this session (quarantine)'),
    })
    return actor
  }

  const recover = async (sessionId: SessionId, absentFromMs: EpochMs | undefined): Promise<void> => {
    const { state } = await recoverActorState(log, ADULT_KETAMINE_INFUSION, sessionStream(sessionId))
    putRow(rowOf(sessionId, state.session))
    const { opened, closed: end } = state.session
    if (opened === undefined || end !== undefined) return
    const room = ensureRoom(opened.roomId, opened.roomName)
    const actor = await startActor(sessionId, room)
    actors.set(sessionId, { actor, room })
    room.adopt(actor)
    const fromMs = Math.max(absentFromMs ?? 0, state.session.headAtMs) as EpochMs
    const toMs = Math.max(clock.nowMs(), fromMs) as EpochMs
    for (const source of Object.values(state.session.sources))
      if (source.connected)
        await actor.record({ kind: 'device.detached', deviceId: source.deviceId, reason: 'hubStopped' })
    await actor.record({ kind: 'hub.gap', fromMs, toMs, cause: 'restart' })
    if (state.session.quarantined)
      await actor.record({ kind: 'quarantine', on: false, reason: 'tried again at the restart of the hub' })
  }

  const open: SessionRegistry['open'] = async (command, body, doer) => {
    const room = rooms.get(body.roomId)
    if (room === undefined) return refuse('not-found', 'There is no such room.', 'body.roomId')
    if (room.actor() !== undefined || opening.has(body.roomId))
      return refuse(
        'session-already-open',
        `A session is already open in ${room.name()}. Close it first.`,
        'body.roomId',
      )
    const disk = log.disk().state
    if (disk === 'noNewSessions' || disk === 'failed')
      return refuse(
        'disk-low',
        'The hub’s disk is nearly full: no new session can be opened. Free some space on it.',
      )
    opening.add(body.roomId)
    try {
      const sessionId = deps.newId() as SessionId
      const actor = await startActor(sessionId, room)
      const kinds = room.devices().map((device) => device.deviceKind)
      const opened = actor.record({
        kind: 'session.opened',
        by: doer.by,
        ...(doer.screenId === undefined ? {} : { screenId: doer.screenId }),
        commandId: command.commandId,
        sessionId,
        roomId: room.roomId,
        roomName: room.name(),
        patientCode: body.patientCode,
        provenance: kinds.reduce(leastReal, 'monitor'),
        zone: deps.zone,
        profile: ADULT_KETAMINE_INFUSION.profile,
        clockRate: rateNumber(clock.rate),
      })
      // Proposed in one go and adopted at once, so that no report falls between the held minutes and the session.
      const rest = [
        ...room.devices().map((attached) => actor.record(attached)),
        ...(body.includeHeld ? [actor.takeHeld(room.held.items(clock.nowMs()))] : []),
      ]
      actors.set(sessionId, { actor, room })
      room.adopt(actor)
      const results = await Promise.all([opened, ...rest])
      const openedRecord = await opened
      const failed = results.find((result) => !result.ok)
      if (!openedRecord.ok || failed !== undefined) {
        actors.delete(sessionId)
        room.abandon()
        actor.stop()
        return failed === undefined || failed.ok
          ? refuse('storage-failed', 'The session could not be written.')
          : failed
      }
      deps.onRoomChanged(room)
      await deps.recordInSuite({ kind: 'session.listed', sessionId, roomId: room.roomId, event: 'opened' })
      return ok({ sessionId, seq: openedRecord.value.seq })
    } finally {
      opening.delete(body.roomId)
    }
  }

  const refreshRooms = async (): Promise<void> => {
    for (const { roomId, name } of await directory.rooms()) {
      const room = ensureRoom(roomId, name)
      if (room.name() !== name) room.rename(name)
    }
  }

  return {
    async start(absence) {
      await refreshRooms()
      for (const { stream } of await log.streams()) {
        const sessionId = sessionOfStream(stream)
        if (sessionId === undefined) continue
        const row = await index.get(sessionId)
        if (row?.closedAtMs !== undefined) continue
        await recover(sessionId, absence?.fromMs)
      }
    },
    rooms: () => [...rooms.values()],
    room: (roomId) => rooms.get(roomId),
    openSession: (sessionId) => actors.get(sessionId)?.actor,
    openActors: () => [...actors.values()].map(({ actor }) => actor),
    roomOf: (sessionId) => actors.get(sessionId)?.room,
    open,
    refreshRooms,
    async idle() {
      for (const { actor } of actors.values()) await actor.idle()
    },
    stop() {
      for (const { actor } of actors.values()) actor.stop()
    },
  }
}
