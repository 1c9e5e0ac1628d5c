// The schedule of observations and the looks after a drug. Source: clinical facts §6. The start is 0.
import { describe, expect, test } from 'vitest'
import type { SessionState } from '../fold/session-state.ts'
import { at, closed, cuff, cuffFailed, type Fact, infusion, since } from '../testing/given.ts'
import { after, assessed, byHand, drug, effect, fact, openedVisit, phase } from '../testing/visit-facts.ts'
import { observationsDue, recheckTimers } from './observations.ts'

const MIN = 60
const start = infusion(0, 'start', 52.5)
const visit = (...facts: (Fact | Fact[])[]): SessionState =>
  after(openedVisit(-3_000), phase(-3_000, 'checkIn'), phase(-600, 'baseline'), ...facts)
const line = ({ text, dueMs, due, overdue }: ReturnType<typeof observationsDue>[number]): string =>
  `${text} @${since(dueMs)}${overdue ? ' overdue' : due ? ' due' : ''}`
const due = (nowS: number, ...facts: (Fact | Fact[])[]): string[] =>
  observationsDue(visit(...facts), at(nowS)).map(line)

describe('[VI30] the schedule', () => {
  test.each<[string, number, Fact[], string[]]>([
    ['at baseline', -600, [], ['MOAA/S · baseline @-600 due']],
    ['at baseline, answered', -500, [assessed(-550, 'moaas', 5)], []],
    ['at baseline, answered at check-in', -500, [assessed(-900, 'moaas', 5)], []],
    ['just started', 0, [start], ['MOAA/S · T+10 @600']],
    ['T+9:59.999', 599.999, [start], ['MOAA/S · T+10 @600']],
    ['T+10', 600, [start], ['MOAA/S · T+10 @600 due', 'MOAA/S · T+20 @1200']],
    ['T+10, answered', 700, [start, assessed(650, 'moaas', 4)], ['MOAA/S · T+20 @1200']],
    ['T+10, not disturbed', 700, [start, assessed(650, 'moaas')], ['MOAA/S · T+20 @1200']],
    [
      'T+10, another scale',
      700,
      [start, assessed(650, 'nausea', 2)],
      ['MOAA/S · T+10 @600 due', 'MOAA/S · T+20 @1200'],
    ],
    ['T+30', 1_800, [start, assessed(1_200, 'moaas', 4)], ['MOAA/S · T+30 @1800 due', 'MOAA/S · T+40 @2400']],
    [
      'a long one goes on',
      4_200,
      [start, assessed(3_600, 'moaas', 4)],
      ['MOAA/S · T+70 @4200 due', 'MOAA/S · T+80 @4800'],
    ],
    [
      'paused goes on',
      1_200,
      [start, infusion(900, 'pause', 0), assessed(601, 'moaas', 3)],
      ['MOAA/S · T+20 @1200 due', 'MOAA/S · T+30 @1800'],
    ],
    [
      'the end',
      2_400,
      [start, infusion(2_400, 'stop', 0), assessed(1_900, 'moaas', 3)],
      ['MOAA/S · end @2400 due', 'MOAA/S · 15 min after the end @3300'],
    ],
    [
      '15 min after',
      3_300,
      [start, infusion(2_400, 'stop', 0), assessed(2_410, 'moaas', 4)],
      ['MOAA/S · 15 min after the end @3300 due', 'MOAA/S · 30 min after the end @4200'],
    ],
    ['5 of 5 ends it', 3_300, [start, infusion(2_400, 'stop', 0), assessed(2_500, 'moaas', 5)], []],
    [
      '5 of 5 before the end does not',
      2_500,
      [start, assessed(1_900, 'moaas', 5), infusion(2_400, 'stop', 0)],
      ['MOAA/S · end @2400 due', 'MOAA/S · 15 min after the end @3300'],
    ],
    [
      'not disturbed does not',
      3_300,
      [start, infusion(2_400, 'stop', 0), assessed(2_500, 'moaas')],
      ['MOAA/S · 15 min after the end @3300 due', 'MOAA/S · 30 min after the end @4200'],
    ],
    [
      'below 5 begins it again',
      3_400,
      [start, infusion(2_400, 'stop', 0), assessed(2_500, 'moaas', 5), assessed(3_350, 'moaas', 3)],
      ['MOAA/S · 30 min after the end @4200'],
    ],
    [
      'a restart goes on from the start',
      3_000,
      [start, infusion(2_400, 'stop', 0), assessed(2_410, 'moaas', 5), infusion(2_700, 'start', 52.5)],
      ['MOAA/S · T+50 @3000 due', 'MOAA/S · T+60 @3600'],
    ],
    ['closed', 700, [start, closed(650)], []],
  ])('%s', (_name, nowS, facts, expected) => {
    expect(due(nowS, facts)).toEqual(expected)
  })
})

test('[VI30] nothing is due at check-in', () => {
  expect(observationsDue(after(openedVisit(-3_000), phase(-3_000, 'checkIn')), at(-700))).toEqual([])
})

