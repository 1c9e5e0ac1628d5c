// Owns which address shows which page, and where a screen goes by itself: to sign in, or to its own room.
import type { RoomId } from '@chairside/shared/ids.ts'
import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  Outlet,
  useLocation,
  useNavigate,
} from '@tanstack/react-router'
import { useEffect } from 'react'
import { ChairsidePage } from '../features/chairside/chairside-page.tsx'
import { RoomsPage } from '../features/rooms/rooms-page.tsx'
import { SignInPage } from '../features/sign-in/sign-in-page.tsx'
import { useLink } from '../session/use-screen.ts'
import { buttonClass } from '../ui/button.tsx'
import { ErrorTile } from '../ui/error-tile.tsx'
import { Footer } from '../ui/footer.tsx'
import { StaleVeil } from '../ui/stale-veil.tsx'

/** Nobody signed in and no place: to the sign-in page. Greeted there: on to the rooms. A screen of one room: to it. */
function useOwnWay(): void {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const outside = useLink(({ phase, refusal }) => phase === 'refused' && refusal?.code === 'not-signed-in')
  const greeted = useLink(({ phase, self }) => phase === 'live' && self !== undefined)
  const ownRoom = useLink(({ self }) => (self?.actor === undefined ? self?.roomId : undefined))
  useEffect(() => {
    if (outside && pathname !== '/sign-in') void navigate({ to: '/sign-in', replace: true })
    else if (greeted && pathname === '/sign-in') void navigate({ to: '/', replace: true })
    else if (greeted && ownRoom !== undefined && pathname !== `/room/${ownRoom}`)
      void navigate({ to: '/room/$roomId', params: { roomId: ownRoom }, replace: true })
  }, [outside, greeted, ownRoom, pathname, navigate])
}

function Root() {
  useOwnWay()
  return (
    <ErrorTile name="This page">
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
      <Footer>This screen makes no sound yet</Footer>
    </div>
  )
}

const rootRoute = createRootRoute({ component: Root, notFoundComponent: NotFound })

const roomsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: RoomsPage })

const roomRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/room/$roomId',
  component: function RoomRoute() {
    const { roomId } = roomRoute.useParams()
    return <ChairsidePage key={roomId} roomId={roomId as RoomId} />
  },
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: function SignInRoute() {
    return (
      <div style={{ display: 'grid', gridTemplateRows: 'minmax(0, 1fr) auto', height: '100dvh' }}>
        <SignInPage />
        <Footer>This screen makes no sound yet</Footer>
      </div>
    )
  },
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([roomsRoute, roomRoute, signInRoute]),
  defaultPreload: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
