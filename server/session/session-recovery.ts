// Owns how sessions come back when a hub starts: each from its own records, the hub's absence recorded in it.
// Never lets one session that cannot be read keep the others, or the hub, from coming back.
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { HubClock } from '@chairside/shared/clock.ts'
import {
  type EpochMs,
  type RoomId,
  type SessionId,
  type StreamId,
  sessionOfStream,
} from '@chairside/shared/ids.ts'
import { roomNameNow, roomNow } from '@chairside/shared/visit/place.ts'
import type { SessionLog } from '../log/session-log.ts'
import type { SessionIndex, SessionRow } from '../store/directory.ts'
import { type ActorState, type ReadActor, readActor } from './actor-state.ts'
import type { Engine } from './engine-port.ts'
import type { KnownCommands } from './known-commands.ts'
import type { Room } from './rooms/room.ts'
import type { SessionActor } from './session-actor.ts'
import { rowOf } from './session-row.ts'

/** As many at once as keep the disk's reader busy; their records gather into few commits. */
const AT_ONCE = 64
/** A command's answer may be asked for again across a restart; nobody waits longer than this. */
const LATELY_MS = 15 * 60_000

export type RecoveryDeps = {
  readonly log: SessionLog
  readonly index: SessionIndex
  readonly clock: HubClock
  /** Of sessions that have none of their own: an older version's. */
  readonly rules: RuleSet
  readonly known: KnownCommands
  readonly engine?: Engine | undefined
  /** The room as it is now; undefined when it is no longer one. */
  readonly room: (roomId: RoomId) => Room | undefined
  /** A session that is still open keeps its room. */
  readonly ensureRoom: (roomId: RoomId, name: string) => Room
  readonly putRow: (row: SessionRow | undefined) => void
  /** Seals and lists a session whose end was on disk and nothing after it. */
  readonly finish: (sessionId: SessionId, roomId: RoomId) => void
  readonly begin: (sessionId: SessionId, room: Room, read: ReadActor) => Promise<SessionActor>
  readonly onUnreadable: (sessionId: SessionId, error: unknown) => void
}

/** @param absentFromMs when a hub was last known to be alive on this log; undefined on a new one */
export async function recoverSessions(absentFromMs: EpochMs | undefined, deps: RecoveryDeps): Promise<void> {
  const { log, index, clock, rules, known, engine } = deps

  const remember = (sessionId: SessionId, { commands }: ActorState): void => {
    for (const command of commands) known.add(sessionId, command)
  }

  const recover = async (sessionId: SessionId, stream: StreamId): Promise<void> => {
    const row = await index.get(sessionId)
    if (row?.closedAtMs !== undefined) {
      // What came in as a file was measured by no device of this room.
      if (row.imported === undefined) deps.room(row.roomId)?.closedBefore(row.closedAtMs)
      const lately = row.closedAtMs >= (absentFromMs ?? 0) - LATELY_MS
      if (lately) remember(sessionId, (await readActor(log, rules, stream, engine)).state)
      return
    }
    const read = await readActor(log, rules, stream, engine)
    const { session } = read.state
    remember(sessionId, read.state)
    deps.putRow(rowOf(sessionId, read.state))
    const { opened, closed } = session
    if (opened === undefined) return
    const roomId = roomNow(session) ?? opened.roomId
    if (closed !== undefined) {
      if (session.imported === undefined) deps.room(roomId)?.closedBefore(closed.atMs)
      deps.finish(sessionId, roomId)
      return
    }
    const room = deps.ensureRoom(roomId, roomNameNow(session) ?? opened.roomName)
    const actor = await deps.begin(sessionId, room, read)
    const fromMs = Math.max(absentFromMs ?? 0, session.headAtMs) as EpochMs
    const toMs = Math.max(clock.nowMs(), fromMs) as EpochMs
    // The gap first: what fell due while nobody was there is decided by it, before anything else is taken for silence.
    await Promise.all([
      actor.insist({ kind: 'hub.gap', fromMs, toMs, cause: 'restart' }),
      ...Object.values(session.sources)
        .filter(({ connected }) => connected)
        .map(({ deviceId }) => actor.insist({ kind: 'device.detached', deviceId, reason: 'hubStopped' })),
    ])
    if (actor.committed().session.quarantined) await actor.judgeAgain('tried again at the restart of the hub')
  }

  const waiting = (await log.streams()).flatMap(({ stream }) => {
    const sessionId = sessionOfStream(stream)
    return sessionId === undefined ? [] : [{ sessionId, stream }]
  })
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      try {
        await recover(next.sessionId, next.stream)
      } catch (error) {
        deps.onUnreadable(next.sessionId, error)
      }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
