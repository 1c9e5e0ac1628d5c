// Proves an order as it is typed: nothing is filled in that no physician has said, what is wrong is named, what is sent is what stands.
import { epochMs, type PersonId } from '@chairside/shared/ids.ts'
import type { Order } from '@chairside/shared/record/visit-kinds.ts'
import { describe, expect, test } from 'vitest'
import { allowedWords } from '../../ui/visit-words.ts'
import { draftOf, limitKey, type OrderDraft, orderBefore, orderOf, problemsOf } from './order-draft.ts'

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
  prn: [{ drug: 'ondansetron', dose: '4 mg IV', when: 'nausea' }],
  oxygen: '2 L/min',
}

describe('an order as it is typed', () => {
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
    ['a PRN drug without a dose', { prn: [{ key: 3, drug: 'labetalol', dose: ' ', when: '' }] }, 'prn 3'],
    ['a PRN dose without a drug', { prn: [{ key: 3, drug: '', dose: '5 mg', when: '' }] }, 'prn 3'],
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
