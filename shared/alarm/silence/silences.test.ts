// When each silence stops holding: to the millisecond, by what, and what does not end it.
import { describe, expect, test } from 'vitest'
import type { RecordBody } from '../../record/record.ts'
import {
  acknowledges,
  comes,
  covered,
  factLine,
  livesThrough,
  PHYSICIAN,
  pausesAudio,
  personLeaves,
  presses,
  resolves,
  type Step,
  says,
  setsLimits,
  undoes,
} from '../../testing/clinic.ts'
import {
  at,
  attached,
  closed,
  cuff,
  every1s,
  type Fact,
  NURSE,
  opened,
  RULES,
  vitals,
} from '../../testing/given.ts'

const COMMAND = '00000000000000000000000000000001' as never
const START: Step[] = [opened(0), attached(0), covered(0)]
const hr = (fromS: number, toS: number, heartRate: number) => every1s(fromS, toS, { heartRate })
const sat = (fromS: number, toS: number, spo2: number) => every1s(fromS, toS, { spo2, pulseRate: 72 })
/** What ended until that second, also where the numbers go on after it. */
const ends = (steps: (Step | readonly Step[])[], untilS: number): string[] =>
  livesThrough(
    [...START, ...steps.flat()].filter(({ atMs }) => atMs <= at(untilS)),
    untilS,
    // What the monitor does not send is not what these are about.
    { rules: { ...RULES, technical: [] } },
  )
    .decided.filter((fact) => fact.kind === 'silenceEnded')
    .map((fact) => factLine(fact).replace('silence acknowledgement ', ''))
const fact = (seconds: number, body: RecordBody): Fact => ({ atMs: at(seconds), body })
/** A heart rate of 118 from second 0: MEDIUM at 15. 135: HIGH at 10. */
const MEDIUM_HR = hr(0, 1_000, 118)

describe('an acknowledgement ends when the value worsens', () => {
  test.each([
    ['HR high', (v: number) => hr(21, 22, v), hr(0, 20, 135), 'hrHigh', 144, 145],
    ['HR low', (v: number) => hr(21, 22, v), hr(0, 20, 38), 'hrLow', 29, 28],
    ['SpO₂ low', (v: number) => sat(21, 22, v), sat(0, 20, 88), 'spo2Low', 86, 85],
    [
      'SBP high',
      (v: number) => [cuff(21, v, 100)],
      [cuff(5, 171, 100), cuff(6, 171, 100)],
      'bpHigh',
      179,
      181,
    ],
    [
      'DBP high',
      (v: number) => [cuff(21, 165, v)],
      [cuff(5, 165, 104), cuff(6, 165, 104)],
      'bpHigh',
      108,
      109,
    ],
    [
      'SBP low',
      (v: number) => [cuff(21, v, 60)],
      [cuff(5, 95, 60, 55), cuff(6, 95, 60, 55)],
      'bpLow',
      86,
      85,
    ],
    ['DBP low', (v: number) => [cuff(21, 88, v)], [cuff(5, 88, 60), cuff(6, 88, 60)], 'bpLow', 56, 55],
  ] as const)(
    '[AL70] %s: by less than the step it holds, by the step it ends',
    (_n, later, first, condition, holds, breaks) => {
      const given = (value: number) => ends([first, acknowledges(20, condition), later(value)], 22)
      expect(given(holds)).toEqual([])
      expect(given(breaks)).toEqual([expect.stringMatching(/^(worsened|rose) @21$/)])
    },
  )
  test('[AL70] better, however much, ends nothing; nor does worse in the other direction', () => {
    expect(ends([hr(0, 20, 135), acknowledges(20, 'hrHigh'), hr(21, 23, 110)], 23)).toEqual([])
  })
  test('[AL70] the pulse rate that stands in is held against the heart rate that was acknowledged', () => {
    const steps = (pulseRate: number) => [
      hr(0, 20, 135),
      acknowledges(20, 'hrHigh'),
      every1s(30, 32, { pulseRate }),
    ]
    expect(ends(steps(144), 32)).toEqual([])
    expect(ends(steps(145), 32)).toEqual(['worsened @30'])
  })
  test('[AL70] a value that is not judged does not count: recovered, without a pulse, settling, artefact, too old by hand', () => {
    const acked = [sat(0, 20, 88), acknowledges(20, 'spo2Low')]
    const recovered = vitals(
      21,
      { spo2: 60, pulseRate: 72 },
      { recovered: ['spo2', 'pulseRate'], measuredAtS: 3 },
    )
    expect(ends([...acked, recovered], 22)).toEqual([])
    expect(ends([...acked, vitals(21, { spo2: 60, pulseRate: 'noReading' })], 22)).toEqual([])
    const back = [vitals(21, { spo2: 'sensorOff', pulseRate: 72 }), ...sat(30, 39, 70)]
    expect(ends([...acked, back], 39)).toEqual([])
    const pressure = [cuff(5, 171, 100), cuff(6, 171, 100), acknowledges(20, 'bpHigh')]
    expect(ends([...pressure, cuff(21, 189, 185)], 22)).toEqual([])
    const byHand = (measuredAtS: number): Fact =>
      fact(400, {
        kind: 'manual',
        by: NURSE,
        commandId: COMMAND,
        measuredAtMs: at(measuredAtS),
        values: { systolic: 182, diastolic: 100 },
      } as RecordBody)
    expect(ends([...pressure, byHand(99)], 400)).toEqual([])
    expect(ends([...pressure, byHand(100)], 400)).toEqual(['worsened @400'])
  })
})

