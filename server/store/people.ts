// Owns the people who may sign in: names, roles, passwords, and who has been let go.
// Never shows a password hash; never deletes a person, whose name stands in records.
import type { EpochMs, PersonId } from '@chairside/shared/ids.ts'
import type { Actor, Role } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Changes } from './changes.ts'
import { ofFlag, toFlag } from './columns.ts'
import { checkName } from './names.ts'
import { checkNewPassword, hashPassword, isOutdated, verifyPassword } from './passwords.ts'
import { type Db, nameKey, type Tables } from './schema.ts'
import { newId } from './secrets.ts'

export type Person = {
  readonly personId: PersonId
  readonly name: string
  readonly role: Role
  readonly disabled: boolean
  readonly createdAtMs: EpochMs
  readonly passwordChangedAtMs: EpochMs
}

export type People = {
  list(): Promise<readonly Person[]>
  /** By id or by name in any case; `not-found` otherwise. */
  find(idOrName: string): Promise<Result<Person>>
  add(person: { name: string; role: Role; password: string }): Promise<Result<Person>>
  rename(personId: PersonId, name: string): Promise<Result<true>>
  /** Ends every sign-in of that person: what they may do has changed. */
  setRole(personId: PersonId, role: Role): Promise<Result<true>>
  setDisabled(personId: PersonId, disabled: boolean): Promise<Result<true>>
  setPassword(personId: PersonId, password: string): Promise<Result<true>>
  /** Who this is, or undefined: wrong name, wrong password and disabled take the same time and look the same. */
  authenticate(name: string, password: string): Promise<Actor | undefined>
}

const personOf = (row: Tables['person']): Person => ({
  personId: row.personId,
  name: row.name,
  role: row.role,
  disabled: ofFlag(row.disabled),
  createdAtMs: row.createdAtMs,
  passwordChangedAtMs: row.passwordChangedAtMs,
})

export function createPeople(db: Db, changes: Changes, nowMs: () => EpochMs): People {
  const byKey = (key: string) =>
    db.selectFrom('person').selectAll().where('nameKey', '=', key).executeTakeFirst()

  async function free(name: string, except?: PersonId): Promise<Result<string>> {
    const checked = checkName(name, 'person')
    if (!checked.ok) return checked
    const holder = await byKey(nameKey(checked.value))
    if (holder === undefined || holder.personId === except) return checked
    return refuse('malformed', `There already is a person named "${holder.name}".`, 'name')
  }

  /** Sockets and sign-ins stand on who a person was; when that changes, both end. */
  async function endSignIns(personId: PersonId): Promise<void> {
    await db.deleteFrom('signIn').where('personId', '=', personId).execute()
    changes.revoked({ kind: 'person', personId })
  }

  /** Whether anybody who may administrate from a screen would be left is not asked: the command line always can. */
  return {
    async list() {
      return (await db.selectFrom('person').selectAll().orderBy('nameKey').execute()).map(personOf)
    },

    async find(idOrName) {
      const byId = await db
        .selectFrom('person')
        .selectAll()
        .where('personId', '=', idOrName as PersonId)
        .executeTakeFirst()
      const row = byId ?? (await byKey(nameKey(idOrName)))
      return row === undefined
        ? refuse('not-found', `There is no person "${idOrName}".`, 'person')
        : ok(personOf(row))
    },

    async add({ name, role, password }) {
      const checked = await free(name)
      if (!checked.ok) return checked
      const strong = checkNewPassword(password, checked.value)
      if (!strong.ok) return strong
      const passwordHash = await hashPassword(password)
      const at = nowMs()
      const row: Tables['person'] = {
        personId: newId('person') as PersonId,
        name: checked.value,
        nameKey: nameKey(checked.value),
        role,
        passwordHash,
        disabled: 0,
        createdAtMs: at,
        passwordChangedAtMs: at,
      }
      // Hashing took a while: another act may have taken the name meanwhile.
      const added = await db
        .insertInto('person')
        .values(row)
        .onConflict((conflict) => conflict.column('nameKey').doNothing())
        .executeTakeFirst()
      if (added.numInsertedOrUpdatedRows !== 1n)
        return refuse('malformed', `There already is a person named "${row.name}".`, 'name')
      changes.changed()
      return ok(personOf(row))
    },

    async rename(personId, name) {
      const checked = await free(name, personId)
      if (!checked.ok) return checked
      await db
        .updateTable('person')
        .set({ name: checked.value, nameKey: nameKey(checked.value) })
        .where('personId', '=', personId)
        .execute()
      // A socket keeps the name it was opened with; a new one reads the new name.
      changes.revoked({ kind: 'person', personId })
      return ok(true)
    },

    async setRole(personId, role) {
      await db.updateTable('person').set({ role }).where('personId', '=', personId).execute()
      await endSignIns(personId)
      return ok(true)
    },

    async setDisabled(personId, disabled) {
      await db
        .updateTable('person')
        .set({ disabled: toFlag(disabled) })
        .where('personId', '=', personId)
        .execute()
      if (disabled) await endSignIns(personId)
      else changes.changed()
      return ok(true)
    },

    async setPassword(personId, password) {
      const person = await db
        .selectFrom('person')
        .select('name')
        .where('personId', '=', personId)
        .executeTakeFirst()
      if (person === undefined) return refuse('not-found', `There is no person "${personId}".`, 'person')
      const strong = checkNewPassword(password, person.name)
      if (!strong.ok) return strong
      const passwordHash = await hashPassword(password)
      await db
        .updateTable('person')
        .set({ passwordHash, passwordChangedAtMs: nowMs() })
        .where('personId', '=', personId)
        .execute()
      await endSignIns(personId)
      return ok(true)
    },

    async authenticate(name, password) {
      const row = await byKey(nameKey(name))
      const right = await verifyPassword(password, row?.passwordHash)
      if (!right || row === undefined) return undefined
      // While the password was being verified the person may have been disabled or given another one.
      const now = await byKey(row.nameKey)
      if (now === undefined || ofFlag(now.disabled) || now.passwordHash !== row.passwordHash) return undefined
      if (isOutdated(row.passwordHash))
        await db
          .updateTable('person')
          .set({ passwordHash: await hashPassword(password) })
          .where('personId', '=', row.personId)
          .where('passwordHash', '=', row.passwordHash)
          .execute()
      return { personId: now.personId, name: now.name, role: now.role }
    },
  }
}
