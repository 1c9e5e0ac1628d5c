// The repeat of a cuff reading, rule by rule: what asks for one, what is one, and what each end of it comes to.
import { describe, expect, test } from 'vitest'
import type { DeviceId } from '../../ids.ts'
import type { BodyOf } from '../../record/record.ts'
import { cuffStarts, factLine, measuresByHand, setsLimits, setsPhase } from '../../testing/clinic.ts'
import {
  at,
  closed,
  cuff,
  cuffFailed,
  detached,
  every1s,
  type Fact,
  hubGap,
  live,
  quarantine,
  RULES,
} from '../../testing/given.ts'
import type { RuleSet } from '../rules.ts'

/** Limits only: what is technical has its own tests. */
const LIMITS: RuleSet = { ...RULES, technical: [] }
const lived = (facts: readonly Fact[], untilS: number, rules = LIMITS) =>
  live(facts, untilS, undefined, rules)
const said = (facts: readonly Fact[], untilS: number): string[] => lived(facts, untilS).decided.map(factLine)

const attach = (seconds: number, more: Partial<BodyOf<'device.attached'>> = {}): Fact => ({
  atMs: at(seconds),
  body: {
    kind: 'device.attached',
    deviceId: 'monitor-1' as DeviceId,
    deviceName: 'Monitor 1',
    deviceKind: 'monitor',
    signals: ['bloodPressure'],
    everyMs: {},
    takesCuffOrders: true,
    offsetMs: 0,
    ...more,
  },
})
const detach = (
  seconds: number,
  reason: BodyOf<'device.detached'>['reason'],
  deviceId = 'monitor-1',
): Fact => ({
  atMs: at(seconds),
  body: { kind: 'device.detached', deviceId: deviceId as DeviceId, reason },
})
const ordered = (seconds: number, cause: 'schedule' | 'person'): Fact => ({
  atMs: at(seconds),
  body: { kind: 'cuff.ordered', deviceId: 'monitor-1' as DeviceId, orderId: `o-${seconds}`, cause },
})

describe('what is asked for', () => {
  test('[AL31] a first reading at a repeat limit makes repeat due, with the level and the countdown, and no alarm', () => {
    const run = lived([cuff(10, 162, 92)], 20)
    expect(run.transitions).toEqual([])
    expect(run.decided).toEqual([
      {
        kind: 'repeat',
        repeatId: `bpHigh@${at(10)}`,
        condition: 'bpHigh',
        level: 'high',
        priority: 'medium',
        event: 'due',
        dueAtMs: at(10),
        untilMs: at(130),
        measuredAtMs: at(10),
        values: { systolic: 162, diastolic: 92 },
        limit: { quantity: 'systolic', op: '>=', value: 160 },
      },
    ])
  })
  test('[AL31] a level that asks for one asks once it is raised', () => {
    expect(said([cuff(0, 150, 112)], 1)).toEqual([
      'bpHigh raised veryHighDiastolic @0',
      'repeat due bpHigh veryHighDiastolicConfirmed @0',
    ])
    expect(said([cuff(0, 182, 92)], 1)).toEqual([
      'bpHigh raised veryHigh @0',
      'repeat due bpHigh veryHigh @0',
    ])
    expect(said([cuff(0, 76, 50)], 1)).toEqual(['bpLow raised veryLow @0', 'repeat due bpLow veryLow @0'])
    expect(said([cuff(0, 210, 92)], 1)).toEqual(['bpHigh raised extreme @0'])
  })
  test('[AL31] while an alarm of that ladder stands at or above the level, none is asked for', () => {
    const facts = [cuff(0, 162, 92), cuff(60, 165, 92), cuff(360, 170, 92), cuff(660, 166, 92)]
    expect(said(facts, 1_000)).toEqual([
      'repeat due bpHigh high @0',
      'repeat agreed bpHigh high @60',
      'bpHigh raised high @60',
    ])
  })
  test('[AL31] a diastolic that was below and is very high again is a first reading again', () => {
    const facts = [cuff(0, 150, 112), cuff(60, 150, 108), cuff(360, 150, 111), cuff(420, 150, 110)]
    expect(said(facts, 500)).toEqual([
      'bpHigh raised veryHighDiastolic @0',
      'repeat due bpHigh veryHighDiastolicConfirmed @0',
      'repeat dropped bpHigh veryHighDiastolicConfirmed @60',
      'repeat due bpHigh veryHighDiastolicConfirmed @360',
      'repeat agreed bpHigh veryHighDiastolicConfirmed @420',
      'bpHigh rose veryHighDiastolicConfirmed @420',
    ])
  })
})

