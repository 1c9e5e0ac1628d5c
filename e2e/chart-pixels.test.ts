// Proves the trend in a real browser, by pixels: known data gives marks at computed places, a gap has no ink of the line,
// nothing joins two cuff readings, and one second of desaturation is seen at eight hours.
// The places are worked out here once more, from the sizes the drawing is specified with: not with the product's own scale.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openBrowser, type Page } from './stage.ts'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, '.tmp', 'trend-page')
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
}

type Bodies = (readonly [number, object])[]
type Rgb = readonly [number, number, number]
type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
type Picture = { readonly width: number; at(x: number, y: number): Rgb }

const T0 = 1_764_000_000_000
const WIDTH = 900
const HEIGHT = 640
/** Around the plot of every lane. */
const LEFT = 46
const RIGHT = 10
const TOP = 18
const BOTTOM = 5
const COLOUR = {
  heartRate: [0xa9, 0xd6, 0xbd],
  spo2: [0xbc, 0xc8, 0xea],
  pressure: [0xf3, 0xf6, 0xfa],
  high: [0xff, 0x4d, 0x4f],
  medium: [0xff, 0xd2, 0x3f],
  low: [0x4f, 0xd8, 0xe8],
} as const satisfies Record<string, Rgb>

const far = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
/** A line a pixel or two wide, smoothed by the browser, is never its whole colour. */
const isInk = (found: Rgb, colour: Rgb): boolean => far(found, colour) < 75

const by = { personId: 'p1', name: 'R. Osei', role: 'nurse' }
const opened: Bodies = [
  [
    T0,
    {
      kind: 'session.opened',
      by,
      commandId: '1'.repeat(32),
      sessionId: 's1',
      roomId: 'room-1',
      roomName: 'Room 1',
      patientCode: 'K-0417',
      provenance: 'simulated',
      zone: 'Europe/Oslo',
      profile: { name: 'adult ketamine infusion', version: 1 },
      clockRate: 1,
    },
  ],
  [
    T0,
    {
      kind: 'device.attached',
      deviceId: 'd1',
      deviceName: 'Monitor',
      deviceKind: 'simulated',
      signals: ['heartRate', 'spo2', 'bloodPressure'],
      everyMs: {},
      takesCuffOrders: false,
      offsetMs: 0,
    },
  ],
]
const vitals = (second: number, heartRate: number, spo2: number, late = false): Bodies[number] => [
  T0 + (late ? second + 100 : second) * 1_000,
  {
    kind: 'vitals',
    origin: { deviceId: 'd1', epoch: 'e1', seq: second + 1 },
    measuredAtMs: T0 + second * 1_000,
    readings: {
      heartRate: { status: 'measured', value: heartRate },
      spo2: { status: 'measured', value: spo2 },
    },
    ...(late ? { recovered: ['heartRate', 'spo2'] } : {}),
  },
]
const cuff = (second: number, systolic: number, diastolic: number, mean: number): Bodies[number] => [
  T0 + second * 1_000,
  {
    kind: 'bloodPressure',
    origin: { deviceId: 'd1', epoch: 'e1', seq: 100_000 + second },
    measuredAtMs: T0 + second * 1_000,
    result: { status: 'measured', systolic, diastolic, mean },
  },
]
const veryHigh = (second: number, transition: 'raised' | 'ended'): Bodies[number] => [
  T0 + second * 1_000 + 1,
  {
    kind: 'alarm',
    alarmId: `bpHigh@${T0}`,
    condition: 'bpHigh',
    transition,
    level: 'veryHigh',
    priority: 'high',
    dueAtMs: T0 + second * 1_000,
    breachAtMs: T0 + second * 1_000,
    measuredAtMs: T0 + second * 1_000,
    values: { systolic: 186 },
    limit: { quantity: 'systolic', op: '>=', value: 180 },
    ...(transition === 'ended' ? { endedBy: 'measurement' } : {}),
  },
]

let browser: Browser
let page: Page

beforeAll(async () => {
  await build({
    configFile: false,
    root: join(ROOT, 'client', 'testing', 'trend-page'),
    plugins: [react()],
    logLevel: 'error',
    build: { outDir: OUT, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 2_000 },
  })
  browser = await openBrowser()
  page = await browser.newPage({ viewport: { width: 1_000, height: 700 }, deviceScaleFactor: 1 })
  await page.route('http://trend.test/**', async (route) => {
    const path = new URL(route.request().url()).pathname
    const file = path === '/' ? 'index.html' : path.slice(1)
    const contentType = TYPES[file.split('.').at(-1) ?? ''] ?? 'text/plain'
    await route.fulfill({ body: readFileSync(join(OUT, file)), contentType })
  })
  await page.goto('http://trend.test/')
}, 120_000)
afterAll(() => browser?.close())

