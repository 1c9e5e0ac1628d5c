// Proves that days and times are typed and read as the clinic's, 24 hours, in a browser of another country and another zone; by the
// keyboard and by touch. A real browser, a real hub, a stepped clock.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, complaintsOf, NURSE, openBrowser } from './stage.ts'
import { seriousOf } from './support/look.ts'
import * as acts from './support/visit-acts.ts'
import { atTheChair, createVisitScene, PASSES } from './support/visit-scene.ts'
import { addPatient, openVisit, walkTo } from './support/visit-walk.ts'

/** Writes 11/24/2025 and 8:00 AM, and its day is another one from 23:00 on. */
const ABROAD = { locale: 'en-US', timezoneId: 'America/Los_Angeles' }

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

test('[EE47] an appointment and the other time of an act are the clinic’s, 24 hours, in a browser of another country; by keyboard, calendar and touch', async () => {
  await using scene = await createVisitScene(browser)
  const { stage } = scene
  await scene.monitor(1, PASSES)
  const patient = await addPatient(stage, 'K-041', 'A.L. 1983')
  await scene.goOn(70)
  const walking = await openVisit(scene, 1, patient)
  const { sessionId } = walking

  const office = await scene.screen({
    person: NURSE,
    path: `/patients/${patient.code}`,
    abroad: ABROAD,
    hasTouch: true,
    size: [768, 1024],
  })
  const complaints = complaintsOf(office.page)
  await office.press('Schedule')
  const dialog = office.page.getByRole('dialog').first()
  const day = dialog.getByLabel('Day')
  await expect.poll(() => day.inputValue()).toBe('24 Nov 2025')
  // What is no time of the day stands there, is said to be none, and books nothing.
  const time = dialog.getByLabel(/^Time/)
  await time.fill('25:10')
  await day.focus()
  await dialog.getByText('A time of 24 hours').waitFor()
  expect(await time.getAttribute('aria-invalid')).toBe('true')
  await dialog.getByLabel('Room').selectOption({ label: 'Room 2' })
  expect(await dialog.getByRole('button', { name: 'Put it on the list' }).isDisabled()).toBe(true)
  await time.fill('2215')
  await day.focus()
  expect(await time.inputValue()).toBe('22:15')
  // By touch: the calendar, whose today is the clinic's.
  const opens = dialog.getByRole('button', { name: 'Calendar' })
  await opens.tap()
  const calendar = office.page.getByRole('dialog', { name: 'Calendar' })
  await calendar.waitFor()
  await scene.picture(office, 'calendar')
  expect(await calendar.locator('[aria-current="date"]').getAttribute('aria-label')).toBe('24 November 2025')
  const box = await calendar.getByRole('button', { name: '26 November 2025' }).boundingBox()
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
  expect(await seriousOf(office.page)).toEqual([])
  await calendar.getByRole('button', { name: '26 November 2025' }).tap()
  await calendar.waitFor({ state: 'detached' })
  expect(await day.inputValue()).toBe('26 Nov 2025')
  // By the keyboard: Escape leaves the calendar alone, arrows and Enter choose.
  await opens.focus()
  await office.page.keyboard.press('Enter')
  await calendar.waitFor()
  await office.page.keyboard.press('Escape')
  await calendar.waitFor({ state: 'detached' })
  expect(await dialog.isVisible()).toBe(true)
  await expect.poll(() => opens.evaluate((one) => one === document.activeElement)).toBe(true)
  await office.page.keyboard.press('Enter')
  await calendar.getByRole('button', { name: '26 November 2025' }).focus()
  await office.page.keyboard.press('ArrowRight')
  await office.page.keyboard.press('Enter')
  await calendar.waitFor({ state: 'detached' })
  expect(await day.inputValue()).toBe('27 Nov 2025')
  await day.fill('25 Nov 2025')
  // A reload loses nothing of it, and says that it is not recorded.
  await office.page.reload()
  await office.press('Schedule')
  await dialog.getByText('not recorded').waitFor()
  expect(await time.inputValue()).toBe('22:15')
  expect(await day.inputValue()).toBe('25 Nov 2025')
  await scene.picture(office, 'appointment')
  await acts.record(office, 'Put it on the list')
  await expect
    .poll(async () =>
      (await stage.store.visits.appointments.between({ fromMs: 0, toMs: Date.parse('2026-01-01') })).map(
        ({ atMs }) => atMs,
      ),
    )
    .toContain(Date.parse('2025-11-25T21:15:00Z'))
  await office.press('Schedule')
  expect(await time.inputValue()).toBe('')
  expect(await dialog.getByText('not recorded').count()).toBe(0)

  await office.page.goto(`${stage.url}/today`)
  await office.page.getByLabel('Another day').fill('2025-11-25')
  await office.page.getByRole('heading', { name: /25 November 2025/ }).waitFor()
  await office.page.getByText('22:15').first().waitFor()
  await scene.picture(office, 'today')
  expect(complaints).toEqual([])

  await walkTo(scene, walking, 'infusing')
  const chair = await scene.screen(atTheChair(1, NURSE, { abroad: ABROAD }))
  await chair.press(acts.observe(chair).getByRole('button', { name: 'Note', exact: true }))
  const note = chair.page.getByRole('dialog')
  await note.getByRole('textbox').first().fill('Came with her sister')
  await note.getByRole('radio', { name: 'other', exact: true }).check()
  const at = note.getByLabel('At, clock time')
  expect(await at.inputValue()).toMatch(/^17:\d\d:\d\d$/)
  await at.fill('0501')
  await note.getByText(/is not yet, or before this session/).waitFor()
  await scene.picture(chair, 'other-time')
  await scene.goOn(60)
  const openedAtMs = (await scene.state(sessionId)).opened?.hubAtMs ?? 0
  const meant = Math.ceil(openedAtMs / 60_000) * 60_000
  await at.fill(new Date(meant + 3_600_000).toISOString().slice(11, 16).replace(':', ''))
  await acts.record(chair, /^Record/)
  expect((await scene.of(sessionId, 'note')).map(({ atMs }) => atMs)).toEqual([meant])
})
