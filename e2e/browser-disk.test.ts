// Proves that a disk that fills is said on every screen before it covers the numbers, and that both end by themselves.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, createStage, NURSE, openBrowser, signIn } from './stage.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
})

test('[UI44] a disk that fills is said on every screen, a log that cannot be written covers the numbers, and both end by themselves', async () => {
  await using stage = await createStage()
  const page = await browser.newPage()
  await signIn(page, stage.url, NURSE)
  await page.goto(`${stage.url}/room/room-1`)
  await page
    .getByText(/NOT RECORDED/)
    .first()
    .waitFor()

  stage.log.setDisk({ state: 'warn', freeBytes: 1_900_000_000 })
  await page.getByText('The hub’s disk is getting full', { exact: false }).waitFor()

  stage.log.setDisk({ state: 'noNewSessions', freeBytes: 400_000_000 })
  await page.getByText('no new session can be opened', { exact: false }).first().waitFor()
  await page.getByLabel(/patient code/i).fill('K-0417')
  await page.getByRole('button', { name: 'Open session' }).click()
  await page
    .getByText(/disk is nearly full/)
    .nth(1)
    .waitFor()
  expect(stage.hub.registry.openActors()).toEqual([])

  stage.log.setDisk({ state: 'failed', freeBytes: 0, reserve: 'used' })
  await page.getByText('HUB CANNOT RECORD', { exact: false }).first().waitFor()

  stage.log.setDisk({ state: 'ok', freeBytes: 9_000_000_000 })
  await page.getByText('HUB CANNOT RECORD', { exact: false }).first().waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Open session' }).click()
  await page.getByText('K-0417').first().waitFor()
  await page.close()
})
