// Owns that a patient's visit is in one room: a second session of the same code would be another patient's, or theirs twice.
// Never looks at sessions that keep no visit, nor at simulated patients: these are nobody.
import type { SessionId } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { codeKey, isSimulatedCode } from '@chairside/shared/visit/patient-code.ts'
import { patientCodeNow } from '@chairside/shared/visit/place.ts'
import type { SessionActor } from '../session-actor.ts'
import type { Room } from './room.ts'

export type OnePlace = {
  /** Nobody else opens a session of this code until `leave`. `session-already-open` where there is one. */
  enter(sessionId: SessionId, patientCode: string): Result<true>
  leave(sessionId: SessionId): void
}

export function createOnePlace(
  placed: ReadonlyMap<SessionId, { readonly actor: SessionActor; readonly room: Room }>,
): OnePlace {
  const opening = new Map<SessionId, string>()
  const keyOf = (actor: SessionActor): string | undefined => {
    const { session } = actor.committed()
    return session.opened?.site?.checkIn === 'required' ? codeKey(patientCodeNow(session) ?? '') : undefined
  }
  return {
    enter(sessionId, patientCode) {
      if (isSimulatedCode(patientCode)) return ok(true)
      const key = codeKey(patientCode)
      const there = [...placed.values()].find(({ actor }) => keyOf(actor) === key)
      if (there !== undefined || [...opening.values()].includes(key))
        return refuse(
          'session-already-open',
          `${patientCode} has a session open in ${there?.room.name() ?? 'another room'}: move the patient here from there, or end that one first. If this is another patient, look at the code again.`,
          'body.patientCode',
        )
      opening.set(sessionId, key)
      return ok(true)
    },
    leave: (sessionId) => void opening.delete(sessionId),
  }
}
