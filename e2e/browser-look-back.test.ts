// Proves looking back in a real browser: the past on tiles and trend, marked; what is live (numbers, alarms, acts) on the
// glass meanwhile; and the ways back. The page's own seconds are moved on; nothing waits a minute.
import { type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Browser,
  complaintsOf,
  createStage,
  NURSE,
  openBrowser,
  type Page,
  STAGE_START_MS,
  type Stage,
  signIn,
} from './stage.ts'
import { type Bedside, createBedside, createPerson, type Shown } from './support/bedside.ts'
import { isInSight, listenFor, plainFold, scrollAll, seriousOf } from './support/look.ts'

const SECOND = 1_000
const MINUTE = 60_000
const BEHIND = 18 * MINUTE + 30 * SECOND

/** One beat more each minute, a cuff reading every five: each moment has numbers of its own. */
function shownAt(sinceMs: number): Shown {
  const minute = sinceMs / MINUTE
  return {
    heartRate: 70 + Math.floor(minute),
    spo2: 95 + (Math.floor(minute) % 4),
    ...(minute % 5 === 3 ? { cuff: [110 + minute, 70 + minute] as const } : {}),
  }
}

let browser: Browser
let stage: Stage
let page: Page
let bedside: Bedside
let sessionId: SessionId
let complaints: string[]
let heard: readonly string[]

const since = (): number => stage.clock.nowMs() - STAGE_START_MS
/** What stands on everything that is not of now. */
const past = () => page.getByText(/^LOOKING BACK/)
const bar = () => page.getByRole('region', { name: 'Live now' })
const tile = (quantity: string) => page.locator(`[data-quantity="${quantity}"]`)
const words = async (locator: { textContent(): Promise<string | null> }): Promise<string> =>
  ((await locator.textContent()) ?? '').replace(/\s+/g, ' ')
const clock = (ms: number): string =>
  `${String(Math.floor(ms / MINUTE)).padStart(2, '0')}:${String(Math.floor((ms % MINUTE) / SECOND)).padStart(2, '0')}`
const isLive = async (): Promise<boolean> => (await bar().count()) === 0

/** Hub time goes on; the monitor with it. */
const goOn = (seconds: number, shown: (sinceMs: number) => Shown = shownAt): Promise<void> => {
  const before = since()
  return bedside.run(seconds * SECOND, (ms) => shown(before + ms))
}
/** The page's own monotonic clock leaps; no second is waited. */
const leap = (ms: number): Promise<void> =>
  page.evaluate((by) => (window as unknown as { leap(ms: number): void }).leap(by), ms)

beforeAll(async () => {
  browser = await openBrowser()
  stage = await createStage()
  const [room] = stage.rooms
  if (room === undefined) throw new Error('the stage has rooms')
  const nurse = await createPerson(stage, NURSE)
  bedside = await createBedside(stage, room)
  await bedside.say(shownAt(0))
  sessionId = await nurse.open(room, 'K-0417')
  await nurse.start(sessionId)
  await goOn(BEHIND / SECOND)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  heard = await listenFor(context)
  await context.addInitScript(() => {
    const now = performance.now.bind(performance)
    let ahead = 0
    performance.now = () => now() + ahead
    ;(window as unknown as { leap(ms: number): void }).leap = (ms) => {
      ahead += ms
    }
  })
  page = await context.newPage()
  complaints = complaintsOf(page)
  await signIn(page, stage.url, NURSE)
  await page.goto(`${stage.url}/room/${room}`)
  await page.getByText('K-0417').first().waitFor()
  await page.getByRole('button', { name: /Look back/ }).waitFor()
})
afterAll(async () => {
  bedside?.end()
  await browser?.close()
  await stage?.[Symbol.asyncDispose]()
})
beforeEach(async () => {
  if (!(await isLive())) await page.getByRole('button', { name: /Back to live/ }).click()
  await bar().waitFor({ state: 'hidden' })
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
})

const momentOf = async (): Promise<{ readonly atMs: number; readonly agoMs: number }> => {
  const [, minutes, seconds, ago, agoSeconds] =
    /T\+(\d+):(\d\d) · (\d+):(\d\d) ago/.exec(await words(tile('heartRate'))) ?? []
  return {
    atMs: STAGE_START_MS + Number(minutes) * MINUTE + Number(seconds) * SECOND,
    agoMs: Number(ago) * MINUTE + Number(agoSeconds) * SECOND,
  }
}

/** Ten times a minute back, from now, by the keys of the page. @returns the second shown, hub time */
async function lookBackTenMinutes(): Promise<number> {
  const now = stage.clock.nowMs()
  for (let minute = 0; minute < 10; minute += 1) await page.keyboard.press('Shift+ArrowLeft')
  await past().first().waitFor()
  const { atMs, agoMs } = await momentOf()
  // Between two marks a page lets hub time run on, which here stands still.
  expect(Math.abs(atMs - (now - 10 * MINUTE))).toBeLessThanOrEqual(2 * SECOND)
  expect(Math.abs(agoMs - 10 * MINUTE)).toBeLessThanOrEqual(2 * SECOND)
  return atMs
}

