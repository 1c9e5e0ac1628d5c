// The words people act on, exactly.
import { describe, expect, test } from 'vitest'
import { SYMPTOMS } from '../../record/care-kinds.ts'
import type { AlarmTransition } from '../../record/record.ts'
import { at, closed, cuff, every1s, type Fact, IN_FORCE, live, RULES, spo2 } from '../../testing/given.ts'
import { symptomCondition } from '../said.ts'
import {
  alarmName,
  alarmNameOf,
  alarmText,
  alarmWords,
  formatAge,
  limitWords,
  PRIORITY_MARK,
  repeatText,
  transitionText,
} from './text.ts'

const nth = (facts: Fact[], index = 0): AlarmTransition => {
  const transition = live(facts, 900).transitions[index]
  if (transition === undefined) throw new Error('no such transition')
  return transition
}

describe('ages', () => {
  test.each([
    [-5_000, '0:00'],
    [0, '0:00'],
    [999, '0:00'],
    [22_000, '0:22'],
    [724_999, '12:04'],
    [3_599_999, '59:59'],
    [3_600_000, '1:00:00'],
    [3_724_000, '1:02:04'],
    [90_061_000, '25:01:01'],
  ])('[AL26] %d ms is %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text)
  })
})

describe('names', () => {
  test.each([
    [[cuff(0, 165, 90)], 'BP high'],
    [[cuff(0, 150, 112)], 'BP very high, diastolic only'],
    [[cuff(0, 182, 104)], 'BP very high'],
    [[cuff(0, 205, 104)], 'BP extremely high'],
    [every1s(0, 20, { heartRate: 120 }), 'HR high'],
    [every1s(0, 20, { heartRate: 140 }), 'HR very high'],
    [every1s(0, 20, { pulseRate: 120 }), 'PR high'],
    [every1s(0, 20, { pulseRate: 45 }), 'PR low'],
    [every1s(0, 20, { heartRate: 35 }), 'HR very low'],
    [every1s(0, 30, spo2(91)), 'SpO₂ slightly low'],
    [every1s(0, 30, spo2(89)), 'SpO₂ low'],
    [every1s(0, 30, spo2(84)), 'SpO₂ very low'],
    [every1s(0, 30, spo2(70)), 'SpO₂ extremely low'],
  ] as [Fact[], string][])('[AL25] %#: %s', (facts, name) => {
    expect(alarmName(nth(facts))).toBe(name)
  })
  test('[AL25] an acknowledgement names the alarm from its id and level', () => {
    expect(alarmNameOf('bpHigh@1732190400000', 'veryHigh')).toBe('BP very high')
    expect(alarmNameOf('fromTheFuture@1', 'odd')).toBe('fromTheFuture odd')
  })
  test('[AL25] a priority has a mark besides its colour', () => {
    expect(PRIORITY_MARK).toEqual({ low: '!', medium: '!!', high: '!!!' })
  })
  test('[AL25] limits are printed with their sign', () => {
    expect(limitWords({ op: '>=', value: 180 })).toBe('≥ 180')
    expect(limitWords({ op: '>', value: 110 })).toBe('> 110')
    expect(limitWords({ op: '<', value: 90 })).toBe('< 90')
  })
})

