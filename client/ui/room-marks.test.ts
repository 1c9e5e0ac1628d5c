// Proves which number of a room wears an alarm: what the hub names, and nothing judged again here.
import type { RoomAlarm } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { marksOf } from './room-marks.ts'

const alarm = (condition: string, priority: string, more: Partial<RoomAlarm> = {}): RoomAlarm =>
  ({
    alarmId: condition,
    condition,
    level: 'high',
    priority,
    text: '',
    breachAtMs: 0,
    ...more,
  }) as unknown as RoomAlarm

describe('an alarm on a room’s numbers', () => {
  test('[UI116] is marked on the number that the hub names', () => {
    const alarms = [
      alarm('spo2Low', 'high', { quantity: 'spo2' }),
      alarm('hrHigh', 'medium', { quantity: 'pulseRate' }),
      alarm('bpHigh', 'medium', { quantity: 'diastolic' }),
    ]
    expect(marksOf(alarms)).toEqual({ spo2: 'high', rate: 'medium', diastolic: 'medium' })
  })

  test('[UI169] of a pressure the other half is marked where the hub says that it is beyond its limit too', () => {
    const alarms = [alarm('bpHigh', 'high', { quantity: 'systolic', alsoBeyond: ['diastolic'] })]
    expect(marksOf(alarms)).toEqual({ systolic: 'high', diastolic: 'high' })
  })

  test('[UI169] a mean pressure marks the halves that broke, or the pair', () => {
    const low = (alsoBeyond?: RoomAlarm['alsoBeyond']) =>
      marksOf([
        alarm('bpLow', 'medium', { quantity: 'mean', ...(alsoBeyond === undefined ? {} : { alsoBeyond }) }),
      ])
    expect(low()).toEqual({ systolic: 'medium', diastolic: 'medium' })
    expect(low(['systolic'])).toEqual({ systolic: 'medium' })
  })

  test('[UI169] the most urgent alarm on a number wins, and what is over marks none', () => {
    const alarms = [
      alarm('hrHigh', 'medium', { quantity: 'heartRate' }),
      alarm('hrLow', 'high', { quantity: 'heartRate' }),
      alarm('spo2Low', 'high', { quantity: 'spo2', latched: true }),
    ]
    expect(marksOf(alarms)).toEqual({ rate: 'high' })
  })

  test('[UI169] an alarm that names no number is about none', () => {
    expect(marksOf([alarm('noLiveData', 'medium'), alarm('bpHigh', 'medium')])).toEqual({})
  })
})
