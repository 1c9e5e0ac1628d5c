// Which limits a plot shows from when: those the engine judged by, at every record, and no sooner.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evolve, initialEngine } from '../alarm/engine.ts'
import { rulesNow } from '../alarm/patient.ts'
import type { RuleSet, Rules } from '../alarm/rules.ts'
import type { CommandId } from '../ids.ts'
import type { RecordBody } from '../record/record.ts'
import {
  at,
  type Fact,
  infusion,
  NURSE,
  opened,
  RULES,
  records,
  since,
  spo2,
  vitals,
} from '../testing/given.ts'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { emptyTrends, pushTrend, type Trends } from './trends.ts'

const act = { by: NURSE, commandId: '0123456789abcdef0123456789abcdef' as CommandId }
const fact = (seconds: number, body: object): Fact => ({ atMs: at(seconds), body: body as RecordBody })
const own = (seconds: number, value: number): Fact =>
  fact(seconds, {
    kind: 'limits',
    ...act,
    limits: [{ condition: 'hrHigh', level: 'high', quantity: 'heartRate', value, was: 110 }],
    reason: 'athlete',
  })
const baseline = (seconds: number, systolic: number, spo2Value = 97): Fact =>
  fact(seconds, { kind: 'baseline', ...act, systolic, diastolic: 78, heartRate: 64, spo2: spo2Value })
const phase = (seconds: number, name: string): Fact => fact(seconds, { kind: 'phase', ...act, phase: name })
const help = (seconds: number): Fact => fact(seconds, { kind: 'help', ...act })
const rules = (seconds: number, ruleSet: object, name = 'theirs'): Fact =>
  fact(seconds, { kind: 'rules', profile: { name, version: 1, hash: 'a' }, ruleSet })
const openedWith = (seconds: number, name: string): Fact => {
  const one = opened(seconds)
  return { ...one, body: { ...one.body, profile: { name, version: 1 } } as RecordBody }
}
/** As shipped, with another limit of a fast heart. */
const THEIRS: RuleSet = {
  ...RULES,
  profile: { name: 'theirs', version: 1 },
  ladders: RULES.ladders.map((ladder) =>
    ladder.condition === 'hrHigh'
      ? {
          ...ladder,
          levels: ladder.levels.map((level) =>
            level.level === 'high'
              ? { ...level, limits: level.limits.map((limit) => ({ ...limit, value: 118 })) }
              : level,
          ),
        }
      : ladder,
  ),
} as RuleSet

const trendsOf = (facts: readonly Fact[]): Trends => {
  const trends = emptyTrends()
  for (const record of records(facts)) pushTrend(trends, record)
  return trends
}
const limitOf = (
  of: Rules | undefined,
  condition: string,
  level: string,
  isRelative = false,
): number | undefined =>
  of?.ladders
    .find((ladder) => ladder.condition === condition)
    ?.levels.find((one) => one.level === level)
    ?.limits.find(({ relative }) => (relative === true) === isRelative)?.value
/** `3 110`: from when, and where a fast heart begins. */
const fastHeart = (facts: readonly Fact[]): string[] =>
  trendsOf(facts).limits.map(({ fromMs, rules: of }) => `${since(fromMs)} ${limitOf(of, 'hrHigh', 'high')}`)

describe('the limits in force', { timeout }, () => {
  test('[FO38] from the opening, as shipped', () => {
    expect(fastHeart([opened(3), vitals(4, spo2(97))])).toEqual(['3 110'])
  })
  test('[FO38] those of the session’s own rule set hold from its opening, although their record is the one behind it', () => {
    expect(fastHeart([openedWith(3, 'theirs'), rules(3.2, THEIRS)])).toEqual(['3 118'])
  })
  test('[FO38] a profile that is neither in the record nor shipped has none, and another’s never stand in', () => {
    expect(fastHeart([openedWith(3, 'somebody’s')])).toEqual(['3 undefined'])
    expect(fastHeart([opened(3), rules(3, { nonsense: true })])).toEqual(['3 undefined'])
  })
  test('[FO38] a limit of this patient holds from when it was set, and each until the next', () => {
    expect(fastHeart([opened(3), own(60, 125), vitals(61, spo2(97)), own(90, 120)])).toEqual([
      '3 110',
      '60 125',
      '90 120',
    ])
  })
  test('[FO38] a baseline moves the relative limits, and a phase without them takes them away', () => {
    const facts = [opened(3), baseline(60, 120), infusion(100, 'start', 50), phase(200, 'ready')]
    const relative = trendsOf(facts).limits.map(({ fromMs, rules: of }) => [
      since(fromMs),
      limitOf(of, 'bpHigh', 'high', true),
    ])
    expect(relative).toEqual([
      [3, undefined],
      [60, 156],
      [200, undefined],
    ])
  })
  test('[FO38] the pump and HELP set the phase too', () => {
    const facts = [opened(3), baseline(10, 120), phase(20, 'ready'), infusion(30, 'start', 50)]
    expect(trendsOf(facts).limits.map(({ fromMs }) => since(fromMs))).toEqual([3, 10, 20, 30])
    const called = [opened(3), baseline(10, 120), phase(20, 'ready'), help(40)]
    expect(trendsOf(called).limits.map(({ fromMs }) => since(fromMs))).toEqual([3, 10, 20, 40])
  })
  test('[FO38] what moves no limit is no change of limits', () => {
    const facts = [opened(3), infusion(30, 'start', 50), infusion(40, 'rate', 40), phase(50, 'paused')]
    expect(trendsOf(facts).limits).toHaveLength(1)
  })
  test('[FO38] at every record they are what the engine judges by', () => {
    const kind = fc.oneof(
      fc.integer({ min: 100, max: 140 }).map((value) => (seconds: number) => own(seconds, value)),
      fc.integer({ min: 90, max: 160 }).map((value) => (seconds: number) => baseline(seconds, value)),
      fc
        .constantFrom('checkIn', 'baseline', 'infusing', 'paused', 'recovery', 'ready', 'emergency')
        .map((name) => (seconds: number) => phase(seconds, name)),
      fc
        .constantFrom('start', 'rate', 'pause', 'resume', 'stop')
        .map((name) => (seconds: number) => infusion(seconds, name as 'rate', 40)),
      fc.constant(help),
      fc.constant((seconds: number) => vitals(seconds, spo2(97))),
    )
    holds(
      fc.property(fc.array(kind, { maxLength: 12 }), (made) => {
        const log = records([openedWith(0, 'theirs'), rules(0, THEIRS), ...made.map((of, i) => of(i + 1))])
        const trends = emptyTrends()
        let engine = initialEngine()
        let compared: readonly unknown[] = []
        for (const [index, record] of log.entries()) {
          pushTrend(trends, record)
          engine = evolve(THEIRS, engine, record)
          if (index === 0) continue
          const judged = rulesNow(THEIRS, engine.patient)
          const { ladders } = trends.limits.at(-1)?.rules ?? {}
          if (ladders === compared[0] && judged.ladders === compared[1]) continue
          expect(ladders).toEqual(judged.ladders)
          compared = [ladders, judged.ladders]
        }
        const from = trends.limits.map(({ fromMs }) => fromMs)
        expect(from).toEqual([...new Set(from)].sort((a, b) => a - b))
      }),
      5,
    )
  })
})
