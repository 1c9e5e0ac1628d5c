// Owns the row "now · −1 · −2 · −5 min · other" that every act has. Never guesses a time.
import { useId } from 'react'
import { clock } from '../../../ui/format.ts'
import { TimeField } from '../../../ui/time-fields.tsx'
import type { ActForm } from './act-form.tsx'
import styles from './choices.module.css'
import { MINUTES_AGO } from './when.ts'

export function WhenChoice<F>({
  form,
  label = 'When',
}: {
  readonly form: Pick<ActForm<F>, 'when' | 'setWhen' | 'whenNow' | 'at' | 'whenTrouble'>
  readonly label?: string
}) {
  const { when, setWhen, whenNow, at, whenTrouble } = form
  const name = useId()
  const choice = (key: string, words: string, checked: boolean, choose: () => void, spoken?: string) => (
    <label key={key} className={styles['choice']}>
      <input type="radio" name={name} checked={checked} onChange={choose} aria-label={spoken} />
      <span>{words}</span>
    </label>
  )
  return (
    <fieldset className={styles['when']}>
      <legend>{label}</legend>
      <div className={styles['choices']}>
        {choice('now', 'now', when.is === 'now', () => setWhen({ is: 'now' }))}
        {MINUTES_AGO.map((minutes) =>
          choice(
            String(minutes),
            `−${minutes} min`,
            when.is === 'ago' && when.minutes === minutes,
            () => setWhen({ is: 'ago', minutes }),
            `${minutes} min ago`,
          ),
        )}
        {choice('other', 'other', when.is === 'at', () =>
          setWhen({ is: 'at', typed: clock(at?.atMs ?? whenNow.nowMs, whenNow.zone) }),
        )}
        {when.is === 'at' && (
          <TimeField
            w={112}
            aria-label="At, clock time"
            error={whenTrouble !== undefined}
            value={when.typed}
            onChange={(typed) => setWhen({ is: 'at', typed })}
          />
        )}
      </div>
      {whenTrouble !== undefined && (
        <p className={styles['whenTrouble']} role="status">
          {whenTrouble}
        </p>
      )}
    </fieldset>
  )
}
