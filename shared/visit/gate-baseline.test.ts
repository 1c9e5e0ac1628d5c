// The baseline between the gate and the start, at each edge: what is frozen, and when the gate is asked for anew. Source: clinical
// facts §4 "Baseline", "Gate".
import { describe, expect, test } from 'vitest'
import type { SessionState } from '../fold/session-state.ts'
import { at, cuff, every1s, type Fact, vitals } from '../testing/given.ts'
import {
  after,
  byHand,
  checkedIn,
  DOCTOR,
  dose,
  fact,
  gate,
  openedVisit,
  phase,
  plan,
} from '../testing/visit-facts.ts'
import { baselineNow } from './baseline.ts'
import { gateNow } from './gate.ts'
import { baselineOfGate, baselineToFreeze, readSince } from './gate-baseline.ts'
import { mayStart } from './may-start.ts'

const GATE_S = 280
const well = { heartRate: 72, spo2: 98 }
const visit = (...facts: (Fact | Fact[])[]): SessionState =>
  after(openedVisit(0), phase(1, 'baseline'), plan(2), ...checkedIn(5), dose(10), ...facts)
const numbers = (untilS: number): Fact[] => every1s(GATE_S - 40, untilS, well)

/** Passed as the hub records it, with what it finds at 280 s. */
const passed = (readings: Fact[], nowS: number, more: Fact[] = [], by?: typeof DOCTOR): SessionState => {
  const seen = visit(...readings, ...numbers(GATE_S))
  const { outcome, findings, values } = gateNow(seen, at(GATE_S))
  const { soFar } = baselineNow(seen, at(GATE_S))
  const reason = outcome === 'pass' ? {} : { reason: 'as always' }
  const look = { outcome, findings, values, baseline: soFar, ...reason }
  return visit(...readings, ...numbers(nowS), gate(GATE_S, look, ...(by === undefined ? [] : [by])), ...more)
}
const two = (systolic: number, diastolic: number): Fact[] => [
  cuff(100, systolic, diastolic),
  cuff(200, systolic, diastolic),
]
/** "120/80", or why the gate is asked for anew. */
const starts = (state: SessionState, nowS: number): string => {
  const may = mayStart(state, at(nowS), 'nurse')
  if (!may.ok) return `${may.error.code}: ${may.error.message}`
  const { systolic, diastolic } = baselineToFreeze(state, at(nowS), at(nowS))
  return `${systolic ?? '––'}/${diastolic ?? '––'}`
}