describe('what the repeat says', () => {
  test('[AL32] at or beyond the limit in SBP or DBP agrees, whichever broke first', () => {
    expect(said([cuff(0, 162, 92), cuff(60, 150, 105)], 61).slice(1)).toEqual([
      'repeat agreed bpHigh high @60',
      'bpHigh raised high @60',
    ])
  })
  test('[AL32] the alarm counts its age from the first reading and shows the second', () => {
    expect(lived([cuff(0, 162, 92), cuff(60, 164, 93)], 61).transitions[0]).toMatchObject({
      alarmId: `bpHigh@${at(60)}`,
      breachAtMs: at(0),
      measuredAtMs: at(60),
      values: { systolic: 164, diastolic: 93 },
      limit: { quantity: 'systolic', op: '>=', value: 160 },
      cause: 'repeatAgreed',
    })
  })
  test('[AL32] below is dropped: no alarm, then or later', () => {
    const run = lived([cuff(0, 162, 92), cuff(60, 159, 104)], 3_600)
    expect(run.decided.map(factLine)).toEqual(['repeat due bpHigh high @0', 'repeat dropped bpHigh high @60'])
    expect(run.decided[1]).toMatchObject({ values: { systolic: 159, diastolic: 104 }, measuredAtMs: at(60) })
  })
  test('[AL36] a recovered reading is no repeat, and one measured before the first is none either', () => {
    expect(said([cuff(0, 162, 92), cuff(60, 130, 80, 96, { recovered: true })], 120).at(-1)).toBe(
      'bpHigh raised high @120',
    )
    const early = cuff(60, 130, 80)
    const before: Fact = { ...early, body: { ...early.body, measuredAtMs: at(-30) } as Fact['body'] }
    expect(said([cuff(0, 162, 92), before], 120).at(-1)).toBe('bpHigh raised high @120')
  })
  test('[AL37] a mean alone neither agrees nor drops', () => {
    expect(said([cuff(0, 86, 50, 62), cuff(60, undefined, undefined, 50)], 119)).toHaveLength(1)
    expect(said([cuff(0, 86, 50, 62), cuff(60, undefined, undefined, 90)], 120).at(-1)).toBe(
      'bpLow raised low @120',
    )
  })
  test('[AL37] a mean alone below its limit is a first reading: the patient is not left alone with it', () => {
    expect(said([cuff(0, undefined, undefined, 55)], 120)).toEqual([
      'repeat due bpLow low @0',
      'repeat timeOver bpLow low @120',
      'bpLow raised low @120',
    ])
  })
  test('[AL37] DBP ≥ SBP, or a pulse pressure below 10, is a failed cycle and never "low"', () => {
    expect(said([cuff(0, 70, 65)], 300)).toEqual([])
    expect(said([cuff(0, 86, 50), cuff(40, 70, 65), cuff(80, 60, 70)], 300)).toEqual([
      'repeat due bpLow low @0',
      'repeat failed bpLow low @80',
      'bpLow raised low @80',
    ])
  })
  test('[AL44] a repeat without the component that broke is no answer, unless it breaks the limit by another', () => {
    expect(said([cuff(0, 150, 107), cuff(60, 150)], 119)).toHaveLength(1)
    expect(said([cuff(0, 150, 107), cuff(60, undefined, 90)], 61).at(-1)).toBe(
      'repeat dropped bpHigh high @60',
    )
    expect(said([cuff(0, 150, 107), cuff(60, 161)], 61).at(-1)).toBe('bpHigh raised high @60')
  })
  test('[AL44] a mean that broke must be measured again to be dropped', () => {
    expect(said([cuff(0, 100, 45, 58), cuff(60, 110, 60)], 119)).toHaveLength(1)
    expect(said([cuff(0, 100, 45, 58), cuff(60, 110, 60, 76)], 61).at(-1)).toBe(
      'repeat dropped bpLow low @60',
    )
  })
})

