// Owns the patients of a demo: those whom the simulator plays, with course and order, and a list for today in the free room.
// Never touches a clinic's store, and never adds twice what is there.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { HttpNewOrder } from '@chairside/shared/protocol/http-visits.ts'
import type { Actor, Role } from '@chairside/shared/record/record.ts'
import { invariant, type Result } from '@chairside/shared/result.ts'
import { withCheck } from '@chairside/shared/visit/patient-code.ts'
import type { Calendar } from './appointments.ts'
import type { Store } from './store.ts'

export type DemoDay = { readonly nowMs: EpochMs; readonly calendar: Calendar }

type DemoPatient = {
  readonly code: string
  readonly label: string
  readonly indication: string
  /** A physician's, absent: none is signed yet. */
  readonly order?: HttpNewOrder
  /** Minutes from the start of the demo, in Room 4. */
  readonly inMinutes?: number
}

const MINUTE = 60_000
const QUARTER = 15 * MINUTE
/** The list is this long. */
const EVENING = 4 * 60 * MINUTE
const FREE_ROOM = 'room-4' as RoomId
/** Source: product's "The therapy, in short": usually 0.5 mg/kg over 40 min. */
const ORDER: HttpNewOrder = {
  drug: 'Ketamine',
  mgPerKg: 0.5,
  maxMg: 50,
  minutes: 40,
  limits: [],
  prn: [{ drug: 'ondansetron', dose: '4 mg', route: 'IV', when: 'nausea' }],
  oxygen: '2 L/min by nasal cannula, when asked for',
}

function codeOf(stem: string): string {
  const code = withCheck(stem)
  invariant(code !== undefined, `demo: ${stem} has no code`)
  return code
}

const PATIENTS: readonly DemoPatient[] = [
  { code: 'SIM-101', label: 'S.A. 1979', indication: 'Depression', order: ORDER },
  { code: 'SIM-102', label: 'S.B. 1988', indication: 'Depression', order: ORDER },
  { code: 'SIM-103', label: 'S.C. 1965', indication: 'Chronic pain', order: ORDER },
  { code: codeOf('K-041'), label: 'A.L. 1983', indication: 'Depression', order: ORDER, inMinutes: 15 },
  { code: codeOf('K-047'), label: 'B.T. 1991', indication: 'Depression', order: ORDER, inMinutes: 120 },
  { code: codeOf('M-208'), label: 'E.W. 1974', indication: 'Chronic pain', inMinutes: 225 },
]

function sure<T>(result: Result<T>): T {
  invariant(result.ok, result.ok ? '' : `demo: ${result.error.message}`)
  return result.value
}

async function actorOf({ people }: Store, role: Role): Promise<Actor> {
  const one = (await people.list()).find((person) => person.role === role && !person.disabled)
  invariant(one !== undefined, `a demo has a ${role}`)
  return { personId: one.personId, name: one.name, role }
}

export async function seedVisits(store: Store, { nowMs, calendar }: DemoDay): Promise<void> {
  invariant(store.kind === 'demo', 'only a demo store is given patients that nobody is')
  const { patients, courses, orders, appointments, isKnown } = store.visits
  const nurse = await actorOf(store, 'nurse')
  const physician = await actorOf(store, 'physician')
  const today = calendar.dayOf(nowMs)
  const listed = await appointments.between(today)
  for (const { code, label, indication, order, inMinutes } of PATIENTS) {
    if (!(await isKnown(code))) sure(await patients.create({ patientCode: code, label, by: nurse }))
    const had = (await courses.ofPatient(code))[0]
    const course = had ?? sure(await courses.add(code, { indication, planned: 6, maintenance: true }, nurse))
    if (order !== undefined && course.orders.length === 0)
      sure(await orders.sign(course.courseId, order, physician))
    if (inMinutes === undefined || listed.some(({ patientCode }) => patientCode === code)) continue
    // A demo that is started late in the evening has its list today too.
    const latestMs = today.toMs - EVENING + inMinutes * MINUTE
    const soonMs = Math.ceil(nowMs / QUARTER) * QUARTER + inMinutes * MINUTE
    const atMs = Math.min(soonMs, latestMs) as EpochMs
    await appointments.add(course.courseId, { roomId: FREE_ROOM, atMs }, nurse, calendar)
  }
}
