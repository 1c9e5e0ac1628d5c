// Owns what is recorded of a visit: check-in, dose, gate, observations, discharge. Never trusts that the screen has checked
// anything, and never decides by a rule of its own: those are in shared/visit.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { type Result, refuse } from '@chairside/shared/result.ts'
import type { Act, SessionCommand, VisitType } from './act.ts'

export type VisitBody = Extract<SessionCommand, { type: VisitType }>

/** @returns the facts to record, in order; or a refusal, after which nothing has changed */
export function decideVisit(_act: Act, body: VisitBody): Result<RecordBody[]> {
  return refuse('state-moved', `${body.type} is not known to this hub.`, 'body.type')
}
