// Proves that a page is opened again while the hub is away: the roll-call goes on from what this browser kept, nothing old is shown
// as current, and what was said reaches the hub with its true time. A real browser, a real hub that dies and comes back.
import { SUITE_STREAM } from '@chairside/shared/ids.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, createStage, NURSE, openBrowser, type Stage } from './stage.ts'
import { createPerson } from './support/bedside.ts'
import { decode } from './support/log-proofs.ts'
import { seriousOf } from './support/look.ts'
import { openScreen, says, within } from './support/screens.ts'
import { film } from './support/visit-scene.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

async function suiteRecords({ log }: Stage) {
  const head = (await log.head(SUITE_STREAM))?.head ?? 0
  return (await log.read(SUITE_STREAM, 1, head)).map(decode)
}

test('[EE48] [UI270] [UI271] [UI409] the hub is killed and the page loaded again: the roll-call opens from what was kept, goes on, and reaches the hub that comes back with its true times', async () => {
  let stage = await createStage()
  const { store, clock, port } = stage
  const room = stage.rooms[0]!
  const nurse = await createPerson(stage, NURSE)
  await nurse.open(room, 'K-041W')
  await nurse.act({ type: 'evacuation.call', note: 'Smoke, car park' } as never)
  const screen = await openScreen(stage, browser, NURSE, {
    person: NURSE,
    path: '/evacuation',
    keepsPage: true,
  })
  const { page, press } = screen
  await says(screen, 'K-041W')
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  // Nothing but this build's own files.
  const kept = await page.evaluate(async () => {
    const [name = ''] = await caches.keys()
    return (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)
  })
  expect(kept.filter((path) => !/^\/(assets\/[\w.-]+|icon[\w-]*\.svg)?$/.test(path))).toEqual([])
  expect(kept.length).toBeGreaterThan(3)

  const killedAtMs = clock.nowMs()
  const log = await stage.crash()
  await page.reload()
  await says(screen, /Chairside is not watching/)
  await says(screen, 'EVACUATION since')
  await says(screen, /Said here in the name of/)
  expect(await seriousOf(page)).toEqual([])
  // Nobody has said where the patient is: it is asked first, without the hub too, and nothing is said by asking.
  await press(/^It is over/)
  await says(screen, 'Nobody has said anything of Room 1.')
  await press('No')
  await says(screen, 'EVACUATION since')
  expect(await within(page, 'unsent').count()).toBe(0)
  await press('Room 1: accounted for')
  await within(page, 'unsent').waitFor()
  await film(screen, 'away-roll-call', true)
  // Opened once more, it is still there, and still unsent.
  await page.reload()
  await within(page, 'unsent').waitFor()
  // A hub's answer comes from a hub alone.
  expect(
    await page.evaluate(() =>
      fetch('/api/me').then(
        () => 'answered',
        () => 'nothing',
      ),
    ),
  ).toBe('nothing')
  for (const [path, name] of [
    ['/room/room-1', 'away-room'],
    ['/', 'away-station'],
    ['/sign-in', 'away-sign-in'],
    ['/today', 'away-today'],
  ] as const) {
    await page.goto(`${stage.url}${path}`)
    await within(page, /Chairside is not watching/).waitFor()
    expect(await page.getByText(/\d{2,3}\/\d{2,3}/).count()).toBe(0)
    await film(screen, name)
  }
  // Its times are of the clinic's zone still, and the way to it is in the menu.
  await within(page, /EVACUATION called 17:00:00/).waitFor()
  await press('Screen')
  await page.getByRole('menuitem', { name: 'Evacuation' }).click()
  await within(page, 'unsent').waitFor()

  clock.move(90_000)
  stage = await createStage({ log, store, clock, port })
  await expect.poll(() => within(page, 'unsent').count()).toBe(0)
  await says(screen, '✓ Accounted for')
  await film(screen, 'away-back')
  const [told, ...more] = (await suiteRecords(stage)).filter(
    (one) => one.kind === 'evacuation' && one.event === 'accounted',
  )
  expect(more).toEqual([])
  if (told?.kind !== 'evacuation') throw new Error('nothing was recorded')
  expect(told.by.name).toBe(NURSE)
  expect(told.atMs).toBeGreaterThanOrEqual(killedAtMs)
  expect(told.atMs).toBeLessThan(told.hubAtMs - 30_000)

  await press('Room 1: missing')
  await says(screen, '? MISSING')
  const overs = async () =>
    (await suiteRecords(stage)).filter((one) => one.kind === 'evacuation' && one.event === 'over').length
  await press(/^It is over/)
  await says(screen, 'Room 1 is missing.')
  expect(await seriousOf(page)).toEqual([])
  await film(screen, 'away-over')
  expect(await overs()).toBe(0)
  await press('End it all the same')
  await says(screen, /Over since \d\d:\d\d:\d\d.*; 0 of 1 accounted for/)
  await expect.poll(overs).toBe(1)
  await screen.close()
  await stage[Symbol.asyncDispose]()
})
