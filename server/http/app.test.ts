// Proves the shell of the hub's HTTP: origin, headers, bad input, readiness, the client's files.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { httpFixture, nurseCookie, type Say } from './http-fixture.ts'
import { isSecure, originAllowed } from './origin.ts'

describe('origin', () => {
  const cases: readonly [string, Say['origin'] & string, number][] = [
    ['none at all', 'none', 403],
    ['null', 'null', 403],
    ['another host', 'http://evil.example', 403],
    ['another port of this machine', 'http://127.0.0.1:1', 403],
    ['the right host by https', 'https', 403],
    ['its own', 'own', 400],
  ]
  it.each(cases)('[PE40] a POST whose Origin is %s', async (_what, origin, status) => {
    await using fixture = await httpFixture()
    const sent = origin === 'https' ? fixture.own.replace('http:', 'https:') : origin
    const said = await fixture.say('/api/sign-in', { body: {}, origin: sent })
    expect(said.status).toBe(status)
    if (status === 403) expect(said.body).toMatchObject({ error: { code: 'origin-refused' } })
  })

  it('[PE40] every route that is not GET asks for it, and a refused one does nothing', async () => {
    await using fixture = await httpFixture()
    for (const [method, path] of [
      ['POST', '/api/sign-in'],
      ['POST', '/api/sign-out'],
      ['POST', '/api/screen/enrol'],
      ['DELETE', '/api/screen'],
      ['PUT', '/api/anything'],
      ['OPTIONS', '/api/me'],
    ] as const) {
      const said = await fixture.say(path, { method, origin: 'http://evil.example' })
      expect(said.status, path).toBe(403)
      expect(said.headers['set-cookie']).toBeUndefined()
      expect(said.headers['access-control-allow-origin']).toBeUndefined()
    }
    expect((await fixture.say('/api/me', { origin: 'http://evil.example' })).status).toBe(200)
  })

  it('[PE40] PUBLIC_URL, where set, is the only origin', () => {
    const config = { publicUrl: 'https://hub.example', trustProxy: 1, allowHttp: false }
    const from = (origin: string) => originAllowed({ origin, host: 'hub.example' }, config)
    expect(from('https://hub.example')).toBe(true)
    expect(from('https://hub.example:443')).toBe(true)
    for (const other of ['http://hub.example', 'https://hub.example:8443', 'https://a.hub.example', ''])
      expect(from(other), other).toBe(false)
  })

  it('[PE40] a hub of this machine only is not reached through a name that was bound to it afterwards', () => {
    const rebound = { origin: 'http://evil.example:8080', host: 'evil.example:8080' }
    expect(originAllowed(rebound, { allowHttp: false })).toBe(false)
    expect(originAllowed(rebound, { allowHttp: true }), 'on a network any name may be the hub’s').toBe(true)
    for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080'])
      expect(originAllowed({ origin: `http://${host}`, host }, { allowHttp: false }), host).toBe(true)
  })

  it('[PE40] what a proxy says is believed only when a proxy is expected', () => {
    const headers = {
      origin: 'https://hub.example',
      host: '127.0.0.1:8080',
      'x-forwarded-host': 'hub.example',
      'x-forwarded-proto': 'https',
    }
    expect(originAllowed(headers, { allowHttp: true, trustProxy: 1 })).toBe(true)
    expect(originAllowed(headers, { allowHttp: true })).toBe(false)
    expect(isSecure(headers, { allowHttp: true, trustProxy: 1 })).toBe(true)
  })

  it('[PE41] a page is told it is not encrypted, unless it is or never leaves this machine', () => {
    const at = (host: string, config: Partial<Parameters<typeof isSecure>[1]> = {}) =>
      isSecure({ host }, { allowHttp: true, ...config })
    expect(at('192.168.1.20:8080')).toBe(false)
    expect(at('hub.local:8080')).toBe(false)
    expect(at('localhost:8080')).toBe(true)
    expect(at('127.0.0.1:8080')).toBe(true)
    expect(at('hub.local', { tls: { certPath: 'c', keyPath: 'k' } })).toBe(true)
    expect(at('hub.local', { publicUrl: 'https://hub.local' })).toBe(true)
  })
})