describe('when none comes', () => {
  test('[AL33] with a cycle running at 2:00 it is waited for until 2:45, said anew, and no longer', () => {
    const facts = [cuff(0, 162, 92), cuffStarts(110)]
    const run = lived(facts, 300)
    expect(run.decided.map(factLine)).toEqual([
      'repeat due bpHigh high @0',
      'repeat due bpHigh high @120',
      'repeat timeOver bpHigh high @165',
      'bpHigh raised high @165',
    ])
    expect(run.decided[1]).toMatchObject({ untilMs: at(165), repeatId: `bpHigh@${at(0)}` })
    expect(said([...facts, cuff(140, 150, 90)], 300).at(-1)).toBe('repeat dropped bpHigh high @140')
    expect(said([...facts, cuff(164.999, 161, 90)], 300).at(-1)).toBe('bpHigh raised high @164.999')
  })
  test('[AL33] a cycle that is over by 2:00 is not waited for; one that fails after it ends the waiting', () => {
    expect(said([cuff(0, 162, 92), cuffStarts(80), cuffFailed(110)], 300).at(-1)).toBe(
      'bpHigh raised high @120',
    )
    expect(said([cuff(0, 162, 92), cuffStarts(110), cuffFailed(140)], 300).slice(2)).toEqual([
      'repeat timeOver bpHigh high @140',
      'bpHigh raised high @140',
    ])
  })
  test('[AL31] the cuff failed twice: alarm, and the cause says so', () => {
    const run = lived([cuff(0, 162, 92), cuffFailed(40), cuffFailed(70)], 300)
    expect(run.transitions).toMatchObject([
      { level: 'high', cause: 'cuffFailed', dueAtMs: at(70), breachAtMs: at(0), measuredAtMs: at(0) },
    ])
    expect(said([cuffFailed(-20), cuff(0, 162, 92), cuffFailed(40)], 100)).toHaveLength(1)
  })
  test.each(['lost', 'left', 'revoked'] as const)('[AL31] the link is %s: alarm at once', (reason) => {
    const run = lived([attach(0, { takesCuffOrders: false }), cuff(1, 162, 92), detach(30, reason)], 60)
    expect(run.transitions).toMatchObject([{ cause: 'linkLost', dueAtMs: at(30), breachAtMs: at(1) }])
  })
  test.each(['superseded', 'hubStopped'] as const)(
    '[AL31] "%s" is no lost link: the countdown runs',
    (reason) => {
      expect(said([cuff(0, 162, 92), detach(30, reason)], 119)).toHaveLength(1)
      expect(said([cuff(0, 162, 92), detach(30, reason)], 120).at(-1)).toBe('bpHigh raised high @120')
    },
  )
  test('[AL31] another device that goes is not this one', () => {
    expect(said([cuff(0, 162, 92), detach(30, 'lost', 'oximeter')], 119)).toHaveLength(1)
  })
  test('[AL31] no live data is a lost link too', () => {
    const facts = [...every1s(0, 20, { heartRate: 72 }), cuff(20, 162, 92)]
    const run = lived(facts, 60, RULES)
    expect(run.transitions).toMatchObject([{ condition: 'bpHigh', cause: 'linkLost', dueAtMs: at(35) }])
  })
  test('[AL33] [AL18] the hub was away at 2:00: the alarm is due at its true time', () => {
    const run = lived([cuff(0, 162, 92), hubGap(60, 400)], 400)
    expect(run.transitions).toMatchObject([{ cause: 'noRepeat', dueAtMs: at(120) }])
  })
  test('[AL34] without a repeat, with one that failed twice or a lost link, DBP 110–114 becomes HIGH', () => {
    expect(lived([cuff(0, 150, 112)], 120).transitions[1]).toMatchObject({
      transition: 'rose',
      level: 'veryHighDiastolicConfirmed',
      priority: 'high',
      cause: 'noRepeat',
      dueAtMs: at(120),
      breachAtMs: at(0),
    })
    expect(lived([cuff(0, 150, 112), cuffFailed(30), cuffFailed(50)], 60).transitions[1]).toMatchObject({
      cause: 'cuffFailed',
      dueAtMs: at(50),
    })
    expect(lived([cuff(0, 150, 112), detached(30)], 60).transitions[1]).toMatchObject({ cause: 'linkLost' })
  })
})

