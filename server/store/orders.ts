// Owns physicians' signed orders: append only, each of a course or of one session; which of them counts; withdrawing one.
// Never changes or removes an order, and never lets a withdrawn one bring an older one back: nobody has ordered that again.
import { boundOf } from '@chairside/shared/alarm/profile/limit-bounds.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { HttpNewOrder, HttpOrder } from '@chairside/shared/protocol/http-visits.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import type { Order } from '@chairside/shared/record/visit-kinds.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import { checkName } from './names.ts'
import { whoOf } from './patients.ts'
import type { Db } from './schema.ts'
import { newId } from './secrets.ts'

/** An order as it is kept, oldest first. */
export type KeptOrder = {
  readonly order: Order
  readonly appointmentId?: string
  readonly withdrawn?: NonNullable<HttpOrder['withdrawn']>
}

export type Orders = {
  of(courseId: string): Promise<readonly KeptOrder[]>
  /** `not-allowed`, `not-found`, `limit-out-of-range`, `unlikely-value`, `already-exists`, `state-moved` */
  sign(courseId: string, order: HttpNewOrder, by: Actor): Promise<Result<Order>>
  /** @returns the course it belongs to. `not-allowed`, `not-found`, `state-moved` where it is withdrawn already */
  withdraw(orderId: string, reason: string, by: Actor): Promise<Result<string>>
}

/** The newest that was signed for this session; else the newest of the course. One that is withdrawn is none, and hides the older. */
export function orderFor(orders: readonly KeptOrder[], appointmentId?: string): Order | undefined {
  const own =
    appointmentId === undefined ? undefined : orders.findLast((one) => one.appointmentId === appointmentId)
  const newest = own ?? orders.findLast((one) => one.appointmentId === undefined)
  return newest === undefined || newest.withdrawn !== undefined ? undefined : newest.order
}

/** Newest first, each with whether it counts. */
export function shownOrders(orders: readonly KeptOrder[]): readonly HttpOrder[] {
  return orders
    .map(({ order, appointmentId, withdrawn }) => ({
      ...order,
      ...(appointmentId === undefined ? {} : { appointmentId }),
      inForce: orderFor(orders, appointmentId)?.orderId === order.orderId,
      ...(withdrawn === undefined ? {} : { withdrawn }),
    }))
    .reverse()
}

/** What check-in takes, kg. An order's maximum that no such patient reaches, or every one does, limits nothing or is a slip. */
const WEIGHT = { from: 20, to: 350 } as const
/** Usual is 0.5 mg/kg over 40 to 60 min. Half and double of that dose are asked about, never forbidden. [P] */
const USUAL = { mgPerKg: [0.25, 1], minutes: [40, 60] } as const

/** What a typing error would look like, in words; undefined: nothing. */
export function unlikelyOrder(
  order: HttpNewOrder,
): { readonly field: string; readonly what: string } | undefined {
  const { mgPerKg, minutes, maxMg } = order
  const [least, most] = USUAL.mgPerKg
  if (mgPerKg < least || mgPerKg > most) return { field: 'mgPerKg', what: `${mgPerKg} mg/kg; usual is 0.5` }
  const [shortest, longest] = USUAL.minutes
  if (minutes < shortest || minutes > longest)
    return { field: 'minutes', what: `${minutes} min; usual is ${shortest} to ${longest}` }
  const reachedAtKg = Math.round(maxMg / mgPerKg)
  if (reachedAtKg < WEIGHT.from || reachedAtKg > WEIGHT.to)
    return {
      field: 'maxMg',
      what: `a maximum of ${maxMg} mg, which at ${mgPerKg} mg/kg a patient of ${reachedAtKg} kg reaches`,
    }
  return undefined
}

function checkLimits({ limits }: HttpNewOrder): Result<true> {
  const keyOf = ({ condition, level, quantity }: HttpNewOrder['limits'][number]) =>
    `${condition} ${level} ${quantity}`
  for (const [at, limit] of limits.entries()) {
    const field = `limits.${at}`
    const { label } = CATALOGUE[limit.quantity]
    if (limits.slice(0, at).some((one) => keyOf(one) === keyOf(limit)))
      return refuse('malformed', 'One limit is ordered once.', field)
    const bound = boundOf('physician', limit)
    if (bound === undefined)
      return refuse('limit-out-of-range', `This limit on ${label} cannot be ordered for one patient.`, field)
    const { from, to } = bound
    if (!Number.isInteger(limit.value) || limit.value < from || limit.value > to)
      return refuse(
        'limit-out-of-range',
        `This limit on ${label} may be ordered from ${from} to ${to}, in whole numbers.`,
        `${field}.value`,
      )
  }
  return ok(true)
}

