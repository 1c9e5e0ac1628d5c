// Proves the station's glass in a real browser: rooms never move, nothing is cut off to the side, what is pressed is large
// enough, words on a flashing header can always be read, and a keyboard is enough. The rooms are given, by a wire.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  busySuite,
  NURSE,
  noLiveData,
  openRoom,
  PHYSICIAN,
  roomAlarm,
  SUITE,
  seenLow,
  veryHigh,
} from '../client/testing/rooms.ts'
import { type Browser, openBrowser, type Page } from './stage.ts'
import { seriousOf } from './support/look.ts'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, '.tmp', 'station-page')
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' }
const SIZES = [
  [1280, 800],
  [1920, 1080],
  [768, 1024],
] as const

type StationPage = {
  show(given: object): Promise<void>
  say(rooms: readonly RoomSummary[]): Promise<void>
  lose(): Promise<void>
  asked(): readonly { readonly event: string; readonly message: unknown }[]
}

let browser: Browser
let page: Page

beforeAll(async () => {
  await build({
    configFile: false,
    root: join(ROOT, 'client', 'testing', 'station-page'),
    plugins: [react()],
    logLevel: 'error',
    build: { outDir: OUT, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 3_000 },
  })
  browser = await openBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  await page.route('http://station.test/**', async (route) => {
    const path = new URL(route.request().url()).pathname
    const file = path === '/' ? 'index.html' : path.slice(1)
    const contentType = TYPES[file.split('.').at(-1) ?? ''] ?? 'text/plain'
    await route.fulfill({ body: readFileSync(join(OUT, file)), contentType })
  })
  await page.goto('http://station.test/')
  await page.waitForFunction(() => 'stationPage' in globalThis)
}, 120_000)
afterAll(() => browser?.close())

const call = (name: 'show' | 'say', given: object): Promise<void> =>
  page.evaluate(
    ([method, json]) => {
      const { stationPage } = globalThis as unknown as { stationPage: StationPage }
      return stationPage[method as 'show'](JSON.parse(json as string) as object)
    },
    [name, JSON.stringify(given)],
  )
async function show(rooms: readonly RoomSummary[], more: object = {}): Promise<void> {
  await call('show', { rooms, suite: SUITE, actor: PHYSICIAN, ...more })
  if (rooms.length > 0)
    await page
      .getByRole('link', { name: rooms[0]?.roomName ?? '' })
      .first()
      .waitFor()
}
const tiles = () => page.getByRole('list', { name: 'Rooms' }).getByRole('listitem')
const places = () =>
  tiles().evaluateAll((all) =>
    all.map((tile) => {
      const { x, y, width, height } = tile.getBoundingClientRect()
      return [x, y, width, height].map(Math.round)
    }),
  )
/** Some fixed number of rooms, in all of which the same happens. */
const rooms = (count: number, alarms: (at: number) => Parameters<typeof openRoom>[1] = () => []) =>
  Array.from({ length: count }, (_, at) => openRoom(at + 1, alarms(at)))

const trouble = (at: number) =>
  [
    [veryHigh(), noLiveData(), seenLow()],
    [
      roomAlarm({
        acknowledgedBy: 'Somebody With Quite A Long Name',
        acknowledgedAtMs: 1_764_000_000_000 as never,
      }),
    ],
    [],
    [seenLow()],
  ][at % 4] ?? []

