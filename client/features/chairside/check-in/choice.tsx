// Owns one of several answers that a finger can hold down as chosen, before anything is sent. Chosen has a mark, not a colour.
import type { ReactNode } from 'react'
import { Button } from '../../../ui/button.tsx'

export function Choice({
  chosen,
  onChoose,
  children,
}: {
  readonly chosen: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}) {
  return (
    <Button kind={chosen ? 'outlined' : 'plain'} aria-pressed={chosen} onClick={onChoose}>
      {chosen && <span aria-hidden="true">✓</span>}
      {children}
    </Button>
  )
}
