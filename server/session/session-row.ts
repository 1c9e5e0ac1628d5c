// Owns the row that the session index has of a session: derived from its records, so that it can be made again.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import type { SessionRow } from '../store/directory.ts'

export const rowOf = (sessionId: SessionId, state: SessionState): SessionRow | undefined =>
  state.opened === undefined
    ? undefined
    : {
        sessionId,
        roomId: state.opened.roomId,
        roomName: state.opened.roomName,
        patientCode: state.opened.patientCode,
        provenance: state.provenance,
        openedAtMs: state.opened.hubAtMs,
        ...(state.closed === undefined ? {} : { closedAtMs: state.closed.atMs }),
      }
