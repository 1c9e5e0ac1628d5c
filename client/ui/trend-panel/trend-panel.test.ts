// Proves which stretch of time is shown, what is read at a moment, and the words for it.

import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { emptyTrends, pushTrend, type Trends } from '@chairside/shared/fold/trends.ts'
import { epochMs, recordSeq } from '@chairside/shared/ids.ts'
import { type RecordBody, stamp } from '@chairside/shared/record/record.ts'
import { holds } from '@chairside/shared/testing/runs.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openedBody } from '../../testing/records.ts'
import { momentWords } from '../format.ts'
import { levelsToDraw } from './brush.tsx'
import { summaryWords, tablesOf } from './description.ts'
import { momentForKey } from './keys.ts'
import { readingAt, readingWords } from './reading.ts'
import { plannedEnd } from './use-trend.ts'
import {
  chosenWindow,
  clampWindow,
  panned,
  QUARTER,
  resized,
  SESSION,
  SHORTEST_MS,
  spanOf,
  type WindowSource,
  zoomed,
} from './windows.ts'

const MIN = 60_000
const HOUR = 60 * MIN

const live = (fromMs: number, toMs: number, more: Partial<WindowSource> = {}): WindowSource => ({
  range: { fromMs, toMs },
  live: true,
  plannedEndMs: undefined,
  cursorMs: undefined,
  ...more,
})

describe('the strip under the lanes', () => {
  test('[UI411] the more urgent alarm covers the less urgent one, whichever came first', () => {
    const level = (priority: 'low' | 'medium' | 'high', fromMs: number, seq: number) =>
      ({ level: 'x', priority, fromMs, seq }) as never
    const drawn = levelsToDraw([
      { alarmId: 'a' as never, levels: [level('high', 10, 1)] },
      { alarmId: 'b' as never, levels: [level('low', 20, 2), level('medium', 30, 3)], endedAtMs: 40 },
    ])
    expect(drawn.map(({ priority, fromMs, toMs }) => [priority, fromMs, toMs])).toEqual([
      ['low', 20, 40],
      ['medium', 30, 40],
      ['high', 10, undefined],
    ])
  })
})

