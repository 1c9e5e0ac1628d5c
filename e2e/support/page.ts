// Owns a real browser page on a hub, and a watch inside it that notes when words come and go, by the page's own clock,
// so that a slow test cannot make a screen look slow. Never changes what the page does.
import { type Browser, chromium, type Page } from 'playwright-core'
import { BROWSER_ARGS, ensureBrowser } from '../browser.ts'
import { ensureClient } from './client-build.ts'
import { until } from './wait.ts'

export async function launchBrowser(): Promise<Browser> {
  ensureClient()
  const browser = ensureBrowser()
  if ('problem' in browser) throw new Error(browser.problem)
  return chromium.launch({ executablePath: browser.path, args: [...BROWSER_ARGS] })
}

/** A page of a signed-in person. @param cookie `name=value` of the sign-in */
export async function openPage(browser: Browser, url: string, path: string, cookie: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url }])
  const page = await context.newPage()
  await page.goto(`${url}${path}`)
  return page
}

/** Names of places on the page, each with a CSS selector whose text is watched; `selector@name`: that attribute. */
export type Watched = Readonly<Record<string, string>>
export type Sighting = {
  /** Wall time (Date.now of this machine) at which it was first so. */
  readonly atMs: number
  /** What stands at each place; absent: there is no such place on the page now. */
  readonly texts: Readonly<Partial<Record<string, string>>>
}

declare global {
  interface Window {
    chairsideSightings?: Sighting[]
  }
}

/** Begins to note every change of these places. */
export const watchPage = (page: Page, watched: Watched): Promise<void> =>
  page.evaluate((places) => {
    const sightings: Sighting[] = []
    window.chairsideSightings = sightings
    let last = ''
    const look = (): void => {
      const texts: Record<string, string> = {}
      for (const [name, selector] of Object.entries(places)) {
        const [path = '', attribute] = selector.split('@')
        const element = document.querySelector(path)
        if (element === null) continue
        texts[name] =
          attribute === undefined ? (element.textContent ?? '') : (element.getAttribute(attribute) ?? '')
      }
      const now = JSON.stringify(texts)
      if (now === last) return
      last = now
      sightings.push({ atMs: Date.now(), texts })
    }
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    })
    look()
  }, watched)

/** Everything noted so far, oldest first. */
export const sightingsOf = (page: Page): Promise<Sighting[]> =>
  page.evaluate(() => window.chairsideSightings ?? [])

/**
 * The first moment at or after `afterMs` (Date.now) at which the page was so; waits for it.
 * @param withinMs wall time to wait; what the page itself was late by is for the caller to judge
 */
export async function sighted(
  page: Page,
  what: string,
  afterMs: number,
  is: (texts: Sighting['texts']) => boolean,
  withinMs: number,
): Promise<Sighting> {
  let found: Sighting | undefined
  let last: Sighting | undefined
  await until(
    `the page shows ${what}`,
    async () => {
      const all = await sightingsOf(page)
      last = all.at(-1)
      const before = all.findLast(({ atMs }) => atMs <= afterMs)
      const since = [
        // What stood there at `afterMs` counts from then.
        ...(before === undefined ? [] : [{ ...before, atMs: afterMs }]),
        ...all.filter(({ atMs }) => atMs > afterMs),
      ]
      found = since.find(({ texts }) => is(texts))
      return found !== undefined
    },
    withinMs,
    () => last,
  )
  return found as Sighting
}
