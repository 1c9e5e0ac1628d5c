// Proves that each scenario does what its sentence promises, over many seeds, with and without an infusion under way.
// Limits are those of clinical facts §4; no engine is asked.
import type { Reading } from '@chairside/shared/record/reading.ts'
import type { SignalId } from '@chairside/shared/vitals.ts'
import { describe, expect, it } from 'vitest'
import { createSimulatedBody } from '../simulated-body.ts'
import type { ReportBody } from '../spool.ts'
import { clockShiftAt, linkDownAt, type Scenario } from './scenario.ts'
import { MIXED, SCENARIO_NAMES, SCENARIOS, scenarioNamed } from './table.ts'

const SEEDS = [1, 2, 3, 4, 5, 6]
const START = 1_732_190_400_000

type Trace = {
  readonly readings: readonly Readonly<Record<SignalId, Reading>>[]
  readonly cuff: readonly ReportBody[]
}
function trace(scenario: Scenario, seed: number, minutes: number, infusing: boolean): Trace {
  const body = createSimulatedBody(scenario, seed, START)
  if (infusing)
    body.pumpLog({
      sessionId: 's',
      rates: [
        { atMs: START + 30_000, rateMlPerHr: 52.5 },
        { atMs: START + 30_000 + 40 * 60_000, rateMlPerHr: 0 },
      ],
    })
  const readings: Record<SignalId, Reading>[] = []
  const cuff: ReportBody[] = []
  for (let s = 0; s < minutes * 60; s += 1) {
    const second = body.second(START + s * 1_000)
    readings.push(second.readings)
    cuff.push(...second.cuff)
  }
  return { readings, cuff }
}
const everyTrace = (scenario: Scenario, minutes: number): Trace[] =>
  SEEDS.flatMap((seed) => [false, true].map((infusing) => trace(scenario, seed, minutes, infusing)))

const value = (reading: Reading): number | undefined =>
  reading.status === 'measured' ? reading.value : undefined
const values = (one: Trace, signal: SignalId, fromS = 0, toS = Number.POSITIVE_INFINITY): number[] =>
  one.readings
    .slice(fromS, toS)
    .map((readings) => value(readings[signal]))
    .filter((v) => v !== undefined)
type Pressure = { readonly atS: number; readonly systolic: number; readonly diastolic: number }
const pressures = (one: Trace): Pressure[] =>
  one.cuff.flatMap((report) =>
    report.kind === 'bloodPressure' && report.result.status === 'measured'
      ? [
          {
            atS: (report.measuredAtMs - START) / 1_000,
            systolic: report.result.systolic as number,
            diastolic: report.result.diastolic as number,
          },
        ]
      : [],
  )
/** Longest run of seconds in which this holds. */
const longest = (readings: readonly number[], is: (v: number) => boolean): number =>
  readings.reduce(
    ([best, run], v): [number, number] => (is(v) ? [Math.max(best, run + 1), run + 1] : [best, 0]),
    [0, 0] as [number, number],
  )[0]

/** No limit of any ladder is crossed for as long as its delay. */
function expectQuiet(one: Trace, except: readonly string[] = []): void {
  if (!except.includes('heartRate')) {
    expect(longest(values(one, 'heartRate'), (v) => v > 110)).toBeLessThan(15)
    expect(longest(values(one, 'heartRate'), (v) => v < 50)).toBeLessThan(15)
  }
  if (!except.includes('spo2')) expect(longest(values(one, 'spo2'), (v) => v < 92)).toBeLessThan(30)
  if (!except.includes('bloodPressure'))
    for (const { systolic, diastolic } of pressures(one)) {
      expect(systolic).toBeLessThan(160)
      expect(systolic).toBeGreaterThanOrEqual(90)
      expect(diastolic).toBeLessThan(105)
    }
}

