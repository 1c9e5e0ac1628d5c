// Proves that whoever is called is reached on whatever page they have open: what stands there, that it is answered there and recorded,
// that it makes no sound and says so, and that a page which calls cannot reach says that. Real browser, real hub, stepped clock.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, NURSE, openBrowser, PHYSICIAN } from './stage.ts'
import { createCable } from './support/cable.ts'
import { isInSight, seriousOf } from './support/look.ts'
import { openScreen, type Seen, says, sounds, within } from './support/screens.ts'
import {
  atChair,
  BACKUP,
  createScene,
  type Patient,
  type Scene,
  STATION_NURSE,
} from './support/suite-scene.ts'
import { film } from './support/visit-scene.ts'

const SLOW = 280_000
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser(['--autoplay-policy=no-user-gesture-required'])
})
afterAll(() => browser?.close())

const calls = ({ page }: Seen) => page.getByRole('region', { name: 'Calls' })
const told = async (scene: Scene, of: Patient) =>
  (await scene.records(of, 'delivery')).map(
    ({ role, event, personName }) => `${role} ${event} ${personName ?? ''}`,
  )
const help = (scene: Scene, { sessionId }: Patient) => scene.nurse.act({ type: 'help', sessionId } as never)
/** Nothing is cut off to the side, and what is pressed is 44 px at least. */
const fits = ({ page }: Seen) =>
  page.getByRole('region', { name: 'Calls' }).evaluate((strip) => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    inSight: strip.getBoundingClientRect().bottom <= innerHeight && strip.getBoundingClientRect().top >= 0,
    low: [...strip.querySelectorAll('button')].filter((one) => one.getBoundingClientRect().height < 44)
      .length,
  }))

/** Of what a chair needs, what is not wholly in sight, in words. */
async function hidden({ page }: Seen): Promise<string[]> {
  const wanted = [
    page.getByRole('banner').getByRole('button', { name: /^HELP/ }),
    ...(await page.getByRole('region', { name: 'Alarms', exact: true }).getByRole('button').all()),
    ...(await page
      .getByRole('region', { name: /^Pump log/ })
      .getByRole('button')
      .all()),
    ...['Heart rate', 'Blood pressure', 'SpO₂'].map((name) => page.getByRole('region', { name })),
    ...(await page.getByRole('region', { name: 'Calls' }).getByRole('button').all()),
  ]
  const left: string[] = []
  for (const one of wanted)
    if (!(await isInSight(one))) left.push((await one.textContent())?.slice(0, 40) ?? 'nothing')
  return left
}

