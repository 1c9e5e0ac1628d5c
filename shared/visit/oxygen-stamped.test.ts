// Proves that oxygen stamped at HELP is oxygen until somebody records what is given, or that it is off. END is the end, 0.
import { describe, expect, test } from 'vitest'
import type { SessionState } from '../fold/session-state.ts'
import { at, attached, type Fact, infusion, vitals } from '../testing/given.ts'
import { after, baseline, fact, openedVisit, oxygen } from '../testing/visit-facts.ts'
import { oxygenAt } from './baseline.ts'
import { dischargeNow } from './discharge.ts'

const START_S = -600
const stamped = (seconds: number, stamp = 'oxygen'): Fact[] => [
  fact(seconds - 30, { kind: 'help' }),
  fact(seconds, { kind: 'helpStamp', stamp }),
]
const visit = (...facts: (Fact | Fact[])[]): SessionState =>
  after(
    openedVisit(-4_000),
    attached(-4_000),
    baseline(START_S, { systolic: 120, diastolic: 80, heartRate: 60, spo2: 97 }),
    infusion(START_S, 'start', 52.5),
    infusion(0, 'stop', 0),
    ...facts,
  )
const spo2 = (nowS: number, ...facts: (Fact | Fact[])[]) =>
  dischargeNow(visit(...facts, vitals(nowS, { spo2: 98 })), at(nowS)).items.find(
    ({ item }) => item === 'spo2',
  )

describe('[VI81] oxygen stamped at HELP', () => {
  test('keeps SpO₂ on air open, and says what to do', () => {
    expect(spo2(100, stamped(-207))).toMatchObject({
      met: false,
      text: 'Oxygen was stamped at HELP, T+06:33: record that it is off, or what is given',
      waiting: 'SpO₂ on air (oxygen stamped at HELP)',
    })
  })
  test('another stamp says nothing of oxygen', () => {
    expect(spo2(100, stamped(-207, 'airway'))).toMatchObject({ met: true, text: 'SpO₂ 98, on air' })
  })
  test.each<[string, number, Fact[], object]>([
    ['recorded with its flow', 100, [oxygen(-100, 'simpleMask', 6)], { text: 'on 6 L/min, simple mask' }],
    ['off for 4:59.999', 309.999, [oxygen(10, 'roomAir')], { met: false }],
    ['off for 5:00', 310, [oxygen(10, 'roomAir')], { met: true, text: 'SpO₂ 98, on air' }],
    [
      '"room air" from before the stamp',
      310,
      [oxygen(-300, 'roomAir')],
      { met: false, text: expect.stringContaining('stamped at HELP') },
    ],
    [
      'stamped again after it was off',
      600,
      [oxygen(10, 'roomAir'), fact(100, { kind: 'helpStamp', stamp: 'oxygen' })],
      { met: false, text: expect.stringContaining('T+11:40') },
    ],
  ])('%s', (_name, nowS, facts, expected) => {
    expect(spo2(nowS, stamped(-207), facts)).toMatchObject(expected)
  })
  test('a record that came after it and is of a moment before it says what was stamped', () => {
    const late = fact(-100, {
      kind: 'oxygen',
      device: 'nasalCannula',
      litresPerMin: 2,
      atMs: at(-220),
    })
    expect(spo2(100, stamped(-207), late)).toMatchObject({ text: 'on 2 L/min, nasal cannula' })
    const off = fact(-100, { kind: 'oxygen', device: 'roomAir', atMs: at(-220) })
    expect(spo2(100, stamped(-207), off)?.text).toContain('stamped at HELP')
  })
  test('one that was taken back settles nothing', () => {
    const off = oxygen(10, 'roomAir')
    const all = visit(stamped(-207), off)
    const [one] = all.visit.oxygen
    const state = visit(stamped(-207), off, fact(20, { kind: 'undone', ofSeq: one?.seq }))
    expect(oxygenAt(state.visit, at(600))).toMatchObject({ on: 'oxygen', stamped: { atMs: at(-207) } })
  })
  test('before it, nobody had said anything', () => {
    expect(oxygenAt(visit(stamped(-207)).visit, at(-207.001))).toEqual({ on: 'air' })
  })
})
