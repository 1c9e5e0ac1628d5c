// Owns recovery and discharge at the chair. Never decides who may leave: that is shared/visit's.
import type { BoardPart } from '../board-parts.ts'

export function RecoveryPanel({ state }: BoardPart) {
  return <section aria-label="Recovery">{state.visit.patientCode}</section>
}
