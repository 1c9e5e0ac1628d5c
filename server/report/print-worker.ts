// Owns making one PDF in a thread of its own: letters are measured for half a second, and the hub must go on judging meanwhile.
// Never reads a log and never stays.
import { parentPort, workerData } from 'node:worker_threads'
import { chartOf } from '@chairside/shared/visit/report-chart.ts'
import { summaryPage, timesOf } from '@chairside/shared/visit/report-page.ts'
import { pageClock } from './page-clock.ts'
import { pdfOf } from './pdf.ts'
import type { ToPrint } from './print.ts'

const { report, paper, madeAtMs, build } = workerData as ToPrint
const clock = pageClock(report.zone)
const times = timesOf(report, clock)
const made = `Chairside ${build} · session ${report.sessionId}, records 1–${report.throughSeq} · printed ${clock.date(madeAtMs)}, ${clock.clock(madeAtMs)}`
const bytes = await pdfOf(
  summaryPage(report, clock),
  (width, height) => chartOf(report, times, width, height),
  { paper, madeAtMs, made },
)
const own = new Uint8Array(bytes)
parentPort?.postMessage(own, [own.buffer])
