// Devices that report once a minute: their first value acts, and between two of them nothing is lost.
import { describe, expect, test } from 'vitest'
import { attached, lines, live, vitals } from '../testing/given.ts'

describe('slow devices', () => {
  const slow = attached(0, { heartRate: 60_000, pulseRate: 60_000, spo2: 60_000 })
  const rows = (...values: number[]) =>
    values.map((value, index) => vitals(60 * index, { heartRate: value, pulseRate: value, spo2: 97 }))

  test('[AL17] the first value beyond acts at once, at the highest level it breaks', () => {
    expect(lines(live([slow, ...rows(80, 131)], 100))).toEqual(['hrHigh raised veryHigh @60'])
  })
  test('[AL17] the second value in clear leaves, not the first', () => {
    expect(lines(live([slow, ...rows(131, 80)], 119))).toEqual(['hrHigh raised veryHigh @0'])
    expect(lines(live([slow, ...rows(131, 80, 80)], 120))).toEqual([
      'hrHigh raised veryHigh @0',
      'hrHigh ended veryHigh @120',
    ])
  })
  test('[AL17] up to 2.2 intervals missing do not start leaving again, more do', () => {
    const facts = (thirdS: number) => [slow, ...rows(131, 80), vitals(thirdS, { heartRate: 80 })]
    expect(live(facts(60 + 132), 400).transitions).toHaveLength(2)
    expect(live(facts(60 + 132.001), 400).transitions).toHaveLength(1)
  })
  test('[AL17] an interval of 10 s is not slow: the delay runs', () => {
    const ten = attached(0, { heartRate: 10_000 })
    expect(lines(live([ten, vitals(0, { heartRate: 131 }), vitals(10, { heartRate: 131 })], 11))).toEqual([
      'hrHigh raised veryHigh @10',
    ])
    expect(lines(live([attached(0, { heartRate: 10_001 }), vitals(0, { heartRate: 131 })], 1))).toEqual([
      'hrHigh raised veryHigh @0',
    ])
  })
  test('[AL17] [AL16] a slow value after a hole is judged: settling would swallow it whole', () => {
    const facts = [
      slow,
      vitals(0, { heartRate: 80 }),
      vitals(60, { heartRate: 'sensorOff' }),
      vitals(900, { heartRate: 35 }),
    ]
    expect(lines(live(facts, 901))).toEqual(['hrLow raised veryLow @900'])
  })
})
