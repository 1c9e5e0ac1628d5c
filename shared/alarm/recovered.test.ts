// What came too late: it starts and ends nothing, and a breach in it is always said, once.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AlarmTransition } from '../record/record.ts'
import { acknowledges, factLine, livesThrough, type Step } from '../testing/clinic.ts'
import {
  at,
  attached,
  closed,
  cuff,
  type Fact,
  type Instant,
  infusion,
  live,
  quarantine,
  vitals,
} from '../testing/given.ts'
import { history } from '../testing/histories.ts'
import { seldom, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { NO_RULES } from './session-rules.ts'
import { alarmText } from './words/text.ts'

const holds = seldom(16)

/** Came at `seconds`, measured earlier. */
const late = (seconds: number, instant: Instant, measuredAtS = seconds - 60): Fact =>
  vitals(seconds, instant, { recovered: Object.keys(instant) as 'spo2'[], measuredAtS })
/** A backlog of one value a second, measured from `fromS` on, that comes within a second. */
const backlog = (seconds: number, fromS: number, values: readonly number[]): Fact[] =>
  values.map((value, index) =>
    late(seconds + index / (2 * values.length), { spo2: value, pulseRate: 72 }, fromS + index),
  )
const lateCuff = (seconds: number, systolic: number, diastolic: number): Fact =>
  cuff(seconds, systolic, diastolic, undefined, { recovered: true })

const found = (steps: readonly Step[], untilS: number): AlarmTransition[] =>
  livesThrough(steps, untilS).decided.filter(
    (fact): fact is AlarmTransition => fact.kind === 'alarm' && fact.condition === 'recovered',
  )
const lines = (steps: readonly Step[], untilS: number): string[] => found(steps, untilS).map(factLine)

describe('found in recovered data', () => {
  test.each<[string, Fact, boolean]>([
    ['SpO₂ 90: no limit', late(100, { spo2: 90, pulseRate: 72 }), false],
    ['SpO₂ 91 is LOW only', late(100, { spo2: 91, pulseRate: 72 }), false],
    ['SpO₂ 89', late(100, { spo2: 89, pulseRate: 72 }), true],
    ['SpO₂ 89.5 is shown as 90', late(100, { spo2: 89.5, pulseRate: 72 }), false],
    [
      'SpO₂ 70 where the device says that it has no pulse',
      late(100, { spo2: 70, pulseRate: 'noReading' }),
      false,
    ],
    ['SpO₂ 70 of a device that says nothing of the pulse', late(100, { spo2: 70 }), true],
    ['HR 110', late(100, { heartRate: 110 }), false],
    ['HR 111', late(100, { heartRate: 111 }), true],
    ['a pulse of 111 beside an ECG of 100', late(100, { heartRate: 100, pulseRate: 111 }), false],
    ['a pulse of 111 alone', late(100, { pulseRate: 111 }), true],
    ['RR 8', late(100, { respirationRate: 8 }), false],
    ['RR 7', late(100, { respirationRate: 7 }), true],
    ['159/104', lateCuff(100, 159, 104), false],
    ['160/90, without any repeat', lateCuff(100, 160, 90), true],
    ['150/105', lateCuff(100, 150, 105), true],
    ['90/60', lateCuff(100, 90, 60), false],
    ['89/60', lateCuff(100, 89, 60), true],
    ['200/195: a pressure that cannot be', lateCuff(100, 200, 195), false],
    ['a mean of 59 alone', cuff(100, undefined, undefined, 59, { recovered: true }), true],
  ])('[AL65] %s', (_name, fact, isFound) => {
    expect(lines([attached(0), fact], 200)).toEqual(isFound ? ['recovered raised medium @101'] : [])
    expect(lines([attached(0), fact], 100.999)).toEqual([])
  })
  test('[AL65] the worst value, when, how long, and the limit of the lowest level of that priority', () => {
    const values = [...Array<number>(5).fill(97), ...Array<number>(244).fill(84), 71, 97]
    const steps = [attached(0), infusion(0, 'start', 50), ...backlog(2_000, 871, values)]
    const [alarm] = found(steps, 2_002)
    expect(alarm).toMatchObject({
      cause: 'recovered',
      priority: 'medium',
      about: {
        quantity: 'spo2',
        value: 71,
        valueAtMs: at(1_120),
        afterStartMs: 1_120_000,
        forMs: 245_000,
        limit: { quantity: 'spo2', op: '<', value: 85 },
      },
    })
    expect(alarmText(NO_RULES, alarm as AlarmTransition, at(2_030))).toMatch(
      /^Found in recovered data: SpO₂ 71 at T\+18:40, 4:05 below 85, 0:28 ago$/,
    )
  })
  test('[AL65] a hole in the backlog does not count as time below', () => {
    const steps = [late(100, { spo2: 80 }, 10), late(100.1, { spo2: 80 }, 50), late(100.2, { spo2: 97 }, 51)]
    expect(found(steps, 102)[0]?.about?.forMs).toBe(6_000)
  })
  test('[AL66] ten thousand late records are one thing to say', () => {
    const steps = backlog(
      100,
      0,
      Array.from({ length: 10_000 }, (_, index) => 60 + (index % 40)),
    )
    expect(lines([attached(0), ...steps], 200)).toEqual(['recovered raised medium @101.5'])
  })
  test('[AL66] a device whose words always come late is told after ten seconds, not never', () => {
    const steps = Array.from({ length: 60 }, (_, second) => late(100 + second / 2, { spo2: 80 }))
    expect(lines([attached(0), ...steps], 200)).toEqual(['recovered raised medium @110'])
  })
  test('[AL66] something worse, or of another quantity, makes it rise; something no worse does not', () => {
    const first = late(100, { spo2: 80 })
    expect(lines([first, late(110, { spo2: 82 })], 200)).toEqual(['recovered raised medium @101'])
    const worse = found([first, late(110, { spo2: 75 })], 200)
    expect(worse.map(factLine)).toEqual(['recovered raised medium @101', 'recovered rose medium @111'])
    expect(worse[1]).toMatchObject({ about: { value: 75 }, breachAtMs: at(101), alarmId: worse[0]?.alarmId })
    const other = found([first, lateCuff(110, 165, 90)], 200)
    expect(other[1]).toMatchObject({
      transition: 'rose',
      about: { quantity: 'spo2', value: 80 },
      values: { spo2: 80, systolic: 165 },
    })
  })
  test.each<[string, Fact[], AlarmTransition['values'], string]>([
    [
      'a pulse of 131, and an ECG of 127 that is less',
      [late(100, { pulseRate: 131 }), late(100.2, { heartRate: 127, pulseRate: 38 })],
      { pulseRate: 131, heartRate: 127 },
      'pulseRate',
    ],
    [
      'the same the other way round',
      [late(100, { heartRate: 127 }), late(100.2, { pulseRate: 131 })],
      { heartRate: 127, pulseRate: 131 },
      'pulseRate',
    ],
    [
      'both components of one reading',
      [lateCuff(100, 185, 112)],
      { systolic: 185, diastolic: 112 },
      'systolic',
    ],
    [
      'one component of each of two readings',
      [lateCuff(100, 185, 100), lateCuff(100.2, 150, 112)],
      { systolic: 185, diastolic: 112 },
      'systolic',
    ],
  ])('[AL65] the worst of every quantity, also of one ladder: %s', (_name, facts, values, stands) => {
    const all = found([attached(0), ...facts], 200)
    expect(all.map(({ transition }) => transition)).toEqual(['raised'])
    expect(all[0]?.values).toEqual(values)
    expect(all[0]?.about?.quantity).toBe(stands)
  })
  test('[AL66] of one ladder too: a quantity that was not said, or is worse, makes it rise', () => {
    const first = [late(100, { pulseRate: 131 })]
    const other = found([...first, late(110, { heartRate: 127 })], 200)
    expect(other.map(factLine)).toEqual(['recovered raised medium @101', 'recovered rose medium @111'])
    expect(other[1]).toMatchObject({
      about: { quantity: 'pulseRate', value: 131 },
      values: { pulseRate: 131, heartRate: 127 },
    })
    const known = [...first, late(100.1, { heartRate: 127 }), late(110, { heartRate: 126 })]
    expect(lines(known, 200)).toEqual(['recovered raised medium @101.1'])
  })
  test('[AL67] it ends when somebody acknowledges it; what is found afterwards is another one', () => {
    const steps = [late(100, { spo2: 80 }), acknowledges(120, 'recovered'), late(130, { spo2: 85 })]
    const all = found(steps, 200)
    expect(all.map(factLine)).toEqual([
      'recovered raised medium @101',
      'recovered ended medium @120',
      'recovered raised medium @131',
    ])
    expect(all[1]).toMatchObject({ endedBy: 'clinician' })
    expect(all[2]?.alarmId).not.toBe(all[0]?.alarmId)
  })
  test('[AL67] found a moment before the session closes, it is said before that', () => {
    expect(
      found([late(100, { spo2: 80 }), closed(100.5)], 200).map(({ transition, dueAtMs }) => [
        transition,
        dueAtMs,
      ]),
    ).toEqual([
      ['raised', at(100.5)],
      ['ended', at(100.5)],
    ])
  })
  test('[AL67] found in quarantine, it is said afterwards', () => {
    const steps = [
      quarantine(0, true),
      late(100, { spo2: 80 }),
      late(120, { spo2: 97 }),
      quarantine(200, false),
    ]
    expect(found(steps, 300)).toMatchObject([{ transition: 'raised', about: { value: 80 } }])
  })
})

describe('for every history', { timeout }, () => {
  test('[AL65] a value beyond a MEDIUM or HIGH limit in recovered data is always reported', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const { log, technical } = live([...facts], endS + 20)
        const isClosed = log.findIndex(({ kind }) => kind === 'session.closed')
        let quarantined = false
        const worst: number[] = []
        for (const [index, record] of log.entries()) {
          if (record.kind === 'quarantine') quarantined = record.on
          if (isClosed >= 0 && index > isClosed) break
          if (record.kind !== 'vitals' || record.recovered?.includes('heartRate') !== true) continue
          const { heartRate } = record.readings
          if (heartRate?.status === 'measured' && Math.round(heartRate.value) > 110)
            worst.push(Math.round(heartRate.value))
        }
        if (worst.length === 0 || quarantined) return
        const reported = technical.flatMap(({ condition, values: { heartRate } }) =>
          condition === 'recovered' && heartRate !== undefined ? [heartRate] : [],
        )
        expect(Math.max(...reported)).toBe(Math.max(...worst))
      }),
    )
  })
  test('[AL68] unavailable and silence end nothing of the patient’s', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const run = live(facts, endS, 1_000)
        for (const { record, transitions } of run.batches)
          for (const { transition, endedBy } of transitions)
            if (transition === 'ended' && endedBy === 'measurement')
              expect(record?.kind === 'vitals' || record?.kind === 'bloodPressure').toBe(true)
      }),
    )
  })
  test('[AL68] recovered data moves no technical condition but its own', () => {
    holds(
      fc.property(history, ({ facts, endS }) => {
        const others = (all: readonly Fact[]): string[] =>
          live(all, endS)
            .technical.filter(({ condition }) => condition !== 'recovered')
            .map(factLine)
        expect(others(facts.map(withoutRecovered))).toEqual(others(facts))
      }),
    )
  })
})

function withoutRecovered(fact: Fact): Fact {
  const { body, atMs } = fact
  if (body.kind === 'bloodPressure' && body.recovered)
    return { atMs, body: { kind: 'storage', state: 'ok', detail: '' } }
  if (body.kind !== 'vitals' || body.recovered === undefined) return fact
  const kept = Object.entries(body.readings).filter(([signal]) => !body.recovered?.includes(signal as 'spo2'))
  const { recovered: _recovered, ...rest } = body
  return { ...fact, body: { ...rest, readings: Object.fromEntries(kept) } }
}
