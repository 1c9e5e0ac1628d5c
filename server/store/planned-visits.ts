// Owns what sessions ask of people and plans: opening from an appointment, what was planned and ordered, the last weight, whose it is
// after a mix-up. Never sees a label.
import type { EpochMs, SessionId } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { codeKey, tidyCode } from '@chairside/shared/visit/patient-code.ts'
import { sql } from 'kysely'
import { countedOf, DAY_MS, isTaken, numberOf, sessionsOfCourse } from './course-sessions.ts'
import type { RowVisit } from './directory.ts'
import type { PlannedVisits, SessionPlan } from './directory-visits.ts'
import { type Orders, orderFor } from './orders.ts'
import type { Db, Tables } from './schema.ts'

/** Of this patient's newest closed session that has a weight, and when that was. */
export async function lastWeightOf(
  db: Db,
  patientCode: string,
): Promise<{ readonly kg: number; readonly atMs: EpochMs } | undefined> {
  const rows = await db
    .selectFrom('session')
    .select(['visit', 'openedAtMs'])
    .where(sql<boolean>`upper("patientCode") = ${tidyCode(patientCode)}`)
    .where('closedAtMs', 'is not', null)
    .where('visit', 'is not', null)
    .orderBy('openedAtMs', 'desc')
    .execute()
  for (const { visit, openedAtMs } of rows) {
    const { weightKg } = JSON.parse(visit ?? '{}') as RowVisit
    if (weightKg !== undefined) return { kg: weightKg, atMs: openedAtMs }
  }
  return undefined
}

type Waiting = Tables['appointment'] & Pick<Tables['course'], 'patientCode'>

