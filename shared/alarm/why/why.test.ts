// "Why?": one sentence for every reason why a number alarms or does not, at the moment that is asked about.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecordBody } from '../../record/record.ts'
import {
  acknowledges,
  comes,
  covered,
  cuffStarts,
  livesThrough,
  PHYSICIAN,
  pausesAudio,
  placed,
  type Step,
  setsPhase,
} from '../../testing/clinic.ts'
import { clinicDay } from '../../testing/clinic-histories.ts'
import {
  at,
  attached,
  closed,
  cuff,
  cuffFailed,
  every1s,
  type Fact,
  infusion,
  NURSE,
  opened,
  quarantine,
  RULES,
  vitals,
} from '../../testing/given.ts'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../../testing/runs.ts'
import { CATALOGUE } from '../../vitals.ts'
import { statesAt, why, whyAt } from './why.ts'

const COMMAND = '00000000000000000000000000000001' as never
const START: Step[] = [opened(0), attached(0), covered(0), infusion(0, 'start', 50)]
const hr = (fromS: number, toS: number, heartRate: number) => every1s(fromS, toS, { heartRate })
const sat = (fromS: number, toS: number, spo2: number) => every1s(fromS, toS, { spo2, pulseRate: 72 })
const fact = (seconds: number, body: RecordBody): Fact => ({ atMs: at(seconds), body })
/** Asked afterwards of the whole record, about a moment of it. */
const asked = (steps: (Step | readonly Step[])[], atS: number, about: string, start = START): string =>
  whyAt(RULES, livesThrough([...start, ...steps.flat()], 2_000).log, at(atS), about)

describe('it alarms, or will', () => {
  test('[AL96] which number, which limit, since when, after what delay', () => {
    expect(asked([hr(1, 60, 135)], 20, 'heartRate')).toBe(
      'HR very high: HR 135 > 130, since T+00:11, beyond it for 0:10 before.',
    )
    expect(asked([cuff(10, 184, 100)], 20, 'systolic')).toBe(
      'BP very high: SBP 184 ≥ 180, since T+00:10, on the first reading.',
    )
  })
  test('[AL96] pending: for how long of how long, and when it would alarm', () => {
    expect(asked([sat(1, 60, 88)], 10, 'spo2')).toBe(
      'SpO₂ 88 is below 90 for 0:09 of 0:15; it alarms (medium priority) at T+00:16 if it stays.',
    )
    expect(asked([sat(1, 60, 88)], 16, 'spo2')).toMatch(/^SpO₂ low: SpO₂ 88 < 90, since T\+00:16/)
  })
  test('[AL96] a repeat is due: until when', () => {
    expect(asked([sat(1, 90, 97), cuff(10, 164, 92)], 40, 'systolic')).toBe(
      'Repeat due: SBP 164 ≥ 160; it alarms if the repeat agrees, or at T+02:10 (in 1:30) if none comes.',
    )
    expect(asked([sat(1, 90, 97), cuff(10, 164, 92), cuff(70, 165, 90)], 80, 'bpHigh')).toMatch(
      /, the repeat agreed\.$/,
    )
  })
  test('[AL96] silent: by whom, and until when', () => {
    const high = [hr(1, 400, 135)]
    expect(asked([...high, acknowledges(20, 'hrHigh')], 30, 'heartRate')).toContain(
      'silent: acknowledged by R. Osei at T+00:20, until T+02:20 at most',
    )
    expect(asked([...high, comes(20, 'hrHigh')], 30, 'heartRate')).toContain(
      'silent: R. Osei is coming, until T+01:20',
    )
    expect(asked([...high, pausesAudio(20)], 30, 'heartRate')).toContain(
      'silent: audio paused by someone unsigned until T+02:20',
    )
    const off = fact(5, {
      kind: 'audioOff',
      by: PHYSICIAN,
      commandId: COMMAND,
      on: true,
      reason: 'asleep',
    } as RecordBody)
    expect(asked([off, hr(1, 60, 118)], 30, 'heartRate')).toContain(
      'silent: audio off by Dr Lindqvist, asleep',
    )
    expect(asked([off, ...high], 30, 'heartRate')).not.toContain('silent')
  })
  test('[AL96] within hysteresis: where it ends; clear for how long of how long', () => {
    expect(asked([cuff(10, 184, 100), cuff(20, 184, 100), cuff(60, 177, 100)], 70, 'systolic')).toContain(
      'ends below 175',
    )
    expect(asked([hr(1, 30, 118), hr(31, 36, 100)], 35, 'heartRate')).toContain('clear for 0:04 of 0:10')
  })
  test('[AL96] without a valid value: only a measurement ends it', () => {
    const lost = every1s(31, 60, { heartRate: 'sensorOff' })
    expect(asked([hr(1, 30, 118), lost], 50, 'hrHigh')).toContain(
      'no valid HR since T+00:50: only a measurement ends it',
    )
    const back = [...hr(1, 30, 118), ...every1s(31, 35, { heartRate: 'sensorOff' }), ...hr(36, 60, 80)]
    expect(asked([back], 40, 'heartRate')).toContain('settling until T+00:46: nothing ends it before')
  })
  test('[AL96] over and not acknowledged: it stays in sight', () => {
    expect(asked([hr(1, 20, 135), hr(21, 100, 80)], 60, 'heartRate')).toBe(
      'HR very high from T+00:11 to T+00:31 is over; nobody has acknowledged it, so it stays in sight, silent.',
    )
  })
})

