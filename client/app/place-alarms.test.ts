// Proves which alarms a place's tab and notifications speak of, and when a tab begins to have a sound at all.
import type { ScreenSelf, SoundGrant } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { LinkState } from '../session/hub/hub-link.ts'
import type { SoundGrantState } from '../session/hub/sound-grant.ts'
import { busySuite, NURSE, openRoom, PHYSICIAN, SUITE, veryHigh } from '../testing/rooms.ts'
import { startSoundWhenPlaced } from './late-sound.ts'
import { alarmsOfPlace, highsOf, tabAlarmsOf } from './place-alarms.ts'

const names = (place: string, me = NURSE) =>
  tabAlarmsOf(alarmsOfPlace(place, busySuite(), me, SUITE.duty)).map(({ title, room }) => `${room}: ${title}`)

describe('the alarms of a place', () => {
  test('[UI179] the station’s are every room’s that nobody has acknowledged', () => {
    expect(names('station')).toEqual(['Room 3: BP very high', 'Room 5: No live data', 'Room 8: SpO₂ low'])
  })

  test('[UI179] a person’s own screen speaks only of what is theirs, an enrolled chair only of its own room', () => {
    expect(names('person:lindqvist', PHYSICIAN)).toEqual(['Room 3: BP very high', 'Room 5: No live data'])
    expect(names('chair:room-5')).toEqual(['Room 5: No live data'])
    expect(names('chair:room-1')).toEqual([])
  })

  test('[UI179] notifications are of HIGH alone, and two sessions’ alarms of one name are two', () => {
    const rooms = [openRoom(1, [veryHigh()]), openRoom(2, [veryHigh()])]
    const highs = highsOf(alarmsOfPlace('station', rooms, NURSE, SUITE.duty))
    expect(highs.map(({ room }) => room)).toEqual(['Room 1', 'Room 2'])
    expect(new Set(highs.map(({ alarmId }) => alarmId)).size).toBe(2)
    expect(highsOf(alarmsOfPlace('station', busySuite(), NURSE, SUITE.duty))).toHaveLength(1)
  })

  test('[UI179] ALARMS NOT JUDGED HERE is a HIGH of its room, at the station and at the chair', () => {
    const room = openRoom(1, [])
    const notJudged = { sinceMs: 7 as never }
    const rooms = [{ ...room, session: { ...room.session, quarantined: true, notJudged } as never }]
    for (const place of ['station', 'wall', `chair:${room.roomId}`]) {
      const all = alarmsOfPlace(place, rooms, undefined, undefined)
      expect(tabAlarmsOf(all)).toEqual([
        { priority: 'high', title: 'ALARMS NOT JUDGED HERE', room: 'Room 1' },
      ])
      expect(highsOf(all)).toHaveLength(1)
    }
  })
})

describe('when a tab begins to have a sound', () => {
  function opened(path: string, self?: Partial<ScreenSelf>) {
    const store = createStore<SoundGrantState>(() => ({}))
    const link = createStore<LinkState>(() => ({ phase: 'connecting', newBuild: false, resets: 0 }))
    const greet = (change: Partial<ScreenSelf>) =>
      link.setState({ phase: 'live', self: { secure: true, zone: 'UTC', demo: false, ...change } })
    if (self !== undefined) greet(self)
    let went: (to: string) => void = () => undefined
    let started = 0
    const sound = startSoundWhenPlaced(
      { link: { store: link }, soundGrant: { store } },
      path,
      {
        onWay(listener) {
          went = listener
          return () => {
            went = () => undefined
          }
        },
      },
      () => {
        started += 1
        return {}
      },
    )
    const grant = (place?: string) =>
      store.setState({ grant: { lease: 'none', quiet: false, ...(place && { place }) } as SoundGrant })
    return { sound, greet, go: (to: string) => went(to), grant, started: () => started }
  }

  test('[UI179] at a chair at once, at the station with the greeting: it is known before any alarm whether it can sound', () => {
    expect(opened('/room/room-3').started()).toBe(1)
    const station = opened('/')
    expect(station.started()).toBe(0)
    station.greet({ actor: NURSE })
    expect(station.started()).toBe(1)
    expect(opened('/', { screenId: 'wall-1' as never }).started()).toBe(1)
  })

  test('[UI179] whoever is led on from the first page has none: QA, and nobody', () => {
    expect(opened('/', { actor: { ...NURSE, role: 'qa' } }).started()).toBe(0)
    const signedOut = opened('/', {})
    signedOut.go('/sign-in')
    expect(signedOut.started()).toBe(0)
  })

  test('[UI179] a replay has none, unless the screen is enrolled at a chair; a way to a room begins it, once', () => {
    const replay = opened('/replay/s1', { actor: NURSE })
    replay.grant()
    replay.go('/sessions')
    expect(replay.started()).toBe(0)
    expect(replay.sound.getState()).toBeUndefined()
    replay.go('/room/room-3')
    replay.go('/')
    expect(replay.started()).toBe(1)
    const enrolled = opened('/replay/s1')
    enrolled.grant('chair:room-3')
    expect(enrolled.started()).toBe(1)
  })
})
