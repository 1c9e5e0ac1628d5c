// Proves where hatches, limit names, events and alarm colours go: none over another, none where it was not so.
import type { AlarmSpan, LevelSpan } from '@chairside/shared/fold/alarm-spans.ts'
import { holds } from '@chairside/shared/testing/runs.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inkAt, inkSpans, markAt } from './alarm-ink.ts'
import { cutWords, placeEvents, type TrendEvent } from './event-rows.ts'
import { hatchesIn } from './hatches.ts'
import { type LimitLine, placeLimits } from './limit-lines.ts'
import { timeAt, timeTicks, widened, wordsWidth, xOf } from './scale.ts'

const span = { fromMs: 0, toMs: 3_600_000 }
const box = { width: 584, height: 120 }

describe('hatches', () => {
  test('[UI62] hub, device and no value are told apart, one at a time, cut to the window', () => {
    expect(
      hatchesIn(
        [{ fromMs: 0, toMs: 400_000 }],
        [
          { kind: 'device', fromMs: 100_000, toMs: 300_000 },
          { kind: 'hub', fromMs: 200_000, toMs: 250_000 },
        ],
        { fromMs: 50_000, toMs: 350_000 },
        400_000,
      ).toSorted((a, b) => a.fromMs - b.fromMs),
    ).toEqual([
      { kind: 'none', fromMs: 50_000, toMs: 100_000 },
      { kind: 'device', fromMs: 100_000, toMs: 200_000 },
      { kind: 'hub', fromMs: 200_000, toMs: 250_000 },
      { kind: 'device', fromMs: 250_000, toMs: 300_000 },
      { kind: 'none', fromMs: 300_000, toMs: 350_000 },
    ])
  })

  test('[UI62] a gap that goes on reaches to now and no further', () => {
    expect(hatchesIn([], [{ kind: 'device', fromMs: 100_000 }], span, 160_000)).toEqual([
      { kind: 'device', fromMs: 100_000, toMs: 160_000 },
    ])
  })
})

describe('the names of limits', () => {
  const line = (value: number) => ({ value, words: `≥ ${value}` })
  const at = { place: (value: number) => 150 - (value - 40), bottom: 150 }
  const reach = ({ fromMs = span.fromMs, toMs = span.toMs }: LimitLine) => ({
    fromX: xOf(box, span, Math.max(fromMs, span.fromMs)),
    toX: xOf(box, span, Math.min(toMs, span.toMs)),
  })
  const times = fc.option(fc.integer({ min: 0, max: span.toMs }), { nil: undefined })
  test('[UI63] none stands over another; what finds no room stays a line', () => {
    const lines = fc.array(
      fc.record({ value: fc.integer({ min: 41, max: 199 }), begins: times, lasts: times }),
      { maxLength: 12 },
    )
    holds(
      fc.property(lines, (given) => {
        const changing = given.map(({ value, begins, lasts }) => ({
          ...line(value),
          ...(begins === undefined ? {} : { fromMs: begins }),
          ...(lasts === undefined ? {} : { toMs: (begins ?? 0) + lasts }),
        }))
        const placed = placeLimits(changing, [40, 200], span, { ...at, reach })
        const named = placed.flatMap(({ words, toX, fromX, wordsY, toMs }) =>
          wordsY === undefined ? [] : [{ left: toX - wordsWidth(words, 12), toX, fromX, wordsY, toMs }],
        )
        for (const [index, a] of named.entries()) {
          if (a.toMs !== undefined && a.toMs < span.toMs) expect(a.left).toBeGreaterThanOrEqual(a.fromX)
          for (const b of named.slice(index + 1))
            expect(Math.abs(a.wordsY - b.wordsY) >= 11 || a.toX <= b.left || b.toX <= a.left).toBe(true)
        }
      }),
    )
  })
  test('[UI63] a limit that was not in force in the window is not on it', () => {
    const lines = [
      { ...line(110), toMs: 0 },
      { ...line(120), fromMs: 0, toMs: 4_000_000 },
    ]
    const shown = placeLimits(lines, [40, 200], { fromMs: 1_000, toMs: 2_000 }, { ...at, reach })
    expect(shown.map(({ value }) => value)).toEqual([120])
  })
  test('[UI63] where two are close what is in force keeps its name, and what is over has its own where it ended', () => {
    const lines = [
      { ...line(112), toMs: 2_000_000 },
      { ...line(110), fromMs: 2_000_000 },
    ]
    const [now, before] = placeLimits(lines, [40, 200], span, { ...at, reach })
    expect([now?.value, before?.value]).toEqual([110, 112])
    expect(now?.wordsY).toBeDefined()
    expect(before?.wordsY).toBeDefined()
    expect([now?.fromX, before?.toX]).toEqual([xOf(box, span, 2_000_000), xOf(box, span, 2_000_000)])
  })
})

