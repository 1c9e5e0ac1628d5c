// Proves how a room changes hands, how nobody leaves with one, what a re-assignment changes, and how the house is left.
import { type PersonId, type RoomId, SUITE_STREAM } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { withCheck } from '@chairside/shared/visit/patient-code.ts'
import { describe, expect, test } from 'vitest'
import { must } from './store/store-fixture.ts'
import {
  changesNothing,
  eventually,
  type HubFixture,
  hubFixture,
  settle,
  type TestScreen,
} from './testing/hub-fixture.ts'
import { ownPage, pass } from './testing/pages.ts'
import { visitWard } from './testing/visit-ward.ts'
import { refused, type Ward, ward } from './testing/ward.ts'

const personId = async (it: HubFixture, name: string): Promise<PersonId> =>
  must(await it.store.people.find(name)).personId
const act = (screen: TestScreen, body: object, more: object = {}) => screen.command(body as CommandBody, more)
const offer = async (it: HubFixture, screen: TestScreen, to: string) =>
  act(screen, { type: 'handover.offer', roomId: it.roomId, toPersonId: await personId(it, to) })
const answer = (it: Ward, screen: TestScreen, said: string, more: object = {}) =>
  act(screen, { type: 'handover.answer', roomId: it.roomId, answer: said, seenSeq: it.head(), ...more })
const look = (it: HubFixture, screen: TestScreen) => screen.emit('handover:look', { roomId: it.roomId })
const has = async (it: HubFixture, screen: TestScreen) =>
  (await screen.emit('rooms:open', {})).rooms.find((one: { roomId: string }) => one.roomId === it.roomId)
    .nurse

