// Owns what a rule set is: every limit, delay, priority and time that alarms depend on, as data; the engine interprets it.
// Never decides anything and holds no figure: those are in a named, versioned profile (adult-ketamine-infusion.ts is ours).
import type { Phase } from '../record/care-kinds.ts'
import type { Priority } from '../record/record.ts'
import type { Quantity, SignalId } from '../vitals.ts'

/** ">=" at a named high limit, "<" at a named low limit, ">" for heart rate. Source: clinical facts §4 "General rules". */
export type LimitOp = '>=' | '>' | '<'
/** A limit as it is in force: a whole number that stands on the glass. */
export type Limit = {
  readonly quantity: Quantity
  readonly op: LimitOp
  readonly value: number
  /** It comes from the patient's baseline. */
  readonly relative?: true
  /** Of `staysWhile`: it counts only if a relative limit was what broke (clinical facts §4 "if R was the cause"). */
  readonly onlyIfRelative?: true
}
/** A limit relative to the baseline: (baseline × times − minus), rounded, not under, then moved by `plus`. */
export type Relative = {
  readonly times?: number
  readonly minus?: number
  readonly round: 'up' | 'down'
  readonly notUnder?: number
  /** Added last: how a leave limit follows its limit. */
  readonly plus?: number
}
/**
 * A limit as a profile states it. `value` alone: fixed. `relative` alone: off without a baseline. Both: the lower of the
 * two; without a baseline, `value`.
 */
export type LimitRule = Omit<Limit, 'value' | 'relative'> & {
  readonly value?: number
  readonly relative?: Relative
}

/**
 * Who is told when nobody acknowledges (clinical facts §5, table). critical: extreme, symptom, HELP. data: no live data, cuff
 * failing or overdue.
 */
export type TellClass = 'physiological' | 'critical' | 'data' | 'technical'

/** One step of a ladder. Out of limit: any of `limits` holds. In clear: all are measured and none of `staysWhile` holds. */
type LevelOf<L> = {
  readonly level: string
  readonly priority: Priority
  readonly limits: readonly L[]
  readonly staysWhile: readonly L[]
  /**
   * delay         beyond the limit for `delayMs` (continuous signals)
   * firstReading  the first cuff reading beyond it
   * repeat        the first reading makes "repeat due"; see clinical facts §4 "Repeat"
   * confirmation  never by a reading: the level below becomes this one when its repeat agrees, or none comes
   */
  readonly decided: 'delay' | 'firstReading' | 'repeat' | 'confirmation'
  /** How long it must have been out of limit before it is raised; a slow device's value raises at once. */
  readonly delayMs: number
  /** How long it must have been in clear before it is left; completes on a measurement only. */
  readonly leaveMs: number
  /** A first reading at it asks for a repeat as well. */
  readonly asksRepeat?: true
  /** Until a repeat has agreed these hold it instead of `staysWhile`. */
  readonly staysUnconfirmedWhile?: readonly L[]
  /** Shown, never sounded. */
  readonly silent?: true
  readonly tell: TellClass
}
export type Level = LevelOf<Limit>

export type SourceId = SignalId | 'cuff'

/** One condition: one direction of one parameter, at one level at a time. */
type LadderOf<L> = {
  readonly condition: string
  /** In order of preference; a later one is judged only while no earlier one is valid. */
  readonly sources: readonly SourceId[]
  /** Counts only with a valid pulse of the same device. */
  readonly needsPulse: boolean
  /** Lowest first. Entering a level enters all below it. */
  readonly levels: readonly LevelOf<L>[]
}
export type Ladder = LadderOf<Limit>

/** One step of a technical condition: it is so for `afterMs` (cuff overdue: for `afterCycles` of the cuff's interval). */
export type TechnicalLevel = {
  readonly level: string
  readonly priority: Priority
  readonly silent?: true
  readonly afterMs: number
  readonly afterCycles?: number
}
/** What a technical condition is about; how each begins and ends is the engine's (docs/ALARMS.md). */
export const TECHNICAL_KINDS = [
  'noValue',
  'noLiveData',
  'cuffFailed',
  'cuffOverdue',
  'noAudibleScreen',
  'noChairScreen',
  'soundNotConfirmed',
  'deviceClock',
  'batteryLow',
  'recovered',
  'offTooLong',
  'plannedEnd',
] as const
export type TechnicalKind = (typeof TECHNICAL_KINDS)[number]
export type TechnicalRule = {
  /** Of `noValue` one per signal: `noValueSpo2`. */
  readonly condition: string
  readonly kind: TechnicalKind
  readonly signal?: SignalId
  readonly tell: TellClass
  /** Lowest first. A phase that is not named has `otherwise`; an empty list: not in that phase. */
  readonly otherwise: readonly TechnicalLevel[]
  readonly byPhase: Readonly<Partial<Record<Phase, readonly TechnicalLevel[]>>>
}

