// Owns bringing a visit to where a test begins, by the same commands that the screens send: patient, course, order, session, and
// each step of the simulated nurse up to a phase. Never skips what the hub asks for.
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { Actor, Role } from '@chairside/shared/record/record.ts'
import { withCheck } from '@chairside/shared/visit/patient-code.ts'
import { must } from '../../server/store/store-fixture.ts'
import { UTC_DAYS } from '../../server/store/visits-fixture.ts'
import { nextStep } from '../../simulator/visit-steps.ts'
import { NURSE, type Stage } from '../stage.ts'
import { createPerson, type PersonAtDoor } from './bedside.ts'
import type { VisitScene } from './visit-scene.ts'

/** Source: product's "The therapy, in short": usually 0.5 mg/kg over 40 min. */
const ORDER = { drug: 'Ketamine', mgPerKg: 0.5, maxMg: 50, minutes: 40, limits: [], prn: [] }

export type Patient = { readonly code: string; readonly courseId: string }

async function actorOf({ store }: Stage, role: Role): Promise<Actor> {
  const one = (await store.people.list()).find((person) => person.role === role)
  if (one === undefined) throw new Error(`there is no ${role}`)
  return { personId: one.personId, name: one.name, role }
}

/** @param stem "K-041": its last character is added */
export async function addPatient(stage: Stage, stem: string, label: string): Promise<Patient> {
  const code = withCheck(stem)
  if (code === undefined) throw new Error(`${stem} makes no code`)
  const nurse = await actorOf(stage, 'nurse')
  const { patients, courses, orders } = stage.store.visits
  must(await patients.create({ patientCode: code, label, by: nurse }))
  const course = must(
    await courses.add(code, { indication: 'Depression', planned: 6, maintenance: true }, nurse),
  )
  must(await orders.sign(course.courseId, ORDER as never, await actorOf(stage, 'physician')))
  return { code, courseId: course.courseId }
}

export type Walking = { readonly sessionId: SessionId; readonly nurse: PersonAtDoor }

/** Puts the patient on today's list of a room, opens the session from it, and takes the room. */
export async function openVisit(
  scene: VisitScene,
  room: number,
  { code, courseId }: Patient,
): Promise<Walking> {
  const { stage } = scene
  const nurse = await createPerson(stage, NURSE)
  const roomId = stage.rooms[room - 1] as RoomId
  const { appointmentId } = must(
    await stage.store.visits.appointments.add(
      courseId,
      { roomId, atMs: stage.clock.nowMs() },
      await actorOf(stage, 'nurse'),
      UTC_DAYS,
    ),
  )
  const answer = await nurse.act({
    type: 'session.open',
    roomId,
    patientCode: code,
    includeHeld: false,
    appointmentId,
  } as never)
  if (answer.sessionId === undefined) throw new Error('the hub opened no session')
  must(
    await stage.store.visits.escorts.set(
      { sessionId: answer.sessionId, patientCode: code },
      { name: 'P. Novak', phone: '+47 555 0123' },
      await actorOf(stage, 'nurse'),
    ),
  )
  await nurse.act({ type: 'room.take', roomId } as never)
  return { sessionId: answer.sessionId, nurse }
}

/** Takes the simulated nurse's steps until the session is in this phase. */
export async function walkTo(
  scene: VisitScene,
  { sessionId, nurse }: Walking,
  phase: 'baseline' | 'infusing' | 'recovery',
): Promise<void> {
  // Before the start ten minutes suffice, after it two hours.
  for (let left = 7_200; left > 0; left -= 1) {
    const state = await scene.state(sessionId)
    if (state.phase === phase) return
    const step = nextStep(state, scene.stage.clock.nowMs())
    if (step === undefined) await scene.goOn(2)
    else await nurse.act({ sessionId, ...step } as never)
  }
  throw new Error(`the visit did not come to ${phase}`)
}
