// Owns a suite of real screens that a test drives together: each with its own browser context, place and person; and moving
// hub time so that every page has heard it and has said again that it paints. Never sleeps for time, and never helps a page.
import type { RoomId } from '@chairside/shared/ids.ts'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { FIXTURE_PASSWORD, must } from '../../server/store/store-fixture.ts'
import type { Stage } from '../stage.ts'
import type { Bedside, Shown } from './bedside.ts'
import { signInOverHttp } from './follower.ts'
import { until } from './wait.ts'

/** A page that has not painted for 6 s of hub time is not audible: so far hub time may go without its word. */
const WITHOUT_REPORT_MS = 4_000
const STEP_MS = 2_000
/** Of the wall, for whatever a slow machine has to do. */
const PATIENCE_MS = 60_000

export type Seen = {
  readonly name: string
  readonly page: Page
  readonly context: BrowserContext
  /** It has a place of its own. */
  readonly enrolled: boolean
  /** Resolves when the page has heard hub time as it is now. */
  heard(): Promise<void>
  /** The same, and it is drawn: what stands on the page is of this time. */
  drawn(): Promise<void>
  /** Resolves when the hub has taken a report from now on in which the page says that it paints. */
  reported(): Promise<void>
  /** The same, and the page is asked to say it now: it may not have drawn yet what time it is. */
  saidSo(): Promise<void>
  /** A finger on the button. Of the name: the first one that has it. */
  press(button: string | RegExp | Locator): Promise<void>
  /** What sounds on it now: the page's own word. */
  sounding(): Promise<string | undefined>
  close(): Promise<void>
}
export type SeenOptions = {
  /** Signed in as; absent: nobody is. */
  readonly person?: string
  /** Enrolled: for this room, or with `suite` for the whole suite; absent: it has no place of its own. */
  readonly enrolledFor?: RoomId | 'suite'
  /** Of the enrolled screen. */
  readonly name?: string
  readonly path: string
  readonly size?: readonly [width: number, height: number]
  /** Where its browser believes to be, and how dates are written there; absent: the machine's. */
  readonly abroad?: { readonly locale: string; readonly timezoneId: string }
  readonly hasTouch?: boolean
  /** Its browser keeps the page for when the hub is away, as it does for people; else what is asked goes to the hub alone. */
  readonly keepsPage?: boolean
}

