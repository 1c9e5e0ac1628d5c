// The list of discharge and the outcomes at each edge of clinical facts §4 "Discharge". END is the end of the infusion, 0.
import { describe, expect, test } from 'vitest'
import { ADULT_KETAMINE_INFUSION } from '../alarm/rules.ts'
import type { SessionState } from '../fold/session-state.ts'
import { OUTCOMES } from '../record/visit-kinds.ts'
import {
  at,
  attached,
  closed,
  cuff,
  cuffFailed,
  every1s,
  type Fact,
  infusion,
  quarantine,
  vitals,
} from '../testing/given.ts'
import {
  after,
  alarm,
  answered,
  assessed,
  baseline,
  byHand,
  effect,
  fact,
  openedVisit,
  oxygen,
  phase,
  plan,
  signedOff,
} from '../testing/visit-facts.ts'
import { type DischargeItem, dischargeNow, leavesForReady } from './discharge.ts'
import { mayEnd } from './outcome.ts'
import { phaseStep } from './phases.ts'
import type { Site } from './site.ts'

const MIN = 60
const OUT_S = 60 * MIN
const BASE = { systolic: 120, diastolic: 80, heartRate: 60, spo2: 97 }
const before = (site: Partial<Site>, base: object = BASE): Fact[] => [
  openedVisit(-4_000, site),
  attached(-4_000),
  baseline(-2_400, base),
  infusion(-2_400, 'start', 52.5),
  infusion(0, 'stop', 0),
]
const visit = (...facts: (Fact | Fact[])[]): SessionState => after(before({}), ...facts)
const item = (name: DischargeItem, state: SessionState, nowS: number) => {
  const line = dischargeNow(state, at(nowS)).items.find((one) => one.item === name)
  if (line === undefined) throw new Error(`no ${name}`)
  return line
}
const isMet = (name: DischargeItem, nowS: number, ...facts: (Fact | Fact[])[]): boolean =>
  item(name, visit(...facts), nowS).met

/** Everything met at OUT_S. */
const WELL: Record<string, Fact[]> = {
  pressure: [cuff(50 * MIN, 126, 80), cuff(55 * MIN, 124, 78)],
  numbers: every1s(OUT_S - 10, OUT_S, { heartRate: 72, spo2: 97 }),
  scores: [assessed(40 * MIN, 'moaas', 5), assessed(50 * MIN, 'aldrete', 10)],
  signed: [
    answered(-3_000, { item: 'escort', arranged: true }),
    ...['dissociation', 'nausea', 'walks', 'escortHere', 'advice'].map((one) => signedOff(58 * MIN, one)),
  ],
}
const well = (except: (one: Fact) => boolean = () => false): Fact[] =>
  Object.values(WELL)
    .flat()
    .filter((one) => !except(one))