describe('the time shown', () => {
  test('[UI70] the session is whole, with its planned end, and room after now', () => {
    const whole = spanOf(SESSION, live(0, 20 * MIN, { plannedEndMs: 52 * MIN }))
    expect(whole).toEqual({ fromMs: 0, toMs: 53 * MIN })
    const over = spanOf(SESSION, live(0, 2 * HOUR))
    expect(over.fromMs).toBe(0)
    expect(over.toMs).toBeGreaterThan(2 * HOUR + 3 * MIN)
  })

  test('[UI70] a window moves in steps: a live session of two hours moves it less than once in two minutes', () => {
    const ends = new Set<number>()
    for (let second = 0; second < 3_600; second += 1)
      ends.add(spanOf(SESSION, live(0, 2 * HOUR + second * 1_000)).toMs)
    expect(ends.size).toBeLessThan(30)
    const quarters = new Set<number>()
    for (let second = 0; second < 600; second += 1)
      quarters.add(spanOf(QUARTER, live(0, HOUR + second * 1_000)).toMs)
    expect(quarters.size).toBeLessThanOrEqual(21)
  })

  test('[UI70] now is always inside the last 15 minutes, with room for the tail', () => {
    holds(
      fc.property(fc.integer({ min: 0, max: 10 * HOUR }), (now) => {
        const { fromMs, toMs } = spanOf(QUARTER, live(0, now))
        expect(toMs - fromMs).toBe(15 * MIN)
        expect(toMs - now).toBeGreaterThan(10_000)
        expect(now).toBeGreaterThan(fromMs)
      }),
    )
  })

  test('[UI70] looking back, the page is turned when the cursor leaves it, and stands still until then', () => {
    const at = (cursorMs: number, before?: { fromMs: number; toMs: number }) =>
      spanOf(QUARTER, live(0, 4 * HOUR, { cursorMs, before }))
    const first = at(HOUR)
    expect(first.fromMs).toBeLessThan(HOUR)
    expect(first.toMs).toBeGreaterThan(HOUR)
    expect(at(HOUR + 5 * MIN, first)).toEqual(first)
    const next = at(first.toMs + 1_000, first)
    expect(next.fromMs).toBeGreaterThan(first.fromMs)
    expect((first.toMs + 1_000 - next.fromMs) / (15 * MIN)).toBeLessThan(0.2)
  })

  test('[UI70] what was chosen stays while nobody moves the cursor, and follows it when it leaves', () => {
    const source = live(0, 4 * HOUR, { cursorMs: 3 * HOUR })
    const chosen = chosenWindow({ fromMs: HOUR, toMs: 2 * HOUR }, source)
    expect(spanOf(chosen, source)).toEqual({ fromMs: HOUR, toMs: 2 * HOUR })
    const moved = spanOf(chosen, { ...source, cursorMs: 3 * HOUR + 1_000 })
    expect(moved.toMs - moved.fromMs).toBe(HOUR)
    expect(moved.fromMs).toBeLessThan(3 * HOUR)
    expect(moved.toMs).toBeGreaterThan(3 * HOUR)
  })

  test('[UI70] chosen up to the head of a live session it goes on with it', () => {
    const chosen = chosenWindow({ fromMs: HOUR, toMs: 2 * HOUR + MIN }, live(0, 2 * HOUR))
    expect(spanOf(chosen, live(0, 3 * HOUR)).toMs).toBeGreaterThan(3 * HOUR)
  })

  test('[UI71] dragged, resized or zoomed, a window stays inside the session and never gets shorter than a minute', () => {
    const whole = { fromMs: 0, toMs: 4 * HOUR }
    const ms = fc.integer({ min: -10 * HOUR, max: 10 * HOUR })
    const window = fc
      .tuple(fc.integer({ min: 0, max: 3 * HOUR }), fc.integer({ min: MIN, max: HOUR }))
      .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }))
    holds(
      fc.property(window, ms, fc.double({ min: 0.01, max: 50, noNaN: true }), (span, by, factor) => {
        for (const next of [
          panned(span, by, whole),
          zoomed(span, factor, span.fromMs + (span.toMs - span.fromMs) / 3, whole),
          resized(span, 'from', by, whole),
          resized(span, 'to', by, whole),
          clampWindow({ fromMs: by, toMs: by + 1 }, whole),
        ]) {
          expect(next.fromMs).toBeGreaterThanOrEqual(whole.fromMs)
          expect(next.toMs).toBeLessThanOrEqual(whole.toMs)
          expect(next.toMs - next.fromMs).toBeGreaterThanOrEqual(SHORTEST_MS - 1)
        }
        const moved = panned(span, by, whole)
        expect(Math.abs(moved.toMs - moved.fromMs - (span.toMs - span.fromMs))).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('[UI70] the planned end stands still while the pump runs as planned', () => {
    const infusion = {
      phase: 'infusing',
      startedAtMs: 1_500,
      rateMlPerHr: 52.5,
      plan: { drug: 'Ketamine', doseMg: 35, volumeMl: 35, minutes: 40 },
      rates: [{ atMs: 1_500, rateMlPerHr: 52.5 }],
    } as unknown as SessionState['infusion']
    const ends = new Set<number | undefined>()
    for (let second = 2; second < 2_300; second += 7) ends.add(plannedEnd(infusion, second * 1_000 + 333))
    expect(ends.size).toBe(1)
    expect(plannedEnd(infusion, HOUR)).toBeUndefined()
    expect(plannedEnd({ ...infusion, phase: 'stopped' }, 10_000)).toBeUndefined()
  })
})

const by = { personId: 'p1', name: 'R. Osei', role: 'nurse' }
const trendsOf = (bodies: readonly (readonly [number, object])[]): Trends => {
  const trends = emptyTrends()
  for (const [index, [atMs, body]] of bodies.entries())
    pushTrend(trends, stamp(body as RecordBody, recordSeq(index + 1), epochMs(atMs)))
  return trends
}
const vitals = (atMs: number, heartRate: number | undefined, spo2: number): [number, object] => [
  atMs,
  {
    kind: 'vitals',
    origin: { deviceId: 'd1', epoch: 'e1', seq: atMs },
    measuredAtMs: atMs,
    readings: {
      heartRate:
        heartRate === undefined
          ? { status: 'unavailable', reason: 'sensorOff' }
          : { status: 'measured', value: heartRate },
      spo2: { status: 'measured', value: spo2 },
    },
  },
]
const cuff = (atMs: number, result: object): [number, object] => [
  atMs,
  {
    kind: 'bloodPressure',
    origin: { deviceId: 'd1', epoch: 'e1', seq: atMs },
    measuredAtMs: atMs,
    result,
  },
]
const start = (atMs: number): [number, object] => [
  atMs,
  { kind: 'infusion', by, commandId: '2'.repeat(32), act: 'start', atMs, rateMlPerHr: 52.5 },
]

const trends = trendsOf([
  [0, openedBody],
  cuff(60_000, { status: 'measured', systolic: 131, diastolic: 77, mean: 95 }),
  start(100_000),
  vitals(188_000, 87, 97),
  vitals(189_000, 88, 97),
  vitals(190_000, 88, 97),
  vitals(191_000, undefined, 96),
  cuff(400_000, { status: 'unavailable', reason: 'artifact' }),
])
const source = { trends, alarms: [], withRespiration: false } as const

describe('reading a moment', () => {
  const scale = { zone: 'Europe/Oslo', startedAtMs: 100_000 }
  const words = (atMs: number) => readingWords(momentWords(atMs, scale), readingAt(source, atMs))
  test('[UI72] each value with its age; the cuff always with its own', () => {
    expect(words(190_000)).toBe('T+01:30 · HR 88 · BP 131/77 2:10 old · SpO₂ 97 · 52.5 mL/h')
  })
  test('[UI72] where there was no value it says so, and carries nothing forward', () => {
    expect(words(191_000)).toContain('HR –– no value from the sensor')
    expect(words(230_000)).toContain('SpO₂ –– no value for 0:39')
    expect(words(50_000)).toContain('HR –– no value yet · BP –– no reading yet')
    expect(words(410_000)).toContain('BP –– cuff failed 0:10 before')
  })
  test('[UI77] a lost ECG: the pulse rate is read under its own name, as the tile shows it, and said in the words', () => {
    const rates = (atMs: number, heartRate: number | undefined, pulseRate: number): [number, object] => [
      atMs,
      {
        kind: 'vitals',
        origin: { deviceId: 'd1', epoch: 'e1', seq: atMs },
        measuredAtMs: atMs,
        readings: {
          heartRate:
            heartRate === undefined
              ? { status: 'unavailable', reason: 'sensorOff' }
              : { status: 'measured', value: heartRate },
          pulseRate: { status: 'measured', value: pulseRate },
        },
      },
    ]
    const both = trendsOf([
      [0, openedBody],
      ...Array.from({ length: 60 }, (_, at) => rates(at * 1_000, at < 30 ? 80 : undefined, 120)),
    ])
    const of = { ...source, trends: both }
    expect(readingWords('then', readingAt(of, 29_000))).toContain('HR 80')
    expect(readingWords('then', readingAt(of, 30_000))).toContain('PR 120')
    expect(readingWords('then', readingAt(of, 30_000))).not.toContain('HR')
    const described = { ...of, gaps: [], span: { fromMs: 0, toMs: 59_000 }, nowMs: 59_000, words: String }
    expect(summaryWords(described)).toContain('Pulse rate 120')
    expect(tablesOf(described)[3]?.rows.map(([, what]) => what)).not.toContain('HR: no value')
  })
  test('[UI72] an alarm that stood then is said with its mark', () => {
    const alarm = {
      levels: [{ fromMs: 185_000, toMs: 195_000, priority: 'high', alarm: { limit: { quantity: 'spo2' } } }],
    }
    const parts = readingAt({ ...source, alarms: [alarm as never] }, 190_000)
    expect(readingWords('now', parts)).toContain('!!! SpO₂ 97')
    expect(readingWords('now', readingAt({ ...source, alarms: [alarm as never] }, 195_000))).not.toContain(
      '!!!',
    )
  })
  test('[UI73] keys step ten seconds, a minute with shift, to events and to both ends', () => {
    const range = { fromMs: 0, toMs: HOUR }
    const key = (name: string, shift = false) =>
      momentForKey(name, shift, 30 * MIN, range, [10 * MIN, 45 * MIN])
    expect(key('ArrowLeft')).toBe(30 * MIN - 10_000)
    expect(key('ArrowRight', true)).toBe(31 * MIN)
    expect(key('Home')).toBe(0)
    expect(key('End')).toBe(HOUR)
    expect([key('n'), key(']')]).toEqual([45 * MIN, 45 * MIN])
    expect([key('p'), key('[')]).toEqual([10 * MIN, 10 * MIN])
    expect(key('x')).toBeUndefined()
    expect(momentForKey('ArrowLeft', false, 3_000, range, [])).toBe(0)
  })
})

describe('the trend in words', () => {
  const described = {
    ...source,
    gaps: [{ kind: 'hub', fromMs: 250_000, toMs: 310_000 }],
    span: { fromMs: 0, toMs: 420_000 },
    nowMs: 420_000,
    words: (atMs: number) => `${atMs / 1_000} s`,
  } as const
  test('[UI74] one paragraph: from when to when, extremes, the last reading, alarms', () => {
    expect(summaryWords(described)).toBe(
      'Trend from 0 s to 420 s. Heart rate 87–88, SpO₂ 96–97. 2 cuff readings, the last 131/77 at 60 s. No alarm.',
    )
  })
  test('[UI74] tables: cuff readings, extremes every five minutes, alarms, and where there was nothing', () => {
    const [readings, extremes, alarms, gaps] = tablesOf(described)
    expect(readings?.rows).toEqual([
      ['60 s', '131/77', '95'],
      ['400 s', 'Cuff failed', '––'],
    ])
    expect(extremes?.rows).toEqual([
      ['0 s', '87–88', '96–97'],
      ['300 s', 'no value', 'no value'],
    ])
    expect(alarms?.rows).toEqual([])
    expect(alarms?.none).toBe('No alarm.')
    expect(gaps?.rows).toContainEqual(['250 s', 'hub away', '1:00'])
    expect(gaps?.rows).toContainEqual(['310 s', 'SpO₂: no value', '1:50'])
  })
})
