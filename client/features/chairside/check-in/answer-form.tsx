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
  field,
  children,
}: {
  readonly onSubmit: () => void
  readonly busy: boolean
  readonly ready?: boolean
  readonly label?: string
  /** Stands beside the button. */
  readonly field?: ReactNode
  readonly children?: ReactNode
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
      <div className={styles['inline']}>
        {field}
        <Button submit kind="primary" disabled={busy || !ready}>
          {busy ? 'Recording …' : (label ?? `Record: ${name ?? '––'}`)}
        </Button>
      </div>
    </form>
  )
}