describe('[VI21] time', () => {
  test.each<[string, Partial<Site>, Fact[], number, boolean]>([
    ['59:59.999 of 60', {}, [], 60 * MIN - 0.001, false],
    ['60:00 of 60', {}, [], 60 * MIN, true],
    ['29:59.999 of 30', { dischargeAfterMs: 30 * MIN * 1000 }, [], 30 * MIN - 0.001, false],
    ['30:00 of 30', { dischargeAfterMs: 30 * MIN * 1000 }, [], 30 * MIN, true],
    ['esketamine at 60', {}, [plan(-3_000, { drug: 'esketamine' })], 60 * MIN, false],
    ['esketamine at 119:59.999', {}, [plan(-3_000, { drug: 'Esketamine' })], 120 * MIN - 0.001, false],
    ['esketamine at 120', {}, [plan(-3_000, { drug: 'esketamine' })], 120 * MIN, true],
    [
      'esketamine where the site says 240',
      { dischargeAfterMs: 240 * MIN * 1000 },
      [plan(-3_000, { drug: 'esketamine' })],
      120 * MIN,
      false,
    ],
  ])('%s', (_name, site, facts, nowS, expected) => {
    expect(item('time', after(before(site), facts), nowS).met).toBe(expected)
  })
  test.each([
    ['esketamine', false],
    ['ESKETAMINE hydrochloride', false],
    ['S-ketamine', false],
    ['s ketamine', false],
    ['S(+)-Ketamine', false],
    ['Spravato', false],
    ['ketamine', true],
    ['Ketamine racemic', true],
  ])('%s at 60: met %s', (drug, expected) => {
    expect(item('time', after(before({}), [plan(-3_000, { drug })]), 60 * MIN).met).toBe(expected)
  })
  test('counts from the newest stop; while it runs again nothing is met', () => {
    const again = [infusion(600, 'start', 52.5), infusion(900, 'stop', 0)]
    expect(isMet('time', 900 + 60 * MIN - 0.001, again)).toBe(false)
    expect(isMet('time', 900 + 60 * MIN, again)).toBe(true)
    const running = dischargeNow(visit(infusion(600, 'start', 52.5)), at(OUT_S))
    expect(running.items.filter(({ met }) => met).map((one) => one.item)).toEqual(['alarms'])
    expect(running).toMatchObject({ met: false, waitingFor: ['the end of the infusion'] })
    expect(running.sinceEndMs).toBeUndefined()
  })
  test('a stop that was recorded late counts from when it was true', () => {
    const { atMs, body } = infusion(900, 'stop', 0)
    const late: Fact = { atMs, body: { ...body, atMs: at(780) } as typeof body }
    expect(isMet('time', 780 + 60 * MIN, infusion(600, 'start', 52.5), late)).toBe(true)
  })
  test.each([
    ['65 min', 65 * MIN, '; recorded 65 min after it, by R. Osei'],
    ['5:00.001', 300.001, '; recorded 5 min after it, by R. Osei'],
    ['5:00', 300, ''],
    ['at once', 0, ''],
  ])('a stop recorded %s after it says so', (_name, lateS, words) => {
    const { body } = infusion(900, 'stop', 0)
    const stop: Fact = { atMs: at(900 + lateS), body }
    const { met, text } = item('time', visit(infusion(600, 'start', 52.5), stop), 900 + 70 * MIN)
    expect({ met, text }).toEqual({ met: true, text: `1:10:00 since the end, 60 min at least${words}` })
  })
})

