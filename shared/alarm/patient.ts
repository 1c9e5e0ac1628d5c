// Owns what the engine knows of the patient that moves limits: phase, baseline, changed limits. Never decides anything.
import type { ChangedLimit, Phase } from '../record/care-kinds.ts'
import type { EngineState } from './engine-state.ts'
import { type Baseline, rulesInForce } from './in-force.ts'
import type { Item, Part } from './part.ts'
import type { RuleSet, Rules } from './rules.ts'

export type PatientState = {
  /** Absent: no act has set one yet, and "infusing" is followed (clinical facts §4 "By phase"). */
  readonly phase?: Phase
  readonly baseline?: Baseline
  readonly limits: readonly ChangedLimit[]
}
export const NO_PATIENT: PatientState = { limits: [] }

const PUMP = {
  start: 'infusing',
  rate: 'infusing',
  resume: 'infusing',
  pause: 'paused',
  stop: 'recovery',
} as const

/** The phase after an item; an emergency is left by a person's act only. */
export function phaseAfter(phase: Phase | undefined, item: Item): Phase | undefined {
  switch (item.kind) {
    case 'phase':
      return item.phase
    case 'help':
      return 'emergency'
    case 'infusion': {
      if (phase === 'emergency') return phase
      return PUMP[item.act]
    }
    default:
      return phase
  }
}

export const PATIENT: Part = {
  learn(_rules, state, item): EngineState {
    const { patient } = state
    switch (item.kind) {
      case 'phase':
      case 'help':
      case 'infusion': {
        const phase = phaseAfter(patient.phase, item)
        return phase === undefined || phase === patient.phase
          ? state
          : { ...state, patient: { ...patient, phase } }
      }
      case 'baseline': {
        const { systolic, diastolic, mean, heartRate, spo2, oxygen, unsteady } = item
        const baseline = { systolic, diastolic, mean, heartRate, spo2, oxygen, unsteady } as Baseline
        return { ...state, patient: { ...patient, baseline } }
      }
      case 'limits':
        return { ...state, patient: { ...patient, limits: item.limits } }
      default:
        return state
    }
  },
}

/** What has been worked out; a pure answer kept, so that a thousand records a second do not work it out again. */
const known = new WeakMap<RuleSet, WeakMap<PatientState, Rules>>()

/** The rules in force in this state. */
export function rulesNow(ruleSet: RuleSet, patient: PatientState): Rules {
  let of = known.get(ruleSet)
  if (of === undefined) {
    of = new WeakMap()
    known.set(ruleSet, of)
  }
  let rules = of.get(patient)
  if (rules === undefined) {
    rules = rulesInForce(ruleSet, patient)
    of.set(patient, rules)
  }
  return rules
}
