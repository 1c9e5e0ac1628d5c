// Every level at its edges: the last value that does not alarm, the first that does, when, and the same on the way out.
import { describe, expect, test } from 'vitest'
import {
  at,
  attached,
  cuff,
  every1s,
  IN_FORCE,
  type Instant,
  line,
  lines,
  live,
  vitals,
} from '../testing/given.ts'
import { ADULT_KETAMINE_INFUSION, limitsShown } from './rules.ts'

type Edge = {
  condition: string
  level: string
  priority: string
  of: 'heartRate' | 'pulseRate' | 'spo2'
  /** In limit of this level, by as little as can be shown. */
  within: number
  beyond: number
  delayS: number
  /** Not yet in clear, and in clear. */
  stays: number
  leaves: number
}
// Source: clinical facts §4 "Ladders".
const EDGES: Edge[] = [
  {
    condition: 'hrHigh',
    level: 'high',
    priority: 'medium',
    of: 'heartRate',
    within: 110,
    beyond: 111,
    delayS: 15,
    stays: 108,
    leaves: 107,
  },
  {
    condition: 'hrHigh',
    level: 'veryHigh',
    priority: 'high',
    of: 'heartRate',
    within: 130,
    beyond: 131,
    delayS: 10,
    stays: 128,
    leaves: 127,
  },
  {
    condition: 'hrHigh',
    level: 'high',
    priority: 'medium',
    of: 'pulseRate',
    within: 110,
    beyond: 111,
    delayS: 15,
    stays: 108,
    leaves: 107,
  },
  {
    condition: 'hrHigh',
    level: 'veryHigh',
    priority: 'high',
    of: 'pulseRate',
    within: 130,
    beyond: 131,
    delayS: 10,
    stays: 128,
    leaves: 127,
  },
  {
    condition: 'hrLow',
    level: 'low',
    priority: 'medium',
    of: 'heartRate',
    within: 50,
    beyond: 49,
    delayS: 15,
    stays: 52,
    leaves: 53,
  },
  {
    condition: 'hrLow',
    level: 'veryLow',
    priority: 'high',
    of: 'heartRate',
    within: 40,
    beyond: 39,
    delayS: 10,
    stays: 42,
    leaves: 43,
  },
  {
    condition: 'spo2Low',
    level: 'slightlyLow',
    priority: 'low',
    of: 'spo2',
    within: 92,
    beyond: 91,
    delayS: 30,
    stays: 92,
    leaves: 93,
  },
  {
    condition: 'spo2Low',
    level: 'low',
    priority: 'medium',
    of: 'spo2',
    within: 90,
    beyond: 89,
    delayS: 15,
    stays: 90,
    leaves: 91,
  },
  {
    condition: 'spo2Low',
    level: 'veryLow',
    priority: 'high',
    of: 'spo2',
    within: 85,
    beyond: 84,
    delayS: 10,
    stays: 86,
    leaves: 87,
  },
  {
    condition: 'spo2Low',
    level: 'extremelyLow',
    priority: 'high',
    of: 'spo2',
    within: 80,
    beyond: 79,
    delayS: 5,
    stays: 81,
    leaves: 82,
  },
]
const instant = (edge: Edge, value: number): Instant =>
  edge.of === 'spo2' ? { spo2: value, pulseRate: 72 } : { [edge.of]: value }

