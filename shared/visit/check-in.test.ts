// The check-in: what of each item blocks the start and what warns, and which answers are refused.
import { describe, expect, test } from 'vitest'
import { emptySession, foldSession, type SessionState } from '../fold/session-state.ts'
import {
  BLOCKING_ITEMS,
  CHECK_IN_ITEMS,
  type CheckInDetail,
  type CheckInItem,
  WARNING_ITEMS,
} from '../record/record.ts'
import { type Fact, opened, RULES, records } from '../testing/given.ts'
import { answered, did, dosed, ORDER, planned } from '../testing/visit-given.ts'
import { checkAnswer, checkInOpen, checkInOwes, checkInView, doseNow } from './check-in.ts'
import { DEFAULT_SITE } from './site.ts'

const { name, version } = RULES.profile
const GOOD: readonly CheckInDetail[] = [
  { item: 'identity', identifiers: ['name', 'birthDate'], patientCode: 'K-0417' },
  { item: 'consent' },
  { item: 'order', orderId: 'o-1' },
  { item: 'weight', weightKg: 70, unit: 'kg', entered: 70 },
  { item: 'exclusions', uncontrolledHypertension: false, psychosis: false, raisedIcp: false },
  { item: 'profile', name, version },
  { item: 'rescueDrugs' },
  { item: 'oxygenSuction' },
  { item: 'bedsideAlarms' },
  { item: 'ivSite', limb: 'leftArm', site: 'forearm, 22 G' },
  { item: 'cuffArm', limb: 'rightArm' },
  { item: 'probeHand', limb: 'leftArm' },
  { item: 'fasting', solidsHours: 8, clearHours: 2 },
  { item: 'escort', arranged: true },
  { item: 'allergies', none: true, text: '' },
  { item: 'medicines', text: 'sertraline', lastOpioid: '', lastBenzodiazepine: 'none', lastAlcohol: '-' },
  { item: 'pregnancy', result: 'notNeeded' },
  { item: 'suicide', thoughts: false, text: '' },
]
const fold = (facts: readonly Fact[]): SessionState => records(facts).reduce(foldSession, emptySession)
/** Everything answered well, but for these. */
const state = (...otherwise: CheckInDetail[]): SessionState =>
  fold([
    opened(0),
    planned(1),
    ...GOOD.map((detail, index) =>
      answered(10 + index, otherwise.find((one) => one.item === detail.item) ?? detail),
    ),
    dosed(60),
  ])
const lineOf = (item: CheckInItem, session: SessionState) =>
  checkInView(session).find((one) => one.item === item)
const stateOf = (detail: CheckInDetail) => lineOf(detail.item, state(detail))?.state
const bare = fold([opened(0), planned(1)])

