// Proves that a device's idea of hub time never goes back and stands still exactly when the hub's time does.
import { describe, expect, it, vi } from 'vitest'
import { createMarkClock } from './mark-clock.ts'

const HUB = 1_732_190_400_000
const setUp = () => {
  let mono = 0
  const clock = createMarkClock({ wallMs: () => 5_000, monotonicMs: () => mono })
  return {
    clock,
    pass: (ms: number) => {
      mono += ms
    },
  }
}

describe('hub time from marks', () => {
  it('[SM10] before the first mark it is not hub time; with it, it is', () => {
    const { clock, pass } = setUp()
    expect(clock.synced()).toBe(false)
    clock.heard({ hubAtMs: HUB, rate: 1 })
    expect(clock.synced()).toBe(true)
    expect(clock.nowMs()).toBe(HUB)
    pass(1_500)
    expect(clock.nowMs()).toBe(HUB + 1_500)
  })

  it('[SM10] a scaled hub’s rate is the rate of this clock', () => {
    const { clock, pass } = setUp()
    clock.heard({ hubAtMs: HUB, rate: 20 })
    pass(500)
    expect(clock.nowMs()).toBe(HUB + 10_000)
    expect(clock.rate()).toBe(20)
    clock.heard({ hubAtMs: HUB + 10_000, rate: 2 })
    pass(500)
    expect(clock.nowMs()).toBe(HUB + 11_000)
  })

  it('[SM10] a late mark does not hold it back, an early one moves it on, and it never goes back', () => {
    const { clock, pass } = setUp()
    clock.heard({ hubAtMs: HUB, rate: 1 })
    pass(1_000)
    clock.heard({ hubAtMs: HUB + 700, rate: 1 })
    expect(clock.nowMs()).toBe(HUB + 1_000)
    clock.heard({ hubAtMs: HUB + 1_200, rate: 1 })
    expect(clock.nowMs()).toBe(HUB + 1_200)
  })

  it('[SM10] marks that all say it is ahead are believed: it waits for the hub, it does not jump back', () => {
    const { clock, pass } = setUp()
    clock.heard({ hubAtMs: HUB, rate: 1 })
    let before = clock.nowMs()
    for (let s = 1; s <= 20; s += 1) {
      pass(1_000)
      clock.heard({ hubAtMs: HUB + s * 1_000 - 400, rate: 1 })
      expect(clock.nowMs()).toBeGreaterThanOrEqual(before)
      before = clock.nowMs()
    }
    expect(clock.nowMs()).toBe(HUB + 20_000 - 400)
  })

  it('[SM10] while a scaled hub is away it stands still and its timers wait; a real hub’s time goes on', () => {
    const scaled = setUp()
    scaled.clock.heard({ hubAtMs: HUB, rate: 20 })
    scaled.pass(100)
    scaled.clock.lost()
    // Whoever says hello with this time would have old measurements moved by as much as the hub has gone on.
    expect(scaled.clock.synced()).toBe(false)
    scaled.pass(60_000)
    expect(scaled.clock.nowMs()).toBe(HUB + 2_000)
    scaled.clock.heard({ hubAtMs: HUB + 2_100, rate: 20 })
    expect(scaled.clock.nowMs()).toBe(HUB + 2_100)
    expect(scaled.clock.synced()).toBe(true)
    const real = setUp()
    real.clock.heard({ hubAtMs: HUB, rate: 1 })
    real.clock.lost()
    real.pass(60_000)
    expect(real.clock.nowMs()).toBe(HUB + 60_000)
  })

  it('[SM10] a restarted scaled hub a little behind: this clock waits for it', () => {
    const { clock, pass } = setUp()
    clock.heard({ hubAtMs: HUB, rate: 20 })
    pass(1_000)
    clock.lost()
    clock.heard({ hubAtMs: HUB + 18_000, rate: 20 })
    expect(clock.nowMs()).toBe(HUB + 20_000)
    pass(50)
    expect(clock.nowMs()).toBe(HUB + 20_000)
    pass(100)
    expect(clock.nowMs()).toBe(HUB + 21_000)
  })

  it('[SM10] a hub that began anew behind the old one: this clock goes on, as a device’s clock that is off', () => {
    const { clock, pass } = setUp()
    clock.heard({ hubAtMs: HUB, rate: 20 })
    pass(60_000)
    const was = clock.nowMs()
    clock.heard({ hubAtMs: HUB, rate: 20, newIncarnation: true })
    expect(clock.nowMs()).toBe(was)
    pass(1_000)
    expect(clock.nowMs()).toBe(was + 20_000)
    expect(clock.fromHubMs(HUB + 20_000)).toBe(was + 20_000)
    clock.heard({ hubAtMs: HUB + 20_000, rate: 20 })
    expect(clock.nowMs()).toBe(was + 20_000)
  })

  it('[SM10] timers fire in order at their hub time, and a cancelled one does not', async () => {
    const clock = createMarkClock()
    clock.heard({ hubAtMs: HUB, rate: 20 })
    const fired: string[] = []
    clock.at(HUB + 1_000, () => fired.push(`second ${clock.nowMs() >= HUB + 1_000}`))
    clock.at(HUB + 400, () => fired.push(`first ${clock.nowMs() >= HUB + 400}`))
    clock.at(HUB + 500, () => fired.push('never')).cancel()
    await vi.waitFor(() => expect(fired).toEqual(['first true', 'second true']))
  })
})
