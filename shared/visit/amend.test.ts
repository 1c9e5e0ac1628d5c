// Which recorded act may be put right, in which fields, and what must still hold afterwards.
import { describe, expect, test } from 'vitest'
import { emptySession, foldSession } from '../fold/session-state.ts'
import type { Amendment } from '../record/record.ts'
import { at, closed, cuff, type Fact, opened, records } from '../testing/given.ts'
import { amended, answered, did, dosed, pump, seq, undone } from '../testing/visit-given.ts'
import { type ActKind, AMENDABLE, actOf, checkAmend } from './amend.ts'

const fold = (facts: readonly Fact[]) => records(facts).reduce(foldSession, emptySession)

const FACTS: readonly Fact[] = [
  opened(0),
  pump(60, 'start', 52.5), // 2
  pump(600, 'pause'), // 3
  pump(660, 'resume', 45), // 4
  did(700, 'sideEffect', { event: 'began', effect: 'nausea', severity: 'mild', atMs: at(700) }), // 5
  did(800, 'sideEffect', { event: 'changed', ofSeq: seq(5), severity: 'severe', atMs: at(800) }), // 6
  did(900, 'sideEffect', { event: 'ended', ofSeq: seq(5), atMs: at(900) }), // 7
  did(910, 'medication', { drug: 'ondansetron', dose: '4 mg IV', atMs: at(910) }), // 8
  did(920, 'oxygen', { device: 'nasalCannula', litresPerMin: 2, atMs: at(920) }), // 9
  did(930, 'assessment', { scale: 'moaas', value: 4, atMs: at(930) }), // 10
  did(940, 'note', { text: 'a word', atMs: at(940) }), // 11
  did(950, 'manual', { measuredAtMs: at(950), values: { systolic: 130, diastolic: 80 } }), // 12
  answered(960, { item: 'consent' }), // 13
  dosed(970), // 14
  cuff(980, 124, 78), // 15
]
const state = fold(FACTS)
const KINDS: readonly (readonly [number, ActKind, string])[] = [
  [2, 'pumpRuns', 'infusion'],
  [3, 'pumpHalts', 'infusion'],
  [4, 'pumpRuns', 'infusion'],
  [5, 'onset', 'sideEffect'],
  [6, 'severity', 'sideEffect'],
  [7, 'end', 'sideEffect'],
  [8, 'medication', 'medication'],
  [9, 'oxygen', 'oxygen'],
  [10, 'assessment', 'assessment'],
  [11, 'note', 'note'],
  [12, 'manual', 'manual'],
]
const asks = (ofSeq: number, change: Amendment, isVoid?: true, session = state) => {
  const result = checkAmend(
    session,
    { ofSeq: seq(ofSeq), change, ...(isVoid ? { void: isVoid } : {}) },
    at(1_000),
  )
  return result.ok ? undefined : [result.error.code, result.error.field]
}
/** A change that is fine for each field, of an act at about 900 s. */
const FINE: Required<Amendment> = {
  atMs: at(905),
  rateMlPerHr: 30,
  effect: 'dizziness',
  severity: 'moderate',
  value: 5,
  values: { systolic: 140, diastolic: 90 },
  drug: 'labetalol',
  dose: '8 mg IV',
  device: 'simpleMask',
  litresPerMin: 5,
  text: 'another word',
}
const WHEN: Readonly<Partial<Record<ActKind, number>>> = { pumpHalts: 610, onset: 690, severity: 790 }

