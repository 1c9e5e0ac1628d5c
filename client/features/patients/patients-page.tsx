// Owns the page of patients: found by code or label, and a new one. Never a name: a code, and a short label that can be erased.
import { mayUsePlans } from '@chairside/shared/access.ts'
import type { HttpPatientLine } from '@chairside/shared/protocol/http-visits.ts'
import { TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { orThrow, patientsOf } from '../../net/visits-api.ts'
import { useActor, useLink, useScreen, useZone } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import { FirstPath } from '../../ui/first-path.tsx'
import { clockMinutes, counted, date } from '../../ui/format.ts'
import { PageFrame, PageWords } from '../../ui/page-frame.tsx'
import { PatientCode } from '../../ui/patient-code.tsx'
import { NewPatientDialog } from './new-patient-dialog.tsx'
import styles from './patients.module.css'

const PAGE = 50
const TYPING_MS = 300

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

export function PatientLine({
  patient,
  zone,
}: {
  readonly patient: HttpPatientLine
  readonly zone: string | undefined
}) {
  const { patientCode, label, labelErased, sessions, lastSessionAtMs, nextAtMs } = patient
  return (
    <li>
      <Link to="/patients/$code" params={{ code: patientCode }} className={styles['line'] ?? ''}>
        <strong className={styles['code']}>
          <PatientCode code={patientCode} />
        </strong>
        <span className={label === undefined ? styles['none'] : styles['label']}>
          {label ?? (labelErased === undefined ? 'no label' : 'label erased')}
        </span>
        <span className={styles['fact']}>
          {sessions === 0 ? 'no session yet' : counted(sessions, 'session')}
          {lastSessionAtMs !== undefined && `, last ${date(lastSessionAtMs, zone)}`}
        </span>
        <span className={styles['fact']}>
          {nextAtMs === undefined
            ? 'nothing planned'
            : `next ${date(nextAtMs, zone)}, ${clockMinutes(nextAtMs, zone)}`}
        </span>
      </Link>
    </li>
  )
}

function Patients({ search, onAdd }: { readonly search: string; readonly onAdd: () => void }) {
  const zone = useZone()
  const listed = useInfiniteQuery({
    queryKey: ['patients', search],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      orThrow(patientsOf({ search, limit: PAGE, ...(pageParam === undefined ? {} : { after: pageParam }) })),
    getNextPageParam: (page) => page.moreAfter,
  })
  const { data, error, hasNextPage, isFetchingNextPage } = listed
  if (data === undefined)
    return error === null ? (
      <PageWords title="Reading the patients …" />
    ) : (
      <PageWords title="The patients cannot be listed" again={() => void listed.refetch()}>
        {error.message}
      </PageWords>
    )
  const patients = data.pages.flatMap((page) => page.patients)
  if (patients.length === 0)
    return search === '' ? (
      <FirstPath
        words="No patient yet. A patient begins with a code, never a name:"
        first={
          <Button kind="outlined" onClick={onAdd}>
            The first patient
          </Button>
        }
      />
    ) : (
      <PageWords title={`Nobody is found by “${search}”`}>
        Type part of a code or of a label. Nobody is found by a name: none is kept.
      </PageWords>
    )
  return (
    <>
      <ol className={styles['list']} aria-label="Patients, by code">
        {patients.map((patient) => (
          <PatientLine key={patient.patientCode} patient={patient} zone={zone} />
        ))}
      </ol>
      <p className={styles['more']} role="status">
        {counted(patients.length, 'patient')} shown{hasNextPage ? '; there are more' : ''}
        {hasNextPage && (
          <Button disabled={isFetchingNextPage} onClick={() => void listed.fetchNextPage()}>
            {isFetchingNextPage ? 'Reading …' : 'More patients'}
          </Button>
        )}
      </p>
    </>
  )
}

/** @param add opens with the form of a new patient */
export function PatientsPage({ add }: { readonly add: boolean }) {
  const { screen } = useScreen()
  const role = useActor()?.role
  const navigate = useNavigate()
  const known = useLink(({ self }) => self !== undefined)
  const [search, setSearch] = useState('')
  const settled = useSettled(search.trim())
  const [adding, setAdding] = useState(add)
  useEffect(() => screen.link.setView('patients'), [screen])
  const may = mayUsePlans(role)
  return (
    <PageFrame
      title="Patients"
      acts={
        may && (
          <Button kind="primary" onClick={() => setAdding(true)}>
            New patient
          </Button>
        )
      }
      foot="A code, never a name. The label can be erased; what was recorded under the code stays."
      mainClass={styles['main']}
    >
      {known && !may ? (
        <PageWords title="Sign in to see patients">Nurses and physicians read and plan here.</PageWords>
      ) : known ? (
        <>
          <search className={styles['search']}>
            <TextInput
              label="Find by code or label"
              value={search}
              maxLength={80}
              autoComplete="off"
              autoCapitalize="characters"
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          </search>
          <Patients search={settled} onAdd={() => setAdding(true)} />
        </>
      ) : undefined}
      {adding && may && (
        <NewPatientDialog
          onClose={() => setAdding(false)}
          onCreated={({ patientCode }) =>
            void navigate({ to: '/patients/$code', params: { code: patientCode } })
          }
        />
      )}
    </PageFrame>
  )
}
