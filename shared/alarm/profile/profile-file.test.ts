// Proves what may be left out of a profile's file, what stands in for it, and that nothing in it is overlooked.
import { expect, test } from 'vitest'
import { ADULT_KETAMINE_INFUSION, type RuleSet } from '../rules.ts'
import { readProfile } from './profile-file.ts'
import { canonicalRuleSet, canonicalRules } from './rule-set.ts'

/** As it stands in docs/ALARMS.md: no delay, no hysteresis, no settling. */
const FIFTEEN_LINES = {
  name: 'bare limits',
  settlingMs: 0,
  ladders: [
    { condition: 'spo2Low', levels: [{ level: 'low', priority: 'high', limits: ['spo2 < 85'] }] },
    { condition: 'pulseHigh', levels: [{ level: 'high', priority: 'high', limits: ['pulseRate > 140'] }] },
    { condition: 'pulseLow', levels: [{ level: 'low', priority: 'high', limits: ['PR < 50'] }] },
  ],
}

const read = (given: unknown): RuleSet => {
  const profile = readProfile(given)
  if (!profile.ok) throw new Error(profile.error.message)
  return profile.value
}
const refused = (given: unknown) => {
  const profile = readProfile(given)
  if (profile.ok) throw new Error('it was taken')
  expect(profile.error.code).toBe('profile-invalid')
  return profile.error
}

test('[PR4] a few limits are a profile: no delay, no hysteresis, the technical conditions that ship', () => {
  const profile = read(FIFTEEN_LINES)
  expect(profile.profile).toEqual({ name: 'bare limits', version: 1 })
  expect(profile.settlingMs).toBe(0)
  expect(profile.missingMs).toBe(ADULT_KETAMINE_INFUSION.missingMs)
  expect(profile.technical).toEqual(ADULT_KETAMINE_INFUSION.technical)
  expect(profile.phases).toEqual(ADULT_KETAMINE_INFUSION.phases)
  expect(profile.ladders.map(({ condition }) => condition)).toEqual(['pulseHigh', 'pulseLow', 'spo2Low'])
  const limits = [{ quantity: 'spo2', op: '<', value: 85 }]
  expect(profile.ladders[2]).toEqual({
    condition: 'spo2Low',
    sources: ['spo2'],
    needsPulse: false,
    levels: [
      {
        level: 'low',
        priority: 'high',
        limits,
        staysWhile: limits,
        decided: 'delay',
        delayMs: 0,
        leaveMs: 0,
        tell: 'physiological',
      },
    ],
  })
})

test('[PR4] a cuff level is decided by the first reading; heart rate has the pulse rate to stand in for it', () => {
  const { ladders } = read({
    name: 'two',
    ladders: [
      {
        condition: 'bpHigh',
        levels: [{ level: 'high', priority: 'medium', limits: ['SBP ≥ 170', 'DBP>=110'] }],
      },
      { condition: 'hrHigh', levels: [{ level: 'high', priority: 'medium', limits: ['heart rate > 120'] }] },
    ],
  })
  expect(ladders[0]).toMatchObject({ sources: ['cuff'], levels: [{ decided: 'firstReading' }] })
  expect(ladders[0]?.levels[0]?.limits).toEqual([
    { quantity: 'systolic', op: '>=', value: 170 },
    { quantity: 'diastolic', op: '>=', value: 110 },
  ])
  expect(ladders[1]?.sources).toEqual(['heartRate', 'pulseRate'])
})

test('[PR5] nothing named is no limit at all; "technical": [] is no technical condition', () => {
  expect(read({ name: 'nothing' }).ladders).toEqual([])
  expect(read({ name: 'nothing', technical: [] }).technical).toEqual([])
})

