// Proves, field by field, what the ladders of a stored profile may not be.
import { describe, test } from 'vitest'
import { copyOf, type Draft, expectRefused, ladder, level, without } from '../../testing/drafts.ts'

describe('ladders of a stored profile', () => {
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
  ])('[PR12] %s is refused at %s', (_what, field, change) => expectRefused(field, change))
})
