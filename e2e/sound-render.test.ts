// Proves, in a real browser, what is heard and what is seen of an alarm: the samples of each burst, when they come again and
// stop, that a page knows it is blocked before anything alarms, and the rate of the flashes.
// Every figure is worked out here once more from the table of clinical facts §5, not with the product's own constants.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openBrowser, type Page } from './stage.ts'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, '.tmp', 'sound-page')
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' }
const RATE = 48_000

type SoundPage = {
  burst(priority: string, atS: number, seconds: number): Promise<string>
  played(changes: readonly (readonly [number, readonly object[]])[], seconds: number): Promise<string>
  audio(): { is: string; atLoad?: string; hasRun: boolean }
  look(): void
  flash(name: string): void
}

let browser: Browser
let page: Page

async function openPage(within = browser): Promise<Page> {
  const opened = await within.newPage()
  await opened.route('http://sound.test/**', async (route) => {
    const path = new URL(route.request().url()).pathname
    const file = path === '/' ? 'index.html' : path.slice(1)
    const contentType = TYPES[file.split('.').at(-1) ?? ''] ?? 'text/plain'
    await route.fulfill({ body: readFileSync(join(OUT, file)), contentType })
  })
  await opened.goto('http://sound.test/')
  await opened.waitForFunction(() => 'soundPage' in globalThis)
  return opened
}

beforeAll(async () => {
  await build({
    configFile: false,
    root: join(ROOT, 'client', 'testing', 'sound-page'),
    logLevel: 'error',
    build: { outDir: OUT, emptyOutDir: true, target: 'es2023' },
  })
  browser = await openBrowser()
  page = await openPage()
}, 120_000)
afterAll(() => browser?.close())

const floats = (base64: string): Float32Array => {
  const bytes = Buffer.from(base64, 'base64')
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
}
async function burst(priority: string, atS: number, seconds: number): Promise<Float32Array> {
  return floats(
    await page.evaluate(
      ([name, at, length]) => {
        const { soundPage } = globalThis as unknown as { soundPage: SoundPage }
        return soundPage.burst(name as string, at as number, length as number)
      },
      [priority, atS, seconds] as const,
    ),
  )
}
async function played(
  changes: readonly (readonly [number, readonly object[]])[],
  seconds: number,
): Promise<Float32Array> {
  return floats(
    await page.evaluate(
      ([json, length]) => {
        const { soundPage } = globalThis as unknown as { soundPage: SoundPage }
        return soundPage.played(JSON.parse(json), length)
      },
      [JSON.stringify(changes), seconds] as const,
    ),
  )
}

/** The loudest sample of each millisecond, as a part of the loudest of all. */
function envelope(samples: Float32Array): number[] {
  const step = RATE / 1_000
  const all: number[] = []
  for (let from = 0; from < samples.length; from += step) {
    let most = 0
    for (let at = from; at < from + step && at < samples.length; at += 1)
      most = Math.max(most, Math.abs(samples[at] ?? 0))
    all.push(most)
  }
  const top = Math.max(...all)
  return all.map((level) => level / top)
}

type Heard = { readonly atMs: number; readonly lengthMs: number }
/** A period of 523 Hz is 1.9 ms: shorter holes than this are within a tone. */
const HOLE_MS = 6
/** Stretches of sound above a level (of the loudest), with their beginning and length in milliseconds. */
function pulsesOf(samples: Float32Array, level = 0.03): Heard[] {
  const loud = envelope(samples).flatMap((value, atMs) => (value > level ? [atMs] : []))
  const pulses: { atMs: number; endMs: number }[] = []
  for (const atMs of loud) {
    const last = pulses.at(-1)
    if (last !== undefined && atMs - last.endMs <= HOLE_MS) last.endMs = atMs + 1
    else pulses.push({ atMs, endMs: atMs + 1 })
  }
  return pulses.map(({ atMs, endMs }) => ({ atMs, lengthMs: endMs - atMs }))
}
const gapsOf = (pulses: readonly Heard[]): number[] =>
  pulses.slice(1).map(({ atMs }, before) => {
    const last = pulses[before]
    return last === undefined ? 0 : atMs - last.atMs - last.lengthMs
  })

/** Goertzel: amplitude of one frequency in a stretch of samples. */
function amplitude(samples: Float32Array, hz: number): number {
  const w = (2 * Math.PI * hz) / RATE
  const coefficient = 2 * Math.cos(w)
  let one = 0
  let two = 0
  for (const sample of samples) {
    const now = sample + coefficient * one - two
    two = one
    one = now
  }
  return (2 * Math.sqrt(one * one + two * two - coefficient * one * two)) / samples.length
}
const decibel = (ratio: number): number => 20 * Math.log10(ratio)

