// Owns patients over HTTP: the list, a new one, one with its courses, its label. Each change stands in the administrative record.
// Never puts a label into that record, nor into an address.

import type { HttpOneCourse } from '@chairside/shared/protocol/http-visits.ts'
import {
  type HttpNewCode,
  type HttpOnePatient,
  type HttpPatients,
  type HttpSavedPatient,
  zNewCourse,
  zNewLabel,
  zNewPatient,
} from '@chairside/shared/protocol/http-visits.ts'
import * as z from 'zod'
import type { Store } from '../../store/store.ts'
import { acting, param, plannerOf, whoIs } from '../plan-access.ts'
import { json, queryOf, type Route } from '../route.ts'

export type PatientDeps = { readonly store: Pick<Store, 'visits' | 'adminLog'> }

const DEFAULT_LIMIT = 50
const zQuery = z.strictObject({
  search: z.string().max(80).optional(),
  after: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,24}$/, 'a patient code is letters, digits and hyphens')
    .optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'a whole number is expected')
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= 200, 'it is 1 to 200')
    .optional(),
})

export function patientRoutes({ store }: PatientDeps): readonly Route[] {
  const { adminLog } = store
  const { patients, courses, lastWeight, givenAway } = store.visits

  const list: Route['handle'] = async (ask) => {
    const person = plannerOf(ask)
    if (!person.ok) return person
    const query = queryOf(ask.request, zQuery)
    if (!query.ok) return query
    const { limit = DEFAULT_LIMIT, search, after } = query.value
    // One more than is shown says whether there are more.
    const lines = await patients.list({ limit: limit + 1, search, after })
    const shown = lines.slice(0, limit)
    const last = shown.at(-1)
    const answer: HttpPatients = {
      patients: shown,
      ...(last === undefined || lines.length === shown.length ? {} : { moreAfter: last.patientCode }),
    }
    return json(answer)
  }

  const newCode: Route['handle'] = async (ask) => {
    const person = plannerOf(ask)
    if (!person.ok) return person
    const answer: HttpNewCode = { patientCode: await patients.newCode() }
    return json(answer)
  }

  const create = acting(plannerOf, zNewPatient, async (_ask, body, by) => {
    const created = await patients.create({ ...body, by })
    if (!created.ok) return created
    await adminLog.add(whoIs(by), 'patient.create', { patientCode: created.value.patientCode })
    const answer: HttpSavedPatient = { patient: created.value }
    return json(answer, { status: 201 })
  })

  const one: Route['handle'] = async (ask) => {
    const person = plannerOf(ask)
    if (!person.ok) return person
    const patient = await patients.get(param(ask, 'code'))
    if (!patient.ok) return patient
    const { patientCode } = patient.value
    const weight = await lastWeight(patientCode)
    const answer: HttpOnePatient = {
      patient: patient.value,
      courses: await courses.ofPatient(patientCode),
      looksLike: await patients.looksLike(patientCode),
      givenAway: await givenAway(patientCode),
      ...(weight === undefined ? {} : { lastWeight: weight }),
    }
    return json(answer)
  }

  const setLabel = acting(plannerOf, zNewLabel, async (ask, body, by) => {
    const saved = await patients.setLabel(param(ask, 'code'), body.label)
    if (!saved.ok) return saved
    await adminLog.add(whoIs(by), 'patient.label', { patientCode: saved.value.patientCode })
    const answer: HttpSavedPatient = { patient: saved.value }
    return json(answer)
  })

  const eraseLabel: Route['handle'] = async (ask) => {
    const person = plannerOf(ask)
    if (!person.ok) return person
    const erased = await patients.eraseLabel(param(ask, 'code'), person.value)
    if (!erased.ok) return erased
    await adminLog.add(whoIs(person.value), 'patient.erase-label', { patientCode: erased.value.patientCode })
    const answer: HttpSavedPatient = { patient: erased.value }
    return json(answer)
  }

  const addCourse = acting(plannerOf, zNewCourse, async (ask, body, by) => {
    const patient = await patients.get(param(ask, 'code'))
    if (!patient.ok) return patient
    const { patientCode } = patient.value
    const added = await courses.add(patientCode, body, by)
    if (!added.ok) return added
    const { courseId } = added.value
    await adminLog.add(whoIs(by), 'course.create', { patientCode, courseId, ...body })
    const answer: HttpOneCourse = { course: added.value }
    return json(answer, { status: 201 })
  })

  const countsAsUse = true
  return [
    { method: 'get', path: '/api/patients', countsAsUse, handle: list },
    { method: 'get', path: '/api/patients/new-code', countsAsUse, handle: newCode },
    { method: 'post', path: '/api/patients', countsAsUse, handle: create },
    { method: 'get', path: '/api/patients/:code', countsAsUse, handle: one },
    { method: 'post', path: '/api/patients/:code/label', countsAsUse, handle: setLabel },
    { method: 'delete', path: '/api/patients/:code/label', countsAsUse, handle: eraseLabel },
    { method: 'post', path: '/api/patients/:code/courses', countsAsUse, handle: addCourse },
  ]
}
