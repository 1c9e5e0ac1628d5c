// Proves replay in a real browser: from the list to any moment of a closed session, by pointer, by keys and by link; the
// numbers are the plain fold's, REPLAY is always in sight, and nothing sounds.
import { type SessionId, sessionStream } from '@chairside/shared/ids.ts'
import { decodeLine } from '@chairside/shared/record/line.ts'
import type { RecordOf } from '@chairside/shared/record/record.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FIXTURE_PASSWORD, must } from '../server/store/store-fixture.ts'
import {
  type Browser,
  type BrowserContext,
  complaintsOf,
  createStage,
  NURSE,
  openBrowser,
  type Page,
  QA,
  STAGE_START_MS,
  type Stage,
} from './stage.ts'
import {
  type Bedside,
  createBedside,
  createPerson,
  type PersonAtDoor,
  type Shown,
} from './support/bedside.ts'
import { isInSight, listenFor, plainFold, scrollAll, seriousOf, signInAs } from './support/look.ts'

const SECOND = 1_000
const MINUTE = 60_000
const LENGTH = 24 * MINUTE
const STARTED_AT = STAGE_START_MS + MINUTE
const ADMIN = 'M. Falk'

/**
 * Heart rate climbs a beat every 20 s; alarms at about 4, 8, 12 and 18 minutes. No screen is at the chair and none can be heard,
 * which alarms at 6 and 10 s; from 6 to 18 minutes no cuff reading comes, which is overdue at 1.5 and 2 cycles.
 */
function shownAt(sinceMs: number): Shown {
  const minute = sinceMs / MINUTE
  const fast = minute >= 8 && minute < 9.5
  const low = minute >= 12 && minute < 13
  const cuffs: Readonly<Record<number, readonly [number, number]>> = {
    2: [128, 78],
    4: [184, 104],
    6: [138, 84],
    18: [203, 118],
    20: [141, 86],
  }
  const cuff = cuffs[minute]
  return {
    heartRate: fast ? 121 : 62 + Math.floor(sinceMs / (20 * SECOND)),
    spo2: low ? 86 : 96 + (Math.floor(minute) % 3),
    ...(cuff === undefined ? {} : { cuff }),
  }
}

let browser: Browser
let stage: Stage
let context: BrowserContext
let page: Page
let heard: readonly string[]
let complaints: string[]
let nurse: PersonAtDoor
let bedside: Bedside
let other: Bedside
let closed: SessionId
let open: SessionId

const pill = (at: Page) => at.getByText(/^(⟲ )?REPLAY$/).first()
const slider = () => page.getByRole('slider', { name: 'Moment of the recording' })
const atMs = async (): Promise<number> => Number(await slider().inputValue())
const moment = async (): Promise<string> => (await page.getByTestId('moment').textContent()) ?? ''
const values = async (): Promise<string> =>
  ((await page.getByLabel('Values at this moment').textContent()) ?? '').replace(/\s+/g, ' ')
const minutesOf = (ms: number): string =>
  [Math.floor(ms / MINUTE), Math.floor((ms % MINUTE) / SECOND)]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
/** Of the clinic, which is an hour ahead of UTC in November. */
const clockOf = (atMs: number): string => new Date(atMs + 60 * MINUTE).toISOString().slice(11, 19)

type AlarmRecord = RecordOf<'alarm'> & { readonly hubAtMs: number }

/** The alarms of the closed session as the log has them: each time one was raised, and each time it rose. */
async function bursts(...transitions: readonly AlarmRecord['transition'][]): Promise<readonly AlarmRecord[]> {
  const stream = sessionStream(closed)
  const lines = await stage.log.read(stream, 1, (await stage.log.head(stream))?.head ?? 0)
  return lines.flatMap((line) => {
    const decoded = decodeLine(line)
    if (!decoded.ok) throw new Error(decoded.error.message)
    const record = decoded.value
    return record.kind === 'alarm' && transitions.includes(record.transition) ? [record as AlarmRecord] : []
  })
}

const replayOf = (sessionId: string, t?: string): string =>
  `${stage.url}/replay/${sessionId}${t === undefined ? '' : `?t=${encodeURIComponent(t)}`}`
const opened = async (): Promise<void> => {
  await page.getByLabel('Values at this moment').waitFor()
  await page.getByRole('button', { name: 'Export' }).waitFor()
}