describe.each(EDGES)('$condition $level on $of', (edge) => {
  const of = (value: number) => (fromS: number, toS: number) => every1s(fromS, toS, instant(edge, value))
  const raisedFacts = of(edge.beyond)(0, edge.delayS)

  test(`[AL22] ${edge.within} for ten minutes does not raise it`, () => {
    const levels = live(of(edge.within)(0, 600), 600).transitions.map(({ level }) => level)
    expect(levels).not.toContain(edge.level)
  })

  test(`[AL4] a value is rounded to the digits shown, then compared`, () => {
    const towards = edge.beyond > edge.within ? -0.5 : 0.499
    expect(live(of(edge.beyond + towards)(0, edge.delayS), edge.delayS).transitions[0]?.level).toBe(
      edge.level,
    )
    const back = edge.beyond > edge.within ? 0.499 : -0.5
    const levels = live(of(edge.within + back)(0, 600), 600).transitions.map(({ level }) => level)
    expect(levels).not.toContain(edge.level)
  })

  test(`[AL5] ${edge.beyond} raises it after ${edge.delayS} s, to the millisecond`, () => {
    const before = of(edge.beyond)(0, edge.delayS - 1)
    expect(lines(live(before, edge.delayS - 0.001))).toEqual([])
    const [transition, ...more] = live(before, edge.delayS).transitions
    expect(more).toEqual([])
    expect(transition).toEqual({
      kind: 'alarm',
      alarmId: `${edge.condition}@${at(edge.delayS)}`,
      condition: edge.condition,
      transition: 'raised',
      level: edge.level,
      priority: edge.priority,
      dueAtMs: at(edge.delayS),
      breachAtMs: at(0),
      measuredAtMs: at(edge.delayS - 1),
      values: { [edge.of]: edge.beyond },
      limit: {
        quantity: edge.of,
        op: edge.condition === 'hrHigh' ? '>' : '<',
        value: edge.within,
      },
    })
  })

  test('[AL6] one value in limit starts the delay again', () => {
    const facts = [
      ...of(edge.beyond)(0, edge.delayS - 2),
      ...of(edge.within)(edge.delayS - 1, edge.delayS - 1),
      ...of(edge.beyond)(edge.delayS, 2 * edge.delayS),
    ]
    const run = live(facts, 2 * edge.delayS)
    const own = run.transitions.filter(({ level }) => level === edge.level)
    expect(own.map(({ dueAtMs, breachAtMs }) => [dueAtMs, breachAtMs])).toEqual([
      [at(2 * edge.delayS), at(edge.delayS)],
    ])
  })

  test(`[AL9] ${edge.stays} for ten minutes does not leave it`, () => {
    const run = live([...raisedFacts, ...of(edge.stays)(edge.delayS + 1, 600)], 600)
    expect(run.state.active[edge.condition]?.level).toBe(edge.level)
  })

  test(`[AL9] ${edge.leaves} leaves it with the first measurement that is 10 s or more after the first in clear`, () => {
    const fromS = edge.delayS + 1
    const short = [
      ...raisedFacts,
      ...of(edge.leaves)(fromS, fromS + 9),
      vitals(fromS + 9.999, instant(edge, edge.leaves)),
    ]
    expect(live(short, fromS + 500).transitions).toHaveLength(1)
    const long = live([...short, vitals(fromS + 10, instant(edge, edge.leaves))], fromS + 10)
    const [, left] = long.transitions
    expect(left).toMatchObject({
      alarmId: `${edge.condition}@${at(edge.delayS)}`,
      dueAtMs: at(fromS + 10),
      values: { [edge.of]: edge.leaves },
    })
    expect(long.state.active[edge.condition]?.level).not.toBe(edge.level)
  })

  test(`[AL9] one value not in clear starts leaving again`, () => {
    const fromS = edge.delayS + 1
    const facts = [
      ...raisedFacts,
      ...of(edge.leaves)(fromS, fromS + 8),
      ...of(edge.stays)(fromS + 9, fromS + 9),
      ...of(edge.leaves)(fromS + 10, fromS + 19),
    ]
    expect(live(facts, fromS + 19).state.active[edge.condition]?.level).toBe(edge.level)
    expect(
      live([...facts, vitals(fromS + 20, instant(edge, edge.leaves))], fromS + 20).state.active[
        edge.condition
      ]?.level,
    ).not.toBe(edge.level)
  })
})

describe('BP high', () => {
  const only = (systolic: number, diastolic: number): string[] =>
    live([cuff(0, systolic, diastolic)], 3_600).transitions.map(line)

  test.each([
    [159, 104, []],
    [159.4, 104.4, []],
    [159.5, 90, ['bpHigh raised high @0']],
    [160, 90, ['bpHigh raised high @0']],
    [140, 105, ['bpHigh raised high @0']],
    [179, 109, ['bpHigh raised high @0']],
    [140, 110, ['bpHigh raised veryHighDiastolic @0']],
    [179, 114, ['bpHigh raised veryHighDiastolic @0']],
    [180, 90, ['bpHigh raised veryHigh @0']],
    [180, 112, ['bpHigh raised veryHigh @0']],
    [140, 115, ['bpHigh raised veryHigh @0']],
    [199, 119, ['bpHigh raised veryHigh @0']],
    [200, 90, ['bpHigh raised extreme @0']],
    [150, 120, ['bpHigh raised extreme @0']],
  ])('[AL12] a first reading of %d/%d', (systolic, diastolic, expected) => {
    expect(only(systolic, diastolic)).toEqual(expected)
  })

  test('[AL12] DBP 110–114 with SBP below 180 is MEDIUM and stays so', () => {
    const run = live([cuff(0, 150, 112)], 3_600)
    expect(run.transitions).toHaveLength(1)
    expect(run.transitions[0]).toMatchObject({
      priority: 'medium',
      values: { systolic: 150, diastolic: 112 },
      limit: { quantity: 'diastolic', op: '>=', value: 110 },
    })
  })

  test.each([
    // level raised by, next reading, what it does
    [165, 90, 155, 100, []],
    [165, 90, 154, 101, []],
    [165, 90, 154, 100, ['bpHigh ended high @300']],
    [165, 90, 154.4, 100.4, ['bpHigh ended high @300']],
    [150, 112, 175, 105, []],
    [150, 112, 174, 106, []],
    [150, 112, 174, 105, ['bpHigh fell high @300']],
    [150, 112, 154, 101, ['bpHigh fell high @300']],
    [150, 112, 154, 100, ['bpHigh ended veryHighDiastolic @300']],
    [185, 95, 175, 95, []],
    [185, 95, 174, 106, []],
    [185, 95, 174, 105, ['bpHigh fell high @300']],
    [185, 95, 154, 100, ['bpHigh ended veryHigh @300']],
    [205, 95, 195, 95, []],
    [205, 95, 194, 116, []],
    [205, 95, 194, 115, ['bpHigh fell veryHigh @300']],
    [205, 95, 174, 105, ['bpHigh fell high @300']],
    [205, 95, 120, 80, ['bpHigh ended extreme @300']],
    [165, 90, 185, 90, ['bpHigh rose veryHigh @300']],
    [165, 90, 205, 90, ['bpHigh rose extreme @300']],
  ])('[AL12] %d/%d, then %d/%d', (systolic, diastolic, nextSystolic, nextDiastolic, expected) => {
    const run = live([cuff(0, systolic, diastolic), cuff(300, nextSystolic, nextDiastolic)], 3_600)
    expect(run.transitions.slice(1).map(line)).toEqual(expected)
  })

  test('[AL12] [AL7] hours without a cuff reading end nothing', () => {
    expect(live([cuff(0, 185, 95)], 86_400, 60_000).transitions).toHaveLength(1)
  })
})