/** Shows a recording and stands at its end, so that nothing is dimmed. */
async function show(bodies: Bodies): Promise<void> {
  await page.evaluate(
    (json) => {
      const given = JSON.parse(json) as object
      const { trendPage } = globalThis as unknown as {
        trendPage: { show(given: object): { cursor: { follow(): void } } }
      }
      const session = trendPage.show(given)
      setTimeout(() => session.cursor.follow(), 300)
    },
    // As one text: the browser's own line would carry each value apart.
    JSON.stringify({ bodies, live: false, nowMs: T0, width: WIDTH, height: HEIGHT }),
  )
  await page.locator('[data-lane="spo2"] [data-line="live"]').waitFor({ state: 'attached' })
  await page.waitForFunction(() => {
    const dim = document.querySelector('[data-dim]')
    return dim !== null && Number(dim.getAttribute('data-dim')) > 700
  })
  // Lanes draw one a frame.
  await page.waitForTimeout(400)
}

async function picture(): Promise<Picture> {
  const png = await page.screenshot({ clip: { x: 0, y: 0, width: WIDTH, height: HEIGHT } })
  const pixels = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('no canvas')
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    let text = ''
    for (let at = 0; at < data.length; at += 8_192)
      text += String.fromCharCode(...data.subarray(at, at + 8_192))
    return { text: btoa(text), width: bitmap.width }
  }, png.toString('base64'))
  const data = Buffer.from(pixels.text, 'base64')
  return {
    width: pixels.width,
    at(x, y) {
      const at = (Math.round(y) * pixels.width + Math.round(x)) * 4
      return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
    },
  }
}

async function laneRect(tone: string): Promise<Rect> {
  const rect = await page.locator(`[data-lane="${tone}"]`).boundingBox()
  if (rect === null) throw new Error(`there is no lane ${tone}`)
  return rect
}

/** Where a second of a recording of this length is, in the window of the whole session. */
const xAt = (rect: Rect, second: number, seconds: number): number => {
  const shown = Math.max(300, seconds) * 1.05
  return rect.x + LEFT + (second / shown) * (rect.width - LEFT - RIGHT)
}
/** The lane's upper edge is a line of one pixel. */
const yAt = (rect: Rect, [low, high]: readonly [number, number], value: number): number =>
  rect.y + 1 + TOP + ((high - value) / (high - low)) * (rect.height - TOP - BOTTOM)

/** Pixels of a column of the plot that have this colour. */
function inkRows(shot: Picture, rect: Rect, x: number, colour: Rgb): number[] {
  const rows: number[] = []
  for (let y = Math.ceil(rect.y + TOP); y < rect.y + rect.height; y += 1)
    if (isInk(shot.at(x, y), colour)) rows.push(y)
  return rows
}
const inkNear = (shot: Picture, x: number, y: number, colour: Rgb, reach = 1): boolean => {
  for (let dx = -reach; dx <= reach; dx += 1)
    for (let dy = -reach; dy <= reach; dy += 1) if (isInk(shot.at(x + dx, y + dy), colour)) return true
  return false
}

const HR = [40, 140] as const
const SPO2 = [86, 101] as const
const BP = [40, 200] as const

