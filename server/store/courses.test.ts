// Proves courses, orders and scores: what counts as a session, which order counts, what is refused and that nothing is lost by it.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { epochMs } from '@chairside/shared/ids.ts'
import { type HttpNewOrder, MAX_INDICATION } from '@chairside/shared/protocol/http-visits.ts'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { must } from './store-fixture.ts'
import { codeOf, DAY, HOUR, ORDER, visitsFixture } from './visits-fixture.ts'

describe('a course', () => {
  it('[PT10] counts the sessions in which the infusion was started, and one that is open', async () => {
    const { visits, courseId, had, store, row } = await visitsFixture()
    await had('s1', { number: 1, weightKg: 70 })
    await had('s2', { outcome: 'notTreated' }, false)
    await had('s3', { number: 2, outcome: 'discharged' })
    await store.sessions.put(row('s4', { visit: { courseId } }))
    const course = must(await visits.courses.get(courseId))
    expect(course.done).toBe(3)
    expect(course.sessions.map(({ sessionId, number, outcome }) => [sessionId, number, outcome])).toEqual([
      ['s1', 1, undefined],
      ['s2', undefined, 'notTreated'],
      ['s3', 2, 'discharged'],
      ['s4', 3, undefined],
    ])
  })

  it('[PT39] names a session that was given to another patient, and counts it nowhere', async () => {
    const { visits, code, courseId, had, store, row, nurse, nowMs } = await visitsFixture()
    const [right, third] = [codeOf('K-047'), codeOf('K-052')]
    for (const patientCode of [right, third]) must(await visits.patients.create({ patientCode, by: nurse }))
    const theirs = must(
      await visits.courses.add(right, { indication: 'Pain', planned: 6, maintenance: false }, nurse),
    )
    await had('s1', { number: 1, weightKg: 70 })
    const openedAtMs = nowMs()
    const untilMs = epochMs(openedAtMs + HOUR)
    const stood = {
      ...{ patientCode: code, toCode: right, untilMs, askedBy: 'N. Okafor', confirmedBy: 'Dr. Lee' },
      ...{ courseId, number: 2, of: 6 },
    }
    const visit = { courseId: theirs.courseId, number: 1, of: 6, weightKg: 92, formerCodes: [code] }
    const given = (over: object) =>
      row('s2', { patientCode: right, openedAtMs, visit: { ...visit, ...over } })
    await store.sessions.put(given({ formerly: [stood] }))
    const said = {
      ...stood,
      ...{ sessionId: 's2', nowCode: right, roomName: 'Room 1', fromMs: openedAtMs, openedAtMs },
    }
    expect(await visits.givenAway(code.toLowerCase())).toMatchObject([said])
    expect(await visits.givenAway(right)).toEqual([])
    const wrong = must(await visits.courses.get(courseId))
    expect(wrong).toMatchObject({ done: 1, givenAway: [said] })
    expect(wrong.sessions.map(({ sessionId, number }) => [sessionId, number])).toEqual([['s1', 1]])
    expect(await visits.lastWeight(code)).toMatchObject({ kg: 70 })
    const own = must(await visits.courses.get(theirs.courseId))
    expect(own).toMatchObject({ done: 1, givenAway: [] })
    expect(own.sessions).toMatchObject([
      {
        sessionId: 's2',
        number: 1,
        formerly: [{ patientCode: code, toCode: right, fromMs: openedAtMs, untilMs }],
      },
    ])
    // Given on to a third; and a row that an older version wrote.
    const onMs = epochMs(untilMs + HOUR)
    const on = { patientCode: right, toCode: third, untilMs: onMs, confirmedBy: 'Dr. Lee' }
    const formerCodes = [code, right]
    await store.sessions.put({ ...given({ formerCodes, formerly: [stood, on] }), patientCode: third })
    expect(await visits.givenAway(code)).toMatchObject([{ toCode: right, nowCode: third, untilMs }])
    expect(await visits.givenAway(right)).toMatchObject([{ toCode: third, fromMs: untilMs, untilMs: onMs }])
    await store.sessions.put({ ...given({ formerCodes }), patientCode: third })
    expect(await visits.givenAway(code)).toEqual([
      {
        ...{ sessionId: 's2', patientCode: code, toCode: right, nowCode: third },
        ...{ roomId: expect.any(String), roomName: 'Room 1', fromMs: openedAtMs, openedAtMs },
      },
    ])
    // Given back: theirs again.
    await store.sessions.put({
      ...given({ formerCodes, formerly: [stood, { ...on, toCode: code }] }),
      patientCode: code,
    })
    expect(await visits.givenAway(code)).toEqual([])
    expect(await visits.givenAway(right)).toMatchObject([{ toCode: code, nowCode: code }])
  })

  it('[PT10] of the same indication is refused while the one before is not finished', async () => {
    const { visits, code, courseId, nurse, had } = await visitsFixture()
    const again = { indication: ' depression ', planned: 6, maintenance: false }
    expect(await visits.courses.add(code, again, nurse)).toMatchObject({
      error: { code: 'already-exists', field: 'indication' },
    })
    must(await visits.courses.add(code, { ...again, indication: 'Chronic pain' }, nurse))
    must(await visits.courses.change(courseId, { planned: 1 }))
    await had('s1')
    must(await visits.courses.add(code, again, nurse))
    expect(await visits.courses.ofPatient(code)).toHaveLength(3)
    expect(await visits.courses.add(codeOf('Z-111'), again, nurse)).toMatchObject({
      error: { code: 'not-found' },
    })
  })

  it('[PT11] has an indication as long as its form and a session’s plan take it', async () => {
    const { visits, code, nurse } = await visitsFixture()
    const plan = { planned: 6, maintenance: false }
    const long = 'x'.repeat(MAX_INDICATION)
    const course = must(await visits.courses.add(code, { indication: long, ...plan }, nurse))
    expect(
      must(await visits.courses.change(course.courseId, { indication: `y${long.slice(1)}` })),
    ).toMatchObject({
      indication: `y${long.slice(1)}`,
    })
    expect(await visits.courses.add(code, { indication: `${long}x`, ...plan }, nurse)).toMatchObject({
      error: { code: 'malformed', field: 'indication' },
    })
  })

  it('[PT11] is not planned with fewer sessions than there are', async () => {
    const { visits, courseId, had, book } = await visitsFixture()
    await had('s1')
    await had('s2')
    must(await book(1))
    expect(await visits.courses.change(courseId, { planned: 2 })).toMatchObject({
      error: { code: 'impossible-value', field: 'planned' },
    })
    must(await visits.courses.change(courseId, { planned: 3 }))
    must(await visits.courses.change(courseId, { planned: 2, maintenance: true }))
    expect(await visits.courses.change(courseId, { maintenance: false })).toMatchObject({
      error: { code: 'impossible-value', field: 'maintenance' },
    })
    expect(must(await visits.courses.get(courseId))).toMatchObject({ planned: 2, maintenance: true })
  })
})

