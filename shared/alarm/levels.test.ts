// Every level at its edges: the last value that does not alarm, the first that does, when, and the same on the way out.
import { describe, expect, test } from 'vitest'
import type { BodyOf } from '../record/record.ts'
import { baselineOf } from '../testing/clinic.ts'
import {
  at,
  attached,
  cuff,
  every1s,
  type Fact,
  IN_FORCE,
  type Instant,
  lines,
  live,
  live as lived,
  vitals,
} from '../testing/given.ts'
import type { SignalId } from '../vitals.ts'
import { ADULT_KETAMINE_INFUSION, limitsShown } from './rules.ts'

type Edge = {
  /** The rule whose figures this row holds. */
  spec: string
  condition: string
  level: string
  priority: string
  of: SignalId
  /** In limit of this level, by as little as can be shown. */
  within: number
  beyond: number
  delayS: number
  /** Not yet in clear, and in clear. */
  stays: number
  leaves: number
  leaveS?: number
  /** Of this patient: what makes a relative limit. */
  baseline?: Partial<BodyOf<'baseline'>>
}
type Figures = [within: number, beyond: number, delayS: number, stays: number, leaves: number]
const edge = (
  spec: string,
  condition: string,
  level: string,
  priority: string,
  of: SignalId,
  [within, beyond, delayS, stays, leaves]: Figures,
  more: Partial<Edge> = {},
): Edge => ({ spec, condition, level, priority, of, within, beyond, delayS, stays, leaves, ...more })

// Source: clinical facts §4 "Ladders". Last value that does not alarm, first that does, delay, last that does not leave, first
// that does.
const EDGES: Edge[] = [
  edge('AL22', 'hrHigh', 'high', 'medium', 'heartRate', [110, 111, 15, 108, 107]),
  edge('AL22', 'hrHigh', 'veryHigh', 'high', 'heartRate', [130, 131, 10, 128, 127]),
  edge('AL14', 'hrHigh', 'high', 'medium', 'pulseRate', [110, 111, 15, 108, 107]),
  edge('AL14', 'hrHigh', 'veryHigh', 'high', 'pulseRate', [130, 131, 10, 128, 127]),
  edge('AL22', 'hrLow', 'low', 'medium', 'heartRate', [50, 49, 15, 52, 53]),
  edge('AL22', 'hrLow', 'veryLow', 'high', 'heartRate', [40, 39, 10, 42, 43]),
  edge('AL14', 'hrLow', 'low', 'medium', 'pulseRate', [50, 49, 15, 52, 53]),
  edge('AL14', 'hrLow', 'veryLow', 'high', 'pulseRate', [40, 39, 10, 42, 43]),
  // ⌊.85 × 54⌋ = 45
  edge('AL38', 'hrLow', 'low', 'medium', 'heartRate', [45, 44, 15, 47, 48], { baseline: { heartRate: 54 } }),
  // ⌊.85 × 54⌋ of the baseline heart rate: the pulse rate stands in for it
  edge('AL38', 'hrLow', 'low', 'medium', 'pulseRate', [45, 44, 15, 47, 48], { baseline: { heartRate: 54 } }),
  // ⌊.85 × 44⌋ = 37, not under 42
  edge('AL38', 'hrLow', 'low', 'medium', 'heartRate', [42, 41, 15, 44, 45], { baseline: { heartRate: 44 } }),
  edge('AL22', 'rrLow', 'low', 'medium', 'respirationRate', [8, 7, 20, 9, 10], { leaveS: 20 }),
  edge('AL22', 'rrLow', 'veryLow', 'high', 'respirationRate', [6, 5, 20, 7, 8], { leaveS: 20 }),
  edge('AL22', 'spo2Low', 'slightlyLow', 'low', 'spo2', [92, 91, 30, 92, 93]),
  // 94 − 3 = 91
  edge('AL38', 'spo2Low', 'slightlyLow', 'low', 'spo2', [91, 90, 30, 91, 92], { baseline: { spo2: 94 } }),
  edge('AL22', 'spo2Low', 'low', 'medium', 'spo2', [90, 89, 15, 90, 91]),
  edge('AL22', 'spo2Low', 'veryLow', 'high', 'spo2', [85, 84, 10, 86, 87]),
  edge('AL22', 'spo2Low', 'extremelyLow', 'high', 'spo2', [80, 79, 5, 81, 82]),
]
const instant = (edge: Edge, value: number): Instant =>
  edge.of === 'spo2' ? { spo2: value, pulseRate: 72 } : { [edge.of]: value }

