// The "last time" card in words.
import type { LastTime } from '@chairside/shared/visit/last-time.ts'
import { describe, expect, it } from 'vitest'
import { lastTimeLines } from './last-time-words.ts'

const MIN = 60_000
const last: LastTime = {
  sessionId: 's1' as never,
  openedAtMs: 0,
  number: 2,
  of: 6,
  weightKg: 70,
  drug: 'Ketamine',
  infusedMg: 35,
  mgPerKg: 0.5,
  peakPressure: { systolic: 171, diastolic: 98, afterStartMs: 38 * MIN },
  peakRate: { value: 92, afterStartMs: 30 * MIN },
  lowestSpo2: { value: 94, afterStartMs: 12 * MIN },
  sideEffects: [{ effect: 'nausea', worst: 'moderate', afterStartMs: 12 * MIN, endedAfterStartMs: 31 * MIN }],
  drugs: [
    {
      drug: 'ondansetron',
      dose: '4 mg IV',
      afterStartMs: 14 * MIN,
      during: [{ effect: 'nausea', endedAfterMs: 17 * MIN }],
    },
  ],
  held: { slowed: 1, paused: 0, stoppedEarly: 0 },
  alarms: { high: 0, medium: 2, low: 1 },
  outcome: 'discharged',
}

describe('last time', () => {
  it('[UI221] says what was given, how high, what came and went, and what was over how long after a drug', () => {
    expect(lastTimeLines(last)).toEqual([
      'Ketamine 35 mg (0.5 mg/kg) · 70 kg · slowed once',
      'Peak 171/98 at T+38:00 · HR up to 92 · SpO₂ down to 94 at T+12:00',
      'Nausea, moderate, at T+12:00 for 19:00',
      'Ondansetron 4 mg IV at T+14:00; nausea was over 17:00 later',
      'Alarms: 2 MEDIUM',
    ])
  })
  it('[UI221] what was not recorded is not said; no side effect is said', () => {
    const bare: LastTime = {
      sessionId: 's1' as never,
      openedAtMs: 0,
      sideEffects: [],
      drugs: [],
      held: { slowed: 0, paused: 0, stoppedEarly: 0 },
      alarms: { high: 0, medium: 0, low: 0 },
      outcome: 'left',
    }
    expect(lastTimeLines(bare)).toEqual(['No side effect recorded', 'Ended: left before discharge'])
  })
})
