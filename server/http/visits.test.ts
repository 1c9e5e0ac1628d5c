// Proves people and plans over HTTP: who reads labels, what is refused with which field, that the administrative record and the hub's
// own log hold no label, and what today's list says.
import { epochMs, type RoomId, type SessionId } from '@chairside/shared/ids.ts'
import type {
  HttpNewOrder,
  HttpOnePatient,
  HttpSavedAppointment,
  HttpSessionPatient,
  HttpToday,
} from '@chairside/shared/protocol/http-visits.ts'
import type { Role } from '@chairside/shared/record/record.ts'
import { withCheck } from '@chairside/shared/visit/patient-code.ts'
import { describe, expect, it } from 'vitest'
import { addPerson, addRoom, must } from '../store/store-fixture.ts'
import { type HttpFixture, httpFixture } from './http-fixture.ts'

const CODE = 'K-041W'
const LABEL = 'A.L. 1983'
const HOUR = 3_600_000
const ORDER: HttpNewOrder = { drug: 'ketamine', mgPerKg: 0.5, maxMg: 50, minutes: 40, limits: [], prn: [] }

async function clinic() {
  const fixture: HttpFixture = await httpFixture()
  const { store, clock } = fixture
  const cookieOf = async (name: string, role: Role): Promise<string> => {
    const { personId } = await addPerson(store, name, role)
    return `chairside_signin=${(await store.signIns.begin({ personId, name, role })).secret}`
  }
  const nurse = await cookieOf('R. Osei', 'nurse')
  const physician = await cookieOf('Dr Lindqvist', 'physician')
  const qa = await cookieOf('J. Brandt', 'qa')
  const roomOne = await addRoom(store, 'Room 1')
  const roomTwo = await addRoom(store, 'Room 2')
  const post = (path: string, body: unknown, cookie = nurse) => fixture.say(path, { body, cookie })
  const get = (path: string, cookie = nurse) => fixture.say(path, { cookie })
  await post('/api/patients', { patientCode: CODE, label: LABEL })
  const said = await post(`/api/patients/${CODE}/courses`, { indication: 'Depression' })
  const { courseId } = (said.body as { course: { courseId: string } }).course
  const session = (id: string, over: { roomId?: RoomId; patientCode?: string; closed?: boolean } = {}) =>
    store.sessions.put({
      sessionId: id as SessionId,
      roomId: over.roomId ?? roomOne,
      roomName: 'Room 1',
      patientCode: over.patientCode ?? CODE,
      provenance: 'simulated',
      openedAtMs: clock.nowMs(),
      ...(over.closed === true ? { closedAtMs: epochMs(clock.nowMs() + 1) } : {}),
    })
  return Object.assign(fixture, { nurse, physician, qa, roomOne, roomTwo, post, get, courseId, session })
}

