// Proves where pages are, which of them sounds, and what each session is told of who can hear it.
import { SUITE_STREAM } from '@chairside/shared/ids.ts'
import { describe, expect, test } from 'vitest'
import { changesNothing, type HubFixture, hubFixture, settle } from './testing/hub-fixture.ts'
import { enrolledPage, openPage, ownPage, pass, type TestPage } from './testing/pages.ts'
import { eventually } from './testing/wait.ts'
import { refused, type Ward, ward } from './testing/ward.ts'

const leases = async (it: HubFixture) =>
  (await it.records(SUITE_STREAM, 'lease')).map(({ place, event, pageId }) => [place, event, pageId])
const coverage = async (it: Ward) => it.records(it.stream, 'coverage')
const newest = async (it: Ward) => (await coverage(it)).at(-1)
const hear = async (page: TestPage) => {
  expect(await page.heard(page.pageId)).toMatchObject({ ok: true })
  await settle()
}

const takes = async (page: TestPage) => {
  const body = { type: 'room.take', roomId: 'room-1' } as never
  expect(await page.command(body, { basedOnSeq: 0 })).toMatchObject({ ok: true })
  await settle()
}

describe('a lease', () => {
  test('[ST2] a place sounds on one page; the other is told which; it goes over when the first stops painting', async () => {
    await using it = await hubFixture()
    const one = await enrolledPage(it, {})
    const two = await enrolledPage(it, {})
    expect(one.grant()).toMatchObject({ place: 'station', lease: 'held' })
    expect(two.grant()).toMatchObject({ place: 'station', lease: 'other', otherScreen: expect.any(String) })
    await pass(it, 4_000, two)
    expect(one.grant()).toMatchObject({ lease: 'held' })
    await pass(it, 2_000, two)
    expect(one.grant()).toMatchObject({ lease: 'none' })
    expect(two.grant()).toMatchObject({ lease: 'held' })
    // Back again, it waits for its turn.
    await one.paints()
    await settle()
    expect(one.grant()).toMatchObject({ lease: 'other' })
    expect(await leases(it)).toEqual([
      ['station', 'given', one.pageId],
      ['station', 'released', one.pageId],
      ['station', 'given', two.pageId],
    ])
  })

  test('[ST2] it is recorded before anybody is told of it', async () => {
    await using it = await hubFixture()
    const { cookie } = await it.enrol()
    const screen = await it.screen({ cookie })
    await screen.hello({ view: 'rooms', pageId: 'p' })
    await settle()
    expect(screen.grants).toMatchObject([{ place: 'station', lease: 'none' }])
    it.memory.hold()
    await screen.paints()
    await settle(50)
    expect(screen.grants).toHaveLength(1)
    it.memory.release()
    await settle(50)
    expect(screen.grants.at(-1)).toMatchObject({ lease: 'held' })
    expect(it.errors).toEqual([])
  })

  test('[ST3] held by a page nobody hears, it goes to one that somebody heard', async () => {
    await using it = await hubFixture()
    const silent = await enrolledPage(it, {})
    await silent.paints({ audio: 'suspended' })
    const heard = await enrolledPage(it, { person: 'Nora Nurse' })
    expect(silent.grant()).toMatchObject({ lease: 'held' })
    // Whoever waits beside it is told that nobody has heard the one that holds it.
    expect(heard.grant()).toMatchObject({ lease: 'other' })
    expect(heard.grant()).not.toHaveProperty('otherHeard')
    await hear(heard)
    expect(heard.grant()).toMatchObject({ lease: 'held', toneHeard: { by: 'Nora Nurse' } })
    expect(silent.grant()).toMatchObject({ lease: 'other', otherHeard: true })
    // One that is heard later takes it from nobody who is heard.
    await silent.paints()
    await hear(silent)
    expect(silent.grant()).toMatchObject({ lease: 'other', toneHeard: {} })
    expect(heard.grant()).toMatchObject({ lease: 'held' })
  })

  test('[ST18] with a room its chair’s sound goes to the page of whoever has it now, as soon as that can be heard; an enrolled screen keeps it', async () => {
    await using it = await ward()
    const view = `chairside:${it.roomId}`
    const nora = await ownPage(it, 'Nora Nurse', view)
    await takes(nora)
    await hear(nora)
    const nils = await ownPage(it, 'Nils Nurse', view)
    expect(nora.grant()).toMatchObject({ lease: 'held' })
    expect(nils.grant()).not.toHaveProperty('hasRoom')
    // The room is another's: nobody has heard their page yet, so the one that is heard goes on, and theirs is told.
    await pass(it, 4_000, nora, nils)
    await takes(nils)
    expect(nora.grant()).toMatchObject({ lease: 'held', toneHeard: {} })
    expect(nils.grant()).toMatchObject({ lease: 'other', otherHeard: true, hasRoom: true })
    expect(await newest(it)).toMatchObject({ audible: ['chair'] })
    await hear(nils)
    expect(nils.grant()).toMatchObject({ lease: 'held' })
    expect(nora.grant()).toMatchObject({ lease: 'other', otherHeard: true })
    expect(await newest(it)).toMatchObject({ audible: ['chair'] })
    // The chair's own screen is at the chair whoever has the room.
    const chair = await enrolledPage(it, { roomId: it.roomId })
    expect(nils.grant()).toMatchObject({ lease: 'held' })
    await nils.paints({ audio: 'suspended' })
    await hear(chair)
    await nils.paints()
    await pass(it, 4_000, nils, chair, nora)
    expect(chair.grant()).toMatchObject({ lease: 'held' })
  })

  test('[ST18] where nobody is heard it goes with the room at once, to a page that can sound', async () => {
    await using it = await ward()
    const view = `chairside:${it.roomId}`
    const nora = await ownPage(it, 'Nora Nurse', view)
    const nils = await ownPage(it, 'Nils Nurse', view)
    await nils.paints({ audio: 'suspended' })
    await takes(nils)
    expect(nora.grant()).toMatchObject({ lease: 'held' })
    await nils.paints()
    await pass(it, 4_000, nora, nils)
    expect(nils.grant()).toMatchObject({ lease: 'held' })
  })

  test('[ST4] a page that closes gives it up within 2 s; one that comes back by then keeps it', async () => {
    await using it = await hubFixture()
    const { cookie } = await it.enrol()
    const one = await openPage(it, cookie, 'rooms')
    const two = await enrolledPage(it, {})
    one.socket.disconnect()
    await settle(50)
    it.clock.move(1_500)
    await settle()
    const back = await openPage(it, cookie, 'rooms', undefined, one.pageId)
    expect(back.grant()).toMatchObject({ lease: 'held' })
    back.socket.disconnect()
    await settle(50)
    await pass(it, 2_000, two)
    expect(two.grant()).toMatchObject({ lease: 'held' })
  })

  test('[ST4] it goes with the page to no other place', async () => {
    await using it = await hubFixture()
    const nora = await ownPage(it, 'Nora Nurse', 'rooms')
    expect(nora.grant()).toMatchObject({ place: 'station', lease: 'held' })
    await nora.hello({ view: `chairside:${it.roomId}`, pageId: nora.pageId })
    await settle()
    expect(nora.grant()).toMatchObject({ place: `chair:${it.roomId}`, lease: 'held' })
    await nora.hello({ view: 'sessions', pageId: nora.pageId })
    await settle()
    expect(nora.grant()).toEqual({ lease: 'none', quiet: false })
    expect((await leases(it)).map(([place, event]) => [place, event])).toEqual([
      ['station', 'given'],
      ['station', 'released'],
      [`chair:${it.roomId}`, 'given'],
      [`chair:${it.roomId}`, 'released'],
    ])
  })

  test('[ST5] transitions of painting are in the suite’s stream, reports are not', async () => {
    await using it = await hubFixture()
    const page = await enrolledPage(it, { roomId: it.roomId })
    await pass(it, 20_000, page)
    await pass(it, 10_000)
    await pass(it, 4_000, page)
    const events = (await it.records(SUITE_STREAM, 'screen')).map(({ event }) => event)
    expect(events).toEqual(['joined', 'painting', 'notPainting', 'painting'])
  })
})

