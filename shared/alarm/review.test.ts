// Owns histories that were found by reading the rules against the engine: each left the patient alone, or woke nobody.
import { expect, test } from 'vitest'
import type { RecordBody } from '../record/record.ts'
import { at, cuff, type Fact, line, live, NURSE, opened, since, vitals } from '../testing/given.ts'

const COMMAND = '0123456789abcdef0123456789abcdef'
const fact = (seconds: number, body: unknown): Fact => ({ atMs: at(seconds), body: body as RecordBody })
const coverage = (seconds: number): Fact =>
  fact(seconds, {
    kind: 'coverage',
    audible: ['chair', 'station'],
    unconfirmed: [],
    chair: 'painting',
    quiet: false,
  })
const came = (seconds: number, deviceId: string, signals: readonly string[]): Fact =>
  fact(seconds, {
    kind: 'device.attached',
    deviceId,
    deviceName: deviceId,
    deviceKind: 'monitor',
    signals,
    everyMs: {},
    takesCuffOrders: false,
    offsetMs: 0,
  })
const went = (seconds: number, deviceId: string, reason = 'left'): Fact =>
  fact(seconds, { kind: 'device.detached', deviceId, reason })
const each = (fromS: number, toS: number, make: (seconds: number) => Fact): Fact[] =>
  Array.from({ length: toS - fromS + 1 }, (_, index) => make(fromS + index))

test('[AL56] a monitor that is replaced by one without SpO₂ leaves a sensor without a value, not silence', () => {
  const run = live(
    [
      opened(0),
      coverage(0),
      came(1, 'A', ['spo2', 'pulseRate']),
      ...each(2, 60, (s) => vitals(s, { spo2: 97, pulseRate: 70 }, { deviceId: 'A' })),
      went(61, 'A'),
      came(62, 'B', ['heartRate']),
      ...each(63, 200, (s) => vitals(s, { heartRate: 70 }, { deviceId: 'B' })),
    ],
    200,
  )
  const spo2 = run.technical.filter(({ condition }) => condition === 'noValueSpo2')
  expect(spo2.map(line)).toEqual([
    'noValueSpo2 raised seen @73',
    'noValueSpo2 rose low @93',
    'noValueSpo2 rose medium @123',
  ])
  expect(run.technical.some(({ condition }) => condition === 'noLiveData')).toBe(false)
})

test('[AL56] it ends when the new monitor measures SpO₂ as well', () => {
  const run = live(
    [
      opened(0),
      coverage(0),
      came(1, 'A', ['spo2', 'pulseRate']),
      ...each(2, 60, (s) => vitals(s, { spo2: 97, pulseRate: 70 }, { deviceId: 'A' })),
      went(61, 'A'),
      came(62, 'B', ['heartRate', 'spo2', 'pulseRate']),
      ...each(63, 100, (s) => vitals(s, { heartRate: 70 }, { deviceId: 'B' })),
      ...each(101, 125, (s) => vitals(s, { heartRate: 70, spo2: 97, pulseRate: 70 }, { deviceId: 'B' })),
    ],
    125,
  )
  const last = run.technical.filter(({ condition }) => condition === 'noValueSpo2').at(-1)
  expect(last?.transition).toBe('ended')
})

test('[AL56] a monitor that came and was taken away before it said anything is no monitor', () => {
  const run = live([opened(0), coverage(0), came(1, 'A', ['spo2', 'pulseRate']), went(3, 'A')], 60)
  expect(run.technical.map(line)).toEqual(['noLiveData raised medium @16'])
})
