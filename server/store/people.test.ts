// Proves people and sign-ins: one name one person, when a sign-in ends, and who hears of it.
import { describe, expect, it } from 'vitest'
import { addPerson, FIXTURE_PASSWORD, must, signInCookie, storeFixture } from './store-fixture.ts'

const HOUR_MS = 3_600_000

describe('people and sign-ins', () => {
  it('[PE4] a name is taken whatever the case it is written in, and is found so', async () => {
    const { store } = await storeFixture()
    await addPerson(store, 'R. Osei', 'nurse')
    const again = await store.people.add({ name: ' r.  OSEI ', role: 'admin', password: FIXTURE_PASSWORD })
    expect(again).toMatchObject({ ok: false, error: { code: 'malformed', field: 'name' } })
    expect(must(await store.people.find('r. osei')).role).toBe('nurse')
    expect(await store.people.authenticate('R. OSEI', FIXTURE_PASSWORD)).toMatchObject({ name: 'R. Osei' })
  })

  it('[PE4] two adds of one name at the same time make one person', async () => {
    const { store } = await storeFixture()
    const both = await Promise.all(
      ['Ann Lee', 'ann lee'].map((name) =>
        store.people.add({ name, role: 'nurse', password: FIXTURE_PASSWORD }),
      ),
    )
    expect(both.filter((result) => result.ok)).toHaveLength(1)
    expect(await store.people.list()).toHaveLength(1)
  })

  it('[PE5] a sign-in ends after 12 h however much it is used', async () => {
    const { store, pass } = await storeFixture()
    await addPerson(store, 'R. Osei', 'nurse')
    const cookie = await signInCookie(store, 'R. Osei')
    for (let hour = 1; hour < 12; hour++) {
      pass(HOUR_MS)
      expect(await store.signIns.of(cookie), `hour ${hour}`).toBeDefined()
    }
    pass(HOUR_MS - 1)
    expect(await store.signIns.of(cookie)).toBeDefined()
    pass(1)
    expect(await store.signIns.of(cookie)).toBeUndefined()
  })

  it('[PE5] a sign-in ends after 2 h without use, and looking at it is not use', async () => {
    const { store, pass, nowMs } = await storeFixture()
    await addPerson(store, 'R. Osei', 'nurse')
    const cookie = await signInCookie(store, 'R. Osei')
    pass(1.5 * HOUR_MS)
    const looked = await store.signIns.of(cookie, false)
    expect(looked?.expiresAtMs).toBe(nowMs() + 0.5 * HOUR_MS)
    pass(0.5 * HOUR_MS)
    expect(await store.signIns.of(cookie)).toBeUndefined()
    pass(-HOUR_MS)
    expect(await store.signIns.of(cookie), 'an ended sign-in stays ended').toBeUndefined()
  })

  it('[PE5] at twenty times the speed a sign-in lasts as long by the wall', async () => {
    const times = { maxMs: 12 * HOUR_MS, idleMs: 2 * HOUR_MS, rate: 20 }
    const { store, pass } = await storeFixture({ signInTimes: times })
    await addPerson(store, 'R. Osei', 'nurse')
    const cookie = await signInCookie(store, 'R. Osei')
    pass(39 * HOUR_MS)
    expect(await store.signIns.of(cookie)).toBeDefined()
    pass(41 * HOUR_MS)
    expect(await store.signIns.of(cookie)).toBeUndefined()
  })

  it('[PE6] disabling, another password, another role and signing out end sign-ins and are heard at once', async () => {
    const { store, revoked } = await storeFixture()
    const { personId } = await addPerson(store, 'R. Osei', 'nurse')
    const acts = [
      () => store.people.setDisabled(personId, true),
      () => store.people.setPassword(personId, FIXTURE_PASSWORD),
      () => store.people.setRole(personId, 'physician'),
    ]
    for (const act of acts) {
      await store.people.setDisabled(personId, false)
      const cookie = await signInCookie(store, 'R. Osei')
      revoked.length = 0
      must(await act())
      expect(revoked).toEqual([{ kind: 'person', personId }])
      expect(await store.directory.signInOf(cookie)).toBeUndefined()
    }
    const cookie = await signInCookie(store, 'R. Osei')
    const signIn = await store.directory.signInOf(cookie)
    revoked.length = 0
    await store.signIns.end(signIn?.signInId ?? '')
    expect(revoked).toEqual([
      { kind: 'signIn', signInId: signIn?.signInId, personId: signIn?.actor.personId },
    ])
    expect(await store.directory.signInOf(cookie)).toBeUndefined()
  })

  it('[PE6] a sign-in that is over is heard of once, when it is found so and when another begins', async () => {
    const { store, revoked, pass } = await storeFixture()
    const { personId } = await addPerson(store, 'R. Osei', 'nurse')
    await addPerson(store, 'Ann Lee', 'nurse')
    const cookie = await signInCookie(store, 'R. Osei')
    const signIn = await store.signIns.of(cookie)
    revoked.length = 0
    pass(2 * HOUR_MS)
    await Promise.all([store.signIns.of(cookie), store.signIns.of(cookie, false)])
    expect(revoked).toEqual([{ kind: 'signInRanOut', signInId: signIn?.signInId, personId }])
    await signInCookie(store, 'R. Osei')
    revoked.length = 0
    pass(2 * HOUR_MS)
    await signInCookie(store, 'Ann Lee')
    expect(revoked).toEqual([{ kind: 'signInRanOut', signInId: expect.any(String), personId }])
  })

  it('[PE6] a disabled person cannot sign in with the right password', async () => {
    const { store } = await storeFixture()
    const { personId } = await addPerson(store, 'R. Osei', 'nurse')
    await store.people.setDisabled(personId, true)
    expect(await store.people.authenticate('R. Osei', FIXTURE_PASSWORD)).toBeUndefined()
  })

  it('[PE6] a person disabled while the password is being verified is not let in', async () => {
    const { store } = await storeFixture()
    const { personId } = await addPerson(store, 'R. Osei', 'nurse')
    const verifying = store.people.authenticate('R. Osei', FIXTURE_PASSWORD)
    await store.people.setDisabled(personId, true)
    expect(await verifying).toBeUndefined()
  })
})
