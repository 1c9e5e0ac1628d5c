// Owns how a small form of people and plans is sent: once at a time, the hub's words under it, what was typed kept until it is taken.
import type { Refusal, Result } from '@chairside/shared/result.ts'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import styles from './plan-dialogs.module.css'
import { Question } from './question.tsx'

export type Sending = {
  readonly busy: boolean
  readonly trouble: Refusal | undefined
  /** @returns what the hub answered, or undefined where it refused: its words stand in `trouble` */
  send<T>(ask: () => Promise<Result<T>>): Promise<T | undefined>
}

export function useHttpSending(): Sending {
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Refusal | undefined>()
  return {
    busy,
    trouble,
    async send(ask) {
      if (busy) return undefined
      setBusy(true)
      setTrouble(undefined)
      const answer = await ask()
      setBusy(false)
      if (answer.ok) return answer.value
      setTrouble(answer.error)
      return undefined
    },
  }
}

export function PlanForm({
  title,
  size = 'md',
  sending,
  save,
  disabled = false,
  onSave,
  onClose,
  children,
}: {
  readonly title: string
  readonly size?: 'md' | 'lg' | 'xl'
  readonly sending: Pick<Sending, 'busy' | 'trouble'>
  /** What the button says. */
  readonly save: string
  readonly disabled?: boolean
  readonly onSave: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const { busy, trouble } = sending
  return (
    <Question title={title} size={size} onClose={onClose}>
      <form
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy && !disabled) onSave()
        }}
      >
        {children}
        <div className={styles['foot']} data-foot="">
          <p className={styles['trouble']} role="alert">
            {trouble?.message}
          </p>
          <div className={styles['buttons']}>
            <Button large onClick={onClose}>
              Cancel
            </Button>
            <Button large submit kind="primary" disabled={busy || disabled}>
              {busy ? 'Saving …' : save}
            </Button>
          </div>
        </div>
      </form>
    </Question>
  )
}
