// Proves the questions and dialogs of a visit that no other browser test asks: sensors that are off, is it the same patient, a second
// dose, a patient who hardly wakes, paper, a second checker, a weight that is unlikely, limits out of bounds, an evacuation.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FIXTURE_PASSWORD } from '../server/store/store-fixture.ts'
import { nextStep } from '../simulator/visit-steps.ts'
import { type Browser, NURSE, openBrowser, PHYSICIAN } from './stage.ts'
import { createPerson } from './support/bedside.ts'
import { createKeyboard } from './support/keyboard.ts'
import { isInSight, seriousOf } from './support/look.ts'
import { type Seen, says, within } from './support/screens.ts'
import { createTroubled } from './support/trouble.ts'
import * as acts from './support/visit-acts.ts'
import {
  atTheChair,
  createVisitScene,
  OTHER_NURSE,
  PASSES,
  type VisitScene,
  WARNS,
} from './support/visit-scene.ts'
import { addPatient, openVisit, walkTo } from './support/visit-walk.ts'

const MIN = 60

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** A visit that is infusing in Room 1, and the nurse's screen at its chair. */
async function infusing(scene: VisitScene) {
  const body = createTroubled(scene.stage)
  await scene.monitor(1, body.scenario)
  const patient = await addPatient(scene.stage, 'K-041', 'A.L. 1983')
  await scene.goOn(70)
  const walking = await openVisit(scene, 1, patient)
  await walkTo(scene, walking, 'infusing')
  const chair = await scene.screen(atTheChair(1))
  await scene.goOn(5)
  return { ...walking, body, chair, code: patient.code }
}
/** What axe finds where, and a picture of it. */
function looker(scene: VisitScene) {
  const found: Record<string, string[]> = {}
  return {
    found,
    async look(seen: Seen, what: string) {
      const serious = await seriousOf(seen.page)
      if (serious.length > 0) found[what] = serious
      await scene.picture(seen, what, true)
    },
  }
}

