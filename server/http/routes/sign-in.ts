// Owns signing in and out. Never says which half was wrong, never logs a name that was typed: it may be a password.
import { type HubClock, rateNumber } from '@chairside/shared/clock.ts'
import type { PersonId } from '@chairside/shared/ids.ts'
import type { HttpSignedIn } from '@chairside/shared/protocol/http.ts'
import { ok, refuse } from '@chairside/shared/result.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import { nameKey } from '../../store/schema.ts'
import type { Store } from '../../store/store.ts'
import type { Cookies } from '../cookies.ts'
import { createGate } from '../gate.ts'
import { bodyOf, json, type Route } from '../route.ts'
import { createThrottle } from '../throttle.ts'

export type SignInDeps = {
  readonly store: Pick<Store, 'people' | 'signIns' | 'adminLog'>
  readonly cookies: Cookies
  readonly clock: HubClock
  readonly logger: Logger
  /** Names of the rooms that this person has, where rooms must be handed over. */
  readonly roomsOf: (personId: PersonId) => readonly string[]
}

const zSignIn = z.strictObject({ name: z.string().min(1).max(200), password: z.string().min(1).max(1_000) })

/** argon2 takes 19 MB and a thread each; the other threads are for files and compression. */
const AT_ONCE = 2
const MOST_WAITING = 40

export function signInRoutes({ store, cookies, clock, logger, roomsOf }: SignInDeps): readonly Route[] {
  const throttle = createThrottle(() => clock.nowMs() / rateNumber(clock.rate))
  const gate = createGate(AT_ONCE, MOST_WAITING)

  const signIn: Route['handle'] = async ({ request, caller }) => {
    const body = bodyOf(request, zSignIn)
    if (!body.ok) return body
    const { name, password } = body.value
    const address = request.ip ?? 'unknown'
    const entry = throttle.enter(nameKey(name), address)
    if (!entry.ok) {
      const seconds = Math.max(1, Math.ceil(entry.retryAfterMs / 1000))
      const wait = `Too many wrong tries. Wait ${seconds} s, then try again.`
      logger.warn({ address, seconds }, 'sign-in throttled')
      const { error } = refuse('throttled', wait)
      return ok({ status: 429, headers: { 'retry-after': String(seconds) }, json: { error } })
    }
    const verified = await gate.run(async () => ({ actor: await store.people.authenticate(name, password) }))
    if (verified === undefined) {
      entry.notTried()
      return refuse('busy', 'Too many people are signing in at this moment. Try again in a few seconds.')
    }
    const { actor } = verified
    if (actor === undefined) {
      logger.warn({ address }, 'sign-in refused')
      return refuse('wrong-credentials', 'Name or password is wrong, or this sign-in has been disabled.')
    }
    entry.right()
    // Whoever was signed in at this browser no longer is.
    if (caller.signIn !== undefined) await store.signIns.end(caller.signIn.signInId)
    const { secret, signIn } = await store.signIns.begin(actor)
    await store.adminLog.add(`${actor.name} (${actor.role})`, 'sign-in', {
      personId: actor.personId,
      ...(caller.screen === undefined ? {} : { screenId: caller.screen.screenId }),
    })
    logger.info({ personId: actor.personId, address }, 'signed in')
    const answer: HttpSignedIn = { actor, expiresAtMs: signIn.expiresAtMs }
    return json(answer, { cookies: [cookies.signIn(secret)] })
  }

  /** Whoever leaves a room to nobody has not handed it over. A sign-in that runs out keeps the room, and the room says so. */
  const signOut: Route['handle'] = async ({ caller }) => {
    const rooms = caller.signIn === undefined ? [] : roomsOf(caller.signIn.actor.personId)
    if (rooms.length > 0)
      return refuse(
        'handover-first',
        `You have ${rooms.join(' and ')}: hand over a room with a patient, give back an empty one, then sign out.`,
      )
    if (caller.signIn !== undefined) await store.signIns.end(caller.signIn.signInId)
    return json({ signedOut: true }, { cookies: [cookies.noSignIn()] })
  }

  return [
    { method: 'post', path: '/api/sign-in', countsAsUse: false, handle: signIn },
    { method: 'post', path: '/api/sign-out', countsAsUse: false, handle: signOut },
  ]
}
