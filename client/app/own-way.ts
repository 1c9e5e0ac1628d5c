// Owns where a screen goes by itself: to sign in and back to where it was going, to its own room, or to the first page of
// whoever has signed in. Pure; the router does the going.
import { maySeeRooms } from '@chairside/shared/access.ts'
import type { LinkState } from '../session/hub/hub-link.ts'
import { FILE_PAGE } from './late-link.ts'

export type Way =
  | { readonly to: 'sign-in'; readonly next?: string }
  | { readonly to: 'path'; readonly path: string }

/** A page of this site, as it may stand in the sign-in page's address; anything else is not followed. */
export const isOwnPath = (path: unknown): path is string =>
  typeof path === 'string' && /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-in')

/**
 * @param at   the page shown
 * @param next where the sign-in page was asked to lead
 * @returns where to go; undefined: stay
 */
export function ownWay(
  link: Pick<LinkState, 'phase' | 'refusal' | 'self'>,
  at: { readonly pathname: string; readonly href: string },
  next?: string,
): Way | undefined {
  const { phase, refusal, self } = link
  // A recording from a file asks for no hub and for nobody.
  if (at.pathname === FILE_PAGE) return undefined
  if (phase === 'refused' && refusal?.code === 'not-signed-in') {
    if (at.pathname === '/sign-in') return undefined
    return at.href === '/' ? { to: 'sign-in' } : { to: 'sign-in', next: at.href }
  }
  if (phase !== 'live' || self === undefined) return undefined
  if (at.pathname === '/sign-in') return { to: 'path', path: next ?? '/' }
  const { actor, roomId, screenId } = self
  if (actor === undefined && roomId !== undefined)
    return at.pathname === `/room/${roomId}` ? undefined : { to: 'path', path: `/room/${roomId}` }
  const screen = screenId === undefined ? undefined : { roomId }
  // QA sees no room: their first page is the list of sessions.
  if (at.pathname === '/' && actor?.role === 'qa' && !maySeeRooms({ role: actor.role, screen }))
    return { to: 'path', path: '/sessions' }
  return undefined
}
