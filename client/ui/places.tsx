// Owns the plain ways between the pages of a day: rooms, today's list, patients, sessions. Never offers one to whom the hub would refuse it.
import { mayListSessions, maySeeRooms, mayUsePlans } from '@chairside/shared/access.ts'
import { Link, useLocation } from '@tanstack/react-router'
import { useActor, useLink } from '../session/use-screen.ts'
import styles from './places.module.css'

const PLACES = [
  { to: '/', words: 'Rooms' },
  { to: '/today', words: 'Today' },
  { to: '/patients', words: 'Patients' },
  { to: '/sessions', words: 'Sessions' },
] as const

/** Which of them this person, or this screen, may open. */
export function usePlaces(): readonly (typeof PLACES)[number][] {
  const role = useActor()?.role
  const self = useLink((link) => link.self)
  const screen = self?.screenId === undefined ? undefined : { roomId: self.roomId }
  const may = {
    '/': maySeeRooms({ role, screen }),
    '/today': mayUsePlans(role),
    '/patients': mayUsePlans(role),
    '/sessions': mayListSessions(role),
  }
  return PLACES.filter(({ to }) => may[to])
}

/** The page's title, which stands among the places where it is one of them, and is only read aloud there. */
export function PlaceTitle({
  className,
  children,
}: {
  readonly className?: string | undefined
  readonly children: string
}) {
  const places = usePlaces()
  const pathname = useLocation({ select: (location) => location.pathname })
  const isPlace = places.some(({ to }) => to === pathname)
  return <h1 className={isPlace ? 'visually-hidden' : className}>{children}</h1>
}

export function Places() {
  const places = usePlaces()
  if (places.length === 0) return undefined
  return (
    <nav className={styles['places']} aria-label="Pages">
      {places.map(({ to, words }) => (
        <Link
          key={to}
          to={to}
          search={{}}
          className={styles['place'] ?? ''}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {words}
        </Link>
      ))}
    </nav>
  )
}
