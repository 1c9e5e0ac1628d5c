// Proves how often views are told: once a frame, every frame while something plays, by beats in a hidden tab.
import { describe, expect, test } from 'vitest'
import { scriptedTime } from '../testing/scripted-wire.ts'
import { createFrameDriver } from './frame-driver.ts'
import { createHubTime } from './hub/hub-time.ts'

function driven() {
  const time = scriptedTime()
  const hub = createHubTime(time.monoNow)
  const page = { hidden: false, asked: [] as (() => void)[] }
  const driver = createFrameDriver(hub, time.metronome, time.monoNow, {
    request: (run) => page.asked.push(run),
    cancel: () => {
      page.asked = []
    },
    isHidden: () => page.hidden,
  })
  driver.start()
  return {
    driver,
    time,
    hub,
    page,
    frame() {
      const due = page.asked
      page.asked = []
      for (const run of due) run()
    },
  }
}

describe('frames', () => {
  test('[UI50] what plays runs at every frame, before what is shown; stopped, no frame is asked for', () => {
    const { driver, frame, page } = driven()
    const ran: string[] = []
    const show = () => ran.push('show')
    const stop = driver.onEachFrame(() => {
      ran.push('move')
      driver.onNextFrame(show)
    })
    frame()
    frame()
    expect(ran).toEqual(['move', 'show', 'move', 'show'])
    stop()
    frame()
    frame()
    expect(ran.length).toBe(4)
    expect(page.asked).toEqual([])
  })

  test('[UI59] in a hidden tab beats take the place of frames, also for what plays', async () => {
    const { driver, time, page } = driven()
    let moved = 0
    let shown = 0
    driver.onEachFrame(() => {
      moved += 1
      driver.onNextFrame(() => {
        shown += 1
      })
    })
    page.hidden = true
    await time.pass(1_000)
    expect(moved).toBe(4)
    expect(shown).toBe(4)
  })

  test('[UI16] the clock ticks once a second, hub or no hub, and at once when the hub says what time it is', async () => {
    const { driver, time, hub } = driven()
    let ticks = 0
    driver.clock.subscribe(() => {
      ticks += 1
    })
    await time.pass(4_000)
    expect(ticks).toBe(4)
    expect(driver.clock.getState().nowMs).toBeUndefined()
    hub.sample(5_000, 1)
    await time.pass(250)
    expect(driver.clock.getState().nowMs).toBe(5_250)
  })

  test('[UI16] where something comes each second, the clock ticks in the frame that shows it and in no other', async () => {
    const { driver, time, frame } = driven()
    const drawn: string[] = []
    driver.clock.subscribe(() => drawn.push('tick'))
    const second = async () => {
      await time.pass(900)
      driver.onNextFrame(() => drawn.push('show'))
      frame()
      drawn.push('|')
      await time.pass(100)
    }
    // It began out of step: the beats' own tick and what is shown are drawn apart at most twice.
    for (let at = 0; at < 3; at += 1) await second()
    drawn.length = 0
    for (let at = 0; at < 20; at += 1) await second()
    expect(drawn.join(' ')).toBe(Array.from({ length: 20 }, () => 'tick show |').join(' '))
  })

  test('[UI16] when nothing more comes, ages go on moving once a second, the first half a second late at most', async () => {
    const { driver, time, frame } = driven()
    const atMs: number[] = []
    await time.pass(5_000)
    driver.onNextFrame(() => undefined)
    frame()
    const fromMs = time.monoNow()
    driver.clock.subscribe(() => atMs.push(time.monoNow() - fromMs))
    await time.pass(6_000)
    expect(atMs[0]).toBeLessThanOrEqual(1_500)
    expect(atMs.length).toBeGreaterThanOrEqual(5)
    for (const [index, ms] of atMs.entries()) if (index > 0) expect(ms - (atMs[index - 1] ?? 0)).toBe(1_000)
  })

  test('[UI55] started twice, as by a page that finds its hub later, it beats once', async () => {
    const { driver, time } = driven()
    driver.start()
    let ran = 0
    driver.onEachFrame(() => {
      ran += 1
    })
    let ticks = 0
    driver.clock.subscribe(() => {
      ticks += 1
    })
    await time.pass(2_000)
    expect(ticks).toBe(2)
    expect(ran).toBe(0)
  })
})

describe('whether the page paints', () => {
  test('[UI164] is known by a frame a second, and a page that is given none is known by its silence', async () => {
    const { driver, time, frame } = driven()
    expect(driver.sincePaintedMs()).toBeUndefined()
    frame()
    expect(driver.sincePaintedMs()).toBe(0)
    await time.pass(1_000)
    frame()
    await time.pass(500)
    expect(driver.sincePaintedMs()).toBe(500)
    await time.pass(5_500)
    expect(driver.sincePaintedMs()).toBe(6_000)
  })

  test('[UI164] the beats of a hidden tab are no frames', async () => {
    const { driver, time, frame, page } = driven()
    frame()
    page.hidden = true
    driver.onEachFrame(() => undefined)
    await time.pass(3_000)
    frame()
    expect(driver.sincePaintedMs()).toBe(3_000)
  })
})
