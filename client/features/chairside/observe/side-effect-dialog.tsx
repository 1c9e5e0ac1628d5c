// Owns saying how bad a side effect is: the second of its two taps. One that goes on is changed or ended here, too.
// Source: clinical facts §6 "Side effects".
import type { SideEffectNow } from '@chairside/shared/fold/visit-state.ts'
import { SEVERITIES, type Severity, type SideEffectName } from '@chairside/shared/record/visit-kinds.ts'
import { SIDE_EFFECT_NAMES } from '@chairside/shared/visit/names.ts'
import { TextInput } from '@mantine/core'
import { Button } from '../../../ui/button.tsx'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { type FormOf, FormTrouble, useActForm } from './act-form.tsx'
import styles from './observe.module.css'
import { WhenChoice } from './when-choice.tsx'

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** @param going the one that goes on; absent: it begins */
export function SideEffectDialog({
  state,
  atMs,
  effect,
  going,
  onClose,
}: FormOf & {
  readonly effect: SideEffectName
  readonly going?: SideEffectNow | undefined
  readonly onClose: () => void
}) {
  const name = going?.note ?? SIDE_EFFECT_NAMES[effect]
  const form = useActForm(
    { state, atMs },
    going === undefined ? 'sideEffect.begin' : 'sideEffect.change',
    name,
    { effect, ofSeq: going?.seq, note: '' },
  )
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  // What was kept of another side effect is not this one's.
  const note = form.fields.effect === effect ? form.fields.note : ''
  const says = effect !== 'other' || going !== undefined || note.trim() !== ''
  async function say(severity: Severity): Promise<void> {
    if (sessionId === undefined || form.at === undefined) return
    const done = await form.send(
      going === undefined
        ? {
            type: 'sideEffect.begin',
            sessionId,
            effect,
            severity,
            ...form.at,
            ...(note.trim() === '' ? {} : { note: note.trim() }),
          }
        : { type: 'sideEffect.change', sessionId, ofSeq: going.seq, severity, ...form.at },
    )
    if (done) onClose()
  }
  return (
    <Question onClose={onClose} title={going === undefined ? name : `${name}: how bad is it now?`}>
      <div className={styles['form']}>
        {effect === 'other' && going === undefined && (
          <TextInput
            label="Which one?"
            value={note}
            maxLength={300}
            data-autofocus
            onChange={(event) => form.set({ effect, note: event.currentTarget.value })}
          />
        )}
        {/* Before how bad it is, which records at once. */}
        <WhenChoice form={form} label={going === undefined ? 'Since' : 'When'} />
        <div className={styles['big']}>
          {SEVERITIES.map((severity, index) => (
            <Button
              key={severity}
              large
              data-autofocus={index === 0 && effect !== 'other' ? '' : undefined}
              disabled={form.busy || form.at === undefined || !says || going?.severity === severity}
              onClick={() => void say(severity)}
            >
              {capital(severity)}
            </Button>
          ))}
        </div>
        <FormTrouble form={form} />
      </div>
    </Question>
  )
}
