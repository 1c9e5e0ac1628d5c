// Owns what the hub says of people and plans over HTTP: patients, courses, orders, appointments, today's list. Keeps nothing.
import type { HttpRoom, HttpRooms } from '@chairside/shared/protocol/http.ts'
import type {
  HttpAppointment,
  HttpChangedAppointment,
  HttpChangedCourse,
  HttpCourse,
  HttpNewAppointment,
  HttpNewCode,
  HttpNewCourse,
  HttpNewOrder,
  HttpNewPatient,
  HttpNewScore,
  HttpOneCourse,
  HttpOnePatient,
  HttpPatient,
  HttpPatients,
  HttpSavedAppointment,
  HttpSavedPatient,
  HttpToday,
} from '@chairside/shared/protocol/http-visits.ts'
import { ok, type Result } from '@chairside/shared/result.ts'
import { json } from './ask.ts'

const part = encodeURIComponent
const queryOf = (values: object): string => {
  const said = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  return said.length === 0
    ? ''
    : `?${new URLSearchParams(said.map(([key, value]) => [key, String(value)])).toString()}`
}

/** A refusal of the hub, as what a query throws: its words are shown as they are. */
export class Refused extends Error {}
export async function orThrow<T>(answer: Promise<Result<T>>): Promise<T> {
  const said = await answer
  if (!said.ok) throw new Refused(said.error.message)
  return said.value
}

async function picked<Whole, T>(
  answer: Promise<Result<Whole>>,
  pick: (whole: Whole) => T,
): Promise<Result<T>> {
  const said = await answer
  return said.ok ? ok(pick(said.value)) : said
}
const patientIn = ({ patient }: HttpSavedPatient): HttpPatient => patient
const courseIn = ({ course }: HttpOneCourse): HttpCourse => course
const appointmentIn = ({ appointment }: HttpSavedAppointment): HttpAppointment => appointment

/** @param day YYYY-MM-DD of the clinic; absent: today */
export const todayOf = (day?: string): Promise<Result<HttpToday>> => json(`/api/today${queryOf({ day })}`)

export const roomsOf = (): Promise<Result<readonly HttpRoom[]>> =>
  picked(json<HttpRooms>('/api/rooms'), ({ rooms }) => rooms)

// ── patients ─────────────────────────────────────────────────────────────────────────────────────────────
export const patientsOf = (query: {
  readonly search?: string
  readonly after?: string
  readonly limit?: number
}): Promise<Result<HttpPatients>> => json(`/api/patients${queryOf(query)}`)

export const newCode = (): Promise<Result<string>> =>
  picked(json<HttpNewCode>('/api/patients/new-code'), ({ patientCode }) => patientCode)

export const createPatient = (patient: HttpNewPatient): Promise<Result<HttpPatient>> =>
  picked(json<HttpSavedPatient>('/api/patients', 'POST', patient), patientIn)

const patientPath = (code: string): string => `/api/patients/${part(code)}`
export const patientOf = (code: string): Promise<Result<HttpOnePatient>> => json(patientPath(code))
export const setLabel = (code: string, label: string): Promise<Result<HttpPatient>> =>
  picked(json<HttpSavedPatient>(`${patientPath(code)}/label`, 'POST', { label }), patientIn)
/** For good, with the escorts of all sessions. */
export const eraseLabel = (code: string): Promise<Result<HttpPatient>> =>
  picked(json<HttpSavedPatient>(`${patientPath(code)}/label`, 'DELETE'), patientIn)

// ── courses ──────────────────────────────────────────────────────────────────────────────────────────────
export const addCourse = (code: string, course: HttpNewCourse): Promise<Result<HttpCourse>> =>
  picked(json<HttpOneCourse>(`${patientPath(code)}/courses`, 'POST', course), courseIn)

const coursePath = (courseId: string): string => `/api/courses/${part(courseId)}`
const courseAfter = (path: string, body: object): Promise<Result<HttpCourse>> =>
  picked(json<HttpOneCourse>(path, 'POST', body), courseIn)
export const changeCourse = (courseId: string, change: HttpChangedCourse): Promise<Result<HttpCourse>> =>
  courseAfter(coursePath(courseId), change)
/** By the physician who is signed in. */
export const signOrder = (courseId: string, order: HttpNewOrder): Promise<Result<HttpCourse>> =>
  courseAfter(`${coursePath(courseId)}/orders`, order)
export const withdrawOrder = (orderId: string, reason: string): Promise<Result<HttpCourse>> =>
  courseAfter(`/api/orders/${part(orderId)}/withdraw`, { reason })
export const addScore = (courseId: string, score: HttpNewScore): Promise<Result<HttpCourse>> =>
  courseAfter(`${coursePath(courseId)}/scores`, score)
export const strikeScore = (scoreId: string, reason: string): Promise<Result<HttpCourse>> =>
  courseAfter(`/api/scores/${part(scoreId)}/strike`, { reason })

// ── appointments ─────────────────────────────────────────────────────────────────────────────────────────
export const book = (courseId: string, wanted: HttpNewAppointment): Promise<Result<HttpAppointment>> =>
  picked(json<HttpSavedAppointment>(`${coursePath(courseId)}/appointments`, 'POST', wanted), appointmentIn)

const appointmentPath = (appointmentId: string): string => `/api/appointments/${part(appointmentId)}`
export const moveAppointment = (
  appointmentId: string,
  wanted: HttpChangedAppointment,
): Promise<Result<HttpAppointment>> =>
  picked(json<HttpSavedAppointment>(appointmentPath(appointmentId), 'POST', wanted), appointmentIn)
export const cancelAppointment = (appointmentId: string, reason: string): Promise<Result<HttpAppointment>> =>
  picked(
    json<HttpSavedAppointment>(`${appointmentPath(appointmentId)}/cancel`, 'POST', { reason }),
    appointmentIn,
  )
