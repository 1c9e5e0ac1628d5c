// Proves what alarms are between people: two chairs, a station, and a physician's own screen, driven together on a clock that
// the test moves. Every time is read from the hub's log or from the page's own clock, none from how fast this test runs.
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FIXTURE_PASSWORD } from '../server/store/store-fixture.ts'
import { type Browser, NURSE, openBrowser, PHYSICIAN } from './stage.ts'
import { escapeDialog } from './support/keyboard.ts'
import { hearTone, type Seen, says, sounds, within } from './support/screens.ts'
import {
  askQuiet,
  atChair,
  atStation,
  BACKUP,
  createScene,
  ownScreen,
  type Patient,
  type Scene,
  STATION_NURSE,
  takeRooms,
} from './support/suite-scene.ts'
import { film } from './support/visit-scene.ts'

/** Of the wall: two minutes of hub time with pages that report each 2 s, on a machine that has other things to do. */
const SLOW = 280_000

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser(['--autoplay-policy=no-user-gesture-required'])
})
afterAll(() => browser?.close())

const S = 1_000
const yours = ({ page }: Seen): Locator => page.getByRole('region', { name: 'Yours' })
const strip = ({ page }: Seen): Locator => page.getByRole('region', { name: 'My rooms' })
const onlyAlarm = async (scene: Scene, of: Patient, condition: string) => {
  const raised = (await scene.records(of, 'alarm')).filter((one) => one.condition === condition)
  expect(raised).toHaveLength(1)
  return raised[0]!
}
const steps = async (scene: Scene, of: Patient, alarmId: string) =>
  (await scene.records(of, 'escalation')).filter((one) => one.alarmId === alarmId)

describe('somebody is coming', { timeout: SLOW }, () => {
  test('[EE14] "Coming" from the station is silence for 60 s of hub time and says who; then it sounds again, and the physician is later by as much', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    await scene.onDuty('physician', PHYSICIAN)
    const chair = await scene.screen(atChair(1))
    const station = await scene.screen(atStation(STATION_NURSE))
    await hearTone(station)
    await scene.cuff(one, 186, 104)
    await sounds(chair, 'high')
    await sounds(station, 'high')
    // Not the room's own screen: there is no "Acknowledge" here.
    expect(await station.page.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0)
    await station.press('Coming to Room 1')
    for (const screen of [chair, station]) {
      await says(screen, new RegExp(`${STATION_NURSE} is coming`))
      await sounds(screen, undefined)
    }
    // Whoever stands there already need not wait for who is coming.
    await chair.page.getByRole('button', { name: 'Acknowledge' }).first().waitFor()
    await scene.goOn(52)
    for (const screen of [chair, station]) expect(await screen.sounding()).toBeUndefined()
    await scene.goOn(10)
    for (const screen of [chair, station]) await sounds(screen, 'high')

    const [coming] = await scene.records(one, 'coming')
    expect(coming?.by.name).toBe(STATION_NURSE)
    expect(await scene.records(one, 'silenceEnded')).toMatchObject([
      { what: 'coming', cause: 'expired', dueAtMs: (coming?.hubAtMs ?? 0) + 60 * S },
    ])
    const { alarmId } = await onlyAlarm(scene, one, 'bpHigh')
    expect((await steps(scene, one, alarmId)).map(({ step }) => step)).toEqual(['otherChairs'])
    await says(chair, new RegExp(`${PHYSICIAN} is called in 0:[45]\\d`))
  })
})

