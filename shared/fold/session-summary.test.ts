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
import { byHand } from '../testing/visit-facts.ts'
import { wholeVisit } from '../testing/whole-visit.ts'
import { sessionReport } from '../visit/report.ts'
import { shown } from '../vitals.ts'
import { foldAlarmSpans } from './alarm-spans.ts'
import { isCuffArtefact } from './freshness.ts'
import { type Peaks, peakSince, pushPeak } from './peaks.ts'
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
const toldOf = (log: readonly LogRecord[]): ToldSummary =>
  toldSummary(summaryOf(log), log.reduce(foldSession, emptySession))
const of = (facts: readonly Fact[]): ToldSummary => toldOf(records(facts))

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
    return settling ? [] : [{ value: shown(signal, reading.value), measuredAtMs }]
  })
}

function searched(log: readonly LogRecord[]): ToldSummary {
  const { startedAtMs } = log.reduce(foldSession, emptySession).infusion
  const isSince = ({ measuredAtMs }: { measuredAtMs: number }) => measuredAtMs >= (startedAtMs ?? 0)
  const values = (signal: 'spo2' | 'heartRate' | 'pulseRate') =>
    settledValues(log, signal)
      .filter(isSince)
      .sort((a, b) => a.measuredAtMs - b.measuredAtMs)
  const pressures = log.flatMap((record) =>
    record.kind === 'bloodPressure' && record.result.status === 'measured' && !isCuffArtefact(record.result)
      ? [{ ...record.result, measuredAtMs: record.measuredAtMs }].filter(isSince)
      : [],
  )
  pressures.sort((a, b) => a.measuredAtMs - b.measuredAtMs)
  const peak = highest(
    pressures.filter(({ systolic }) => systolic !== undefined),
    ({ systolic }) => shown('systolic', systolic ?? 0),
  )
  const lowest = highest(values('spo2'), ({ value }) => -value)
  const signal = values('heartRate').length > 0 ? 'heartRate' : 'pulseRate'
  const rate = highest(values(signal), ({ value }) => value)
  const isTechnical = ({ levels }: { levels: readonly { alarm: { limit?: unknown } }[] }): boolean =>
    levels.every(({ alarm }) => alarm.limit === undefined)
  const spans = log.reduce(foldAlarmSpans, [])
  const counted = (of: readonly (typeof spans)[number][]) => {
    const begun = of.flatMap(({ levels }) => levels.filter(({ alarm }) => alarm.transition !== 'fell'))
    const heard = begun.filter(({ alarm }) => alarm.limit !== undefined || alarm.silent !== true)
    const count = (priority: string) => heard.filter((level) => level.priority === priority).length
    return { low: count('low'), medium: count('medium'), high: count('high') }
  }
  const technical = counted(spans.filter(isTechnical))
  return {
    alarms: counted(spans.filter((one) => !isTechnical(one))),
    ...(technical.low + technical.medium + technical.high === 0 ? {} : { technical }),
    ...(startedAtMs === undefined ? {} : { startedAtMs }),
    ...(lowest === undefined ? {} : { lowestSpo2: lowest }),
    ...(rate === undefined ? {} : { peakRate: { ...rate, signal } }),
    ...(peak?.systolic === undefined
      ? {}
      : {
          peakPressure: {
            systolic: shown('systolic', peak.systolic),
            measuredAtMs: peak.measuredAtMs,
            ...(peak.diastolic === undefined ? {} : { diastolic: shown('diastolic', peak.diastolic) }),
          },
        }),
  }
}

describe('any history', { timeout }, () => {
  test('[FO46] the summary is what a search through every record finds', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const { log } = live(facts, endS)
        expect(toldOf(log)).toEqual(searched(log))
      }),
      20,
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
      10,
    )
  })
  test('[FO46] an alarm that rose counts at each priority that it had, and never for a fall', () => {
    const { log } = live(
      [
        opened(0),
        attached(1),
        ...every1s(2, 20, { heartRate: 74 }),
        ...every1s(21, 50, { heartRate: 120 }),
        ...every1s(51, 80, { heartRate: 140 }),
        ...every1s(81, 110, { heartRate: 120 }),
        ...every1s(111, 140, { heartRate: 74 }),
        closed(141),
      ],
      150,
    )
    const own = log.flatMap((one) =>
      one.kind === 'alarm' && one.condition === 'hrHigh' ? [`${one.transition} ${one.priority}`] : [],
    )
    expect(own).toEqual(['raised medium', 'rose high', 'fell medium', 'ended medium'])
    const { alarms, technical } = toldOf(log)
    expect(alarms).toEqual({ low: 0, medium: 1, high: 1 })
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
    const none = of([infusion(0, 'start', 50), vitals(2, spo2('sensorOff')), cuffFailed(3)])
    expect(none).toEqual({
      ...of([]),
      peakRate: { value: 72, signal: 'pulseRate', measuredAtMs: at(2) },
      startedAtMs: at(0),
    })
  })
})

