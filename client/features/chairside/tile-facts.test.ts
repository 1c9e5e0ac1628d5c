// What stands on a tile beside its number, and what may be changed of its limits.
import { limitBounds } from '@chairside/shared/alarm/profile/limit-bounds.ts'
import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { emptySession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { describe, expect, test } from 'vitest'
import { openedBody } from '../../testing/records.ts'
import { rowsOf } from './alarms/limits-dialog.tsx'
import { endsOf } from './alarms/limits-end.ts'
import { changedBy, cuffNextWords, deltaOf, heldWords, repeatDue } from './tile-facts.ts'

const S = 1_000
const state = (change: object = {}): SessionState =>
  ({ ...emptySession, opened: openedBody, ...change }) as never
const hold = { mostMs: 60 * S, afterMs: 10 * S, notAtCycleMs: 150 * S }

describe('beside the number', () => {
  test('[UI223] when the next cuff reading is due, or for how long it has been; on demand nothing', () => {
    const still = { running: false, ordered: false }
    expect(cuffNextWords({ ...still, nextDueMs: 130 * S, everyMs: 300 * S }, 0)).toBe('next in 2:10')
    expect(cuffNextWords({ ...still, nextDueMs: 0, overdueMs: 40 * S }, 40 * S)).toBe('due 0:40 ago')
    expect(cuffNextWords(still, 0)).toBeUndefined()
  })
  test('[UI124] how far from this patient’s own baseline; without one, or without a number, nothing', () => {
    const facts = state({ baseline: { systolic: 124, diastolic: 78, heartRate: 72 } })
    expect(deltaOf(facts, [{ quantity: 'heartRate', text: '90' }])).toEqual({ delta: '+18', from: '72' })
    expect(deltaOf(facts, [{ quantity: 'pulseRate', text: '70' }])).toEqual({ delta: '−2', from: '72' })
    const pressure = [
      { quantity: 'systolic', text: '182' },
      { quantity: 'diastolic', text: '104' },
    ] as const
    expect(deltaOf(facts, pressure)).toEqual({ delta: '+58/+26', from: '124/78' })
    expect(deltaOf(facts, [{ quantity: 'heartRate', text: '––' }])).toBeUndefined()
    expect(deltaOf(facts, [{ quantity: 'spo2', text: '97' }])).toBeUndefined()
    expect(deltaOf(state(), pressure)).toBeUndefined()
  })
  test('[UI124] a repeat that is due counts down', () => {
    const repeats = { bpHigh: { untilMs: 120 * S } }
    expect(repeatDue(state({ repeats }), 22 * S)).toBe('repeat due 1:38')
    expect(repeatDue(state(), 0)).toBeUndefined()
  })
  test('[UI124] "held" only where cuff and probe are on one limb, a cycle runs, and nothing of the probe’s is active', () => {
    const placement = { cuff: 'leftArm', probe: 'leftArm' }
    const cuff = { failures: 0, runningSinceMs: 0 }
    const said = (change: object, atMs = 34 * S) => heldWords(state(change), hold, 300 * S, atMs)
    expect(said({ placement, cuff })).toBe('held: cuff 0:34')
    expect(said({ placement, cuff }, 61 * S)).toBeUndefined()
    expect(said({ placement: { cuff: 'leftArm', probe: 'rightArm' }, cuff })).toBeUndefined()
    expect(said({ cuff })).toBeUndefined()
    expect(said({ placement })).toBeUndefined()
    expect(said({ placement, cuff, alarms: { spo2Low: {} } })).toBeUndefined()
    expect(heldWords(state({ placement, cuff }), hold, 150 * S, 34 * S)).toBeUndefined()
  })
  test('[UI125] a limit that is this patient’s own is marked with who changed it', () => {
    const limits = [{ condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 170, was: 160 }]
    const facts = state({ limits, limitsBy: { by: 'Dr Lindqvist', atMs: 0, reason: 'x' } })
    expect(changedBy(facts, ['systolic', 'diastolic'])).toBe('Dr Lindqvist')
    expect(changedBy(facts, ['heartRate'])).toBeUndefined()
  })
})

describe('this patient’s limits', () => {
  test('[UI125] offered within the role’s bounds, beside what they are now and in the profile', () => {
    const limits = [
      { condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 170, was: 160 } as const,
    ]
    const nurse = rowsOf(limitBounds('nurse'), rulesOfSession(state({ limits })), limits)
    expect(nurse.map(({ quantity, from, to, now, profile }) => [quantity, from, to, now, profile])).toEqual([
      ['systolic', 150, 170, 170, 160],
      ['diastolic', 95, 108, 105, 105],
      ['heartRate', 100, 125, 110, 110],
      ['heartRate', 42, 55, 50, 50],
      ['spo2', 88, 92, 90, 90],
    ])
    const physician = rowsOf(limitBounds('physician'), rulesOfSession(state()), [])
    expect(physician.map(({ from, to }) => [from, to])).toEqual([
      [150, 179],
      [95, 109],
      [100, 125],
      [42, 55],
      [85, 92],
    ])
    expect(limitBounds('qa')).toEqual([])
    const baseline = { systolic: 107, diastolic: 77 }
    const [systolic, diastolic] = rowsOf(
      limitBounds('nurse'),
      rulesOfSession(state({ baseline, phase: 'infusing' })),
      [],
    )
    expect(systolic).toMatchObject({ now: 160, fromBaseline: '≥ 150' })
    expect(diastolic?.fromBaseline).toBeUndefined()
  })
  test('[UI126] what a change ends at once is said before it is saved', () => {
    const alarm = {
      alarmId: 'bpHigh@0',
      condition: 'bpHigh',
      transition: 'raised',
      level: 'high',
      priority: 'medium',
      breachAtMs: 0,
      values: { systolic: 168, diastolic: 90 },
      limit: { quantity: 'systolic', op: '>=', value: 160 },
    }
    const cuff = { failures: 0, last: { measuredAtMs: 0, deviceId: 'd1', systolic: 168, diastolic: 90 } }
    const now = state({ alarms: { bpHigh: { alarm, escalated: [], told: [], declined: [] } }, cuff })
    const to = (value: number) =>
      endsOf(now, [{ condition: 'bpHigh', level: 'high', quantity: 'systolic', value }], 30 * S)
    expect(to(178)).toEqual({ ends: ['BP high 168'], lowers: [] })
    expect(to(165)).toEqual({ ends: [], lowers: [] })
    expect(endsOf(now, [], 30 * S)).toEqual({ ends: [], lowers: [] })
  })
})