describe('the trend by pixels', () => {
  test('[UI67] known data gives marks at computed places, and no ink stands between two cuff readings', async () => {
    const seconds = 1_200
    const bodies: Bodies = [...opened]
    for (let second = 0; second <= seconds; second += 1) {
      bodies.push(vitals(second, second < 600 ? 80 : 100, 97))
      if (second === 300) bodies.push(cuff(300, 126, 72, 90))
      if (second === 700) bodies.push(cuff(700, 150, 88, 109))
    }
    await show(bodies)
    const shot = await picture()
    const rate = await laneRect('heart-rate')
    const pressure = await laneRect('pressure')
    const spo2 = await laneRect('spo2')
    for (const second of [100, 400, 560, 640, 900, 1_150]) {
      const x = xAt(rate, second, seconds)
      const value = second < 600 ? 80 : 100
      expect(inkNear(shot, x, yAt(rate, HR, value), COLOUR.heartRate), `HR at ${second} s`).toBe(true)
      expect(inkNear(shot, x, yAt(spo2, SPO2, 97), COLOUR.spo2), `SpO₂ at ${second} s`).toBe(true)
      for (const row of inkRows(shot, rate, x, COLOUR.heartRate))
        expect(Math.abs(row - yAt(rate, HR, value)), `HR ink at ${second} s`).toBeLessThanOrEqual(2)
    }
    for (const [second, systolic, diastolic, mean] of [
      [300, 126, 72, 90],
      [700, 150, 88, 109],
    ] as const) {
      const x = xAt(pressure, second, seconds)
      // The points of ∨ and ∧ are the values.
      expect(inkNear(shot, x, yAt(pressure, BP, systolic) - 1, COLOUR.pressure)).toBe(true)
      expect(inkNear(shot, x, yAt(pressure, BP, diastolic) + 1, COLOUR.pressure)).toBe(true)
      expect(inkNear(shot, x, yAt(pressure, BP, mean), COLOUR.pressure)).toBe(true)
      // Their arms open away from each other.
      expect(inkNear(shot, x + 5, yAt(pressure, BP, systolic) - 5, COLOUR.pressure)).toBe(true)
      expect(inkNear(shot, x + 5, yAt(pressure, BP, diastolic) + 5, COLOUR.pressure)).toBe(true)
      expect(inkNear(shot, x + 5, yAt(pressure, BP, systolic) + 6, COLOUR.pressure, 0)).toBe(false)
    }
    const from = Math.ceil(xAt(pressure, 300, seconds)) + 9
    const to = Math.floor(xAt(pressure, 700, seconds)) - 9
    expect(to - from).toBeGreaterThan(150)
    for (let x = from; x <= to; x += 1) expect(inkRows(shot, pressure, x, COLOUR.pressure)).toEqual([])
  })

  test('[UI67] a gap has no ink of the line and is hatched; what was filled in later is dotted in it', async () => {
    const seconds = 1_200
    const bodies: Bodies = [...opened]
    for (let second = 0; second <= seconds; second += 1) {
      const gone = second > 300 && second < 500
      const late = second > 700 && second < 900
      if (!gone) bodies.push(vitals(second, 80, 97, late))
    }
    await show(bodies)
    const shot = await picture()
    for (const [tone, colour] of [
      ['heart-rate', COLOUR.heartRate],
      ['spo2', COLOUR.spo2],
    ] as const) {
      const rect = await laneRect(tone)
      const columns = (fromS: number, toS: number) => {
        const from = Math.ceil(xAt(rect, fromS, seconds)) + 3
        const to = Math.floor(xAt(rect, toS, seconds)) - 3
        return Array.from({ length: to - from + 1 }, (_, at) => from + at)
      }
      for (const x of columns(301, 499)) expect(inkRows(shot, rect, x, colour), `${tone} at ${x}`).toEqual([])
      const middle = rect.y + rect.height / 2 + 6.5
      const shades = new Set(columns(301, 499).map((x) => shot.at(x, middle).join()))
      expect(shades.size, 'hatched').toBeGreaterThan(1)
      const dotted = columns(702, 898)
      const inked = dotted.filter((x) => inkRows(shot, rect, x, colour).length > 0).length
      expect(inked, 'dots').toBeGreaterThan(dotted.length * 0.15)
      expect(inked, 'between the dots').toBeLessThan(dotted.length * 0.85)
      const solid = columns(920, 1_180)
      expect(solid.filter((x) => inkRows(shot, rect, x, colour).length > 0)).toEqual(solid)
    }
  })

  test('[UI67] one second of desaturation is seen at eight hours, at its place and nowhere else', async () => {
    const seconds = 8 * 3_600
    const dip = 17_777
    const bodies: Bodies = [...opened]
    for (let second = 0; second <= seconds; second += 1)
      bodies.push(vitals(second, 80, second === dip ? 88 : 97))
    await show(bodies)
    const shot = await picture()
    const rect = await laneRect('spo2')
    const x = xAt(rect, dip, seconds)
    for (const value of [88.5, 90, 92, 94, 96])
      expect(inkNear(shot, x, yAt(rect, SPO2, value), COLOUR.spo2), `at ${value}`).toBe(true)
    for (const aside of [-6, -4, 4, 6])
      expect(inkNear(shot, x + aside, yAt(rect, SPO2, 90), COLOUR.spo2)).toBe(false)
  })

  test('[UI67] red, yellow and cyan stand where an alarm was, and nowhere else', async () => {
    const seconds = 1_200
    const bodies = (alarm: boolean): Bodies => {
      const all: Bodies = [...opened]
      for (let second = 0; second <= seconds; second += 1) {
        all.push(vitals(second, 80, 97))
        if (second === 300) all.push(cuff(300, 126, 72, 90))
        if (second === 600) all.push(cuff(600, 186, 100, 128))
        if (second === 600 && alarm) all.push(veryHigh(600, 'raised'))
        if (second === 900) all.push(cuff(900, 140, 82, 101))
        if (second === 900 && alarm) all.push(veryHigh(900, 'ended'))
      }
      return all
    }
    const coloured = (shot: Picture, colour: Rgb): number => {
      let count = 0
      for (let y = 0; y < HEIGHT; y += 1)
        for (let x = 0; x < WIDTH; x += 1) if (far(shot.at(x, y), colour) < 40) count += 1
      return count
    }
    await show(bodies(false))
    const calm = await picture()
    for (const colour of [COLOUR.high, COLOUR.medium, COLOUR.low]) expect(coloured(calm, colour)).toBe(0)

    await show(bodies(true))
    const shot = await picture()
    const rect = await laneRect('pressure')
    const at = (second: number, value: number, colour: Rgb) =>
      inkNear(shot, xAt(rect, second, seconds), yAt(rect, BP, value) - 1, colour)
    expect(at(600, 186, COLOUR.high)).toBe(true)
    expect(at(300, 126, COLOUR.pressure)).toBe(true)
    expect(at(900, 140, COLOUR.pressure)).toBe(true)
    expect(await page.locator('[data-lane="pressure"] [data-mark="high"]').count()).toBe(1)
    expect(await page.locator('[data-lane="alarms"] [data-bar="high"]').count()).toBe(1)
    for (const colour of [COLOUR.medium, COLOUR.low]) expect(coloured(shot, colour)).toBe(0)
  })
})