describe('called on another page', { timeout: SLOW }, () => {
  test('[EE60] HELP reaches the physician on duty on whatever page they have open, is said to make no sound, and is taken there by keyboard', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    const two = await scene.patient(2, 'K-0402')
    await scene.onDuty('physician', PHYSICIAN)
    await scene.onDuty('backup', BACKUP)
    const physician = await scene.screen({ person: PHYSICIAN, path: '/today' })
    const other = await scene.screen({ person: BACKUP, path: '/patients' })
    await within(physician.page, 'Today').waitFor()
    expect(await calls(physician).count()).toBe(0)

    await help(scene, one)
    await calls(physician).getByText(/HELP/).first().waitFor()
    await calls(physician).getByText('Room 1').waitFor()
    await calls(physician)
      .getByText(/nobody has answered for 0:0\d/)
      .waitFor()
    await calls(physician).getByText('This page makes no sound.').waitFor()
    await sounds(physician, undefined)
    await expect.poll(() => physician.page.title()).toMatch(/^!!! HELP.*Room 1/)
    // It is on their glass by the record, and that is not knowing.
    await expect
      .poll(() => told(scene, one))
      .toEqual([`physician sent ${PHYSICIAN}`, `physician shown ${PHYSICIAN}`])
    expect(await scene.records(one, 'taken')).toEqual([])
    // Whose turn it is not has no word of it.
    expect(await calls(other).count()).toBe(0)

    for (const [width, height] of [
      [1280, 800],
      [768, 1024],
      [1920, 1080],
    ] as const) {
      await physician.page.setViewportSize({ width, height })
      expect(await fits(physician)).toEqual({ wide: 0, inSight: true, low: 0 })
    }
    await physician.page.setViewportSize({ width: 1280, height: 800 })
    await film(physician, 'called-today', true)
    expect(await seriousOf(physician.page)).toEqual([])

    // Beside a recording it is said to be of now, and nothing flashes.
    const closed = await scene.nurse.open('room-3' as never, 'K-0399')
    await scene.nurse.close(closed)
    await physician.page.goto(`${scene.stage().url}/replay/${closed}`)
    await calls(physician).getByText('Now, not of the recording:').waitFor()
    await calls(physician).getByText(/HELP/).first().waitFor()
    await says(physician, 'REPLAY')
    expect(await calls(physician).evaluate((strip) => strip.getAnimations({ subtree: true }).length)).toBe(0)
    await film(physician, 'called-replay', true)
    for (const path of ['/patients', '/sessions', '/profiles', '/evacuation']) {
      await physician.page.goto(`${scene.stage().url}${path}`)
      await calls(physician).getByText('Room 1').waitFor()
      await film(physician, `called${path.replaceAll('/', '-')}`)
    }
    // Beside another patient it is seen and not heard, and takes nothing of that room out of sight.
    await scene.cuff(two, 186, 104)
    await physician.page.goto(`${scene.stage().url}/room/room-2`)
    await calls(physician)
      .getByText(/not heard here/)
      .waitFor()
    await says(physician, /SBP 186 ≥ 180/)
    for (const [width, height] of [
      [1280, 800],
      [768, 1024],
    ] as const) {
      await physician.page.setViewportSize({ width, height })
      expect(await hidden(physician)).toEqual([])
    }
    await film(physician, 'called-at-a-chair', true)
    await physician.page.setViewportSize({ width: 1280, height: 800 })
    await physician.page.goto(`${scene.stage().url}/today`)
    await calls(physician).getByRole('button', { name: 'I have it' }).focus()
    await physician.page.keyboard.press('Enter')
    await calls(physician)
      .getByText(new RegExp(`${PHYSICIAN} has it`))
      .waitFor()
    expect(await scene.records(one, 'taken')).toMatchObject([{ event: 'taken', by: { name: PHYSICIAN } }])
    expect(await calls(physician).getByRole('button').count()).toBe(0)
    await calls(physician)
      .getByRole('link', { name: /Room 1/ })
      .press('Enter')
    await says(physician, 'EMERGENCY')
    expect(new URL(physician.page.url()).pathname).toBe('/room/room-1')
  })

  test('[EE61] a HIGH is on the page of the nurse whose room it is at once, of the physician on duty at 60 s; “Cannot” there makes it the backup’s; “Coming” there is recorded', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    await scene.onDuty('physician', PHYSICIAN)
    await scene.onDuty('backup', BACKUP)
    await scene.nurse.act({ type: 'room.take', roomId: 'room-1' } as never)
    const chair = await scene.screen(atChair(1))
    const nurse = await scene.screen({ person: NURSE, path: '/today' })
    const another = await scene.screen({ person: STATION_NURSE, path: '/today' })
    const physician = await scene.screen({ person: PHYSICIAN, path: '/sessions' })
    const backup = await scene.screen({ person: BACKUP, path: '/patients' })
    await scene.cuff(one, 186, 104)
    await calls(nurse)
      .getByText(/SBP 186 ≥ 180/)
      .waitFor()
    await sounds(chair, 'high')
    await scene.goOn(56)
    expect(await calls(physician).count()).toBe(0)
    expect(await calls(another).count()).toBe(0)
    await scene.goOn(6)
    await calls(physician)
      .getByText(/SBP 186 ≥ 180/)
      .waitFor()
    await sounds(physician, undefined)
    await physician.press('Cannot')
    await calls(backup)
      .getByText(/SBP 186 ≥ 180/)
      .waitFor()
    await calls(physician).waitFor({ state: 'detached' })
    await expect
      .poll(() => told(scene, one))
      .toEqual(
        expect.arrayContaining([
          `physician shown ${PHYSICIAN}`,
          `backup sent ${BACKUP}`,
          `backup shown ${BACKUP}`,
        ]),
      )
    await nurse.press('Coming to Room 1')
    await calls(nurse)
      .getByText(new RegExp(`${NURSE} is coming`))
      .waitFor()
    await expect
      .poll(async () => (await scene.records(one, 'coming')).map(({ by }) => by.name))
      .toEqual([NURSE])
    await film(backup, 'called-backup')
    await film(nurse, 'called-nurse')
  })

  test('[EE62] a page without the hub says that calls do not reach it; what it knew stands as old, without answers; back, the call is there', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    await scene.onDuty('physician', PHYSICIAN)
    const stage = scene.stage()
    const cable = await createCable(stage.port)
    const physician = await openScreen({ ...stage, url: cable.url }, browser, NURSE, {
      person: PHYSICIAN,
      path: '/patients',
    })
    cable.pull()
    await says(physician, /Calls do not reach this page/)
    await help(scene, one)
    await film(physician, 'called-lost')
    expect(await seriousOf(physician.page)).toEqual([])
    cable.putBack()
    await calls(physician).getByText(/HELP/).first().waitFor({ timeout: 60_000 })
    await expect.poll(() => within(physician.page, /Calls do not reach this page/).count()).toBe(0)
    cable.pull()
    await says(physician, /Calls do not reach this page/)
    await calls(physician)
      .getByText(/As the hub said at \d\d:\d\d:\d\d/)
      .waitFor()
    expect(await calls(physician).getByRole('button').count()).toBe(0)
    cable.putBack()
    await physician.close()
    await cable.close()
  })
})
