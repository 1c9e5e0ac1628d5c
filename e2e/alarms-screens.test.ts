// Proves that in every state of an alarm what is needed stands on the glass: without scrolling, at three sizes, nothing on top
// of it. The pictures of the same walk are for people to look at (`npm run screenshots -- alarms`).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openBrowser } from './stage.ts'
import { type Look, walkAlarms } from './support/alarm-walk.ts'
import { isInSight } from './support/look.ts'
import type { Seen } from './support/screens.ts'

const SIZES = [
  [1280, 800],
  [1920, 1080],
  [768, 1024],
] as const

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser(['--autoplay-policy=no-user-gesture-required'])
})
afterAll(() => browser?.close())

/** What is missing on the glass of a chair, in words. */
async function missingAt({ page }: Seen): Promise<string[]> {
  const wanted = [
    page.getByRole('button', { name: /^HELP/ }),
    page.getByRole('button', { name: 'Symptom' }),
    ...(await page.getByRole('region', { name: 'Alarms', exact: true }).getByRole('button').all()),
    ...(await page
      .getByRole('region', { name: /^Pump log/ })
      .getByRole('button')
      .all()),
    page.getByRole('region', { name: 'Heart rate' }),
    page.getByRole('region', { name: 'Blood pressure' }),
    page.getByRole('region', { name: 'SpO₂' }),
    page.getByRole('region', { name: 'My rooms' }),
  ]
  const missing: string[] = []
  for (const one of wanted)
    if (!(await isInSight(one.first()))) missing.push((await one.first().textContent()) ?? 'nothing')
  return missing
}

test('[EE24] in each state of an alarm HELP, what can be done about it, the pump log, the three numbers and My rooms are in sight at 1280×800, 1920×1080 and 768×1024', {
  timeout: 280_000,
}, async () => {
  const faults: string[] = []
  const look: Look = async (state, screens) => {
    for (const screen of screens.filter(({ name }) => name === 'Chair 1')) {
      if (state.endsWith('dialog')) continue
      for (const [width, height] of SIZES) {
        await screen.page.setViewportSize({ width, height })
        for (const one of await missingAt(screen)) faults.push(`${state} ${width}×${height}: ${one}`)
      }
      await screen.page.setViewportSize({ width: 1280, height: 800 })
    }
  }
  await walkAlarms(browser, look, false)
  expect(faults).toEqual([])
})
