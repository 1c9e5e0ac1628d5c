// What sounds where, and of what is silent why and until when.
import { describe, expect, test } from 'vitest'
import { emptySession, foldSession, type SessionState } from '../../fold/session-state.ts'
import { recordSeq } from '../../ids.ts'
import { zAlarmId } from '../../record/envelope.ts'
import { type RecordBody, stamp } from '../../record/record.ts'
import {
  acknowledges,
  comes,
  covered,
  livesThrough,
  PHYSICIAN,
  pausesAudio,
  presses,
  type Step,
  says,
  takes,
} from '../../testing/clinic.ts'
import { at, attached, cuff, every1s, type Fact, NURSE, opened } from '../../testing/given.ts'
import { soundRoomOf } from './soundables.ts'
import {
  audioOffReminder,
  isWithPatient,
  loudest,
  type SoundAt,
  soundingAt,
  soundRoomOfSession,
} from './sounding.ts'

const COMMAND = '00000000000000000000000000000001' as never
const START: Step[] = [opened(0), attached(0), covered(0)]
const QUIET: Step[] = [opened(0), attached(0), covered(0, { quiet: true })]
const ALONE: Step[] = [opened(0), attached(0), covered(0, { audible: ['chair'] })]
const hr = (fromS: number, toS: number, heartRate: number) => every1s(fromS, toS, { heartRate })
const sat = (fromS: number, toS: number, spo2: number) => every1s(fromS, toS, { spo2, pulseRate: 72 })
const fact = (seconds: number, body: RecordBody): Fact => ({ atMs: at(seconds), body })
const technical = /^(no(?!tJudged)|cuff|sound)/

const lived = (steps: (Step | readonly Step[])[], untilS: number, start = START): SessionState =>
  livesThrough(
    [...start, ...steps.flat()].filter(({ atMs }) => atMs <= at(untilS)),
    untilS,
  ).session
/** `hrHigh sounds`, `hrHigh sounds once`, `hrHigh acknowledged R. Osei until 120`. */
function heard(state: SessionState, atS: number, where: Partial<SoundAt> = {}): string[] {
  const all = soundingAt(soundRoomOfSession(state), { place: 'chair', nowMs: at(atS), ...where })
  return all
    .filter(({ condition }) => !technical.test(condition))
    .map(({ condition, sounds, burst, why, by, untilMs }) => {
      if (sounds) return `${condition} sounds${burst === 'once' ? ' once' : ''}`
      const until = untilMs === undefined ? '' : ` until ${(untilMs - at(0)) / 1_000}`
      return `${condition} ${why}${by === undefined ? '' : ` ${by}`}${until}`
    })
}
const everywhere = (state: SessionState, atS: number): string[] =>
  (['chair', 'station', 'wall'] as const).flatMap((place) => heard(state, atS, { place }))

