// Proves in a real browser, against a real hub, what becomes of a nurse's logging when the network goes in the middle of it, and
// that the log of a visit fits the chair and can be worked by keyboard.
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import { sessionStream } from '@chairside/shared/ids.ts'
import { withCheck } from '@chairside/shared/visit/patient-code.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ORDER, UTC_DAYS } from '../server/store/visits-fixture.ts'
import { nextStep } from '../simulator/visit-steps.ts'
import { type Browser, createStage, NURSE, openBrowser, PHYSICIAN, type Stage, signIn } from './stage.ts'
import { createBedside, createPerson } from './support/bedside.ts'
import { plainFold, seriousOf } from './support/look.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
})

const SECOND = 1_000

/** A patient of today's list, checked in, read and started by a nurse at the hub's own door. */
async function infusing(stage: Stage) {
  const [room] = stage.rooms as [RoomId]
  const actorOf = async (name: string) => {
    const found = await stage.store.people.find(name)
    if (!found.ok) throw new Error(found.error.message)
    const { personId, role } = found.value
    return { personId, name, role }
  }
  const must = <T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
    if (!result.ok) throw new Error(result.error.message)
    return result.value
  }
  const { patients, courses, orders, appointments, escorts } = stage.store.visits
  const by = await actorOf(NURSE)
  const physician = await actorOf(PHYSICIAN)
  const patientCode = withCheck('K-041') ?? ''
  must(await patients.create({ patientCode, by }))
  const { courseId } = must(
    await courses.add(patientCode, { indication: 'Depression', planned: 6, maintenance: false }, by),
  )
  must(await orders.sign(courseId, ORDER, physician))
  const when = { roomId: room, atMs: stage.clock.nowMs() as never }
  const { appointmentId } = must(await appointments.add(courseId, when, by, UTC_DAYS))
  const nurse = await createPerson(stage, NURSE)
  const bedside = await createBedside(stage, room)
  const { sessionId } = await nurse.act({
    type: 'session.open',
    roomId: room,
    patientCode,
    includeHeld: false,
    appointmentId,
  } as never)
  if (sessionId === undefined) throw new Error('the hub opened no session')
  must(await escorts.set({ sessionId, patientCode }, { name: 'P. Novak', phone: '+47 555 0123' }, by))
  const state = () => plainFold(stage, sessionStream(sessionId), stage.clock.nowMs())
  const act = (body: object) => nurse.act({ sessionId, ...body } as never)
  let cuffAtMs = 0
  const run = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 2) {
      stage.clock.move(2 * SECOND)
      const isDue = stage.clock.nowMs() - cuffAtMs >= 150 * SECOND
      if (isDue) cuffAtMs = stage.clock.nowMs()
      await bedside.say({ heartRate: 72, spo2: 97, ...(isDue ? { cuff: [124, 78] as const } : {}) })
    }
  }
  await run(10)
  for (let step = 0; step < 200; step += 1) {
    const now = await state()
    if (now.phase === 'infusing') break
    const next = nextStep(now, stage.clock.nowMs())
    if (next === undefined || next.type === 'cuff.order') await run(20)
    else await act(next)
  }
  expect((await state()).phase).toBe('infusing')
  return { room, sessionId: sessionId as SessionId, run, act, state }
}

async function atTheChair(stage: Stage, room: RoomId) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await signIn(page, stage.url, NURSE)
  await page.goto(`${stage.url}/room/${room}`)
  await page.getByRole('region', { name: 'Observe' }).waitFor()
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  return { context, page, button }
}

const VISIT = { environment: { CHECK_IN: 'required' } } as const

