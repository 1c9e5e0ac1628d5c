// The nurses' station by region, role and text: what alarms, since when, who has it, who is called, who can be heard.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { buttonsOf, elementOf, regionOf, textOf } from '../../testing/markup.ts'
import {
  busySuite,
  emptyRoom,
  NURSE,
  noLiveData,
  OTHER_NURSE,
  openRoom,
  PHYSICIAN,
  roomAlarm,
  SUITE,
  seenLow,
  veryHigh,
} from '../../testing/rooms.ts'
import { HUB_AT_MS } from '../../testing/scripted-wire.ts'
import { type GivenSuite, suiteBoard } from '../../testing/station-board.tsx'

const stationOf = async (given: GivenSuite) => (await suiteBoard(given)).station()
/** One room's tile, by its place in the list. */
function tileOf(html: string, at: number): string {
  const grid = elementOf(html, 'ul', /aria-label="Rooms"/)
  const tiles = grid.split(/(?=<li\b)/).slice(1)
  return tiles[at] ?? ''
}
const ago = (seconds: number) => (HUB_AT_MS - seconds * 1_000) as EpochMs
const inS = (seconds: number) => (HUB_AT_MS + seconds * 1_000) as EpochMs
const only = (room: RoomSummary, actor = NURSE): GivenSuite => ({ rooms: [room], suite: SUITE, actor })

