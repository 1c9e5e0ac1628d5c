// Proves what becomes of what a nurse types and presses while the network is gone or the tablet sleeps: nothing stands as recorded
// that is not, nothing typed is lost, the clocks run, and the return is told. A real browser, a real hub, a stepped clock.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, complaintsOf, NURSE, openBrowser } from './stage.ts'
import { createPerson } from './support/bedside.ts'
import { createCable } from './support/cable.ts'
import { says, within } from './support/screens.ts'
import * as acts from './support/visit-acts.ts'
import { atTheChair, createVisitScene, OTHER_NURSE, PASSES } from './support/visit-scene.ts'
import { addPatient, openVisit, walkTo } from './support/visit-walk.ts'
import { now, until } from './support/wait.ts'

const MIN = 60

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** A visit that is infusing, and the nurse's tablet at its chair. */
async function atInfusion() {
  const scene = await createVisitScene(browser)
  await scene.monitor(1, PASSES)
  const patient = await addPatient(scene.stage, 'K-041', 'A.L. 1983')
  await scene.goOn(70)
  const walking = await openVisit(scene, 1, patient)
  await walkTo(scene, walking, 'infusing')
  const cable = await createCable(scene.stage.port)
  const chair = await scene.screen(atTheChair(1), cable)
  await scene.goOn(30)
  return { scene, chair, cable, ...walking }
}

