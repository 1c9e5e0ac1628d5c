// Owns how store.db came to be: forward-only steps, each run once, in one transaction with its number.
// Never changes a shipped step: what must change is a new step at the end.
import { type Kysely, sql } from 'kysely'
import { epochMs, flag, STRICT, text, wholeNumber } from './columns.ts'
import { visited } from './migration-visits.ts'
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

/** What a list says of alarms counts each rise: what was counted otherwise is worked out again from the log. */
async function recounted(db: Kysely<unknown>): Promise<void> {
  await (db as unknown as Db).updateTable('session').set({ summary: null }).execute()
}

const STEPS: readonly Step[] = [first, placed, summarised, profiled, visited, figured, recounted]
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
