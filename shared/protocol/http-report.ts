// Owns what the hub answers of the summaries of sessions: one, those of a course, and a patient's last time. Never holds a rule.
import type { SessionId } from '../ids.ts'
import type { CourseFigures } from '../visit/course-figures.ts'
import type { LastTime } from '../visit/last-time.ts'
import type { SessionReport } from '../visit/report.ts'

/** GET /api/sessions/:sessionId/report.json: of an open session, so far. */
export type HttpReport = SessionReport
/** GET /api/sessions/:sessionId/summary.pdf?paper=a4|letter: the same as one printed page. */
export const PAPERS = ['a4', 'letter'] as const
export type Paper = (typeof PAPERS)[number]
/** GET /api/courses/:courseId/report.json: its sessions that were infused, oldest first. */
export type HttpCourseReport = {
  readonly sessions: readonly CourseFigures[]
  /** Their recording cannot be read: said, not left out. */
  readonly unreadable: readonly SessionId[]
}
/** GET /api/patients/:code/last-time: of the newest closed session in which something was infused; absent: there is none. */
export type HttpLastTime = { readonly lastTime?: LastTime }
