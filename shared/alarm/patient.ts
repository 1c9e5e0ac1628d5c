// Owns what the engine knows of the patient that moves limits: phase, baseline, changed limits. Never decides anything.
import { foldGiven } from '../fold/visit-observed.ts'
import type { GivenNow } from '../fold/visit-state.ts'
import type { ChangedLimit, Phase } from '../record/care-kinds.ts'
import { pressureDrugAt } from './cuff/cuff-lay.ts'
import type { EngineState } from './engine-state.ts'
import { type Baseline, baselineInForce, rulesInForce } from './in-force.ts'
import type { Item, Part } from './part.ts'
import type { RuleSet, Rules } from './rules.ts'

export type PatientState = {
  /** Absent: no act has set one yet, and "infusing" is followed (clinical facts §4 "By phase"). */
  readonly phase?: Phase
  readonly baseline?: Baseline
  readonly limits: readonly ChangedLimit[]
  /** When phase, baseline or limits last changed what may be raised: nothing that this allowed was due before. 0: never. */
  readonly changedMs: number
  /** "Adjusting sensors", and "off on purpose", until then. 0: never. */
  readonly adjustingMs: number
  readonly offMs: number
  /** The sensors are off for good. */
  readonly monitorOff: boolean
  /** Every drug, as it stands now; nothing from paper. */
  readonly given: readonly GivenNow[]
  /** The newest blood-pressure drug of them; 0: none. Hub time. */
  readonly pressureDrugMs: number
}
export const NO_PATIENT: PatientState = {
  limits: [],
  changedMs: 0,
  adjustingMs: 0,
  offMs: 0,
  monitorOff: false,
  given: [],
  pressureDrugMs: 0,
}

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
      if (phase === 'emergency' || item.inserted) return phase
      return PUMP[item.act]
    }
    default:
      return phase
  }
}

export const PATIENT: Part = {
  skipsVitals: true,
  learn(_rules, state, item): EngineState {
    const { patient } = state
    switch (item.kind) {
      case 'phase':
      case 'help':
      case 'infusion': {
        const phase = phaseAfter(patient.phase, item)
        return phase === undefined || phase === patient.phase
          ? state
          : { ...state, patient: { ...patient, phase, changedMs: item.hubAtMs } }
      }
      case 'baseline': {
        const { systolic, diastolic, mean, heartRate, spo2, oxygen, unsteady } = item
        const baseline = { systolic, diastolic, mean, heartRate, spo2, oxygen, unsteady } as Baseline
        return { ...state, patient: { ...patient, baseline, changedMs: item.hubAtMs } }
      }
      case 'limits':
        return { ...state, patient: { ...patient, limits: item.limits, changedMs: item.hubAtMs } }
      case 'holding': {
        // Ended early: from that moment on, and not from the one it was given.
        const untilMs = item.on ? item.untilMs : item.hubAtMs
        const held = item.what === 'adjusting' ? { adjustingMs: untilMs } : { offMs: untilMs }
        return { ...state, patient: { ...patient, ...held } }
      }
      case 'monitorOff':
        return { ...state, patient: { ...patient, monitorOff: item.on } }
      case 'medication':
      case 'amended':
      case 'undone': {
        const given = foldGiven(patient.given, item)
        if (given === patient.given) return state
        return { ...state, patient: { ...patient, given, pressureDrugMs: pressureDrugAt(given) } }
      }
      default:
        return state
    }
  },
}

/**
 * What has been worked out, by the three things it depends on: a pure answer kept, so that a thousand records a second do not
 * work it out again, and every session without a baseline or a limit of its own shares one.
 */
type Known = WeakMap<object, WeakMap<object, Rules>>
const known = new WeakMap<RuleSet, Known>()
const NO_BASELINE = {}

/** The newest answer: one record asks a dozen times for the same patient. */
let newest: { readonly ruleSet: RuleSet; readonly patient: PatientState; readonly rules: Rules } | undefined

/** The rules in force in this state. */
export function rulesNow(ruleSet: RuleSet, patient: PatientState): Rules {
  if (newest !== undefined && newest.patient === patient && newest.ruleSet === ruleSet) return newest.rules
  const { limits } = patient
  const relativeTo = baselineInForce(ruleSet, patient) ?? NO_BASELINE
  let of = known.get(ruleSet)
  if (of === undefined) {
    of = new WeakMap()
    known.set(ruleSet, of)
  }
  let byLimits = of.get(relativeTo)
  if (byLimits === undefined) {
    byLimits = new WeakMap()
    of.set(relativeTo, byLimits)
  }
  let rules = byLimits.get(limits)
  if (rules === undefined) {
    rules = rulesInForce(ruleSet, patient)
    byLimits.set(limits, rules)
  }
  newest = { ruleSet, patient, rules }
  return rules
}
