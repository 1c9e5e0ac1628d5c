// Owns what the hub says of summaries over HTTP: one session's, a course's, a patient's last time. Keeps nothing.
import type { SessionId } from '@chairside/shared/ids.ts'
import type {
  HttpCourseReport,
  HttpLastTime,
  HttpReport,
  Paper,
} from '@chairside/shared/protocol/http-report.ts'
import type { HttpCourse, HttpOneCourse } from '@chairside/shared/protocol/http-visits.ts'
import { ok, type Result } from '@chairside/shared/result.ts'
import type { LastTime } from '@chairside/shared/visit/last-time.ts'
import { json } from './ask.ts'

const part = encodeURIComponent

/** The values of a session's summary; of an open session so far. */
export const reportOf = (sessionId: SessionId): Promise<Result<HttpReport>> =>
  json(`/api/sessions/${part(sessionId)}/report.json`)

/** Where a browser opens the summary as one printed page. */
export const pdfPath = (sessionId: SessionId, paper: Paper): string =>
  `/api/sessions/${part(sessionId)}/summary.pdf?paper=${paper}`

export const courseReportOf = (courseId: string): Promise<Result<HttpCourseReport>> =>
  json(`/api/courses/${part(courseId)}/report.json`)

/** Undefined: nothing was ever infused here under this code. */
export async function lastTimeOf(patientCode: string): Promise<Result<LastTime | undefined>> {
  const answer = await json<HttpLastTime>(`/api/patients/${part(patientCode)}/last-time`)
  return answer.ok ? ok(answer.value.lastTime) : answer
}

export async function courseOf(courseId: string): Promise<Result<HttpCourse>> {
  const answer = await json<HttpOneCourse>(`/api/courses/${part(courseId)}`)
  return answer.ok ? ok(answer.value.course) : answer
}
