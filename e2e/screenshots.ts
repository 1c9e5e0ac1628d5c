// Owns `npm run screenshots`: the pictures of the README, made from a simulated clinic on a stepped clock, and every state
// of the screens at three sizes in .tmp/screens for looking at. Never uses a real person's numbers.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SteppedClock } from '@chairside/shared/stepped-clock.ts'
import { createSimulatedRoom, type SimulatedRoom } from '../simulator/simulated-room.ts'
import { type Browser, createStage, NURSE, openBrowser, type Page, type Stage, signIn } from './stage.ts'

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

async function shoot(
  page: Page,
  name: string,
  sizes: readonly (readonly [number, number])[] = SIZES,
): Promise<void> {
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height })
    // Lanes draw again when their window moves; a picture of half of them is no picture.
    await page.waitForTimeout(700)
    await page.screenshot({ path: join(OUT, `${name}-${width}x${height}.png`) })
  }
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
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.waitForTimeout(700)
  await page.screenshot({ path: join(DOCS, 'chairside.png') })
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

mkdirSync(OUT, { recursive: true })
mkdirSync(DOCS, { recursive: true })
const browser = await openBrowser()
try {
  await main(browser)
} finally {
  await browser.close()
}
console.log(`Pictures in ${OUT}; the README’s in ${DOCS}.`)
process.exit(0)
