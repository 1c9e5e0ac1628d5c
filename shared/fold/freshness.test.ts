// Missing, stale, unavailable and live are four different answers, at exact edges.
import { describe, expect, test } from 'vitest'
import { epochMs } from '../ids.ts'
import { freshnessWindow } from '../vitals.ts'
import { cuffFreshnessAt, freshnessAt, isCuffArtefact } from './freshness.ts'
import type { CuffNow, SignalNow } from './session-state.ts'

const DEVICE = 'm1' as SignalNow['deviceId']
const measured: SignalNow = {
  reading: { status: 'measured', value: 97 },
  measuredAtMs: epochMs(1_000_000),
  deviceId: DEVICE,
  lastValue: 97,
  lastValueAtMs: epochMs(1_000_000),
}
const window = freshnessWindow(undefined)
const is = (ageMs: number, every?: number) => freshnessAt(measured, freshnessWindow(every), 1_000_000 + ageMs)

describe('continuous signals', () => {
  test('[FR1] never heard of is "never", not a dash that was once a number', () => {
    expect(freshnessAt(undefined, window, 5)).toEqual({ is: 'never' })
  })
  test.each([
    [0, 'live'],
    [3_000, 'live'],
    [3_001, 'ageing'],
    [9_999, 'ageing'],
    [10_000, 'stale'],
    [86_400_000, 'stale'],
  ])('[FR2] %d ms old is %s', (ageMs, expected) => {
    expect(is(ageMs).is).toBe(expected)
  })
  test('[FR2] a stale value is a last value, never a value', () => {
    expect(is(10_000)).toEqual({ is: 'stale', lastValue: 97, ageMs: 10_000, noLiveData: false })
  })
  test('[FR3] no live data from 15 s', () => {
    expect(is(14_999)).toMatchObject({ noLiveData: false })
    expect(is(15_000)).toMatchObject({ noLiveData: true })
  })
  test('[FR4] a slow device is believed in proportion to its interval', () => {
    expect(is(72_000, 60_000).is).toBe('live')
    expect(is(72_001, 60_000).is).toBe('ageing')
    expect(is(131_999, 60_000).is).toBe('ageing')
    expect(is(132_000, 60_000)).toMatchObject({ is: 'stale', noLiveData: false })
    expect(is(150_000, 60_000)).toMatchObject({ noLiveData: true })
    expect(freshnessWindow(60_000).slowEveryMs).toBe(60_000)
    expect(freshnessWindow(10_000).slowEveryMs).toBeUndefined()
  })
  test('[FR5] unavailable is its own answer, since when, and goes quiet too', () => {
    const off: SignalNow = {
      ...measured,
      reading: { status: 'unavailable', reason: 'sensorOff' },
      measuredAtMs: epochMs(1_020_000),
      unavailableSinceMs: epochMs(1_005_000),
    }
    expect(freshnessAt(off, window, 1_025_000)).toEqual({
      is: 'unavailable',
      reason: 'sensorOff',
      sinceMs: 1_005_000,
      forMs: 20_000,
      noLiveData: false,
    })
    expect(freshnessAt(off, window, 1_035_000)).toMatchObject({ is: 'unavailable', noLiveData: true })
  })
  test('[FR6] a value from ahead of the hub’s time is 0 old', () => {
    expect(is(-500)).toEqual({ is: 'live', value: 97, ageMs: 0 })
  })
})

describe('cuff', () => {
  const cuff: CuffNow = {
    failures: 0,
    last: { measuredAtMs: epochMs(1_000_000), deviceId: DEVICE, systolic: 120, diastolic: 80 },
  }
  test.each([
    [300_000, 'live'],
    [300_001, 'ageing'],
    [450_000, 'ageing'],
    [450_001, 'stale'],
  ])('[FR7] a reading %d ms old is %s at a cycle of 5 min', (ageMs, expected) => {
    expect(cuffFreshnessAt(cuff, 1_000_000 + ageMs)).toMatchObject({ is: expected, ageMs })
  })
  test('[FR7] no reading is "never"', () => {
    expect(cuffFreshnessAt({ failures: 3 }, 5)).toEqual({ is: 'never' })
  })
  test.each([
    [120, 80, false],
    [90, 80, false],
    [90, 81, true],
    [80, 80, true],
    [70, 90, true],
    [120, undefined, false],
    [undefined, 80, false],
  ])('[FR8] %s/%s is an artefact: %s', (systolic, diastolic, expected) => {
    expect(isCuffArtefact({ systolic, diastolic })).toBe(expected)
  })
})
