// The engine's rules one by one, as given(records).when(now).then(transitions).
import { describe, expect, test } from 'vitest'
import {
  acknowledged,
  at,
  attached,
  closed,
  cuff,
  detached,
  every1s,
  type Fact,
  hubGap,
  learned,
  lines,
  live,
  opened,
  quarantine,
  RULES,
  records,
  spo2,
  vitals,
} from '../testing/given.ts'
import { advanceTo, nextDeadlineMs, step } from './engine.ts'
import type { RuleSet } from './rules.ts'

const hr = (value: number) => ({ heartRate: value })

describe('deadlines', () => {
  test('[AL3] several levels fall due at their own times, however late it is asked', () => {
    // The last sample is at 27 s: 89 from 0, 84 from 20.
    const facts = [...every1s(0, 19, spo2(89)), ...every1s(20, 27, spo2(84))]
    const expected = ['spo2Low raised low @15', 'spo2Low rose veryLow @30']
    expect(lines(live(facts, 30))).toEqual(expected)
    expect(lines(live(facts, 86_400))).toEqual(expected)
  })
  test('[AL3] a deadline due exactly when a record arrives fires before the record', () => {
    const facts = [...every1s(0, 9, hr(131)), vitals(10, hr(80))]
    expect(lines(live(facts, 10))).toEqual(['hrHigh raised veryHigh @10'])
    expect(lines(live([...every1s(0, 9, hr(131)), vitals(9.999, hr(80))], 60))).toEqual([])
  })
  test('[AL3] at one time, conditions fire in the order of their ids', () => {
    const facts = every1s(0, 20, { heartRate: 35, pulseRate: 35, spo2: 84 })
    expect(lines(live(facts, 20))).toEqual(['hrLow raised veryLow @10', 'spo2Low raised veryLow @10'])
  })
  test('[AL23] the next deadline is the earliest that can still fire', () => {
    expect(nextDeadlineMs(RULES, live(every1s(0, 6, spo2(84)), 6).state)).toBe(at(10))
    // With nothing newer than 3 s, nobody will know at 10 s: what can fire is that the signal is lost at a breach.
    expect(nextDeadlineMs(RULES, live(every1s(0, 3, spo2(84)), 3).state)).toBe(at(8.001))
  })
  test('[AL23] no deadline once nothing is pending', () => {
    const limitsOnly: RuleSet = { ...RULES, technical: [] }
    const next = (facts: Fact[], untilS: number) =>
      nextDeadlineMs(limitsOnly, live(facts, untilS, undefined, limitsOnly).state)
    expect(next(every1s(0, 20, spo2(97)), 20)).toBeUndefined()
    expect(next([cuff(0, 205, 95)], 1)).toBeUndefined()
    expect(next([cuff(0, 185, 95)], 1)).toBe(at(120))
    expect(next([cuff(0, 185, 95)], 121)).toBeUndefined()
  })
})

describe('missing samples', () => {
  test('[AL6] 5 s missing neither count nor reset', () => {
    const facts = [...every1s(0, 3, hr(131)), ...every1s(8, 9, hr(131))]
    expect(lines(live(facts, 10))).toEqual(['hrHigh raised veryHigh @10'])
  })
  test('[AL6] the deadline still fires when the newest value is exactly 5 s old, not when it is older', () => {
    expect(lines(live(every1s(0, 5, hr(131)), 60))).toEqual(['hrHigh raised veryHigh @10'])
    expect(lines(live([...every1s(0, 4, hr(131)), vitals(4.999, hr(131))], 60))).toEqual([])
  })
  test('[AL6] after a longer hole a value beyond the limit starts anew', () => {
    const facts = [...every1s(0, 3, hr(131)), vitals(8.001, hr(131)), ...every1s(9, 18, hr(131))]
    expect(lines(live(facts, 18))).toEqual([])
    expect(lines(live(facts, 18.001))).toEqual(['hrHigh raised veryHigh @18.001'])
  })
  test('[AL6] unavailable is missing: five seconds of it neither count nor reset', () => {
    const facts = [
      ...every1s(0, 3, hr(131)),
      ...every1s(4, 7, { heartRate: 'noReading' }),
      ...every1s(8, 9, hr(131)),
    ]
    expect(lines(live(facts, 10))).toEqual(['hrHigh raised veryHigh @10'])
  })
  test('[AL9] a hole longer than may be missing starts leaving anew', () => {
    const raised = every1s(0, 10, hr(131))
    const until = (secondS: number) => [
      ...raised,
      ...every1s(11, 14, hr(80)),
      ...every1s(secondS, 21, hr(80)),
    ]
    expect(live(until(19), 21).transitions).toHaveLength(2)
    expect(live(until(20), 21).transitions).toHaveLength(1)
  })
})

