// Proves that a nurse takes a patient from the door to the ride home with the screens alone: a real browser, a stepped clock, a
// simulated patient whose monitor answers cuff orders. What came of each act is read from the hub's log.
import { infusedMg } from '@chairside/shared/visit/pump-log.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, complaintsOf, NURSE, openBrowser, PHYSICIAN } from './stage.ts'
import { createPerson } from './support/bedside.ts'
import { foldOf } from './support/log-proofs.ts'
import { seriousOf } from './support/look.ts'
import { says, within } from './support/screens.ts'
import * as acts from './support/visit-acts.ts'
import { atTheChair, createVisitScene, OTHER_NURSE, WARNS } from './support/visit-scene.ts'

const MIN = 60

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe('a visit', { timeout: 580_000 }, () => {
  test('[EE32] [UI392] [UI408] from an empty clinic to the ride home, by what stands on the screens; the export replays to the same state', async () => {
    await using scene = await createVisitScene(browser)
    const { stage } = scene
    await scene.monitor(1, WARNS)
    const office = await scene.screen({ person: NURSE, path: '/patients' })
    const complaints = complaintsOf(office.page)
    expect(await seriousOf(office.page)).toEqual([])
    await scene.picture(office, 'patients-empty')
    const code = await acts.createPatient(office, 'A.L. 1983')
    await acts.createCourse(office, 'Depression')
    await scene.picture(office, 'patient-course')
    const physician = await scene.screen({ person: PHYSICIAN, path: `/patients/${code}` })
    await acts.signOrder(physician)
    await scene.picture(physician, 'order-signed')
    expect(await seriousOf(physician.page)).toEqual([])
    await office.page.reload()
    await acts.putOnList(office, '17:15', 'Room 1')
    await office.page.goto(`${stage.url}/today`)
    await office.page.getByText(code).first().waitFor()
    await scene.picture(office, 'today', true)
    expect(await seriousOf(office.page)).toEqual([])

    const desk = await createPerson(stage, PHYSICIAN)
    const { personId } = (await stage.store.people.list()).find(({ name }) => name === PHYSICIAN)!
    await desk.act({ type: 'duty.set', role: 'physician', personId })
    const chair = await scene.screen(atTheChair(1))
    const atChair = complaintsOf(chair.page)
    await scene.goOn(40)
    await scene.picture(chair, 'chair-empty', true)
    // The chair has its own lines of the list; the whole list is one tap away, on this screen, too.
    await chair.press(chair.page.getByRole('link', { name: 'All rooms’ lists' }))
    await chair.page.getByRole('heading', { name: 'Today’s list' }).waitFor()
    await chair.press('Open session')
    await chair.press(acts.inDialog(chair, 'Open session'))
    await chair.page.waitForURL(/\/room\/room-1/)
    await says(chair, code)
    const sessionId = await scene.newest()
    await chair.press('Take this room')
    await scene.picture(chair, 'check-in', true)
    expect(await seriousOf(chair.page)).toEqual([])
    await acts.answerCheckIn(chair, code, '154.3')
    await acts.recordDose(chair, '35', '52.5')
    await scene.picture(chair, 'check-in-done')
    await chair.press(/^To baseline/)
    await acts.takeBaseline(scene, chair)
    await scene.picture(chair, 'baseline-warns', true)
    expect(await seriousOf(chair.page)).toEqual([])
    await chair.page.getByLabel('Why go on').fill('Usually 150 at home')
    await chair.press(`Go on: ${NURSE}`)
    await says(chair, 'BP high limit for today?')
    await scene.picture(chair, 'limit-for-today')
    await chair.press('170/108')
    await says(chair, /Ready: start the pump/)
    await scene.picture(chair, 'ready-to-start')

    await acts.startPump(chair, '52.5')
    await scene.picture(chair, 'started', true)
    expect(await seriousOf(chair.page)).toEqual([])
    await scene.goOn(10 * MIN)
    await scene.picture(chair, 'infusing', true)
    await acts.moaas(chair, /Responds readily/)
    await acts.atRate(chair, /I changed the rate/, '45')
    await scene.goOn(2 * MIN)
    await acts.pausePump(chair)
    await scene.picture(chair, 'paused')
    await scene.goOn(3 * MIN)
    await acts.atRate(chair, /I resumed the pump/, '52.5')
    await scene.goOn(MIN)
    await acts.sideEffect(chair, 'Nausea', 'Moderate')
    await scene.picture(chair, 'side-effect')
    await acts.giveDrug(chair, 'Ondansetron', '4 mg IV')
    await scene.goOn(20)
    const before = (await scene.of(sessionId, 'bloodPressure')).length
    await chair.press('Measure cuff now')
    await scene.until(
      'the cuff answers',
      async () => (await scene.of(sessionId, 'bloodPressure')).length > before,
      90,
    )
    await scene.goOn(6 * MIN)
    await chair.press(acts.observe(chair).getByRole('button', { name: 'Nausea ended' }))
    await scene.picture(chair, 'infusing-on', true)
    expect(await seriousOf(chair.page)).toEqual([])
    await scene.goOn(19 * MIN)
    await acts.stopPumpLate(chair)
    await scene.goOn(35)
    await scene.picture(chair, 'recovery', true)
    expect(await seriousOf(chair.page)).toEqual([])
    await chair.press(chair.page.getByRole('button', { name: 'Trend', exact: true }))
    // Where it stands now nobody had said it yet.
    await chair.page.locator('[data-event="Stopped"] [data-late]').waitFor()
    await scene.picture(chair, 'stopped-late')
    await chair.press(chair.page.getByRole('button', { name: 'Recovery', exact: true }))

    // The room changes hands: offered here, read and accepted at the other nurse's own screen.
    await chair.press('Hand over …')
    await chair.page.getByRole('dialog').getByRole('list', { name: 'The hand-over' }).waitFor()
    await scene.picture(chair, 'hand-over')
    expect(await seriousOf(chair.page)).toEqual([])
    await chair.page.getByRole('radio', { name: new RegExp(OTHER_NURSE) }).check()
    await acts.record(chair, 'Offer Room 1')
    const other = await scene.screen({ person: OTHER_NURSE, path: '/room/room-1' })
    await other.press('Read and answer')
    await other.page.getByRole('dialog').getByRole('list', { name: 'The hand-over' }).waitFor()
    await scene.picture(other, 'hand-over-read')
    await acts.record(other, 'I have read it, Room 1 is mine')
    await within(chair.page.getByRole('banner'), OTHER_NURSE).waitFor()

    for (let at = 0; at < 4; at += 1) {
      await scene.goOn(12 * MIN)
      await acts.moaas(chair, /Responds readily/)
    }
    await scene.goOn(13 * MIN)
    await acts.aldrete(chair)
    await acts.signOff(chair, 'Dissociation at baseline')
    await acts.signOff(chair, 'Nausea controlled')
    await acts.signOffTwice(chair, 'Walks')
    await scene.goOn(1)
    expect((await scene.state(sessionId)).visit.signOffs.walks?.met).toBe(true)
    expect(await scene.of(sessionId, 'signOff')).toHaveLength(3)
    await scene.picture(chair, 'recovery-signed', true)
    await chair.press('Ready to leave')
    await says(chair, 'Back to recovery')
    await acts.signOff(chair, 'Escort is here')
    await acts.signOff(chair, 'Advice given')
    await acts.accountForDrug(chair, 50)
    await scene.picture(chair, 'ready')
    expect(await seriousOf(chair.page)).toEqual([])
    await chair.press('End session …')
    await scene.picture(chair, 'end')
    await acts.chooseOutcome(chair, 'Discharged')
    await scene.goOn(2)
    await scene.picture(chair, 'after')

    const { url } = stage
    const at = `/sessions/${sessionId}/summary`
    await physician.page.goto(`${url}${at}`)
    await physician.page.getByRole('article').getByText(code).first().waitFor()
    await scene.picture(physician, 'summary', true)
    expect(await seriousOf(physician.page)).toEqual([])
    const pdf = await fetch(`${url}/api${at}.pdf`, { headers: { cookie: desk.cookie } })
    expect(pdf.headers.get('content-type')).toMatch(/^application\/pdf/)
    const bytes = Buffer.from(await pdf.arrayBuffer()).toString('latin1')
    expect(bytes.startsWith('%PDF-')).toBe(true)
    expect(bytes.match(/\/Type \/Page\b/g)).toHaveLength(1)
    await office.page.goto(`${url}/today`)
    await says(office, /discharged/i)
    await scene.picture(office, 'today-after')

    // What was done is what is recorded.
    const live = await scene.state(sessionId)
    expect(await scene.of(sessionId, 'session.closed')).toMatchObject([{ outcome: 'discharged' }])
    expect(live.visit.plan).toMatchObject({ number: 1, of: 6, order: { signedBy: { name: PHYSICIAN } } })
    expect(live.visit.gate).toMatchObject({ outcome: 'warn', reason: 'Usually 150 at home', by: NURSE })
    expect(live.baseline?.systolic).toBeGreaterThan(140)
    const pumped = await scene.of(sessionId, 'infusion')
    expect(pumped.map(({ act }) => act)).toEqual(['start', 'rate', 'pause', 'resume', 'stop'])
    const [started, slowed, paused, resumed, stopped] = live.infusion.events.map((one) => one.atMs)
    const stop = pumped[4]
    expect((stop?.hubAtMs ?? 0) - (stopped ?? 0)).toBeGreaterThanOrEqual(120_000)
    const hours = (from = 0, to = 0) => (to - from) / 3_600_000
    const ml = 52.5 * hours(started, slowed) + 45 * hours(slowed, paused) + 52.5 * hours(resumed, stopped)
    expect(infusedMg(live.infusion, stage.clock.nowMs())).toBeCloseTo(ml, 2)
    expect(live.visit.sideEffects).toMatchObject([{ effect: 'nausea', severity: 'moderate' }])
    expect(live.visit.sideEffects[0]?.endedAtMs).toBeDefined()
    expect(await scene.of(sessionId, 'medication')).toMatchObject([
      { drug: 'ondansetron', dose: '4 mg IV', by: { name: NURSE } },
    ])
    const byPerson = (await scene.of(sessionId, 'cuff.ordered')).filter(({ cause }) => cause === 'person')
    const answered = new Set((await scene.of(sessionId, 'cuff.started')).map(({ orderId }) => orderId))
    expect(byPerson.length).toBeGreaterThanOrEqual(3)
    // A cycle that runs already is the answer to an order; the STAT one began one of its own.
    expect(answered).toContain(byPerson.at(-1)?.orderId)

    // The file that QA takes away is the log, and it replays to what was so.
    const file = await scene.export(sessionId)
    expect(file).toEqual(await scene.lines(sessionId))
    expect(foldOf(file)).toEqual(live)
    expect([...complaints, ...atChair]).toEqual([])
  })
})
