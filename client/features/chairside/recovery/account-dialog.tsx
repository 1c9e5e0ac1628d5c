// Owns where the drug went: lot, drawn, given, wasted, with a witness who signs in here. Passwords are never kept.
// Source: clinical facts §6 "lot, drawn, given, wasted, witness at the close".
import { infusionProgress } from '@chairside/shared/visit/pump-log.ts'
import { NumberInput, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { decimal } from '../../../ui/format.ts'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { type FormOf, FormTrouble, RecordButton, useActForm } from '../observe/act-form.tsx'
import styles from '../observe/observe.module.css'

type Typed = number | string
const numberOf = (typed: Typed): number | undefined => {
  const value = typeof typed === 'number' ? typed : Number.parseFloat(typed)
  return Number.isFinite(value) && value >= 0 ? value : undefined
}

export function AccountDialog({ state, atMs, onClose }: FormOf & { readonly onClose: () => void }) {
  const { infusion, visit } = state
  const givenMg = infusionProgress(infusion, atMs)?.givenMg
  const form = useActForm({ state, atMs }, 'drugAccount.set', 'Waste and drug account', {
    lot: visit.drugAccount?.lot ?? visit.dose?.lot ?? '',
    drawn: (visit.drugAccount?.drawnMg ?? '') as Typed,
    given: (givenMg === undefined ? '' : Number(decimal(givenMg, 1))) as Typed,
    wasted: (visit.drugAccount?.wastedMg ?? '') as Typed,
    witness: '',
  })
  const [password, setPassword] = useState('')
  const sessionId = openSessionId(state)
  const { fields, set } = form
  const drawnMg = numberOf(fields.drawn)
  const given = numberOf(fields.given)
  const wastedMg = numberOf(fields.wasted)
  const complete =
    fields.lot.trim() !== '' &&
    drawnMg !== undefined &&
    given !== undefined &&
    wastedMg !== undefined &&
    fields.witness.trim() !== '' &&
    password !== ''
  const left = drawnMg === undefined || given === undefined ? undefined : drawnMg - given - (wastedMg ?? 0)
  return (
    <Question onClose={onClose} title="Waste and drug account" size="lg">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (sessionId === undefined || !complete) return
          void form
            .send({
              type: 'drugAccount.set',
              sessionId,
              lot: fields.lot.trim(),
              drawnMg,
              givenMg: given,
              wastedMg,
              witness: { name: fields.witness.trim(), password },
            })
            .then((done) => {
              setPassword('')
              if (done) onClose()
            })
        }}
      >
        {visit.drugAccount !== undefined && (
          <p className={styles['note']}>
            Recorded by {visit.drugAccount.by}, witness {visit.drugAccount.witness}. What is recorded now
            stands instead; both stay in the log.
          </p>
        )}
        <div className={styles['pair']}>
          <TextInput
            label="Lot"
            value={fields.lot}
            maxLength={60}
            data-autofocus
            onChange={(event) => set({ lot: event.currentTarget.value })}
          />
          <NumberInput
            label="Drawn, mg"
            value={fields.drawn}
            hideControls
            min={0}
            onChange={(drawn) => set({ drawn })}
          />
          <NumberInput
            label="Given, mg"
            description={givenMg === undefined ? undefined : `${decimal(givenMg, 1)} mg by the pump log`}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={fields.given}
            hideControls
            min={0}
            onChange={(value) => set({ given: value })}
          />
          <NumberInput
            label="Wasted, mg"
            description={
              left === undefined || Math.abs(left) < 0.05
                ? undefined
                : left > 0
                  ? `${decimal(left, 1)} mg are not accounted for`
                  : `${decimal(-left, 1)} mg too many`
            }
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={fields.wasted}
            hideControls
            min={0}
            onChange={(wasted) => set({ wasted })}
          />
          <TextInput
            label="Witness"
            description="Another person than you"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={fields.witness}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => set({ witness: event.currentTarget.value })}
          />
          <PasswordInput
            label="Witness’s password"
            value={password}
            autoComplete="off"
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </div>
        <FormTrouble form={form} />
        <RecordButton form={form} disabled={!complete}>
          Record: accounted for
        </RecordButton>
      </form>
    </Question>
  )
}