describe('an order', () => {
  it('[PT12] is a physician’s; the newest of the course counts, and one of a session before it', async () => {
    const { visits, courseId, physician, book } = await visitsFixture()
    const { appointmentId } = must(await book(1))
    const one = must(await visits.orders.sign(courseId, ORDER, physician))
    const two = must(await visits.orders.sign(courseId, { ...ORDER, mgPerKg: 0.6 }, physician))
    expect(one).toMatchObject({ scope: 'course', signedBy: { name: 'Dr Lindqvist', role: 'physician' } })
    expect(must(await visits.planOf(appointmentId)).plan.order).toEqual(two)
    const own = must(await visits.orders.sign(courseId, { ...ORDER, mgPerKg: 0.4, appointmentId }, physician))
    expect(own.scope).toBe('session')
    expect(must(await visits.planOf(appointmentId)).plan.order).toEqual(own)
    const { orders } = must(await visits.courses.get(courseId))
    expect(orders.map(({ orderId, inForce }) => [orderId, inForce])).toEqual([
      [own.orderId, true],
      [two.orderId, true],
      [one.orderId, false],
    ])
  })

  it('[PT13] withdrawn brings no older one back: nothing is ordered', async () => {
    const { visits, courseId, physician, book } = await visitsFixture()
    const { appointmentId } = must(await book(1))
    must(await visits.orders.sign(courseId, ORDER, physician))
    const newer = must(await visits.orders.sign(courseId, { ...ORDER, mgPerKg: 0.6 }, physician))
    must(await visits.orders.withdraw(newer.orderId, 'wrong patient', physician))
    expect(must(await visits.planOf(appointmentId)).plan).not.toHaveProperty('order')
    must(await visits.orders.sign(courseId, ORDER, physician))
    const own = must(await visits.orders.sign(courseId, { ...ORDER, appointmentId, minutes: 60 }, physician))
    must(await visits.orders.withdraw(own.orderId, 'not today', physician))
    expect(must(await visits.planOf(appointmentId)).plan).not.toHaveProperty('order')
    expect(await visits.orders.withdraw(own.orderId, 'again', physician)).toMatchObject({
      error: { code: 'state-moved' },
    })
    expect(await visits.orders.withdraw('order-none', 'x', physician)).toMatchObject({
      error: { code: 'not-found' },
    })
  })

  it('[PT12] is no nurse’s to sign or to withdraw', async () => {
    const { visits, courseId, nurse, physician } = await visitsFixture()
    const signed = must(await visits.orders.sign(courseId, ORDER, physician))
    expect(await visits.orders.sign(courseId, { ...ORDER, minutes: 50 }, nurse)).toMatchObject({
      error: { code: 'not-allowed' },
    })
    expect(await visits.orders.withdraw(signed.orderId, 'x', nurse)).toMatchObject({
      error: { code: 'not-allowed' },
    })
    expect(await visits.orders.of(courseId)).toHaveLength(1)
  })

  it('[PT14] is append only: the file itself refuses to change or to lose one', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'chairside-orders-')), 'store.db')
    const { visits, courseId, physician, store } = await visitsFixture(file)
    const { orderId } = must(await visits.orders.sign(courseId, ORDER, physician))
    must(await visits.orders.withdraw(orderId, 'not today', physician))
    await store.close()
    const raw = new Database(file)
    for (const table of ['signedOrder', 'orderWithdrawal']) {
      expect(() => raw.exec(`delete from "${table}"`)).toThrow('append only')
      expect(() => raw.exec(`update "${table}" set "orderId" = 'x'`)).toThrow('append only')
      expect(raw.prepare(`select count(*) as n from "${table}"`).get()).toEqual({ n: 1 })
    }
    raw.close()
  })

  it('[PT41] signed before routes were asked for is read as it was signed', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'chairside-orders-')), 'store.db')
    const { visits, courseId, physician } = await visitsFixture(file)
    const order = must(await visits.orders.sign(courseId, ORDER, physician))
    const older = { ...order, orderId: 'older', prn: [{ drug: 'ondansetron', dose: '4 mg IV' }] }
    const raw = new Database(file)
    raw
      .prepare(
        'insert into "signedOrder" ("orderId", "courseId", "appointmentId", "body") values (?, ?, null, ?)',
      )
      .run('older', courseId, JSON.stringify(older))
    raw.close()
    const course = must(await visits.courses.get(courseId))
    expect(course.orders[0]).toMatchObject({ orderId: 'older', prn: older.prn, inForce: true })
  })

  const bpHigh = { condition: 'bpHigh', level: 'high', quantity: 'systolic' } as const
  const wrong: readonly (readonly [string, Partial<HttpNewOrder>, string, string | undefined])[] = [
    ['5 mg/kg', { mgPerKg: 5 }, 'unlikely-value', 'mgPerKg'],
    ['0.05 mg/kg', { mgPerKg: 0.05 }, 'unlikely-value', 'mgPerKg'],
    ['400 min', { minutes: 240 }, 'unlikely-value', 'minutes'],
    ['a maximum nobody reaches', { maxMg: 500 }, 'unlikely-value', 'maxMg'],
    ['a maximum everybody exceeds', { maxMg: 5 }, 'unlikely-value', 'maxMg'],
    [
      'a limit beyond a physician’s bounds',
      { limits: [{ ...bpHigh, value: 180 }] },
      'limit-out-of-range',
      'limits.0.value',
    ],
    ['half a mmHg', { limits: [{ ...bpHigh, value: 165.5 }] }, 'limit-out-of-range', 'limits.0.value'],
    [
      'a level that is never moved',
      { limits: [{ ...bpHigh, level: 'extreme', value: 210 }] },
      'limit-out-of-range',
      'limits.0',
    ],
    [
      'one limit twice',
      {
        limits: [
          { ...bpHigh, value: 165 },
          { ...bpHigh, value: 170 },
        ],
      },
      'malformed',
      'limits.1',
    ],
    ['a drug that cannot be read', { drug: '\u200b' }, 'malformed', 'drug'],
    ['no such appointment', { appointmentId: 'visit-none' }, 'not-found', 'appointmentId'],
  ]
  it.each(wrong)('[PT15] with %s is refused', async (_what, over, code, field) => {
    const { visits, courseId, physician } = await visitsFixture()
    expect(await visits.orders.sign(courseId, { ...ORDER, ...over }, physician)).toMatchObject({
      ok: false,
      error: { code, field },
    })
    expect(await visits.orders.of(courseId)).toEqual([])
  })

  it('[PT15] an unlikely one is signed once it is confirmed', async () => {
    const { visits, courseId, physician } = await visitsFixture()
    const signed = await visits.orders.sign(courseId, { ...ORDER, minutes: 100, confirmed: true }, physician)
    expect(signed).toMatchObject({ ok: true, value: { minutes: 100 } })
    expect(must(signed)).not.toHaveProperty('confirmed')
  })

  it('[PT15] for an appointment of another patient’s course is refused, and for one that was cancelled', async () => {
    const { visits, courseId, physician, nurse, book } = await visitsFixture()
    const other = codeOf('B-213')
    must(await visits.patients.create({ patientCode: other, by: nurse }))
    const theirs = must(
      await visits.courses.add(other, { indication: 'Pain', planned: 6, maintenance: false }, nurse),
    )
    const { appointmentId } = must(await book(1))
    expect(await visits.orders.sign(theirs.courseId, { ...ORDER, appointmentId }, physician)).toMatchObject({
      error: { code: 'malformed', field: 'appointmentId' },
    })
    must(await visits.appointments.cancel(appointmentId, 'ill', nurse))
    expect(await visits.orders.sign(courseId, { ...ORDER, appointmentId }, physician)).toMatchObject({
      error: { code: 'state-moved', field: 'appointmentId' },
    })
    expect(await visits.orders.sign('course-none', ORDER, physician)).toMatchObject({
      error: { code: 'not-found', field: 'courseId' },
    })
  })

  it('[PT15] the very same twice is signed once', async () => {
    const { visits, courseId, physician } = await visitsFixture()
    must(await visits.orders.sign(courseId, ORDER, physician))
    expect(await visits.orders.sign(courseId, { ...ORDER }, physician)).toMatchObject({
      error: { code: 'already-exists' },
    })
    expect(await visits.orders.of(courseId)).toHaveLength(1)
  })
})

