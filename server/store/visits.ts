// Owns how the parts of people and plans hang together, and that of two acts at once the second sees what the first did.
// Never a rule of its own.
import type { EpochMs } from '@chairside/shared/ids.ts'
import { type Appointments, createAppointments } from './appointments.ts'
import { type Courses, createCourses } from './courses.ts'
import type { PlannedVisits } from './directory-visits.ts'
import { createEscorts, type Escorts } from './escorts.ts'
import { givenAwayOf } from './given-away.ts'
import { createOrders, type Orders } from './orders.ts'
import { createPatients, type Patients } from './patients.ts'
import { createPlannedVisits, lastWeightOf } from './planned-visits.ts'
import type { Db } from './schema.ts'
import { createScores, type Scores } from './scores.ts'

export type Visits = PlannedVisits & {
  readonly patients: Patients
  readonly courses: Courses
  readonly orders: Orders
  readonly scores: Scores
  readonly appointments: Appointments
  readonly escorts: Escorts
  /** Of this patient's newest closed session that has a weight. */
  lastWeight(patientCode: string): ReturnType<typeof lastWeightOf>
  /** Recorded under this code, and another patient's. */
  givenAway(patientCode: string): ReturnType<typeof givenAwayOf>
}

type Act<Args extends readonly unknown[], R> = (...args: Args) => Promise<R>
/** The hub alone writes here: what looks first and writes then waits for its turn. */
function createTurns(): <Args extends readonly unknown[], R>(act: Act<Args, R>) => Act<Args, R> {
  let last: Promise<unknown> = Promise.resolve()
  return (act) =>
    (...args) => {
      const turn = last.then(() => act(...args))
      last = turn.catch(() => undefined)
      return turn
    }
}

export function createVisits(db: Db, nowMs: () => EpochMs): Visits {
  const inTurn = createTurns()
  const patients = createPatients(db, nowMs)
  const orders = createOrders(db, nowMs)
  const scores = createScores(db, nowMs)
  const appointments = createAppointments(db, nowMs, { orders, patients })
  const courses = createCourses(db, nowMs, { orders, scores, appointments })
  const planned = createPlannedVisits(db, nowMs, orders)
  return {
    ...planned,
    take: inTurn(planned.take),
    giveBack: inTurn(planned.giveBack),
    reassigned: inTurn(planned.reassigned),
    patients,
    orders: { ...orders, sign: inTurn(orders.sign) },
    scores,
    appointments: {
      ...appointments,
      add: inTurn(appointments.add),
      change: inTurn(appointments.change),
      cancel: inTurn(appointments.cancel),
    },
    courses: { ...courses, add: inTurn(courses.add), change: inTurn(courses.change) },
    escorts: createEscorts(db, nowMs),
    lastWeight: (patientCode) => lastWeightOf(db, patientCode),
    givenAway: (patientCode) => givenAwayOf(db, patientCode),
  }
}
