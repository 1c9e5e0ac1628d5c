// Proves appointments and what sessions ask of them: opening from the list once, numbers, bad input, a mix-up put right.
import { epochMs, type SessionId } from '@chairside/shared/ids.ts'
import { describe, expect, it } from 'vitest'
import { must } from './store-fixture.ts'
import { codeOf, DAY, HOUR, ORDER, UTC_DAYS, visitsFixture } from './visits-fixture.ts'

const S1 = 's1' as SessionId
const S2 = 's2' as SessionId

describe('appointments', () => {
  it('[PT20] say which session of the course it will be, and after the planned ones only its number', async () => {
    const { visits, courseId, had, book } = await visitsFixture()
    await had('a')
    await had('b', {}, false)
    const first = must(await book(1))
    const second = must(await book(1 + 24 * 2))
    expect(first).toMatchObject({ number: 2, of: 6, state: 'scheduled', indication: 'Depression' })
    expect(second).toMatchObject({ number: 3, of: 6 })
    must(await visits.courses.change(courseId, { planned: 2, maintenance: true }))
    const again = must(await visits.appointments.get(second.appointmentId))
    expect(again).toMatchObject({ number: 3 })
    expect(again).not.toHaveProperty('of')
  })

  it('[PT21] one a day of a patient, one at a time in a room, today or later, in a room that is there', async () => {
    const { visits, courseId, nurse, roomOne, roomTwo, book, nowMs } = await visitsFixture()
    must(await book(1))
    expect(await book(2, roomTwo)).toMatchObject({ error: { code: 'already-exists', field: 'atMs' } })
    const other = codeOf('B-213')
    must(await visits.patients.create({ patientCode: other, by: nurse }))
    const course = { indication: 'Pain', planned: 6, maintenance: false }
    const theirs = must(await visits.courses.add(other, course, nurse))
    expect(await book(1, roomOne, theirs.courseId)).toMatchObject({
      error: { code: 'already-exists', field: 'atMs' },
    })
    must(await book(1, roomTwo, theirs.courseId))
    const at = (atMs: number, roomId: string = roomOne) =>
      visits.appointments.add(courseId, { roomId, atMs: epochMs(atMs) }, nurse, UTC_DAYS)
    expect(await at(nowMs() - 2 * DAY)).toMatchObject({
      error: { code: 'time-out-of-session', field: 'atMs' },
    })
    expect(await at(nowMs() + 500 * DAY)).toMatchObject({
      error: { code: 'impossible-value', field: 'atMs' },
    })
    expect(await at(nowMs() + 3 * DAY, 'nowhere')).toMatchObject({
      error: { code: 'not-found', field: 'roomId' },
    })
    expect(
      await visits.appointments.add(
        'course-none',
        { roomId: roomOne, atMs: epochMs(nowMs() + DAY) },
        nurse,
        UTC_DAYS,
      ),
    ).toMatchObject({ error: { code: 'not-found', field: 'courseId' } })
  })

  it('[PT21] two nurses who book, sign or open the same at once do it once', async () => {
    const { visits, courseId, code, nurse, physician, book, roomTwo } = await visitsFixture()
    const booked = await Promise.all([book(1), book(1), book(1, roomTwo)])
    expect(booked.map(({ ok }) => ok)).toEqual([true, false, false])
    const sign = () => visits.orders.sign(courseId, ORDER, physician)
    expect((await Promise.all([sign(), sign()])).map(({ ok }) => ok)).toEqual([true, false])
    const course = { indication: 'Pain', planned: 6, maintenance: false }
    const add = () => visits.courses.add(code, course, nurse)
    expect((await Promise.all([add(), add()])).map(({ ok }) => ok)).toEqual([true, false])
  })

  it('[PT21] no more than are planned, unless maintenance is', async () => {
    const { visits, courseId, book } = await visitsFixture()
    must(await visits.courses.change(courseId, { planned: 2 }))
    must(await book(1))
    must(await book(25))
    expect(await book(49)).toMatchObject({ error: { code: 'impossible-value', field: 'courseId' } })
    must(await visits.courses.change(courseId, { maintenance: true }))
    expect(must(await book(49))).toMatchObject({ number: 3 })
  })

  it('[PT22] can be moved and cancelled until they are opened; a cancelled one says by whom and why', async () => {
    const { visits, nurse, roomTwo, book, code, store, row, nowMs } = await visitsFixture()
    const { appointmentId } = must(await book(1))
    const atMs = epochMs(nowMs() + 3 * HOUR)
    expect(
      must(await visits.appointments.change(appointmentId, { roomId: roomTwo, atMs }, UTC_DAYS)),
    ).toMatchObject({ roomId: roomTwo, atMs, roomName: 'Room 2' })
    const cancelled = must(await visits.appointments.cancel(appointmentId, 'fever', nurse))
    expect(cancelled).toMatchObject({
      state: 'cancelled',
      cancelled: { by: 'R. Osei (nurse)', reason: 'fever' },
    })
    expect(await visits.appointments.cancel(appointmentId, 'again', nurse)).toMatchObject({
      error: { code: 'state-moved' },
    })
    const next = must(await book(2))
    must(await visits.take(next.appointmentId, { sessionId: S1, patientCode: code, roomId: next.roomId }))
    await store.sessions.put(row('s1'))
    expect(await visits.appointments.change(next.appointmentId, { atMs }, UTC_DAYS)).toMatchObject({
      error: { code: 'state-moved' },
    })
    expect(await visits.appointments.cancel('visit-none', 'x', nurse)).toMatchObject({
      error: { code: 'not-found' },
    })
  })

  it('[PT23] show what became of them: open, closed with its outcome, missed', async () => {
    const { visits, code, courseId, store, row, book, pass, roomTwo } = await visitsFixture()
    const { appointmentId, roomId } = must(await book(1))
    const state = async () => must(await visits.appointments.get(appointmentId))
    must(await visits.take(appointmentId, { sessionId: S1, patientCode: code, roomId }))
    await store.sessions.put(row('s1'))
    expect(await state()).toMatchObject({ state: 'open', sessionId: S1, number: 1 })
    const openedAtMs = row('s1').openedAtMs
    const closed = { openedAtMs, closedAtMs: epochMs(openedAtMs + HOUR) }
    const visit = { courseId, number: 1, of: 6, outcome: 'left' as const }
    await store.sessions.put(row('s1', { ...closed, roomId: roomTwo, visit }))
    expect(await state()).toMatchObject({ state: 'closed', outcome: 'left', sessionRoomId: roomTwo })
    const later = must(await book(2 + 24))
    pass(3 * DAY)
    expect(must(await visits.appointments.get(later.appointmentId)).state).toBe('missed')
    expect(must(await visits.courses.get(courseId)).appointments).toEqual([])
  })
})