/** Edges are soft: what is above a thirtieth of the loudest is within 3 ms of the whole pulse. */
const NEAR_MS = 3
const near = (found: readonly number[], expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length)
  for (const [at, value] of expected.entries())
    expect(Math.abs((found[at] ?? 0) - value), `${at}: ${found[at]} for ${value}`).toBeLessThanOrEqual(
      2 * NEAR_MS,
    )
}

describe('the rendered bursts', () => {
  test.each([
    ['high', Array(10).fill(120), [80, 80, 280, 80, 700, 80, 80, 280, 80]],
    ['medium', Array(3).fill(180), [180, 180]],
    ['low', [200], []],
  ] as const)('[SO3] %s has the pulses and gaps of the table', async (priority, lengths, gaps) => {
    const samples = await burst(priority, 0.25, 4)
    const pulses = pulsesOf(samples)
    near(
      pulses.map(({ lengthMs }) => lengthMs),
      lengths,
    )
    near(gapsOf(pulses), gaps)
    expect(Math.abs((pulses[0]?.atMs ?? 0) - 250)).toBeLessThanOrEqual(NEAR_MS)
    // Nothing is clipped, and nothing is so soft that it was meant otherwise.
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    expect(loudest).toBeLessThan(1)
    expect(loudest).toBeGreaterThan(0.5)
  })

  test.each(['high', 'medium', 'low'])(
    '[SO3] the pulses of %s rise over a tenth of their length',
    async (priority) => {
      const samples = await burst(priority, 0, 4)
      const level = envelope(samples)
      const lengthMs = { high: 120, medium: 180, low: 200 }[priority] ?? 0
      const risen = level.findIndex((value) => value > 0.9)
      expect(risen).toBeGreaterThan(lengthMs * 0.05)
      expect(risen).toBeLessThan(lengthMs * 0.15)
    },
  )

  test.each(['high', 'medium', 'low'])(
    '[SO4] %s is 523 Hz with harmonics 2 to 5 within 15 dB, and little else',
    async (priority) => {
      const samples = await burst(priority, 0, 4)
      // The steady middle of the first pulse, in whole periods.
      const periods = 40
      const middle = samples.subarray(
        Math.round(RATE * 0.02),
        Math.round(RATE * 0.02 + (RATE * periods) / 523),
      )
      const levels = [1, 2, 3, 4, 5].map((harmonic) => decibel(amplitude(middle, 523 * harmonic)))
      const loudest = Math.max(...levels)
      for (const level of levels) expect(loudest - level).toBeLessThanOrEqual(15)
      expect([2, 3, 4, 5].every((harmonic) => 523 * harmonic >= 300 && 523 * harmonic <= 4_000)).toBe(true)
      for (const between of [261, 785, 1_307, 1_830, 2_353, 3_138, 3_661])
        expect(loudest - decibel(amplitude(middle, between)), `${between} Hz`).toBeGreaterThan(25)
    },
  )
})

describe('what the player hands to the audio clock', () => {
  test('[SO5] HIGH comes again each 6 s, MEDIUM each 15 s, in the samples', async () => {
    const starts = (samples: Float32Array, count: number) =>
      pulsesOf(samples).flatMap(({ atMs }, at) => (at % count === 0 ? [atMs] : []))
    const high = starts(await played([[0, [{ key: 'bp', priority: 'high' }]]], 20), 10)
    expect(high).toHaveLength(4)
    near(
      high.slice(1).map((at, before) => at - (high[before] ?? 0)),
      [6_000, 6_000, 6_000],
    )
    const medium = starts(await played([[0, [{ key: 'hr', priority: 'medium' }]]], 31), 3)
    near(
      medium.slice(1).map((at, before) => at - (medium[before] ?? 0)),
      [15_000, 15_000],
    )
  })

  test('[SO7] what is silenced in the middle of a burst is over within 0.5 s, and does not come again', async () => {
    const samples = await played(
      [
        [0, [{ key: 'bp', priority: 'high' }]],
        [1, []],
      ],
      10,
    )
    const last = pulsesOf(samples).at(-1)
    expect((last?.atMs ?? 0) + (last?.lengthMs ?? 0)).toBeLessThanOrEqual(1_500)
    expect(pulsesOf(samples).length).toBeGreaterThan(3)
  })

  test('[SO9] a HIGH that comes in a MEDIUM burst is heard at once', async () => {
    const samples = await played(
      [
        [0, [{ key: 'hr', priority: 'medium' }]],
        [
          0.5,
          [
            { key: 'hr', priority: 'medium' },
            { key: 'bp', priority: 'high' },
          ],
        ],
      ],
      4,
    )
    const after = pulsesOf(samples).filter(({ atMs }) => atMs >= 520)
    near(
      after.slice(0, 10).map(({ lengthMs }) => lengthMs),
      Array(10).fill(120),
    )
    expect(after[0]?.atMs).toBeLessThan(650)
  })
})

