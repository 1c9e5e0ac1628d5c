// Owns notes and values that a person measured: marked as by hand wherever they stand, with the time when they were measured.
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import { NumberInput, Textarea } from '@mantine/core'
import { Button } from '../../../ui/button.tsx'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { type FormOf, FormTrouble, RecordButton, useActForm } from './act-form.tsx'
import styles from './observe.module.css'
import { WhenChoice } from './when-choice.tsx'

type DialogProps = FormOf & { readonly onClose: () => void }

export function NoteDialog({ state, atMs, onClose }: DialogProps) {
  const form = useActForm({ state, atMs }, 'note.add', 'Note', { text: '' })
  const sessionId = openSessionId(state)
  const text = form.fields.text.trim()
  return (
    <Question onClose={onClose} title="Note">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (sessionId === undefined || form.at === undefined || text === '') return
          void form.send({ type: 'note.add', sessionId, text, ...form.at }).then((done) => done && onClose())
        }}
      >
        <Textarea
          label="What was seen or said"
          description="No names: the record knows this patient by a code."
          value={form.fields.text}
          maxLength={1_000}
          autosize
          minRows={3}
          data-autofocus
          onChange={(event) => form.set({ text: event.currentTarget.value })}
        />
        <WhenChoice form={form} />
        <FormTrouble form={form} />
        <RecordButton form={form} disabled={text === ''} />
      </form>
    </Question>
  )
}

/** What a person can read off or count. */
export const BY_HAND = [
  ['systolic', 'SBP'],
  ['diastolic', 'DBP'],
  ['heartRate', 'Heart rate'],
  ['spo2', 'SpO₂, %'],
  ['respirationRate', 'Respiration, /min'],
] as const satisfies readonly (readonly [Quantity, string])[]
type Typed = number | string
export type ByHandFields = Readonly<Record<(typeof BY_HAND)[number][0] | 'temperature', Typed>>
export const NO_VALUES: ByHandFields = {
  systolic: '',
  diastolic: '',
  heartRate: '',
  spo2: '',
  respirationRate: '',
  temperature: '',
}

/** What of it is typed; undefined: nothing. */
export function valuesTyped(
  fields: ByHandFields,
): Pick<Extract<CommandBody, { type: 'manual.enter' }>, 'values' | 'temperatureC'> | undefined {
  const number = (typed: Typed): number | undefined => {
    const value = typeof typed === 'number' ? typed : Number.parseFloat(typed)
    return Number.isFinite(value) ? value : undefined
  }
  const values: Partial<Record<Quantity, number>> = {}
  for (const [quantity] of BY_HAND) {
    const value = number(fields[quantity])
    if (value !== undefined) values[quantity] = value
  }
  const temperatureC = number(fields.temperature)
  if (Object.keys(values).length === 0 && temperatureC === undefined) return undefined
  return { values, ...(temperatureC === undefined ? {} : { temperatureC }) }
}

export function ByHandFieldsets({
  fields,
  set,
}: {
  readonly fields: ByHandFields
  readonly set: (change: Partial<ByHandFields>) => void
}) {
  return (
    <div className={styles['pair']}>
      {BY_HAND.map(([quantity, label]) => (
        <NumberInput
          key={quantity}
          label={label}
          value={fields[quantity]}
          min={0}
          max={CATALOGUE[quantity].accepted.to}
          clampBehavior="none"
          allowDecimal={false}
          hideControls
          onChange={(value) => set({ [quantity]: value })}
        />
      ))}
      <NumberInput
        label="Temperature, °C"
        value={fields.temperature}
        min={25}
        max={45}
        clampBehavior="none"
        decimalScale={1}
        hideControls
        onChange={(value) => set({ temperature: value })}
      />
    </div>
  )
}

export function ByHandDialog({ state, atMs, onClose }: DialogProps) {
  const form = useActForm({ state, atMs }, 'manual.enter', 'Values by hand', NO_VALUES)
  const sessionId = openSessionId(state)
  const typed = valuesTyped(form.fields)
  async function record(confirmed: boolean): Promise<void> {
    if (sessionId === undefined || form.at === undefined || typed === undefined) return
    const done = await form.send({
      type: 'manual.enter',
      sessionId,
      ...typed,
      ...form.at,
      ...(confirmed ? { confirmed: true as const } : {}),
    })
    if (done) onClose()
  }
  return (
    <Question onClose={onClose} title="Measured by hand" size="lg">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          void record(false)
        }}
      >
        <p className={styles['note']}>
          What you read or counted yourself; it is marked “by hand” and raises no alarm.
        </p>
        <ByHandFieldsets fields={form.fields} set={form.set} />
        <WhenChoice form={form} label="Measured" />
        <FormTrouble form={form}>
          {form.trouble?.code === 'unlikely-value' && (
            <Button large disabled={form.busy} onClick={() => void record(true)}>
              It is right: record it
            </Button>
          )}
        </FormTrouble>
        <RecordButton form={form} disabled={typed === undefined}>
          Record: measured by hand
        </RecordButton>
      </form>
    </Question>
  )
}
