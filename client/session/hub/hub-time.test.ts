// Proves the rules of SPEC UI about hub time on a screen.
import { describe, expect, test } from 'vitest'
import { createHubTime } from './hub-time.ts'

const at = (start = 0) => {
  let now = start
  return {
    monoNow: () => now,
    pass(ms: number) {
      now += ms
    },
  }
}

describe('hub time on a screen', () => {
  test('[UI1] is unknown until the hub has said what time it is', () => {
    const { monoNow } = at()
    expect(createHubTime(monoNow).nowMs()).toBeUndefined()
  })

  test('[UI1] goes on from the last mark by the monotonic clock at the hub’s rate', () => {
    const clock = at()
    const time = createHubTime(clock.monoNow)
    time.sample(1_000_000, 20)
    clock.pass(500)
    expect(time.nowMs()).toBe(1_010_000)
    expect(time.rate()).toBe(20)
  })

  test('[UI2] never goes back: a late mark makes it wait until the hub has caught up', () => {
    const clock = at()
    const time = createHubTime(clock.monoNow)
    time.sample(1_000_000, 1)
    clock.pass(1_000)
    expect(time.nowMs()).toBe(1_001_000)
    time.sample(1_000_400, 1)
    expect(time.nowMs()).toBe(1_001_000)
    clock.pass(300)
    expect(time.nowMs()).toBe(1_001_000)
    clock.pass(500)
    expect(time.nowMs()).toBe(1_001_200)
  })

  test('[UI2] a hub in demo time stood still while it was away: its greeting is believed, even if it is behind', () => {
    const clock = at()
    const time = createHubTime(clock.monoNow)
    time.sample(1_000_000, 20)
    clock.pass(10_000)
    expect(time.nowMs()).toBe(1_200_000)
    time.greeted(1_002_000, 20)
    expect(time.nowMs()).toBe(1_002_000)
    clock.pass(1_000)
    expect(time.nowMs()).toBe(1_022_000)
  })

  test('[UI2] a hub in real time never stood still: a greeting does not turn time back', () => {
    const clock = at()
    const time = createHubTime(clock.monoNow)
    time.sample(1_000_000, 1)
    clock.pass(10_000)
    expect(time.nowMs()).toBe(1_010_000)
    time.greeted(1_009_600, 1)
    expect(time.nowMs()).toBe(1_010_000)
  })

  test('[UI2] a forward step of the hub is taken at once', () => {
    const clock = at()
    const time = createHubTime(clock.monoNow)
    time.sample(1_000_000, 1)
    time.sample(4_600_000, 1)
    expect(time.nowMs()).toBe(4_600_000)
  })

  test('[UI2] time this machine slept through counts, so that old numbers look old', () => {
    const clock = at()
    const time = createHubTime(clock.monoNow)
    time.sample(1_000_000, 1)
    time.slept(600_000)
    expect(time.nowMs()).toBe(1_600_000)
  })
})
