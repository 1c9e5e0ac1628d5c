// Proves who may do what over HTTP: every route of the hub against every kind of caller.
// A route that is added without a row here fails the first test.
import { ADULT_KETAMINE_INFUSION as SHIPPED } from '@chairside/shared/alarm/rules.ts'
import type { PersonId, RoomId, SessionId } from '@chairside/shared/ids.ts'
import { epochMs, SUITE_STREAM, sessionStream } from '@chairside/shared/ids.ts'
import { encodeLine } from '@chairside/shared/record/line.ts'
import type { Role } from '@chairside/shared/record/record.ts'
import { opened, records } from '@chairside/shared/testing/given.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { httpRoutes } from './http/app.ts'
import { type HttpFixture, httpFixture } from './http/http-fixture.ts'
import { addPerson, addRoom, FIXTURE_PASSWORD, must } from './store/store-fixture.ts'

const CALLERS = [
  'nobody',
  'nurse',
  'physician',
  'qa',
  'admin',
  'screen of room 1',
  'screen of the suite',
  'disabled person',
  'expired sign-in',
] as const
type Caller = (typeof CALLERS)[number]
type Row = {
  readonly what: string
  readonly url: string
  readonly body?: unknown
  readonly raw?: string
  /** In the order of CALLERS. */
  readonly expected: readonly number[]
}

const everybody = (status: number): number[] => CALLERS.map(() => status)
const OPEN_ONE = [401, 200, 200, 403, 403, 200, 200, 401, 401]
const OPEN_TWO = [401, 200, 200, 403, 403, 403, 200, 401, 401]
const CLOSED = [401, 200, 200, 200, 403, 403, 403, 401, 401]
const HOUSE = [401, 200, 200, 403, 403, 403, 403, 401, 401]
const MISSING = [401, 404, 404, 404, 404, 404, 404, 401, 401]
const PLACES = [401, 201, 201, 403, 201, 401, 401, 401, 401]

const NO_IMPORT = [401, 403, 404, 404, 403, 401, 401, 401, 401]

const exported = (file: string): readonly Row[] => [
  {
    what: 'open, room 1',
    url: `/api/sessions/open-1/${file}`,
    expected: [401, 409, 409, 403, 403, 401, 401, 401, 401],
  },
  {
    what: 'closed, room 1',
    url: `/api/sessions/closed-1/${file}`,
    expected: [401, 200, 200, 200, 403, 401, 401, 401, 401],
  },
  {
    what: 'no such session',
    url: `/api/sessions/nowhere/${file}`,
    expected: [401, 404, 404, 404, 403, 401, 401, 401, 401],
  },
]

/** As files, but of an open session too: so far. QA staff see it once it is closed. */
const summarised = (file: string): readonly Row[] =>
  exported(file).map((row) =>
    row.what === 'open, room 1' ? { ...row, expected: [401, 200, 200, 403, 403, 401, 401, 401, 401] } : row,
  )

const streams = (tail: string): readonly Row[] => [
  { what: 'open, room 1', url: `/api/streams/session:open-1/${tail}`, expected: OPEN_ONE },
  { what: 'open, room 2', url: `/api/streams/session:open-2/${tail}`, expected: OPEN_TWO },
  { what: 'closed, room 1', url: `/api/streams/session:closed-1/${tail}`, expected: CLOSED },
  { what: 'the suite', url: `/api/streams/suite/${tail}`, expected: HOUSE },
  { what: 'no such session', url: `/api/streams/session:nowhere/${tail}`, expected: MISSING },
]

const READERS = (status: number) => [401, status, status, status, status, 401, 401, 401, 401]
const EDITORS = (status: number) => [401, 403, status, 403, status, 401, 401, 401, 401]

/** Nurses and physicians. */
const PLANNERS = (status: number) => [401, status, status, 403, 403, 401, 401, 401, 401]
const SIGNERS = (status: number) => [401, 403, status, 403, 403, 401, 401, 401, 401]
const A_REASON = { reason: 'to see' }
const AN_ORDER = { drug: 'ketamine', mgPerKg: 0.5, maxMg: 50, minutes: 40, limits: [], prn: [] }