describe('a hand-over', () => {
  test('[MV20] is offered by whoever has the room, and only the person named accepts; then it is theirs in the same breath', async () => {
    await using it = await ward()
    const paul = await it.screen('Paul Physician')
    await paul.hello({ view: 'rooms' })
    await it.nora.command({ type: 'room.take', roomId: it.roomId })
    expect(await offer(it, it.nora, 'Nils Nurse')).toMatchObject({ ok: true, stream: SUITE_STREAM })
    await eventually('every screen is told', () => paul.suite.at(-1)?.offers?.[0]?.to.name === 'Nils Nurse')
    expect(await has(it, it.nora)).toMatchObject({ name: 'Nora Nurse' })
    expect(await changesNothing(it, () => answer(it, paul, 'accept'))).toMatchObject(
      refused('not-allowed', 'body.answer'),
    )
    expect(await changesNothing(it, () => answer(it, it.nora, 'accept'))).toMatchObject(
      refused('not-allowed'),
    )
    expect(await answer(it, it.nils, 'accept')).toMatchObject({ ok: true })
    expect(await has(it, it.nora)).toMatchObject({ name: 'Nils Nurse' })
    const suite = (await it.lines(SUITE_STREAM)).map((line) => JSON.parse(line))
    const at = suite.findIndex(({ kind, event }) => kind === 'handover' && event === 'accepted')
    expect(suite.slice(at, at + 2)).toMatchObject([
      { from: { name: 'Nora Nurse' }, to: { name: 'Nils Nurse' }, lines: expect.any(Array) },
      { kind: 'roomNurse', event: 'taken', by: { name: 'Nils Nurse' } },
    ])
    await eventually('the session’s copy', async () => (await it.records(it.stream, 'handover')).length === 1)
    expect(await it.records(it.stream, 'handover')).toMatchObject([
      { event: 'accepted', sessionId: it.sessionId },
    ])
    await eventually('nothing is offered', () => paul.suite.at(-1)?.offers === undefined)
    expect(await changesNothing(it, () => answer(it, it.nils, 'accept'))).toMatchObject(
      refused('state-moved'),
    )
  })

  test('[MV21] is refused of a room that is not the giver’s, to nobody, to oneself, to who cannot have one, and twice', async () => {
    await using it = await ward()
    expect(await changesNothing(it, () => offer(it, it.nora, 'Nils Nurse'))).toMatchObject(
      refused('state-moved', 'body.roomId'),
    )
    await it.nora.command({ type: 'room.take', roomId: it.roomId })
    for (const [screen, to, code, field] of [
      [it.nils, 'Paul Physician', 'state-moved', 'body.roomId'],
      [it.nora, 'Nora Nurse', 'state-moved', 'body.toPersonId'],
      [it.nora, 'Quinn Qa', 'not-allowed', 'body.toPersonId'],
    ] as const)
      expect(await changesNothing(it, () => offer(it, screen, to))).toMatchObject(refused(code, field))
    const toNobody = { type: 'handover.offer', roomId: it.roomId, toPersonId: 'nobody' }
    expect(await changesNothing(it, () => act(it.nora, toNobody))).toMatchObject(refused('not-found'))
    await offer(it, it.nora, 'Nils Nurse')
    expect(await changesNothing(it, () => offer(it, it.nora, 'Paul Physician'))).toMatchObject(
      refused('state-moved', 'body.roomId'),
    )
  })

  test('[MV22] declined or withdrawn, the room is whose it was; taken by another in need, nothing is offered any more', async () => {
    await using it = await ward()
    await it.nora.command({ type: 'room.take', roomId: it.roomId })
    await offer(it, it.nora, 'Nils Nurse')
    expect(await changesNothing(it, () => answer(it, it.nils, 'withdraw'))).toMatchObject(
      refused('not-allowed'),
    )
    expect(await answer(it, it.nils, 'decline')).toMatchObject({ ok: true })
    await offer(it, it.nora, 'Nils Nurse')
    expect(await answer(it, it.nora, 'withdraw')).toMatchObject({ ok: true })
    expect(await has(it, it.nora)).toMatchObject({ name: 'Nora Nurse' })
    await offer(it, it.nora, 'Nils Nurse')
    await pass(it, 5_000)
    const paul = await it.screen('Paul Physician')
    await paul.hello({ view: 'rooms' })
    expect(await act(paul, { type: 'room.take', roomId: it.roomId })).toMatchObject({ ok: true })
    expect(await changesNothing(it, () => answer(it, it.nils, 'accept'))).toMatchObject(
      refused('state-moved'),
    )
    expect((await it.records(SUITE_STREAM, 'handover')).map(({ event }) => event)).toEqual([
      'offered',
      'declined',
      'offered',
      'withdrawn',
      'offered',
    ])
  })

  test('[MV23] what was added since it was read is read first; numbers that come each second are not', async () => {
    await using it = await ward()
    await it.nora.command({ type: 'room.take', roomId: it.roomId })
    await offer(it, it.nora, 'Nils Nurse')
    const seen = (await look(it, it.nils)).handover.head
    // Nobody has read what is not yet written.
    expect(
      await changesNothing(it, () => answer(it, it.nils, 'accept', { seenSeq: 1_000_000 })),
    ).toMatchObject(refused('malformed', 'body.seenSeq'))
    await it.monitor.vitals({ heartRate: 70, spo2: 98 })
    await it.monitor.cuff(185, 100)
    await settle()
    expect(await changesNothing(it, () => answer(it, it.nils, 'accept', { seenSeq: seen }))).toMatchObject(
      refused('state-moved', 'body.seenSeq'),
    )
    const again = (await look(it, it.nils)).handover
    expect(again.lines.join('\n')).toContain('BP very high')
    await it.monitor.vitals({ heartRate: 71, spo2: 98 })
    expect(await answer(it, it.nils, 'accept', { seenSeq: again.head })).toMatchObject({ ok: true })
  })

  test('[MV24] ends the giver’s acknowledgements but those that the other takes over', async () => {
    await using it = await ward()
    await it.nora.command({ type: 'room.take', roomId: it.roomId })
    await it.monitor.cuff(185, 100)
    await settle()
    const [alarm] = await it.alarms()
    const alarmId = alarm?.alarmId
    await it.press(it.nora, { type: 'alarm.acknowledge', alarmId })
    await offer(it, it.nora, 'Nils Nurse')
    expect((await look(it, it.nils)).handover.acknowledged).toMatchObject([
      { alarmId, text: expect.stringContaining('185') },
    ])
    await answer(it, it.nils, 'accept', { retake: [alarmId] })
    await settle(50)
    const acknowledged = () =>
      Object.values(it.hub.registry.openSession(it.sessionId)?.committed().session.alarms ?? {}).find(
        (one) => one.alarm.alarmId === alarmId,
      )?.acknowledged
    expect(acknowledged()).toMatchObject({ by: 'Nils Nurse' })
    // Back again, and not taken over: the sound returns.
    await offer(it, it.nils, 'Nora Nurse')
    await answer(it, it.nora, 'accept')
    await eventually('it has ended', () => acknowledged() === undefined)
    expect(
      (await it.records(it.stream, 'personLeft')).map(({ person, cause }) => [person.name, cause]),
    ).toContainEqual(['Nils Nurse', 'handedOver'])
  })

  test('[MV25] ends an audio that is off, whoever switched it off', async () => {
    await using it = await ward()
    const paul = await it.screen('Paul Physician')
    await paul.hello({ view: `chairside:${it.roomId}` })
    await it.nora.command({ type: 'room.take', roomId: it.roomId })
    await it.press(paul, { type: 'audio.off', on: true, reason: 'patient is asleep' })
    await offer(it, it.nora, 'Nils Nurse')
    await answer(it, it.nils, 'accept')
    await eventually(
      'it is on again',
      () => it.hub.registry.openSession(it.sessionId)?.committed().session.audio.off === undefined,
    )
  })

  test('[MV26] an offer stands after a restart', async () => {
    const first = await ward()
    await first.nora.command({ type: 'room.take', roomId: first.roomId })
    await offer(first, first.nora, 'Nils Nurse')
    const log = await first.crash()
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    const nils = await ownPage(it, 'Nils Nurse', 'rooms')
    const { handover } = await look(it, nils)
    expect(handover.offer).toMatchObject({ from: { name: 'Nora Nurse' }, to: { name: 'Nils Nurse' } })
    const body = { type: 'handover.answer', roomId: it.roomId, answer: 'accept', seenSeq: handover.head }
    expect(await act(nils, body)).toMatchObject({ ok: true })
  })
})

