// Owns the port to people and plans as sessions need it: what was planned and ordered for a session, who is known, what a patient
// weighed. Implemented over Kysely in this folder. Never holds a label or an escort: sessions do not see them.
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { BodyOf } from '@chairside/shared/record/record.ts'
import type { Result } from '@chairside/shared/result.ts'

/** What a `plan` record says beside who caused it. */
export type SessionPlan = Omit<BodyOf<'plan'>, 'kind' | 'by' | 'commandId' | 'screenId'>
/** An appointment that may be opened now. */
export type Booked = {
  readonly appointmentId: string
  readonly patientCode: string
  readonly roomId: RoomId
  readonly plan: SessionPlan
}

export type PlannedVisits = {
  /**
   * What would be opened. `not-found`; `state-moved` for one that is cancelled, or that another session was opened from.
   */
  planOf(appointmentId: string): Promise<Result<Booked>>
  /**
   * The appointment is this session's from now on: asked before the session's first record is written, so that of two who open
   * it at once the second is refused. Refused as `planOf`; `code-mistyped` where the code is another patient's; `wrong-place`
   * where it stands on another room's list.
   */
  take(
    appointmentId: string,
    session: { readonly sessionId: SessionId; readonly patientCode: string; readonly roomId: RoomId },
  ): Promise<Result<SessionPlan>>
  /** The session could not be opened: the appointment stands on the list again. */
  giveBack(appointmentId: string, sessionId: SessionId): Promise<void>
  /**
   * What is planned and ordered for this session now: of its appointment, or, after it was re-assigned or opened without one, of the
   * patient's course that it belongs to. `not-found`: nothing is planned for it.
   * @param patientCode as the session stands now
   */
  planOfSession(sessionId: SessionId, patientCode: string): Promise<Result<SessionPlan>>
  /** Kilograms, of this patient's newest closed session that has a weight. */
  lastWeightKg(patientCode: string): Promise<number | undefined>
  /** Whether the hub has this patient. */
  isKnown(patientCode: string): Promise<boolean>
  /** Whether somebody is named who takes this session's patient home; never who. */
  hasEscort(sessionId: SessionId): Promise<boolean>
  /**
   * A physician confirmed that the session is another patient's: the appointment of the wrong one stands on the list again, and the
   * right one's of that day, where there is one, is this session's. The escort goes with the session.
   */
  reassigned(sessionId: SessionId, toCode: string): Promise<void>
}
