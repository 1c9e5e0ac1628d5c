// Owns a person who has only a keyboard: Tab until the wanted thing has the focus, then a key. It knows a thing by its accessible
// name alone, as somebody who hears the page does; it never clicks and never sets a value from outside.
import type { Page } from 'playwright-core'
import { until } from './wait.ts'

/** More than any page here has, so that whoever cannot be reached is found out. */
const MOST_TABS = 160

type Focused = { readonly name: string; readonly role: string }
const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement)) return { name: '', role: '' }
    const labels =
      'labels' in element
        ? [...((element as HTMLInputElement).labels ?? [])].map((one) => one.textContent)
        : []
    const by = (element.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
    const said = [element.getAttribute('aria-label') ?? '', ...labels, ...by, element.textContent ?? '']
    const name = said.find((one) => (one ?? '').trim() !== '') ?? ''
    return {
      name: name.replace(/\s+/g, ' ').trim(),
      role:
        element.tagName.toLowerCase() === 'input'
          ? (element as HTMLInputElement).type
          : element.tagName.toLowerCase(),
    }
  })

/** Escape in the dialog that stands open: it is gone when this is over, and what lies under it can be looked at. */
export async function escapeDialog(page: Page): Promise<void> {
  const dialogs = page.getByRole('dialog')
  await dialogs.last().waitFor()
  const before = await dialogs.count()
  await page.keyboard.press('Escape')
  await until('the dialog is gone', async () => (await dialogs.count()) < before, 30_000)
}

export type Keyboard = {
  /** Goes on from where the focus is. */
  to(name: RegExp): Promise<void>
  press(name: RegExp): Promise<void>
  type(name: RegExp, text: string): Promise<void>
  /** One of several, by the arrow keys of its group. */
  choose(name: RegExp): Promise<void>
}

export function createKeyboard(page: Page): Keyboard {
  const { keyboard } = page
  const to = async (name: RegExp): Promise<void> => {
    const passed: string[] = []
    for (let tabs = 0; tabs <= MOST_TABS; tabs += 1) {
      const now = await focused(page)
      if (name.test(now.name)) return
      passed.push(now.name.slice(0, 40))
      await keyboard.press('Tab')
    }
    throw new Error(`The keyboard does not reach ${name}: ${[...new Set(passed)].join(' | ')}`)
  }
  return {
    to,
    async press(name) {
      await to(name)
      await keyboard.press('Enter')
    },
    async type(name, text) {
      await to(name)
      await keyboard.press('ControlOrMeta+a')
      await keyboard.type(text)
    },
    async choose(name) {
      for (let keys = 0; keys < MOST_TABS; keys += 1) {
        const now = await focused(page)
        if (name.test(now.name)) {
          await keyboard.press('Space')
          return
        }
        await keyboard.press(now.role === 'radio' ? 'ArrowDown' : 'Tab')
      }
      throw new Error(`The keyboard does not choose ${name}`)
    },
  }
}