describe('whoever has a room', () => {
  test('[MV27] does not give back a patient to nobody', async () => {
    await using it = await visitWard()
    await it.nora.command({ type: 'room.take', roomId: it.roomId })
    expect(
      await changesNothing(it, () => act(it.nora, { type: 'room.giveBack', roomId: it.roomId })),
    ).toMatchObject(refused('handover-first', 'body.roomId'))
    const empty = it.roomIds[1] as RoomId
    await it.nora.command({ type: 'room.take', roomId: empty })
    expect(await act(it.nora, { type: 'room.giveBack', roomId: empty })).toMatchObject({ ok: true })
    const nora = await personId(it, 'Nora Nurse')
    expect(it.hub.roomsOf(nora)).toEqual(['Room 1'])
  })

  test('[MV28] keeps it when the sign-in runs out; the room says that they are signed in nowhere', async () => {
    await using it = await ward()
    const nils = await ownPage(it, 'Nils Nurse', 'rooms')
    await it.nora.command({ type: 'room.take', roomId: it.roomId })
    await eventually('hers', () => nils.rooms.flat().some((one) => one.nurse?.name === 'Nora Nurse'))
    expect(await has(it, nils)).not.toHaveProperty('signedOut')
    it.clock.move(7_200_000 + 2)
    await it.cookie('Nils Nurse')
    await eventually('it is said', () =>
      nils.rooms.flat().some((one) => one.nurse?.name === 'Nora Nurse' && one.nurse.signedOut === true),
    )
    await it.screen('Nora Nurse').then((screen) => screen.hello({ view: 'rooms' }))
    await eventually('she is back', () => nils.rooms.flat().at(-1)?.nurse?.signedOut === undefined)
  })
})

