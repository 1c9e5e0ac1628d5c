// Owns the baseline that a gate was passed with: what a start freezes, of which readings it is made, and when readings that came
// since ask for the gate anew. Source: clinical facts §4 "Baseline", "Gate". Never takes a reading that nobody has looked at.
import type { Baseline } from '../alarm/in-force.ts'
import { isCuffArtefact } from '../fold/freshness.ts'
import { NO_INFUSION } from '../fold/infusion-state.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { GateNow, PressureRead } from '../fold/visit-state.ts'
import type { GateFinding } from '../record/visit-kinds.ts'
import { type BaselineNow, baselineNow } from './baseline.ts'
import { findingsText, type GateLook, MISSING } from './gate.ts'

/** The session with the pressures that were there when the gate was passed, as they stand now: put right, or taken back. */
const asOf = (state: SessionState, gate: GateNow): SessionState => ({
  ...state,
  infusion: NO_INFUSION,
  visit: { ...state.visit, pressures: state.visit.pressures.filter((one) => one.seq < gate.seq) },
})

const readAt = (state: SessionState, gate: GateNow): BaselineNow =>
  baselineNow(asOf(state, gate), gate.recordedAtMs)

export type GateBaseline = {
  readonly values: Baseline
  /** The two readings that its pressures are the mean of; absent: the gate was overridden without. */
  readonly meanOf?: readonly [PressureRead, PressureRead]
  /** Its readings as the guided baseline takes them: until when they count, whether they are steady. */
  readonly read: BaselineNow
}

/** What the gate was passed with. A record of before the baseline stood in it: as it can still be told. */
export function baselineOfGate(state: SessionState, gate: GateNow): GateBaseline {
  const read = readAt(state, gate)
  const { soFar, lastTwo: meanOf } = read
  const { heartRate, spo2 } = gate.values
  const told: Baseline = {
    ...(heartRate === undefined ? {} : { heartRate }),
    ...(spo2 === undefined ? {} : { spo2 }),
    ...soFar,
  }
  return {
    values: gate.baseline ?? told,
    ...(read.values === undefined || meanOf === undefined ? {} : { meanOf }),
    read,
  }
}

/**
 * What a first start freezes: what the gate was passed with. A start that is said to have been before the gate takes of its readings
 * those of before the start: what came after it is the drug's.
 * @param startMs when it was at the pump, hub time
 */
export function baselineToFreeze(state: SessionState, nowMs: number, startMs: number): Baseline {
  const { gate } = state.visit
  if (gate === undefined || startMs < gate.recordedAtMs)
    return baselineNow(gate === undefined ? state : asOf(state, gate), nowMs, startMs).soFar
  return baselineOfGate(state, gate).values
}

/** Readings of pressure that came after the gate was passed, oldest first; by when they came, for nobody has looked at them. */
export const readSince = ({ visit }: SessionState, gate: GateNow, nowMs: number): readonly PressureRead[] =>
  visit.pressures.filter((one) => one.seq > gate.seq && one.atMs <= nowMs && !isCuffArtefact(one))

/** What the gate says of the pressures alone, to be compared: "", "pressureAbovePass", "noBaseline". */
const answerOf = (findings: readonly GateFinding[]): string =>
  findings
    .filter(
      ({ finding, text }) =>
        finding === 'pressureAbovePass' ||
        finding === 'pressureHold' ||
        finding === 'systolicLow' ||
        text === MISSING.pressure,
    )
    .map(({ finding }) => finding)
    .toSorted()
    .join(' ')

const pair = ({ systolic, diastolic }: Baseline): string => `${systolic ?? '––'}/${diastolic ?? '––'}`

/**
 * Whether the gate has to be passed again with readings that came since, or that were put right.
 * @param look what the gate finds now
 * @returns undefined: the baseline stays as the gate was passed with; else why not, as a sentence
 */
export function baselineMoved(
  state: SessionState,
  gate: GateNow,
  look: GateLook,
  nowMs: number,
): string | undefined {
  const own = readAt(state, gate)
  const { systolic, diastolic } = gate.baseline ?? {}
  if (systolic !== undefined && (own.values?.systolic !== systolic || own.values.diastolic !== diastolic))
    return `A reading of the baseline ${pair({ systolic, diastolic })} was put right since the gate was passed: pass it again.`
  if (readSince(state, gate, nowMs).length === 0) return undefined
  if (own.untilMs !== undefined && nowMs >= own.untilMs)
    return `A reading of the baseline ${pair(own.soFar)} is 15 min old, and there are newer ones: pass the gate again.`
  if (answerOf(gate.findings) === answerOf(look.findings)) return undefined
  const found = findingsText(look.findings)
  return `With the reading that came since, the gate finds ${found === '' ? 'nothing more to accept' : found}: pass it again.`
}
