// Proves what sounds at a place by the room list alone, whatever page is shown there.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { RoomAlarm, RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { RoomsState } from '../session/hub/rooms-watch.ts'
import { createFakeOut } from '../testing/fake-sound-out.ts'
import { createAlarmPlayer } from './alarm-player.ts'
import { placeSoundOf, startPlaceSound } from './place-sound.ts'
import type { SoundSource, SoundState } from './sound-desk.ts'

const AT = 1_764_000_000_000
const at = (second: number) => (AT + second * 1_000) as EpochMs

const alarm = (condition: string, given: Partial<RoomAlarm> = {}): RoomAlarm => ({
  alarmId: `${condition}@${AT}`,
  condition,
  level: 'veryHigh',
  priority: 'high',
  text: 'BP very high · SBP 182 ≥ 180',
  breachAtMs: at(0),
  sinceMs: at(0),
  signalSeq: 9,
  seq: 9,
  escalated: [],
  ...given,
})
type Session = NonNullable<RoomSummary['session']>
const room = (
  id: string,
  alarms: readonly RoomAlarm[] | undefined,
  given: Partial<Session> = {},
  nurse = 'n1',
): RoomSummary => ({
  roomId: id as RoomId,
  roomName: id,
  deviceNames: [],
  deviceConnected: true,
  everyMs: {},
  latest: { readings: {} },
  nurse: { personId: nurse, name: nurse, sinceMs: at(0) },
  ...(alarms === undefined
    ? {}
    : {
        session: {
          sessionId: `s-${id}`,
          patientCode: 'K-1',
          openedAtMs: at(0),
          provenance: 'measured',
          head: 9,
          infusion: 'infusing',
          quarantined: false,
          alarms,
          ...given,
        } as unknown as Session,
      }),
})
const keys = (place: string | undefined, rooms: readonly RoomSummary[], second = 20) =>
  placeSoundOf({ place, rooms, nowMs: at(second) }).sounding.map(({ key }) => key.split('@')[0])

describe('what sounds at a place', () => {
  test('[SO16] the station sounds every room', () => {
    expect(
      keys('station', [room('a', [alarm('bpHigh')]), room('b', [alarm('hrLow')]), room('c', undefined)]),
    ).toEqual(['bpHigh', 'hrLow'])
  })
  test('[SO16] a chair sounds its own room, and another of its nurse only while no patient is with it', () => {
    const other = room('b', [alarm('hrLow')])
    expect(keys('chair:a', [room('a', [alarm('bpHigh')]), other])).toEqual(['bpHigh'])
    expect(keys('chair:a', [room('a', undefined), other])).toEqual(['hrLow'])
    expect(keys('chair:a', [room('a', undefined), room('b', [alarm('hrLow')], {}, 'n2')])).toEqual([])
    expect(keys('chair:gone', [other])).toEqual([])
  })
  test('[SO16] a physician’s own screen sounds what calls them, and while nobody is on duty what calls a physician', () => {
    const called = [room('a', [alarm('bpHigh', { escalated: [{ step: 'physician', atMs: at(10) }] })])]
    const on = (duty?: object) =>
      placeSoundOf({ place: 'person:p1', rooms: called, duty: duty as never, nowMs: at(20) }).sounding.length
    const actor = (personId: string) => ({ physician: { actor: { personId }, sinceMs: at(0) } })
    expect([on(actor('p1')), on(actor('p2')), on({}), on()]).toEqual([1, 0, 1, 0])
    const notYet = { place: 'person:p1', rooms: [room('a', [alarm('bpHigh')])], duty: {}, nowMs: at(20) }
    expect(placeSoundOf(notYet).sounding).toEqual([])
  })
  test('[SO16] where alarms are not judged every place of the room sounds, and not longer than a pause is it silent', () => {
    const unjudged = (more: object = {}) =>
      room('a', [], { quarantined: true, notJudged: { sinceMs: at(0), ...more } })
    for (const place of ['station', 'wall', 'chair:a'])
      expect(keys(place, [unjudged()])).toEqual(['notJudged'])
    expect(keys('station', [unjudged({ pausedUntilMs: at(21) })])).toEqual([])
    expect(keys('station', [unjudged({ pausedUntilMs: at(21) })], 21)).toEqual(['notJudged'])
    expect(keys('person:p1', [unjudged()])).toEqual([])
  })
  test('[SO18] while audio is off one LOW pulse every 2 min, at the station and at a chair that is not quiet', () => {
    const off = (given: Partial<Session> = {}) => [
      room('a', [alarm('bpHigh', { priority: 'medium' })], {
        audioOff: { by: 'Dr Lindqvist', atMs: at(0) },
        ...given,
      }),
    ]
    const sounding = (place: string, second: number, given: Partial<Session> = {}) =>
      placeSoundOf({ place, rooms: off(given), nowMs: at(second) }).sounding
    expect(sounding('station', 119)).toEqual([])
    const [first, ...none] = sounding('station', 120)
    expect(first).toMatchObject({ priority: 'low', once: true })
    expect(none).toEqual([])
    expect(sounding('chair:a', 239)).toEqual([first])
    expect(sounding('chair:a', 240)).not.toEqual([first])
    for (const place of ['wall', 'person:p1', 'chair:b']) expect(sounding(place, 120)).toEqual([])
    expect(sounding('chair:a', 120, { quiet: true })).toEqual([])
  })
  test('[SO18] the pulse is heard once for each 2 min, however often it is asked for', () => {
    const fake = createFakeOut()
    const player = createAlarmPlayer()
    player.attach(fake.out)
    const rooms = [room('a', [], { audioOff: { by: 'Dr Lindqvist', atMs: at(0) } })]
    for (let second = 1; second <= 370; second += 1) {
      fake.move(1_000)
      player.set(placeSoundOf({ place: 'station', rooms, nowMs: at(second) }).sounding)
      player.feed()
    }
    expect(fake.heard().map(({ priority, atMs }) => [priority, Math.floor(atMs / 1_000)])).toEqual([
      ['low', 120],
      ['low', 240],
      ['low', 360],
    ])
  })
  test('[SO16] a page without a place sounds nothing', () => {
    expect(keys(undefined, [room('a', [alarm('bpHigh')])])).toEqual([])
  })
  test('[SO16] what a person silenced is silent, and sounds again when the time of it is over, with no word from the hub', () => {
    const rooms = [room('a', [alarm('bpHigh', { pausedUntilMs: at(60) })])]
    expect(keys('station', rooms, 59)).toEqual([])
    expect(keys('station', rooms, 60)).toEqual(['bpHigh'])
  })
  test('[SO31] a quiet chair knows its HIGH for the loss of the hub, though it does not sound it', () => {
    const rooms = [room('a', [alarm('bpHigh')], { quiet: true })]
    const now = placeSoundOf({ place: 'chair:a', rooms, nowMs: at(3) })
    expect(now.sounding).toEqual([])
    expect(now.known.map(({ priority }) => priority)).toEqual(['high'])
  })
  test('[SO32] a chair watches its own room; a station any', () => {
    const rooms = [room('a', undefined), room('b', [])]
    expect(placeSoundOf({ place: 'chair:a', rooms, nowMs: at(0) }).watching).toBe(false)
    expect(placeSoundOf({ place: 'station', rooms, nowMs: at(0) }).watching).toBe(true)
  })
})

