// Owns the limits: what they are, how long they must hold and how they are left. Data only; the engine interprets it.
// Never decides anything. Every figure is from clinical facts §4 "Ladders" [P] and belongs to a named, versioned profile.
import type { Priority } from '../record/record.ts'
import type { Quantity, SignalId } from '../vitals.ts'

/** ">=" at a named high limit, "<" at a named low limit, ">" for heart rate. Source: clinical facts §4 "General rules". */
export type LimitOp = '>=' | '>' | '<'
export type Limit = { readonly quantity: Quantity; readonly op: LimitOp; readonly value: number }

/** One step of a ladder. Out of limit: any of `limits` holds. In clear: all are measured and none of `staysWhile` holds. */
export type Level = {
  readonly level: string
  readonly priority: Priority
  readonly limits: readonly Limit[]
  readonly staysWhile: readonly Limit[]
  /** How long it must have been out of limit before it is raised; a slow device's value raises at once. */
  readonly delayMs: number
  /** How long it must have been in clear before it is left; completes on a measurement only. */
  readonly leaveMs: number
}

export type SourceId = SignalId | 'cuff'

/** One condition: one direction of one parameter, at one level at a time. */
export type Ladder = {
  readonly condition: string
  /** In order of preference; a later one is judged only while no earlier one is valid. */
  readonly sources: readonly SourceId[]
  /** Counts only with a valid pulse of the same device. */
  readonly needsPulse: boolean
  /** Lowest first. Entering a level enters all below it. */
  readonly levels: readonly Level[]
}

export type Rules = {
  readonly profile: { readonly name: string; readonly version: number }
  /** Missing for up to this long neither counts nor resets (or 2.2 × the declared interval, where that is longer). */
  readonly missingMs: number
  /** After a sensor came back, its values neither raise nor clear for this long. */
  readonly settlingMs: number
  /** After the hub was away, this much more is allowed before something counts as missing. */
  readonly gapGraceMs: number
  /** In the order of their condition ids. */
  readonly ladders: readonly Ladder[]
}

const bp = (systolic: number, diastolic: number): readonly Limit[] => [
  { quantity: 'systolic', op: '>=', value: systolic },
  { quantity: 'diastolic', op: '>=', value: diastolic },
]
/** A cuff reading acts when it lands and is left when the next one is in clear: it has no delays. */
const cuffLevel = (
  level: string,
  priority: Priority,
  limits: readonly Limit[],
  staysWhile: readonly Limit[],
): Level => ({ level, priority, limits, staysWhile, delayMs: 0, leaveMs: 0 })

const CLEAR_MS = 10_000
const continuous =
  (quantity: SignalId, op: LimitOp) =>
  (level: string, priority: Priority, value: number, staysValue: number, delayS: number): Level => ({
    level,
    priority,
    limits: [{ quantity, op, value }],
    staysWhile: [{ quantity, op, value: staysValue }],
    delayMs: delayS * 1_000,
    leaveMs: CLEAR_MS,
  })
const hrHigh = continuous('heartRate', '>')
const hrLow = continuous('heartRate', '<')
const spo2Low = continuous('spo2', '<')

/**
 * The default profile, first cut: levels decided "by repeat" are raised on the first reading, DBP 110–114 with SBP < 180
 * stays MEDIUM, and limits relative to the patient's baseline are off.
 */
export const ADULT_KETAMINE_INFUSION: Rules = {
  profile: { name: 'adult ketamine infusion', version: 1 },
  missingMs: 5_000,
  settlingMs: 10_000,
  gapGraceMs: 15_000,
  ladders: [
    {
      condition: 'bpHigh',
      sources: ['cuff'],
      needsPulse: false,
      levels: [
        cuffLevel('high', 'medium', bp(160, 105), bp(155, 101)),
        cuffLevel(
          'veryHighDiastolic',
          'medium',
          [{ quantity: 'diastolic', op: '>=', value: 110 }],
          bp(175, 106),
        ),
        cuffLevel('veryHigh', 'high', bp(180, 115), bp(175, 106)),
        cuffLevel('extreme', 'high', bp(200, 120), bp(195, 116)),
      ],
    },
    {
      condition: 'hrHigh',
      sources: ['heartRate', 'pulseRate'],
      needsPulse: false,
      levels: [hrHigh('high', 'medium', 110, 107, 15), hrHigh('veryHigh', 'high', 130, 127, 10)],
    },
    {
      condition: 'hrLow',
      sources: ['heartRate', 'pulseRate'],
      needsPulse: false,
      levels: [hrLow('low', 'medium', 50, 53, 15), hrLow('veryLow', 'high', 40, 43, 10)],
    },
    {
      condition: 'spo2Low',
      sources: ['spo2'],
      needsPulse: true,
      levels: [
        spo2Low('slightlyLow', 'low', 92, 93, 30),
        spo2Low('low', 'medium', 90, 91, 15),
        spo2Low('veryLow', 'high', 85, 87, 10),
        spo2Low('extremelyLow', 'high', 80, 82, 5),
      ],
    },
  ],
}

/** Whether `value` is beyond the limit. Both are in the unit of the quantity, rounded to the digits shown. */
export function beyond(op: LimitOp, value: number, limit: number): boolean {
  switch (op) {
    case '>=':
      return value >= limit
    case '>':
      return value > limit
    case '<':
      return value < limit
  }
}

/** A limit in force, for a tile or a line on a plot. */
export type LimitShown = {
  readonly condition: string
  readonly level: string
  readonly priority: Priority
  readonly op: LimitOp
  readonly value: number
}

/**
 * The limits in force on a quantity, lowest level of each condition first. None: the screen says "no alarm on …".
 * A pulse rate has heart rate's limits: it stands in for it.
 */
export function limitsShown(rules: Rules, quantity: Quantity): LimitShown[] {
  return rules.ladders.flatMap(({ condition, sources, levels }) =>
    levels.flatMap(({ level, priority, limits }) =>
      limits
        .filter(
          (limit) => limit.quantity === quantity || (sources as readonly string[]).indexOf(quantity) > 0,
        )
        .map(({ op, value }) => ({ condition, level, priority, op, value })),
    ),
  )
}

export const ladderOf = (rules: Rules, condition: string): Ladder | undefined =>
  rules.ladders.find((ladder) => ladder.condition === condition)
