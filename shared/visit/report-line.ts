// Owns what a line of a summary is, and how its moments are written: T+mm:ss from the start of the infusion, the clock before it.
// Never knows a zone: whoever prints brings the clock.
import { formatAge } from '../alarm/words/age.ts'
import { tPlus } from '../alarm/words/t-plus.ts'
import type { SessionReport } from './report.ts'

/** The clock and the calendar of the clinic. */
export type PageClock = {
  /** "10:36:12". */
  readonly clock: (atMs: number) => string
  /** "21 Nov 2026". */
  readonly date: (atMs: number) => string
  /** "Europe/Oslo", as it is to be said beside the clock. */
  readonly zone: string
}
export type PageTimes = PageClock & {
  readonly startedAtMs?: number
  /** A recording without a date counts from here, and no clock time means anything. */
  readonly undatedFromMs?: number
}

export type PageLine = {
  /** "T+38:10"; empty: of no moment. */
  readonly at: string
  readonly text: string
  /** What is left out first where it does not fit: the highest. 0: as late as can be. */
  readonly rank: number
}
export type PageSection = { readonly id: string; readonly title: string; readonly lines: readonly PageLine[] }

export function moment(atMs: number, { startedAtMs, undatedFromMs, clock }: PageTimes): string {
  if (startedAtMs !== undefined && atMs >= startedAtMs) return tPlus(atMs - startedAtMs)
  return undatedFromMs === undefined ? clock(atMs) : formatAge(atMs - undatedFromMs)
}

/** The clock with the time since the start beside it; of a recording without a date the latter alone. */
export function clockAnd(atMs: number, times: PageTimes): string {
  if (times.undatedFromMs !== undefined) return moment(atMs, times)
  const { startedAtMs } = times
  const after = startedAtMs === undefined || atMs < startedAtMs ? '' : ` (${tPlus(atMs - startedAtMs)})`
  return `${times.clock(atMs)}${after}`
}

export type Section = (report: SessionReport, times: PageTimes) => PageSection

export const line = (at: string, text: string, rank = 0): PageLine => ({ at, text, rank })
/** " · by", late, paper and amended of an act. */
export function told(act: {
  readonly by?: string
  readonly lateMs?: number
  readonly fromPaper?: true
  readonly amended?: true
}): string {
  return [
    act.by ?? 'unsigned',
    ...(act.fromPaper ? ['from paper'] : []),
    ...(act.lateMs === undefined ? [] : [`recorded ${formatAge(act.lateMs)} later`]),
    ...(act.amended ? ['amended'] : []),
  ]
    .map((one) => ` · ${one}`)
    .join('')
}
