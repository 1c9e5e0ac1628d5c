// Proves the acts that belong to no session: who is on duty, who has which room; what they bring about in the sessions.
import type { PersonId, RoomId } from '@chairside/shared/ids.ts'
import { SUITE_STREAM } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { must } from './store/store-fixture.ts'
import {
  changesNothing,
  commandId,
  eventually,
  type HubFixture,
  hubFixture,
  settle,
  type TestScreen,
} from './testing/hub-fixture.ts'
import { enrolledPage, ownPage, pass } from './testing/pages.ts'
import { refused, type Ward, ward } from './testing/ward.ts'

const personId = async (it: HubFixture, name: string): Promise<PersonId> =>
  must(await it.store.people.find(name)).personId
const duty = (screen: TestScreen, id?: PersonId, role = 'physician', more: object = {}) =>
  screen.command({
    type: 'duty.set',
    role,
    ...(id === undefined ? {} : { personId: id }),
    ...more,
  } as CommandBody)
const room = (screen: TestScreen, type: 'room.take' | 'room.giveBack', roomId: RoomId, more: object = {}) =>
  screen.command({ type, roomId }, more)
const suite = (screen: TestScreen) => screen.suite.at(-1)

describe('duty', () => {
  test('[ST40] is set by name and told to every screen; only a physician of this house is put on it', async () => {
    await using it = await hubFixture()
    const nora = await ownPage(it, 'Nora Nurse', 'rooms')
    const chair = await enrolledPage(it, { roomId: it.roomId })
    const paul = await personId(it, 'Paul Physician')
    expect(suite(chair)).toMatchObject({ duty: {}, physicians: [{ name: 'Paul Physician' }] })
    for (const [id, code] of [
      ['nobody', 'not-found'],
      [await personId(it, 'Nils Nurse'), 'not-allowed'],
    ] as const)
      expect(await changesNothing(it, () => duty(nora, id as PersonId))).toMatchObject(
        refused(code, 'body.personId'),
      )
    const answer = await duty(nora, paul, 'physician', { phone: '+47 22 00 00 00' })
    expect(answer).toMatchObject({ ok: true, stream: SUITE_STREAM })
    for (const screen of [nora, chair])
      await eventually('the duty', () => suite(screen)?.duty.physician !== undefined)
    expect(suite(chair)?.duty).toEqual({
      physician: {
        actor: { personId: paul, name: 'Paul Physician', role: 'physician' },
        phone: '+47 22 00 00 00',
        sinceMs: it.clock.nowMs(),
      },
    })
    expect(await duty(nora)).toMatchObject({ ok: true })
    await eventually('nobody on duty', () => suite(chair)?.duty.physician === undefined)
    expect(await it.records(SUITE_STREAM, 'duty')).toMatchObject([
      { person: { name: 'Paul Physician' }, by: { name: 'Nora Nurse' } },
      { by: { name: 'Nora Nurse' } },
    ])
  })

  test('[ST41] survives a restart, and a command’s answer is found again; a long stream is read from its checkpoint', async () => {
    const first = await hubFixture()
    const nora = await ownPage(first, 'Nora Nurse', 'rooms')
    const paul = await personId(first, 'Paul Physician')
    const more = { commandId: commandId() }
    const answer = await nora.command(
      { type: 'duty.set', role: 'backup', personId: paul } as CommandBody,
      more,
    )
    await room(nora, 'room.take', first.roomId)
    // Many transitions later.
    for (let at = 0; at < 120; at += 1) {
      await nora.paints({ audio: at % 2 === 0 ? 'suspended' : 'running' })
      await nora.hello({ view: at % 2 === 0 ? 'sessions' : 'rooms', pageId: nora.pageId })
    }
    await settle(100)
    await first.memory.seal(SUITE_STREAM)
    const kept = await first.memory.lastCheckpoint(SUITE_STREAM)
    expect(kept?.atSeq).toBeGreaterThan(50)
    const log = await first.crash()
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    const screen = await ownPage(it, 'Nora Nurse', 'rooms')
    expect(suite(screen)?.duty).toMatchObject({ backup: { actor: { personId: paul } } })
    expect(await screen.emit('command:status', more)).toEqual(answer)
    const opened = await screen.emit('rooms:open', {})
    expect(opened.rooms[0].nurse).toMatchObject({ name: 'Nora Nurse' })
  })

  test('[ST42] a person who is let go is no physician of this house any more', async () => {
    await using it = await hubFixture()
    const nora = await ownPage(it, 'Nora Nurse', 'rooms')
    const paul = await personId(it, 'Paul Physician')
    must(await it.store.people.setDisabled(paul, true))
    await eventually('nobody to put on duty', () => suite(nora)?.physicians.length === 0)
    expect(await changesNothing(it, () => duty(nora, paul))).toMatchObject(
      refused('not-found', 'body.personId'),
    )
    must(await it.store.people.setDisabled(paul, false))
    await eventually('back again', () => suite(nora)?.physicians.length === 1)
    must(
      await it.store.people.add({
        name: 'Petra Physician',
        role: 'physician',
        password: 'ten green bottles on a wall',
      }),
    )
    await eventually('a new one', () => suite(nora)?.physicians.length === 2)
  })

  test('[ST42] who is on duty and is let go, or is a physician no more, is on duty no more; nobody is called in their place', async () => {
    await using it = await ward()
    const nora = await ownPage(it, 'Nora Nurse', 'rooms')
    const paul = await personId(it, 'Paul Physician')
    await duty(nora, paul)
    await eventually('on duty', () => suite(nora)?.duty.physician !== undefined)
    must(await it.store.people.setRole(paul, 'nurse'))
    await eventually('nobody on duty', () => suite(nora)?.duty.physician === undefined)
    const own = await ownPage(it, 'Paul Physician', 'rooms')
    await it.press(it.nora, { type: 'help' })
    await settle(50)
    expect(await it.records(it.stream, 'delivery')).toMatchObject([{ role: 'physician', event: 'nobody' }])
    expect((await it.records(it.stream, 'delivery'))[0]).not.toHaveProperty('personName')
    expect(suite(own)?.duty).toEqual({})
  })
})

