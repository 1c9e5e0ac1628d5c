// Owns today's list of this one room at its chair: who is to come, and opening the session of one of them. Another page has the whole
// list. Shows nothing where nobody is signed in who may see it.
import { mayUsePlans } from '@chairside/shared/access.ts'
import type { RoomId } from '@chairside/shared/ids.ts'
import type { HttpAppointment } from '@chairside/shared/protocol/http-visits.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { orThrow, todayOf } from '../../net/visits-api.ts'
import { useActor } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import { clockMinutes } from '../../ui/format.ts'
import { OpenVisit, unlikeOf } from '../../ui/open-visit.tsx'
import { PatientCode } from '../../ui/patient-code.tsx'
import { numberWords } from '../../ui/visit-words.ts'
import styles from './open-session.module.css'

const AGAIN_MS = 15_000

export function FromTheList({ roomId }: { readonly roomId: RoomId }) {
  const role = useActor()?.role
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<HttpAppointment | undefined>()
  const may = mayUsePlans(role)
  const { data, error } = useQuery({
    queryKey: ['today', ''],
    queryFn: () => orThrow(todayOf()),
    enabled: may,
    refetchInterval: AGAIN_MS,
  })
  if (!may) return undefined
  const waiting =
    data?.rooms
      .find((room) => room.roomId === roomId)
      ?.appointments.filter(({ state }) => state === 'scheduled') ?? []
  return (
    <section className={styles['card']} aria-label="Today’s list of this room">
      <h2 className={styles['title']}>Today’s list</h2>
      {error !== null && <p role="alert">The list cannot be read: {error.message}</p>}
      {data !== undefined && waiting.length === 0 && (
        <p className={styles['words']}>Nobody is to come to this room.</p>
      )}
      {data !== undefined && waiting.length > 0 && (
        <ol className={styles['waiting']}>
          {waiting.map((one) => {
            const unlike = unlikeOf(data, one.patientCode)
            return (
              <li key={one.appointmentId} className={styles['one']}>
                <p>
                  <strong>
                    {clockMinutes(one.atMs, data.zone)} ·{' '}
                    <PatientCode code={one.patientCode} unlike={unlike[0]} />
                  </strong>
                  {one.label !== undefined && ` · ${one.label}`}
                  <span className={styles['about']}>
                    Session {numberWords(one)} ·{' '}
                    {one.order === undefined ? 'no order is signed' : 'order signed'}
                    {unlike.length > 0 && ` · ≈ looks like ${unlike.join(', ')}`}
                  </span>
                </p>
                <Button
                  kind={one === waiting[0] ? 'primary' : 'outlined'}
                  aria-label={`Open session for ${one.patientCode}`}
                  onClick={() => setChosen(one)}
                >
                  Open
                </Button>
              </li>
            )
          })}
        </ol>
      )}
      <Link to="/today" search={{}} className={styles['all'] ?? ''}>
        All rooms’ lists
      </Link>
      {chosen !== undefined && data !== undefined && (
        <OpenVisit
          appointment={chosen}
          unlike={unlikeOf(data, chosen.patientCode)}
          zone={data.zone}
          onClose={() => setChosen(undefined)}
          onOpened={() => {
            setChosen(undefined)
            void queries.invalidateQueries({ queryKey: ['today'] })
          }}
        />
      )}
    </section>
  )
}
