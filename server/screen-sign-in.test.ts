// Proves that a sign-in ends, by time or by a person, and what its page may see and do from then on.
import { type RoomId, SUITE_STREAM, sessionStream } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import { must } from './store/store-fixture.ts'
import { changesNothing, eventually, settle } from './testing/hub-fixture.ts'
import { createManualWall } from './testing/manual-wall.ts'
import { refused, type Ward, ward } from './testing/ward.ts'

const TWO_HOURS = 2 * 3_600_000
const START = { type: 'infusion.start', rateMlPerHr: 50 }

/** A tablet that has been given room 1, with Nora signed in at it. */
async function tablet(it: Ward) {
  const { cookie, screenId } = await it.enrol(it.roomId)
  const signedIn = await it.cookie('Nora Nurse')
  const screen = await it.screen({ cookie: `${signedIn}; ${cookie}` })
  const signIn = await it.store.signIns.of(signedIn)
  return { screen, cookie, screenId, signInId: signIn?.signInId ?? '' }
}

describe('a sign-in that ends', () => {
  test('[SC30] by time: commands are refused, numbers go on', async () => {
    await using it = await ward()
    await it.nora.follow(it.stream)
    it.clock.move(TWO_HOURS)
    const pressed = await changesNothing(it, () => it.press(it.nora, START))
    expect(pressed).toMatchObject(refused('not-signed-in'))
    await it.monitor.vitals({ spo2: 97 })
    await it.nora.until(it.stream, it.head())
    expect(it.nora.socket.connected).toBe(true)
    expect(await it.nora.follow(it.stream, it.head())).toMatchObject({ ok: true })
  })

  test('[SC30] what a page does by itself keeps no sign-in alive; what a person does, does', async () => {
    await using it = await ward()
    const cookie = await it.cookie('Nils Nurse')
    it.clock.move(TWO_HOURS - 60_000)
    for (let at = 0; at < 3; at += 1) (await it.screen({ cookie })).socket.disconnect()
    it.clock.move(61_000)
    const extraHeaders = { cookie, origin: it.url }
    expect((await it.connect('/screens', { auth: { protocol: 1 }, extraHeaders })).error).toMatchObject({
      code: 'not-signed-in',
    })
    const busy = await it.screen(await it.cookie('Nora Nurse').then((header) => ({ cookie: header })))
    for (let hour = 0; hour < 3; hour += 1) {
      it.clock.move(3_600_000)
      expect((await it.press(busy, { type: 'infusion.pause' })).ok).toBe(false)
    }
    expect(await it.press(busy, START)).toMatchObject({ ok: true })
  })

  test('[SC31] by signing out: an enrolled screen keeps its room’s numbers, and nothing else', async () => {
    const wall = createManualWall()
    await using it = await ward({ wall })
    const pass = async () => {
      wall.pass(1_500)
      await settle()
    }
    const { screen, signInId } = await tablet(it)
    const other = sessionStream(await it.openSession(it.nora, it.roomIds[1]))
    const second = await it.device('monitor', { roomId: it.roomIds[1] as RoomId })
    await second.hello()
    expect(await screen.hello()).toMatchObject({ ok: true, screen: { actor: { name: 'Nora Nurse' } } })
    for (const stream of [it.stream, other, SUITE_STREAM]) await screen.follow(stream)
    await screen.emit('room:watch', { roomId: it.roomIds[1] })
    await screen.emit('rooms:open', {})
    await second.vitals({ spo2: 96 })
    await pass()
    expect(new Set(screen.rooms.flat().map(({ roomId }) => roomId))).toEqual(new Set(it.roomIds))

    await it.store.signIns.end(signInId)
    await settle()
    const before = {
      messages: screen.messages.length,
      marks: screen.marks.length,
      rooms: screen.rooms.length,
    }
    expect(screen.socket.connected).toBe(true)
    expect(await changesNothing(it, () => it.press(screen, START))).toMatchObject(refused('not-signed-in'))
    await second.vitals({ spo2: 95 })
    await it.monitor.vitals({ spo2: 97 })
    await screen.until(it.stream, it.head())
    await pass()
    await pass()
    expect(screen.messages.slice(before.messages).map(({ stream }) => stream)).toEqual([it.stream])
    const marks = screen.marks.slice(before.marks)
    expect(marks.map(({ heads }) => Object.keys(heads))).toEqual(marks.map(() => [it.stream]))
    expect(marks.length).toBeGreaterThan(0)
    expect(
      screen.rooms
        .slice(before.rooms)
        .flat()
        .map(({ roomId }) => roomId),
    ).toEqual([it.roomId])
    expect(await screen.follow(other)).toMatchObject(refused('not-allowed'))
    const hello = await screen.hello()
    expect(hello).toMatchObject({ ok: true, screen: { roomId: it.roomId } })
    expect(hello).not.toHaveProperty('screen.actor')
  })

  test('[SC31] by signing out: a screen that has no place of its own is told and closed', async () => {
    await using it = await ward()
    const cookie = await it.cookie('Nora Nurse')
    const screen = await it.screen({ cookie })
    await it.store.signIns.end((await it.store.signIns.of(cookie))?.signInId ?? '')
    await eventually('it is closed', () => !screen.socket.connected)
    expect(screen.closing).toMatchObject([{ code: 'not-signed-in' }])
    expect(it.nora.socket.connected).toBe(true)
  })

  test('[SC31] while it is being let in: it does not stay', async () => {
    const door: { wait?: Promise<void> | undefined } = {}
    await using it = await ward({ door })
    const signedIn = await it.cookie('Nora Nurse')
    const { cookie } = await it.enrol(it.roomId)
    const { promise, resolve } = Promise.withResolvers<void>()
    door.wait = promise
    const letting = it.screen({ cookie: signedIn })
    const tablet = it.screen({ cookie: `${signedIn}; ${cookie}` })
    await settle(200)
    await it.store.signIns.end((await it.store.signIns.of(signedIn))?.signInId ?? '')
    door.wait = undefined
    resolve()
    const [screen, enrolled] = await Promise.all([letting, tablet])
    await eventually('it is turned out', () => !screen.socket.connected)
    // The enrolled one stays for its room, without the person.
    await settle(50)
    expect(await enrolled.follow(SUITE_STREAM)).toMatchObject(refused('not-allowed'))
    expect(await enrolled.follow(it.stream)).toMatchObject({ ok: true })
  })

  test('[SC32] by disabling the person: every socket of theirs is closed, the enrolled one comes back without them', async () => {
    await using it = await ward()
    const { screen, cookie } = await tablet(it)
    const nora = must(await it.store.people.find('Nora Nurse'))
    must(await it.store.people.setDisabled(nora.personId, true))
    await eventually('both are closed', () => !screen.socket.connected && !it.nora.socket.connected)
    expect(screen.closing).toMatchObject([{ code: 'not-signed-in' }])
    expect(it.nils.socket.connected).toBe(true)
    const back = await it.screen({ cookie })
    expect(await back.follow(it.stream)).toMatchObject({ ok: true })
    expect(await changesNothing(it, () => it.press(back, START))).toMatchObject(refused('not-signed-in'))
  })

  test('[SC32] another role means another connection', async () => {
    await using it = await ward()
    const nora = must(await it.store.people.find('Nora Nurse'))
    must(await it.store.people.setRole(nora.personId, 'qa'))
    await eventually('it is closed', () => !it.nora.socket.connected)
  })
})