describe('[VI22] pressure', () => {
  const two = (a: [number, number], b: [number, number] = a, apartS = 300): Fact[] => [
    cuff(1_000, ...a),
    cuff(1_000 + apartS, ...b),
  ]
  test.each<[string, Fact[], boolean]>([
    ['none', [], false],
    ['one', [cuff(1_000, 120, 80)], false],
    ['two 4:59.999 apart', two([120, 80], [120, 80], 299.999), false],
    ['two 5:00 apart', two([120, 80]), true],
    ['SBP 90', two([90, 60]), true],
    ['SBP 89', two([120, 80], [89, 60]), false],
    ['the first SBP 89', two([89, 60], [120, 80]), false],
    ['20 % above: 144', two([144, 80]), true],
    ['145', two([120, 80], [145, 80]), false],
    ['DBP 20 % above: 96', two([120, 96]), true],
    ['DBP 97', two([120, 80], [120, 97]), false],
    ['a failed cycle between', [...two([120, 80]), cuffFailed(1_100)], true],
    ['an impossible one last', [cuff(1_000, 120, 80), cuff(1_300, 120, 115)], false],
    [
      'a recovered one last',
      [cuff(1_000, 120, 80), cuff(1_300, 120, 80, undefined, { recovered: true })],
      false,
    ],
    ['one bad between two good', [...two([120, 80], [120, 80], 400), cuff(1_100, 170, 80)], false],
    ['two good after a bad one', [cuff(900, 170, 80), ...two([120, 80])], true],
    ['a bad one after two good', [...two([120, 80]), cuff(1_400, 170, 80)], false],
    ['three within 5 min', [cuff(1_000, 120, 80), cuff(1_100, 120, 80), cuff(1_299, 120, 80)], false],
    ['the first before the end', [cuff(-10, 120, 80), cuff(400, 120, 80)], false],
    ['the first at the end', [cuff(0, 120, 80), cuff(400, 120, 80)], true],
    ['one by hand', [cuff(1_000, 120, 80), byHand(1_300, { systolic: 120, diastolic: 80 })], true],
    [
      'one from paper',
      [cuff(1_000, 120, 80), byHand(1_300, { systolic: 120, diastolic: 80 }, { fromPaper: true })],
      false,
    ],
  ])('%s', (_name, facts, expected) => {
    expect(isMet('pressure', 2_000, facts)).toBe(expected)
  })
  const HIGH_BASE = { systolic: 150, diastolic: 95 }
  test.each<[string, [number, number], boolean]>([
    ['159/99', [159, 99], true],
    ['160/99', [160, 99], false],
    ['159/100', [159, 100], false],
  ])('under 160/100: %s', (_name, pair, expected) => {
    expect(item('pressure', after(before({}, HIGH_BASE), two(pair)), 2_000).met).toBe(expected)
  })
  test.each<[string, object, Fact[], string]>([
    [
      'good',
      BASE,
      two([120, 80]),
      '2 readings, newest 120/80; each SBP 90–144, DBP up to 96 (baseline 120/80 and 20 %, under 160/100)',
    ],
    ['low', BASE, two([120, 80], [89, 60]), 'BP 89/60: SBP 89 is under 90'],
    ['high', HIGH_BASE, two([120, 80], [160, 99]), 'BP 160/99: SBP 160 is not under 160'],
    ['high below', HIGH_BASE, two([120, 80], [150, 100]), 'BP 150/100: DBP 100 is not under 100'],
    [
      'above baseline',
      BASE,
      two([120, 80], [145, 80]),
      'BP 145/80: SBP 145 is over 144, 20 % above the baseline of 120',
    ],
    [
      'above baseline below',
      BASE,
      two([120, 80], [120, 97]),
      'BP 120/97: DBP 97 is over 96, 20 % above the baseline of 80',
    ],
    [
      'none, of a high baseline',
      HIGH_BASE,
      [],
      'no reading since the end; each SBP 90–159, DBP up to 99 (baseline 150/95 and 20 %, under 160/100)',
    ],
  ])('says the numbers that it compares: %s', (_name, base, facts, words) => {
    expect(item('pressure', after(before({}, base), facts), 2_000).text).toBe(words)
  })
  test('20 % of 125 is 150 exactly, of a baseline that makes a fraction not one more', () => {
    const met = (base: number, sbp: number) =>
      item('pressure', after(before({}, { systolic: base, diastolic: 80 }), two([sbp, 80])), 2_000).met
    expect([met(125, 150), met(125, 151), met(121, 145), met(121, 146)]).toEqual([true, false, true, false])
  })
  test('without a baseline it is not met, and says why', () => {
    const line = item('pressure', after(before({}, {}), two([120, 80])), 2_000)
    expect(line).toMatchObject({ met: false, text: expect.stringContaining('no baseline') })
  })
})

describe('[VI23] heart rate', () => {
  test.each<[number, number, boolean]>([
    [49, 72, false],
    [50, 72, true],
    [100, 72, true],
    [101, 72, false],
    [49.5, 72, true],
    [100.4, 72, true],
    [48, 60, true],
    [47, 60, false],
    [108, 90, true],
    [109, 90, false],
    [36, 45, true],
    [35, 45, false],
  ])('%s with a baseline of %s: %s', (value, heartRate, expected) => {
    const state = after(before({}, { ...BASE, heartRate }), vitals(OUT_S, { heartRate: value }))
    expect(item('heartRate', state, OUT_S).met).toBe(expected)
  })
  test.each<[string, number, Fact[], boolean]>([
    ['3 s old', 3, [vitals(0, { heartRate: 72 })], true],
    ['9.999 s old', 9.999, [vitals(0, { heartRate: 72 })], true],
    ['10 s old is stale', 10, [vitals(0, { heartRate: 72 })], false],
    [
      'a word without a value',
      1,
      [vitals(0, { heartRate: 72 }), vitals(1, { heartRate: 'sensorOff' })],
      false,
    ],
    ['the pulse rate stands in', 1, [vitals(0, { pulseRate: 72 })], true],
    ['by hand, 5 min old', 300, [byHand(0, { heartRate: 72 })], true],
    ['by hand, older', 300.001, [byHand(0, { heartRate: 72 })], false],
    [
      'a monitor that says otherwise is believed',
      60,
      [byHand(0, { heartRate: 72 }), vitals(60, { heartRate: 130 })],
      false,
    ],
    ['from before the end', 1, [vitals(-1, { heartRate: 72 })], false],
    ['nothing', 1, [], false],
  ])('%s', (_name, nowS, facts, expected) => {
    expect(isMet('heartRate', nowS, facts)).toBe(expected)
  })
  const off = (seconds: number): Fact => fact(seconds, { kind: 'monitorOff', on: true })
  test.each<[string, Fact[], boolean]>([
    ['off by name in ready', [phase(100, 'ready'), off(130)], true],
    ['5 min after the value', [phase(100, 'ready'), off(110 + 300)], true],
    ['later', [phase(100, 'ready'), off(110 + 300.001)], false],
    ['in recovery', [off(130)], false],
    ['silent, and not by name', [phase(100, 'ready')], false],
  ])('the monitor %s', (_name, facts, expected) => {
    const worn = every1s(90, 110, { heartRate: 72 })
    expect(isMet('heartRate', 1_500, worn, facts)).toBe(expected)
  })
})

