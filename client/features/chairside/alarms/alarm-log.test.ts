// The alarm log's panel: which rows a filter leaves, what each says besides its words; and what sounds at the chair.
import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import type { AlarmLogRow } from '@chairside/shared/fold/alarm-log.ts'
import { emptySession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { describe, expect, test } from 'vitest'
import { placeSoundOf } from '../../../sound/place-sound.ts'
import { openedBody } from '../../../testing/records.ts'
import { conditionName, factsOf, filtered, NO_FILTER } from './alarm-log-panel.tsx'
import { signalledOf } from './use-chair-signals.ts'
import { type ChairSound, chairSoundOf } from './use-chair-sound.ts'

const S = 1_000
const row = (change: object): AlarmLogRow =>
  ({ seq: 1, event: 'raised', atMs: 0, decidedAtMs: 0, text: '', ...change }) as never
const rows = [
  row({ seq: 1, condition: 'bpHigh', priority: 'high', acknowledgedBy: 'R. Osei', acknowledgedAtMs: 31 * S }),
  row({ seq: 2, event: 'acknowledged', condition: 'bpHigh' }),
  row({ seq: 3, condition: 'noLiveData', priority: 'medium' }),
  row({ seq: 4, event: 'audioPaused' }),
  row({ seq: 5, condition: 'symptomChestPain', priority: 'high' }),
  row({ seq: 6, event: 'ended', condition: 'noLiveData', priority: 'medium' }),
]
const rules = rulesOfSession({ ...emptySession, opened: openedBody } as never)
const left = (change: object) => filtered(rows, { ...NO_FILTER, ...change }, rules).map(({ seq }) => seq)

describe('the alarm log', () => {
  test('[UI382] its filter calls a condition by its name, never by the record’s own word', () => {
    const names = ['noLiveData', 'bpHigh', 'noValueSpo2', 'symptomChestPain', 'help'].map(conditionName)
    expect(names).toEqual(['No live data', 'BP high', 'No SpO₂', 'Chest pain', 'HELP'])
  })

  test('[UI137] filters by priority, kind, what is unacknowledged and the condition; none leaves all', () => {
    expect(left({})).toEqual([1, 2, 3, 4, 5, 6])
    expect(left({ priority: 'high' })).toEqual([1, 5])
    expect(left({ kind: 'physiological' })).toEqual([1, 2, 5])
    expect(left({ kind: 'technical' })).toEqual([3, 6])
    expect(left({ kind: 'people' })).toEqual([2, 4])
    expect(left({ only: 'transitions' })).toEqual([1, 3, 5, 6])
    expect(left({ only: 'unacknowledged' })).toEqual([3, 5])
    expect(left({ condition: 'bpHigh' })).toEqual([1, 2])
  })
  test('[UI137] each row says when it was decided, where it could be heard, and what came of it', () => {
    const scale = { zone: 'UTC', startedAtMs: 0 }
    const said = row({
      atMs: 20 * S,
      decidedAtMs: 22 * S,
      signalled: { atMs: 22 * S, audible: ['station'], quiet: true },
      acknowledgedBy: 'R. Osei',
      acknowledgedAtMs: 51 * S,
      leftAtMs: 80 * S,
    })
    expect(factsOf(said, scale)).toBe(
      'decided 0:02 later · heard at the station (chair quiet) · acknowledged by R. Osei 0:31 later · until T+01:20',
    )
    // HELP makes no sound where it was pressed, whoever can be heard there.
    const atBoth = { atMs: 0, audible: ['chair', 'station'], quiet: false } as const
    expect(factsOf(row({ condition: 'help', signalled: atBoth }), scale)).toMatch(/^heard at the station ·/)
    const atChair = { atMs: 0, audible: ['chair'], quiet: false } as const
    expect(factsOf(row({ condition: 'help', signalled: atChair }), scale)).toMatch(/^seen, heard nowhere/)
    const unheard = row({ signalled: { atMs: 0, audible: [], quiet: false } })
    expect(factsOf(unheard, scale)).toBe('seen, heard nowhere · not acknowledged')
  })
})

describe('what sounds at this chair', () => {
  const alarm = (change: object = {}) => ({
    alarm: {
      alarmId: 'spo2Low@0',
      condition: 'spo2Low',
      transition: 'raised',
      priority: 'high',
      dueAtMs: 0,
      breachAtMs: 0,
      values: {},
      ...change,
    },
    seq: 7,
    signalSeq: 7,
    raisedAtMs: 0,
    escalated: [],
    told: [],
    declined: [],
  })
  const state = {
    ...emptySession,
    opened: openedBody,
    alarms: { spo2Low: alarm() },
  } as unknown as SessionState
  const room = { roomId: 'room-1', session: { sessionId: 's1', alarms: [] } } as never
  const chair = (change: Partial<ChairSound> = {}): ChairSound => ({
    room,
    state,
    mine: undefined,
    place: 'chair:room-1',
    nowMs: 20 * S,
    ...change,
  })
  const other = {
    roomId: 'room-4',
    session: {
      sessionId: 's4',
      phase: 'recovery',
      alarms: [{ alarmId: 'hrHigh@1', condition: 'hrHigh', priority: 'high', seq: 3, breachAtMs: 0 }],
    },
  }
  const mine = { rooms: [other] } as never

  test('[UI141] its own room’s alarms sound; a screen without a place sounds nothing while the hub is there', () => {
    expect(chairSoundOf(chair()).sounding).toEqual([{ key: 'spo2Low@0:7', priority: 'high' }])
    const nowhere = chairSoundOf(chair({ place: undefined }))
    expect(nowhere.sounding).toEqual([])
    expect(nowhere.known).toHaveLength(1)
  })
  test('[UI141] another room’s alarm is not heard beside a patient, and is where nobody is at this chair', () => {
    expect(chairSoundOf(chair({ mine })).sounding.map(({ key }) => key)).toEqual(['spo2Low@0:7'])
    const closed = { ...state, alarms: {}, closed: { atMs: 1, by: 'x' } } as never
    expect(chairSoundOf(chair({ mine, state: closed })).sounding.map(({ key }) => key)).toEqual([
      'hrHigh@1:3',
    ])
  })
  test('[UI141] before the records are read the hub’s word on the room sounds', () => {
    const told = { ...other, roomId: 'room-1' } as never
    expect(chairSoundOf(chair({ room: told, state: undefined })).sounding.map(({ key }) => key)).toEqual([
      'hrHigh@1:3',
    ])
  })
  test('[UI141] alarms that are not judged sound here, and go on when the hub is lost', () => {
    const unjudged = { ...state, alarms: {}, quarantined: true, notJudgedSinceMs: 5 } as never
    const { sounding, known } = chairSoundOf(chair({ state: unjudged }))
    expect(sounding).toEqual([{ key: 'notJudged@5:0', priority: 'high' }])
    expect(known).toEqual(sounding)
    expect(signalledOf(unjudged)).toEqual([
      { alarmId: 'notJudged@5', priority: 'high', title: 'ALARMS NOT JUDGED HERE' },
    ])
    expect(signalledOf({ ...state, quarantined: false })).toMatchObject([{ alarmId: 'spo2Low@0' }])
  })
  test('[UI141] while audio is off it is said every 2 min by one LOW pulse, with the same key as from the room list', () => {
    const off = { atMs: 0, seq: 3, by: 'Dr Lindqvist', reason: 'asleep' }
    const silenced = { ...state, alarms: {}, audio: { off } } as never
    const line = {
      roomId: 'room-1',
      session: { alarms: [], audioOff: { by: 'Dr Lindqvist', atMs: 0 } },
    } as never
    const pulse = [{ key: 'audioOff:0:1', priority: 'low', once: true }]
    expect(chairSoundOf(chair({ state: silenced, nowMs: 119 * S })).sounding).toEqual([])
    expect(chairSoundOf(chair({ state: silenced, nowMs: 120 * S })).sounding).toEqual(pulse)
    expect(placeSoundOf({ place: 'chair:room-1', rooms: [line], nowMs: 120 * S }).sounding).toEqual(pulse)
    expect(chairSoundOf(chair({ state: silenced, nowMs: 120 * S })).known).toEqual([])
  })
  test('[UI141] a person’s own screen sounds only what was escalated to them', () => {
    const place = 'person:p2'
    expect(chairSoundOf(chair({ place })).sounding).toEqual([])
    const escalated = { ...alarm(), escalated: [{ step: 'physician', atMs: 60 * S }] }
    const now = { ...state, alarms: { spo2Low: escalated } } as never
    const duty = { physician: { actor: { personId: 'p2' } } } as never
    expect(chairSoundOf(chair({ place, state: now, duty })).sounding).toHaveLength(1)
    // Nobody is on duty: every physician's. Not known who is: nobody's whom it was not sent to.
    expect(chairSoundOf(chair({ place, state: now, duty: {} })).sounding).toHaveLength(1)
    expect(chairSoundOf(chair({ place, state: now })).sounding).toEqual([])
  })
})