describe('the audio of a real page', () => {
  test('[SO20] with autoplay blocked it knows so before anybody touches it, and a touch unlocks it', async () => {
    const blocked = await openBrowser(['--autoplay-policy=document-user-activation-required'])
    try {
      const fresh = await openPage(blocked)
      const state = () =>
        fresh.evaluate(() => {
          const { soundPage } = globalThis as unknown as { soundPage: SoundPage }
          soundPage.look()
          return soundPage.audio()
        })
      await fresh.waitForTimeout(700)
      expect(await state()).toEqual({ is: 'suspended', atLoad: 'suspended', hasRun: false })
      await fresh.click('#touch')
      await expect.poll(state).toMatchObject({ is: 'running', atLoad: 'suspended', hasRun: true })
    } finally {
      await blocked.close()
    }
  })
})

describe('the flashes', () => {
  /** Changes of each element's brightness while it is watched, by frame. */
  async function watch(seen: Page, ms: number) {
    return seen.evaluate(
      (forMs) =>
        new Promise<{ ups: number[]; bright: number; least: number }[]>((done) => {
          const all = [...document.querySelectorAll('#flashes span')]
          const found = all.map(() => ({ ups: [] as number[], bright: 0, frames: 0, least: 1, was: 1 }))
          const began = performance.now()
          const look = (now: number) => {
            for (const [at, element] of all.entries()) {
              const one = found[at]
              if (one === undefined) continue
              const level = Number(getComputedStyle(element).opacity)
              if (level > 0.9 && one.was < 0.9) one.ups.push(now)
              one.frames += 1
              if (level > 0.9) one.bright += 1
              one.least = Math.min(one.least, level)
              one.was = level
            }
            if (now - began < forMs) requestAnimationFrame(look)
            else
              done(found.map(({ ups, bright, frames, least }) => ({ ups, bright: bright / frames, least })))
          }
          requestAnimationFrame(look)
        }),
      ms,
    )
  }
  const hertz = (ups: readonly number[]): number =>
    ((ups.length - 1) * 1_000) / ((ups.at(-1) ?? 0) - (ups[0] ?? 0))
  const show = (seen: Page, name: string) =>
    seen.evaluate((className) => {
      const { soundPage } = globalThis as unknown as { soundPage: SoundPage }
      soundPage.flash(className)
    }, name)

  test('[SO37] HIGH flashes at 2 Hz, MEDIUM at 0.4–0.8 Hz, each 20–60 % of the time, all of one priority as one', async () => {
    const seen = await openPage()
    await show(seen, 'alarm-flash-high')
    await show(seen, 'alarm-flash-medium')
    await seen.waitForTimeout(333)
    for (const name of ['alarm-flash-high', 'alarm-flash-medium', 'alarm-flash-low']) await show(seen, name)
    await seen.waitForTimeout(120)
    const [high, medium, laterHigh, laterMedium, low] = await watch(seen, 8_500)
    expect(hertz(high?.ups ?? [])).toBeGreaterThan(1.8)
    expect(hertz(high?.ups ?? [])).toBeLessThan(2.2)
    expect(hertz(medium?.ups ?? [])).toBeGreaterThan(0.4)
    expect(hertz(medium?.ups ?? [])).toBeLessThan(0.8)
    for (const one of [high, medium]) {
      expect(one?.bright).toBeGreaterThan(0.2)
      expect(one?.bright).toBeLessThan(0.6)
      expect(one?.least).toBeGreaterThanOrEqual(0.3)
    }
    expect(laterHigh?.ups).toEqual(high?.ups)
    expect(laterMedium?.ups).toEqual(medium?.ups)
    expect(low).toEqual({ ups: [], bright: 1, least: 1 })
    await seen.close()
  })

  test('[SO38] with reduced motion nothing flashes, and the edge is thicker', async () => {
    const seen = await openPage()
    const width = () =>
      seen.evaluate(() => getComputedStyle(document.querySelector('#flashes span')!).borderTopWidth)
    await show(seen, 'alarm-flash-high')
    await show(seen, 'alarm-flash-medium')
    expect(await width()).toBe('3px')
    await seen.emulateMedia({ reducedMotion: 'reduce' })
    expect(await width()).toBe('6px')
    for (const one of await watch(seen, 1_500)) expect(one).toEqual({ ups: [], bright: 1, least: 1 })
    await seen.close()
  })
})
