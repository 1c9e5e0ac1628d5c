// Owns the page of a session's summary: the sheet as it is printed, A4 or Letter, the same as a PDF of the hub; of an open session so
// far. Never a live number: it says as of when.
import { mayExport, mayUsePlans } from '@chairside/shared/access.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import { PAPERS, type Paper } from '@chairside/shared/protocol/http-report.ts'
import type { SessionReport } from '@chairside/shared/visit/report.ts'
import type { PageClock } from '@chairside/shared/visit/report-line.ts'
import { type SummaryPage as Page, summaryPage } from '@chairside/shared/visit/report-page.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { pdfPath, reportOf } from '../../net/report-api.ts'
import { orThrow } from '../../net/visits-api.ts'
import { useActor, useLink, useScreen } from '../../session/use-screen.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { clock, date, zoneWords } from '../../ui/format.ts'
import { PageFrame, PageWords } from '../../ui/page-frame.tsx'
import { usePageTitle } from '../../ui/page-title.ts'
import { Sheet } from './sheet.tsx'
import styles from './summary.module.css'

/** An open session's summary is read again this often. */
const AGAIN_MS = 15_000
const NAMES: Readonly<Record<Paper, string>> = { a4: 'A4', letter: 'Letter' }
const SIZES: Readonly<Record<Paper, string>> = { a4: 'A4 portrait', letter: 'letter portrait' }

const clockOf = (zone: string): PageClock => ({
  clock: (atMs) => clock(atMs, zone),
  date: (atMs) => date(atMs, zone),
  zone: zoneWords(zone),
})

/** Only the sheet is printed, on its own paper and without a margin of the browser's. */
function PrintRules({ paper }: { readonly paper: Paper }) {
  return (
    <style>{`@media print {
      @page { size: ${SIZES[paper]}; margin: 0 }
      html, body { overflow: hidden; height: 100%; background: #fff }
      body * { visibility: hidden }
      article[data-paper], article[data-paper] * { visibility: visible }
    }`}</style>
  )
}

function Whole({ page }: { readonly page: Page }) {
  return (
    <details className={styles['whole']}>
      <summary>Every line in full</summary>
      {page.sections.map(({ id, title, lines }) => (
        <section key={id}>
          <h3>{title}</h3>
          <ul>
            {lines.map(({ at, text }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are the record's, in its order
              <li key={index}>
                <span>{at}</span>
                <span>{text}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </details>
  )
}

function Shown({
  report,
  paper,
  build,
  onPaper,
}: {
  readonly report: SessionReport
  readonly paper: Paper
  readonly build: string
  readonly onPaper: (paper: Paper) => void
}) {
  const pageClock = useMemo(() => clockOf(report.zone), [report.zone])
  const page = useMemo(() => summaryPage(report, pageClock), [report, pageClock])
  const { sessionId, throughSeq, plan, closed, patientCode } = report
  const role = useActor()?.role
  usePageTitle({ words: `${patientCode} · summary` })
  return (
    <>
      <PrintRules paper={paper} />
      <div className={styles['tools']} role="toolbar" aria-label="Paper and printing">
        {PAPERS.map((one) => (
          <Button
            key={one}
            kind={one === paper ? 'primary' : 'plain'}
            aria-pressed={one === paper}
            onClick={() => onPaper(one)}
          >
            {NAMES[one]}
          </Button>
        ))}
        <Button onClick={() => window.print()}>Print …</Button>
        <a className={buttonClass()} href={pdfPath(sessionId, paper)} target="_blank" rel="noreferrer">
          PDF
        </a>
        {closed !== undefined && (
          <Link to="/replay/$sessionId" params={{ sessionId }} className={buttonClass('outlined')}>
            Replay
          </Link>
        )}
        {plan !== undefined && mayUsePlans(role) && (
          <Link
            to="/courses/$courseId"
            params={{ courseId: plan.courseId }}
            className={buttonClass('outlined')}
          >
            Course
          </Link>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a sheet wider than the screen is scrolled by keyboard too */}
      <section className={styles['desk']} tabIndex={0} aria-label="The sheet">
        <Sheet
          report={report}
          page={page}
          clock={pageClock}
          paper={paper}
          made={`Chairside ${build} · session ${sessionId}, records 1–${throughSeq}`}
        />
      </section>
      <Whole page={page} />
    </>
  )
}

function Summary({
  sessionId,
  paper,
  onPaper,
}: {
  readonly sessionId: SessionId
  readonly paper: Paper
  readonly onPaper: (paper: Paper) => void
}) {
  const build = useLink(({ hub }) => hub?.build) ?? ''
  const found = useQuery({
    queryKey: ['report', sessionId],
    queryFn: () => orThrow(reportOf(sessionId)),
    refetchInterval: ({ state }) =>
      state.data !== undefined && state.data.closed === undefined ? AGAIN_MS : false,
  })
  const { data, error } = found
  if (data === undefined)
    return error === null ? (
      <PageWords title="Working out the summary …" />
    ) : (
      <PageWords title="The summary cannot be shown" again={() => void found.refetch()}>
        {error.message}
      </PageWords>
    )
  return (
    <>
      {error !== null && (
        <p className={styles['old']} role="alert">
          This page may be old: {error.message}
        </p>
      )}
      <Shown report={data} paper={paper} build={build} onPaper={onPaper} />
    </>
  )
}

export function SummaryPage({
  sessionId,
  paper = 'a4',
  onPaper,
}: {
  readonly sessionId: SessionId
  readonly paper: Paper | undefined
  readonly onPaper: (paper: Paper) => void
}) {
  const { screen } = useScreen()
  const actor = useActor()
  const known = useLink(({ self }) => self !== undefined)
  useEffect(() => screen.link.setView('summary'), [screen])
  const may = mayExport(actor?.role)
  return (
    <PageFrame
      title="Summary"
      foot="Times are of the session’s own zone. What is shown here is past; nothing here sounds."
      mainClass={styles['main']}
    >
      {known && !may ? (
        <PageWords
          title={actor === undefined ? 'Sign in to see a summary' : 'Your role does not see summaries'}
        >
          Nurses, physicians and QA see what was recorded.
        </PageWords>
      ) : known ? (
        <Summary sessionId={sessionId} paper={paper} onPaper={onPaper} />
      ) : undefined}
    </PageFrame>
  )
}