/** Source: clinical facts §4 "By phase". */
export type PhaseRule = {
  /** all · highOnly: other levels are not raised · highSounds: others are raised silent. */
  readonly physiological: 'all' | 'highOnly' | 'highSounds'
  readonly relative: boolean
  /** Interval of the cuff, milliseconds; absent: on demand. */
  readonly cuffMs?: number
}
export type CuffRule = {
  /** After the start of the infusion; then every `cuffMs` of its phase on the grid. */
  readonly firstMs: number
  /** While a BP condition is active, or `afterDrugMs` after a blood-pressure drug. */
  readonly whileHighMs: number
  readonly afterDrugMs: number
  /** Recovery: `cuffMs` of the phase for this long after the end, then this interval. */
  readonly recoveryFirstMs: number
  readonly recoveryThenMs: number
  /** A grid reading is skipped when one finished at most this long before. */
  readonly skipIfWithinMs: number
  /** At least this long between the hub's own orders. */
  readonly betweenOrdersMs: number
}
export type RepeatRule = { readonly waitMs: number; readonly runningWaitMs: number }
export type HoldRule = {
  readonly mostMs: number
  /** After deflation, the first valid value beyond a limit this much later raises at once. */
  readonly afterMs: number
  /** None at cuff intervals of this or less. */
  readonly notAtCycleMs: number
}
/** Source: clinical facts §5 "Acknowledged", "Audio paused". Steps are in the quantity's unit. */
export type SilenceRule = {
  readonly comingMs: number
  readonly pauseMs: number
  readonly helpQuietMs: number
  readonly undoMs: number
  /** HIGH on a continuous signal, still true after this. */
  readonly highHoldsMs: number
  readonly mediumHoldsMs: number
  readonly worsensBy: Readonly<Partial<Record<Quantity, number>>>
  readonly reminderMs: number
}

type RulesOf<L> = {
  readonly profile: { readonly name: string; readonly version: number; readonly hash?: string }
  /** Missing for up to this long neither counts nor resets (or 2.2 × the declared interval, where that is longer). */
  readonly missingMs: number
  /** After a sensor came back, its values neither raise nor clear for this long. */
  readonly settlingMs: number
  /** After the hub was away, this much more is allowed before something counts as missing. */
  readonly gapGraceMs: number
  /** A manual measurement this old or younger may end a condition. */
  readonly manualMs: number
  /** In the order of their condition ids. */
  readonly ladders: readonly LadderOf<L>[]
  /** In the order of their condition ids. */
  readonly technical: readonly TechnicalRule[]
  readonly phases: Readonly<Record<Phase, PhaseRule>>
  readonly cuff: CuffRule
  readonly repeat: RepeatRule
  readonly hold: HoldRule
  readonly silence: SilenceRule
}
/** What a profile holds, what a session's `rules` record carries, and what the engine is given. */
export type RuleSet = RulesOf<LimitRule>
/** A rule set with every limit a number: relative ones worked out, this patient's put in. See `rulesInForce`. */
export type Rules = RulesOf<Limit>

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
    levels.flatMap(({ level, priority, limits, decided }) =>
      decided === 'confirmation'
        ? []
        : limits
            .filter(
              (limit) => limit.quantity === quantity || (sources as readonly string[]).indexOf(quantity) > 0,
            )
            .map(({ op, value }) => ({ condition, level, priority, op, value })),
    ),
  )
}

export const ladderOf = (rules: Rules, condition: string): Ladder | undefined =>
  rules.ladders.find((ladder) => ladder.condition === condition)
export const technicalOf = (rules: RulesOf<unknown>, condition: string): TechnicalRule | undefined =>
  rules.technical.find((rule) => rule.condition === condition)

export { ADULT_KETAMINE_INFUSION } from './profile/adult-ketamine-infusion.ts'
