// Proves store.db: what is kept and not kept in it, whose it is, that it opens again, and that withdrawals are heard.
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeviceId, epochMs, type RoomId, type ScreenId, type SessionId } from '@chairside/shared/ids.ts'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { seedDemo } from './demo.ts'
import type { SessionRow } from './directory.ts'
import { openStore } from './store.ts'
import { addPerson, addRoom, FIXTURE_PASSWORD, must, signInCookie, storeFixture } from './store-fixture.ts'

const tempFile = () => join(mkdtempSync(join(tmpdir(), 'chairside-store-')), 'store.db')
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
    expect(revoked).toEqual([{ kind: 'signIn', signInId: signIn?.signInId }])
    expect(await store.directory.signInOf(cookie)).toBeUndefined()
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

describe('devices and tokens', () => {
  const withDevice = async () => {
    const fixture = await storeFixture()
    const roomId = await addRoom(fixture.store, 'Room 1')
    const add = async (name: string) =>
      must(await fixture.store.devices.add({ name, kind: 'monitor', roomId })).deviceId
    return { ...fixture, roomId, one: await add('Monitor A'), two: await add('Monitor B') }
  }

  it('[PE7] a token speaks for the devices it was made for, and only its hash is kept', async () => {
    const file = tempFile()
    const { store } = await storeFixture({ file })
    const roomId = await addRoom(store, 'Room 1')
    const device = must(await store.devices.add({ name: 'Gateway', kind: 'monitor', roomId }))
    const { token, tokenId } = must(await store.devices.issueToken([device.deviceId], 'rack'))
    expect(token).toMatch(/^csd_[A-Za-z0-9_-]{43}$/)
    const answer = must(await store.directory.deviceToken(token))
    expect(answer).toEqual({
      tokenId,
      devices: [{ deviceId: device.deviceId, name: 'Gateway', kind: 'monitor', roomId }],
    })
    await store.close()
    for (const path of [file, `${file}-wal`])
      if (statSync(path, { throwIfNoEntry: false }))
        expect(readFileSync(path).includes(token.slice(4))).toBe(false)
  })

  it('[PE7] unknown, misshapen and revoked tokens are told apart by code', async () => {
    const { store, one, revoked } = await withDevice()
    const { token, tokenId } = must(await store.devices.issueToken([one], ''))
    for (const wrong of ['', 'csd_', `${token}x`, token.slice(0, -1), `csd_${'A'.repeat(43)}`])
      expect(await store.directory.deviceToken(wrong)).toMatchObject({ error: { code: 'token-unknown' } })
    must(await store.devices.revokeToken(tokenId))
    expect(revoked).toEqual([{ kind: 'token', tokenId }])
    expect(await store.directory.deviceToken(token)).toMatchObject({ error: { code: 'token-revoked' } })
  })

  it('[PE7] a disabled device leaves its token; when all are disabled the token is refused', async () => {
    const { store, one, two, revoked } = await withDevice()
    const { token } = must(await store.devices.issueToken([one, two], 'gateway'))
    must(await store.devices.setDisabled(one, true))
    expect(revoked).toEqual([{ kind: 'device', deviceId: one }])
    expect(must(await store.directory.deviceToken(token)).devices.map((device) => device.deviceId)).toEqual([
      two,
    ])
    must(await store.devices.setDisabled(two, true))
    expect(await store.directory.deviceToken(token)).toMatchObject({ error: { code: 'token-revoked' } })
  })

  it('[PE8] a disabled room leaves the list and takes its devices off the wire; not while a session is open there', async () => {
    const { store, one, two, roomId, revoked } = await withDevice()
    const row: SessionRow = {
      sessionId: 's1' as SessionId,
      roomId,
      roomName: 'Room 1',
      patientCode: 'P-1',
      provenance: 'monitor',
      openedAtMs: epochMs(5),
    }
    await store.sessions.put(row)
    expect(await store.rooms.setDisabled(roomId, true)).toMatchObject({
      error: { code: 'session-already-open' },
    })
    expect(await store.directory.rooms()).toHaveLength(1)
    await store.sessions.put({ ...row, closedAtMs: epochMs(9) })
    must(await store.rooms.setDisabled(roomId, true))
    expect(await store.directory.rooms()).toEqual([])
    expect(revoked).toEqual([
      { kind: 'device', deviceId: one },
      { kind: 'device', deviceId: two },
    ])
  })

  it('[PE8] rooms keep the order they were added in, renamed or not, and the list follows a change', async () => {
    const { store } = await storeFixture()
    for (const name of ['Room 2', 'Room 1', 'Garden']) await addRoom(store, name)
    expect((await store.directory.rooms()).map((room) => room.name)).toEqual(['Room 2', 'Room 1', 'Garden'])
    must(await store.rooms.rename('room-2' as RoomId, 'Room Two'))
    expect((await store.directory.rooms())[0]).toEqual({ roomId: 'room-2', name: 'Room Two', position: 1 })
    expect(await store.rooms.rename('room-1' as RoomId, 'GARDEN')).toMatchObject({ error: { field: 'name' } })
  })

  it('[PE9] one listener that throws does not keep the others from hearing of a revocation', async () => {
    const { store, errors, revoked, one } = await withDevice()
    store.directory.onRevoked(() => {
      throw new Error('a door broke')
    })
    const late: DeviceId[] = []
    store.directory.onRevoked((what) => what.kind === 'device' && late.push(what.deviceId))
    must(await store.devices.setDisabled(one, true))
    expect(late).toEqual([one])
    expect(revoked).toHaveLength(1)
    expect(errors.map(String)).toEqual(['Error: a door broke'])
  })
})

