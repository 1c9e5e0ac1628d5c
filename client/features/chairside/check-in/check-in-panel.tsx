// Owns the list of clinical facts §6 "Check-in" at the chair. Never decides what is complete: that is shared/visit's.
import type { BoardPart } from '../board-parts.ts'

export function CheckInPanel({ state }: BoardPart) {
  return <section aria-label="Check-in">{state.visit.patientCode}</section>
}