describe('[VI31] answers', () => {
  test.each<[string, number, Fact[], string[]]>([
    ['5:00 early is one', 600, [start, assessed(300, 'moaas', 4)], ['MOAA/S · T+20 @1200']],
    [
      'more is none',
      600,
      [start, assessed(299.999, 'moaas', 4)],
      ['MOAA/S · T+10 @600 due', 'MOAA/S · T+20 @1200'],
    ],
    ['4:59.999 late', 899.999, [start], ['MOAA/S · T+10 @600 due', 'MOAA/S · T+20 @1200']],
    ['5:00 late is overdue', 900, [start], ['MOAA/S · T+10 @600 overdue', 'MOAA/S · T+20 @1200']],
    [
      'of two that were missed the newest',
      1_260,
      [start],
      ['MOAA/S · T+20 @1200 due', 'MOAA/S · T+30 @1800'],
    ],
    [
      'from paper is none',
      700,
      [start, assessed(650, 'moaas', 4, { fromPaper: true })],
      ['MOAA/S · T+10 @600 due', 'MOAA/S · T+20 @1200'],
    ],
    [
      'side effects that go on are asked about',
      600,
      [start, effect(300, 'blurredVision', 'moderate')],
      ['MOAA/S · T+10 @600 due', 'Still there? blurred vision (moderate) @600 due', 'MOAA/S · T+20 @1200'],
    ],
  ])('%s', (_name, nowS, facts, expected) => {
    expect(due(nowS, facts)).toEqual(expected)
  })
  test('one that was taken back is none', () => {
    const facts = [
      openedVisit(-3_000),
      start,
      assessed(650, 'moaas', 4),
      fact(655, { kind: 'undone', ofSeq: 3 }),
    ]
    expect(observationsDue(after(facts), at(700)).map(line)[0]).toBe('MOAA/S · T+10 @600 due')
  })
})

describe('[VI32] after a drug', () => {
  const looks = (nowS: number, ...facts: (Fact | Fact[])[]): string[] =>
    recheckTimers(visit(start, ...facts), at(nowS)).map(line)
  test.each(['labetalol', 'metoprolol', 'clonidine', 'hydralazine'])('%s: the pressure', (name) => {
    expect(looks(110, drug(100, name))).toEqual([
      `BP again, 5 min after ${name} @400`,
      `BP again, 10 min after ${name} @700`,
    ])
  })
  test.each(['midazolam', 'lorazepam'])('%s: MOAA/S', (name) => {
    expect(looks(110, drug(100, name))).toEqual([
      `MOAA/S again, 5 min after ${name} @400`,
      `MOAA/S again, 10 min after ${name} @700`,
    ])
  })
  test.each(['ondansetron', 'other'])('%s: nothing', (name) => {
    expect(looks(500, drug(100, name))).toEqual([])
  })
  const given = drug(100, 'labetalol')
  const sedated = drug(100, 'midazolam')
  test.each<[string, number, Fact[], string[]]>([
    [
      '4:59.999',
      399.999,
      [given],
      ['BP again, 5 min after labetalol @400', 'BP again, 10 min after labetalol @700'],
    ],
    [
      '5:00',
      400,
      [given],
      ['BP again, 5 min after labetalol @400 due', 'BP again, 10 min after labetalol @700'],
    ],
    [
      'a reading before it was due',
      420,
      [given, cuff(399, 150, 90)],
      ['BP again, 5 min after labetalol @400 due', 'BP again, 10 min after labetalol @700'],
    ],
    [
      'a reading when it was due',
      420,
      [given, cuff(400, 150, 90)],
      ['BP again, 10 min after labetalol @700'],
    ],
    [
      'a cycle that failed',
      420,
      [given, cuffFailed(410)],
      ['BP again, 5 min after labetalol @400 due', 'BP again, 10 min after labetalol @700'],
    ],
    [
      'by hand',
      420,
      [given, byHand(410, { systolic: 150, diastolic: 90 })],
      ['BP again, 10 min after labetalol @700'],
    ],
    ['of two that are due the later', 720, [given], ['BP again, 10 min after labetalol @700 due']],
    ['both answered by one', 720, [given, cuff(710, 150, 90)], []],
    [
      'MOAA/S answers',
      420,
      [sedated, assessed(410, 'moaas', 4)],
      ['MOAA/S again, 10 min after midazolam @700'],
    ],
    [
      'not disturbed is no look',
      420,
      [sedated, assessed(410, 'moaas')],
      ['MOAA/S again, 5 min after midazolam @400 due', 'MOAA/S again, 10 min after midazolam @700'],
    ],
    [
      'a pressure is no MOAA/S',
      420,
      [sedated, cuff(410, 120, 80)],
      ['MOAA/S again, 5 min after midazolam @400 due', 'MOAA/S again, 10 min after midazolam @700'],
    ],
    ['closed', 420, [given, closed(410)], []],
  ])('%s', (_name, nowS, facts, expected) => {
    expect(looks(nowS, facts)).toEqual(expected)
  })
  test('counts from when it was given, not from when it was recorded', () => {
    const late = drug(280, 'labetalol', { atMs: at(100) })
    expect(looks(400, late)[0]).toBe('BP again, 5 min after labetalol @400 due')
  })
  test('a drug that was taken back is not looked after', () => {
    const facts = [openedVisit(-3_000), start, given, fact(105, { kind: 'undone', ofSeq: 3 })]
    expect(recheckTimers(after(facts), at(420))).toEqual([])
  })
  test('stands among what is due', () => {
    const state = visit(start, drug(5 * MIN, 'labetalol'), assessed(8 * MIN, 'moaas', 4))
    expect(observationsDue(state, at(11 * MIN)).map(line)).toEqual([
      'BP again, 5 min after labetalol @600 due',
      'BP again, 10 min after labetalol @900',
      'MOAA/S · T+20 @1200',
    ])
  })
})
