// Owns the list of sessions: one row each, derived from the log and rebuildable from it.
// Never the truth: where the log and this differ, the log is right.
import type { SessionId } from '@chairside/shared/ids.ts'
import type { SessionIndex, SessionRow } from './directory.ts'
import type { Db, Tables } from './schema.ts'

const rowOf = ({ closedAtMs, ...row }: Tables['session']): SessionRow => ({
  ...row,
  ...(closedAtMs === null ? {} : { closedAtMs }),
})

export function createSessionIndex(db: Db): SessionIndex {
  const newestFirst = () =>
    db.selectFrom('session').selectAll().orderBy('openedAtMs', 'desc').orderBy('sessionId')

  return {
    async put(row) {
      const { sessionId, ...rest } = row
      const values = { ...rest, closedAtMs: row.closedAtMs ?? null }
      await db
        .insertInto('session')
        .values({ sessionId, ...values })
        .onConflict((conflict) => conflict.column('sessionId').doUpdateSet(values))
        .execute()
    },

    async get(sessionId: SessionId) {
      const row = await db
        .selectFrom('session')
        .selectAll()
        .where('sessionId', '=', sessionId)
        .executeTakeFirst()
      return row === undefined ? undefined : rowOf(row)
    },

    /**
     * May return more than `limit`: sessions opened in the very millisecond of the last one come with it, so that
     * going on with `before` skips none.
     */
    async list({ open, limit, before }) {
      let query = newestFirst()
      if (open !== undefined) query = query.where('closedAtMs', open ? 'is' : 'is not', null)
      const page = await (before === undefined ? query : query.where('openedAtMs', '<', before))
        .limit(limit)
        .execute()
      const last = page.at(-1)
      if (last === undefined || page.length < limit) return page.map(rowOf)
      const held = new Set(page.map((row) => row.sessionId))
      const ties = await query.where('openedAtMs', '=', last.openedAtMs).execute()
      return [...page, ...ties.filter((row) => !held.has(row.sessionId))].map(rowOf)
    },
  }
}
