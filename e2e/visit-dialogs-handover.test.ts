// Proves that a room changes hands only when the other has accepted at their own screen what was read there, and that nobody leaves
// by signing out. A real browser, a real hub, a stepped clock.
import { SUITE_STREAM } from '@chairside/shared/ids.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, NURSE, openBrowser } from './stage.ts'
import { decode } from './support/log-proofs.ts'
import { seriousOf } from './support/look.ts'
import { says, within } from './support/screens.ts'
import { createTroubled } from './support/trouble.ts'
import * as acts from './support/visit-acts.ts'
import { atTheChair, createVisitScene, OTHER_NURSE } from './support/visit-scene.ts'
import { addPatient, openVisit, walkTo } from './support/visit-walk.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

test('[EE42] [MV29] a room with everything in it is handed over: sign-out is refused and leads there, the giver has the room until the other has read it and accepted on another screen', async () => {
  await using scene = await createVisitScene(browser)
  const { stage } = scene
  const [room] = stage.rooms
  const body = createTroubled(stage)
  await scene.monitor(1, body.scenario)
  const patient = await addPatient(stage, 'K-041', 'A.L. 1983')
  await scene.goOn(70)
  const walking = await openVisit(scene, 1, patient)
  const { sessionId, nurse } = walking
  await walkTo(scene, walking, 'infusing')
  const act = (type: string, more: object = {}) => nurse.act({ type, sessionId, ...more } as never)
  await scene.goOn(30)
  await act('infusion.pause')
  await scene.goOn(45)
  await act('infusion.resume', { rateMlPerHr: 45 })
  await act('limits.set', {
    limits: [{ condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 168 }],
    reason: 'Known for it',
  })
  await act('oxygen.set', { device: 'nasalCannula', litresPerMin: 2 })
  await act('medication.give', { drug: 'labetalol', dose: '10 mg IV' })
  // Over 110 /min for 15 s is MEDIUM.
  body.rise('heartRate', 46, 900)
  const alarmOf = async (condition: string) =>
    Object.values((await scene.state(sessionId)).alarms).find(({ alarm }) => alarm.condition === condition)
  await scene.until('HR high', async () => (await alarmOf('hrHigh')) !== undefined, 60)
  const giver = await scene.screen(atTheChair(1))
  const receiver = await scene.screen({ person: OTHER_NURSE, path: '/', size: [768, 1024] })
  /** Who has the room, as the suite's log says. */
  const has = async () => {
    const head = (await stage.log.head(SUITE_STREAM))?.head ?? 0
    const all = (await stage.log.read(SUITE_STREAM, 1, head)).map(decode)
    const last = all.findLast((one) => one.kind === 'roomNurse' && String(one.roomId) === room)
    return last?.kind === 'roomNurse' && last.event === 'taken' ? last.by?.name : undefined
  }
  await scene.goOn(4)
  await giver.press(/^Acknowledge/)
  await expect.poll(async () => (await alarmOf('hrHigh'))?.acknowledged?.by).toBe(NURSE)
  await act('symptom', { symptom: 'ivSitePain' })
  await scene.goOn(2)

  // Nobody leaves a patient by signing out.
  await giver.press(giver.page.getByRole('button', { name: NURSE }))
  await giver.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await says(giver, /You have Room 1/)
  await scene.picture(giver, 'sign-out-refused', true)
  expect(await seriousOf(giver.page)).toEqual([])
  await giver.press(acts.inDialog(giver, 'Hand over Room 1 …'))

  const lines = (page: typeof giver.page) => page.getByRole('list', { name: 'The hand-over' })
  await lines(giver.page)
    .getByText(/HR high/)
    .waitFor()
  const text = await lines(giver.page).innerText()
  for (const told of [
    /^Patient \S+$/m,
    /^!!! .*NOT acknowledged$/m,
    new RegExp(`^!! HR high .*since T\\+.* acknowledged by ${NURSE}`, 'm'),
    /Limit changed: BP high, SBP 168 \(profile 160\) by .*: Known for it/,
    /Paused T\+0?0:\d\d for 0:4\d/,
    /Oxygen: 2 L\/min/,
    /Given: labetalol 10 mg IV/,
    /^Due: cuff, in /m,
    /^Due: .*T\+10/m,
    /mg infused as recorded/,
  ])
    expect.soft(text).toMatch(told)
  await scene.picture(giver, 'hand-over', true)
  expect(await seriousOf(giver.page)).toEqual([])
  await giver.page.getByRole('radio', { name: new RegExp(OTHER_NURSE) }).check()
  await giver.press(acts.inDialog(giver, 'Offer Room 1'))
  await says(giver, `Offered to ${OTHER_NURSE}, who has not accepted yet.`)
  await scene.picture(giver, 'offered')
  await acts.record(giver, 'Stay signed in')
  await says(receiver, `${NURSE} hands`)
  expect(await has()).toBe(NURSE)

  await receiver.press('Read and answer')
  await lines(receiver.page)
    .getByText(/labetalol 10 mg IV/)
    .waitFor()
  await scene.picture(receiver, 'accept', true)
  expect(await seriousOf(receiver.page)).toEqual([])
  // Something was added while it was read: it is read again.
  await act('note.add', { text: 'Asked for a blanket' })
  await receiver.page.getByRole('checkbox', { name: /HR high/ }).check()
  await receiver.press(acts.inDialog(receiver, /I have read it/))
  await within(receiver.page, /read it again/).waitFor()
  expect(await has()).toBe(NURSE)
  await scene.picture(receiver, 'accept-again')
  await acts.record(receiver, /I have read it/)
  expect(await has()).toBe(OTHER_NURSE)
  await scene.goOn(2)
  await says(giver, OTHER_NURSE)
  await scene.picture(giver, 'handed-over')
  const accepted = (await scene.of(sessionId, 'handover')).filter(({ event }) => event === 'accepted')
  expect(accepted).toMatchObject([
    { from: { name: NURSE }, to: { name: OTHER_NURSE }, by: { name: OTHER_NURSE } },
  ])
  expect((await alarmOf('hrHigh'))?.acknowledged?.by).toBe(OTHER_NURSE)

  // Now the first one may go.
  await giver.press(giver.page.getByRole('button', { name: NURSE }))
  await giver.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await giver.page.getByRole('button', { name: 'Sign in' }).first().waitFor()
})
