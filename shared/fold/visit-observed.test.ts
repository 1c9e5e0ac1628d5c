// What was observed, given and measured by hand is at a cursor: by when it was true, with what was undone and amended.
import { describe, expect, test } from 'vitest'
import { at, cuff, type Fact, opened, records } from '../testing/given.ts'
import { amended, did, seq, undone } from '../testing/visit-given.ts'
import { emptySession, foldSession } from './session-state.ts'

const visitOf = (facts: readonly Fact[]) => records(facts).reduce(foldSession, emptySession).visit

describe('observed and given', () => {
  const began = (seconds: number, trueS = seconds) =>
    did(seconds, 'sideEffect', { event: 'began', effect: 'nausea', severity: 'mild', atMs: at(trueS) })
  const changed = (seconds: number, severity: 'moderate' | 'severe') =>
    did(seconds, 'sideEffect', { event: 'changed', ofSeq: seq(2), severity, atMs: at(seconds) })
  const ended = (seconds: number) =>
    did(seconds, 'sideEffect', { event: 'ended', ofSeq: seq(2), atMs: at(seconds) })
  const effects = (facts: readonly Fact[]) => visitOf([opened(0), ...facts]).sideEffects

  test('[VI61] a side effect from onset over each severity to its end, by whom', () => {
    const [one] = effects([began(100, 60), changed(200, 'severe'), ended(300)])
    expect(one).toMatchObject({
      effect: 'nausea',
      severity: 'severe',
      onsetAtMs: at(60),
      endedAtMs: at(300),
      endedBy: 'R. Osei',
      seq: 2,
    })
    expect(one?.course.map((step) => [step.severity, step.atMs, step.seq])).toEqual([
      ['mild', at(60), 2],
      ['severe', at(200), 3],
    ])
  })
  test('[VI61] its change, its end and all of it can be undone, each for itself', () => {
    expect(effects([began(100), changed(200, 'severe'), undone(205, 3)])[0]).toMatchObject({
      severity: 'mild',
    })
    const back = effects([began(100), ended(200), undone(205, 3)])[0]
    expect(back?.endedAtMs).toBeUndefined()
    expect(back?.endedBy).toBeUndefined()
    expect(effects([began(100), undone(105, 2)])[0]).toMatchObject({ void: true })
  })
  test('[VI61] amended it is what it was then; the amendment says by whom and why', () => {
    const [one] = effects([
      began(100),
      changed(200, 'severe'),
      ended(300),
      amended(400, 2, { effect: 'dizziness', severity: 'moderate', atMs: at(90), text: 'on standing' }),
      amended(410, 3, { severity: 'moderate' }),
      amended(420, 4, { atMs: at(280) }),
    ])
    expect(one).toMatchObject({
      effect: 'dizziness',
      severity: 'moderate',
      onsetAtMs: at(90),
      endedAtMs: at(280),
      note: 'on standing',
      amended: { by: 'R. Osei', reason: 'a slip', change: { effect: 'dizziness' } },
    })
    expect(one?.course.map((step) => [step.severity, step.atMs])).toEqual([
      ['moderate', at(90)],
      ['moderate', at(200)],
    ])
  })

  const drug = (seconds: number, trueS: number) =>
    did(seconds, 'medication', { drug: 'ondansetron', dose: '4 mg IV', atMs: at(trueS) })
  test('[VI62] drugs, oxygen, scales and notes stand by when they were true; what was undone stays and says so', () => {
    const visit = visitOf([
      opened(0),
      drug(100, 100),
      drug(200, 50),
      did(210, 'oxygen', { device: 'nasalCannula', litresPerMin: 2, atMs: at(210) }),
      did(220, 'oxygen', { device: 'roomAir', atMs: at(205) }),
      did(230, 'assessment', { scale: 'moaas', value: 4, atMs: at(230) }),
      did(240, 'assessment', { scale: 'moaas', notDisturbed: true, atMs: at(225) }),
      did(250, 'note', { text: 'asked for the window', atMs: at(250) }),
      undone(251, 8),
      undone(252, 2),
    ])
    expect(visit.given.map((one) => [one.atMs, one.seq, one.void])).toEqual([
      [at(50), 3, undefined],
      [at(100), 2, true],
    ])
    expect(visit.oxygen.map((one) => one.device)).toEqual(['roomAir', 'nasalCannula'])
    expect(visit.assessed.map((one) => [one.value, one.notDisturbed])).toEqual([
      [undefined, true],
      [4, undefined],
    ])
    expect(visit.notes).toMatchObject([{ text: 'asked for the window', void: true }])
  })
  test('[VI62] amended: the field given stands, the others stay; on room air there is no flow', () => {
    const visit = visitOf([
      opened(0),
      drug(100, 100),
      did(210, 'oxygen', { device: 'nasalCannula', litresPerMin: 2, atMs: at(210) }),
      did(230, 'assessment', { scale: 'cadss', value: 8, items: [4, 4], atMs: at(230) }),
      amended(300, 2, { dose: '8 mg IV' }),
      amended(310, 3, { device: 'roomAir' }),
      amended(320, 4, { value: 6 }),
      amended(330, 4, {}, { void: true }),
    ])
    expect(visit.given[0]).toMatchObject({ drug: 'ondansetron', dose: '8 mg IV', atMs: at(100) })
    expect(visit.oxygen[0]).not.toHaveProperty('litresPerMin')
    expect(visit.assessed[0]).toMatchObject({ value: 6, void: true, amended: { seq: 8 } })
    expect(visit.assessed[0]).not.toHaveProperty('items')
  })
  test('[VI63] measured by hand: the newest of each quantity, and a pressure beside those of the cuff', () => {
    const hand = (seconds: number, trueS: number, values: Record<string, number>, more = {}) =>
      did(seconds, 'manual', { measuredAtMs: at(trueS), values, ...more })
    const facts = [
      opened(0),
      cuff(10, 120, 80),
      hand(100, 90, { systolic: 130, diastolic: 85, heartRate: 70 }, { temperatureC: 36.8 }),
      hand(200, 60, { heartRate: 60 }),
      hand(210, 205, { systolic: 220, diastolic: 130 }, { fromPaper: true }),
    ]
    const visit = visitOf(facts)
    expect(visit.byHand).toEqual({
      systolic: { atMs: at(90), value: 130, seq: 3 },
      diastolic: { atMs: at(90), value: 85, seq: 3 },
      heartRate: { atMs: at(90), value: 70, seq: 3 },
    })
    expect(visit.measured.map((one) => [one.atMs, one.fromPaper, one.temperatureC])).toEqual([
      [at(60), undefined, undefined],
      [at(90), undefined, 36.8],
      [at(205), true, undefined],
    ])
    expect(visit.pressures.map((one) => [one.systolic, one.byHand])).toEqual([
      [120, undefined],
      [130, true],
    ])
    const mended = visitOf([...facts, amended(300, 3, { values: { systolic: 140, diastolic: 85 } })])
    expect(mended.pressures.at(-1)).toMatchObject({ systolic: 140, byHand: true })
    expect(mended.byHand?.heartRate).toMatchObject({ value: 70 })
    const gone = visitOf([...facts, amended(300, 3, {}, { void: true })])
    expect(gone.pressures).toHaveLength(1)
    expect(gone.byHand).toEqual({ heartRate: { atMs: at(60), value: 60, seq: 4 } })
  })
})
