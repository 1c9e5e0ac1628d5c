// Owns an order as it is typed: from nothing or from the one in force, what is wrong with it, and what is sent. Never fills in a dose:
// what no physician has said is empty.
import { limitBounds } from '@chairside/shared/alarm/profile/limit-bounds.ts'
import { type HttpNewOrder, zNewPrn } from '@chairside/shared/protocol/http-visits.ts'
import { type DRUGS, ROUTES } from '@chairside/shared/record/care-kinds.ts'
import type { Order, Prn } from '@chairside/shared/record/visit-kinds.ts'
import { allowedWords } from '../../ui/visit-words.ts'

export type Typed = number | string
type Drug = (typeof DRUGS)[number]
type Route = (typeof ROUTES)[number]
export type PrnTyped = {
  readonly key: number
  /** Empty: not chosen yet. */
  readonly drug: Drug | ''
  /** Of `other`: which drug. */
  readonly which: string
  readonly dose: string
  /** Empty: not chosen yet. */
  readonly route: Route | ''
  readonly when: string
}
export type OrderDraft = {
  readonly drug: string
  readonly mgPerKg: Typed
  readonly maxMg: Typed
  readonly minutes: Typed
  /** By `limitKey`; empty: as the profile says. */
  readonly limits: Readonly<Record<string, Typed>>
  readonly prn: readonly PrnTyped[]
  readonly oxygen: string
  readonly note: string
  /** Of one session; empty: of the course. */
  readonly appointmentId: string
}

type Limit = Order['limits'][number]
export const limitKey = ({ condition, level, quantity }: Omit<Limit, 'value'>): string =>
  `${condition} ${level} ${quantity}`
/** What a physician may order for one patient. */
export const ORDERED_LIMITS = limitBounds('physician')

/** The order that counts for one session (its own, else the course's), or for the course: what a new one begins with. */
export function orderBefore<
  One extends Pick<Order, 'scope'> & { readonly appointmentId?: string; readonly inForce: boolean },
>(orders: readonly One[], appointmentId: string | undefined): One | undefined {
  const own = orders.find(
    (one) => one.inForce && appointmentId !== undefined && one.appointmentId === appointmentId,
  )
  return own ?? orders.find(({ scope, inForce }) => scope === 'course' && inForce)
}

/** A line more: nothing of it is chosen, for nothing of it has been said. */
export const withPrn = (prn: OrderDraft['prn']): OrderDraft['prn'] => [
  ...prn,
  { key: Math.max(-1, ...prn.map(({ key }) => key)) + 1, drug: '', which: '', dose: '', route: '', when: '' },
]

/** As it was signed; an older line has its route in the dose, "4 mg IV", if anywhere. */
function prnTyped({ drug, which = '', dose, route, when = '' }: Prn, key: number): PrnTyped {
  const said = route ?? ROUTES.find((one) => dose.toLowerCase().endsWith(` ${one.toLowerCase()}`))
  const isInDose = route === undefined && said !== undefined
  return {
    ...{ key, drug, which, when, route: said ?? '' },
    dose: isInDose ? dose.slice(0, -said.length).trim() : dose,
  }
}

/**
 * @param from the order in force, which the new one begins with
 * @param appointmentId for this session alone; absent: for the course
 */
export function draftOf(from: Order | undefined, appointmentId = ''): OrderDraft {
  if (from === undefined)
    return {
      drug: 'ketamine',
      mgPerKg: '',
      maxMg: '',
      minutes: '',
      limits: {},
      prn: [],
      oxygen: '',
      note: '',
      appointmentId,
    }
  return {
    drug: from.drug,
    mgPerKg: from.mgPerKg,
    maxMg: from.maxMg,
    minutes: from.minutes,
    limits: Object.fromEntries(from.limits.map((limit) => [limitKey(limit), limit.value])),
    prn: from.prn.map(prnTyped),
    oxygen: from.oxygen ?? '',
    note: from.note ?? '',
    appointmentId,
  }
}

const within = (typed: Typed, from: number, to: number, whole = false): boolean => {
  const value = typeof typed === 'string' && typed.trim() === '' ? Number.NaN : Number(typed)
  return Number.isFinite(value) && value >= from && value <= to && (!whole || Number.isInteger(value))
}

/** What is wrong, by field, in words; nothing: it can be sent. An empty field that must be filled is wrong without words. */
export function problemsOf(draft: OrderDraft): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  const check = (field: string, is: boolean, typed: Typed, words: string): void => {
    if (!is) found[field] = typed === '' ? '' : words
  }
  check('drug', draft.drug.trim() !== '', draft.drug, '')
  check('mgPerKg', within(draft.mgPerKg, 0.01, 5), draft.mgPerKg, '0.01 to 5 mg/kg')
  check('maxMg', within(draft.maxMg, 1, 1_000), draft.maxMg, '1 to 1000 mg')
  check('minutes', within(draft.minutes, 5, 240), draft.minutes, '5 to 240 min')
  for (const bound of ORDERED_LIMITS) {
    const key = limitKey(bound)
    const typed = draft.limits[key] ?? ''
    if (typed !== '' && !within(typed, bound.from, bound.to, true)) found[key] = allowedWords(bound)
  }
  for (const { key, drug, which, dose, route } of draft.prn) {
    const isDose = zNewPrn.shape.dose.safeParse(dose).success
    check(`prn ${key} drug`, drug !== '', drug, '')
    check(`prn ${key} which`, drug !== 'other' || which.trim() !== '', '', '')
    check(`prn ${key} dose`, isDose, dose.trim(), 'A number and its unit, such as 4 mg')
    check(`prn ${key} route`, route !== '', route, '')
  }
  return found
}

const said = (text: string, field: 'oxygen' | 'note' | 'when' | 'which') =>
  text.trim() === '' ? {} : { [field]: text.trim() }

export function orderOf(draft: OrderDraft): HttpNewOrder {
  return {
    drug: draft.drug.trim(),
    mgPerKg: Number(draft.mgPerKg),
    maxMg: Number(draft.maxMg),
    minutes: Number(draft.minutes),
    limits: ORDERED_LIMITS.flatMap(({ condition, level, quantity }) => {
      const typed = draft.limits[limitKey({ condition, level, quantity })] ?? ''
      return typed === '' ? [] : [{ condition, level, quantity, value: Number(typed) }]
    }),
    prn: draft.prn.flatMap(({ drug, which, dose, route, when }) => {
      if (drug === '' || route === '') return []
      const name = drug === 'other' ? said(which, 'which') : {}
      return [{ drug, ...name, dose: dose.trim(), route, ...said(when, 'when') }]
    }),
    ...said(draft.oxygen, 'oxygen'),
    ...said(draft.note, 'note'),
    ...(draft.appointmentId === '' ? {} : { appointmentId: draft.appointmentId }),
  }
}