describe('the rooms', () => {
  test('[UI166] every room of the suite stands in the hub’s own order, whatever alarms in it', async () => {
    const calm = busySuite().map((room) =>
      room.session === undefined ? room : { ...room, session: { ...room.session, alarms: [] } },
    )
    const names = (html: string) =>
      [...elementOf(html, 'ul', /aria-label="Rooms"/).matchAll(/<h2[^>]*>([\s\S]*?)<\/h2>/g)].map(
        ([, name]) => textOf(name ?? ''),
      )
    const busy = names(await stationOf({ rooms: busySuite(), suite: SUITE, actor: NURSE }))
    expect(busy).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((number) => `Room ${number}`))
    expect(names(await stationOf({ rooms: calm, suite: SUITE, actor: NURSE }))).toEqual(busy)
  })

  test('[UI166] a tile says patient, phase, numbers with their ages, who has it, and whether a screen is at the chair', async () => {
    const words = textOf(tileOf(await stationOf(only(openRoom(3, [], { nurse: OTHER_NURSE }))), 0))
    for (const part of [
      'Room 3',
      'K-0403',
      'Infusing T+31',
      'No active alarm',
      'HR now',
      'BP 1:10 ago',
      'SpO₂ now',
      'R. Osei',
      '◇ SIMULATED',
      'screen at chair',
    ])
      expect(words).toContain(part)
  })

  test('[UI166] without a session nothing is recorded there, and it says so; silence is no number', async () => {
    const html = await stationOf({
      rooms: [
        emptyRoom(1),
        emptyRoom(2, { room: { latest: { readings: {} }, deviceConnected: false, deviceNames: [] } }),
        openRoom(3, [], { ageS: 40 }),
      ],
      suite: SUITE,
      actor: NURSE,
    })
    expect(textOf(tileOf(html, 0))).toContain('NOT RECORDED · NO ALARMS')
    expect(textOf(tileOf(html, 1))).toContain('No session, no monitor')
    expect(textOf(tileOf(html, 1))).toContain('––')
    expect(textOf(tileOf(html, 2))).toMatch(/–– HR 0:40 No live data/)
  })

  test('[UI167] HIGH and MEDIUM fill the header and flash until somebody has acknowledged; LOW does neither', async () => {
    const tile = async (...alarms: Parameters<typeof openRoom>[1] & object) =>
      tileOf(await stationOf(only(openRoom(1, alarms))), 0)
    const high = await tile(veryHigh())
    expect(high).toContain('data-priority="high"')
    expect(high).toContain('data-fills')
    expect(high).toContain('alarm-plate-high')
    expect(textOf(high)).toMatch(/Room 1 !!! high priority:/)
    const medium = await tile(roomAlarm())
    expect(medium).toContain('alarm-plate-medium')
    const acknowledged = await tile(veryHigh({ acknowledgedBy: 'R. Osei', acknowledgedAtMs: ago(12) }))
    expect(acknowledged).toContain('data-fills')
    expect(acknowledged).not.toMatch(/alarm-flash|alarm-plate/)
    expect(textOf(acknowledged)).toMatch(
      /acknowledged, R\. Osei 0:12 ago, sound returns with a new reading still HIGH, or in 9:48/,
    )
    const low = await tile(seenLow())
    expect(low).toContain('data-priority="low"')
    expect(low).not.toMatch(/data-fills|alarm-flash|alarm-plate/)
  })

  test('[UI167] the most urgent alarm stands in words with its age; others are counted, a latched one is not forgotten', async () => {
    const html = await stationOf(
      only(
        openRoom(1, [
          roomAlarm({ ageS: 300 }),
          veryHigh({ ageS: 365, latched: true, text: 'SpO₂ was 83 < 85', overAtMs: ago(40) }),
          noLiveData({ ageS: 20 }),
        ]),
      ),
    )
    const tile = tileOf(html, 0)
    // Sight latches for HIGH: what is over is named, and its colour stays, steady, in head and edge alike.
    expect(textOf(tile)).toContain('SpO₂ was 83 < 85, over for 0:40, not acknowledged')
    expect(tile).toContain('data-priority="high"')
    expect(tile).not.toMatch(/alarm-flash|data-flash|alarm-plate-high/)
    // What nobody has seen to flashes beside its own words.
    expect(tile).toContain('alarm-plate-medium')
    expect(textOf(tile)).toMatch(/!! medium priority: +HR high · HR 112 > 110 5:00/)
    expect(textOf(tile)).toContain('+1')
    const list = textOf(regionOf(html, 'At the chair'))
    expect(list).toMatch(/SpO₂ was 83 < 85 over for 0:40, not acknowledged.*HR high.*No live data/)
  })

  test('[UI167] a technical alarm does not hide the patient’s: it is counted, in short', async () => {
    const html = await stationOf(
      only(
        openRoom(1, [
          roomAlarm({
            ageS: 500,
            condition: 'noChairScreen',
            text: 'No screen at the chair · nothing is shown at the chair',
          }),
          roomAlarm({ ageS: 20, condition: 'spo2Low', text: 'SpO₂ low · SpO₂ 83 < 90' }),
        ]),
      ),
    )
    const tile = textOf(tileOf(html, 0))
    expect(tile).toMatch(/SpO₂ low · SpO₂ 83 < 90 0:20 \+1 No screen at the chair/)
    expect(tile).not.toContain('nothing is shown')
  })

  test('[UI167] a repeat that is due counts down and wears no alarm’s colour', async () => {
    const room = openRoom(7, [], {
      session: {
        repeats: [
          { condition: 'bpHigh', text: 'BP high · SBP 166 ≥ 160', priority: 'medium', untilMs: inS(98) },
        ],
      },
    })
    const tile = tileOf(await stationOf(only(room)), 0)
    expect(textOf(tile)).toContain('Repeat due 1:38 · BP high · SBP 166 ≥ 160')
    expect(tile).not.toContain('data-priority="medium"')
  })

  test('[UI167] a room that nobody hears, and one whose alarms are not judged, say so in its tile', async () => {
    const rooms = [openRoom(1), openRoom(2, [], { session: { quarantined: true } })]
    const html = await stationOf({
      rooms,
      suite: { ...SUITE, unheardRooms: ['room-1' as RoomId] },
      actor: NURSE,
    })
    expect(textOf(tileOf(html, 0))).toContain('NO AUDIBLE SCREEN')
    expect(textOf(tileOf(html, 1))).toContain('ALARMS NOT JUDGED HERE')
    expect(textOf(tileOf(html, 1))).not.toContain('No active alarm')
  })

  test('[UI391] a room whose HELP is heard at no place but its own chair is said not to be heard outside it', async () => {
    const room = openRoom(1, [], { session: { audible: ['chair'] } })
    const html = await stationOf({
      rooms: [room],
      suite: { ...SUITE, unheardRooms: ['room-1' as RoomId] },
      actor: NURSE,
    })
    expect(textOf(tileOf(html, 0))).toContain('NOT HEARD OUTSIDE THE ROOM')
    expect(textOf(tileOf(html, 0))).not.toContain('NO AUDIBLE SCREEN')
    expect(textOf(elementOf(html, 'header', /./))).toContain('NO. Nobody can hear Room 1')
  })

  test('[UI168] one tap takes a room, or gives back one’s own', async () => {
    const rooms = [openRoom(1, [], { nurse: NURSE }), openRoom(2, [], { nurse: OTHER_NURSE }), emptyRoom(3)]
    const html = await stationOf({ rooms, suite: SUITE, actor: NURSE })
    expect([0, 1, 2].map((at) => buttonsOf(tileOf(html, at)))).toEqual([
      ['Hand over Room 1'],
      ['Take Room 2'],
      ['Take Room 3'],
    ])
    expect(textOf(tileOf(html, 2))).toContain('Nobody has this room')
  })
})