describe('questions at the chair', { timeout: 300_000 }, () => {
  test('[EE43] [MV52] off on purpose holds for ten minutes and then alarms; back after two minutes without sensors the screen asks whether it is the same patient, and acts on both answers; adjusting holds for two', async () => {
    await using scene = await createVisitScene(browser)
    const { chair, body, sessionId, code } = await infusing(scene)
    const { found, look } = looker(scene)
    const alarms = async () =>
      Object.values((await scene.state(sessionId)).alarms).map(
        ({ alarm: { condition, priority } }) => `${condition} ${priority}`,
      )

    await chair.press('Patient …')
    await chair.press(acts.inDialog(chair, 'Off on purpose …'))
    await chair.page.getByLabel('Who is with the patient?').fill('P. Novak')
    await look(chair, 'off-on-purpose')
    await acts.record(chair, 'Sensors are off')
    body.sensorsOff(11 * MIN)
    await says(chair, /P\. Novak is with the patient/)
    await scene.goOn(9 * MIN + 45)
    expect(await alarms()).toEqual([])
    await look(chair, 'off-on-purpose-held')
    await scene.until(
      'it alarms after ten minutes',
      async () => (await alarms()).includes('offTooLong medium'),
      45,
    )
    await scene.until(
      'they are back',
      async () => (await chair.page.getByText(`Is this still ${code}?`).count()) > 0,
      90,
    )
    await look(chair, 'same-patient')
    // Four conditions alarm. Upright, too, the question is in sight, and the pump log under it.
    await chair.page.setViewportSize({ width: 768, height: 1024 })
    for (const one of [
      chair.page.getByRole('button', { name: 'Same patient' }),
      chair.page.getByRole('button', { name: 'Another patient' }),
      ...(await chair.page
        .getByRole('region', { name: /^Pump log/ })
        .getByRole('button')
        .all()),
    ])
      await expect.poll(() => isInSight(one), { message: (await one.textContent()) ?? '' }).toBe(true)
    await chair.page.setViewportSize({ width: 1280, height: 800 })
    await chair.press('Same patient')
    await chair.page.getByText(`Is this still ${code}?`).waitFor({ state: 'hidden' })
    expect(await scene.of(sessionId, 'samePatient')).toMatchObject([{ answer: 'same', by: { name: NURSE } }])

    // It alarms until a person says that they are on again, and its words stand until then.
    expect(await alarms()).toContain('offTooLong medium')
    await chair.press('Sensors are back on')
    await scene.until('nothing alarms', async () => (await alarms()).length === 0, 60)

    await chair.press('Patient …')
    await acts.record(chair, 'Adjusting 2:00')
    await says(chair, /^Adjusting sensors [12]:\d\d/)
    const adjusting = (await scene.of(sessionId, 'holding')).at(-1)
    expect((adjusting?.untilMs ?? 0) - (adjusting?.hubAtMs ?? 0)).toBe(2 * MIN * 1_000)
    body.sensorsOff(2 * MIN + 5)
    await scene.goOn(110)
    expect(await alarms()).toEqual([])
    await scene.until(
      'asked again',
      async () => (await chair.page.getByText(`Is this still ${code}?`).count()) > 0,
      60,
    )
    await chair.press('Another patient')
    await says(chair, 'Another patient is connected')
    await look(chair, 'another-patient')
    await chair.press(
      chair.page
        .getByRole('region', { name: 'To be answered' })
        .getByRole('button', { name: 'End this session …' }),
    )
    await acts.chooseOutcome(chair, 'Left before discharge', 'Another patient sat there')
    await says(chair, /NOT RECORDED/)
    expect((await scene.of(sessionId, 'samePatient')).map(({ answer }) => answer)).toEqual([
      'same',
      'different',
    ])
    expect(found).toEqual({})
  })

  test('[EE44] the same drug within five minutes asks; paper is transcribed with its own times and alarms nothing; a MOAA/S of 2 asks for help and calls it by itself', async () => {
    await using scene = await createVisitScene(browser)
    const { chair, sessionId } = await infusing(scene)
    const { found, look } = looker(scene)
    const { page, press } = chair
    const given = async () => (await scene.of(sessionId, 'medication')).length
    const again = async (): Promise<void> => {
      await press(acts.observe(chair).getByRole('button', { name: 'Drug', exact: true }))
      await page.getByRole('dialog').getByRole('radio', { name: 'Ondansetron', exact: true }).check()
      await page.getByRole('dialog').getByLabel('Dose and route').fill('4 mg IV')
      await press(acts.inDialog(chair, /^Record/))
      await acts.inDialog(chair, 'A second dose: record it').waitFor()
    }
    await acts.giveDrug(chair, 'Ondansetron', '4 mg IV')
    await scene.goOn(3 * MIN)
    await again()
    await look(chair, 'second-dose')
    await acts.record(chair, 'The same one: leave it')
    expect(await given()).toBe(1)
    await again()
    await acts.record(chair, 'A second dose: record it')
    expect(await given()).toBe(2)

    const alarms = async () => Object.keys((await scene.state(sessionId)).alarms).sort()
    const before = await alarms()
    const paperAtMs = Math.floor(scene.stage.clock.nowMs() / 60_000) * 60_000 - 60_000
    const time = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Oslo',
      hour: '2-digit',
      minute: '2-digit',
    }).format(paperAtMs)
    await press(acts.observe(chair).getByRole('button', { name: 'More', exact: true }))
    await press(acts.inDialog(chair, 'Transcribe from paper'))
    const line = (at: number) => page.getByRole('dialog').getByRole('listitem').nth(at)
    await line(0).getByLabel('Time').fill(time)
    await line(0).getByLabel('SBP').fill('206')
    await line(0).getByLabel('DBP').fill('118')
    await line(0).getByLabel('HR').fill('141')
    await press(acts.inDialog(chair, 'Another line'))
    await line(1).getByLabel('What').selectOption('note')
    await line(1).getByLabel('Time').fill(time)
    await line(1).getByLabel('Words').fill('The lights went out')
    await look(chair, 'paper')
    await acts.record(chair, 'Record 2 lines')
    await scene.goOn(5)
    expect(await alarms()).toEqual(before)
    expect(await scene.of(sessionId, 'manual')).toMatchObject([
      { fromPaper: true, measuredAtMs: paperAtMs, values: { systolic: 206, diastolic: 118, heartRate: 141 } },
    ])
    expect(await scene.of(sessionId, 'note')).toMatchObject([{ fromPaper: true, atMs: paperAtMs }])

    const help = async () => (await alarms()).length - before.length
    const asks = page.getByRole('dialog', { name: 'Call for help?' })
    await press(acts.observe(chair).getByRole('button', { name: 'MOAA/S', exact: true }))
    await press(acts.inDialog(chair, /Only after prodding/))
    await asks.getByText('HELP is called by itself').waitFor()
    await look(chair, 'call-for-help')
    await press(asks.getByRole('button', { name: 'No, I have it in hand' }))
    await asks.waitFor({ state: 'detached' })
    await scene.goOn(20)
    expect(await help()).toBe(0)
    await press(acts.observe(chair).getByRole('button', { name: 'MOAA/S', exact: true }))
    await press(acts.inDialog(chair, /Only after prodding/))
    await asks.waitFor()
    await scene.goOn(10)
    expect(await help()).toBe(0)
    await scene.goOn(6)
    await says(chair, 'EMERGENCY')
    await expect.poll(help).toBe(1)
    await scene.picture(chair, 'help-by-itself')
    expect(found).toEqual({})
  })
})

