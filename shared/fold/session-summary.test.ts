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
import {
  emptySummary,
  foldSummary,
  type SessionSummary,
  type ToldSummary,
  toldSummary,
} from './session-summary.ts'

const summaryOf = (log: readonly LogRecord[], from: SessionSummary = emptySummary): SessionSummary =>
  log.reduce(foldSummary, from)
const of = (facts: readonly Fact[]): SessionSummary => summaryOf(records(facts))

/** The first of the highest. */
const highest = <T>(list: readonly T[], value: (one: T) => number): T | undefined =>
  list.find((one) => value(one) === Math.max(...list.map(value)))

/** Every word on a signal in the order of the log, with what its device had declared by then. */
function wordsOn(log: readonly LogRecord[], signal: 'spo2' | 'heartRate' | 'pulseRate') {
  const everyMs: Record<string, number | undefined> = {}
  return log.flatMap((record) => {
    if (record.kind === 'device.attached') everyMs[record.deviceId] = record.everyMs[signal]
    const reading = record.kind === 'vitals' ? record.readings[signal] : undefined
    if (record.kind !== 'vitals' || reading === undefined) return []
    const { measuredAtMs, origin } = record
    const late = record.recovered?.includes(signal) === true
    return [{ reading, measuredAtMs, late, everyMs: everyMs[origin.deviceId] ?? 1_000 }]
  })
}
/** Values in reach of no return of their sensor: looked at one by one, back from each. */
function settledValues(log: readonly LogRecord[], signal: 'spo2' | 'heartRate' | 'pulseRate') {
  const words = wordsOn(log, signal)
  const inTime = words.filter(({ late }) => !late)
  const comesBack = (at: number): boolean => {
    const before = inTime.slice(0, at)
    const last = before.findLastIndex(({ reading }) => reading.status === 'measured')
    const { everyMs, measuredAtMs } = inTime[at]!
    if (last === -1 || everyMs > 10_000) return false
    const between = before.slice(last + 1).map(({ reading }) => ('reason' in reading ? reading.reason : ''))
    const newest = Math.max(
      ...before.filter(({ reading }) => reading.status === 'measured').map((one) => one.measuredAtMs),
    )
    const silentMs = measuredAtMs - newest
    if (between.includes('sensorOff') || silentMs >= Math.max(15_000, 2.5 * everyMs)) return true
    return between.length > 0 && silentMs > Math.max(5_000, 2.2 * everyMs)
  }
  const returns = inTime.map((word, at) => word.reading.status === 'measured' && comesBack(at))
  return words.flatMap((word) => {
    const { reading, measuredAtMs } = word
    if (reading.status !== 'measured') return []
    const at = inTime.indexOf(word)
    const lastReturn = at === -1 ? -1 : returns.lastIndexOf(true, at)
    // A slow device's value ends the settling: it would lose whole values to it.
    const since = inTime.slice(lastReturn, at + 1)
    const settling =
      lastReturn !== -1 &&
      !since.some(({ everyMs, reading: one }) => everyMs > 10_000 && one.status === 'measured') &&
      measuredAtMs < inTime[lastReturn]!.measuredAtMs + 10_000
    return settling ? [] : [{ value: reading.value, measuredAtMs }]
  })
}

function searched(log: readonly LogRecord[]): ToldSummary & Pick<SessionSummary, 'open'> {
  const values = (signal: 'spo2' | 'heartRate' | 'pulseRate') => settledValues(log, signal)
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
  const isTechnical = ({ levels }: { levels: readonly { alarm: { limit?: unknown } }[] }): boolean =>
    levels.every(({ alarm }) => alarm.limit === undefined)
  const spans = log
    .reduce(foldAlarmSpans, [])
    .filter((one) => !isTechnical(one) || one.levels.some(({ alarm }) => alarm.silent !== true))
  const counted = (of: readonly (typeof spans)[number][]) => {
    const count = (priority: string) => of.filter((span) => span.highest === priority).length
    return { low: count('low'), medium: count('medium'), high: count('high') }
  }
  const technical = spans.filter(isTechnical)
  const { startedAtMs } = log.reduce(foldSession, emptySession).infusion
  return {
    alarms: counted(spans.filter((one) => !isTechnical(one))),
    ...(technical.length === 0 ? {} : { technical: counted(technical) }),
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
        const { open, ...told } = searched(log)
        expect(toldSummary(summaryOf(log))).toEqual(told)
        expect(summaryOf(log).open).toEqual(open)
      }),
      10,
    )
  })
  test('[FO46] it is plain JSON, may be interrupted anywhere, and is the same object where nothing was learnt', () => {
    holds(
      fc.property(history, fc.nat(), ({ facts, endS }, cut) => {
        const { log } = live(facts, endS)
        const index = cut % log.length
        const first = summaryOf(log.slice(0, index))
        expect(summaryOf(log.slice(index), JSON.parse(JSON.stringify(first)))).toEqual(summaryOf(log))
        const record = log[index] as LogRecord
        const next = foldSummary(first, record)
        // A measurement and a device that joins always teach something about settling.
        if (record.kind === 'vitals' || record.kind === 'device.attached') return
        if (JSON.stringify(next) === JSON.stringify(first)) expect(next).toBe(first)
      }),
      4,
    )
  })
  test('[FO46] a closed session has no open alarm', () => {
    const { open, alarms, technical } = summaryOf(
      live([opened(0), attached(0), ...every1s(1, 30, { heartRate: 140 }), closed(31)], 40).log,
    )
    expect(open).toEqual({})
    expect(alarms).toEqual({ low: 0, medium: 0, high: 1 })
    // SpO₂ and the pulse were never sent: that is counted apart.
    expect(technical?.high).toBe(0)
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
  test('[FO47] what a probe says in the 10 s after it is put back is no extreme', () => {
    const off = [...every1s(0, 20, spo2(97)), vitals(21, { spo2: 'sensorOff', pulseRate: 'sensorOff' })]
    const back = [vitals(30, { spo2: 1, pulseRate: 190 }), vitals(39, { spo2: 40, pulseRate: 185 })]
    const { lowestSpo2, peakRate } = of([...off, ...back, vitals(40, { spo2: 91, pulseRate: 80 })])
    expect(lowestSpo2).toEqual({ value: 91, measuredAtMs: at(40) })
    expect(peakRate).toMatchObject({ value: 80 })
    // Up to 5 s without a value is a missing sample; 15 s without a word is a sensor that was away.
    const artefact = [vitals(21, spo2('artifact')), vitals(24, spo2(60))]
    expect(of([...every1s(0, 20, spo2(97)), ...artefact]).lowestSpo2).toMatchObject({ value: 60 })
    expect(of([...every1s(0, 20, spo2(97)), vitals(35, spo2(60))]).lowestSpo2).toMatchObject({ value: 97 })
    // The first value of a session, and a slow device's, count at once.
    expect(of([vitals(0, spo2(60))]).lowestSpo2).toMatchObject({ value: 60 })
    const slow = [
      attached(0, { spo2: 60_000 }),
      vitals(0, spo2(97)),
      vitals(60, spo2('sensorOff')),
      vitals(120, spo2(60)),
    ]
    expect(of(slow).lowestSpo2).toMatchObject({ value: 60 })
  })
  test('[FO47] no reading is no value', () => {
    const none = of([vitals(0, spo2('sensorOff')), cuffFailed(1), infusion(2, 'start', 50)])
    expect(toldSummary(none)).toEqual({
      ...toldSummary(emptySummary),
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
