// Every level of the blood pressure at its edges: the last reading that does not alarm, the first that does, with which
// reading, and the same on the way out.
import { describe, expect, test } from 'vitest'
import type { BodyOf } from '../../record/record.ts'
import { baselineOf } from '../../testing/clinic.ts'
import { at, cuff, live } from '../../testing/given.ts'

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
    live([...given, ...readings.map(([seconds, pressure]) => cuff(seconds, ...pressure))], untilS)
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
