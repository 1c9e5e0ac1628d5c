// Owns `npm run screenshots`: the pictures of the README, made from an invented morning on a stepped clock, and every state
// of the screens at three sizes in .tmp/screens for looking at (`morning`, `states` or `alarms` alone: that part). Never uses a
// real person's numbers.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type RoomId, sessionStream } from '@chairside/shared/ids.ts'
import type { SteppedClock } from '@chairside/shared/stepped-clock.ts'
import { createSimulatedRoom, type SimulatedRoom } from '../simulator/simulated-room.ts'
import { type Browser, createStage, NURSE, openBrowser, type Page, type Stage, signIn } from './stage.ts'
import { type Look as WalkLook, walkAlarms } from './support/alarm-walk.ts'
import { createBedside, createPerson, type PersonAtDoor, type Shown } from './support/bedside.ts'
import {
  createDrawnMonitor,
  ENDS_AT,
  EVERY_MS,
  OPENED_AT,
  SILENT,
  STARTED_AT,
  T,
} from './support/drawn-session.ts'
import { plainFold } from './support/look.ts'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, '.tmp', 'screens')
const DOCS = join(ROOT, 'docs', 'screenshots')
const SIZES = [
  [1280, 800],
  [1920, 1080],
  [768, 1024],
] as const
const SECOND = 1_000

async function play(rooms: readonly SimulatedRoom[], clock: SteppedClock, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    clock.move(SECOND)
    if (second % 5 === 4 || second === seconds - 1) for (const room of rooms) await room.idle()
  }
}

async function addRoom(stage: Stage, at: number, scenario: string): Promise<SimulatedRoom> {
  const roomId = stage.rooms[at]
  if (roomId === undefined) throw new Error(`there is no room ${at}`)
  const { deviceId, token } = await stage.addDevice(roomId, 'simulated', `Simulated monitor ${at + 1}`)
  const room = createSimulatedRoom({
    url: stage.url,
    token,
    deviceId,
    scenario: scenario as never,
    seed: 11 + at,
    clock: stage.clock,
  })
  await room.start()
  return room
}

async function startInfusion(page: Page, url: string, room: number, code: string): Promise<void> {
  await page.goto(`${url}/room/room-${room}`)
  await page.getByLabel(/patient code/i).fill(code)
  await page.getByRole('button', { name: 'Open session' }).click()
  await page.getByRole('button', { name: /start/i }).first().click()
  await page.getByRole('dialog').getByLabel(/dose/i).fill('35')
  await page
    .getByRole('dialog')
    .getByLabel(/volume/i)
    .fill('35')
  await page
    .getByLabel(/minutes|over/i)
    .first()
    .fill('40')
  await page.getByRole('dialog').getByLabel(/rate/i).first().fill('52.5')
  await page
    .getByRole('button', { name: /record/i })
    .first()
    .click()
  await page.getByText('Infusing').first().waitFor()
}

type Look = 'dark' | 'light' | 'dim'
const LOOKS: readonly Look[] = ['dark', 'light', 'dim']

/** As the person's menu does it. */
const wear = (page: Page, look: Look): Promise<void> =>
  page.evaluate((each) => {
    const theme = each === 'light' ? 'light' : 'dark'
    const { dataset } = document.documentElement
    dataset['theme'] = theme
    dataset['mantineColorScheme'] = theme
    if (each === 'dim') dataset['dim'] = ''
    else delete dataset['dim']
  }, look)

async function shoot(
  page: Page,
  name: string,
  sizes: readonly (readonly [number, number])[] = SIZES,
  looks: readonly Look[] = ['dark'],
): Promise<void> {
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height })
    // Lanes draw again when their window moves; a picture of half of them is no picture.
    await page.waitForTimeout(700)
    for (const look of looks) {
      await wear(page, look)
      const said = look === 'dark' ? '' : `-${look}`
      await page.screenshot({ path: join(OUT, `${name}${said}-${width}x${height}.png`) })
    }
    await wear(page, 'dark')
  }
}

async function picture(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.waitForTimeout(700)
  await page.screenshot({ path: join(DOCS, name) })
}

