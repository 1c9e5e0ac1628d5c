// Owns what is observed and given at the chair. Never shows anything as recorded that the hub has not recorded.
import type { ReactNode } from 'react'
import type { BoardPart } from '../board-parts.ts'

export function ObservePanel({
  headEnd,
}: BoardPart & {
  /** Stands at the end of the head line: the way to what happened. */
  readonly headEnd: ReactNode
}) {
  return <section aria-label="Observe">{headEnd}</section>
}
