// Proves how long a measurement may stand for "now" in words.
import { describe, expect, test } from 'vitest'
import type { DeviceId, EpochMs } from '../ids.ts'
import { believableValues } from './believable.ts'
import { emptySession, type SessionState } from './session-state.ts'

const T = 1_764_000_000_000 as EpochMs
const deviceId = 'monitor' as DeviceId
const state: SessionState = {
  ...emptySession,
  signals: { spo2: { reading: { status: 'measured', value: 82.4 }, measuredAtMs: T, deviceId } },
  cuff: { failures: 0, last: { measuredAtMs: T, deviceId, systolic: 189, diastolic: 85 } },
}

describe('what may stand for "now" in words', () => {
  test('[FR9] a newer cuff reading speaks for one cycle and a half, then no longer', () => {
    expect(believableValues('systolic', state, T + 7.5 * 60_000)).toEqual({ systolic: 189, diastolic: 85 })
    expect(believableValues('systolic', state, T + 7.5 * 60_000 + 1)).toBeUndefined()
  })

  test('[FR9] a continuous value is rounded as shown, and never speaks once it is stale', () => {
    expect(believableValues('spo2', state, T + 9_999)).toEqual({ spo2: 82 })
    expect(believableValues('spo2', state, T + 10_000)).toBeUndefined()
    expect(believableValues('heartRate', state, T)).toBeUndefined()
  })
})
