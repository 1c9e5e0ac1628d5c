// Proves which numbers the list's line of an alarm names: by the session's own limits, of which the list knows nothing.
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { at, cuff, type Fact, live, NURSE, opened, RULES } from '@chairside/shared/testing/given.ts'
import { describe, expect, test } from 'vitest'
import { alarmsOf } from './room-alarms.ts'

/** As shipped, but a very high pressure is one of a diastolic from 100. */
const STRICT: RuleSet = {
  ...RULES,
  profile: { name: 'strict', version: 1 },
  ladders: RULES.ladders.map((ladder) =>
    ladder.condition === 'bpHigh'
      ? {
          ...ladder,
          levels: ladder.levels.map((level) => ({
            ...level,
            limits: level.limits.map((limit) =>
              level.level === 'veryHigh' && limit.quantity === 'diastolic' ? { ...limit, value: 100 } : limit,
            ),
          })),
        }
      : ladder,
  ),
} as RuleSet
const fact = (seconds: number, body: object): Fact => ({ atMs: at(seconds), body: body as RecordBody })
const rules = (ruleSet: RuleSet): Fact =>
  fact(0, { kind: 'rules', profile: { ...ruleSet.profile, hash: 'a' }, ruleSet })

/** The lines after these facts, judged by `ruleSet`. */
const linesAfter = (facts: readonly Fact[], ruleSet: RuleSet) => {
  const lived = live([opened(0), rules(ruleSet), ...facts], 10, undefined, ruleSet)
  const state = lived.log.reduce(foldSession, emptySession)
  return alarmsOf(state, at(10), lived.state, () => undefined)
    .filter(({ condition }) => condition === 'bpHigh')
    .map(({ level, quantity, alsoBeyond }) => [level, quantity, alsoBeyond])
}

describe('the numbers an alarm of a room is about', () => {
  test('[UI169] of a pressure the other half is named where it is beyond a limit of the same level', () => {
    expect(linesAfter([cuff(1, 184, 117)], RULES)).toEqual([['veryHigh', 'systolic', ['diastolic']]])
    expect(linesAfter([cuff(1, 184, 108)], RULES)).toEqual([['veryHigh', 'systolic', undefined]])
  })
  test('[UI169] by the session’s own profile', () => {
    expect(linesAfter([cuff(1, 184, 108)], STRICT)).toEqual([['veryHigh', 'systolic', ['diastolic']]])
  })
  test('[UI169] by this patient’s own limits', () => {
    const limits = [
      { condition: 'bpHigh', level: 'veryHigh', quantity: 'diastolic', value: 105, was: 115 },
    ] as const
    const commandId = '0123456789abcdef0123456789abcdef'
    const own = fact(1, { kind: 'limits', by: NURSE, commandId, limits, reason: 'as ordered' })
    expect(linesAfter([own, cuff(2, 184, 108)], RULES)).toEqual([['veryHigh', 'systolic', ['diastolic']]])
  })
})
