// Owns the figures of closed sessions as courses show them: worked out from the log once, and kept. Never the truth: where the log and
// this differ, the log is right.
import type { SessionId } from '@chairside/shared/ids.ts'
import { type CourseFigures, FIGURES_VERSION } from '@chairside/shared/visit/course-figures.ts'
import type { Db } from './schema.ts'

/** What is known of a session: its figures, or that it has none because nothing was infused. */
export type KeptFigures = { readonly figures?: CourseFigures }
export type SessionFigures = {
  /** @param throughSeq the session's last record: of a session that went on since, nothing is known */
  get(sessionId: SessionId, throughSeq: number): Promise<KeptFigures | undefined>
  put(sessionId: SessionId, throughSeq: number, kept: KeptFigures): Promise<void>
}

export function createSessionFigures(db: Db): SessionFigures {
  return {
    async get(sessionId, throughSeq) {
      const row = await db
        .selectFrom('sessionFigures')
        .select('figures')
        .where('sessionId', '=', sessionId)
        .where('throughSeq', '=', throughSeq)
        .where('version', '=', FIGURES_VERSION)
        .executeTakeFirst()
      if (row === undefined) return undefined
      return row.figures === null ? {} : { figures: JSON.parse(row.figures) as CourseFigures }
    },
    async put(sessionId, throughSeq, { figures }) {
      const values = {
        throughSeq,
        version: FIGURES_VERSION,
        figures: figures === undefined ? null : JSON.stringify(figures),
      }
      await db
        .insertInto('sessionFigures')
        .values({ sessionId, ...values })
        .onConflict((conflict) => conflict.column('sessionId').doUpdateSet(values))
        .execute()
    },
  }
}
