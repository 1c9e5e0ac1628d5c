// Owns where a session is and whose it is now: after a move another room than it was opened in, after a re-assignment
// another patient. Never changes what was recorded at its opening.
import type { SessionState } from '../fold/session-state.ts'
import type { RoomId } from '../ids.ts'

type Of = Pick<SessionState, 'opened' | 'visit'>

/** The room the patient is in; undefined before the session is opened. */
export const roomNow = ({ opened, visit }: Of): RoomId | undefined => visit.roomId ?? opened?.roomId
export const roomNameNow = ({ opened, visit }: Of): string | undefined => visit.roomName ?? opened?.roomName
/** The patient as it is known now; undefined before the session is opened. */
export const patientCodeNow = ({ opened, visit }: Of): string | undefined =>
  visit.patientCode ?? opened?.patientCode
