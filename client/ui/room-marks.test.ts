// Proves which number of a room wears an alarm, and that no profile's limits stand in for another's.
import type { RoomAlarm, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { rulesOf } from './profile-rules.ts'
import { marksOf } from './room-marks.ts'

const alarm = (condition: string, level: string, priority: string, more: object = {}): RoomAlarm =>
  ({
    alarmId: condition,
    condition,
    level,
    priority,
    text: '',
    breachAtMs: 0,
    ...more,
  }) as unknown as RoomAlarm
const cuff = (systolic: number, diastolic: number) =>
  ({ measuredAtMs: 0, systolic, diastolic }) as unknown as RoomSummary['latest']['cuff']

describe('an alarm on a room’s numbers', () => {
  const rules = rulesOf({ name: 'adult ketamine infusion', version: 2 })

  test('[UI116] is marked on the number that the hub names, whatever this version knows of the profile', () => {
    const unknown = rulesOf({ name: 'adult ketamine infusion', version: 99 })
    const alarms = [
      alarm('spo2Low', 'low', 'high', { quantity: 'spo2' }),
      alarm('hrHigh', 'high', 'medium', { quantity: 'pulseRate' }),
      alarm('bpHigh', 'high', 'medium', { quantity: 'diastolic' }),
    ]
    expect(marksOf(alarms, cuff(150, 108), unknown)).toEqual({
      spo2: 'high',
      rate: 'medium',
      diastolic: 'medium',
    })
  })

  test('[UI116] of a pressure the other half is marked too where it is beyond the same level’s limit', () => {
    const both = alarm('bpHigh', 'veryHigh', 'high', { quantity: 'systolic' })
    expect(marksOf([both], cuff(184, 117), rules)).toEqual({ systolic: 'high', diastolic: 'high' })
    expect(marksOf([both], cuff(184, 99), rules)).toEqual({ systolic: 'high' })
  })

  test('[UI116] without a named number the profile’s own limits say which; an unknown profile marks none', () => {
    const alarms = [alarm('bpHigh', 'high', 'medium')]
    expect(marksOf(alarms, cuff(163, 95), rules)).toEqual({ systolic: 'medium' })
    expect(marksOf(alarms, cuff(157, 95), rules)).toEqual({ systolic: 'medium', diastolic: 'medium' })
    expect(marksOf(alarms, cuff(163, 95), rulesOf({ name: 'adult ketamine infusion', version: 99 }))).toEqual(
      {},
    )
  })

  test('[UI169] the most urgent alarm on a number wins, and what is over marks none', () => {
    const alarms = [
      alarm('hrHigh', 'high', 'medium', { quantity: 'heartRate' }),
      alarm('hrLow', 'veryLow', 'high', { quantity: 'heartRate' }),
      alarm('spo2Low', 'veryLow', 'high', { quantity: 'spo2', latched: true }),
    ]
    expect(marksOf(alarms, undefined, rules)).toEqual({ rate: 'high' })
  })

  test('[UI169] a technical alarm is about no number', () => {
    expect(marksOf([alarm('noLiveData', 'on', 'medium')], undefined, rules)).toEqual({})
  })
})
