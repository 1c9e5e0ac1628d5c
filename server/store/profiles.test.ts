// Proves the profiles of the store: what ships and when, that no version is ever lost or replaced, and what stands in when
// one cannot be read.

import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalRuleSet } from '@chairside/shared/alarm/profile/rule-set.ts'
import { type RuleSet, ADULT_KETAMINE_INFUSION as SHIPPED } from '@chairside/shared/alarm/rules.ts'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, test } from 'vitest'
import { shipProfile } from './profiles.ts'
import type { Db, Tables } from './schema.ts'
import { addPerson, must, storeFixture } from './store-fixture.ts'

const tempFile = () => join(mkdtempSync(join(tmpdir(), 'chairside-profiles-')), 'store.db')
const { name: NAME } = SHIPPED.profile
const shippedAs = (version: number, settlingMs: number): RuleSet => ({
  ...SHIPPED,
  profile: { name: NAME, version },
  settlingMs,
})

/** Opens the file as another Chairside would that ships `ruleSet`. */
async function ship(file: string, ruleSet: RuleSet): Promise<void> {
  const db: Db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new Database(file) }) })
  await shipProfile(db, () => 5 as never, ruleSet)
  await db.destroy()
}
async function listOf(file: string) {
  const { store } = await storeFixture({ file })
  const list = await store.profiles.list()
  const force = must(await store.profiles.inForce()).profile
  await store.close()
  return {
    names: list.map(({ name, version }) => `${name} ${version}`),
    force: `${force.name} ${force.version}`,
  }
}

test('[PR17] what ships is laid down once, in force, under the hash of its canonical text', async () => {
  const file = tempFile()
  expect(await listOf(file)).toEqual({ names: [`${NAME} 3`], force: `${NAME} 3` })
  expect((await listOf(file)).names).toEqual([`${NAME} 3`])
  const { store } = await storeFixture({ file })
  const { profile } = must(await store.profiles.inForce())
  expect(profile.hash).toBe(createHash('sha256').update(canonicalRuleSet(SHIPPED)).digest('hex'))
  await store.close()
})

test('[PR18] a newer shipped version comes beside, and puts nothing in force', async () => {
  const file = tempFile()
  await listOf(file)
  await ship(file, shippedAs(4, 8_000))
  expect(await listOf(file)).toEqual({ names: [`${NAME} 4`, `${NAME} 3`], force: `${NAME} 3` })
  await ship(file, shippedAs(4, 8_000))
  expect((await listOf(file)).names).toHaveLength(2)
})

test('[PR18] where a clinic’s own version has its number, both are kept and neither is taken for the other', async () => {
  const file = tempFile()
  const { store } = await storeFixture({ file })
  const { personId, name, role } = await addPerson(store, 'Dr. Paul', 'physician')
  const base = { name: NAME, version: 3 }
  const ruleSet = shippedAs(3, 5_000)
  must(await store.profiles.save({ base, ruleSet, reason: 'Ours.', by: { personId, name, role } }))
  await store.close()
  await ship(file, shippedAs(4, 8_000))
  expect(await listOf(file)).toEqual({
    names: [`${NAME} 4`, `${NAME} 3`, `${NAME} (as shipped) 4`],
    force: `${NAME} 3`,
  })
  const again = (await storeFixture({ file })).store
  expect(must(await again.profiles.get({ name: NAME, version: 4 })).ruleSet.settlingMs).toBe(5_000)
  const other = must(await again.profiles.get({ name: `${NAME} (as shipped)`, version: 4 }))
  expect(other.ruleSet.settlingMs).toBe(8_000)
  await again.close()
})

test('[PR19] one in force that cannot be read: the one that ships stands in, and it is said; one named is refused', async () => {
  const file = tempFile()
  const { store } = await storeFixture({ file })
  const { personId, name, role } = await addPerson(store, 'Dr. Paul', 'physician')
  const by = { personId, name, role }
  const base = { name: NAME, version: 3 }
  must(await store.profiles.save({ base, ruleSet: shippedAs(3, 5_000), reason: 'Ours.', by }))
  must(await store.profiles.use({ name: NAME, version: 4 }, by))
  await store.close()
  const raw = new Database(file)
  raw.prepare(`update "profile" set "ruleSet" = '{"ladders":1}' where "version" = 4`).run()
  raw.close()
  const { directory, profiles, close } = (await storeFixture({ file })).store
  const given = must(await directory.rulesFor())
  expect(given.ruleSet.profile).toMatchObject({ name: NAME, version: 3, hash: expect.any(String) })
  expect(given.fallback).toMatchObject({ code: 'profile-invalid' })
  expect(given.fallback?.message).toContain('"adult ketamine infusion" version 4')
  expect(await directory.rulesFor({ name: NAME, version: 4 })).toMatchObject({
    ok: false,
    error: { code: 'profile-invalid' },
  })
  expect(must(await directory.rulesFor({ name: NAME, version: 3 })).fallback).toBeUndefined()
  // It can be listed, and left for another one.
  expect((await profiles.list()).map(({ version }) => version)).toEqual([4, 3])
  must(await profiles.use({ name: NAME, version: 3 }, by))
  expect(must(await directory.rulesFor()).fallback).toBeUndefined()
  await close()
})