const MATRIX: Readonly<Record<string, readonly Row[]>> = {
  'get /healthz': [{ what: 'any', url: '/healthz', expected: everybody(200) }],
  'get /readyz': [{ what: 'any', url: '/readyz', expected: everybody(200) }],
  'post /api/sign-in': [
    {
      what: 'right',
      url: '/api/sign-in',
      body: { name: 'the nurse', password: FIXTURE_PASSWORD },
      expected: everybody(200),
    },
  ],
  'post /api/sign-out': [{ what: 'any', url: '/api/sign-out', body: {}, expected: everybody(200) }],
  'get /api/me': [{ what: 'any', url: '/api/me', expected: everybody(200) }],
  'get /api/rooms': [
    { what: 'any', url: '/api/rooms', expected: [401, 200, 200, 403, 200, 200, 200, 401, 401] },
  ],
  'get /api/monitors': [
    { what: 'all', url: '/api/monitors', expected: [401, 200, 200, 403, 403, 401, 401, 401, 401] },
  ],
  'post /api/screen/enrol': [
    { what: 'the suite', url: '/api/screen/enrol', body: { name: 'Wall' }, expected: PLACES },
    {
      what: 'a room',
      url: '/api/screen/enrol',
      body: { name: 'Chair', roomId: 'room-1' },
      expected: PLACES,
    },
  ],
  'delete /api/screen': [
    {
      what: 'without a place',
      url: '/api/screen',
      expected: [401, 404, 404, 403, 404, 401, 401, 401, 401],
    },
  ],
  'get /api/sessions': [
    { what: 'all', url: '/api/sessions', expected: [401, 200, 200, 200, 403, 401, 401, 401, 401] },
    { what: 'open', url: '/api/sessions?open=true', expected: [401, 200, 200, 403, 403, 401, 401, 401, 401] },
    {
      what: 'closed',
      url: '/api/sessions?open=false',
      expected: [401, 200, 200, 200, 403, 401, 401, 401, 401],
    },
  ],
  'get /api/sessions/:sessionId': [
    { what: 'open, room 1', url: '/api/sessions/open-1', expected: OPEN_ONE },
    { what: 'open, room 2', url: '/api/sessions/open-2', expected: OPEN_TWO },
    { what: 'closed, room 1', url: '/api/sessions/closed-1', expected: CLOSED },
    { what: 'no such session', url: '/api/sessions/nowhere', expected: MISSING },
  ],
  'get /api/sessions/:sessionId/export.ndjson': exported('export.ndjson'),
  'get /api/sessions/:sessionId/export.csv': exported('export.csv'),
  'get /api/sessions/:sessionId/alarms.ndjson': exported('alarms.ndjson'),
  'get /api/sessions/:sessionId/alarms.csv': exported('alarms.csv'),
  'get /api/sessions/:sessionId/report.json': summarised('report.json'),
  'get /api/sessions/:sessionId/summary.pdf': summarised('summary.pdf'),
  'post /api/imports': [
    {
      what: 'a file',
      url: '/api/imports?name=a.csv',
      raw: 'time,hr\n',
      expected: [401, 403, 202, 202, 403, 401, 401, 401, 401],
    },
    {
      what: 'without a name',
      url: '/api/imports',
      raw: 'time,hr\n',
      expected: [401, 403, 400, 400, 403, 401, 401, 401, 401],
    },
  ],
  'get /api/imports/:importId': [{ what: 'none', url: '/api/imports/nowhere', expected: NO_IMPORT }],
  'delete /api/imports/:importId': [{ what: 'none', url: '/api/imports/nowhere', expected: NO_IMPORT }],
  'get /api/profiles': [{ what: 'all', url: '/api/profiles', expected: READERS(200) }],
  'get /api/profiles/:name/:version': [
    { what: 'one', url: '/api/profiles/adult%20ketamine%20infusion/3', expected: READERS(200) },
    { what: 'none', url: '/api/profiles/nowhere/2', expected: READERS(404) },
  ],
  'post /api/profiles': [
    {
      what: 'nothing new',
      url: '/api/profiles',
      body: { base: SHIPPED.profile, ruleSet: SHIPPED, reason: 'to see' },
      expected: EDITORS(409),
    },
    { what: 'half a body', url: '/api/profiles', body: { base: SHIPPED.profile }, expected: EDITORS(400) },
  ],
  'post /api/profiles/default': [
    { what: 'in force already', url: '/api/profiles/default', body: SHIPPED.profile, expected: EDITORS(409) },
  ],
  'get /api/patients': [{ what: 'all', url: '/api/patients', expected: PLANNERS(200) }],
  'get /api/patients/new-code': [{ what: 'one', url: '/api/patients/new-code', expected: PLANNERS(200) }],
  'post /api/patients': [
    {
      what: 'a mistyped code',
      url: '/api/patients',
      body: { patientCode: 'K-0411' },
      expected: PLANNERS(422),
    },
  ],
  'get /api/patients/:code': [
    { what: 'one', url: '/api/patients/K-041W', expected: PLANNERS(200) },
    { what: 'none', url: '/api/patients/B-213K', expected: PLANNERS(404) },
  ],
  'post /api/patients/:code/label': [
    { what: 'of none', url: '/api/patients/B-213K/label', body: { label: 'A' }, expected: PLANNERS(404) },
  ],
  'delete /api/patients/:code/label': [
    { what: 'of none', url: '/api/patients/B-213K/label', expected: PLANNERS(404) },
  ],
  'post /api/patients/:code/courses': [
    {
      what: 'of none',
      url: '/api/patients/B-213K/courses',
      body: { indication: 'Pain' },
      expected: PLANNERS(404),
    },
  ],
  'get /api/courses/:courseId': [{ what: 'none', url: '/api/courses/none', expected: PLANNERS(404) }],
  'get /api/courses/:courseId/report.json': [
    { what: 'none', url: '/api/courses/none/report.json', expected: PLANNERS(404) },
  ],
  'get /api/patients/:code/last-time': [
    { what: 'none', url: '/api/patients/B-213K/last-time', expected: PLANNERS(200) },
  ],
  'post /api/courses/:courseId': [
    { what: 'none', url: '/api/courses/none', body: { planned: 6 }, expected: PLANNERS(404) },
  ],
  'post /api/courses/:courseId/orders': [
    { what: 'of none', url: '/api/courses/none/orders', body: AN_ORDER, expected: SIGNERS(404) },
  ],
  'post /api/orders/:orderId/withdraw': [
    { what: 'none', url: '/api/orders/none/withdraw', body: A_REASON, expected: SIGNERS(404) },
  ],
  'post /api/courses/:courseId/scores': [
    {
      what: 'of none',
      url: '/api/courses/none/scores',
      body: { scale: 'phq9', value: 3 },
      expected: PLANNERS(404),
    },
  ],
  'post /api/scores/:scoreId/strike': [
    { what: 'none', url: '/api/scores/none/strike', body: A_REASON, expected: PLANNERS(404) },
  ],
  'post /api/courses/:courseId/appointments': [
    {
      what: 'of none',
      url: '/api/courses/none/appointments',
      body: { roomId: 'room-1', atMs: 1_764_000_000_000 },
      expected: PLANNERS(404),
    },
  ],
  'post /api/appointments/:appointmentId': [
    { what: 'none', url: '/api/appointments/none', body: { roomId: 'room-1' }, expected: PLANNERS(404) },
  ],
  'post /api/appointments/:appointmentId/cancel': [
    { what: 'none', url: '/api/appointments/none/cancel', body: A_REASON, expected: PLANNERS(404) },
  ],
  'get /api/today': [{ what: 'today', url: '/api/today', expected: PLANNERS(200) }],
  'get /api/sessions/:sessionId/patient': [
    { what: 'open, room 1', url: '/api/sessions/open-1/patient', expected: OPEN_ONE },
    { what: 'open, room 2', url: '/api/sessions/open-2/patient', expected: OPEN_TWO },
    { what: 'closed, room 1', url: '/api/sessions/closed-1/patient', expected: CLOSED },
  ],
  'get /api/sessions/:sessionId/escort': [
    { what: 'open, room 1', url: '/api/sessions/open-1/escort', expected: PLANNERS(200) },
    { what: 'no such session', url: '/api/sessions/nowhere/escort', expected: PLANNERS(404) },
  ],
  'post /api/sessions/:sessionId/escort': [
    {
      what: 'open, room 1',
      url: '/api/sessions/open-1/escort',
      body: { name: 'Bo', phone: '+47 1' },
      expected: PLANNERS(200),
    },
    {
      what: 'closed, room 1',
      url: '/api/sessions/closed-1/escort',
      body: { name: 'Bo', phone: '+47 1' },
      expected: PLANNERS(409),
    },
  ],
  'get /api/streams/:stream/history/:first-:last': streams('history/1-1'),
  'get /api/streams/:stream/segments': streams('segments'),
  'get /api/streams/:stream/segments/:first': streams('segments/1'),
}