describe('patients and plans over HTTP', () => {
  it('[PT30] from an empty clinic to a signed order on today’s list', async () => {
    await using fixture = await clinic()
    const { post, get, courseId, roomOne, clock, physician } = fixture
    const atMs = clock.nowMs() + HOUR
    const booked = await post(`/api/courses/${courseId}/appointments`, { roomId: roomOne, atMs })
    expect(booked.status).toBe(201)
    const { appointment } = booked.body as HttpSavedAppointment
    expect(appointment).toMatchObject({ number: 1, of: 6, label: LABEL, state: 'scheduled' })
    expect(appointment).not.toHaveProperty('order')
    expect((await post(`/api/courses/${courseId}/orders`, ORDER, physician)).status).toBe(201)
    expect((await post(`/api/courses/${courseId}/scores`, { scale: 'phq9', value: 21 })).status).toBe(201)
    const today = (await get('/api/today')).body as HttpToday
    expect(today.zone).toBe('Europe/Berlin')
    expect(today.rooms.map(({ roomName, appointments }) => [roomName, appointments.length])).toEqual([
      ['Room 1', 1],
      ['Room 2', 0],
    ])
    expect(today.rooms[0]?.appointments[0]?.order).toMatchObject({ mgPerKg: 0.5, scope: 'course' })
    const patient = (await get(`/api/patients/${CODE}`)).body as HttpOnePatient
    expect(patient.courses[0]).toMatchObject({
      planned: 6,
      maintenance: false,
      done: 0,
      orders: [{ inForce: true, signedBy: { name: 'Dr Lindqvist' } }],
      scores: [{ scale: 'phq9', value: 21 }],
    })
  })

  it('[PT31] a label is for those who care for the patient: not for QA, and for a screen only in its room', async () => {
    await using fixture = await clinic()
    const { get, qa, session, store, roomOne, roomTwo } = fixture
    await session('open-1')
    await session('closed-1', { closed: true })
    const nurseOf = must(await store.people.find('R. Osei')).personId
    const screen = async (roomId: RoomId) =>
      `chairside_screen=${must(await store.screens.enrol({ name: roomId, roomId, by: nurseOf })).secret}`
    const told = async (id: string, cookie?: string) => {
      const said = await get(`/api/sessions/${id}/patient`, cookie)
      return said.status === 200 ? (said.body as HttpSessionPatient) : said.status
    }
    expect(await told('open-1')).toEqual({ patientCode: CODE, label: LABEL, known: true })
    expect(await told('open-1', await screen(roomOne))).toMatchObject({ label: LABEL })
    expect(await told('open-1', await screen(roomTwo))).toBe(403)
    expect(await told('closed-1', qa)).toEqual({ patientCode: CODE, known: true })
    for (const path of ['/api/patients', `/api/patients/${CODE}`, '/api/today'])
      expect((await get(path, qa)).text).not.toContain(LABEL)
    expect((await get('/api/sessions/open-1/escort', await screen(roomOne))).status).toBe(401)
  })

  it('[PT32] neither the administrative record nor what the hub writes down holds a label or an escort', async () => {
    await using fixture = await clinic()
    const { post, say, nurse, session, store, logged } = fixture
    await session('open-1')
    await post('/api/sessions/open-1/escort', { name: 'Bo Lindgren', phone: '+47 555' })
    await post(`/api/patients/${CODE}/label`, { label: 'Q.Q. 1901' })
    await session('open-1', { closed: true })
    const erased = await say(`/api/patients/${CODE}/label`, { method: 'DELETE', cookie: nurse })
    expect(erased.status).toBe(200)
    const kept = JSON.stringify(await store.adminLog.list(100)) + logged.join('')
    for (const word of [LABEL, 'Q.Q. 1901', 'Lindgren', '555']) expect(kept).not.toContain(word)
    expect(kept).toContain('patient.erase-label')
    expect((await fixture.get('/api/sessions/open-1/escort')).body).toEqual({})
  })

  it('[PT33] today’s list warns of codes that differ by one character or a swap, also of one that sits there already', async () => {
    await using fixture = await clinic()
    const { post, get, courseId, roomOne, roomTwo, clock, session } = fixture
    const alike = withCheck('K-047') ?? ''
    await post('/api/patients', { patientCode: alike })
    const said = await post(`/api/patients/${alike}/courses`, { indication: 'Pain' })
    const other = (said.body as { course: { courseId: string } }).course.courseId
    const atMs = clock.nowMs() + HOUR
    await post(`/api/courses/${courseId}/appointments`, { roomId: roomOne, atMs })
    expect(((await get('/api/today')).body as HttpToday).lookAlikes).toEqual([])
    await session('walk-in', { roomId: roomTwo, patientCode: 'K-0147' })
    await session('other', { roomId: roomTwo, patientCode: alike })
    expect(((await get('/api/today')).body as HttpToday).lookAlikes).toEqual([[CODE, alike].sort()])
    const booked = await post(`/api/courses/${other}/appointments`, { roomId: roomTwo, atMs })
    const { appointmentId } = (booked.body as HttpSavedAppointment).appointment
    const day = (await get('/api/today?day=2030-01-01')).body as HttpToday
    expect(day.lookAlikes).toEqual([])
    expect(day.rooms.every(({ open, appointments }) => open === undefined && appointments.length === 0)).toBe(
      true,
    )
    expect((await post(`/api/appointments/${appointmentId}/cancel`, { reason: 'ill' })).status).toBe(200)
    expect(((await get('/api/today')).body as HttpToday).rooms[1]?.appointments[0]?.state).toBe('cancelled')
  })

  const huge = 'x'.repeat(5_000)
  const bad: readonly (readonly [string, string, unknown, number, string | undefined])[] = [
    ['a code that is a number', '/api/patients', { patientCode: 417 }, 400, 'patientCode'],
    ['a huge code', '/api/patients', { patientCode: huge }, 400, 'patientCode'],
    ['a mistyped code', '/api/patients', { patientCode: 'K-042W' }, 422, 'patientCode'],
    ['a code that is there', '/api/patients', { patientCode: 'k041w' }, 409, 'patientCode'],
    ['a huge label', '/api/patients', { patientCode: 'B-213K', label: huge }, 400, 'label'],
    ['a name beside it', '/api/patients', { patientCode: 'B-213K', name: 'Ann' }, 400, 'name'],
    ['no body', '/api/patients', [], 400, undefined],
    ['an empty label', `/api/patients/${CODE}/label`, { label: '  ' }, 400, 'label'],
    ['no indication', `/api/patients/${CODE}/courses`, {}, 400, 'indication'],
    ['no session planned', `/api/patients/${CODE}/courses`, { indication: 'a', planned: 0 }, 400, 'planned'],
    ['a thousand', `/api/patients/${CODE}/courses`, { indication: 'a', planned: 1000 }, 400, 'planned'],
    ['half a one', `/api/patients/${CODE}/courses`, { indication: 'a', planned: 2.5 }, 400, 'planned'],
    ['"yes"', `/api/patients/${CODE}/courses`, { indication: 'a', maintenance: 'yes' }, 400, 'maintenance'],
    ['a second course', `/api/patients/${CODE}/courses`, { indication: 'Depression' }, 409, 'indication'],
    ['a mistyped address', '/api/patients/K-014W/courses', { indication: 'a' }, 422, 'patientCode'],
    ['a reason of nothing', '/api/orders/x/withdraw', { reason: '' }, 400, 'reason'],
    ['an unknown scale', '/api/courses/COURSE/scores', { scale: 'gad7', value: 1 }, 400, 'scale'],
    ['a score of words', '/api/courses/COURSE/scores', { scale: 'phq9', value: '12' }, 400, 'value'],
    ['a score too high', '/api/courses/COURSE/scores', { scale: 'phq9', value: 28 }, 422, 'value'],
    [
      'a score of tomorrow',
      '/api/courses/COURSE/scores',
      { scale: 'phq9', value: 2, atMs: 4e12 },
      422,
      'atMs',
    ],
    ['an order without a dose', '/api/courses/COURSE/orders', { drug: 'ketamine' }, 400, 'mgPerKg'],
    ['a negative dose', '/api/courses/COURSE/orders', { ...ORDER, mgPerKg: -1 }, 400, 'mgPerKg'],
    ['a dose in words', '/api/courses/COURSE/orders', { ...ORDER, mgPerKg: '0.5' }, 400, 'mgPerKg'],
    ['an unlikely dose', '/api/courses/COURSE/orders', { ...ORDER, mgPerKg: 2 }, 409, 'mgPerKg'],
    [
      'an order that signs itself',
      '/api/courses/COURSE/orders',
      { ...ORDER, signedAtMs: 1 },
      400,
      'signedAtMs',
    ],
    [
      'an unknown PRN drug',
      '/api/courses/COURSE/orders',
      { ...ORDER, prn: [{ drug: 'aspirin', dose: '1' }] },
      400,
      'prn.0.drug',
    ],
    ...(
      [
        ['a PRN drug without a route', { drug: 'ondansetron', dose: '4 mg' }, 'route'],
        ['a PRN dose without a unit', { drug: 'ondansetron', dose: '4', route: 'IV' }, 'dose'],
        ['another PRN drug without its name', { drug: 'other', dose: '4 mg', route: 'IV' }, 'which'],
      ] as const
    ).map(
      ([what, line, field]) =>
        [what, '/api/courses/COURSE/orders', { ...ORDER, prn: [line] }, 400, `prn.0.${field}`] as const,
    ),
    [
      'twenty-one limits',
      '/api/courses/COURSE/orders',
      {
        ...ORDER,
        limits: Array(21).fill({ condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 1 }),
      },
      400,
      'limits',
    ],
    ['an appointment nowhere', '/api/courses/COURSE/appointments', { roomId: 'x', atMs: 1 }, 404, 'roomId'],
    ['a time in words', '/api/courses/COURSE/appointments', { roomId: 'room-1', atMs: '9:00' }, 400, 'atMs'],
    ['yesterday', '/api/courses/COURSE/appointments', { roomId: 'room-1', atMs: 1_000 }, 422, 'atMs'],
    ['the far future', '/api/courses/COURSE/appointments', { roomId: 'room-1', atMs: 4e12 }, 422, 'atMs'],
    ['a phone of words', '/api/sessions/open-1/escort', { name: 'Bo', phone: 'call me' }, 400, 'phone'],
    ['an escort without a name', '/api/sessions/open-1/escort', { name: ' ', phone: '123' }, 400, 'name'],
    ['a session that is not', '/api/sessions/nowhere/escort', { name: 'Bo', phone: '123' }, 404, 'sessionId'],
  ]
  it('[PT34] whatever is wrong is refused with its field, and nothing has changed', async () => {
    await using fixture = await clinic()
    const { post, get, courseId, session, physician } = fixture
    await session('open-1')
    const before = (await get(`/api/patients/${CODE}`)).text
    for (const [what, path, body, status, field] of bad) {
      const said = await post(path.replace('COURSE', courseId), body, physician)
      const { error } = said.body as { error: { field?: string; message: string } }
      expect([said.status, error.field], what).toEqual([status, field])
      expect(error.message, what).toMatch(/\.$/)
    }
    expect((await get(`/api/patients/${CODE}`)).text).toBe(before)
    expect((await get('/api/sessions/open-1/escort')).body).toEqual({})
    for (const path of ['/api/today?day=tomorrow', '/api/today?day=2026-02-30', '/api/patients?limit=0'])
      expect((await get(path)).status, path).toBe(400)
    expect((await get('/api/patients?after=%2e%2e')).status).toBe(400)
  })

  it('[PT35] a day is the clinic’s, also where its clocks change', async () => {
    await using fixture = await clinic()
    const length = async (day: string) => {
      const { fromMs, toMs } = (await fixture.get(`/api/today?day=${day}`)).body as HttpToday
      return [new Date(fromMs).toISOString(), (toMs - fromMs) / HOUR]
    }
    expect(await length('2026-03-29')).toEqual(['2026-03-28T23:00:00.000Z', 23])
    expect(await length('2026-10-25')).toEqual(['2026-10-24T22:00:00.000Z', 25])
    expect(await length('2026-11-21')).toEqual(['2026-11-20T23:00:00.000Z', 24])
  })
})
