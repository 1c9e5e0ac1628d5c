// What phases, changed limits and measurements by hand do to alarms, and what they never do.
import { describe, expect, test } from 'vitest'
import { baselineOf, factLine, measuresByHand, presses, setsLimits, setsPhase } from '../testing/clinic.ts'
import { at, cuff, every1s, type Fact, infusion, live, RULES, spo2, vitals } from '../testing/given.ts'

const alarms = (facts: readonly Fact[], untilS: number): string[] =>
  live(facts, untilS).transitions.map(factLine)
const hr = (fromS: number, toS: number, value: number): Fact[] => every1s(fromS, toS, { heartRate: value })
const sbp = (seconds: number, value: number): Fact =>
  setsLimits(seconds, [{ condition: 'bpHigh', level: 'high', quantity: 'systolic', value, was: 160 }])
const hrLimit = (seconds: number, value: number): Fact =>
  setsLimits(seconds, [{ condition: 'hrHigh', level: 'high', quantity: 'heartRate', value, was: 110 }])

describe('phases', () => {
  test.each(['checkIn', 'ready'] as const)('[AL43] in "%s" only HIGH is raised', (phase) => {
    const facts = [setsPhase(0, phase), ...hr(1, 100, 120), ...hr(101, 120, 135)]
    expect(alarms(facts, 120)).toEqual(['hrHigh raised veryHigh @111'])
  })
  test('[AL43] a HIGH that falls there stays a condition, and is heard', () => {
    const facts = [setsPhase(0, 'checkIn'), ...hr(1, 15, 135), ...hr(16, 40, 120)]
    const { transitions } = live(facts, 40)
    expect(transitions.map(factLine)).toEqual(['hrHigh raised veryHigh @11', 'hrHigh fell high @26'])
    expect(transitions[1]).not.toHaveProperty('silent')
  })
  test('[AL43] at baseline others are shown without sound, HIGH sounds', () => {
    const facts = [setsPhase(0, 'baseline'), ...hr(1, 20, 120), ...hr(21, 40, 135)]
    expect(live(facts, 40).transitions).toMatchObject([
      { transition: 'raised', level: 'high', silent: true },
      { transition: 'rose', level: 'veryHigh' },
    ])
    expect(live(facts, 40).transitions[1]).not.toHaveProperty('silent')
  })
  test('[AL43] what was shown without sound is said anew when the phase lets it sound', () => {
    const facts = [setsPhase(0, 'baseline'), ...hr(1, 30, 120), infusion(30, 'start', 50), ...hr(31, 40, 120)]
    const { transitions } = live(facts, 40)
    expect(transitions).toMatchObject([
      { transition: 'raised', level: 'high', silent: true, dueAtMs: at(16) },
      { transition: 'rose', level: 'high', priority: 'medium', dueAtMs: at(30), breachAtMs: at(1) },
    ])
    expect(transitions[1]).not.toHaveProperty('silent')
    expect(transitions[1]?.alarmId).toBe(transitions[0]?.alarmId)
  })
  test('[AL43] what the phase did not allow is raised when it is allowed, if the breach still holds', () => {
    const facts = [setsPhase(0, 'checkIn'), ...hr(1, 60, 120), infusion(60, 'start', 50), ...hr(61, 70, 120)]
    expect(live(facts, 70).transitions).toMatchObject([
      { transition: 'raised', level: 'high', dueAtMs: at(60), breachAtMs: at(1) },
    ])
    const over = [setsPhase(0, 'checkIn'), ...hr(1, 50, 120), ...hr(51, 60, 80), infusion(60, 'start', 50)]
    expect(alarms(over, 70)).toEqual([])
    const shortly = [setsPhase(0, 'checkIn'), ...hr(1, 5, 120), infusion(5, 'start', 50), ...hr(6, 30, 120)]
    expect(alarms(shortly, 30)).toEqual(['hrHigh raised high @16'])
  })
  test('[AL43] a cuff reading of that phase is asked about, or raised, when the phase allows it and it is still live', () => {
    const until = (startS: number, ...readings: Fact[]): Fact[] => [
      setsPhase(0, 'checkIn'),
      ...readings,
      infusion(startS, 'start', 50),
    ]
    const decided = (facts: Fact[], untilS: number): string[] =>
      live(facts, untilS, undefined, { ...RULES, technical: [] }).decided.map(factLine)
    expect(decided(until(60, cuff(10, 165, 92)), 200)).toEqual([
      'repeat due bpHigh high @60',
      'repeat timeOver bpHigh high @130',
      'bpHigh raised high @130',
    ])
    expect(decided(until(200, cuff(10, 165, 92)), 200)).toEqual(['bpHigh raised high @200'])
    expect(decided(until(200, cuff(10, 165, 92), cuff(70, 163, 92)), 200)).toEqual([
      'bpHigh raised high @200',
    ])
    expect(decided(until(310, cuff(10, 165, 92)), 310)).toEqual(['bpHigh raised high @310'])
    expect(decided(until(310.001, cuff(10, 165, 92)), 900)).toEqual([])
  })
  test('[AL43] no condition ends by a change of phase, also one that the new phase would not raise', () => {
    const facts = [
      ...hr(0, 20, 120),
      setsPhase(20, 'ready'),
      setsPhase(30, 'checkIn'),
      setsPhase(40, 'baseline'),
    ]
    expect(alarms(facts, 600)).toEqual(['hrHigh raised high @15'])
  })
  test('[AL43] HELP is a phase: everything is raised in it', () => {
    const facts = [setsPhase(0, 'checkIn'), ...hr(1, 30, 120), presses(30), vitals(31, { heartRate: 120 })]
    expect(alarms(facts, 32)).toContain('hrHigh raised high @30')
  })
  test('[AL38] relative limits are off without a baseline, at check-in, at baseline and when ready', () => {
    const readings = [cuff(1, 152, 90), cuff(60, 152, 90)]
    const baseline = baselineOf(0, { systolic: 108 })
    expect(alarms(readings, 300)).toEqual([])
    expect(alarms([baseline, ...readings], 300)).toEqual(['bpHigh raised high @60'])
    expect(alarms([baseline, setsPhase(0, 'ready'), ...readings], 300)).toEqual([])
  })
})

