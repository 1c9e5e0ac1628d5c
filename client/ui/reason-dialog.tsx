// Owns asking for the reason of an act that is taken back: a line is struck, an order withdrawn, an appointment taken off.
import type { Result } from '@chairside/shared/result.ts'
import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { KeptNote, useKeptForm } from './kept-form.tsx'
import { PlanForm, useHttpSending } from './plan-form.tsx'

export function ReasonDialog<T>({
  title,
  about,
  save,
  ask,
  onDone,
  onClose,
  children,
}: {
  readonly title: string
  /** What it is taken back of, by its own id ("order 7f…"): a reason that was typed is kept for that alone. */
  readonly about: string
  readonly save: string
  readonly ask: (reason: string) => Promise<Result<T>>
  readonly onDone: (value: T) => void
  readonly onClose: () => void
  /** What will be so afterwards. */
  readonly children: ReactNode
}) {
  const sending = useHttpSending()
  const kept = useKeptForm(about, 'reason', title, { reason: '' })
  const { reason } = kept.fields
  async function go(): Promise<void> {
    const done = await sending.send(() => ask(reason.trim()))
    if (done === undefined) return
    kept.forget()
    onDone(done)
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
      <KeptNote kept={kept} />
      <div>{children}</div>
      <TextInput
        label="Reason"
        data-autofocus
        value={reason}
        maxLength={300}
        onChange={(event) => kept.set({ reason: event.currentTarget.value })}
      />
    </PlanForm>
  )
}
