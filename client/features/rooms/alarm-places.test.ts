// Proves which number of a room's card wears an alarm, and that no profile's limits stand in for another's.
import type { RoomAlarm, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { rulesOf } from '../../ui/profile-rules.ts'
import { alarmAbout, pressurePriorities } from './alarm-places.ts'

const alarm = (condition: string, level: string, priority: string): RoomAlarm =>
  ({ alarmId: condition, condition, level, priority, text: '', breachAtMs: 0 }) as unknown as RoomAlarm
const alarms = [alarm('bpHigh', 'high', 'medium'), alarm('spo2Low', 'low', 'high')]
const cuff = (systolic: number, diastolic: number) =>
  ({ measuredAtMs: 0, systolic, diastolic }) as unknown as RoomSummary['latest']['cuff']

describe('an alarm on a room’s card', () => {
  const rules = rulesOf({ name: 'adult ketamine infusion', version: 2 })

  test('[UI116] is marked on the number it is about, by the session’s own profile', () => {
    expect(alarmAbout(alarms, 'spo2', rules)?.priority).toBe('high')
    expect(alarmAbout(alarms, 'heartRate', rules)).toBeUndefined()
    expect(pressurePriorities(alarms, cuff(163, 95), rules)).toEqual(['medium', undefined])
    expect(pressurePriorities(alarms, cuff(150, 108), rules)).toEqual([undefined, 'medium'])
    expect(pressurePriorities(alarms, cuff(157, 95), rules)).toEqual(['medium', 'medium'])
  })

  test('[UI116] of a profile that is not known here no number is marked by another’s limits', () => {
    const unknown = rulesOf({ name: 'adult ketamine infusion', version: 9 })
    expect(alarmAbout(alarms, 'spo2', unknown)).toBeUndefined()
    expect(pressurePriorities(alarms, cuff(163, 95), unknown)).toEqual([undefined, undefined])
  })
})
