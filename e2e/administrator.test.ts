// Proves that an administrator's first page leads on: to this screen's place, to the rules, and to the commands for the rest; and that
// what they then see is the screen's place and nothing of their own. Real browser, real hub.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FIXTURE_PASSWORD, must } from '../server/store/store-fixture.ts'
import { type Browser, createStage, NURSE, openBrowser } from './stage.ts'
import { createPerson } from './support/bedside.ts'
import { seriousOf } from './support/look.ts'
import { openScreen, says, within } from './support/screens.ts'
import { film } from './support/visit-scene.ts'

const ADMIN = 'A. Berg'
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

test('[EE63] an administrator is led to this screen’s place, alarm profiles and the command line; sees no room of their own right, and at an enrolled screen its own room alone', async () => {
  await using stage = await createStage()
  must(await stage.store.people.add({ name: ADMIN, role: 'admin', password: FIXTURE_PASSWORD }))
  const nurse = await createPerson(stage, NURSE)
  await nurse.open(stage.rooms[0]!, 'K-0417')
  await nurse.open(stage.rooms[1]!, 'K-0402')
  const screen = await openScreen(stage, browser, NURSE, { person: ADMIN, path: '/' })
  const { page, press } = screen
  await within(page, 'Administration').waitFor()
  await says(screen, 'npm run admin -- --help')
  expect(await page.getByText(/K-04/).count()).toBe(0)
  expect(await seriousOf(page)).toEqual([])
  await film(screen, 'admin-first', true)
  await page.getByRole('link', { name: 'Alarm profiles' }).press('Enter')
  await page.getByRole('heading', { name: 'Alarm profiles' }).waitFor()
  await page.goBack()
  await press('This screen’s place …')
  const dialog = page.getByRole('dialog', { name: 'This screen’s place' })
  await dialog.getByLabel('Name of this screen').fill('Tablet 1')
  await dialog.getByLabel('Place').selectOption({ label: 'Room 1' })
  await dialog.getByRole('button', { name: 'Give it this place' }).press('Enter')
  // The screen's own room, for it is enrolled; no other.
  await says(screen, 'K-0417')
  expect(await page.getByText('K-0402').count()).toBe(0)
  await film(screen, 'admin-enrolled')
  await screen.close()
})