beforeAll(async () => {
  browser = await openBrowser()
  stage = await createStage()
  nurse = await createPerson(stage, NURSE)
  must(await stage.store.people.add({ name: ADMIN, role: 'admin', password: FIXTURE_PASSWORD }))
  const [first, second] = stage.rooms
  if (first === undefined || second === undefined) throw new Error('the stage has two rooms')
  bedside = await createBedside(stage, first)
  other = await createBedside(stage, second, { name: 'Other monitor' })
  await bedside.say(shownAt(0))
  await other.say({ heartRate: 70, spo2: 98 })
  closed = await nurse.open(first, 'K-0417')
  open = await nurse.open(second, 'K-0418')
  await bedside.run(MINUTE, shownAt)
  await nurse.start(closed)
  await bedside.run(LENGTH - MINUTE, (sinceMs) => shownAt(sinceMs + MINUTE))
  await nurse.close(closed)
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  heard = await listenFor(context)
  page = await context.newPage()
  complaints = complaintsOf(page)
  await signInAs(page, stage.url, QA)
})
afterAll(async () => {
  bedside?.end()
  other?.end()
  await browser?.close()
  await stage?.[Symbol.asyncDispose]()
})

describe('the replay of a closed session', () => {
  test('[EE10] is opened from the list, which names its peaks and alarms; list and replay have nothing axe calls serious', async () => {
    await page.goto(`${stage.url}/sessions`)
    const row = page.getByRole('link', { name: /^When .*K-0417/ })
    await row.waitFor()
    const words = ((await row.textContent()) ?? '').replace(/\s+/g, ' ')
    expect(words).toContain('203/118')
    expect(words).toContain('24:00')
    expect(words).toContain('86 %')
    expect(words).toMatch(/[3-9] high priority/)
    expect(words).toContain('SIMULATED')
    // Staff of quality see what is closed, and are not told of what is open.
    expect(await page.getByRole('link', { name: /K-0418/ }).count()).toBe(0)
    expect(await seriousOf(page)).toEqual([])
    await row.click()
    await opened()
    expect(new URL(page.url()).pathname).toBe(`/replay/${closed}`)
    await expect.poll(() => page.getByRole('heading', { name: /K-0417 · Room 1/ }).count()).toBe(1)
    expect(await seriousOf(page)).toEqual([])
  })

  test('[EE10] shows at every moment the numbers that the plain fold of the log has there', async () => {
    await page.goto(replayOf(closed))
    await opened()
    const fromMs = Number(await slider().getAttribute('min'))
    const toMs = Number(await slider().getAttribute('max'))
    expect(toMs - fromMs).toBe(LENGTH)
    for (let step = 1; step <= 12; step += 1) {
      const target = fromMs + Math.round((LENGTH * step) / 12) - 317 * step
      await slider().fill(String(target))
      await expect.poll(atMs).toBe(target)
      const state = await plainFold(stage, sessionStream(closed), target)
      const { heartRate, spo2 } = state.signals
      await expect.poll(values).toContain(`HR${heartRate?.lastValue}`)
      const said = await values()
      expect(said).toContain(`SpO₂${spo2?.lastValue}`)
      const { last } = state.cuff
      expect(said).toContain(last === undefined ? 'BP––' : `BP${last.systolic}/${last.diastolic}`)
      expect(await moment()).toBe(
        target < STARTED_AT ? clockOf(target) : `T+${minutesOf(target - STARTED_AT)}`,
      )
    }
  })

  test('[EE10] plays at 16×, and stands still where it is paused', async () => {
    await page.goto(replayOf(closed))
    await opened()
    await page.getByRole('button', { name: '16×' }).click()
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await expect.poll(atMs).toBeGreaterThan(STAGE_START_MS + 3 * SECOND)
    const sample = () =>
      slider().evaluate((input) => [performance.now(), Number((input as HTMLInputElement).value)] as const)
    const [fromMono, from] = await sample()
    await expect.poll(atMs, { timeout: 10_000 }).toBeGreaterThan(from + 16 * 1_500)
    const [toMono, to] = await sample()
    const pace = (to - from) / (toMono - fromMono)
    expect(pace).toBeGreaterThan(14)
    expect(pace).toBeLessThan(18)
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    const stood = await atMs()
    const shown = await values()
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
    expect([await atMs(), await values()]).toEqual([stood, shown])
    const state = await plainFold(stage, sessionStream(closed), stood)
    expect(shown).toContain(`HR${state.signals.heartRate?.lastValue}`)
    // What comes after is dimmed, and said to be later, in both lists.
    expect(await page.getByText('Dimmed: after the cursor').count()).toBe(1)
    const later = (await bursts('raised')).filter(({ hubAtMs }) => hubAtMs > stood)
    expect(later.length).toBeGreaterThan(4)
    await expect.poll(() => page.getByText('Later than this moment.').count()).toBe(later.length)
  })

  test('[EE10] goes from alarm to alarm, by buttons and by keys; each is shown as it was recorded', async () => {
    const recorded = await bursts('raised', 'rose')
    expect(recorded.map(({ condition, level }) => `${condition} ${level}`)).toEqual([
      'noChairScreen medium',
      'noAudibleScreen medium',
      'bpHigh veryHigh',
      'hrHigh high',
      'spo2Low low',
      'cuffOverdue low',
      'cuffOverdue medium',
      'hrHigh high',
      'bpHigh extreme',
      'hrHigh veryHigh',
    ])
    await page.goto(replayOf(closed))
    await opened()
    const next = page.getByRole('button', { name: 'Next alarm' })
    const stops: number[] = []
    for (const { alarmId, hubAtMs } of recorded) {
      await next.click()
      await expect.poll(atMs).toBeGreaterThan(stops.at(-1) ?? 0)
      const here = await atMs()
      stops.push(here)
      // It lands within the second in which the alarm was first on a screen.
      expect(here).toBeGreaterThanOrEqual(hubAtMs)
      expect(here - hubAtMs).toBeLessThan(SECOND)
      const state = await plainFold(stage, sessionStream(closed), here)
      expect(Object.values(state.alarms).map(({ alarm }) => alarm.alarmId)).toContain(alarmId)
      const current = page.getByLabel('Alarms as recorded').locator('[aria-current="true"]')
      await expect.poll(() => current.count()).toBe(Object.keys(state.alarms).length)
    }
    await expect.poll(() => next.isDisabled()).toBe(true)
    // The other way by keys: to the end of the recording, then back through the same moments.
    await page.keyboard.press('End')
    for (const stop of stops.toReversed()) {
      await page.keyboard.press('Shift+A')
      await expect.poll(atMs).toBe(stop)
    }
    await page.keyboard.press('a')
    await expect.poll(atMs).toBe(stops[1])
    await page.getByRole('button', { name: 'Previous alarm' }).click()
    await expect.poll(atMs).toBe(stops[0])
  })

  test('[EE10] a link leads to its moment; one beyond either end, or unreadable, says what is shown instead', async () => {
    const target = STAGE_START_MS + 8 * MINUTE + 40 * SECOND
    for (const t of [
      String(target - STAGE_START_MS),
      new Date(target).toISOString(),
      '2025-11-24T17:08:40+01:00',
    ]) {
      await page.goto(replayOf(closed, t))
      await opened()
      await expect.poll(atMs).toBe(target)
      expect(await moment()).toBe('T+07:40')
      await expect.poll(values).toContain('HR121')
    }
    const end = STAGE_START_MS + LENGTH
    for (const [t, words, stands] of [
      [String(LENGTH + MINUTE), 'after this recording ends. Shown is its end.', end],
      ['2025-11-24T15:00:00Z', 'before this recording begins. Shown is its beginning.', STAGE_START_MS],
      ['yesterday', 'cannot be read. Shown is the beginning', STAGE_START_MS],
    ] as const) {
      await page.goto(replayOf(closed, t))
      await opened()
      await page.getByText(words).waitFor()
      await expect.poll(atMs).toBe(stands)
    }
  })

  test('[EE10] the link that is copied leads back, through the sign-in too', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(replayOf(closed, String(9 * MINUTE)))
    await opened()
    await expect.poll(atMs).toBe(STAGE_START_MS + 9 * MINUTE)
    await page.keyboard.press('c')
    await page.getByText('Link to this moment copied').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    const stranger = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const first = await stranger.newPage()
    await first.goto(link)
    await first.getByLabel('Name').fill(NURSE)
    await first.getByRole('textbox', { name: 'Password' }).fill(FIXTURE_PASSWORD)
    await first.getByRole('button', { name: 'Sign in', exact: true }).click()
    await first.getByTestId('moment').waitFor()
    await expect.poll(() => first.getByTestId('moment').textContent()).toBe('T+08:00')
    await stranger.close()
  })

  test('[EE10] what one may not see, what does not exist and what is still open is said in a sentence, under REPLAY', async () => {
    const says = async (at: Page, sessionId: string, title: string, words: RegExp): Promise<void> => {
      await at.goto(replayOf(sessionId))
      await at.getByRole('heading', { name: title }).waitFor()
      expect((await at.getByRole('alert').allTextContents()).join(' ')).toMatch(words)
      expect(await at.getByRole('link', { name: 'All sessions' }).count()).toBeGreaterThan(0)
      expect(await isInSight(pill(at))).toBe(true)
      expect(await at.getByLabel('Values at this moment').count()).toBe(0)
    }
    await says(page, 'nobody', 'There is no such session', /Check the address/)
    await says(page, open, 'You may not see this session', /still open.*once it is closed/)
    for (const [name, title, words] of [
      [NURSE, 'This session is still open', /still open in Room 2.*look back on the room/],
      [ADMIN, 'You may not see this session', /Your role does not see sessions/],
    ] as const) {
      const theirs = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const at = await theirs.newPage()
      await signInAs(at, stage.url, name)
      await says(at, name === ADMIN ? closed : open, title, words)
      await theirs.close()
    }
  })

  test('[EE10] REPLAY is in sight at every size, at every moment, however far is scrolled', async () => {
    for (const [width, height] of [
      [1280, 800],
      [768, 1024],
    ] as const) {
      await page.setViewportSize({ width, height })
      await page.goto(replayOf(closed, String(12.5 * MINUTE)))
      await opened()
      expect(await isInSight(pill(page))).toBe(true)
      await scrollAll(page)
      expect(await isInSight(pill(page))).toBe(true)
      await page.keyboard.press('End')
      await page.keyboard.press('PageDown')
      expect(await isInSight(pill(page))).toBe(true)
      expect(await page.getByText('No alarm sounds in replay').first().isVisible()).toBe(true)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  test('[EE10] by keyboard alone: from the list to a moment, its keys explained, and back', async () => {
    await page.goto(`${stage.url}/sessions`)
    await page.getByRole('link', { name: /^When .*K-0417/ }).waitFor()
    const onRow = () =>
      page.evaluate(() => /K-0417/.test(document.activeElement?.closest('a')?.textContent ?? ''))
    for (let presses = 0; presses < 40 && !(await onRow()); presses += 1) await page.keyboard.press('Tab')
    expect(await onRow()).toBe(true)
    await page.keyboard.press('Enter')
    await opened()
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Previous, next event').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('Home')
    await expect.poll(atMs).toBe(STAGE_START_MS)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(atMs).toBe(STAGE_START_MS + 11 * SECOND)
    await page.keyboard.press('ArrowLeft')
    await expect.poll(atMs).toBe(STAGE_START_MS + 10 * SECOND)
    await page.keyboard.press('e')
    await expect.poll(atMs).toBeGreaterThan(STAGE_START_MS + 10 * SECOND)
    // The focus is not on the list any more, so the space bar is the page's.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    // A speed that was just chosen has the focus, and no use for the space bar.
    const half = page.getByRole('button', { name: '0.5×', exact: true })
    await half.focus()
    await page.keyboard.press('Space')
    await expect.poll(() => half.getAttribute('aria-pressed')).toBe('true')
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
    await page.keyboard.press('End')
    await expect.poll(atMs).toBe(STAGE_START_MS + LENGTH)
  })

  test('[EE10] nothing in all of this could have sounded', async () => {
    expect(heard).toEqual([])
    expect(complaints.filter((words) => !/status of 40[34]/.test(words))).toEqual([])
    // The ear is not deaf.
    await page.evaluate(() => {
      new AudioContext()
      void document
        .createElement('audio')
        .play()
        .catch(() => undefined)
    })
    await expect.poll(() => heard).toEqual(['new AudioContext', '<audio>', 'play()'])
  })
})
