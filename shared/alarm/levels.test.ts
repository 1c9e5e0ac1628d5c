// Every level of a continuous signal at its edges: the last value that does not alarm, the first that does, when, and the
// same on the way out.
import { describe, expect, test } from 'vitest'
import type { BodyOf } from '../record/record.ts'
import { baselineOf } from '../testing/clinic.ts'
import { at, every1s, type Fact, type Instant, lines, live as lived, vitals } from '../testing/given.ts'
import type { SignalId } from '../vitals.ts'

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