/** Gives a browser its place, as the enrol dialog does. @returns the screen's cookie */
export async function enrol(
  stage: Stage,
  by: string,
  name: string,
  roomId: RoomId | undefined,
): Promise<string> {
  const cookie = await signInOverHttp(stage.url, by, FIXTURE_PASSWORD)
  const response = await fetch(`${stage.url}/api/screen/enrol`, {
    method: 'POST',
    headers: { origin: stage.url, 'content-type': 'application/json', cookie },
    body: JSON.stringify({ name, ...(roomId === undefined ? {} : { roomId }) }),
  })
  if (!response.ok) throw new Error(`${name} cannot be enrolled: ${await response.text()}`)
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

type Wire = { heardMs: number; readonly asked: Set<string>; answered: number }

/** What goes over this page's connections to the hub, of every load and every reconnect. */
function tapWire(page: Page): Wire {
  const wire: Wire = { heardMs: 0, asked: new Set(), answered: 0 }
  page.on('websocket', (socket) => {
    const asked = new Set<string>()
    socket.on('framesent', ({ payload }) => {
      const report = /^42\/screens,(\d+)\["screen:state",(\{.*\})\]$/.exec(String(payload))
      if (report?.[1] !== undefined && report[2]?.includes('"painting":true')) asked.add(report[1])
    })
    socket.on('framereceived', ({ payload }) => {
      const text = String(payload)
      for (const found of text.matchAll(/"hubAtMs":(\d+)/g))
        wire.heardMs = Math.max(wire.heardMs, Number(found[1]))
      const answer = /^43\/screens,(\d+)\[/.exec(text)
      if (answer?.[1] !== undefined && asked.delete(answer[1])) wire.answered += 1
    })
  })
  return wire
}

/** How much later than this the hub's time on the page is, seconds; negative: it is earlier; undefined: none is shown. */
async function aheadOf(page: Page, atMs: number): Promise<number | undefined> {
  const text = await page.evaluate(() => document.body.textContent)
  const [, minutes, seconds] = /Hub \d\d:(\d\d):(\d\d)/.exec(text ?? '') ?? []
  if (minutes === undefined || seconds === undefined) return undefined
  // The hour is the clinic's zone's: of the two distances around the dial, the shorter one.
  const shownS = Number(minutes) * 60 + Number(seconds)
  const aheadS = (shownS - (Math.floor(atMs / 1_000) % 3_600) + 3_600) % 3_600
  return aheadS < 1_800 ? aheadS : aheadS - 3_600
}

/**
 * Has a page say now what it would say within two seconds of the wall: it does so where it is hidden or shown, and what it says is
 * its own. Two seconds for each four of hub time, and at the end of each stretch, were most of what these tests took.
 */
const saySo = (): void => {
  // At the window alone: what is at the document would take it for somebody who came, and a browser lets it sound.
  window.dispatchEvent(new Event('visibilitychange'))
}

/** @param by who gives enrolled screens their place */
export async function openScreen(
  stage: Stage,
  browser: Browser,
  by: string,
  options: SeenOptions,
): Promise<Seen> {
  const {
    person,
    enrolledFor,
    name = person ?? 'Screen',
    path,
    size = [1280, 800],
    abroad = {},
    hasTouch = false,
    keepsPage = false,
  } = options
  const context = await browser.newContext({
    viewport: { width: size[0], height: size[1] },
    hasTouch,
    serviceWorkers: keepsPage ? 'allow' : 'block',
    ...abroad,
  })
  const cookies = [
    ...(person === undefined ? [] : [await signInOverHttp(stage.url, person, FIXTURE_PASSWORD)]),
    ...(enrolledFor === undefined
      ? []
      : [await enrol(stage, by, name, enrolledFor === 'suite' ? undefined : enrolledFor)]),
  ]
  await context.addCookies(
    cookies.map((cookie) => {
      const [key = '', ...value] = cookie.split('=')
      return { name: key, value: value.join('='), url: stage.url }
    }),
  )
  const page = await context.newPage()
  const wire = tapWire(page)
  await page.goto(`${stage.url}${path}`)
  const seen: Seen = {
    name,
    page,
    context,
    enrolled: enrolledFor !== undefined,
    heard: () => {
      // A hub that was started again keeps the same clock.
      const now = stage.clock.nowMs()
      return until(
        `${name} has heard ${now}`,
        () => wire.heardMs >= now,
        PATIENCE_MS,
        () => wire.heardMs,
      )
    },
    async drawn() {
      const now = stage.clock.nowMs()
      await seen.heard()
      let aheadS = await aheadOf(page, now)
      // A page that shows no time says in its own time that it has drawn.
      if (aheadS === undefined) return seen.reported()
      await until(
        `${name} shows ${now}`,
        async () => {
          aheadS = await aheadOf(page, now)
          return aheadS === undefined || aheadS >= 0
        },
        PATIENCE_MS,
        () => `${aheadS} s`,
      )
    },
    reported: () => {
      const before = wire.answered
      return until(`${name} says that it paints`, () => wire.answered > before, PATIENCE_MS)
    },
    async saidSo() {
      const before = wire.answered
      await page.evaluate(saySo)
      await until(`${name} says that it paints`, () => wire.answered > before, PATIENCE_MS)
    },
    async press(button) {
      await (typeof button === 'string' || button instanceof RegExp
        ? page.getByRole('button', { name: button }).first()
        : button
      ).click()
    },
    sounding: () => page.evaluate(() => document.documentElement.dataset['sounding']),
    close: () => context.close(),
  }
  await seen.reported()
  return seen
}

/** "Did you hear the tone?": yes. */
export async function hearTone({ page, press }: Seen): Promise<void> {
  await press(page.locator('button[data-sound]'))
  await press('Yes, I heard it')
  await page.locator('button[data-sound="confirmed"]').waitFor({ timeout: PATIENCE_MS })
}

export type Moving = {
  readonly stage: Stage
  readonly screens: readonly Seen[]
  readonly bedsides: readonly (readonly [bedside: Bedside, shown: Shown])[]
}

/**
 * Moves hub time on. Monitors tell what they show every 2 s of it; no page is ever more than 4 s of it without having said
 * that it paints; at the end every page has drawn what time it is, and has said so.
 */
export async function goOn(seconds: number, { stage, screens, bedsides }: Moving): Promise<void> {
  let sinceMs = 0
  for (let leftMs = seconds * 1_000; leftMs > 0; ) {
    const stepMs = Math.min(STEP_MS, leftMs)
    if (sinceMs + stepMs > WITHOUT_REPORT_MS) {
      await Promise.all(screens.map((screen) => screen.saidSo()))
      sinceMs = 0
    }
    stage.clock.move(stepMs)
    leftMs -= stepMs
    sinceMs += stepMs
    for (const [bedside, shown] of bedsides) await bedside.say(shown)
  }
  await Promise.all(
    screens.map(async (screen) => {
      await screen.drawn()
      await screen.saidSo()
    }),
  )
}

/** Waits until the page sounds this; undefined: nothing. */
export const sounds = (screen: Seen, priority: string | undefined): Promise<void> => {
  let found: string | undefined
  return until(
    `${screen.name} sounds ${priority ?? 'nothing'}`,
    async () => {
      found = await screen.sounding()
      return found === priority
    },
    PATIENCE_MS,
    () => found ?? 'silence',
  )
}

/** Waits until these words stand somewhere that is seen. */
export const says = async ({ page }: Pick<Seen, 'page'>, words: string | RegExp): Promise<void> => {
  await within(page, words).waitFor({ timeout: PATIENCE_MS })
}
export const within = (place: Page | Locator, words: string | RegExp): Locator =>
  place.getByText(words).filter({ visible: true }).first()

/** A person more than the stage has. @returns the person's id */
export async function addPerson(stage: Stage, name: string, role: 'nurse' | 'physician'): Promise<string> {
  const added = must(await stage.store.people.add({ name, role, password: FIXTURE_PASSWORD }))
  return added.personId
}
