// Proves that what cannot be, or can hardly be, is refused or asked about at check-in, with its field, and that nothing changes.
import { describe, expect, test } from 'vitest'
import { asked, refuses, scene } from './testing/bad-input.ts'
import { changesNothing } from './testing/hub-fixture.ts'
import { FIXTURE_PASSWORD, RATE } from './testing/visit-ward.ts'

const answer = (detail: { item: string } & object) => ({ type: 'checkIn.answer', item: detail.item, detail })
const DOSE = { type: 'dose.set', doseMg: 35, volumeMl: 35, minutes: 40, pumpRateMlPerHr: RATE }

describe('at check-in', () => {
  const ward = scene(async (it) => {
    await it.does(it.nora, answer({ item: 'weight', weightKg: 70, unit: 'kg', entered: 70 } as never))
  })
  refuses(ward, [
    [
      'a weight nobody has',
      () => answer({ item: 'weight', weightKg: 400, unit: 'kg', entered: 400 } as never),
      'malformed',
      'body.detail.weightKg',
    ],
    [
      'pounds typed as kilograms',
      () => answer({ item: 'weight', weightKg: 154, unit: 'lb', entered: 154 } as never),
      'impossible-value',
      'body.detail.entered',
    ],
    [
      'another patient’s code',
      () => answer({ item: 'identity', identifiers: ['name', 'birthDate'], patientCode: 'K-9999' } as never),
      'code-mistyped',
      'body.detail.patientCode',
    ],
    [
      'one identifier twice',
      (it) => answer({ item: 'identity', identifiers: ['name', 'name'], patientCode: it.code } as never),
      'malformed',
      'body.detail.identifiers',
    ],
    [
      'an answer to another item',
      () => ({ type: 'checkIn.answer', item: 'consent', detail: { item: 'rescueDrugs' } }),
      'malformed',
      'body.detail.item',
    ],
    [
      'taking back what was not said',
      () => ({ type: 'checkIn.answer', item: 'consent' }),
      'state-moved',
      'body.item',
    ],
    [
      'another profile',
      () => answer({ item: 'profile', name: 'another', version: 1 } as never),
      'state-moved',
      'body.detail.name',
    ],
    [
      'the rate of another pump',
      () => ({ ...DOSE, pumpRateMlPerHr: 35 }),
      'rate-mismatch',
      'body.pumpRateMlPerHr',
    ],
    ['a rate a tenth off', () => ({ ...DOSE, pumpRateMlPerHr: 54 }), 'rate-mismatch', 'body.pumpRateMlPerHr'],
    [
      'a confirmed rate that still does not fit',
      () => ({ ...DOSE, pumpRateMlPerHr: 54, confirmed: true }),
      'rate-mismatch',
      'body.pumpRateMlPerHr',
    ],
    ['a dose above the order’s', () => ({ ...DOSE, doseMg: 60 }), 'impossible-value', 'body.doseMg'],
    [
      'a dose above the order’s, confirmed',
      () => ({ ...DOSE, doseMg: 60, confirmed: true }),
      'impossible-value',
      'body.doseMg',
    ],
    ['a dose below the order’s', () => ({ ...DOSE, doseMg: 20 }), 'unlikely-value', 'body.doseMg'],
    [
      'faster than ordered',
      () => ({ ...DOSE, minutes: 20, pumpRateMlPerHr: 105 }),
      'impossible-value',
      'body.minutes',
    ],
    [
      'a concentration that cannot be',
      () => ({ ...DOSE, volumeMl: 0.2, pumpRateMlPerHr: 0.3 }),
      'impossible-value',
      'body.volumeMl',
    ],
    [
      'an unlikely concentration',
      () => ({ ...DOSE, volumeMl: 400, pumpRateMlPerHr: 600 }),
      'unlikely-value',
      'body.volumeMl',
    ],
    ['a dose of nothing', () => ({ ...DOSE, doseMg: 0 }), 'malformed', 'body.doseMg'],
    [
      'a phase that comes later',
      () => ({ type: 'phase.set', phase: 'infusing' }),
      'phase-not-allowed',
      'body.phase',
    ],
    ['the gate before baseline', () => ({ type: 'gate.accept' }), 'phase-not-allowed', 'body.type'],
    [
      'a sign-off before the end',
      () => ({ type: 'signOff.set', item: 'walks', met: true }),
      'phase-not-allowed',
      'body.type',
    ],
    ['the monitor off for good', () => ({ type: 'monitor.off', on: true }), 'phase-not-allowed', 'body.on'],
    [
      'off on purpose with nobody',
      () => ({ type: 'holding.set', what: 'offOnPurpose', on: true }),
      'malformed',
      'body.with',
    ],
    [
      'the end of an adjustment that nobody began',
      () => ({ type: 'holding.set', what: 'adjusting', on: false }),
      'state-moved',
      'body.on',
    ],
    ['an order that stands already', () => ({ type: 'plan.refresh' }), 'state-moved', 'body.type'],
  ])

  test('[HV20] what was asked about is taken when somebody says that it is right', async () => {
    const it = ward()
    await it.does(it.nora, { ...DOSE, doseMg: 20, confirmed: true })
    expect(it.state().visit.dose).toMatchObject({ doseMg: 20, rateMlPerHr: RATE })
    await it.does(it.nora, DOSE)
  })

  test('[HV21] two who answer the same item at once: the second sees first what the first said', async () => {
    const it = ward()
    const basedOnSeq = it.head()
    const consent = answer({ item: 'consent' })
    await it.does(it.nora, consent, { basedOnSeq })
    const said = await changesNothing(it, () => it.press(it.nils, consent, { basedOnSeq }))
    expect(said).toMatchObject(asked('state-moved', 'basedOnSeq'))
    await it.does(it.nils, DOSE, { basedOnSeq: it.head() })
    expect(await it.press(it.nora, DOSE, { basedOnSeq })).toMatchObject(asked('state-moved', 'basedOnSeq'))
  })
})

describe('where a second checker is asked for', () => {
  const ward = scene((it) => it.checkIn(), { site: { secondChecker: true } })
  const checker = (name: string, password = FIXTURE_PASSWORD) => ({ ...DOSE, checker: { name, password } })
  refuses(ward, [
    ['a dose without one', () => DOSE, 'check-in-incomplete', 'body.checker'],
    ['oneself', () => checker('Nora Nurse'), 'not-allowed', 'body.checker'],
    ['nobody here', () => checker('Nobody Here'), 'wrong-credentials', 'body.checker'],
  ])
  test('[HV23] another nurse signs in beside, and both stand in the record', async () => {
    const it = ward()
    await it.does(it.nora, checker('Nils Nurse'))
    const [dose] = await it.records(it.stream, 'dose')
    expect(dose).toMatchObject({ by: { name: 'Nora Nurse' }, checkedBy: { name: 'Nils Nurse' } })
  })
})
