// Owns the bench `chairside`: the screen at the chair with two hours behind it, live at 1 Hz, beside Recharts and uPlot with
// all points of the same patient in the same run.
import type { Browser } from 'playwright-core'
import { ensureClient } from '../../e2e/support/client-build.ts'
import type { Figure } from '../protocol.ts'
import { describeTask, round, until, wait } from './bench-parts.ts'
import { type ClinicProcess, startClinic } from './clinic-process.ts'
import { type BenchPage, launchBrowser, openPage, type Spent } from './page.ts'
import { servePages } from './pages-server.ts'
import { ALARMING_CUFF, CALM_CUFF } from './series.ts'
import { placeOf, watchTaps } from './taps.ts'
import { longest, mainThreadTasks, percentile, type Task } from './trace.ts'

const HISTORY_S = 7_200
/** The infusion begins this long after the session was opened. */
const BEFORE_START_S = 900
const TABLET = 4
const SETTLE_MS = 4_000
/** A page that never rests takes half a minute over each at four times slower. */
const TAPS_BESIDE = 3
/** Enough for three drawings of each lane. */
const PER_SECOND_S = 30

export type Cost = {
  /** In a second of wall time, unthrottled. */
  readonly perSecond: Spent
  /** At four times slower: the one that held the thread longest, and the one that ran longest. */
  readonly longest: Task
  readonly ranLongest: Task
}

