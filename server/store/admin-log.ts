// Owns who changed people, rooms, devices and screens, and when. Append only.
// Never holds a password, a token or a cookie.
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { Db } from './schema.ts'

export type AdminEntry = {
  readonly atMs: EpochMs
  /** A person's name and role, or `command line (login name)`. */
  readonly who: string
  /** `person.add`, `screen.enrol`, `sign-in` … */
  readonly act: string
  readonly detail: Readonly<Record<string, unknown>>
}
export type AdminLog = {
  add(who: string, act: string, detail: Readonly<Record<string, unknown>>): Promise<void>
  /** Newest first. */
  list(limit: number): Promise<readonly AdminEntry[]>
}

export function createAdminLog(db: Db, nowMs: () => EpochMs): AdminLog {
  return {
    async add(who, act, detail) {
      await db
        .insertInto('adminLog')
        .values({ atMs: nowMs(), who, act, detail: JSON.stringify(detail) })
        .execute()
    },
    async list(limit) {
      const rows = await db
        .selectFrom('adminLog')
        .selectAll()
        .orderBy('entryId', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ atMs, who, act, detail }) => ({
        atMs,
        who,
        act,
        detail: JSON.parse(detail) as Record<string, unknown>,
      }))
    },
  }
}