describe('the station on the glass', () => {
  test.each([1, 7, 16])(
    '[UI166] %i rooms stand where they stood, whatever comes over them',
    async (count) => {
      for (const [width, height] of SIZES) {
        await page.setViewportSize({ width, height })
        await show(rooms(count))
        const before = await places()
        expect(before).toHaveLength(count)
        const named = rooms(count, trouble).map((room, at) => ({
          ...room,
          roomName:
            at % 3 === 0
              ? `${room.roomName}, the one beside the garden with a very long name`
              : room.roomName,
          nurse: { personId: 'x', name: 'Maximiliana Featherstonehaugh-Cholmondeley', sinceMs: 0 },
        }))
        await call('say', named)
        await page.getByText('BP very high').first().waitFor()
        expect(await places()).toEqual(before)
      }
    },
  )

  test('[UI176] nothing is cut off to the side, and what is pressed is 44 px at least', async () => {
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height })
      for (const given of [[], rooms(1, trouble), busySuite(), rooms(16, trouble)]) {
        await show(given)
        const wide = await page.evaluate(() => [
          document.documentElement.scrollWidth - document.documentElement.clientWidth,
          ...[...document.querySelectorAll('main *')].map((part) =>
            getComputedStyle(part).overflowX === 'auto' ? part.scrollWidth - part.clientWidth : 0,
          ),
        ])
        expect(Math.max(...wide)).toBe(0)
        const low = await page
          .locator('main button')
          .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 44).length)
        expect(low).toBe(0)
      }
    }
  })

  test('[UI167] HIGH fills its header and flashes at 2 Hz; its words are read in both phases; acknowledged it is steady', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    const look = () =>
      tiles()
        .first()
        .evaluate((tile) => {
          const head = tile.querySelector('h2')?.parentElement as Element
          const paper = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D
          /** As it is painted, however it is written. */
          const numbers = (colour: string): number[] => {
            paper.clearRect(0, 0, 1, 1)
            paper.fillStyle = colour
            paper.fillRect(0, 0, 1, 1)
            return [...paper.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255)
          }
          const light = (colour: string): number => {
            const [r = 0, g = 0, b = 0] = numbers(colour).map((part) =>
              part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
            )
            return 0.2126 * r + 0.7152 * g + 0.0722 * b
          }
          /** Of each word of the head on the head's own ground. */
          const contrast = () => {
            const plate = light(getComputedStyle(head).backgroundColor)
            return Math.min(
              ...[...head.querySelectorAll('*')].map((part) => {
                const ink = light(getComputedStyle(part).color)
                return (Math.max(ink, plate) + 0.05) / (Math.min(ink, plate) + 0.05)
              }),
            )
          }
          const ownGrounds = [...head.querySelectorAll('*')].filter(
            (part) => getComputedStyle(part).backgroundColor !== 'rgba(0, 0, 0, 0)',
          ).length
          const animations = tile.getAnimations({ subtree: true })
          const flashing = animations.map((animation) => ({
            ms: animation.effect?.getTiming().duration,
            name: (animation as CSSAnimation).animationName,
          }))
          const ground = () => numbers(getComputedStyle(head).backgroundColor).join()
          const steady = ground()
          const phases = [0, 300].map((at) => {
            for (const animation of animations) {
              animation.pause()
              animation.currentTime = at
            }
            return { ground: ground(), contrast: contrast() }
          })
          return { flashing, phases, ownGrounds, steady }
        })
    for (const theme of ['dark', 'light']) {
      await page.evaluate((to) => {
        document.documentElement.dataset['theme'] = to
      }, theme)
      await show(rooms(1, () => [veryHigh()]))
      const high = await look()
      // The edge and the head, which the page hangs on one time line by these names.
      expect(high.flashing).toEqual([
        { ms: 500, name: 'alarm-flash' },
        { ms: 500, name: 'alarm-flash-plate' },
      ])
      expect(high.phases[0]?.ground).not.toBe(high.phases[1]?.ground)
      for (const { contrast } of high.phases) expect(contrast).toBeGreaterThanOrEqual(4.5)
      // One plate: no word stands in a box of its own.
      expect(high.ownGrounds).toBe(0)
      await show(rooms(1, () => [veryHigh({ acknowledgedBy: 'R. Osei' })]))
      const answered = await look()
      expect(answered.flashing).toEqual([])
      expect(answered.steady).toBe(high.phases[0]?.ground)
      expect(answered.phases[0]?.contrast).toBeGreaterThanOrEqual(4.5)
    }
    await page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'dark'
    })
    await show(rooms(1, () => [seenLow()]))
    expect(await look()).toMatchObject({ flashing: [], steady: '0,0,0' })
  })

  test('[UI167] the second line of a busy tile is not cut: technical alarms are counted in short', async () => {
    const busy = [
      roomAlarm({ condition: 'spo2Low', text: 'SpO₂ low · SpO₂ 83 < 90', quantity: 'spo2' }),
      ...(
        [
          ['noChairScreen', 'No screen at the chair · nothing is shown at the chair'],
          ['noAudibleScreen', 'No audible screen · an alarm here would not be heard'],
          ['soundNotConfirmed', 'Sound not confirmed · nobody has said that the tone was heard'],
        ] as const
      ).map(([condition, text]) =>
        roomAlarm({
          condition,
          text,
          alarmId: `${condition}@1` as never,
          escalated: [{ step: 'allStations', atMs: 1_764_000_000_000 as never }],
        }),
      ),
    ]
    await page.setViewportSize({ width: 1280, height: 800 })
    await show(rooms(4, () => busy))
    const cut = await tiles()
      .first()
      .evaluate((tile) =>
        [...tile.querySelectorAll('p')]
          .filter(
            (part) => part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1,
          )
          .map((part) => part.textContent),
      )
    expect(cut).toEqual([])
    await page.screenshot({ path: join(ROOT, '.tmp', 'station-busy.png') })
  })

  test('[UI167] where motion is unwanted nothing flashes, and the edge is thicker', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await show(rooms(1, () => [veryHigh()]))
    const still = await tiles()
      .first()
      .evaluate((tile) => ({
        flashing: tile.getAnimations({ subtree: true }).length,
        edge: getComputedStyle(tile.querySelector('span[data-priority]') as Element).borderTopWidth,
      }))
    expect(still).toEqual({ flashing: 0, edge: '6px' })
    await page.emulateMedia({ reducedMotion: 'no-preference' })
  })

  test('[UI176] has no serious fault of access, dark and light, with the lists full', async () => {
    await show(busySuite())
    for (const theme of ['dark', 'light']) {
      await page.evaluate((to) => {
        document.documentElement.dataset['theme'] = to
      }, theme)
      expect(await seriousOf(page)).toEqual([])
    }
    await page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'dark'
    })
  })

  test('[UI172] by keyboard alone: “I have it” on what is mine, “Coming” on what is not, each sent once', async () => {
    await show(busySuite())
    const sent = () =>
      page.evaluate(() =>
        (globalThis as unknown as { stationPage: StationPage }).stationPage
          .asked()
          .filter(({ event }) => event === 'command')
          .map(({ message }) => (message as { body: object }).body),
      )
    await page
      .getByRole('region', { name: 'Yours' })
      .getByRole('button', { name: 'I have it' })
      .first()
      .focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Coming to Room 8' }).focus()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Take Room 1', exact: true }).focus()
    await page.keyboard.press('Enter')
    expect(await sent()).toEqual([
      { type: 'alarm.take', sessionId: 's3', alarmId: 'bpHigh@1' },
      { type: 'alarm.coming', sessionId: 's8', alarmId: 'spo2Low@1' },
      { type: 'room.take', roomId: 'room-1' },
    ])
  })

  test('[UI174] who is on duty is set by name; what was not changed is not sent', async () => {
    await show(busySuite(), { suite: { ...SUITE, duty: {} }, actor: NURSE })
    await page.getByRole('button', { name: 'Set who is on duty' }).click()
    const dialog = page.getByRole('dialog', { name: 'Who is on duty?' })
    await dialog.getByLabel('Physician', { exact: true }).selectOption({ label: 'Dr Lindqvist' })
    await dialog.getByLabel('Physician’s phone').fill(' 555 0199 ')
    await dialog.getByRole('button', { name: 'Set', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    const sent = await page.evaluate(() =>
      (globalThis as unknown as { stationPage: StationPage }).stationPage
        .asked()
        .filter(({ event }) => event === 'command')
        .map(({ message }) => (message as { body: object }).body),
    )
    expect(sent).toEqual([{ type: 'duty.set', role: 'physician', personId: 'lindqvist', phone: '555 0199' }])
  })

  test('[UI165] what stands on the glass is said to the hub, once each', async () => {
    await show(busySuite())
    const shown = () =>
      page.evaluate(() =>
        (globalThis as unknown as { stationPage: StationPage }).stationPage
          .asked()
          .filter(({ event }) => event === 'alarm:shown')
          .map(({ message }) => (message as { alarmId: string }).alarmId)
          .sort(),
      )
    const all = ['bpHigh@1', 'hrHigh@53', 'noLiveData@1', 'spo2Low@1']
    await expect.poll(shown).toEqual(all)
    await page.waitForTimeout(1_200)
    expect(await shown()).toEqual(all)
  })

  test('[UI175] with the hub lost the glass is covered, and says what was active when it was last heard', async () => {
    await show(busySuite())
    await page.evaluate(() => (globalThis as unknown as { stationPage: StationPage }).stationPage.lose())
    const veil = page.getByRole('alert').filter({ hasText: 'Chairside is not watching' })
    await veil.waitFor({ timeout: 9_000 })
    expect(await veil.textContent()).toContain('Room 3')
    expect(await page.locator('header').textContent()).toContain('every room audible: not known')
  })
})

describe('My rooms on the glass', () => {
  test('[UI177] the strip is as high whether something alarms or not, and nothing is cut off to the side', async () => {
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height })
      const strip = page.getByRole('region', { name: 'My rooms' })
      const measure = async () => (await strip.boundingBox())?.height
      const given = rooms(3)
      await call('show', { rooms: given, suite: SUITE, actor: NURSE, chair: 'room-1' })
      await strip.getByText('Room 3').waitFor()
      const calm = await measure()
      await call('show', {
        rooms: rooms(3, () => [veryHigh(), noLiveData()]),
        suite: SUITE,
        actor: NURSE,
        chair: 'room-1',
      })
      await strip.getByRole('button', { name: 'Coming to Room 3' }).waitFor()
      expect(await measure()).toBe(calm)
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(wide).toBe(0)
    }
  })
})