describe('headers', () => {
  it('[PE42] without encryption nothing forbids plain http', async () => {
    await using fixture = await httpFixture({ ALLOW_HTTP: '1' })
    const { headers } = await fixture.say('/')
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests')
    expect(headers['strict-transport-security']).toBeUndefined()
    expect(headers['cross-origin-opener-policy']).toBeUndefined()
    expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${fixture.port}`)
  })

  it('[PE42] with encryption it is kept', async () => {
    await using fixture = await httpFixture({ PUBLIC_URL: 'https://hub.example', TRUST_PROXY: '1' })
    const { headers } = await fixture.say('/')
    expect(headers['content-security-policy']).toContain('upgrade-insecure-requests')
    expect(headers['content-security-policy']).toContain(`connect-src 'self' wss://hub.example`)
    expect(headers['strict-transport-security']).toBe('max-age=86400')
  })

  it('[PE42] no page may frame it, no script but its own runs, and it does not say what it is made with', async () => {
    await using fixture = await httpFixture()
    const { headers } = await fixture.say('/healthz')
    const policy = headers['content-security-policy']
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['x-powered-by']).toBeUndefined()
  })

  it('[PE42] a Host that is no host cannot write into the policy', async () => {
    await using fixture = await httpFixture()
    const { headers } = await fixture.say('/healthz', { headers: { host: "x; script-src 'unsafe-inline'" } })
    expect(headers['content-security-policy']).not.toContain("script-src 'unsafe-inline'")
  })
})