describe('what does not clear', () => {
  const raised = every1s(0, 15, spo2(84))

  test.each(['noReading', 'sensorOff', 'artifact', 'deviceFault', 'settling'] as const)(
    '[AL7] unavailable (%s) does not clear an active limit alarm',
    (reason) => {
      const run = live([...raised, ...every1s(16, 900, spo2(reason))], 3_600, 1_000)
      expect(lines(run)).toEqual(['spo2Low raised veryLow @10'])
    },
  )
  test('[AL7] silence does not clear an active limit alarm, nor a lost device, nor an acknowledgement', () => {
    const run = live(
      [...raised, detached(20), acknowledged(21, `spo2Low@${at(10)}`, 'veryLow'), attached(900)],
      86_400,
      60_000,
    )
    expect(run.transitions).toHaveLength(1)
    expect(run.state.active.spo2Low?.level).toBe('veryLow')
  })
  test('[AL7] a clear delay does not complete by time, only with a measurement', () => {
    const run = live([...raised, ...every1s(16, 25, spo2(97))], 3_600, 250)
    expect(run.transitions).toHaveLength(1)
  })
  test('[AL8] recovered values start nothing and end nothing', () => {
    const recovered = { recovered: ['spo2' as const] }
    const low = Array.from({ length: 60 }, (_, s) => vitals(s, spo2(60), recovered))
    expect(live(low, 3_600).transitions).toEqual([])
    const high = Array.from({ length: 60 }, (_, s) => vitals(16 + s, spo2(99), recovered))
    expect(live([...raised, ...high], 3_600).transitions).toHaveLength(1)
    expect(live([cuff(0, 210, 130, undefined, { recovered: true })], 60).transitions).toEqual([])
    expect(
      live([cuff(0, 210, 119), cuff(300, 120, 70, undefined, { recovered: true })], 400).transitions,
    ).toHaveLength(1)
  })
})

describe('ladders', () => {
  test('[AL10] a condition raised at a higher level is one alarm, and falls through the lower ones', () => {
    const facts = [
      ...every1s(0, 5, spo2(79)),
      ...every1s(6, 20, spo2(82)),
      ...every1s(21, 40, spo2(87)),
      ...every1s(41, 60, spo2(91)),
      ...every1s(61, 80, spo2(93)),
    ]
    const run = live(facts, 80)
    expect(lines(run)).toEqual([
      'spo2Low raised extremelyLow @5',
      'spo2Low fell veryLow @16',
      'spo2Low fell low @31',
      'spo2Low fell slightlyLow @51',
      'spo2Low ended slightlyLow @71',
    ])
    expect(new Set(run.transitions.map(({ alarmId }) => alarmId))).toEqual(new Set([`spo2Low@${at(5)}`]))
    expect(run.transitions.at(-1)).toMatchObject({
      endedBy: 'measurement',
      limit: { quantity: 'spo2', op: '<', value: 92 },
      values: { spo2: 93 },
    })
    expect(run.transitions[1]).toMatchObject({ limit: { value: 80 }, breachAtMs: at(0), priority: 'high' })
  })
  test('[AL10] a level that was left and is broken again has to be held again', () => {
    const facts = [
      ...every1s(0, 10, hr(131)),
      ...every1s(11, 21, hr(120)),
      ...every1s(22, 31, hr(131)),
      vitals(32, hr(131)),
    ]
    expect(lines(live(facts, 32))).toEqual([
      'hrHigh raised veryHigh @10',
      'hrHigh fell high @21',
      'hrHigh rose veryHigh @32',
    ])
  })
  test('[AL21] each level counts its age from its own first value; falling keeps the older age', () => {
    const facts = [...every1s(0, 19, hr(115)), ...every1s(20, 30, hr(135)), ...every1s(31, 41, hr(120))]
    const run = live(facts, 41)
    expect(run.transitions.map(({ transition, breachAtMs }) => [transition, breachAtMs])).toEqual([
      ['raised', at(0)],
      ['rose', at(20)],
      ['fell', at(0)],
    ])
  })
  test('[AL11] the same facts give the same id, and a new onset a new one', () => {
    const once = [...every1s(0, 15, hr(131)), ...every1s(16, 40, hr(80))]
    const again = every1s(41, 55, hr(131))
    const ids = live([...once, ...again], 60).transitions.map(({ alarmId }) => alarmId)
    expect(ids).toEqual([`hrHigh@${at(10)}`, `hrHigh@${at(10)}`, `hrHigh@${at(51)}`])
  })
})

