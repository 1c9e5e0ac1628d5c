// Proves what a device's clock is worth: jitter is not lateness, drift is not a jump, a jump is seen at once.
import type { EpochMs } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import { afterHubStep, type ClockOffset, observe, toHubMs } from './clock-offset.ts'

const START = 1_764_000_000_000
const YEAR = 365 * 24 * 3_600_000

/** Messages sent once a second by a device whose clock is `shiftMs` off, each delayed by the next of `delaysMs`. */
function hear(delaysMs: readonly number[], shiftMs: (at: number) => number, rate = 1) {
  let clock: ClockOffset | undefined
  const changes: { at: number; byMs: number }[] = []
  for (const [at, delayMs] of delaysMs.entries()) {
    const sent = START + at * 1000 * rate
    const seen = observe(clock, sent + shiftMs(at), sent + delayMs * rate, rate)
    clock = seen.clock
    if (seen.changedByMs !== undefined) changes.push({ at, byMs: seen.changedByMs })
  }
  return { clock: clock as ClockOffset, changes }
}
const steady = (count: number, delayMs = 0) => new Array<number>(count).fill(delayMs)

describe('what a device clock is worth', () => {
  test.each([0, -37, 90_000, -3_600_000, 30 * YEAR, -40 * YEAR])(
    '[DV20] a constant offset of %i ms is learnt at once and never called a jump',
    (shiftMs) => {
      const { clock, changes } = hear(steady(40), () => shiftMs)
      expect(clock.offsetMs + shiftMs).toBe(0)
      expect(changes).toEqual([])
      expect(toHubMs(clock, START + shiftMs, START as EpochMs)).toBe(START)
    },
  )

  test('[DV20] jitter of the network only ever makes a message look late: the least delayed counts', () => {
    const { clock, changes } = hear([900, 40, 300, 25, 1_800, 60, 2_400, 26], () => 5_000)
    expect(clock.offsetMs).toBe(-5_000 + 25)
    expect(changes).toEqual([])
  })

  test('[DV20] a slow first message is put right by a quicker one', () => {
    const { clock, changes } = hear([3_000, 10], () => 0)
    expect(clock.offsetMs).toBe(10)
    expect(changes).toEqual([])
  })

  test('[DV20] a clock that runs slow or fast is followed without being called a jump', () => {
    for (const drift of [-2, 2]) {
      const { clock, changes } = hear(steady(600), (at) => at * drift)
      expect(Math.abs(clock.offsetMs + 599 * drift)).toBeLessThanOrEqual(30 * 2)
      expect(changes).toEqual([])
    }
  })

  test('[DV21] a jump forward is seen on its first message', () => {
    const { clock, changes } = hear(steady(20), (at) => (at < 10 ? 0 : 6_000))
    expect(changes).toEqual([{ at: 10, byMs: -6_000 }])
    expect(clock.offsetMs).toBe(-6_000)
  })

  test('[DV21] 5 s is no jump, in either direction', () => {
    for (const shiftMs of [5_000, -5_000])
      expect(hear(steady(20), (at) => (at < 10 ? 0 : shiftMs)).changes).toEqual([])
  })

  test('[DV21] a jump back is seen on the second message that agrees', () => {
    const { clock, changes } = hear(steady(20), (at) => (at < 10 ? 0 : -20_000))
    expect(changes).toEqual([{ at: 11, byMs: 20_000 }])
    expect(clock.offsetMs).toBe(20_000)
  })

  test('[DV21] a jump back of more than a connection can delay is seen on its first message', () => {
    const { clock, changes } = hear(steady(20), (at) => (at < 10 ? 0 : -3_600_000))
    expect(changes).toEqual([{ at: 10, byMs: 3_600_000 }])
    expect(clock.offsetMs).toBe(3_600_000)
  })

  test('[DV22] a single delayed message moves nothing', () => {
    const delays = steady(20)
    delays[10] = 9_000
    const { clock, changes } = hear(delays, () => 0)
    expect(clock.offsetMs).toBe(0)
    expect(changes).toEqual([])
  })

  test('[DV22] two messages that are late by different amounts move nothing', () => {
    const delays = steady(20)
    delays[10] = 9_000
    delays[11] = 7_500
    expect(hear(delays, () => 0)).toMatchObject({ clock: { offsetMs: 0 }, changes: [] })
  })

  test('[DV22] two late messages that are not neighbours are two delays', () => {
    const delays = steady(20)
    delays[10] = 9_000
    delays[12] = 9_000
    expect(hear(delays, () => 0)).toMatchObject({ clock: { offsetMs: 0 }, changes: [] })
  })

  test('[DV23] at a scaled rate the network delays by wall time, so the bounds scale', () => {
    const delays = steady(20, 20)
    delays[10] = 4_000
    // 4 s of wall are 80 s of hub time: one slow message at 20x, nothing more.
    expect(hear(delays, () => 0, 20)).toMatchObject({ clock: { offsetMs: 400 }, changes: [] })
    expect(hear(steady(20), (at) => (at < 10 ? 0 : 6_000 * 20), 20).changes).toEqual([
      { at: 10, byMs: -120_000 },
    ])
  })

  test('[DV24] when hub time itself goes forward the offset goes with it, and nothing is called a jump', () => {
    const { clock } = hear(steady(10, 15), () => 700)
    const stepped = afterHubStep(clock, 3_600_000)
    const sent = START + 10_000
    const next = observe(stepped, sent + 700, sent + 3_600_000 + 15)
    expect(next.changedByMs).toBeUndefined()
    expect(next.clock.offsetMs).toBe(clock.offsetMs + 3_600_000)
  })

  test('[DV20] a point in time is never placed after now', () => {
    const { clock } = hear([5_000], () => 0)
    expect(toHubMs(clock, START + 5_000, (START + 2_000) as EpochMs)).toBe(START + 2_000)
  })
})
