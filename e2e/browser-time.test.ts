// Proves that times read right where clocks are hardest: over midnight, and over the end of summer time in the clinic's zone,
// on the list, the axis, the read-out, the log and the bar. The browser itself lives in another zone.
import { type RoomId, type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, createStage, NURSE, openBrowser, type Page, type Stage, signIn } from './stage.ts'
import { type Bedside, createBedside, createPerson } from './support/bedside.ts'
import { plainFold } from './support/look.ts'

const MINUTE = 60_000
/** Oslo is two hours ahead of UTC until 2026-10-25T01:00Z, one hour from then on: 03:00 CEST is 02:00 CET. */
const at = (utc: string): number => Date.parse(`2026-10-${utc}:00Z`)
const CHANGE = at('25T01:00')

let browser: Browser
let stage: Stage
let page: Page
let bedsides: readonly Bedside[]
let overnight: SessionId
let changed: SessionId
let unstarted: SessionId

const words = async (of: { textContent(): Promise<string | null> }): Promise<string> =>
  ((await of.textContent()) ?? '').replace(/\s+/g, ' ')
const trend = () => page.getByRole('region', { name: 'Trend' })
const slider = () => page.getByRole('slider', { name: 'Moment of the recording' })

/** Hub time goes on to a moment; every monitor shows something every 20 s. */
async function until(atMs: number): Promise<void> {
  while (stage.clock.nowMs() < atMs) {
    stage.clock.move(Math.min(20_000, atMs - stage.clock.nowMs()))
    for (const bedside of bedsides) await bedside.say({ heartRate: 72, spo2: 97 })
  }
}

async function stand(sessionId: SessionId, atMs: number): Promise<void> {
  const path = `/replay/${sessionId}`
  if (new URL(page.url()).pathname !== path) {
    await page.goto(`${stage.url}${path}`)
    await page.getByRole('button', { name: 'Export' }).waitFor()
  }
  await slider().fill(String(atMs))
  await expect.poll(() => slider().inputValue()).toBe(String(atMs))
}
/** What stands for the moment above the numbers, the trend's own line, and what the slider says. */
async function read(): Promise<{ moment: string; readOut: string; spoken: string }> {
  return {
    moment: await words(page.getByTestId('moment').locator('..')),
    readOut: await words(trend().locator('[data-moment]')),
    spoken: (await slider().getAttribute('aria-valuetext')) ?? '',
  }
}

beforeAll(async () => {
  browser = await openBrowser()
  stage = await createStage({
    startMs: at('24T21:30'),
    rooms: ['Room 1', 'Room 2', 'Room 3'],
    environment: { CLINIC_ZONE: 'Europe/Oslo' },
  })
  const [one, two, three] = stage.rooms as [RoomId, RoomId, RoomId]
  const nurse = await createPerson(stage, NURSE)
  const [first, second, third] = (await Promise.all(
    [one, two, three].map((room, index) =>
      createBedside(stage, room, { everyMs: 20_000, name: `Monitor ${index + 1}` }),
    ),
  )) as [Bedside, Bedside, Bedside]
  bedsides = [first]
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    timezoneId: 'America/New_York',
  })
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await signIn(page, stage.url, NURSE)

  await until(at('24T21:40'))
  overnight = await nurse.open(one, 'K-2340')
  await until(at('24T22:10'))
  await nurse.start(overnight)
  await until(at('24T22:30'))
  // The chair itself, while it is live: asserted in a test of its own from what is kept here.
  await page.goto(`${stage.url}/room/${one}`)
  await page.getByRole('button', { name: /Look back/ }).waitFor()
  for (let minute = 0; minute < 35; minute += 1) await page.keyboard.press('Shift+ArrowLeft')
  await page
    .getByText(/^LOOKING BACK/)
    .first()
    .waitFor()
  chair = { tile: await words(page.locator('[data-quantity="heartRate"]')), trend: await words(trend()) }
  await nurse.close(overnight)

  bedsides = [second, third]
  await until(at('25T00:20'))
  changed = await nurse.open(two, 'K-0220')
  unstarted = await nurse.open(three, 'K-0221')
  await until(at('25T00:40'))
  await nurse.start(changed)
  await until(at('25T01:40'))
  await nurse.close(changed)
  await nurse.close(unstarted)
  bedsides = [first, second, third]
  // By hub time nobody has touched the screen for over an hour.
  await signIn(page, stage.url, NURSE)
})
afterAll(async () => {
  for (const bedside of bedsides ?? []) bedside.end()
  await browser?.close()
  await stage?.[Symbol.asyncDispose]()
})
let chair = { tile: '', trend: '' }