/** A short session of the day before, for the list. */
async function earlier(
  stage: Stage,
  nurse: PersonAtDoor,
  room: RoomId,
  code: string,
  minutes: number,
  shownAt: (minute: number) => Shown,
): Promise<void> {
  const bedside = await createBedside(stage, room, { name: `Monitor of ${code}` })
  await bedside.say(shownAt(0))
  const sessionId = await nurse.open(room, code)
  await nurse.start(sessionId)
  await bedside.run(minutes * 60 * SECOND, (ms) => shownAt(ms / (60 * SECOND)))
  await nurse.close(sessionId)
  bedside.end()
}

/** One invented morning: at the chair, looking back, in the list, as a replay. The README's two pictures are from it. */
async function morning(browser: Browser): Promise<void> {
  await using stage = await createStage({
    startMs: OPENED_AT - 20 * 60 * 60 * SECOND,
    rooms: ['Room 1', 'Room 2', 'Room 3'],
  })
  const [one, two, three] = stage.rooms as [RoomId, RoomId, RoomId]
  const before = await createPerson(stage, NURSE)
  await earlier(stage, before, one, 'K-0402', 12, (minute) => ({
    heartRate: 68 + Math.round(4 * Math.sin(minute)),
    spo2: 97,
    ...(minute % 5 === 2 ? { cuff: [118 + minute, 74] as const } : {}),
  }))
  await earlier(stage, before, two, 'K-0388', 14, (minute) => ({
    heartRate: 74,
    spo2: minute > 6 && minute < 8.5 ? 84 : 96,
    ...(minute % 5 === 2 ? { cuff: [124 + minute, 78] as const } : {}),
  }))

  stage.clock.moveTo(OPENED_AT)
  // Yesterday's sign-in does not hold any more.
  const nurse = await createPerson(stage, NURSE)
  const shownAt = createDrawnMonitor()
  const bedside = await createBedside(stage, three, { name: 'Bedside monitor', everyMs: EVERY_MS })
  const other = await createBedside(stage, one, { name: 'Monitor 1' })
  await bedside.say(shownAt(OPENED_AT))
  await other.say({ heartRate: 71, spo2: 99, cuff: [118, 74] })
  const runTo = async (atMs: number): Promise<void> => {
    const from = stage.clock.nowMs()
    await bedside.run(atMs - from, (ms) => shownAt(from + ms))
  }
  const sessionId = await nurse.open(three, 'K-0417')
  await runTo(STARTED_AT)
  await nurse.start(sessionId)
  await runTo(T(20, 22))
  await nurse.open(one, 'K-0431')

  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await signIn(page, stage.url, NURSE)
  await page.goto(`${stage.url}/room/${three}`)
  await page.getByText('SBP 182 ≥ 180').filter({ visible: true }).first().waitFor()
  await page.mouse.move(2, 2)
  await shoot(page, 'chair', SIZES, LOOKS)
  await picture(page, 'chairside.png')

  await runTo(T(20, 30))
  const { alarms } = await plainFold(stage, sessionStream(sessionId), stage.clock.nowMs())
  const alarmId = alarms['bpHigh']?.alarm.alarmId
  if (alarmId !== undefined) await nurse.act({ type: 'alarm.acknowledge', sessionId, alarmId } as never)
  await runTo(T(22))
  await nurse.act({ type: 'infusion.rate', sessionId, rateMlPerHr: 38 } as never)
  await runTo(T(33, 40))
  await page.getByText('T+33:40').first().waitFor()
  for (let minute = 0; minute < 10; minute += 1) await page.keyboard.press('Shift+ArrowLeft')
  await page
    .getByText(/^LOOKING BACK/)
    .first()
    .waitFor()
  await shoot(page, 'look-back', SIZES, LOOKS)

  await page.goto('about:blank')
  await runTo(T(43))
  await nurse.act({ type: 'infusion.stop', sessionId } as never)
  const [silentFrom, silentTo] = SILENT
  await runTo(silentFrom)
  const held: (readonly [number, Shown])[] = []
  for (let atMs = silentFrom + EVERY_MS; atMs <= silentTo; atMs += EVERY_MS) held.push([atMs, shownAt(atMs)])
  stage.clock.moveTo(silentTo)
  for (const [atMs, shown] of held) await bedside.say(shown, atMs)
  await runTo(ENDS_AT)
  await nurse.close(sessionId)

  await page.goto(`${stage.url}/sessions`)
  await page.getByRole('link', { name: /^When .*K-0417/ }).waitFor()
  await shoot(page, 'sessions', SIZES, LOOKS)
  await page.goto(`${stage.url}/replay/${sessionId}?t=${T(31, 36)}`)
  await page.getByText('T+31:36').first().waitFor()
  await page.getByRole('button', { name: '16×' }).click()
  await page.mouse.move(2, 2)
  await shoot(page, 'replay', SIZES, LOOKS)
  await picture(page, 'replay.png')
  await page.goto(`${stage.url}/replay/nobody`)
  await page.getByRole('heading', { name: 'There is no such session' }).waitFor()
  await shoot(page, 'replay-refused', [[1280, 800]])
  await page.goto(`${stage.url}/open`)
  await shoot(page, 'open', [[1280, 800]])
  bedside.end()
  other.end()
  await page.close()
}