describe('[VI23] SpO₂', () => {
  test.each<[number, number, boolean]>([
    [94, 97, true],
    [93, 97, false],
    [93.5, 97, true],
    [93, 93, true],
    [92, 93, false],
    [92, 92, true],
  ])('%s with a baseline of %s: %s', (value, spo2, expected) => {
    const state = after(before({}, { ...BASE, spo2 }), vitals(OUT_S, { spo2: value }))
    expect(item('spo2', state, OUT_S).met).toBe(expected)
  })
  test.each<[string, number, Fact[], boolean]>([
    ['on oxygen', 1_000, [oxygen(0, 'nasalCannula', 2)], false],
    ['4:59.999 on air', 599.999, [oxygen(0, 'nasalCannula', 2), oxygen(300, 'roomAir')], false],
    ['5:00 on air', 600, [oxygen(0, 'nasalCannula', 2), oxygen(300, 'roomAir')], true],
    [
      'oxygen from paper is oxygen',
      1_000,
      [fact(0, { kind: 'oxygen', device: 'simpleMask', litresPerMin: 6, atMs: at(0), fromPaper: true })],
      false,
    ],
  ])('%s', (_name, nowS, facts, expected) => {
    expect(isMet('spo2', nowS, facts, vitals(nowS, { spo2: 98 }))).toBe(expected)
  })
})

describe('[VI24] MOAA/S and Aldrete', () => {
  test.each<[DischargeItem, Fact[], boolean]>([
    ['moaas', [assessed(60, 'moaas', 5)], true],
    ['moaas', [assessed(60, 'moaas', 4)], false],
    ['moaas', [assessed(60, 'moaas', 5), assessed(70, 'moaas', 4)], false],
    ['moaas', [assessed(60, 'moaas', 4), assessed(70, 'moaas', 5)], true],
    ['moaas', [assessed(60, 'moaas', 5), assessed(70, 'moaas')], true],
    ['moaas', [assessed(70, 'moaas')], false],
    ['moaas', [assessed(-1, 'moaas', 5)], false],
    ['moaas', [assessed(60, 'moaas', 5, { fromPaper: true })], false],
    ['moaas', [], false],
    ['aldrete', [assessed(60, 'aldrete', 9)], true],
    ['aldrete', [assessed(60, 'aldrete', 8)], false],
    ['aldrete', [assessed(60, 'aldrete', 10), assessed(70, 'aldrete', 8)], false],
    ['aldrete', [assessed(-1, 'aldrete', 10)], false],
  ])('%s %#', (name, facts, expected) => {
    expect(isMet(name, 600, facts)).toBe(expected)
  })
  test('one that was taken back counts for nothing', () => {
    const facts = [...before({}), assessed(60, 'moaas', 4), assessed(70, 'moaas', 5)]
    const undone = fact(75, { kind: 'undone', ofSeq: facts.length })
    expect(item('moaas', after(facts), 80).met).toBe(true)
    expect(item('moaas', after(facts, undone), 80).met).toBe(false)
  })
})

