// Owns the row that the session index has of a session: derived from its records, so that it can be made again.
import { toldSummary } from '@chairside/shared/fold/session-summary.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import { patientCodeNow, roomNameNow, roomNow } from '@chairside/shared/visit/place.ts'
import type { SessionRow } from '../store/directory.ts'
import type { ActorState } from './actor-state.ts'

/** @returns the row; undefined while nothing says whose session it is */
export function rowOf(
  sessionId: SessionId,
  { session, summary }: Pick<ActorState, 'session' | 'summary'>,
): SessionRow | undefined {
  const { opened, closed } = session
  if (opened === undefined) return undefined
  const file = session.imported?.at(-1)?.file
  return {
    sessionId,
    roomId: roomNow(session) ?? opened.roomId,
    roomName: roomNameNow(session) ?? opened.roomName,
    patientCode: patientCodeNow(session) ?? opened.patientCode,
    provenance: session.provenance,
    openedAtMs: opened.hubAtMs,
    ...(closed === undefined ? {} : { closedAtMs: closed.atMs, summary: toldSummary(summary) }),
    ...(file === undefined ? {} : { imported: { name: file.name, sha256: file.sha256 } }),
  }
}