describe('a HIGH that is doubted', () => {
  const next = (systolic: number, diastolic: number): string[] =>
    said([cuff(0, 182, 95), cuff(60, systolic, diastolic)], 61).slice(2)

  test('[AL35] a repeat below 180/110 steps down to the level that it belongs to', () => {
    expect(next(179, 109)).toEqual(['bpHigh fell high @60', 'repeat dropped bpHigh veryHigh @60'])
    expect(next(157, 90)).toEqual(['bpHigh fell high @60', 'repeat dropped bpHigh veryHigh @60'])
    expect(next(154, 100)).toEqual(['bpHigh ended veryHigh @60', 'repeat dropped bpHigh veryHigh @60'])
  })
  test('[AL35] one at 180 or 110 agrees, and from then on its own limits hold it', () => {
    expect(next(180, 90)).toEqual(['repeat agreed bpHigh veryHigh @60'])
    expect(next(150, 110)).toEqual(['repeat agreed bpHigh veryHigh @60'])
    const held = [cuff(0, 182, 95), cuff(60, 181, 95), cuff(360, 176, 95)]
    expect(lived(held, 400).state.active.bpHigh?.level).toBe('veryHigh')
  })
  test('[AL35] when none came nobody doubts it either', () => {
    expect(lived([cuff(0, 182, 95), cuff(300, 176, 95)], 400).transitions).toHaveLength(1)
    expect(said([cuff(0, 182, 95), cuff(300, 174, 95)], 400).at(-1)).toBe('bpHigh fell high @300')
  })
  test('[AL44] one without a diastolic pressure does not step it down', () => {
    expect(next(150, undefined as unknown as number)).toEqual([])
  })
  test('[AL35] a fall keeps the alarm, its age and its id', () => {
    const { transitions } = lived([cuff(0, 182, 95), cuff(60, 165, 95)], 61)
    expect(transitions[1]).toMatchObject({
      alarmId: `bpHigh@${at(0)}`,
      transition: 'fell',
      priority: 'medium',
      breachAtMs: at(0),
      limit: { quantity: 'systolic', op: '>=', value: 180 },
    })
  })
  test('[AL45] very low: its repeat confirms, and 80–84 neither agrees nor leaves', () => {
    expect(said([cuff(0, 76, 50), cuff(60, 82, 55)], 61).slice(2)).toEqual([
      'repeat dropped bpLow veryLow @60',
    ])
    expect(lived([cuff(0, 76, 50), cuff(60, 82, 55)], 61).state.active.bpLow?.level).toBe('veryLow')
    expect(said([cuff(0, 76, 50), cuff(60, 85, 55)], 61).slice(2)).toEqual([
      'bpLow fell low @60',
      'repeat dropped bpLow veryLow @60',
    ])
  })
})

describe('a higher level, the end, other limits', () => {
  test('[AL32] a higher level is raised at once and supersedes the repeat', () => {
    expect(said([cuff(0, 162, 92), cuff(60, 184, 95)], 61)).toEqual([
      'repeat due bpHigh high @0',
      'repeat superseded bpHigh high @60',
      'bpHigh raised veryHigh @60',
      'repeat due bpHigh veryHigh @60',
    ])
    expect(said([cuff(0, 150, 112), cuff(60, 205, 112)], 61).slice(2)).toEqual([
      'repeat superseded bpHigh veryHighDiastolicConfirmed @60',
      'bpHigh rose extreme @60',
    ])
  })
  test('[AL19] nothing is waited for after the session', () => {
    expect(said([cuff(0, 162, 92), closed(30)], 300)).toEqual([
      'repeat due bpHigh high @0',
      'repeat superseded bpHigh high @30',
    ])
  })
  test('[AL39] a limit set above the first reading ends the waiting; one set below it does not', () => {
    const limit = (value: number) =>
      setsLimits(30, [{ condition: 'bpHigh', level: 'high', quantity: 'systolic', value, was: 160 }])
    expect(said([cuff(0, 162, 92), limit(170)], 300).slice(1)).toEqual(['repeat superseded bpHigh high @30'])
    expect(said([cuff(0, 162, 92), limit(150)], 300).at(-1)).toBe('bpHigh raised high @120')
  })
  test('[AL40] a measurement by hand below the limit drops it; one beyond does not agree', () => {
    const hand = (systolic: number, measuredAtS?: number) =>
      measuresByHand(60, { systolic, diastolic: 80 }, measuredAtS)
    expect(said([cuff(0, 162, 92), hand(130)], 300).slice(1)).toEqual(['repeat dropped bpHigh high @60'])
    expect(said([cuff(0, 162, 92), hand(165)], 119)).toHaveLength(1)
    expect(said([cuff(0, 162, 92), hand(130, -1)], 300).at(-1)).toBe('bpHigh raised high @120')
  })
  test('[AL43] at check-in a MEDIUM is not asked for; what leads to a HIGH is', () => {
    expect(said([setsPhase(0, 'checkIn'), cuff(1, 165, 92)], 300)).toEqual([])
    expect(said([setsPhase(0, 'checkIn'), cuff(1, 150, 112)], 300)).toEqual([
      'repeat due bpHigh veryHighDiastolicConfirmed @1',
      'repeat timeOver bpHigh veryHighDiastolicConfirmed @121',
      'bpHigh raised veryHighDiastolicConfirmed @121',
    ])
  })
})

