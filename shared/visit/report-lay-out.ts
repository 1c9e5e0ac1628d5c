// Owns how the parts of a summary fill two columns of one page: smaller letters first, then long lines shortened, then whole lines
// left out, the least important ones first. Never drops anything without counting it where it is missing.
import { counted } from './figures.ts'
import type { PageLine, PageSection } from './report-line.ts'

/** Widths of words at a size of letters, points. */
export type Measure = (text: string, size: number, bold?: boolean) => number
export type Box = { readonly columnWidth: number; readonly height: number }
/** One line of the summary, cut into the rows that it takes. */
export type Row = { readonly at: string; readonly rows: readonly string[] }
/** A section, or the part of it that stands in this column. */
export type Part = {
  readonly id: string
  readonly title: string
  readonly continued: boolean
  /** Where text stands that has a time before it. */
  readonly indent: number
  readonly rows: readonly Row[]
}
export type LaidOut = {
  /** Of the letters, points. */
  readonly size: number
  readonly columns: readonly (readonly Part[])[]
  /** Lines that stand nowhere, and are counted where they are missing. */
  readonly leftOut: number
  /** Lines of which only the beginning stands there. */
  readonly cut: number
}

const SIZES = [8, 7.6, 7.2, 6.8, 6.4] as const
const SMALLEST = 6.4
/** Of the size of the letters: a row, a title, what is between sections. */
export const LEADING = 1.22
export const TITLE = 1.1
export const GAP = 0.55
/** Of a line where not all fit. */
const ROWS_AT_MOST = 3

/** The rows that a text takes; a word that is wider than a row is cut. */
export function wrapped(text: string, width: number, size: number, measure: Measure): string[] {
  const rows: string[] = []
  let row = ''
  const put = (word: string): void => {
    const longer = row === '' ? word : `${row} ${word}`
    if (measure(longer, size) <= width) row = longer
    else if (row !== '') {
      rows.push(row)
      row = ''
      put(word)
    } else {
      let fits = Math.max(1, Math.floor((word.length * width) / measure(word, size)))
      while (fits > 1 && measure(word.slice(0, fits), size) > width) fits -= 1
      rows.push(word.slice(0, fits))
      put(word.slice(fits))
    }
  }
  for (const word of text.split(' ')) put(word)
  if (row !== '' || rows.length === 0) rows.push(row)
  return rows
}

/** At most so many rows, and how many letters more there are. */
export function shortened(rows: readonly string[], most: number): readonly string[] {
  if (rows.length <= most) return rows
  const left = rows.slice(most - 1).join(' ')
  const kept = (rows[most - 1] ?? '').slice(0, Math.max(0, (rows[most - 1] ?? '').length - 22))
  return [
    ...rows.slice(0, most - 1),
    `${kept.trimEnd()} … (${counted(left.length - kept.length, 'letter')} more)`,
  ]
}

const atWidth = (lines: readonly PageLine[], size: number, measure: Measure): number =>
  Math.max(0, ...lines.map(({ at }) => (at === '' ? 0 : measure(at, size) + size * 0.6)))

function partOf(
  section: PageSection,
  lines: readonly PageLine[],
  box: Box,
  size: number,
  measure: Measure,
  most: number,
): Part & { readonly cut: number } {
  const indent = atWidth(section.lines, size, measure)
  const missing = section.lines.length - lines.length
  let cut = 0
  const rows: Row[] = lines.map(({ at, text }) => {
    const whole = wrapped(text, box.columnWidth - (at === '' ? 0 : indent), size, measure)
    const short = shortened(whole, most)
    if (short !== whole) cut += 1
    return { at, rows: short }
  })
  if (missing > 0)
    rows.push({
      at: '',
      rows: [`… and ${missing} more, see the record`],
    })
  return { id: section.id, title: section.title, continued: false, indent, rows, cut }
}

/** @returns undefined: it does not fit */
function flowed(parts: readonly Part[], box: Box, size: number): LaidOut['columns'] | undefined {
  const rowHeight = size * LEADING
  const titleHeight = size * TITLE * LEADING
  const columns: [Part[], Part[]] = [[], []]
  let column: 0 | 1 = 0
  let y = 0
  const fits = (height: number): boolean => y + height <= box.height + 0.01
  const begin = (part: Part, rows: Row[], continued: boolean): Row[] => {
    columns[column].push({ ...part, continued, rows })
    y += titleHeight
    return rows
  }
  for (const part of parts) {
    if (y > 0) y += size * GAP
    if (!fits(titleHeight + (part.rows[0]?.rows.length ?? 0) * rowHeight)) {
      if (column === 1) return undefined
      column = 1
      y = 0
    }
    let rows = begin(part, [], false)
    for (const row of part.rows) {
      const height = row.rows.length * rowHeight
      if (!fits(height)) {
        if (column === 1) return undefined
        column = 1
        y = 0
        rows = begin(part, [], true)
        if (!fits(height)) return undefined
      }
      rows.push(row)
      y += height
    }
  }
  return columns
}

/** The line to do without next: the least important, of the section that has most of those. */
function leastOf(kept: readonly (readonly PageLine[])[]): { section: number; line: number } | undefined {
  let worst: { section: number; line: number; rank: number; count: number } | undefined
  for (const [section, lines] of kept.entries()) {
    // What a section begins with says what it is about.
    const rank = Math.max(-1, ...lines.slice(1).map((one) => one.rank))
    if (rank < 0) continue
    const count = lines.filter((one) => one.rank === rank).length
    const line = lines.findLastIndex((one) => one.rank === rank)
    if (worst === undefined || rank > worst.rank || (rank === worst.rank && count > worst.count))
      worst = { section, line, rank, count }
  }
  return worst
}

/** @returns every line of every section, or those that fit with a count of the others in each section */
export function laidOut(sections: readonly PageSection[], box: Box, measure: Measure): LaidOut {
  const all = sections.map(({ lines }) => lines)
  const parts = (kept: readonly (readonly PageLine[])[], size: number, most: number) =>
    sections.map((section, index) => partOf(section, kept[index] ?? [], box, size, measure, most))
  for (const size of SIZES) {
    const columns = flowed(parts(all, size, Number.POSITIVE_INFINITY), box, size)
    if (columns !== undefined) return { size, columns, leftOut: 0, cut: 0 }
  }
  const kept = all.map((lines) => [...lines])
  let leftOut = 0
  for (;;) {
    const tried = parts(kept, SMALLEST, ROWS_AT_MOST)
    const columns = flowed(tried, box, SMALLEST)
    const cut = tried.reduce((sum, part) => sum + part.cut, 0)
    if (columns !== undefined) return { size: SMALLEST, columns, leftOut, cut }
    const least = leastOf(kept)
    // Titles and what each section begins with fit on any paper that is printed on.
    if (least === undefined) return { size: SMALLEST, columns: [[], []], leftOut, cut }
    kept[least.section]?.splice(least.line, 1)
    leftOut += 1
  }
}

/** What the foot of the page says of what is missing on it; undefined: nothing is. */
export function missingWords({ leftOut, cut }: Pick<LaidOut, 'leftOut' | 'cut'>): string | undefined {
  const all = [
    ...(leftOut === 0 ? [] : [`${counted(leftOut, 'line does', 'lines do')} not fit`]),
    ...(cut === 0 ? [] : [`${counted(cut, 'is', 'are')} shortened`]),
  ]
  return all.length === 0 ? undefined : `${all.join(', ')}: the recording has all of it`
}
