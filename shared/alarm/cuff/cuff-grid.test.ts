// The grid of cuff readings, point by point; and what becomes of a cuff that fails or does not come.
import { describe, expect, test } from 'vitest'
import type { Phase } from '../../record/care-kinds.ts'
import type { BodyOf } from '../../record/record.ts'
import {
  covered,
  cuffStarts,
  factLine,
  gives,
  livesThrough,
  presses,
  type Step,
  setsPhase,
} from '../../testing/clinic.ts'
import { at, attached, closed, cuff, cuffFailed, hubGap, infusion, RULES, T0 } from '../../testing/given.ts'
import {
  afterPhase,
  afterReading,
  afterStart,
  cuffDue,
  cuffInterval,
  isPressureDrug,
  NO_GRID,
  nextOnGrid,
  overdueAt,
} from './cuff-grid.ts'

const MIN = 60_000
const min = (minutes: number): number => T0 + minutes * MIN
const inMin = (ms: number): number => (ms - T0) / MIN

describe('the grid', () => {
  test.each([
    [-1, 2],
    [1.999, 2],
    [2, 7],
    [6.999, 7],
    [7, 12],
  ])('[AL59] T+2, then every 5th minute: after T+%d comes T+%d', (afterMin, point) => {
    expect(inMin(nextOnGrid(min(2), 5 * MIN, min(afterMin)))).toBeCloseTo(point)
  })
  test.each<[Phase | undefined, number, number | undefined]>([
    [undefined, 0, 5],
    ['checkIn', 0, undefined],
    ['baseline', 0, undefined],
    ['infusing', 0, 5],
    ['paused', 0, 5],
    ['recovery', 14.999, 5],
    ['recovery', 15, 10],
    ['ready', 0, undefined],
    ['emergency', 0, 2.5],
  ])('[AL59] interval in %s, %d min after the recovery began: %s', (phase, atMin, every) => {
    expect(cuffInterval(RULES, phase, T0, min(atMin))).toBe(every === undefined ? undefined : every * MIN)
  })

  const started = afterStart(RULES, NO_GRID, 'infusing', T0)
  const read = (grid: typeof NO_GRID, atMin: number, phase: Phase = 'infusing') =>
    afterReading(RULES, grid, phase, min(atMin), min(atMin))
  test('[AL59] nothing is due without an infusion and without a reading', () => {
    expect(cuffDue(RULES, NO_GRID, false)).toBeUndefined()
    expect(cuffDue(RULES, afterPhase(RULES, NO_GRID, 'infusing', T0), false)).toBeUndefined()
    expect(inMin(started.dueMs)).toBe(2)
  })
  test.each([
    [2.5, 7],
    // More than 90 s before the point, it is wanted; at 90 s it is skipped.
    [5.499, 7],
    [5.5, 12],
    [6.9, 12],
    [9, 12],
  ])('[AL59] an extra reading does not move the grid: read at T+%d, due at T+%d', (readMin, dueMin) => {
    expect(inMin(read(started, readMin).dueMs)).toBeCloseTo(dueMin)
  })
  test('[AL59] without an infusion the first reading is its beginning', () => {
    expect(inMin(read(NO_GRID, 3).dueMs)).toBe(8)
  })
  test('[AL59] a due time that was given is never put off; a shorter interval brings it forward', () => {
    const grid = read(started, 7)
    expect(inMin(grid.dueMs)).toBe(12)
    expect(inMin(afterPhase(RULES, { ...grid, recoveryMs: min(-20) }, 'recovery', min(8)).dueMs)).toBe(12)
    expect(inMin(afterPhase(RULES, grid, 'ready', min(8)).dueMs)).toBe(12)
    expect(inMin(afterPhase(RULES, grid, 'emergency', min(8)).dueMs)).toBe(9.5)
  })
  test('[AL59] 2.5 min while a pressure condition is active, or for 10 min after a pressure drug', () => {
    const grid = read(started, 7)
    expect(cuffDue(RULES, grid, true)).toEqual({ dueMs: min(9.5), everyMs: 2.5 * MIN })
    const given = { ...grid, drugMs: min(8) }
    expect(cuffDue(RULES, given, false)).toEqual({ dueMs: min(9.5), everyMs: 2.5 * MIN })
    const later = (atMin: number) => cuffDue(RULES, read({ ...grid, drugMs: min(8) }, atMin), false)?.everyMs
    expect(later(17.999)).toBe(2.5 * MIN)
    expect(later(18)).toBe(5 * MIN)
    expect(['labetalol', 'metoprolol', 'clonidine', 'hydralazine'].every(isPressureDrug)).toBe(true)
    expect(isPressureDrug('ondansetron')).toBe(false)
  })
  test('[AL60] overdue counts from the newest reading, never before the next is due; without one, from the first due', () => {
    const due = { dueMs: min(12), everyMs: 5 * MIN }
    expect(inMin(overdueAt(due, { ...NO_GRID, readMs: min(7) }, 1.5))).toBe(14.5)
    expect(inMin(overdueAt(due, { ...NO_GRID, readMs: min(2) }, 1.5))).toBe(13)
    expect(inMin(overdueAt({ dueMs: min(2), everyMs: 5 * MIN }, NO_GRID, 1.5))).toBe(4.5)
  })
})

