// Proves profiles over HTTP: what is read, what becomes a new version, what is refused with which field, and that nothing
// that is refused changes anything.
import { ADULT_KETAMINE_INFUSION, type RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { HttpProfiles, HttpProfileWhole, HttpSavedProfile } from '@chairside/shared/protocol/http.ts'
import type { Role } from '@chairside/shared/record/record.ts'
import { describe, expect, test } from 'vitest'
import { addPerson } from '../store/store-fixture.ts'
import { type HttpFixture, httpFixture } from './http-fixture.ts'

const NAME = 'adult ketamine infusion'
const BASE = { name: NAME, version: 3 }

async function cookieOf({ store }: HttpFixture, role: Role, name: string = role): Promise<string> {
  const person = await addPerson(store, name, role)
  const { secret } = await store.signIns.begin({ personId: person.personId, name, role })
  return `chairside_signin=${secret}`
}
async function fixture() {
  const it = await httpFixture()
  const cookie = await cookieOf(it, 'physician', 'Dr. Paul')
  const post = (body: unknown, as = cookie) => it.say('/api/profiles', { body, cookie: as })
  const use = (body: unknown, as = cookie) => it.say('/api/profiles/default', { body, cookie: as })
  const list = async () => ((await it.say('/api/profiles', { cookie })).body as HttpProfiles).profiles
  const get = async (name: string, version: number) =>
    (await it.say(`/api/profiles/${encodeURIComponent(name)}/${version}`, { cookie }))
      .body as HttpProfileWhole
  return { ...it, it, cookie, post, use, list, get, [Symbol.asyncDispose]: it[Symbol.asyncDispose] }
}

/** BP high at `systolic` instead of 160. */
function withBpHigh(systolic: number): RuleSet {
  const copy = JSON.parse(JSON.stringify(ADULT_KETAMINE_INFUSION))
  copy.ladders[0].levels[0].limits[0].value = systolic
  return copy
}

describe('profiles over HTTP', () => {
  test('[PR20] the profile that ships is there and in force, whole, with its hash', async () => {
    await using it = await fixture()
    expect(await it.list()).toEqual([
      {
        name: NAME,
        version: 3,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        atMs: expect.any(Number),
        by: 'Chairside',
        reason: 'It came with Chairside.',
        newest: true,
        shipped: true,
        inForce: { by: 'Chairside', sinceMs: expect.any(Number) },
      },
    ])
    const { profile, ruleSet } = await it.get(NAME, 3)
    expect(profile.hash).toBe(ruleSet.profile.hash)
    expect(ruleSet).toEqual({
      ...ADULT_KETAMINE_INFUSION,
      profile: { ...ADULT_KETAMINE_INFUSION.profile, hash: profile.hash },
    })
  })

  test('[PR21] an edited copy becomes the next version, with who, when, why and from what; the old one stays', async () => {
    await using it = await fixture()
    const saved = await it.post({ base: BASE, ruleSet: withBpHigh(165), reason: ' Our patients run high. ' })
    expect(saved.status).toBe(201)
    const { profile } = saved.body as HttpSavedProfile
    expect(profile).toMatchObject({
      name: NAME,
      version: 4,
      by: 'Dr. Paul (physician)',
      reason: 'Our patients run high.',
      parent: BASE,
      newest: true,
      shipped: false,
    })
    // Saving puts nothing in force.
    expect(profile).not.toHaveProperty('inForce')
    const all = await it.list()
    expect(all.map(({ version, newest, inForce }) => [version, newest, inForce !== undefined])).toEqual([
      [4, true, false],
      [3, false, true],
    ])
    expect((await it.get(NAME, 4)).ruleSet.ladders[0]?.levels[0]?.limits[0]?.value).toBe(165)
    expect((await it.get(NAME, 3)).ruleSet.ladders[0]?.levels[0]?.limits[0]?.value).toBe(160)
    expect((await it.store.adminLog.list(1))[0]).toMatchObject({
      who: 'Dr. Paul (physician)',
      act: 'profile.save',
      detail: { name: NAME, version: 4, hash: profile.hash, reason: 'Our patients run high.' },
    })
  })

  test('[PR22] another name is a profile of its own; a name that is taken is refused, whatever its case', async () => {
    await using it = await fixture()
    const own = await it.post({
      base: BASE,
      name: 'Older adults',
      ruleSet: withBpHigh(165),
      reason: 'Older.',
    })
    expect((own.body as HttpSavedProfile).profile).toMatchObject({
      name: 'Older adults',
      version: 1,
      parent: BASE,
    })
    const again = await it.post({
      base: BASE,
      name: 'OLDER ADULTS',
      ruleSet: withBpHigh(170),
      reason: 'Older.',
    })
    expect([again.status, again.body]).toMatchObject([400, { error: { code: 'malformed', field: 'name' } }])
    // A copy of the same rules under another name is wanted sometimes.
    const copy = await it.post({
      base: BASE,
      name: 'Teenagers',
      ruleSet: withBpHigh(160),
      reason: 'To begin with.',
    })
    expect(copy.status).toBe(201)
    expect(await it.list()).toHaveLength(3)
  })

  test('[PR23] what began from an older version is refused: by whom and when it was changed, and nothing is lost', async () => {
    await using it = await fixture()
    const admin = await cookieOf(it.it, 'admin', 'Ada Admin')
    expect((await it.post({ base: BASE, ruleSet: withBpHigh(165), reason: 'Up.' }, admin)).status).toBe(201)
    const late = await it.post({ base: BASE, ruleSet: withBpHigh(170), reason: 'Further up.' })
    expect(late.status).toBe(409)
    expect(late.body).toMatchObject({ error: { code: 'profile-older', field: 'base.version' } })
    const { message } = (late.body as { error: { message: string } }).error
    expect(message).toContain('Ada Admin (admin)')
    expect(message).toMatch(/20\d\d-\d\d-\d\d \d\d:\d\d UTC/)
    expect(message).toContain('"Up."')
    expect(await it.list()).toHaveLength(2)
  })

  test('[PR23] of two who save at once one is told, and no version is lost', async () => {
    await using it = await fixture()
    const both = await Promise.all(
      [165, 170].map((value) => it.post({ base: BASE, ruleSet: withBpHigh(value), reason: `To ${value}.` })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    expect((await it.list()).map(({ version }) => version)).toEqual([4, 3])
  })

  test('[PR24] the same again is no new version, and it says so', async () => {
    await using it = await fixture()
    const same = await it.post({ base: BASE, ruleSet: withBpHigh(160), reason: 'No reason.' })
    expect([same.status, same.body]).toMatchObject([409, { error: { code: 'profile-unchanged' } }])
    expect(await it.list()).toHaveLength(1)
  })

  test.each([
    ['no reason', { reason: '  ' }, 400, 'reason'],
    ['a reason of a thousand letters', { reason: 'x'.repeat(400) }, 400, 'reason'],
    ['a base that is not there', { base: { name: NAME, version: 9 } }, 404, 'profile'],
    ['HIGH below MEDIUM', { ruleSet: withBpHigh(185) }, 422, 'ladders.bpHigh.veryHigh.limits[0].value'],
    ['text for a number', { ruleSet: { ...withBpHigh(165), settlingMs: '5' } }, 422, 'settlingMs'],
    ['an unknown member', { ruleSet: { ...withBpHigh(165), more: 1 } }, 422, 'more'],
    ['no rule set', { ruleSet: [] }, 400, 'ruleSet'],
    ['a member of the body that is not known', { force: true }, 400, 'force'],
  ])('[PR25] %s is refused with the field, and nothing is changed', async (_what, over, status, field) => {
    await using it = await fixture()
    const said = await it.post({ base: BASE, ruleSet: withBpHigh(165), reason: 'Up.', ...over })
    expect(said.status).toBe(status)
    expect(said.body).toMatchObject({ error: { field } })
    expect(await it.list()).toHaveLength(1)
    expect(await it.store.adminLog.list(9)).toEqual([])
  })

  test('[PR26] a person says which one new sessions use; the version before stays, and can be used again', async () => {
    await using it = await fixture()
    await it.post({ base: BASE, ruleSet: withBpHigh(165), reason: 'Up.' })
    const used = await it.use({ name: NAME, version: 4 })
    expect((used.body as HttpSavedProfile).profile).toMatchObject({
      version: 4,
      inForce: { by: 'Dr. Paul (physician)' },
    })
    expect((await it.list()).map(({ version, inForce }) => [version, inForce?.by])).toEqual([
      [4, 'Dr. Paul (physician)'],
      [3, undefined],
    ])
    const again = await it.use({ name: NAME, version: 4 })
    expect([again.status, again.body]).toMatchObject([409, { error: { code: 'profile-unchanged' } }])
    expect((await it.use({ name: NAME, version: 3 })).status).toBe(200)
    expect((await it.use({ name: NAME, version: 7 })).status).toBe(404)
    expect((await it.store.adminLog.list(9)).map(({ act }) => act)).toEqual([
      'profile.use',
      'profile.use',
      'profile.save',
    ])
  })

  test('[PR27] who may not, may not: neither by the page of another site nor by another role', async () => {
    await using it = await fixture()
    const nurse = await cookieOf(it.it, 'nurse')
    const body = { base: BASE, ruleSet: withBpHigh(165), reason: 'Up.' }
    expect((await it.post(body, nurse)).body).toMatchObject({ error: { code: 'not-allowed' } })
    const elsewhere = await it.say('/api/profiles', {
      body,
      cookie: it.cookie,
      origin: 'http://elsewhere.test',
    })
    expect(elsewhere.body).toMatchObject({ error: { code: 'origin-refused' } })
    expect(await it.list()).toHaveLength(1)
  })

  test('[PR25] a version in the address is a number', async () => {
    await using it = await fixture()
    for (const version of ['two', '0', '-1', '2.5', '99999999'])
      expect((await it.say(`/api/profiles/x/${version}`, { cookie: it.cookie })).status).toBe(400)
  })
})
