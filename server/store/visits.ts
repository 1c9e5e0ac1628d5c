// Owns how the parts of people and plans hang together. Never a rule of its own.
import type { EpochMs } from '@chairside/shared/ids.ts'
import { type Appointments, createAppointments } from './appointments.ts'
import { type Courses, createCourses } from './courses.ts'
import type { PlannedVisits } from './directory-visits.ts'
import { createEscorts, type Escorts } from './escorts.ts'
import { createOrders, type Orders } from './orders.ts'
import { createPatients, type Patients } from './patients.ts'
import { createPlannedVisits } from './planned-visits.ts'
import type { Db } from './schema.ts'
import { createScores, type Scores } from './scores.ts'

export type Visits = PlannedVisits & {
  readonly patients: Patients
  readonly courses: Courses
  readonly orders: Orders
  readonly scores: Scores
  readonly appointments: Appointments
  readonly escorts: Escorts
}

export function createVisits(db: Db, nowMs: () => EpochMs): Visits {
  const patients = createPatients(db, nowMs)
  const orders = createOrders(db, nowMs)
  const scores = createScores(db, nowMs)
  const appointments = createAppointments(db, nowMs, { orders, patients })
  return {
    ...createPlannedVisits(db, nowMs, orders),
    patients,
    orders,
    scores,
    appointments,
    courses: createCourses(db, nowMs, { orders, scores, appointments }),
    escorts: createEscorts(db, nowMs),
  }
}