describe('before the start', { timeout: 300_000 }, () => {
  test('[EE45] [UI392] a weight more than 5 % from last time asks; a second checker signs with their own password and no other; a limit for today beyond what a physician may set is not set', async () => {
    await using scene = await createVisitScene(browser, { environment: { SECOND_CHECKER: '1' } })
    const { stage } = scene
    const { found, look } = looker(scene)
    await scene.monitor(1, WARNS)
    const patient = await addPatient(stage, 'K-041', 'A.L. 1983')
    await scene.goOn(70)
    const first = await openVisit(scene, 1, patient)
    const weighed = { item: 'weight', weightKg: 70, unit: 'kg', entered: 70 }
    await first.nurse.act({
      type: 'checkIn.answer',
      sessionId: first.sessionId,
      item: 'weight',
      detail: weighed,
    } as never)
    await first.nurse.act({
      type: 'session.end',
      sessionId: first.sessionId,
      outcome: 'notTreated',
      reason: 'Ate',
    } as never)
    await first.nurse.act({ type: 'room.giveBack', roomId: stage.rooms[0] } as never)
    const { sessionId, nurse } = await openVisit(scene, 1, patient)
    const chair = await scene.screen(atTheChair(1))
    const list = chair.page.getByRole('region', { name: 'Check-in' })
    const state = () => scene.state(sessionId)
    /** The simulated nurse's steps up to the first that is this one. */
    const stepsTo = async (is: (step: { type: string; item?: string }) => boolean): Promise<void> => {
      for (let left = 600; left > 0; left -= 1) {
        const step = nextStep(await state(), stage.clock.nowMs())
        if (step !== undefined && is(step)) return
        if (step === undefined) await scene.goOn(2)
        else await nurse.act({ sessionId, ...step } as never)
      }
      throw new Error('it did not come to that step')
    }
    await stepsTo(({ item }) => item === 'weight')
    const weight = list
      .getByRole('listitem')
      .filter({ has: chair.page.getByRole('button', { name: /(Answer|Leave) weight$/ }) })
    if ((await weight.getByRole('button', { name: 'Leave weight' }).count()) === 0)
      await chair.press(weight.getByRole('button', { name: 'Answer weight' }))
    await weight.getByLabel('Weight today').fill('80')
    await weight.getByText(/^Last time: 70 kg/).waitFor()
    await chair.press(weight.getByRole('button', { name: /^Record/ }))
    await list.getByRole('button', { name: 'Weighed again: 80 kg is right' }).waitFor()
    expect((await state()).visit.checkIn.weight).toBeUndefined()
    await look(chair, 'weight-asks')
    await chair.press(list.getByRole('button', { name: 'Weighed again: 80 kg is right' }))
    await expect
      .poll(async () => (await state()).visit.checkIn.weight?.detail)
      .toMatchObject({ weightKg: 80, confirmed: true })

    // A tap too many answers nothing else, though every second answer moves the next line's button under it.
    await stepsTo(({ item }) => item === 'rescueDrugs')
    const answers = async () => Object.keys((await state()).visit.checkIn)
    const before = await answers()
    for (const [name, undo] of [
      [/^At hand/, 'Undo rescue drugs'],
      [/^Both work/, 'Undo oxygen and suction'],
    ] as const)
      await acts.tapTwice(chair, list.getByRole('button', { name }), list.getByRole('button', { name: undo }))
    await scene.goOn(1)
    expect(await answers()).toEqual([...before, 'rescueDrugs', 'oxygenSuction'])

    await stepsTo(({ type }) => type === 'dose.set')
    const checker = list.getByRole('group', { name: /^Second checker/ })
    const sign = async (name: string, password: string): Promise<void> => {
      await checker.getByLabel('Name').fill(name)
      await checker.getByRole('textbox', { name: 'Password' }).fill(password)
      await chair.press(list.getByRole('button', { name: /^Record the dose/ }))
    }
    if ((await list.getByRole('button', { name: 'Leave the dose' }).count()) === 0)
      await chair.press(list.getByRole('button', { name: 'Answer the dose' }))
    await list.getByLabel('In, mL').fill('40')
    await list.getByLabel('Rate set on the pump, mL/h').fill('60')
    await sign(OTHER_NURSE, 'not her password')
    await says(chair, /name or password is not right\. Nothing was recorded/)
    await look(chair, 'second-checker-refused')
    await sign(NURSE, FIXTURE_PASSWORD)
    await says(chair, /another person’s, not your own/)
    expect((await state()).visit.dose).toBeUndefined()
    await sign(OTHER_NURSE, FIXTURE_PASSWORD)
    await expect.poll(async () => (await state()).visit.dose?.checkedBy).toBe(OTHER_NURSE)

    await stepsTo(({ type }) => type === 'infusion.start')
    const today = (seen: Seen) => seen.page.getByRole('region', { name: 'BP high limit for today' })
    await today(chair).getByRole('button', { name: 'Other: a physician' }).waitFor()
    expect(await today(chair).getByRole('button', { name: 'Other: a physician' }).isDisabled()).toBe(true)
    await look(chair, 'limit-today')
    const physician = await scene.screen({ person: PHYSICIAN, path: '/room/room-1' })
    await physician.press(today(physician).getByRole('button', { name: 'Other …' }))
    const set = today(physician).getByRole('button', { name: 'Set for today' })
    await today(physician).getByLabel('SBP from').fill('180')
    await today(physician).getByLabel('DBP from').fill('106')
    expect(await set.isDisabled()).toBe(true)
    await look(physician, 'limit-out-of-bounds')
    const desk = await createPerson(stage, PHYSICIAN)
    const beyond = { condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 180 }
    await expect(
      desk.act({ type: 'limits.set', sessionId, limits: [beyond], reason: 'Known' } as never),
    ).rejects.toThrow(/179/)
    expect((await state()).limits).toEqual([])
    await today(physician).getByLabel('SBP from').fill('172')
    await physician.press(set)
    await expect.poll(async () => (await state()).limits.map(({ value }) => value).sort()).toEqual([106, 172])
    expect((await state()).limitsBy?.by).toBe(PHYSICIAN)
    await today(chair).waitFor({ state: 'hidden' })
    expect(found).toEqual({})
  })
})

