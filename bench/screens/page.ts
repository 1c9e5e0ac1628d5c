// Owns the browser of the screen benches: one page of a signed-in person, and what Chromium says of its main thread.
// Never changes what the page does; throttling and tracing are the browser's own.
import { writeFileSync } from 'node:fs'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { BROWSER_ARGS, ensureBrowser } from '../../e2e/browser.ts'
import { TRACE_CATEGORIES, type TraceEvent } from './trace.ts'

export type Spent = {
  /** From the beginning to the end of its tasks. */
  readonly inTasksMs: number
  /** The thread was running: what else the machine did meanwhile is not in it. */
  readonly runningMs: number
}
export type BenchPage = {
  readonly page: Page
  readonly cdp: CDPSession
  /** 1: as fast as this machine; 4: a tablet, say. */
  throttle(rate: number): Promise<void>
  /** Milliseconds of its main thread since the page began. */
  spent(): Promise<Spent>
  /** Everything traced while `work` runs. */
  trace(work: () => Promise<void>): Promise<TraceEvent[]>
  /** Bytes in use on the page's heap after a full collection. */
  heapBytes(): Promise<number>
  /** After a collection. `detached`: alive and nowhere in the document; a number that grows is a leak. */
  nodes(): Promise<{ readonly elements: number; readonly detached: number; readonly listeners: number }>
  /** A CPU profile of `work`, by function: `BENCH_PROFILE=FILE` keeps it for the browser's own tools. */
  profile(work: () => Promise<void>): Promise<readonly { readonly name: string; readonly selfMs: number }[]>
}

export async function launchBrowser(): Promise<Browser> {
  const found = ensureBrowser()
  if ('problem' in found) throw new Error(found.problem)
  return chromium.launch({ executablePath: found.path, args: [...BROWSER_ARGS] })
}

/** @param cookie `name=value` of a sign-in; absent: nobody's page */
export async function openPage(browser: Browser, url: string, cookie?: string): Promise<BenchPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  if (cookie !== undefined) {
    const [name = '', value = ''] = cookie.split('=')
    await context.addCookies([{ name, value, url: new URL(url).origin }])
  }
  const page = await context.newPage()
  page.on('pageerror', (error) => console.error(`the page under measurement: ${error.message}`))
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  await cdp.send('HeapProfiler.enable')
  return {
    page,
    cdp,
    async throttle(rate) {
      await cdp.send('Emulation.setCPUThrottlingRate', { rate })
    },
    async spent() {
      const { metrics } = await cdp.send('Performance.getMetrics')
      const ms = (which: string): number => {
        const found = metrics.find(({ name }) => name === which)
        if (found === undefined) throw new Error(`This browser does not say its ${which}.`)
        return found.value * 1_000
      }
      return { inTasksMs: ms('TaskDuration'), runningMs: ms('ThreadTime') }
    },
    async trace(work) {
      const events: TraceEvent[] = []
      const take = ({ value }: { value: readonly object[] }): void => {
        for (const event of value) events.push(event as TraceEvent)
      }
      cdp.on('Tracing.dataCollected', take)
      await cdp.send('Tracing.start', {
        transferMode: 'ReportEvents',
        traceConfig: { includedCategories: [...TRACE_CATEGORIES], excludedCategories: ['*'] },
      })
      await work()
      const ended = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve))
      await cdp.send('Tracing.end')
      await ended
      cdp.off('Tracing.dataCollected', take)
      return events
    },
    async heapBytes() {
      // Twice: what the first collection finalises, the second frees.
      await cdp.send('HeapProfiler.collectGarbage')
      await cdp.send('HeapProfiler.collectGarbage')
      return (await cdp.send('Runtime.getHeapUsage')).usedSize
    },
    async nodes() {
      await cdp.send('HeapProfiler.collectGarbage')
      const counters = await cdp.send('Memory.getDOMCounters')
      const { all, elements } = await page.evaluate(() => {
        const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL)
        let count = 1
        while (walker.nextNode() !== null) count += 1
        return { all: count, elements: document.querySelectorAll('*').length }
      })
      return { elements, detached: counters.nodes - all, listeners: counters.jsEventListeners }
    },
    async profile(work) {
      await cdp.send('Profiler.enable')
      await cdp.send('Profiler.setSamplingInterval', { interval: 200 })
      await cdp.send('Profiler.start')
      await work()
      const { profile } = await cdp.send('Profiler.stop')
      await cdp.send('Profiler.disable')
      const file = process.env['BENCH_PROFILE']
      if (file !== undefined) writeFileSync(file, JSON.stringify(profile))
      const byId = new Map(profile.nodes.map((node) => [node.id, node]))
      const own = new Map<string, number>()
      for (const [index, id] of (profile.samples ?? []).entries()) {
        const { functionName, url, lineNumber, columnNumber } = byId.get(id)?.callFrame ?? {
          functionName: '?',
          url: '',
          lineNumber: 0,
          columnNumber: 0,
        }
        const name = `${functionName || '(anonymous)'} ${url.split('/').at(-1)}:${lineNumber}:${columnNumber}`
        own.set(name, (own.get(name) ?? 0) + (profile.timeDeltas?.[index] ?? 0) / 1_000)
      }
      return [...own].map(([name, selfMs]) => ({ name, selfMs })).sort((a, b) => b.selfMs - a.selfMs)
    },
  }
}