describe('bad input', () => {
  const bad: readonly [string, string, Say, number, string, string | undefined][] = [
    ['not JSON', '/api/sign-in', { raw: '{"name":' }, 400, 'malformed', undefined],
    ['a JSON list', '/api/sign-in', { raw: '[]' }, 400, 'malformed', undefined],
    ['no body', '/api/sign-in', { method: 'POST' }, 400, 'malformed', undefined],
    [
      'a form',
      '/api/sign-in',
      { raw: 'a=b', headers: { 'content-type': 'text/plain' } },
      400,
      'malformed',
      undefined,
    ],
    ['a missing field', '/api/sign-in', { body: { name: 'A' } }, 400, 'malformed', 'password'],
    ['a wrong type', '/api/sign-in', { body: { name: 1, password: 'x' } }, 400, 'malformed', 'name'],
    [
      'an unknown field',
      '/api/sign-in',
      { body: { name: 'A', password: 'x', role: 'admin' } },
      400,
      'malformed',
      'role',
    ],
    [
      '65 kB',
      '/api/sign-in',
      { body: { name: 'A', password: 'x'.repeat(65_536) } },
      413,
      'too-large',
      undefined,
    ],
    [
      'another encoding',
      '/api/sign-in',
      { raw: '{}', headers: { 'content-encoding': 'br2' } },
      400,
      'malformed',
      undefined,
    ],
    ['a broken % sign', '/api/streams/%zz/segments', {}, 400, 'malformed', undefined],
    ['a stream that is none', '/api/streams/elsewhere/segments', {}, 400, 'malformed', 'stream'],
    ['a climbing path', '/api/streams/..%2f..%2fetc/segments', {}, 400, 'malformed', 'stream'],
    ['an unknown path', '/api/nothing', {}, 404, 'not-found', undefined],
    ['an unknown method', '/api/me', { method: 'PUT' }, 404, 'not-found', undefined],
  ]
  it.each(bad)('[PE43] %s', async (_what, path, say, status, code, field) => {
    await using fixture = await httpFixture()
    const said = await fixture.say(path, say)
    expect(said.status, said.text).toBe(status)
    const { error } = said.body as { error: { code: string; message: string; field?: string } }
    expect(error.code).toBe(code)
    expect(error.field).toBe(field)
    expect(error.message).toMatch(/[.]$/)
    expect(said.text).not.toMatch(/node_modules|at .*\.ts/)
  })

  it.each([
    ['open=maybe', 'open'],
    ['before=soon', 'before'],
    ['before=1&before=2', 'before'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['patient=%25', 'patient'],
    ['room=', 'room'],
    ['from=5&to=5', 'to'],
    ['alarms=any', 'alarms'],
    ['zone=1', 'zone'],
  ])('[PE43] the list of sessions asked for with %s', async (query, field) => {
    await using fixture = await httpFixture()
    const said = await fixture.say(`/api/sessions?${query}`, { cookie: await nurseCookie(fixture) })
    expect(said.status).toBe(400)
    expect(said.body).toMatchObject({ error: { code: 'malformed', field } })
  })

  it('[PE44] a fault inside is a code and a sentence for the client and a stack for the log only', async () => {
    const sessions = {
      put: async () => undefined,
      get: async () => undefined,
      importedAs: async () => undefined,
      withoutSummary: async () => [],
      list: async () => {
        throw new Error('the disk said no to P-77')
      },
    }
    await using fixture = await httpFixture({}, { sessions })
    const said = await fixture.say('/api/sessions', { cookie: await nurseCookie(fixture) })
    expect(said.status).toBe(500)
    expect(said.body).toMatchObject({ error: { code: 'internal' } })
    expect(said.text).not.toContain('disk')
    expect(fixture.logged.join('')).toContain('the disk said no')
    expect((await fixture.say('/healthz')).status, 'and the hub goes on').toBe(200)
  })
})

describe('readiness', () => {
  it('[PE46] a hub that should not be used says why; it is alive all the same', async () => {
    await using fixture = await httpFixture({}, { readiness: () => ['The hub cannot record.'] })
    const ready = await fixture.say('/readyz')
    expect(ready.status).toBe(503)
    expect(ready.body).toEqual({ ready: false, reasons: ['The hub cannot record.'] })
    expect((await fixture.say('/healthz')).body).toEqual({ ok: true, build: 'test' })
  })
})

describe('the client’s files', () => {
  function built(): string {
    const dir = mkdtempSync(join(tmpdir(), 'chairside-client-'))
    mkdirSync(join(dir, 'assets'))
    writeFileSync(join(dir, 'index.html'), '<!doctype html><title>Chairside</title>')
    writeFileSync(join(dir, 'assets', 'main-abc123.js'), 'export {}')
    writeFileSync(join(dir, 'sw.js'), 'self.skipWaiting()')
    writeFileSync(join(dir, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
    return dir
  }
  const HTML = { headers: { accept: 'text/html' } }

  it('[PE47] every page address gets the page, fresh; hashed assets are kept, others looked at again', async () => {
    await using fixture = await httpFixture({}, { clientDir: built() })
    for (const path of ['/', '/rooms', '/rooms/room-1/session']) {
      const said = await fixture.say(path, HTML)
      expect(said.status).toBe(200)
      expect(said.text).toContain('Chairside')
      expect(said.headers['cache-control']).toBe('no-cache')
    }
    const asset = await fixture.say('/assets/main-abc123.js')
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await fixture.say('/icon.svg')).headers['cache-control']).toBe('no-cache')
  })

  it('[UI270] the worker that keeps the page is looked at again each time, may be started, and is a script or nothing', async () => {
    const dir = built()
    await using fixture = await httpFixture({}, { clientDir: dir })
    const worker = await fixture.say('/sw.js', HTML)
    expect(worker.headers['content-type']).toMatch(/javascript/)
    expect(worker.headers['cache-control']).toBe('no-cache')
    expect(worker.headers['content-security-policy']).toMatch(/worker-src 'self'/)
    expect((await fixture.say('/', HTML)).headers['content-security-policy']).toMatch(/worker-src 'self'/)
    rmSync(join(dir, 'sw.js'))
    const gone = await fixture.say('/sw.js', HTML)
    expect(gone.status).toBe(404)
    expect(gone.text).not.toContain('<!doctype')
  })

  it('[PE47] an asset of an older build is 404, never the page', async () => {
    await using fixture = await httpFixture({}, { clientDir: built() })
    const said = await fixture.say('/assets/main-old.js')
    expect(said.status).toBe(404)
    expect(said.text).not.toContain('<!doctype')
    expect((await fixture.say('/..%2f..%2fetc%2fpasswd')).text).not.toContain('root:')
  })

  it('[PE47] a client that is not built is said in words on the page', async () => {
    await using fixture = await httpFixture()
    const said = await fixture.say('/', HTML)
    expect(said.status).toBe(503)
    expect(said.text).toContain('npm run build')
  })
})
