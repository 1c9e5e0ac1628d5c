// Proves, field by field, what the times and technical conditions of a stored profile may not be.
import { describe, test } from 'vitest'
import { type Draft, expectRefused, level, technical } from '../../testing/drafts.ts'

describe('times and technical conditions of a stored profile', () => {
  test.each<[string, string, (draft: Draft) => void]>([
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
      'planned end left out',
      'technical.plannedEnd',
      (d) => {
        d.technical = d.technical.filter((t: Draft) => t.condition !== 'plannedEnd')
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
  ])('[PR12] %s is refused at %s', (_what, field, change) => expectRefused(field, change))
})
