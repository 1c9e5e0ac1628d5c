// The cuff hold: what waits while the cuff squeezes the probe's limb, for how long, and what never does.
import { describe, expect, test } from 'vitest'
import { cuffStarts, factLine, gives, placed, setsPhase } from '../../testing/clinic.ts'
import {
  at,
  cuff,
  cuffFailed,
  every1s,
  type Fact,
  IN_FORCE,
  live,
  spo2,
  vitals,
} from '../../testing/given.ts'
import { heldUntilMs } from './cuff-hold.ts'

const SAME = placed(0, 'leftArm', 'leftArm')
const liveTo = (facts: readonly Fact[], untilS: number) =>
  live(
    facts.filter(({ atMs }) => atMs <= at(untilS)),
    untilS,
  )
const said = (facts: readonly Fact[], untilS: number): string[] => liveTo(facts, untilS).decided.map(factLine)
const alarms = (facts: readonly Fact[], untilS: number): string[] =>
  liveTo(facts, untilS).transitions.map(factLine)
const well = (fromS: number, toS: number): Fact[] => every1s(fromS, toS, spo2(97))
const low = (fromS: number, toS: number, value = 84): Fact[] => every1s(fromS, toS, spo2(value))
/** From 20 s a cycle, from 21 s a low number, deflated at 50 s. */
const squeezed = (first: Fact = SAME, toS = 80): Fact[] => [
  first,
  ...well(0, 19),
  cuffStarts(20),
  ...low(21, 50),
  cuff(50, 120, 80),
  ...low(51, toS),
]

describe('when it holds', () => {
  test('[AL42] an onset during the cycle waits; the first value 10 s after deflation alarms at once', () => {
    const run = live(squeezed(), 80)
    expect(run.transitions).toMatchObject([
      { level: 'veryLow', cause: 'afterHold', dueAtMs: at(60), breachAtMs: at(21) },
    ])
    expect(alarms(squeezed(SAME, 59), 59.999)).toEqual([])
  })
  test('[AL42] that value alarms at once though it is the first beyond the limit', () => {
    const facts = [
      SAME,
      ...well(0, 19),
      cuffStarts(20),
      ...well(20, 59),
      cuff(50, 120, 80),
      vitals(60, spo2(79)),
    ]
    const inOrder = facts.sort((a, b) => a.atMs - b.atMs)
    expect(alarms(inOrder, 60)).toEqual(['spo2Low raised extremelyLow @60'])
  })
  test('[AL42] a first value in limit ends it: later ones have their delay', () => {
    const facts = [SAME, ...well(0, 19), cuffStarts(20), ...well(21, 50), cuff(50, 120, 80), ...well(51, 60)]
    expect(alarms([...facts, ...low(61, 80)], 80)).toEqual(['spo2Low raised veryLow @71'])
  })
  test('[AL42] it holds for at most 60 s, whether or not the end of the cycle was told', () => {
    const facts = [SAME, ...well(0, 19), cuffStarts(20), ...low(21, 100)]
    expect(alarms(facts, 79.999)).toEqual([])
    expect(alarms(facts, 80)).toEqual(['spo2Low raised veryLow @80'])
    const late = [SAME, ...well(0, 19), cuffStarts(20), ...low(21, 75), cuff(75, 120, 80), ...low(76, 90)]
    expect(alarms(late, 90)).toEqual(['spo2Low raised veryLow @80'])
  })
  test('[AL42] the pulse rate of the probe is held too, the ECG’s heart rate is not', () => {
    const rates = (instant: object): Fact[] => [
      SAME,
      ...every1s(0, 19, { pulseRate: 72, heartRate: 72 }),
      cuffStarts(20),
      ...every1s(21, 50, instant),
      cuff(50, 120, 80),
      ...every1s(51, 70, instant),
    ]
    expect(alarms(rates({ pulseRate: 140, heartRate: 140 }), 70)).toEqual(['hrHigh raised veryHigh @31'])
    const alone = [
      SAME,
      ...every1s(0, 19, { pulseRate: 72 }),
      cuffStarts(20),
      ...every1s(21, 50, { pulseRate: 140 }),
      cuff(50, 120, 80),
      ...every1s(51, 70, { pulseRate: 140 }),
    ]
    expect(alarms(alone, 70)).toEqual(['hrHigh raised veryHigh @60'])
  })
  test('[AL42] [AL41] a signal lost at a breach that began in the hold is said when the hold is over', () => {
    const facts = [
      SAME,
      ...well(0, 19),
      cuffStarts(20),
      ...low(21, 24),
      ...every1s(25, 50, spo2('noReading')),
      cuff(50, 120, 80),
      ...every1s(51, 61, spo2('noReading')),
    ]
    const lost = (untilS: number) => said(facts, untilS).filter((one) => one.includes('lostPending'))
    expect(lost(59.999)).toEqual([])
    expect(lost(60)).toEqual(['noValueSpo2 raised lostPending @60'])
  })
  test('[AL42] others ask until when an onset waits', () => {
    const { state } = live([SAME, ...well(0, 19), cuffStarts(20), ...well(20, 30)], 30)
    expect(heldUntilMs(IN_FORCE, state, 'spo2', at(30))).toBe(at(80))
    expect(heldUntilMs(IN_FORCE, state, 'pulseRate', at(30))).toBe(at(80))
    expect(heldUntilMs(IN_FORCE, state, 'heartRate', at(30))).toBe(0)
    expect(heldUntilMs(IN_FORCE, state, 'spo2', at(80))).toBe(0)
    expect(heldUntilMs(IN_FORCE, state, 'spo2', at(19))).toBe(0)
    const over = live([SAME, ...well(0, 19), cuffStarts(20), ...well(20, 50), cuffFailed(50)], 51).state
    expect(heldUntilMs(IN_FORCE, over, 'spo2', at(51))).toBe(at(60))
  })
})

