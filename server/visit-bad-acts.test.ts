// Proves that what cannot be, or can hardly be, is refused or asked about while infusing, with its field, and that nothing changes.
import { describe, expect, test } from 'vitest'
import { asked, refuses, scene } from './testing/bad-input.ts'
import { changesNothing } from './testing/hub-fixture.ts'
import { FIXTURE_PASSWORD, RATE, type VisitWard } from './testing/visit-ward.ts'

describe('while infusing', () => {
  const now = (it: VisitWard) => it.clock.nowMs()
  const ward = scene(async (it) => {
    await it.toStart()
    await it.pass(60)
  })
  refuses(ward, [
    ['a second start', () => ({ type: 'infusion.start', rateMlPerHr: RATE }), 'state-moved', 'body.type'],
    [
      'a resume without a pause',
      () => ({ type: 'infusion.resume', rateMlPerHr: RATE }),
      'state-moved',
      'body.type',
    ],
    [
      'a rate of ten times',
      () => ({ type: 'infusion.rate', rateMlPerHr: 525 }),
      'unlikely-value',
      'body.rateMlPerHr',
    ],
    [
      'a rate of a hundredth',
      () => ({ type: 'infusion.rate', rateMlPerHr: 0.5 }),
      'unlikely-value',
      'body.rateMlPerHr',
    ],
    ['a rate of nothing', () => ({ type: 'infusion.rate', rateMlPerHr: 0 }), 'malformed', 'body.rateMlPerHr'],
    [
      'a stop in the future',
      (it) => ({ type: 'infusion.stop', atMs: now(it) + 60_000 }),
      'in-future',
      'body.atMs',
    ],
    [
      'a stop before the session',
      (it) => ({ type: 'infusion.stop', atMs: now(it) - 3_600_000 }),
      'time-out-of-session',
      'body.atMs',
    ],
    [
      'a stop before the start',
      (it) => ({ type: 'infusion.stop', atMs: now(it) - 70_000 }),
      'state-moved',
      'body.atMs',
    ],
    ['paper without a time', () => ({ type: 'infusion.stop', fromPaper: true }), 'malformed', 'body.atMs'],
    [
      'a side effect in the future',
      (it) => ({ type: 'sideEffect.begin', effect: 'nausea', severity: 'mild', atMs: now(it) + 1 }),
      'in-future',
      'body.atMs',
    ],
    [
      'another side effect without a word',
      () => ({ type: 'sideEffect.begin', effect: 'other', severity: 'mild' }),
      'malformed',
      'body.note',
    ],
    [
      'the end of a side effect that never was',
      () => ({ type: 'sideEffect.end', ofSeq: 1 }),
      'not-found',
      'body.ofSeq',
    ],
    [
      'another drug without a name',
      () => ({ type: 'medication.give', drug: 'other', dose: '1 mg' }),
      'malformed',
      'body.note',
    ],
    [
      'litres on room air',
      () => ({ type: 'oxygen.set', device: 'roomAir', litresPerMin: 2 }),
      'impossible-value',
      'body.litresPerMin',
    ],
    [
      'a mask without litres',
      () => ({ type: 'oxygen.set', device: 'simpleMask' }),
      'malformed',
      'body.litresPerMin',
    ],
    [
      'MOAA/S 6',
      () => ({ type: 'assessment.record', scale: 'moaas', value: 6 }),
      'impossible-value',
      'body.value',
    ],
    [
      'half a point of nausea',
      () => ({ type: 'assessment.record', scale: 'nausea', value: 2.5 }),
      'impossible-value',
      'body.value',
    ],
    [
      'an Aldrete of four items',
      () => ({ type: 'assessment.record', scale: 'aldrete', items: [2, 2, 2, 2] }),
      'impossible-value',
      'body.items',
    ],
    [
      'items that do not add up',
      () => ({ type: 'assessment.record', scale: 'aldrete', items: [2, 2, 2, 2, 1], value: 10 }),
      'impossible-value',
      'body.value',
    ],
    [
      'a score of somebody who was not disturbed',
      () => ({ type: 'assessment.record', scale: 'moaas', value: 5, notDisturbed: true }),
      'malformed',
      'body.notDisturbed',
    ],
    ['no score', () => ({ type: 'assessment.record', scale: 'moaas' }), 'malformed', 'body.value'],
    ['an empty note', () => ({ type: 'note.add', text: '   ' }), 'malformed', 'body.text'],
    ['nothing by hand', () => ({ type: 'manual.enter', values: {} }), 'malformed', 'body.values'],
    [
      'a heart rate of 700',
      () => ({ type: 'manual.enter', values: { heartRate: 700 } }),
      'impossible-value',
      'body.values.heartRate',
    ],
    [
      'half a pressure',
      () => ({ type: 'manual.enter', values: { systolic: 120 } }),
      'malformed',
      'body.values.diastolic',
    ],
    [
      'a pressure upside down',
      () => ({ type: 'manual.enter', values: { systolic: 80, diastolic: 120 } }),
      'impossible-value',
      'body.values.diastolic',
    ],
    [
      'a pressure hardly apart',
      () => ({ type: 'manual.enter', values: { systolic: 120, diastolic: 115 } }),
      'unlikely-value',
      'body.values.diastolic',
    ],
    [
      'a temperature of 60',
      () => ({ type: 'manual.enter', values: {}, temperatureC: 60 }),
      'malformed',
      'body.temperatureC',
    ],
    [
      'amending a measurement',
      () => ({ type: 'amend', ofSeq: 1, void: true, change: {}, reason: 'no' }),
      'not-found',
      'body.ofSeq',
    ],
    [
      'taking back a blocking answer after the start',
      () => ({ type: 'checkIn.answer', item: 'consent' }),
      'phase-not-allowed',
      'body.item',
    ],
    ['another order after the start', () => ({ type: 'plan.refresh' }), 'phase-not-allowed', 'body.type'],
    ['back to baseline', () => ({ type: 'phase.set', phase: 'baseline' }), 'phase-not-allowed', 'body.phase'],
    [
      'recovery with the pump on',
      () => ({ type: 'phase.set', phase: 'recovery' }),
      'phase-not-allowed',
      'body.phase',
    ],
    [
      'not treated, though it was',
      () => ({ type: 'session.end', outcome: 'notTreated', reason: 'x' }),
      'phase-not-allowed',
      'body.outcome',
    ],
    ['left, without a word', () => ({ type: 'session.end', outcome: 'left' }), 'malformed', 'body.reason'],
    [
      'early discharge by a nurse',
      () => ({ type: 'session.end', outcome: 'dischargedEarly', reason: 'x' }),
      'not-allowed',
      'body.outcome',
    ],
    [
      'a drug account that does not add up',
      () => ({
        type: 'drugAccount.set',
        lot: 'A1',
        drawnMg: 50,
        givenMg: 35,
        wastedMg: 10,
        witness: { name: 'Nils Nurse', password: FIXTURE_PASSWORD },
      }),
      'impossible-value',
      'body.wastedMg',
    ],
    [
      'a witness whose password is wrong',
      () => ({
        type: 'drugAccount.set',
        lot: 'A1',
        drawnMg: 50,
        givenMg: 35,
        wastedMg: 15,
        witness: { name: 'Nils Nurse', password: 'wrong' },
      }),
      'wrong-credentials',
      'body.witness',
    ],
    [
      'oneself as witness',
      () => ({
        type: 'drugAccount.set',
        lot: 'A1',
        drawnMg: 50,
        givenMg: 35,
        wastedMg: 15,
        witness: { name: 'Nora Nurse', password: FIXTURE_PASSWORD },
      }),
      'not-allowed',
      'body.witness',
    ],
    [
      'QA as witness',
      () => ({
        type: 'drugAccount.set',
        lot: 'A1',
        drawnMg: 50,
        givenMg: 35,
        wastedMg: 15,
        witness: { name: 'Quinn Qa', password: FIXTURE_PASSWORD },
      }),
      'not-allowed',
      'body.witness',
    ],
  ])

  test('[HV22] the same drug within five minutes asks: second dose, or the same one?', async () => {
    const it = ward()
    const give = { type: 'medication.give', drug: 'ondansetron', dose: '4 mg IV' }
    await it.does(it.nora, give)
    await it.pass(290)
    const again = await changesNothing(it, () => it.press(it.nils, give))
    expect(again).toMatchObject(asked('same-again', 'body.secondDose'))
    await it.does(it.nils, { ...give, secondDose: true })
    const given = await it.records(it.stream, 'medication')
    expect(given.map(({ secondDose, by }) => [secondDose, by.name])).toEqual([
      [undefined, 'Nora Nurse'],
      [true, 'Nils Nurse'],
    ])
    // Five minutes from the second one it is another matter.
    await it.pass(300)
    await it.does(it.nora, give)
  })

  test('[HV22] the same side effect twice, and the same oxygen twice, is the same one', async () => {
    const it = ward()
    const nausea = { type: 'sideEffect.begin', effect: 'nausea', severity: 'mild' }
    const seq = await it.does(it.nora, nausea)
    expect(await it.press(it.nils, nausea)).toMatchObject(asked('same-again', 'body.effect'))
    expect(
      await it.press(it.nils, { type: 'sideEffect.change', ofSeq: seq, severity: 'mild' }),
    ).toMatchObject(asked('state-moved', 'body.severity'))
    await it.does(it.nils, { type: 'sideEffect.end', ofSeq: seq })
    expect(await it.press(it.nora, { type: 'sideEffect.end', ofSeq: seq })).toMatchObject(
      asked('state-moved', 'body.ofSeq'),
    )
    const two = { type: 'oxygen.set', device: 'nasalCannula', litresPerMin: 2 }
    await it.does(it.nora, two)
    expect(await it.press(it.nils, two)).toMatchObject(asked('same-again', 'body.device'))
  })

  test('[VI81] after oxygen was stamped at HELP the flow of before it may be recorded again', async () => {
    const it = ward()
    // The ward is one for all of these: nobody else has recorded this flow.
    const four = { type: 'oxygen.set', device: 'nasalCannula', litresPerMin: 4 }
    await it.does(it.nora, four)
    await it.does(it.nora, { type: 'help' })
    await it.does(it.nora, { type: 'help.stamp', stamp: 'oxygen' })
    // A press is of the moment at which it was made: one from before the stamp would be of before it.
    await it.pass(1)
    await it.does(it.nora, four)
    expect(await it.press(it.nils, four)).toMatchObject(asked('same-again', 'body.device'))
  })

  test('[HV23] a second person’s password is not tried for long', async () => {
    const it = ward()
    const account = (password: string) => ({
      type: 'drugAccount.set',
      lot: 'A1',
      drawnMg: 50,
      givenMg: 35,
      wastedMg: 15,
      witness: { name: 'Nils Nurse', password },
    })
    const codes: string[] = []
    for (let tries = 0; tries < 6; tries += 1) {
      const said = await it.press(it.paul, account(`guess ${tries}`))
      codes.push(said.ok ? 'ok' : said.error.code)
    }
    expect(codes).toEqual([...Array(5).fill('wrong-credentials'), 'throttled'])
    expect(await it.press(it.paul, account(FIXTURE_PASSWORD))).toMatchObject(asked('throttled'))
    await it.pass(31)
    await it.does(it.paul, account(FIXTURE_PASSWORD))
    const [done] = await it.records(it.stream, 'drugAccount')
    expect(done).toMatchObject({ by: { name: 'Paul Physician' }, witness: { name: 'Nils Nurse' } })
    expect(JSON.stringify(await it.everything())).not.toContain(FIXTURE_PASSWORD)
  })
})
