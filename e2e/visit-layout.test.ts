// Proves that the chair's screen holds together whatever happens in a visit: nothing that is needed leaves the glass, covers another
// or is cut without a word, at three sizes, with up to four alarms, in an emergency and without the hub. FILM=layout: its pictures.
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ScenarioEvent } from '../simulator/scenarios/scenario.ts'
import { type Browser, openBrowser } from './stage.ts'
import { createCable } from './support/cable.ts'
import { isInSight } from './support/look.ts'
import { type Seen, says } from './support/screens.ts'
import * as acts from './support/visit-acts.ts'
import { atTheChair, createVisitScene, PASSES } from './support/visit-scene.ts'
import { addPatient, openVisit, walkTo } from './support/visit-walk.ts'

type Size = readonly [width: number, height: number]
const DESK: Size = [1280, 800]
const UPRIGHT: Size = [768, 1024]
const SIZES: readonly Size[] = [DESK, [1920, 1080], UPRIGHT]
/** As long as a room's name gets. */
const LONG_NAME = 'Procedure room, north corridor, door 12b'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const tiles = (page: Page): Locator[] =>
  ['Heart rate', 'Blood pressure', 'SpO₂'].map((name) => page.getByRole('region', { name }))
const alarmBar = (page: Page): Locator => page.getByRole('region', { name: 'Alarms', exact: true })
const pumpLog = (page: Page): Locator => page.getByRole('region', { name: /^Pump log/ })

/** What is not wholly in sight, in words. */
async function missing(wanted: readonly Locator[]): Promise<string[]> {
  const left: string[] = []
  for (const one of wanted)
    if (!(await isInSight(one))) left.push((await one.textContent())?.slice(0, 40) ?? 'nothing')
  return left
}
/** The reading that somebody wants now, whatever alarms. */
const measure = (page: Page): Locator =>
  page
    .getByRole('region', { name: 'Blood pressure' })
    .getByRole('button', { name: /^(Measure cuff now|Sending|Measuring)$/ })
/** HELP, every button of the alarms that are shown and of the pump log, the three numbers, the cuff. */
const needed = async (page: Page): Promise<Locator[]> => [
  page.getByRole('banner').getByRole('button', { name: /^HELP/ }),
  ...(await alarmBar(page).getByRole('button').all()),
  ...(await pumpLog(page).getByRole('button').all()),
  ...tiles(page),
  measure(page),
]
/** The least air between the words of a button and its edge, px. */
const AIR_PX = 3
/** Buttons whose words touch their edge, in words. */
const tight = (all: Locator): Promise<string[]> =>
  all.evaluateAll((buttons, air) => {
    const range = document.createRange()
    return buttons.flatMap((button) => {
      range.selectNodeContents(button)
      const [words, edge] = [range.getBoundingClientRect(), button.getBoundingClientRect()]
      const isTight = words.left - edge.left < air || edge.right - words.right < air
      return isTight
        ? [`${button.textContent}: ${Math.round(words.width)} of ${Math.round(edge.width)} px`]
        : []
    })
  }, AIR_PX)

/** Parts of the header that lie on one another, in words. */
const overlaps = (page: Page): Promise<string[]> =>
  page.getByRole('banner').evaluate((header) => {
    type Box = { left: number; top: number; right: number; bottom: number }
    const found: string[] = []
    /** What is seen of it: what is cut off by what it stands in is not. */
    const seen = (element: Element): Box => {
      const box: Box = { ...element.getBoundingClientRect().toJSON() }
      for (let at = element.parentElement; at !== null && at !== header; at = at.parentElement) {
        if (getComputedStyle(at).overflowX === 'visible') continue
        const cut = at.getBoundingClientRect()
        box.left = Math.max(box.left, cut.left)
        box.right = Math.min(box.right, cut.right)
      }
      return box
    }
    const parts = [...header.children].map((part) =>
      [part, ...part.querySelectorAll('*')]
        .filter((one) => getComputedStyle(one).clipPath === 'none')
        .map(seen)
        .filter(({ left, right, top, bottom }) => right - left > 1 && bottom - top > 1),
    )
    for (const [at, one] of parts.entries())
      for (const [then, other] of parts.entries())
        if (then > at)
          for (const a of one)
            for (const b of other)
              if (
                a.left < b.right - 1 &&
                b.left < a.right - 1 &&
                a.top < b.bottom - 1 &&
                b.top < a.bottom - 1
              )
                found.push(`${header.children[at]?.textContent} × ${header.children[then]?.textContent}`)
    return [...new Set(found)]
  })

