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
  // Its line stands at the time that is right, with what it was, by whom and why.
  const line = page.getByRole('listitem').filter({ hasText: /^T\+[\d:]+Pump stopped/ })
  await line.getByText(/^corrected \d\d:\d\d:\d\d by R\. Osei, was T\+[\d:]+: Written down late$/).waitFor()
  expect(await line.textContent()).toMatch(/recorded 2:0\d later/)
  await scene.picture(chair, 'corrected', true)
  expect(await seriousOf(page)).toEqual([])
  await press('‹ Back')

  // Taken back within its ten seconds: it stays, struck.
  await press(panel.getByRole('button', { name: 'Note', exact: true }))
  await page.getByRole('dialog').getByRole('textbox').first().fill('Of another patient')
  await acts.record(chair, /^Record/)
  await press(panel.getByRole('button', { name: /^Undo/ }))
  await expect.poll(async () => (await scene.state(sessionId)).visit.notes[0]?.void).toBe(true)
  await press('What happened')
  const struck = page.getByRole('listitem').filter({ hasText: 'Taken back: Note: Of another patient' })
  await struck.getByText(/^undone \d\d:\d\d:\d\d by R\. Osei$/).waitFor()
  expect(await struck.getByRole('button', { name: /^Correct/ }).count()).toBe(0)
})

test('[EE53] a line says that it can be pressed; a rate that is put right to an unlikely one is asked about, and what is typed into limits and a move outlives a reload', {
  timeout: 300_000,
}, async () => {
  await using scene = await createVisitScene(browser)
  await scene.monitor(1, createTroubled(scene.stage).scenario)
  const patient = await addPatient(scene.stage, 'K-041', 'A.L. 1983')
  await scene.goOn(70)
  const walking = await openVisit(scene, 1, patient)
  await walkTo(scene, walking, 'infusing')
  const { sessionId } = walking
  const chair = await scene.screen(atTheChair(1))
  const { page, press } = chair
  await scene.goOn(120)
  await acts.atRate(chair, /I changed the rate/, '45')
  await press('What happened')
  const line = page.getByRole('listitem').filter({ hasText: /Pump rate .* 45 mL/ })
  expect((await line.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  expect(await line.getByText('Correct …').isVisible()).toBe(true)
  await press(line.getByRole('button', { name: /^Correct or look at T\+/ }))
  await press(page.getByRole('dialog').getByRole('button', { name: 'Correct this' }))
  const dialog = page.getByRole('dialog', { name: 'Correct an entry' })
  await dialog.getByLabel('Rate, mL/h').fill('450')
  // Before anything is sent.
  await dialog.getByText(/450 mL\/h, where 52\.5 is planned/).waitFor()
  await dialog.getByLabel('Why').fill('Misread')
  await press(dialog.getByRole('button', { name: /^Record/ }))
  await dialog
    .getByRole('alert')
    .getByText(/read the rate off the pump again/)
    .waitFor()
  await scene.picture(chair, 'unlikely-rate')
  expect((await scene.state(sessionId)).infusion.rateMlPerHr).toBe(45)
  await dialog.getByLabel('Rate, mL/h').fill('50')
  expect(await dialog.getByRole('button', { name: 'It is right: record it' }).count()).toBe(0)
  await dialog.getByLabel('Rate, mL/h').fill('450')
  await press(dialog.getByRole('button', { name: /^Record/ }))
  await press(dialog.getByRole('button', { name: 'It is right: record it' }))
  await dialog.waitFor({ state: 'detached' })
  expect((await scene.state(sessionId)).infusion.rateMlPerHr).toBe(450)
  await press('‹ Back')

  await press('Limits …')
  const limits = page.getByRole('dialog', { name: 'This patient’s limits' })
  await limits.getByLabel('Reason').fill('Usually 150 at home')
  await page.keyboard.press('Escape')
  await press('Patient …')
  await press(page.getByRole('dialog').getByRole('button', { name: /^Re-assign/ }))
  await page.getByRole('dialog').getByLabel('How it was found out').fill('The wristband')
  await page.reload()
  // A stopped clock gives both the same time: which stands first is then not told.
  await press(
    acts
      .observe(chair)
      .getByRole('button', { name: /^Not recorded: (Limits, Another patient|Another patient, Limits)/ }),
  )
  await scene.picture(chair, 'waiting')
  await press(page.getByRole('listitem').filter({ hasText: 'Limits' }).getByRole('button', { name: 'Go on' }))
  expect(await limits.getByLabel('Reason').inputValue()).toBe('Usually 150 at home')
  expect(await limits.getByText(/not recorded/).isVisible()).toBe(true)
  expect(await seriousOf(page)).toEqual([])
  await press(limits.getByRole('button', { name: 'Empty it' }))
  await page.keyboard.press('Escape')
  await acts
    .observe(chair)
    .getByText(/^Not recorded: Another patient/)
    .waitFor()
})