describe('screens', () => {
  it('[PE10] a screen is known by its own cookie until it is revoked, whoever signs in or out', async () => {
    const { store, revoked } = await storeFixture()
    const { personId } = await addPerson(store, 'R. Osei', 'nurse')
    const roomId = await addRoom(store, 'Room 1')
    const { secret, screen } = must(await store.screens.enrol({ name: 'Chair 1', roomId, by: personId }))
    const cookie = `other=1; chairside_screen=${secret}`
    must(await store.people.setDisabled(personId, true))
    expect(await store.directory.screenOf(cookie)).toEqual({
      screenId: screen.screenId,
      name: 'Chair 1',
      roomId,
    })
    revoked.length = 0
    must(await store.screens.revoke(screen.screenId))
    expect(revoked).toEqual([{ kind: 'screen', screenId: screen.screenId }])
    expect(await store.directory.screenOf(cookie)).toBeUndefined()
  })

  it('[PE10] a screen of the suite has no room, and neither cookie opens the other door', async () => {
    const { store } = await storeFixture()
    const { personId } = await addPerson(store, 'R. Osei', 'nurse')
    const { secret } = must(await store.screens.enrol({ name: 'Wall', by: personId }))
    expect(await store.directory.screenOf(`chairside_screen=${secret}`)).not.toHaveProperty('roomId')
    expect(await store.directory.signInOf(`chairside_signin=${secret}`)).toBeUndefined()
    for (const header of [undefined, '', 'chairside_screen=', `chairside_screen=${'A'.repeat(43)}`])
      expect(await store.directory.screenOf(header)).toBeUndefined()
    expect(await store.screens.find('nothing' as ScreenId)).toMatchObject({ error: { code: 'not-found' } })
  })
})

describe('the session index', () => {
  const row = (id: string, openedAtMs: number, closedAtMs?: number): SessionRow => ({
    sessionId: id as SessionId,
    roomId: 'room-1' as RoomId,
    roomName: 'Room 1',
    patientCode: 'P-1',
    provenance: 'monitor',
    openedAtMs: epochMs(openedAtMs),
    ...(closedAtMs === undefined ? {} : { closedAtMs: epochMs(closedAtMs) }),
  })

  it('[PE11] a session is one row, put again when it closes, listed newest first by open or closed', async () => {
    const { store } = await storeFixture()
    const { sessions } = store
    for (const one of [row('a', 10), row('b', 20), row('c', 30)]) await sessions.put(one)
    await sessions.put(row('b', 20, 25))
    expect(await sessions.get('b' as SessionId)).toEqual(row('b', 20, 25))
    expect(await sessions.get('x' as SessionId)).toBeUndefined()
    const ids = async (filter: Parameters<typeof sessions.list>[0]) =>
      (await sessions.list(filter)).map((one) => one.sessionId)
    expect(await ids({ limit: 10 })).toEqual(['c', 'b', 'a'])
    expect(await ids({ limit: 10, open: true })).toEqual(['c', 'a'])
    expect(await ids({ limit: 10, open: false })).toEqual(['b'])
    expect(await ids({ limit: 1, before: epochMs(30) })).toEqual(['b'])
  })

  it('[PE11] going on from page to page skips no session, even those opened in the same millisecond', async () => {
    const { store } = await storeFixture()
    for (let number = 0; number < 20; number++)
      await store.sessions.put(row(`s${number}`, Math.floor(number / 3)))
    const seen: string[] = []
    let before: SessionRow['openedAtMs'] | undefined
    for (;;) {
      const page = await store.sessions.list({ limit: 4, ...(before === undefined ? {} : { before }) })
      seen.push(...page.map((one) => one.sessionId))
      const last = page.at(-1)
      if (last === undefined) break
      before = last.openedAtMs
    }
    expect(seen).toHaveLength(20)
    expect(new Set(seen).size).toBe(20)
  })
})

