// Proves signing in and out: cookies, throttling, and that nothing is told to whoever guesses.
import { describe, expect, it } from 'vitest'
import { addPerson, FIXTURE_PASSWORD } from '../store/store-fixture.ts'
import { cookieFrom, type HttpFixture, httpFixture } from './http-fixture.ts'
import { ACCOUNT_RULE, ADDRESS_RULE, addressKey, createThrottle, FORGET_AFTER_MS } from './throttle.ts'

const withNurse = async (environment: Record<string, string> = {}) => {
  const fixture = await httpFixture(environment)
  await addPerson(fixture.store, 'R. Osei', 'nurse')
  return fixture
}
const signIn = (fixture: HttpFixture, name = 'R. Osei', password = FIXTURE_PASSWORD) =>
  fixture.say('/api/sign-in', { body: { name, password } })

describe('signing in', () => {
  it('[PE30] the right name and password give a cookie that no page can read, and who one is', async () => {
    await using fixture = await withNurse()
    const said = await signIn(fixture, 'r. OSEI')
    expect(said.status).toBe(200)
    expect(said.body).toMatchObject({ actor: { name: 'R. Osei', role: 'nurse' } })
    const [line] = said.headers['set-cookie'] ?? []
    expect(line).toMatch(
      /^chairside_signin=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    )
    const me = await fixture.say('/api/me', { cookie: cookieFrom(said, 'chairside_signin') })
    expect(me.body).toMatchObject({ actor: { name: 'R. Osei' }, zone: 'Europe/Berlin', clockRate: 1 })
    expect(me.headers['cache-control']).toBe('no-store')
  })

  it.each([
    [{ PUBLIC_URL: 'https://hub.example', TRUST_PROXY: '1' }, 'https://hub.example'],
    [{ TLS_CERT: 'c.pem', TLS_KEY: 'k.pem' }, 'own'],
  ])('[PE30] the cookie is Secure when the hub is reached encrypted: %o', async (environment, origin) => {
    await using fixture = await withNurse(environment)
    const body = { name: 'R. Osei', password: FIXTURE_PASSWORD }
    const own = origin === 'own' ? `https://127.0.0.1:${fixture.port}` : origin
    const said = await fixture.say('/api/sign-in', { body, origin: own })
    expect(said.status, said.text).toBe(200)
    expect(said.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Secure$/)
  })

  it('[PE31] a wrong password, an unknown name and a disabled person get the same answer', async () => {
    await using fixture = await withNurse()
    const gone = await addPerson(fixture.store, 'Gone Away', 'nurse')
    await fixture.store.people.setDisabled(gone.personId, true)
    const answers = [
      await signIn(fixture, 'R. Osei', 'wrong password'),
      await signIn(fixture, 'Nobody Here'),
      await signIn(fixture, 'Gone Away'),
    ]
    expect(new Set(answers.map((said) => `${said.status} ${said.text}`)).size).toBe(1)
    expect(answers[0]?.body).toMatchObject({ error: { code: 'wrong-credentials' } })
  })

  it('[PE32] after five wrong tries an account is made to wait, longer each time, even with the right password', async () => {
    await using fixture = await withNurse()
    for (let round = 0; round < ACCOUNT_RULE.free; round++)
      expect((await signIn(fixture, 'R. Osei', `wrong ${round}`)).status).toBe(401)
    const waits: number[] = []
    for (let round = 0; round < 7; round++) {
      const refused = await signIn(fixture)
      expect(refused.status).toBe(429)
      expect(refused.body).toMatchObject({ error: { code: 'throttled' } })
      const seconds = Number(refused.headers['retry-after'])
      expect((refused.body as { error: { message: string } }).error.message).toContain(`${seconds} s`)
      waits.push(seconds)
      fixture.clock.move(seconds * 1000)
      expect((await signIn(fixture, 'R. Osei', 'wrong again')).status).toBe(401)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30])
    fixture.clock.move(30_000)
    expect((await signIn(fixture)).status, 'then the right password is let in').toBe(200)
    expect((await signIn(fixture, 'R. Osei', 'wrong')).status, 'and it begins anew').toBe(401)
    expect((await signIn(fixture)).status).toBe(200)
  })

  it('[PE32] one address guessing at many names is made to wait as well; others elsewhere are not', async () => {
    await using fixture = await withNurse({ TRUST_PROXY: 'loopback', ALLOW_HTTP: '1' })
    const from = (address: string, name: string) =>
      fixture.say('/api/sign-in', {
        body: { name, password: 'a guess at it' },
        headers: { 'x-forwarded-for': address },
      })
    for (let round = 0; round < ADDRESS_RULE.free; round++)
      expect((await from('192.0.2.7', `name ${round}`)).status).toBe(401)
    expect((await from('192.0.2.7', 'one more')).status).toBe(429)
    expect((await from('192.0.2.8', 'one more')).status).toBe(401)
  })

  it('[PE32] many tries at the same moment are counted, not raced past', async () => {
    await using fixture = await withNurse()
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async (_, at) => (await signIn(fixture, 'R. Osei', `guess ${at}`)).status),
    )
    expect(statuses.filter((status) => status === 401)).toHaveLength(ACCOUNT_RULE.free)
    expect(statuses.filter((status) => status === 429)).toHaveLength(12 - ACCOUNT_RULE.free)
  })

  it('[PE32] wrong tries are forgotten after a quarter of an hour without one', () => {
    let now = 0
    const throttle = createThrottle(() => now)
    for (let round = 0; round < ACCOUNT_RULE.free; round++) throttle.enter('a', '192.0.2.1')
    expect(throttle.enter('a', '192.0.2.1').ok).toBe(false)
    now += FORGET_AFTER_MS
    for (let round = 0; round < ACCOUNT_RULE.free; round++)
      expect(throttle.enter('a', '192.0.2.1').ok).toBe(true)
  })

  it('[PE32] an IPv6 household is one address, an IPv4 address in IPv6 clothes is itself', () => {
    expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
    expect(addressKey('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64')
    expect(addressKey('::ffff:192.0.2.1')).toBe('192.0.2.1')
    expect(addressKey('::1')).toBe('0:0:0:0::/64')
    expect(addressKey('192.0.2.1')).toBe('192.0.2.1')
  })

  it('[PE33] signing out ends the sign-in on the hub, not only in the browser', async () => {
    await using fixture = await withNurse()
    const cookie = cookieFrom(await signIn(fixture), 'chairside_signin')
    const out = await fixture.say('/api/sign-out', { body: {}, cookie })
    expect(out.status).toBe(200)
    expect(out.headers['set-cookie']?.[0]).toMatch(/^chairside_signin=; Path=\/; Max-Age=0; /)
    const after = await fixture.say('/api/sessions', { cookie })
    expect(after.status).toBe(401)
    expect(after.text).toContain('Your sign-in has ended')
  })

  it('[PE33] signing in as another person at the same browser ends the sign-in before', async () => {
    await using fixture = await withNurse()
    await addPerson(fixture.store, 'Dr Lindqvist', 'physician')
    const first = cookieFrom(await signIn(fixture), 'chairside_signin')
    const body = { name: 'Dr Lindqvist', password: FIXTURE_PASSWORD }
    expect((await fixture.say('/api/sign-in', { body, cookie: first })).status).toBe(200)
    expect(await fixture.store.signIns.of(first)).toBeUndefined()
  })

  it('[PE33] a page that asks who it is again and again does not keep a sign-in alive', async () => {
    await using fixture = await withNurse()
    const cookie = cookieFrom(await signIn(fixture), 'chairside_signin')
    for (let minute = 0; minute < 120; minute += 6) {
      fixture.clock.move(6 * 60_000)
      await fixture.say('/api/me', { cookie })
    }
    expect((await fixture.say('/api/sessions', { cookie })).status).toBe(401)
  })

  it('[PE34] who signed in is kept, and neither log nor record holds a password, a cookie or a typed name', async () => {
    await using fixture = await withNurse()
    await signIn(fixture, 'typed-secret-name', 'typed-secret-password')
    const cookie = cookieFrom(await signIn(fixture), 'chairside_signin')
    await fixture.say('/api/rooms', { cookie })
    const [entry] = await fixture.store.adminLog.list(5)
    expect(entry).toMatchObject({ who: 'R. Osei (nurse)', act: 'sign-in' })
    const log = fixture.logged.join('\n')
    expect(log).toContain('"route":"/api/rooms"')
    for (const secret of ['typed-secret', FIXTURE_PASSWORD, cookie.split('=')[1] ?? '?'])
      expect(log).not.toContain(secret)
  })
})

