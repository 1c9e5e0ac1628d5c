// Proves, field by field, what a stored profile may not do, and that what may be edited can be.
import { describe, expect, test } from 'vitest'
import { canonicalRuleSet, canonicalRules, parseRuleSet } from './rule-set.ts'
import { profileProblems, profileRefusal, sameRules } from './rule-set-check.ts'
import { ADULT_KETAMINE_INFUSION, type RuleSet } from './rules.ts'

// biome-ignore lint/suspicious/noExplicitAny: a rule set is changed in ways its type forbids
type Draft = any
const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value))
const changed = (change: (draft: Draft) => void): RuleSet => {
  const draft = copyOf(ADULT_KETAMINE_INFUSION)
  change(draft)
  return draft as RuleSet
}
const ladder = (draft: Draft, condition: string): Draft =>
  draft.ladders.find((one: Draft) => one.condition === condition)
const level = (draft: Draft, condition: string, name: string): Draft =>
  ladder(draft, condition).levels.find((one: Draft) => one.level === name)
const technical = (draft: Draft, condition: string): Draft =>
  draft.technical.find((one: Draft) => one.condition === condition)
const without = (draft: Draft, condition: string, name: string): void => {
  const one = ladder(draft, condition)
  one.levels = one.levels.filter(({ level: own }: Draft) => own !== name)
}

