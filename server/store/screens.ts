// Owns the screens that have been given a place, and the secret each keeps in its own cookie.
// Never a person's: a screen shows numbers and alarms of its place whoever is signed in, and does nothing else.
import type { EpochMs, PersonId, RoomId, ScreenId } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Changes } from './changes.ts'
import type { EnrolledScreen } from './directory.ts'
import { checkName } from './names.ts'
import { type Db, nameKey, type Tables } from './schema.ts'
import { cookieOf, hashOfSecret, newId, newSecret } from './secrets.ts'

export const SCREEN_COOKIE = 'chairside_screen'

export type ScreenEntry = EnrolledScreen & {
  readonly enrolledBy: PersonId
  readonly createdAtMs: EpochMs
  readonly revokedAtMs?: EpochMs
}

export type Screens = {
  list(): Promise<readonly ScreenEntry[]>
  /** By id, or by name among those not revoked. */
  find(idOrName: string): Promise<Result<ScreenEntry>>
  /** @returns the cookie's value, shown to the browser only */
  enrol(screen: {
    name: string
    roomId?: RoomId | undefined
    by: PersonId
  }): Promise<Result<{ readonly secret: string; readonly screen: EnrolledScreen }>>
  rename(screenId: ScreenId, name: string): Promise<Result<true>>
  revoke(screenId: ScreenId): Promise<Result<true>>
  /** From the raw Cookie header. */
  of(cookieHeader: string | undefined): Promise<EnrolledScreen | undefined>
}

const screenOf = (row: Pick<Tables['screen'], 'screenId' | 'name' | 'roomId'>): EnrolledScreen => ({
  screenId: row.screenId,
  name: row.name,
  ...(row.roomId === null ? {} : { roomId: row.roomId }),
})

const entryOf = (row: Tables['screen']): ScreenEntry => ({
  ...screenOf(row),
  enrolledBy: row.enrolledBy,
  createdAtMs: row.createdAtMs,
  ...(row.revokedAtMs === null ? {} : { revokedAtMs: row.revokedAtMs }),
})

export function createScreens(db: Db, changes: Changes, nowMs: () => EpochMs): Screens {
  const all = () => db.selectFrom('screen').selectAll().orderBy('createdAtMs').execute()

  return {
    async list() {
      return (await all()).map(entryOf)
    },

    async find(idOrName) {
      const rows = await all()
      const key = nameKey(idOrName)
      const named = rows.filter((row) => row.revokedAtMs === null && nameKey(row.name) === key)
      if (named.length > 1)
        return refuse('malformed', `${named.length} screens are named "${idOrName}"; use the id.`, 'screen')
      const row = rows.find((one) => one.screenId === idOrName) ?? named[0]
      return row === undefined
        ? refuse('not-found', `There is no screen "${idOrName}".`, 'screen')
        : ok(entryOf(row))
    },

    async enrol({ name, roomId, by }) {
      const checked = checkName(name, 'screen')
      if (!checked.ok) return checked
      const secret = newSecret()
      const row: Tables['screen'] = {
        screenId: newId('screen') as ScreenId,
        name: checked.value,
        roomId: roomId ?? null,
        secretHash: hashOfSecret(secret),
        enrolledBy: by,
        createdAtMs: nowMs(),
        revokedAtMs: null,
      }
      await db.insertInto('screen').values(row).execute()
      return ok({ secret, screen: screenOf(row) })
    },

    async rename(screenId, name) {
      const checked = checkName(name, 'screen')
      if (!checked.ok) return checked
      await db.updateTable('screen').set({ name: checked.value }).where('screenId', '=', screenId).execute()
      return ok(true)
    },

    async revoke(screenId) {
      await db
        .updateTable('screen')
        .set({ revokedAtMs: nowMs() })
        .where('screenId', '=', screenId)
        .where('revokedAtMs', 'is', null)
        .execute()
      changes.revoked({ kind: 'screen', screenId })
      return ok(true)
    },

    async of(cookieHeader) {
      const secret = cookieOf(cookieHeader, SCREEN_COOKIE)
      if (secret === undefined || secret === '') return undefined
      const row = await db
        .selectFrom('screen')
        .select(['screenId', 'name', 'roomId'])
        .where('secretHash', '=', hashOfSecret(secret))
        .where('revokedAtMs', 'is', null)
        .executeTakeFirst()
      return row === undefined ? undefined : screenOf(row)
    },
  }
}
