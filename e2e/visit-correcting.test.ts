// Proves in a browser that an act is corrected from its own line, by the time that was recorded, and that the buttons of the log at the
// chair stay where they are while an alarm comes and a side effect goes on. FILM=correcting: its pictures.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openBrowser } from './stage.ts'
import { seriousOf } from './support/look.ts'
import { says } from './support/screens.ts'
import { createTroubled } from './support/trouble.ts'
import * as acts from './support/visit-acts.ts'
import { atTheChair, createVisitScene } from './support/visit-scene.ts'
import { addPatient, openVisit, walkTo } from './support/visit-walk.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

test('[EE52] a stop is moved by two minutes from what was recorded, a quarter of an hour later; no button of the log moves meanwhile', {
  timeout: 300_000,
}, async () => {
  await using scene = await createVisitScene(browser)
  await scene.monitor(1, createTroubled(scene.stage).scenario)
  const patient = await addPatient(scene.stage, 'K-041', 'A.L. 1983')
  await scene.goOn(70)
  const walking = await openVisit(scene, 1, patient)
  await walkTo(scene, walking, 'infusing')
  const { sessionId, nurse } = walking
  const chair = await scene.screen(atTheChair(1))
  const { page, press } = chair
  await scene.goOn(240)
  const panel = acts.observe(chair)
  const places = async (): Promise<(number | undefined)[]> =>
    Promise.all(
      ['Dissociation', 'Hallucination', 'Other side effect', 'MOAA/S', 'More'].map(async (name) =>
        Math.round((await panel.getByRole('button', { name, exact: true }).boundingBox())?.y ?? -1),
      ),
    )
  const before = await places()
  await acts.sideEffect(chair, 'Nausea', 'Mild')
  await scene.picture(chair, 'going-on', true)
  expect(await places()).toEqual(before)
  await nurse.act({ sessionId, type: 'symptom', symptom: 'chestPain' } as never)
  await says(chair, /Chest pain/i)
  await scene.picture(chair, 'alarm')
  expect(await places()).toEqual(before)

  await press(page.getByRole('button', { name: /I stopped the pump/ }))
  await expect.poll(async () => (await scene.state(sessionId)).phase).toBe('recovery')
  const stoppedAtMs = (await scene.state(sessionId)).infusion.stoppedAtMs ?? 0
  await scene.goOn(13 * 60)
  await press('What happened')
  await scene.picture(chair, 'what-happened')
  await page.getByRole('listitem').filter({ hasText: 'Pump stopped' }).getByRole('button').click()
  await scene.picture(chair, 'own-act')
  await press(page.getByRole('dialog').getByRole('button', { name: 'Correct this' }))
  const dialog = page.getByRole('dialog', { name: 'Correct an entry' })
  await expect.poll(() => dialog.getByRole('radio', { checked: true }).count()).toBe(1)
  expect(await dialog.getByText(/^as recorded \d\d:\d\d:\d\d$/).count()).toBe(1)
  await dialog.getByRole('radio', { name: '2 min earlier' }).check()
  await dialog.getByLabel('Why').fill('Written down late')
  await scene.picture(chair, 'correct', true)
  expect(await seriousOf(page)).toEqual([])
  await press(dialog.getByRole('button', { name: /^Record: \d\d:\d\d:\d\d → \d\d:\d\d:\d\d$/ }))
  await dialog.waitFor({ state: 'detached' })
  await expect
    .poll(async () => (await scene.state(sessionId)).infusion.stoppedAtMs)
    .toBe(stoppedAtMs - 2 * 60_000)
})
