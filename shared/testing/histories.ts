// Owns random histories for properties: real edges, silences, gaps, slow devices, recovered data. Never used by the programs.
import * as fc from 'fast-check'
import type { UnavailableReason } from '../record/reading.ts'
import type { SignalId } from '../vitals.ts'
import {
  acknowledged,
  attached,
  closed,
  cuff,
  cuffFailed,
  cuffStarted,
  detached,
  type Fact,
  hubGap,
  type Instant,
  infusion,
  opened,
  quarantine,
  since,
  vitals,
} from './given.ts'
import { LONG } from './runs.ts'

type Segment = (fromS: number) => Fact[]

const reason = fc.constantFrom<UnavailableReason>('noReading', 'sensorOff', 'artifact', 'settling')
const orNone = (values: number[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom<number | UnavailableReason | undefined>(...values) },
    { weight: 1, arbitrary: reason },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )
const heartRate = orNone([38, 39.5, 40, 42, 43, 49, 50, 52.4, 53, 72, 107, 108, 110.4, 110.6, 127, 128, 131])
const spo2 = orNone([78, 79.5, 80, 81, 82, 84, 86, 87, 88, 90, 91, 92, 92.5, 93, 97])

const instant = fc
  .record({ heartRate, pulseRate: heartRate, spo2 })
  .map((given) =>
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  ) as fc.Arbitrary<Instant>

/** The same numbers for a while, at one pace; now and then a moment of something else. */
const stretch: fc.Arbitrary<Segment> = fc
  .record({
    now: instant,
    count: fc.integer({ min: LONG ? 6 : 3, max: 24 }),
    everyS: fc.constantFrom(1, 1, 1, 1, 0.25, 2, 4.999, 5, 5.001),
    odd: fc.option(fc.record({ index: fc.nat(23), now: instant }), { nil: undefined }),
    recovered: fc.option(fc.subarray<SignalId>(['heartRate', 'pulseRate', 'spo2'], { minLength: 1 }), {
      nil: undefined,
      freq: 5,
    }),
  })
  .map(({ now, count, everyS, odd, recovered }) => (fromS) => {
    const facts: Fact[] = []
    for (let index = 0; index < count; index += 1) {
      const given = odd !== undefined && odd.index === index ? odd.now : now
      if (Object.keys(given).length === 0) continue
      facts.push(vitals(fromS + index * everyS, given, recovered === undefined ? {} : { recovered }))
    }
    return facts
  })

const pressure: fc.Arbitrary<Segment> = fc
  .record({
    systolic: fc.constantFrom(
      ...[76, 79.6, 84, 85, 89, 94, 95, 118, 154, 155, 159.6, 160, 174, 175, 179, 180, 194, 195, 200],
    ),
    diastolic: fc.constantFrom(50, 60, 70, 100, 101, 104, 105, 106, 109, 110, 114, 115, 116, 120, 178),
    mean: fc.constantFrom(undefined, undefined, 58, 59.6, 64, 65, 96),
    kind: fc.constantFrom(
      'both',
      'both',
      'both',
      'both',
      'systolic',
      'diastolic',
      'mean',
      'failed',
      'recovered',
    ),
    started: fc.boolean(),
  })
  .map(({ systolic, diastolic, mean, kind, started }) => (fromS) => {
    const cycle = started ? [cuffStarted(fromS)] : []
    const endS = started ? fromS + 30 : fromS
    switch (kind) {
      case 'failed':
        return [...cycle, cuffFailed(endS)]
      case 'mean':
        return [...cycle, cuff(endS, undefined, undefined, mean ?? 96)]
      case 'systolic':
        return [...cycle, cuff(endS, systolic)]
      case 'diastolic':
        return [...cycle, cuff(endS, undefined, diastolic)]
      case 'recovered':
        return [cuff(fromS, systolic, diastolic, mean, { recovered: true })]
      default:
        return [...cycle, cuff(endS, systolic, diastolic, mean)]
    }
  })
