// Proves that a visit can be walked by the keyboard alone, from check-in to the stop, and that what assistive technology is told of
// each of its pages and dialogs is right (axe). A real browser, a real hub, a stepped clock.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, NURSE, openBrowser, PHYSICIAN } from './stage.ts'
import { createKeyboard } from './support/keyboard.ts'
import { seriousOf } from './support/look.ts'
import { says } from './support/screens.ts'
import * as acts from './support/visit-acts.ts'
import { atTheChair, createVisitScene, PASSES } from './support/visit-scene.ts'
import { addPatient, openVisit, walkTo } from './support/visit-walk.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe('without a mouse', { timeout: 500_000 }, () => {
  test('[EE39] check-in, baseline, gate, start, a side effect and the stop by the keyboard alone', async () => {
    await using scene = await createVisitScene(browser)
    await scene.monitor(1, PASSES)
    const patient = await addPatient(scene.stage, 'K-041', 'A.L. 1983')
    await scene.goOn(70)
    const { sessionId } = await openVisit(scene, 1, patient)
    const chair = await scene.screen(atTheChair(1))
    const { page } = chair
    await says(chair, patient.code)
    const keys = createKeyboard(page)
    const answered = (item: string) =>
      expect
        .poll(async () => (await scene.state(sessionId)).visit.checkIn[item as never] !== undefined, {
          message: item,
        })
        .toBe(true)
    await keys.press(/^Name$/)
    await keys.press(/^Birth date$/)
    await keys.type(/^Patient code/, patient.code)
    await page.keyboard.press('Enter')
    await answered('identity')
    await keys.press(/^Consent is given/)
    await answered('consent')
    await keys.press(/^I have read the order/)
    await answered('order')
    await keys.type(/^Weight today/, '70')
    await page.keyboard.press('Enter')
    await answered('weight')
    for (const [name, item] of [
      [/^None of the three/, 'exclusions'],
      [/\(alarm profile\)$/, 'profile'],
      [/^At hand/, 'rescueDrugs'],
      [/^Both work/, 'oxygenSuction'],
      [/^They are on/, 'bedsideAlarms'],
      [/^Left forearm/, 'ivSite'],
      [/^Right arm.*\(cuff\)/, 'cuffArm'],
      [/^Left hand.*\(probe\)/, 'probeHand'],
    ] as const) {
      await keys.press(name)
      await answered(item)
    }
    await keys.type(/^In, mL/, '35')
    await keys.type(/^Rate set on the pump/, '52.5')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await scene.state(sessionId)).visit.dose?.pumpRateMlPerHr).toBe(52.5)
    await keys.press(/^To baseline/)
    await expect.poll(async () => (await scene.state(sessionId)).phase).toBe('baseline')
    for (let reading = 1; reading <= 3; reading += 1) {
      if ((await page.getByRole('button', { name: /^Confirm the gate: ready to start/ }).count()) > 0) break
      if (reading > 1) await scene.goOn(62)
      const before = (await scene.of(sessionId, 'bloodPressure')).length
      await keys.press(/^Take (a reading|another)$/)
      await scene.until(
        `reading ${reading}`,
        async () => (await scene.of(sessionId, 'bloodPressure')).length > before,
        90,
      )
      await page.waitForTimeout(200)
    }
    await keys.press(/^Confirm the gate: ready to start/)
    await expect.poll(async () => (await scene.state(sessionId)).visit.gate?.outcome).toBe('pass')
    await keys.press(/^I started/)
    await keys.type(/^Rate set on the pump/, '52.5')
    await keys.press(/^Record: started/)
    await expect.poll(async () => (await scene.state(sessionId)).phase).toBe('infusing')
    await scene.goOn(60)
    await keys.press(/^Nausea$/)
    await keys.press(/^Mild$/)
    await expect.poll(async () => (await scene.state(sessionId)).visit.sideEffects.length).toBe(1)
    await keys.press(/^Nausea ended$/)
    await expect
      .poll(async () => (await scene.state(sessionId)).visit.sideEffects[0]?.endedAtMs !== undefined)
      .toBe(true)
    await keys.press(/^I stopped/)
    await expect.poll(async () => (await scene.state(sessionId)).phase).toBe('recovery')
    expect((await scene.of(sessionId, 'infusion')).map(({ by }) => by?.name)).toEqual([NURSE, NURSE])
  })

  test('[EE40] axe finds nothing serious on any page of a visit, nor in any of its dialogs', async () => {
    await using scene = await createVisitScene(browser)
    await scene.monitor(1, PASSES)
    const patient = await addPatient(scene.stage, 'K-041', 'A.L. 1983')
    await scene.goOn(70)
    const walking = await openVisit(scene, 1, patient)
    await walkTo(scene, walking, 'infusing')
    const chair = await scene.screen(atTheChair(1))
    const { page } = chair
    await scene.goOn(20)
    const found: Record<string, string[]> = {}
    const look = async (what: string): Promise<void> => {
      const serious = await seriousOf(page)
      if (serious.length > 0) found[what] = serious
      await scene.picture(chair, `axe-${what.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`)
    }
    const dialog = async (what: string, opens: () => Promise<void>): Promise<void> => {
      await opens()
      await page.getByRole('dialog').waitFor()
      await look(what)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    const observed = (name: string) => () =>
      chair.press(acts.observe(chair).getByRole('button', { name, exact: true }))
    for (const name of ['Dissociation', 'Other side effect', 'Drug', 'Oxygen', 'MOAA/S', 'Note', 'More'])
      await dialog(name, observed(name))
    for (const name of [
      'Values by hand',
      'Nausea, 0–10',
      'CADSS',
      'Modified Aldrete',
      'Correct an entry',
      'Transcribe from paper',
      'Waste and drug account',
      'End this session …',
    ])
      await dialog(name, async () => {
        await observed('More')()
        await chair.press(acts.inDialog(chair, name))
      })
    await dialog('a new rate', () => chair.press(/I changed the rate/))
    for (const name of ['Off on purpose …', 'Another monitor …', 'Move patient …', 'Re-assign …'])
      await dialog(name, async () => {
        await chair.press('Patient …')
        await chair.press(acts.inDialog(chair, name))
      })
    for (const name of ['Limits …', 'Chair …', 'Hand over …']) await dialog(name, () => chair.press(name))
    for (const path of ['/today', '/patients', `/patients/${patient.code}`, '/evacuation']) {
      await page.goto(`${scene.stage.url}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForTimeout(500)
      await look(path)
    }
    await page.goto(`${scene.stage.url}/patients`)
    await dialog('a new patient', () => chair.press('New patient'))
    await page.goto(`${scene.stage.url}/patients/${patient.code}`)
    for (const name of [
      'Change label …',
      'Erase label …',
      'New course',
      'Change plan …',
      'Schedule',
      'Record a score',
    ])
      await dialog(name, () => chair.press(name))
    expect(found).toEqual({})
    const physician = await scene.screen({ person: PHYSICIAN, path: `/patients/${patient.code}` })
    await physician.press('Sign another order')
    await physician.page.getByRole('dialog').waitFor()
    expect(await seriousOf(physician.page)).toEqual([])
    await scene.picture(physician, 'axe-order', true)
  })
})
