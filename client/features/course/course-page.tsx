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
import { Button, buttonClass } from '../../ui/button.tsx'
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
  readonly onDone: () => void
  readonly onClose: () => void
}>

function Next({ course, onSign }: { readonly course: HttpCourse; readonly onSign: () => void }) {
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
      {maySignOrders(role) ? (
        <Button kind="primary" onClick={onSign}>
          Sign the plan for the next one …
        </Button>
      ) : (
        <span className={styles['fact']}>A physician signs the plan.</span>
      )}
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
                : `Session ${one.number ?? '–'}, ${date(one.openedAtMs, zone)}, in full ink; the others behind it. T+00:00 is each one’s start.`}
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

function Course({ courseId, SignDialog }: { readonly courseId: string; readonly SignDialog: SignOrder }) {
  const queries = useQueryClient()
  const zone = useZone()
  const [signing, setSigning] = useState(false)
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
  const signed = (): void => {
    setSigning(false)
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
      <Next course={course} onSign={() => setSigning(true)} />
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
      {signing && (
        <SignDialog
          course={course}
          lastWeight={past.data === undefined ? undefined : lastWeightOf(past.data)}
          onDone={signed}
          onClose={() => setSigning(false)}
        />
      )}
    </>
  )
}

export function CoursePage({
  courseId,
  SignDialog,
}: {
  readonly courseId: string
  readonly SignDialog: SignOrder
}) {
  const { screen } = useScreen()
  const role = useActor()?.role
  const known = useLink(({ self }) => self !== undefined)
  useEffect(() => screen.link.setView('course'), [screen])
  const may = mayUsePlans(role)
  return (
    <PageFrame
      title="Course"
      acts={
        may && (
          <Link to="/patients" className={buttonClass('outlined')}>
            Patients
          </Link>
        )
      }
      foot="What is shown here is past; nothing here sounds. Chairside recommends no dose."
      mainClass={styles['main']}
    >
      {known && !may ? (
        <PageWords title="Sign in to see a course">Nurses and physicians read and plan here.</PageWords>
      ) : known ? (
        <Course courseId={courseId} SignDialog={SignDialog} />
      ) : undefined}
    </PageFrame>
  )
}
