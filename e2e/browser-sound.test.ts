// Proves the sound of a chair in a real browser that blocks it: said before anything alarms, unlocked and confirmed by a person,
// heard with the place's lease, and silent when somebody acknowledges.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, createStage, NURSE, openBrowser, type Page, signIn } from './stage.ts'
import { createBedside, createPerson } from './support/bedside.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser(['--autoplay-policy=document-user-activation-required'])
})
afterAll(() => browser?.close())

const sounding = (page: Page) => page.evaluate(() => document.documentElement.dataset['sounding'])
const audio = (page: Page) => page.evaluate(() => document.documentElement.dataset['audio'])

describe('a chair in a browser that blocks sound', () => {
  test('[SO39] says so before anything alarms; a touch and an answer make it heard; a HIGH sounds until it is acknowledged', async () => {
    await using stage = await createStage()
    const bedside = await createBedside(stage, 'room-1' as never)
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    await signIn(await context.newPage(), stage.url, NURSE)
    const page = await context.newPage()
    await page.goto(`${stage.url}/room/room-1`)
    await page.getByRole('button', { name: 'Cannot sound until touched' }).waitFor()
    expect(await audio(page)).toBe('suspended')

    await page.getByRole('button', { name: 'Cannot sound until touched' }).click()
    const question = page.getByRole('dialog', { name: 'Did you hear the tone?' })
    await question.getByText('A tone of three pulses has been played on this screen.').waitFor()
    expect(await audio(page)).toBe('running')
    await question.getByRole('button', { name: 'Yes, I heard it' }).click()
    await page.getByRole('button', { name: /^Sound confirmed until \d/ }).waitFor()

    const person = await createPerson(stage, NURSE)
    const sessionId = await person.open('room-1' as never, 'K-0417')
    await person.start(sessionId)
    await bedside.say({ heartRate: 74, spo2: 97 })
    await page.getByText('K-0417').first().waitFor()
    expect(await sounding(page)).toBeUndefined()
    await bedside.say({ heartRate: 74, spo2: 97, cuff: [186, 104, 131] })
    await expect.poll(() => sounding(page), { timeout: 20_000 }).toBe('high')
    expect(await page.title()).toMatch(/^!!! BP very high · Room 1/)

    await page
      .getByRole('button', { name: /^Acknowledge/ })
      .first()
      .click()
    await expect.poll(() => sounding(page), { timeout: 20_000 }).toBeUndefined()
    await expect.poll(() => page.title()).not.toMatch(/!!!/)
    bedside.end()
    await context.close()
  })

  test('[SO31] two screens at one chair: one sounds; when the hub is gone each goes on with the HIGH it knew', async () => {
    await using stage = await createStage()
    const bedside = await createBedside(stage, 'room-1' as never)
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    await signIn(await context.newPage(), stage.url, NURSE)
    const open = async () => {
      const page = await context.newPage()
      await page.goto(`${stage.url}/room/room-1`)
      await page.getByRole('button', { name: /^Cannot sound/ }).click()
      await page.getByRole('button', { name: 'Yes, I heard it' }).click()
      return page
    }
    const [one, other] = [await open(), await open()]
    const person = await createPerson(stage, NURSE)
    const sessionId = await person.open('room-1' as never, 'K-0417')
    await person.start(sessionId)
    await bedside.say({ heartRate: 74, spo2: 97 })
    await bedside.say({ heartRate: 74, spo2: 97, cuff: [186, 104, 131] })
    const both = async () =>
      [await sounding(one), await sounding(other)].filter((found) => found === 'high').length
    await expect.poll(both, { timeout: 20_000 }).toBe(1)
    await one.waitForTimeout(1_500)
    expect(await both()).toBe(1)

    bedside.end()
    await stage.crash()
    await expect.poll(both, { timeout: 20_000 }).toBe(2)
    await context.close()
  })
})
