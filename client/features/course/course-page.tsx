// Owns the page of a course: its sessions over one another and in rows, what is in force, and where a physician signs the plan for the
// next one. Never shows who the patient is beyond the code, and never recommends a dose.
import { maySignOrders, mayUsePlans } from '@chairside/shared/access.ts'
import type { HttpCourseReport } from '@chairside/shared/protocol/http-report.ts'
import type { HttpCourse } from '@chairside/shared/protocol/http-visits.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ComponentType, useEffect, useState } from 'react'
import { courseOf, courseReportOf } from '../../net/report-api.ts'
import { orThrow } from '../../net/visits-api.ts'
import { useActor, useLink, useScreen, useZone } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import { clockMinutes, counted, date } from '../../ui/format.ts'
import { GivenAway } from '../../ui/given-away.tsx'
import { PageFrame, PageWords } from '../../ui/page-frame.tsx'
import { usePageTitle } from '../../ui/page-title.ts'
import { numberWords, orderWords } from '../../ui/visit-words.ts'
import styles from './course.module.css'
import { Overlay } from './overlay.tsx'
import { SessionRows } from './session-rows.tsx'

/** How an order is signed on every page. */
export type SignOrder = ComponentType<{
  readonly course: HttpCourse
  readonly lastWeight: { readonly kg: number; readonly atMs: number } | undefined
  readonly forNext: true
  readonly onDone: () => void
  readonly onClose: () => void
}>
/** How a session is put on a list on every page. */
export type Book = ComponentType<{
  readonly course: HttpCourse
  readonly onDone: () => void
  readonly onClose: () => void
}>

function Next({
  course,
  onAsk,
}: {
  readonly course: HttpCourse
  readonly onAsk: (what: 'sign' | 'book') => void
}) {
  const zone = useZone()
  const role = useActor()?.role
  const { appointments, orders } = course
  const [next] = appointments
  const inForce = orders.find(
    (one) => one.inForce && (one.appointmentId === next?.appointmentId || one.appointmentId === undefined),
  )
  const which =
    next === undefined
      ? 'No next session is on a list'
      : `Next: session ${numberWords(next)}, ${date(next.atMs, zone)} ${clockMinutes(next.atMs, zone)}, ${next.roomName}`
  return (
    <section className={styles['next']} aria-label="The next session">
      <div>
        <h2>{which}</h2>
        <p className={styles['fact']}>
          {inForce === undefined
            ? 'No order is signed for it.'
            : `${orderWords(inForce)} · signed by ${inForce.signedBy.name}, ${date(inForce.signedAtMs, zone)}`}
        </p>
      </div>
      <div className={styles['acts']}>
        <Button kind={next === undefined ? 'primary' : 'plain'} onClick={() => onAsk('book')}>
          Schedule
        </Button>
        {maySignOrders(role) ? (
          <Button kind={next === undefined ? 'plain' : 'primary'} onClick={() => onAsk('sign')}>
            {next === undefined ? 'Sign an order …' : 'Sign the order for the next session …'}
          </Button>
        ) : (
          <span className={styles['fact']}>A physician signs the order.</span>
        )}
      </div>
    </section>
  )
}

function Past({ report }: { readonly report: HttpCourseReport }) {
  const zone = useZone()
  const { sessions, unreadable } = report
  const [picked, setPicked] = useState<string | undefined>()
  const chosen = picked ?? sessions.at(-1)?.sessionId
  const one = sessions.find(({ sessionId }) => sessionId === chosen)
  return (
    <>
      {unreadable.length > 0 && (
        <p className={styles['old']} role="alert">
          {counted(unreadable.length, 'session')} cannot be read and {unreadable.length === 1 ? 'is' : 'are'}{' '}
          not shown here.
        </p>
      )}
      {sessions.length === 0 ? (
        <PageWords title="Nothing has been infused yet">
          Each session stands here as soon as its infusion has been started.
        </PageWords>
      ) : (
        <>
          <figure className={styles['figure']}>
            <figcaption className={styles['fact']}>
              {one === undefined
                ? ''
                : `Session ${one.number ?? '–'}, ${date(one.openedAtMs, zone)}, bright; the others behind it. T+00:00 is each one’s start.`}
            </figcaption>
            <Overlay sessions={sessions} chosen={chosen} />
          </figure>
          <SessionRows sessions={sessions} zone={zone} chosen={chosen} onChoose={setPicked} />
        </>
      )}
    </>
  )
}