describe('"Did you hear the tone?"', () => {
  test('[ST6] counts on its page for 8 h, with who heard it', async () => {
    await using it = await ward()
    const page = await enrolledPage(it, { roomId: it.roomId })
    expect(await newest(it)).toMatchObject({ audible: [], unconfirmed: ['chair'], chair: 'painting' })
    await hear(page)
    expect(page.grant()?.toneHeard).toEqual({
      atMs: it.clock.nowMs(),
      untilMs: it.clock.nowMs() + 8 * 3_600_000,
    })
    expect(await newest(it)).toMatchObject({ audible: ['chair'], unconfirmed: [] })
    await pass(it, 8 * 3_600_000 - 4_000, page)
    expect(page.grant()?.toneHeard).toBeDefined()
    await pass(it, 4_000, page)
    expect(page.grant()?.toneHeard).toBeUndefined()
    expect(await newest(it)).toMatchObject({ audible: [], unconfirmed: ['chair'] })
  }, 180_000)

  test('[ST6] is void after a reload, after 10 min out of sight, and when somebody does not hear it', async () => {
    await using it = await ward()
    const { cookie, screenId } = await it.enrol(it.roomId)
    const view = `chairside:${it.roomId}`
    const page = await openPage(it, cookie, view, screenId)
    await hear(page)
    page.socket.disconnect()
    const reloaded = await openPage(it, cookie, view, screenId)
    await pass(it, 4_000, reloaded)
    expect(reloaded.grant()).toMatchObject({ lease: 'held' })
    expect(reloaded.grant()?.toneHeard).toBeUndefined()
    await hear(reloaded)
    // Out of sight for less than 10 min it counts again when it is back; for 10 min it does not.
    await pass(it, 590_000)
    await reloaded.paints()
    await settle()
    expect(reloaded.grant()?.toneHeard).toBeDefined()
    await pass(it, 600_000)
    await reloaded.paints()
    await settle()
    expect(reloaded.grant()?.toneHeard).toBeUndefined()
    await hear(reloaded)
    expect(await newest(it)).toMatchObject({ audible: ['chair'] })
    await reloaded.heard(reloaded.pageId, false)
    await settle()
    expect(reloaded.grant()?.toneHeard).toBeUndefined()
    expect(await newest(it)).toMatchObject({ audible: [] })
  })

  test('[ST7] of another load of the page it is refused', async () => {
    await using it = await hubFixture()
    const page = await enrolledPage(it, {})
    const late = await changesNothing(it, () => page.heard('another-load'))
    expect(late).toMatchObject(refused('tone-test-stale', 'body.pageId'))
  })

  test('[ST8] survives a restart of the hub on the same page', async () => {
    const first = await hubFixture()
    const { cookie, screenId } = await first.enrol()
    const page = await openPage(first, cookie, 'rooms', screenId)
    await hear(page)
    const log = await first.crash()
    first.clock.move(5_000)
    await using it = await hubFixture({ log, clock: first.clock, store: first.store })
    const back = await openPage(it, cookie, 'rooms', screenId, page.pageId)
    expect(back.grant()).toMatchObject({ lease: 'held', toneHeard: { untilMs: expect.any(Number) } })
    const events = (await it.records(SUITE_STREAM, 'lease')).map(({ event, cause }) => [event, cause])
    expect(events).toEqual([
      ['given', 'painting'],
      ['released', 'hub restarted'],
      ['given', 'tone heard'],
    ])
  })
})

