// Owns the guided baseline and the gate at the chair. Never decides what passes: that is shared/visit's.
import type { BoardPart } from '../board-parts.ts'

export function BaselinePanel({ state }: BoardPart) {
  return <section aria-label="Baseline and gate">{state.visit.patientCode}</section>
}
