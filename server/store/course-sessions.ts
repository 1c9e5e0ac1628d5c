// Owns which sessions belong to a course and how they are numbered. The log is the truth: this reads the index of it, and the
// appointments they were opened from.

import type { ToldSummary } from '@chairside/shared/fold/session-summary.ts'
import type { EpochMs, SessionId } from '@chairside/shared/ids.ts'
import type { HttpCourseSession } from '@chairside/shared/protocol/http-visits.ts'
import type { RowVisit } from './directory.ts'
import { formerlyOf } from './given-away.ts'
import type { Db } from './schema.ts'

/**
 * The sessions of a course, oldest first; with its number what counts as one: it is open, or its infusion was started. A patient who
 * was not treated has not had a session of the course.
 */
export async function sessionsOfCourse(db: Db, courseId: string): Promise<readonly HttpCourseSession[]> {
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where(({ or, and, eb, selectFrom }) =>
      or([
        eb('courseId', '=', courseId),
        // Opened from an appointment of it, and its plan not in the index yet.
        and([
          eb('courseId', 'is', null),
          eb(
            'sessionId',
            'in',
            selectFrom('appointment')
              .select('sessionId')
              .where('courseId', '=', courseId)
              .where('sessionId', 'is not', null)
              .$castTo<{ sessionId: SessionId }>(),
          ),
        ]),
      ]),
    )
    .orderBy('openedAtMs')
    .orderBy('sessionId')
    .execute()
  let counted = 0
  return rows.map((row) => {
    const visit = row.visit === null ? undefined : (JSON.parse(row.visit) as RowVisit)
    const summary = row.summary === null ? undefined : (JSON.parse(row.summary) as ToldSummary)
    const counts = row.closedAtMs === null || summary?.startedAtMs !== undefined
    if (counts) counted += 1
    return {
      sessionId: row.sessionId,
      ...(counts ? { number: visit?.number ?? counted } : {}),
      roomName: row.roomName,
      openedAtMs: row.openedAtMs,
      ...(row.closedAtMs === null ? {} : { closedAtMs: row.closedAtMs }),
      ...(summary?.startedAtMs === undefined ? {} : { startedAtMs: summary.startedAtMs }),
      ...(visit?.outcome === undefined ? {} : { outcome: visit.outcome }),
      ...(visit?.weightKg === undefined ? {} : { weightKg: visit.weightKg }),
      ...(visit?.formerCodes === undefined
        ? {}
        : {
            formerly: formerlyOf({ patientCode: row.patientCode, openedAtMs: row.openedAtMs, visit }),
          }),
    }
  })
}

export const countedOf = (sessions: readonly HttpCourseSession[]): number =>
  sessions.filter(({ number }) => number !== undefined).length

/** 3 of 6; after the planned ones, in maintenance, the number goes on and `of` is absent. */
export const numberOf = (
  number: number,
  { planned }: { readonly planned: number },
): { readonly number: number; readonly of?: number } =>
  number > planned ? { number } : { number, of: planned }

/** An appointment is for its day: after this long it was missed, and before this long it is not for today. */
export const DAY_MS = 18 * 3_600_000
/** A session that was about to be opened and never was, because the hub stopped in between: the appointment is free again. */
const TAKING_MS = 60_000

export type Held = {
  readonly sessionId: SessionId | null
  readonly takenAtMs: EpochMs | null
}
/** Whether an appointment is some session's. @param exists whether the index has that session */
export const isTaken = ({ sessionId, takenAtMs }: Held, exists: boolean, nowMs: number): boolean =>
  sessionId !== null && (exists || (takenAtMs !== null && nowMs - takenAtMs < TAKING_MS))
