// Proves that what goes wrong with people and things is put right on the screens, and that the record is right afterwards: the wrong
// patient, another monitor, another room, a patient who walks out, an emergency. A real browser, a real hub, a stepped clock.
import { roomNow } from '@chairside/shared/visit/place.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, NURSE, openBrowser, PHYSICIAN } from './stage.ts'
import { foldOf } from './support/log-proofs.ts'
import { seriousOf } from './support/look.ts'
import { says, within } from './support/screens.ts'
import * as acts from './support/visit-acts.ts'
import { atTheChair, createVisitScene, PASSES, type VisitScene } from './support/visit-scene.ts'
import { addPatient, openVisit, type Walking, walkTo } from './support/visit-walk.ts'

const MIN = 60

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** A visit that is infusing in Room 1, since a minute. */
async function infusing(scene: VisitScene): Promise<Walking & { readonly code: string }> {
  await scene.monitor(1, PASSES)
  const patient = await addPatient(scene.stage, 'K-041', 'A.L. 1983')
  await scene.goOn(70)
  const walking = await openVisit(scene, 1, patient)
  await walkTo(scene, walking, 'infusing')
  await scene.goOn(MIN)
  return { ...walking, code: patient.code }
}
/** What was recorded is the same file as before, with more at its end; and it replays. */
async function unedited(scene: VisitScene, { sessionId }: Walking, before: readonly string[]): Promise<void> {
  const lines = await scene.lines(sessionId)
  expect(lines.slice(0, before.length)).toEqual(before)
  const state = await scene.state(sessionId)
  expect(foldOf(lines)).toEqual(state)
  if (state.closed !== undefined) expect(await scene.export(sessionId)).toEqual(lines)
}

