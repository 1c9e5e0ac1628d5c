// Owns typing today's weight in kilograms or pounds, with the other unit beside it, and asking again where the hub asks: more
// than 5 % from last time. Source: clinical facts §6 "Weight in kg and lb; >5 % from last time asks".
import { kgToLb, lbToKg, weightWords } from '@chairside/shared/visit/dose.ts'
import { patientCodeNow } from '@chairside/shared/visit/place.ts'
import { TextInput } from '@mantine/core'
import { Button } from '../../../ui/button.tsx'
import { decimal } from '../../../ui/format.ts'
import { AnswerForm } from './answer-form.tsx'
import styles from './check-in.module.css'
import { Choice } from './choice.tsx'
import type { ItemFormProps } from './item-forms.tsx'
import { numberOf } from './numbers.ts'
import { useLastWeight } from './of-patient.ts'
import { useTyped } from './use-typed.ts'

/** As the record takes it, kg. */
const LEAST_KG = 20
const MOST_KG = 350
const inKg = (entered: number, unit: 'kg' | 'lb'): number => (unit === 'kg' ? entered : lbToKg(entered))
const hundredth = (kg: number): number => Math.round(kg * 100) / 100

export function WeightForm({ state, busy, trouble, say, onAnswer }: ItemFormProps) {
  const [typed, type, forget] = useTyped<{ text: string; unit: 'kg' | 'lb' }>(
    state,
    { form: 'checkIn.answer weight', title: 'Weight' },
    { text: '', unit: 'kg' },
  )
  const { text, unit } = typed
  const last = useLastWeight(patientCodeNow(state))
  const entered = numberOf(text, 0.1, 800)
  const kg = entered === undefined ? undefined : inKg(entered, unit)
  const weightKg = kg === undefined || kg < LEAST_KG || kg > MOST_KG ? undefined : hundredth(kg)
  const asked = trouble?.code === 'unlikely-value'
  const change = (next: Partial<typeof typed>) => {
    say(undefined)
    type(next)
  }
  const answer = (confirmed: boolean) => {
    if (entered === undefined || weightKg === undefined) return
    void onAnswer({
      item: 'weight',
      weightKg,
      unit,
      entered,
      ...(confirmed ? { confirmed: true } : {}),
    }).then((is) => is && forget())
  }
  const bounds =
    unit === 'kg'
      ? `${LEAST_KG} to ${MOST_KG} kg`
      : `${Math.ceil(kgToLb(LEAST_KG))} to ${Math.floor(kgToLb(MOST_KG))} lb`
  return (
    <AnswerForm busy={busy} ready={weightKg !== undefined && !asked} onSubmit={() => answer(false)}>
      <div className={styles['typed']}>
        <TextInput
          label="Weight today"
          inputMode="decimal"
          value={text}
          maxLength={6}
          onChange={(event) => change({ text: event.currentTarget.value })}
          error={text.trim() !== '' && weightKg === undefined ? bounds : undefined}
        />
        <div className={styles['choices']}>
          <Choice chosen={unit === 'kg'} onChoose={() => change({ unit: 'kg' })}>
            kg
          </Choice>
          <Choice chosen={unit === 'lb'} onChoose={() => change({ unit: 'lb' })}>
            lb
          </Choice>
        </div>
        <output className={styles['other']}>
          {weightKg === undefined
            ? ''
            : unit === 'kg'
              ? `= ${decimal(kgToLb(weightKg), 1)} lb`
              : `= ${decimal(weightKg, 1)} kg`}
        </output>
      </div>
      {last !== undefined && <p>Last time: {weightWords(last.kg)}.</p>}
      {asked && (
        <Button disabled={busy} onClick={() => answer(true)}>
          Weighed again: {text} {unit} is right
        </Button>
      )}
    </AnswerForm>
  )
}
