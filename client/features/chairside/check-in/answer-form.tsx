// Owns the frame of a form before the start: Enter records, and the button says by whom. Never sends anything itself.
import type { ReactNode } from 'react'
import { useActor } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import styles from './check-in.module.css'

export function AnswerForm({
  onSubmit,
  busy,
  ready = true,
  label,
  children,
}: {
  readonly onSubmit: () => void
  readonly busy: boolean
  readonly ready?: boolean
  readonly label?: string
  readonly children: ReactNode
}) {
  const name = useActor()?.name
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) onSubmit()
      }}
    >
      {children}
      <Button submit kind="primary" disabled={busy || !ready}>
        {busy ? 'Recording …' : (label ?? `Record: ${name ?? '––'}`)}
      </Button>
    </form>
  )
}