describe('the words of events', () => {
  const event = (key: string, atMs: number, words: string): TrendEvent => ({
    key,
    atMs,
    words,
    title: words,
    tone: 'plain',
  })
  test('[UI64] no words over other words, none over the edge, and every event is drawn or counted', () => {
    const anyEvents = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 3_600_000 }),
        words: fc.string({ minLength: 1, maxLength: 60 }),
      }),
      { maxLength: 30 },
    )
    holds(
      fc.property(anyEvents, fc.integer({ min: 1, max: 3 }), (all, rows) => {
        const events = all
          .toSorted((a, b) => a.at - b.at)
          .map(({ at, words }, index) => event(String(index), at, words))
        const placed = placeEvents(events, box, span, rows)
        const counted = placed.more.reduce((sum, each) => sum + each.events.length, 0)
        expect(placed.events.length + counted).toBe(events.length)
        const boxes = [
          ...placed.events.map(({ x, row, words, before }) => {
            const width = wordsWidth(cutWords(words)) + 8
            return { row, from: before ? x - width : x, to: before ? x : x + width }
          }),
          ...placed.more.map(({ x, row }) => ({ row, from: x, to: x + 20 })),
        ].toSorted((a, b) => a.from - b.from)
        for (let row = 0; row < rows; row += 1) {
          const inRow = boxes.filter((each) => each.row === row)
          for (const [at, each] of inRow.entries()) {
            expect(each.from).toBeGreaterThanOrEqual(0)
            expect(each.to).toBeLessThanOrEqual(box.width)
            const next = inRow[at + 1]
            if (next !== undefined) expect(next.from).toBeGreaterThanOrEqual(each.to)
          }
        }
      }),
    )
  })
  test('[UI352] near the right edge words stand before their dot; a count takes no words of the pump or the patient away', () => {
    const at = (tone: TrendEvent['tone'], minute: number, words: string): TrendEvent => ({
      ...event(words, minute * 60_000, words),
      tone,
    })
    const now = placeEvents([at('infusion', 59, 'Resumed 52.5 mL/h')], box, span, 1)
    expect(now.events[0]).toMatchObject({ before: true, row: 0 })
    const crowded = [
      at('infusion', 10, '52.5 → 45 mL/h'),
      at('infusion', 12, 'Paused'),
      at('infusion', 15, 'Resumed 52.5 mL/h'),
      at('patient', 16, 'Nausea, moderate'),
      at('patient', 16.1, 'Ondansetron'),
    ]
    const three = placeEvents(crowded, box, span, 3)
    expect(three.events.map(({ words }) => words).toSorted()).toEqual([
      '52.5 → 45 mL/h',
      'Paused',
      'Resumed 52.5 mL/h',
    ])
    expect(three.more.map(({ events }) => events.length)).toEqual([2])
    expect(placeEvents(crowded, box, span, 5).more).toEqual([])
  })
  test('[UI64] an event with an end is drawn from onset to end, cut to the window', () => {
    const paused = { ...event('1', 600_000, 'Paused'), endMs: 9_000_000 }
    expect(placeEvents([paused], box, span, 2).events[0]).toMatchObject({
      x: xOf(box, span, 600_000),
      endX: xOf(box, span, 3_600_000),
    })
  })
})