describe('the network goes while a nurse logs', () => {
  test('[EE30] nothing is shown as recorded that is not, nothing typed is lost, and the return says what happened', async () => {
    await using stage = await createStage(VISIT)
    const { room, act, state, run } = await infusing(stage)
    const { context, page, button } = await atTheChair(stage, room)
    await button('Drug').click()
    await page.getByRole('radio', { name: 'Ondansetron' }).check({ force: true })
    await page.getByLabel('Dose and route').fill('4 mg IV')
    await context.setOffline(true)
    await button('Record: given').click()
    await page
      .getByText(/Not sent: this screen has no connection to the hub.*What is typed here is kept/)
      .waitFor()
    await page.keyboard.press('Escape')
    await page.getByText(/Chairside is not watching/).waitFor()
    // The clocks go on under the veil.
    const before = await page.getByText(/^Hub lost/).innerText()
    await expect.poll(() => page.getByText(/^Hub lost/).innerText()).not.toBe(before)
    await page.getByRole('button', { name: /I paused/ }).press('Enter')
    await page.getByText(/Not sent: Pump paused/).waitFor()
    expect(await page.getByText(/Recorded: paused/).count()).toBe(0)
    // Meanwhile somebody else records something, at another screen.
    await act({ type: 'sideEffect.begin', effect: 'headache', severity: 'mild' })
    await run(40)
    await context.setOffline(false)
    await page.getByText(/Back after/).waitFor()
    expect(
      await page
        .getByText(/Headache, mild.*R\. Osei/)
        .filter({ visible: true })
        .count(),
    ).toBeGreaterThan(0)
    const after = await state()
    expect(after.visit.given).toEqual([])
    expect(after.infusion.phase).toBe('infusing')
    // It is offered again after a reload, too; the nurse sends it, and it says when it was.
    await page.reload()
    await page.getByRole('button', { name: /Not recorded: Drug/ }).click()
    await button('Go on').click()
    expect(await page.getByLabel('Dose and route').inputValue()).toBe('4 mg IV')
    await run(20)
    await button('Record: given').click()
    await page.getByText(/Recorded: Ondansetron 4 mg IV/).waitFor()
    await button('Send again').first().click()
    await page.getByText(/Recorded:.*paused/).waitFor()
    const { visit, infusion } = await state()
    expect(visit.given).toMatchObject([{ drug: 'ondansetron', dose: '4 mg IV' }])
    const [given] = visit.given
    expect((given?.recordedAtMs ?? 0) - (given?.atMs ?? 0)).toBeGreaterThan(30 * SECOND)
    expect(infusion.phase).toBe('paused')
    expect(await page.getByText(/Not sent|Not recorded/).count()).toBe(0)
    await context.close()
  })
})

describe('the log at the chair', () => {
  test('[EE31] every button of log and pump stands on the glass at 1280 × 800, 44 px and 64 px, and axe finds nothing serious', async () => {
    await using stage = await createStage(VISIT)
    const { room } = await infusing(stage)
    const { context, page, button } = await atTheChair(stage, room)
    const names = [
      'Dissociation',
      'Dizziness',
      'Nausea',
      'Vomiting',
      'Drowsiness',
      'Blurred vision',
      'Headache',
    ]
    for (const name of [...names, 'Anxiety', 'Drug', 'Oxygen', 'MOAA/S', 'Note', 'More']) {
      const box = await button(name).boundingBox()
      expect(box?.height, name).toBeGreaterThanOrEqual(44)
      expect(box?.width, name).toBeGreaterThanOrEqual(44)
      expect((box?.y ?? 0) + (box?.height ?? 0), name).toBeLessThanOrEqual(800)
    }
    for (const name of [/I changed/, /I paused/, /I stopped/])
      expect((await page.getByRole('button', { name }).boundingBox())?.height).toBeGreaterThanOrEqual(64)
    expect(await seriousOf(page)).toEqual([])
    await context.close()
  })

  test('[EE31] a side effect is recorded, undone and ended by keyboard alone', async () => {
    await using stage = await createStage(VISIT)
    const { room, state } = await infusing(stage)
    const { context, page, button } = await atTheChair(stage, room)
    await button('Nausea').focus()
    await page.keyboard.press('Enter')
    // The ring is seen on the first answer before Enter gives it.
    await page.getByRole('dialog').locator(':focus').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText(/Recorded: Nausea, mild/).waitFor()
    await page.getByRole('region', { name: 'Observe' }).getByRole('button', { name: /^Undo/ }).press('Enter')
    await expect.poll(async () => (await state()).visit.sideEffects[0]?.void).toBe(true)
    await button('Nausea').press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Severe' }).press('Enter')
    await button('Nausea ended').press('Enter')
    await expect.poll(async () => (await state()).visit.sideEffects[1]?.endedAtMs).toBeDefined()
    await context.close()
  })
})
