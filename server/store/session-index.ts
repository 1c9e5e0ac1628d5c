// Owns the list of sessions: one row each, derived from the log and rebuildable from it.
// Never the truth: where the log and this differ, the log is right.
import type { SessionId } from '@chairside/shared/ids.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { type SelectQueryBuilder, sql } from 'kysely'
import type { RowSummary, RowVisit, SessionFilter, SessionIndex, SessionRow } from './directory.ts'
import { type Db, nameKey, type Tables } from './schema.ts'

const WORST: Readonly<Record<Priority, number>> = { low: 1, medium: 2, high: 3 }

const worstOf = ({ alarms }: RowSummary): number =>
  alarms.high > 0 ? WORST.high : alarms.medium > 0 ? WORST.medium : alarms.low > 0 ? WORST.low : 0

function rowOf(row: Tables['session']): SessionRow {
  const { sessionId, roomId, roomName, patientCode, provenance, openedAtMs, closedAtMs } = row
  const { summary, importedSha, importedName, visit } = row
  return {
    sessionId,
    roomId,
    roomName,
    patientCode,
    provenance,
    openedAtMs,
    ...(closedAtMs === null ? {} : { closedAtMs }),
    ...(summary === null ? {} : { summary: JSON.parse(summary) as RowSummary }),
    ...(importedSha === null ? {} : { imported: { sha256: importedSha, name: importedName ?? '' } }),
    ...(visit === null ? {} : { visit: JSON.parse(visit) as RowVisit }),
  }
}

const columnsOf = (row: SessionRow): Omit<Tables['session'], 'sessionId'> => ({
  roomId: row.roomId,
  roomName: row.roomName,
  patientCode: row.patientCode,
  provenance: row.provenance,
  openedAtMs: row.openedAtMs,
  closedAtMs: row.closedAtMs ?? null,
  roomKey: nameKey(row.roomName),
  summary: row.summary === undefined ? null : JSON.stringify(row.summary),
  worstAlarm: row.summary === undefined ? null : worstOf(row.summary),
  importedSha: row.imported?.sha256 ?? null,
  importedName: row.imported?.name ?? null,
  courseId: row.visit?.courseId ?? null,
  visit: row.visit === undefined ? null : JSON.stringify(row.visit),
})

type Query = SelectQueryBuilder<Tables, 'session', Tables['session']>

/** What people type is text, not a pattern. */
const literally = (typed: string): string => typed.replaceAll(/[\\%_]/g, '\\$&')

function narrowed(query: Query, filter: SessionFilter): Query {
  const { open, room, patient, fromMs, toMs, alarms } = filter
  let next = query
  if (open !== undefined) next = next.where('closedAtMs', open ? 'is' : 'is not', null)
  if (room !== undefined)
    next = next.where(sql<boolean>`"roomKey" like ${`%${literally(nameKey(room))}%`} escape '\\'`)
  if (patient !== undefined)
    next = next.where(
      sql<boolean>`(lower("patientCode") like ${`${literally(patient.toLowerCase())}%`} escape '\\'
        or exists (select 1 from json_each("visit", '$.formerCodes')
          where lower("value") like ${`${literally(patient.toLowerCase())}%`} escape '\\'))`,
    )
  if (fromMs !== undefined) next = next.where('openedAtMs', '>=', fromMs)
  if (toMs !== undefined) next = next.where('openedAtMs', '<', toMs)
  if (alarms !== undefined)
    next = next.where(({ or, eb }) =>
      or([eb('worstAlarm', '>=', WORST[alarms]), eb('worstAlarm', 'is', null)]),
    )
  return next
}

export function createSessionIndex(db: Db): SessionIndex {
  const newestFirst = (): Query =>
    db.selectFrom('session').selectAll().orderBy('openedAtMs', 'desc').orderBy('sessionId')

  return {
    async put(row) {
      const values = columnsOf(row)
      await db
        .insertInto('session')
        .values({ sessionId: row.sessionId, ...values })
        .onConflict((conflict) => conflict.column('sessionId').doUpdateSet(values))
        .execute()
    },

    async get(sessionId: SessionId) {
      const row = await newestFirst().where('sessionId', '=', sessionId).executeTakeFirst()
      return row === undefined ? undefined : rowOf(row)
    },

    async importedAs(sha256) {
      const row = await newestFirst().where('importedSha', '=', sha256).limit(1).executeTakeFirst()
      return row === undefined ? undefined : rowOf(row)
    },

    async withoutSummary(limit) {
      const rows = await newestFirst()
        .where('summary', 'is', null)
        .where('closedAtMs', 'is not', null)
        .limit(limit)
        .execute()
      return rows.map(rowOf)
    },

    async list(filter) {
      const query = narrowed(newestFirst(), filter)
      const { limit, before } = filter
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