test('[PR5] what extends the profile that ships replaces by name and leaves out by name', () => {
  const shipped = read({ extends: 'adult ketamine infusion', name: 'adult ketamine infusion', version: 3 })
  expect(canonicalRuleSet(shipped)).toBe(canonicalRuleSet(ADULT_KETAMINE_INFUSION))
  const own = read({
    extends: 'adult ketamine infusion',
    ladders: [{ condition: 'spo2Low', levels: [{ level: 'low', priority: 'high', limits: ['spo2 < 88'] }] }],
    technical: [{ condition: 'batteryLow', otherwise: [{ priority: 'medium' }] }],
    leaveOut: ['rrLow', 'noChairScreen'],
    cuff: { firstMs: 60_000 },
    phases: { infusing: { cuffMs: 150_000 }, recovery: { cuffMs: 'onDemand' } },
    silence: { worsensBy: { spo2: 2 } },
  })
  expect(own.ladders.map(({ condition }) => condition)).toEqual([
    'bpHigh',
    'bpLow',
    'hrHigh',
    'hrLow',
    'spo2Low',
  ])
  expect(own.ladders[4]?.levels).toHaveLength(1)
  expect(own.technical.some(({ condition }) => condition === 'noChairScreen')).toBe(false)
  expect(own.technical[0]).toEqual({
    condition: 'batteryLow',
    kind: 'batteryLow',
    tell: 'technical',
    otherwise: [{ level: 'medium', priority: 'medium', afterMs: 0 }],
    byPhase: {},
  })
  expect(own.cuff).toEqual({ ...ADULT_KETAMINE_INFUSION.cuff, firstMs: 60_000 })
  expect(own.phases.infusing).toEqual({ physiological: 'all', relative: true, cuffMs: 150_000 })
  expect(own.phases.recovery).toEqual({ physiological: 'all', relative: true })
  expect(own.silence).toEqual({ ...ADULT_KETAMINE_INFUSION.silence, worsensBy: { spo2: 2 } })
})

test('[PR5] a whole rule set is a profile too', () => {
  expect(canonicalRules(read(ADULT_KETAMINE_INFUSION))).toBe(canonicalRules(ADULT_KETAMINE_INFUSION))
})

const level = { level: 'low', priority: 'high', limits: ['spo2 < 85'] }
const ladder = { condition: 'spo2Low', levels: [level] }
test.each([
  [[], undefined],
  ['text', undefined],
  [{ nmae: 'x' }, 'nmae'],
  [{ extends: 'another' }, 'extends'],
  [{ extends: 'adult ketamine infusion', leaveOut: ['spo2'] }, 'leaveOut[0]'],
  [{ leaveOut: 'rrLow' }, 'leaveOut'],
  [{ ladders: {} }, 'ladders'],
  [{ ladders: [ladder, ladder] }, 'ladders.spo2Low.condition'],
  [{ ladders: [{ levels: [level] }] }, 'ladders[0].condition'],
  [
    { ladders: [{ ...ladder, levels: [{ ...level, limits: ['spo2 85'] }] }] },
    'ladders.spo2Low.low.limits[0]',
  ],
  [
    { ladders: [{ ...ladder, levels: [{ ...level, limits: ['glucose < 85'] }] }] },
    'ladders.spo2Low.low.limits[0]',
  ],
  [
    { ladders: [{ ...ladder, levels: [{ level: 'low', limits: ['spo2 < 85'] }] }] },
    'ladders.spo2Low.low.priority',
  ],
  [{ ladders: [{ ...ladder, levels: [{ ...level, delayMs: -1 }] }] }, 'ladders.spo2Low.low.delayMs'],
  [{ ladders: [{ ...ladder, levels: [{ ...level, delayMs: '15' }] }] }, 'ladders.spo2Low.low.delayMs'],
  [{ ladders: [{ ...ladder, levels: [{ ...level, delaysMs: 1 }] }] }, 'ladders.spo2Low.low.delaysMs'],
  [{ ladders: [{ ...ladder, levels: [{ ...level, limits: [] }] }] }, 'ladders.spo2Low.low.limits'],
  [{ ladders: [{ ...ladder, levels: [level, level] }] }, 'ladders.spo2Low.low.level'],
  [{ ladders: [{ ...ladder, levels: [{ ...level, decided: 'repeat' }] }] }, 'ladders.spo2Low.low.decided'],
  [
    { ladders: [{ ...ladder, levels: [{ ...level, limits: ['spo2 < 85', 'SBP < 80'] }] }] },
    'ladders.spo2Low.low.limits[1].quantity',
  ],
  [
    { technical: [{ condition: 'noValueSpo2', signal: 'cuff', otherwise: [] }] },
    'technical.noValueSpo2.signal',
  ],
  [{ technical: [{ condition: 'mine', otherwise: [] }] }, 'technical.mine.kind'],
  [{ settlingMs: Number.NaN }, 'settlingMs'],
  [{ cuff: { everyMs: 1 } }, 'cuff.everyMs'],
  [{ cuff: [] }, 'cuff'],
  [{ phases: { infusion: {} } }, 'phases.infusion'],
  [{ silence: { highHoldsMs: Number.POSITIVE_INFINITY } }, 'silence.highHoldsMs'],
  [{ ladders: Array.from({ length: 41 }, (_, at) => ({ ...ladder, condition: `c${at}` })) }, 'ladders'],
])('[PR6] %j is refused, and the field is named', (given, field) => {
  const { field: said, message } = refused(given)
  expect(said).toBe(field)
  if (field !== undefined) expect(message).toContain(field)
})
