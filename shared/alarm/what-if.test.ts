// Proves that judging a recording anew gives exactly the seconds and alarms that its facts make.
import { describe, expect, test } from 'vitest'
import { at, attached, cuff, every1s, RULES, records, T0, vitals } from '../testing/given.ts'
import type { RuleSet } from './rules.ts'
import { type ConditionSecond, createSeconds, createWhatIf, isJudgedAnew } from './what-if.ts'

const level = (quantity: 'spo2' | 'heartRate', op: '<' | '>', value: number) => ({
  level: 'beyond',
  priority: 'high' as const,
  limits: [{ quantity, op, value }],
  staysWhile: [{ quantity, op, value }],
  decided: 'delay' as const,
  delayMs: 0,
  leaveMs: 0,
  tell: 'physiological' as const,
})
/** No delay, no hysteresis, no settling. */
const PLAIN: RuleSet = {
  ...RULES,
  profile: { name: 'plain', version: 1 },
  settlingMs: 0,
  missingMs: 0,
  technical: RULES.technical.filter(({ kind }) => kind === 'noLiveData' || kind === 'noValue'),
  ladders: [
    {
      condition: 'hrHigh',
      sources: ['heartRate', 'pulseRate'],
      needsPulse: false,
      levels: [level('heartRate', '>', 140)],
    },
    { condition: 'spo2Low', sources: ['spo2'], needsPulse: false, levels: [level('spo2', '<', 85)] },
  ],
}

function secondsOf(facts: Parameters<typeof records>[0], untilS: number, rules = PLAIN): ConditionSecond[] {
  const engine = createSeconds(rules, T0)
  const lines: ConditionSecond[] = []
  for (const record of records(facts)) lines.push(...engine.take(record).lines)
  lines.push(...engine.end(at(untilS)).lines)
  return lines
}
const brief = ({ second, condition, value, breach }: ConditionSecond): string =>
  `${second} ${condition} ${value ?? '––'} ${breach}`
const limits = (lines: readonly ConditionSecond[]): string[] =>
  lines.filter(({ condition }) => condition === 'spo2Low' || condition === 'hrHigh').map(brief)

describe('seconds of a condition', () => {
  test('[AT1] breach is true in exactly the seconds beyond the limit, and in none without a value', () => {
    const spo2 = [86, 85, 84, 83, 'noReading', 'noReading', 84, 85, 84] as const
    const facts = spo2.map((value, second) => vitals(second, { spo2: value }))
    expect(limits(secondsOf(facts, 9))).toEqual([
      '2 spo2Low 84 true',
      '3 spo2Low 83 true',
      '4 spo2Low –– false',
      '5 spo2Low –– false',
      '6 spo2Low 84 true',
      '8 spo2Low 84 true',
      '9 spo2Low –– false',
    ])
  })

  test('[AT2] a condition stays active through missing rows, which are reported as technical', () => {
    const facts = [
      attached(0, { spo2: 1_000 }),
      vitals(0, { spo2: 90 }),
      vitals(1, { spo2: 80 }),
      vitals(30, { spo2: 90 }),
    ]
    const lines = secondsOf(facts, 30)
    const low = lines.filter(({ condition }) => condition === 'spo2Low')
    expect(low.map(({ second }) => second)).toEqual(Array.from({ length: 29 }, (_one, index) => index + 1))
    expect(low.filter(({ breach }) => breach).map(({ second }) => second)).toEqual([1])
  })

  test('[AT3] several samples in a second: one beyond the limit makes it a breach', () => {
    const facts = [vitals(0.1, { spo2: 84 }), vitals(0.6, { spo2: 90 }), vitals(1.1, { spo2: 90 })]
    expect(limits(secondsOf(facts, 2))).toEqual(['0 spo2Low 84 true'])
  })

  test('[AT4] a second that nothing came in is still a second', () => {
    const facts = [vitals(0, { heartRate: 150 }), vitals(3, { heartRate: 150 })]
    expect(limits(secondsOf(facts, 4)).map((line) => line.split(' ')[0])).toEqual(['0', '1', '2', '3', '4'])
  })
})

describe('judged anew', () => {
  test('[AT5] what an engine decided and what people did about it is not given to another engine', () => {
    const given = records([attached(0), vitals(1, { spo2: 97 }), cuff(2, 120, 80)])
    expect(given.filter(isJudgedAnew)).toHaveLength(3)
    for (const kind of ['alarm', 'repeat', 'silenceEnded', 'escalation', 'acknowledgement', 'coming'])
      expect(isJudgedAnew({ ...given[0], kind } as never), kind).toBe(false)
    expect(isJudgedAnew({ ...given[0], kind: 'cuff.ordered', cause: 'repeat' } as never)).toBe(false)
    expect(isJudgedAnew({ ...given[0], kind: 'cuff.ordered', cause: 'person' } as never)).toBe(true)
    // An act at the pump that was taken back was never done, whoever judges.
    expect(isJudgedAnew({ ...given[0], kind: 'undone' } as never)).toBe(true)
  })

  test('[AT6] the same records by the same rules decide what the hub decided', () => {
    const whatIf = createWhatIf(RULES)
    const facts = records([attached(0), ...every1s(1, 40, { spo2: 84, pulseRate: 70 })])
    const decided = facts.flatMap((record) => whatIf.take(record)).concat(whatIf.end(at(40)))
    expect(decided.filter((fact) => fact.kind === 'alarm').map((fact) => fact.level)).toContain('veryLow')
  })
})
