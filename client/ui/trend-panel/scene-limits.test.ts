// Proves which limit lines the trend has, and from when to when each stands.
import { rulesInForce } from '@chairside/shared/alarm/in-force.ts'
import { ADULT_KETAMINE_INFUSION, type Rules } from '@chairside/shared/alarm/rules.ts'
import type { LimitsInForce } from '@chairside/shared/fold/trends-limits.ts'
import { describe, expect, test } from 'vitest'
import { sceneLimits } from './scene-limits.ts'

describe('limits in force', () => {
  const shipped = rulesInForce(ADULT_KETAMINE_INFUSION, {})
  const own = (value: number) =>
    rulesInForce(ADULT_KETAMINE_INFUSION, {
      limits: [{ condition: 'hrHigh', level: 'high', quantity: 'heartRate', value, was: 110 }],
    })
  const withBaseline = rulesInForce(ADULT_KETAMINE_INFUSION, { baseline: { systolic: 120, heartRate: 64 } })
  const shown = (lane: 'rate' | 'pressure', inForce: readonly LimitsInForce[]) =>
    sceneLimits(inForce)[lane].map(({ words, fromMs, toMs }) => [words, fromMs, toMs])
  test('[UI63] stand for the whole session', () => {
    expect(shown('pressure', [{ fromMs: 5, rules: shipped }])).toEqual([
      ['SBP ≥ 160', undefined, undefined],
      ['SBP ≥ 180', undefined, undefined],
      ['DBP ≥ 105', undefined, undefined],
    ])
  })
  test('[UI63] one that was changed stands from when to when; what was not changed goes on unbroken', () => {
    expect(
      shown('rate', [
        { fromMs: 5, rules: shipped },
        { fromMs: 50, rules: own(125) },
        { fromMs: 90, rules: shipped },
      ]),
    ).toEqual([
      ['> 110', undefined, 50],
      ['> 125', 50, 90],
      ['> 110', 90, undefined],
      ['> 130', undefined, undefined],
      ['< 50', undefined, undefined],
      ['< 40', undefined, undefined],
    ])
  })
  test('[UI63] a baseline moves a level: one line where the level begins, and where it becomes HIGH stays', () => {
    expect(
      shown('pressure', [
        { fromMs: 5, rules: shipped },
        { fromMs: 50, rules: withBaseline },
      ]),
    ).toEqual([
      ['SBP ≥ 160', undefined, 50],
      ['SBP ≥ 156', 50, undefined],
      ['SBP ≥ 180', undefined, undefined],
      ['DBP ≥ 105', undefined, undefined],
    ])
  })
  test('[UI63] of an own profile with many steps upward the lower limits are there too', () => {
    const step = (value: number, level: string) => ({
      level,
      priority: 'high' as const,
      limits: [{ quantity: 'heartRate' as const, op: '>' as const, value }],
      staysWhile: [],
    })
    const many = {
      ...shipped,
      ladders: shipped.ladders.map((ladder) =>
        ladder.condition === 'hrHigh'
          ? { ...ladder, levels: [100, 110, 120, 130].map((value) => step(value, `above${value}`)) }
          : ladder,
      ),
    } as Rules
    expect(shown('rate', [{ fromMs: 5, rules: many }]).map(([words]) => words)).toEqual([
      '> 100',
      '> 110',
      '< 50',
      '< 40',
    ])
  })
  test('[UI63] a profile this version does not know has no lines, for as long as it was in force', () => {
    expect(sceneLimits([{ fromMs: 5, rules: undefined }]).rate).toEqual([])
    expect(
      shown('rate', [
        { fromMs: 5, rules: shipped },
        { fromMs: 50, rules: undefined },
      ])[0],
    ).toEqual(['> 110', undefined, 50])
  })
})
