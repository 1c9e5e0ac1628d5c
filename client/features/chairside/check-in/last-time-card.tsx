// Owns the "last time" card. Never works anything out: it says what the report of this patient's last session of the course says.

import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import type { HttpOneCourse } from '@chairside/shared/protocol/http-visits.ts'
import { ok, type Result } from '@chairside/shared/result.ts'
import { type LastTime, lastTime } from '@chairside/shared/visit/last-time.ts'
import type { SessionReport } from '@chairside/shared/visit/report.ts'
import { json } from '../../../net/ask.ts'
import { useZone } from '../../../session/use-screen.ts'
import { day } from '../../../ui/format.ts'
import styles from './check-in.module.css'
import { lastTimeLines } from './last-time-words.ts'
import { useAsked } from './of-patient.ts'

/** The newest closed session of the course before this one in which the infusion was started. */
export function sessionBefore(
  { course }: HttpOneCourse,
  sessionId: SessionId,
  openedAtMs: number,
): SessionId | undefined {
  return course.sessions.findLast(
    (one) =>
      one.sessionId !== sessionId &&
      one.openedAtMs < openedAtMs &&
      one.closedAtMs !== undefined &&
      one.startedAtMs !== undefined,
  )?.sessionId
}

/** @returns `none` where there was no session before */
async function askLast(
  courseId: string,
  sessionId: SessionId,
  openedAtMs: number,
): Promise<Result<LastTime | 'none'>> {
  const course = await json<HttpOneCourse>(`/api/courses/${encodeURIComponent(courseId)}`)
  if (!course.ok) return course
  const before = sessionBefore(course.value, sessionId, openedAtMs)
  if (before === undefined) return ok('none')
  const report = await json<SessionReport>(`/api/sessions/${encodeURIComponent(before)}/report.json`)
  return report.ok ? ok(lastTime(report.value) ?? 'none') : report
}

export function LastTimeCard({ state }: { readonly state: SessionState }) {
  const zone = useZone()
  const { opened, visit } = state
  const courseId = visit.plan?.courseId
  const last = useAsked(
    opened === undefined || courseId === undefined ? undefined : `${courseId} ${opened.sessionId}`,
    () => askLast(courseId ?? '', opened?.sessionId as SessionId, opened?.hubAtMs ?? 0),
  )
  if (last === undefined || last === 'none') return undefined
  return <LastTimeWords last={last} zone={opened?.zone ?? zone} />
}

export function LastTimeWords({
  last,
  zone,
}: {
  readonly last: LastTime
  readonly zone: string | undefined
}) {
  const number = last.number === undefined ? '' : `, session ${last.number}`
  return (
    <section className={styles['last']} aria-label="Last time">
      <h3>
        Last time: {day(last.openedAtMs, zone)}
        {number}
      </h3>
      <ul>
        {lastTimeLines(last).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
