// Owns the acts of care that are seldom needed at the chair: moves, sensors, mix-ups, hand-over. Never does one unasked.
import type { BoardPart } from '../board-parts.ts'

export function CareMenu(_part: BoardPart) {
  return undefined
}
