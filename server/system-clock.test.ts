// Proves that hub time never goes back, follows a wall that is nearly right, and says when it runs ahead.
import type { ClockStep } from '@chairside/shared/clock.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import { createRandom } from '@chairside/shared/random.ts'
import { describe, expect, test } from 'vitest'
import { createDrivenClock } from './testing/driven-clock.ts'

const START = 1_764_000_000_000
const HOUR = 3_600_000

function clockAt(options: Parameters<typeof createDrivenClock>[1] = {}) {
  const clock = createDrivenClock(START, options)
  const steps: ClockStep[] = []
  clock.onStep((step) => steps.push(step))
  return { clock, steps, since: () => clock.nowMs() - START }
}

describe('hub time', () => {
  test('[HB10] goes on by the monotonic clock, whatever the wall says in between', () => {
    const { clock, since } = clockAt()
    clock.move(1_000)
    clock.setWall(900_000)
    expect(since()).toBe(1_000)
    clock.setWall(-900_000)
    clock.move(2_500)
    expect(since()).toBe(3_500)
  })

  test('[HB11] follows a wall that is less than a second off by at most 5 ms a second, and never goes back for it', () => {
    for (const off of [600, -600]) {
      const { clock, steps, since } = clockAt()
      clock.setWall(off)
      let last = since()
      for (let second = 1; second <= 150; second += 1) {
        clock.move(1_000)
        expect(since()).toBeGreaterThanOrEqual(last)
        expect(Math.abs(since() - last - 1_000)).toBeLessThanOrEqual(25)
        last = since()
      }
      expect(since()).toBeGreaterThanOrEqual(150_000 + off - 3)
      expect(since()).toBeLessThanOrEqual(150_000 + off + 3)
      expect(steps).toEqual([])
    }
  })

  test('[HB12] takes a step forward at once, tells of it, and fires what has fallen due', () => {
    const { clock, steps, since } = clockAt()
    const fired: number[] = []
    clock.at((START + HOUR / 2) as EpochMs, () => fired.push(since()))
    clock.at((START + 2 * HOUR) as EpochMs, () => fired.push(since()))
    clock.move(2_000)
    clock.setWall(HOUR)
    clock.move(3_001)
    expect(steps).toEqual([{ kind: 'forward', fromMs: START + 5_000, toMs: START + HOUR + 5_000 }])
    expect(fired).toEqual([HOUR + 5_000])
    clock.move(HOUR - 6_000)
    expect(fired).toHaveLength(1)
    clock.move(1_000)
    expect(fired).toEqual([HOUR + 5_000, 2 * HOUR])
    expect(clock.aheadMs()).toBe(0)
  })

  test('[HB13] does not go back with the wall: it says how far ahead it runs, and a later step forward only makes that good', () => {
    const { clock, steps, since } = clockAt()
    const fired: number[] = []
    clock.at((START + 20_000) as EpochMs, () => fired.push(since()))
    clock.setWall(-HOUR)
    clock.move(10_000)
    expect(since()).toBe(10_000)
    expect(clock.aheadMs()).toBe(HOUR)
    expect(steps).toEqual([{ kind: 'backward', fromMs: START + 5_000, toMs: START - HOUR + 5_000 }])
    clock.move(10_000)
    expect(fired).toEqual([20_000])
    clock.setWall(HOUR)
    clock.move(10_000)
    expect(since()).toBe(30_000)
    expect(clock.aheadMs()).toBe(0)
    expect(steps.at(-1)).toEqual({ kind: 'forward', fromMs: START + 25_000, toMs: START + 25_000 })
    expect(steps).toHaveLength(2)
  })

  test('[HB13] back an hour and forward two is an hour forward', () => {
    const { clock, steps, since } = clockAt()
    clock.setWall(-HOUR)
    clock.move(5_000)
    clock.setWall(2 * HOUR)
    clock.move(5_000)
    expect(since()).toBe(10_000 + HOUR)
    expect(steps.map(({ kind, fromMs, toMs }) => [kind, toMs - fromMs])).toEqual([
      ['backward', -HOUR],
      ['forward', HOUR],
    ])
  })

  test('[HB14] does not begin before the newest record, however far back the wall is', () => {
    const { clock, steps, since } = clockAt({ notBeforeMs: START + HOUR })
    expect(since()).toBe(HOUR)
    expect(clock.aheadMs()).toBe(HOUR)
    clock.move(60_000)
    expect(since()).toBe(HOUR + 60_000)
    expect(steps).toEqual([])
  })

  test('[HB15] arms no timer for longer than an hour, and each fires at its time', () => {
    const { clock, since } = clockAt()
    const fired: number[] = []
    for (const hours of [5, 30, 24 * 30])
      clock.at((START + hours * HOUR) as EpochMs, () => fired.push(since() / HOUR))
    const cancelled = clock.at((START + 4 * HOUR) as EpochMs, () => fired.push(-1))
    clock.move(HOUR)
    cancelled.cancel()
    clock.move(24 * 30 * HOUR)
    expect(fired).toEqual([5, 30, 24 * 30])
    expect(clock.longestTimerMs()).toBeLessThanOrEqual(HOUR)
  })

  test('[HB16] at a scaled rate leaves the wall on purpose', () => {
    const { clock, steps, since } = clockAt({ rate: { kind: 'scaled', rate: 20 }, notBeforeMs: START + HOUR })
    const fired: number[] = []
    clock.at((START + HOUR + 20_000) as EpochMs, () => fired.push(since()))
    clock.setWall(-HOUR)
    clock.move(1_000)
    clock.setWall(5 * HOUR)
    clock.move(59_000)
    expect(since()).toBe(HOUR + 60_000 * 20)
    expect(fired).toEqual([HOUR + 20_000])
    expect(steps).toEqual([])
    expect(clock.aheadMs()).toBe(0)
  })

  test('[HB10] under any moves of the wall it never goes back, and every timer fires once, not early', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const random = createRandom(`clock-${seed}`)
      const { clock } = clockAt()
      const late: number[] = []
      let armed = 0
      let last = clock.nowMs()
      for (let step = 0; step < 60; step += 1) {
        if (random.chance(0.3))
          clock.setWall(Math.round(random.normal() * (random.chance(0.3) ? 2 * HOUR : 2_000)))
        if (random.chance(0.3)) {
          const due = (clock.nowMs() + Math.round(random.range(0, 3 * HOUR))) as EpochMs
          armed += 1
          clock.at(due, () => late.push(clock.nowMs() - due))
        }
        clock.move(Math.round(random.range(0, 20_000)))
        expect(clock.nowMs(), `seed ${seed}`).toBeGreaterThanOrEqual(last)
        last = clock.nowMs()
      }
      clock.move(10 * HOUR)
      expect(late, `seed ${seed}`).toHaveLength(armed)
      expect(Math.min(0, ...late), `seed ${seed}`).toBe(0)
    }
  })
})