const said = (steps: readonly Step[], untilS: number): string[] =>
  livesThrough(steps, untilS)
    .decided.map(factLine)
    .filter((line) => line.startsWith('cuffOver') || line.startsWith('cuffFailed'))

describe('a cuff that is overdue', () => {
  test.each<[Phase | undefined, string[]]>([
    [undefined, ['raised low @450', 'rose medium @600']],
    ['checkIn', []],
    ['baseline', []],
    ['infusing', ['raised low @450', 'rose medium @600']],
    ['paused', ['raised low @450', 'rose medium @600']],
    ['recovery', ['raised low @450', 'rose medium @600']],
    ['ready', []],
    ['emergency', ['raised low @225', 'rose medium @300']],
  ])('[AL60] %s: LOW at 1.5 intervals, MEDIUM at 2', (phase, expected) => {
    const steps = [...(phase === undefined ? [] : [setsPhase(0, phase)]), cuff(0, 120, 80)]
    expect(said(steps, 1_200)).toEqual(expected.map((line) => `cuffOverdue ${line}`))
    if (expected.length === 0) return
    const [low, medium] = expected.map((line) => Number(line.split('@')[1])) as [number, number]
    expect(said(steps, low - 0.001)).toEqual([])
    expect(said(steps, medium - 0.001)).toHaveLength(1)
  })
  test('[AL60] an infusion without any reading: the first is due at T+2', () => {
    expect(said([infusion(0, 'start', 50)], 900)).toEqual([
      'cuffOverdue raised low @270',
      'cuffOverdue rose medium @420',
    ])
    expect(said([covered(0)], 9_000)).toEqual([])
  })
  test('[AL60] with a pressure that is HIGH it is MEDIUM at 1.5 intervals, which are 2.5 min then', () => {
    expect(said([cuff(0, 185, 95)], 900)).toEqual(['cuffOverdue raised medium @225'])
  })
  test('[AL60] it ends with the next reading that counts: not a failed one, not one that cannot be, not a late one', () => {
    const overdue = [infusion(0, 'start', 50)]
    const late = cuff(300, 120, 80, undefined, { recovered: true })
    expect(said([...overdue, cuffFailed(280), cuff(290, 100, 98), late], 301)).toEqual([
      'cuffOverdue raised low @270',
      'cuffFailed raised medium @290',
    ])
    const run = livesThrough([...overdue, cuff(280, undefined, undefined, 90)], 281)
    expect(run.decided.at(-1)).toMatchObject({ transition: 'ended', endedBy: 'restored', dueAtMs: at(280) })
  })
  test('[AL60] a phase on demand ends nothing, and a due time that was given stands', () => {
    const steps = [cuff(0, 120, 80), setsPhase(200, 'ready'), setsPhase(400, 'infusing')]
    expect(said(steps, 700)).toEqual(['cuffOverdue raised low @450', 'cuffOverdue rose medium @600'])
    const active = [cuff(0, 120, 80), setsPhase(460, 'ready')]
    expect(said(active, 9_000)).toEqual(['cuffOverdue raised low @450'])
  })
  test('[AL60] HELP: every 2.5 min from then on', () => {
    expect(said([cuff(0, 120, 80), presses(60)], 900)[0]).toBe('cuffOverdue raised low @225')
  })
  test('[AL60] after a pressure drug: every 2.5 min', () => {
    expect(said([cuff(0, 120, 80), gives(60, 'labetalol')], 900)[0]).toBe('cuffOverdue raised low @225')
  })
  test('[AL54] a hub that was away gives the gap and 15 s more', () => {
    expect(said([cuff(0, 120, 80), hubGap(100, 110)], 900)[0]).toBe('cuffOverdue raised low @475')
  })
  test('[AL60] it says since when it was due, and how often', () => {
    const [alarm] = livesThrough([cuff(0, 120, 80)], 451).decided
    expect(alarm).toMatchObject({
      breachAtMs: at(300),
      about: { signal: 'cuff', forMs: 300_000, valueAtMs: at(0) },
    })
  })
})

