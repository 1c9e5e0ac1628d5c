// Owns courses over HTTP: one, changing its plan, signing and withdrawing orders, scores, appointments. Each change is a person's and
// stands in the administrative record. Only physicians sign.
import type { HubClock } from '@chairside/shared/clock.ts'
import {
  type HttpOneCourse,
  type HttpSavedAppointment,
  zChangedAppointment,
  zChangedCourse,
  zNewAppointment,
  zNewOrder,
  zNewScore,
  zReason,
} from '@chairside/shared/protocol/http-visits.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import type { Result } from '@chairside/shared/result.ts'
import type { Store } from '../../store/store.ts'
import { calendarIn } from '../clinic-day.ts'
import { acting, param, plannerOf, signerOf, whoIs } from '../plan-access.ts'
import { type Answer, json, type Route } from '../route.ts'

export type CourseDeps = {
  readonly store: Pick<Store, 'visits' | 'adminLog'>
  readonly clock: Pick<HubClock, 'nowMs'>
  /** IANA zone of the clinic. */
  readonly zone: string
}

export function courseRoutes({ store, zone }: CourseDeps): readonly Route[] {
  const { adminLog, visits } = store
  const { courses, orders, scores, appointments } = visits
  const calendar = calendarIn(zone)

  const noted = (by: Actor, act: string, detail: Readonly<Record<string, unknown>>): Promise<void> =>
    adminLog.add(whoIs(by), act, detail)

  async function course(courseId: string, status = 200): Promise<Result<Answer>> {
    const found = await courses.get(courseId)
    if (!found.ok) return found
    const answer: HttpOneCourse = { course: found.value }
    return json(answer, { status })
  }

  const one: Route['handle'] = async (ask) => {
    const person = plannerOf(ask)
    return person.ok ? course(param(ask, 'courseId')) : person
  }

  const change = acting(plannerOf, zChangedCourse, async (ask, body, by) => {
    const courseId = param(ask, 'courseId')
    const changed = await courses.change(courseId, body)
    if (!changed.ok) return changed
    await noted(by, 'course.change', { courseId, ...body })
    return course(courseId)
  })

  const sign = acting(signerOf, zNewOrder, async (ask, body, by) => {
    const courseId = param(ask, 'courseId')
    const signed = await orders.sign(courseId, body, by)
    if (!signed.ok) return signed
    const { orderId, drug, mgPerKg, maxMg, minutes } = signed.value
    const { appointmentId } = body
    await noted(by, 'order.sign', {
      courseId,
      orderId,
      ...(appointmentId === undefined ? {} : { appointmentId }),
      ...{ drug, mgPerKg, maxMg, minutes },
    })
    return course(courseId, 201)
  })

  const withdraw = acting(signerOf, zReason, async (ask, body, by) => {
    const orderId = param(ask, 'orderId')
    const courseId = await orders.withdraw(orderId, body.reason, by)
    if (!courseId.ok) return courseId
    await noted(by, 'order.withdraw', { orderId, courseId: courseId.value })
    return course(courseId.value)
  })

  const score = acting(plannerOf, zNewScore, async (ask, body, by) => {
    const courseId = param(ask, 'courseId')
    const added = await scores.add(courseId, body, by)
    if (!added.ok) return added
    const { scoreId, scale } = added.value
    await noted(by, 'score.add', { courseId, scoreId, scale })
    return course(courseId, 201)
  })

  const strike = acting(plannerOf, zReason, async (ask, body, by) => {
    const scoreId = param(ask, 'scoreId')
    const courseId = await scores.strike(scoreId, body.reason, by)
    if (!courseId.ok) return courseId
    await noted(by, 'score.strike', { scoreId, courseId: courseId.value })
    return course(courseId.value)
  })

  const book = acting(plannerOf, zNewAppointment, async (ask, body, by) => {
    const courseId = param(ask, 'courseId')
    const added = await appointments.add(courseId, body, by, calendar)
    if (!added.ok) return added
    const { appointmentId, roomId, atMs } = added.value
    await noted(by, 'appointment.create', { courseId, appointmentId, roomId, atMs })
    const answer: HttpSavedAppointment = { appointment: added.value }
    return json(answer, { status: 201 })
  })

  const move = acting(plannerOf, zChangedAppointment, async (ask, body, by) => {
    const appointmentId = param(ask, 'appointmentId')
    const moved = await appointments.change(appointmentId, body, calendar)
    if (!moved.ok) return moved
    await noted(by, 'appointment.change', { appointmentId, ...body })
    const answer: HttpSavedAppointment = { appointment: moved.value }
    return json(answer)
  })

  const cancel = acting(plannerOf, zReason, async (ask, body, by) => {
    const appointmentId = param(ask, 'appointmentId')
    const cancelled = await appointments.cancel(appointmentId, body.reason, by)
    if (!cancelled.ok) return cancelled
    await noted(by, 'appointment.cancel', { appointmentId })
    const answer: HttpSavedAppointment = { appointment: cancelled.value }
    return json(answer)
  })

  const countsAsUse = true
  return [
    { method: 'get', path: '/api/courses/:courseId', countsAsUse, handle: one },
    { method: 'post', path: '/api/courses/:courseId', countsAsUse, handle: change },
    { method: 'post', path: '/api/courses/:courseId/orders', countsAsUse, handle: sign },
    { method: 'post', path: '/api/orders/:orderId/withdraw', countsAsUse, handle: withdraw },
    { method: 'post', path: '/api/courses/:courseId/scores', countsAsUse, handle: score },
    { method: 'post', path: '/api/scores/:scoreId/strike', countsAsUse, handle: strike },
    { method: 'post', path: '/api/courses/:courseId/appointments', countsAsUse, handle: book },
    { method: 'post', path: '/api/appointments/:appointmentId', countsAsUse, handle: move },
    { method: 'post', path: '/api/appointments/:appointmentId/cancel', countsAsUse, handle: cancel },
  ]
}