describe('whose turn it is', { timeout: SLOW }, () => {
  test('[EE15] a HIGH reaches the physician at 60 s and is theirs only by a tap; "cannot" goes to the backup at once; who taps "I have it" has it on every screen', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    await scene.onDuty('physician', PHYSICIAN, '555 0101')
    await scene.onDuty('backup', BACKUP)
    const chair = await scene.screen(atChair(1, NURSE))
    const physician = await scene.screen(ownScreen())
    const backup = await scene.screen(ownScreen(BACKUP))
    await hearTone(chair)
    await scene.cuff(one, 186, 104)
    await says(physician, /SBP 186 ≥ 180/)
    await says(chair, new RegExp(`${PHYSICIAN} is called in 1:00|${PHYSICIAN} is called in 0:59`))
    await scene.goOn(58)
    const { alarmId, dueAtMs } = await onlyAlarm(scene, one, 'bpHigh')
    expect((await steps(scene, one, alarmId)).map(({ step }) => step)).toEqual(['otherChairs'])
    await yours(physician).getByText('Nothing is waiting for you.').waitFor()
    expect(await physician.sounding()).toBeUndefined()

    await scene.goOn(2)
    await yours(physician)
      .getByText(/SBP 186/)
      .waitFor()
    await sounds(physician, 'high')
    expect((await steps(scene, one, alarmId)).at(-1)).toMatchObject({
      step: 'physician',
      dueAtMs: dueAtMs + 60 * S,
    })
    // On the glass, and still nobody's.
    await expect
      .poll(async () => (await scene.records(one, 'delivery')).map(({ event, role }) => `${role} ${event}`), {
        timeout: 30_000,
      })
      .toEqual(['physician sent', 'physician shown'])
    await says(chair, new RegExp(`${PHYSICIAN} called 0:0\\d ago, on a screen, not taken`))
    expect(await scene.records(one, 'taken')).toEqual([])
    expect(await backup.sounding()).toBeUndefined()

    await physician.press('Cannot')
    await sounds(backup, 'high')
    await sounds(physician, undefined)
    await yours(backup)
      .getByText(/SBP 186/)
      .waitFor()
    const [declined] = await scene.records(one, 'taken')
    expect(declined).toMatchObject({ event: 'declined', by: { name: PHYSICIAN } })
    expect((await steps(scene, one, alarmId)).at(-1)).toMatchObject({
      step: 'backup',
      dueAtMs: declined?.hubAtMs,
    })
    await says(chair, new RegExp(`${PHYSICIAN} cannot come`))

    await backup.press('I have it')
    await sounds(backup, undefined)
    await says(chair, new RegExp(`taken by ${BACKUP}`))
    for (const screen of [physician, backup]) await says(screen, new RegExp(`${BACKUP} has it`))
    expect((await scene.records(one, 'taken')).at(-1)).toMatchObject({ event: 'taken', by: { name: BACKUP } })
    // Somebody knows, and nobody has acknowledged: the chair goes on.
    expect(await chair.sounding()).toBe('high')
  })

  test('[EE16] nobody on duty is said on every screen; a HIGH that then comes says so, whom nobody answers, and is not lost', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    const chair = await scene.screen(atChair(1))
    await scene.screen(atChair(2))
    const station = await scene.screen(atStation(STATION_NURSE))
    const physician = await scene.screen(ownScreen())
    for (const screen of scene.screens) await says(screen, 'No physician on duty')
    await hearTone(station)
    // A probe settles for its first 10 s.
    await scene.goOn(12)
    scene.shows(one, { heartRate: 74, spo2: 78 })
    await scene.goOn(8)
    for (const screen of [chair, station]) await sounds(screen, 'high')
    const { alarmId } = await onlyAlarm(scene, one, 'spo2Low')
    // Extremely low is not extreme (clinical facts §5 has none for SpO₂): the physician's turn is at 60 s.
    await scene.goOn(62)
    const called = (await scene.records(one, 'delivery')).filter((each) => each.alarmId === alarmId)
    expect(called).toMatchObject([{ role: 'physician', event: 'nobody', step: 'physician' }])
    await says(chair, /no physician on duty.*nobody has answered/)
    await says(station, /nobody has answered/)
    expect(await chair.sounding()).toBe('high')

    await scene.onDuty('physician', PHYSICIAN)
    // Who comes on duty is told of what is waiting.
    await sounds(physician, 'high')
    await yours(physician).getByText(/SpO₂/).first().waitFor()
    for (const { page } of scene.screens)
      await expect.poll(() => within(page, 'No physician on duty').count(), { timeout: 30_000 }).toBe(0)
  })
})

describe('the quiet chair', { timeout: SLOW }, () => {
  test('[EE17] needs a station that somebody heard; when that goes the chair can sound within 5 s, sounds what is active and says why; where nothing is active it stays silent', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    const two = await scene.patient(2, 'K-0402')
    const chair = await scene.screen(atChair(1, NURSE))
    const other = await scene.screen(atChair(2, NURSE))
    const station = await scene.screen(atStation(STATION_NURSE))
    const refused = await askQuiet(chair)
    await refused
      .getByRole('alert')
      .getByText(/station/)
      .waitFor()
    expect(await scene.records(one, 'quietChair')).toEqual([])
    await escapeDialog(chair.page)

    await hearTone(station)
    for (const screen of [chair, other]) {
      await askQuiet(screen)
      await screen.page.locator('button[data-sound]', { hasText: 'Quiet here · station sounds' }).waitFor()
      await escapeDialog(screen.page)
    }
    scene.shows(one, { heartRate: 118, spo2: 97 })
    await scene.goOn(20)
    await sounds(station, 'medium')
    await says(chair, /HR 118 > 110/)
    await says(chair, /quiet chair: sounds at the station/)
    expect(await chair.sounding()).toBeUndefined()

    const closedAtMs = scene.stage().clock.nowMs()
    await scene.close(station)
    await scene.goOn(4)
    await sounds(chair, 'medium')
    await says(chair, /NOT QUIET NOW: No station that somebody has heard/)
    await says(other, /NOT QUIET NOW: No station that somebody has heard/)
    expect(await other.sounding()).toBeUndefined()
    for (const patient of [one, two]) {
      const last = (await scene.records(patient, 'coverage')).at(-1)
      expect(last?.quiet).toBe(false)
      expect((last?.hubAtMs ?? 0) - closedAtMs).toBeLessThanOrEqual(5 * S)
    }
    await scene.goOn(4)
    expect(await other.sounding()).toBeUndefined()
    expect(await chair.sounding()).toBe('medium')
  })
})