describe('the file', () => {
  it('[PE12] what was written is there when the store is opened again, and others may not read the file', async () => {
    const file = tempFile()
    const first = await storeFixture({ file })
    await addPerson(first.store, 'R. Osei', 'nurse')
    const cookie = await signInCookie(first.store, 'R. Osei')
    await first.store.close()
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0)
    const { store } = await storeFixture({ file })
    expect((await store.directory.signInOf(cookie))?.actor.name).toBe('R. Osei')
    await store.close()
  })

  it('[PE12] neither a password nor the secret of a cookie can be found in the file', async () => {
    const file = tempFile()
    const { store } = await storeFixture({ file })
    const person = await addPerson(store, 'R. Osei', 'nurse')
    const cookie = await signInCookie(store, 'R. Osei')
    const { secret } = must(await store.screens.enrol({ name: 'Chair', by: person.personId }))
    await store.close()
    const bytes = readFileSync(file)
    for (const word of [FIXTURE_PASSWORD, cookie.split('=')[1] ?? '?', secret])
      expect(bytes.includes(word)).toBe(false)
  })

  it('[PE13] a demo store is refused by a hub and a clinic store by the demo, in words', async () => {
    for (const [made, asked] of [
      ['demo', 'clinic'],
      ['clinic', 'demo'],
    ] as const) {
      const file = tempFile()
      await (await storeFixture({ file, kind: made })).store.close()
      const refused = await openStore({ file, kind: asked, nowMs: () => epochMs(0), report: () => undefined })
      expect(refused).toMatchObject({ ok: false, error: { code: 'not-allowed', field: 'DATA_DIR' } })
      expect(refused.ok ? '' : refused.error.message).toContain(`belongs to a ${made}`)
      const any = must(
        await openStore({ file, kind: 'any', nowMs: () => epochMs(0), report: () => undefined }),
      )
      expect(any.kind).toBe(made)
      await any.close()
    }
  })

  it('[PE13] a clinic store is never seeded with known passwords', async () => {
    const { store } = await storeFixture({ kind: 'clinic' })
    await expect(seedDemo(store)).rejects.toThrow('only a demo store')
    expect(await store.people.list()).toEqual([])
  })

  it('[PE14] a store of a newer Chairside is refused in words and not touched', async () => {
    const file = tempFile()
    await (await storeFixture({ file })).store.close()
    const raw = new Database(file)
    raw.prepare(`update meta set value = '99' where key = 'schema'`).run()
    raw.close()
    const refused = await openStore({
      file,
      kind: 'clinic',
      nowMs: () => epochMs(0),
      report: () => undefined,
    })
    expect(refused).toMatchObject({ ok: false, error: { code: 'protocol-version' } })
  })

  it('[PE14] a file that is no store is refused in words and left as it is', async () => {
    const file = tempFile()
    writeFileSync(file, 'this is not a database, and somebody may want it back')
    const refused = await openStore({
      file,
      kind: 'clinic',
      nowMs: () => epochMs(0),
      report: () => undefined,
    })
    expect(refused).toMatchObject({ ok: false, error: { code: 'storage-failed' } })
    expect(readFileSync(file, 'utf8')).toContain('somebody may want it back')
  })
})

describe('the demo', () => {
  it('[PE15] three people, four rooms and four devices; again on the next start, with fresh tokens', async () => {
    const { store } = await storeFixture({ kind: 'demo' })
    const first = await seedDemo(store)
    const { personId } = must(await store.people.find('R. Osei'))
    await store.people.setPassword(personId, 'somebody changed it')
    await store.people.setDisabled(personId, true)
    const second = await seedDemo(store)
    expect(second.signIns.map(({ role }) => role)).toEqual(['nurse', 'physician', 'qa'])
    for (const { name, password, role } of second.signIns)
      expect(await store.people.authenticate(name, password)).toMatchObject({ name, role })
    expect(await store.people.list()).toHaveLength(3)
    expect((await store.directory.rooms()).map((room) => room.roomId)).toEqual(
      [1, 2, 3, 4].map((n) => `room-${n}`),
    )
    expect(second.deviceTokens.map(({ deviceId, roomId }) => [deviceId, roomId])).toEqual([
      ['sim-1', 'room-1'],
      ['sim-2', 'room-2'],
      ['sim-3', 'room-3'],
      ['player-4', 'room-4'],
    ])
    for (const { token, deviceId } of second.deviceTokens) {
      const [device] = must(await store.directory.deviceToken(token)).devices
      expect(device).toMatchObject({ deviceId, kind: deviceId === 'player-4' ? 'recorded' : 'simulated' })
    }
    for (const { token } of first.deviceTokens)
      expect(await store.directory.deviceToken(token)).toMatchObject({ error: { code: 'token-revoked' } })
  })
})

describe('the record of administrative acts', () => {
  it('[PE16] who, what and when, newest first', async () => {
    const { store, pass, nowMs } = await storeFixture()
    await store.adminLog.add('command line (root)', 'room.add', { roomId: 'room-1' })
    pass(5)
    await store.adminLog.add('A. Admin (admin)', 'screen.enrol', { screenId: 'screen-1' })
    expect(await store.adminLog.list(10)).toEqual([
      { atMs: nowMs(), who: 'A. Admin (admin)', act: 'screen.enrol', detail: { screenId: 'screen-1' } },
      { atMs: nowMs() - 5, who: 'command line (root)', act: 'room.add', detail: { roomId: 'room-1' } },
    ])
  })
})