test('[EE46] an evacuation is called and its roll taken by keyboard, on two screens; each open session is stamped', async () => {
  await using scene = await createVisitScene(browser)
  await scene.monitor(1, PASSES)
  const { found, look } = looker(scene)
  const one = await openVisit(scene, 1, await addPatient(scene.stage, 'K-041', 'A.L. 1983'))
  const two = await openVisit(scene, 2, await addPatient(scene.stage, 'M-207', 'B.T. 1991'))
  const here = await scene.screen({ person: NURSE, path: '/evacuation' })
  const there = await scene.screen({ person: OTHER_NURSE, path: '/' })
  const keys = createKeyboard(here.page)
  await keys.press(/^Call evacuation/)
  await keys.type(/^Why, and where to meet/, 'Smoke, car park')
  await look(here, 'evacuation-call')
  // A page that was looked at for long is ahead of a clock that stood still.
  await scene.goOn(30)
  await keys.press(/^Call it now$/)
  await says(there, /called .* by R\. Osei.*Smoke, car park/)
  await there.page.getByRole('link', { name: 'Roll-call' }).click()
  await keys.press(/^Room 1: accounted for$/)
  const other = createKeyboard(there.page)
  await within(there.page, '✓ Accounted for').waitFor()
  await other.press(/^Room 2: missing$/)
  await within(here.page, '? MISSING').waitFor()
  await says(here, '1 of 2 accounted for')
  await look(here, 'roll-call')
  await scene.goOn(30)
  await other.press(/^Room 2: accounted for$/)
  await says(here, '2 of 2 accounted for')
  await keys.press(/^It is over$/)
  await says(there, 'No evacuation is on')
  for (const { sessionId } of [one, two])
    expect((await scene.of(sessionId, 'evacuation')).map(({ event, by }) => [event, by?.name])[0]).toEqual([
      'called',
      NURSE,
    ])
  expect(found).toEqual({})
})
