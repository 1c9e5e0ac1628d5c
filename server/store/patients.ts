// Owns which patients there are: a code for ever, and a label that can be erased while the code stays.
// Never puts a label anywhere else: not into the log, not into the administrative record.
import { randomInt } from 'node:crypto'
import type { EpochMs } from '@chairside/shared/ids.ts'
import { epochMs } from '@chairside/shared/ids.ts'
import type { HttpPatient, HttpPatientLine } from '@chairside/shared/protocol/http-visits.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import {
  codeKey,
  differsByOne,
  isPatientCode,
  isSimulatedCode,
  noCodeWords,
  tidyCode,
  withCheck,
} from '@chairside/shared/visit/patient-code.ts'
import { type SelectQueryBuilder, sql } from 'kysely'
import { checkName } from './names.ts'
import { type Db, nameKey, type Tables } from './schema.ts'

export type Patients = {
  /** By code. */
  list(filter: {
    readonly limit: number
    readonly search?: string | undefined
    readonly after?: string | undefined
  }): Promise<readonly HttpPatientLine[]>
  /** `not-found`; a code that is mistyped is `code-mistyped`. */
  get(code: string): Promise<Result<HttpPatient>>
  looksLike(code: string): Promise<readonly string[]>
  /** One that is free now and looks like nobody's; it is not kept for anybody. */
  newCode(): Promise<string>
  /** `code-mistyped`, `already-exists` */
  create(patient: {
    readonly patientCode: string
    readonly label?: string | undefined
    readonly by: Actor
  }): Promise<Result<HttpPatient>>
  setLabel(code: string, label: string): Promise<Result<HttpPatient>>
  /** With the escorts of all sessions of this patient. `session-open` while one is going on: its escort is still needed. */
  eraseLabel(code: string, by: Actor): Promise<Result<HttpPatient>>
  /** Of those codes that have one. */
  labelsOf(codes: readonly string[]): Promise<ReadonlyMap<string, string>>
}

export const whoOf = ({ name, role }: Pick<Actor, 'name' | 'role'>): string => `${name} (${role})`

/** Letters that are not taken for digits. */
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ'
const TRIES = 200

/** A letter, a hyphen, digits, the last of which is the check. @param digits before the check */
function drawn(digits: number): string {
  for (;;) {
    const letter = LETTERS[randomInt(LETTERS.length)] ?? 'K'
    const number = String(randomInt(10 ** digits)).padStart(digits, '0')
    const code = withCheck(`${letter}-${number}`)
    // Check characters may be letters too; a digit is easier to say.
    if (code !== undefined && /\d$/.test(code)) return code
  }
}

const patientOf = (row: Tables['patient']): HttpPatient => ({
  patientCode: row.code,
  ...(row.label === null ? {} : { label: row.label }),
  ...(row.labelErasedAtMs === null || row.labelErasedBy === null || row.label !== null
    ? {}
    : { labelErased: { by: row.labelErasedBy, atMs: row.labelErasedAtMs } }),
  createdAtMs: row.createdAtMs,
  by: row.who,
})

export const mistyped = (typed: string, field = 'patientCode') =>
  refuse('code-mistyped', noCodeWords(typed), field)