describe('[VI25] what people judge', () => {
  const names = ['dissociation', 'nausea', 'walks', 'escortHere', 'advice'] as const
  const escort = answered(-3_000, { item: 'escort', arranged: true })
  test.each(names)('%s', (name) => {
    expect(item(name, visit(escort), 100)).toMatchObject({ met: false, judged: true })
    expect(item(name, visit(escort, signedOff(60, name)), 100)).toMatchObject({ met: true, by: 'R. Osei' })
    expect(isMet(name, 100, escort, signedOff(60, name, false))).toBe(false)
    expect(isMet(name, 100, escort, signedOff(60, name), signedOff(70, name, false))).toBe(false)
    expect(isMet(name, 100, escort, signedOff(-1, name))).toBe(false)
  })
  test('the others are not a person’s to sign', () => {
    const judged = dischargeNow(visit(), at(100)).items.filter((one) => one.judged)
    expect(judged.map((one) => one.item)).toEqual(names)
  })
  test.each<[DischargeItem, Fact[], boolean]>([
    ['dissociation', [effect(-100, 'dissociation'), signedOff(60, 'dissociation')], false],
    ['dissociation', [effect(-100, 'hallucination'), signedOff(60, 'dissociation')], false],
    ['dissociation', [effect(-100, 'headache'), signedOff(60, 'dissociation')], true],
    ['dissociation', [signedOff(60, 'dissociation'), effect(70, 'dissociation')], false],
    ['nausea', [effect(-100, 'nausea'), signedOff(60, 'nausea')], true],
    ['nausea', [signedOff(60, 'nausea'), effect(70, 'vomiting', 'severe')], false],
    ['nausea', [signedOff(60, 'nausea'), effect(70, 'headache')], true],
    ['escortHere', [signedOff(60, 'escortHere')], false],
    ['escortHere', [answered(-10, { item: 'escort', arranged: false }), signedOff(60, 'escortHere')], false],
    ['escortHere', [signedOff(60, 'escortHere'), answered(80, { item: 'escort', arranged: true })], true],
  ])('%s and what the record says %#', (name, facts, expected) => {
    expect(isMet(name, 100, facts)).toBe(expected)
  })
  test('dissociation that ended is one thing, a sign-off another', () => {
    const began = [...before({}), effect(10, 'dissociation')]
    const ended = fact(50, { kind: 'sideEffect', event: 'ended', ofSeq: began.length, atMs: at(50) })
    expect(item('dissociation', after(began, ended), 100).met).toBe(false)
    expect(item('dissociation', after(began, ended, signedOff(60, 'dissociation')), 100).met).toBe(true)
  })
})

describe('[VI26] alarms', () => {
  test.each<[string, boolean]>([
    ['high', false],
    ['medium', false],
    ['low', true],
  ])('an active %s: %s', (priority, expected) => {
    expect(isMet('alarms', 100, alarm(50, 'hrHigh', 'high', priority))).toBe(expected)
  })
  test('not where alarms are not judged', () => {
    expect(isMet('alarms', 100, quarantine(50, true))).toBe(false)
  })
  test('a technical MEDIUM counts as every other: each is named with what ends it, the most urgent first', () => {
    const state = visit(
      alarm(40, 'noAudibleScreen', 'medium', 'medium'),
      alarm(41, 'soundNotConfirmed', 'low', 'low'),
      alarm(42, 'noValueSpo2', 'medium', 'medium'),
      alarm(43, 'symptomChestPain', 'said', 'high'),
      cuff(50, 205, 120),
    )
    const judged = { ...alarm(50, 'bpHigh', 'extreme', 'high') }
    const limit = { quantity: 'systolic', op: '>=', value: 200 }
    const body = { ...judged.body, limit } as typeof judged.body
    const line = item('alarms', after(before({}), { ...judged, body }), 100)
    expect(line.text).toBe('BP extremely high: repeat the cuff; a reading back in limits ends it')
    expect(item('alarms', state, 100)).toMatchObject({
      met: false,
      text: 'Chest pain: resolve it by name, with its outcome · No audible screen: confirm the sound at a station or at the chair · SpO₂ no value: see to the sensor; a valid SpO₂ ends it',
      waiting: 'Chest pain, No audible screen, SpO₂ no value',
    })
    const { waitingFor } = dischargeNow(state, at(100))
    expect(waitingFor).toContain('Chest pain, No audible screen, SpO₂ no value')
  })
  test.each(ADULT_KETAMINE_INFUSION.technical.map(({ condition }) => condition))(
    'what ends %s is known',
    (condition) => {
      const { text } = item('alarms', visit(alarm(50, condition, 'medium', 'medium')), 100)
      expect(text).toMatch(/^[^:]+: .{8,}/)
      expect(text).not.toContain('a measurement back in limits')
    },
  )
})