describe('what the start waits for', () => {
  test('[VI70] twelve items block and six warn; nothing answered, all of them are open', () => {
    const view = checkInView(bare)
    expect(view.map((one) => one.item)).toEqual([...CHECK_IN_ITEMS])
    expect(view.filter((one) => one.blocks).map((one) => one.item)).toEqual([...BLOCKING_ITEMS])
    expect(view.every((one) => one.state === 'open')).toBe(true)
    expect(checkInOpen(bare)).toEqual([...BLOCKING_ITEMS])
    expect(checkInOwes(bare)).toHaveLength(BLOCKING_ITEMS.length + 1)
  })
  test('[VI70] all answered well, nothing is owed; each says by whom and when', () => {
    const view = checkInView(state())
    expect(view.every((one) => one.state === 'done')).toBe(true)
    expect(view.every((one) => one.by === 'R. Osei' && one.atMs !== undefined)).toBe(true)
    expect(checkInOpen(state())).toEqual([])
    expect(checkInOwes(state())).toEqual([])
  })
  test.each(BLOCKING_ITEMS.map((item) => [item] as const))('[VI70] without %s it waits for that', (item) => {
    const without = fold([
      opened(0),
      planned(1),
      ...GOOD.filter((one) => one.item !== item).map((detail) => answered(10, detail)),
      dosed(60),
    ])
    expect(checkInOpen(without)).toEqual([item])
    const back = fold([
      opened(0),
      planned(1),
      ...GOOD.map((one) => answered(10, one)),
      did(20, 'checkIn', { item }),
    ])
    expect(checkInOpen(back)).toEqual([item])
  })
  test.each(WARNING_ITEMS.map((item) => [item] as const))('[VI70] without %s it does not wait', (item) => {
    const without = fold([
      opened(0),
      planned(1),
      ...GOOD.filter((one) => one.item !== item).map((detail) => answered(10, detail)),
      dosed(60),
    ])
    expect(checkInOpen(without)).toEqual([])
    expect(lineOf(item, without)).toMatchObject({ state: 'open', blocks: false })
  })
  test.each(['uncontrolledHypertension', 'psychosis', 'raisedIcp'] as const)(
    '[VI71] excluded by %s',
    (one) => {
      const none = { uncontrolledHypertension: false, psychosis: false, raisedIcp: false }
      const excluded = state({ item: 'exclusions', ...none, [one]: true })
      expect(lineOf('exclusions', excluded)?.state).toBe('blocked')
      expect(checkInOpen(excluded)).toEqual(['exclusions'])
    },
  )
  test('[VI71] after a re-assignment the identity that was asked is another’s', () => {
    const moved = [
      opened(0),
      ...GOOD.map((one) => answered(10, one)),
      did(30, 'reassignment', {
        event: 'confirmed',
        fromCode: 'K-0417',
        toCode: 'K-0471',
        reason: 'mixed up',
      }),
    ]
    expect(lineOf('identity', fold(moved))).toMatchObject({
      state: 'blocked',
      text: 'The patient said K-0417, the session is K-0471',
    })
  })
  test('[VI71] another order, or another profile than the one in force, opens the item again', () => {
    const facts = [opened(0), planned(1), ...GOOD.map((one) => answered(10, one))]
    const again = fold([...facts, planned(20, { ...ORDER, orderId: 'o-2' })])
    expect(lineOf('order', again)).toMatchObject({
      state: 'open',
      text: expect.stringContaining('read it again'),
    })
    expect(stateOf({ item: 'profile', name, version: version + 1 })).toBe('open')
    const unsigned = fold([opened(0), planned(1, 'none'), ...GOOD.map((one) => answered(10, one))])
    expect(lineOf('order', unsigned)).toMatchObject({
      state: 'open',
      text: 'No signed order: a physician signs one for this patient',
    })
  })
})