describe('since the start', () => {
  const start = (seconds: number, of: number) => ({
    ...infusion(of, 'start', 50),
    body: { ...infusion(of, 'start', 50).body, atMs: at(of) } as never,
    atMs: at(seconds),
  })
  const calm = [...every1s(0, 9, spo2(92)), cuff(5, 190, 110), ...every1s(10, 40, spo2(97))]

  test('[FO47] what was before the start is no peak, as on the page of the session', () => {
    const log = records([
      opened(0),
      ...calm,
      infusion(41, 'start', 50),
      ...every1s(42, 60, spo2(95)),
      cuff(50, 150, 90),
    ])
    expect(toldOf(log)).toMatchObject({
      startedAtMs: at(41),
      peakPressure: { systolic: 150, diastolic: 90 },
      lowestSpo2: { value: 95, measuredAtMs: at(42) },
    })
  })
  test('[FO46] a start said late, undone, or put right moves everything that counts from it', () => {
    const later = [opened(0), ...calm, ...every1s(42, 60, spo2(96)), cuff(50, 150, 90), start(61, 43)]
    expect(of(later)).toMatchObject({ startedAtMs: at(43), lowestSpo2: { value: 96, measuredAtMs: at(43) } })
    const log = records(later)
    const seq = log.at(-1)?.seq as never
    const undone = stamp(
      { kind: 'undone', ofSeq: seq, by: NURSE } as never,
      (log.length + 1) as never,
      at(62),
    )
    expect(toldOf([...log, undone])).toEqual(of(later.slice(0, -1)))
    expect(toldOf([...log, undone]).startedAtMs).toBeUndefined()
    const earlier = {
      kind: 'amended',
      ofSeq: seq,
      ofKind: 'infusion',
      by: NURSE,
      change: { atMs: at(4) },
      reason: 'r',
    }
    const amended = stamp(earlier as never, (log.length + 1) as never, at(62))
    expect(toldOf([...log, amended])).toMatchObject({
      startedAtMs: at(4),
      peakPressure: { systolic: 190 },
      lowestSpo2: { value: 92, measuredAtMs: at(4) },
    })
  })
  test('[FO47] what a person measured counts, from paper too, and is said to be; taken back or impossible it does not', () => {
    const facts = [opened(0), infusion(1, 'start', 50), ...every1s(2, 9, { heartRate: 80 }), cuff(5, 150, 90)]
    const hand = byHand(20, { systolic: 171, diastolic: 98, heartRate: 99, spo2: 91 }, { fromPaper: true })
    expect(of([...facts, hand, byHand(30, { systolic: 220, diastolic: 215 })])).toMatchObject({
      peakPressure: { systolic: 171, diastolic: 98, byHand: true },
      peakRate: { value: 99, signal: 'heartRate', byHand: true },
      lowestSpo2: { value: 91, byHand: true },
    })
    const log = records([...facts, hand])
    const back = {
      ...{ kind: 'amended', ofSeq: log.at(-1)?.seq, ofKind: 'manual', by: NURSE },
      ...{ change: {}, void: true, reason: 'another patient' },
    }
    expect(toldOf([...log, stamp(back as never, (log.length + 1) as never, at(40))])).toEqual(of(facts))
  })
  test('[FO47] a list and a page have the same highest and lowest', () => {
    const log = wholeVisit()
    const { extremes, infusion: pump } = sessionReport(log) ?? {}
    const { peakPressure, peakRate, lowestSpo2, startedAtMs } = toldOf(log)
    expect(startedAtMs).toBe(pump?.startedAtMs)
    const { value, atMs, diastolic } = extremes?.systolic?.highest ?? {}
    expect(peakPressure).toEqual({ systolic: value, diastolic, measuredAtMs: atMs })
    expect([peakRate?.value, peakRate?.measuredAtMs]).toEqual([
      extremes?.heartRate?.highest.value,
      extremes?.heartRate?.highest.atMs,
    ])
    expect([lowestSpo2?.value, lowestSpo2?.measuredAtMs]).toEqual([
      extremes?.spo2?.lowest.value,
      extremes?.spo2?.lowest.atMs,
    ])
  })
  test('[FO47] any values, any start: the value is the page’s; its moment is one at which it stood', () => {
    const words = fc.array(fc.record({ s: fc.nat(60), value: fc.integer({ min: 90, max: 94 }) }), {
      minLength: 1,
      maxLength: 40,
    })
    holds(
      fc.property(words, fc.nat(60), fc.nat(60), (all, known, start) => {
        let peaks: Peaks = []
        for (const [index, { s, value }] of all.entries())
          peaks = pushPeak(peaks, { value, atMs: s }, -1, index > known ? start : undefined)
        const since = all.filter(({ s }) => s >= start)
        const found = peakSince(peaks, start)
        const least = Math.min(...since.map(({ value }) => value))
        expect(found?.value).toBe(since.length === 0 ? undefined : least)
        if (found !== undefined) expect(since).toContainEqual({ s: found.atMs, value: least })
        expect(peaks.length).toBeLessThanOrEqual(5)
      }),
      200,
    )
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
