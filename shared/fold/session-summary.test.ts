// Proves the one line that a list says of a session against a plain search through all of its records.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LogRecord, stamp } from '../record/record.ts'
import {
  at,
  attached,
  closed,
  cuff,
  cuffFailed,
  every1s,
  type Fact,
  infusion,
  live,
  NURSE,
  opened,
  records,
  spo2,
  vitals,
} from '../testing/given.ts'
import { history } from '../testing/histories.ts'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { foldAlarmSpans } from './alarm-spans.ts'
import { isCuffArtefact } from './freshness.ts'
import { emptySession, foldSession } from './session-state.ts'
import { emptySummary, foldSummary, type SessionSummary } from './session-summary.ts'

const summaryOf = (log: readonly LogRecord[], from: SessionSummary = emptySummary): SessionSummary =>
  log.reduce(foldSummary, from)
const of = (facts: readonly Fact[]): SessionSummary => summaryOf(records(facts))

/** The first of the highest. */
const highest = <T>(list: readonly T[], value: (one: T) => number): T | undefined =>
  list.find((one) => value(one) === Math.max(...list.map(value)))

function searched(log: readonly LogRecord[]): SessionSummary {
  const values = (signal: 'spo2' | 'heartRate' | 'pulseRate') =>
    log.flatMap((record) => {
      if (record.kind !== 'vitals') return []
      const reading = record.readings[signal]
      return reading?.status === 'measured'
        ? [{ value: reading.value, measuredAtMs: record.measuredAtMs }]
        : []
    })
  const pressures = log.flatMap((record) =>
    record.kind === 'bloodPressure' && record.result.status === 'measured' && !isCuffArtefact(record.result)
      ? [{ ...record.result, measuredAtMs: record.measuredAtMs }]
      : [],
  )
  const peak = highest(
    pressures.filter(({ systolic }) => systolic !== undefined),
    ({ systolic }) => systolic ?? 0,
  )
  const lowest = highest(values('spo2'), ({ value }) => -value)
  const signal = values('heartRate').length > 0 ? 'heartRate' : 'pulseRate'
  const rate = highest(values(signal), ({ value }) => value)
  const spans = log.reduce(foldAlarmSpans, [])
  const count = (priority: string) => spans.filter((span) => span.highest === priority).length
  const { startedAtMs } = log.reduce(foldSession, emptySession).infusion
  return {
    alarms: { low: count('low'), medium: count('medium'), high: count('high') },
    open: Object.fromEntries(
      spans.filter(({ endedAtMs }) => endedAtMs === undefined).map((span) => [span.alarmId, span.highest]),
    ),
    ...(startedAtMs === undefined ? {} : { startedAtMs }),
    ...(lowest === undefined ? {} : { lowestSpo2: lowest }),
    ...(rate === undefined ? {} : { peakRate: { ...rate, signal } }),
    ...(peak?.systolic === undefined
      ? {}
      : {
          peakPressure: {
            systolic: peak.systolic,
            measuredAtMs: peak.measuredAtMs,
            ...(peak.diastolic === undefined ? {} : { diastolic: peak.diastolic }),
          },
        }),
  }
}

describe('any history', { timeout }, () => {
  test('[FO46] the summary is what a search through every record finds', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const { log } = live(facts, endS)
        expect(summaryOf(log)).toEqual(searched(log))
      }),
    )
  })
  test('[FO46] it is plain JSON, may be interrupted anywhere, and is the same object where nothing changed', () => {
    holds(
      fc.property(history, fc.nat(), ({ facts, endS }, cut) => {
        const { log } = live(facts, endS)
        const index = cut % log.length
        const first = summaryOf(log.slice(0, index))
        expect(summaryOf(log.slice(index), JSON.parse(JSON.stringify(first)))).toEqual(summaryOf(log))
        const next = foldSummary(first, log[index] as LogRecord)
        if (JSON.stringify(next) === JSON.stringify(first)) expect(next).toBe(first)
      }),
    )
  })
  test('[FO46] a closed session has no open alarm', () => {
    const { open, alarms } = summaryOf(
      live([opened(0), attached(0), ...every1s(1, 30, { heartRate: 140 }), closed(31)], 40).log,
    )
    expect(open).toEqual({})
    expect(alarms).toEqual({ low: 0, medium: 0, high: 1 })
  })
})

describe('peaks', () => {
  test('[FO47] what cannot be, failed, or is a mean alone is no peak; a reading without a diastolic is', () => {
    expect(
      of([cuff(0, 260, 255), cuffFailed(1), cuff(2, undefined, undefined, 150)]).peakPressure,
    ).toBeUndefined()
    expect(of([cuff(0, 150, 90), cuff(1, 260, 255), cuff(2, 171)]).peakPressure).toEqual({
      systolic: 171,
      measuredAtMs: at(2),
    })
    expect(of([cuff(0, 150, 90), cuff(1, 150, 95)]).peakPressure).toMatchObject({ diastolic: 90 })
  })
  test('[FO47] the rate is the ECG’s as soon as there is one, whatever the pulse was', () => {
    const pulse = vitals(0, { pulseRate: 149 })
    expect(of([pulse]).peakRate).toEqual({ value: 149, signal: 'pulseRate', measuredAtMs: at(0) })
    expect(of([pulse, vitals(1, { heartRate: 82, pulseRate: 160 })]).peakRate).toEqual({
      value: 82,
      signal: 'heartRate',
      measuredAtMs: at(1),
    })
  })
  test('[FO47] no reading is no value', () => {
    expect(of([vitals(0, spo2('sensorOff')), cuffFailed(1), infusion(2, 'start', 50)])).toEqual({
      ...emptySummary,
      peakRate: { value: 72, signal: 'pulseRate', measuredAtMs: at(0) },
      startedAtMs: at(2),
    })
  })
})

describe('what came in as a file', () => {
  const imported = (name: string, dated: boolean): LogRecord => {
    const file = { name, bytes: 10, sha256: '0'.repeat(64), format: 'csv' as const }
    return stamp({ kind: 'session.imported', by: NURSE, file, dated }, 9 as never, at(9))
  }
  test('[FO48] the summary names the last file, and says for ever that one had no date', () => {
    expect(summaryOf([imported('a.csv', true)])).toEqual({ ...emptySummary, importedFrom: 'a.csv' })
    expect(summaryOf([imported('a.csv', false), imported('b.ndjson', true)])).toEqual({
      ...emptySummary,
      importedFrom: 'b.ndjson',
      dated: false,
    })
  })
})