describe('a session across midnight', () => {
  test('[EE11] a moment looked back at on the other side of midnight names its day, on the tile and in the read-out', () => {
    expect(chair.tile).toMatch(/LOOKING BACK · 24 Oct 23:5[45]:\d\d/)
    expect(chair.trend).toMatch(/24 Oct 23:5[45]:\d\d/)
  })

  test('[EE11] its line in the list names both days, and the days of the filter are the clinic’s', async () => {
    await page.goto(`${stage.url}/sessions`)
    const row = page.getByRole('link', { name: /^When .*K-2340/ })
    await row.waitFor()
    expect(await words(row)).toContain('24 Oct 2026 23:40–00:30 (25 Oct)')
    expect(await words(row)).toContain('50:00')
    const listed = async (): Promise<string[]> =>
      (
        await page
          .getByRole('list', { name: /Sessions/ })
          .getByRole('link', { name: /^When / })
          .allTextContents()
      ).map((line) => /K-\d+/.exec(line)?.[0] ?? '')
    await page.getByLabel('From').fill('2026-10-25')
    await page.getByLabel('To', { exact: true }).fill('2026-10-25')
    // Both were opened in one millisecond of the hand-moved clock: either may stand first.
    await expect.poll(async () => (await listed()).toSorted()).toEqual(['K-0220', 'K-0221'])
    await page.getByLabel('From').fill('2026-10-24')
    await page.getByLabel('To', { exact: true }).fill('2026-10-24')
    await expect.poll(listed).toEqual(['K-2340'])
  })

  test('[EE11] axis and read-out say the day with every clock time, and T+ from the start on', async () => {
    await stand(overnight, at('24T21:55'))
    expect(await read()).toMatchObject({
      moment: '24 Oct 23:55:00',
      readOut: expect.stringContaining('24 Oct 23:55:00'),
      spoken: '24 Oct 23:55:00',
    })
    // The first tick of each day names it.
    const axis = await words(trend())
    expect(axis).toContain('24 Oct 23:40')
    expect(axis).toMatch(/25 Oct 00:0\d/)
    expect(axis).toMatch(/T\+(05|10):00/)
    await stand(overnight, at('24T22:05'))
    expect((await read()).moment).toBe('25 Oct 00:05:00')
    await stand(overnight, at('24T22:15'))
    expect(await read()).toMatchObject({
      moment: 'T+05:0025 Oct 00:15:00',
      spoken: 'T+05:00, 25 Oct 00:15:00',
    })
    expect(await words(page.getByRole('banner'))).toContain('24 Oct 2026, 23:40')
  })
})

describe('a session over the end of summer time', () => {
  test('[EE11] its line in the list does not make an hour and twenty minutes out of two clock times', async () => {
    await page.goto(`${stage.url}/sessions`)
    const row = page.getByRole('link', { name: /^When .*K-0220/ })
    await row.waitFor()
    expect(await words(row)).toMatch(/25 Oct 2026 02:20 CEST–02:40 CET/)
    expect(await words(row)).toContain('1:20:00')
  })

  test('[EE11] half past two is there twice, and each says which', async () => {
    await stand(unstarted, CHANGE - 30 * MINUTE)
    expect(await read()).toMatchObject({
      moment: '02:30:00 CEST',
      readOut: expect.stringContaining('02:30:00 CEST'),
    })
    await stand(unstarted, CHANGE + 30 * MINUTE)
    expect(await read()).toMatchObject({
      moment: '02:30:00 CET',
      readOut: expect.stringContaining('02:30:00 CET'),
    })
    const axis = await words(trend())
    expect(axis).toContain('02:30 CEST')
    expect(axis).toContain('02:30 CET')
    await stand(unstarted, CHANGE)
    expect((await read()).moment).toBe('02:00:00 CET')
    await stand(unstarted, CHANGE - 1_000)
    expect((await read()).moment).toBe('02:59:59 CEST')
  })

  test('[EE11] T+ goes on through the change, and its numbers are those of that moment', async () => {
    await stand(changed, CHANGE - MINUTE)
    expect((await read()).spoken).toBe('T+19:00, 02:59:00 CEST')
    await stand(changed, CHANGE + MINUTE)
    expect((await read()).spoken).toBe('T+21:00, 02:01:00 CET')
    await stand(changed, CHANGE + 30 * MINUTE)
    expect(await read()).toMatchObject({ moment: 'T+50:0002:30:00 CET', spoken: 'T+50:00, 02:30:00 CET' })
    const state = await plainFold(stage, sessionStream(changed), CHANGE + 30 * MINUTE)
    expect(state.infusion.startedAtMs).toBe(CHANGE - 20 * MINUTE)
    expect(await words(page.getByLabel('Values at this moment'))).toContain(
      `HR${state.signals.heartRate?.lastValue}`,
    )
    await page.reload()
    await page.goto(`${stage.url}/replay/${changed}?t=2026-10-25T02:30:00%2B01:00`)
    await expect.poll(() => slider().inputValue()).toBe(String(CHANGE + 30 * MINUTE))
    await page.goto(`${stage.url}/replay/${unstarted}?t=2026-10-25T02:30:00%2B02:00`)
    await expect.poll(() => slider().inputValue()).toBe(String(CHANGE - 30 * MINUTE))
  })
})
