// Proves that each burst is the one of the table, to the millisecond. Source: clinical facts §5 "Signals".
import type { Priority } from '@chairside/shared/record/record.ts'
import { describe, expect, test } from 'vitest'
import { BURSTS, FUNDAMENTAL_HZ, HARMONICS } from './tones.ts'

const shape = (priority: Priority) => {
  const { pulses } = BURSTS[priority]
  return {
    lengths: pulses.map(({ lengthMs }) => lengthMs),
    gaps: pulses.slice(1).map(({ atMs }, before) => {
      const last = pulses[before] ?? { atMs: 0, lengthMs: 0 }
      return atMs - last.atMs - last.lengthMs
    }),
    repeatMs: BURSTS[priority].repeatMs,
  }
}

describe('the bursts', () => {
  test('[SO1] HIGH: ten pulses of 120 ms, three and two, 700 ms, three and two; again after 6 s', () => {
    expect(shape('high')).toEqual({
      lengths: Array.from({ length: 10 }, () => 120),
      gaps: [80, 80, 280, 80, 700, 80, 80, 280, 80],
      repeatMs: 6_000,
    })
    expect(BURSTS.high.lengthMs).toBe(2_940)
  })
  test('[SO1] MEDIUM: three pulses of 180 ms, 180 ms apart; again after 15 s', () => {
    expect(shape('medium')).toEqual({ lengths: [180, 180, 180], gaps: [180, 180], repeatMs: 15_000 })
  })
  test('[SO1] LOW: one pulse of 200 ms, once', () => {
    expect(shape('low')).toEqual({ lengths: [200], gaps: [], repeatMs: undefined })
  })
  test('[SO2] the fundamental is within 150–1000 Hz, with four harmonics in 300–4000 Hz within 15 dB of one another', () => {
    expect(FUNDAMENTAL_HZ).toBeGreaterThanOrEqual(150)
    expect(FUNDAMENTAL_HZ).toBeLessThanOrEqual(1_000)
    const upper = HARMONICS.slice(1).map((_, index) => FUNDAMENTAL_HZ * (index + 2))
    expect(upper).toEqual([1_046, 1_569, 2_092, 2_615])
    const decibels = HARMONICS.map((part) => 20 * Math.log10(part))
    expect(Math.max(...decibels) - Math.min(...decibels)).toBeLessThanOrEqual(15)
  })
})
