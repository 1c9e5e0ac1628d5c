// Owns how long a tap takes to show: from the finger (the browser's own time stamp of the input) to the next paint after its
// handlers, as the Event Timing API says. Never trusts the driver's clock, and asks the page nothing while it is tapped.
import type { Locator } from 'playwright-core'
import type { BenchPage } from './page.ts'

type Timed = { readonly id: number; readonly ms: number }
declare global {
  interface Window {
    chairsideTaps?: Timed[]
  }
}
/** The API reports nothing shorter; a tap it is silent about took at most this. */
const SHORTEST_MS = 16

export type Place = { readonly x: number; readonly y: number }

/** The middle of it; asked in one task, because a page that never rests has no frame to wait for. */
export const placeOf = (target: Locator): Promise<Place> =>
  target.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    return { x: x + width / 2, y: y + height / 2 }
  })

export type Taps = {
  /** Taps once, with a finger. */
  tap(place: Place): Promise<void>
  /** Milliseconds from each finger to the paint that shows it: steps of 8, and 16 is the least that is told. */
  times(): Promise<number[]>
}

/** Begins to time the taps on this page; keys are not counted. */
export async function watchTaps({ page, cdp }: BenchPage): Promise<Taps> {
  let made = 0
  await page.evaluate((durationThreshold) => {
    const taps: Timed[] = []
    window.chairsideTaps = taps
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[])
        if (entry.interactionId !== 0 && !entry.name.startsWith('key'))
          taps.push({ id: entry.interactionId, ms: entry.duration })
    }).observe({ type: 'event', durationThreshold } as PerformanceObserverInit)
  }, SHORTEST_MS)
  return {
    async tap(place) {
      made += 1
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [place] })
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    },
    async times() {
      // Entries come with the first idle moment after their paint.
      await page.waitForTimeout(1_000)
      const byId = new Map<number, number>()
      for (const { id, ms } of await page.evaluate(() => window.chairsideTaps ?? []))
        byId.set(id, Math.max(ms, byId.get(id) ?? 0))
      if (byId.size > made) throw new Error(`${byId.size} taps were timed of ${made} made.`)
      const silent = Array.from({ length: made - byId.size }, () => SHORTEST_MS)
      return [...byId.values(), ...silent]
    },
  }
}