/** @param halfway done in the middle of the trace */
async function cost(
  bench: BenchPage,
  seconds: number,
  halfway: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Cost> {
  await wait(SETTLE_MS)
  const [from, fromMs] = [await bench.spent(), performance.now()]
  await wait(Math.min(seconds, PER_SECOND_S) * 1_000)
  const to = await bench.spent()
  const tookS = (performance.now() - fromMs) / 1_000
  await bench.throttle(TABLET)
  await wait(SETTLE_MS)
  const traced = await bench.trace(async () => {
    await wait(seconds * 500)
    await halfway()
    await wait(seconds * 500)
  })
  const tasks = mainThreadTasks(traced, seconds * 1_000)
  await bench.throttle(1)
  return {
    perSecond: {
      inTasksMs: (to.inTasksMs - from.inTasksMs) / tookS,
      runningMs: (to.runningMs - from.runningMs) / tookS,
    },
    longest: longest(tasks),
    ranLongest: longest(tasks, ({ cpuMs }) => cpuMs),
  }
}

async function tapsOfButton(bench: BenchPage, count: number): Promise<number[]> {
  const place = await placeOf(bench.page.getByRole('button'))
  const taps = await watchTaps(bench)
  await bench.throttle(TABLET)
  for (let at = 0; at < count; at += 1) {
    await taps.tap(place)
    await wait(600 + betweenTaps(at))
  }
  await bench.throttle(1)
  return taps.times()
}

/** Spreads taps over the second between two updates, so that some meet one and some do not. */
const betweenTaps = (at: number): number => 120 + ((at * 370) % 900)

async function beside(browser: Browser, url: string, seconds: number, taps: number) {
  const bench = await openPage(browser, url)
  await bench.page.goto(url)
  const costs = await cost(bench, seconds)
  const times = await tapsOfButton(bench, taps)
  await bench.page.context().close()
  return { costs, times }
}

/** Opens the dialog of the pump log, again and again. */
async function pumpLogTaps(bench: BenchPage, count: number): Promise<number[]> {
  const { page } = bench
  const place = await placeOf(page.getByRole('button', { name: /changed/i }))
  const taps = await watchTaps(bench)
  await bench.throttle(TABLET)
  for (let at = 0; at < count; at += 1) {
    await taps.tap(place)
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await wait(betweenTaps(at))
  }
  await bench.throttle(1)
  return taps.times()
}

/** Acknowledges a new alarm, again and again: a cuff reading raises it, another ends it. */
async function acknowledgeTaps(bench: BenchPage, clinic: ClinicProcess, count: number): Promise<number[]> {
  const button = bench.page.getByRole('button', { name: 'Acknowledge' })
  const taps = await watchTaps(bench)
  await bench.throttle(TABLET)
  for (let at = 0; at < count; at += 1) {
    await clinic.ask({ do: 'cuff', reading: ALARMING_CUFF })
    await button.waitFor()
    const place = await placeOf(button)
    await wait(betweenTaps(at))
    await taps.tap(place)
    await button.waitFor({ state: 'detached' })
    await clinic.ask({ do: 'cuff', reading: CALM_CUFF })
    await bench.page.getByText('No active alarm').waitFor()
  }
  await bench.throttle(1)
  return taps.times()
}

/** Runs in the page: a line of the trend is drawn, and numbers stand. */
export const hasTrend = (): boolean =>
  [...document.querySelectorAll('section svg path')].some(
    (path) => (path.getAttribute('d') ?? '').length > 400,
  )

/** The screen at the chair, two hours into a session, live. */
export async function openChairside(browser: Browser, clinic: ClinicProcess): Promise<BenchPage> {
  await clinic.ask({ do: 'pass', seconds: BEFORE_START_S })
  await clinic.ask({ do: 'act', act: 'start' })
  await clinic.ask({ do: 'pass', seconds: HISTORY_S - BEFORE_START_S })
  await clinic.ask({ do: 'live' })
  const bench = await openPage(browser, clinic.url, clinic.cookie)
  await bench.page.goto(`${clinic.url}/room/${clinic.roomId}`)
  await until(() => bench.page.evaluate(hasTrend))
  return bench
}

export const newClinic = (lengthS: number): Promise<ClinicProcess> =>
  startClinic({ startMs: Date.now() - lengthS * 1_000, lengthS: lengthS + 3_600 })

export async function chairside(seconds: number): Promise<Figure[]> {
  ensureClient()
  const taps = Math.max(5, Math.min(20, Math.round(seconds / 2.4)))
  await using pages = await servePages()
  await using clinic = await newClinic(HISTORY_S)
  const browser = await launchBrowser()
  try {
    const bench = await openChairside(browser, clinic)
    const ours = await cost(bench, seconds, () => clinic.ask({ do: 'cuff', reading: CALM_CUFF }))
    console.error(`  held longest at ${TABLET}×: ${describeTask(ours.longest)}`)
    console.error(`  ran longest at ${TABLET}×: ${describeTask(ours.ranLongest)}`)
    const pump = await pumpLogTaps(bench, taps)
    const acknowledge = await acknowledgeTaps(bench, clinic, taps)
    await bench.page.context().close()

    const short = Math.min(seconds, 12)
    const naive = await beside(browser, `${pages.url}/recharts.html`, short, TAPS_BESIDE)
    const limit = await beside(browser, `${pages.url}/uplot.html`, short, TAPS_BESIDE)
    const row = (figure: string, unit: string, of: number, best: number, plain: number, aim: number) => ({
      bench: 'chairside',
      figure,
      unit,
      ours: round(of),
      limit: round(best),
      naive: round(plain),
      aim,
    })
    const tapped = (figure: string, times: readonly number[], share: number) =>
      row(
        figure,
        'ms',
        percentile(times, share),
        percentile(limit.times, share),
        percentile(naive.times, share),
        100,
      )
    const costs = (figure: string, of: (cost: Cost) => number, aim: number) =>
      row(figure, 'ms', of(ours), of(limit.costs), of(naive.costs), aim)
    const slower = `in ${seconds} s, CPU ${TABLET}× slower`
    return [
      costs(`longest task ${slower}`, (cost) => cost.longest.ms, 50),
      costs('the same, thread running', (cost) => cost.ranLongest.cpuMs, 50),
      costs('main thread per live second', (cost) => cost.perSecond.inTasksMs, 30),
      costs('the same, thread running', (cost) => cost.perSecond.runningMs, 30),
      tapped('tap on the pump log to paint, p50', pump, 0.5),
      tapped('tap on the pump log to paint, p95', pump, 0.95),
      tapped('tap on Acknowledge to paint, p50', acknowledge, 0.5),
      tapped('tap on Acknowledge to paint, p95', acknowledge, 0.95),
    ]
  } finally {
    await browser.close()
  }
}