describe('another room’s alarm', { timeout: SLOW }, () => {
  test('[EE18] a HIGH is seen and not heard beside a patient who is infusing, also when other chairs are told; an empty room of the same nurse sounds it', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    const two = await scene.patient(2, 'K-0402')
    await takeRooms(scene, 1, 2, 3)
    const beside = await scene.screen(atChair(2, NURSE))
    const empty = await scene.screen(atChair(3))
    await hearTone(beside)
    await hearTone(empty)
    await scene.cuff(one, 186, 104)
    await strip(beside)
      .getByText(/SBP 186 ≥ 180/)
      .waitFor()
    await strip(beside).getByText('!!!').first().waitFor()
    await sounds(empty, 'high')
    await scene.goOn(32)
    const { alarmId } = await onlyAlarm(scene, one, 'bpHigh')
    expect((await steps(scene, one, alarmId)).map(({ step }) => step)).toEqual(['otherChairs'])
    expect(await beside.sounding()).toBeUndefined()
    await says(beside, 'K-0402')
    // Its own does sound there.
    await scene.cuff(two, 188, 104)
    await sounds(beside, 'high')
  })
})

describe('HELP', { timeout: SLOW }, () => {
  test('[EE19] from an enrolled chair where nobody is signed in it reaches station and physician at 0 s, sounds there and not at its origin, is stamped, claimed by name, and resolved', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    await scene.onDuty('physician', PHYSICIAN)
    const chair = await scene.screen(atChair(1))
    const station = await scene.screen(atStation())
    const physician = await scene.screen(ownScreen())
    await hearTone(chair)
    await hearTone(station)
    await chair.press('HELP')
    await sounds(station, 'high')
    await sounds(physician, 'high')
    await says(chair, 'EMERGENCY')
    await yours(physician).getByText(/HELP/).first().waitFor()
    expect(await chair.sounding()).toBeUndefined()
    const [help] = await scene.records(one, 'help')
    expect(help).toMatchObject({ screenId: expect.any(String) })
    expect(help).not.toHaveProperty('by')
    const { alarmId } = await onlyAlarm(scene, one, 'help')
    expect(await steps(scene, one, alarmId)).toMatchObject([{ step: 'physician', dueAtMs: help?.hubAtMs }])

    await chair.press(/^O₂/)
    await says(chair, /pressed by somebody, unsigned/)
    await expect
      .poll(() => scene.records(one, 'helpStamp'), { timeout: 30_000 })
      .toMatchObject([{ stamp: 'oxygen' }])
    await scene.goOn(30)
    expect(await chair.sounding()).toBeUndefined()
    await sounds(station, 'high')

    await physician.press('I have it')
    await sounds(physician, undefined)
    await sounds(station, undefined)
    await says(chair, new RegExp(`taken by ${PHYSICIAN}`))

    await chair.press('Sign in')
    const dialog = chair.page.getByRole('dialog')
    await dialog.getByLabel('Name').fill(NURSE)
    await dialog.getByRole('textbox', { name: 'Password' }).fill('correct horse battery')
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
    await chair.press('Mine? …')
    await chair.press(`All mine: ${NURSE}`)
    await expect
      .poll(async () => (await scene.records(one, 'claimed')).map(({ ofSeq, by }) => [ofSeq, by.name]), {
        timeout: 30_000,
      })
      .toContainEqual([help?.seq, NURSE])
    await says(chair, new RegExp(`pressed by ${NURSE}`))
    await chair.press('Resolved …')
    await chair.page.getByLabel('What came of it').fill('Faint, lay down, well again')
    await chair.press(`Record: resolved by ${NURSE}`)
    await says(chair, 'No active alarm')
    await expect
      .poll(async () => (await scene.records(one, 'phase')).at(-1)?.phase, { timeout: 30_000 })
      .toBe('infusing')
  })

  test('[SO60] with no station that anybody hears the chair says so and goes on sounding its alarms, Rooms names the room; with one it is quiet', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    await scene.onDuty('physician', PHYSICIAN)
    const chair = await scene.screen(atChair(1, NURSE))
    const physician = await scene.screen(ownScreen())
    await hearTone(chair)
    await chair.press('HELP')
    await says(chair, 'Nobody hears a station: this chair goes on sounding its alarms')
    await says(chair, 'no sound here, and nobody hears a station')
    await says(physician, /every room audible: NO\. Nobody can hear Room 1/)
    await says(physician, 'NOT HEARD OUTSIDE THE ROOM')
    expect(await chair.sounding()).toBeUndefined()
    await scene.cuff(one, 186, 104)
    await sounds(chair, 'high')
    await film(chair, 'help-no-station', true)
    await film(physician, 'rooms-help-no-station', true)

    const station = await scene.screen(atStation(STATION_NURSE))
    await hearTone(station)
    await says(chair, /People are present: this chair makes no sound for \d+:\d\d; the station does/)
    await says(chair, 'sounds at the station, not here')
    await sounds(chair, undefined)
    await sounds(station, 'high')
    await says(physician, /every room audible: yes, heard/)
    await scene.close(station)
    await scene.goOn(5)
    await sounds(chair, 'high')
    await says(chair, 'Nobody hears a station: this chair goes on sounding its alarms')
  })
})

