// Owns one course on the patient's page: the plan, the order that counts and those before it, what is to come, what was, scores.
import { maySignOrders } from '@chairside/shared/access.ts'
import type { HttpCourse, HttpCourseSession, HttpOnePatient } from '@chairside/shared/protocol/http-visits.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useStore } from 'zustand'
import { strikeScore, withdrawOrder } from '../../net/visits-api.ts'
import { useActor, useScreen, useZone } from '../../session/use-screen.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { localOf } from '../../ui/clinic-day.ts'
import { clock, clockMinutes, date, decimal } from '../../ui/format.ts'
import { formerlyWords, GivenAway } from '../../ui/given-away.tsx'
import { ReasonDialog } from '../../ui/reason-dialog.tsx'
import { numberWords, OUTCOME_WORDS, orderWords } from '../../ui/visit-words.ts'
import { BookDialog, ChangeCourseDialog, ScoreDialog } from './course-dialogs.tsx'
import { type Asked, Orders } from './course-orders.tsx'
import { OrderDialog } from './order-dialog.tsx'
import styles from './patients.module.css'
import { SCALE_WORDS } from './score-words.ts'

/** Forms of this page, by the name under which each keeps what is typed. */
const FORMS: Readonly<Record<string, 'plan' | 'order' | 'score' | 'book'>> = {
  plan: 'plan',
  order: 'order',
  score: 'score',
  appointment: 'book',
}

const sessionWords = ({ number, outcome, closedAtMs }: HttpCourseSession, planned: number): string => {
  const name =
    number === undefined
      ? 'Not counted: the infusion was not started'
      : `Session ${numberWords({ number, ...(number > planned ? {} : { of: planned }) })}`
  const end =
    outcome === undefined ? (closedAtMs === undefined ? 'open now' : 'closed') : OUTCOME_WORDS[outcome]
  return `${name} · ${end}`
}

function Sessions({
  course,
  zone,
  onAsk,
}: {
  readonly course: HttpCourse
  readonly zone: string | undefined
  readonly onAsk: (asked: Asked) => void
}) {
  const { appointments, sessions, givenAway, planned } = course
  return (
    <section className={styles['part']} aria-label="Sessions">
      <header className={styles['partHead']}>
        <h3>Sessions</h3>
        <Button onClick={() => onAsk({ what: 'book' })}>Schedule</Button>
      </header>
      {appointments.length + sessions.length + givenAway.length === 0 && (
        <p className={styles['fact']}>None yet</p>
      )}
      <ul className={styles['entries']}>
        {appointments.map((one) => (
          <li key={one.appointmentId} className={styles['entry']}>
            <p>
              <strong>
                {date(one.atMs, zone)}, {clockMinutes(one.atMs, zone)}
              </strong>{' '}
              · {one.roomName} · session {numberWords(one)}, to come
              {one.order === undefined && ' · no order is signed'}
            </p>
            <Link
              to="/today"
              search={{ day: localOf(one.atMs, zone ?? 'UTC').day }}
              className={styles['inline'] ?? ''}
            >
              On the list
            </Link>
          </li>
        ))}
        {sessions.toReversed().map((session) => (
          <li key={session.sessionId} className={styles['entry']}>
            <div>
              <p>
                <strong>{date(session.openedAtMs, zone)}</strong> · {session.roomName} ·{' '}
                {sessionWords(session, planned)}
                {session.weightKg !== undefined && ` · ${decimal(session.weightKg, 1)} kg`}
              </p>
              {session.formerly?.map((one) => (
                <p key={`${one.patientCode} ${one.fromMs}`} className={styles['fact']}>
                  {formerlyWords(one, zone)}
                </p>
              ))}
            </div>
            {session.closedAtMs !== undefined && (
              <span className={styles['links']}>
                <Link
                  to="/sessions/$sessionId/summary"
                  params={{ sessionId: session.sessionId }}
                  className={styles['inline'] ?? ''}
                >
                  Summary
                </Link>
                <Link
                  to="/replay/$sessionId"
                  params={{ sessionId: session.sessionId }}
                  className={styles['inline'] ?? ''}
                >
                  Replay
                </Link>
              </span>
            )}
          </li>
        ))}
        <GivenAway all={givenAway} zone={zone} styles={{ entry: styles['entry'], link: styles['inline'] }} />
      </ul>
    </section>
  )
}

