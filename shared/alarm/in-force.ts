// Owns which limits are in force for one patient: relative ones worked out from the baseline, this patient's put in.
// Never changes a rule set: it makes another one beside it.
import type { ChangedLimit, Phase } from '../record/care-kinds.ts'
import type { BodyOf } from '../record/record.ts'
import type { Quantity } from '../vitals.ts'
import type { Limit, LimitRule, Relative, RuleSet, Rules } from './rules.ts'

export type Baseline = Pick<
  BodyOf<'baseline'>,
  'systolic' | 'diastolic' | 'mean' | 'heartRate' | 'spo2' | 'oxygen' | 'unsteady'
>
/** What of a session decides over its limits. */
export type ForPatient = {
  readonly phase?: Phase | undefined
  readonly baseline?: Baseline | undefined
  readonly limits?: readonly ChangedLimit[] | undefined
}

/** A pulse rate is held against heart rate's baseline: it stands in for it. */
const baselineOf = (baseline: Baseline, quantity: Quantity): number | undefined => {
  switch (quantity) {
    case 'systolic':
    case 'diastolic':
    case 'mean':
    case 'heartRate':
    case 'spo2':
      return baseline[quantity]
    case 'pulseRate':
      return baseline.heartRate
    case 'respirationRate':
      return undefined
  }
}

/** The whole number that a relative limit is for a patient with this baseline. */
export function worked({ times = 1, minus = 0, round, notUnder, plus = 0 }: Relative, base: number): number {
  // Tenths of a binary fraction: 1.3 × 120 must not become 157 by a rounding error of the machine.
  const exact = Math.round((base * times - minus) * 1e6) / 1e6
  const whole = round === 'up' ? Math.ceil(exact) : Math.floor(exact)
  return Math.max(whole, notUnder ?? whole) + plus
}

function resolved(rule: LimitRule, baseline: Baseline | undefined): Limit | undefined {
  const { value, relative, quantity, op, onlyIfRelative } = rule
  const base = relative === undefined || baseline === undefined ? undefined : baselineOf(baseline, quantity)
  const own = relative === undefined || base === undefined ? undefined : worked(relative, base)
  const common = { quantity, op, ...(onlyIfRelative === undefined ? {} : { onlyIfRelative }) }
  if (own === undefined) return value === undefined ? undefined : { ...common, value }
  if (value !== undefined && value <= own) return { ...common, value }
  return { ...common, value: own, relative: true }
}

/** The baseline that relative limits are worked out from in this phase; undefined: there is none, and they are off. */
export const baselineInForce = (ruleSet: RuleSet, { phase, baseline }: ForPatient): Baseline | undefined =>
  ruleSet.phases[phase ?? 'infusing'].relative ? baseline : undefined

/**
 * The rules for one patient at this moment.
 * Without a baseline, or in a phase that has none, relative limits are off (clinical facts §4). A limit of this patient
 * replaces the profile's fixed one, and its leave limit moves with it.
 */
export function rulesInForce(ruleSet: RuleSet, patient: ForPatient): Rules {
  const { limits = [] } = patient
  const relativeTo = baselineInForce(ruleSet, patient)
  const all = (rules: readonly LimitRule[]): Limit[] =>
    rules.flatMap((rule) => {
      const limit = resolved(rule, relativeTo)
      return limit === undefined ? [] : [limit]
    })
  return {
    ...ruleSet,
    ladders: ruleSet.ladders.map((ladder) => ({
      ...ladder,
      levels: ladder.levels.map((level) => {
        const own = limits.filter((one) => one.condition === ladder.condition && one.level === level.level)
        const moved = (rules: readonly LimitRule[], isLeave: boolean): readonly LimitRule[] =>
          rules.map((rule) => {
            const change = own.find(({ quantity }) => quantity === rule.quantity)
            const at = level.limits.find((one) => one.quantity === rule.quantity && one.value !== undefined)
            if (change === undefined || rule.value === undefined || at?.value === undefined) return rule
            const { relative: _own, ...fixed } = rule
            return { ...fixed, value: isLeave ? change.value + (rule.value - at.value) : change.value }
          })
        return {
          ...level,
          limits: all(moved(level.limits, false)),
          staysWhile: all(moved(level.staysWhile, true)),
          ...(level.staysUnconfirmedWhile === undefined
            ? {}
            : { staysUnconfirmedWhile: all(level.staysUnconfirmedWhile) }),
        }
      }),
    })),
  } as Rules
}
