// Owns saying that this session is another patient's: the right code as it stands on the card, and why. A physician confirms it.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { zPatientCode } from '@chairside/shared/record/record.ts'
import { tidyCode } from '@chairside/shared/visit/patient-code.ts'
import { patientCodeNow } from '@chairside/shared/visit/place.ts'
import { TextInput } from '@mantine/core'
import { useSending } from '../../../session/sending.ts'
import { Button } from '../../../ui/button.tsx'
import { KeptNote, useKeptForm } from '../../../ui/kept-form.tsx'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { Trouble } from '../said-dialog.tsx'
import styles from './care.module.css'

export function ReassignDialog({
  state,
  onClose,
}: {
  readonly state: SessionState
  readonly onClose: () => void
}) {
  const { busy, trouble, edited, send } = useSending(state.head)
  const sessionId = openSessionId(state)
  const form = useKeptForm(sessionId ?? '', 'reassign.ask', 'Another patient', { code: '', reason: '' })
  const { code, reason } = form.fields
  if (sessionId === undefined) return undefined
  const toCode = zPatientCode.safeParse(tidyCode(code))
  return (
    <Question onClose={onClose} title="Whose session is it?">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (!toCode.success || reason.trim() === '') return
          void send({ type: 'reassign.ask', sessionId, toCode: toCode.data, reason: reason.trim() }).then(
            (ok) => ok && onClose(),
          )
        }}
      >
        <KeptNote kept={form} />
        <p className={styles['hint']}>
          It stands under {patientCodeNow(state)}. Nothing that was recorded changes: once a physician has
          confirmed, it stands under the right code, and both patients’ lists say so.
        </p>
        <TextInput
          label="The right patient’s code"
          description="As it stands on the card; read it twice."
          data-autofocus
          value={code}
          maxLength={24}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            edited()
            form.set({ code: event.currentTarget.value })
          }}
        />
        <TextInput
          label="How it was found out"
          value={reason}
          maxLength={300}
          onChange={(event) => {
            edited()
            form.set({ reason: event.currentTarget.value })
          }}
        />
        <Trouble trouble={trouble} />
        <div className={styles['buttons']} data-foot="">
          <Button large onClick={onClose}>
            It is right as it is
          </Button>
          <Button large kind="primary" submit disabled={busy || !toCode.success || reason.trim() === ''}>
            Ask a physician
          </Button>
        </div>
      </form>
    </Question>
  )
}