describe('relative limits', () => {
  test('[AL38] R holds an alarm only if R was the cause', () => {
    // R = 150: raised by 165 it is left below 155 unless the reading is at R itself.
    const raised = [baselineOf(0, { systolic: 108 }), cuff(0, 165, 92), cuff(60, 165, 92)]
    expect(alarms([...raised, cuff(360, 149, 90)], 400)).toEqual([
      'bpHigh raised high @60',
      'bpHigh ended high @360',
    ])
    expect(alarms([...raised, cuff(360, 152, 90)], 400)).toEqual(['bpHigh raised high @60'])
    const byR = [baselineOf(0, { systolic: 108 }), cuff(0, 152, 92), cuff(60, 152, 92)]
    expect(alarms([...byR, cuff(360, 149, 90)], 400)).toEqual(['bpHigh raised high @60'])
    expect(alarms([...byR, cuff(360, 144, 90)], 400).at(-1)).toBe('bpHigh ended high @360')
  })
  test('[AL38] a limit of this patient stands in for the fixed one, and moves its leave limit with it', () => {
    expect(alarms([sbp(0, 150), cuff(1, 150, 90), cuff(60, 150, 90), cuff(360, 145, 90)], 400)).toEqual([
      'bpHigh raised high @60',
    ])
    expect(alarms([sbp(0, 150), cuff(1, 150, 90), cuff(60, 150, 90), cuff(360, 144, 90)], 400)).toHaveLength(
      2,
    )
    expect(alarms([sbp(0, 170), cuff(1, 169, 90), cuff(60, 169, 90)], 400)).toEqual([])
  })
})

describe('changed limits', () => {
  test('[AL39] a heart rate that is in clear under the new limit ends, named as such', () => {
    const run = live([...hr(0, 20, 115), hrLimit(20.5, 125)], 21)
    expect(run.transitions.map(factLine)).toEqual(['hrHigh raised high @15', 'hrHigh ended high @20.5'])
    expect(run.transitions[1]).toMatchObject({ endedBy: 'limitsChanged', values: { heartRate: 115 } })
  })
  test('[AL39] within the leave limits of the new limit it stays', () => {
    expect(alarms([...hr(0, 20, 115), hrLimit(20.5, 117)], 21)).toHaveLength(1)
    expect(alarms([...hr(0, 20, 115), hrLimit(20.5, 118)], 21)).toHaveLength(2)
  })
  test('[AL39] without a value that may be believed now, nothing ends', () => {
    expect(alarms([...hr(0, 20, 115), hrLimit(26, 125)], 27)).toHaveLength(1)
    expect(alarms([cuff(0, 164, 92), cuff(60, 164, 92), sbp(361, 175)], 400)).toHaveLength(1)
    expect(alarms([cuff(0, 164, 92), cuff(60, 164, 92), sbp(360, 175)], 400)).toHaveLength(2)
  })
  test('[AL39] a limit of one condition ends no other', () => {
    const facts = [...hr(0, 20, 115), ...hr(21, 25, 100), sbp(25.5, 170)]
    expect(alarms(facts, 26)).toHaveLength(1)
  })
  test('[AL39] after it has ended the same values raise nothing, and others have their delay', () => {
    const facts = [...hr(0, 20, 115), hrLimit(20.5, 125), ...hr(21, 60, 115)]
    expect(alarms(facts, 60)).toHaveLength(2)
    expect(alarms([...facts, ...hr(61, 76, 126)], 76).at(-1)).toBe('hrHigh raised high @76')
  })
  test('[AL47] a lowered limit: the next values have their delay; a live cuff reading is asked about at once', () => {
    expect(alarms([...hr(0, 20, 105), hrLimit(20.5, 100), ...hr(21, 36, 105)], 36)).toEqual([
      'hrHigh raised high @36',
    ])
    const decided = (facts: Fact[], untilS: number): string[] =>
      live(facts, untilS, undefined, { ...RULES, technical: [] }).decided.map(factLine)
    expect(decided([cuff(0, 155, 92), sbp(60, 150)], 120)).toEqual([
      'repeat due bpHigh high @60',
      'repeat timeOver bpHigh high @120',
      'bpHigh raised high @120',
    ])
    expect(decided([cuff(0, 155, 92), sbp(200, 150)], 200)).toEqual(['bpHigh raised high @200'])
    expect(decided([cuff(0, 155, 92), sbp(301, 150)], 900)).toEqual([])
  })
  test('[AL47] a pending breach that is none any more is over; one that still is keeps its time', () => {
    expect(alarms([...hr(0, 14, 115), hrLimit(14.5, 125)], 20)).toEqual([])
    expect(alarms([...hr(0, 14, 115), hrLimit(14.5, 112)], 20)).toEqual(['hrHigh raised high @15'])
  })
})

