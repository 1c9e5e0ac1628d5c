// Owns which address shows which page, and where a screen goes by itself: to sign in, or to its own room.
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  Outlet,
  useLocation,
  useNavigate,
  useRouter,
} from '@tanstack/react-router'
import { useEffect } from 'react'
import { ChairsidePage } from '../features/chairside/chairside-page.tsx'
import { CoursePage } from '../features/course/course-page.tsx'
import { AdminPage } from '../features/enrol/admin-page.tsx'
import { EvacuationPage } from '../features/evacuation/evacuation-page.tsx'
import { BookDialog } from '../features/patients/course-dialogs.tsx'
import { OrderDialog } from '../features/patients/order-dialog.tsx'
import { PatientPage } from '../features/patients/patient-page.tsx'
import { PatientsPage } from '../features/patients/patients-page.tsx'
import { type ProfileSearch, ProfilesPage } from '../features/profiles/profiles-page.tsx'
import type { LinkTime } from '../features/replay/deep-link.ts'
import { FilePage } from '../features/replay/file-page.tsx'
import { ReplayPage } from '../features/replay/replay-page.tsx'
import { SessionsPage } from '../features/sessions/sessions-page.tsx'
import { SignInPage } from '../features/sign-in/sign-in-page.tsx'
import { StationPage } from '../features/station/station-page.tsx'
import { SummaryPage } from '../features/summary/summary-page.tsx'
import { TodayPage } from '../features/today/today-page.tsx'
import { useActor, useLink } from '../session/use-screen.ts'
import { buttonClass } from '../ui/button.tsx'
import { ErrorTile } from '../ui/error-tile.tsx'
import { Footer } from '../ui/footer.tsx'
import { StaleVeil } from '../ui/stale-veil.tsx'
import { isOwnPath, ownWay } from './own-way.ts'
import { PlaceSignals } from './place-signals.tsx'

function useOwnWay(): void {
  const router = useRouter()
  const navigate = useNavigate()
  const { pathname, href, search } = useLocation()
  const link = useLink((state) => state)
  const next = isOwnPath(search.next) ? search.next : undefined
  useEffect(() => {
    const way = ownWay(link, { pathname, href }, next)
    if (way === undefined) return
    if (way.to === 'sign-in')
      void navigate({
        to: '/sign-in',
        search: way.next === undefined ? {} : { next: way.next },
        replace: true,
      })
    else router.history.replace(way.path)
  }, [link, pathname, href, next, navigate, router])
}

function Root() {
  useOwnWay()
  return (
    <ErrorTile name="This page">
      <PlaceSignals />
      <Outlet />
    </ErrorTile>
  )
}

function NotFound() {
  return (
    <div style={{ display: 'grid', gridTemplateRows: 'minmax(0, 1fr) auto', height: '100dvh' }}>
      <main style={{ position: 'relative' }}>
        <StaleVeil title="There is no such page" words="The rooms are on the first page.">
          <Link to="/" className={buttonClass('primary', { large: true })}>
            Rooms
          </Link>
        </StaleVeil>
      </main>
      <Footer />
    </div>
  )
}

const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFound })

/** Whoever may see no room has no use for an empty list of them. */
function FirstPage() {
  const isAdmin = useActor()?.role === 'admin'
  const hasPlace = useLink(({ self }) => self?.screenId !== undefined)
  return isAdmin && !hasPlace ? <AdminPage /> : <StationPage />
}

const roomsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: FirstPage })

const roomRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/room/$roomId',
  component: function RoomRoute() {
    const { roomId } = roomRoute.useParams()
    return <ChairsidePage key={roomId} roomId={roomId as RoomId} />
  },
})

/** `t` as the address has it: a moment to stand at. What it may be is deep-link's to say. */
const timeIn = (search: Record<string, unknown>): { t?: LinkTime } => {
  const { t } = search
  return typeof t === 'number' || typeof t === 'string' ? { t } : {}
}

const sessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sessions',
  component: SessionsPage,
})

const todayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/today',
  validateSearch: ({ day }: Record<string, unknown>): { day?: string } =>
    typeof day === 'string' ? { day } : {},
  component: function TodayRoute() {
    return <TodayPage day={todayRoute.useSearch().day} />
  },
})

const patientsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/patients',
  validateSearch: ({ add }: Record<string, unknown>): { add?: true } => (add === true ? { add } : {}),
  component: function PatientsRoute() {
    const add = patientsRoute.useSearch().add === true
    return <PatientsPage key={String(add)} add={add} />
  },
})

const patientRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/patients/$code',
  component: function PatientRoute() {
    const { code } = patientRoute.useParams()
    return <PatientPage key={code} code={code} />
  },
})

const courseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/courses/$courseId',
  component: function CourseRoute() {
    const { courseId } = courseRoute.useParams()
    return <CoursePage key={courseId} courseId={courseId} SignDialog={OrderDialog} BookDialog={BookDialog} />
  },
})

const profilesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/profiles',
  validateSearch: ({ name, version, edit }: Record<string, unknown>): ProfileSearch => ({
    // A name of digits alone is read as a number.
    ...(name === undefined ? {} : { name: String(name) }),
    ...(Number.isInteger(version) ? { version: version as number } : {}),
    ...(edit === true ? { edit } : {}),
  }),
  component: function ProfilesRoute() {
    return <ProfilesPage search={profilesRoute.useSearch()} />
  },
})

const evacuationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/evacuation',
  component: EvacuationPage,
})

const replayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/replay/$sessionId',
  validateSearch: timeIn,
  component: function ReplayRoute() {
    const { sessionId } = replayRoute.useParams()
    const { t } = replayRoute.useSearch()
    return <ReplayPage key={sessionId} sessionId={sessionId as SessionId} t={t} />
  },
})

const summaryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sessions/$sessionId/summary',
  validateSearch: ({ paper }: Record<string, unknown>): { paper?: 'letter' } =>
    paper === 'letter' ? { paper } : {},
  component: function SummaryRoute() {
    const { sessionId } = summaryRoute.useParams()
    const { paper } = summaryRoute.useSearch()
    const navigate = summaryRoute.useNavigate()
    return (
      <SummaryPage
        key={sessionId}
        sessionId={sessionId as SessionId}
        paper={paper}
        onPaper={(next) => void navigate({ search: next === 'letter' ? { paper: next } : {}, replace: true })}
      />
    )
  },
})

/** `file`: the name of the file that `npm run replay` serves beside the page. */
const openRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/open',
  validateSearch: (search: Record<string, unknown>): { file?: string; t?: LinkTime } => ({
    ...timeIn(search),
    // A name of digits alone is read as a number.
    ...(search['file'] === undefined ? {} : { file: String(search['file']) }),
  }),
  component: function OpenRoute() {
    const { file, t } = openRoute.useSearch()
    return <FilePage served={file} t={t} />
  },
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } => (isOwnPath(next) ? { next } : {}),
  component: function SignInRoute() {
    return (
      <div style={{ display: 'grid', gridTemplateRows: 'minmax(0, 1fr) auto', height: '100dvh' }}>
        <SignInPage next={signInRoute.useSearch().next} />
        <Footer />
      </div>
    )
  },
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    roomsRoute,
    roomRoute,
    todayRoute,
    patientsRoute,
    patientRoute,
    courseRoute,
    sessionsRoute,
    profilesRoute,
    evacuationRoute,
    summaryRoute,
    replayRoute,
    openRoute,
    signInRoute,
  ]),
  defaultPreload: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
