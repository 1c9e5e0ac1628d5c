// Owns the profiles of the store: named rule sets, every version kept for ever, who made it and why, and which one new
// sessions use. Never changes or removes a version, and never puts another one in force by itself.
import { parseRuleSet } from '@chairside/shared/alarm/profile/rule-set.ts'
import { profileRefusal, sameRules } from '@chairside/shared/alarm/profile/rule-set-check.ts'
import { ADULT_KETAMINE_INFUSION, type RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { EpochMs, PersonId } from '@chairside/shared/ids.ts'
import type { HttpProfile } from '@chairside/shared/protocol/http.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { invariant, ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { HashedRuleSet } from './directory.ts'
import { checkName } from './names.ts'
import { hashed } from './rule-set-hash.ts'
import { type Db, nameKey, type Tables } from './schema.ts'

export type ProfileId = { readonly name: string; readonly version: number }
export type ProfileEntry = HttpProfile
export type OneProfile = { readonly profile: ProfileEntry; readonly ruleSet: HashedRuleSet }
export type NewVersion = {
  /** What was edited: the newest of its name when the person began. */
  readonly base: ProfileId
  /** Another name: a profile of its own, beginning at version 1. Absent: the next version of the base. */
  readonly name?: string | undefined
  /** Its own name and version are not looked at. */
  readonly ruleSet: RuleSet
  readonly reason: string
  readonly by: Actor
}

export type Profiles = {
  /** By name, newest version first; without their rule sets. */
  list(): Promise<readonly ProfileEntry[]>
  /** `profile-unknown`; `profile-invalid` for one that this Chairside cannot read */
  get(id: ProfileId): Promise<Result<OneProfile>>
  /** What new sessions use. `profile-invalid` for one that this Chairside cannot read */
  inForce(): Promise<Result<OneProfile>>
  /** `profile-older` (says who changed it when), `profile-unchanged`, `profile-invalid` with the field */
  save(version: NewVersion): Promise<Result<ProfileEntry>>
  /** New sessions use it from now on; open ones go on with theirs. */
  use(id: ProfileId, by: Actor): Promise<Result<ProfileEntry>>
}

/** Who brought the profile that ships. */
export const SHIPPED_BY = 'Chairside'
const SHIPPED_REASON = 'It came with Chairside.'

type Row = Tables['profile']

const MAX_REASON = 300
function checkReason(reason: string): Result<string> {
  const tidy = reason.normalize('NFC').trim()
  if (tidy === '') return refuse('malformed', 'Say why: a new version needs a reason.', 'reason')
  if (tidy.length > MAX_REASON)
    return refuse('malformed', `The reason is longer than ${MAX_REASON} characters.`, 'reason')
  return ok(tidy)
}

const when = (atMs: EpochMs): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
const called = ({ name, version }: ProfileId): string => `"${name}" version ${version}`

/** On the first start of a store, and of a Chairside that ships a newer version: beside what is there. */
export async function shipProfile(
  db: Db,
  nowMs: () => EpochMs,
  shipped = ADULT_KETAMINE_INFUSION,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('profile')
      .select(['name', 'version', 'hash', 'shippedAs'])
      .execute()
    const { hash } = hashed(shipped).profile
    if (rows.some((row) => row.shippedAs === hash)) return
    const { name, version } = shipped.profile
    const isTaken = rows.some((row) => nameKey(row.name) === nameKey(name) && row.version === version)
    // A clinic's own version has this number: both are kept, and neither is taken for the other.
    const own = isTaken ? { ...shipped, profile: { name: `${name} (as shipped)`, version } } : shipped
    const kept = hashed(own)
    const atMs = nowMs()
    await transaction
      .insertInto('profile')
      .values({
        name: own.profile.name,
        nameKey: nameKey(own.profile.name),
        version,
        hash: kept.profile.hash,
        ruleSet: JSON.stringify(kept),
        parentName: null,
        parentVersion: null,
        personId: null,
        who: SHIPPED_BY,
        reason: SHIPPED_REASON,
        atMs,
        shippedAs: hash,
      })
      .execute()
    const inForce = await transaction.selectFrom('profileInForce').select('name').executeTakeFirst()
    if (inForce === undefined)
      await transaction
        .insertInto('profileInForce')
        .values({ name: own.profile.name, version, personId: null, who: SHIPPED_BY, atMs })
        .execute()
  })
}

function ruleSetOf(row: Row): Result<HashedRuleSet> {
  let kept: unknown
  try {
    kept = JSON.parse(row.ruleSet)
  } catch {
    kept = undefined
  }
  const read = parseRuleSet(kept)
  if (!read.ok)
    return refuse(
      'profile-invalid',
      `${called(row)} cannot be used by this Chairside. ${read.error.message}`,
      read.error.field,
    )
  return ok(hashed(read.value))
}