const tops = async (all: readonly Locator[]): Promise<number[]> => [
  ...new Set(await Promise.all(all.map(async (one) => Math.round((await one.boundingBox())?.y ?? -1)))),
]

test('[EE50] with none, one, two and four alarms, in an emergency, without the hub and in recovery nothing that is needed leaves the glass or covers another', {
  timeout: 400_000,
}, async () => {
  await using scene = await createVisitScene(browser, { rooms: [LONG_NAME, 'Room 2', 'Room 3'] })
  const events: ScenarioEvent[] = []
  /** From now on, at once. */
  const rises = (what: 'heartRate' | 'spo2', by: number): void => {
    events.push({ kind: 'swell', what, by, atS: 0, riseS: 1, holdS: 1e7, fallS: 1 })
  }
  await scene.monitor(1, { ...PASSES, name: 'by hand', events })
  const patient = await addPatient(scene.stage, 'K-041', 'A.L. 1983, second floor, by the window')
  await scene.goOn(70)
  const walking = await openVisit(scene, 1, patient)
  await walkTo(scene, walking, 'infusing')
  const { sessionId, nurse } = walking
  const nurseActs = (body: object) => nurse.act({ sessionId, ...body } as never)
  await scene.goOn(20)
  const cable = await createCable(scene.stage.port)
  const chair = await scene.screen(atTheChair(1), cable)
  const { page, press } = chair
  await scene.goOn(2)
  const faults: string[] = []
  const at = async ([width, height]: Size): Promise<void> => {
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(100)
  }
  const look = async (state: string): Promise<void> => {
    for (const size of SIZES) {
      await at(size)
      const touching = await tight(acts.observe(chair).getByRole('button'))
      for (const one of [...(await missing(await needed(page))), ...(await overlaps(page)), ...touching])
        faults.push(`${state} ${size.join('×')}: ${one}`)
    }
    await at(DESK)
    await scene.picture(chair, `layout-${state}`, true)
  }
  /** Every button of the log, unscrolled. */
  const logButtons = async (state: string): Promise<void> => {
    for (const one of await missing(await acts.observe(chair).getByRole('button').all()))
      faults.push(`${state}, the log: ${one}`)
  }
  const alarms = (count: number) =>
    scene.until(
      `${count} alarms`,
      async () => Object.keys((await scene.state(sessionId)).alarms).length === count,
      90,
    )

  await look('calm')
  rises('heartRate', 55)
  await alarms(1)
  await look('one alarm')
  rises('spo2', -9)
  await alarms(2)
  await says(chair, /SpO₂ low/)
  await look('two alarms')
  await logButtons('two alarms')
  // A reading now, with two alarms up that are none of the pressure's.
  await press(measure(page))
  await scene.until(
    'the cuff runs',
    async () => (await scene.state(sessionId)).cuff.runningSinceMs !== undefined,
    20,
  )
  // Beside one another: nothing below them has moved.
  expect(await tops(await alarmBar(page).getByRole('listitem').all())).toHaveLength(1)
  await nurseActs({ type: 'symptom', symptom: 'chestPain' })
  await nurseActs({ type: 'symptom', symptom: 'severeHeadache' })
  await alarms(4)
  await says(chair, /Severe headache/i)
  await look('four alarms')
  expect(await alarmBar(page).getByRole('button', { name: 'Acknowledge' }).count()).toBe(2)
  events.length = 0
  for (const { alarm } of Object.values((await scene.state(sessionId)).alarms))
    if (alarm.condition.startsWith('symptom'))
      await nurseActs({ type: 'alarm.resolve', alarmId: alarm.alarmId, outcome: 'Gone' })

  await press(page.getByRole('banner').getByRole('button', { name: /^HELP/ }))
  await says(chair, 'EMERGENCY')
  // Everybody has been called by then, and nobody has come.
  await scene.goOn(130)
  await alarms(1)
  await look('help')
  const stamps = () => page.getByRole('group', { name: 'Stamps of this emergency' }).getByRole('button').all()
  expect(await tops(await stamps())).toHaveLength(1)
  expect((await alarmBar(page).boundingBox())?.height).toBeLessThan(90)
  await at(UPRIGHT)
  expect((await tops(await stamps())).length).toBeLessThanOrEqual(2)
  await at(DESK)

  // A list of acts is seen to its end, or says that there is more.
  await press('Patient …')
  const dialog = page.getByRole('dialog')
  expect(await missing([dialog.getByRole('button', { name: 'Re-assign …' })])).toEqual([])
  await at(UPRIGHT)
  const isWhole = await isInSight(dialog.getByRole('button', { name: 'Re-assign …' }))
  expect(await dialog.getByText('More below').isVisible()).toBe(!isWhole)
  await page.keyboard.press('Escape')
  await at(DESK)

  await lostWithDialog(chair, cable, at)
  await scene.goOn(2)
  const help = Object.values((await scene.state(sessionId)).alarms).find(
    ({ alarm }) => alarm.condition === 'help',
  )
  await nurseActs({ type: 'alarm.resolve', alarmId: help?.alarm.alarmId, outcome: 'Over' })
  await nurseActs({ type: 'infusion.stop' })
  await nurseActs({ type: 'phase.set', phase: 'recovery' })
  await page.getByRole('region', { name: 'Recovery' }).waitFor()
  await scene.goOn(2)
  await look('recovery')
  expect(faults).toEqual([])
  await cable.close()
})