describe('the lists', () => {
  const called = { escalated: [{ step: 'physician', atMs: ago(5) }] } as const

  test('[UI172] Yours: what this person was called to, since when untaken, with “I have it” and “Cannot”', async () => {
    const rooms = [openRoom(3, [veryHigh({ ageS: 65, ...called })])]
    const yours = regionOf(await stationOf({ rooms, suite: SUITE, actor: PHYSICIAN }), 'Yours')
    expect(textOf(yours)).toMatch(/!!! high priority: +Room 3 1:05/)
    expect(textOf(yours)).toContain('BP very high · SBP 182 ≥ 180')
    expect(textOf(yours)).toContain('nobody has answered for 0:05')
    expect(buttonsOf(yours)).toEqual(['Cannot', 'I have it'])
    const nurse = await stationOf({ rooms, suite: SUITE, actor: NURSE })
    expect(textOf(regionOf(nurse, 'Yours'))).toContain('Nothing is waiting for you.')
    expect(textOf(regionOf(nurse, 'At the chair'))).toContain('Dr Lindqvist called 0:05 ago, not taken')
  })

  test('[UI172] At the chair: who has it, who is coming and when the sound returns, who is called next', async () => {
    const rooms = [
      openRoom(1, [
        veryHigh({ ...called, taken: { by: 'Dr Lindqvist', personId: 'lindqvist', atMs: ago(9) } }),
      ]),
      openRoom(2, [roomAlarm({ coming: { by: 'R. Osei', untilMs: inS(42), seq: 9 } })]),
      openRoom(3, [noLiveData({ next: { step: 'physician', atMs: inS(38), name: 'Dr Lindqvist' } })]),
      openRoom(4, [roomAlarm({ pausedUntilMs: inS(80) })]),
    ]
    const words = textOf(regionOf(await stationOf({ rooms, suite: SUITE, actor: NURSE }), 'At the chair'))
    expect(words).toContain('Dr Lindqvist has it, 0:09')
    expect(words).toContain('R. Osei is coming, sound returns in 0:42')
    expect(words).toContain('Dr Lindqvist is called in 0:38')
    expect(words).toContain('audio paused, sound returns in 1:20')
  })

  test('[UI173] “Coming” is offered where something sounds that nobody has answered, and undone for ten seconds', async () => {
    const coming = (by: string, leftS: number) => ({ coming: { by, untilMs: inS(leftS), seq: 9 } })
    const rooms = [
      openRoom(1, [veryHigh()]),
      openRoom(2, [veryHigh({ acknowledgedBy: 'R. Osei' })]),
      openRoom(3, [veryHigh({ latched: true })]),
      openRoom(4, [seenLow({ silent: true })]),
      openRoom(5, [veryHigh(coming(NURSE.name, 55))]),
      openRoom(6, [veryHigh(coming(NURSE.name, 45))]),
      openRoom(7, [veryHigh(coming('R. Osei', 55))]),
    ]
    const list = regionOf(await stationOf({ rooms, suite: SUITE, actor: NURSE }), 'At the chair')
    expect(new Set(buttonsOf(list))).toEqual(new Set(['Coming to Room 1', 'Undo coming to Room 5']))
  })

  test('[UI330] whoever is not told of the rooms reads that it is not known, never that there is none', async () => {
    const admin = { personId: 'a', name: 'A. Berg', role: 'admin' } as never
    const html = await stationOf({ refused: 'This sign-in may not see the rooms.', actor: admin })
    for (const list of ['Yours', 'At the chair'])
      expect(textOf(regionOf(html, list))).toContain('Not known here. This sign-in may not see the rooms.')
    expect(textOf(html)).not.toMatch(/No active alarm|Nothing is waiting/)
    const asking = textOf(await stationOf({ actor: NURSE }))
    expect(asking).toContain('Not known yet')
    expect(asking).not.toMatch(/No active alarm|Nothing is waiting/)
  })

  test('[UI331] a room that is handed over to this person stands under Yours, after what alarms', async () => {
    const offer = { roomId: 'room-1', roomName: 'Room 1', from: OTHER_NURSE, to: NURSE, atMs: ago(70) }
    const suite = { ...SUITE, offers: [offer] } as never
    const yours = async (actor: typeof NURSE) =>
      regionOf(await stationOf({ rooms: [openRoom(1)], suite, actor }), 'Yours')
    const mine = await yours(NURSE)
    expect(textOf(mine)).toMatch(/Room 1 1:10 R\. Osei hands it over to you\./)
    expect(textOf(mine)).not.toContain('Nothing is waiting')
    expect(buttonsOf(mine)).toEqual(['Read and answer'])
    expect(textOf(await yours(PHYSICIAN))).toContain('Nothing is waiting for you.')
  })

  test('[UI172] where nobody is on duty the lists do not say that anybody was called', async () => {
    const rooms = [openRoom(3, [veryHigh(called)])]
    const words = textOf(
      regionOf(await stationOf({ rooms, suite: { ...SUITE, duty: {} }, actor: NURSE }), 'At the chair'),
    )
    expect(words).toContain('no physician on duty to be called')
    expect(words).not.toContain('the physician called')
  })
})