const link: fc.Arbitrary<Segment> = fc
  .boolean()
  .map((takesCuffOrders) => (fromS) => [detached(fromS), attached(fromS + 5, {}, undefined, takesCuffOrders)])

const silence: fc.Arbitrary<Segment> = fc
  .constantFrom(3, 5, 6, 9, 16, 40)
  .map((lengthS) => (fromS) => [infusion(fromS + lengthS, 'rate', 30)])
const away: fc.Arbitrary<Segment> = fc
  .constantFrom(0.5, 2, 4, 12, 90, 900)
  .map((lengthS) => (fromS) => [hubGap(fromS, fromS + lengthS)])
const pace: fc.Arbitrary<Segment> = fc
  .constantFrom(1_000, 1_000, 8_000, 60_000)
  .map((everyMs) => (fromS) => [attached(fromS, { heartRate: everyMs, pulseRate: everyMs, spo2: everyMs })])
const notJudging: fc.Arbitrary<Segment> = fc.boolean().map((on) => (fromS) => [quarantine(fromS, on)])
const act: fc.Arbitrary<Segment> = fc
  .constantFrom('bpHigh@1', 'spo2Low@1')
  .map((alarmId) => (fromS) => [acknowledged(fromS, alarmId, 'high')])

const segment = fc.oneof(
  { weight: 12, arbitrary: stretch },
  { weight: 4, arbitrary: pressure },
  { weight: 2, arbitrary: silence },
  { weight: 1, arbitrary: away },
  { weight: 1, arbitrary: pace },
  { weight: 1, arbitrary: link },
  { weight: 1, arbitrary: notJudging },
  { weight: 1, arbitrary: act },
)

const LEAST = LONG ? 100 : 30

/** A session's facts in order of time, with at least 100 of them in the long run; `endS` lies after the last. */
export const history: fc.Arbitrary<{ readonly facts: Fact[]; readonly endS: number }> = fc
  .record({
    segments: fc.array(fc.tuple(segment, fc.constantFrom(0, 0.001, 0.5, 1, 1, 1)), {
      minLength: LONG ? 8 : 4,
      maxLength: LONG ? 16 : 14,
    }),
    ends: fc.constantFrom('closed', 'open', 'open'),
    tailS: fc.constantFrom(0, 4, 60),
  })
  .map(({ segments, ends, tailS }) => {
    const facts: Fact[] = [opened(0), attached(0, {}, undefined, true)]
    let nowS = 0
    const take = (more: Fact[]): void => {
      facts.push(...more)
      nowS = since(facts.at(-1)?.atMs ?? 0)
    }
    for (const [make, pauseS] of segments) take(make(nowS + pauseS))
    for (let index = facts.length; index < LEAST; index += 1)
      take([vitals(nowS + 1, { pulseRate: 72, spo2: 97 })])
    if (ends === 'closed') take([closed(nowS + 1), vitals(nowS + 2, { pulseRate: 72, spo2: 70 })])
    return { facts, endS: nowS + tailS }
  })

/** One continuous signal: times in seconds and values, never further apart than makes a sensor "come back". */
export const samples = (values: number[]): fc.Arbitrary<{ readonly atS: number; readonly value: number }[]> =>
  fc
    .array(
      fc.record({
        gapS: fc.constantFrom(1, 1, 1, 1, 1, 0.4, 4.999, 5, 5.001, 7, 14),
        value: fc.constantFrom(...values),
        count: fc.integer({ min: 1, max: 20 }),
      }),
      { minLength: LONG ? 12 : 4, maxLength: LONG ? 30 : 16 },
    )
    .map((stretches) => {
      const list: { atS: number; value: number }[] = []
      let atMs = 0
      for (const { gapS, value, count } of stretches) {
        atMs += gapS * 1_000
        for (let index = 0; index < count; index += 1) {
          list.push({ atS: atMs / 1_000, value })
          atMs += 1_000
        }
        atMs -= 1_000
      }
      return list
    })