export function createProfiles(db: Db, nowMs: () => EpochMs): Profiles {
  const inForceRow = () =>
    db.selectFrom('profileInForce').selectAll().orderBy('entryId', 'desc').limit(1).executeTakeFirst()
  const rowOf = ({ name, version }: ProfileId) =>
    db
      .selectFrom('profile')
      .selectAll()
      .where('nameKey', '=', nameKey(name))
      .where('version', '=', version)
      .executeTakeFirst()
  const newestOf = (name: string) =>
    db
      .selectFrom('profile')
      .selectAll()
      .where('nameKey', '=', nameKey(name))
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst()

  async function entryOf(
    row: Pick<Row, Exclude<keyof Row, 'ruleSet'>>,
    force?: Awaited<ReturnType<typeof inForceRow>>,
    newest?: number,
  ): Promise<ProfileEntry> {
    const used = force ?? (await inForceRow())
    const isUsed = used !== undefined && used.name === row.name && used.version === row.version
    return {
      name: row.name,
      version: row.version,
      hash: row.hash,
      atMs: row.atMs,
      by: row.who,
      reason: row.reason,
      ...(row.parentName === null || row.parentVersion === null
        ? {}
        : { parent: { name: row.parentName, version: row.parentVersion } }),
      newest: row.version === (newest ?? (await newestOf(row.name))?.version),
      shipped: row.shippedAs !== null,
      ...(isUsed ? { inForce: { by: used.who, sinceMs: used.atMs } } : {}),
    }
  }

  const unknown = (id: ProfileId): Result<never> =>
    refuse('profile-unknown', `There is no profile ${called(id)}.`, 'profile')

  const get: Profiles['get'] = async (id) => {
    const row = await rowOf(id)
    if (row === undefined) return unknown(id)
    const ruleSet = ruleSetOf(row)
    return ruleSet.ok ? ok({ profile: await entryOf(row), ruleSet: ruleSet.value }) : ruleSet
  }

  return {
    async list() {
      const force = await inForceRow()
      const rows = await db
        .selectFrom('profile')
        .select([
          'name',
          'nameKey',
          'version',
          'hash',
          'parentName',
          'parentVersion',
          'personId',
          'who',
          'reason',
          'atMs',
          'shippedAs',
        ])
        .orderBy('nameKey')
        .orderBy('version', 'desc')
        .execute()
      const newest = new Map<string, number>()
      for (const row of rows) newest.set(row.nameKey, Math.max(row.version, newest.get(row.nameKey) ?? 0))
      return Promise.all(rows.map((row) => entryOf(row, force, newest.get(row.nameKey))))
    },

    get,

    async inForce() {
      const row = await inForceRow()
      invariant(row !== undefined, 'a profile is in force from the first start on')
      return get(row)
    },

    async save({ base, name: given, ruleSet, reason: said, by }) {
      const reason = checkReason(said)
      if (!reason.ok) return reason
      const from = await rowOf(base)
      if (from === undefined) return unknown(base)
      const checked = given === undefined ? ok(from.name) : checkName(given, 'profile')
      if (!checked.ok) return checked
      const isOwn = nameKey(checked.value) !== nameKey(from.name)
      const name = isOwn ? checked.value : from.name
      const problem = profileRefusal({ ...ruleSet, profile: { name, version: 1 } })
      if (problem !== undefined) return problem
      const before = ruleSetOf(from)
      if (!isOwn && before.ok && sameRules(before.value, ruleSet))
        return refuse(
          'profile-unchanged',
          `Nothing in it is different from ${called(from)}. Nothing was saved.`,
        )
      // In one transaction: of two who save at once the second is told, and neither version is lost.
      return db.transaction().execute(async (transaction): Promise<Result<ProfileEntry>> => {
        const newest = await transaction
          .selectFrom('profile')
          .selectAll()
          .where('nameKey', '=', nameKey(name))
          .orderBy('version', 'desc')
          .limit(1)
          .executeTakeFirst()
        if (isOwn && newest !== undefined)
          return refuse('malformed', `There already is a profile named "${newest.name}".`, 'name')
        if (!isOwn && newest !== undefined && newest.version !== base.version)
          return refuse(
            'profile-older',
            `${newest.who} saved ${called(newest)} at ${when(newest.atMs)} ("${newest.reason}"); yours began from version ${base.version}. Look at what is new, then make your changes there.`,
            'base.version',
          )
        const version = (newest?.version ?? 0) + 1
        const kept = hashed({ ...ruleSet, profile: { name, version } })
        const row: Row = {
          name,
          nameKey: nameKey(name),
          version,
          hash: kept.profile.hash,
          ruleSet: JSON.stringify(kept),
          parentName: from.name,
          parentVersion: from.version,
          personId: by.personId as PersonId,
          who: `${by.name} (${by.role})`,
          reason: reason.value,
          atMs: nowMs(),
          shippedAs: null,
        }
        await transaction.insertInto('profile').values(row).execute()
        const force = await transaction
          .selectFrom('profileInForce')
          .selectAll()
          .orderBy('entryId', 'desc')
          .limit(1)
          .executeTakeFirst()
        return ok(await entryOf(row, force, version))
      })
    },

    async use(id, by) {
      const found = await get(id)
      if (!found.ok) return found
      const { name, version, inForce } = found.value.profile
      if (inForce !== undefined)
        return refuse(
          'profile-unchanged',
          `New sessions already use ${called(id)}, set by ${inForce.by} at ${when(inForce.sinceMs)}.`,
        )
      const problem = profileRefusal(found.value.ruleSet)
      if (problem !== undefined) return problem
      const atMs = nowMs()
      const who = `${by.name} (${by.role})`
      await db
        .insertInto('profileInForce')
        .values({ name, version, personId: by.personId, who, atMs })
        .execute()
      return ok({ ...found.value.profile, inForce: { by: who, sinceMs: atMs } })
    },
  }
}
