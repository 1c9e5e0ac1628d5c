// A hub that is away again and again: what is missing is still said, as late as its absences and one grace make it.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covered, factLine, livesThrough, type Step } from '../testing/clinic.ts'
import {
  at,
  attached,
  every1s,
  type Fact,
  hubGap,
  type Instant,
  RULES,
  since,
  vitals,
} from '../testing/given.ts'
import { holds, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import { NO_TECHNICAL } from './technical/technical.ts'
import { gapShift, withGap } from './technical/technical-state.ts'

const WELL: Instant = { heartRate: 72, pulseRate: 72, spo2: 97 }
type Away = { readonly fromS: number; readonly toS: number }

/** When what began at `sinceS` is due, seconds: lived through one absence after another. */
function dueS(sinceS: number, waitS: number, aways: readonly Away[]): number {
  // Whole milliseconds: what is due in the moment an absence begins is due before it.
  let dueMs = at(sinceS) + 1_000 * waitS
  let graceMs = RULES.gapGraceMs
  for (const { fromS, toS } of aways) {
    if (at(toS) <= at(sinceS)) continue
    if (at(fromS) >= dueMs) break
    dueMs += at(toS) - Math.max(at(fromS), at(sinceS)) + graceMs
    graceMs = 0
  }
  return since(dueMs)
}

/** Absences one after another from a while after `fromS` on, in tenths of a second. */
const absences = (fromS: number): fc.Arbitrary<readonly Away[]> =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 250 }), fc.integer({ min: 1, max: 100 })), {
      minLength: 1,
      maxLength: 80,
    })
    .map((list) => {
      let tenths = fromS * 10
      return list.map(([up, away]) => {
        const from = tenths + up
        tenths = from + away
        return { fromS: from / 10, toS: tenths / 10 }
      })
    })
const gapsOf = (aways: readonly Away[]): Fact[] => aways.map(({ fromS, toS }) => hubGap(fromS, toS))
/** When the alarm was due, in seconds. */
const firstOf = (lines: readonly string[], condition: string): number | undefined => {
  const line = lines.find((one) => one.startsWith(`${condition} raised`))
  return line === undefined ? undefined : Number(line.split('@')[1])
}

describe('a hub that is away again and again', { timeout }, () => {
  test('[AL18] no live data and no audible screen are due after its absences, and one grace for all of them', () => {
    holds(
      fc.property(absences(20), fc.constantFrom(137, 7_301, 31_013), (aways, tickMs) => {
        const steps: Step[] = [
          attached(0),
          ...every1s(0, 20, WELL),
          covered(20, { audible: [] }),
          ...gapsOf(aways),
        ]
        const endS = (aways.at(-1)?.toS ?? 0) + 60
        const day = livesThrough(steps, endS)
        const lines = day.decided.map(factLine)
        expect(firstOf(lines, 'noLiveData')).toBe(dueS(20, 15, aways))
        expect(firstOf(lines, 'noAudibleScreen')).toBe(dueS(20, 10, aways))
        // The answer is the same at any pace, and learned anew from the records after every absence.
        const restartsAtS = aways.map(({ toS }) => toS)
        const another = livesThrough(steps, endS, { tickMs, restartsAtS })
        expect(another.decided.map(factLine)).toEqual(lines)
        expect(another.engine).toEqual(day.engine)
      }),
      5,
    )
  })
  test('[AL18] of any number of absences little is kept, and what is missing since before them is still known exactly', () => {
    holds(
      fc.property(absences(0), fc.integer({ min: 0, max: 1_000 }), (aways, beganTenths) => {
        const state = aways.reduce(
          (known, { fromS, toS }) => withGap(known, at(fromS), at(toS), RULES.gapGraceMs),
          NO_TECHNICAL,
        )
        expect(state.gaps.length).toBeLessThanOrEqual(32)
        expect(gapShift(state, at(0))).toBe(Math.round(1_000 * dueS(0, 1e6, aways)) - 1e9)
        // What began among those that are kept as one is waited for too short, if anything: never too long.
        const exactMs = Math.round(1_000 * (dueS(beganTenths / 10, 1e6, aways) - beganTenths / 10)) - 1e9
        const shiftMs = gapShift(state, at(beganTenths / 10))
        expect(shiftMs).toBeLessThanOrEqual(exactMs)
        if (aways.length <= 32) expect(shiftMs).toBe(exactMs)
      }),
    )
  })
  test('[AL18] a moment that two records say the hub was away counts once', () => {
    const once = withGap(NO_TECHNICAL, at(10), at(20), 15_000)
    expect(gapShift(withGap(once, at(12), at(24), 15_000), at(0))).toBe(29_000)
    expect(gapShift(withGap(once, at(12), at(18), 15_000), at(0))).toBe(25_000)
  })
  test('[AL14] [AL18] an ECG that has fallen silent does not stand before the pulse for as long as the hub restarts', () => {
    const up = (fromS: number): Fact[] => every1s(fromS + 1, fromS + 15, { pulseRate: 135, spo2: 97 })
    const steps = [
      attached(0),
      ...every1s(0, 10, WELL),
      vitals(10.5, { pulseRate: 135, spo2: 97 }),
      ...Array.from({ length: 15 }, (_, index) => [
        hubGap(11 + 16 * index, 12 + 16 * index),
        ...up(11 + 16 * index),
      ]).flat(),
    ]
    const raisedS = firstOf(livesThrough(steps, 251).decided.map(factLine), 'hrHigh')
    // 72 until 10 s; the first absence and the grace; then its own 5 s that may be missing, and the delay of a HIGH.
    expect(raisedS).toBeDefined()
    expect(raisedS).toBeLessThanOrEqual(10 + 1 + 15 + 5 + 2 + 30)
  })
})
