// Owns saying in a session that somebody who had quietened something there has left: signed out, or gave the room away.
// Never decides what ends by it: the engine does.
import type { PersonId, RoomId } from '@chairside/shared/ids.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { roomNow } from '@chairside/shared/visit/place.ts'
import type { SessionActor } from '../session/session-actor.ts'
import type { Directory } from '../store/directory.ts'
import type { SuiteState } from './suite-state.ts'

export type WhoLeft = {
  signedOut(personId: PersonId): Promise<void>
  /** A room was taken or given back. */
  roomChanged(roomId: RoomId): Promise<void>
}

/** Whether anything stands in this session that ends when this person leaves. */
function hasLeftSomething(
  actor: SessionActor,
  { personId }: Actor,
  cause: 'signedOut' | 'handedOver',
): boolean {
  const { alarms, audio } = actor.committed().session
  const isTheirs = (one: { readonly personId?: string } | undefined): boolean => one?.personId === personId
  // Audio that is off ends at a hand-over, whoever switched it off.
  if (isTheirs(audio.off) || (audio.off !== undefined && cause === 'handedOver')) return true
  return Object.values(alarms).some(
    ({ acknowledged, coming, taken }) => isTheirs(acknowledged) || isTheirs(coming) || isTheirs(taken),
  )
}

export function createWhoLeft(deps: {
  readonly actors: () => readonly SessionActor[]
  readonly directory: Pick<Directory, 'person'>
  readonly state: () => SuiteState
  readonly onBroken: (error: unknown) => void
}): WhoLeft {
  /** Who had each room before: the fold has only who has it now. */
  let had = deps.state().rooms

  const left = (person: Actor, cause: 'signedOut' | 'handedOver', roomId?: RoomId): void => {
    for (const actor of deps.actors()) {
      if (roomId !== undefined && roomNow(actor.committed().session) !== roomId) continue
      if (hasLeftSomething(actor, person, cause))
        actor.insist({ kind: 'personLeft', person, cause }).catch(deps.onBroken)
    }
  }

  return {
    async signedOut(personId) {
      const found = await deps.directory.person(personId)
      if (found !== undefined) left(found.actor, 'signedOut')
    },
    async roomChanged(roomId) {
      const before = had[roomId]
      had = deps.state().rooms
      if (before === undefined || before.personId === had[roomId]?.personId) return
      const found = await deps.directory.person(before.personId as PersonId)
      if (found !== undefined) left(found.actor, 'handedOver', roomId)
    },
  }
}