describe('what broke, and how old it is', () => {
  const veryHigh = nth([cuff(0, 182, 104)])
  const diastolic = nth([cuff(0, 158, 112)])
  const high = nth([cuff(0, 168, 90)])

  test('[AL25] the number, its limit and the age of the breach', () => {
    expect(alarmWords(IN_FORCE, veryHigh, at(22))).toEqual({
      name: 'BP very high',
      what: 'SBP 182 ≥ 180',
      age: '0:22',
    })
    expect(alarmText(IN_FORCE, veryHigh, at(22))).toBe('SBP 182 ≥ 180, 0:22 ago')
  })
  test('[AL25] a diastolic breach shows the pair', () => {
    expect(alarmText(IN_FORCE, diastolic, at(20))).toBe('DBP 112 ≥ 110 (158/112), 0:20 ago')
    expect(alarmText(IN_FORCE, nth([cuff(0, undefined, 117)]), at(5))).toBe(
      'DBP 117 ≥ 115 (––/117), 0:05 ago',
    )
  })
  test('[AL25] while it is beyond, the newest value is the one shown', () => {
    expect(alarmText(IN_FORCE, veryHigh, at(310), { systolic: 190, diastolic: 100 })).toBe(
      'SBP 190 ≥ 180, 5:10 ago',
    )
  })
  test('[AL25] within hysteresis it says what it was and where it ends', () => {
    expect(alarmText(IN_FORCE, high, at(300), { systolic: 157, diastolic: 88 })).toBe(
      'SBP 157, was 168 ≥ 160 · ends below 155',
    )
    expect(alarmText(IN_FORCE, nth(every1s(0, 20, { heartRate: 120 })), at(60), { heartRate: 109 })).toBe(
      'HR 109, was 120 > 110 · ends at 107 or below',
    )
    expect(alarmText(IN_FORCE, nth(every1s(0, 20, { pulseRate: 45 })), at(60), { pulseRate: 51 })).toBe(
      'PR 51, was 45 < 50 · ends at 53 or above',
    )
    expect(alarmText(IN_FORCE, nth(every1s(0, 20, spo2(88))), at(60), { spo2: 90 })).toBe(
      'SpO₂ 90, was 88 < 90 · ends at 91 or above',
    )
  })
  test('[AL25] without a value that may be believed, the one that broke the limit is shown with its age', () => {
    expect(alarmText(IN_FORCE, nth(every1s(0, 20, spo2(79))), at(75), undefined)).toBe(
      'SpO₂ 79 < 80, 1:15 ago',
    )
  })
  test('[AL25] a level it fell to is explained by what holds it there', () => {
    const fell = nth([cuff(0, 185, 95), cuff(300, 170, 95)], 1)
    expect(fell.transition).toBe('fell')
    expect(alarmText(IN_FORCE, fell, at(300))).toBe('SBP 170 ≥ 160, 5:00 ago')
    expect(alarmText(IN_FORCE, fell, at(600), { systolic: 157, diastolic: 90 })).toBe(
      'SBP 157, was ≥ 180 · ends below 155',
    )
    const pulse = nth([...every1s(0, 10, { pulseRate: 140 }), ...every1s(11, 21, { pulseRate: 120 })], 1)
    expect(alarmText(IN_FORCE, pulse, at(21))).toBe('PR 120 > 110, 0:21 ago')
  })
})

describe('events', () => {
  test('[AL25] each transition is one sentence', () => {
    const facts = [
      cuff(0, 165, 90),
      cuff(30, 166, 90),
      cuff(60, 205, 95),
      cuff(120, 170, 90),
      cuff(180, 140, 80),
    ]
    expect(live(facts, 200).transitions.map(transitionText)).toEqual([
      '!! BP high: SBP 166 ≥ 160',
      '!!! Now BP extremely high: SBP 205 ≥ 200',
      '!! Down to BP high: BP 170/90',
      'BP high ended: BP 140/80',
    ])
  })
  test('[AL25] an alarm that the session’s end ended is said to be still open', () => {
    const run = live([...every1s(0, 20, spo2(84)), closed(21)], 30)
    expect(run.transitions.map(transitionText)).toEqual([
      '!!! SpO₂ very low: SpO₂ 84 < 85',
      'SpO₂ very low still open when the session closed',
    ])
  })
})

