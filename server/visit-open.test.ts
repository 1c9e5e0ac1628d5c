// Proves how a visit begins: from today's list, for this patient, in this room, once; and what is monitoring only.
import type { RoomId } from '@chairside/shared/ids.ts'
import { withCheck } from '@chairside/shared/visit/patient-code.ts'
import { describe, expect, test } from 'vitest'
import { must } from './store/store-fixture.ts'
import { ORDER, UTC_DAYS } from './store/visits-fixture.ts'
import { changesNothing, eventually, hubFixture } from './testing/hub-fixture.ts'
import { visitWard } from './testing/visit-ward.ts'
import { refused } from './testing/ward.ts'

const open = (roomId: RoomId | string, patientCode: string, more: object = {}) =>
  ({ type: 'session.open', roomId, patientCode, includeHeld: false, ...more }) as never

describe('a visit begins', () => {
  test('[HV2] in one commit: opened, rules, phase, plan', async () => {
    await using it = await visitWard()
    const kinds = (await it.lines(it.stream)).map((line) => JSON.parse(line).kind)
    expect(kinds.slice(0, 4)).toEqual(['session.opened', 'rules', 'phase', 'plan'])
    const [plan] = await it.records(it.stream, 'plan')
    expect(plan).toMatchObject({
      courseId: it.courseId,
      number: 1,
      of: 6,
      order: { drug: 'ketamine', mgPerKg: 0.5, signedBy: { name: 'Paul Physician', role: 'physician' } },
    })
    expect(JSON.stringify(await it.everything())).not.toContain('A.L. 1983')
  })

  test('[HV2] once: a second one from the same line of the list, in another room or for another code, is refused', async () => {
    await using it = await visitWard()
    const [, two] = it.roomIds
    const { appointmentId } = it
    const other = withCheck('K-052') ?? ''
    const tries: [object, object][] = [
      [open(two ?? '', it.code, { appointmentId }), refused('state-moved', 'body.appointmentId')],
      [
        open(two ?? '', it.code, { appointmentId: 'nobody-knows' }),
        refused('not-found', 'body.appointmentId'),
      ],
      [open(two ?? '', `${other.slice(0, -1)}!`, {}), refused('malformed', 'body.patientCode')],
      [
        open(two ?? '', `K-052${other.endsWith('0') ? '1' : '0'}`, {}),
        refused('code-mistyped', 'body.patientCode'),
      ],
    ]
    for (const [body, answer] of tries)
      expect(await changesNothing(it, () => it.nils.command(body as never))).toMatchObject(answer)
    const free = await it.nils.command(open(two ?? '', other))
    expect(free).toMatchObject({ ok: true })
  })

  test('[HV2] an appointment of another room or patient opens nothing and stays on the list', async () => {
    await using it = await visitWard()
    const nora = must(await it.store.people.find('Nora Nurse'))
    const code = withCheck('K-052') ?? ''
    const by = { personId: nora.personId, name: nora.name, role: nora.role }
    must(await it.store.visits.patients.create({ patientCode: code, by }))
    const course = { indication: 'Depression', planned: 6, maintenance: false }
    const { courseId } = must(await it.store.visits.courses.add(code, course, by))
    const [, two] = it.roomIds
    const when = { roomId: two as RoomId, atMs: it.clock.nowMs() }
    const { appointmentId } = must(await it.store.visits.appointments.add(courseId, when, by, UTC_DAYS))
    await it.does(it.nora, { type: 'session.end', outcome: 'notTreated', reason: 'went home' })
    const wrongRoom = open(it.roomId, code, { appointmentId })
    const wrongCode = open(two ?? '', it.code, { appointmentId })
    expect(await it.nora.command(wrongRoom)).toMatchObject(refused('wrong-place', 'body.roomId'))
    expect(await it.nora.command(wrongCode)).toMatchObject(refused('code-mistyped', 'body.patientCode'))
    const said = await it.nora.command(open(two ?? '', code, { appointmentId }))
    expect(said).toMatchObject({ ok: true })
    // Nobody has signed an order for it: the check-in waits, and takes it over when there is one.
    const sessionId = said.ok ? said.sessionId : undefined
    const press = (body: object) =>
      it.nora.command({ sessionId, ...body } as never, { basedOnSeq: said.ok ? said.seq : 0 })
    const order = { type: 'checkIn.answer', item: 'order', detail: { item: 'order' } }
    expect(await press(order)).toMatchObject(refused('check-in-incomplete', 'body.item'))
    const paul = must(await it.store.people.find('Paul Physician'))
    const physician = { personId: paul.personId, name: paul.name, role: paul.role }
    const limits = [{ condition: 'bpHigh', level: 'high', quantity: 'systolic' as const, value: 170 }]
    must(await it.store.visits.orders.sign(courseId, { ...ORDER, limits }, physician))
    expect(await press({ type: 'plan.refresh' })).toMatchObject({ ok: true })
    expect(await press(order)).toMatchObject({ ok: true })
    const stream = `session:${sessionId}` as never
    const [changed] = await it.records(stream, 'limits')
    expect(changed).toMatchObject({
      limits: [{ quantity: 'systolic', value: 170, was: 160 }],
      reason: 'as ordered by Paul Physician',
    })
  })

  test('[HV2] the next session of the course is told the weight of this one, and more than 5 % from it asks', async () => {
    await using it = await visitWard()
    await it.toRecovery()
    await it.does(it.paul, { type: 'session.end', outcome: 'dischargedEarly', reason: 'asked for it' })
    const nora = must(await it.store.people.find('Nora Nurse'))
    const by = { personId: nora.personId, name: nora.name, role: nora.role }
    const when = { roomId: it.roomId, atMs: it.clock.nowMs() }
    const { appointmentId } = must(await it.store.visits.appointments.add(it.courseId, when, by, UTC_DAYS))
    await it.pass(1)
    const said = await it.nora.command(open(it.roomId, it.code, { appointmentId }))
    expect(said).toMatchObject({ ok: true })
    const sessionId = said.ok ? said.sessionId : undefined
    const [plan] = await it.records(`session:${sessionId}` as never, 'plan')
    expect(plan).toMatchObject({ number: 2, of: 6 })
    const weigh = (weightKg: number, more: object = {}) =>
      it.nora.command({
        type: 'checkIn.answer',
        sessionId,
        item: 'weight',
        detail: { item: 'weight', weightKg, unit: 'kg', entered: weightKg, ...more },
      } as never)
    expect(await weigh(75)).toMatchObject({ ok: false, error: { code: 'unlikely-value' } })
    expect(await weigh(73.5)).toMatchObject({ ok: true })
    expect(await weigh(75, { confirmed: true })).toMatchObject({ ok: false, error: { code: 'state-moved' } })
  })
})

