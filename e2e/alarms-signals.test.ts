// Proves the signals of alarms on the real pages: how their edges flash, that a browser that blocks sound is said before
// anything alarms, and what a pause silences, for how long, also when the hub is started again meanwhile.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, NURSE, openBrowser } from './stage.ts'
import { hearTone, type Seen, says, sounds } from './support/screens.ts'
import { atChair, atStation, createScene, ownScreen, STATION_NURSE } from './support/suite-scene.ts'

/** Of the wall: two minutes of hub time with pages that report each 2 s, on a machine that has other things to do. */
const SLOW = 280_000

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser(['--autoplay-policy=no-user-gesture-required'])
})
afterAll(() => browser?.close())

type Flash = {
  /** high, medium: as it is marked on the page. */
  readonly priority: string
  readonly hertz: number
  readonly duty: number
  readonly least: number
  /** Runs by itself, for ever, at the speed of the page's own time. */
  readonly runs: boolean
  /** Bright at the same moments as the first of its priority. */
  readonly together: boolean
}

/**
 * Every endless animation on the page, read frame by frame over 20 s of its own time: as fast as this machine can draw or
 * as slowly, the figures are the same.
 */
const flashesOf = (page: Page): Promise<Flash[]> =>
  page.evaluate(() => {
    const FRAME_MS = 10
    const FRAMES = 2_000
    const first = new Map<string, string>()
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
    const known = new Map<string, readonly number[]>()
    const rgbOf = (color: string): readonly number[] => {
      const before = known.get(color)
      if (before !== undefined || canvas === null) return before ?? []
      canvas.fillStyle = color
      canvas.fillRect(0, 0, 1, 1)
      const rgb = [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)]
      known.set(color, rgb)
      return rgb
    }
    const apart = (a: readonly number[], b: readonly number[]): number =>
      Math.hypot(...a.map((one, index) => one - (b[index] ?? 0)))
    /** How much of an alarm's colour is seen: of an edge its opacity, of a plate with words how far its ground is from the page's. */
    const levelOf = (style: CSSStyleDeclaration, isPlate: boolean): number => {
      if (!isPlate) return Number(style.opacity)
      const page = rgbOf(style.getPropertyValue('--surface-1'))
      const edge = rgbOf(style.getPropertyValue('--edge'))
      return apart(rgbOf(style.backgroundColor), page) / apart(edge, page)
    }
    return document.getAnimations().flatMap((animation) => {
      const effect = animation.effect as KeyframeEffect
      const { target } = effect
      if (target === null || effect.getComputedTiming().iterations !== Number.POSITIVE_INFINITY) return []
      const named = `${(target as HTMLElement).dataset['flash'] ?? ''} ${target.getAttribute('class') ?? ''}`
      const priority = /high/.test(named) ? 'high' : /medium/.test(named) ? 'medium' : named
      const { startTime, playbackRate, playState, timeline } = animation
      const runs = playState === 'running' && playbackRate === 1 && timeline === document.timeline
      animation.pause()
      const style = getComputedStyle(target, effect.pseudoElement)
      const isPlate = (animation as CSSAnimation).animationName === 'alarm-flash-plate'
      const levels: number[] = []
      for (let frame = 0; frame < FRAMES; frame += 1) {
        // Both are counted from the beginning of the page's time, so that what flashes together is equal here.
        animation.currentTime = frame * FRAME_MS - Number(startTime)
        levels.push(levelOf(style, isPlate))
      }
      animation.play()
      animation.startTime = startTime
      const ups = levels.flatMap((level, at) =>
        at > 0 && level > 0.9 && (levels[at - 1] ?? 0) < 0.9 ? [at] : [],
      )
      const shape = levels.map((level) => (level > 0.9 ? 1 : 0)).join('')
      if (!first.has(priority)) first.set(priority, shape)
      return [
        {
          priority,
          hertz: ((ups.length - 1) * 1_000) / (((ups.at(-1) ?? 0) - (ups[0] ?? 0)) * FRAME_MS),
          duty: levels.filter((level) => level > 0.9).length / levels.length,
          least: Math.min(...levels),
          runs,
          together: first.get(priority) === shape,
        },
      ]
    })
  })

function expectFlashes(flashes: readonly Flash[], priorities: readonly string[], where: string): void {
  expect([...new Set(flashes.map(({ priority }) => priority))].sort(), where).toEqual([...priorities].sort())
  for (const { priority, hertz, duty, least, runs, together } of flashes) {
    const [slow, fast] = priority === 'high' ? [1.8, 2.2] : [0.4, 0.8]
    expect(hertz, where).toBeGreaterThanOrEqual(slow)
    expect(hertz, where).toBeLessThanOrEqual(fast)
    expect(duty, where).toBeGreaterThanOrEqual(0.2)
    expect(duty, where).toBeLessThanOrEqual(0.6)
    // A plate's colours are whole numbers of 255.
    expect(Math.round(least * 100), where).toBeGreaterThanOrEqual(30)
    expect({ runs, together }, where).toEqual({ runs: true, together: true })
  }
}
const flashing = (priorities: readonly string[], screen: Seen) =>
  expect
    .poll(async () => [...new Set((await flashesOf(screen.page)).map(({ priority }) => priority))].sort(), {
      timeout: 30_000,
    })
    .toEqual([...priorities].sort())

