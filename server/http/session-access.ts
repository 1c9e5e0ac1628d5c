// Owns whether a viewer may have one session, and in what words not. Never says anything of a session to whoever may not see it.
import { maySeeSession, type Viewer } from '@chairside/shared/access.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import type { ErrorCode } from '@chairside/shared/protocol/codes.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { SessionIndex, SessionRow } from '../store/directory.ts'
import { type Ask, personOf } from './route.ts'

const ID = /^[A-Za-z0-9._-]{1,64}$/

function whyNot({ role }: Viewer, open: boolean): string {
  if (role === 'qa') return 'This session is still open. QA staff see a session once it is closed.'
  if (role !== undefined) return 'Your role does not see sessions.'
  return open
    ? 'This session is in another room. Sign in to see it here.'
    : 'This session is closed. Sign in to see it.'
}

/**
 * @param missing what it is called when there is no such session, and the parameter that named it
 * @returns the session's row, if it is there and this viewer may see it as it is now, open or closed
 */
export async function sessionFor(
  ask: Ask,
  sessions: Pick<SessionIndex, 'get'>,
  sessionId: string,
  missing: { readonly code: ErrorCode; readonly field: string } = { code: 'not-found', field: 'sessionId' },
): Promise<Result<SessionRow>> {
  const { viewer } = ask.caller
  const person = personOf(ask)
  if (!person.ok && viewer.screen === undefined) return person
  const { code, field } = missing
  if (!ID.test(sessionId)) return refuse('malformed', 'This is not the id of a session.', field)
  const row = await sessions.get(sessionId as SessionId)
  if (row === undefined) return refuse(code, `There is no session "${sessionId}".`, field)
  const open = row.closedAtMs === undefined
  if (maySeeSession(viewer, { roomId: row.roomId, open })) return ok(row)
  return refuse('not-allowed', whyNot(viewer, open), field)
}
