// Owns the bench `open`: a closed session of six hours on the replay page, from the address to the first numbers and trend,
// to any moment of it, and playing at 60×. Beside it, the same points handed to Recharts and to uPlot.
import { createRandom } from '@chairside/shared/random.ts'
import type { Browser } from 'playwright-core'
import { ensureClient } from '../../e2e/support/client-build.ts'
import type { Figure } from '../protocol.ts'
import { describeTask, round, until, wait } from './bench-parts.ts'
import { type ClinicProcess, startClinic } from './clinic-process.ts'
import { type BenchPage, launchBrowser, openPage } from './page.ts'
import { servePages } from './pages-server.ts'
import { ALARMING_CUFF, CALM_CUFF, makeSeconds, SEED } from './series.ts'
import { longest, mainThreadTasks, percentile } from './trace.ts'

const LENGTH_S = 21_600
const BEFORE_START_S = 900
const INFUSION_S = 2_400
/** Seconds between two cuff readings that alarm, so that there is something to list and to mark. */
const ALARM_EVERY_S = 3_600
const OPENINGS = 5
const SEEKS = 50
const THUMB_PX = 24

/** What the watch in the page notes; times are the page's own, from the beginning of the navigation. */
type Opened = { firstMs?: number; wholeMs?: number }
type Wanted = {
  /** How long the slider is when all of it has come; 0: a page with nothing but charts. */
  readonly wholeMs: number
  /** Numbers, not the words that say there are none: the moment asked for lies inside. */
  readonly digits: boolean
}
type Sought = { ms: number; atMs: number; heartRate: string; spo2: string }
declare global {
  interface Window {
    chairsideOpened?: Opened
    chairsideSought?: Sought[]
  }
}

