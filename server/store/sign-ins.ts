// Owns who is signed in where: server-side, ended by time, by disuse, by the person and by the administrator.
// Never keeps the cookie's secret, only its hash.
import { type EpochMs, epochMs, type PersonId } from '@chairside/shared/ids.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import type { Changes } from './changes.ts'
import { ofFlag } from './columns.ts'
import type { SignIn } from './directory.ts'
import type { Db } from './schema.ts'
import { cookieOf, hashOfSecret, newSecret } from './secrets.ts'

export const SIGN_IN_COOKIE = 'chairside_signin'

export type SignInTimes = {
  /** However much it is used, wall milliseconds. */
  readonly maxMs: number
  /** Without use, wall milliseconds. */
  readonly idleMs: number
  /** Hub milliseconds per wall millisecond: people live by the wall, the store is written in hub time. */
  readonly rate: number
}
/** Our proposals: a long shift, and a tablet that was put down. */
export const SIGN_IN_TIMES: SignInTimes = { maxMs: 12 * 3_600_000, idleMs: 2 * 3_600_000, rate: 1 }
/** Use is written down at most this often (wall), so that a busy screen does not mean a commit per request. */
const TOUCH_EVERY_MS = 60_000

export type SignIns = {
  /** @returns the cookie's value, shown to the browser only */
  begin(actor: Actor): Promise<{ readonly secret: string; readonly signIn: SignIn }>
  /**
   * From the raw Cookie header; undefined when absent, unknown, expired, or the person is disabled.
   * @param use whether this is something the person did (keeps the sign-in alive); a page that polls is not
   */
  of(cookieHeader: string | undefined, use?: boolean): Promise<SignIn | undefined>
  end(signInId: string): Promise<void>
  /** Who is signed in at this moment, and until when at the longest if nobody uses it; what is found over ends. */
  now(): Promise<ReadonlyMap<PersonId, EpochMs>>
}

export function createSignIns(
  db: Db,
  changes: Changes,
  nowMs: () => EpochMs,
  times: SignInTimes = SIGN_IN_TIMES,
): SignIns {
  const maxMs = times.maxMs * times.rate
  const idleMs = times.idleMs * times.rate
  const touchEveryMs = Math.min(TOUCH_EVERY_MS, times.idleMs / 4) * times.rate
  type Row = { readonly signInId: string; readonly personId: PersonId }
  /** What the person had quietened must not stand on a sign-in that is over. */
  const tell = (kind: 'signIn' | 'signInRanOut', rows: readonly Row[]): void => {
    for (const { signInId, personId } of rows) changes.revoked({ kind, signInId, personId })
  }
  const remove = (signInId: string): Promise<readonly Row[]> =>
    db.deleteFrom('signIn').where('signInId', '=', signInId).returning(['signInId', 'personId']).execute()

  return {
    async begin(actor) {
      const secret = newSecret()
      const now = nowMs()
      const signInId = hashOfSecret(secret)
      const endsAtMs = epochMs(now + maxMs)
      const over = await db
        .deleteFrom('signIn')
        .where((row) =>
          row.or([row('expiresAtMs', '<=', now), row('lastUsedAtMs', '<=', epochMs(now - idleMs))]),
        )
        .returning(['signInId', 'personId'])
        .execute()
      tell('signInRanOut', over)
      await db
        .insertInto('signIn')
        .values({
          signInId,
          personId: actor.personId,
          createdAtMs: now,
          lastUsedAtMs: now,
          expiresAtMs: endsAtMs,
        })
        .execute()
      const expiresAtMs = epochMs(Math.min(endsAtMs, now + idleMs))
      return { secret, signIn: { signInId, actor, expiresAtMs } }
    },

    async of(cookieHeader, use = true) {
      const secret = cookieOf(cookieHeader, SIGN_IN_COOKIE)
      if (secret === undefined || secret === '') return undefined
      const signInId = hashOfSecret(secret)
      const row = await db
        .selectFrom('signIn')
        .innerJoin('person', 'person.personId', 'signIn.personId')
        .select(['person.personId', 'person.name', 'person.role', 'person.disabled'])
        .select(['signIn.lastUsedAtMs', 'signIn.expiresAtMs'])
        .where('signIn.signInId', '=', signInId)
        .executeTakeFirst()
      if (row === undefined || ofFlag(row.disabled)) return undefined
      const now = nowMs()
      // A row from the future was written by a hub whose clock ran ahead (a demo at 20×): it is no longer ours.
      const fromTheFuture = row.lastUsedAtMs > now + idleMs || row.expiresAtMs > now + maxMs
      const over = now >= row.expiresAtMs || now >= row.lastUsedAtMs + idleMs
      if (over || fromTheFuture) {
        tell('signInRanOut', await remove(signInId))
        return undefined
      }
      const usedAtMs = use ? now : row.lastUsedAtMs
      if (use && now - row.lastUsedAtMs >= touchEveryMs)
        await db.updateTable('signIn').set({ lastUsedAtMs: now }).where('signInId', '=', signInId).execute()
      return {
        signInId,
        actor: { personId: row.personId, name: row.name, role: row.role },
        expiresAtMs: epochMs(Math.min(row.expiresAtMs, usedAtMs + idleMs)),
      }
    },

    async end(signInId) {
      tell('signIn', await remove(signInId))
    },

    async now() {
      const now = nowMs()
      const isOver = (row: { expiresAtMs: EpochMs; lastUsedAtMs: EpochMs }): boolean =>
        now >= row.expiresAtMs || now >= row.lastUsedAtMs + idleMs
      const rows = await db
        .selectFrom('signIn')
        .innerJoin('person', 'person.personId', 'signIn.personId')
        .select(['signIn.signInId', 'signIn.personId', 'signIn.lastUsedAtMs', 'signIn.expiresAtMs'])
        .where('person.disabled', '=', 0)
        .execute()
      for (const { signInId } of rows.filter(isOver)) tell('signInRanOut', await remove(signInId))
      const until = new Map<PersonId, EpochMs>()
      for (const row of rows) {
        if (isOver(row)) continue
        const endsAtMs = Math.min(row.expiresAtMs, row.lastUsedAtMs + idleMs)
        until.set(row.personId, epochMs(Math.max(until.get(row.personId) ?? 0, endsAtMs)))
      }
      return until
    },
  }
}