describe('an acknowledgement ends by time', () => {
  test.each([
    ['HIGH on heart rate', hr(0, 400, 135), 'hrHigh', 140],
    ['HIGH on SpO₂', sat(0, 400, 82), 'spo2Low', 140],
    ['MEDIUM on heart rate', MEDIUM_HR, 'hrHigh', 620],
    ['MEDIUM on SpO₂', sat(0, 700, 88), 'spo2Low', 620],
    ['MEDIUM of the cuff', [cuff(5, 165, 100), cuff(6, 165, 100)], 'bpHigh', 620],
  ] as const)('[AL71] %s that is still true', (_name, facts, condition, dueS) => {
    const steps = [facts, acknowledges(20, condition)]
    expect(ends(steps, dueS - 0.001)).toEqual([])
    expect(ends(steps, dueS)).toEqual([`stillTrue @${dueS}`])
  })
  test('[AL71] a HIGH that fell to MEDIUM has the MEDIUM’s time, from when it was given', () => {
    expect(ends([hr(0, 20, 135), acknowledges(20, 'hrHigh'), hr(21, 700, 120)], 700)).toEqual([
      'stillTrue @620',
    ])
  })
  test('[AL71] a LOW has no time: it has one pulse', () => {
    expect(ends([sat(0, 2_000, 91), acknowledges(40, 'spo2Low')], 2_000)).toEqual([])
  })
  test('[AL72] a HIGH of the cuff without a new reading holds no longer than a MEDIUM', () => {
    const steps = [cuff(5, 184, 100), acknowledges(20, 'bpHigh')]
    expect(ends(steps, 619.999)).toEqual([])
    expect(ends(steps, 620)).toEqual(['stillTrue @620'])
  })
  test('[AL72] so does a symptom that was acknowledged', () => {
    expect(ends([says(5, 'chestPain'), acknowledges(20, 'symptomChestPain')], 620)).toEqual([
      'stillTrue @620',
    ])
  })
})