describe('a room and its nurse', () => {
  test('[ST43] taken and given back by one tap, recorded, in every list', async () => {
    await using it = await hubFixture()
    const nora = await ownPage(it, 'Nora Nurse', 'rooms')
    const nils = await ownPage(it, 'Nils Nurse', 'rooms')
    expect(await changesNothing(it, () => room(nora, 'room.giveBack', it.roomId))).toMatchObject(
      refused('state-moved', 'body.roomId'),
    )
    expect(await room(nora, 'room.take', it.roomId)).toMatchObject({ ok: true })
    await eventually('whose it is', () => nils.rooms.flat().some((one) => one.nurse?.name === 'Nora Nurse'))
    expect(await changesNothing(it, () => room(nora, 'room.take', it.roomId))).toMatchObject(
      refused('state-moved', 'body.roomId'),
    )
    expect(await changesNothing(it, () => room(nils, 'room.giveBack', it.roomId))).toMatchObject(
      refused('state-moved', 'body.roomId'),
    )
    expect(await room(nora, 'room.giveBack', it.roomId)).toMatchObject({ ok: true })
    await eventually('nobody’s', () => nils.rooms.flat().at(-1)?.nurse === undefined)
    expect(await changesNothing(it, () => room(nora, 'room.take', 'nowhere' as RoomId))).toMatchObject(
      refused('not-found', 'body.roomId'),
    )
    expect((await it.records(SUITE_STREAM, 'roomNurse')).map(({ event }) => event)).toEqual([
      'taken',
      'givenBack',
    ])
  })

  test('[ST44] two who take it at once: one has it, and the other is told who', async () => {
    await using it = await hubFixture()
    const nora = await ownPage(it, 'Nora Nurse', 'rooms')
    const nils = await ownPage(it, 'Nils Nurse', 'rooms')
    const answers = await Promise.all([nora, nils].map((one) => room(one, 'room.take', it.roomId)))
    expect(answers.map((one) => (one.ok ? 'ok' : one.error.code)).sort()).toEqual(['already-taken', 'ok'])
    const said = answers.find((one) => !one.ok)
    expect(said?.ok === false ? said.error.message : '').toMatch(/(Nora|Nils) Nurse/)
    // Having seen it, another may take it over.
    it.clock.move(5_000)
    const other = answers[0]?.ok ? nils : nora
    expect(await room(other, 'room.take', it.roomId)).toMatchObject({ ok: true })
  })

  test('[ST45] My rooms: of the nurse who has this chair’s room; without a name of another room’s patient', async () => {
    await using it = await ward()
    const chair = await enrolledPage(it, { roomId: it.roomId })
    const own = await ownPage(it, 'Nils Nurse', `chairside:${it.roomId}`)
    await it.openSession(it.nora, it.roomIds[1], { patientCode: 'SECRET-2' })
    expect(await chair.emit('mine:open', {})).toMatchObject({ ok: true, mine: { rooms: [] } })
    expect(await own.emit('mine:open', {})).toMatchObject({
      ok: true,
      mine: { nurse: { name: 'Nils Nurse' }, rooms: [] },
    })
    for (const roomId of it.roomIds) await room(it.nora, 'room.take', roomId)
    await eventually('both rooms', () => chair.mine.at(-1)?.rooms.length === 2)
    expect(chair.mine.at(-1)).toMatchObject({
      nurse: { name: 'Nora Nurse' },
      rooms: [{ session: { patientCode: 'K-0417' } }, { session: { patientCode: '' } }],
    })
    expect(JSON.stringify(chair.mine)).not.toContain('SECRET-2')
    it.clock.move(5_000)
    await room(it.nils, 'room.take', it.roomIds[1] as RoomId)
    await eventually('one room', () => chair.mine.at(-1)?.rooms.length === 1)
    // A nurse at a screen of her own, in a room that nobody has.
    await room(it.nora, 'room.giveBack', it.roomId)
    await eventually('the signed-in nurse’s', () => own.mine.at(-1)?.rooms[0]?.roomId === it.roomIds[1])
  })
})