describe('a place', () => {
  test('[AL90] HIGH and MEDIUM sound again and again at the chair, the station and the wall', () => {
    expect(everywhere(lived([hr(0, 20, 135)], 20), 20)).toEqual(Array(3).fill('hrHigh sounds'))
    expect(everywhere(lived([hr(0, 20, 118)], 20), 20)).toEqual(Array(3).fill('hrHigh sounds'))
  })
  test('[AL90] LOW has one pulse at the station, and at the chair unless it is quiet; the wall shows it', () => {
    const low = [sat(0, 40, 91)]
    expect(everywhere(lived(low, 40), 40)).toEqual([
      'spo2Low sounds once',
      'spo2Low sounds once',
      'spo2Low seenHere',
    ])
    expect(heard(lived(low, 40, QUIET), 40)).toEqual(['spo2Low quietChair'])
  })
  test('[AL91] a quiet chair is silent until a HIGH is 15 s old, also if the record of that step is late', () => {
    const high = [hr(0, 60, 135)]
    expect(heard(lived(high, 24.999, QUIET), 24.999)).toEqual(['hrHigh quietChair until 25'])
    expect(heard(lived(high, 25, QUIET), 25)).toEqual(['hrHigh sounds'])
    expect(heard(lived(high, 24, QUIET), 25)).toEqual(['hrHigh sounds'])
    expect(heard(lived([hr(0, 300, 118)], 300, QUIET), 300)).toEqual(['hrHigh quietChair'])
    expect(heard(lived(high, 20, QUIET), 20, { place: 'station' })).toEqual(['hrHigh sounds'])
  })
  test('[AL91] a quiet chair that sounded goes on when the HIGH falls and nobody has acknowledged', () => {
    expect(heard(lived([hr(0, 40, 135), hr(41, 60, 120)], 60, QUIET), 60)).toEqual(['hrHigh sounds'])
    const early = [hr(0, 12, 135), hr(13, 30, 120)]
    expect(heard(lived(early, 24, QUIET), 24)).toEqual(['hrHigh quietChair'])
    // The first alarm's deadlines go on: at 15 s it sounds, as the MEDIUM that it is.
    expect(heard(lived(early, 25, QUIET), 25)).toEqual(['hrHigh sounds'])
  })
  test('[AL91] a chair that lost the hub sounds a HIGH it knew, quiet or not', () => {
    expect(heard(lived([hr(0, 20, 135)], 20, QUIET), 20, { lostHub: true })).toEqual(['hrHigh sounds'])
    expect(heard(lived([hr(0, 20, 118)], 20, QUIET), 20, { lostHub: true })).toEqual(['hrHigh quietChair'])
  })
  test('[AL92] another room’s alarm never sounds beside a patient; elsewhere only of a nurse’s own rooms', () => {
    const state = lived([hr(0, 20, 135)], 20)
    const other = { ownRoom: false }
    expect(heard(state, 20, { ...other, mine: true, patientHere: true })).toEqual(['hrHigh otherRoom'])
    expect(heard(state, 20, { ...other, mine: true })).toEqual(['hrHigh sounds'])
    expect(heard(state, 20, other)).toEqual(['hrHigh notMine'])
    const phases = [undefined, 'infusing', 'paused', 'recovery', 'emergency'] as const
    expect(phases.map((phase) => isWithPatient(phase, true))).toEqual(Array(5).fill(true))
    expect((['checkIn', 'baseline', 'ready'] as const).map((phase) => isWithPatient(phase, true))).toEqual(
      Array(3).fill(false),
    )
    expect(isWithPatient('infusing', false)).toBe(false)
  })
  test('[AL92] a symptom and HELP do not sound at their own chair; acknowledging them silences nothing', () => {
    const said = lived([says(5, 'seizure'), presses(6), acknowledges(8, 'symptomSeizure')], 10)
    expect(heard(said, 10)).toEqual(['help origin', 'symptomSeizure origin'])
    expect(heard(said, 10, { place: 'station' })).toEqual(['help sounds', 'symptomSeizure sounds'])
    const taken = lived([says(5, 'seizure'), takes(8, 'symptomSeizure')], 10)
    expect(heard(taken, 10, { place: 'station' })).toEqual(['symptomSeizure taken Dr Lindqvist'])
  })
  test('[AL93] a person’s own screen sounds what was escalated to them and nobody has taken', () => {
    const mine = { place: 'person', personId: 'p-doc', duty: { physician: 'p-doc', backup: 'p-2' } } as const
    const high = [hr(0, 200, 135)]
    expect(heard(lived(high, 69), 69, mine)).toEqual(['hrHigh notYours'])
    expect(heard(lived(high, 70), 70, mine)).toEqual(['hrHigh sounds'])
    expect(heard(lived(high, 70), 70, { ...mine, personId: 'p-2' })).toEqual(['hrHigh notYours'])
    expect(heard(lived(high, 130), 130, { ...mine, personId: 'p-3' })).toEqual(['hrHigh sounds'])
    expect(heard(lived([...high, takes(80, 'hrHigh')], 90), 90, mine)).toEqual(['hrHigh taken Dr Lindqvist'])
    expect(heard(lived([...high, takes(80, 'hrHigh', 'declined')], 90), 90, mine)).toEqual([
      'hrHigh declined',
    ])
    const told = fact(75, {
      kind: 'delivery',
      alarmId: `hrHigh@${at(10)}`,
      step: 'physician',
      event: 'sent',
      role: 'physician',
      personId: 'p-9',
    } as RecordBody)
    expect(heard(lived([...high, told], 80), 80, { place: 'person', personId: 'p-9' })).toEqual([
      'hrHigh sounds',
    ])
    // Nobody is on duty: every physician is called, and hears it. Who is on duty is not known: who was told, and all staff.
    const anybody = { place: 'person', personId: 'p-7' } as const
    expect(heard(lived(high, 69), 69, { ...anybody, duty: {} })).toEqual(['hrHigh notYours'])
    expect(heard(lived(high, 70), 70, { ...anybody, duty: {} })).toEqual(['hrHigh sounds'])
    expect(heard(lived(high, 70), 70, { ...anybody, duty: { backup: 'p-2' } })).toEqual(['hrHigh sounds'])
    expect(heard(lived(high, 70), 70, { ...anybody, duty: { physician: 'p-doc' } })).toEqual([
      'hrHigh notYours',
    ])
    expect(heard(lived(high, 70), 70, anybody)).toEqual(['hrHigh notYours'])
    const taken = lived([...high, takes(80, 'hrHigh')], 90)
    expect(heard(taken, 90, { ...anybody, duty: {} })).toEqual(['hrHigh taken Dr Lindqvist'])
    const seizure = lived([says(5, 'seizure')], 70)
    const backupAsked = { ...anybody, duty: { physician: 'p-doc' } }
    expect(heard(seizure, 64.999, { ...anybody, duty: {} })).toEqual(['symptomSeizure sounds'])
    expect(heard(seizure, 70, backupAsked)).toEqual(['symptomSeizure sounds'])
    expect(heard(lived([says(5, 'seizure')], 60), 60, backupAsked)).toEqual(['symptomSeizure notYours'])
    // It is called for MEDIUM; when that becomes HIGH it does not fall silent until the HIGH's own step.
    const rises = lived([hr(0, 140, 118), hr(141, 155, 135)], 155)
    expect(heard(rises, 155, mine)).toEqual(['hrHigh sounds'])
  })
})