const level = (
  priority: LevelSpan['priority'],
  transition: 'raised' | 'rose' | 'fell',
  measuredAtMs: number,
  leftMeasuredAtMs?: number,
): LevelSpan =>
  ({
    level: priority,
    priority,
    alarm: { transition, limit: { quantity: 'systolic', op: '>=', value: 160 } },
    seq: measuredAtMs,
    fromMs: measuredAtMs + 500,
    measuredAtMs,
    ...(leftMeasuredAtMs === undefined ? {} : { toMs: leftMeasuredAtMs + 500, leftMeasuredAtMs }),
  }) as unknown as LevelSpan
const alarm = (levels: LevelSpan[], endedBy?: string): AlarmSpan =>
  ({ alarmId: 'bpHigh@1', levels, ...(endedBy ? { endedBy } : {}) }) as unknown as AlarmSpan

describe('alarm colours on readings', () => {
  const raised = alarm([
    level('medium', 'raised', 1_000, 2_000),
    level('high', 'rose', 2_000, 4_000),
    level('medium', 'fell', 4_000, 6_000),
  ])
  test('[UI65] a reading has the level in force after it, as recorded; the one that ended it has none', () => {
    const ink = inkSpans([raised])
    expect([500, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000].map((at) => inkAt(ink, 'systolic', at))).toEqual([
      undefined,
      'medium',
      'high',
      'high',
      'medium',
      'medium',
      undefined,
    ])
    expect(inkAt(ink, 'diastolic', 2_000)).toBeUndefined()
  })
  test('[UI65] the mark stands on what began or raised the alarm, never on what lowered it', () => {
    const ink = inkSpans([raised])
    expect([1_000, 2_000, 3_000, 4_000, 6_000].map((at) => markAt(ink, 'systolic', at))).toEqual([
      'medium',
      'high',
      undefined,
      undefined,
      undefined,
    ])
  })
  test('[UI65] an alarm ended by the session’s close colours its readings up to there', () => {
    const closed = alarm([{ ...level('high', 'raised', 1_000, 1_000), toMs: 9_000 }], 'sessionClosed')
    const ink = inkSpans([closed])
    expect([1_000, 5_000, 9_000].map((at) => inkAt(ink, 'systolic', at))).toEqual(['high', 'high', undefined])
  })
  test('[UI65] one that stands goes on', () => {
    expect(inkAt(inkSpans([alarm([level('low', 'raised', 1_000)])]), 'systolic', 9e9)).toBe('low')
  })
})

describe('the scale', () => {
  test('[UI66] a pixel and its time are each other’s inverse, and no time is outside the window', () => {
    holds(
      fc.property(fc.integer({ min: 0, max: 3_600_000 }), (at) => {
        expect(Math.abs(timeAt(box, span, xOf(box, span, at)) - at)).toBeLessThan(1)
      }),
    )
    expect(timeAt(box, span, -50)).toBe(0)
    expect(timeAt(box, span, 9_999)).toBe(3_600_000)
  })
  test('[UI66] ticks are whole steps from the start of the infusion, at any zoom', () => {
    for (const length of [60_000, 900_000, 3_600_000, 28_800_000, 864_000_000]) {
      const ticks = timeTicks(box, { fromMs: 0, toMs: length }, 1_234_567)
      expect(ticks.length).toBeGreaterThan(0)
      expect(ticks.length).toBeLessThan(8)
      for (const tick of ticks) expect(Math.abs(tick - 1_234_567) % 10_000).toBe(0)
    }
  })
  test('[UI66] a recording of weeks has ticks of whole days', () => {
    for (const days of [6, 19, 40, 400]) {
      const ticks = timeTicks(box, { fromMs: 0, toMs: days * 86_400_000 + 4_321 }, 0)
      expect(ticks.length).toBeGreaterThan(1)
      expect(ticks.length).toBeLessThan(8)
      for (const tick of ticks) expect(tick % (days < 7 ? 28_800_000 : 86_400_000)).toBe(0)
    }
  })
  test('[UI66] a lane’s range widens in whole steps and never below zero', () => {
    expect(widened([40, 140], 20, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toEqual([40, 140])
    expect(widened([40, 140], 20, 20, 165)).toEqual([0, 180])
  })
})
