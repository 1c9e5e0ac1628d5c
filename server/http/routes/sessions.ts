// Owns the list of sessions, newest first and narrowed as asked, and one of them. Never a number of a patient beyond the
// summary: how high, how low, how many alarms.
import { mayListSessions, maySeeSession } from '@chairside/shared/access.ts'
import { epochMs } from '@chairside/shared/ids.ts'
import type { HttpOneSession, HttpSession, HttpSessions } from '@chairside/shared/protocol/http.ts'
import { zPriority } from '@chairside/shared/record/record.ts'
import { refuse } from '@chairside/shared/result.ts'
import * as z from 'zod'
import type { SessionIndex, SessionRow } from '../../store/directory.ts'
import { formerlyOf } from '../../store/given-away.ts'
import { json, personOf, queryOf, type Route } from '../route.ts'
import { sessionFor } from '../session-access.ts'

const DEFAULT_LIMIT = 50
const zWhole = z
  .string()
  .regex(/^\d{1,16}$/, 'a whole number is expected')
  .transform(Number)
const zMoment = zWhole.transform(epochMs)
const zQuery = z.strictObject({
  open: z.enum(['true', 'false']).optional(),
  room: z.string().min(1).max(80).optional(),
  patient: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,24}$/, 'a patient code is letters, digits and hyphens')
    .optional(),
  from: zMoment.optional(),
  to: zMoment.optional(),
  alarms: zPriority.optional(),
  before: zMoment.optional(),
  limit: zWhole.refine((limit) => limit >= 1 && limit <= 200, 'it is 1 to 200').optional(),
})

const sessionOf = (row: SessionRow): HttpSession => ({
  sessionId: row.sessionId,
  roomId: row.roomId,
  roomName: row.roomName,
  patientCode: row.patientCode,
  ...(row.visit?.formerCodes === undefined
    ? {}
    : { formerCodes: row.visit.formerCodes, formerly: formerlyOf(row) }),
  provenance: row.provenance,
  openedAtMs: row.openedAtMs,
  ...(row.closedAtMs === undefined ? {} : { closedAtMs: row.closedAtMs }),
  ...(row.summary === undefined ? {} : { summary: row.summary }),
})

export function sessionRoutes({ sessions }: { readonly sessions: SessionIndex }): readonly Route[] {
  const list: Route['handle'] = async (ask) => {
    const person = personOf(ask)
    if (!person.ok) return person
    const { role } = person.value
    if (!mayListSessions(role)) return refuse('not-allowed', 'Your role does not see sessions.')
    const query = queryOf(ask.request, zQuery)
    if (!query.ok) return query
    const { before, limit = DEFAULT_LIMIT, room, patient, from, to, alarms } = query.value
    if (role === 'qa' && query.value.open === 'true')
      return refuse('not-allowed', 'QA staff see sessions once they are closed.', 'open')
    if (from !== undefined && to !== undefined && to <= from)
      return refuse('malformed', '"to" must be later than "from".', 'to')
    // Asked for at once, not filtered out of a page afterwards: a page must not look empty while there are more.
    const open =
      role === 'qa' ? false : query.value.open === undefined ? undefined : query.value.open === 'true'
    const narrowing = { room, patient, fromMs: from, toMs: to, alarms }
    const rows = await sessions.list({ limit, open, before, ...narrowing })
    const last = rows.at(-1)
    const seen = rows.filter((row) =>
      maySeeSession({ role }, { roomId: row.roomId, open: row.closedAtMs === undefined }),
    )
    const answer: HttpSessions = {
      sessions: seen.map(sessionOf),
      ...(last === undefined || rows.length < limit ? {} : { olderBefore: last.openedAtMs }),
    }
    return json(answer)
  }

  const one: Route['handle'] = async (ask) => {
    const row = await sessionFor(ask, sessions, String(ask.request.params.sessionId))
    if (!row.ok) return row
    const answer: HttpOneSession = { session: sessionOf(row.value) }
    return json(answer)
  }

  return [
    { method: 'get', path: '/api/sessions', countsAsUse: true, handle: list },
    { method: 'get', path: '/api/sessions/:sessionId', countsAsUse: true, handle: one },
  ]
}
