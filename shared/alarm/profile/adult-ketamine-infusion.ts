// Owns the figures of the profile that ships: "adult ketamine infusion". Data only.
// Never holds a figure that is not in clinical facts §4 or §5 [P]; the place is named beside each.
import type { SignalId } from '../../vitals.ts'
import type { LimitOp, LimitRule, RuleSet, TechnicalLevel, TechnicalRule } from '../rules.ts'

type Level = RuleSet['ladders'][number]['levels'][number]
const S = 1_000
const MIN = 60_000

const bp = (systolic: number, diastolic: number): readonly LimitRule[] => [
  { quantity: 'systolic', op: '>=', value: systolic },
  { quantity: 'diastolic', op: '>=', value: diastolic },
]
/** A cuff level has no delays: a reading acts when it lands, by its own rule. */
const cuffLevel = (
  level: Omit<Level, 'delayMs' | 'leaveMs' | 'tell'> & Partial<Pick<Level, 'tell'>>,
): Level => ({
  tell: 'physiological',
  ...level,
  delayMs: 0,
  leaveMs: 0,
})

const continuous =
  (quantity: SignalId, op: LimitOp, leaveMs = 10 * S) =>
  (
    level: string,
    priority: Level['priority'],
    limit: Pick<LimitRule, 'value' | 'relative'>,
    stays: Pick<LimitRule, 'value' | 'relative'>,
    delayS: number,
  ): Level => ({
    level,
    priority,
    limits: [{ quantity, op, ...limit }],
    staysWhile: [{ quantity, op, ...stays }],
    decided: 'delay',
    delayMs: delayS * S,
    leaveMs,
    tell: 'physiological',
  })
const hrHigh = continuous('heartRate', '>')
const hrLow = continuous('heartRate', '<')
const spo2Low = continuous('spo2', '<')
const rrLow = continuous('respirationRate', '<', 20 * S)

/** R of clinical facts §4: ⌈1.3 × baseline⌉, not under 150. */
const R = { times: 1.3, round: 'up', notUnder: 150 } as const
/** min(90, ⌊.85 × baseline⌋ not under 80) */
const SBP_LOW = { times: 0.85, round: 'down', notUnder: 80 } as const
/** min(50, ⌊.85 × baseline⌋), not under 42 */
const HR_LOW = { times: 0.85, round: 'down', notUnder: 42 } as const
/** min(92, baseline − 3), not under 90 */
const SPO2_SLIGHTLY = { minus: 3, round: 'down', notUnder: 90 } as const

const seen = (afterMs: number): TechnicalLevel => ({ level: 'seen', priority: 'low', silent: true, afterMs })
const low = (afterMs: number): TechnicalLevel => ({ level: 'low', priority: 'low', afterMs })
const medium = (afterMs: number): TechnicalLevel => ({ level: 'medium', priority: 'medium', afterMs })

/** Clinical facts §4 "By phase", row "sensor no value". */
const noValue = (condition: string, signal: SignalId): TechnicalRule => {
  const steps = [seen(10 * S), low(30 * S), medium(60 * S)]
  return {
    condition,
    kind: 'noValue',
    signal,
    tell: 'technical',
    otherwise: steps,
    byPhase: {
      checkIn: [seen(10 * S)],
      baseline: [seen(10 * S)],
      // None once the monitor is off by name; until then the patient may still wear it.
      ready: [seen(10 * S), low(30 * S)],
      emergency: [seen(10 * S)],
    },
  }
}

