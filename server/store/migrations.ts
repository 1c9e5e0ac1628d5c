// Owns how store.db came to be: forward-only steps, each run once, in one transaction with its number.
// Never changes a shipped step: what must change is a new step at the end.
import { type Kysely, sql } from 'kysely'
import { epochMs, flag, STRICT, text, wholeNumber } from './columns.ts'
import { type Db, nameKey } from './schema.ts'

type Step = (db: Kysely<unknown>) => Promise<void>

async function first(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .createTable('person')
    .addColumn('personId', text(), (column) => column.primaryKey())
    .addColumn('name', text(), (column) => column.notNull())
    .addColumn('nameKey', text(), (column) => column.notNull().unique())
    .addColumn('role', text(), (column) => column.notNull())
    .addColumn('passwordHash', text(), (column) => column.notNull())
    .addColumn('disabled', flag(), (column) => column.notNull())
    .addColumn('createdAtMs', epochMs(), (column) => column.notNull())
    .addColumn('passwordChangedAtMs', epochMs(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
  await schema
    .createTable('signIn')
    .addColumn('signInId', text(), (column) => column.primaryKey())
    .addColumn('personId', text(), (column) => column.notNull().references('person.personId'))
    .addColumn('createdAtMs', epochMs(), (column) => column.notNull())
    .addColumn('lastUsedAtMs', epochMs(), (column) => column.notNull())
    .addColumn('expiresAtMs', epochMs(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
  await schema.createIndex('signInOfPerson').on('signIn').column('personId').execute()
  await schema
    .createTable('room')
    .addColumn('roomId', text(), (column) => column.primaryKey())
    .addColumn('name', text(), (column) => column.notNull())
    .addColumn('nameKey', text(), (column) => column.notNull().unique())
    .addColumn('position', wholeNumber(), (column) => column.notNull())
    .addColumn('disabled', flag(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
  await schema
    .createTable('device')
    .addColumn('deviceId', text(), (column) => column.primaryKey())
    .addColumn('name', text(), (column) => column.notNull())
    .addColumn('kind', text(), (column) =>
      column.notNull().check(sql`"kind" in ('monitor', 'recorded', 'simulated')`),
    )
    .addColumn('roomId', text(), (column) => column.notNull().references('room.roomId'))
    .addColumn('disabled', flag(), (column) => column.notNull())
    .addColumn('createdAtMs', epochMs(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
  await schema
    .createTable('deviceToken')
    .addColumn('tokenId', text(), (column) => column.primaryKey())
    .addColumn('tokenHash', text(), (column) => column.notNull().unique())
    .addColumn('label', text(), (column) => column.notNull())
    .addColumn('createdAtMs', epochMs(), (column) => column.notNull())
    .addColumn('revokedAtMs', epochMs())
    .modifyEnd(STRICT)
    .execute()
  await schema
    .createTable('tokenDevice')
    .addColumn('tokenId', text(), (column) => column.notNull().references('deviceToken.tokenId'))
    .addColumn('deviceId', text(), (column) => column.notNull().references('device.deviceId'))
    .addPrimaryKeyConstraint('tokenDevicePair', ['tokenId', 'deviceId'])
    .modifyEnd(STRICT)
    .execute()
  await schema
    .createTable('screen')
    .addColumn('screenId', text(), (column) => column.primaryKey())
    .addColumn('name', text(), (column) => column.notNull())
    .addColumn('roomId', text(), (column) => column.references('room.roomId'))
    .addColumn('secretHash', text(), (column) => column.notNull().unique())
    .addColumn('enrolledBy', text(), (column) => column.notNull().references('person.personId'))
    .addColumn('createdAtMs', epochMs(), (column) => column.notNull())
    .addColumn('revokedAtMs', epochMs())
    .modifyEnd(STRICT)
    .execute()
  // No references from here on: the index is rebuilt from the log, which may know rooms that are gone.
  await schema
    .createTable('session')
    .addColumn('sessionId', text(), (column) => column.primaryKey())
    .addColumn('roomId', text(), (column) => column.notNull())
    .addColumn('roomName', text(), (column) => column.notNull())
    .addColumn('patientCode', text(), (column) => column.notNull())
    .addColumn('provenance', text(), (column) => column.notNull())
    .addColumn('openedAtMs', epochMs(), (column) => column.notNull())
    .addColumn('closedAtMs', epochMs())
    .modifyEnd(STRICT)
    .execute()
  await schema.createIndex('sessionByOpening').on('session').column('openedAtMs').execute()
  await schema
    .createTable('adminLog')
    .addColumn('entryId', wholeNumber(), (column) => column.primaryKey().autoIncrement())
    .addColumn('atMs', epochMs(), (column) => column.notNull())
    .addColumn('who', text(), (column) => column.notNull())
    .addColumn('act', text(), (column) => column.notNull())
    .addColumn('detail', text(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
}

/** A moved monitor may still hold another room's measurements. */
async function placed(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('device')
    .addColumn('placedAtMs', epochMs(), (column) => column.notNull().defaultTo(0))
    .execute()
}

/** What a list says of a session, and the file it came in as. What exists is worked out again from the log. */
async function summarised(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  const columns = [
    ['summary', text()],
    ['worstAlarm', wholeNumber()],
    ['importedSha', text()],
    ['importedName', text()],
  ] as const
  for (const [name, type] of columns) await schema.alterTable('session').addColumn(name, type).execute()
  await schema
    .alterTable('session')
    .addColumn('roomKey', text(), (column) => column.notNull().defaultTo(''))
    .execute()
  const rows = await (db as unknown as Db).selectFrom('session').select(['sessionId', 'roomName']).execute()
  for (const { sessionId, roomName } of rows)
    await (db as unknown as Db)
      .updateTable('session')
      .set({ roomKey: nameKey(roomName) })
      .where('sessionId', '=', sessionId)
      .execute()
  await schema.createIndex('sessionByFile').on('session').column('importedSha').execute()
}

/** Named rule sets: every version is kept. Which one new sessions use is the newest entry. */
async function profiled(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .createTable('profile')
    .addColumn('name', text(), (column) => column.notNull())
    .addColumn('nameKey', text(), (column) => column.notNull())
    .addColumn('version', wholeNumber(), (column) => column.notNull())
    .addColumn('hash', text(), (column) => column.notNull())
    .addColumn('ruleSet', text(), (column) => column.notNull())
    .addColumn('parentName', text())
    .addColumn('parentVersion', wholeNumber())
    .addColumn('personId', text(), (column) => column.references('person.personId'))
    .addColumn('who', text(), (column) => column.notNull())
    .addColumn('reason', text(), (column) => column.notNull())
    .addColumn('atMs', epochMs(), (column) => column.notNull())
    .addColumn('shippedAs', text())
    .addPrimaryKeyConstraint('profileVersion', ['nameKey', 'version'])
    .modifyEnd(STRICT)
    .execute()
  await schema
    .createTable('profileInForce')
    .addColumn('entryId', wholeNumber(), (column) => column.primaryKey().autoIncrement())
    .addColumn('name', text(), (column) => column.notNull())
    .addColumn('version', wholeNumber(), (column) => column.notNull())
    .addColumn('personId', text(), (column) => column.references('person.personId'))
    .addColumn('who', text(), (column) => column.notNull())
    .addColumn('atMs', epochMs(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
}

/** What is written once stays: not even a mistake of ours changes it. */
const appendOnly = async (db: Kysely<unknown>, table: string): Promise<void> => {
  for (const act of ['update', 'delete'])
    await sql
      .raw(
        `create trigger "${table}_${act}" before ${act} on "${table}" begin select raise(abort, '${table} is append only'); end`,
      )
      .execute(db)
}

/** Patients by code, courses, orders, appointments, escorts and scores. */
async function visited(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .createTable('patient')
    .addColumn('code', text(), (column) => column.primaryKey())
    .addColumn('codeKey', text(), (column) => column.notNull().unique())
    .addColumn('label', text())
    .addColumn('labelKey', text())
    .addColumn('labelErasedAtMs', epochMs())
    .addColumn('labelErasedBy', text())
    .addColumn('createdAtMs', epochMs(), (column) => column.notNull())
    .addColumn('personId', text(), (column) => column.notNull().references('person.personId'))
    .addColumn('who', text(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
  await schema
    .createTable('course')
    .addColumn('courseId', text(), (column) => column.primaryKey())
    .addColumn('patientCode', text(), (column) => column.notNull().references('patient.code'))
    .addColumn('indication', text(), (column) => column.notNull())
    .addColumn('planned', wholeNumber(), (column) => column.notNull())
    .addColumn('maintenance', flag(), (column) => column.notNull())
    .addColumn('createdAtMs', epochMs(), (column) => column.notNull())
    .addColumn('personId', text(), (column) => column.notNull().references('person.personId'))
    .addColumn('who', text(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
  await schema.createIndex('courseOfPatient').on('course').column('patientCode').execute()
  // No reference from sessionId: the index of sessions is rebuilt from the log.
  await schema
    .createTable('appointment')
    .addColumn('appointmentId', text(), (column) => column.primaryKey())
    .addColumn('courseId', text(), (column) => column.notNull().references('course.courseId'))
    .addColumn('roomId', text(), (column) => column.notNull().references('room.roomId'))
    .addColumn('atMs', epochMs(), (column) => column.notNull())
    .addColumn('createdAtMs', epochMs(), (column) => column.notNull())
    .addColumn('personId', text(), (column) => column.notNull().references('person.personId'))
    .addColumn('who', text(), (column) => column.notNull())
    .addColumn('sessionId', text(), (column) => column.unique())
    .addColumn('takenAtMs', epochMs())
    .addColumn('cancelledAtMs', epochMs())
    .addColumn('cancelledBy', text())
    .addColumn('cancelReason', text())
    .modifyEnd(STRICT)
    .execute()
  await schema.createIndex('appointmentByTime').on('appointment').column('atMs').execute()
  await schema.createIndex('appointmentOfCourse').on('appointment').column('courseId').execute()
  await schema
    .createTable('signedOrder')
    .addColumn('entryId', wholeNumber(), (column) => column.primaryKey().autoIncrement())
    .addColumn('orderId', text(), (column) => column.notNull().unique())
    .addColumn('courseId', text(), (column) => column.notNull().references('course.courseId'))
    .addColumn('appointmentId', text(), (column) => column.references('appointment.appointmentId'))
    .addColumn('body', text(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
  await schema.createIndex('orderOfCourse').on('signedOrder').column('courseId').execute()
  await schema
    .createTable('orderWithdrawal')
    .addColumn('orderId', text(), (column) => column.primaryKey().references('signedOrder.orderId'))
    .addColumn('atMs', epochMs(), (column) => column.notNull())
    .addColumn('personId', text(), (column) => column.notNull().references('person.personId'))
    .addColumn('who', text(), (column) => column.notNull())
    .addColumn('reason', text(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
  await appendOnly(db, 'signedOrder')
  await appendOnly(db, 'orderWithdrawal')
  await schema
    .createTable('escort')
    .addColumn('sessionId', text(), (column) => column.primaryKey())
    .addColumn('patientCode', text(), (column) => column.notNull())
    .addColumn('name', text(), (column) => column.notNull())
    .addColumn('phone', text(), (column) => column.notNull())
    .addColumn('atMs', epochMs(), (column) => column.notNull())
    .addColumn('personId', text(), (column) => column.notNull().references('person.personId'))
    .addColumn('who', text(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
  await schema
    .createTable('courseScore')
    .addColumn('scoreId', text(), (column) => column.primaryKey())
    .addColumn('courseId', text(), (column) => column.notNull().references('course.courseId'))
    .addColumn('scale', text(), (column) =>
      column.notNull().check(sql`"scale" in ('phq9', 'madrs', 'cssrs')`),
    )
    .addColumn('value', wholeNumber(), (column) => column.notNull())
    .addColumn('atMs', epochMs(), (column) => column.notNull())
    .addColumn('recordedAtMs', epochMs(), (column) => column.notNull())
    .addColumn('personId', text(), (column) => column.notNull().references('person.personId'))
    .addColumn('who', text(), (column) => column.notNull())
    .addColumn('note', text())
    .addColumn('struckAtMs', epochMs())
    .addColumn('struckBy', text())
    .addColumn('struckReason', text())
    .modifyEnd(STRICT)
    .execute()
  await schema.createIndex('scoreOfCourse').on('courseScore').column('courseId').execute()
  for (const column of ['courseId', 'visit'])
    await schema.alterTable('session').addColumn(column, text()).execute()
  await schema.createIndex('sessionOfCourse').on('session').column('courseId').execute()
  await sql`create index "sessionOfPatient" on "session" (upper("patientCode"))`.execute(db)
}

/** Figures of sessions for the courses they belong to. */
async function figured(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessionFigures')
    .addColumn('sessionId', text(), (column) => column.primaryKey())
    .addColumn('throughSeq', wholeNumber(), (column) => column.notNull())
    .addColumn('version', wholeNumber(), (column) => column.notNull())
    .addColumn('figures', text())
    .modifyEnd(STRICT)
    .execute()
}

const STEPS: readonly Step[] = [first, placed, summarised, profiled, visited, figured]
export const SCHEMA_VERSION = STEPS.length

/** The number of the last step that ran; 0 for an empty file. */
export async function schemaVersion(db: Db): Promise<number> {
  await db.schema
    .createTable('meta')
    .ifNotExists()
    .addColumn('key', text(), (column) => column.primaryKey())
    .addColumn('value', text(), (column) => column.notNull())
    .modifyEnd(STRICT)
    .execute()
  const row = await db.selectFrom('meta').select('value').where('key', '=', 'schema').executeTakeFirst()
  return row === undefined ? 0 : Number(row.value)
}

/** Runs the steps after `from`. Each is in a transaction of its own: all of it, or none. */
export async function migrate(db: Db, from: number): Promise<void> {
  for (const [index, step] of STEPS.entries()) {
    if (index < from) continue
    await db.transaction().execute(async (transaction) => {
      await step(transaction as unknown as Kysely<unknown>)
      const value = String(index + 1)
      await transaction
        .insertInto('meta')
        .values({ key: 'schema', value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute()
    })
  }
}