describe('measured by hand', () => {
  const raised: Fact[] = [cuff(0, 184, 95), cuff(60, 184, 95)]
  test('[AL40] at most 5 min old and in clear, it ends or lowers an alarm, named as such', () => {
    const ended = live([...raised, measuresByHand(400, { systolic: 130, diastolic: 80 }, 100)], 401)
    expect(ended.transitions[1]).toMatchObject({
      transition: 'ended',
      endedBy: 'manual',
      dueAtMs: at(400),
      measuredAtMs: at(100),
      values: { systolic: 130, diastolic: 80 },
    })
    const fell = alarms([...raised, measuresByHand(100, { systolic: 165, diastolic: 90 })], 101)
    expect(fell.at(-1)).toBe('bpHigh fell high @100')
  })
  test('[AL40] older than 5 min, older than the cuff’s own, or without a component: it ends nothing', () => {
    const hand = (atS: number, measuredAtS: number, values: object): string[] =>
      alarms([...raised, measuresByHand(atS, values, measuredAtS)], atS)
    expect(hand(400, 99.999, { systolic: 130, diastolic: 80 })).toHaveLength(1)
    expect(hand(70, 60, { systolic: 130, diastolic: 80 })).toHaveLength(1)
    expect(hand(70, 65, { systolic: 130 })).toHaveLength(1)
  })
  test('[AL40] it raises nothing', () => {
    const facts = [measuresByHand(0, { systolic: 210, diastolic: 125, heartRate: 180, spo2: 60 })]
    expect(live(facts, 600).decided).toEqual([])
  })
  test('[AL40] a pulse counted by hand ends a heart rate’s alarm; what the monitor still says has its delay anew', () => {
    const facts = [...hr(0, 20, 135), measuresByHand(20.5, { heartRate: 80 }), ...hr(21, 40, 135)]
    expect(alarms(facts, 40)).toEqual([
      'hrHigh raised veryHigh @10',
      'hrHigh ended veryHigh @20.5',
      'hrHigh raised veryHigh @31',
    ])
    expect(alarms([...every1s(0, 20, spo2(84)), measuresByHand(20.5, { spo2: 96 })], 21)).toHaveLength(2)
  })
  test('[AL40] counted before the breach began, it says nothing about it', () => {
    expect(alarms([...hr(0, 20, 135), measuresByHand(20.5, { heartRate: 80 }, -1)], 21)).toHaveLength(1)
  })
  test('[AL40] what a hand has ended no change of limits or phase brings back', () => {
    const facts = [...raised, measuresByHand(100, { systolic: 130, diastolic: 80 }), sbp(110, 150)]
    expect(alarms([...facts, setsPhase(120, 'recovery')], 400)).toHaveLength(2)
  })
})

describe('readings that lack a component', () => {
  test('[AL44] raise on what they have, and leave nothing unmeasured behind', () => {
    expect(alarms([cuff(0, 182)], 1)).toEqual(['bpHigh raised veryHigh @0'])
    expect(alarms([cuff(0, undefined, 117)], 1)).toEqual(['bpHigh raised veryHigh @0'])
    const raised = [cuff(0, 205, 95)]
    expect(alarms([...raised, cuff(300, 120)], 400)).toHaveLength(1)
    expect(alarms([...raised, cuff(300, undefined, 70)], 400)).toHaveLength(1)
    expect(alarms([...raised, cuff(300, undefined, undefined, 80)], 400)).toHaveLength(1)
    expect(alarms([...raised, cuff(300, 120, 70)], 400)).toHaveLength(2)
  })
  test('[AL44] BP low by SBP is left without a mean if the mean never was low, not if it was', () => {
    expect(alarms([cuff(0, 76, 50), cuff(300, 110, 60)], 400).at(-1)).toBe('bpLow ended veryLow @300')
    expect(alarms([cuff(0, 76, 40, 52), cuff(300, 110, 60)], 400).at(-1)).toBe('bpLow fell low @300')
    expect(alarms([cuff(0, 76, 40, 52), cuff(300, 110, 60, 76)], 400).at(-1)).toBe('bpLow ended veryLow @300')
  })
})
