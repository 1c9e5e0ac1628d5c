// Proves what a course says of its sessions in words, and that its lines join nothing that was not measured.
import type { CourseFigures } from '@chairside/shared/visit/course-figures.ts'
import { describe, expect, it } from 'vitest'
import {
  dissociationWords,
  doseWords,
  drugsWords,
  endWords,
  numberOf,
  riseWords,
  spo2Words,
} from './course-words.ts'
import { piecesPath, pressureMarks, rangeOf, spanOf } from './overlay-paths.ts'

const MIN = 60_000
const bare: CourseFigures = {
  v: 3,
  sessionId: 's-1' as CourseFigures['sessionId'],
  openedAtMs: 0,
  startedAtMs: 500_000,
  sideEffects: [],
  drugs: [],
  held: { slowed: 0, paused: 0, stoppedEarly: 0 },
  alarms: { low: 0, medium: 0, high: 0 },
  overlay: { everyS: 15, heartRate: [], spo2: [], pressures: [] },
}
const whole: CourseFigures = {
  ...bare,
  number: 3,
  of: 6,
  closedAtMs: 9_000_000,
  infusedMg: 35.9,
  mgPerKg: 0.5125,
  baseline: { systolic: 142, diastolic: 87 },
  peakPressure: { systolic: 171, diastolic: 98, afterStartMs: 38 * MIN },
  rise: 29,
  lowestSpo2: { value: 86, afterStartMs: 25 * MIN },
  dissociation: { cadss: { value: 28, afterStartMs: 30 * MIN }, severity: 'moderate' },
  drugs: [{ drug: 'ondansetron', dose: '4 mg IV', afterStartMs: 14 * MIN, during: [] }],
  held: { slowed: 1, paused: 1, stoppedEarly: 0 },
  outcome: 'discharged',
}

describe('a row of a course', () => {
  it('[SU32] says the rise with its peak, the lowest, the worst, the dose for the weight, drugs and end', () => {
    expect([numberOf(whole), riseWords(whole), spo2Words(whole)]).toEqual([
      '3 of 6',
      '+29 (171/98 T+38:00)',
      '86 % T+25:00',
    ])
    expect(doseWords(whole)).toBe('0.51 mg/kg (35.9 mg)')
    expect(dissociationWords(whole)).toBe('moderate, CADSS 28 T+30:00')
    expect(drugsWords(whole)).toBe('ondansetron 4 mg IV T+14:00')
    expect(endWords(whole)).toBe('Discharged; slowed once, paused once')
  })

  it('[SU32] what was not measured or recorded is a word, never a zero', () => {
    expect([
      riseWords(bare),
      spo2Words(bare),
      doseWords(bare),
      dissociationWords(bare),
      endWords(bare),
    ]).toEqual(['not measured', 'not measured', 'dose not known', 'none recorded', 'so far'])
    const { baseline: _none, rise: _rise, ...without } = whole
    expect(riseWords(without)).toBe('171/98 T+38:00, no baseline')
    const { mgPerKg: _perKg, ...unweighed } = whole
    expect(doseWords(unweighed)).toBe('weight not recorded (35.9 mg)')
    expect(riseWords({ ...whole, rise: -4 })).toMatch(/^−4 /)
  })
})

describe('the lines of a course', () => {
  const same = (value: number): number => value
  it('[SU33] a line is broken where a piece of time is missing', () => {
    const d = piecesPath(
      [
        [0, 70, 72],
        [15, 71, 71],
        [45, 80, 80],
      ],
      15,
      same,
      same,
    )
    expect(d.match(/M/g)).toHaveLength(2)
    expect(d.startsWith('M7.5 71')).toBe(true)
  })

  it('[SU33] a pressure is a mark of its own: a line between two is impossible', () => {
    const pressures = [
      [0, 140, 90],
      [300, 150],
      [1_300, 130, 80],
    ] as const
    expect(pressureMarks(pressures, same, same)).toEqual([
      [0, 140],
      [300, 150],
      [1_300, 130],
    ])
  })

  it('[SU33] scales hold every value and every session', () => {
    expect(rangeOf([83, 206], 20, 100, 180)).toEqual([80, 220])
    expect(rangeOf([], 5, 85, 100)).toEqual([85, 100])
    const late = {
      ...bare,
      overlay: {
        ...bare.overlay,
        heartRate: [
          [-700, 70, 71],
          [8_000, 75, 76],
        ] as const,
      },
    }
    expect(spanOf([bare, late])).toEqual([-900, 8_100])
    expect(spanOf([])).toEqual([0, 3_600])
  })
})