describe('scores', () => {
  it.each([
    ['phq9', 27, 28],
    ['madrs', 60, 61],
    ['cssrs', 5, 6],
  ] as const)('[PT16] %s is 0 to %i, whole', async (scale, most, beyond) => {
    const { visits, courseId, nurse, pass } = await visitsFixture()
    for (const value of [0, most]) {
      must(await visits.scores.add(courseId, { scale, value }, nurse))
      pass(DAY)
    }
    for (const value of [-1, beyond, 3.5])
      expect(await visits.scores.add(courseId, { scale, value }, nurse)).toMatchObject({
        error: { code: 'impossible-value', field: 'value' },
      })
    expect((await visits.scores.of(courseId)).map(({ value }) => value)).toEqual([most, 0])
  })

  it('[PT17] one a day of each scale; a wrong one is struck out and stays in sight', async () => {
    const { visits, courseId, nurse, nowMs } = await visitsFixture()
    const first = must(await visits.scores.add(courseId, { scale: 'phq9', value: 21 }, nurse))
    expect(await visits.scores.add(courseId, { scale: 'phq9', value: 12 }, nurse)).toMatchObject({
      error: { code: 'same-again' },
    })
    must(await visits.scores.add(courseId, { scale: 'madrs', value: 30, note: 'by telephone' }, nurse))
    must(await visits.scores.strike(first.scoreId, 'typed wrongly', nurse))
    must(await visits.scores.add(courseId, { scale: 'phq9', value: 12 }, nurse))
    const scores = await visits.scores.of(courseId)
    expect(scores).toHaveLength(3)
    expect(scores.find(({ scoreId }) => scoreId === first.scoreId)?.struck).toMatchObject({
      reason: 'typed wrongly',
      by: 'R. Osei (nurse)',
    })
    expect(await visits.scores.strike(first.scoreId, 'x', nurse)).toMatchObject({
      error: { code: 'state-moved' },
    })
    const later = epochMs(nowMs() + HOUR)
    expect(await visits.scores.add(courseId, { scale: 'cssrs', value: 1, atMs: later }, nurse)).toMatchObject(
      { error: { code: 'in-future', field: 'atMs' } },
    )
    expect(await visits.scores.add('course-none', { scale: 'cssrs', value: 1 }, nurse)).toMatchObject({
      error: { code: 'not-found' },
    })
  })
})
