// Proves reading sealed history over HTTP: the same lines in every encoding, and only to those who may.
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import { epochMs, sessionStream } from '@chairside/shared/ids.ts'
import type { HttpSessions } from '@chairside/shared/protocol/http.ts'
import { describe, expect, it } from 'vitest'
import { addPerson, must } from '../store/store-fixture.ts'
import { httpFixture, nurseCookie } from './http-fixture.ts'

describe('sealed history', () => {
  const LINES = Array.from({ length: 40 }, (_, at) => `{"seq":${at + 1},"note":"${'x'.repeat(40)}"}`)

  async function withSession() {
    const fixture = await httpFixture()
    const stream = sessionStream('s1' as SessionId)
    const atMs = fixture.clock.nowMs()
    await fixture.store.sessions.put({
      sessionId: 's1' as SessionId,
      roomId: 'room-1' as RoomId,
      roomName: 'Room 1',
      patientCode: 'P-77',
      provenance: 'monitor',
      openedAtMs: atMs,
    })
    const { ownerEpoch } = await fixture.log.own(stream)
    await fixture.log.append([{ stream, ownerEpoch, afterSeq: 0, lines: LINES, atMs }])
    await fixture.log.seal(stream)
    await fixture.log.append([{ stream, ownerEpoch, afterSeq: 40, lines: ['{"seq":41}'], atMs }])
    return { fixture, cookie: await nurseCookie(fixture), text: `${LINES.join('\n')}\n` }
  }
  const URL_ONE = '/api/streams/session:s1/segments/1'

  it('[PE45] the list names sealed segments only, with their hash', async () => {
    const { fixture, cookie } = await withSession()
    await using _ = fixture
    const said = await fixture.say('/api/streams/session:s1/segments', { cookie })
    expect(said.body).toMatchObject({ stream: 'session:s1', segments: [{ first: 1, last: 40 }] })
    expect((said.body as { segments: unknown[] }).segments).toHaveLength(1)
    expect(said.headers['cache-control'], 'it grows').toBe('no-store')
  })

  it('[PE45] a body comes as it lies on the disk where zstd is understood, else gzip, else plain: the same lines', async () => {
    const { fixture, cookie, text } = await withSession()
    await using _ = fixture
    const stored = await fixture.log.segmentBody(sessionStream('s1' as SessionId), 1)
    const ask = (accepts: string) => fixture.say(URL_ONE, { cookie, headers: { 'accept-encoding': accepts } })
    const zstd = await ask('gzip, deflate, br, zstd')
    expect(zstd.headers['content-encoding']).toBe('zstd')
    expect(zstd.bytes.equals(Buffer.from(stored?.zstd ?? []))).toBe(true)
    expect(zstdDecompressSync(zstd.bytes).toString()).toBe(text)
    const gzip = await ask('gzip, deflate')
    expect(gzip.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(gzip.bytes).toString()).toBe(text)
    const plain = await ask('identity')
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.text).toBe(text)
    const sha = stored?.segment.sha
    expect([zstd, gzip, plain].map((said) => said.headers.etag)).toEqual([
      `"${sha}-zstd"`,
      `"${sha}-gzip"`,
      `"${sha}"`,
    ])
  })

  it('[PE45] it may be kept for ever, by this browser and this sign-in only', async () => {
    const { fixture, cookie } = await withSession()
    await using _ = fixture
    const said = await fixture.say(URL_ONE, { cookie })
    expect(said.headers['cache-control']).toBe('private, max-age=31536000, immutable')
    expect(said.headers.vary).toContain('Cookie')
    const again = await fixture.say(URL_ONE, {
      cookie,
      headers: { 'if-none-match': said.headers.etag ?? '' },
    })
    expect(again.status).toBe(304)
    const stranger = await fixture.say(URL_ONE, { headers: { 'if-none-match': said.headers.etag ?? '' } })
    expect(stranger.status, 'a right tag is no permission').toBe(401)
  })

  it.each([
    ['2', 404, 'sequence-unknown'],
    ['41', 404, 'sequence-unknown'],
    ['0', 400, 'malformed'],
    ['-1', 400, 'malformed'],
    ['1e3', 400, 'malformed'],
    ['99999999999999999999', 400, 'malformed'],
  ])('[PE45] a segment that is not there: %s', async (first, status, code) => {
    const { fixture, cookie } = await withSession()
    await using _ = fixture
    const said = await fixture.say(`/api/streams/session:s1/segments/${first}`, { cookie })
    expect(said.status).toBe(status)
    expect(said.body).toMatchObject({ error: { code, field: 'first' } })
  })
})

