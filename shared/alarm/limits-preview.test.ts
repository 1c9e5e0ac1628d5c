// What is said before a limit is saved is what the engine then does.
import { describe, expect, test } from 'vitest'
import { emptySession, foldSession } from '../fold/session-state.ts'
import type { ChangedLimit } from '../record/care-kinds.ts'
import { baselineOf, setsLimits } from '../testing/clinic.ts'
import { at, cuff, every1s, type Fact, live, RULES } from '../testing/given.ts'
import { limitsPreview } from './limits-preview.ts'

const SBP = { condition: 'bpHigh', level: 'high', quantity: 'systolic', was: 160 } as const
const HR = { condition: 'hrHigh', level: 'high', quantity: 'heartRate', was: 110 } as const

/** What the screen would say at that second, and what the engine then does. */
function both(facts: readonly Fact[], atS: number, limits: readonly ChangedLimit[]) {
  const session = live(facts, atS).log.reduce(foldSession, emptySession)
  const said = limitsPreview(RULES, session, limits, at(atS)).map(
    ({ alarm, fallsTo }) => `${alarm.condition} ${fallsTo ?? 'ends'}`,
  )
  const done = live([...facts, setsLimits(atS, [...limits])], atS)
    .batches.find(({ record }) => record?.kind === 'limits')
    ?.transitions.map(({ condition, transition, level }) =>
      transition === 'ended' ? `${condition} ends` : `${condition} ${level}`,
    )
  return { said, done }
}
const high: Fact[] = [cuff(0, 168, 92), cuff(60, 168, 92)]

describe('a change of limits', () => {
  test.each<[string, readonly Fact[], number, readonly ChangedLimit[], string[]]>([
    ['raised above the value', high, 100, [{ ...SBP, value: 174 }], ['bpHigh ends']],
    ['raised, but within its leave limit', high, 100, [{ ...SBP, value: 170 }], []],
    ['the reading is older than a cycle', high, 361, [{ ...SBP, value: 175 }], []],
    [
      'R of the baseline still holds',
      [baselineOf(0, { systolic: 120 }), ...high],
      100,
      [{ ...SBP, value: 175 }],
      [],
    ],
    [
      'a heart rate, and a pressure that is not touched',
      [...every1s(0, 20, { heartRate: 115 }), cuff(20, 205, 95)],
      20,
      [{ ...HR, value: 125 }],
      ['hrHigh ends'],
    ],
    ['no heart rate for 6 s', every1s(0, 20, { heartRate: 115 }), 26, [{ ...HR, value: 125 }], []],
    ['the diastolic holds it', [cuff(0, 168, 107), cuff(60, 168, 107)], 100, [{ ...SBP, value: 175 }], []],
    ['nothing is active', [cuff(0, 130, 80)], 10, [{ ...SBP, value: 175 }], []],
    [
      'the same limits again',
      [setsLimits(0, [{ ...SBP, value: 165 }]), ...high],
      100,
      [{ ...SBP, value: 165 }],
      [],
    ],
  ])('[AL48] %s: said and done are the same', (_why, facts, atS, limits, expected) => {
    const { said, done } = both(facts, atS, limits)
    expect(said).toEqual(expected)
    expect(done).toEqual(expected)
  })

  test('[AL48] it says by which values', () => {
    const session = live(high, 100).log.reduce(foldSession, emptySession)
    expect(limitsPreview(RULES, session, [{ ...SBP, value: 175 }], at(100))).toMatchObject([
      { alarm: { condition: 'bpHigh', level: 'high' }, values: { systolic: 168, diastolic: 92 } },
    ])
  })
})
