// What a device may say: values a monitor can print, or a reason why there is none.
import { describe, expect, test } from 'vitest'
import { checkPlausible, type Report, reportAtMs, zReport } from './report.ts'

const head = { deviceId: 'm1', epoch: 'e1', seq: 1 }
const vitalsOf = (readings: object): unknown => ({
  ...head,
  kind: 'vitals',
  measuredAtMs: 1_000,
  readings,
})
const cuffOf = (result: object, more: object = {}): unknown => ({
  ...head,
  kind: 'bloodPressure',
  measuredAtMs: 1_000,
  result,
  ...more,
})
const parsed = (raw: unknown): Report => zReport.parse(raw)

describe('shape', () => {
  test.each([
    ['an unknown signal', vitalsOf({ etco2: { status: 'measured', value: 5 } })],
    ['a number in place of a reading', vitalsOf({ spo2: 97 })],
    ['null for missing', vitalsOf({ spo2: null })],
    ['a measured value that is not finite', vitalsOf({ spo2: { status: 'measured', value: Number.NaN } })],
    ['an unknown reason', vitalsOf({ spo2: { status: 'unavailable', reason: 'tired' } })],
    ['a number 0 of the device', { ...(vitalsOf({}) as object), seq: 0 }],
    ['a field nobody knows', { ...(vitalsOf({}) as object), note: 'hello' }],
    ['an unknown kind', { ...head, kind: 'temperature' }],
  ])('[RE6] %s is refused', (_name, raw) => {
    expect(zReport.safeParse(raw).success).toBe(false)
  })
})

describe('plausibility', () => {
  test.each([
    ['spo2', 0.9, 'readings.spo2.value'],
    ['spo2', 101, 'readings.spo2.value'],
    ['heartRate', 0, 'readings.heartRate.value'],
    ['pulseRate', 351, 'readings.pulseRate.value'],
    ['respirationRate', 151, 'readings.respirationRate.value'],
  ])('[RE7] %s %d cannot have been measured, and the answer says what to send', (signal, value, field) => {
    const result = checkPlausible(parsed(vitalsOf({ [signal]: { status: 'measured', value } })))
    expect(result).toMatchObject({ ok: false, error: { code: 'implausible-value', field } })
    expect(result.ok ? '' : result.error.message).toContain('"unavailable"')
  })
  test('[RE7] what a monitor can print is taken, however ill the patient', () => {
    const readings = {
      spo2: { status: 'measured', value: 1 },
      heartRate: { status: 'measured', value: 350 },
      respirationRate: { status: 'measured', value: 0 },
      pulseRate: { status: 'unavailable', reason: 'sensorOff' },
    }
    expect(checkPlausible(parsed(vitalsOf(readings)))).toEqual({ ok: true, value: true })
    const cuff = cuffOf({ status: 'measured', systolic: 350, diastolic: 1 })
    expect(checkPlausible(parsed(cuff))).toEqual({ ok: true, value: true })
    // An artefact is a measurement; it is kept, and not judged.
    expect(checkPlausible(parsed(cuffOf({ status: 'measured', systolic: 90, diastolic: 95 }))).ok).toBe(true)
    expect(checkPlausible(parsed(cuffOf({ status: 'measured', mean: 70 }))).ok).toBe(true)
  })
  test.each([
    [vitalsOf({}), 'malformed', 'readings'],
    [cuffOf({ status: 'measured' }), 'malformed', 'result'],
    [cuffOf({ status: 'measured', systolic: 0 }), 'implausible-value', 'result.systolic'],
    [cuffOf({ status: 'measured', mean: 400 }), 'implausible-value', 'result.mean'],
    [cuffOf({ status: 'measured', mean: 70 }, { startedAtMs: 1_001 }), 'malformed', 'startedAtMs'],
  ])('[RE8] %j: %s at %s', (raw, code, field) => {
    expect(checkPlausible(parsed(raw))).toMatchObject({ ok: false, error: { code, field } })
  })
  test('[RE8] a failed cuff cycle and the start of one are plausible', () => {
    const failed = parsed(cuffOf({ status: 'unavailable', reason: 'artifact' }, { startedAtMs: 990 }))
    expect(checkPlausible(failed).ok).toBe(true)
    const started = parsed({ ...head, kind: 'cuffStarted', startedAtMs: 500 })
    expect(checkPlausible(started).ok).toBe(true)
    expect(reportAtMs(started)).toBe(500)
    expect(reportAtMs(failed)).toBe(1_000)
  })
})

describe('how a device is', () => {
  const statusOf = (battery: unknown): unknown => ({ ...head, kind: 'status', measuredAtMs: 1_000, battery })
  test('[RE9] a battery is low or ok by the device’s own word, with its percentage where it has one', () => {
    const low = parsed(statusOf({ state: 'low', percent: 12 }))
    expect(reportAtMs(low)).toBe(1_000)
    expect(checkPlausible(low)).toEqual({ ok: true, value: true })
    expect(zReport.safeParse(statusOf({ state: 'ok' })).success).toBe(true)
  })
  test.each([
    ['no state', { percent: 12 }],
    ['another state', { state: 'charging' }],
    ['more than it can be', { state: 'low', percent: 101 }],
    ['a field nobody knows', { state: 'low', volts: 3 }],
    ['nothing', undefined],
  ])('[RE9] %s is refused', (_name, battery) => {
    expect(zReport.safeParse(statusOf(battery)).success).toBe(false)
  })
})