describe('what a stored profile may be', () => {
  test('[PR10] what ships may be stored', () => {
    expect(profileProblems(ADULT_KETAMINE_INFUSION)).toEqual([])
    expect(profileRefusal(ADULT_KETAMINE_INFUSION)).toBeUndefined()
  })

  test.each<[string, (draft: Draft) => void]>([
    [
      'a limit',
      (d) => {
        level(d, 'bpHigh', 'high').limits[0].value = 165
        level(d, 'bpHigh', 'high').staysWhile[0].value = 160
      },
    ],
    [
      'a delay',
      (d) => {
        level(d, 'spo2Low', 'low').delayMs = 20_000
      },
    ],
    [
      'no delay',
      (d) => {
        level(d, 'spo2Low', 'extremelyLow').delayMs = 0
      },
    ],
    [
      'no hysteresis',
      (d) => {
        level(d, 'spo2Low', 'low').staysWhile = level(d, 'spo2Low', 'low').limits
      },
    ],
    [
      'settling',
      (d) => {
        d.settlingMs = 5_000
      },
    ],
    [
      'a priority',
      (d) => {
        level(d, 'spo2Low', 'slightlyLow').priority = 'medium'
      },
    ],
    [
      'by the first reading instead of a repeat',
      (d) => {
        level(d, 'bpHigh', 'high').decided = 'firstReading'
      },
    ],
    [
      'the time for a repeat',
      (d) => {
        d.repeat.waitMs = 60_000
      },
    ],
    [
      'the cuff’s cycle',
      (d) => {
        d.phases.infusing.cuffMs = 600_000
      },
    ],
    ['a MEDIUM level left out', (d) => without(d, 'rrLow', 'low')],
    [
      'a relative limit left out',
      (d) => {
        level(d, 'bpHigh', 'high').limits.pop()
      },
    ],
    [
      'a technical condition left out',
      (d) => {
        d.technical = d.technical.filter((t: Draft) => t.condition !== 'batteryLow')
      },
    ],
    [
      'a technical condition sooner',
      (d) => {
        technical(d, 'noLiveData').otherwise[0].afterMs = 5_000
      },
    ],
    [
      'relative rules off',
      (d) => {
        d.phases.paused.relative = false
      },
    ],
  ])('[PR11] %s can be changed', (_what, change) => {
    const own = changed(change)
    expect(profileProblems(own)).toEqual([])
    expect(sameRules(own, ADULT_KETAMINE_INFUSION)).toBe(false)
  })

  test.each<[string, string, (draft: Draft) => void]>([
    // high below low
    [
      'HR high at HR low',
      'ladders.hrHigh.high.limits[0].value',
      (d) => {
        level(d, 'hrHigh', 'high').limits[0].value = 49
        level(d, 'hrHigh', 'high').staysWhile[0].value = 46
      },
    ],
    [
      'SBP high below SBP low',
      'ladders.bpHigh.high.limits[0].value',
      (d) => {
        level(d, 'bpHigh', 'high').limits[0].value = 90
        level(d, 'bpHigh', 'high').staysWhile[0].value = 85
      },
    ],
    [
      'left only where the other is',
      'ladders.hrHigh.high.staysWhile[0].value',
      (d) => {
        level(d, 'hrHigh', 'high').limits[0].value = 60
        level(d, 'hrHigh', 'high').staysWhile[0].value = 52
      },
    ],
    // order
    [
      'very high below high',
      'ladders.hrHigh.veryHigh.limits[0].value',
      (d) => {
        level(d, 'hrHigh', 'veryHigh').limits[0].value = 105
        level(d, 'hrHigh', 'veryHigh').staysWhile[0].value = 100
      },
    ],
    [
      'two levels at one limit',
      'ladders.spo2Low.extremelyLow.limits[0].value',
      (d) => {
        level(d, 'spo2Low', 'extremelyLow').limits[0].value = 85
      },
    ],
    [
      'a lower priority above',
      'ladders.spo2Low.low.priority',
      (d) => {
        level(d, 'spo2Low', 'slightlyLow').priority = 'medium'
        level(d, 'spo2Low', 'low').priority = 'low'
      },
    ],
    [
      'DBP not below SBP',
      'ladders.bpHigh.extreme.limits[1].value',
      (d) => {
        level(d, 'bpHigh', 'extreme').limits = [
          { quantity: 'systolic', op: '>=', value: 185 },
          { quantity: 'diastolic', op: '>=', value: 160 },
        ]
        level(d, 'bpHigh', 'veryHigh').limits[1].value = 159
        level(d, 'bpHigh', 'extreme').limits[1].value = 185
      },
    ],
    // HIGH
    ['a HIGH level left out', 'ladders.spo2Low.veryLow', (d) => without(d, 'spo2Low', 'veryLow')],
    [
      'a ladder with HIGH left out',
      'ladders.rrLow.veryLow',
      (d) => {
        d.ladders = d.ladders.filter((one: Draft) => one.condition !== 'rrLow')
      },
    ],
    [
      'HIGH made MEDIUM',
      'ladders.hrLow.veryLow.priority',
      (d) => {
        level(d, 'hrLow', 'veryLow').priority = 'medium'
      },
    ],
    [
      'HIGH made silent',
      'ladders.bpHigh.extreme.silent',
      (d) => {
        level(d, 'bpHigh', 'extreme').silent = true
      },
    ],
    [
      'HIGH told less',
      'ladders.bpHigh.extreme.tell',
      (d) => {
        level(d, 'bpHigh', 'extreme').tell = 'physiological'
      },
    ],
    [
      'HIGH decided later',
      'ladders.bpHigh.extreme.decided',
      (d) => {
        level(d, 'bpHigh', 'extreme').decided = 'repeat'
      },
    ],
    [
      'a limit of HIGH left out',
      'ladders.bpHigh.veryHigh.limits',
      (d) => {
        level(d, 'bpHigh', 'veryHigh').limits.pop()
      },
    ],
    [
      'HIGH relative only',
      'ladders.bpLow.veryLow.limits',
      (d) => {
        level(d, 'bpLow', 'veryLow').limits[0] = {
          quantity: 'systolic',
          op: '<',
          relative: { times: 0.6, round: 'down' },
        }
      },
    ],
    [
      'HIGH at a limit nobody meets',
      'ladders.spo2Low.extremelyLow.limits[0].value',
      (d) => {
        level(d, 'spo2Low', 'extremelyLow').limits[0].value = 1
      },
    ],
    [
      'HIGH after two minutes',
      'ladders.spo2Low.veryLow.delayMs',
      (d) => {
        level(d, 'spo2Low', 'veryLow').delayMs = 120_000
      },
    ],
    [
      'what HIGH rises from left out',
      'ladders.bpHigh.veryHighDiastolicConfirmed.decided',
      (d) => without(d, 'bpHigh', 'veryHighDiastolic'),
    ],
    // leaving
    [
      'left while still beyond',
      'ladders.bpHigh.high.staysWhile[0].value',
      (d) => {
        level(d, 'bpHigh', 'high').staysWhile[0].value = 165
      },
    ],
    [
      'never left',
      'ladders.spo2Low.low.staysWhile[0].value',
      (d) => {
        level(d, 'spo2Low', 'low').staysWhile[0].value = 101
      },
    ],
    [
      'held by nothing',
      'ladders.bpLow.low.staysWhile',
      (d) => {
        level(d, 'bpLow', 'low').staysWhile = level(d, 'bpLow', 'low').staysWhile.filter(
          ({ quantity }: Draft) => quantity !== 'mean',
        )
      },
    ],
    [
      'a relative limit without a relative leave',
      'ladders.bpHigh.high.staysWhile[0].value',
      (d) => {
        level(d, 'bpHigh', 'high').staysWhile.pop()
      },
    ],
    // times
    [
      'a negative delay',
      'ladders.spo2Low.low.delayMs',
      (d) => {
        level(d, 'spo2Low', 'low').delayMs = -1
      },
    ],
    [
      'an hour in clear',
      'ladders.hrLow.low.leaveMs',
      (d) => {
        level(d, 'hrLow', 'low').leaveMs = 3_600_000
      },
    ],
    [
      'a cuff level with a delay',
      'ladders.bpHigh.high.delayMs',
      (d) => {
        level(d, 'bpHigh', 'high').delayMs = 1_000
      },
    ],
    [
      'a pause of three minutes',
      'silence.pauseMs',
      (d) => {
        d.silence.pauseMs = 180_000
      },
    ],
    [
      'an acknowledgement that holds HIGH longer',
      'silence.highHoldsMs',
      (d) => {
        d.silence.highHoldsMs = 300_000
      },
    ],
    [
      'worse by nothing',
      'silence.worsensBy.spo2',
      (d) => {
        delete d.silence.worsensBy.spo2
      },
    ],
    [
      'a repeat in five minutes',
      'repeat.waitMs',
      (d) => {
        d.repeat.waitMs = 300_000
      },
    ],
    [
      'a running cycle that waits less',
      'repeat.runningWaitMs',
      (d) => {
        d.repeat.runningWaitMs = 60_000
      },
    ],
    [
      'a hold of five minutes',
      'hold.mostMs',
      (d) => {
        d.hold.mostMs = 300_000
      },
    ],
    [
      'a cuff every 7 minutes',
      'phases.infusing.cuffMs',
      (d) => {
        d.phases.infusing.cuffMs = 420_000
      },
    ],
    [
      'no cuff cycle while infusing',
      'phases.infusing.cuffMs',
      (d) => {
        delete d.phases.infusing.cuffMs
      },
    ],
    [
      'rarer while high',
      'cuff.whileHighMs',
      (d) => {
        d.cuff.whileHighMs = 600_000
      },
    ],
    [
      'orders without a pause',
      'cuff.betweenOrdersMs',
      (d) => {
        d.cuff.betweenOrdersMs = 1_000
      },
    ],
    [
      'only HIGH while infusing',
      'phases.infusing.physiological',
      (d) => {
        d.phases.infusing.physiological = 'highOnly'
      },
    ],
    // technical
    [
      'no live data left out',
      'technical.noLiveData',
      (d) => {
        d.technical = d.technical.filter((t: Draft) => t.condition !== 'noLiveData')
      },
    ],
    [
      'no live data seen only',
      'technical.noLiveData.otherwise',
      (d) => {
        technical(d, 'noLiveData').otherwise = [
          { level: 'seen', priority: 'low', silent: true, afterMs: 15_000 },
        ]
      },
    ],
    [
      'no live data not while infusing',
      'technical.noLiveData.byPhase.infusing',
      (d) => {
        technical(d, 'noLiveData').byPhase.infusing = []
      },
    ],
    [
      'no audible screen left out',
      'technical.noAudibleScreen',
      (d) => {
        d.technical = d.technical.filter((t: Draft) => t.condition !== 'noAudibleScreen')
      },
    ],
    [
      'no audible screen after ten minutes',
      'technical.noAudibleScreen.otherwise[0].afterMs',
      (d) => {
        technical(d, 'noAudibleScreen').otherwise[0].afterMs = 600_000
      },
    ],
    [
      'steps out of order',
      'technical.noValueSpo2.otherwise[1].afterMs',
      (d) => {
        technical(d, 'noValueSpo2').otherwise[1].afterMs = 5_000
      },
    ],
    [
      'an unknown technical condition',
      'technical.mine.condition',
      (d) => {
        technical(d, 'batteryLow').condition = 'mine'
      },
    ],
    // form
    [
      'an unknown condition',
      'ladders.glucoseLow.condition',
      (d) => {
        d.ladders.push({ ...copyOf(ladder(d, 'spo2Low')), condition: 'glucoseLow' })
      },
    ],
    [
      'an unknown level',
      'ladders.hrHigh.rather.level',
      (d) => {
        level(d, 'hrHigh', 'high').level = 'rather'
      },
    ],
    [
      'another sign',
      'ladders.hrHigh.high.limits[0].op',
      (d) => {
        level(d, 'hrHigh', 'high').limits[0].op = '>='
      },
    ],
    [
      'another signal',
      'ladders.hrLow.sources',
      (d) => {
        ladder(d, 'hrLow').sources = ['heartRate']
      },
    ],
    [
      'half a unit',
      'ladders.spo2Low.low.limits[0].value',
      (d) => {
        level(d, 'spo2Low', 'low').limits[0].value = 89.5
      },
    ],
    [
      'not a number',
      'ladders.spo2Low.low.limits[0].value',
      (d) => {
        level(d, 'spo2Low', 'low').limits[0].value = Number.NaN
      },
    ],
    [
      'a thousand ladders',
      'ladders',
      (d) => {
        d.ladders = Array.from({ length: 1_000 }, () => copyOf(ladder(d, 'rrLow')))
      },
    ],
  ])('[PR12] %s is refused at %s', (_what, field, change) => {
    const problems = profileProblems(changed(change))
    expect(problems.map((problem) => problem.field)).toContain(field)
    const refusal = profileRefusal(changed(change))
    expect(refusal?.error).toMatchObject({ code: 'profile-invalid', field: problems[0]?.field })
    expect(refusal?.error.message).toContain(problems[0]?.message)
    for (const { message } of problems) expect(message).not.toMatch(/undefined|\[object/)
  })
})

describe('the canonical text', () => {
  test('[PR2] is the same whatever the order of keys, ladders and conditions, and without the hash', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, one]) => [key, turned(one)]),
      )
    }
    const other = turned({
      ...ADULT_KETAMINE_INFUSION,
      profile: { ...ADULT_KETAMINE_INFUSION.profile, hash: 'ab' },
      ladders: [...ADULT_KETAMINE_INFUSION.ladders].reverse(),
      technical: [...ADULT_KETAMINE_INFUSION.technical].reverse(),
    }) as RuleSet
    expect(canonicalRuleSet(other)).toBe(canonicalRuleSet(ADULT_KETAMINE_INFUSION))
    const read = parseRuleSet(JSON.parse(JSON.stringify(other)))
    expect(read.ok && canonicalRuleSet(read.value)).toBe(canonicalRuleSet(ADULT_KETAMINE_INFUSION))
    expect(read.ok && read.value.ladders.map(({ condition }) => condition)).toEqual(
      ADULT_KETAMINE_INFUSION.ladders.map(({ condition }) => condition),
    )
  })

  test('[PR2] another name or version is another text, but the same rules', () => {
    const other = { ...ADULT_KETAMINE_INFUSION, profile: { name: 'adult ketamine infusion', version: 3 } }
    expect(canonicalRuleSet(other)).not.toBe(canonicalRuleSet(ADULT_KETAMINE_INFUSION))
    expect(canonicalRules(other)).toBe(canonicalRules(ADULT_KETAMINE_INFUSION))
  })
})
