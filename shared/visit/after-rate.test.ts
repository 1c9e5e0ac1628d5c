// Proves which act at the pump an alarm stands beside.
import { describe, expect, test } from 'vitest'
import type { PumpEvent } from '../fold/infusion-state.ts'
import { AFTER_RATE_MS, afterRateWords, rateChangeBefore } from './after-rate.ts'

const MIN = 60_000
let seq = 0
const pump = (
  act: PumpEvent['act'],
  minute: number,
  rateMlPerHr = 0,
  more: Partial<PumpEvent> = {},
): PumpEvent =>
  ({ seq: ++seq, act, atMs: minute * MIN, recordedAtMs: minute * MIN, rateMlPerHr, ...more }) as PumpEvent
const words = (events: readonly PumpEvent[], minute: number): string | undefined => {
  const found = rateChangeBefore(events, minute * MIN)
  return found && afterRateWords(found)
}

describe('an alarm and the pump', () => {
  const events = [
    pump('start', 0, 45),
    pump('rate', 20, 60),
    pump('pause', 40),
    pump('resume', 42, 52.5),
    pump('stop', 60),
  ]
  test.each([
    [23, '3 min after 45 → 60 mL/h'],
    [20.5, '30 s after 45 → 60 mL/h'],
    [0, '0 s after start at 45 mL/h'],
    [41, '1 min after pause'],
    [44, '2 min after resume at 52.5 mL/h'],
    [66, '6 min after stop'],
  ])('[UI245] at minute %s it stands beside the newest act before it', (minute, expected) => {
    expect(words(events, minute)).toBe(expected)
  })
  test('[UI245] longer than a quarter of an hour ago it is not said; at exactly that, it is', () => {
    expect(words(events, 35)).toBe('15 min after 45 → 60 mL/h')
    expect(rateChangeBefore(events, 20 * MIN + AFTER_RATE_MS + 1)).toBeUndefined()
  })
  test('[UI245] before the first act there is nothing to say', () => {
    expect(words(events, -1)).toBeUndefined()
    expect(words([], 5)).toBeUndefined()
  })
  test('[UI245] a late entry counts when it was true, one taken back not at all', () => {
    const late = [
      pump('start', 0, 45),
      pump('stop', 30),
      pump('rate', 10, 30, { recordedAtMs: (31 * MIN) as never }),
    ]
    expect(words(late, 12)).toBe('2 min after 45 → 30 mL/h')
    expect(words([pump('start', 0, 45), pump('rate', 10, 30, { void: true })], 12)).toBe(
      '12 min after start at 45 mL/h',
    )
  })
  test('[UI245] a start after a stop is a restart', () => {
    expect(words([pump('start', 0, 45), pump('stop', 5), pump('start', 9, 45)], 10)).toBe(
      '1 min after restart at 45 mL/h',
    )
  })
})
