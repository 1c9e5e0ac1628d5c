// Owns how a second person beside a screen is known: name and password, typed there, looked at once. Never keeps a password,
// and never lets one be tried for long: whoever stands at a screen could try a colleague's.
import type { HubClock } from '@chairside/shared/clock.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { VisitSource } from '../visit-source.ts'
import type { Doer } from './act.ts'

/** Our proposals: wrong tries by one person at the screen before it waits, and how long (hub time). */
const FREE_TRIES = 5
const WAIT_MS = 30_000
const MOST_DOERS = 1_000

type Tries = { readonly wrong: number; readonly lastAtMs: number }

export type SecondPerson = (
  said: { readonly name: string; readonly password: string },
  doer: Doer,
  field: string,
) => Promise<Result<Actor>>

export function createSecondPerson(
  authenticate: VisitSource['authenticate'],
  clock: Pick<HubClock, 'nowMs'>,
): SecondPerson {
  const tries = new Map<string, Tries>()
  return async ({ name, password }, doer, field) => {
    const who = doer.by?.personId ?? ''
    const nowMs = clock.nowMs()
    const known = tries.get(who)
    const before = known !== undefined && nowMs - known.lastAtMs < WAIT_MS ? known.wrong : 0
    if (before >= FREE_TRIES)
      return refuse(
        'throttled',
        `Too many wrong passwords for a second person: wait ${Math.ceil(WAIT_MS / 1_000)} s, then try again.`,
        field,
      )
    // Counted as wrong at once, so that many at the same time count too.
    tries.delete(who)
    tries.set(who, { wrong: before + 1, lastAtMs: nowMs })
    const oldest = tries.size > MOST_DOERS ? tries.keys().next().value : undefined
    if (oldest !== undefined) tries.delete(oldest)
    const actor = await authenticate(name, password)
    if (actor === undefined)
      return refuse(
        'wrong-credentials',
        'The second person’s name or password is not right. Nothing was recorded.',
        field,
      )
    tries.delete(who)
    if (actor.personId === doer.by?.personId)
      return refuse('not-allowed', 'A second pair of eyes is another person’s, not your own.', field)
    if (actor.role !== 'nurse' && actor.role !== 'physician')
      return refuse('not-allowed', `A sign-in as ${actor.role} is no nurse’s or physician’s.`, field)
    return ok(actor)
  }
}