describe('what flashes', { timeout: SLOW }, () => {
  test('[EE21] on chair, station and My rooms a HIGH edge flashes at 2 Hz, a MEDIUM at 0.6 Hz, those of a priority together; what is acknowledged is steady, and nothing else ever moves', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    const two = await scene.patient(2, 'K-0402')
    for (const room of ['room-1', 'room-2'])
      await scene.nurse.act({ type: 'room.take', roomId: room } as never)
    const chair = await scene.screen(atChair(1, NURSE))
    const station = await scene.screen(atStation(STATION_NURSE))
    await scene.screen(atChair(2, NURSE))
    await hearTone(station)
    for (const screen of scene.screens) await flashing([], screen)
    scene.shows(one, { heartRate: 118, spo2: 97 })
    await scene.goOn(20)
    for (const screen of scene.screens) {
      await says(screen, /HR 118 > 110/)
      await flashing(['medium'], screen)
      expectFlashes(await flashesOf(screen.page), ['medium'], screen.name)
    }
    await scene.cuff(two, 186, 104)
    for (const screen of scene.screens) {
      await says(screen, /SBP 186 ≥ 180/)
      await flashing(['high', 'medium'], screen)
      const flashes = await flashesOf(screen.page)
      expectFlashes(flashes, ['high', 'medium'], screen.name)
    }
    await chair.press('Acknowledge')
    for (const screen of scene.screens) await flashing(['high'], screen)
    // Steady and thicker where motion is not wanted.
    await station.page.emulateMedia({ reducedMotion: 'reduce' })
    await flashing([], station)
    await says(station, /SBP 186 ≥ 180/)
  })
})

describe('a browser that blocks sound', { timeout: SLOW }, () => {
  test('[EE22] chair, station and a physician’s own screen say that they cannot sound before anything alarms, the hub counts none of them as heard, and says so; when something alarms they say that it is not heard there', async () => {
    const blocking = await openBrowser(['--autoplay-policy=document-user-activation-required'])
    try {
      await using scene = await createScene(blocking)
      const one = await scene.patient(1, 'K-0417')
      const chair = await scene.screen(atChair(1, NURSE))
      const station = await scene.screen(atStation(STATION_NURSE))
      await scene.screen(ownScreen())
      for (const screen of scene.screens)
        await screen.page.getByRole('button', { name: 'Cannot sound until touched' }).waitFor()
      expect(await scene.records(one, 'alarm')).toEqual([])
      expect((await scene.records(one, 'coverage')).at(-1)).toMatchObject({
        audible: [],
        unconfirmed: [],
        chair: 'painting',
      })
      await says(station, /every room audible: NO\. Nobody can hear Room 1/)
      await scene.goOn(12)
      for (const screen of scene.screens) await says(screen, /No audible screen/)
      await scene.cuff(one, 186, 104)
      for (const screen of [chair, station])
        await screen.page.getByRole('button', { name: 'An alarm is not heard here: touch' }).waitFor()
      for (const screen of scene.screens) {
        expect(await screen.sounding()).toBeUndefined()
        expect(await screen.page.evaluate(() => document.documentElement.dataset['audio'])).toBe('suspended')
      }
      await station.press('An alarm is not heard here: touch')
      await sounds(station, 'high')
    } finally {
      await blocking.close()
    }
  })
})

describe('audio paused', { timeout: SLOW }, () => {
  test('[EE23] counts down, lets a new HIGH sound, outlives a restart of the hub with it, and ends by itself at 120 s', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    await scene.onDuty('physician', 'Dr Lindqvist')
    const chair = await scene.screen(atChair(1, NURSE))
    const station = await scene.screen(atStation(STATION_NURSE))
    await hearTone(chair)
    await hearTone(station)
    const silent = async () => {
      for (const screen of [chair, station]) await sounds(screen, undefined)
    }
    const timer = chair.page.getByRole('timer', { name: 'Audio paused' }).first()
    const left = async (): Promise<number> => {
      const [, minutes = '9', seconds = '0'] = /(\d):(\d\d)/.exec((await timer.textContent()) ?? '') ?? []
      return Number(minutes) * 60 + Number(seconds)
    }
    await scene.cuff(one, 186, 104)
    await sounds(chair, 'high')
    await sounds(station, 'high')
    await chair.press(/^Pause audio/)
    await silent()
    const [paused] = await scene.records(one, 'audioPaused')
    expect((paused?.untilMs ?? 0) - (paused?.hubAtMs ?? 0)).toBe(120_000)
    await scene.goOn(12)
    await silent()
    await timer.waitFor()
    // A page may be a second or two ahead of a clock that stands still.
    expect(await left()).toBeLessThanOrEqual(108)
    expect(await left()).toBeGreaterThanOrEqual(100)
    await says(station, /audio paused, sound returns in 1:4\d/)

    // Settled long since: 5 s of it are an alarm.
    scene.shows(one, { heartRate: 74, spo2: 78 })
    await scene.goOn(8)
    await says(chair, /SpO₂ 78 < 80/)
    for (const screen of [chair, station]) await sounds(screen, 'high')

    await scene.restart()
    for (const screen of [chair, station]) {
      await says(screen, /SpO₂ 78 < 80/)
      await says(screen, /SBP 186 ≥ 180/)
      await says(screen, /audio paused.*sound returns in 1:[34]\d/)
      await sounds(screen, 'high')
    }
    // Of the two that are HIGH only the new one sounds: acknowledged, there is silence, and the pause holds the other.
    await chair.press(
      chair.page
        .getByRole('listitem')
        .filter({ hasText: 'SpO₂ 78 < 80' })
        .getByRole('button', { name: 'Acknowledge' })
        .first(),
    )
    await silent()
    await scene.goOn(30)
    await silent()
    expect(await left()).toBeLessThanOrEqual(72)
    await scene.goOn(60)
    await silent()
    await scene.goOn(14)
    for (const screen of [chair, station]) await sounds(screen, 'high')
    expect(
      (await scene.records(one, 'silenceEnded')).filter(({ what }) => what === 'audioPaused'),
    ).toMatchObject([{ ofSeq: paused?.seq, cause: 'expired', dueAtMs: paused?.untilMs }])
  })
})
