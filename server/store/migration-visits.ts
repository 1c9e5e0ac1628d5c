// Owns the step that made the tables of people and plans. Never changed once it is shipped: what must change is a new step.
import { type Kysely, sql } from 'kysely'
import { epochMs, flag, STRICT, text, wholeNumber } from './columns.ts'

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
export async function visited(db: Kysely<unknown>): Promise<void> {
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