describe.each(EDGES)('[$spec] $condition $level on $of, $within | $beyond', (edge) => {
  const leaveS = edge.leaveS ?? 10
  const given = edge.baseline === undefined ? [] : [baselineOf(0, edge.baseline)]
  const live = (facts: readonly Fact[], untilS: number) => lived([...given, ...facts], untilS)
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
      cause: 'limit',
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

  test(`[AL9] ${edge.leaves} leaves it with the first measurement that is ${leaveS} s or more after the first in clear`, () => {
    const fromS = edge.delayS + 1
    const short = [
      ...raisedFacts,
      ...of(edge.leaves)(fromS, fromS + leaveS - 1),
      vitals(fromS + leaveS - 0.001, instant(edge, edge.leaves)),
    ]
    expect(live(short, fromS + 500).transitions).toHaveLength(1)
    const long = live([...short, vitals(fromS + leaveS, instant(edge, edge.leaves))], fromS + leaveS)
    const [, left] = long.transitions
    expect(left).toMatchObject({
      alarmId: `${edge.condition}@${at(edge.delayS)}`,
      dueAtMs: at(fromS + leaveS),
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
      ...of(edge.leaves)(fromS + 10, fromS + leaveS + 9),
    ]
    expect(live(facts, fromS + leaveS + 9).state.active[edge.condition]?.level).toBe(edge.level)
    expect(
      live([...facts, vitals(fromS + leaveS + 10, instant(edge, edge.leaves))], fromS + leaveS + 10).state
        .active[edge.condition]?.level,
    ).not.toBe(edge.level)
  })
})

type Pressure = [systolic: number | undefined, diastolic?: number, mean?: number]
type CuffEdge = {
  spec: string
  condition: string
  level: string
  priority: string
  /** How it is raised: with its first reading, or with the repeat (or when none has come for 2:00). */
  by: 'first' | 'repeat'
  within: Pressure
  beyond: Pressure
  /** Once nobody doubts it: not yet in clear, and in clear. */
  stays: Pressure[]
  leaves: Pressure
  baseline?: Partial<BodyOf<'baseline'>>
}
const cuffEdge = (
  spec: string,
  [condition, level, priority, by]: [string, string, string, CuffEdge['by']],
  within: Pressure,
  beyond: Pressure,
  stays: Pressure[],
  leaves: Pressure,
  baseline?: Partial<BodyOf<'baseline'>>,
): CuffEdge => ({
  spec,
  condition,
  level,
  priority,
  by,
  within,
  beyond,
  stays,
  leaves,
  ...(baseline === undefined ? {} : { baseline }),
})
const HIGH: [string, string, string, 'repeat'] = ['bpHigh', 'high', 'medium', 'repeat']
const LOW: [string, string, string, 'repeat'] = ['bpLow', 'low', 'medium', 'repeat']
// Source: clinical facts §4 "Ladders".
const CUFF_EDGES: CuffEdge[] = [
  cuffEdge(
    'AL12',
    HIGH,
    [159, 104],
    [160, 90],
    [
      [155, 100],
      [154, 101],
    ],
    [154, 100],
  ),
  cuffEdge(
    'AL12',
    HIGH,
    [159, 104],
    [140, 105],
    [
      [155, 100],
      [154, 101],
    ],
    [154, 100],
  ),
  // R = ⌈1.3 × 116⌉ = 151; left below 146
  cuffEdge(
    'AL38',
    HIGH,
    [150, 90],
    [151, 90],
    [
      [146, 90],
      [145, 101],
    ],
    [145, 100],
    { systolic: 116 },
  ),
  // R = ⌈1.3 × 108⌉ = 141, not under 150; left below 145
  cuffEdge('AL38', HIGH, [149, 90], [150, 90], [[145, 90]], [144, 90], { systolic: 108 }),
  // R = ⌈1.3 × 120⌉ = 156 and not 157: tenths of a binary fraction
  cuffEdge('AL38', HIGH, [155, 90], [156, 90], [[151, 90]], [150, 90], { systolic: 120 }),
  cuffEdge(
    'AL34',
    ['bpHigh', 'veryHighDiastolic', 'medium', 'first'],
    [179, 109],
    [179, 110],
    [
      [175, 105],
      [174, 106],
    ],
    [174, 105],
  ),
  cuffEdge(
    'AL34',
    ['bpHigh', 'veryHighDiastolicConfirmed', 'high', 'repeat'],
    [179, 109],
    [140, 110],
    [
      [175, 105],
      [174, 106],
    ],
    [174, 105],
  ),
  cuffEdge(
    'AL35',
    ['bpHigh', 'veryHigh', 'high', 'first'],
    [179, 114],
    [180, 90],
    [
      [175, 105],
      [174, 106],
    ],
    [174, 105],
  ),
  cuffEdge(
    'AL35',
    ['bpHigh', 'veryHigh', 'high', 'first'],
    [179, 114],
    [140, 115],
    [
      [175, 105],
      [174, 106],
    ],
    [174, 105],
  ),
  cuffEdge(
    'AL12',
    ['bpHigh', 'extreme', 'high', 'first'],
    [199, 119],
    [200, 90],
    [
      [195, 115],
      [194, 116],
    ],
    [194, 115],
  ),
  cuffEdge(
    'AL12',
    ['bpHigh', 'extreme', 'high', 'first'],
    [199, 119],
    [150, 120],
    [
      [195, 115],
      [194, 116],
    ],
    [194, 115],
  ),
  cuffEdge('AL45', LOW, [90, 60, 70], [89, 55, 66], [[94, 60, 71]], [95, 60, 72]),
  cuffEdge('AL45', LOW, [100, 50, 60], [100, 45, 59], [[100, 50, 64]], [100, 50, 65]),
  // ⌊.85 × 100⌋ = 85
  cuffEdge('AL45', LOW, [85, 60], [84, 55], [[89, 60]], [90, 60], { systolic: 100 }),
  // ⌊.85 × 110⌋ = 93: not over 90
  cuffEdge('AL45', LOW, [90, 60], [89, 55], [[94, 60]], [95, 60], { systolic: 110 }),
  // ⌊.70 × 140⌋ = 98
  cuffEdge('AL45', LOW, [98, 60], [97, 60], [[102, 60]], [103, 60], { systolic: 140 }),
  cuffEdge('AL45', ['bpLow', 'veryLow', 'high', 'first'], [80, 50], [79, 50], [[84, 55]], [85, 55]),
]

describe.each(CUFF_EDGES)('[$spec] $condition $level, $within | $beyond', (edge) => {
  const given = edge.baseline === undefined ? [] : [baselineOf(0, edge.baseline)]
  const run = (untilS: number, ...readings: [seconds: number, pressure: Pressure][]) =>
    lived([...given, ...readings.map(([seconds, pressure]) => cuff(seconds, ...pressure))], untilS)
  const levels = (of: ReturnType<typeof run>): string[] =>
    of.transitions.filter(({ condition }) => condition === edge.condition).map(({ level }) => level)

  test(`[${edge.spec}] ${edge.within.join('/')}, again and again, does not raise it`, () => {
    const readings = [0, 60, 120, 180].map((seconds): [number, Pressure] => [seconds, edge.within])
    expect(levels(run(3_600, ...readings))).not.toContain(edge.level)
  })

  if (edge.by === 'first')
    test(`[${edge.spec}] ${edge.beyond.join('/')} raises it when it lands`, () => {
      const [raised, ...more] = run(1, [0, edge.beyond]).transitions
      expect(more).toEqual([])
      expect(raised).toMatchObject({
        alarmId: `${edge.condition}@${at(0)}`,
        transition: 'raised',
        level: edge.level,
        priority: edge.priority,
        cause: 'firstReading',
        dueAtMs: at(0),
        breachAtMs: at(0),
      })
    })
  else {
    test(`[${edge.spec}] [AL32] ${edge.beyond.join('/')} raises it when the repeat agrees, not before`, () => {
      const twice = run(60, [0, edge.beyond], [60, edge.beyond])
      expect(levels(run(59.999, [0, edge.beyond]))).not.toContain(edge.level)
      expect(twice.transitions.at(-1)).toMatchObject({
        level: edge.level,
        priority: edge.priority,
        cause: 'repeatAgreed',
        dueAtMs: at(60),
        breachAtMs: at(0),
        measuredAtMs: at(60),
      })
    })
    test(`[${edge.spec}] [AL33] without a repeat it is raised 2:00 after the first reading, to the millisecond`, () => {
      expect(levels(run(119.999, [0, edge.beyond]))).not.toContain(edge.level)
      expect(run(120, [0, edge.beyond]).transitions.at(-1)).toMatchObject({
        level: edge.level,
        priority: edge.priority,
        cause: 'noRepeat',
        dueAtMs: at(120),
        breachAtMs: at(0),
        measuredAtMs: at(0),
      })
    })
  }

  // DBP 110–114 is confirmed by going up a level: its own leave limits are seen before that, on the repeat itself.
  const raisedBy: [number, Pressure][] =
    edge.level === 'veryHighDiastolic'
      ? [[0, edge.beyond]]
      : [
          [0, edge.beyond],
          [60, edge.beyond],
        ]
  test.each(edge.stays)(`[${edge.spec}] [AL9] %d/%d does not leave it`, (...stays) => {
    const readings: [number, Pressure][] = [90, 390, 690].map((seconds) => [seconds, stays as Pressure])
    expect(run(3_600, ...raisedBy, ...readings).state.active[edge.condition]?.level).toBe(edge.level)
  })
  test(`[${edge.spec}] [AL9] ${edge.leaves.join('/')} leaves it at once`, () => {
    const left = run(90, ...raisedBy, [90, edge.leaves])
    const last = left.transitions.at(-1)
    expect(last?.dueAtMs).toBe(at(90))
    expect(['fell', 'ended']).toContain(last?.transition)
    expect(left.state.active[edge.condition]?.level).not.toBe(edge.level)
  })
  test(`[${edge.spec}] [AL4] it is rounded to whole mmHg, then compared`, () => {
    const shift = edge.condition === 'bpHigh' ? -0.5 : 0.49
    const near = edge.beyond.map((value) => (value === undefined ? undefined : value + shift)) as Pressure
    expect(levels(run(120, [0, near]))).toContain(edge.level)
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
    expect(ADULT_KETAMINE_INFUSION.profile).toEqual({ name: 'adult ketamine infusion', version: 2 })
  })
  test('[AL24] limits in force, as a tile prints them', () => {
    const printed = (quantity: Parameters<typeof limitsShown>[1]) =>
      limitsShown(IN_FORCE, quantity).map(({ op, value, priority }) => `${op}${value} ${priority}`)
    expect(printed('systolic')).toEqual([
      '>=160 medium',
      '>=180 high',
      '>=200 high',
      '<90 medium',
      '<80 high',
    ])
    expect(printed('diastolic')).toEqual(['>=105 medium', '>=110 medium', '>=115 high', '>=120 high'])
    expect(printed('heartRate')).toEqual(['>110 medium', '>130 high', '<50 medium', '<40 high'])
    expect(printed('pulseRate')).toEqual(printed('heartRate'))
    expect(printed('spo2')).toEqual(['<92 low', '<90 medium', '<85 high', '<80 high'])
    expect(printed('respirationRate')).toEqual(['<8 medium', '<6 high'])
    expect(printed('mean')).toEqual(['<60 medium'])
  })
})