describe('opening from the list', () => {
  it('[PT24] the session takes over course, number and order', async () => {
    const { visits, code, courseId, physician, book, had } = await visitsFixture()
    await had('a', { weightKg: 71.5 })
    const order = must(await visits.orders.sign(courseId, ORDER, physician))
    const { appointmentId, roomId } = must(await book(1))
    const plan = { courseId, indication: 'Depression', number: 2, of: 6, order }
    expect(must(await visits.planOf(appointmentId))).toEqual({
      appointmentId,
      patientCode: code,
      roomId,
      plan,
    })
    expect(
      must(await visits.take(appointmentId, { sessionId: S1, patientCode: code.toLowerCase(), roomId })),
    ).toEqual(plan)
    expect(await visits.lastWeightKg(code)).toBe(71.5)
    expect(await visits.lastWeightKg(codeOf('Z-111'))).toBeUndefined()
    expect(await visits.isKnown(codeOf('Z-111'))).toBe(false)
  })

  it('[PT25] of two who open it at once the second is refused; given back, it stands there again', async () => {
    const { visits, code, book } = await visitsFixture()
    const { appointmentId, roomId } = must(await book(1))
    const both = await Promise.all(
      [S1, S2].map((sessionId) => visits.take(appointmentId, { sessionId, patientCode: code, roomId })),
    )
    expect(both.map(({ ok }) => ok)).toEqual([true, false])
    expect(both[1]).toMatchObject({ error: { code: 'state-moved', field: 'body.appointmentId' } })
    await visits.giveBack(appointmentId, S2)
    expect(await visits.planOf(appointmentId)).toMatchObject({ ok: false })
    await visits.giveBack(appointmentId, S1)
    expect(await visits.planOf(appointmentId)).toMatchObject({ ok: true })
  })

  it('[PT25] one whose session never came, because the hub stopped in between, is free after a minute', async () => {
    const { visits, code, book, pass } = await visitsFixture()
    const { appointmentId, roomId } = must(await book(1))
    must(await visits.take(appointmentId, { sessionId: S1, patientCode: code, roomId }))
    pass(59_000)
    expect(await visits.planOf(appointmentId)).toMatchObject({ ok: false })
    pass(2_000)
    must(await visits.take(appointmentId, { sessionId: S2, patientCode: code, roomId }))
  })

  it('[PT26] another patient’s code, another room, another day, a cancelled one: refused with the field', async () => {
    const { visits, nurse, code, book, roomTwo, pass } = await visitsFixture()
    const { appointmentId, roomId } = must(await book(1))
    const take = (over: object) =>
      visits.take(appointmentId, { sessionId: S1, patientCode: code, roomId, ...over })
    expect(await take({ patientCode: codeOf('B-213') })).toMatchObject({
      error: { code: 'code-mistyped', field: 'body.patientCode' },
    })
    expect(await take({ roomId: roomTwo })).toMatchObject({
      error: { code: 'wrong-place', field: 'body.roomId' },
    })
    expect(await visits.planOf('visit-none')).toMatchObject({
      error: { code: 'not-found', field: 'body.appointmentId' },
    })
    const next = must(await book(48))
    expect(await visits.planOf(next.appointmentId)).toMatchObject({ error: { code: 'state-moved' } })
    pass(2 * DAY)
    expect(await take({})).toMatchObject({ error: { code: 'state-moved' } })
    must(await visits.appointments.cancel(next.appointmentId, 'ill', nurse))
    expect(await visits.planOf(next.appointmentId)).toMatchObject({ error: { code: 'state-moved' } })
  })

  it('[PT27] the plan of a session is its appointment’s, with what was signed since; its number stays', async () => {
    const { visits, code, courseId, physician, book, store, row, had } = await visitsFixture()
    await had('a')
    const { appointmentId, roomId } = must(await book(1))
    must(await visits.take(appointmentId, { sessionId: S1, patientCode: code, roomId }))
    await store.sessions.put(row('s1', { visit: { courseId } }))
    expect(must(await visits.planOfSession(S1, code))).toMatchObject({ number: 2, of: 6 })
    const order = must(await visits.orders.sign(courseId, { ...ORDER, appointmentId }, physician))
    expect(must(await visits.planOfSession(S1, code))).toMatchObject({ number: 2, order })
    expect(await visits.planOfSession('other' as SessionId, codeOf('Z-111'))).toMatchObject({
      error: { code: 'not-found' },
    })
  })

  it('[PT28] after a re-assignment the wrong one’s appointment waits again, and the right one’s is this session’s', async () => {
    const { visits, store, code, nurse, row, book, roomOne, roomTwo } = await visitsFixture()
    const right = codeOf('K-047')
    must(await visits.patients.create({ patientCode: right, by: nurse }))
    const course = { indication: 'Pain', planned: 6, maintenance: false }
    const theirs = must(await visits.courses.add(right, course, nurse))
    const wrongOne = must(await book(1))
    const rightOne = must(await book(1, roomTwo, theirs.courseId))
    must(await visits.take(wrongOne.appointmentId, { sessionId: S1, patientCode: code, roomId: roomOne }))
    await store.sessions.put(row('s1'))
    const escort = { name: 'Bo', phone: '123' }
    must(await visits.escorts.set({ sessionId: S1, patientCode: code }, escort, nurse))
    await visits.reassigned(S1, right)
    await store.sessions.put(row('s1', { patientCode: right }))
    expect(await visits.planOf(wrongOne.appointmentId)).toMatchObject({ ok: true })
    expect(must(await visits.appointments.get(rightOne.appointmentId))).toMatchObject({
      state: 'open',
      sessionId: S1,
    })
    expect(must(await visits.planOfSession(S1, right))).toMatchObject({
      courseId: theirs.courseId,
      indication: 'Pain',
    })
    // The wrong patient's label is erased: the escort of the one who sits there stays.
    must(await visits.patients.eraseLabel(code, nurse))
    expect(await visits.escorts.of(S1)).toMatchObject({ escort })
    await visits.reassigned(S1, right)
    expect(must(await visits.appointments.get(rightOne.appointmentId)).sessionId).toBe(S1)
  })
})