describe('a cuff that fails', () => {
  test('[AL61] twice in a row: MEDIUM at the second; a pressure that cannot be is a failure', () => {
    expect(said([attached(0), cuffFailed(10)], 60)).toEqual([])
    expect(said([attached(0), cuffFailed(10), cuffFailed(40)], 60)).toEqual(['cuffFailed raised medium @40'])
    expect(said([attached(0), cuffFailed(10), cuff(40, 100, 95)], 60)).toEqual([
      'cuffFailed raised medium @40',
    ])
  })
  test('[AL61] a reading between them, also a mean alone, begins anew; a late one does not', () => {
    expect(said([cuffFailed(10), cuff(20, undefined, undefined, 90), cuffFailed(40)], 60)).toEqual([])
    expect(
      said([cuffFailed(10), cuff(20, 120, 80, undefined, { recovered: true }), cuffFailed(40)], 60),
    ).toEqual(['cuffFailed raised medium @40'])
  })
  test('[AL61] it ends with the next reading, or the session', () => {
    const failed = [cuffFailed(10), cuffFailed(40), cuffFailed(70)]
    expect(said([...failed, cuff(100, 120, 80)], 101)).toEqual([
      'cuffFailed raised medium @40',
      'cuffFailed ended medium @100',
    ])
    expect(livesThrough([...failed, closed(100)], 101).decided.at(-1)).toMatchObject({
      endedBy: 'sessionClosed',
    })
  })
})

describe('the hub’s own orders', () => {
  const takes: Step = {
    atMs: at(0),
    body: { ...attached(0).body, takesCuffOrders: true } as BodyOf<'device.attached'>,
  }
  const orders = (steps: readonly Step[], untilS: number): string[] =>
    livesThrough([takes, ...steps], untilS)
      .decided.filter((fact) => fact.kind === 'cuff.ordered' && fact.cause === 'schedule')
      .map(factLine)
  test('[AL59] each reading that is due is ordered once, where a monitor takes orders', () => {
    expect(orders([infusion(0, 'start', 50), cuff(150, 120, 80)], 900)).toEqual([
      'cuff ordered @120',
      'cuff ordered @420',
      'cuff ordered @720',
    ])
    const without = livesThrough([attached(0), infusion(0, 'start', 50)], 900).decided
    expect(without.map(({ kind }) => kind)).not.toContain('cuff.ordered')
  })
  test('[AL59] 2.5 min apart while a pressure is high', () => {
    expect(orders([infusion(0, 'start', 50), cuff(150, 205, 95), cuff(300, 205, 95)], 500)).toEqual([
      'cuff ordered @120',
      'cuff ordered @270',
      'cuff ordered @420',
    ])
  })
  test('[AL59] not while a cycle runs, and not in a phase on demand', () => {
    expect(orders([infusion(0, 'start', 50), cuffStarts(110)], 229)).toEqual([])
    // One whose end is not told within 2 min is lost, and is not waited for.
    expect(orders([infusion(0, 'start', 50), cuffStarts(110)], 600)).toEqual([
      'cuff ordered @230',
      'cuff ordered @420',
    ])
    expect(orders([cuff(0, 120, 80), setsPhase(10, 'ready')], 900)).toEqual([])
  })
  test('[AL59] a cycle that failed is ordered once more, a minute or more later; then the grid goes on', () => {
    const failing = [infusion(0, 'start', 50), cuffFailed(150)]
    const first = ['cuff ordered @120', 'cuff ordered @180']
    expect(orders(failing, 419)).toEqual(first)
    const twice = [...failing, cuffFailed(200)]
    expect(orders(twice, 419)).toEqual(first)
    expect(orders([...twice, cuffFailed(450)], 900)).toEqual([
      ...first,
      'cuff ordered @420',
      'cuff ordered @720',
    ])
  })
  test('[AL59] what was due while the hub was away is ordered once, when it is back', () => {
    expect(orders([infusion(0, 'start', 50), cuff(150, 120, 80), hubGap(200, 3_000)], 3_130)).toEqual([
      'cuff ordered @120',
      'cuff ordered @3000',
      'cuff ordered @3120',
    ])
  })
  test('[AL59] a person’s order at the due time is enough', () => {
    const person: Step = {
      atMs: at(120),
      body: { kind: 'cuff.ordered', deviceId: 'monitor-1' as never, orderId: 'o1', cause: 'person' },
    }
    expect(orders([infusion(0, 'start', 50), person], 121)).toEqual(['cuff ordered @120'])
    expect(
      orders([infusion(0, 'start', 50), { ...person, atMs: at(119) }, cuff(119.9, 120, 80)], 300),
    ).toEqual([])
  })
})