function lastWeightOf(report: HttpCourseReport) {
  const last = report.sessions.findLast(({ weightKg }) => weightKg !== undefined)
  return last?.weightKg === undefined ? undefined : { kg: last.weightKg, atMs: last.openedAtMs }
}

type Dialogs = { readonly SignDialog: SignOrder; readonly BookDialog: Book }

function Course({ courseId, SignDialog, BookDialog }: Dialogs & { readonly courseId: string }) {
  const queries = useQueryClient()
  const zone = useZone()
  const [asked, setAsked] = useState<'sign' | 'book' | undefined>()
  const plan = useQuery({ queryKey: ['course', courseId], queryFn: () => orThrow(courseOf(courseId)) })
  const past = useQuery({
    queryKey: ['course-report', courseId],
    queryFn: () => orThrow(courseReportOf(courseId)),
  })
  const course = plan.data
  usePageTitle({ words: course === undefined ? 'Course' : `${course.patientCode} · course` })
  const error = plan.error ?? past.error
  if (error !== null && (course === undefined || past.data === undefined))
    return (
      <PageWords
        title="This course cannot be shown"
        again={() => {
          void plan.refetch()
          void past.refetch()
        }}
      >
        {error.message}
      </PageWords>
    )
  if (course === undefined) return <PageWords title="Reading the course …" />
  const { patientCode, indication, done, planned, maintenance, givenAway } = course
  const close = (): void => setAsked(undefined)
  const saved = (): void => {
    close()
    for (const queryKey of [['course', courseId], ['patient'], ['today']])
      void queries.invalidateQueries({ queryKey })
  }
  return (
    <>
      {error !== null && (
        <p className={styles['old']} role="alert">
          This page may be old: {error.message}
        </p>
      )}
      <header className={styles['head']}>
        <h2>
          <Link to="/patients/$code" params={{ code: patientCode }} className={styles['link'] ?? ''}>
            {patientCode}
          </Link>{' '}
          · {indication}
        </h2>
        <p className={styles['fact']}>
          {done} of {planned} sessions recorded{maintenance ? ', then maintenance' : ''}
        </p>
      </header>
      <Next course={course} onAsk={setAsked} />
      {givenAway.length > 0 && (
        <ul className={styles['givenAway']} aria-label="Not this patient’s">
          <GivenAway all={givenAway} zone={zone} styles={{ link: styles['link'] }} />
        </ul>
      )}
      {past.data === undefined ? (
        <PageWords title="Working out the sessions …" />
      ) : (
        <Past report={past.data} />
      )}
      {asked === 'sign' && (
        <SignDialog
          course={course}
          lastWeight={past.data === undefined ? undefined : lastWeightOf(past.data)}
          forNext
          onDone={saved}
          onClose={close}
        />
      )}
      {asked === 'book' && <BookDialog course={course} onDone={saved} onClose={close} />}
    </>
  )
}

export function CoursePage({ courseId, ...dialogs }: Dialogs & { readonly courseId: string }) {
  const { screen } = useScreen()
  const role = useActor()?.role
  const known = useLink(({ self }) => self !== undefined)
  useEffect(() => screen.link.setView('course'), [screen])
  const may = mayUsePlans(role)
  return (
    <PageFrame
      title="Course"
      foot="What is shown here is past; nothing here sounds. Chairside recommends no dose."
      mainClass={styles['main']}
    >
      {known && !may ? (
        <PageWords title={role === undefined ? 'Sign in to see a course' : 'Not for your role'}>
          Nurses and physicians read and plan here.
        </PageWords>
      ) : known ? (
        <Course courseId={courseId} {...dialogs} />
      ) : undefined}
    </PageFrame>
  )
}