/** The first line of every stream here. */
const LINE = records([opened(0)])
  .map(encodeLine)
  .join('')

const ROLE_OF: Partial<Record<Caller, Role>> = {
  nurse: 'nurse',
  physician: 'physician',
  qa: 'qa',
  admin: 'admin',
  'disabled person': 'nurse',
  'expired sign-in': 'nurse',
}
const NAME_OF = (caller: Caller): string => `the ${caller}`

describe('the role × route matrix', () => {
  let fixture: HttpFixture
  const people = new Map<Caller, PersonId>()

  beforeAll(async () => {
    fixture = await httpFixture()
    const { store, log, clock } = fixture
    for (const caller of CALLERS) {
      const role = ROLE_OF[caller]
      if (role !== undefined) people.set(caller, (await addPerson(store, NAME_OF(caller), role)).personId)
    }
    await addRoom(store, 'Room 1')
    await addRoom(store, 'Room 2')
    const by = { personId: people.get('nurse') as PersonId, name: NAME_OF('nurse'), role: 'nurse' as const }
    must(await store.visits.patients.create({ patientCode: 'K-041W', label: 'A.L. 1983', by }))
    const sessions = [
      ['open-1', 'room-1', false],
      ['open-2', 'room-2', false],
      ['closed-1', 'room-1', true],
    ] as const
    for (const [id, roomId, closed] of sessions) {
      await store.sessions.put({
        sessionId: id as SessionId,
        roomId: roomId as RoomId,
        roomName: roomId,
        patientCode: 'P-77',
        provenance: 'simulated',
        openedAtMs: clock.nowMs(),
        ...(closed ? { closedAtMs: epochMs(clock.nowMs() + 1) } : {}),
      })
    }
    for (const stream of [...sessions.map(([id]) => sessionStream(id as SessionId)), SUITE_STREAM]) {
      const { ownerEpoch } = await log.own(stream)
      await log.append([{ stream, ownerEpoch, afterSeq: 0, lines: [LINE], atMs: clock.nowMs() }])
      await log.seal(stream)
    }
  })
  afterAll(async () => {
    await fixture[Symbol.asyncDispose]()
  })

  /** The Cookie header of a caller, made anew, so that one cell does not change the next. */
  async function cookieOf(caller: Caller): Promise<string | undefined> {
    const { store, clock } = fixture
    const by = people.get('nurse') as PersonId
    if (caller === 'nobody') return undefined
    if (caller === 'screen of room 1' || caller === 'screen of the suite') {
      const roomId = caller === 'screen of room 1' ? ('room-1' as RoomId) : undefined
      return `chairside_screen=${must(await store.screens.enrol({ name: caller, roomId, by })).secret}`
    }
    const personId = people.get(caller) as PersonId
    if (caller === 'disabled person') must(await store.people.setDisabled(personId, false))
    const actor = { personId, name: NAME_OF(caller), role: ROLE_OF[caller] as Role }
    const { secret } = await store.signIns.begin(actor)
    const cookie = `chairside_signin=${secret}`
    if (caller === 'disabled person') {
      // Put back by hand: not even a sign-in that outlived the disabling is any use.
      must(await store.people.setDisabled(personId, true))
      return `chairside_signin=${(await store.signIns.begin(actor)).secret}`
    }
    if (caller === 'expired sign-in') clock.move(12 * 3_600_000)
    return cookie
  }

  it('[PE20] every route the hub has stands in this matrix, and nothing else', () => {
    const routes = httpRoutes(fixture.deps).map(({ method, path }) => `${method} ${path}`)
    expect(routes.sort()).toEqual(Object.keys(MATRIX).sort())
  })

  const cells = Object.entries(MATRIX).flatMap(([route, rows]) =>
    rows.flatMap((row) =>
      CALLERS.map((caller, at) => ({ route, ...row, caller, status: row.expected[at] as number })),
    ),
  )

  it.each(cells)(
    '[PE20] $route ($what) by $caller: $status',
    async ({ route, url, body, raw, caller, status }) => {
      const method = route.split(' ')[0]?.toUpperCase() ?? 'GET'
      const said = await fixture.say(url, {
        method,
        body,
        cookie: await cookieOf(caller),
        ...(raw === undefined ? {} : { raw, headers: { 'content-type': 'text/csv' } }),
      })
      expect(said.status, said.text).toBe(status)
      if (status < 400) return
      const codes: Record<number, string[]> = {
        401: ['not-signed-in'],
        400: ['malformed'],
        403: ['not-allowed'],
        409: ['session-open', 'session-closed', 'profile-unchanged'],
        422: ['code-mistyped'],
        404: ['stream-unknown', 'not-enrolled', 'not-found', 'profile-unknown'],
      }
      const { code, message } = (said.body as { error: { code: string; message: string } }).error
      expect(codes[status]).toContain(code)
      expect(message).toMatch(/\.$/)
      expect(said.text, 'a refusal tells nothing of a patient').not.toContain('P-77')
      expect(said.headers['set-cookie']).toBeUndefined()
    },
  )

  it('[PE21] QA staff are listed closed sessions only; nurses and physicians all', async () => {
    const ids = async (caller: Caller, url = '/api/sessions') => {
      const said = await fixture.say(url, { cookie: await cookieOf(caller) })
      return (said.body as { sessions: { sessionId: string }[] }).sessions.map((one) => one.sessionId).sort()
    }
    expect(await ids('qa')).toEqual(['closed-1'])
    for (const caller of ['nurse', 'physician'] as const) {
      expect(await ids(caller)).toEqual(['closed-1', 'open-1', 'open-2'])
      expect(await ids(caller, '/api/sessions?open=true')).toEqual(['open-1', 'open-2'])
    }
  })

  it('[PE22] each sees the rooms it may: a screen of a room its own, QA and nobody none', async () => {
    const rooms = async (caller: Caller) => {
      const said = await fixture.say('/api/me', { cookie: await cookieOf(caller) })
      return (said.body as { rooms?: { roomId: string }[] }).rooms?.map((room) => room.roomId)
    }
    const both = ['room-1', 'room-2']
    expect(await rooms('screen of room 1')).toEqual(['room-1'])
    for (const caller of ['nurse', 'physician', 'admin', 'screen of the suite'] as const)
      expect(await rooms(caller), caller).toEqual(both)
    for (const caller of ['nobody', 'qa', 'disabled person', 'expired sign-in'] as const)
      expect(await rooms(caller), caller).toBeUndefined()
  })

  it('[PE23] a screen keeps seeing its room when the person at it loses the sign-in', async () => {
    const { store } = fixture
    const screen = await cookieOf('screen of room 1')
    const person = await cookieOf('nurse')
    const both = `${person}; ${screen}`
    const url = '/api/streams/session:open-1/segments'
    expect((await fixture.say(url, { cookie: both })).status).toBe(200)
    const signIn = await store.signIns.of(person)
    await store.signIns.end(signIn?.signInId ?? '')
    expect((await fixture.say(url, { cookie: both })).status).toBe(200)
    const me = await fixture.say('/api/me', { cookie: both })
    expect(me.body).not.toHaveProperty('actor')
    expect(me.body).toMatchObject({ screen: { roomId: 'room-1' } })
  })

  it('[PE23] what either the person or the screen may see is seen', async () => {
    const both = `${await cookieOf('qa')}; ${await cookieOf('screen of room 1')}`
    const statusOf = async (id: string) =>
      (await fixture.say(`/api/streams/session:${id}/segments`, { cookie: both })).status
    expect([await statusOf('open-1'), await statusOf('closed-1'), await statusOf('open-2')]).toEqual([
      200, 200, 403,
    ])
  })
})
