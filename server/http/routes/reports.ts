// Owns the summaries of sessions over HTTP: one as values and as a printed page, those of a course, a patient's last time. Whoever may
// have a session as a file may have its summary; of an open one so far. Never a number of a session that the asker may not see.
import { mayExport } from '@chairside/shared/access.ts'
import type { HubClock } from '@chairside/shared/clock.ts'
import type { EpochMs, SessionId } from '@chairside/shared/ids.ts'
import {
  type HttpCourseReport,
  type HttpLastTime,
  type HttpReport,
  PAPERS,
} from '@chairside/shared/protocol/http-report.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { CourseFigures } from '@chairside/shared/visit/course-figures.ts'
import type { SessionReport } from '@chairside/shared/visit/report.ts'
import * as z from 'zod'
import { printed } from '../../report/print.ts'
import type { Reports } from '../../report/reports.ts'
import type { SessionIndex, SessionRow } from '../../store/directory.ts'
import type { Store } from '../../store/store.ts'
import { stampOf } from '../file-stamp.ts'
import { createGate } from '../gate.ts'
import { param, plannerOf } from '../plan-access.ts'
import { type Answer, type Ask, json, personOf, queryOf, type Route } from '../route.ts'
import { sessionFor } from '../session-access.ts'

export type ReportDeps = {
  readonly sessions: Pick<SessionIndex, 'get' | 'list'>
  readonly store: Pick<Store, 'visits'>
  readonly reports: Reports
  readonly clock: Pick<HubClock, 'nowMs'>
  readonly build: string
}

/** Each is worked out from the first record to the last. */
const AT_ONCE = 2
const MOST_WAITING = 20
/** Of one patient, looked through for the newest that was infused. */
const LOOKED_BACK = 20

const zPaper = z.strictObject({ paper: z.enum(PAPERS).default('a4') })
const tooMany = () =>
  refuse('busy', 'Many summaries are being worked out at this moment. Try again in a minute.')

export function reportRoutes({ sessions, store, reports, clock, build }: ReportDeps): readonly Route[] {
  const gate = createGate(AT_ONCE, MOST_WAITING)
  const inTurn = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> =>
    (await gate.run(work)) ?? tooMany()

  async function reportFor(ask: Ask): Promise<Result<{ row: SessionRow; report: SessionReport }>> {
    const person = personOf(ask)
    if (!person.ok) return person
    if (!mayExport(person.value.role))
      return refuse('not-allowed', 'Your role does not read summaries of sessions.')
    const row = await sessionFor(ask, sessions, param(ask, 'sessionId'))
    if (!row.ok) return row
    const report = await inTurn(() => reports.of(row.value.sessionId))
    return report.ok ? ok({ row: row.value, report: report.value }) : report
  }

  const values: Route['handle'] = async (ask) => {
    const found = await reportFor(ask)
    if (!found.ok) return found
    const answer: HttpReport = found.value.report
    return json(answer)
  }

  const pdf: Route['handle'] = async (ask) => {
    const query = queryOf(ask.request, zPaper)
    if (!query.ok) return query
    const found = await reportFor(ask)
    if (!found.ok) return found
    const { report } = found.value
    const { paper } = query.value
    const bytes = await gate.run(() => printed({ report, paper, madeAtMs: clock.nowMs(), build }))
    if (bytes === undefined) return tooMany()
    const when = report.undated ? 'undated' : stampOf(report.openedAtMs, report.zone)
    const name = `chairside-${report.patientCode}-${when}-summary.pdf`
    return ok({
      bytes,
      headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${name}"` },
    } satisfies Answer)
  }

  const course: Route['handle'] = async (ask) => {
    const person = plannerOf(ask)
    if (!person.ok) return person
    const found = await store.visits.courses.get(param(ask, 'courseId'))
    if (!found.ok) return found
    const all: CourseFigures[] = []
    const unreadable: SessionId[] = []
    for (const { sessionId, closedAtMs } of found.value.sessions) {
      const one = await inTurn(() => reports.figures(sessionId, closedAtMs !== undefined))
      if (!one.ok && one.error.code === 'busy') return one
      if (!one.ok) unreadable.push(sessionId)
      else if (one.value.figures !== undefined) all.push(one.value.figures)
    }
    const answer: HttpCourseReport = {
      sessions: all.toSorted((a, b) => a.startedAtMs - b.startedAtMs),
      unreadable,
    }
    return json(answer)
  }

  /** Newest first, of this very code. */
  async function closedOf(patientCode: string): Promise<readonly SessionRow[]> {
    const all: SessionRow[] = []
    let before: EpochMs | undefined
    while (all.length < LOOKED_BACK) {
      const rows = await sessions.list({
        limit: LOOKED_BACK,
        open: false,
        patient: patientCode,
        ...(before === undefined ? {} : { before }),
      })
      all.push(...rows.filter((row) => row.patientCode.toUpperCase() === patientCode.toUpperCase()))
      const last = rows.at(-1)
      if (last === undefined || rows.length < LOOKED_BACK) break
      before = last.openedAtMs
    }
    return all
  }

  const lastTime: Route['handle'] = async (ask) => {
    const person = plannerOf(ask)
    if (!person.ok) return person
    const code = param(ask, 'code')
    if (!/^[A-Za-z0-9][A-Za-z0-9-]{1,23}$/.test(code))
      return refuse('malformed', 'This is not the code of a patient.', 'code')
    for (const { sessionId } of await closedOf(code)) {
      const one = await inTurn(() => reports.figures(sessionId, true))
      if (!one.ok) return one
      if (one.value.figures === undefined) continue
      const { v: _v, overlay: _overlay, ...lastTime } = one.value.figures
      return json({ lastTime } satisfies HttpLastTime)
    }
    return json({} satisfies HttpLastTime)
  }

  const get = (path: string, handle: Route['handle']): Route => ({
    method: 'get',
    path,
    countsAsUse: true,
    handle,
  })
  return [
    get('/api/sessions/:sessionId/report.json', values),
    get('/api/sessions/:sessionId/summary.pdf', pdf),
    get('/api/courses/:courseId/report.json', course),
    get('/api/patients/:code/last-time', lastTime),
  ]
}