export function createPatients(db: Db, nowMs: () => EpochMs): Patients {
  const rowOf = (code: string) =>
    db.selectFrom('patient').selectAll().where('codeKey', '=', codeKey(code)).executeTakeFirst()

  async function known(code: string): Promise<Result<Tables['patient']>> {
    const row = await rowOf(code)
    if (row !== undefined) return ok(row)
    if (!isPatientCode(code) && !isSimulatedCode(code)) return mistyped(code)
    return refuse('not-found', `There is no patient ${tidyCode(code)}.`, 'patientCode')
  }

  const read = async (code: string): Promise<Result<HttpPatient>> => {
    const row = await known(code)
    return row.ok ? ok(patientOf(row.value)) : row
  }

  const checkLabel = (label: string): Result<string> => checkName(label, 'label', 'label')

  const codes = async (): Promise<readonly string[]> =>
    (await db.selectFrom('patient').select('code').execute()).map(({ code }) => code)

  type Query = SelectQueryBuilder<Tables, 'patient', Tables['patient']>
  const narrowed = (query: Query, search: string | undefined): Query => {
    if (search === undefined || search.trim() === '') return query
    const literally = (typed: string) => `%${typed.replaceAll(/[\\%_]/g, '\\$&')}%`
    return query.where(({ or }) =>
      or([
        sql<boolean>`"codeKey" like ${literally(codeKey(search))} escape '\\'`,
        sql<boolean>`"labelKey" like ${literally(nameKey(search))} escape '\\'`,
      ]),
    )
  }

  return {
    async list({ limit, search, after }) {
      const query = narrowed(db.selectFrom('patient').selectAll(), search)
      const rows = await (after === undefined ? query : query.where('code', '>', tidyCode(after)))
        .orderBy('code')
        .limit(limit)
        .execute()
      if (rows.length === 0) return []
      const shown = rows.map(({ code }) => code)
      const sessions = await db
        .selectFrom('session')
        .select(({ fn }) => [
          sql<string>`upper("patientCode")`.as('code'),
          fn.countAll<number>().as('count'),
          fn.max('openedAtMs').as('newest'),
        ])
        .where(sql<string>`upper("patientCode")`, 'in', shown)
        .groupBy(sql`upper("patientCode")`)
        .execute()
      const next = await db
        .selectFrom('appointment')
        .innerJoin('course', 'course.courseId', 'appointment.courseId')
        .select(({ fn }) => ['course.patientCode as code', fn.min('appointment.atMs').as('soonest')])
        .where('course.patientCode', 'in', shown)
        .where('appointment.cancelledAtMs', 'is', null)
        .where('appointment.sessionId', 'is', null)
        .where('appointment.atMs', '>=', nowMs())
        .groupBy('course.patientCode')
        .execute()
      const sessionsBy = new Map(sessions.map((one) => [one.code, one]))
      const nextBy = new Map(next.map((one) => [one.code, one.soonest]))
      return rows.map((row) => {
        const had = sessionsBy.get(row.code)
        const soonest = nextBy.get(row.code)
        return {
          ...patientOf(row),
          sessions: had?.count ?? 0,
          ...(had === undefined ? {} : { lastSessionAtMs: epochMs(had.newest) }),
          ...(soonest === undefined ? {} : { nextAtMs: epochMs(soonest) }),
        }
      })
    },

    get: read,

    async looksLike(code) {
      return (await codes()).filter((other) => differsByOne(code, other)).sort()
    },

    async newCode() {
      const taken = await codes()
      const keys = new Set(taken.map(codeKey))
      // A clinic that has grown beyond short codes gets longer ones, rather than ones that look alike.
      for (let digits = 3; ; digits++)
        for (let tried = 0; tried < TRIES; tried++) {
          const code = drawn(digits)
          if (!keys.has(codeKey(code)) && !taken.some((other) => differsByOne(code, other))) return code
        }
    },

    async create({ patientCode, label, by }) {
      if (!isPatientCode(patientCode) && !isSimulatedCode(patientCode)) return mistyped(patientCode)
      const checked = label === undefined ? ok(undefined) : checkLabel(label)
      if (!checked.ok) return checked
      const code = tidyCode(patientCode)
      return db.transaction().execute(async (transaction): Promise<Result<HttpPatient>> => {
        const holder = await transaction
          .selectFrom('patient')
          .select(['code', 'who'])
          .where('codeKey', '=', codeKey(code))
          .executeTakeFirst()
        if (holder !== undefined)
          return refuse(
            'already-exists',
            `There already is a patient ${holder.code}, created by ${holder.who}. Open that one, or use another code.`,
            'patientCode',
          )
        const row: Tables['patient'] = {
          code,
          codeKey: codeKey(code),
          label: checked.value ?? null,
          labelKey: checked.value === undefined ? null : nameKey(checked.value),
          labelErasedAtMs: null,
          labelErasedBy: null,
          createdAtMs: nowMs(),
          personId: by.personId,
          who: whoOf(by),
        }
        await transaction.insertInto('patient').values(row).execute()
        return ok(patientOf(row))
      })
    },

    async setLabel(code, label) {
      const row = await known(code)
      if (!row.ok) return row
      const checked = checkLabel(label)
      if (!checked.ok) return checked
      await db
        .updateTable('patient')
        .set({
          label: checked.value,
          labelKey: nameKey(checked.value),
          labelErasedAtMs: null,
          labelErasedBy: null,
        })
        .where('code', '=', row.value.code)
        .execute()
      return read(code)
    },

    async eraseLabel(code, by) {
      const row = await known(code)
      if (!row.ok) return row
      const own = row.value.code
      const done = await db.transaction().execute(async (transaction): Promise<Result<true>> => {
        const open = await transaction
          .selectFrom('session')
          .select('roomName')
          .where(sql<boolean>`upper("patientCode") = ${own}`)
          .where('closedAtMs', 'is', null)
          .executeTakeFirst()
        if (open !== undefined)
          return refuse(
            'session-open',
            `${own} is in ${open.roomName} now: label and escort are needed until the session is closed.`,
          )
        await transaction
          .updateTable('patient')
          .set({ label: null, labelKey: null, labelErasedAtMs: nowMs(), labelErasedBy: whoOf(by) })
          .where('code', '=', own)
          .execute()
        await transaction
          .deleteFrom('escort')
          .where(({ or, eb, selectFrom }) =>
            or([
              eb('patientCode', '=', own),
              eb(
                'sessionId',
                'in',
                selectFrom('session').select('sessionId').where(sql<boolean>`upper("patientCode") = ${own}`),
              ),
            ]),
          )
          .execute()
        return ok(true)
      })
      if (!done.ok) return done
      // The write-ahead log still holds the page as it was: erased means gone from the disk, too.
      await sql`pragma wal_checkpoint(truncate)`.execute(db)
      return read(code)
    },

    async labelsOf(wanted) {
      if (wanted.length === 0) return new Map()
      const keys = [...new Set(wanted.map(codeKey))]
      const rows = await db
        .selectFrom('patient')
        .select(['codeKey', 'label'])
        .where('codeKey', 'in', keys)
        .where('label', 'is not', null)
        .execute()
      const byKey = new Map(rows.map(({ codeKey: key, label }) => [key, label ?? '']))
      return new Map(
        wanted.flatMap((code) => {
          const label = byKey.get(codeKey(code))
          return label === undefined ? [] : [[code, label] as const]
        }),
      )
    },
  }
}