describe('scenarios', () => {
  it('[SM9] every one says in a sentence what to see, has a known patient and devices, and is found by its name', () => {
    for (const name of SCENARIO_NAMES) {
      const scenario: Scenario = SCENARIOS[name]
      expect(scenario.name).toBe(name)
      expect(scenario.see.length).toBeGreaterThan(40)
      expect(scenario.devices.length).toBeGreaterThan(0)
      expect(scenarioNamed(name)).toBe(scenario)
    }
    expect(scenarioNamed('toString')).toBeUndefined()
    expect(new Set(MIXED).size).toBe(MIXED.length)
    for (const name of MIXED) expect(SCENARIOS[name].devices).toHaveLength(1)
  })

  it('[SM1] the same scenario and seed give the same reports, second for second', () => {
    for (const name of SCENARIO_NAMES) {
      expect(trace(SCENARIOS[name], 5, 10, true)).toEqual(trace(SCENARIOS[name], 5, 10, true))
      expect(trace(SCENARIOS[name], 5, 2, true)).not.toEqual(trace(SCENARIOS[name], 6, 2, true))
    }
  })

  it.each(['calm', 'sensor-off', 'cuff-failing', 'link-drop', 'clock-jump', 'two-devices'] as const)(
    '[SM9] %s: no value crosses a limit for as long as its delay, in an hour, whatever the seed',
    (name) => {
      for (const one of everyTrace(SCENARIOS[name], 60)) expectQuiet(one)
    },
  )

  it('[SM9] hypertensive-surge: over 160 at minute 5, over 180 from minute 10, back by minute 35; never 200', () => {
    for (const one of everyTrace(SCENARIOS['hypertensive-surge'], 60)) {
      const at = (from: number, to: number) =>
        pressures(one).filter(({ atS }) => atS >= from * 60 && atS < to * 60)
      for (const { systolic } of at(0, 1.5)) expect(systolic).toBeLessThan(140)
      for (const { systolic } of at(5, 7)) expect(systolic).toBeGreaterThanOrEqual(160)
      expect(at(10, 24.5).length).toBeGreaterThanOrEqual(2)
      expect(Math.max(...at(10, 24.5).map(({ systolic }) => systolic))).toBeGreaterThanOrEqual(180)
      for (const { systolic } of at(0, 60)) expect(systolic).toBeLessThan(200 + 5)
      for (const { systolic, diastolic } of at(35, 60)) {
        expect(systolic).toBeLessThan(155)
        expect(diastolic).toBeLessThan(101)
      }
      for (const { diastolic } of at(0, 60)) expect(diastolic).toBeLessThan(115)
      expectQuiet(one, ['bloodPressure'])
    }
  })

  it('[SM9] tachycardia: over 110 by minute 4:30, over 130 by minute 8:30, back from minute 13', () => {
    for (const one of everyTrace(SCENARIOS.tachycardia, 30)) {
      expect(longest(values(one, 'heartRate', 0, 180), (v) => v > 110)).toBeLessThan(15)
      expect(longest(values(one, 'heartRate', 225, 300), (v) => v > 110)).toBeGreaterThanOrEqual(15)
      expect(longest(values(one, 'heartRate', 225, 465), (v) => v > 130)).toBeLessThan(20)
      expect(longest(values(one, 'heartRate', 490, 540), (v) => v > 130)).toBeGreaterThanOrEqual(10)
      expect(longest(values(one, 'heartRate', 13 * 60 + 10), (v) => v > 107)).toBeLessThan(10)
      expectQuiet(one, ['heartRate'])
    }
  })

  it('[SM9] desaturation: under 90 by minute 4:30, under 85 by minute 6:30, not under 80, back from minute 8', () => {
    for (const one of everyTrace(SCENARIOS.desaturation, 20)) {
      expect(Math.min(...values(one, 'spo2', 0, 180))).toBeGreaterThanOrEqual(95)
      expect(longest(values(one, 'spo2', 215, 290), (v) => v < 90)).toBeGreaterThanOrEqual(15)
      expect(longest(values(one, 'spo2', 180, 320), (v) => v < 85)).toBe(0)
      expect(longest(values(one, 'spo2', 330, 420), (v) => v < 85)).toBeGreaterThanOrEqual(10)
      expect(Math.min(...values(one, 'spo2'))).toBeGreaterThanOrEqual(80)
      expect(Math.min(...values(one, 'spo2', 480))).toBeGreaterThanOrEqual(92)
      expectQuiet(one, ['spo2'])
    }
  })

  it('[SM9] sensor-off: 90 s off, 10 s settling, never a value in between; the heart rate goes on', () => {
    const one = trace(SCENARIOS['sensor-off'], 3, 6, false)
    for (let s = 0; s < 360; s += 1) {
      const expected = s >= 180 && s < 270 ? 'sensorOff' : s >= 270 && s < 280 ? 'settling' : undefined
      for (const signal of ['spo2', 'pulseRate'] as const)
        expect(one.readings[s]?.[signal]).toMatchObject(
          expected === undefined ? { status: 'measured' } : { status: 'unavailable', reason: expected },
        )
      expect(one.readings[s]?.heartRate.status).toBe('measured')
    }
  })

  it('[SM9] cuff-failing: every cycle that ends between minute 4 and 14 fails, each with one retry, then readings', () => {
    for (const one of everyTrace(SCENARIOS['cuff-failing'], 25)) {
      const ends = one.cuff.filter((report) => report.kind === 'bloodPressure')
      const failing = ends.filter(({ measuredAtMs }) => {
        const atS = (measuredAtMs - START) / 1_000
        return atS >= 240 && atS < 840
      })
      expect(failing.length).toBeGreaterThanOrEqual(4)
      expect(failing.every((report) => report.result.status === 'unavailable')).toBe(true)
      expect(pressures(one).some(({ atS }) => atS > 900)).toBe(true)
    }
  })

  it('[SM9] cuff-arm: with each cycle SpO₂ and pulse are lost, or SpO₂ reads low, for at most 60 s', () => {
    let lost = 0
    let low = 0
    for (const one of everyTrace(SCENARIOS['cuff-arm'], 30)) {
      const starts = one.cuff.flatMap((r) =>
        r.kind === 'cuffStarted' ? [(r.startedAtMs - START) / 1_000] : [],
      )
      one.readings.forEach((readings, s) => {
        const spo2 = value(readings.spo2)
        const under = starts.some((start) => s >= start && s < start + 60)
        if (spo2 === undefined || spo2 < 92) expect(under).toBe(true)
        if (spo2 === undefined) lost += 1
        else if (spo2 < 92) low += 1
      })
      expectQuiet(one, ['spo2'])
    }
    expect(lost).toBeGreaterThan(0)
    expect(low).toBeGreaterThan(0)
  })

  it('[SM9] link-drop and clock-jump: when and how long', () => {
    const seconds = Array.from({ length: 900 }, (_, s) => s)
    const down = seconds.filter((s) => linkDownAt(SCENARIOS['link-drop'], s))
    expect([down[0], down.length]).toEqual([240, 100])
    const off = seconds.filter((s) => clockShiftAt(SCENARIOS['clock-jump'], s) === 120_000)
    expect([off[0], off.length]).toEqual([240, 240])
    expect(clockShiftAt(SCENARIOS['clock-jump'], 500)).toBe(0)
  })

  it('[SM3] the pump drives the patient: a stopped infusion ends the rise, a second session adds to what is left', () => {
    const strong: Scenario = {
      ...SCENARIOS.calm,
      patient: {
        ...SCENARIOS.calm.patient,
        rise: { systolic: [40, 40], diastolic: [20, 20], heartRate: [0, 0] },
      },
    }
    const rises = (rates: { atMs: number; rateMlPerHr: number }[], again = false): number[] => {
      const body = createSimulatedBody(strong, 1, START)
      const plain = createSimulatedBody(strong, 1, START)
      body.pumpLog({ sessionId: 's1', rates })
      return Array.from({ length: 70 * 60 }, (_, s) => {
        if (again && s === 40 * 60) body.pumpLog({ rates: [] })
        const atMs = START + s * 1_000
        return body.second(atMs).body.systolic - plain.second(atMs).body.systolic
      })
    }
    const full = rises([{ atMs: START, rateMlPerHr: 52.5 }])
    const stopped = rises([
      { atMs: START, rateMlPerHr: 52.5 },
      { atMs: START + 20 * 60_000, rateMlPerHr: 0 },
    ])
    expect(full[40 * 60]).toBeCloseTo(40, 0)
    expect(stopped[20 * 60]).toBeCloseTo(full[20 * 60] as number, 6)
    expect(stopped[36 * 60] as number).toBeLessThan((stopped[20 * 60] as number) * 0.5)
    // Closing the session does not empty the patient of the drug.
    const closed = rises([{ atMs: START, rateMlPerHr: 52.5 }], true)
    expect(closed[45 * 60]).toBeCloseTo(40 * 0.82, 0)
  })

  it('[SM3] a pump log told late gives the same drug as one told in time', () => {
    const rates = [
      { atMs: START + 60_000, rateMlPerHr: 52.5 },
      { atMs: START + 600_000, rateMlPerHr: 30 },
    ]
    const inTime = createSimulatedBody(SCENARIOS.calm, 1, START)
    const late = createSimulatedBody(SCENARIOS.calm, 1, START)
    inTime.pumpLog({ sessionId: 's', rates })
    let last: [number, number] = [0, 0]
    for (let s = 0; s < 1_200; s += 1) {
      if (s === 900) late.pumpLog({ sessionId: 's', rates })
      last = [inTime.second(START + s * 1_000).body.systolic, late.second(START + s * 1_000).body.systolic]
    }
    expect(last[0]).toBeCloseTo(last[1], 6)
  })
})
