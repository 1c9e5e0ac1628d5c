// Owns the appointments: which patient's course goes on in which room when, moving and cancelling them, and what became of each.
// Never opens a session, and never removes a line: what is cancelled says by whom and why.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type {
  AppointmentState,
  HttpAppointment,
  HttpChangedAppointment,
  HttpNewAppointment,
} from '@chairside/shared/protocol/http-visits.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { ofFlag } from './columns.ts'
import { countedOf, DAY_MS, isTaken, numberOf, sessionsOfCourse } from './course-sessions.ts'
import type { RowVisit } from './directory.ts'
import { type Orders, orderFor } from './orders.ts'
import { type Patients, whoOf } from './patients.ts'
import type { Db, Tables } from './schema.ts'
import { newId } from './secrets.ts'

/** From … to before …: a day of the clinic. */
export type Day = { readonly fromMs: number; readonly toMs: number }
/** What the clinic's calendar says; the store knows no zone. */
export type Calendar = { dayOf(atMs: number): Day; words(atMs: number): string }

export type Appointments = {
  get(appointmentId: string): Promise<Result<HttpAppointment>>
  /** With those that are cancelled; by time. */
  between(day: Day): Promise<readonly HttpAppointment[]>
  /** Not opened, not cancelled, not missed; soonest first. */
  pendingOf(courseId: string): Promise<readonly HttpAppointment[]>
  /** `not-found`, `already-exists`, `time-out-of-session`, `impossible-value` */
  add(
    courseId: string,
    wanted: HttpNewAppointment,
    by: Actor,
    calendar: Calendar,
  ): Promise<Result<HttpAppointment>>
  /** Also `state-moved`: it was opened or cancelled meanwhile. */
  change(
    appointmentId: string,
    wanted: HttpChangedAppointment,
    calendar: Calendar,
  ): Promise<Result<HttpAppointment>>
  cancel(appointmentId: string, reason: string, by: Actor): Promise<Result<HttpAppointment>>
}

/** Nobody plans further ahead than this; a year typed wrongly is. */
const AHEAD_MS = 400 * 86_400_000

type Joined = Tables['appointment'] &
  Pick<Tables['course'], 'patientCode' | 'indication' | 'planned'> & {
    readonly roomName: string
    readonly openedIn: RoomId | null
    readonly closedAtMs: EpochMs | null
    readonly openedAtMs: EpochMs | null
    readonly visit: string | null
    readonly summary: string | null
  }