describe('an acknowledgement ends by what happens', () => {
  test('[AL73] a new cuff reading that is still HIGH ends it; one that is HIGH no more does not', () => {
    const steps = (systolic: number) => [
      cuff(5, 184, 100),
      cuff(9, 184, 100),
      acknowledges(20, 'bpHigh'),
      cuff(60, systolic, 100),
    ]
    expect(ends(steps(183), 60)).toEqual(['newReading @60'])
    // Within hysteresis it is still HIGH.
    expect(ends(steps(175), 60)).toEqual(['newReading @60'])
    expect(ends(steps(174), 60)).toEqual([])
  })
  test('[AL73] a failed cycle, a mean and an artefact are no new reading', () => {
    const acked = [cuff(5, 184, 100), acknowledges(20, 'bpHigh')]
    expect(ends([...acked, cuff(60, undefined, undefined, 120), cuff(70, 190, 188)], 80)).toEqual([])
  })
  test('[AL73] a MEDIUM of the cuff is not ended by a reading that is still beyond', () => {
    expect(
      ends([cuff(5, 165, 100), cuff(6, 165, 100), acknowledges(20, 'bpHigh'), cuff(60, 168, 100)], 60),
    ).toEqual([])
  })
  test('[AL74] a rise ends it, a fall does not', () => {
    expect(ends([hr(0, 20, 118), acknowledges(20, 'hrHigh'), hr(21, 31, 131)], 31)).toEqual([
      expect.stringMatching(/@(21|31)$/),
    ])
    expect(ends([hr(0, 20, 125), acknowledges(20, 'hrHigh'), hr(21, 31, 131)], 31)).toEqual(['rose @31'])
    expect(ends([hr(0, 20, 135), acknowledges(20, 'hrHigh'), hr(21, 40, 120)], 40)).toEqual([])
  })
  test('[AL74] the alarm’s own end ends it', () => {
    expect(ends([hr(0, 20, 118), acknowledges(20, 'hrHigh'), hr(21, 31, 72)], 31)).toEqual(['alarmEnded @31'])
  })
  test('[AL74] who gave it leaves: it ends, and only theirs', () => {
    const steps = [
      hr(0, 20, 118),
      sat(0, 20, 88),
      acknowledges(20, 'hrHigh'),
      acknowledges(20, 'spo2Low', PHYSICIAN),
    ]
    expect(ends([...steps, personLeaves(30)], 30)).toEqual(['signedOut @30'])
    const handsOver = fact(30, { kind: 'personLeft', person: PHYSICIAN, cause: 'handedOver' } as RecordBody)
    expect(ends([...steps, handsOver], 30)).toEqual(['handedOver @30'])
  })
  test('[AL74] undone it is as if it had not been given', () => {
    const day = livesThrough([...START, hr(0, 20, 118), acknowledges(20, 'hrHigh'), undoes(25)], 30)
    expect(day.decided.map(factLine)).toContain('silence acknowledgement undone @25')
    expect(day.session.alarms.hrHigh?.acknowledged).toBeUndefined()
  })
  test('[AL74] the session’s end ends every silence', () => {
    const steps = [hr(0, 20, 118), acknowledges(20, 'hrHigh'), pausesAudio(20), presses(21), closed(30)]
    expect(ends(steps, 40).every((line) => line.endsWith('sessionClosed @30'))).toBe(true)
  })
  test('[AL74] a newer acknowledgement takes the older one’s place, and "Coming" gives way to it', () => {
    const steps = [
      hr(0, 200, 118),
      comes(20, 'hrHigh'),
      acknowledges(30, 'hrHigh'),
      acknowledges(40, 'hrHigh'),
    ]
    expect(ends(steps, 200)).toEqual(['silence coming byPerson @30', 'byPerson @40'])
  })
  test('[AL74] of an alarm that is over, or never was, there is nothing to end', () => {
    expect(ends([hr(0, 20, 135), hr(21, 60, 72), acknowledges(60, 'hrHigh')], 900)).toEqual([])
  })
})

