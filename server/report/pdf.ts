// Owns the PDF of a session's summary: one page, A4 or Letter, words that can be selected, the trend as vectors. Never a picture,
// never a second page, and never a browser.

import type { Paper } from '@chairside/shared/protocol/http-report.ts'
import type { Drawing, Tone } from '@chairside/shared/visit/report-drawing.ts'
import {
  GAP,
  LEADING,
  laidOut,
  type Measure,
  missingWords,
  TITLE,
  wrapped,
} from '@chairside/shared/visit/report-lay-out.ts'
import { type SummaryPage, VITAL_HEADS } from '@chairside/shared/visit/report-page.ts'
import PDFDocument from 'pdfkit'
import { lettersOf, writable } from './fonts.ts'

const SIZES: Readonly<Record<Paper, readonly [number, number]>> = { a4: [595.28, 841.89], letter: [612, 792] }

const MARGIN = 28
const COLUMN_GAP = 14
const INK: Readonly<Record<Tone, string>> = {
  ink: '#000000',
  soft: '#4a4a4a',
  faint: '#d0d0d0',
  paper: '#ffffff',
}
/** Ligatures would make one letter of two, which not every reader gives back. */
const PLAIN = { features: { liga: 0, clig: 0 } } as unknown as PDFKit.Mixins.TextOptions
const CHART_HEIGHT: Readonly<Record<Paper, number>> = { a4: 196, letter: 178 }