describe('alarms not judged here', () => {
  const broke = (on: boolean, atS: number) =>
    fact(atS, { kind: 'quarantine', on, reason: 'a fault' } as RecordBody)
  const paused = (untilS: number) =>
    fact(12, {
      kind: 'audioPaused',
      alarmIds: [`notJudged@${at(10)}`],
      untilMs: at(untilS),
    } as unknown as RecordBody)
  /** Folded only: nothing is decided meanwhile. */
  const folded = (...facts: readonly Fact[]): SessionState =>
    [opened(0), attached(0), ...facts].reduce(
      (state, { atMs, body }, index) => foldSession(state, stamp(body, recordSeq(index + 1), atMs)),
      emptySession,
    )
  test('[AL100] is a HIGH at the chair, the station and the wall, and beside the alarms that were', () => {
    expect(everywhere(folded(broke(true, 10)), 11)).toEqual(Array(3).fill('notJudged sounds'))
    const state = lived([hr(0, 15, 135), broke(true, 15)], 15)
    expect(heard(state, 16)).toEqual(['hrHigh sounds', 'notJudged sounds'])
    const other = { ownRoom: false, mine: true } as const
    expect(heard(folded(broke(true, 10)), 11, { ...other, patientHere: true })).toEqual([
      'notJudged otherRoom',
    ])
    expect(heard(folded(broke(true, 10)), 11, other)).toEqual(['notJudged sounds'])
  })
  test('[AL100] Pause audio silences it for its time by the screen’s own clock, although no end of it is decided', () => {
    const state = folded(broke(true, 10), paused(132))
    expect(everywhere(state, 131.999)).toEqual(Array(3).fill('notJudged paused until 132'))
    expect(everywhere(state, 132)).toEqual(Array(3).fill('notJudged sounds'))
  })
  test('[AL100] audio off does not silence it, a quiet chair for 15 s', () => {
    const off = fact(5, {
      kind: 'audioOff',
      by: PHYSICIAN,
      commandId: COMMAND,
      on: true,
      reason: 'x',
    } as RecordBody)
    expect(heard(folded(off, broke(true, 10)), 11)).toEqual(['notJudged sounds'])
    const quiet = folded(covered(0, { quiet: true }), broke(true, 10))
    expect(heard(quiet, 24.999)).toEqual(['notJudged quietChair until 25'])
    expect(heard(quiet, 25)).toEqual(['notJudged sounds'])
  })
  test('[AL100] is over when alarms are judged again, and at the end; tried in vain it is a new one, pause or not', () => {
    expect(heard(folded(broke(true, 10), broke(false, 20)), 21)).toEqual([])
    const closed = fact(20, {
      kind: 'session.closed',
      by: NURSE,
      commandId: COMMAND,
      openAlarms: [],
    } as RecordBody)
    expect(heard(folded(broke(true, 10), closed), 21)).toEqual([])
    const again = folded(broke(true, 10), paused(132), broke(false, 20), broke(true, 20))
    expect(heard(again, 21)).toEqual(['notJudged sounds'])
  })
  test('[AL100] every moment of it has an id that a pause can name, also when it is not known since when', () => {
    const { notJudgedSinceMs: _, ...early } = folded(broke(true, 10))
    for (const state of [folded(broke(true, 10)), early])
      for (const { alarmId } of soundRoomOfSession(state).alarms)
        expect(zAlarmId.safeParse(alarmId).success).toBe(true)
    expect(heard(early, 11)).toEqual(['notJudged sounds'])
  })
})

