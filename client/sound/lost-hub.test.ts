// Proves what a screen that has lost the hub sounds by itself, and when. Source: clinical facts §5 "Lost the hub".
import { describe, expect, test } from 'vitest'
import { lostHubSignal, soundsWhileLost } from './lost-hub.ts'

const MEDIUM = { priority: 'medium', once: false }
const LOW = { priority: 'low', once: true }

describe('a lost hub', () => {
  test.each([
    ['station', 9_999, undefined],
    ['station', 10_000, MEDIUM],
    ['wall', 9_999, undefined],
    ['wall', 10_000, MEDIUM],
    ['chair:room-1', 19_999, undefined],
    ['chair:room-1', 20_000, LOW],
    ['chair:room-1', 59_999, LOW],
    ['chair:room-1', 60_000, MEDIUM],
    ['person:p1', 19_999, undefined],
    ['person:p1', 60_000, MEDIUM],
    [undefined, 600_000, undefined],
  ] as const)('[SO30] %s after %d ms', (place, lostForMs, signal) => {
    expect(lostHubSignal(lostForMs, place)).toEqual(signal)
  })

  const lost = (forMs: number, known: readonly { key: string; priority: 'high' | 'medium' }[] = []) => ({
    sinceMs: 500,
    forMs,
    known,
    watching: true,
  })
  test('[SO31] a HIGH that was known goes on sounding; a MEDIUM does not', () => {
    const known = [
      { key: 'bp', priority: 'high' as const },
      { key: 'hr', priority: 'medium' as const },
    ]
    expect(soundsWhileLost(lost(5_000, known), 'chair:room-1')).toEqual([{ key: 'bp', priority: 'high' }])
    expect(soundsWhileLost(lost(60_000, known), 'chair:room-1').map(({ key }) => key)).toEqual([
      'bp',
      'lostHub.medium@500',
    ])
  })
  test('[SO32] without a session nobody is left alone, and nothing sounds', () => {
    expect(soundsWhileLost({ ...lost(600_000), watching: false }, 'station')).toEqual([])
  })
  test('[SO30] the pulse at the chair is one for each loss of the hub', () => {
    const [first] = soundsWhileLost(lost(20_000), 'chair:room-1')
    const [later] = soundsWhileLost(lost(40_000), 'chair:room-1')
    const [another] = soundsWhileLost({ ...lost(20_000), sinceMs: 90_000 }, 'chair:room-1')
    expect(later?.key).toBe(first?.key)
    expect(another?.key).not.toBe(first?.key)
  })
})