describe('what goes wrong', { timeout: 400_000 }, () => {
  test('[EE35] the wrong patient is found at T+10: the nurse asks, a physician confirms, and nothing that was recorded is edited', async () => {
    await using scene = await createVisitScene(browser)
    const walking = await infusing(scene)
    const { sessionId, code } = walking
    const right = await addPatient(scene.stage, 'M-207', 'B.T. 1991')
    await scene.goOn(9 * MIN)
    const before = await scene.lines(sessionId)
    const chair = await scene.screen(atTheChair(1))
    await chair.press('Patient …')
    await scene.picture(chair, 'patient-sensors-room', true)
    expect(await seriousOf(chair.page)).toEqual([])
    await chair.press(acts.inDialog(chair, 'Re-assign …'))
    await chair.page.getByLabel('The right patient’s code').fill(right.code)
    await chair.page.getByLabel('How it was found out').fill('The card says another code')
    expect(await seriousOf(chair.page)).toEqual([])
    await acts.record(chair, 'Ask a physician')
    await says(chair, new RegExp(`Not ${code}, but ${right.code}`))
    await scene.picture(chair, 'reassign-asked', true)
    // A nurse does not confirm it.
    expect(await chair.page.getByRole('button', { name: /^Confirm/ }).count()).toBe(0)
    const physician = await scene.screen({ person: PHYSICIAN, path: '/room/room-1' })
    await scene.picture(physician, 'reassign-to-confirm')
    await physician.press(`Confirm: it is ${right.code}`)
    await chair.page.getByText(`Not ${code}, but`).waitFor({ state: 'hidden' })
    await chair.page.getByTitle(new RegExp(`Patient code ${right.code}; was opened as ${code}`)).waitFor()
    await scene.picture(chair, 'reassigned')

    expect(await scene.of(sessionId, 'reassignment')).toMatchObject([
      { event: 'asked', fromCode: code, toCode: right.code, by: { name: NURSE } },
      { event: 'confirmed', fromCode: code, toCode: right.code, by: { name: PHYSICIAN } },
    ])
    const state = await scene.state(sessionId)
    expect(state.visit.patientCode).toBe(right.code)
    expect(state.opened?.patientCode).toBe(code)
    await unedited(scene, walking, before)
    // Both records say so: the right one's, where it was recorded before; the wrong one's, that it is not theirs.
    const { page } = physician
    const stood = `Recorded under ${code} from \\d\\d:\\d\\d to \\d\\d:\\d\\d, then given to ${right.code} \\(asked by ${NURSE}, confirmed by ${PHYSICIAN}\\)`
    await page.goto(`${scene.stage.url}/patients/${right.code}`)
    await within(page, right.code).waitFor()
    await within(page, new RegExp(`Session 1 of 6 · open now.*${stood}`)).waitFor()
    await within(page, /1 of 6 sessions recorded/).waitFor()
    await scene.picture(physician, 'reassigned-page-right')
    await page.goto(`${scene.stage.url}/patients/${code}`)
    const notTheirs = new RegExp(`Session 1, .*: not this patient’s\\. ${stood}`)
    await within(page, notTheirs).waitFor()
    await within(page, /0 of 6 sessions recorded/).waitFor()
    expect(await page.getByText(/Session 1 of 6/).count()).toBe(0)
    await scene.picture(physician, 'reassigned-page-wrong', true)
    expect(await seriousOf(page)).toEqual([])
    // By the keyboard to the session that it is.
    const link = page.getByRole('link', { name: `The session of ${right.code}, open in Room 1` })
    await link.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/room\/room-1/)
    const wrong = (await scene.stage.store.visits.courses.ofPatient(code))[0]
    await page.goto(`${scene.stage.url}/courses/${wrong?.courseId}`)
    await within(page, notTheirs).waitFor()
    await within(page, 'Nothing has been infused yet').waitFor()
    await scene.picture(physician, 'reassigned-course-wrong', true)
    expect(await seriousOf(page)).toEqual([])
    await page.goto(`${scene.stage.url}/sessions`)
    await page.getByLabel('Patient code').fill(code)
    await within(page, new RegExp(`${right.code}.*Not ${code}’s\\. ${stood}`)).waitFor()
    await scene.picture(physician, 'reassigned-list', true)
    expect(await seriousOf(page)).toEqual([])
  })

  test('[EE36] a monitor is exchanged and then the patient goes to another room: the session goes on with what is measured there, and with nothing of what stayed behind', async () => {
    await using scene = await createVisitScene(browser)
    const walking = await infusing(scene)
    const { sessionId } = walking
    await scene.monitor(2, { ...PASSES, name: 'slower', patient: { ...PASSES.patient, heartRate: [58, 58] } })
    await scene.monitor(3, { ...PASSES, name: 'faster', patient: { ...PASSES.patient, heartRate: [92, 92] } })
    await scene.goOn(5)
    const chair = await scene.screen(atTheChair(1))
    await chair.press('Patient …')
    await chair.press(acts.inDialog(chair, 'Another monitor …'))
    await chair.page.getByRole('radio', { name: /^Monitor 2/ }).check()
    await scene.picture(chair, 'another-monitor')
    expect(await seriousOf(chair.page)).toEqual([])
    await acts.record(chair, 'Exchange')
    await scene.goOn(20)
    await scene.picture(chair, 'monitor-exchanged')
    const [swapped] = await scene.of(sessionId, 'monitorSwapped')
    expect(swapped).toMatchObject({ inName: 'Monitor 2', outName: 'Monitor 1', by: { name: NURSE } })
    const since = (await scene.of(sessionId, 'vitals')).filter(({ seq }) => seq > (swapped?.seq ?? 0))
    expect(since.length).toBeGreaterThan(10)
    expect(new Set(since.map(({ origin }) => origin.deviceId))).toEqual(new Set([swapped?.inDeviceId]))
    expect((await scene.state(sessionId)).signals.heartRate?.lastValue).toBeLessThan(66)

    await chair.press('Patient …')
    await chair.press(acts.inDialog(chair, 'Move patient …'))
    await chair.page.getByRole('radio', { name: /^Room 3/ }).check()
    await scene.picture(chair, 'move-patient')
    expect(await seriousOf(chair.page)).toEqual([])
    await acts.record(chair, 'Move to Room 3')
    await scene.goOn(20)
    await scene.picture(chair, 'moved-away')
    const there = await scene.screen(atTheChair(3))
    await says(there, walking.code)
    await says(there, 'Infusing')
    await scene.picture(there, 'moved-here')
    const [moved] = await scene.of(sessionId, 'moved')
    expect(moved).toMatchObject({ toRoomName: 'Room 3', by: { name: NURSE } })
    const state = await scene.state(sessionId)
    expect(roomNow(state)).toBe('room-3')
    expect(state.infusion.phase).toBe('infusing')
    expect(state.signals.heartRate?.lastValue).toBeGreaterThan(84)
    await unedited(scene, walking, [])
  })

  test('[EE37] a patient who walks out: left, with the reason, with what is still open in the record, and the room is free', async () => {
    await using scene = await createVisitScene(browser)
    const walking = await infusing(scene)
    const { sessionId } = walking
    const chair = await scene.screen(atTheChair(1))
    await scene.goOn(30)
    await chair.press(acts.observe(chair).getByRole('button', { name: 'More', exact: true }))
    await scene.picture(chair, 'more')
    expect(await seriousOf(chair.page)).toEqual([])
    await chair.press(acts.inDialog(chair, 'End this session …'))
    await scene.picture(chair, 'end-session')
    expect(await seriousOf(chair.page)).toEqual([])
    await acts.chooseOutcome(chair, 'Left before discharge', 'Pulled the line and went, escort told')
    await says(chair, /NOT RECORDED/)
    await scene.picture(chair, 'left')
    const state = await scene.state(sessionId)
    expect(state.closed).toBeDefined()
    const [closed] = await scene.of(sessionId, 'session.closed')
    expect(closed).toMatchObject({
      outcome: 'left',
      reason: 'Pulled the line and went, escort told',
      by: { name: NURSE },
    })
    expect(scene.stage.hub.registry.openActors()).toHaveLength(0)
    await unedited(scene, walking, [])
  })

  test('[EE38] [UI407] an emergency: HELP, its stamps, the pump stopped, and out as transferred, with the call still open in the record', async () => {
    await using scene = await createVisitScene(browser)
    const walking = await infusing(scene)
    const { sessionId } = walking
    const chair = await scene.screen(atTheChair(1))
    await scene.goOn(30)
    await chair.press('HELP')
    await says(chair, 'EMERGENCY')
    await scene.goOn(5)
    await scene.picture(chair, 'help', true)
    expect(await seriousOf(chair.page)).toEqual([])
    const pump = chair.page.getByRole('region', { name: 'Pump log' })
    const tops = async (): Promise<number[]> => {
      const found: number[] = []
      for (const [width, height] of [
        [768, 1024],
        [1920, 1080],
        [1280, 800],
      ] as const) {
        await chair.page.setViewportSize({ width, height })
        found.push((await pump.boundingBox())?.y ?? Number.NaN)
      }
      return found
    }
    const before = await tops()
    await chair.press(/^O₂ /)
    await chair.press(/EMS called/)
    await chair.page.getByRole('button', { name: /^EMS called \d/ }).waitFor()
    expect(await tops()).toEqual(before)
    await chair.press(/I stopped the pump/)
    await scene.goOn(3 * MIN)
    await chair.press(/EMS here/)
    await says(chair, /call by voice and by telephone · all staff called/)
    expect(await pump.boundingBox()).toMatchObject({ y: before[2] })
    await scene.picture(chair, 'emergency-stamped', true)
    await chair.press(acts.observe(chair).getByRole('button', { name: 'More', exact: true }))
    await chair.press(acts.inDialog(chair, 'End this session …'))
    await acts.chooseOutcome(chair, 'Transferred', 'With the ambulance, airway kept')
    await says(chair, /NOT RECORDED/)
    const state = await scene.state(sessionId)
    expect(await scene.of(sessionId, 'session.closed')).toMatchObject([
      { outcome: 'transferred', reason: 'With the ambulance, airway kept' },
    ])
    expect(state.infusion.phase).toBe('stopped')
    expect(state.phase).toBe('emergency')
    expect((await scene.of(sessionId, 'helpStamp')).map(({ stamp }) => stamp)).toEqual([
      'oxygen',
      'emsCalled',
      'emsHere',
    ])
    const help = (await scene.of(sessionId, 'alarm')).find(({ condition }) => condition === 'help')
    const [closed] = await scene.of(sessionId, 'session.closed')
    expect(closed?.openAlarms).toContain(help?.alarmId)
    await unedited(scene, walking, [])
  })

  test('[EE54] HELP that was no emergency: resolved while the pump runs it goes on infusing; with the phase left, the way out stands on the glass', async () => {
    await using scene = await createVisitScene(browser)
    const { sessionId } = await infusing(scene)
    const chair = await scene.screen(atTheChair(1))
    const resolve = async (isOver: boolean): Promise<void> => {
      await chair.press('HELP')
      await says(chair, 'EMERGENCY')
      await scene.goOn(5)
      await chair.press('Resolved …')
      const dialog = chair.page.getByRole('dialog')
      await dialog.getByText(/The pump runs at [\d.]+ mL\/h, as recorded/).waitFor()
      const over = dialog.getByLabel('The emergency is over: back to infusing')
      expect(await over.isChecked()).toBe(true)
      if (!isOver) await over.uncheck()
      await dialog.getByLabel('What came of it').fill('Pressed by mistake')
      await scene.picture(chair, `resolve-${isOver}`)
      await chair.press(dialog.getByRole('button', { name: /^Record: resolved by/ }))
      await dialog.waitFor({ state: 'detached' })
    }
    await resolve(true)
    expect(await scene.state(sessionId)).toMatchObject({ phase: 'infusing', infusion: { phase: 'infusing' } })
    await scene.goOn(10)
    await resolve(false)
    expect((await scene.state(sessionId)).phase).toBe('emergency')
    const wayOut = chair.page
      .getByRole('list', { name: 'What differs now' })
      .getByRole('button', { name: 'The emergency is over: back to infusing' })
    await wayOut.waitFor()
    await scene.picture(chair, 'left-over', true)
    expect(await seriousOf(chair.page)).toEqual([])
    await chair.press(wayOut)
    await wayOut.waitFor({ state: 'detached' })
    expect((await scene.state(sessionId)).phase).toBe('infusing')
  })
})
