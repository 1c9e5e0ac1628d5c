// Proves that a planned day and time are the clinic's, also where its clocks change, and that a time which no clock shows is none.
import { describe, expect, test } from 'vitest'
import { isSkipped, momentOfTyped } from './when-where.tsx'

const OSLO = 'Europe/Oslo'
const at = (iso: string): number => Date.parse(iso)

describe('when a session is planned', () => {
  test('[UI276] it is the clinic’s clock, whatever the browser’s is', () => {
    expect(momentOfTyped({ day: '2026-11-24', time: '10:34' }, OSLO)).toBe(at('2026-11-24T09:34:00Z'))
    expect(momentOfTyped({ day: '2026-11-24', time: '10:34' }, 'America/New_York')).toBe(
      at('2026-11-24T15:34:00Z'),
    )
  })
  test('[UI276] midnight belongs to the day that it begins', () => {
    expect(momentOfTyped({ day: '2026-11-24', time: '00:00' }, OSLO)).toBe(at('2026-11-23T23:00:00Z'))
    expect(momentOfTyped({ day: '2026-11-24', time: '23:59' }, OSLO)).toBe(at('2026-11-24T22:59:00Z'))
  })
  test('[UI276] an hour that the clocks go over is no time of that day; one that they show twice is the first', () => {
    const spring = { day: '2026-03-29', time: '02:30' }
    expect(isSkipped(spring, OSLO)).toBe(true)
    expect(momentOfTyped(spring, OSLO)).toBeUndefined()
    expect(momentOfTyped({ ...spring, time: '03:00' }, OSLO)).toBe(at('2026-03-29T01:00:00Z'))
    const autumn = { day: '2026-10-25', time: '02:30' }
    expect(isSkipped(autumn, OSLO)).toBe(false)
    expect(momentOfTyped(autumn, OSLO)).toBe(at('2026-10-25T00:30:00Z'))
  })
  test.each([
    ['24 No', '10:34'],
    ['', '10:34'],
    ['2026-11-24', ''],
    ['2026-11-24', '10:3'],
    ['2026-11-24', '25:10'],
    ['2026-02-30', '10:34'],
  ])('[UI276] "%s" "%s" is no time yet, and nothing is said to be skipped', (day, time) => {
    expect(momentOfTyped({ day, time }, OSLO)).toBeUndefined()
    expect(isSkipped({ day, time }, OSLO)).toBe(false)
  })
})