describe('a silence', () => {
  const high = hr(0, 400, 135)
  test('[AL94] acknowledged: by whom and until when, everywhere; past its time it silences no more', () => {
    const acked = lived([hr(0, 20, 135), acknowledges(20, 'hrHigh')], 20)
    expect(everywhere(acked, 139.999)).toEqual(Array(3).fill('hrHigh acknowledged R. Osei until 140'))
    expect(everywhere(acked, 140)).toEqual(Array(3).fill('hrHigh sounds'))
    const person = { place: 'person', personId: 'p-doc', duty: { physician: 'p-doc' } } as const
    const escalated = lived([high, acknowledges(80, 'hrHigh')], 90)
    expect(heard(escalated, 90, person)).toEqual(['hrHigh acknowledged R. Osei until 200'])
  })
  test('[AL94] "Coming" 60 s, a pause 120 s: by the screen’s own clock, however late the record of the end', () => {
    const coming = lived([hr(0, 20, 135), comes(20, 'hrHigh')], 20)
    expect(heard(coming, 79.999)).toEqual(['hrHigh coming R. Osei until 80'])
    expect(heard(coming, 80)).toEqual(['hrHigh sounds'])
    const paused = lived([hr(0, 20, 135), pausesAudio(20)], 20)
    expect(heard(paused, 139.999)).toEqual(['hrHigh paused until 140'])
    expect(heard(paused, 140)).toEqual(['hrHigh sounds'])
  })
  test('[AL94] a pause silences what was sounding, not what comes; each of two pauses its own', () => {
    const state = lived([high, pausesAudio(20), sat(30, 60, 82)], 60)
    expect(heard(state, 60)).toEqual(['hrHigh paused until 140', 'spo2Low sounds'])
    const two = lived([high, pausesAudio(20), sat(30, 80, 82), pausesAudio(70)], 150)
    expect(heard(two, 150)).toEqual(['hrHigh paused until 190', 'spo2Low paused until 190'])
  })
  test('[AL94] audio off never silences HIGH', () => {
    const off = fact(5, {
      kind: 'audioOff',
      by: PHYSICIAN,
      commandId: COMMAND,
      on: true,
      reason: 'x',
    } as RecordBody)
    expect(heard(lived([off, hr(0, 20, 135)], 20), 20)).toEqual(['hrHigh sounds'])
    expect(heard(lived([off, hr(0, 20, 118)], 20), 20)).toEqual(['hrHigh audioOff Dr Lindqvist'])
  })
  test('[AL77] while audio is off, one LOW pulse every 2 min at the station, and at a chair that is not quiet', () => {
    const off = fact(5, {
      kind: 'audioOff',
      by: PHYSICIAN,
      commandId: COMMAND,
      on: true,
      reason: 'x',
    } as RecordBody)
    const reminded = (atS: number, where: Partial<SoundAt> = {}, start = START) =>
      audioOffReminder(soundRoomOfSession(lived([off], 6, start)), {
        place: 'chair',
        nowMs: at(atS),
        ...where,
      })
    expect(reminded(124.999)).toBeUndefined()
    expect(reminded(125)).toMatchObject({ priority: 'low', burst: 'once', by: 'Dr Lindqvist' })
    expect(reminded(244.999)?.signal).toBe(reminded(125)?.signal)
    expect(reminded(245)?.signal).not.toBe(reminded(125)?.signal)
    expect(reminded(125, {}, QUIET)).toBeUndefined()
    expect(reminded(125, { place: 'station' }, QUIET)).toBeDefined()
    expect(reminded(125, { ownRoom: false, mine: true })).toBeUndefined()
    expect(
      audioOffReminder(soundRoomOfSession(lived([], 6)), { place: 'station', nowMs: at(999) }),
    ).toBeUndefined()
  })
  test('[AL94] after HELP the chair is quiet for 10 min, the station is not', () => {
    const state = lived([presses(5), hr(0, 20, 135)], 20)
    expect(heard(state, 604.999)).toContain('hrHigh helpQuiet until 605')
    expect(heard(state, 605)).toContain('hrHigh sounds')
    expect(heard(state, 20, { place: 'station' })).toContain('hrHigh sounds')
  })
  test('[SO60] where nobody hears a station the chair goes on sounding its alarms after HELP; HELP itself never sounds there', () => {
    const steps = [presses(5), hr(0, 20, 135)]
    expect(heard(lived(steps, 20, ALONE), 20)).toEqual(['help origin', 'hrHigh sounds'])
    const wall: Step[] = [opened(0), attached(0), covered(0, { audible: ['wall'], unconfirmed: ['chair'] })]
    expect(heard(lived(steps, 20, wall), 20)).toContain('hrHigh sounds')
    expect(heard(lived(steps, 20, START.slice(0, 2)), 20)).toContain('hrHigh sounds')
    // The station goes, and is back before the 10 min are over.
    const gone = covered(30, { audible: ['chair'] })
    expect(heard(lived([steps, hr(21, 40, 135), gone].flat(), 40), 40)).toContain('hrHigh sounds')
    const back = lived([steps, hr(21, 60, 135), gone, covered(50)].flat(), 60)
    expect(heard(back, 60)).toContain('hrHigh helpQuiet until 605')
    const off = fact(6, {
      kind: 'audioOff',
      by: PHYSICIAN,
      commandId: COMMAND,
      on: true,
      reason: 'x',
    } as RecordBody)
    const reminded = (start: Step[]) =>
      audioOffReminder(soundRoomOfSession(lived([presses(5), off], 7, start)), {
        place: 'chair',
        nowMs: at(130),
      })
    expect(reminded(START)).toBeUndefined()
    expect(reminded(ALONE)).toBeDefined()
  })
  test('[SO61] nobody is quiet after HELP on the strength of what was heard before a restart, nor without the hub', () => {
    const steps = [presses(5), hr(0, 40, 135)]
    const restarted = covered(30, { assumed: ['station'] })
    expect(heard(lived([...steps, [restarted]], 40), 40)).toContain('hrHigh sounds')
    expect(heard(lived(steps, 20), 20, { lostHub: true })).toContain('hrHigh sounds')
    const medium = [presses(5), hr(0, 20, 118)]
    expect(heard(lived(medium, 20), 20, { lostHub: true })).toContain('hrHigh helpQuiet until 605')
  })
  test('[AL78] what is latched, and what is seen only, never sounds', () => {
    expect(everywhere(lived([hr(0, 20, 135), hr(21, 60, 72)], 60), 60)).toEqual(
      Array(3).fill('hrHigh latched'),
    )
    const seen = { ...lived([hr(0, 20, 118)], 20) }
    const active = seen.alarms.hrHigh
    if (active === undefined) throw new Error('no alarm')
    const alarms = { hrHigh: { ...active, alarm: { ...active.alarm, silent: true as const } } }
    expect(everywhere({ ...seen, alarms }, 20)).toEqual(Array(3).fill('hrHigh seenOnly'))
  })
})

