// Owns carrying a session from one room to another: both rooms at the same moment as the record, and back if the disk refuses.
// Never leaves a session in two rooms, and never gives it what was measured in the new room before it came.

import type { EpochMs, RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { Command, CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { LogRecord } from '@chairside/shared/record/record.ts'
import { type Result, refuse } from '@chairside/shared/result.ts'
import type { Doer } from '../acts/act.ts'
import type { SessionActor } from '../session-actor.ts'
import type { Room } from './room.ts'

type MoveBody = Extract<CommandBody, { type: 'session.move' }>
type Placed = { readonly actor: SessionActor; readonly room: Room }

export type Move = (
  command: Command,
  body: MoveBody,
  doer: Doer,
  orderId: string,
) => Promise<Result<{ records: readonly LogRecord[] }>>

export function createMove(deps: {
  readonly placed: Map<SessionId, Placed>
  readonly room: (roomId: RoomId) => Room | undefined
  /** Rooms that a session is about to be opened in, or moved to. */
  readonly opening: Set<RoomId>
  readonly nowMs: () => EpochMs
  readonly onRoomChanged: (room: Room) => void
}): Move {
  const { placed, opening } = deps

  return async (command, body, doer, orderId) => {
    const here = placed.get(body.sessionId)
    if (here === undefined)
      return refuse(
        'session-closed',
        'This session is not open; nothing more can be recorded in it.',
        'body.sessionId',
      )
    const { actor, room: from } = here
    const to = deps.room(body.toRoomId)
    if (to === undefined) return refuse('not-found', 'There is no such room.', 'body.toRoomId')
    if (to !== from && (to.actor() !== undefined || opening.has(to.roomId)))
      return refuse(
        'session-already-open',
        `A session is open in ${to.name()}: the patient can go to a free room only.`,
        'body.toRoomId',
      )
    if (opening.has(from.roomId))
      return refuse('busy', 'This session is being opened or moved at this moment; try again.')
    opening.add(to.roomId)
    opening.add(from.roomId)
    try {
      const toRoom = { roomId: to.roomId, name: to.name(), devices: to.devices() }
      const written = actor.command(command, doer, orderId, { toRoom })
      // Decided already, if not yet on disk: from this moment on both rooms' reports go where the record says.
      const isMoving = to !== from && actor.roomId() === to.roomId
      if (isMoving) {
        from.part()
        to.adopt(actor, deps.nowMs())
        placed.set(body.sessionId, { actor, room: to })
      }
      const done = await written
      if (!isMoving) return done
      if (!done.ok) {
        to.abandon()
        from.adopt(actor, from.sessionSinceMs())
        placed.set(body.sessionId, { actor, room: from })
        return done
      }
      const atMs = done.value.records[0]?.hubAtMs
      if (atMs !== undefined) {
        from.leftBehind(actor, atMs)
        to.adopt(actor, atMs)
      }
      to.held.clear()
      for (const room of [from, to]) deps.onRoomChanged(room)
      return done
    } finally {
      opening.delete(to.roomId)
      opening.delete(from.roomId)
    }
  }
}