describe('whatever page is shown', () => {
  function start() {
    const rooms = createStore<RoomsState>(() => ({}))
    let watching = 0
    let source: SoundSource = () => undefined
    let why: () => string | undefined = () => undefined
    const blank = { audio: { is: 'running', atLoad: 'running', hasRun: true }, sound: 'confirmed' } as const
    const desk = createStore<SoundState>(() => ({ ...blank, unheard: false, wakeLock: false, isFed: false }))
    const stop = startPlaceSound(
      {
        watchRooms() {
          watching += 1
          return {
            store: rooms,
            stop() {
              watching -= 1
            },
          }
        },
        suite: { store: createStore(() => ({})) },
        link: { time: { nowMs: () => at(20) } } as unknown as Parameters<typeof startPlaceSound>[0]['link'],
      },
      {
        store: desk,
        changed: () => undefined,
        listenBeneath(next, trouble) {
          source = next
          why = trouble
        },
      },
    )
    return { rooms, desk, stop, ask: () => source(), why: () => why(), watching: () => watching }
  }

  test('[SO17] the room list is asked for while this page has a place and no view knows all of it', () => {
    const { desk, watching, stop } = start()
    expect(watching()).toBe(0)
    desk.setState({ place: 'station' })
    expect(watching()).toBe(1)
    desk.setState({ isFed: true })
    expect(watching()).toBe(0)
    desk.setState({ isFed: false })
    expect(watching()).toBe(1)
    stop()
    expect(watching()).toBe(0)
  })
  test('[SO17] until it has come nothing is known, which is not the same as nothing', () => {
    const { desk, rooms, ask } = start()
    desk.setState({ place: 'station' })
    expect(ask()).toBeUndefined()
    rooms.setState({ rooms: [room('a', [alarm('bpHigh')])] })
    expect(ask()?.sounding).toHaveLength(1)
  })
  test('[SO19] a list that is refused or not answered is not an empty one: nothing is known, and why is said', () => {
    const { desk, rooms, ask, why } = start()
    expect(why()).toBeUndefined()
    desk.setState({ place: 'station' })
    expect(why()).toBeUndefined()
    rooms.setState({ failure: { code: 'not-allowed', message: 'Sign in to see the rooms.' } }, true)
    expect([ask(), why()]).toEqual([undefined, 'Sign in to see the rooms.'])
    rooms.setState({ unanswered: true }, true)
    expect([ask(), why()]).toEqual([undefined, 'The hub does not say which alarms there are.'])
    rooms.setState({ rooms: [room('a', [alarm('bpHigh')])], unanswered: true }, true)
    expect(ask()?.sounding).toHaveLength(1)
    expect(why()).toBe('The hub does not say which alarms there are.')
    rooms.setState({ rooms: [] }, true)
    expect([ask()?.sounding, why()]).toEqual([[], undefined])
  })
})
