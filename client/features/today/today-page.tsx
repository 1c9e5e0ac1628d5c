// Owns the page of today's list: who comes to which room when, what is ready, and opening a session from it. Another day can be looked
// at. Never opens a session by itself, and never hides that two codes look alike.
import { mayUsePlans } from '@chairside/shared/access.ts'
import type { HttpToday } from '@chairside/shared/protocol/http-visits.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { orThrow, todayOf } from '../../net/visits-api.ts'
import { useActor, useLink, useScreen } from '../../session/use-screen.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { dayPlus } from '../../ui/clinic-day.ts'
import { FirstPath } from '../../ui/first-path.tsx'
import { zoneWords } from '../../ui/format.ts'
import { PageFrame, PageWords } from '../../ui/page-frame.tsx'
import { DayField } from '../../ui/time-fields.tsx'
import { readDay } from '../../ui/typed-time.ts'
import { LookAlikes } from './look-alikes.tsx'
import styles from './today.module.css'
import { type Asked, TodayDialogs } from './today-dialogs.tsx'
import { RoomToday } from './today-room.tsx'

/** Others change the list too. */
const AGAIN_MS = 15_000
const DAY_WORDS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
/** "Saturday 21 November 2026" */
export const dayWords = (day: string): string => DAY_WORDS.format(new Date(`${day}T12:00:00Z`))

function Days({
  today,
  isToday,
  todays,
}: {
  readonly today: HttpToday
  readonly isToday: boolean
  /** The day that it is in the clinic, YYYY-MM-DD; undefined: not known yet. */
  readonly todays: string | undefined
}) {
  const navigate = useNavigate()
  /** What is no whole day yet. */
  const [typed, setTyped] = useState<string | undefined>()
  const go = (day: string | undefined): void =>
    void navigate({ to: '/today', search: day === undefined ? {} : { day } })
  return (
    <div className={styles['days']}>
      <h2 className={styles['day']}>{dayWords(today.day)}</h2>
      <div className={styles['dayButtons']}>
        <Button aria-label="The day before" onClick={() => go(dayPlus(today.day, -1))}>
          ‹
        </Button>
        <Button disabled={isToday} onClick={() => go(undefined)}>
          Today
        </Button>
        <Button aria-label="The day after" onClick={() => go(dayPlus(today.day, 1))}>
          ›
        </Button>
        <DayField
          w={190}
          aria-label="Another day"
          value={typed ?? today.day}
          today={todays}
          onChange={(day) => {
            const isWhole = readDay(day) !== undefined
            setTyped(isWhole ? undefined : day)
            if (isWhole && day !== today.day) go(day)
          }}
        />
      </div>
    </div>
  )
}

export function TodayList({
  today,
  isToday,
  onAsk,
}: {
  readonly today: HttpToday
  readonly isToday: boolean
  readonly onAsk: (asked: Asked) => void
}) {
  const isEmpty = today.rooms.every(
    ({ appointments, open }) => appointments.length === 0 && open === undefined,
  )
  return (
    <>
      <LookAlikes today={today} />
      {isEmpty && (
        <FirstPath
          words="Nobody is on the list of this day. It is filled from each patient’s page:"
          first={
            <>
              <Link to="/patients" search={{ add: true }} className={buttonClass('primary')}>
                New patient
              </Link>{' '}
              or{' '}
              <Link to="/patients" search={{}} className={buttonClass()}>
                one who is known
              </Link>
            </>
          }
        />
      )}
      <div className={styles['rooms']}>
        {today.rooms.map((room) => (
          <RoomToday key={room.roomId} room={room} today={today} isToday={isToday} onAsk={onAsk} />
        ))}
      </div>
      <p className={styles['zone']}>Times of {zoneWords(today.zone)}</p>
    </>
  )
}

function Today({ day }: { readonly day: string | undefined }) {
  const queries = useQueryClient()
  const [asked, setAsked] = useState<Asked | undefined>()
  const listed = useQuery({
    queryKey: ['today', day ?? ''],
    queryFn: () => orThrow(todayOf(day)),
    refetchInterval: AGAIN_MS,
  })
  const { data, error } = listed
  const now = useQuery({
    queryKey: ['today', ''],
    queryFn: () => orThrow(todayOf()),
    enabled: day !== undefined,
  })
  if (data === undefined)
    return error === null ? (
      <PageWords title="Reading the list …" />
    ) : (
      <PageWords title="The list cannot be read" again={() => void listed.refetch()}>
        {error.message}
      </PageWords>
    )
  const isToday = day === undefined || data.day === now.data?.day
  return (
    <>
      <Days today={data} isToday={isToday} todays={day === undefined ? data.day : now.data?.day} />
      {error !== null && (
        <p className={styles['old']} role="alert">
          This list may be old: {error.message}
        </p>
      )}
      <TodayList today={data} isToday={isToday} onAsk={setAsked} />
      {asked !== undefined && (
        <TodayDialogs
          asked={asked}
          today={data}
          onClose={() => setAsked(undefined)}
          onDone={() => {
            setAsked(undefined)
            void queries.invalidateQueries({ queryKey: ['today'] })
          }}
        />
      )}
    </>
  )
}

export function TodayPage({ day }: { readonly day: string | undefined }) {
  const { screen } = useScreen()
  const role = useActor()?.role
  const known = useLink(({ self }) => self !== undefined)
  useEffect(() => screen.link.setView('today'), [screen])
  const may = mayUsePlans(role)
  return (
    <PageFrame
      title="Today’s list"
      foot="A session is opened for the patient who sits there: ask for two identifiers before you begin."
      mainClass={styles['main']}
    >
      {known && !may ? (
        <PageWords title="Sign in to see today’s list">Nurses and physicians see who comes when.</PageWords>
      ) : known ? (
        <Today day={day} />
      ) : undefined}
    </PageFrame>
  )
}
