// Owns one patient's page: code, label, which codes look like it, and the courses. Never shows who it is beyond the label.
import { mayUsePlans } from '@chairside/shared/access.ts'
import type { HttpOnePatient } from '@chairside/shared/protocol/http-visits.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { orThrow, patientOf } from '../../net/visits-api.ts'
import { useActor, useLink, useScreen, useZone } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import { date, decimal } from '../../ui/format.ts'
import { GivenAway } from '../../ui/given-away.tsx'
import { PageFrame, PageWords } from '../../ui/page-frame.tsx'
import { PatientCode } from '../../ui/patient-code.tsx'
import { CourseCard } from './course-card.tsx'
import { NewCourseDialog } from './course-dialogs.tsx'
import { EraseLabelDialog, LabelDialog } from './label-dialogs.tsx'
import styles from './patients.module.css'

type Asked = 'label' | 'erase' | 'course'

export function PatientHead({
  whole,
  onAsk,
}: {
  readonly whole: HttpOnePatient
  readonly onAsk: (asked: Asked) => void
}) {
  const zone = useZone()
  const { patient, looksLike, lastWeight } = whole
  const { patientCode, label, labelErased, createdAtMs, by } = patient
  return (
    <header className={styles['head']}>
      <div>
        <p className={styles['identity']}>
          <strong className={styles['bigCode']}>
            <PatientCode code={patientCode} unlike={looksLike[0]} />
          </strong>
          <span className={label === undefined ? styles['none'] : styles['bigLabel']}>
            {label ??
              (labelErased === undefined
                ? 'no label'
                : `label erased ${date(labelErased.atMs, zone)} by ${labelErased.by}`)}
          </span>
        </p>
        <p className={styles['fact']}>
          Since {date(createdAtMs, zone)}, {by}
          {lastWeight !== undefined && ` · ${decimal(lastWeight.kg, 1)} kg on ${date(lastWeight.atMs, zone)}`}
        </p>
        {looksLike.map((code) => (
          <p key={code}>
            <span aria-hidden="true">≈ </span>There is another patient with a code like it:{' '}
            <Link to="/patients/$code" params={{ code }} className={styles['inline'] ?? ''}>
              <PatientCode code={code} unlike={patientCode} />
            </Link>
          </p>
        ))}
      </div>
      <div className={styles['headActs']}>
        <Button onClick={() => onAsk('label')}>
          {label === undefined ? 'Give a label …' : 'Change label …'}
        </Button>
        {label !== undefined && <Button onClick={() => onAsk('erase')}>Erase label …</Button>}
        <Button kind={whole.courses.length === 0 ? 'primary' : 'plain'} onClick={() => onAsk('course')}>
          New course …
        </Button>
      </div>
    </header>
  )
}

function Patient({ code }: { readonly code: string }) {
  const queries = useQueryClient()
  const zone = useZone()
  const [asked, setAsked] = useState<Asked | undefined>()
  const found = useQuery({ queryKey: ['patient', code], queryFn: () => orThrow(patientOf(code)) })
  const { data, error } = found
  if (data === undefined)
    return error === null ? (
      <PageWords title="Reading the patient …" />
    ) : (
      <PageWords title="This patient cannot be shown" again={() => void found.refetch()}>
        {error.message}
      </PageWords>
    )
  const changed = (): void => {
    setAsked(undefined)
    for (const queryKey of [['patient'], ['patients'], ['today']])
      void queries.invalidateQueries({ queryKey })
  }
  const close = (): void => setAsked(undefined)
  const { patient, courses, lastWeight, givenAway } = data
  // Those of a course stand in its list of sessions.
  const strays = givenAway.filter(({ courseId }) => !courses.some((course) => course.courseId === courseId))
  return (
    <>
      {error !== null && (
        <p className={styles['old']} role="alert">
          This page may be old: {error.message}
        </p>
      )}
      <PatientHead whole={data} onAsk={setAsked} />
      {strays.length > 0 && (
        <section className={styles['strays']} aria-label="Not this patient’s">
          <ul className={styles['entries']}>
            <GivenAway all={strays} zone={zone} styles={{ entry: styles['entry'], link: styles['inline'] }} />
          </ul>
        </section>
      )}
      {courses.length === 0 && (
        <PageWords title="No course yet">
          A course says for what and how often; orders, scores and sessions belong to it.
        </PageWords>
      )}
      {courses.map((course) => (
        <CourseCard key={course.courseId} course={course} lastWeight={lastWeight} onChanged={changed} />
      ))}
      {asked === 'label' && <LabelDialog patient={patient} onDone={changed} onClose={close} />}
      {asked === 'erase' && <EraseLabelDialog patient={patient} onDone={changed} onClose={close} />}
      {asked === 'course' && (
        <NewCourseDialog patientCode={patient.patientCode} onDone={changed} onClose={close} />
      )}
    </>
  )
}

export function PatientPage({ code }: { readonly code: string }) {
  const { screen } = useScreen()
  const role = useActor()?.role
  const known = useLink(({ self }) => self !== undefined)
  useEffect(() => screen.link.setView('patient'), [screen])
  const may = mayUsePlans(role)
  return (
    <PageFrame
      title="Patient"
      foot="Orders are signed by physicians and never changed; the newest counts."
      mainClass={styles['main']}
    >
      {known && !may ? (
        <PageWords title="Sign in to see a patient">Nurses and physicians read and plan here.</PageWords>
      ) : known ? (
        <Patient code={code} />
      ) : undefined}
    </PageFrame>
  )
}
