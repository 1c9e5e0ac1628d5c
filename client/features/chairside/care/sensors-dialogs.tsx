// Owns saying that the sensors are off on purpose, and who is with the patient meanwhile. Source: clinical facts §5.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSending } from '../../../session/sending.ts'
import { useActor } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { Trouble } from '../said-dialog.tsx'
import styles from './care.module.css'

export function OffDialog({
  state,
  onClose,
}: {
  readonly state: SessionState
  readonly onClose: () => void
}) {
  const actor = useActor()
  const { busy, trouble, edited, send } = useSending(state.head)
  const [who, setWho] = useState(actor?.name ?? '')
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  return (
    <Question onClose={onClose} title="Sensors off on purpose">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (who.trim() === '') return
          void send({
            type: 'holding.set',
            sessionId,
            what: 'offOnPurpose',
            on: true,
            with: who.trim(),
          }).then((ok) => ok && onClose())
        }}
      >
        <p className={styles['hint']}>
          For 10 min nothing is said of missing sensors. Then it alarms, wherever the patient is.
        </p>
        <TextInput
          label="Who is with the patient?"
          data-autofocus
          value={who}
          maxLength={80}
          onChange={(event) => {
            edited()
            setWho(event.currentTarget.value)
          }}
        />
        <Trouble trouble={trouble} />
        <div className={styles['buttons']} data-foot="">
          <Button large onClick={onClose}>
            Not now
          </Button>
          <Button large kind="primary" submit disabled={busy || who.trim() === ''}>
            Sensors are off
          </Button>
        </div>
      </form>
    </Question>
  )
}
