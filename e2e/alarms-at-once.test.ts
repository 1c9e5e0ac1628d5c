// Proves how soon an acknowledgement is on every screen, and a taking back: two chairs, a station and a physician's own screen in
// one browser. Every time is read from the pages' own clock, none from how fast this test runs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, NURSE, openBrowser, PHYSICIAN } from './stage.ts'
import { sighted, watchPage } from './support/page.ts'
import { says, sounds } from './support/screens.ts'
import {
  atChair,
  atStation,
  createScene,
  ownScreen,
  STATION_NURSE,
  takeRooms,
} from './support/suite-scene.ts'

/** Of the wall: on a machine that has other things to do. */
const SLOW = 280_000

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser(['--autoplay-policy=no-user-gesture-required'])
})
afterAll(() => browser?.close())

const WITHIN_MS = 1_000
/** Measured three times, for one tardy moment of a busy machine is not the screens' own time. */
const median = (of: readonly number[]): number =>
  [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0

describe('one alarm on every screen', { timeout: SLOW }, () => {
  test('[EE13] acknowledged at the chair it is so on every screen within 1 s, by name, and silent on all; so is taking it back', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    await scene.patient(2, 'K-0402')
    await scene.onDuty('physician', PHYSICIAN)
    await takeRooms(scene, 1, 2)
    const chair = await scene.screen(atChair(1, NURSE))
    const other = await scene.screen(atChair(2, NURSE))
    const station = await scene.screen(atStation(STATION_NURSE))
    const physician = await scene.screen(ownScreen())
    await scene.cuff(one, 186, 104)
    for (const screen of scene.screens) await says(screen, /SBP 186 ≥ 180/)
    await sounds(chair, 'high')
    await sounds(station, 'high')
    expect(await other.sounding()).toBeUndefined()
    expect(await physician.sounding()).toBeUndefined()

    const words = new RegExp(`acknowledged(,| by) ${NURSE.replace('.', '\\.')}`)
    // Where it stands on each: the alarm bar, My rooms, the station's lists.
    const places = ['Alarms', 'My rooms', 'At the chair', 'At the chair']
    for (const [at, { page }] of scene.screens.entries())
      await watchPage(page, { alarm: `section[aria-label="${places[at]}"]` })
    await chair.page.evaluate(() =>
      document.addEventListener(
        'click',
        () => void Object.assign(window, { chairsideClick: Date.now() }),
        true,
      ),
    )
    const clickedAtMs = () =>
      chair.page.evaluate(() => (window as unknown as { chairsideClick: number }).chairsideClick)
    const late: number[] = []
    for (let time = 1; time <= 3; time += 1) {
      await chair.press('Acknowledge')
      const atMs = await clickedAtMs()
      const seen = await Promise.all(
        scene.screens.map(({ page, name }) =>
          sighted(page, `${name}: acknowledged`, atMs, ({ alarm }) => words.test(alarm ?? ''), 30_000),
        ),
      )
      late.push(Math.max(...seen.map((sighting) => sighting.atMs - atMs)))
      for (const screen of scene.screens) await sounds(screen, undefined)
      if (time === 3) break
      await chair.press('Undo')
      for (const screen of [chair, station]) await sounds(screen, 'high')
      const undoneAtMs = await clickedAtMs()
      for (const { page, name } of scene.screens)
        await sighted(
          page,
          `${name}: taken back`,
          undoneAtMs,
          ({ alarm }) => !words.test(alarm ?? ''),
          30_000,
        )
    }
    expect(median(late), `milliseconds: ${late.join(', ')}`).toBeLessThanOrEqual(WITHIN_MS)

    const acks = await scene.records(one, 'acknowledgement')
    expect(acks.map(({ by }) => by.name)).toEqual([NURSE, NURSE, NURSE])
    expect((await scene.records(one, 'undone')).map(({ ofSeq }) => ofSeq)).toEqual([
      acks[0]?.seq,
      acks[1]?.seq,
    ])
  })
})
