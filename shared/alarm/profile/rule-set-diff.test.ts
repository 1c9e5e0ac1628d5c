// Proves that a person who reads the difference of two profiles reads all of it, and in words.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changed, copyOf, type Draft, ladder, level } from '../../testing/drafts.ts'
import { holds, PROPERTY_TIMEOUT_MS } from '../../testing/runs.ts'
import { ADULT_KETAMINE_INFUSION, type RuleSet } from '../rules.ts'
import { canonicalRuleSet, parseRuleSet } from './rule-set.ts'
import { diffRuleSets } from './rule-set-diff.ts'
import { timeWords } from './rule-words.ts'

const textsOf = (change: (draft: Draft) => void): string[] =>
  diffRuleSets(ADULT_KETAMINE_INFUSION, changed(change)).map(({ text }) => text)

test('[PR14] nothing is said of two that are the same', () => {
  expect(diffRuleSets(ADULT_KETAMINE_INFUSION, copyOf(ADULT_KETAMINE_INFUSION))).toEqual([])
})

test.each<[string, (draft: Draft) => void]>([
  [
    'BP high: SBP ≥ 160 → ≥ 165',
    (d) => {
      level(d, 'bpHigh', 'high').limits[0].value = 165
    },
  ],
  [
    'BP high: ends at SBP < 155 → < 157',
    (d) => {
      level(d, 'bpHigh', 'high').staysWhile[0].value = 157
    },
  ],
  [
    'SpO₂ low: raised after 15 s → 20 s',
    (d) => {
      level(d, 'spo2Low', 'low').delayMs = 20_000
    },
  ],
  [
    'SpO₂ low: left once in clear for 10 s → 0 s',
    (d) => {
      level(d, 'spo2Low', 'low').leaveMs = 0
    },
  ],
  [
    'RR low, every level: left out',
    (d) => {
      d.ladders = d.ladders.filter((one: Draft) => one.condition !== 'rrLow')
    },
  ],
  [
    'HR low (MEDIUM): left out',
    (d) => {
      ladder(d, 'hrLow').levels.shift()
    },
  ],
  [
    'BP high: SBP ≥ 1.3 × baseline, rounded up, not under 150: left out',
    (d) => {
      level(d, 'bpHigh', 'high').limits.pop()
    },
  ],
  [
    'SpO₂ slightly low: priority: LOW → MEDIUM',
    (d) => {
      level(d, 'spo2Low', 'slightlyLow').priority = 'medium'
    },
  ],
  [
    'BP high: decided by a repeat → by the first reading',
    (d) => {
      level(d, 'bpHigh', 'high').decided = 'firstReading'
    },
  ],
  [
    'Battery low: left out',
    (d) => {
      d.technical.shift()
    },
  ],
  [
    'No SpO₂, check-in: seen after 10 s → LOW after 20 s',
    (d) => {
      const own = d.technical.find((one: Draft) => one.condition === 'noValueSpo2')
      own.byPhase.checkIn = [{ level: 'low', priority: 'low', afterMs: 20_000 }]
    },
  ],
  [
    'In infusing: cuff: every 5 min → every 2:30 min',
    (d) => {
      d.phases.infusing.cuffMs = 150_000
    },
  ],
  [
    'Settling after a sensor came back: 10 s → 5 s',
    (d) => {
      d.settlingMs = 5_000
    },
  ],
  [
    'Audio paused for 2 min → 90 s',
    (d) => {
      d.silence.pauseMs = 90_000
    },
  ],
  [
    'Acknowledged SpO₂: sounds again when worse by: 3 → 2',
    (d) => {
      d.silence.worsensBy.spo2 = 2
    },
  ],
  [
    'Version: 3 → 4',
    (d) => {
      d.profile.version = 4
    },
  ],
])('[PR15] "%s"', (text, change) => {
  expect(textsOf(change)).toEqual([text])
})

test('[PR15] what comes new is said with its priorities and limits', () => {
  const without = changed((d) => {
    d.ladders = d.ladders.filter((one: Draft) => one.condition !== 'rrLow')
  })
  expect(diffRuleSets(without, ADULT_KETAMINE_INFUSION).map(({ text }) => text)).toEqual([
    'RR low, every level: added (MEDIUM, RR < 8, HIGH, RR < 6)',
  ])
})

test('[PR16] what has no words of its own is said by its field', () => {
  const other = { ...ADULT_KETAMINE_INFUSION, newMs: 5 } as RuleSet
  expect(diffRuleSets(ADULT_KETAMINE_INFUSION, other).map(({ text }) => text)).toEqual(['newMs: 5: added'])
})

test('[PR15] two different times never read alike', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7_200_000 }), fc.integer({ min: 0, max: 7_200_000 }), (a, b) => {
      expect(timeWords(a) === timeWords(b)).toBe(a === b)
    }),
  )
})

/** One change somewhere in a rule set: a leaf, a member or an item, whatever it is. */
type Change = { readonly where: number; readonly how: number; readonly value: number }
function spots(value: Draft, found: [Draft, string][] = []): [Draft, string][] {
  if (typeof value !== 'object' || value === null) return found
  for (const key of Object.keys(value)) {
    found.push([value, key])
    spots(value[key], found)
  }
  return found
}
const TEXTS = [
  'low',
  'medium',
  'high',
  'systolic',
  'spo2',
  '>=',
  '<',
  'up',
  'delay',
  'all',
  'technical',
  'veryLow',
]
function apply(draft: Draft, { where, how, value }: Change): void {
  const all = spots(draft)
  const [at, key] = all[where % all.length] as [Draft, string]
  const is = at[key]
  if (Array.isArray(is) && how % 2 === 0) {
    if (how % 4 === 0) is.reverse()
    else is.splice(value % Math.max(1, is.length), 1)
  } else if (how % 5 === 0 && !Array.isArray(at)) delete at[key]
  else if (typeof is === 'number') at[key] = how % 3 === 0 ? is : value
  else if (typeof is === 'boolean') at[key] = !is
  else if (typeof is === 'string') at[key] = TEXTS[value % TEXTS.length]
}

const aChange = fc.record({ where: fc.nat(10_000), how: fc.nat(60), value: fc.nat(400) })
/** With those of the changes that leave it well-formed. */
function withChanges(ruleSet: RuleSet, changes: readonly Change[]): RuleSet {
  let kept = ruleSet
  for (const change of changes) {
    const draft = copyOf(kept)
    apply(draft, change)
    const read = parseRuleSet(draft)
    if (read.ok) kept = read.value
  }
  return kept
}

test(
  '[PR14] of any two profiles nothing is said if and only if their canonical texts are equal',
  () => {
    let different = 0
    holds(
      fc.property(
        fc.array(aChange, { maxLength: 4 }),
        fc.array(aChange, { minLength: 1, maxLength: 4 }),
        (one, two) => {
          const before = withChanges(ADULT_KETAMINE_INFUSION, one)
          const after = withChanges(before, two)
          const isSame = canonicalRuleSet(before) === canonicalRuleSet(after)
          if (!isSame) different += 1
          const changes = diffRuleSets(before, after)
          expect(changes.length === 0).toBe(isSame)
          for (const { text, field } of changes) {
            expect(text).not.toMatch(/undefined|\[object|null/)
            // Said by what changed, not by the last resort.
            expect(field).not.toBe('')
          }
        },
      ),
      10,
    )
    expect(different).toBeGreaterThan(50)
  },
  PROPERTY_TIMEOUT_MS,
)
