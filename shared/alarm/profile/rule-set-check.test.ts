// Proves that what may be edited in a profile can be. What may not: rule-set-check-ladders and rule-set-check-times.
import { describe, expect, test } from 'vitest'
import { changed, type Draft, level, technical, without } from '../../testing/drafts.ts'
import { ADULT_KETAMINE_INFUSION } from '../rules.ts'
import { profileProblems, profileRefusal, sameRules } from './rule-set-check.ts'

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
})