async function main(browser: Browser): Promise<void> {
  await using stage = await createStage({
    rooms: ['Room 1', 'Room 2', 'Room 3', 'Room 4 with a very long name indeed'],
  })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${stage.url}/sign-in`)
  await shoot(page, 'sign-in')
  await signIn(page, stage.url, NURSE)
  const rooms = [
    await addRoom(stage, 0, 'hypertensive-surge'),
    await addRoom(stage, 1, 'calm'),
    await addRoom(stage, 2, 'desaturation'),
  ]
  await play(rooms, stage.clock, 420)
  await page.goto(`${stage.url}/room/room-1`)
  await page
    .getByText(/NOT RECORDED/)
    .first()
    .waitFor()
  await shoot(page, 'no-session')
  for (const [at, code] of [
    [1, 'K-0417'],
    [2, 'K-0402'],
    [3, 'K-0388'],
  ] as const)
    await startInfusion(page, stage.url, at, code)
  await play(rooms, stage.clock, 330)
  await page.goto(`${stage.url}/room/room-3`)
  await page.getByText('K-0388').first().waitFor()
  await shoot(page, 'chairside-spo2')
  await play(rooms, stage.clock, 880)
  await page.goto(`${stage.url}/`)
  await page.getByText('K-0417').first().waitFor()
  await shoot(page, 'rooms')
  await page.goto(`${stage.url}/room/room-1`)
  await page.getByText('K-0417').first().waitFor()
  await shoot(page, 'chairside')
  await page.goto(`${stage.url}/room/room-2`)
  await page.getByText('K-0402').first().waitFor()
  await shoot(page, 'chairside-calm')
  const silent = rooms[1]
  await silent?.stop()
  stage.clock.move(6 * SECOND)
  await shoot(page, 'ageing', [[1280, 800]])
  stage.clock.move(14 * SECOND)
  await shoot(page, 'no-live-data', [[1280, 800]])
  for (const room of [rooms[0], rooms[2]]) await room?.stop()
  await stage.crash()
  await page
    .getByText(/Chairside is not watching/)
    .first()
    .waitFor()
  await shoot(page, 'lost-hub')
}

/** States that are looked at in every size and in both colours. */
const EVERY_SIZE: ReadonlySet<string> = new Set([
  'high',
  'five-at-once',
  'help',
  'nobody-answered',
  'repeat-due',
])
const BOTH_COLOURS: ReadonlySet<string> = new Set(['high', 'five-at-once'])

/** Every state of an alarm, on each screen that has something to say of it. */
async function alarms(): Promise<void> {
  const audible = await openBrowser(['--autoplay-policy=no-user-gesture-required'])
  try {
    const look: WalkLook = async (state, screens) => {
      for (const { name, page } of screens)
        await shoot(
          page,
          `alarm-${state}-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
          EVERY_SIZE.has(state) ? SIZES : SIZES.slice(0, 1),
          BOTH_COLOURS.has(state) ? ['dark', 'light'] : ['dark'],
        )
      for (const { page } of screens) await page.setViewportSize({ width: 1280, height: 800 })
    }
    await walkAlarms(audible, look, true)
  } finally {
    await audible.close()
  }
}

mkdirSync(OUT, { recursive: true })
mkdirSync(DOCS, { recursive: true })
const browser = await openBrowser()
try {
  const only = process.argv[2]
  if (only === undefined || only === 'morning') await morning(browser)
  if (only === undefined || only === 'states') await main(browser)
  if (only === undefined || only === 'alarms') await alarms()
} finally {
  await browser.close()
}
console.log(`Pictures in ${OUT}; the README’s in ${DOCS}.`)
process.exit(0)