function Scores({
  course,
  zone,
  onAsk,
}: {
  readonly course: HttpCourse
  readonly zone: string | undefined
  readonly onAsk: (asked: Asked) => void
}) {
  return (
    <section className={styles['part']} aria-label="Scores">
      <header className={styles['partHead']}>
        <h3>Scores</h3>
        <Button onClick={() => onAsk({ what: 'score' })}>Record a score</Button>
      </header>
      {course.scores.length === 0 && <p className={styles['fact']}>None yet</p>}
      <ul className={styles['entries']}>
        {course.scores.map((score) => (
          <li
            key={score.scoreId}
            className={styles['entry']}
            data-over={score.struck !== undefined || undefined}
          >
            <div>
              <p>
                <strong className={score.struck === undefined ? undefined : styles['struck']}>
                  {SCALE_WORDS[score.scale]} {score.value}
                </strong>{' '}
                · {date(score.atMs, zone)} · {score.by}
                {score.note !== undefined && ` · ${score.note}`}
              </p>
              {score.struck !== undefined && (
                <p className={styles['fact']}>
                  Struck out by {score.struck.by}: {score.struck.reason}
                </p>
              )}
            </div>
            {score.struck === undefined && (
              <Button
                aria-label={`Strike out ${SCALE_WORDS[score.scale]} ${score.value}`}
                onClick={() => onAsk({ what: 'strike', score })}
              >
                Strike out …
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What was typed for this course and never recorded is offered where it belongs: it outlived a reload or a lost hub. */
function NotRecorded({
  courseId,
  asked,
  onAsk,
}: {
  readonly courseId: string
  /** What is open now says it by itself. */
  readonly asked: Asked | undefined
  readonly onAsk: (asked: Asked) => void
}) {
  const { screen } = useScreen()
  const zone = useZone()
  const drafts = useStore(screen.drafts.store, (store) => store.drafts)
  const own = drafts.flatMap((draft) => {
    const what = draft.sessionId === `course ${courseId}` ? FORMS[draft.form] : undefined
    return what === undefined || what === asked?.what ? [] : [{ ...draft, what }]
  })
  return own.map(({ what, title, typedAtMs, sessionId, form }) => (
    <p key={what} className={styles['typed']}>
      <span>
        {title}, typed at {clock(typedAtMs, zone)}: <strong>not recorded</strong>.
      </span>
      <span className={styles['headActs']}>
        <Button onClick={() => onAsk({ what })}>Go on with it …</Button>
        <Button kind="quiet" onClick={() => screen.drafts.drop(sessionId, form)}>
          Discard it
        </Button>
      </span>
    </p>
  ))
}

export function CourseCard({
  course,
  lastWeight,
  onChanged,
}: {
  readonly course: HttpCourse
  readonly lastWeight: HttpOnePatient['lastWeight']
  readonly onChanged: () => void
}) {
  const role = useActor()?.role
  const zone = useZone()
  const [asked, setAsked] = useState<Asked | undefined>()
  const close = (): void => setAsked(undefined)
  const done = (): void => {
    close()
    onChanged()
  }
  const { indication, planned, maintenance, done: had, createdAtMs, by } = course
  return (
    <article className={styles['course']} aria-label={`Course: ${indication}`}>
      <header className={styles['courseHead']}>
        <div>
          <h2>{indication}</h2>
          <p className={styles['fact']}>
            {had} of {planned} sessions recorded{maintenance ? ', then maintenance' : ''} · since{' '}
            {date(createdAtMs, zone)}, {by}
          </p>
        </div>
        <div className={styles['headActs']}>
          {course.sessions.length > 0 && (
            <Link
              to="/courses/$courseId"
              params={{ courseId: course.courseId }}
              className={buttonClass('outlined')}
            >
              Sessions compared
            </Link>
          )}
          <Button onClick={() => setAsked({ what: 'plan' })}>Change plan …</Button>
        </div>
      </header>
      <NotRecorded courseId={course.courseId} asked={asked} onAsk={setAsked} />
      <Orders course={course} zone={zone} maySign={maySignOrders(role)} onAsk={setAsked} />
      <Sessions course={course} zone={zone} onAsk={setAsked} />
      <Scores course={course} zone={zone} onAsk={setAsked} />
      {asked?.what === 'plan' && <ChangeCourseDialog course={course} onDone={done} onClose={close} />}
      {asked?.what === 'order' && (
        <OrderDialog course={course} lastWeight={lastWeight} onDone={done} onClose={close} />
      )}
      {asked?.what === 'score' && <ScoreDialog course={course} onDone={done} onClose={close} />}
      {asked?.what === 'book' && <BookDialog course={course} onDone={done} onClose={close} />}
      {asked?.what === 'withdraw' && (
        <ReasonDialog
          title="Withdraw this order"
          about={`order ${asked.order.orderId}`}
          save="Withdraw the order"
          ask={(reason) => withdrawOrder(asked.order.orderId, reason)}
          onDone={done}
          onClose={close}
        >
          <p>{orderWords(asked.order)}</p>
          <p>Afterwards nothing is ordered here, until one is signed anew: no older order comes back.</p>
        </ReasonDialog>
      )}
      {asked?.what === 'strike' && (
        <ReasonDialog
          title={`Strike out ${SCALE_WORDS[asked.score.scale]} ${asked.score.value}`}
          about={`score ${asked.score.scoreId}`}
          save="Strike it out"
          ask={(reason) => strikeScore(asked.score.scoreId, reason)}
          onDone={done}
          onClose={close}
        >
          <p>It stays in sight, with your name and the reason, and counts no more.</p>
        </ReasonDialog>
      )}
    </article>
  )
}
