// Owns asking for the reason of an act that is taken back: a line is struck, an order withdrawn, an appointment taken off.
import type { Result } from '@chairside/shared/result.ts'
import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { PlanForm, useHttpSending } from './plan-form.tsx'

export function ReasonDialog<T>({
  title,
  save,
  ask,
  onDone,
  onClose,
  children,
}: {
  readonly title: string
  readonly save: string
  readonly ask: (reason: string) => Promise<Result<T>>
  readonly onDone: (value: T) => void
  readonly onClose: () => void
  /** What will be so afterwards. */
  readonly children: ReactNode
}) {
  const sending = useHttpSending()
  const [reason, setReason] = useState('')
  async function go(): Promise<void> {
    const done = await sending.send(() => ask(reason.trim()))
    if (done !== undefined) onDone(done)
  }
  return (
    <PlanForm
      title={title}
      save={save}
      sending={sending}
      disabled={reason.trim() === ''}
      onSave={() => void go()}
      onClose={onClose}
    >
      <div>{children}</div>
      <TextInput
        label="Reason"
        data-autofocus
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </PlanForm>
  )
}