describe('what warns', () => {
  const on = (cuff: CheckInDetail, probe: CheckInDetail, iv: CheckInDetail) => {
    const session = state(cuff, probe, iv)
    return [
      lineOf('cuffArm', session)?.state,
      lineOf('probeHand', session)?.state,
      lineOf('ivSite', session)?.state,
    ]
  }
  const cuff = (limb: 'leftArm' | 'rightArm'): CheckInDetail => ({ item: 'cuffArm', limb })
  const probe = (limb: 'leftArm' | 'rightArm'): CheckInDetail => ({ item: 'probeHand', limb })
  const iv = (limb: 'leftArm' | 'rightArm'): CheckInDetail => ({ item: 'ivSite', limb, site: 'hand' })
  test('[VI72] the cuff on the probe’s or the IV’s arm; it does not hold the start', () => {
    expect(on(cuff('rightArm'), probe('leftArm'), iv('leftArm'))).toEqual(['done', 'done', 'done'])
    expect(on(cuff('leftArm'), probe('leftArm'), iv('rightArm'))).toEqual(['warns', 'warns', 'done'])
    expect(on(cuff('leftArm'), probe('rightArm'), iv('leftArm'))).toEqual(['warns', 'done', 'done'])
    const both = state(cuff('leftArm'), probe('leftArm'), iv('leftArm'))
    expect(lineOf('cuffArm', both)?.text).toBe('Cuff: left arm, the same as the probe and the IV')
    expect(checkInOpen(both)).toEqual([])
  })
  test.each([
    [8, 2, 'done'],
    [6, 2, 'done'],
    [5.9, 2, 'warns'],
    [8, 1.9, 'warns'],
    [0, 0, 'warns'],
  ])('[VI72] solids %s h, clear fluids %s h ago: %s', (solidsHours, clearHours, expected) => {
    expect(stateOf({ item: 'fasting', solidsHours, clearHours })).toBe(expected)
  })
  test('[VI72] between 6 and 8 h it says what is asked for', () => {
    const text = (hours: number) =>
      lineOf('fasting', state({ item: 'fasting', solidsHours: hours, clearHours: 2 }))?.text
    expect(text(7)).toBe('Fasted: solids 7 h (6–8 h asked for), clear fluids 2 h')
    expect(text(8)).toBe('Fasted: solids 8 h, clear fluids 2 h')
  })
  const medicines = {
    item: 'medicines' as const,
    text: '',
    lastOpioid: '',
    lastBenzodiazepine: '',
    lastAlcohol: '',
  }
  test.each<[string, CheckInDetail]>([
    ['no escort', { item: 'escort', arranged: false }],
    ['an allergy', { item: 'allergies', none: false, text: 'penicillin' }],
    ['an opioid', { ...medicines, lastOpioid: 'this morning' }],
    ['a benzodiazepine', { ...medicines, lastBenzodiazepine: 'yesterday' }],
    ['alcohol', { ...medicines, lastAlcohol: 'last night' }],
    ['a positive test', { item: 'pregnancy', result: 'positive' }],
    ['a refused test', { item: 'pregnancy', result: 'refused' }],
    ['thoughts of suicide', { item: 'suicide', thoughts: true, text: 'passive' }],
    [
      'a weight that was confirmed',
      { item: 'weight', weightKg: 80, unit: 'kg', entered: 80, confirmed: true },
    ],
  ])('[VI72] %s', (_what, detail) => {
    expect(stateOf(detail)).toBe('warns')
    expect(checkInOpen(state(detail))).toEqual([])
  })
})