describe('what a session is told of its surroundings', () => {
  test('[ST10] at once when it opens, then when it changes: chair, station and wall', async () => {
    await using it = await ward()
    expect(await coverage(it)).toMatchObject([
      { audible: [], unconfirmed: [], chair: 'absent', quiet: false },
    ])
    const chair = await enrolledPage(it, { roomId: it.roomId })
    const station = await enrolledPage(it, {})
    await hear(station)
    const wall = await enrolledPage(it, { view: 'wall' })
    await hear(wall)
    const other = await enrolledPage(it, { roomId: it.roomIds[1] })
    await hear(other)
    expect(await newest(it)).toMatchObject({
      audible: ['station', 'wall'],
      unconfirmed: ['chair'],
      chair: 'painting',
    })
    const before = (await coverage(it)).length
    await pass(it, 60_000, chair, station, wall, other)
    expect(await coverage(it)).toHaveLength(before)
    await station.paints({ audio: 'suspended' })
    await settle()
    expect(await newest(it)).toMatchObject({ audible: ['wall'], unconfirmed: ['chair'] })
    await pass(it, 6_000, wall)
    expect(await newest(it)).toMatchObject({ audible: ['wall'], unconfirmed: [], chair: 'absent' })
  })

  test('[ST11] a page without frames for 6 s is neither heard nor there, to the second', async () => {
    await using it = await ward()
    const chair = await enrolledPage(it, { roomId: it.roomId })
    await hear(chair)
    it.clock.move(5_999)
    await settle()
    expect(await newest(it)).toMatchObject({ audible: ['chair'], chair: 'painting' })
    it.clock.move(1)
    await settle()
    expect(await newest(it)).toMatchObject({ audible: [], chair: 'absent' })
    await chair.paints({ painting: false })
    await settle()
    expect(await newest(it)).toMatchObject({ chair: 'absent' })
    await chair.paints()
    await settle()
    expect(await newest(it)).toMatchObject({ audible: ['chair'], chair: 'painting' })
  })

  test('[ST12] a chair is quiet by name, with the monitor’s alarms on and a station that is heard; and only so long', async () => {
    await using it = await ward()
    const chair = await enrolledPage(it, { roomId: it.roomId })
    const station = await enrolledPage(it, {})
    const quiet = (more: object = {}) =>
      it.press(it.nora, { type: 'chair.quiet', on: true, bedsideAlarmsOn: true, ...more })
    expect(await changesNothing(it, () => quiet({ bedsideAlarmsOn: false }))).toMatchObject(
      refused('state-moved', 'body.bedsideAlarmsOn'),
    )
    expect(await changesNothing(it, () => quiet())).toMatchObject(refused('state-moved', 'body.on'))
    await hear(station)
    // Whether the bedside monitor's alarms are on is known to whoever stands beside it.
    const away = await ownPage(it, 'Nils Nurse', 'rooms')
    expect(
      await changesNothing(it, () =>
        it.press(away, { type: 'chair.quiet', on: true, bedsideAlarmsOn: true }),
      ),
    ).toMatchObject(refused('wrong-place', 'body.type'))
    expect(await quiet()).toMatchObject({ ok: true })
    await settle()
    expect(await newest(it)).toMatchObject({ quiet: true })
    expect(chair.grant()).toMatchObject({ quiet: true })
    expect(await changesNothing(it, () => quiet())).toMatchObject(refused('state-moved', 'body.on'))
    // The station closes: within 5 s the chair may sound, and says why.
    station.socket.disconnect()
    await settle(50)
    await pass(it, 4_000, chair)
    expect(await newest(it)).toMatchObject({ quiet: false, audible: [] })
    expect(chair.grant()).toMatchObject({ quiet: false, notQuietBecause: expect.stringMatching(/\.$/) })
  })

  test('[ST13] after a restart screens have 15 s to come back; nobody is quiet on the strength of what was', async () => {
    const first = await ward()
    const { cookie, screenId } = await first.enrol(first.roomId)
    const view = `chairside:${first.roomId}`
    const chair = await openPage(first, cookie, view, screenId)
    const station = await enrolledPage(first, {})
    await hear(station)
    await hear(chair)
    await first.press(first.nora, { type: 'chair.quiet', on: true, bedsideAlarmsOn: true })
    await settle()
    const log = await first.crash()
    first.clock.move(3_000)
    const it = Object.assign(await hubFixture({ log, clock: first.clock, store: first.store }), {
      stream: first.stream,
    }) as Ward
    await settle(50)
    expect(await newest(it)).toMatchObject({
      audible: ['chair', 'station'],
      chair: 'painting',
      quiet: false,
      assumed: ['chair', 'station'],
    })
    const back = await openPage(it, cookie, view, screenId, chair.pageId)
    await pass(it, 12_000, back)
    expect(await newest(it)).toMatchObject({ audible: ['chair', 'station'], chair: 'painting' })
    expect((await newest(it))?.assumed).toContain('station')
    await pass(it, 4_000, back)
    expect(await newest(it)).toMatchObject({ audible: ['chair'], chair: 'painting', quiet: false })
    expect(await newest(it)).not.toHaveProperty('assumed')
    await it[Symbol.asyncDispose]()
  })

  test('[ST14] with nobody there a live session says so, everywhere', async () => {
    await using it = await ward()
    const page = await ownPage(it, 'Paul Physician', 'rooms')
    await pass(it, 10_000, page)
    const raised = (await it.records(it.stream, 'alarm')).map(({ condition }) => condition)
    expect(raised).toEqual(expect.arrayContaining(['noChairScreen', 'noAudibleScreen']))
    expect(page.suite.at(-1)).toMatchObject({ unheardRooms: [it.roomId], station: { audible: false } })
  })

  test('[SO62] HELP that nobody but its own chair could hear makes its room one that nobody hears, until it is heard or somebody has it', async () => {
    await using it = await ward()
    const chair = await enrolledPage(it, { roomId: it.roomId })
    const paul = await ownPage(it, 'Paul Physician', 'rooms')
    /** What is told is told every 250 ms of the wall. */
    const told = async (...rooms: readonly string[]) => {
      const is = () => JSON.stringify(paul.suite.at(-1)?.unheardRooms)
      await pass(it, 1_000, chair, paul)
      await eventually(`${is()} to be ${rooms}`, () => is() === JSON.stringify(rooms), 3_000)
    }
    await hear(chair)
    await told()
    expect(await it.press(chair, { type: 'help' })).toMatchObject({ ok: true })
    expect(await newest(it)).toMatchObject({ audible: ['chair'] })
    await told(it.roomId)
    // A station that somebody hears, or the physician's own screen to which it is called.
    const station = await enrolledPage(it, {})
    await told(it.roomId)
    await hear(station)
    await told()
    station.socket.disconnect()
    await pass(it, 6_000, chair, paul)
    await told(it.roomId)
    await hear(paul)
    await told()
    await paul.paints({ audio: 'suspended' })
    await told(it.roomId)
    const help = (await it.records(it.stream, 'alarm')).find(({ condition }) => condition === 'help')
    expect(await it.press(paul, { type: 'alarm.take', alarmId: help?.alarmId })).toMatchObject({ ok: true })
    await told()
  })
})
