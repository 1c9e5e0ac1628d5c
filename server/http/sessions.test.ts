// Proves the list of sessions over HTTP, narrowed and page by page, and one of them by its id.
import { epochMs, type RoomId, type SessionId } from '@chairside/shared/ids.ts'
import type { HttpSessions } from '@chairside/shared/protocol/http.ts'
import { describe, expect, it } from 'vitest'
import { addPerson, must } from '../store/store-fixture.ts'
import { httpFixture, nurseCookie } from './http-fixture.ts'

describe('one session', () => {
  it('[PE70] is as the list has it, with its summary', async () => {
    await using fixture = await httpFixture()
    const row = {
      sessionId: 's1' as SessionId,
      roomId: 'room-1' as RoomId,
      roomName: 'Room 1',
      patientCode: 'P-77',
      provenance: 'recorded' as const,
      openedAtMs: epochMs(10),
      closedAtMs: epochMs(20),
      summary: { alarms: { low: 1, medium: 0, high: 2 }, importedFrom: 'night.csv', dated: false as const },
      imported: { name: 'night.csv', sha256: 'ab'.repeat(32) },
    }
    await fixture.store.sessions.put(row)
    const cookie = await nurseCookie(fixture)
    const { imported: _, ...shown } = row
    expect((await fixture.say('/api/sessions/s1', { cookie })).body).toEqual({ session: shown })
    expect((await fixture.say('/api/sessions', { cookie })).body).toEqual({ sessions: [shown] })
  })

  it('[PE70] one that this viewer may not see: why, and nothing of it', async () => {
    await using fixture = await httpFixture()
    const { store } = fixture
    const nurse = await addPerson(store, 'R. Osei', 'nurse')
    for (const id of ['open', 'closed'])
      await store.sessions.put({
        sessionId: id as SessionId,
        roomId: 'room-1' as RoomId,
        roomName: 'Room 1',
        patientCode: 'P-77',
        provenance: 'monitor',
        openedAtMs: epochMs(10),
        ...(id === 'open' ? {} : { closedAtMs: epochMs(20) }),
      })
    const roomId = must(await store.rooms.add({ name: 'Room 2' })).roomId
    const place = must(await store.screens.enrol({ name: 'Chair 2', roomId, by: nurse.personId }))
    const screen = `chairside_screen=${place.secret}`
    const cookieOf = async (name: string, role: 'qa' | 'admin') => {
      const { personId } = await addPerson(store, name, role)
      return `chairside_signin=${(await store.signIns.begin({ personId, name, role })).secret}`
    }
    const words = async (id: string, cookie: string) => {
      const said = await fixture.say(`/api/sessions/${id}`, { cookie })
      expect(said.status).toBe(403)
      expect(said.text).not.toContain('P-77')
      return (said.body as { error: { message: string } }).error.message
    }
    expect(await words('open', await cookieOf('J. Brandt', 'qa'))).toContain('still open')
    expect(await words('closed', await cookieOf('A. Admin', 'admin'))).toContain('role')
    expect(await words('open', screen)).toContain('another room')
    expect(await words('closed', screen)).toContain('closed. Sign in')
  })

  it('[PE70] one that is not there is said in a sentence', async () => {
    await using fixture = await httpFixture()
    const cookie = await nurseCookie(fixture)
    const said = await fixture.say('/api/sessions/nowhere', { cookie })
    expect(said.status).toBe(404)
    expect(said.body).toEqual({
      error: { code: 'not-found', message: 'There is no session "nowhere".', field: 'sessionId' },
    })
    const broken = await fixture.say('/api/sessions/a%20b', { cookie })
    expect(broken.body).toMatchObject({ error: { code: 'malformed', field: 'sessionId' } })
  })
})

describe('the list of sessions', () => {
  it('[PE69] is narrowed as asked, and goes on from page to page', async () => {
    await using fixture = await httpFixture()
    for (let number = 1; number <= 9; number++)
      await fixture.store.sessions.put({
        sessionId: `s${number}` as SessionId,
        roomId: 'room-1' as RoomId,
        roomName: number % 2 === 0 ? 'Room 2' : 'Room 1',
        patientCode: number < 6 ? 'AB-1' : 'CD-1',
        provenance: 'monitor',
        openedAtMs: epochMs(number * 10),
        closedAtMs: epochMs(1_000),
        summary: { alarms: { low: 0, medium: 0, high: number % 3 === 0 ? 1 : 0 } },
      })
    const cookie = await nurseCookie(fixture)
    const ids = async (query: string): Promise<string[]> => {
      const pages: string[] = []
      for (let before = ''; ; ) {
        const said = await fixture.say(`/api/sessions?limit=1&${query}${before}`, { cookie })
        const { sessions, olderBefore } = said.body as HttpSessions
        pages.push(...sessions.map((one) => one.sessionId))
        if (olderBefore === undefined) return pages
        before = `&before=${olderBefore}`
      }
    }
    expect(await ids('room=room%202')).toEqual(['s8', 's6', 's4', 's2'])
    expect(await ids('patient=ab')).toEqual(['s5', 's4', 's3', 's2', 's1'])
    expect(await ids('from=30&to=60')).toEqual(['s5', 's4', 's3'])
    expect(await ids('alarms=high&patient=CD-1')).toEqual(['s9', 's6'])
    expect(await ids('alarms=high&room=1&open=false')).toEqual(['s9', 's3'])
    expect(await ids('open=true')).toEqual([])
  })

  it('[PE21] goes on from page to page, and no page looks empty while there are more', async () => {
    await using fixture = await httpFixture()
    const { store } = fixture
    for (let number = 1; number <= 9; number++)
      await store.sessions.put({
        sessionId: `s${number}` as SessionId,
        roomId: 'room-1' as RoomId,
        roomName: 'Room 1',
        patientCode: 'P-77',
        provenance: 'monitor',
        openedAtMs: epochMs(number),
        ...(number > 3 ? {} : { closedAtMs: epochMs(100) }),
      })
    const actor = { name: 'J. Brandt', role: 'qa' as const }
    const { personId } = await addPerson(store, actor.name, actor.role)
    const { secret } = await store.signIns.begin({ ...actor, personId })
    const pages: string[][] = []
    let before = ''
    do {
      const said = await fixture.say(`/api/sessions?limit=2${before}`, {
        cookie: `chairside_signin=${secret}`,
      })
      const { sessions, olderBefore } = said.body as HttpSessions
      pages.push(sessions.map((one) => one.sessionId))
      before = olderBefore === undefined ? '' : `&before=${olderBefore}`
    } while (before !== '')
    expect(pages).toEqual([['s3', 's2'], ['s1']])
  })
})