describe('nobody is signed in at the wall', { timeout: SLOW }, () => {
  test('[EE49] “Coming” asks who it is, for that alarm, and is done after the sign-in; given up it is said not to be sent', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    const wall = await scene.screen(atStation(undefined, 'Wall'))
    await scene.cuff(one, 186, 104)
    await says(wall, /BP very high/)
    const dialog = wall.page.getByRole('dialog', { name: 'Who are you?' })
    const came = async () => (await scene.records(one, 'coming')).length
    await wall.page.getByRole('button', { name: 'Coming to Room 1' }).first().click()
    await dialog.getByText(/“Coming”: Room 1, BP very high/).waitFor()
    await expect
      .poll(() => dialog.getByLabel('Name').evaluate((field) => field === document.activeElement))
      .toBe(true)
    await wall.page.keyboard.press('Escape')
    await says(wall, /Not sent: “Coming”/)
    expect(await came()).toBe(0)

    await wall.page.getByRole('button', { name: 'Coming to Room 1' }).first().click()
    await dialog.getByLabel('Name').fill(NURSE)
    await dialog.getByLabel('Password', { exact: true }).fill(FIXTURE_PASSWORD)
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await says(wall, new RegExp(`${NURSE} is coming`))
    expect(await came()).toBe(1)
  })
})

describe('one place, one sound', { timeout: SLOW }, () => {
  test('[EE20] of two screens at the station one sounds, and the other says which; when it goes the other sounds within 5 s, and that nobody has heard that one is said everywhere until somebody has', async () => {
    await using scene = await createScene(browser)
    const one = await scene.patient(1, 'K-0417')
    const chair = await scene.screen(atChair(1))
    const first = await scene.screen(atStation(STATION_NURSE, 'Station left'))
    await hearTone(first)
    const second = await scene.screen(atStation(STATION_NURSE, 'Station right'))
    await says(second, 'Sounds on Station left')
    await scene.cuff(one, 186, 104)
    await sounds(first, 'high')
    expect(await second.sounding()).toBeUndefined()
    await says(first, /every room audible: yes, heard/)

    const closedAtMs = scene.stage().clock.nowMs()
    await scene.close(first)
    await scene.goOn(4)
    await sounds(second, 'high')
    const suite = await scene.suite('lease')
    const given = suite.filter(({ place, event }) => place === 'station' && event === 'given').at(-1)
    expect((given?.hubAtMs ?? 0) - closedAtMs).toBeLessThanOrEqual(5 * S)
    await second.page.locator('button[data-sound="unconfirmed"]').waitFor()
    await says(second, /Nobody can hear Room 1/)
    await scene.goOn(12)
    for (const screen of [chair, second]) await says(screen, /No audible screen/i)
    await hearTone(second)
    await says(second, /every room audible: yes, heard/)
    await scene.goOn(2)
    const technical = (await scene.records(one, 'alarm')).filter(
      ({ condition }) => condition === 'noAudibleScreen',
    )
    expect(technical.map(({ transition }) => transition)).toEqual(['raised', 'ended'])
    expect(technical[0]?.priority).toBe('medium')
  })
})