describe('looking back at the chair', () => {
  test('[EE9] ten minutes back the tiles and the trend show that moment, marked, with its age; what came after is dimmed', async () => {
    expect(await words(tile('heartRate'))).toContain(`${70 + Math.floor(since() / MINUTE)}`)
    const atMs = await lookBackTenMinutes()
    const state = await plainFold(stage, sessionStream(sessionId), atMs)
    const { heartRate, spo2 } = state.signals
    for (const [quantity, value] of [
      ['heartRate', String(heartRate?.lastValue)],
      ['spo2', String(spo2?.lastValue)],
      ['bloodPressure', `${state.cuff.last?.systolic}/${state.cuff.last?.diastolic}`],
    ] as const) {
      await expect.poll(() => words(tile(quantity))).toContain(value)
      const said = await words(tile(quantity))
      expect(said).toContain('LOOKING BACK')
      expect(said).toContain(`T+${clock(atMs - STAGE_START_MS)}`)
      expect(said).toMatch(/(10:0\d|9:5\d) ago/)
      expect(said).not.toMatch(/\bnow\b/)
    }
    expect(heartRate?.lastValue).toBe(78)
    // The trend reads the same moment, and its line of words has the same numbers.
    const trend = page.getByRole('region', { name: 'Trend' })
    await expect.poll(() => words(trend)).toContain(`T+${clock(atMs - STAGE_START_MS)}`)
    await expect.poll(() => words(trend)).toContain(String(heartRate?.lastValue))
    const dim = await trend.locator('[data-dim]').boundingBox()
    const box = await trend.boundingBox()
    if (dim === null || box === null) throw new Error('nothing is dimmed')
    // 8 of 18 minutes are behind the cursor: what is dimmed begins left of the middle and reaches the end of the lanes.
    expect(dim.x).toBeLessThan(box.x + box.width / 2 + 40)
    expect(dim.x + dim.width).toBeGreaterThan(box.x + box.width * 0.9)
    // The log dims what came later, and leaves none of it out.
    const log = page.getByRole('region', { name: 'Log of this session' })
    expect(await words(log)).toContain('later dimmed')
    expect(await seriousOf(page)).toEqual([])
  })

  test('[EE9] live numbers go on moving on the bar, which cannot be scrolled away, while the tiles stand still', async () => {
    await lookBackTenMinutes()
    await expect.poll(() => words(bar())).toContain(`HR${70 + Math.floor(since() / MINUTE)}`)
    const ago = /\d+:\d\d ago/
    const then = async () => (await words(tile('heartRate'))).replace(ago, '')
    await expect.poll(then).toContain('78')
    const before = await then()
    await goOn(20, () => ({ heartRate: 97, spo2: 99 }))
    await expect.poll(() => words(bar())).toContain('HR97')
    expect(await words(bar())).toContain('SpO₂99')
    await expect.poll(async () => (await momentOf()).agoMs).toBeGreaterThan(10 * MINUTE + 15 * SECOND)
    expect(await then()).toBe(before)
    for (const [width, height] of [
      [1280, 800],
      [768, 1024],
    ] as const) {
      await page.setViewportSize({ width, height })
      expect(await isInSight(bar())).toBe(true)
      await scrollAll(page)
      expect(await isInSight(bar())).toBe(true)
      expect(await isInSight(page.getByRole('button', { name: /Back to live/ }))).toBe(true)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name: /Back to live/ }).click()
    await expect.poll(() => words(tile('heartRate'))).toContain('97')
    expect(await past().count()).toBe(0)
  })

  test('[EE9] an alarm that comes meanwhile stands there with its words, and is acknowledged there; the pump log acts on now', async () => {
    const atMs = await lookBackTenMinutes()
    expect(await page.getByText('SBP 186 ≥ 180').count()).toBe(0)
    stage.clock.move(2 * SECOND)
    await bedside.say({ ...shownAt(since()), cuff: [186, 104] })
    const alarms = page.getByRole('region', { name: 'Alarms' })
    const alarm = alarms.getByText('SBP 186 ≥ 180', { exact: true })
    await alarm.waitFor()
    expect(await isInSight(alarm)).toBe(true)
    expect(await isInSight(alarms.getByText('!!!', { exact: true }))).toBe(true)
    await expect.poll(() => words(bar())).toContain('186/104')
    // The past knows nothing of it.
    expect(await words(tile('bloodPressure'))).not.toContain('186')
    await alarms
      .locator('li')
      .filter({ hasText: 'SBP 186 ≥ 180' })
      .getByRole('button', { name: 'Acknowledge' })
      .click()
    await page
      .getByText(new RegExp(`acknowledged by ${NURSE}`, 'i'))
      .first()
      .waitFor()
    const acknowledged = await plainFold(stage, sessionStream(sessionId), stage.clock.nowMs())
    expect(acknowledged.alarms['bpHigh']?.acknowledged?.by).toBe(NURSE)

    const pump = page.getByRole('region', { name: /Pump log/ })
    expect(await words(pump)).toContain('LIVE')
    await pump.getByRole('button', { name: /paused/i }).click()
    await expect
      .poll(
        async () => (await plainFold(stage, sessionStream(sessionId), stage.clock.nowMs())).infusion.phase,
      )
      .toBe('paused')
    const { rates } = (await plainFold(stage, sessionStream(sessionId), stage.clock.nowMs())).infusion
    expect(rates.at(-1)?.atMs).toBe(stage.clock.nowMs())
    // None of this has moved the moment looked at.
    expect(await words(tile('heartRate'))).toContain(`T+${clock(atMs - STAGE_START_MS)}`)
    await page.getByRole('button', { name: /Back to live/ }).click()
    await expect.poll(() => words(tile('bloodPressure'))).toContain('186/104')
  })

  test('[EE9] a moment is chosen on the trend too; keys go on from there, and Escape returns', async () => {
    const trend = page.getByRole('region', { name: 'Trend' })
    const box = await trend.boundingBox()
    if (box === null) throw new Error('there is no trend')
    await page.mouse.click(box.x + box.width / 4, box.y + box.height / 2)
    await page.getByRole('button', { name: 'Look back here' }).click()
    await past().first().waitFor()
    await expect.poll(async () => (await momentOf()).atMs).not.toBeNaN()
    const here = (await momentOf()).atMs
    // A quarter of the width is about seven minutes of the forty that are drawn.
    expect(here).toBeLessThan(stage.clock.nowMs() - 5 * MINUTE)
    expect(here).toBeGreaterThan(STAGE_START_MS + 5 * MINUTE)
    const state = await plainFold(stage, sessionStream(sessionId), here + 999)
    expect(await words(tile('heartRate'))).toContain(String(state.signals.heartRate?.lastValue))
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('ArrowLeft')
    await expect.poll(async () => (await momentOf()).atMs).toBe(here - 10 * SECOND)
    await page.keyboard.press('Escape')
    await bar().waitFor({ state: 'hidden' })
  })

  test('[EE9] a minute without input brings the screen back by itself; a touch begins it anew', async () => {
    await page.mouse.move(5, 5)
    await lookBackTenMinutes()
    // The hub is heard all the while: records come, and with them the page sees what its own clock says.
    const pass = async (seconds: number): Promise<void> => {
      for (let passed = 0; passed < seconds; passed += 4) {
        await leap(4 * SECOND)
        await goOn(2, () => ({ heartRate: 60 + (passed % 40), spo2: 97 }))
        if (!(await isLive()))
          await expect
            .poll(() => words(bar().or(tile('heartRate')).first()))
            .toContain(`${60 + (passed % 40)}`)
      }
    }
    await pass(40)
    expect(await isLive()).toBe(false)
    expect(await words(bar())).toMatch(/follows again in 0:(20|1\d|0\d)/)
    await page.keyboard.press('Shift')
    await pass(40)
    expect(await isLive()).toBe(false)
    await pass(24)
    await bar().waitFor({ state: 'hidden', timeout: 20_000 })
    expect(await past().count()).toBe(0)
    expect(await page.getByText(/Chairside is not watching/).count()).toBe(0)
  })

  test('[UI118] an alarm that comes while a question stands is neither covered nor dimmed, and its button works', async () => {
    await lookBackTenMinutes()
    await page.getByRole('button', { name: /^Close session/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await goOn(20, () => ({ heartRate: 134, spo2: 97 }))
    const alarms = page.getByRole('region', { name: 'Alarms', includeHidden: true })
    const acknowledge = alarms
      .locator('li')
      .filter({ hasText: 'HR very high' })
      .getByRole('button', { name: 'Acknowledge', includeHidden: true })
    for (const part of [alarms.locator('li').getByText('HR very high').first(), acknowledge, bar()]) {
      await part.waitFor()
      // The row comes, then what stands around it makes room.
      await expect.poll(() => isInSight(part)).toBe(true)
    }
    await acknowledge.click({ timeout: 20_000 })
    await alarms
      .locator('li')
      .filter({ hasText: 'HR very high' })
      .getByText(/acknowledged by R. Osei/)
      .waitFor()
    // The question stands as it was.
    await dialog.getByRole('button', { name: 'Leave this' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await goOn(40, () => ({ heartRate: 75, spo2: 97 }))
    await page.keyboard.press('Escape')
    await bar().waitFor({ state: 'hidden' })
  })

  test('[EE9] a hub that is lost while somebody looks back is said over it', async () => {
    await lookBackTenMinutes()
    // A chair's page has its sound, and one only; nothing else here could make any.
    expect(new Set(heard)).toEqual(new Set(['new AudioContext']))
    expect(complaints).toEqual([])
    bedside.end()
    await stage.crash()
    await page
      .getByText(/Chairside is not watching/)
      .first()
      .waitFor({ timeout: 6_500 })
    expect(await isInSight(page.getByText(/Chairside is not watching/).first())).toBe(true)
  })
})
