// Proves reading sealed history over HTTP: the same lines in every encoding, and only to those who may.
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import { epochMs, sessionStream } from '@chairside/shared/ids.ts'
import type { HttpSessions } from '@chairside/shared/protocol/http.ts'
import { describe, expect, it } from 'vitest'
import { addPerson } from '../store/store-fixture.ts'
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

describe('the list of sessions', () => {
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