describe('[VI29] after a HIGH', () => {
  const high = (seconds: number): Fact => alarm(seconds, 'bpHigh', 'veryHigh', 'high')
  const over = (seconds: number, of = 50): Fact => {
    const { body } = high(of)
    const times = { dueAtMs: at(seconds), breachAtMs: at(seconds) }
    return { atMs: at(seconds), body: { ...body, transition: 'ended', ...times } as typeof body }
  }
  const acknowledged = (seconds: number, of = 50): Fact =>
    fact(seconds, {
      kind: 'acknowledgement',
      alarmId: `bpHigh@${at(of)}`,
      level: 'veryHigh',
      values: {},
    })

  test('one that is over and that nobody has acknowledged is not met, and is named', () => {
    const state = visit(high(50), over(90))
    expect(state.alarms).toEqual({})
    const name = 'HIGH "BP very high"'
    expect(item('alarms', state, 100)).toMatchObject({
      met: false,
      text: `${name} is over: acknowledge it`,
      waiting: `${name} to be acknowledged`,
    })
    expect(isMet('alarms', 110, high(50), over(90), acknowledged(100))).toBe(true)
    expect(isMet('alarms', 110, high(50), acknowledged(60), over(90))).toBe(true)
  })
  test('one that has fallen to LOW unacknowledged neither', () => {
    const { body } = high(50)
    const fell = { ...body, transition: 'fell', level: 'low', priority: 'low' } as typeof body
    const facts = [high(50), { atMs: at(60), body: fell }]
    expect(item('alarms', visit(facts), 100).text).toBe('HIGH "BP very high" is over: acknowledge it')
    expect(isMet('alarms', 100, facts, acknowledged(70))).toBe(true)
  })
  test('a MEDIUM that is over leaves nothing behind', () => {
    const { body } = alarm(50, 'bpHigh', 'high', 'medium')
    const ended = { ...body, transition: 'ended', dueAtMs: at(90) } as typeof body
    expect(isMet('alarms', 100, { atMs: at(50), body }, { atMs: at(90), body: ended })).toBe(true)
  })

  const judgedOf: readonly [DischargeItem, (seconds: number) => Fact][] = [
    ['moaas', (seconds) => assessed(seconds, 'moaas', 5)],
    ['aldrete', (seconds) => assessed(seconds, 'aldrete', 9)],
    ['dissociation', (seconds) => signedOff(seconds, 'dissociation')],
    ['nausea', (seconds) => signedOff(seconds, 'nausea')],
    ['walks', (seconds) => signedOff(seconds, 'walks')],
  ]
  test.each(judgedOf)('%s given before it is asked for again, given after it counts', (name, given) => {
    const after_ = [high(50), acknowledged(60), over(90)]
    expect(isMet(name, 100, given(49.999))).toBe(true)
    const line = item(name, visit(given(49.999), after_), 100)
    expect(line).toMatchObject({
      met: false,
      text: expect.stringContaining('before the HIGH "BP very high"'),
      waiting: expect.stringMatching(/ again$/),
      beforeHigh: { name: 'BP very high', atMs: at(50) },
    })
    for (const seconds of [50, 70, 95]) {
      const again = item(name, visit(given(40), after_, given(seconds)), 100)
      expect(again.met, `${seconds}`).toBe(true)
      expect(again.beforeHigh).toBeUndefined()
    }
  })
  test.each([
    ['a MEDIUM', alarm(50, 'bpHigh', 'high', 'medium'), true],
    ['a symptom', alarm(50, 'symptomChestPain', 'said', 'high'), false],
    ['HELP', alarm(50, 'help', 'said', 'high'), false],
  ])('%s: walks counts %s', (_name, raised, expected) => {
    expect(isMet('walks', 100, signedOff(40, 'walks'), raised)).toBe(expected)
  })
  test('a rise to HIGH, and a new one, ask anew; a fall does not', () => {
    const { body } = alarm(45, 'bpHigh', 'high', 'medium')
    const rose = { ...high(50).body, alarmId: `bpHigh@${at(45)}`, transition: 'rose' } as typeof body
    expect(
      isMet('walks', 100, signedOff(46, 'walks'), { atMs: at(45), body }, { atMs: at(50), body: rose }),
    ).toBe(false)
    const fell = { ...high(50).body, transition: 'fell' } as typeof body
    expect(isMet('walks', 100, high(50), signedOff(60, 'walks'), { atMs: at(70), body: fell })).toBe(true)
    const second = alarm(80, 'hrHigh', 'veryHigh', 'high')
    expect(isMet('walks', 100, high(50), signedOff(60, 'walks'), second)).toBe(false)
  })
  test('who takes them home and that advice was given are no judgement of the patient: they stay', () => {
    const escort = answered(-3_000, { item: 'escort', arranged: true })
    for (const name of ['escortHere', 'advice'] as const)
      expect(isMet(name, 100, escort, signedOff(40, name), high(50)), name).toBe(true)
  })
  test('nobody of any role is discharged, nor ready, over it', () => {
    const unseen = { ...visit(well(), high(50), over(90)), phase: 'ready' as const }
    const early = {
      ...visit(well(), high(58.5 * MIN), acknowledged(59 * MIN, 58.5 * MIN), over(59 * MIN, 58.5 * MIN)),
    }
    for (const state of [unseen, { ...early, phase: 'ready' as const }])
      for (const role of ['nurse', 'physician', 'qa', 'admin', undefined] as const)
        expect(mayEnd(state, at(OUT_S), 'discharged', role, 'why').ok, String(role)).toBe(false)
    expect(leavesForReady(early, at(OUT_S))).toEqual([
      'MOAA/S again',
      'dissociation at baseline again',
      'Aldrete again',
      'nausea controlled again',
      'walk again',
    ])
    const recovery = { ...early, phase: 'recovery' as const }
    expect(phaseStep(recovery, 'ready', 'nurse', at(OUT_S))).toMatchObject({
      error: { code: 'discharge-not-met' },
    })
  })
})

