// Owns how the parts of a summary fill two columns of one page: smaller letters first, then long lines shortened, then whole lines
// left out, the least important ones first. Never drops anything without counting it where it is missing.
import type { PageLine, PageSection } from '@chairside/shared/visit/report-line.ts'

/** Widths of words at a size of letters, points. */
export type Measure = (text: string, size: number, bold?: boolean) => number
export type Box = { readonly columnWidth: number; readonly height: number }
export type Placed = {
  readonly column: 0 | 1
  /** Of the top of the line, from the top of the columns. */
  readonly y: number
  readonly x: number
  readonly text: string
  readonly bold: boolean
}
export type LaidOut = {
  readonly size: number
  readonly placed: readonly Placed[]
  /** Lines that stand nowhere, and are counted where they are missing. */
  readonly leftOut: number
}

const SIZES = [8, 7.6, 7.2, 6.8, 6.4] as const
const SMALLEST = 6.4
const LEADING = 1.22
const HEADING = 1.12
/** Between sections, of the size. */
const GAP = 0.55
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
  return [...rows.slice(0, most - 1), `${kept.trimEnd()} … (${left.length - kept.length} letters more)`]
}

type Row = { readonly at: string; readonly rows: readonly string[] }
type Block = { readonly title: string; readonly rows: readonly Row[] }

const atWidth = (lines: readonly PageLine[], size: number, measure: Measure): number =>
  Math.max(0, ...lines.map(({ at }) => (at === '' ? 0 : measure(at, size) + size * 0.6)))

function blockOf(
  section: PageSection,
  lines: readonly PageLine[],
  box: Box,
  size: number,
  measure: Measure,
  most: number,
): Block & { readonly indent: number } {
  const indent = atWidth(section.lines, size, measure)
  const missing = section.lines.length - lines.length
  const rows = lines.map(({ at, text }) => ({
    at,
    rows: shortened(wrapped(text, box.columnWidth - (at === '' ? 0 : indent), size, measure), most),
  }))
  const more =
    missing === 0
      ? []
      : [{ at: '', rows: [`… and ${missing === 1 ? '1 line' : `${missing} lines`} more, in the recording`] }]
  return { title: section.title, rows: [...rows, ...more], indent }
}

/** @returns undefined: it does not fit */
function flowed(blocks: readonly (Block & { readonly indent: number })[], box: Box, size: number) {
  const rowHeight = size * LEADING
  const headHeight = size * HEADING * LEADING
  const placed: Placed[] = []
  let column: 0 | 1 = 0
  let y = 0
  const room = (height: number): boolean => y + height <= box.height + 0.01
  const turn = (): boolean => {
    if (column === 1) return false
    column = 1
    y = 0
    return true
  }
  for (const { title, rows, indent } of blocks) {
    if (y > 0) y += size * GAP
    const heading = (more: string): void => {
      placed.push({ column, x: 0, y, text: `${title}${more}`, bold: true })
      y += headHeight
    }
    if (!room(headHeight + (rows[0]?.rows.length ?? 0) * rowHeight) && !turn()) return undefined
    heading('')
    for (const { at, rows: own } of rows) {
      if (!room(own.length * rowHeight)) {
        if (!turn()) return undefined
        heading(' (continued)')
      }
      if (!room(own.length * rowHeight)) return undefined
      if (at !== '') placed.push({ column, x: 0, y, text: at, bold: false })
      for (const text of own) {
        placed.push({ column, x: at === '' ? 0 : indent, y, text, bold: false })
        y += rowHeight
      }
    }
  }
  return placed
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
  const blocks = (kept: readonly (readonly PageLine[])[], size: number, most: number) =>
    sections.map((section, index) => blockOf(section, kept[index] ?? [], box, size, measure, most))
  for (const size of SIZES) {
    const placed = flowed(blocks(all, size, Number.POSITIVE_INFINITY), box, size)
    if (placed !== undefined) return { size, placed, leftOut: 0 }
  }
  const kept = all.map((lines) => [...lines])
  let leftOut = 0
  for (;;) {
    const placed = flowed(blocks(kept, SMALLEST, ROWS_AT_MOST), box, SMALLEST)
    if (placed !== undefined) return { size: SMALLEST, placed, leftOut }
    const least = leastOf(kept)
    // Headings and one short line each always fit; a page too small for them shows their beginning.
    if (least === undefined) return { size: SMALLEST, placed: [], leftOut }
    kept[least.section]?.splice(least.line, 1)
    leftOut += 1
  }
}
