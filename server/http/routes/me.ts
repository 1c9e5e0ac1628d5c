// Owns what a page learns about itself when it opens, and the list of rooms.
import { mayEnrolScreen, maySeeRoom, maySeeRooms, type Viewer } from '@chairside/shared/access.ts'
import { type HubClock, rateNumber } from '@chairside/shared/clock.ts'
import type { HttpDemoSignIn, HttpMe, HttpRoom, HttpRooms } from '@chairside/shared/protocol/http.ts'
import { refuse } from '@chairside/shared/result.ts'
import type { Config } from '../../config.ts'
import type { Directory } from '../../store/directory.ts'
import { SCREEN_COOKIE } from '../../store/screens.ts'
import { cookieOf } from '../../store/secrets.ts'
import type { Cookies } from '../cookies.ts'
import { isSecure } from '../origin.ts'
import { json, personOf, type Route } from '../route.ts'

export type MeDeps = {
  readonly config: Config
  readonly directory: Pick<Directory, 'rooms'>
  readonly clock: HubClock
  readonly build: string
  readonly demoSignIns: readonly HttpDemoSignIn[]
  readonly cookies: Cookies
}

/** Who gives screens their place must know the places; everybody else sees those whose numbers they may see. */
const mayNameRooms = (viewer: Viewer): boolean => maySeeRooms(viewer) || mayEnrolScreen(viewer.role)

export function meRoutes(deps: MeDeps): readonly Route[] {
  const { config, directory, clock, build, demoSignIns, cookies } = deps

  async function roomsFor(viewer: Viewer): Promise<readonly HttpRoom[]> {
    const rooms = await directory.rooms()
    return mayEnrolScreen(viewer.role) ? rooms : rooms.filter(({ roomId }) => maySeeRoom(viewer, roomId))
  }

  const me: Route['handle'] = async ({ request, caller }) => {
    const { signIn, screen, viewer } = caller
    const answer: HttpMe = {
      ...(signIn === undefined ? {} : { actor: signIn.actor, signInExpiresAtMs: signIn.expiresAtMs }),
      ...(screen === undefined ? {} : { screen }),
      zone: config.zone,
      site: config.site,
      secure: isSecure(request.headers, config),
      ...(config.demo ? { demo: { signIns: demoSignIns } } : {}),
      clockRate: rateNumber(clock.rate),
      hubAtMs: clock.nowMs(),
      build,
      ...(mayNameRooms(viewer) ? { rooms: await roomsFor(viewer) } : {}),
    }
    const secret = screen === undefined ? undefined : cookieOf(request.headers.cookie, SCREEN_COOKIE)
    return json(answer, secret === undefined ? {} : { cookies: [cookies.screen(secret)] })
  }

  const rooms: Route['handle'] = async (ask) => {
    const { viewer } = ask.caller
    if (mayNameRooms(viewer)) {
      const answer: HttpRooms = { rooms: await roomsFor(viewer) }
      return json(answer)
    }
    const person = personOf(ask)
    return person.ok
      ? refuse('not-allowed', 'Your role does not see the rooms; nurses and physicians do.')
      : person
  }

  return [
    { method: 'get', path: '/api/me', countsAsUse: false, handle: me },
    { method: 'get', path: '/api/rooms', countsAsUse: true, handle: rooms },
  ]
}
