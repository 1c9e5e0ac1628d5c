// Proves which alarms a place's tab and notifications speak of, and when a tab begins to have a sound at all.
import type { SoundGrant } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
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
})

describe('when a tab begins to have a sound', () => {
  function opened(path: string) {
    const store = createStore<SoundGrantState>(() => ({}))
    let went: (to: string) => void = () => undefined
    let started = 0
    const sound = startSoundWhenPlaced(
      { soundGrant: { store } },
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
    return { sound, go: (to: string) => went(to), grant, started: () => started }
  }

  test('[UI179] at the station and at a chair at once, so that it is known before any alarm whether it can sound', () => {
    expect(opened('/').started()).toBe(1)
    expect(opened('/room/room-3').started()).toBe(1)
  })

  test('[UI179] a replay has none, unless the screen is enrolled at a chair; a way to a room begins it, once', () => {
    const replay = opened('/replay/s1')
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