describe('slow devices', () => {
  const slow = attached(0, { heartRate: 60_000, pulseRate: 60_000, spo2: 60_000 })
  const rows = (...values: number[]) =>
    values.map((value, index) => vitals(60 * index, { heartRate: value, pulseRate: value, spo2: 97 }))

  test('[AL17] the first value beyond acts at once, at the highest level it breaks', () => {
    expect(lines(live([slow, ...rows(80, 131)], 100))).toEqual(['hrHigh raised veryHigh @60'])
  })
  test('[AL17] the second value in clear leaves, not the first', () => {
    expect(lines(live([slow, ...rows(131, 80)], 119))).toEqual(['hrHigh raised veryHigh @0'])
    expect(lines(live([slow, ...rows(131, 80, 80)], 120))).toEqual([
      'hrHigh raised veryHigh @0',
      'hrHigh ended veryHigh @120',
    ])
  })
  test('[AL17] up to 2.2 intervals missing do not start leaving again, more do', () => {
    const facts = (thirdS: number) => [slow, ...rows(131, 80), vitals(thirdS, { heartRate: 80 })]
    expect(live(facts(60 + 132), 400).transitions).toHaveLength(2)
    expect(live(facts(60 + 132.001), 400).transitions).toHaveLength(1)
  })
  test('[AL17] an interval of 10 s is not slow: the delay runs', () => {
    const ten = attached(0, { heartRate: 10_000 })
    expect(lines(live([ten, vitals(0, { heartRate: 131 }), vitals(10, { heartRate: 131 })], 11))).toEqual([
      'hrHigh raised veryHigh @10',
    ])
    expect(lines(live([attached(0, { heartRate: 10_001 }), vitals(0, { heartRate: 131 })], 1))).toEqual([
      'hrHigh raised veryHigh @0',
    ])
  })
  test('[AL17] [AL16] a slow value after a hole is judged: settling would swallow it whole', () => {
    const facts = [
      slow,
      vitals(0, { heartRate: 80 }),
      vitals(60, { heartRate: 'sensorOff' }),
      vitals(900, { heartRate: 35 }),
    ]
    expect(lines(live(facts, 901))).toEqual(['hrLow raised veryLow @900'])
  })
})

describe('rules as data', () => {
  test('[AL3] ladders stand in the order of their ids, levels with the highest last', () => {
    const ids = ADULT_KETAMINE_INFUSION.ladders.map(({ condition }) => condition)
    expect(ids).toEqual([...ids].sort())
    expect(ADULT_KETAMINE_INFUSION.profile).toEqual({ name: 'adult ketamine infusion', version: 1 })
  })
  test('[AL24] limits in force, as a tile prints them', () => {
    const printed = (quantity: Parameters<typeof limitsShown>[1]) =>
      limitsShown(IN_FORCE, quantity).map(({ op, value, priority }) => `${op}${value} ${priority}`)
    expect(printed('systolic')).toEqual(['>=160 medium', '>=180 high', '>=200 high'])
    expect(printed('diastolic')).toEqual(['>=105 medium', '>=110 medium', '>=115 high', '>=120 high'])
    expect(printed('heartRate')).toEqual(['>110 medium', '>130 high', '<50 medium', '<40 high'])
    expect(printed('pulseRate')).toEqual(printed('heartRate'))
    expect(printed('spo2')).toEqual(['<92 low', '<90 medium', '<85 high', '<80 high'])
    expect(printed('respirationRate')).toEqual([])
    expect(printed('mean')).toEqual([])
  })
})
