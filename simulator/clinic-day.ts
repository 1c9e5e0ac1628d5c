// Owns getting a simulated patient onto today's list of a room: patient, course, signed order, appointment, over HTTP as people do.
// Never touches a patient whose code does not begin with SIM-.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type {
  HttpAppointment,
  HttpCourse,
  HttpNewOrder,
  HttpOnePatient,
  HttpSavedAppointment,
  HttpSavedPatient,
  HttpToday,
} from '@chairside/shared/protocol/http-visits.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { withCheck } from '@chairside/shared/visit/patient-code.ts'
import type { Person } from './adapters/person.ts'

export const CODE_PREFIX = 'SIM-'
/** The usual order. Source: clinical facts §6. */
export const DEMO_ORDER: HttpNewOrder = {
  drug: 'ketamine',
  mgPerKg: 0.5,
  maxMg: 50,
  minutes: 40,
  limits: [],
  prn: [{ drug: 'ondansetron', dose: '4 mg', route: 'IV', when: 'nausea' }],
}
const COURSE = { indication: 'Simulated', planned: 6, maintenance: true } as const

/** The first of the codes that begin so and end in a digit that is their check: the same each time. */
export function simulatedCode(stem: string): string {
  for (let middle = 0; middle < 100; middle += 1) {
    const code = withCheck(`${stem}${middle === 0 ? '' : middle}`)
    if (code !== undefined && /\d$/.test(code)) return code
  }
  return stem
}

type Desk = {
  readonly nurse: Person
  /** Signs the order; absent: a person does it. */
  readonly physician?: (() => Promise<Person>) | undefined
}

async function patientOf({ nurse }: Desk, code: string): Promise<Result<readonly HttpCourse[]>> {
  const found = await nurse.ask<HttpOnePatient>('GET', `/api/patients/${code}`)
  if (found.ok) return ok(found.value.courses)
  if (found.error.code !== 'not-found') return found
  const patient = { patientCode: code, label: 'Simulated' }
  const made = await nurse.ask<HttpSavedPatient>('POST', '/api/patients', patient)
  return made.ok ? ok([]) : made
}

async function courseOf(desk: Desk, code: string): Promise<Result<HttpCourse>> {
  const courses = await patientOf(desk, code)
  if (!courses.ok) return courses
  const open = courses.value.find((one) => one.maintenance || one.done < one.planned)
  if (open !== undefined) return ok(open)
  const made = await desk.nurse.ask<{ course: HttpCourse }>('POST', `/api/patients/${code}/courses`, COURSE)
  return made.ok ? ok(made.value.course) : made
}

/** What stands on the list of this room, of simulated patients, and could be opened now. */
async function waiting({ nurse }: Desk, roomId: RoomId): Promise<Result<HttpAppointment | undefined>> {
  const today = await nurse.ask<HttpToday>('GET', '/api/today')
  if (!today.ok) return today
  const room = today.value.rooms.find((one) => one.roomId === roomId)
  const isOurs = ({ state, patientCode }: HttpAppointment) =>
    state === 'scheduled' && patientCode.startsWith(CODE_PREFIX)
  return ok(room?.appointments.find(isOurs))
}

/**
 * An appointment in this room that can be opened now: one that stands on the list, or a new one.
 * @param code of a simulated patient, with its check character
 */
export async function appointmentFor(
  desk: Desk,
  roomId: RoomId,
  code: string,
  nowMs: number,
): Promise<Result<Pick<HttpAppointment, 'appointmentId' | 'patientCode'>>> {
  if (!code.startsWith(CODE_PREFIX)) return refuse('not-allowed', `${code} is no simulated patient.`)
  const listed = await waiting(desk, roomId)
  if (!listed.ok) return listed
  if (listed.value?.order !== undefined) return ok(listed.value)
  const course = await courseOf(desk, listed.value?.patientCode ?? code)
  if (!course.ok) return course
  const { courseId, orders } = course.value
  if (desk.physician !== undefined && !orders.some((one) => one.inForce && one.appointmentId === undefined)) {
    const physician = await desk.physician()
    const signed = await physician.ask('POST', `/api/courses/${courseId}/orders`, DEMO_ORDER)
    physician.close()
    if (!signed.ok) return signed
  }
  if (listed.value !== undefined) return ok(listed.value)
  const pending = course.value.appointments.find((one) => one.roomId === roomId)
  if (pending !== undefined) return ok(pending)
  const made = await desk.nurse.ask<HttpSavedAppointment>('POST', `/api/courses/${courseId}/appointments`, {
    roomId,
    atMs: nowMs as EpochMs,
  })
  return made.ok ? ok(made.value.appointment) : made
}