/** Everything but who signed it when. */
const said = ({ orderId: _id, signedBy: _by, signedAtMs: _at, ...order }: Order): string =>
  JSON.stringify(Object.entries(order).sort(([a], [b]) => (a < b ? -1 : 1)))

const notAPhysician = () => refuse('not-allowed', 'Only a physician signs orders.')

export function createOrders(db: Db, nowMs: () => EpochMs): Orders {
  const of: Orders['of'] = async (courseId) => {
    const rows = await db
      .selectFrom('signedOrder')
      .leftJoin('orderWithdrawal', 'orderWithdrawal.orderId', 'signedOrder.orderId')
      .select([
        'signedOrder.appointmentId',
        'signedOrder.body',
        'orderWithdrawal.atMs',
        'orderWithdrawal.who',
        'orderWithdrawal.reason',
      ])
      .where('signedOrder.courseId', '=', courseId)
      .orderBy('signedOrder.entryId')
      .execute()
    return rows.map(({ appointmentId, body, atMs, who, reason }) => ({
      order: JSON.parse(body) as Order,
      ...(appointmentId === null ? {} : { appointmentId }),
      ...(atMs === null || who === null || reason === null ? {} : { withdrawn: { by: who, atMs, reason } }),
    }))
  }

  async function checkAppointment(courseId: string, appointmentId: string): Promise<Result<true>> {
    const row = await db
      .selectFrom('appointment')
      .select(['courseId', 'cancelledAtMs'])
      .where('appointmentId', '=', appointmentId)
      .executeTakeFirst()
    const field = 'appointmentId'
    if (row === undefined) return refuse('not-found', 'There is no such appointment.', field)
    if (row.courseId !== courseId)
      return refuse('malformed', 'This appointment is of another course: nothing was signed.', field)
    if (row.cancelledAtMs !== null)
      return refuse('state-moved', 'This appointment was taken off the list: nothing was signed.', field)
    return ok(true)
  }

  return {
    of,

    async sign(courseId, wanted, by) {
      if (by.role !== 'physician') return notAPhysician()
      const course = await db
        .selectFrom('course')
        .select('courseId')
        .where('courseId', '=', courseId)
        .executeTakeFirst()
      if (course === undefined) return refuse('not-found', 'There is no such course.', 'courseId')
      const { appointmentId, confirmed, ...rest } = wanted
      if (appointmentId !== undefined) {
        const fits = await checkAppointment(courseId, appointmentId)
        if (!fits.ok) return fits
      }
      const drug = checkName(rest.drug, 'drug', 'drug')
      if (!drug.ok) return drug
      const limits = checkLimits(wanted)
      if (!limits.ok) return limits
      const unlikely = confirmed === true ? undefined : unlikelyOrder(wanted)
      if (unlikely !== undefined)
        return refuse(
          'unlikely-value',
          `The order says ${unlikely.what}. If that is meant, confirm it.`,
          unlikely.field,
        )
      const order: Order = {
        ...rest,
        drug: drug.value,
        orderId: newId('order'),
        signedBy: { personId: by.personId, name: by.name, role: by.role },
        signedAtMs: nowMs(),
        scope: appointmentId === undefined ? 'course' : 'session',
      }
      const before = orderFor(
        (await of(courseId)).filter((one) => one.appointmentId === appointmentId),
        appointmentId,
      )
      if (before !== undefined && said(before) === said(order))
        return refuse(
          'already-exists',
          `This very order is signed already, by ${before.signedBy.name}. Nothing was signed again.`,
        )
      await db
        .insertInto('signedOrder')
        .values({
          orderId: order.orderId,
          courseId,
          appointmentId: appointmentId ?? null,
          body: JSON.stringify(order),
        })
        .execute()
      return ok(order)
    },

    async withdraw(orderId, reason, by) {
      if (by.role !== 'physician') return notAPhysician()
      return db.transaction().execute(async (transaction): Promise<Result<string>> => {
        const row = await transaction
          .selectFrom('signedOrder')
          .leftJoin('orderWithdrawal', 'orderWithdrawal.orderId', 'signedOrder.orderId')
          .select(['signedOrder.courseId', 'orderWithdrawal.who'])
          .where('signedOrder.orderId', '=', orderId)
          .executeTakeFirst()
        if (row === undefined) return refuse('not-found', 'There is no such order.', 'orderId')
        if (row.who !== null)
          return refuse('state-moved', `This order was withdrawn already, by ${row.who}.`, 'orderId')
        await transaction
          .insertInto('orderWithdrawal')
          .values({ orderId, atMs: nowMs(), personId: by.personId, who: whoOf(by), reason })
          .execute()
        return ok(row.courseId)
      })
    },
  }
}
