// Proves how a file comes in over HTTP: whole or not at all, by those who may, seen by the person who sent it only.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import type { HttpImport } from '@chairside/shared/protocol/http.ts'
import type { Role } from '@chairside/shared/record/record.ts'
import { describe, expect, it } from 'vitest'
import { addPerson } from '../store/store-fixture.ts'
import { type HttpFixture, httpFixture, type Say } from './http-fixture.ts'
import { createUploads } from './upload.ts'

async function cookieOf({ store }: HttpFixture, name: string, role: Role): Promise<string> {
  const { personId } = await addPerson(store, name, role)
  return `chairside_signin=${(await store.signIns.begin({ personId, name, role })).secret}`
}
const FILE = 'time,hr\n0,72\n1,73\n'
const csv = (cookie: string, more: Partial<Say> = {}): Say => ({
  raw: FILE,
  cookie,
  ...more,
  headers: { 'content-type': 'text/csv', ...more.headers },
})
const arrived = ({ config }: HttpFixture): string[] => {
  const dir = join(config.dataDir, 'imports')
  return existsSync(dir) ? readdirSync(dir) : []
}

async function ready() {
  const fixture = await httpFixture()
  return { fixture, cookie: await cookieOf(fixture, 'J. Brandt', 'qa') }
}

describe('a file that comes in', () => {
  it('[PE73] is kept as it is, under a name of the hub’s own, and given to the desk with its person', async () => {
    const { fixture, cookie } = await ready()
    await using _ = fixture
    const query = 'name=night%201.csv&map=t%3Dtime&starts=1764000000000&patient=AB-1&room=Theatre%202'
    const said = await fixture.say(`/api/imports?${query}`, csv(cookie))
    expect(said.status, said.text).toBe(202)
    expect(said.body).toMatchObject({
      import: { importId: 'import-1', name: 'night 1.csv', state: 'waiting', records: 0, of: 0 },
    })
    const [source] = fixture.desk.asked
    expect(source).toMatchObject({
      name: 'night 1.csv',
      removeAfter: true,
      options: { map: 't=time', startsAtMs: 1764000000000, patientCode: 'AB-1', roomName: 'Theatre 2' },
      by: { name: 'J. Brandt', role: 'qa' },
    })
    expect(readFileSync(source?.path ?? '', 'utf8')).toBe(FILE)
    expect(source?.path).not.toContain('night')
    expect(fixture.logged.join(''), 'a file name may name a patient').not.toContain('night')
  })

  it('[PE73] its name is taken without folders, and cannot lead anywhere', async () => {
    const { fixture, cookie } = await ready()
    await using _ = fixture
    for (const name of ['../../etc/passwd', 'C:\\Users\\x\\a.csv', 'a\u0000b.csv'])
      expect((await fixture.say(`/api/imports?name=${encodeURIComponent(name)}`, csv(cookie))).status).toBe(
        202,
      )
    expect(fixture.desk.asked.map((source) => source.name)).toEqual(['passwd', 'a.csv', 'ab.csv'])
    expect(arrived(fixture)).toHaveLength(3)
  })

  const bad: readonly [string, string, Partial<Say>, number, string, string | undefined][] = [
    ['no name', '', {}, 400, 'malformed', 'name'],
    ['an empty name', '?name=', {}, 400, 'malformed', 'name'],
    ['a folder for a name', '?name=a%2F', {}, 400, 'malformed', 'name'],
    ['a long name', `?name=${'x'.repeat(201)}`, {}, 400, 'malformed', 'name'],
    ['an unknown parameter', '?name=a&force=1', {}, 400, 'malformed', 'force'],
    ['a start that is none', '?name=a&starts=yesterday', {}, 400, 'malformed', 'starts'],
    ['a code that is none', '?name=a&patient=Jo%20Doe', {}, 400, 'malformed', 'patient'],
    ['JSON', '?name=a', { headers: { 'content-type': 'application/json' } }, 400, 'malformed', undefined],
    ['a packed file', '?name=a', { headers: { 'content-encoding': 'gzip' } }, 400, 'malformed', undefined],
    ['another page’s', '?name=a', { origin: 'http://evil.example' }, 403, 'origin-refused', undefined],
    ['no origin', '?name=a', { origin: 'none' }, 403, 'origin-refused', undefined],
  ]
  it.each(bad)(
    '[PE74] %s is refused in words, and nothing is kept',
    async (_, query, more, status, code, field) => {
      const { fixture, cookie } = await ready()
      await using _fixture = fixture
      const said = await fixture.say(`/api/imports${query}`, csv(cookie, more))
      expect(said.status, said.text).toBe(status)
      const { error } = said.body as { error: { code: string; message: string; field?: string } }
      expect([error.code, error.field]).toEqual([code, field])
      expect(error.message).toMatch(/\.$/)
      expect(fixture.desk.asked).toEqual([])
      expect(arrived(fixture)).toEqual([])
    },
  )

  it('[PE74] where the desk will not have it, and where room is low, nothing stays on the disk', async () => {
    const { fixture, cookie } = await ready()
    await using _ = fixture
    fixture.desk.refuseNext({ code: 'busy', message: 'Many files wait.' })
    const busy = await fixture.say('/api/imports?name=a.csv', csv(cookie))
    expect(busy.status).toBe(503)
    expect(busy.body).toMatchObject({ error: { code: 'busy' } })
    for (const [state, code] of [
      ['warn', 'disk-low'],
      ['noNewSessions', 'disk-low'],
      ['failed', 'storage-failed'],
    ] as const) {
      fixture.log.setDisk({ state })
      const low = await fixture.say('/api/imports?name=a.csv', csv(cookie))
      expect(low.status, state).toBe(503)
      expect(low.body).toMatchObject({ error: { code } })
    }
    expect(arrived(fixture)).toEqual([])
  })

  it('[PE74] a disk that fills up while the file arrives is said to be that, not the connection', async () => {
    const { fixture } = await ready()
    await using _ = fixture
    const uploads = createUploads(fixture.config.dataDir)
    const failing = (error: Error) => {
      async function* chunks() {
        yield Buffer.from(FILE)
        throw error
      }
      return Object.assign(chunks(), { headers: {}, complete: false }) as never
    }
    const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', syscall: 'write' })
    expect(await uploads.take(failing(full), 1_000)).toMatchObject({ error: { code: 'disk-low' } })
    const broken = Object.assign(new Error('EIO: i/o error'), { code: 'EIO', syscall: 'write' })
    expect(await uploads.take(failing(broken), 1_000)).toMatchObject({ error: { code: 'storage-failed' } })
    const reset = Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
    expect(await uploads.take(failing(reset), 1_000)).toMatchObject({ error: { code: 'import-stopped' } })
    let pieces = 0
    async function* endless() {
      for (;;) {
        pieces += 1
        yield Buffer.from(FILE)
      }
    }
    const low = { code: 'disk-low', message: 'Little room.' } as const
    const request = Object.assign(endless(), { headers: {}, complete: false }) as never
    const taken = await uploads.take(request, 1e9, () => (pieces > 3 ? low : undefined))
    expect(taken).toEqual({ ok: false, error: low })
    expect(pieces).toBeLessThan(10)
    expect(arrived(fixture)).toEqual([])
  })

  it('[PE75] one that says it is too large is refused before it is sent, one that turns out so is not kept', async () => {
    const { fixture, cookie } = await ready()
    await using _ = fixture
    const headers = { 'content-length': String(256 * 1_048_576 + 1), connection: 'close' }
    const asking = httpRequest({
      port: fixture.port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/api/imports?name=a.csv',
      headers: { ...headers, cookie, origin: fixture.own, 'content-type': 'text/csv' },
      agent: false,
    })
    asking.on('error', () => undefined)
    const status = await new Promise((done) => {
      asking.on('response', (answer) => done(answer.statusCode))
      asking.write('time,hr\n')
    })
    asking.destroy()
    expect(status).toBe(413)

    const uploads = createUploads(fixture.config.dataDir)
    async function* chunks() {
      for (let piece = 0; piece < 5; piece++) yield Buffer.alloc(40)
    }
    const request = Object.assign(chunks(), { headers: {}, complete: true })
    expect(await uploads.take(request as never, 100)).toMatchObject({
      ok: false,
      error: { code: 'too-large' },
    })
    expect(arrived(fixture)).toEqual([])
  })

  it('[PE75] one that stops half-way leaves no file, and the desk hears nothing of it', async () => {
    const { fixture, cookie } = await ready()
    await using _ = fixture
    const asking = httpRequest({
      port: fixture.port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/api/imports?name=a.csv',
      headers: { cookie, origin: fixture.own, 'content-type': 'text/csv', 'content-length': '100000' },
      agent: false,
    })
    asking.on('error', () => undefined)
    asking.write('time,hr\n')
    await expect.poll(() => arrived(fixture).length).toBe(1)
    asking.destroy()
    await expect.poll(() => arrived(fixture)).toEqual([])
    expect(fixture.desk.asked).toEqual([])
  })

  it('[PE75] what a hub that died left of a file is gone when the next one starts', async () => {
    const { fixture } = await ready()
    await using _ = fixture
    const dir = join(fixture.config.dataDir, 'imports')
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'half'), 'time,hr\n')
    createUploads(fixture.config.dataDir)
    expect(arrived(fixture)).toEqual([])
  })

  it('[PE76] only the person who sent it sees how far it is, and stops it', async () => {
    const { fixture, cookie } = await ready()
    await using _ = fixture
    const other = await cookieOf(fixture, 'A. Lind', 'physician')
    const said = await fixture.say('/api/imports?name=a.csv', csv(cookie))
    const { importId } = (said.body as HttpImport).import
    const url = `/api/imports/${importId}`
    expect((await fixture.say(url, { cookie })).body).toMatchObject({ import: { state: 'waiting' } })
    for (const method of ['GET', 'DELETE']) {
      const refused = await fixture.say(url, { method, cookie: other })
      expect(refused.status).toBe(403)
      expect(refused.text).not.toContain('a.csv')
    }
    const stopped = await fixture.say(url, { method: 'DELETE', cookie })
    expect(stopped.body).toMatchObject({ import: { state: 'failed', error: { code: 'import-stopped' } } })
    expect((await fixture.say(url, { cookie })).body).toMatchObject({ import: { state: 'failed' } })
  })

  it('[PE76] looking how far it is keeps no sign-in alive', async () => {
    const { fixture, cookie } = await ready()
    await using _ = fixture
    const said = await fixture.say('/api/imports?name=a.csv', csv(cookie))
    const { importId } = (said.body as HttpImport).import
    for (let minutes = 0; minutes < 119; minutes += 1) {
      fixture.clock.move(60_000)
      expect((await fixture.say(`/api/imports/${importId}`, { cookie })).status).toBe(200)
    }
    fixture.clock.move(120_000)
    expect((await fixture.say(`/api/imports/${importId}`, { cookie })).status).toBe(401)
  })
})