describe('[VI20] the whole list', () => {
  test('is met when everything is, and waits for each thing that is not', () => {
    const now = dischargeNow(visit(well()), at(OUT_S))
    expect(now.items.filter(({ met }) => !met)).toEqual([])
    expect(now).toMatchObject({
      met: true,
      waitingFor: [],
      sinceEndMs: OUT_S * 1000,
      earliestOutMs: at(OUT_S),
    })
  })
  test.each<[DischargeItem, string, (one: Fact) => boolean]>([
    [
      'pressure',
      'second reading',
      ({ atMs, body }) => body.kind === 'bloodPressure' && atMs === at(50 * MIN),
    ],
    ['heartRate', 'heart rate', ({ body }) => body.kind === 'vitals'],
    ['moaas', 'MOAA/S', ({ body }) => body.kind === 'assessment' && body.scale === 'moaas'],
    ['aldrete', 'Aldrete', ({ body }) => body.kind === 'assessment' && body.scale === 'aldrete'],
    [
      'dissociation',
      'dissociation at baseline',
      ({ body }) => body.kind === 'signOff' && body.item === 'dissociation',
    ],
    ['nausea', 'nausea controlled', ({ body }) => body.kind === 'signOff' && body.item === 'nausea'],
    ['walks', 'walk', ({ body }) => body.kind === 'signOff' && body.item === 'walks'],
    ['escortHere', 'escort', ({ body }) => body.kind === 'signOff' && body.item === 'escortHere'],
    ['advice', 'advice', ({ body }) => body.kind === 'signOff' && body.item === 'advice'],
  ])('without %s it waits for "%s", and nobody is discharged', (name, waiting, except) => {
    const state = { ...visit(well(except)), phase: 'ready' as const }
    const now = dischargeNow(state, at(OUT_S))
    expect(now.met).toBe(false)
    expect(now.waitingFor).toContain(waiting)
    expect(now.items.find((one) => one.item === name)?.met).toBe(false)
    for (const role of ['nurse', 'physician', 'qa', 'admin', undefined] as const)
      expect(mayEnd(state, at(OUT_S), 'discharged', role, undefined).ok, String(role)).toBe(false)
  })
})

