// Owns the row that the session index has of a session: derived from its records, so that it can be made again.

import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { toldSummary } from '@chairside/shared/fold/session-summary.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import { patientCodeNow, roomNameNow, roomNow } from '@chairside/shared/visit/place.ts'
import type { RowVisit, SessionRow } from '../store/directory.ts'
import type { ActorState } from './actor-state.ts'

/** What the next session of the course is told of this one; undefined of a session that is no visit. */
function visitOf({ visit }: SessionState): RowVisit | undefined {
  const { plan, dose, outcome, formerCodes, formerly } = visit
  const weight = visit.checkIn.weight?.detail
  const weightKg = weight?.item === 'weight' ? weight.weightKg : dose?.weightKg
  const row: RowVisit = {
    ...(plan === undefined ? {} : { courseId: plan.courseId, number: plan.number }),
    ...(plan?.of === undefined ? {} : { of: plan.of }),
    ...(weightKg === undefined ? {} : { weightKg }),
    ...(outcome === undefined ? {} : { outcome: outcome.outcome }),
    ...(formerCodes.length === 0 ? {} : { formerCodes, formerly }),
  }
  return Object.keys(row).length === 0 ? undefined : row
}

/** @returns the row; undefined while nothing says whose session it is */
export function rowOf(
  sessionId: SessionId,
  { session, summary }: Pick<ActorState, 'session' | 'summary'>,
): SessionRow | undefined {
  const { opened, closed } = session
  if (opened === undefined) return undefined
  const file = session.imported?.at(-1)?.file
  const visit = visitOf(session)
  return {
    sessionId,
    roomId: roomNow(session) ?? opened.roomId,
    roomName: roomNameNow(session) ?? opened.roomName,
    patientCode: patientCodeNow(session) ?? opened.patientCode,
    provenance: session.provenance,
    openedAtMs: opened.hubAtMs,
    ...(closed === undefined ? {} : { closedAtMs: closed.atMs, summary: toldSummary(summary, session) }),
    ...(visit === undefined ? {} : { visit }),
    ...(file === undefined ? {} : { imported: { name: file.name, sha256: file.sha256 } }),
  }
}
