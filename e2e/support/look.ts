// Owns what the browser tests of replay and looking back look at a page with: its moment, what axe finds, what would sound.
// Never changes what a page does.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import type { StreamId } from '@chairside/shared/ids.ts'
import { decodeLine } from '@chairside/shared/record/line.ts'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { FIXTURE_PASSWORD } from '../../server/store/store-fixture.ts'
import type { Stage } from '../stage.ts'

/** Every committed line of a stream, folded up to a moment and no further: what is true then, worked out the plain way. */
export async function plainFold(stage: Stage, stream: StreamId, atMs: number): Promise<SessionState> {
  const head = (await stage.log.head(stream))?.head ?? 0
  let state = emptySession
  for (const line of await stage.log.read(stream, 1, head)) {
    const decoded = decodeLine(line)
    if (!decoded.ok) throw new Error(decoded.error.message)
    if (decoded.value.hubAtMs > atMs) break
    state = foldSession(state, decoded.value)
  }
  return state
}

/** axe-core as its Playwright builder has it. The builder itself brings it anew, and opens a page of its own, at each look. */
const AXE = readFileSync(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve(
    'axe-core/axe.min.js',
  ),
  'utf8',
)
type Found = { id: string; impact?: string; nodes: { html: string }[] }
type Axe = { run(of: Document, options: object): Promise<{ violations: Found[] }> }

/** What axe calls serious or critical, by every rule that it has on by itself. */
export async function seriousOf(page: Page): Promise<string[]> {
  if (page.frames().length > 1) throw new Error('a frame, which is not looked into')
  // A menu that has just been chosen from is emptied a moment before it is gone.
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role="menu"]')].every((menu) => menu.querySelector('[role="menuitem"]')),
  )
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: Axe }
    const found = await axe.run(document, { resultTypes: ['violations'] })
    return found.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.map(({ html }) => html),
    }))
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((html) => html.slice(0, 160)).join(' | ')}`)
}

/** Notes everything that could make a sound in any page of this context, before the page's own code runs. */
export async function listenFor(context: BrowserContext): Promise<readonly string[]> {
  const heard: string[] = []
  await context.exposeFunction('chairsideHeard', (what: string) => void heard.push(what))
  await context.addInitScript(() => {
    const hear = (what: string): void => {
      void (window as unknown as { chairsideHeard(what: string): unknown }).chairsideHeard(what)
    }
    for (const name of ['AudioContext', 'OfflineAudioContext', 'webkitAudioContext', 'Audio'] as const) {
      const holder = window as unknown as Record<string, unknown>
      const own = holder[name]
      if (typeof own !== 'function') continue
      holder[name] = new Proxy(own, {
        construct(target, args, as) {
          hear(`new ${name}`)
          return Reflect.construct(target, args, as)
        },
      })
    }
    const wrap = (holder: object, method: string, what: string): void => {
      const own = (holder as Record<string, (...args: unknown[]) => unknown>)[method]
      if (own === undefined) return
      Object.defineProperty(holder, method, {
        configurable: true,
        writable: true,
        value(this: unknown, ...args: unknown[]) {
          hear(what)
          return own.apply(this, args)
        },
      })
    }
    wrap(HTMLMediaElement.prototype, 'play', 'play()')
    if ('speechSynthesis' in window) wrap(Object.getPrototypeOf(window.speechSynthesis), 'speak', 'speak()')
    wrap(Navigator.prototype, 'vibrate', 'vibrate()')
    const create = document.createElement.bind(document)
    document.createElement = ((name: string, options?: ElementCreationOptions) => {
      if (/^(audio|video)$/i.test(name)) hear(`<${name}>`)
      return create(name, options)
    }) as typeof document.createElement
  })
  return heard
}

/** Whether something lies wholly in what is seen of the page, on top of everything else there. */
export const isInSight = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
    if (width === 0 || height === 0) return false
    if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) return false
    const onTop = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    return onTop !== null && (element.contains(onTop) || onTop.contains(element))
  })

/** Tries to scroll everything that can be scrolled, to its end. */
export const scrollAll = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const element of [document.scrollingElement, ...document.querySelectorAll('*')])
      if (element !== null && element.scrollHeight > element.clientHeight) element.scrollTop = 1_000_000
  })

/** Signs in through the page, wherever it leads this person. */
export async function signInAs(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Name').fill(name)
  await page.getByRole('textbox', { name: 'Password' }).fill(FIXTURE_PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'))
}