/** Runs in the page before its own scripts: notes the frame in which numbers and a trend first stand, and the whole of it. */
function watchOpening({ wholeMs, digits }: Wanted): void {
  const opened: Opened = {}
  window.chairsideOpened = opened
  /** After the frame that is being made: a task that follows it. */
  const afterPaint = (run: () => void): void => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = run
    port2.postMessage(0)
  }
  const hasTrend = (): boolean =>
    [...document.querySelectorAll('section svg path, .recharts-surface path')].some(
      (path) => (path.getAttribute('d') ?? '').length > 400,
    ) || document.querySelector('.u-wrap canvas') !== null
  const hasNumbers = (): boolean =>
    ['heart-rate', 'spo2'].every((name) =>
      (digits ? /\d/ : /./).test(document.querySelector(`[data-value="${name}"] dd`)?.textContent ?? ''),
    )
  const isWhole = (): boolean => {
    const slider = document.querySelector<HTMLInputElement>('input[aria-label="Moment of the recording"]')
    return slider !== null && Number(slider.max) - Number(slider.min) >= wholeMs
  }
  const look = (): void => {
    if (
      opened.firstMs === undefined &&
      document.body !== null &&
      hasTrend() &&
      (wholeMs === 0 || hasNumbers())
    )
      afterPaint(() => {
        opened.firstMs ??= performance.now()
      })
    if (opened.firstMs !== undefined && wholeMs === 0) return
    if (opened.firstMs !== undefined && isWhole()) {
      afterPaint(() => {
        opened.wholeMs ??= performance.now()
      })
      return
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** Runs in the page: from each press on the slider to the paint of the numbers of the moment it chose. */
function watchSeeks(): void {
  const sought: Sought[] = []
  window.chairsideSought = sought
  const slider = document.querySelector<HTMLInputElement>('input[aria-label="Moment of the recording"]')
  const words = (): string => document.querySelector('[data-testid="moment"]')?.textContent ?? ''
  const digits = (name: string): string =>
    /\d+/.exec(document.querySelector(`[data-value="${name}"] dd`)?.textContent ?? '')?.[0] ?? ''
  slider?.addEventListener(
    'pointerdown',
    ({ timeStamp }) => {
      const before = words()
      const look = (): void => {
        if (words() === before || digits('heart-rate') === '') {
          requestAnimationFrame(look)
          return
        }
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          const ms = performance.now() - timeStamp
          const [heartRate, spo2] = [digits('heart-rate'), digits('spo2')]
          sought.push({ ms, atMs: Number(slider.value), heartRate, spo2 })
        }
        port2.postMessage(0)
      }
      requestAnimationFrame(look)
    },
    { capture: true },
  )
}

async function recordSixHours(lengthS: number): Promise<ClinicProcess & { readonly startMs: number }> {
  const startMs = Date.now() - (lengthS + 60) * 1_000
  const clinic = await startClinic({ startMs, lengthS })
  let passed = 0
  const passTo = async (second: number): Promise<void> => {
    if (second > passed) await clinic.ask({ do: 'pass', seconds: second - passed })
    passed = Math.max(passed, second)
  }
  await passTo(BEFORE_START_S)
  await clinic.ask({ do: 'act', act: 'start' })
  for (let second = ALARM_EVERY_S / 2 + 30; second < lengthS; second += ALARM_EVERY_S) {
    if (second > BEFORE_START_S + INFUSION_S && passed <= BEFORE_START_S + INFUSION_S) {
      await passTo(BEFORE_START_S + INFUSION_S)
      await clinic.ask({ do: 'act', act: 'stop' })
    }
    await passTo(second)
    await clinic.ask({ do: 'cuff', reading: ALARMING_CUFF })
    await passTo(second + 120)
    await clinic.ask({ do: 'cuff', reading: CALM_CUFF })
  }
  await passTo(lengthS)
  await clinic.ask({ do: 'act', act: 'close' })
  return { ...clinic, startMs }
}

async function openings(browser: Browser, url: string, wanted: Wanted, cookie?: string): Promise<Opened[]> {
  const all: Opened[] = []
  for (let at = 0; at < OPENINGS; at += 1) {
    // A context of its own: nothing is in the browser's cache.
    const bench = await openPage(browser, url, cookie)
    await bench.page.addInitScript(watchOpening, wanted)
    await bench.page.goto(url)
    const opened = () => bench.page.evaluate(() => window.chairsideOpened ?? {})
    await until(async () => {
      const { firstMs, wholeMs } = await opened()
      return firstMs !== undefined && (wanted.wholeMs === 0 || wholeMs !== undefined)
    })
    all.push(await opened())
    await bench.page.context().close()
  }
  return all
}

async function seeks(bench: BenchPage, startMs: number, lengthS: number, count: number): Promise<number[]> {
  const { page } = bench
  const patient = makeSeconds(lengthS)
  const random = createRandom(SEED)
  await page.evaluate(watchSeeks)
  const slider = page.locator('input[aria-label="Moment of the recording"]').first()
  const box = await slider.boundingBox()
  if (box === null) throw new Error('The replay page has no slider.')
  const y = box.y + box.height / 2
  let last = box.x
  for (let at = 0; at < count; at += 1) {
    let x = last
    // A press on the thumb itself moves nothing.
    while (Math.abs(x - last) < THUMB_PX) x = box.x + THUMB_PX + random.next() * (box.width - 2 * THUMB_PX)
    last = x
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.up()
    await until(async () => (await page.evaluate(() => window.chairsideSought?.length ?? 0)) > at)
    await wait(200 + random.next() * 300)
  }
  const sought = await page.evaluate(() => window.chairsideSought ?? [])
  for (const { atMs, heartRate, spo2 } of sought) {
    // The first second of the series was measured a second after the opening.
    const then = patient[Math.floor((atMs - startMs) / 1_000) - 1]
    if (then === undefined) continue
    if (`${then.heartRate}` !== heartRate || `${then.spo2}` !== spo2)
      throw new Error(`At ${atMs} the page shows ${heartRate}/${spo2}, not ${then.heartRate}/${then.spo2}.`)
  }
  return sought.map(({ ms }) => ms)
}

async function playing(bench: BenchPage, seconds: number) {
  const { page } = bench
  const box = await page.locator('input[aria-label="Moment of the recording"]').first().boundingBox()
  if (box !== null) await page.mouse.click(box.x + box.width * 0.05, box.y + box.height / 2)
  await page.getByRole('button', { name: '60×' }).click()
  const events = await bench.trace(async () => {
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await wait(seconds * 1_000)
  })
  if (!(await page.getByRole('button', { name: 'Pause', exact: true }).isVisible()))
    throw new Error('It stopped playing before the measurement was over.')
  return mainThreadTasks(events, seconds * 1_000)
}

export async function open(seconds: number): Promise<Figure[]> {
  ensureClient()
  const lengthS = seconds < 10 ? 3_600 : LENGTH_S
  await using pages = await servePages()
  await using clinic = await recordSixHours(lengthS)
  console.error(`  ${await clinic.ask({ do: 'head' })} records`)
  const browser = await launchBrowser()
  try {
    const url = `${clinic.url}/replay/${clinic.sessionId}`
    const wholeMs = (lengthS - 60) * 1_000
    const opened = await openings(browser, url, { wholeMs, digits: false }, clinic.cookie)
    const late = `${url}?t=${Math.round(lengthS * 0.8) * 1_000}`
    const linked = await openings(browser, late, { wholeMs, digits: true }, clinic.cookie)
    const bench = await openPage(browser, url, clinic.cookie)
    await bench.page.goto(url)
    await bench.page.locator('[data-value="heart-rate"]').waitFor()
    await wait(3_000)
    const sought = await seeks(bench, clinic.startMs, lengthS, SEEKS)
    const tasks = await playing(bench, seconds)
    const ranLongest = longest(tasks, ({ cpuMs }) => cpuMs)
    console.error(`  held longest at 60×: ${describeTask(longest(tasks))}`)
    console.error(`  ran longest at 60×: ${describeTask(ranLongest)}`)
    await bench.page.context().close()
    const charts = { wholeMs: 0, digits: false }
    const points = `points=${lengthS}`
    const naive = await openings(browser, `${pages.url}/recharts.html?${points}`, charts)
    const limit = await openings(browser, `${pages.url}/uplot.html?${points}`, charts)
    const median = (of: readonly Opened[], which: keyof Opened): number =>
      percentile(
        of.map((each) => each[which] ?? Number.NaN),
        0.5,
      )
    const row = (figure: string, ours: number, aim: number): Figure => ({
      bench: 'open',
      figure,
      unit: 'ms',
      ours: round(ours),
      aim,
    })
    return [
      {
        ...row('six hours, address to numbers and trend, p50 of 5', median(opened, 'firstMs'), 1_000),
        limit: round(median(limit, 'firstMs')),
        naive: round(median(naive, 'firstMs')),
      },
      row('to the whole recording, p50 of 5', median(opened, 'wholeMs'), 1_000),
      row('link to a late moment: numbers and trend, p50 of 5', median(linked, 'firstMs'), 1_000),
      row(`seek to numbers, p50 of ${SEEKS}`, percentile(sought, 0.5), 100),
      row(`seek to numbers, p95 of ${SEEKS}`, percentile(sought, 0.95), 100),
      row(`longest task in ${seconds} s at 60×`, longest(tasks).ms, 50),
      row('the same, thread running', ranLongest.cpuMs, 50),
    ]
  } finally {
    await browser.close()
  }
}