describe('pauses and audio off', () => {
  test('[AL75] a pause is over after 120 s, whatever goes on', () => {
    expect(ends([hr(0, 200, 118), pausesAudio(30)], 149.999)).toEqual([])
    expect(ends([hr(0, 200, 118), pausesAudio(30)], 150)).toEqual(['silence audioPaused expired @150'])
  })
  test('[AL75] a rise leaves the pause, and takes the pause with it where it was the only one', () => {
    expect(ends([hr(0, 20, 125), pausesAudio(20), hr(21, 31, 131)], 200)).toEqual([
      'silence audioPaused rose @31',
      'silence audioPaused rose @31',
    ])
    const two = livesThrough(
      [...START, hr(0, 20, 125), cuff(5, 165, 100), cuff(6, 165, 100), pausesAudio(20), hr(21, 60, 131)],
      60,
    )
    expect(two.session.audio.paused?.alarmIds.map((id) => id.split('@')[0])).toEqual(['bpHigh'])
  })
  test('[AL75] what is raised later is not in it, also on the same parameter', () => {
    const steps = [hr(0, 20, 118), pausesAudio(20), hr(21, 31, 72), hr(32, 60, 45)]
    const day = livesThrough([...START, ...steps.flat()], 60)
    expect(day.session.alarms.hrLow).toBeDefined()
    expect(day.session.audio.paused).toBeUndefined()
  })
  test('[AL76] two pauses: each alarm comes back after its own', () => {
    const steps = [hr(0, 300, 118), pausesAudio(30), cuff(50, 165, 100), cuff(51, 165, 100), pausesAudio(60)]
    expect(ends(steps, 300)).toEqual(['silence audioPaused expired @150', 'silence audioPaused expired @180'])
  })
  test('[AL77] audio off ends by a physician, at any hand-over, when who gave it leaves, with the session; never by time', () => {
    const off = (seconds: number, on: boolean): Fact =>
      fact(seconds, {
        kind: 'audioOff',
        by: PHYSICIAN,
        commandId: COMMAND,
        on,
        reason: 'asleep',
      } as RecordBody)
    expect(ends([hr(0, 20, 118), off(30, true)], 100_000)).toEqual([])
    expect(ends([off(30, true), off(60, false)], 100)).toEqual(['silence audioOff byPerson @60'])
    const leaves = (cause: 'signedOut' | 'handedOver') =>
      fact(60, { kind: 'personLeft', person: NURSE, cause } as RecordBody)
    expect(ends([off(30, true), leaves('signedOut')], 100)).toEqual([])
    expect(ends([off(30, true), leaves('handedOver')], 100)).toEqual(['silence audioOff handedOver @60'])
    expect(ends([off(30, true), personLeaves(60, PHYSICIAN)], 100)).toEqual([
      'silence audioOff signedOut @60',
    ])
    expect(ends([off(30, true), closed(60)], 100)).toEqual(['silence audioOff sessionClosed @60'])
  })
  test('[AL79] "Coming" is over after 60 s', () => {
    expect(ends([hr(0, 200, 118), comes(30, 'hrHigh')], 89.999)).toEqual([])
    expect(ends([hr(0, 200, 118), comes(30, 'hrHigh')], 90)).toEqual(['silence coming expired @90'])
  })
  test('[AL79] HELP keeps the chair quiet for 10 min, or until it is resolved', () => {
    expect(ends([presses(30)], 629.999)).toEqual([])
    expect(ends([presses(30)], 630)).toEqual(['silence helpQuiet expired @630'])
    expect(ends([presses(30), presses(100)], 700)).toEqual([
      'silence helpQuiet byPerson @100',
      'silence helpQuiet expired @700',
    ])
  })
  test('[AL79] HELP resolved: the chair sounds again', () => {
    expect(ends([presses(30), resolves(100, 'help')], 100)).toEqual(['silence helpQuiet alarmEnded @100'])
  })
  test('[AL74] a named change of limits that ends the alarm ends its acknowledgement', () => {
    const limit = { condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 170, was: 160 } as const
    const steps = [cuff(5, 164, 92), cuff(9, 163, 92), acknowledges(20, 'bpHigh'), setsLimits(40, [limit])]
    expect(ends(steps, 40)).toEqual(['alarmEnded @40'])
  })
})