describe('alarms without a limit', () => {
  const bare: AlarmTransition = {
    kind: 'alarm',
    alarmId: 'x@1' as AlarmTransition['alarmId'],
    condition: 'noLiveData',
    transition: 'raised',
    level: 'medium',
    priority: 'medium',
    dueAtMs: at(15),
    breachAtMs: at(0),
    measuredAtMs: at(0),
    values: {},
  }
  const found = {
    quantity: 'spo2',
    value: 71,
    valueAtMs: at(0),
    forMs: 245_000,
    limit: { quantity: 'spo2', op: '<', value: 85 },
    afterStartMs: 1_120_000,
  } as const
  test.each<[string, Partial<AlarmTransition>, number]>([
    ['No live data 0:15 · monitor', { about: { reason: 'monitor' } }, 15],
    ['No live data 1:15 · no monitor', { about: { reason: 'noMonitor' } }, 75],
    ['No live data 0:15', {}, 15],
    [
      'SpO₂ lost at 79, 0:12 ago',
      {
        condition: 'noValueSpo2',
        level: 'lostPending',
        about: { signal: 'spo2', quantity: 'spo2', value: 79, reason: 'sensorOff' },
      },
      12,
    ],
    ['SpO₂ lost, 0:12 ago', { condition: 'noValueSpo2', level: 'lostPendingHigh' }, 12],
    [
      'SpO₂ no value 0:31 · sensor off',
      { condition: 'noValueSpo2', about: { signal: 'spo2', value: 97, reason: 'sensorOff' } },
      31,
    ],
    ['HR no value 0:31 · not sent', { condition: 'noValueHeartRate', about: { reason: 'notSent' } }, 31],
    ['RR no value 0:31', { condition: 'noValueRespirationRate' }, 31],
    ['Cuff failed twice, 0:20 ago', { condition: 'cuffFailed', about: { reason: 'noReading' } }, 20],
    ['Cuff overdue 2:40', { condition: 'cuffOverdue', about: { signal: 'cuff', forMs: 300_000 } }, 160],
    ['No audible screen, 0:10 ago', { condition: 'noAudibleScreen' }, 10],
    ['No screen at the chair, 0:06 ago', { condition: 'noChairScreen' }, 6],
    ['Sound not confirmed, 0:00 ago', { condition: 'soundNotConfirmed' }, 0],
    [
      'Monitor’s clock jumped by 0:12, 0:03 ago',
      { condition: 'deviceClock', about: { reason: 'jumped', offsetMs: -12_400 } },
      3,
    ],
    [
      'Monitor’s clock is 1:30 behind, 0:03 ago',
      { condition: 'deviceClock', about: { reason: 'constant', offsetMs: 90_000 } },
      3,
    ],
    [
      'Monitor’s clock is 1:30 ahead, 0:03 ago',
      { condition: 'deviceClock', about: { reason: 'constant', offsetMs: -90_000 } },
      3,
    ],
    ['Battery low 12 %, 1:00 ago', { condition: 'batteryLow', about: { percent: 12 } }, 60],
    ['Battery low, 1:00 ago', { condition: 'batteryLow' }, 60],
    ['Sensors off too long 12:00', { condition: 'offTooLong' }, 720],
    [
      'Found in recovered data: SpO₂ 71 at T+18:40, 4:05 below 85, 0:28 ago',
      { condition: 'recovered', about: found },
      28,
    ],
    [
      'Found in recovered data: SpO₂ 71 at T−01:40, below 85; SBP 205, 0:28 ago',
      {
        condition: 'recovered',
        about: { quantity: 'spo2', value: 71, limit: found.limit, afterStartMs: -100_000 },
        values: { spo2: 71, systolic: 205 },
      },
      28,
    ],
    ['Found in recovered data, 0:28 ago', { condition: 'recovered' }, 28],
    ['Chest pain, 0:05 ago', { condition: 'symptomChestPain', level: 'said', priority: 'high' }, 5],
    ['HELP, 0:05 ago', { condition: 'help', level: 'said', priority: 'high' }, 5],
    ['fromTheFuture odd, 0:05 ago', { condition: 'fromTheFuture', level: 'odd' }, 5],
  ])('[AL69] "%s"', (text, alarm, atS) => {
    expect(alarmText(IN_FORCE, { ...bare, ...alarm }, at(atS))).toBe(text)
  })

  test('[AL69] what stands beside the name holds no age: a screen that reads it aloud would never be quiet', () => {
    const early = alarmWords(IN_FORCE, { ...bare, about: { reason: 'network' } }, at(15))
    const late = alarmWords(IN_FORCE, { ...bare, about: { reason: 'network' } }, at(300))
    expect(early).toEqual({ name: 'No live data', what: 'network', age: '0:15' })
    expect({ ...late, age: early.age }).toEqual(early)
  })
  test('[AL69] every condition of the profile, every symptom and HELP has a name, with and without what it is about', () => {
    const conditions = [
      ...RULES.technical.map(({ condition }) => condition),
      ...SYMPTOMS.map(symptomCondition),
      'help',
    ]
    for (const condition of conditions) {
      expect(alarmName({ condition, level: 'medium' })).not.toBe(`${condition} medium`)
      expect(alarmNameOf(`${condition}@1`, 'medium')).toBe(alarmName({ condition, level: 'medium' }))
      expect(transitionText({ ...bare, condition })).toMatch(/^!! \S/)
    }
    for (const { condition, levels } of RULES.ladders)
      for (const { level } of levels)
        expect(alarmName({ condition, level })).not.toMatch(new RegExp(`${condition}|[a-z]{2}[A-Z]`))
  })
  test('[AL69] events: what it is, and how it ended', () => {
    expect(transitionText({ ...bare, about: { reason: 'hub' } })).toBe('!! No live data · hub')
    expect(transitionText({ ...bare, transition: 'ended', endedBy: 'restored' })).toBe(
      'No live data ended: restored',
    )
    expect(transitionText({ ...bare, condition: 'recovered', about: found })).toBe(
      '!! Found in recovered data: SpO₂ 71 at T+18:40, 4:05 below 85',
    )
    expect(transitionText({ ...bare, condition: 'help', priority: 'high' })).toBe('!!! HELP')
  })
  test('[AL69] a cuff reading that landed late says when it was taken', () => {
    const alarm = { ...nth([cuff(0, 196, 95)]), breachAtMs: at(25), dueAtMs: at(25) }
    expect(alarmText(IN_FORCE, alarm, at(25))).toBe('SBP 196 ≥ 180, taken 0:25 ago')
  })
  test('[AL69] a repeat that is due counts down', () => {
    const repeat = {
      untilMs: at(120),
      values: { systolic: 164, diastolic: 90 },
      limit: { quantity: 'systolic', op: '>=', value: 160 },
    } as const
    expect(repeatText(repeat, at(22))).toBe('Repeat due 1:38 · SBP 164 ≥ 160')
    expect(repeatText(repeat, at(200))).toBe('Repeat due 0:00 · SBP 164 ≥ 160')
  })
})