describe('a burst', () => {
  const signal = (state: SessionState, atS: number) =>
    soundingAt(soundRoomOfSession(state), { place: 'station', nowMs: at(atS) }).find(
      ({ condition }) => !technical.test(condition),
    )
  test('[AL95] a fall gives no new signal and goes on at the lower priority; a rise gives one', () => {
    const raised = signal(lived([hr(0, 20, 135)], 20), 20)
    const fell = signal(lived([hr(0, 20, 135), hr(21, 40, 120)], 40), 40)
    expect(fell).toMatchObject({ sounds: true, priority: 'medium', burst: 'repeat', signal: raised?.signal })
    const rose = signal(lived([hr(0, 20, 135), hr(21, 40, 120), hr(41, 55, 135)], 55), 55)
    expect(rose).toMatchObject({ sounds: true, priority: 'high' })
    expect(rose?.signal).not.toBe(raised?.signal)
  })
  test('[AL95] fallen to LOW it has the one pulse that a LOW has', () => {
    const state = lived([sat(0, 20, 88), sat(21, 40, 91)], 40)
    expect(signal(state, 40)).toMatchObject({ sounds: true, priority: 'low', burst: 'once' })
  })
  test('[AL95] a MEDIUM still true 10 min after it was acknowledged has one burst, and another every 10 min', () => {
    const state = lived([hr(0, 1_300, 118), acknowledges(20, 'hrHigh')], 1_300)
    const first = signal(state, 620)
    expect(first).toMatchObject({ sounds: true, burst: 'once' })
    expect(signal(state, 1_219.999)?.signal).toBe(first?.signal)
    expect(signal(state, 1_220)?.signal).not.toBe(first?.signal)
  })
  test('[AL95] the end of every other acknowledgement brings burst after burst', () => {
    const worse = lived(
      [cuff(5, 165, 100), cuff(6, 165, 100), acknowledges(20, 'bpHigh'), cuff(60, 176, 100)],
      60,
    )
    expect(signal(worse, 60)).toMatchObject({ sounds: true, burst: 'repeat' })
    const high = lived([hr(0, 400, 135), acknowledges(20, 'hrHigh')], 150)
    expect(signal(high, 150)).toMatchObject({ sounds: true, burst: 'repeat' })
  })
  test('[AL95] what a place plays is the most urgent that sounds', () => {
    const state = lived([hr(0, 30, 118), sat(0, 30, 82)], 30)
    const all = soundingAt(soundRoomOfSession(state), { place: 'station', nowMs: at(30) })
    expect(loudest(all)?.condition).toBe('spo2Low')
    expect(loudest([])).toBeUndefined()
  })
})