describe('[VI16] a reading that comes between the gate and the start', () => {
  test.each<[string, readonly [number, number], readonly [number, number] | undefined, string]>([
    ['none', [120, 80], undefined, '120/80'],
    ['the same', [120, 80], [120, 80], '120/80'],
    ['higher, and the gate still passes', [120, 80], [130, 84], '120/80'],
    ['unsteady, and the gate still passes: 140/90', [130, 85], [150, 95], '130/85'],
    ['SBP 141 with it', [130, 85], [151, 95], 'BP 141/90: above 140/90'],
    ['DBP 91 with it', [130, 85], [150, 96], 'BP 140/91: above 140/90'],
    ['SBP 160 with it: a hold', [140, 90], [179, 90], 'BP 160/90: ≥160 or ≥100'],
    ['DBP 100 with it: a hold', [140, 90], [140, 109], 'BP 140/100: ≥160 or ≥100'],
    ['SBP 90 with it', [100, 60], [80, 60], '100/60'],
    ['SBP 89 with it: a hold', [100, 60], [78, 60], 'BP 89/60: SBP < 90'],
    ['a warn that stays a warn', [145, 85], [150, 88], '145/85'],
    ['a warn that is no warn with it', [145, 85], [135, 85], 'nothing more to accept'],
  ])('%s', (_name, [systolic, diastolic], came, says) => {
    const more = came === undefined ? [] : [cuff(290, came[0], came[1])]
    // Three readings apart: what differs by more than 10 is unsteady and counts.
    const readings = [cuff(30, systolic, diastolic), ...two(systolic, diastolic)]
    expect(starts(passed(readings, 300, more), 300)).toContain(says)
  })

  test('is looked at also where it was measured before the gate and came after it', () => {
    const late = (systolic: number) => [
      { ...byHand(250, { systolic, diastolic: 80 }), atMs: at(290) },
      fact(295, { kind: 'note', text: 'x', atMs: at(295) }),
    ]
    expect(starts(passed(two(120, 80), 300, late(165)), 300)).toContain('gate-holds')
    expect(starts(passed(two(120, 80), 300, late(124)), 300)).toBe('120/80')
  })

  test('less than a minute after the last, and far from it: a third is asked for, and the gate with it', () => {
    const state = passed([cuff(100, 120, 80), cuff(260, 120, 80)], 300, [cuff(290, 135, 80)])
    expect(starts(state, 300)).toContain('gate-holds: With the reading that came since')
  })

  test('the gate that is passed again with it stands, and its baseline is the new one', () => {
    const readings = [cuff(30, 130, 85), ...two(130, 85), cuff(270, 151, 95)]
    expect(starts(passed(readings, 300, [], DOCTOR), 300)).toBe('141/90')
  })

  test('makes the gate’s own readings no younger', () => {
    const far = 100 + 900
    const state = (nowS: number) =>
      passed(two(120, 80), GATE_S, [cuff(800, 122, 80), ...every1s(nowS - 60, nowS, well)])
    expect(starts(state(far - 1), far - 1)).toBe('120/80')
    expect(starts(state(far), far)).toContain('is 15 min old, and there are newer ones')
  })

  test('an overridden gate without a baseline is passed again once there is one', () => {
    const one = [cuff(200, 120, 80)]
    expect(starts(passed(one, 300, [], DOCTOR), 300)).toBe('––/––')
    expect(starts(passed(one, 300, [cuff(290, 122, 80)], DOCTOR), 300)).toContain('nothing more to accept')
  })

  test('a reading of its own that was put right since asks for it too', () => {
    const readings = [cuff(100, 120, 80), byHand(200, { systolic: 122, diastolic: 80 })]
    const state = passed(readings, 300)
    expect(starts(state, 300)).toBe('121/80')
    const pressures = state.visit.pressures.map((one) =>
      one.byHand === true ? { ...one, systolic: 132 } : one,
    )
    expect(starts({ ...state, visit: { ...state.visit, pressures } }, 300)).toContain('was put right')
  })
})

describe('[VI16] what is frozen', () => {
  test('is all that the gate was passed with: heart rate and SpO₂ of then, not of the start', () => {
    const state = passed(two(120, 80), GATE_S, every1s(281, 400, { heartRate: 95, spo2: 95 }))
    expect(baselineToFreeze(state, at(400), at(400))).toEqual({
      systolic: 120,
      diastolic: 80,
      heartRate: 72,
      spo2: 98,
    })
  })
  test('of a start said to have been before the gate: of its readings those of before the start', () => {
    const readings = [...two(120, 80), cuff(270, 150, 95)]
    const state = passed(readings, 300)
    expect(baselineToFreeze(state, at(300), at(260))).toMatchObject({ systolic: 120, diastolic: 80 })
  })
  test('of a record that has no baseline in it: as it can still be told', () => {
    const look = { values: { systolic: 120, diastolic: 80, heartRate: 71, spo2: 97 } }
    const state = visit(...two(120, 80), gate(GATE_S, look), vitals(290, well))
    expect(baselineToFreeze(state, at(300), at(300))).toEqual({
      systolic: 120,
      diastolic: 80,
      heartRate: 71,
      spo2: 97,
    })
  })
  test('is made of two readings that can be named, and says what came since', () => {
    const state = passed(two(120, 80), 300, [cuff(290, 124, 82)])
    const accepted = state.visit.gate
    if (accepted === undefined) throw new Error('the gate was passed')
    const { meanOf, read } = baselineOfGate(state, accepted)
    expect(meanOf?.map(({ atMs }) => atMs)).toEqual([at(100), at(200)])
    expect(read.untilMs).toBe(at(1_000))
    expect(readSince(state, accepted, at(300)).map(({ systolic }) => systolic)).toEqual([124])
    expect(readSince(state, accepted, at(289))).toEqual([])
  })
})
