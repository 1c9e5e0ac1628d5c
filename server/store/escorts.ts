// Owns who takes a patient home: a name and a telephone number, of one session. Never in the log; erased with the label.
import type { EpochMs, SessionId } from '@chairside/shared/ids.ts'
import type { HttpEscort, HttpNewEscort } from '@chairside/shared/protocol/http-visits.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { ok, type Result } from '@chairside/shared/result.ts'
import { tidyCode } from '@chairside/shared/visit/patient-code.ts'
import { checkName } from './names.ts'
import { whoOf } from './patients.ts'
import type { Db } from './schema.ts'

export type Escorts = {
  of(sessionId: SessionId): Promise<HttpEscort>
  /** Instead of whoever was named before. */
  set(
    session: { readonly sessionId: SessionId; readonly patientCode: string },
    escort: HttpNewEscort,
    by: Actor,
  ): Promise<Result<HttpEscort>>
}

export function createEscorts(db: Db, nowMs: () => EpochMs): Escorts {
  const of: Escorts['of'] = async (sessionId) => {
    const row = await db
      .selectFrom('escort')
      .selectAll()
      .where('sessionId', '=', sessionId)
      .executeTakeFirst()
    return row === undefined
      ? {}
      : { escort: { name: row.name, phone: row.phone, by: row.who, atMs: row.atMs } }
  }
  return {
    of,
    async set({ sessionId, patientCode }, { name, phone }, by) {
      const checked = checkName(name, 'escort')
      if (!checked.ok) return checked
      const values = {
        patientCode: tidyCode(patientCode),
        name: checked.value,
        phone,
        atMs: nowMs(),
        personId: by.personId,
        who: whoOf(by),
      }
      await db
        .insertInto('escort')
        .values({ sessionId, ...values })
        .onConflict((conflict) => conflict.column('sessionId').doUpdateSet(values))
        .execute()
      return ok(await of(sessionId))
    },
  }
}
