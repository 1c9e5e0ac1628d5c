// Proves devices, tokens, rooms and screens: who may send, what may show, and that withdrawals are heard.
import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeviceId, epochMs, type RoomId, type ScreenId, type SessionId } from '@chairside/shared/ids.ts'
import { describe, expect, it } from 'vitest'
import type { SessionRow } from './directory.ts'
import { addPerson, addRoom, must, storeFixture } from './store-fixture.ts'

const tempFile = () => join(mkdtempSync(join(tmpdir(), 'chairside-store-')), 'store.db')

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
      devices: [{ deviceId: device.deviceId, name: 'Gateway', kind: 'monitor', roomId, placedAtMs: 0 }],
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