describe('another patient’s session', () => {
  const ask = (it: Awaited<ReturnType<typeof visitWard>>, toCode: string, more: object = {}) =>
    it.press(it.nora, { type: 'reassign.ask', toCode, reason: 'wrong card', ...more })

  test('[MV30] a nurse asks, a physician confirms; nothing is edited, and it is listed under both codes', async () => {
    await using it = await visitWard()
    const right = withCheck('K-052') ?? ''
    const nora = { personId: await personId(it, 'Nora Nurse'), name: 'Nora Nurse', role: 'nurse' as const }
    must(await it.store.visits.patients.create({ patientCode: right, by: nora }))
    const before = await it.lines(it.stream)
    expect(await ask(it, right)).toMatchObject({ ok: true })
    const [asked] = await it.records(it.stream, 'reassignment')
    const confirm = { type: 'reassign.answer', ofSeq: asked?.seq, confirm: true, reason: 'I asked her' }
    expect(await changesNothing(it, () => it.press(it.nora, confirm))).toMatchObject(refused('not-allowed'))
    expect(await it.press(it.paul, confirm)).toMatchObject({ ok: true })
    await settle(50)
    expect((await it.lines(it.stream)).slice(0, before.length)).toEqual(before)
    expect(it.state().visit).toMatchObject({ patientCode: right, formerCodes: [it.code] })
    const [room] = (await it.nora.emit('rooms:open', {})).rooms
    expect(room.session.patientCode).toBe(right)
    for (const patient of [right, it.code])
      await eventually(`under ${patient}`, async () =>
        (await it.store.sessions.list({ limit: 5, patient })).some(
          (row) =>
            row.sessionId === it.sessionId &&
            row.patientCode === right &&
            row.visit?.formerCodes?.[0] === it.code,
        ),
      )
    expect(await it.store.visits.planOf(it.appointmentId)).toMatchObject({ ok: true })
    // The wrong patient's own record says so too, and counts nothing of it.
    const given = { sessionId: it.sessionId, patientCode: it.code, toCode: right, nowCode: right, number: 1 }
    const who = { askedBy: 'Nora Nurse', confirmedBy: 'Paul Physician' }
    expect(await it.store.visits.givenAway(it.code)).toMatchObject([{ ...given, ...who }])
    expect(await it.store.visits.courses.ofPatient(it.code)).toMatchObject([
      { done: 0, sessions: [], givenAway: [given] },
    ])
  })

  test('[MV33] a hub that ended before the right patient’s plan was in the record puts it there when it is back, once', async () => {
    const first = await visitWard({
      // It never gets there: the process ends first.
      visits: { reassigned: () => new Promise(() => undefined) },
    })
    const right = withCheck('K-052') ?? ''
    const nora = { personId: await personId(first, 'Nora Nurse'), name: 'Nora Nurse', role: 'nurse' as const }
    const { visits } = first.store
    must(await visits.patients.create({ patientCode: right, by: nora }))
    const course = { indication: 'Pain', planned: 4, maintenance: false }
    must(await visits.courses.add(right, course, nora))
    await ask(first, right)
    const [asked] = await first.records(first.stream, 'reassignment')
    const confirm = { type: 'reassign.answer', ofSeq: asked?.seq, confirm: true, reason: 'I asked her' }
    expect(await first.press(first.paul, confirm)).toMatchObject({ ok: true })
    expect(first.state().visit.plan).toBeUndefined()
    const again = { clock: first.clock, store: first.store, checkIn: 'required' as const }
    const it = await hubFixture({ ...again, log: await first.crash() })
    const plans = async (hub: HubFixture) => (await hub.records(first.stream, 'plan')).slice(1)
    await eventually('their plan', async () => (await plans(it)).length === 1)
    expect(await plans(it)).toMatchObject([
      { indication: 'Pain', number: 1, of: 4, by: { name: 'Paul Physician' } },
    ])
    expect(await visits.planOf(first.appointmentId)).toMatchObject({ ok: true })
    await using third = await hubFixture({ ...again, log: await it.crash() })
    await settle(50)
    expect(await plans(third)).toHaveLength(1)
  })

  test('[MV31] a mistyped or unknown code, the same patient, and an answer to what is not asked are refused', async () => {
    await using it = await visitWard()
    const right = withCheck('K-052') ?? ''
    expect(await changesNothing(it, () => ask(it, 'K-0529'))).toMatchObject(
      refused('code-mistyped', 'body.toCode'),
    )
    expect(await changesNothing(it, () => ask(it, right))).toMatchObject(refused('not-found', 'body.toCode'))
    expect(await changesNothing(it, () => ask(it, it.code.toLowerCase()))).toMatchObject(
      refused('state-moved', 'body.toCode'),
    )
    const body = { type: 'reassign.answer', ofSeq: 1, confirm: false, reason: 'no' }
    expect(await changesNothing(it, () => it.press(it.paul, body))).toMatchObject(
      refused('state-moved', 'body.ofSeq'),
    )
  })

  test('[MV32] asked anew for another, the first question is withdrawn; a physician refuses with a reason', async () => {
    await using it = await visitWard()
    const codes = [withCheck('K-052'), withCheck('K-063')].map((code) => code ?? '')
    const nora = { personId: await personId(it, 'Nora Nurse'), name: 'Nora Nurse', role: 'nurse' as const }
    for (const patientCode of codes) must(await it.store.visits.patients.create({ patientCode, by: nora }))
    await ask(it, codes[0] ?? '')
    await ask(it, codes[1] ?? '')
    const asked = (await it.records(it.stream, 'reassignment')).at(-1)
    const no = (reason: string) =>
      it.press(it.paul, { type: 'reassign.answer', ofSeq: asked?.seq, confirm: false, reason })
    expect(await changesNothing(it, () => no(' '))).toMatchObject(refused('malformed', 'body.reason'))
    expect(await no('the card is right')).toMatchObject({ ok: true })
    expect((await it.records(it.stream, 'reassignment')).map(({ event, toCode }) => [event, toCode])).toEqual(
      [
        ['asked', codes[0]],
        ['withdrawn', codes[0]],
        ['asked', codes[1]],
        ['refused', codes[1]],
      ],
    )
    expect(it.state().visit.patientCode).toBe(it.code)
  })
})