describe('history in one body', () => {
  const line = (seq: number): string => `{"seq":${seq},"note":"${'x'.repeat(40)}"}`
  /** Segments of these lengths. */
  async function withSegments(lengths: readonly number[]) {
    const fixture = await httpFixture()
    const stream = sessionStream('s1' as SessionId)
    const atMs = fixture.clock.nowMs()
    await fixture.store.sessions.put({
      sessionId: 's1' as SessionId,
      roomId: 'room-1' as RoomId,
      roomName: 'Room 1',
      patientCode: 'P-77',
      provenance: 'monitor',
      openedAtMs: atMs,
    })
    const { ownerEpoch } = await fixture.log.own(stream)
    let head = 0
    for (const length of lengths) {
      const lines = Array.from({ length }, (_, at) => line(head + at + 1))
      await fixture.log.append([{ stream, ownerEpoch, afterSeq: head, lines, atMs }])
      await fixture.log.seal(stream)
      head += length
    }
    const cookie = await nurseCookie(fixture)
    const history = (range: string, accepts = 'zstd', more: Record<string, string> = {}) =>
      fixture.say(`/api/streams/session:s1/history/${range}`, {
        cookie,
        headers: { 'accept-encoding': accepts, ...more },
      })
    return { fixture, history }
  }
  const text = (first: number, last: number): string =>
    Array.from({ length: last - first + 1 }, (_, at) => `${line(first + at)}\n`).join('')

  it('[PE71] many segments come as one body, the same lines in every encoding', async () => {
    const { fixture, history } = await withSegments([60, 7, 240, 60])
    await using _ = fixture
    for (const [first, last] of [
      [1, 367],
      [61, 67],
      [61, 307],
    ] as const) {
      const zstd = await history(`${first}-${last}`)
      expect(zstd.headers['content-encoding']).toBe('zstd')
      expect(zstdDecompressSync(zstd.bytes).toString()).toBe(text(first, last))
      const gzip = await history(`${first}-${last}`, 'gzip')
      expect(gzip.headers['content-encoding']).toBe('gzip')
      expect(gunzipSync(gzip.bytes).toString()).toBe(text(first, last))
      const plain = await history(`${first}-${last}`, 'identity')
      expect(plain.headers['content-encoding']).toBeUndefined()
      expect(plain.text).toBe(text(first, last))
      expect(new Set([zstd, gzip, plain].map((said) => said.headers.etag)).size).toBe(3)
    }
  })

  it('[PE71] it is kept for ever by that browser and sign-in; another beginning is another tag', async () => {
    const { fixture, history } = await withSegments([60, 60, 60])
    await using _ = fixture
    const whole = await history('1-180')
    const part = await history('61-180')
    expect(whole.headers['cache-control']).toBe('private, max-age=31536000, immutable')
    expect(whole.headers.vary).toContain('Cookie')
    expect(part.headers.etag).not.toBe(whole.headers.etag)
    const again = await history('1-180', 'zstd', { 'if-none-match': whole.headers.etag ?? '' })
    expect(again.status).toBe(304)
  })

  it.each([
    ['2-60', 404, 'sequence-unknown', 'first'],
    ['1-59', 404, 'sequence-unknown', 'first'],
    ['1-181', 404, 'sequence-unknown', 'first'],
    ['181-240', 404, 'sequence-unknown', 'first'],
    ['60-1', 400, 'malformed', 'first'],
    ['0-60', 400, 'malformed', 'first'],
    ['1-x', 400, 'malformed', 'first'],
    ['1--60', 400, 'malformed', 'first'],
    ['1-99999999999999999999', 400, 'malformed', 'first'],
    ['1-6001', 413, 'too-large', 'last'],
  ])(
    '[PE72] history that is not whole sealed segments is refused: %s',
    async (range, status, code, field) => {
      const { fixture, history } = await withSegments([60, 60, 60])
      await using _ = fixture
      const said = await history(range)
      expect(said.status, said.text).toBe(status)
      expect(said.body).toMatchObject({ error: { code, field } })
      expect(said.headers['cache-control']).toBe('no-store')
    },
  )
})

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
