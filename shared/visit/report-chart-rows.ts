// Owns what happened in a session as rows under its trend: alarms, side effects from onset to end, drugs. Never the numbers.
import { PRIORITY_MARK } from '../alarm/words/text.ts'
import { DRUG_NAMES, SIDE_EFFECT_NAMES } from './names.ts'
import type { SessionReport } from './report.ts'
import type { ReportSideEffect } from './report-acts.ts'
import {
  AXIS,
  backed,
  n,
  type Plot,
  ruled,
  type Stroke,
  TEXT,
  type Words,
  wide,
  words,
} from './report-drawing.ts'

// ── what happened ────────────────────────────────────────────────────────────────────────────────────────
type Row = (plot: Plot, top: number, bottom: number) => (Stroke | Words)[]

/** Words stand only where nothing stands yet: the lists of the page have all of them. */
function labelled(marks: (Stroke | Words)[], plot: Plot, y: number) {
  let freeFrom = plot.left
  return (text: string, place: number): void => {
    if (place < freeFrom || place + wide(text) > plot.right) return
    marks.push(...backed(words(text, place, y, 'start', 'ink')))
    freeFrom = place + wide(text) + 3
  }
}

const alarmRow: Row = (plot, top, bottom) => {
  const { report, x, left } = plot
  const marks: (Stroke | Words)[] = [words('Alarms', left - AXIS, bottom - 1, 'start', 'ink')]
  const label = labelled(marks, plot, top + TEXT - 1)
  const shown = report.alarms.flatMap(({ steps }) =>
    steps.filter(({ priority, silent }) => silent !== true && priority !== 'low'),
  )
  for (const { fromMs, toMs, priority } of shown) {
    const [from, to] = [x(fromMs), Math.max(x(fromMs) + 1, x(toMs ?? report.asOfMs))]
    const height = priority === 'high' ? 2.4 : 1.2
    marks.push({
      is: 'path',
      d: `M${n(from)} ${n(bottom - height)}L${n(to)} ${n(bottom - height)}L${n(to)} ${n(bottom)}L${n(from)} ${n(bottom)}Z`,
      fill: 'ink',
    })
  }
  // Where there is no room for each mark the highest stands.
  const begun = shown.filter(({ how }) => how !== 'fell')
  const placed: { readonly from: number; readonly to: number; readonly mark: string }[] = []
  for (const level of ['high', 'medium'] as const)
    for (const { fromMs } of begun.filter(({ priority }) => priority === level)) {
      const mark = PRIORITY_MARK[level]
      const [from, to] = [x(fromMs), x(fromMs) + wide(mark) + 3]
      if (!placed.some((one) => from < one.to && one.from < to)) placed.push({ from, to, mark })
    }
  for (const { from, mark } of placed.toSorted((a, b) => a.from - b.from)) label(mark, from)
  return marks
}

/** Side effects that went on at one time stand in rows of their own; the last row takes what is left. */
const EFFECT_ROWS = 3
function effectRows({ acts, asOfMs }: SessionReport): ReportSideEffect[][] {
  const rows: ReportSideEffect[][] = []
  for (const one of acts.sideEffects) {
    const free = rows.find((row) => (row.at(-1)?.endedAtMs ?? asOfMs) <= one.atMs)
    if (free !== undefined) free.push(one)
    else if (rows.length < EFFECT_ROWS) rows.push([one])
    else rows.at(-1)?.push(one)
  }
  return rows
}

const effectRow =
  (sideEffects: readonly ReportSideEffect[], isFirst: boolean): Row =>
  (plot, top, bottom) => {
    const { report, x, left } = plot
    const marks: (Stroke | Words)[] = isFirst
      ? [words('Effects', left - AXIS, bottom - 1, 'start', 'ink')]
      : []
    const label = labelled(marks, plot, top + TEXT - 1)
    for (const { atMs, endedAtMs } of sideEffects) {
      const [from, to] = [x(atMs), Math.max(x(atMs) + 1, x(endedAtMs ?? report.asOfMs))]
      marks.push(
        ruled(from, bottom - 1, to, bottom - 1, 'ink', 0.9),
        ruled(from, bottom - 3, from, bottom, 'ink', 0.9),
      )
      if (endedAtMs !== undefined) marks.push(ruled(to, bottom - 3, to, bottom, 'ink', 0.9))
    }
    for (const { effect, atMs } of sideEffects)
      label((SIDE_EFFECT_NAMES as Readonly<Record<string, string>>)[effect] ?? effect, x(atMs) + 2)
    return marks
  }

const drugRow: Row = (plot, top, bottom) => {
  const { report, x, left } = plot
  const { drugs } = report.acts
  const marks: (Stroke | Words)[] = [words('Drugs', left - AXIS, bottom - 1, 'start', 'ink')]
  const label = labelled(marks, plot, top + TEXT - 1)
  for (const { atMs } of drugs) {
    const place = x(atMs)
    marks.push({
      is: 'path',
      d: `M${n(place)} ${n(bottom)}L${n(place - 1.8)} ${n(bottom - 3)}L${n(place + 1.8)} ${n(bottom - 3)}Z`,
      fill: 'ink',
    })
  }
  for (const { drug, dose, atMs } of drugs) {
    const name = (DRUG_NAMES as Readonly<Record<string, string>>)[drug] ?? drug
    label(`${name}${dose === undefined ? '' : ` ${dose}`}`, x(atMs) + 2.5)
  }
  return marks
}

/** Height of a row. */
export const ROW = 11.5
/** What there is to show, top down. */
export const rowsOf = (report: SessionReport): Row[] => [
  ...(report.acts.drugs.length > 0 ? [drugRow] : []),
  ...effectRows(report).map((row, index) => effectRow(row, index === 0)),
  alarmRow,
]