describe('who is on duty, and who can be heard', () => {
  test('[UI174] the strip names physician and backup with their numbers; nobody is said loudly', async () => {
    const html = await stationOf({ rooms: [], suite: SUITE, actor: NURSE })
    const strip = regionOf(html, 'On duty')
    expect(textOf(strip)).toContain('Physician Dr Lindqvist 555 0101')
    expect(textOf(strip)).toContain('Backup Dr Berg')
    expect(buttonsOf(strip)).toEqual(['Set who is on duty'])
    const nobody = regionOf(await stationOf({ rooms: [], suite: { ...SUITE, duty: {} } }), 'On duty')
    expect(textOf(nobody)).toContain('No physician on duty')
    expect(nobody).toContain('data-nobody')
    expect(textOf(regionOf(await stationOf({ rooms: [] }), 'On duty'))).toContain('not known')
  })

  test('[UI175] whether every room can be heard: by whom and when, which room not, or that it is not known', async () => {
    const top = async (suite: GivenSuite['suite']) =>
      textOf(
        elementOf(
          await stationOf({ rooms: [openRoom(3)], actor: NURSE, ...(suite === undefined ? {} : { suite }) }),
          'header',
          /./,
        ),
      )
    expect(await top(SUITE)).toMatch(/every room audible: yes, heard \d\d:\d\d by M. Adeyemi/)
    expect(await top({ ...SUITE, unheardRooms: ['room-3' as RoomId] })).toContain(
      'NO. Nobody can hear Room 3',
    )
    expect(await top({ ...SUITE, station: { audible: false } })).toContain(
      'yes, at the chairs; no station is',
    )
    expect(await top(undefined)).toContain('every room audible: not known')
    // Of stations alone: whether this screen is heard is its own sign's to say.
    const empty = await stationOf({
      rooms: [emptyRoom(1)],
      suite: { ...SUITE, station: { audible: false } },
      actor: NURSE,
    })
    const words = textOf(elementOf(empty, 'header', /./))
    expect(words).toContain('station: nobody hears one')
    expect(words).not.toContain('not confirmed')
  })

  test('[UI175] with the hub lost nobody is said to be heard, and the number to call stays', async () => {
    const { wire, time, station } = await suiteBoard({ rooms: [openRoom(3)], suite: SUITE, actor: NURSE })
    await wire.disconnect()
    await time.pass(6_000)
    const html = await station()
    expect(textOf(elementOf(html, 'header', /./))).toContain('every room audible: not known')
    expect(textOf(regionOf(html, 'On duty'))).toContain('Dr Lindqvist 555 0101')
  })
})