describe('a screen and its place', () => {
  it('[PE35] enrolling sets a long-lived cookie of its own, and the next page knows the screen', async () => {
    await using fixture = await withNurse()
    await fixture.store.rooms.add({ name: 'Room 1' })
    const person = cookieFrom(await signIn(fixture), 'chairside_signin')
    const body = { name: 'Chair 1', roomId: 'room-1' }
    const said = await fixture.say('/api/screen/enrol', { body, cookie: person })
    expect(said.status).toBe(201)
    expect(said.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^chairside_screen=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Strict$/,
      ),
    ])
    const cookie = cookieFrom(said, 'chairside_screen')
    const me = await fixture.say('/api/me', { cookie })
    expect(me.body).toMatchObject({ screen: { name: 'Chair 1', roomId: 'room-1' } })
    expect(cookieFrom(me, 'chairside_screen'), 'its life begins anew').toBe(cookie)
    expect((await fixture.store.adminLog.list(1))[0]).toMatchObject({
      who: 'R. Osei (nurse)',
      act: 'screen.enrol',
    })
  })

  it('[PE35] a browser is one screen: enrolled again, the place before is given up and its sockets hear it', async () => {
    await using fixture = await withNurse()
    const person = cookieFrom(await signIn(fixture), 'chairside_signin')
    const enrol = (name: string, cookie: string) =>
      fixture.say('/api/screen/enrol', { body: { name }, cookie })
    const first = cookieFrom(await enrol('Wall', person), 'chairside_screen')
    const heard: string[] = []
    fixture.store.directory.onRevoked((what) => heard.push(what.kind))
    expect((await enrol('Station', `${person}; ${first}`)).status).toBe(201)
    expect(heard).toEqual(['screen'])
    expect(await fixture.store.screens.of(first)).toBeUndefined()
    const live = (await fixture.store.screens.list()).filter((screen) => screen.revokedAtMs === undefined)
    expect(live.map((screen) => screen.name)).toEqual(['Station'])
  })

  it('[PE35] a person takes the place away again; a screen cannot do it by itself', async () => {
    await using fixture = await withNurse()
    const person = cookieFrom(await signIn(fixture), 'chairside_signin')
    const enrolled = await fixture.say('/api/screen/enrol', { body: { name: 'Wall' }, cookie: person })
    const screen = cookieFrom(enrolled, 'chairside_screen')
    expect((await fixture.say('/api/screen', { method: 'DELETE', cookie: screen })).status).toBe(401)
    const left = await fixture.say('/api/screen', { method: 'DELETE', cookie: `${person}; ${screen}` })
    expect(left.status).toBe(200)
    expect(left.headers['set-cookie']?.[0]).toMatch(/^chairside_screen=; /)
    expect(await fixture.store.screens.of(screen)).toBeUndefined()
  })

  it('[PE35] a room that is not there, or is disabled, is no place', async () => {
    await using fixture = await withNurse()
    const room = await fixture.store.rooms.add({ name: 'Room 1' })
    if (room.ok) await fixture.store.rooms.setDisabled(room.value.roomId, true)
    const cookie = cookieFrom(await signIn(fixture), 'chairside_signin')
    for (const roomId of ['room-1', 'room-9']) {
      const said = await fixture.say('/api/screen/enrol', { body: { name: 'Chair', roomId }, cookie })
      expect(said.status).toBe(404)
      expect(said.body).toMatchObject({ error: { code: 'not-found', field: 'roomId' } })
    }
    expect(await fixture.store.screens.list()).toEqual([])
  })
})

describe('the demo', () => {
  it('[PE36] only a demo offers its sign-ins', async () => {
    const demoSignIns = [{ name: 'R. Osei', password: 'x', role: 'nurse' as const }]
    await using demo = await httpFixture({ DEMO: '1' }, { demoSignIns })
    expect((await demo.say('/api/me')).body).toMatchObject({ demo: { signIns: demoSignIns } })
    await using clinic = await httpFixture({}, { demoSignIns })
    expect((await clinic.say('/api/me')).body).not.toHaveProperty('demo')
  })
})
