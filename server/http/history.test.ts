// Proves reading sealed history over HTTP: the same lines in every encoding, and only to those who may.
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { RoomId, SessionId } from '@chairside/shared/ids.ts'
import { sessionStream } from '@chairside/shared/ids.ts'
import { describe, expect, it } from 'vitest'
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