/** The words that nobody is watching, and that the act has no answer, stand in the dialog that hides them on the page. */
async function lostWithDialog(
  chair: Seen,
  cable: { pull(): void; putBack(): void },
  at: (size: Size) => Promise<void>,
): Promise<void> {
  const { page, press } = chair
  await press(acts.observe(chair).getByRole('button', { name: 'Note', exact: true }))
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill('Asked for a blanket')
  cable.pull()
  await dialog.getByRole('button', { name: /^Record/ }).click()
  const words = [dialog.getByText(/Chairside is not watching/), dialog.getByText(/no answer yet/)]
  for (const one of words) await one.waitFor({ timeout: 30_000 })
  for (const size of SIZES) {
    await at(size)
    expect(await missing(words)).toEqual([])
  }
  await page.keyboard.press('Escape')
  cable.putBack()
  await page.getByText(/Chairside is not watching/).waitFor({ state: 'detached', timeout: 60_000 })
  await at(DESK)
}

test('[EE51] [UI412] upright, in check-in and baseline, numbers, HELP and pump log are in sight, and what scrolls says so', {
  timeout: 300_000,
}, async () => {
  await using scene = await createVisitScene(browser)
  await scene.monitor(1, PASSES)
  const patient = await addPatient(scene.stage, 'K-041', 'A.L. 1983')
  await scene.goOn(70)
  const walking = await openVisit(scene, 1, patient)
  const chair = await scene.screen(atTheChair(1, undefined, { size: UPRIGHT }))
  const { page } = chair
  for (const name of ['Check-in', 'Baseline and gate']) {
    await page.getByRole('region', { name }).waitFor()
    expect(await missing(await needed(page))).toEqual([])
    expect(await page.getByText('More below').filter({ visible: true }).count()).toBeGreaterThan(0)
    await scene.picture(chair, name)
    // Across, everything has its room: a turn of the wheel takes no number and no alarm off the glass.
    await page.setViewportSize({ width: 1280, height: 800 })
    await expect
      .poll(() =>
        page.evaluate(() =>
          [...document.querySelectorAll('main')].map((one) => one.scrollHeight - one.clientHeight),
        ),
      )
      .toEqual([0])
    await page.setViewportSize({ width: UPRIGHT[0], height: UPRIGHT[1] })
    const bar = page.getByRole('region', { name: 'Alarms' })
    const before = await bar.boundingBox()
    await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
    expect(await page.locator('main').evaluate((main) => main.scrollTop)).toBeGreaterThan(100)
    expect(Math.abs(((await bar.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(20)
    await scene.picture(chair, `${name}-scrolled`)
    await page.locator('main').evaluate((main) => main.scrollTo(0, 0))
    if (name === 'Check-in') await walkTo(scene, walking, 'baseline')
  }
})
