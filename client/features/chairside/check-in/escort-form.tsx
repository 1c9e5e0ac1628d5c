// Owns naming the escort home. Name and telephone number go to the store, where they can be erased; the log holds only that
// somebody is arranged. Never sends either to the log. Source: clinical facts §6 "escort (name, phone; must be set by discharge)".
import { zNewEscort } from '@chairside/shared/protocol/http-visits.ts'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { AnswerForm } from './answer-form.tsx'
import styles from './check-in.module.css'
import type { ItemFormProps } from './item-forms.tsx'
import { saveEscort } from './of-patient.ts'

const NOBODY = { name: '', phone: '' }

export function EscortForm({ state, busy, say, onAnswer }: ItemFormProps) {
  // A name and a number are kept nowhere but here until they are in the store.
  const [typed, setTyped] = useState(NOBODY)
  const [saving, setSaving] = useState(false)
  const sessionId = openSessionId(state)
  const wanted = zNewEscort.safeParse(typed)
  const isPhone = zNewEscort.shape.phone.safeParse(typed.phone).success

  async function save(): Promise<void> {
    if (sessionId === undefined || !wanted.success) return
    setSaving(true)
    say(undefined)
    const saved = await saveEscort(sessionId, wanted.data)
    setSaving(false)
    if (!saved.ok) return say(`Not saved. ${saved.error.message}`)
    if (await onAnswer({ item: 'escort', arranged: true })) setTyped(NOBODY)
  }
  return (
    <AnswerForm busy={busy || saving} ready={wanted.success} onSubmit={() => void save()}>
      <div className={styles['pair']}>
        <TextInput
          label="Who takes the patient home"
          autoComplete="off"
          value={typed.name}
          maxLength={80}
          onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
        />
        <TextInput
          label="Telephone"
          type="tel"
          autoComplete="off"
          value={typed.phone}
          maxLength={31}
          onChange={(event) => setTyped({ ...typed, phone: event.currentTarget.value })}
          error={typed.phone.length > 5 && !isPhone ? 'Digits, spaces, + ( ) / . -' : undefined}
        />
      </div>
      <p>Name and number are kept apart from the record and can be erased.</p>
    </AnswerForm>
  )
}