describe('when it does not', () => {
  const free = ['spo2Low raised veryLow @31']
  test.each([
    ['no placement is known', placed(0, undefined, undefined)],
    ['only the cuff’s is known', placed(0, 'leftArm', undefined)],
    ['they are on two limbs', placed(0, 'leftArm', 'rightArm')],
  ])('[AL42] %s', (_why, placement) => {
    expect(alarms(squeezed(placement), 80)).toEqual(free)
  })
  test('[AL42] the device did not say that a cycle began', () => {
    const facts = squeezed().filter(({ body }) => body.kind !== 'cuff.started')
    expect(alarms(facts, 80)).toEqual(free)
  })
  test('[AL42] a breach was pending when it began', () => {
    const facts = [SAME, ...well(0, 14), ...low(15, 20), cuffStarts(20), ...low(21, 40)]
    expect(alarms(facts, 40)).toEqual(['spo2Low raised veryLow @25'])
  })
  test('[AL42] the cuff runs every 2.5 min or more often: emergency, a BP condition, a BP drug', () => {
    expect(alarms([setsPhase(0, 'emergency'), ...squeezed()], 80)).toEqual(free)
    expect(alarms([gives(0, 'labetalol'), ...squeezed()], 80)).toEqual(free)
    expect(alarms([gives(0, 'ondansetron'), ...squeezed()], 59)).toEqual([])
    expect(alarms([cuff(0, 205, 95), ...squeezed()], 59)).toEqual([
      'bpHigh raised extreme @0',
      ...free,
      'bpHigh ended extreme @50',
    ])
  })
  test('[AL42] an active condition: it rises in its own time, and nothing of it is ended or muted', () => {
    const facts = [SAME, ...every1s(0, 19, spo2(89)), cuffStarts(20), ...low(21, 40)]
    expect(alarms(facts, 40)).toEqual(['spo2Low raised low @15', 'spo2Low rose veryLow @31'])
  })
  test('[AL42] two holds in a row ended in a breach, until the limbs are named anew', () => {
    const cycle = (fromS: number): Fact[] => [
      ...well(fromS, fromS + 19),
      cuffStarts(fromS + 20),
      ...low(fromS + 21, fromS + 50),
      cuff(fromS + 50, 120, 80),
      ...low(fromS + 51, fromS + 70),
      ...well(fromS + 71, fromS + 99),
    ]
    const raised = (facts: Fact[], untilS: number): string[] =>
      alarms(facts, untilS).filter((one) => one.includes('raised'))
    const three = [SAME, ...cycle(0), ...cycle(100), ...cycle(200)]
    expect(raised(three, 299)).toEqual([
      'spo2Low raised veryLow @60',
      'spo2Low raised veryLow @160',
      'spo2Low raised veryLow @231',
    ])
    const anew = [
      ...three.slice(0, 1),
      ...cycle(0),
      ...cycle(100),
      placed(199.5, 'rightArm', 'rightArm'),
      ...cycle(200),
    ]
    expect(raised(anew, 299).at(-1)).toBe('spo2Low raised veryLow @260')
  })
})