describe('the hub was away', () => {
  test('[AL18] a measured breach fires at its true due time, inside the gap, decided after it', () => {
    const run = live([...every1s(0, 5, hr(131)), hubGap(6, 306)], 306)
    expect(lines(run)).toEqual(['hrHigh raised veryHigh @10'])
    expect(run.batches.at(-2)?.record?.kind).toBe('hub.gap')
  })
  test('[AL18] what was missing before the gap is not made good by it', () => {
    // The newest value is 6 s old when the hub goes: that breach was void already.
    expect(live([...every1s(0, 3, hr(131)), hubGap(9.5, 9.8)], 60).transitions).toEqual([])
    expect(live([...every1s(0, 3, spo2(91)), hubGap(9.5, 29)], 60).transitions).toEqual([])
  })
  test('[AL18] devices have the gap and 15 s more before a pending breach is void', () => {
    // SpO₂ 91 from 0; 30 s. Gap 4–20: the newest value (3 s) counts as if from 3 + 16 + 15 = 34 s.
    expect(lines(live([...every1s(0, 3, spo2(91)), hubGap(4, 20)], 60))).toEqual([
      'spo2Low raised slightlyLow @30',
    ])
    const clear = [...every1s(0, 3, spo2(91)), hubGap(4, 20), vitals(25, spo2(97))]
    expect(live(clear, 60).transitions).toEqual([])
  })
  test('[AL18] what was due before the gap comes first', () => {
    const facts = [...every1s(0, 14, spo2(84)), hubGap(15, 315)]
    expect(lines(live(facts, 400))).toEqual(['spo2Low raised veryLow @10'])
  })
  test('[AL18] [AL3] what fell due inside the gap is decided in due order, whichever was heard last', () => {
    // Without the gap the heart rate, last heard at 4.9 s, would be void at 10 s, and SpO₂ would not.
    const facts = [
      ...every1s(0, 4, hr(131)),
      vitals(4, { spo2: 84 }),
      vitals(4.9, hr(131)),
      ...every1s(5, 9, { spo2: 84 }),
      hubGap(9.5, 308),
    ]
    expect(lines(live(facts, 308))).toEqual(['hrHigh raised veryHigh @10', 'spo2Low raised veryLow @14'])
    expect(lines(live(facts.slice(0, -1), 308))).toEqual(['spo2Low raised veryLow @14'])
  })
  test('[AL18] a gap ends nothing, and every clear delay starts anew after it', () => {
    const facts = [...every1s(0, 15, hr(131)), ...every1s(16, 20, hr(80)), hubGap(20, 22)]
    expect(live(facts, 4_000).transitions).toHaveLength(1)
    const back = live([...facts, ...every1s(23, 40, hr(80))], 40)
    expect(lines(back)).toEqual(['hrHigh raised veryHigh @10', 'hrHigh ended veryHigh @33'])
  })
  test('[AL18] [AL16] a sensor does not settle because the hub was away, but does when it was off before', () => {
    const after = every1s(310, 330, spo2(70))
    expect(lines(live([...every1s(0, 5, spo2(97)), hubGap(6, 306), ...after], 330))).toEqual([
      'spo2Low raised extremelyLow @315',
    ])
    expect(lines(live([...every1s(0, 5, spo2(97)), hubGap(25, 306), ...after], 330))).toEqual([
      'spo2Low raised extremelyLow @325',
    ])
  })
  test('[AL2] a restart: the records alone give back what was pending and what was active', () => {
    const facts = [...every1s(0, 4, spo2(91)), cuff(4.5, 185, 95)]
    const before = live(facts, 5)
    const state = learned(before.log)
    expect(state).toEqual(before.state)
    const [gap] = records([hubGap(6, 12)])
    if (gap === undefined) throw new Error('no gap')
    const after = step(RULES, state, gap)
    expect(advanceTo(RULES, after.state, at(39)).transitions).toMatchObject([
      { condition: 'spo2Low', dueAtMs: at(30), breachAtMs: at(0) },
    ])
    expect(after.state.active.bpHigh?.alarmId).toBe(`bpHigh@${at(4.5)}`)
  })
})