export function createAppointments(
  db: Db,
  nowMs: () => EpochMs,
  { orders, patients }: { readonly orders: Orders; readonly patients: Patients },
): Appointments {
  const joined = () =>
    db
      .selectFrom('appointment')
      .innerJoin('course', 'course.courseId', 'appointment.courseId')
      .innerJoin('room', 'room.roomId', 'appointment.roomId')
      .leftJoin('session', 'session.sessionId', 'appointment.sessionId')
      .selectAll('appointment')
      .select([
        'course.patientCode',
        'course.indication',
        'course.planned',
        'room.name as roomName',
        'session.roomId as openedIn',
        'session.openedAtMs',
        'session.closedAtMs',
        'session.visit',
        'session.summary',
      ])
      .orderBy('appointment.atMs')
      .orderBy('appointment.appointmentId')

  const stateOf = (row: Joined): AppointmentState => {
    if (row.cancelledAtMs !== null) return 'cancelled'
    if (row.openedAtMs !== null) return row.closedAtMs === null ? 'open' : 'closed'
    return nowMs() - row.atMs > DAY_MS ? 'missed' : 'scheduled'
  }

  /** Which number each has, or will have; per course, asked once. */
  async function numbers(rows: readonly Joined[]): Promise<(row: Joined) => number> {
    const courses = new Map<
      string,
      {
        readonly bySession: ReadonlyMap<string, number>
        readonly done: number
        readonly waiting: readonly string[]
      }
    >()
    for (const { courseId } of rows) {
      if (courses.has(courseId)) continue
      const sessions = await sessionsOfCourse(db, courseId)
      const all = await joined().where('appointment.courseId', '=', courseId).execute()
      let before = 0
      const bySession = new Map(
        sessions.map(({ sessionId, number }) => {
          before = number ?? before
          return [sessionId as string, number ?? before + 1]
        }),
      )
      const waiting = all.filter((one) => stateOf(one) === 'scheduled').map((one) => one.appointmentId)
      courses.set(courseId, { bySession, done: countedOf(sessions), waiting })
    }
    return (row) => {
      const course = courses.get(row.courseId)
      const place = course?.waiting.indexOf(row.appointmentId) ?? -1
      const opened =
        row.openedAtMs === null || row.sessionId === null ? undefined : course?.bySession.get(row.sessionId)
      return opened ?? (course?.done ?? 0) + Math.max(0, place) + 1
    }
  }

  async function shown(rows: readonly Joined[]): Promise<readonly HttpAppointment[]> {
    const numberFor = await numbers(rows)
    const labels = await patients.labelsOf(rows.map((row) => row.patientCode))
    const kept = new Map<string, Awaited<ReturnType<Orders['of']>>>()
    for (const { courseId } of rows) if (!kept.has(courseId)) kept.set(courseId, await orders.of(courseId))
    return rows.map((row) => {
      const state = stateOf(row)
      const label = labels.get(row.patientCode)
      const order = orderFor(kept.get(row.courseId) ?? [], row.appointmentId)
      const visit = row.visit === null ? undefined : (JSON.parse(row.visit) as RowVisit)
      const isOpened = state === 'open' || state === 'closed'
      return {
        appointmentId: row.appointmentId,
        roomId: row.roomId,
        roomName: row.roomName,
        atMs: row.atMs,
        patientCode: row.patientCode,
        ...(label === undefined ? {} : { label }),
        courseId: row.courseId,
        indication: row.indication,
        ...(visit?.number === undefined
          ? numberOf(numberFor(row), row)
          : { number: visit.number, ...(visit.of === undefined ? {} : { of: visit.of }) }),
        ...(order === undefined ? {} : { order }),
        state,
        ...(isOpened && row.sessionId !== null ? { sessionId: row.sessionId } : {}),
        ...(isOpened && row.openedIn !== null ? { sessionRoomId: row.openedIn } : {}),
        ...(visit?.outcome === undefined ? {} : { outcome: visit.outcome }),
        ...(row.cancelledAtMs === null || row.cancelledBy === null
          ? {}
          : { cancelled: { by: row.cancelledBy, atMs: row.cancelledAtMs, reason: row.cancelReason ?? '' } }),
        by: row.who,
      }
    })
  }

  const rowOf = (appointmentId: string) =>
    joined().where('appointment.appointmentId', '=', appointmentId).executeTakeFirst()

  const get: Appointments['get'] = async (appointmentId) => {
    const row = await rowOf(appointmentId)
    if (row === undefined) return refuse('not-found', 'There is no such appointment.', 'appointmentId')
    const [one] = await shown([row])
    return one === undefined ? refuse('not-found', 'There is no such appointment.', 'appointmentId') : ok(one)
  }

  async function checkRoom(roomId: string): Promise<Result<RoomId>> {
    const room = await db
      .selectFrom('room')
      .select(['roomId', 'disabled'])
      .where('roomId', '=', roomId as RoomId)
      .executeTakeFirst()
    if (room === undefined || ofFlag(room.disabled))
      return refuse('not-found', 'There is no such room. Choose one from the list.', 'roomId')
    return ok(room.roomId)
  }

  /** Whether this patient, and this room, have room for it at that time. */
  async function checkPlace(
    {
      patientCode,
      roomId,
      atMs,
      except,
    }: { patientCode: string; roomId: string; atMs: number; except?: string },
    { dayOf, words }: Calendar,
  ): Promise<Result<true>> {
    const now = nowMs()
    if (atMs < dayOf(now).fromMs)
      return refuse('time-out-of-session', 'That day is over. Choose today or later.', 'atMs')
    if (atMs > now + AHEAD_MS)
      return refuse('impossible-value', 'That is more than a year ahead. Check the date.', 'atMs')
    const { fromMs, toMs } = dayOf(atMs)
    const day = await joined()
      .where('appointment.atMs', '>=', fromMs as EpochMs)
      .where('appointment.atMs', '<', toMs as EpochMs)
      .execute()
    for (const row of day) {
      const state = stateOf(row)
      if (row.appointmentId === except || state === 'cancelled' || state === 'closed' || state === 'missed')
        continue
      if (row.patientCode === patientCode)
        return refuse(
          'already-exists',
          `${patientCode} is on the list of that day already: ${words(row.atMs)}, ${row.roomName}. Move that one, or take it off.`,
          'atMs',
        )
      if (row.roomId === roomId && row.atMs === atMs)
        return refuse(
          'already-exists',
          `${row.roomName} has ${row.patientCode} at ${words(row.atMs)}. Choose another time or room.`,
          'atMs',
        )
    }
    return ok(true)
  }

  return {
    get,

    async between({ fromMs, toMs }) {
      const rows = await joined()
        .where('appointment.atMs', '>=', fromMs as EpochMs)
        .where('appointment.atMs', '<', toMs as EpochMs)
        .execute()
      return shown(rows)
    },

    async pendingOf(courseId) {
      const rows = await joined().where('appointment.courseId', '=', courseId).execute()
      return shown(rows.filter((row) => stateOf(row) === 'scheduled'))
    },

    async add(courseId, { roomId, atMs }, by, calendar) {
      const course = await db
        .selectFrom('course')
        .selectAll()
        .where('courseId', '=', courseId)
        .executeTakeFirst()
      if (course === undefined) return refuse('not-found', 'There is no such course.', 'courseId')
      const room = await checkRoom(roomId)
      if (!room.ok) return room
      const { patientCode, planned } = course
      const free = await checkPlace({ patientCode, roomId, atMs }, calendar)
      if (!free.ok) return free
      const done = countedOf(await sessionsOfCourse(db, courseId))
      const rows = await joined().where('appointment.courseId', '=', courseId).execute()
      const waiting = rows.filter((row) => stateOf(row) === 'scheduled').length
      if (!ofFlag(course.maintenance) && done + waiting >= planned)
        return refuse(
          'impossible-value',
          `All ${planned} sessions of this course are recorded or on a list. Plan more of them, or maintenance, first.`,
          'courseId',
        )
      const appointmentId = newId('visit')
      await db
        .insertInto('appointment')
        .values({
          appointmentId,
          courseId,
          roomId: room.value,
          atMs,
          createdAtMs: nowMs(),
          personId: by.personId,
          who: whoOf(by),
          sessionId: null,
          takenAtMs: null,
          cancelledAtMs: null,
          cancelledBy: null,
          cancelReason: null,
        })
        .execute()
      return get(appointmentId)
    },

    async change(appointmentId, wanted, calendar) {
      const row = await rowOf(appointmentId)
      if (row === undefined) return refuse('not-found', 'There is no such appointment.', 'appointmentId')
      const moved = stillWaiting(row, stateOf(row), nowMs())
      if (!moved.ok) return moved
      const room = await checkRoom(wanted.roomId ?? row.roomId)
      if (!room.ok) return room
      const next = { roomId: room.value, atMs: wanted.atMs ?? row.atMs }
      const { patientCode } = row
      const free = await checkPlace({ patientCode, ...next, except: appointmentId }, calendar)
      if (!free.ok) return free
      await db
        .updateTable('appointment')
        .set(next)
        .where('appointmentId', '=', appointmentId)
        .where('cancelledAtMs', 'is', null)
        .execute()
      return get(appointmentId)
    },

    async cancel(appointmentId, reason, by) {
      const row = await rowOf(appointmentId)
      if (row === undefined) return refuse('not-found', 'There is no such appointment.', 'appointmentId')
      const waiting = stillWaiting(row, stateOf(row), nowMs())
      if (!waiting.ok) return waiting
      await db
        .updateTable('appointment')
        .set({ cancelledAtMs: nowMs(), cancelledBy: whoOf(by), cancelReason: reason })
        .where('appointmentId', '=', appointmentId)
        .where('cancelledAtMs', 'is', null)
        .execute()
      return get(appointmentId)
    },
  }
}

function stillWaiting(row: Joined, state: AppointmentState, nowMs: number): Result<true> {
  const field = 'appointmentId'
  if (state === 'cancelled')
    return refuse(
      'state-moved',
      `${row.patientCode} was taken off the list by ${row.cancelledBy ?? ''}.`,
      field,
    )
  if (state === 'open' || state === 'closed' || isTaken(row, row.openedAtMs !== null, nowMs))
    return refuse('state-moved', `The session of ${row.patientCode} was opened meanwhile.`, field)
  return ok(true)
}
