// Proves an early discharge on the screens after oxygen was stamped at HELP: what the list waits for is said before it is signed, and
// in the summary. A real browser, a real hub, a stepped clock.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openBrowser, PHYSICIAN } from './stage.ts'
import { says } from './support/screens.ts'
import * as acts from './support/visit-acts.ts'
import { atTheChair, createVisitScene, PASSES } from './support/visit-scene.ts'
import { addPatient, openVisit, walkTo } from './support/visit-walk.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

test('[UI396] [UI395] [SU47] after oxygen at HELP: recovery asks for it; a physician discharges early, and reads what is not met', {
  timeout: 400_000,
}, async () => {
  await using scene = await createVisitScene(browser)
  await scene.monitor(1, PASSES)
  const patient = await addPatient(scene.stage, 'K-041', 'A.L. 1983')
  await scene.goOn(70)
  const walking = await openVisit(scene, 1, patient)
  await walkTo(scene, walking, 'infusing')
  await scene.goOn(60)
  const { sessionId } = walking
  const chair = await scene.screen(atTheChair(1))
  await chair.press('HELP')
  await says(chair, 'EMERGENCY')
  await chair.press(/^O₂ /)
  await scene.goOn(2)
  await chair.press(/I stopped the pump/)
  await walking.nurse.act({ type: 'phase.set', sessionId, phase: 'recovery' } as never)
  await scene.goOn(5)
  await acts
    .recovery(chair)
    .getByText(/Oxygen was stamped at HELP, T\+\d\d:\d\d: record that it is off/)
    .waitFor()
  await scene.picture(chair, 'stamped', true)
  await chair.press(acts.observe(chair).getByRole('button', { name: 'Oxygen', exact: true }))
  const dialog = chair.page.getByRole('dialog')
  await dialog.getByText(/^Oxygen was stamped at HELP, .*Record what is given/).waitFor()
  await scene.picture(chair, 'oxygen')
  await chair.page.keyboard.press('Escape')
  await scene.goOn(600)

  const physician = await scene.screen({ person: PHYSICIAN, path: '/room/room-1' })
  await physician.press('End session …')
  const end = physician.page.getByRole('dialog')
  await end.getByText(/^First press “Ready to leave”/).waitFor()
  await end.getByRole('radio', { name: 'Discharged early' }).check()
  const list = end.getByText(/^The discharge list still waits for: 60 min since the end \(10 of 60\), /)
  await list.waitFor()
  expect(await list.textContent()).toContain('SpO₂ on air (oxygen stamped at HELP)')
  await scene.picture(physician, 'end-early', true)
  await acts.chooseOutcome(physician, 'Discharged early', 'Settled, escort here.')
  await scene.goOn(2)
  await physician.page.goto(`${scene.stage.url}/sessions/${sessionId}/summary`)
  // On the sheet a line is cut into the rows that it takes.
  const sheet = physician.page.getByRole('article')
  await sheet
    .getByText(/^Not met: 60 min since the end \(10 of 60\)/)
    .first()
    .waitFor()
  await sheet
    .getByText(/oxygen, stamped at HELP · /)
    .first()
    .waitFor()
  await scene.picture(physician, 'summary')
})
