// Owns the sheet of paper that a summary is: one page of A4 or Letter, on the screen as it is printed. What does not fit is counted
// where it is missing. Never a second page.
import type { Paper } from '@chairside/shared/protocol/http-report.ts'
import type { SessionReport } from '@chairside/shared/visit/report.ts'
import { chartOf } from '@chairside/shared/visit/report-chart.ts'
import {
  type LaidOut,
  laidOut,
  missingWords,
  type Part,
  TITLE,
} from '@chairside/shared/visit/report-lay-out.ts'
import type { PageClock } from '@chairside/shared/visit/report-line.ts'
import { type SummaryPage, timesOf, VITAL_HEADS } from '@chairside/shared/visit/report-page.ts'
import { Fragment, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { ChartDrawing } from './chart-drawing.tsx'
import { measureIn } from './measure.ts'
import styles from './summary.module.css'

/** Points of 1/72 inch. */
const PAPERS: Readonly<Record<Paper, { readonly width: number; readonly chart: number }>> = {
  a4: { width: 595.28, chart: 196 },
  letter: { width: 612, chart: 178 },
}
const MARGIN = 28
const GAP = 14
const PX_PER_PT = 96 / 72

function PartOf({ part, size }: { readonly part: Part; readonly size: number }) {
  const { title, continued, indent, rows } = part
  return (
    <section>
      <h2 style={{ fontSize: `${size * TITLE}pt` }}>
        {title}
        {continued ? ' (continued)' : ''}
      </h2>
      <ul>
        {rows.map(({ at, rows: own }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are the record's, in its order
          <li key={index} style={at === '' ? undefined : { paddingLeft: `${indent}pt` }}>
            {at !== '' && (
              <span className={styles['at']} style={{ marginLeft: `${-indent}pt`, width: `${indent}pt` }}>
                {at}
              </span>
            )}
            {own.map((row, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of one line
              <Fragment key={place}>
                {place > 0 && <br />}
                {row}
              </Fragment>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** How the parts fill what room the paper leaves them; undefined until that is known. */
function useLaidOut(page: SummaryPage, paper: Paper) {
  const room = useRef<HTMLDivElement>(null)
  const [laid, setLaid] = useState<LaidOut | undefined>()
  useLayoutEffect(() => {
    const box = room.current
    if (box === null) return
    const measure = measureIn(getComputedStyle(box).fontFamily)
    if (measure === undefined) return
    const columnWidth = (PAPERS[paper].width - 2 * MARGIN - GAP) / 2
    setLaid(laidOut(page.sections, { columnWidth, height: box.clientHeight / PX_PER_PT }, measure))
  }, [page, paper])
  return { room, laid }
}

export function Sheet({
  report,
  page,
  clock,
  paper,
  made,
}: {
  readonly report: SessionReport
  readonly page: SummaryPage
  readonly clock: PageClock
  readonly paper: Paper
  readonly made: string
}) {
  const { room, laid } = useLaidOut(page, paper)
  const drawing = useMemo(
    () => chartOf(report, timesOf(report, clock), PAPERS[paper].width - 2 * MARGIN, PAPERS[paper].chart),
    [report, clock, paper],
  )
  const missing = laid === undefined ? undefined : missingWords(laid)
  return (
    <article className={styles['sheet']} data-paper={paper} aria-label="Session summary">
      {page.origin !== undefined && <p className={styles['origin']}>{page.origin}</p>}
      <p className={styles['kind']}>{page.title}</p>
      <p className={styles['patient']}>{page.patient}</p>
      <p className={styles['status']} data-open={page.isOpen || undefined}>
        {page.status}
      </p>
      <dl className={styles['facts']}>
        {page.facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <table className={styles['vitals']}>
        <thead>
          <tr>
            {VITAL_HEADS.map((head, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: "at" stands twice
              <th key={index} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.vitals.map((vital) => (
            <tr key={vital.name}>
              <th scope="row">
                {vital.name}, {vital.unit}
              </th>
              <td>{vital.baseline}</td>
              <td className={styles['extreme']}>{vital.highest}</td>
              <td>{vital.highestAt}</td>
              <td className={styles['extreme']}>{vital.lowest}</td>
              <td>{vital.lowestAt}</td>
              <td>{vital.known}</td>
            </tr>
          ))}
          {page.vitals.length === 0 && (
            <tr>
              <td colSpan={VITAL_HEADS.length}>Nothing was measured.</td>
            </tr>
          )}
        </tbody>
      </table>
      <div className={styles['chart']}>
        <ChartDrawing
          drawing={drawing}
          title="Trend: blood pressure, heart rate, SpO₂, pump rate, drugs, side effects, alarms. Every value stands in the lists."
        />
      </div>
      <div ref={room} className={styles['columns']} style={{ fontSize: `${laid?.size ?? 8}pt` }}>
        {laid?.columns.map((parts, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the left and the right column
          <div key={index}>
            {parts.map((part) => (
              <PartOf key={part.id} part={part} size={laid.size} />
            ))}
          </div>
        ))}
      </div>
      <footer className={styles['foot']}>
        <p>
          {made}
          {missing === undefined ? '' : ` · ${missing}`}
        </p>
        <p>{page.notice}</p>
      </footer>
    </article>
  )
}