describe('who leaves', () => {
  const acknowledged = async (it: Ward, screen: TestScreen): Promise<void> => {
    await it.monitor.cuff(185, 100)
    await settle()
    const [alarm] = await it.alarms()
    expect(await it.press(screen, { type: 'alarm.acknowledge', alarmId: alarm?.alarmId })).toMatchObject({
      ok: true,
    })
  }
  const left = async (it: Ward) =>
    (await it.records(it.stream, 'personLeft')).map(({ person, cause }) => [person.name, cause])
  const ended = async (it: Ward) => (await it.records(it.stream, 'silenceEnded')).map(({ cause }) => cause)

  test('[ST46] signing out ends what that person has quietened, in every session, and nobody else’s', async () => {
    await using it = await ward()
    const cookie = await it.cookie('Nora Nurse')
    const screen = await it.screen({ cookie })
    await screen.hello({ view: `chairside:${it.roomId}` })
    await acknowledged(it, screen)
    const nils = await it.store.signIns.of(await it.cookie('Nils Nurse'))
    await it.store.signIns.end(nils?.signInId ?? '')
    await settle(50)
    expect(await left(it)).toEqual([])
    const signIn = await it.store.signIns.of(cookie)
    await it.store.signIns.end(signIn?.signInId ?? '')
    await eventually('it is recorded', async () => (await left(it)).length > 0)
    expect(await left(it)).toEqual([['Nora Nurse', 'signedOut']])
    expect(await ended(it)).toEqual(['signedOut'])
  })

  test('[ST46] a sign-in that is found to have run out has left; its screen goes on seeing', async () => {
    await using it = await ward()
    const cookie = await it.cookie('Paul Physician')
    const paul = await it.screen({ cookie })
    await paul.hello({ view: `chairside:${it.roomId}` })
    expect(await it.press(paul, { type: 'audio.off', on: true, reason: 'patient is asleep' })).toMatchObject({
      ok: true,
    })
    it.clock.move(7_200_000 - 1)
    expect(await it.store.signIns.of(cookie, false)).toBeDefined()
    await settle(50)
    expect(await left(it)).toEqual([])
    it.clock.move(1)
    expect(await it.store.signIns.of(cookie, false)).toBeUndefined()
    await eventually('it is recorded', async () => (await left(it)).length > 0)
    expect(await left(it)).toEqual([['Paul Physician', 'signedOut']])
    expect(paul.socket.connected).toBe(true)
  })

  test('[ST47] giving the room away ends it there; taking it over ends what the other one quietened', async () => {
    await using it = await ward()
    await room(it.nora, 'room.take', it.roomId)
    await acknowledged(it, it.nora)
    await pass(it, 5_000)
    await room(it.nils, 'room.take', it.roomId)
    await eventually('it is recorded', async () => (await left(it)).length > 0)
    expect(await left(it)).toEqual([['Nora Nurse', 'handedOver']])
    expect(await ended(it)).toContain('handedOver')
  })
})