describe('the page', () => {
  test('[UI176] is called Rooms, whoever is signed in', async () => {
    const title = async (given: GivenSuite) => textOf(elementOf(await stationOf(given), 'h1', /./))
    for (const actor of [NURSE, PHYSICIAN]) expect(await title({ rooms: [], actor })).toBe('Rooms')
    expect(await title({ rooms: [] })).toBe('Rooms')
  })

  test('[UI336] leads to the pages of a day by plain links, each to whoever may open it', async () => {
    const pages = async (given: GivenSuite) =>
      [
        ...(await stationOf(given)).matchAll(
          /<a [^>]*href="(\/[a-z]*)"[^>]*>(Rooms|Today|Patients|Sessions)</g,
        ),
      ].map(([, to, words]) => `${words} ${to}`)
    const all = ['Rooms /', 'Today /today', 'Patients /patients', 'Sessions /sessions']
    expect(await pages({ rooms: [], actor: NURSE })).toEqual(all)
    expect(await pages({ rooms: [], actor: PHYSICIAN })).toEqual(all)
    const qa = { personId: 'q', name: 'Q. Vance', role: 'qa' } as never
    const admin = { personId: 'a', name: 'A. Berg', role: 'admin' } as never
    expect((await pages({ rooms: [], actor: qa })).slice(-1)).toEqual(['Sessions /sessions'])
    expect(await pages({ rooms: [], actor: qa })).not.toContain('Today /today')
    expect(await pages({ refused: 'no', actor: admin })).not.toContain('Sessions /sessions')
  })

  test('[UI176] asking, empty, and refused are three different things', async () => {
    expect(textOf(await stationOf({ actor: NURSE }))).toContain('Asking the hub …')
    expect(textOf(await stationOf({ rooms: [], actor: NURSE }))).toContain('No room has been set up')
    const refused = textOf(await stationOf({ refused: 'Sign in to see the rooms.', actor: NURSE }))
    expect(refused).toContain('Sign in to see the rooms.')
    expect(refused).not.toMatch(/Asking the hub|No room has been set up/)
  })

  test('[UI176] what calls is read aloud; what is acknowledged or only seen is not', async () => {
    const rooms = [
      openRoom(3, [veryHigh()]),
      openRoom(2, [roomAlarm({ acknowledgedBy: 'R. Osei' })]),
      openRoom(8, [seenLow()]),
    ]
    const said = textOf(elementOf(await stationOf({ rooms, actor: NURSE }), 'p', /role="alert"/))
    expect(said).toBe('high priority: Room 3, BP very high · SBP 182 ≥ 180.')
  })
})