describe('what may be put right', () => {
  test('[VI75] each act by its number: what it is, by whom, when', () => {
    for (const [ofSeq, is, kind] of KINDS)
      expect(actOf(state, seq(ofSeq))).toMatchObject({ is, kind, by: 'R. Osei', personId: 'p-nurse' })
    expect(actOf(state, seq(6))).toMatchObject({ atMs: at(800), recordedAtMs: at(800) })
  })
  test('[VI75] an answer, a dose, a reading of the monitor and what is not there are not', () => {
    for (const ofSeq of [1, 13, 14, 15, 99]) expect(asks(ofSeq, FINE)).toEqual(['not-found', 'body.ofSeq'])
  })
  test.each(KINDS)('[VI75] record %s (%s): its own fields, each for itself, and no others', (ofSeq, is) => {
    for (const key of Object.keys(FINE) as (keyof Amendment)[]) {
      const atMs = is === 'pumpRuns' ? at(ofSeq === 2 ? 30 : 670) : at(WHEN[is] ?? 905)
      const change = key === 'atMs' ? { atMs } : { [key]: FINE[key] }
      const expected = AMENDABLE[is].includes(key) ? undefined : ['malformed', `body.change.${key}`]
      expect([key, asks(ofSeq, change)]).toEqual([key, expected])
    }
  })
  test('[VI75] either it did not happen or it was otherwise; neither is nothing to say', () => {
    expect(asks(11, {})).toEqual(['malformed', 'body.change'])
    expect(asks(11, { text: 'x' }, true)).toEqual(['malformed', 'body.change'])
    expect(asks(11, {}, true)).toBeUndefined()
  })
  test('[VI75] what was taken back is recorded anew, also each part of it', () => {
    const gone = fold([...FACTS, undone(985, 5), amended(990, 11, {}, { void: true })])
    expect(asks(5, { severity: 'severe' }, undefined, gone)).toEqual(['state-moved', 'body.ofSeq'])
    expect(asks(6, { severity: 'severe' }, undefined, gone)).toEqual(['state-moved', 'body.ofSeq'])
    expect(asks(11, { text: 'x' }, undefined, gone)).toEqual(['state-moved', 'body.ofSeq'])
  })
  test('[VI75] once amended it may be amended again', () => {
    const once = fold([...FACTS, amended(985, 10, { value: 3 })])
    expect(actOf(once, seq(10))).toMatchObject({ amended: true })
    expect(asks(10, { value: 5 }, undefined, once)).toBeUndefined()
  })
})

describe('what must hold afterwards', () => {
  test('[VI76] no time that has not come, none before the session, none after its end', () => {
    expect(asks(8, { atMs: at(1_000) })).toBeUndefined()
    expect(asks(8, { atMs: at(1_000.001) })).toEqual(['in-future', 'body.change.atMs'])
    expect(asks(8, { atMs: at(0) })).toBeUndefined()
    expect(asks(8, { atMs: at(-0.001) })).toEqual(['time-out-of-session', 'body.change.atMs'])
    const over = fold([...FACTS, closed(990)])
    expect(asks(8, { atMs: at(991) }, undefined, over)).toEqual(['time-out-of-session', 'body.change.atMs'])
    expect(asks(8, { atMs: at(985) }, undefined, over)).toBeUndefined()
  })
  test('[VI76] a side effect begins, changes and ends in this order', () => {
    expect(asks(5, { atMs: at(801) })).toEqual(['state-moved', 'body.change.atMs'])
    expect(asks(6, { atMs: at(699) })).toEqual(['state-moved', 'body.change.atMs'])
    expect(asks(6, { atMs: at(901) })).toEqual(['state-moved', 'body.change.atMs'])
    expect(asks(7, { atMs: at(799) })).toEqual(['state-moved', 'body.change.atMs'])
    expect(asks(7, { atMs: at(800) })).toBeUndefined()
  })
  test('[VI76] the pump log is one that can have been', () => {
    expect(asks(3, { atMs: at(700) })).toEqual(['state-moved', 'body.change.atMs'])
    expect(asks(3, {}, true)).toEqual(['state-moved', 'body.ofSeq'])
    expect(asks(4, {}, true)).toBeUndefined()
    expect(asks(4, { rateMlPerHr: 0 })).toEqual(['impossible-value', 'body.change.rateMlPerHr'])
  })
  test.each([
    ['moaas', 5],
    ['cadss', 92],
    ['nausea', 10],
    ['anxiety', 10],
    ['aldrete', 10],
  ] as const)('[VI76] %s goes from 0 to %s, in whole numbers', (scale, most) => {
    const scored = fold([opened(0), did(10, 'assessment', { scale, value: 1, atMs: at(10) })])
    expect(asks(2, { value: most }, undefined, scored)).toBeUndefined()
    expect(asks(2, { value: 0 }, undefined, scored)).toBeUndefined()
    for (const value of [most + 1, -1, 0.5])
      expect(asks(2, { value }, undefined, scored)).toEqual(['impossible-value', 'body.change.value'])
  })
  test('[VI76] values that a monitor could print, at least one; no flow on room air', () => {
    expect(asks(12, { values: { systolic: 351 } })).toEqual([
      'impossible-value',
      'body.change.values.systolic',
    ])
    expect(asks(12, { values: {} })).toEqual(['malformed', 'body.change.values'])
    expect(asks(9, { device: 'roomAir' })).toBeUndefined()
    expect(asks(9, { device: 'roomAir', litresPerMin: 2 })).toEqual(['malformed', 'body.change.litresPerMin'])
  })
})