describe('a nurse whose network goes', { timeout: 400_000 }, () => {
  test('[EE33] what was typed stays, nothing stands as recorded that is not, the clock runs under the veil, and sent again it is recorded once, with the time it was meant', async () => {
    const { scene, chair, cable, sessionId } = await atInfusion()
    await using _scene = scene
    const { page, press } = chair
    const complaints = complaintsOf(page)
    await press(acts.observe(chair).getByRole('button', { name: 'Drug', exact: true }))
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Ondansetron', exact: true }).check()
    await dialog.getByLabel('Dose and route').fill('4 mg')
    const wasMs = scene.stage.clock.nowMs()
    cable.pull()
    // In the middle of it: the rest is typed while nobody hears.
    await dialog.getByLabel('Dose and route').fill('4 mg IV')
    await dialog.getByLabel('Note').fill('slowly')
    await dialog.getByRole('button', { name: /^Record/ }).click()
    await within(page, /Chairside is not watching/).waitFor({ timeout: 20_000 })
    await scene.picture(chair, 'lost-in-the-middle')
    await within(page, /Ondansetron 4 mg IV: no answer yet/).waitFor({ timeout: 30_000 })
    expect(await page.getByText(/^Recorded:/).count()).toBe(0)
    expect(await scene.of(sessionId, 'medication')).toEqual([])
    // Its clock goes on by itself.
    const clocks = async () => {
      const text = await page.evaluate(() => document.body.innerText)
      return [/Hub lost (\d+:\d\d)/.exec(text)?.[1], /T\+(\d\d:\d\d)/.exec(text)?.[1]]
    }
    const [lostFor, since] = await clocks()
    expect(lostFor).toBeDefined()
    await expect.poll(async () => (await clocks())[0], { timeout: 10_000 }).not.toBe(lostFor)
    await expect.poll(async () => (await clocks())[1], { timeout: 10_000 }).not.toBe(since)
    // Put away and come back to, or reloaded: it is still there.
    await page.keyboard.press('Escape')
    await scene.picture(chair, 'lost-kept')
    await page
      .getByText(/Not recorded: Drug/)
      .first()
      .waitFor()

    const other = await createPerson(scene.stage, OTHER_NURSE)
    await other.act({ type: 'note.add', sessionId, text: 'Blanket' } as never)
    await scene.goOnAlone(120)
    cable.putBack()
    await within(page, /Chairside is not watching/).waitFor({ state: 'hidden', timeout: 60_000 })
    await says(chair, /Back after/)
    await says(chair, /Blanket/)
    await scene.picture(chair, 'back')
    await press(page.getByRole('button', { name: /Not recorded: Drug/ }))
    await press(page.getByRole('button', { name: 'Go on' }))
    expect(await dialog.getByLabel('Dose and route').inputValue()).toBe('4 mg IV')
    expect(await dialog.getByLabel('Note').inputValue()).toBe('slowly')
    await scene.picture(chair, 'offered-again')
    await acts.record(chair, /^(Send again: )?Record/)
    const given = await scene.of(sessionId, 'medication')
    expect(given).toMatchObject([{ drug: 'ondansetron', dose: '4 mg IV', by: { name: NURSE } }])
    expect(Math.abs((given[0]?.atMs ?? given[0]?.hubAtMs ?? 0) - wasMs)).toBeLessThan(60_000)
    await expect.poll(() => page.getByText(/Not recorded: Drug/).count()).toBe(0)
    expect(complaints.filter((one) => !/WebSocket|ERR_/.test(one))).toEqual([])
    await cable.close()
  })

  test('[EE34] a tablet that sleeps with half a note on it: on waking it says what happened meanwhile, and the note is there, recorded nowhere', async () => {
    const { scene, chair, cable, sessionId } = await atInfusion()
    await using _scene = scene
    const { page, press } = chair
    await press(acts.observe(chair).getByRole('button', { name: 'Note', exact: true }))
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').first().fill('Asked for the window to be')
    const cdp = await page.context().newCDPSession(page)
    cable.pull()
    const asleepAtMs = now()
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' })
    const other = await createPerson(scene.stage, OTHER_NURSE)
    await other.act({ type: 'infusion.pause', sessionId } as never)
    await scene.goOnAlone(5 * MIN)
    // A page knows the wall's seconds alone: five of them without a word are a lost hub.
    await until('it has slept', () => now() - asleepAtMs > 6_000, 20_000)
    await cdp.send('Page.setWebLifecycleState', { state: 'active' })
    cable.putBack()
    await says(chair, /Back after/)
    await within(page, /Chairside is not watching/).waitFor({ state: 'hidden', timeout: 60_000 })
    await scene.picture(chair, 'woken')
    await within(page.getByRole('list', { name: 'What people did meanwhile' }), /paused/i).waitFor()
    expect(await dialog.getByRole('textbox').first().inputValue()).toBe('Asked for the window to be')
    expect((await scene.of(sessionId, 'note')).length).toBe(0)
    // A reload is the worst sleep of all.
    await page.reload()
    await press(page.getByRole('button', { name: /Not recorded: Note/ }))
    await press(page.getByRole('button', { name: 'Go on' }))
    expect(await dialog.getByRole('textbox').first().inputValue()).toBe('Asked for the window to be')
    await dialog.getByRole('textbox').first().fill('Asked for the window to be shut')
    await acts.record(chair, /^(Send again: )?Record/)
    expect(await scene.of(sessionId, 'note')).toMatchObject([
      { text: 'Asked for the window to be shut', by: { name: NURSE } },
    ])
    await cable.close()
  })
})

test('[EE41] where the last time cannot be read the chair says so, and goes on asking', async () => {
  await using scene = await createVisitScene(browser)
  await scene.monitor(1, PASSES)
  await openVisit(scene, 1, await addPatient(scene.stage, 'K-041', 'A.L. 1983'))
  const { page } = await scene.screen(atTheChair(1))
  const list = page.getByRole('region', { name: 'Check-in' })
  const card = page.getByRole('region', { name: 'Last time' })
  await list.waitFor()
  const refusal = { error: { code: 'busy', message: 'Many summaries are being worked out at this moment.' } }
  await page.route('**/last-time', (route) => route.fulfill({ status: 503, json: refusal }))
  await page.reload()
  await card.getByText('not known').waitFor()
  expect(await card.textContent()).toContain('Many summaries are being worked out')
  await page.unroute('**/last-time')
  // There was none, as the hub says by now: nothing is not shown as something that cannot be read.
  await card.waitFor({ state: 'detached', timeout: 30_000 })
  await list.waitFor()
}, 240_000)