describe('a line of a room list', () => {
  test('[AL100] says that alarms are not judged as the session’s state does', () => {
    const line = (notJudged?: { sinceMs: number; pausedUntilMs?: number }, atS = 30) =>
      soundingAt(
        soundRoomOf({ alarms: [], quarantined: true, ...(notJudged === undefined ? {} : { notJudged }) }),
        { place: 'station', nowMs: at(atS) },
      )
    expect(line({ sinceMs: at(10) })).toMatchObject([
      { alarmId: `notJudged@${at(10)}`, priority: 'high', sounds: true, burst: 'repeat' },
    ])
    expect(line({ sinceMs: at(10), pausedUntilMs: at(31) })).toMatchObject([{ sounds: false, why: 'paused' }])
    expect(line({ sinceMs: at(10), pausedUntilMs: at(31) }, 31)).toMatchObject([{ sounds: true }])
    expect(line()).toMatchObject([{ sounds: true }])
    expect(soundRoomOf({ alarms: [], quarantined: false }).alarms).toEqual([])
  })

  const alarm = {
    alarmId: 'hrHigh@1',
    condition: 'hrHigh',
    level: 'veryHigh',
    priority: 'high',
    text: '',
    breachAtMs: at(0),
    seq: 9,
    escalated: [],
  } as const
  const said = (more: object, atS = 30, where: Partial<SoundAt> = {}) =>
    soundingAt(soundRoomOf({ alarms: [{ ...alarm, ...more }] }), {
      place: 'station',
      nowMs: at(atS),
      ...where,
    })[0]
  test('[AL94] says the same of a room as its session’s state does', () => {
    expect(said({})).toMatchObject({ sounds: true, burst: 'repeat' })
    const acknowledged = { acknowledgedBy: NURSE.name, acknowledgedAtMs: at(20) }
    expect(said(acknowledged, 139)).toMatchObject({ sounds: false, why: 'acknowledged', untilMs: at(140) })
    expect(said(acknowledged, 140)).toMatchObject({ sounds: true })
    expect(said({ coming: { by: 'Li', untilMs: at(80) } }, 79)).toMatchObject({ why: 'coming', by: 'Li' })
    expect(said({ pausedUntilMs: at(80) }, 80)).toMatchObject({ sounds: true })
    expect(said({ latched: true })).toMatchObject({ why: 'latched' })
    const person = { place: 'person', personId: 'p-1', duty: { physician: 'p-1' } } as const
    expect(said({}, 30, person)).toMatchObject({ why: 'notYours' })
    expect(said({ escalated: [{ step: 'physician', atMs: at(9) }] }, 30, person)).toMatchObject({
      sounds: true,
    })
  })
})