describe('closing and quarantine', () => {
  test('[AL19] the end of the session ends every alarm, named as such, and nothing follows', () => {
    const facts = [
      opened(0),
      cuff(1, 185, 95),
      ...every1s(2, 20, spo2(84)),
      closed(21),
      ...every1s(22, 90, { heartRate: 20, spo2: 50 }),
    ]
    const run = live(facts, 900)
    expect(lines(run).slice(2)).toEqual(['bpHigh ended veryHigh @21', 'spo2Low ended veryLow @21'])
    expect(run.transitions.slice(2).map(({ endedBy }) => endedBy)).toEqual(['sessionClosed', 'sessionClosed'])
    expect(nextDeadlineMs(RULES, run.state)).toBeUndefined()
  })
  test('[AL19] what fell due before the close is raised first', () => {
    expect(lines(live([...every1s(0, 8, hr(131)), closed(12)], 60))).toEqual([
      'hrHigh raised veryHigh @10',
      'hrHigh ended veryHigh @12',
    ])
  })
  test('[AL20] in quarantine nothing is decided', () => {
    const facts = [
      quarantine(0, true),
      cuff(1, 205, 95),
      ...every1s(2, 30, hr(131)),
      ...every1s(31, 60, hr(80)),
    ]
    const run = live(facts, 900, 1_000)
    expect(run.transitions).toEqual([])
    expect(nextDeadlineMs(RULES, run.state)).toBeUndefined()
  })
  test('[AL20] afterwards what still holds is raised, with its true due time', () => {
    const facts = [quarantine(0, true), cuff(1, 205, 95), ...every1s(2, 30, hr(131)), quarantine(31, false)]
    expect(lines(live(facts, 31))).toEqual(['bpHigh raised extreme @1', 'hrHigh raised veryHigh @12'])
  })
  test('[AL20] an alarm that was active stays so, and is left by a measurement afterwards', () => {
    const facts = [
      cuff(0, 205, 95),
      quarantine(1, true),
      cuff(300, 120, 70),
      quarantine(301, false),
      cuff(600, 120, 70),
    ]
    expect(lines(live(facts, 900))).toEqual(['bpHigh raised extreme @0', 'bpHigh ended extreme @600'])
  })
  test('[AL20] … by a measurement of its own, not by another that lands in the same millisecond', () => {
    const facts = [cuff(0, 205, 95), quarantine(1, true), cuff(300, 120, 70), quarantine(300, false)]
    expect(live([...facts, vitals(300, hr(80))], 301).transitions).toHaveLength(1)
  })
  test('[AL2] an entry by a newer version teaches nothing and breaks nothing', () => {
    const { state } = live(every1s(0, 3, spo2(84)), 3)
    const unknown = {
      v: 1,
      seq: 9,
      hubAtMs: at(4),
      kind: 'unknown',
      originalKind: 'baseline',
    } as unknown as Parameters<typeof step>[2]
    const after = step(RULES, state, unknown)
    expect(after.transitions).toEqual([])
    expect(after.state.sources).toEqual(state.sources)
    expect(after.state.active).toEqual(state.active)
    expect(after.state.patient).toEqual(state.patient)
  })
})
