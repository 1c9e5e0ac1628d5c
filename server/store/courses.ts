// Owns the courses of patients: indication, how many sessions are planned, whether maintenance follows; and a course as it is read,
// with its orders, scores, sessions and what is to come.
// Never removes a course, and never plans fewer sessions than there are.
import type { EpochMs } from '@chairside/shared/ids.ts'
import {
  type HttpChangedCourse,
  type HttpCourse,
  MAX_INDICATION,
} from '@chairside/shared/protocol/http-visits.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { codeKey } from '@chairside/shared/visit/patient-code.ts'
import type { Appointments } from './appointments.ts'
import { ofFlag, toFlag } from './columns.ts'
import { countedOf, sessionsOfCourse } from './course-sessions.ts'
import { givenAwayOf } from './given-away.ts'
import { checkName } from './names.ts'
import { type Orders, shownOrders } from './orders.ts'
import { whoOf } from './patients.ts'
import { type Db, nameKey, type Tables } from './schema.ts'
import type { Scores } from './scores.ts'
import { newId } from './secrets.ts'

export type Courses = {
  /** Newest first. */
  ofPatient(code: string): Promise<readonly HttpCourse[]>
  get(courseId: string): Promise<Result<HttpCourse>>
  /** `not-found`, `already-exists` while a course of that indication is not finished */
  add(
    code: string,
    course: { readonly indication: string; readonly planned: number; readonly maintenance: boolean },
    by: Actor,
  ): Promise<Result<HttpCourse>>
  /** `impossible-value` for fewer sessions than are recorded or on a list */
  change(courseId: string, change: HttpChangedCourse): Promise<Result<HttpCourse>>
}

export function createCourses(
  db: Db,
  nowMs: () => EpochMs,
  parts: { readonly orders: Orders; readonly scores: Scores; readonly appointments: Appointments },
): Courses {
  const { orders, scores, appointments } = parts

  async function whole(row: Tables['course']): Promise<HttpCourse> {
    const { courseId } = row
    const sessions = await sessionsOfCourse(db, courseId)
    return {
      courseId,
      patientCode: row.patientCode,
      indication: row.indication,
      planned: row.planned,
      maintenance: ofFlag(row.maintenance),
      createdAtMs: row.createdAtMs,
      by: row.who,
      done: countedOf(sessions),
      orders: shownOrders(await orders.of(courseId)),
      scores: await scores.of(courseId),
      sessions,
      givenAway: (await givenAwayOf(db, row.patientCode)).filter((one) => one.courseId === courseId),
      appointments: await appointments.pendingOf(courseId),
    }
  }

  const get: Courses['get'] = async (courseId) => {
    const row = await db.selectFrom('course').selectAll().where('courseId', '=', courseId).executeTakeFirst()
    return row === undefined
      ? refuse('not-found', 'There is no such course.', 'courseId')
      : ok(await whole(row))
  }

  const ofPatient: Courses['ofPatient'] = async (code) => {
    const rows = await db
      .selectFrom('course')
      .innerJoin('patient', 'patient.code', 'course.patientCode')
      .selectAll('course')
      .where('patient.codeKey', '=', codeKey(code))
      .orderBy('course.createdAtMs', 'desc')
      .orderBy('course.courseId')
      .execute()
    return Promise.all(rows.map(whole))
  }

  return {
    get,
    ofPatient,

    async add(code, { indication, planned, maintenance }, by) {
      const patient = await db
        .selectFrom('patient')
        .select('code')
        .where('codeKey', '=', codeKey(code))
        .executeTakeFirst()
      if (patient === undefined) return refuse('not-found', 'There is no such patient.', 'patientCode')
      const checked = checkName(indication, 'indication', 'indication', MAX_INDICATION)
      if (!checked.ok) return checked
      const before = (await ofPatient(code)).find(
        (one) =>
          nameKey(one.indication) === nameKey(checked.value) && (one.maintenance || one.done < one.planned),
      )
      if (before !== undefined)
        return refuse(
          'already-exists',
          `${patient.code} has a course for ${before.indication} that is not finished: ${before.done} of ${before.planned} sessions. Go on with that one.`,
          'indication',
        )
      const courseId = newId('course')
      await db
        .insertInto('course')
        .values({
          courseId,
          patientCode: patient.code,
          indication: checked.value,
          planned,
          maintenance: toFlag(maintenance),
          createdAtMs: nowMs(),
          personId: by.personId,
          who: whoOf(by),
        })
        .execute()
      return get(courseId)
    },

    async change(courseId, { indication, planned, maintenance }) {
      const found = await get(courseId)
      if (!found.ok) return found
      const course = found.value
      const checked =
        indication === undefined
          ? ok(course.indication)
          : checkName(indication, 'indication', 'indication', MAX_INDICATION)
      if (!checked.ok) return checked
      const most = planned ?? course.planned
      const isMaintained = maintenance ?? course.maintenance
      const held = course.done + course.appointments.length
      if (!isMaintained && held > most)
        return refuse(
          'impossible-value',
          `${held} sessions of this course are recorded or on a list: it cannot be planned with ${most} and without maintenance.`,
          planned === undefined ? 'maintenance' : 'planned',
        )
      await db
        .updateTable('course')
        .set({ indication: checked.value, planned: most, maintenance: toFlag(isMaintained) })
        .where('courseId', '=', courseId)
        .execute()
      return get(courseId)
    },
  }
}