describe('after a quarantine', () => {
  const quiet = (...during: Fact[]): Fact[] => [quarantine(0, true), ...during, quarantine(400, false)]
  test('[AL20] what was read meanwhile is asked for and decided at its true times', () => {
    expect(said(quiet(cuff(10, 162, 92)), 400)).toEqual([
      'repeat due bpHigh high @10',
      'repeat timeOver bpHigh high @130',
      'bpHigh raised high @130',
    ])
    expect(said(quiet(cuff(10, 162, 92), cuff(60, 163, 92)), 400)).toEqual(['bpHigh raised high @60'])
    expect(said(quiet(cuff(10, 162, 92), cuff(60, 150, 92)), 400)).toEqual([])
  })
  test('[AL20] a breach that a partial reading did not measure again is decided with its own value, and still stands', () => {
    const facts = quiet(cuff(10, 205, 80), cuff(60, undefined, 106))
    const [raised] = lived(facts, 400).transitions
    expect(raised).toMatchObject({
      level: 'extreme',
      limit: { quantity: 'systolic', value: 200 },
      values: { systolic: 205, diastolic: 106 },
    })
    // A systolic in clear does not say that the diastolic is.
    const both = [cuff(10, 165, 80), cuff(60, undefined, 107), cuff(70, 140)]
    expect(lived(both, 100).state.active['bpHigh']?.level).toBe('high')
  })
  test('[AL20] a repeat that came meanwhile is known', () => {
    const facts = [cuff(-20, 162, 92), ...quiet(cuff(30, 150, 90))]
    expect(said(facts, 400)).toEqual(['repeat due bpHigh high @-20', 'repeat dropped bpHigh high @30'])
  })
})

describe('the hub’s own order', () => {
  /** For a repeat: the grid's own orders (AL59) are another thing. */
  const orders = (facts: readonly Fact[], untilS: number): string[] =>
    lived(facts, untilS)
      .decided.filter((fact) => fact.kind === 'cuff.ordered' && fact.cause === 'repeat')
      .map(factLine)

  test('[AL46] with the first reading a cycle is ordered of the device that took it, once', () => {
    const run = lived([attach(0, { deviceId: 'other' as DeviceId }), attach(0), cuff(10, 162, 92)], 300)
    expect(run.decided.filter((fact) => fact.kind === 'cuff.ordered' && fact.cause === 'repeat')).toEqual([
      {
        kind: 'cuff.ordered',
        deviceId: 'monitor-1',
        orderId: `repeat-${at(10)}`,
        cause: 'repeat',
        dueAtMs: at(10),
      },
    ])
  })
  test('[AL46] none of a device that takes no orders, or is gone', () => {
    expect(orders([attach(0, { takesCuffOrders: false }), cuff(10, 162, 92)], 300)).toEqual([])
    expect(orders([attach(0), detach(5, 'superseded'), cuff(10, 162, 92)], 300)).toEqual([])
    expect(orders([cuff(10, 162, 92), attach(40)], 300)).toEqual(['cuff ordered @40'])
  })
  test('[AL46] at least 60 s after the hub’s last one, and never too late to be the repeat', () => {
    expect(orders([attach(0), ordered(1, 'schedule'), cuff(30, 162, 92)], 300)).toEqual(['cuff ordered @61'])
    expect(orders([attach(0), ordered(1, 'person'), cuff(30, 162, 92)], 300)).toEqual(['cuff ordered @30'])
    expect(orders([cuff(0, 162, 92), ordered(10, 'person'), attach(20)], 300)).toEqual([])
  })
  test('[AL46] none while a cycle runs; after one that failed it is given', () => {
    const running = [attach(0), cuff(10, 130, 80), cuffStarts(20)]
    const late = cuff(40, 162, 92)
    expect(orders([...running, late], 300)).toEqual(['cuff ordered @40'])
    const second = [attach(0, { takesCuffOrders: false }), cuff(10, 162, 92), cuffStarts(20)]
    expect(orders([...second, attach(30), cuffFailed(50)], 300)).toEqual(['cuff ordered @50'])
  })
})