/** Points of 1/72 inch. @param chart draws into as many points as it is given @param madeAtMs hub time */
export async function pdfOf(
  page: SummaryPage,
  chart: (width: number, height: number) => Drawing,
  { paper, madeAtMs, made }: { readonly paper: Paper; readonly madeAtMs: number; readonly made: string },
): Promise<Buffer> {
  const letters = lettersOf()
  const [width, height] = SIZES[paper]
  const when = new Date(madeAtMs)
  const document = new PDFDocument({
    size: [width, height],
    margin: 0,
    autoFirstPage: true,
    lang: 'en',
    displayTitle: true,
    pdfVersion: '1.7',
    info: {
      Title: `${page.title} ${page.patient}`,
      Author: 'Chairside',
      CreationDate: when,
      ModDate: when,
    },
  })
  document.registerFont('regular', letters.regular)
  document.registerFont('bold', letters.bold)
  const bytes = gathered(document)

  const widths = new Map<string, number>()
  const measure: Measure = (text, size, bold = false) => {
    const key = `${bold ? 'b' : 'r'}${text}`
    let of1 = widths.get(key)
    if (of1 === undefined) {
      of1 =
        document
          .font(bold ? 'bold' : 'regular')
          .fontSize(100)
          .widthOfString(text, PLAIN) / 100
      widths.set(key, of1)
    }
    return of1 * size
  }
  const write = (
    text: string,
    x: number,
    y: number,
    size: number,
    { bold = false, tone = 'ink' as Tone, anchor = 'start' as 'start' | 'middle' | 'end', base = false } = {},
  ): void => {
    if (text === '') return
    const plain = writable(text, letters)
    const wide = anchor === 'start' ? 0 : measure(plain, size, bold)
    document
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(INK[tone])
      .text(plain, x - (anchor === 'end' ? wide : anchor === 'middle' ? wide / 2 : 0), y, {
        ...PLAIN,
        lineBreak: false,
        baseline: base ? 'alphabetic' : 'top',
      })
  }
  const rule = (y: number): void => {
    document
      .moveTo(MARGIN, y)
      .lineTo(width - MARGIN, y)
      .lineWidth(0.5)
      .strokeColor(INK.soft)
      .stroke()
  }
  const inner = width - 2 * MARGIN

  // ── head ──
  let y: number = MARGIN
  const mark = page.origin ?? ''
  if (mark !== '') {
    const wide = measure(mark, 9, true) + 10
    document
      .rect(width - MARGIN - wide, y, wide, 15)
      .lineWidth(1)
      .strokeColor(INK.ink)
      .stroke()
    write(mark, width - MARGIN - 5, y + 2.5, 9, { bold: true, anchor: 'end' })
  }
  write(page.title, MARGIN, y, 9, { tone: 'soft' })
  write(page.patient, MARGIN, y + 10, 17, { bold: true })
  y += 33
  for (const row of wrapped(writable(page.status, letters), inner - 12, 10, (text, size) =>
    measure(text, size, true),
  )) {
    if (page.isOpen)
      document
        .rect(MARGIN, y - 1, inner, 14)
        .lineWidth(1)
        .strokeColor(INK.ink)
        .stroke()
    write(row, MARGIN + (page.isOpen ? 6 : 0), y, 10, { bold: true })
    y += 14
  }
  y = facts(page.facts, y + 2)
  rule(y)

  function facts(all: SummaryPage['facts'], top: number): number {
    const size = 8
    let [x, at] = [MARGIN, top]
    for (const [label, value] of all) {
      const words = writable(value, letters)
      const labelWide = measure(label, size) + 3
      const wide = labelWide + measure(words, size, true) + 14
      if (x > MARGIN && x + wide - 14 > width - MARGIN) [x, at] = [MARGIN, at + 11]
      write(label, x, at, size, { tone: 'soft' })
      let line = 0
      for (const row of wrapped(words, width - MARGIN - x - labelWide, size, (text, of) =>
        measure(text, of, true),
      )) {
        write(row, x + labelWide, at + 11 * line, size, { bold: true })
        line += 1
      }
      at += 11 * (line - 1)
      x += wide
    }
    return at + 14
  }

  // ── vitals ──
  y += 4
  const places = [0, 0.27, 0.39, 0.53, 0.65, 0.79, 0.9].map((part) => MARGIN + part * inner)
  for (const [index, head] of VITAL_HEADS.entries())
    write(head, places[index] ?? MARGIN, y, 7, { tone: 'soft' })
  y += 10
  for (const vital of page.vitals) {
    const { name, unit, baseline, highest, highestAt, lowest, lowestAt, known } = vital
    const cells = [`${name}, ${unit}`, baseline, highest, highestAt, lowest, lowestAt, known]
    for (const [index, cell] of cells.entries())
      write(cell, places[index] ?? MARGIN, y, 8.5, { bold: index === 2 || index === 4 })
    y += 11.5
  }
  if (page.vitals.length === 0) {
    write('Nothing was measured.', MARGIN, y, 8.5)
    y += 11.5
  }
  y += 3
  rule(y)

  // ── trend ──
  y += 5
  const chartHeight = CHART_HEIGHT[paper]
  draw(chart(inner, chartHeight), MARGIN, y)
  y += chartHeight + 4
  rule(y)

  function draw(drawing: Drawing, left: number, top: number): void {
    document.save().translate(left, top)
    for (const one of drawing.marks) {
      if (one.is === 'words') {
        const { text, x, y: at, size, anchor, tone } = one
        write(text, x, at, size, { anchor, tone, base: true })
        continue
      }
      const { d, stroke, fill, width: lineWidth = 0.5, dash } = one
      if (d === '') continue
      document.path(d)
      if (fill !== undefined) document.fillColor(INK[fill]).fill()
      else {
        document.lineWidth(lineWidth).lineJoin('round')
        if (dash !== undefined) document.dash(dash[0], { space: dash[1] })
        document.strokeColor(INK[stroke ?? 'ink']).stroke()
        if (dash !== undefined) document.undash()
      }
    }
    document.restore()
  }

  // ── everything else ──
  y += 5
  const footTop = height - MARGIN - 16
  const columnWidth = (inner - COLUMN_GAP) / 2
  const said = page.sections.map((section) => ({
    ...section,
    lines: section.lines.map((line) => ({ ...line, text: writable(line.text, letters) })),
  }))
  const laid = laidOut(said, { columnWidth, height: footTop - 4 - y }, measure)
  const { size } = laid
  for (const [index, column] of laid.columns.entries()) {
    const left = MARGIN + index * (columnWidth + COLUMN_GAP)
    let at = y
    for (const [place, { title, continued, indent, rows }] of column.entries()) {
      if (place > 0) at += size * GAP
      write(`${title}${continued ? ' (continued)' : ''}`, left, at, size * TITLE, { bold: true })
      at += size * TITLE * LEADING
      for (const { at: when, rows: own } of rows) {
        write(when, left, at, size)
        for (const text of own) {
          write(text, left + (when === '' ? 0 : indent), at, size)
          at += size * LEADING
        }
      }
    }
  }

  // ── foot ──
  rule(footTop)
  const missing = missingWords(laid)
  write(missing === undefined ? made : `${made} · ${missing}`, MARGIN, footTop + 3, 6.5, { tone: 'soft' })
  write(page.notice, MARGIN, footTop + 11, 6.5, { tone: 'soft' })
  document.end()
  return bytes
}

function gathered(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    document.on('data', (piece: Buffer) => pieces.push(piece))
    document.on('end', () => resolve(Buffer.concat(pieces)))
    document.on('error', reject)
  })
}