export function createPlannedVisits(db: Db, nowMs: () => EpochMs, orders: Orders): PlannedVisits {
  const appointments = (on: Db = db) =>
    on
      .selectFrom('appointment')
      .innerJoin('course', 'course.courseId', 'appointment.courseId')
      .selectAll('appointment')
      .select('course.patientCode')

  const exists = async (on: Db, sessionId: SessionId | null): Promise<boolean> =>
    sessionId !== null &&
    (await on
      .selectFrom('session')
      .select('sessionId')
      .where('sessionId', '=', sessionId)
      .executeTakeFirst()) !== undefined

  async function mayBeOpened(on: Db, appointmentId: string): Promise<Result<Waiting>> {
    const field = 'body.appointmentId'
    const row = await appointments(on).where('appointmentId', '=', appointmentId).executeTakeFirst()
    if (row === undefined) return refuse('not-found', 'There is no such appointment.', field)
    if (row.cancelledAtMs !== null)
      return refuse(
        'state-moved',
        `${row.patientCode} was taken off the list by ${row.cancelledBy ?? ''}.`,
        field,
      )
    const now = nowMs()
    if (isTaken(row, await exists(on, row.sessionId), now))
      return refuse(
        'state-moved',
        `The session of ${row.patientCode} was opened from the list already.`,
        field,
      )
    if (Math.abs(now - row.atMs) > DAY_MS)
      return refuse(
        'state-moved',
        `This appointment of ${row.patientCode} is not for today. Put it on today’s list, then open it.`,
        field,
      )
    return ok(row)
  }

  /** @param before the session that the plan is for, where there is one: those opened before it count */
  async function planIn(
    courseId: string,
    appointmentId?: string,
    before?: SessionId,
  ): Promise<Result<SessionPlan>> {
    const course = await db
      .selectFrom('course')
      .selectAll()
      .where('courseId', '=', courseId)
      .executeTakeFirst()
    if (course === undefined) return refuse('not-found', 'There is no such course.', 'courseId')
    const sessions = await sessionsOfCourse(db, courseId)
    const at = sessions.findIndex(({ sessionId }) => sessionId === before)
    const number = countedOf(at < 0 ? sessions : sessions.slice(0, at)) + 1
    const order = orderFor(await orders.of(courseId), appointmentId)
    return ok({
      courseId,
      indication: course.indication,
      ...numberOf(number, course),
      ...(order === undefined ? {} : { order }),
    })
  }

  /** Of that patient, waiting, around now: the soonest. */
  async function waitingOf(on: Db, code: string): Promise<Waiting | undefined> {
    const now = nowMs()
    const rows = await appointments(on)
      .where('course.patientCode', '=', tidyCode(code))
      .where('cancelledAtMs', 'is', null)
      .where('atMs', '>', (now - DAY_MS) as EpochMs)
      .where('atMs', '<', (now + DAY_MS) as EpochMs)
      .orderBy('atMs')
      .execute()
    for (const row of rows) if (!isTaken(row, await exists(on, row.sessionId), now)) return row
    return undefined
  }

  return {
    async planOf(appointmentId) {
      const row = await mayBeOpened(db, appointmentId)
      if (!row.ok) return row
      const { courseId, patientCode, roomId } = row.value
      const plan = await planIn(courseId, appointmentId)
      return plan.ok ? ok({ appointmentId, patientCode, roomId, plan: plan.value }) : plan
    },

    async take(appointmentId, { sessionId, patientCode, roomId }) {
      const taken = await db.transaction().execute(async (transaction): Promise<Result<Waiting>> => {
        const found = await mayBeOpened(transaction, appointmentId)
        if (!found.ok) return found
        const row = found.value
        if (codeKey(row.patientCode) !== codeKey(patientCode))
          return refuse(
            'code-mistyped',
            `This appointment is of ${row.patientCode}, not of ${patientCode}. Nothing was opened.`,
            'body.patientCode',
          )
        if (row.roomId !== roomId)
          return refuse(
            'wrong-place',
            `${row.patientCode} is on the list of another room. Open the session there, or change the room in today’s list.`,
            'body.roomId',
          )
        await transaction
          .updateTable('appointment')
          .set({ sessionId, takenAtMs: nowMs() })
          .where('appointmentId', '=', appointmentId)
          .execute()
        return found
      })
      return taken.ok ? planIn(taken.value.courseId, appointmentId, sessionId) : taken
    },

    async giveBack(appointmentId, sessionId) {
      await db
        .updateTable('appointment')
        .set({ sessionId: null, takenAtMs: null })
        .where('appointmentId', '=', appointmentId)
        .where('sessionId', '=', sessionId)
        .execute()
    },

    async planOfSession(sessionId, patientCode) {
      const own = await appointments().where('sessionId', '=', sessionId).executeTakeFirst()
      if (own !== undefined && codeKey(own.patientCode) === codeKey(patientCode))
        return planIn(own.courseId, own.appointmentId, sessionId)
      const row = await db
        .selectFrom('session')
        .select('courseId')
        .where('sessionId', '=', sessionId)
        .executeTakeFirst()
      const course = await db
        .selectFrom('course')
        .innerJoin('patient', 'patient.code', 'course.patientCode')
        .select('course.courseId')
        .where('patient.codeKey', '=', codeKey(patientCode))
        .orderBy(sql`"course"."courseId" = ${row?.courseId ?? ''}`, 'desc')
        .orderBy('course.createdAtMs', 'desc')
        .executeTakeFirst()
      if (course === undefined)
        return refuse('not-found', `Nothing is planned for ${patientCode}: there is no course.`)
      return planIn(course.courseId, undefined, sessionId)
    },

    lastWeightKg: async (patientCode) => (await lastWeightOf(db, patientCode))?.kg,

    async isKnown(patientCode) {
      const row = await db
        .selectFrom('patient')
        .select('code')
        .where('codeKey', '=', codeKey(patientCode))
        .executeTakeFirst()
      return row !== undefined
    },

    async hasEscort(sessionId) {
      const row = await db
        .selectFrom('escort')
        .select('sessionId')
        .where('sessionId', '=', sessionId)
        .executeTakeFirst()
      return row !== undefined
    },

    async reassigned(sessionId, toCode) {
      await db.transaction().execute(async (transaction) => {
        const own = await appointments(transaction).where('sessionId', '=', sessionId).executeTakeFirst()
        if (own !== undefined && codeKey(own.patientCode) !== codeKey(toCode))
          await transaction
            .updateTable('appointment')
            .set({ sessionId: null, takenAtMs: null })
            .where('appointmentId', '=', own.appointmentId)
            .execute()
        await transaction
          .updateTable('escort')
          .set({ patientCode: tidyCode(toCode) })
          .where('sessionId', '=', sessionId)
          .execute()
        const stays = own !== undefined && codeKey(own.patientCode) === codeKey(toCode)
        const right = stays ? undefined : await waitingOf(transaction, toCode)
        if (right !== undefined)
          await transaction
            .updateTable('appointment')
            .set({ sessionId, takenAtMs: nowMs() })
            .where('appointmentId', '=', right.appointmentId)
            .execute()
      })
    },
  }
}
