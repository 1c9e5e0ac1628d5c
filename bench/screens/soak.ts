// Owns the bench `soak`: eight hours of a session on one live screen at the chair, as fast as it paints. Time is moved by
// hand: the first and the last hour a second at a time, each painted before the next; the hours between ten seconds at a time.
import { ensureClient } from '../../e2e/support/client-build.ts'
import type { Figure } from '../protocol.ts'
import { round, until, wait } from './bench-parts.ts'
import { hasTrend } from './chairside.ts'
import { type ClinicProcess, startClinic } from './clinic-process.ts'
import { type BenchPage, launchBrowser, openPage } from './page.ts'
import { ALARMING_CUFF, CALM_CUFF } from './series.ts'

const HOUR_S = 3_600
const HOURS = 8
const COARSE_S = 10
/** A batch that changes nothing on the page is not waited for longer than this. */
const UNPAINTED_MS = 400

type Measured = {
  readonly heapBytes: number
  readonly nodes: Awaited<ReturnType<BenchPage['nodes']>>
  readonly byPart: Readonly<Record<string, number>>
  /** Main-thread milliseconds for each simulated second of that hour. */
  readonly costMs: number
}

/** Says when the page has painted a change of words. */
async function watchPaints({ page, cdp }: BenchPage): Promise<() => Promise<void>> {
  let painted: () => void = () => undefined
  cdp.on('Runtime.bindingCalled', ({ name }) => {
    if (name === 'chairsidePainted') painted()
  })
  await cdp.send('Runtime.enable')
  await cdp.send('Runtime.addBinding', { name: 'chairsidePainted' })
  await page.evaluate(() => {
    const { port1, port2 } = new MessageChannel()
    let waiting = false
    port1.onmessage = () => {
      waiting = false
      ;(window as unknown as { chairsidePainted(word: string): void }).chairsidePainted('')
    }
    new MutationObserver(() => {
      if (waiting) return
      waiting = true
      requestAnimationFrame(() => port2.postMessage(0))
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  return () =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, UNPAINTED_MS)
      painted = () => {
        clearTimeout(timer)
        resolve()
      }
    })
}

const partsOf = ({ page }: BenchPage): Promise<Record<string, number>> =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('section[aria-label], header, footer')].map((part) => [
        part.getAttribute('aria-label') ?? part.tagName.toLowerCase(),
        part.querySelectorAll('*').length,
      ]),
    ),
  )

async function passHour(
  bench: BenchPage,
  clinic: ClinicProcess,
  nextPaint: () => Promise<void>,
  hourS: number,
  stepS: number,
): Promise<number> {
  const from = await bench.spent()
  for (let second = 0; second < hourS; second += stepS) {
    const painted = nextPaint()
    await clinic.ask({ do: 'pass', seconds: Math.min(stepS, hourS - second) })
    // Once an hour somebody's pressure is high for two minutes: alarms come and go on a screen that lives.
    if (second === hourS / 2) await clinic.ask({ do: 'cuff', reading: ALARMING_CUFF })
    if (second === hourS / 2 + 120) await clinic.ask({ do: 'cuff', reading: CALM_CUFF })
    await painted
  }
  return ((await bench.spent()).runningMs - from.runningMs) / hourS
}

async function measure(bench: BenchPage, costMs: number): Promise<Measured> {
  await wait(1_500)
  const heapBytes = await bench.heapBytes()
  return { heapBytes, nodes: await bench.nodes(), byPart: await partsOf(bench), costMs }
}

/** @param seconds of real time for each finely measured hour at 60 a second; fewer make the hours shorter */
export async function soak(seconds: number): Promise<Figure[]> {
  ensureClient()
  const hourS = Math.min(HOUR_S, Math.max(120, Math.round((seconds * 60) / 600) * 600))
  await using clinic = await startClinic({ startMs: Date.now() - 86_400_000, lengthS: hourS * HOURS + 600 })
  await clinic.ask({ do: 'pass', seconds: 120 })
  await clinic.ask({ do: 'act', act: 'start' })
  const browser = await launchBrowser()
  try {
    const bench = await openPage(browser, clinic.url, clinic.cookie)
    await bench.page.goto(`${clinic.url}/room/${clinic.roomId}`)
    await until(() => bench.page.evaluate(hasTrend))
    const nextPaint = await watchPaints(bench)
    const beganMs = performance.now()
    const said = (hour: number, costMs: number): void =>
      console.error(
        `  hour ${hour}: ${costMs.toFixed(2)} ms a second, ${((performance.now() - beganMs) / 1_000).toFixed(0)} s`,
      )
    let first: Measured | undefined
    let last: Measured | undefined
    for (let hour = 1; hour <= HOURS; hour += 1) {
      const fine = hour === 1 || hour === HOURS
      const costMs = await passHour(bench, clinic, nextPaint, hourS, fine ? 1 : COARSE_S)
      said(hour, costMs)
      if (hour === 1) first = await measure(bench, costMs)
      if (hour === HOURS) last = await measure(bench, costMs)
    }
    if (first === undefined || last === undefined) throw new Error('nothing was measured')
    const changed = Object.entries(last.byPart).filter(([part, count]) => first.byPart[part] !== count)
    console.error(
      `  nodes: ${changed.map(([part, count]) => `${part} ${first.byPart[part] ?? 0} → ${count}`).join(' · ')}`,
    )
    const row = (figure: string, unit: string, ours: number, aim: number): Figure => ({
      bench: 'soak',
      figure,
      unit,
      ours: round(ours),
      aim,
    })
    return [
      row(
        'page heap, hour 8 over hour 1, after collection',
        'MB',
        (last.heapBytes - first.heapBytes) / 1e6,
        5,
      ),
      row('DOM elements, hour 8 over hour 1', '', last.nodes.elements - first.nodes.elements, 0),
      row('DOM nodes let go and still alive, growth', '', last.nodes.detached - first.nodes.detached, 0),
      row('event listeners, growth', '', last.nodes.listeners - first.nodes.listeners, 0),
      row('main thread per second shown, hour 8 over hour 1', '×', last.costMs / first.costMs, 1.1),
    ]
  } finally {
    await browser.close()
  }
}