describe('monitoring only', () => {
  test('[HV3] where no check-in is kept a session begins as it always did, and either way of ending ends it', async () => {
    await using it = await hubFixture()
    const nora = await it.screen('Nora Nurse')
    const first = await it.openSession(nora)
    const stream = `session:${first}` as never
    expect(await it.records(stream, 'phase')).toEqual([])
    const body = { type: 'session.end', sessionId: first, outcome: 'transferred', reason: 'to the ward' }
    expect(await nora.command(body as never)).toMatchObject({ ok: true })
    expect(await it.records(stream, 'session.closed')).toMatchObject([{ outcome: 'transferred' }])
    const second = await it.openSession(nora)
    expect(await nora.command({ type: 'session.close', sessionId: second } as never)).toMatchObject({
      ok: true,
    })
  })

  test('[HV4] a room whose monitor plays a recording has nobody to check in', async () => {
    await using it = await hubFixture({ checkIn: 'required' })
    const nora = await it.screen('Nora Nurse')
    const player = await it.device('recorded')
    await player.hello()
    const sessionId = await it.openSession(nora, it.roomId, { patientCode: 'REC-ward-4' })
    const [opened] = await it.records(`session:${sessionId}` as never, 'session.opened')
    expect(opened).toMatchObject({ site: { checkIn: 'none' }, provenance: 'recorded' })
    expect(await nora.command({ type: 'session.close', sessionId } as never)).toMatchObject({ ok: true })
  })

  test('[HV5] a monitor of a patient is not brought into a session of a recording, nor the session to it; nor the other way round', async () => {
    await using it = await hubFixture({ checkIn: 'required' })
    const nora = await it.screen('Nora Nurse')
    await nora.hello({ view: `chairside:${it.roomId}` })
    const two = it.roomIds[1] as RoomId
    const player = await it.device('recorded')
    await player.hello()
    const monitor = await it.device('monitor', { roomId: two })
    await monitor.hello()
    const played = await it.openSession(nora, it.roomId, { patientCode: 'REC-ward-4' })
    const act = (body: object, sessionId = played) =>
      nora.command({ sessionId, ...body } as never, {
        basedOnSeq: it.hub.registry.openSession(sessionId)?.head() ?? 0,
      })
    const bring = { type: 'monitor.swap', inDeviceId: monitor.deviceId, outDeviceId: player.deviceId }
    expect(await changesNothing(it, () => act(bring))).toMatchObject(
      refused('phase-not-allowed', 'body.inDeviceId'),
    )
    const go = { type: 'session.move', toRoomId: two }
    expect(await changesNothing(it, () => act(go))).toMatchObject(
      refused('phase-not-allowed', 'body.toRoomId'),
    )
    await act({ type: 'session.close' })
    // Another patient's visit, beside the player of Room 1.
    const code = withCheck('K-052') ?? ''
    const visit = await it.openSession(nora, two, { patientCode: code })
    const other = { ...bring, inDeviceId: player.deviceId, outDeviceId: monitor.deviceId }
    expect(await changesNothing(it, () => act(other, visit))).toMatchObject(
      refused('phase-not-allowed', 'body.inDeviceId'),
    )
    expect(await changesNothing(it, () => act({ ...go, toRoomId: it.roomId }, visit))).toMatchObject(
      refused('phase-not-allowed', 'body.toRoomId'),
    )
  }, 60_000)

  test('[HV5] where a monitor of a patient joins by itself, nothing is started past the gate; their own session has it', async () => {
    await using it = await hubFixture({ checkIn: 'required' })
    const nora = await it.screen('Nora Nurse')
    await nora.hello({ view: `chairside:${it.roomId}` })
    const player = await it.device('recorded')
    await player.hello()
    const played = await it.openSession(nora, it.roomId, { patientCode: 'REC-ward-4' })
    const start = { type: 'infusion.start', sessionId: played, rateMlPerHr: 52.5 }
    const based = () => ({ basedOnSeq: it.hub.registry.openSession(played)?.head() ?? 0 })
    player.socket.disconnect()
    await eventually('gone', () => it.hub.registry.room(it.roomId)?.devices().length === 0)
    const monitor = await it.device()
    await monitor.hello()
    await monitor.vitals({ heartRate: 70 })
    expect(await changesNothing(it, () => nora.command(start as never, based()))).toMatchObject(
      refused('phase-not-allowed', 'body.type'),
    )
    expect(await nora.command({ type: 'session.close', sessionId: played } as never)).toMatchObject({
      ok: true,
    })
    const code = withCheck('K-052') ?? ''
    const own = await it.openSession(nora, it.roomId, { patientCode: code })
    const [opened] = await it.records(`session:${own}` as never, 'session.opened')
    expect(opened).toMatchObject({ site: { checkIn: 'required' } })
  }, 60_000)

  test('[HV5] what is only played may have its pump, as it was recorded', async () => {
    await using it = await hubFixture({ checkIn: 'required' })
    const nora = await it.screen('Nora Nurse')
    await nora.hello({ view: `chairside:${it.roomId}` })
    await (await it.device('recorded')).hello()
    const sessionId = await it.openSession(nora, it.roomId, { patientCode: 'REC-ward-4' })
    const start = { type: 'infusion.start', sessionId, rateMlPerHr: 52.5 }
    expect(
      await nora.command(start as never, { basedOnSeq: it.hub.registry.openSession(sessionId)?.head() ?? 0 }),
    ).toMatchObject({ ok: true })
  }, 60_000)
})

test('[HV32] that an escort is arranged is believed once name and number are in the store', async () => {
  await using it = await visitWard()
  const patientCode = withCheck('K-052') ?? ''
  const sessionId = await it.openSession(it.nora, it.roomIds[1], { patientCode })
  const seen = { basedOnSeq: 1 }
  const detail = { item: 'escort', arranged: true }
  const answer = { type: 'checkIn.answer', sessionId, item: 'escort', detail }
  expect(await changesNothing(it, () => it.press(it.nora, answer, seen))).toMatchObject({
    ok: false,
    error: { code: 'check-in-incomplete', field: 'body.detail' },
  })
  await it.does(it.nora, { ...answer, detail: { item: 'escort', arranged: false } }, seen)
})
