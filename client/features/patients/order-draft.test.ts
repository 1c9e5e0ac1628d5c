// Proves an order as it is typed: nothing is filled in that no physician has said, what is wrong is named, what is sent is what stands.
import { epochMs, type PersonId } from '@chairside/shared/ids.ts'
import type { Order } from '@chairside/shared/record/visit-kinds.ts'
import { prnWords } from '@chairside/shared/visit/names.ts'
import { describe, expect, test } from 'vitest'
import { allowedWords } from '../../ui/visit-words.ts'
import {
  draftOf,
  limitKey,
  type OrderDraft,
  orderBefore,
  orderOf,
  problemsOf,
  withPrn,
} from './order-draft.ts'

const SYSTOLIC = { condition: 'bpHigh', level: 'high', quantity: 'systolic' } as const
const ORDER: Order = {
  orderId: 'order-1',
  signedBy: { personId: 'p' as PersonId, name: 'Dr Lindqvist', role: 'physician' },
  signedAtMs: epochMs(0),
  scope: 'course',
  drug: 'ketamine',
  mgPerKg: 0.5,
  maxMg: 50,
  minutes: 40,
  limits: [{ ...SYSTOLIC, value: 170 }],
  prn: [{ drug: 'ondansetron', dose: '4 mg', route: 'IV', when: 'nausea' }],
  oxygen: '2 L/min',
}

const LINE = { key: 3, drug: 'labetalol', which: '', dose: '5 mg', route: 'IV', when: '' } as const

describe('an order as it is typed', () => {
  test('[PT41] a drug is added with nothing chosen, and is not sent so', () => {
    const prn = withPrn([LINE])
    expect(prn).toEqual([LINE, { key: 4, drug: '', which: '', dose: '', route: '', when: '' }])
    expect(problemsOf({ ...draftOf(ORDER), prn })).toEqual({
      'prn 4 drug': '',
      'prn 4 dose': '',
      'prn 4 route': '',
    })
  })

  test('[PT41] an older line without a route: one that its dose says is taken over, else it is asked for', () => {
    const older = (dose: string) => draftOf({ ...ORDER, prn: [{ drug: 'ondansetron', dose }] })
    expect(older('4 mg IV').prn).toMatchObject([{ dose: '4 mg', route: 'IV' }])
    expect(problemsOf(older('4 mg IV'))).toEqual({})
    expect(older('4 mg').prn).toMatchObject([{ dose: '4 mg', route: '' }])
    expect(problemsOf(older('4 mg'))).toEqual({ 'prn 0 route': '' })
  })

  test('[PT41] another drug goes with its name', () => {
    const prn = [{ ...LINE, drug: 'other' as const, which: ' glycopyrrolate ' }]
    const sent = orderOf({ ...draftOf(ORDER), prn })
    expect(sent.prn).toEqual([{ drug: 'other', which: 'glycopyrrolate', dose: '5 mg', route: 'IV' }])
    expect(sent.prn.map(prnWords)).toEqual(['glycopyrrolate 5 mg IV'])
  })

  test('[PT37] begins without any figure, and is not sent so', () => {
    const draft = draftOf(undefined)
    expect([draft.mgPerKg, draft.maxMg, draft.minutes]).toEqual(['', '', ''])
    expect(problemsOf(draft)).toEqual({ mgPerKg: '', maxMg: '', minutes: '' })
  })

  test('[PT37] begins with the order in force, and unchanged says the same', () => {
    const { orderId: _id, signedBy: _by, signedAtMs: _at, scope: _scope, ...said } = ORDER
    const draft = draftOf(ORDER)
    expect(problemsOf(draft)).toEqual({})
    expect(orderOf(draft)).toEqual(said)
  })

  const wrong: readonly (readonly [string, Partial<OrderDraft>, string])[] = [
    ['a dose of nothing', { mgPerKg: 0 }, 'mgPerKg'],
    ['a dose in words', { mgPerKg: 'half' }, 'mgPerKg'],
    ['a dose of 50', { mgPerKg: 50 }, 'mgPerKg'],
    ['a minus', { maxMg: -1 }, 'maxMg'],
    ['a minute', { minutes: 1 }, 'minutes'],
    ['no drug', { drug: '  ' }, 'drug'],
    ['a limit beyond a physician’s', { limits: { [limitKey(SYSTOLIC)]: 180 } }, limitKey(SYSTOLIC)],
    ['half a limit', { limits: { [limitKey(SYSTOLIC)]: 160.5 } }, limitKey(SYSTOLIC)],
    ['a PRN drug without a dose', { prn: [{ ...LINE, dose: ' ' }] }, 'prn 3 dose'],
    ['a PRN dose without a unit', { prn: [{ ...LINE, dose: '5' }] }, 'prn 3 dose'],
    ['a PRN dose without a drug', { prn: [{ ...LINE, drug: '' }] }, 'prn 3 drug'],
    ['a PRN drug without a route', { prn: [{ ...LINE, route: '' }] }, 'prn 3 route'],
    ['another PRN drug without its name', { prn: [{ ...LINE, drug: 'other' }] }, 'prn 3 which'],
  ]
  test.each(wrong)('[PT37] %s is not sent', (_what, over, field) => {
    expect(Object.keys(problemsOf({ ...draftOf(ORDER), ...over }))).toEqual([field])
  })

  test('[PT37] an empty limit is the profile’s, and one session is named', () => {
    const draft = { ...draftOf(ORDER), limits: { [limitKey(SYSTOLIC)]: '' }, appointmentId: 'visit-1' }
    expect(orderOf(draft)).toMatchObject({ limits: [], appointmentId: 'visit-1' })
  })

  test('[PT37] for the next session it begins with that session’s own order, else with the course’s', () => {
    const course = { ...ORDER, orderId: 'of-course', inForce: true }
    const withdrawn = { ...course, scope: 'session' as const, appointmentId: 'visit-1', inForce: false }
    const own = { ...withdrawn, orderId: 'own', inForce: true }
    expect(orderBefore([withdrawn, course], 'visit-1')).toBe(course)
    expect(orderBefore([course, own], 'visit-1')).toBe(own)
    expect(orderBefore([own, course], undefined)).toBe(course)
    expect(orderBefore([own], undefined)).toBeUndefined()
    expect(orderOf(draftOf(course, 'visit-1'))).toMatchObject({ appointmentId: 'visit-1' })
  })
  test('[PT37] a limit says which values are allowed, and which one counts where somebody has set it', () => {
    expect(allowedWords({ from: 150, to: 179 })).toBe('allowed 150–179')
    expect(allowedWords({ from: 150, to: 179 }, 160)).toBe('allowed 150–179, now 160')
  })
})