describe('which answers are refused', () => {
  const refused = (item: CheckInItem, detail: CheckInDetail, session = bare, lastWeightKg?: number) => {
    const result = checkAnswer(session, item, detail, lastWeightKg)
    return result.ok ? undefined : [result.error.code, result.error.field]
  }
  test('[PT44] a slip in the code, and another patient’s code, are told apart', () => {
    const own = { ...bare, visit: { ...bare.visit, patientCode: 'K-041W' } }
    const said = (patientCode: string) => {
      const detail = { item: 'identity' as const, identifiers: ['name', 'birthDate'] as const, patientCode }
      const answer = checkAnswer(own, 'identity', detail as unknown as CheckInDetail)
      return answer.ok ? undefined : `${answer.error.field}: ${answer.error.message}`
    }
    expect(said('K-041W')).toBeUndefined()
    expect(said('K-014W')).toMatch(
      /^body\.detail\.patientCode: “K-014W” is no patient code\. A character is wrong/,
    )
    expect(said('B-213K')).toMatch(
      /^body\.detail\.patientCode: This session is K-041W, not B-213K: .* not their session/,
    )
  })
  test('[VI73] good ones are not, nor taking one back', () => {
    for (const detail of GOOD) expect(refused(detail.item, detail)).toBeUndefined()
    for (const item of CHECK_IN_ITEMS) expect(checkAnswer(bare, item, undefined).ok).toBe(true)
  })
  test.each<[string, CheckInItem, CheckInDetail, string, string]>([
    ['another item’s', 'consent', { item: 'rescueDrugs' }, 'malformed', 'body.detail.item'],
    [
      'another patient’s code',
      'identity',
      { item: 'identity', identifiers: ['name', 'birthDate'], patientCode: 'K-0471' },
      'code-mistyped',
      'body.detail.patientCode',
    ],
    [
      'one identifier twice',
      'identity',
      { item: 'identity', identifiers: ['name', 'name'], patientCode: 'K-0417' },
      'malformed',
      'body.detail.identifiers',
    ],
    [
      'an order that is no more',
      'order',
      { item: 'order', orderId: 'o-0' },
      'state-moved',
      'body.detail.orderId',
    ],
    [
      'another profile',
      'profile',
      { item: 'profile', name, version: version + 1 },
      'state-moved',
      'body.detail.name',
    ],
    [
      'allergies neither none nor said',
      'allergies',
      { item: 'allergies', none: false, text: ' ' },
      'malformed',
      'body.detail.text',
    ],
    [
      'none, and one',
      'allergies',
      { item: 'allergies', none: true, text: 'latex' },
      'malformed',
      'body.detail.text',
    ],
    [
      'pounds that are not those kilograms',
      'weight',
      { item: 'weight', weightKg: 70, unit: 'lb', entered: 70 },
      'impossible-value',
      'body.detail.entered',
    ],
  ])('[VI73] %s', (_what, item, detail, code, field) => {
    expect(refused(item, detail)).toEqual([code, field])
  })
  test('[VI73] an order where none is signed; a weight that is more than 5 % from last time', () => {
    const unplanned = fold([opened(0)])
    expect(refused('order', { item: 'order' }, unplanned)).toEqual(['check-in-incomplete', 'body.item'])
    const weight: CheckInDetail = { item: 'weight', weightKg: 80, unit: 'kg', entered: 80 }
    expect(refused('weight', weight, bare, 70)).toEqual(['unlikely-value', 'body.detail.entered'])
    expect(refused('weight', { ...weight, confirmed: true }, bare, 70)).toBeUndefined()
  })
})

describe('the dose to start with', () => {
  const facts = [opened(0), planned(1), ...GOOD.map((one) => answered(10, one))]
  const secondChecker = (session: SessionState): SessionState => {
    if (session.opened === undefined) throw new Error('opened')
    return { ...session, opened: { ...session.opened, site: { ...DEFAULT_SITE, secondChecker: true } } }
  }
  test('[VI74] stands with its sentence and the rate that was typed', () => {
    expect(doseNow(fold([...facts, dosed(60)]))).toMatchObject({
      state: 'done',
      text: 'ketamine 35 mg in 35 mL (1 mg/mL) over 40 min, pump at 52.5 mL/h',
      by: 'R. Osei',
    })
    expect(doseNow(fold(facts))).toMatchObject({ state: 'open' })
  })
  test('[VI74] is open again after another weight or order, without a second checker where the site asks, or off by more than 2 %', () => {
    const weighed = answered(70, { item: 'weight', weightKg: 72, unit: 'kg', entered: 72 })
    expect(doseNow(fold([...facts, dosed(60), weighed]))).toMatchObject({
      state: 'open',
      text: 'The weight is 72 kg, the dose was made for 70 kg: make it again',
    })
    expect(doseNow(fold([...facts, dosed(60), planned(70)])).state).toBe('open')
    expect(doseNow(fold([...facts, dosed(60, { pumpRateMlPerHr: 60 })])).state).toBe('open')
    expect(doseNow(secondChecker(fold([...facts, dosed(60)]))).text).toContain(
      'A second person has not checked it',
    )
    const checkedBy = { personId: 'p-2', name: 'T. Boateng', role: 'nurse' } as never
    expect(doseNow(secondChecker(fold([...facts, dosed(60, { checkedBy })])))).toMatchObject({
      state: 'done',
      text: expect.stringContaining('checked by T. Boateng'),
    })
  })
})
