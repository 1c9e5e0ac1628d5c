// Owns what the suite's acts leave in the sessions they are about: an accepted hand-over, the evacuation of the house; and what
// a move of a patient changes in the suite: whose room it is. Never decides any of it.
import type { Moved } from '@chairside/shared/fold/visit-state.ts'
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { LogRecord, RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import { roomNow } from '@chairside/shared/visit/place.ts'
import type { SessionActor } from '../session/session-actor.ts'
import type { Directory } from '../store/directory.ts'
import type { SuiteState } from './suite-state.ts'

/** The facts without their place in the suite's stream. */
function handoverFact({ v: _v, seq: _seq, hubAtMs: _at, ...fact }: RecordOf<'handover'>): RecordBody {
  return fact
}
/** What the hub was told at once has no time of its own; in a session's stream it is recorded a moment later. */
function evacuationFact({ v: _v, seq: _seq, hubAtMs, ...fact }: RecordOf<'evacuation'>): RecordBody {
  return { ...fact, atMs: fact.atMs ?? hubAtMs }
}

export function createSessionCopies(deps: {
  readonly actors: () => readonly SessionActor[]
  readonly actorOf: (sessionId: SessionId) => SessionActor | undefined
  readonly directory: Pick<Directory, 'person'>
  readonly state: () => SuiteState
  readonly record: (bodies: readonly RecordBody[]) => void
  readonly onBroken: (error: unknown) => void
}) {
  const { state, onBroken } = deps
  const insist = (actor: SessionActor, body: RecordBody): void => {
    actor.insist(body).catch(onBroken)
  }
  const inRoom = (roomId: RoomId): SessionActor | undefined =>
    deps.actors().find((actor) => roomNow(actor.committed().session) === roomId)

  const evacuated = (record: RecordOf<'evacuation'>): void => {
    // Told after the end, a call is no stamp of a session: nobody is called out again.
    if (record.event === 'called' && state().evacuation?.overAtMs !== undefined) return
    const body = evacuationFact(record)
    if (record.roomId === undefined) for (const actor of deps.actors()) insist(actor, body)
    else {
      const actor = inRoom(record.roomId as string as RoomId)
      if (actor !== undefined) insist(actor, body)
    }
  }

  /** The nurse goes along with the patient; what was offered of the old room is offered no more. */
  const moved = async (record: Moved): Promise<void> => {
    const from = record.fromRoomId as string as RoomId
    const to = record.toRoomId as string as RoomId
    const { rooms, offers } = state()
    const { by, commandId } = record
    const bodies: RecordBody[] = []
    const offer = offers[from]
    if (offer !== undefined)
      bodies.push({
        kind: 'handover',
        by,
        commandId,
        event: 'withdrawn',
        roomId: record.fromRoomId,
        from: offer.from,
        to: offer.to,
        lines: [`The patient was moved to ${record.toRoomName}.`],
      })
    const has = rooms[from]
    const person = has === undefined ? undefined : (await deps.directory.person(has.personId as never))?.actor
    if (person !== undefined) {
      const common = { kind: 'roomNurse' as const, by, commandId, person }
      if (rooms[to]?.personId !== person.personId)
        bodies.push({ ...common, roomId: record.toRoomId as never, event: 'taken' })
      bodies.push({ ...common, roomId: record.fromRoomId as never, event: 'givenBack' })
    }
    deps.record(bodies)
  }

  /**
   * The session's record has the move, and the suite's not what it makes of it: it still says that the old room has been somebody's
   * since before. Whatever was taken after the move stands, and so does a room that another patient is in by now.
   */
  const isHalf = ({ hubAtMs, fromRoomId, toRoomId }: Moved): boolean => {
    const { rooms } = state()
    const [had, has] = [rooms[fromRoomId as string as RoomId], rooms[toRoomId as string as RoomId]]
    return (
      had !== undefined &&
      had.sinceMs <= hubAtMs &&
      (has === undefined || has.sinceMs <= hubAtMs) &&
      inRoom(fromRoomId as string as RoomId) === undefined
    )
  }

  return {
    suiteSaid(record: LogRecord): void {
      if (record.kind === 'evacuation') evacuated(record)
      if (record.kind === 'handover' && record.event === 'accepted' && record.sessionId !== undefined) {
        const actor = deps.actorOf(record.sessionId as string as SessionId)
        if (actor !== undefined) insist(actor, handoverFact(record))
      }
    },
    sessionSaid(record: LogRecord): void {
      if (record.kind === 'moved') moved(record).catch(onBroken)
    },
    /**
     * The hub has started: what it had recorded and not carried to its end. A nurse goes along with the patient who was moved; an
     * evacuation is said in every session.
     */
    catchUp(): void {
      for (const actor of deps.actors()) {
        const { move } = actor.committed().session.visit
        if (move !== undefined && isHalf(move)) moved(move).catch(onBroken)
      }
      const { evacuation } = state()
      if (evacuation === undefined || evacuation.overAtMs !== undefined) return
      for (const actor of deps.actors()) {
        const { opened, visit } = actor.committed().session
        for (const { by, commandId, atMs } of evacuation.calls.slice(0, 1)) {
          if (opened === undefined || opened.hubAtMs > atMs || visit.evacuatedAtMs === atMs) continue
          insist(actor, { kind: 'evacuation', by, commandId, event: 'called', atMs })
        }
      }
    },
  }
}