export const ADULT_KETAMINE_INFUSION: RuleSet = {
  profile: { name: 'adult ketamine infusion', version: 3 },
  missingMs: 5 * S,
  settlingMs: 10 * S,
  gapGraceMs: 15 * S,
  manualMs: 5 * MIN,
  ladders: [
    {
      condition: 'bpHigh',
      sources: ['cuff'],
      needsPulse: false,
      levels: [
        cuffLevel({
          level: 'high',
          priority: 'medium',
          decided: 'repeat',
          limits: [...bp(160, 105), { quantity: 'systolic', op: '>=', relative: R }],
          staysWhile: [
            ...bp(155, 101),
            { quantity: 'systolic', op: '>=', relative: { ...R, plus: -5 }, onlyIfRelative: true },
          ],
        }),
        cuffLevel({
          level: 'veryHighDiastolic',
          priority: 'medium',
          decided: 'firstReading',
          asksRepeat: true,
          limits: [{ quantity: 'diastolic', op: '>=', value: 110 }],
          staysWhile: bp(175, 106),
        }),
        cuffLevel({
          level: 'veryHighDiastolicConfirmed',
          priority: 'high',
          decided: 'confirmation',
          limits: [{ quantity: 'diastolic', op: '>=', value: 110 }],
          staysWhile: bp(175, 106),
        }),
        cuffLevel({
          level: 'veryHigh',
          priority: 'high',
          decided: 'firstReading',
          asksRepeat: true,
          limits: bp(180, 115),
          staysWhile: bp(175, 106),
          staysUnconfirmedWhile: bp(180, 110),
        }),
        cuffLevel({
          level: 'extreme',
          priority: 'high',
          decided: 'firstReading',
          limits: bp(200, 120),
          staysWhile: bp(195, 116),
          tell: 'critical',
        }),
      ],
    },
    {
      condition: 'bpLow',
      sources: ['cuff'],
      needsPulse: false,
      levels: [
        cuffLevel({
          level: 'low',
          priority: 'medium',
          decided: 'repeat',
          limits: [
            { quantity: 'systolic', op: '<', value: 90, relative: SBP_LOW },
            { quantity: 'mean', op: '<', value: 60 },
            { quantity: 'systolic', op: '<', relative: { times: 0.7, round: 'down' } },
          ],
          staysWhile: [
            { quantity: 'systolic', op: '<', value: 95, relative: { ...SBP_LOW, plus: 5 } },
            { quantity: 'mean', op: '<', value: 65 },
            { quantity: 'systolic', op: '<', relative: { times: 0.7, round: 'down', plus: 5 } },
          ],
        }),
        cuffLevel({
          level: 'veryLow',
          priority: 'high',
          decided: 'firstReading',
          asksRepeat: true,
          limits: [{ quantity: 'systolic', op: '<', value: 80 }],
          staysWhile: [{ quantity: 'systolic', op: '<', value: 85 }],
        }),
      ],
    },
    {
      condition: 'hrHigh',
      sources: ['heartRate', 'pulseRate'],
      needsPulse: false,
      levels: [
        hrHigh('high', 'medium', { value: 110 }, { value: 107 }, 15),
        hrHigh('veryHigh', 'high', { value: 130 }, { value: 127 }, 10),
      ],
    },
    {
      condition: 'hrLow',
      sources: ['heartRate', 'pulseRate'],
      needsPulse: false,
      levels: [
        hrLow(
          'low',
          'medium',
          { value: 50, relative: HR_LOW },
          { value: 53, relative: { ...HR_LOW, plus: 3 } },
          15,
        ),
        hrLow('veryLow', 'high', { value: 40 }, { value: 43 }, 10),
      ],
    },
    {
      condition: 'rrLow',
      sources: ['respirationRate'],
      needsPulse: false,
      levels: [
        rrLow('low', 'medium', { value: 8 }, { value: 10 }, 20),
        rrLow('veryLow', 'high', { value: 6 }, { value: 8 }, 20),
      ],
    },
    {
      condition: 'spo2Low',
      sources: ['spo2'],
      needsPulse: true,
      levels: [
        spo2Low(
          'slightlyLow',
          'low',
          { value: 92, relative: SPO2_SLIGHTLY },
          { value: 93, relative: { ...SPO2_SLIGHTLY, plus: 1 } },
          30,
        ),
        spo2Low('low', 'medium', { value: 90 }, { value: 91 }, 15),
        spo2Low('veryLow', 'high', { value: 85 }, { value: 87 }, 10),
        spo2Low('extremelyLow', 'high', { value: 80 }, { value: 82 }, 5),
      ],
    },
  ],
  // Clinical facts §4 "Technical" and "By phase".
  technical: [
    { condition: 'batteryLow', kind: 'batteryLow', tell: 'technical', otherwise: [low(0)], byPhase: {} },
    { condition: 'cuffFailed', kind: 'cuffFailed', tell: 'data', otherwise: [medium(0)], byPhase: {} },
    {
      condition: 'cuffOverdue',
      kind: 'cuffOverdue',
      tell: 'data',
      otherwise: [
        { ...low(0), afterCycles: 1.5 },
        { ...medium(0), afterCycles: 2 },
      ],
      byPhase: { checkIn: [], baseline: [], ready: [] },
    },
    { condition: 'deviceClock', kind: 'deviceClock', tell: 'technical', otherwise: [low(0)], byPhase: {} },
    {
      condition: 'noAudibleScreen',
      kind: 'noAudibleScreen',
      tell: 'technical',
      otherwise: [medium(10 * S)],
      byPhase: {},
    },
    {
      condition: 'noChairScreen',
      kind: 'noChairScreen',
      tell: 'technical',
      otherwise: [medium(6 * S)],
      byPhase: {},
    },
    {
      condition: 'noLiveData',
      kind: 'noLiveData',
      tell: 'data',
      otherwise: [medium(15 * S)],
      byPhase: { checkIn: [seen(15 * S)], baseline: [low(15 * S)], ready: [] },
    },
    noValue('noValueHeartRate', 'heartRate'),
    noValue('noValuePulseRate', 'pulseRate'),
    noValue('noValueRespirationRate', 'respirationRate'),
    noValue('noValueSpo2', 'spo2'),
    { condition: 'offTooLong', kind: 'offTooLong', tell: 'technical', otherwise: [medium(0)], byPhase: {} },
    // Clinical facts §6: "at the planned end a LOW prompt".
    { condition: 'plannedEnd', kind: 'plannedEnd', tell: 'technical', otherwise: [low(0)], byPhase: {} },
    { condition: 'recovered', kind: 'recovered', tell: 'technical', otherwise: [medium(0)], byPhase: {} },
    {
      condition: 'soundNotConfirmed',
      kind: 'soundNotConfirmed',
      tell: 'technical',
      otherwise: [low(0)],
      byPhase: {},
    },
  ],
  // Clinical facts §4 "By phase".
  phases: {
    checkIn: { physiological: 'highOnly', relative: false },
    baseline: { physiological: 'highSounds', relative: false },
    infusing: { physiological: 'all', relative: true, cuffMs: 5 * MIN },
    paused: { physiological: 'all', relative: true, cuffMs: 5 * MIN },
    recovery: { physiological: 'all', relative: true, cuffMs: 5 * MIN },
    ready: { physiological: 'highOnly', relative: false },
    emergency: { physiological: 'all', relative: true, cuffMs: 2.5 * MIN },
  },
  cuff: {
    firstMs: 2 * MIN,
    whileHighMs: 2.5 * MIN,
    afterDrugMs: 10 * MIN,
    recoveryFirstMs: 15 * MIN,
    recoveryThenMs: 10 * MIN,
    skipIfWithinMs: 90 * S,
    betweenOrdersMs: 60 * S,
  },
  repeat: { waitMs: 2 * MIN, runningWaitMs: 165 * S },
  hold: { mostMs: 60 * S, afterMs: 10 * S, notAtCycleMs: 2.5 * MIN },
  // Clinical facts §5 "Acknowledged", "Audio paused", "HELP".
  silence: {
    comingMs: 60 * S,
    pauseMs: 120 * S,
    helpQuietMs: 10 * MIN,
    undoMs: 10 * S,
    highHoldsMs: 120 * S,
    mediumHoldsMs: 10 * MIN,
    worsensBy: { systolic: 10, diastolic: 5, heartRate: 10, pulseRate: 10, spo2: 3 },
    reminderMs: 2 * MIN,
  },
}
