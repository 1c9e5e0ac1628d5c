// Owns the scores of a course: PHQ-9, MADRS, C-SSRS, each with when it was asked and by whom. A mistake is struck out and stays.
// Never judges a score.
import type { EpochMs } from '@chairside/shared/ids.ts'
import { type HttpNewScore, type HttpScore, SCALE_MAX } from '@chairside/shared/protocol/http-visits.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { whoOf } from './patients.ts'
import type { Db, Tables } from './schema.ts'
import { newId } from './secrets.ts'

export type Scores = {
  /** Newest first, by when they were asked. */
  of(courseId: string): Promise<readonly HttpScore[]>
  /** `impossible-value`, `in-future`, `same-again`, `not-found` */
  add(courseId: string, score: HttpNewScore, by: Actor): Promise<Result<HttpScore>>
  /** @returns the course it belongs to. `not-found`, `state-moved` where it is struck already */
  strike(scoreId: string, reason: string, by: Actor): Promise<Result<string>>
}

const NAMES = { phq9: 'PHQ-9', madrs: 'MADRS', cssrs: 'C-SSRS ideation' } as const
/** The same score within this time of the other is the same one, entered twice. */
const SAME_MS = 12 * 3_600_000

const scoreOf = (row: Tables['courseScore']): HttpScore => ({
  scoreId: row.scoreId,
  scale: row.scale,
  value: row.value,
  atMs: row.atMs,
  by: row.who,
  recordedAtMs: row.recordedAtMs,
  ...(row.note === null ? {} : { note: row.note }),
  ...(row.struckAtMs === null || row.struckBy === null
    ? {}
    : { struck: { by: row.struckBy, atMs: row.struckAtMs, reason: row.struckReason ?? '' } }),
})

export function createScores(db: Db, nowMs: () => EpochMs): Scores {
  return {
    async of(courseId) {
      const rows = await db
        .selectFrom('courseScore')
        .selectAll()
        .where('courseId', '=', courseId)
        .orderBy('atMs', 'desc')
        .orderBy('recordedAtMs', 'desc')
        .execute()
      return rows.map(scoreOf)
    },

    async add(courseId, { scale, value, atMs, note }, by) {
      const now = nowMs()
      const most = SCALE_MAX[scale]
      if (!Number.isInteger(value) || value < 0 || value > most)
        return refuse('impossible-value', `${NAMES[scale]} is a whole number from 0 to ${most}.`, 'value')
      const askedAtMs = atMs ?? now
      if (askedAtMs > now) return refuse('in-future', 'A score was asked before it is entered.', 'atMs')
      return db.transaction().execute(async (transaction): Promise<Result<HttpScore>> => {
        const course = await transaction
          .selectFrom('course')
          .select('courseId')
          .where('courseId', '=', courseId)
          .executeTakeFirst()
        if (course === undefined) return refuse('not-found', 'There is no such course.', 'courseId')
        const same = await transaction
          .selectFrom('courseScore')
          .select(['value', 'who'])
          .where('courseId', '=', courseId)
          .where('scale', '=', scale)
          .where('struckAtMs', 'is', null)
          .where('atMs', '>', (askedAtMs - SAME_MS) as EpochMs)
          .where('atMs', '<', (askedAtMs + SAME_MS) as EpochMs)
          .executeTakeFirst()
        if (same !== undefined)
          return refuse(
            'same-again',
            `${NAMES[scale]} of that day is there: ${same.value}, by ${same.who}. Strike it out first if it is wrong.`,
            'value',
          )
        const row: Tables['courseScore'] = {
          scoreId: newId('score'),
          courseId,
          scale,
          value,
          atMs: askedAtMs,
          recordedAtMs: now,
          personId: by.personId,
          who: whoOf(by),
          note: note === undefined || note === '' ? null : note,
          struckAtMs: null,
          struckBy: null,
          struckReason: null,
        }
        await transaction.insertInto('courseScore').values(row).execute()
        return ok(scoreOf(row))
      })
    },

    async strike(scoreId, reason, by) {
      return db.transaction().execute(async (transaction): Promise<Result<string>> => {
        const row = await transaction
          .selectFrom('courseScore')
          .selectAll()
          .where('scoreId', '=', scoreId)
          .executeTakeFirst()
        if (row === undefined) return refuse('not-found', 'There is no such score.', 'scoreId')
        if (row.struckAtMs !== null)
          return refuse('state-moved', `It was struck out already, by ${row.struckBy ?? ''}.`, 'scoreId')
        await transaction
          .updateTable('courseScore')
          .set({ struckAtMs: nowMs(), struckBy: whoOf(by), struckReason: reason })
          .where('scoreId', '=', scoreId)
          .execute()
        return ok(row.courseId)
      })
    },
  }
}
