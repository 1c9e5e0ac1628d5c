// Which alarm comes first, and which number of a pressure wears its chip.

import { rulesInForce } from '@chairside/shared/alarm/in-force.ts'
import { ADULT_KETAMINE_INFUSION, limitsShown } from '@chairside/shared/alarm/rules.ts'
import type { ActiveAlarm } from '@chairside/shared/fold/session-state.ts'
import { describe, expect, test } from 'vitest'
import { alarmOnHalf, byUrgency, firstLimits } from './alarm-order.ts'

const RULES = rulesInForce(ADULT_KETAMINE_INFUSION, { limits: [] })
const active = (condition: string, alarm: object): ActiveAlarm =>
  ({
    alarm: { condition, level: 'x', priority: 'high', breachAtMs: 0, values: {}, ...alarm },
  }) as unknown as ActiveAlarm
const extreme = active('bpHigh', {
  level: 'extreme',
  limit: { quantity: 'systolic', op: '>=', value: 200 },
})
const priorities = (alarms: readonly ActiveAlarm[], systolic: number, diastolic: number) =>
  (['systolic', 'diastolic'] as const).map(
    (half) => alarmOnHalf(alarms, half, { systolic, diastolic }, RULES)?.priority,
  )

describe('which number of a pressure wears the chip', () => {
  test('[UI139] the half the alarm is about, and the other where it is beyond the limit of the same level', () => {
    expect(priorities([extreme], 204, 118)).toEqual(['high', undefined])
    expect(priorities([extreme], 204, 120)).toEqual(['high', 'high'])
    expect(priorities([extreme], 190, 110)).toEqual(['high', undefined])
  })
  test('[UI139] what is not about a number marks none', () => {
    expect(priorities([active('cuffOverdue', { priority: 'medium' })], 204, 122)).toEqual([
      undefined,
      undefined,
    ])
  })
})

test('[UI130] the highest priority first, then what a person said, then the oldest', () => {
  const chestPain = active('symptomChestPain', { breachAtMs: 9 })
  const hr = active('hrHigh', { breachAtMs: 5 })
  const low = active('spo2Low', { priority: 'low', breachAtMs: 1 })
  expect([low, extreme, hr, chestPain].sort(byUrgency)).toEqual([chestPain, extreme, hr, low])
})

describe('where alarms begin', () => {
  const begin = (baseline: object, quantity: 'systolic' | 'diastolic' | 'heartRate' | 'spo2') =>
    firstLimits(
      limitsShown(rulesInForce(ADULT_KETAMINE_INFUSION, { phase: 'infusing', baseline }), quantity),
    ).map(({ op, value }) => `${op} ${value}`)
  test('[UI124] a limit from the baseline that is reached before the profile’s is the one a tile names', () => {
    expect(begin({ systolic: 107, diastolic: 77 }, 'systolic')).toEqual(['>= 150', '< 90'])
    expect(begin({ systolic: 124, diastolic: 77 }, 'systolic')).toEqual(['>= 160', '< 90'])
    expect(begin({ systolic: 150, diastolic: 90 }, 'systolic')).toEqual(['>= 160', '< 105'])
    expect(begin({ systolic: 107, diastolic: 77 }, 'diastolic')).toEqual(['>= 105'])
    expect(begin({ heartRate: 52 }, 'heartRate')).toEqual(['> 110', '< 44'])
    expect(begin({ spo2: 94 }, 'spo2')).toEqual(['< 91'])
  })
})