describe('it does not alarm', () => {
  test('[AL97] the limit is not reached', () => {
    expect(asked([sat(1, 60, 97)], 30, 'spo2')).toBe(
      'Not alarming: SpO₂ 97; limits SpO₂ < 92, < 90, < 85, < 80.',
    )
    expect(asked([cuff(10, 157, 92)], 40, 'systolic')).toMatch(
      /^Not alarming: BP 157\/92, 0:30 ago; limits SBP ≥ 160, ≥ 180, ≥ 200.*; no baseline, so limits relative to it are off\.$/,
    )
  })
  test('[AL97] no limit on this number, or nothing that measures it', () => {
    expect(asked([sat(1, 10, 97)], 5, 'respirationRate')).toBe(
      'No alarm on respiration here: nothing measures it.',
    )
    const none = { ...RULES, ladders: RULES.ladders.filter(({ condition }) => condition !== 'rrLow') }
    const { log } = livesThrough([...START, ...every1s(1, 10, { respirationRate: 14 })], 10)
    expect(whyAt(none, log, at(5), 'respirationRate')).toBe(
      'No alarm on respiration here: this profile has no limit on it.',
    )
  })
  test('[AL97] never received; no reading yet', () => {
    expect(asked([], 5, 'spo2')).toBe('No SpO₂ has been received in this session: nothing to judge.')
    expect(asked([cuffFailed(3)], 5, 'systolic')).toBe(
      'No cuff reading in this session, 1 failed: nothing to judge.',
    )
  })
  test('[AL97] no valid value: for how long, and what it becomes', () => {
    const lost = every1s(11, 60, { spo2: 'sensorOff', pulseRate: 72 })
    expect(asked([sat(1, 10, 97), lost], 15, 'spo2')).toMatch(
      /^No valid SpO₂ for 0:04 \(sensor off\): nothing to judge; without one it is seen at T\+00:21\.$/,
    )
    expect(asked([sat(1, 10, 97)], 23, 'spo2')).toBe(
      'The last SpO₂ 97 is 0:13 old, not live any more: an old value is not judged.',
    )
  })
  test('[AL97] settling; without a pulse; standing in', () => {
    const back = [sat(1, 10, 97), every1s(11, 12, { spo2: 'sensorOff', pulseRate: 72 }), sat(13, 60, 70)]
    expect(asked(back, 20, 'spo2')).toBe(
      'SpO₂ is back and settling until T+00:23: its values neither raise nor end an alarm before.',
    )
    const noPulse = every1s(1, 30, { spo2: 70, pulseRate: 'noReading' })
    expect(asked([noPulse], 20, 'spo2')).toMatch(/counts only with a valid pulse/)
    expect(asked([every1s(1, 30, { heartRate: 80, pulseRate: 140 })], 20, 'pulseRate')).toBe(
      'PR is not judged while HR is valid: it stands in when that is lost.',
    )
  })
  test('[AL97] held by the cuff on the same limb', () => {
    const held = [placed(0, 'leftArm', 'leftArm'), sat(1, 30, 97), cuffStarts(31), sat(32, 50, 82)]
    expect(asked(held, 45, 'spo2')).toMatch(/^Held by the cuff/)
  })
  test('[AL97] check-in raises HIGH only', () => {
    const start = [opened(0), attached(0), covered(0), setsPhase(0, 'checkIn')]
    expect(asked([hr(1, 60, 118)], 40, 'heartRate', start)).toBe(
      'Check-in: only HIGH alarms are raised; HR 118 is above 110, which is medium priority.',
    )
  })
  test('[AL97] what came late is not judged', () => {
    const late = vitals(
      200,
      { spo2: 71, pulseRate: 72 },
      { measuredAtS: 60, recovered: ['spo2', 'pulseRate'] },
    )
    expect(asked([sat(1, 40, 97), late, sat(201, 210, 97)], 62, 'spo2')).toMatch(
      /^SpO₂ 71, measured at T\+01:00, came only at T\+03:20: late data begins and ends no alarm/,
    )
  })
  test('[AL97] an artefact, and a mean alone', () => {
    expect(asked([cuff(10, 70, 65)], 20, 'systolic')).toContain('cannot be')
    expect(asked([cuff(10, undefined, undefined, 96)], 20, 'systolic')).toContain('a mean alone')
  })
  test('[AL97] a slow device says so', () => {
    const start = [
      opened(0),
      attached(0, { spo2: 60_000, pulseRate: 60_000 }),
      covered(0),
      infusion(0, 'start', 50),
    ]
    expect(asked([vitals(10, { spo2: 97, pulseRate: 72 })], 40, 'spo2', start)).toContain(
      'reported every 1:00, so it alarms on the first value',
    )
  })
  test('[AL97] not judged at all, or closed', () => {
    expect(asked([sat(1, 10, 70), quarantine(5, true)], 30, 'spo2')).toMatch(/^ALARMS NOT JUDGED HERE/)
    expect(asked([sat(1, 10, 97), closed(20)], 30, 'spo2')).toBe(
      'The session was closed by R. Osei: nothing is judged after.',
    )
    expect(asked([], 5, 'nonsense')).toBe('No rule of this profile is about “nonsense”.')
  })
  test('[AL97] before the start and without one, times are said from what there is', () => {
    const before = [opened(0), attached(0)]
    expect(asked([hr(1, 60, 135), infusion(100, 'start', 50)], 20, 'heartRate', before)).toContain(
      '0:11 into the session',
    )
    expect(NURSE.name).toBe('R. Osei')
  })
})

describe('any moment of any day', { timeout }, () => {
  const questions = [...Object.keys(CATALOGUE), 'bpHigh', 'noLiveData', 'noValueSpo2', 'help']
  test('[AL98] has one sentence that agrees with the alarms in force at it', () => {
    holds(
      fc.property(clinicDay, fc.nat(1_000), ({ steps, endS }, share) => {
        const { log } = livesThrough(steps, endS)
        const atMs = at((endS * share) / 1_000)
        const states = statesAt(RULES, log, atMs, 'spo2')
        const { session } = states
        const isJudged = session.closed === undefined && !session.quarantined
        const wrong = questions.filter((about) => {
          const { kind, text } = why({ ...states, about })
          if (!/^\S.*\.$/.test(text) || /undefined|NaN/.test(text)) return true
          return isJudged && session.alarms[about] !== undefined && kind !== 'active'
        })
        expect(wrong).toEqual([])
      }),
      16,
    )
  })
})