describe('[VI28] the earliest time out', () => {
  test.each<[string, number, Fact[], number]>([
    ['the minutes', 10 * MIN, [cuff(MIN, 120, 80), cuff(7 * MIN, 120, 80)], OUT_S],
    ['one reading near the end', 58 * MIN, [cuff(57 * MIN, 120, 80)], 62 * MIN],
    ['no reading at all', 70 * MIN, [], 75 * MIN],
    ['a bad one', 70 * MIN, [cuff(69 * MIN, 170, 80)], 75 * MIN],
  ])('%s', (_name, nowS, facts, outS) => {
    expect(dischargeNow(visit(facts), at(nowS)).earliestOutMs).toBe(at(outS))
  })
})

describe('[VI3] ready', () => {
  const atTheDoor = ({ body }: Fact) =>
    body.kind === 'signOff' && (body.item === 'escortHere' || body.item === 'advice')
  test('waits for everything but escort and advice', () => {
    const state = { ...visit(well(atTheDoor)), phase: 'recovery' as const }
    expect(leavesForReady(state, at(OUT_S))).toEqual([])
    expect(phaseStep(state, 'ready', 'nurse', at(OUT_S)).ok).toBe(true)
    const early = { ...state, headAtMs: at(OUT_S - 1) }
    expect(phaseStep(early, 'ready', 'physician')).toMatchObject({
      ok: false,
      error: { code: 'discharge-not-met' },
    })
  })
  test('and for a walk', () => {
    const state = visit(
      well((one) => atTheDoor(one) || (one.body.kind === 'signOff' && one.body.item === 'walks')),
    )
    expect(leavesForReady(state, at(OUT_S))).toEqual(['walk'])
  })
})

describe('[VI27] outcomes', () => {
  const ready = { ...visit(well()), phase: 'ready' as const }
  test('discharged by a nurse, without a reason, when all is met', () => {
    expect(mayEnd(ready, at(OUT_S), 'discharged', 'nurse', undefined).ok).toBe(true)
    expect(mayEnd(ready, at(OUT_S - 1), 'discharged', 'physician', 'why')).toMatchObject({
      ok: false,
      error: { code: 'discharge-not-met', message: expect.stringContaining('60 min since the end') },
    })
  })
  test('early by a physician with a reason', () => {
    const state = { ...visit(), phase: 'recovery' as const }
    const code = (role: 'nurse' | 'physician', reason?: string) => {
      const may = mayEnd(state, at(100), 'dischargedEarly', role, reason)
      return may.ok ? 'ok' : `${may.error.code} ${may.error.field}`
    }
    expect(code('nurse', 'why')).toBe('not-allowed body.outcome')
    expect(code('physician')).toBe('malformed body.reason')
    expect(code('physician', ' ')).toBe('malformed body.reason')
    expect(code('physician', 'why')).toBe('ok')
  })
  test('all but "discharged" with a HIGH and a MEDIUM open', () => {
    const open = visit(well(), alarm(50, 'hrHigh', 'veryHigh', 'high'), alarm(50, 'bpHigh', 'high', 'medium'))
    const state = { ...open, phase: 'ready' as const }
    const allowed = OUTCOMES.filter((outcome) => mayEnd(state, at(OUT_S), outcome, 'physician', 'why').ok)
    expect(allowed).toEqual(['dischargedEarly', 'left', 'transferred', 'died'])
  })
  test('"not treated" until something was infused', () => {
    const untreated = { ...after(openedVisit(-100)), phase: 'checkIn' as const }
    expect(mayEnd(untreated, at(0), 'notTreated', 'nurse', 'fever').ok).toBe(true)
    expect(mayEnd(ready, at(OUT_S), 'notTreated', 'physician', 'fever').ok).toBe(false)
  })
  test('once', () => {
    expect(mayEnd(visit(closed(10)), at(20), 'left', 'nurse', 'why')).toMatchObject({
      error: { code: 'session-closed' },
    })
  })
})