describe('an evacuation', () => {
  const evacuation = (screen: TestScreen, body: object) => act(screen, body)

  test('[MV40] is one act for the suite, and a stamp in each open session', async () => {
    await using it = await ward()
    const second = await it.openSession(it.nora, it.roomIds[1], { patientCode: 'K-2' })
    expect(await evacuation(it.nora, { type: 'evacuation.call', note: 'smoke' })).toMatchObject({ ok: true })
    await eventually('told', () => it.nils.suite.at(-1)?.evacuation?.note === 'smoke')
    for (const stream of [it.stream, `session:${second}` as const])
      await eventually('a stamp', async () =>
        (await it.records(stream as typeof it.stream, 'evacuation')).some(({ event }) => event === 'called'),
      )
    expect(await changesNothing(it, () => evacuation(it.nils, { type: 'evacuation.call' }))).toMatchObject(
      refused('state-moved'),
    )
  })

  test('[MV41] the roll-call is by room, with its own times; what was called out without the hub is told afterwards', async () => {
    await using it = await ward()
    const account = (body: object) =>
      evacuation(it.nora, { type: 'evacuation.account', roomId: it.roomId, ...body })
    expect(await changesNothing(it, () => account({ accounted: true }))).toMatchObject(refused('state-moved'))
    const calledAtMs = it.clock.nowMs()
    await evacuation(it.nora, { type: 'evacuation.call' })
    it.clock.move(300_000)
    expect(
      await changesNothing(it, () => account({ accounted: true, atMs: it.clock.nowMs() + 60_000 })),
    ).toMatchObject(refused('in-future', 'body.atMs'))
    expect(await changesNothing(it, () => account({ accounted: true, roomId: 'nowhere' }))).toMatchObject(
      refused('not-found', 'body.roomId'),
    )
    const before = { atMs: calledAtMs - 60_000 }
    for (const early of [
      () => account({ accounted: true, ...before }),
      () => evacuation(it.nora, { type: 'evacuation.over', ...before }),
    ])
      expect(await changesNothing(it, early)).toMatchObject(refused('time-out-of-session', 'body.atMs'))
    await account({ accounted: true, atMs: calledAtMs + 120_000 })
    // Sent later, said earlier: the newer word stands.
    await account({ accounted: false, atMs: calledAtMs + 60_000 })
    await eventually('told', () => it.nils.suite.at(-1)?.evacuation?.rooms[it.roomId]?.accounted === true)
    expect(it.nils.suite.at(-1)?.evacuation?.rooms[it.roomId]).toMatchObject({ atMs: calledAtMs + 120_000 })
    await eventually('in the session', async () => (await it.records(it.stream, 'evacuation')).length === 3)
    expect(await evacuation(it.nora, { type: 'evacuation.over' })).toMatchObject({ ok: true })
    expect(await changesNothing(it, () => account({ accounted: true }))).toMatchObject(refused('state-moved'))
    await eventually('over', () => it.nils.suite.at(-1)?.evacuation?.overAtMs !== undefined)
  })

  test('[MV44] called on two screens that the hub did not hear: one evacuation, both stamps, nobody’s roll-call lost', async () => {
    await using it = await visitWard()
    const second = await it.openSession(it.nora, it.roomIds[1], {
      patientCode: withCheck('B-213'),
    })
    const [one, two] = it.roomIds as [RoomId, RoomId]
    const t0 = it.clock.nowMs()
    const at = (s: number) => ({ atMs: t0 + s * 1_000 })
    it.clock.move(300_000)
    const called = (note: string, s: number) => ({ type: 'evacuation.call', note, ...at(s) })
    const account = (roomId: RoomId, accounted: boolean, s: number) => ({
      type: 'evacuation.account',
      ...{ roomId, accounted, ...at(s) },
    })
    // Nora is back first; Nils had called it before her.
    for (const body of [called('car park', 30), account(one, true, 40)])
      expect(await evacuation(it.nora, body)).toMatchObject({ ok: true })
    for (const body of [called('smoke', 0), account(two, true, 10), account(one, false, 20)])
      expect(await evacuation(it.nils, body)).toMatchObject({ ok: true })
    // Sent again after an answer that was lost: it is known.
    expect(await changesNothing(it, () => evacuation(it.nils, called('smoke', 0)))).toMatchObject(
      refused('state-moved'),
    )
    await eventually('told', () => it.nora.suite.at(-1)?.evacuation?.rooms[two]?.accounted === true)
    await settle()
    expect(it.nora.suite.at(-1)?.evacuation).toEqual({
      calledAtMs: t0,
      by: 'Nils Nurse',
      note: 'smoke',
      also: [{ by: 'Nora Nurse', note: 'car park', ...at(30) }],
      rooms: {
        [one]: { accounted: true, by: 'Nora Nurse', ...at(40) },
        [two]: { accounted: true, by: 'Nils Nurse', ...at(10) },
      },
    })
    for (const stream of [it.stream, `session:${second}` as const])
      await eventually('both stamps', async () => {
        const stamps = await it.records(stream as typeof it.stream, 'evacuation')
        return stamps.filter(({ event }) => event === 'called').length === 2
      })
    expect(it.state().visit.evacuatedAtMs).toBe(t0)
    // Over before the newest call: somebody called it after that.
    expect(
      await changesNothing(it, () => evacuation(it.nils, { type: 'evacuation.over', ...at(25) })),
    ).toMatchObject(refused('state-moved'))
    expect(await evacuation(it.nora, { type: 'evacuation.over' })).toMatchObject({ ok: true })
    await eventually('over', () => it.nils.suite.at(-1)?.evacuation?.overAtMs !== undefined)
    expect(await changesNothing(it, () => evacuation(it.nora, { type: 'evacuation.over' }))).toMatchObject(
      refused('state-moved'),
    )
  })

  test('[MV45] what was said before the end and is told after it is kept, and calls nobody out again; a call of now does', async () => {
    await using it = await visitWard()
    const paul = await it.screen('Paul Physician')
    await paul.hello({ view: 'rooms' })
    const t0 = it.clock.nowMs()
    await evacuation(it.nora, { type: 'evacuation.call' })
    it.clock.move(600_000)
    await evacuation(it.nora, { type: 'evacuation.over' })
    await eventually('over', () => it.nils.suite.at(-1)?.evacuation?.overAtMs !== undefined)
    it.clock.move(60_000)
    expect(await evacuation(paul, { type: 'evacuation.call', atMs: t0 + 60_000 })).toMatchObject({ ok: true })
    const late = { type: 'evacuation.account', roomId: it.roomId, accounted: true, atMs: t0 + 90_000 }
    expect(await evacuation(paul, late)).toMatchObject({ ok: true })
    await eventually('kept', () => it.nils.suite.at(-1)?.evacuation?.rooms[it.roomId] !== undefined)
    expect(it.nils.suite.at(-1)?.evacuation).toMatchObject({
      ...{ calledAtMs: t0, by: 'Nora Nurse', overAtMs: t0 + 600_000 },
      also: [{ by: 'Paul Physician', atMs: t0 + 60_000 }],
    })
    await settle()
    expect(it.state().visit.evacuatedAtMs).toBeUndefined()
    await evacuation(it.nora, { type: 'evacuation.call' })
    await evacuation(it.nora, { type: 'evacuation.over' })
    // A screen whose clock is a little behind calls it now: that is no word of before.
    expect(
      await evacuation(it.nils, { type: 'evacuation.call', atMs: it.clock.nowMs() - 1_000 }),
    ).toMatchObject({ ok: true })
    await eventually('on again', () => it.nora.suite.at(-1)?.evacuation?.by === 'Nils Nurse')
    expect(it.nora.suite.at(-1)?.evacuation).not.toHaveProperty('overAtMs')
    expect(it.nora.suite.at(-1)?.evacuation?.rooms).toEqual({})
    await eventually('stamped', () => it.state().visit.evacuatedAtMs !== undefined)
  })

  test('[MV42] a hub that ended in the middle stamps what it had not stamped', async () => {
    const first = await ward()
    await evacuation(first.nora, { type: 'evacuation.call' })
    const { stream } = first
    const log = await first.crash()
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    await eventually('a stamp', async () =>
      (await it.records(stream, 'evacuation')).some(({ event }) => event === 'called'),
    )
    expect((await it.records(stream, 'evacuation')).filter(({ event }) => event === 'called')).toHaveLength(1)
  })
})