describe('an enrolled screen', () => {
  test('[SC33] leaves its traces in the suite’s stream: joined, view, lost the hub, left; transitions only', async () => {
    await using it = await ward()
    const { cookie, screenId } = await it.enrol(it.roomId)
    const screen = await it.screen({ cookie })
    await screen.hello({ view: 'chairside:room-1', lostHubForMs: 7_000 })
    await screen.hello({ view: 'chairside:room-1', lostHubForMs: 0 })
    await screen.hello({ view: 'chairside:room-1', sound: 'blocked' })
    screen.socket.disconnect()
    await eventually('it has left', async () =>
      (await it.records(SUITE_STREAM, 'screen')).some(({ event }) => event === 'left'),
    )
    const events = await it.records(SUITE_STREAM, 'screen')
    expect(events.map(({ event, sound, forMs }) => [event, sound ?? forMs])).toEqual([
      ['joined', 'none'],
      ['lostHub', 7_000],
      ['view', 'blocked'],
      ['left', undefined],
    ])
    expect(new Set(events.map((one) => one.screenId))).toEqual(new Set([screenId]))
    expect(JSON.stringify(events)).not.toContain('K-0417')
  })

  test('[SC33] whose place is taken away is told and closed, and that is recorded', async () => {
    await using it = await ward()
    const { cookie, screenId } = await it.enrol(it.roomId)
    const screen = await it.screen({ cookie })
    await screen.hello()
    must(await it.store.screens.revoke(screenId))
    await eventually('it is closed', () => !screen.socket.connected)
    expect(screen.closing).toMatchObject([{ code: 'not-signed-in' }])
    await settle(50)
    expect((await it.records(SUITE_STREAM, 'screen')).map(({ event }) => event)).toEqual([
      'joined',
      'revoked',
      'left',
    ])
  })
})
